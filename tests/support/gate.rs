//! The way from the functions, and from the operator's command, to the services that they call: a proxy that keeps what was
//! asked of the table, and refuses what the deployment's policies do.

use std::sync::{Arc, Mutex, OnceLock};

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, Response, Uri};
use local::{Local, Options};
use reqwest::Client;

use super::call::{Call, To};
use super::guard::{Door, Guard};
use super::server::{pass_on, serve};

/// The proxy of one service.
pub(crate) struct Gate {
    pub(crate) url: String,
    way: Arc<Way>,
    guard: OnceLock<Guard>,
}

/// The way through it.
pub(super) struct Way {
    /// Where it leads, once that is known.
    behind: OnceLock<Behind>,
    calls: Mutex<Vec<Call>>,
    http: Client,
}

struct Behind {
    engine: String,
    site: String,
    door: Door,
}

impl Gate {
    pub(super) async fn start(http: Client) -> Self {
        let way = Arc::new(Way { behind: OnceLock::new(), calls: Mutex::default(), http });
        let url = serve(Router::new().fallback(forward).with_state(Arc::clone(&way))).await;
        Self { url, way, guard: OnceLock::new() }
    }

    /// The options with the gate for every service for which they name nothing else.
    pub(super) fn before(&self, mut options: Options) -> Options {
        let services = ["DYNAMODB", "EVENTBRIDGE", "LAMBDA", "SESV2"];
        let here = services.map(|service| (format!("AWS_ENDPOINT_URL_{service}"), self.url.clone()));
        options.variables.splice(0..0, here);
        options
    }

    /// Opens it.
    pub(super) fn lead_to(&self, local: &Local) {
        let guard = Guard::with(local.environment());
        // The engine has one address for both, and this variable nobody sets otherwise.
        let engine = local.environment()["AWS_ENDPOINT_URL_DYNAMODB_STREAMS"].clone();
        let behind = Behind { engine, site: local.url().to_owned(), door: guard.door() };
        assert!(self.guard.set(guard).is_ok() && self.way.behind.set(behind).is_ok(), "it leads somewhere already");
    }

    /// The way through it, for what stands before it.
    pub(super) fn way(&self) -> Arc<Way> {
        Arc::clone(&self.way)
    }

    /// The policies that it keeps.
    pub(crate) fn guard(&self) -> &Guard {
        self.guard.get().unwrap()
    }

    /// What was asked of the table since the last time.
    pub(crate) fn take_calls(&self) -> Vec<Call> {
        std::mem::take(&mut self.way.calls.lock().unwrap())
    }
}

impl Way {
    /// Answers a request as what is behind the gate does, or refuses it.
    pub(super) async fn pass(&self, uri: &Uri, headers: HeaderMap, body: Bytes) -> Response<Body> {
        let Behind { engine, site, door } = self.behind.get().unwrap();
        let call = Call::of(uri, &headers, &body);
        if let Some(refusal) = door.refusal(&call) {
            return refusal;
        }
        let url = match call.to {
            To::DynamoDb => {
                self.calls.lock().unwrap().push(call);
                engine.clone()
            }
            To::EventBridge => format!("{site}/_local/eventbridge"),
            To::Lambda => format!("{site}/_local/lambda{uri}"),
            To::Ses => format!("{site}/_local/ses{uri}"),
        };
        pass_on(&self.http, &url, headers, body).await
    }
}

async fn forward(State(way): State<Arc<Way>>, uri: Uri, headers: HeaderMap, body: Bytes) -> Response<Body> {
    way.pass(&uri, headers, body).await
}
