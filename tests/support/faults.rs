//! Faults between the functions and AWS, and within functions, driven by a seed.

use std::panic::resume_unwind;
use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Response, StatusCode, Uri};
use axum::response::IntoResponse;
use axum::routing::post;
use domain::clock::{Clock, ManualClock};
use domain::settings::Environment;
use jiff::Timestamp;
use local::{Functions, Local};
use mailer::Mailer;
use openid::Openid;
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use registration_http::App;
use serde_json::{Value, from_value, json, to_value};
use ses_feedback::Feedback;
use signals::Dispatcher;
use tokio::sync::Notify;

use super::aws_proxy::ProxyState;
use super::server::serve;
use super::{AwsProxy, Handles, Service, client, initial_time, options, seeded, set};

/// A fault of one call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fault {
    /// The call never arrives.
    RequestLost,
    /// The call succeeds, and its answer is lost.
    ResponseLost,
    /// The call arrives twice.
    Duplicated,
    /// The service has no capacity.
    Throttled,
    /// The service fails.
    Failed,
    /// The function is killed before the call.
    KilledBefore,
    /// The function is killed after the call succeeded.
    KilledAfter,
    /// The call succeeds, and its answer arrives after the function's timeout.
    Slow,
}

/// Longer than a function's timeout.
///
/// Such calls are rare, because each delays its run.
const SLOW: Duration = Duration::from_millis(2200);
const SLOW_OF_FAULTS: u64 = 100;

const FAULTS: [Fault; 7] = [
    Fault::RequestLost,
    Fault::ResponseLost,
    Fault::Duplicated,
    Fault::Throttled,
    Fault::Failed,
    Fault::KilledBefore,
    Fault::KilledAfter,
];

/// An AWS service that can have faults.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Endpoint {
    DynamoDb,
    Ses,
    EventBridge,
}

/// The faults, and how frequent they are.
pub(crate) struct Faults {
    rng: Mutex<ChaCha20Rng>,
    /// The percentages of failing calls to DynamoDB, SES and EventBridge.
    percentages: Mutex<[u64; 3]>,
    /// Kills the invocation of `signal`. The other one kills every other function's.
    kill_signal: Notify,
    kill_other: Notify,
}

impl Faults {
    /// Sets the percentages for DynamoDB, SES and EventBridge. A hundred is an outage.
    pub(crate) fn set(&self, percentages: [u64; 3]) {
        *self.percentages.lock().unwrap() = percentages;
    }

    fn next(&self, at: Endpoint) -> Option<Fault> {
        let mut rng = self.rng.lock().unwrap();
        let hit = rng.next_u64() % 100 < self.percentages.lock().unwrap()[at as usize];
        let which = rng.next_u64();
        if hit && which.is_multiple_of(SLOW_OF_FAULTS) {
            return Some(Fault::Slow);
        }
        hit.then(|| FAULTS[usize::try_from(which).unwrap() % FAULTS.len()])
    }

    fn kill(&self, at: Endpoint) {
        let which = if at == Endpoint::EventBridge { &self.kill_signal } else { &self.kill_other };
        which.notify_waiters();
    }
}

/// A proxy in front of one service.
#[derive(Clone)]
struct Proxy {
    endpoint: Endpoint,
    upstream: Arc<ProxyState>,
    faults: Arc<Faults>,
}

/// The functions, once their service is started.
struct Handlers {
    register: App,
    activate: App,
    allowed: App,
    openid: Openid,
    mailer: Mailer,
    dispatcher: Dispatcher,
    feedback: Feedback,
}

#[derive(Clone)]
struct Invoker {
    handlers: Arc<OnceLock<Handlers>>,
    faults: Arc<Faults>,
}

