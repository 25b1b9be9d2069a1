//! The way from the functions, and from the operator's command, to the services that they call: a proxy that keeps what was
//! asked of the table, and refuses what the deployment's policies do.

use std::sync::{Arc, Mutex, OnceLock};

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, Response, Uri};
use local::{Local, Options};
use reqwest::Client;

use super::call::{AwsService, Call};
use super::iam_enforcer::{IamCheck, IamEnforcer};
use super::server::{forward_request, serve};

/// The proxy of one service.
pub(crate) struct AwsProxy {
    pub(crate) url: String,
    proxy_state: Arc<ProxyState>,
    iam_enforcer: OnceLock<IamEnforcer>,
}

/// The way through it.
pub(super) struct ProxyState {
    /// Where it leads, once that is known.
    upstreams: OnceLock<Upstreams>,
    calls: Mutex<Vec<Call>>,
    http: Client,
}

struct Upstreams {
    engine: String,
    site: String,
    iam_check: IamCheck,
}

impl AwsProxy {
    pub(super) async fn start(http: Client) -> Self {
        let proxy_state = Arc::new(ProxyState { upstreams: OnceLock::new(), calls: Mutex::default(), http });
        let url = serve(Router::new().fallback(forward).with_state(Arc::clone(&proxy_state))).await;
        Self { url, proxy_state, iam_enforcer: OnceLock::new() }
    }

    /// The options with the gate for every service for which they name nothing else.
    pub(super) fn route_through(&self, mut options: Options) -> Options {
        let services = ["DYNAMODB", "EVENTBRIDGE", "LAMBDA", "SESV2"];
        let here = services.map(|service| (format!("AWS_ENDPOINT_URL_{service}"), self.url.clone()));
        options.variables.splice(0..0, here);
        options
    }

    /// Opens it.
    pub(super) fn connect_to(&self, local: &Local) {
        let iam_enforcer = IamEnforcer::with(local.environment());
        // The engine has one address for both, and this variable nobody sets otherwise.
        let engine = local.environment()["AWS_ENDPOINT_URL_DYNAMODB_STREAMS"].clone();
        let upstreams = Upstreams { engine, site: local.url().to_owned(), iam_check: iam_enforcer.iam_check() };
        assert!(
            self.iam_enforcer.set(iam_enforcer).is_ok() && self.proxy_state.upstreams.set(upstreams).is_ok(),
            "it leads somewhere already"
        );
    }

    /// The way through it, for what stands before it.
    pub(super) fn proxy_state(&self) -> Arc<ProxyState> {
        Arc::clone(&self.proxy_state)
    }

    /// The policies that it keeps.
    pub(crate) fn iam_enforcer(&self) -> &IamEnforcer {
        self.iam_enforcer.get().unwrap()
    }

    /// What was asked of the table since the last time.
    pub(crate) fn take_calls(&self) -> Vec<Call> {
        std::mem::take(&mut self.proxy_state.calls.lock().unwrap())
    }
}

impl ProxyState {
    /// Answers a request as what is behind the gate does, or refuses it.
    pub(super) async fn forward_call(&self, uri: &Uri, headers: HeaderMap, body: Bytes) -> Response<Body> {
        let Upstreams { engine, site, iam_check } = self.upstreams.get().unwrap();
        let call = Call::of(uri, &headers, &body);
        if let Some(access_denied) = iam_check.access_denied(&call) {
            return access_denied;
        }
        let url = match call.to {
            AwsService::DynamoDb => {
                self.calls.lock().unwrap().push(call);
                engine.clone()
            }
            AwsService::EventBridge => format!("{site}/_local/eventbridge"),
            AwsService::Lambda => format!("{site}/_local/lambda{uri}"),
            AwsService::Ses => format!("{site}/_local/ses{uri}"),
        };
        forward_request(&self.http, &url, headers, body).await
    }
}

async fn forward(
    State(proxy_state): State<Arc<ProxyState>>,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response<Body> {
    proxy_state.forward_call(&uri, headers, body).await
}