impl Service {
    /// Starts a service with these settings, whose functions and calls can have faults.
    pub(crate) async fn with_faults(seed: u64, variables: &[(&str, &str)]) -> (Self, Arc<Faults>) {
        let faults = Arc::new(Faults {
            rng: Mutex::new(ChaCha20Rng::seed_from_u64(seed)),
            percentages: Mutex::default(),
            kill_signal: Notify::new(),
            kill_other: Notify::new(),
        });
        let clock = Arc::new(ManualClock::new(initial_time()));
        let random = seeded(!seed);
        let options = options(clock.clone(), random.clone());
        let http = client();
        let aws_proxy = AwsProxy::start(http.clone()).await;
        let mut options = aws_proxy.route_through(set(options, variables));
        for (variable, endpoint) in [
            ("AWS_ENDPOINT_URL_DYNAMODB", Endpoint::DynamoDb),
            ("AWS_ENDPOINT_URL_SESV2", Endpoint::Ses),
            ("AWS_ENDPOINT_URL_EVENTBRIDGE", Endpoint::EventBridge),
        ] {
            let proxy = Proxy { endpoint, upstream: aws_proxy.proxy_state(), faults: Arc::clone(&faults) };
            options = options.with(variable, &serve(Router::new().fallback(forward).with_state(proxy)).await);
        }
        let handlers = Arc::new(OnceLock::new());
        let invoker = Invoker { handlers: Arc::clone(&handlers), faults: Arc::clone(&faults) };
        let router = Router::new().route("/2015-03-31/functions/{name}/invocations", post(invoke)).with_state(invoker);
        options.functions = Functions::At(serve(router).await);
        let local = Local::start(options).await.expect("the service starts");
        aws_proxy.connect_to(&local);
        let environment = |function: &str| -> Environment {
            let token = ("AWS_SESSION_TOKEN".to_owned(), function.to_owned());
            local.environment().clone().into_iter().chain([token]).collect()
        };
        let app = |function: &str| App::new(&environment(function), clock.clone(), random.clone()).unwrap();
        let made = Handlers {
            register: app("register"),
            activate: App::with_codes(&environment("activate"), clock.clone(), random.clone()).unwrap(),
            allowed: app("allowed"),
            openid: Openid::new(&environment("openid"), clock.clone(), random.clone()).unwrap(),
            mailer: Mailer::new(&environment("mail"), clock.clone(), random.clone()).unwrap(),
            dispatcher: Dispatcher::new(&environment("signal")).unwrap(),
            feedback: Feedback::new(&environment("feedback"), clock.clone(), random.clone()).unwrap(),
        };
        assert!(handlers.set(made).is_ok());
        (Self { local, clock, http, aws_proxy, handles: Handles::default() }, faults)
    }

    /// Returns the service's time.
    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now()
    }
}

async fn forward(State(proxy): State<Proxy>, uri: Uri, headers: HeaderMap, body: Bytes) -> Response<Body> {
    let pass = async || proxy.upstream.forward_call(&uri, headers.clone(), body.clone()).await;
    let code = |status: u16, code: &str| {
        let body = json!({ "__type": code, "message": "injected" }).to_string();
        let status = StatusCode::from_u16(status).unwrap();
        (status, [("x-amzn-errortype", code.to_owned())], body).into_response()
    };
    match proxy.faults.next(proxy.endpoint) {
        None => pass().await,
        Some(Fault::RequestLost) => drop_connection(),
        Some(Fault::ResponseLost) => {
            pass().await;
            drop_connection()
        }
        Some(Fault::Slow) => {
            let answer = pass().await;
            tokio::time::sleep(SLOW).await;
            answer
        }
        Some(Fault::Duplicated) => {
            pass().await;
            pass().await
        }
        Some(Fault::Throttled) if proxy.endpoint == Endpoint::Ses => code(429, "TooManyRequestsException"),
        Some(Fault::Throttled) => code(400, "ThrottlingException"),
        Some(Fault::Failed) => code(500, "InternalServerError"),
        Some(Fault::KilledBefore) => {
            proxy.faults.kill(proxy.endpoint);
            drop_connection()
        }
        Some(Fault::KilledAfter) => {
            pass().await;
            proxy.faults.kill(proxy.endpoint);
            drop_connection()
        }
    }
}

/// Closes the connection without an answer. The unwinding task prints nothing.
fn drop_connection() -> ! {
    resume_unwind(Box::new("hung up"))
}

async fn invoke(State(invoker): State<Invoker>, Path(name): Path<String>, body: Bytes) -> Response<Body> {
    let handlers = invoker.handlers.get().unwrap();
    let event: Value = serde_json::from_slice(&body).unwrap();
    let killed = if name == "signal" { &invoker.faults.kill_signal } else { &invoker.faults.kill_other };
    let handled = async {
        match name.as_str() {
            "register" => {
                registration_http::invoke(event, |request| register::handle(&handlers.register, request)).await
            }
            "activate" => {
                registration_http::invoke(event, |request| activate::handle(&handlers.activate, request)).await
            }
            "allowed" => registration_http::invoke(event, |request| allowed::handle(&handlers.allowed, request)).await,
            "openid" => registration_http::invoke(event, |request| openid::handle(&handlers.openid, request)).await,
            "mail" => to_value(mail::handle(&handlers.mailer, from_value(event).unwrap()).await),
            "feedback" => match feedback::handle(&handlers.feedback, &event).await {
                Ok(()) => Ok(Value::Null),
                Err(error) => Ok(json!({ "errorMessage": error.to_string() })),
            },
            "signal" => to_value(signal::handle(&handlers.dispatcher, from_value(event).unwrap()).await),
            other => panic!("there is no function {other}"),
        }
    };
    tokio::select! {
        biased;
        () = killed.notified() => (StatusCode::OK, json!({ "errorMessage": "killed" }).to_string()).into_response(),
        answer = handled => answer.unwrap().to_string().into_response(),
    }
}
