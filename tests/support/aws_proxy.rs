//! A proxy between the functions, or the operator's command, and the AWS services.
//!
//! It records the calls to the table, and rejects what the deployment's policies do not allow.

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

/// The state of the proxy, shared with what stands in front of it.
pub(super) struct ProxyState {
    /// The services behind the proxy, once they are started.
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

    /// Adds the proxy to the options, for every service without another endpoint.
    pub(super) fn route_through(&self, mut options: Options) -> Options {
        let services = ["DYNAMODB", "EVENTBRIDGE", "LAMBDA", "SESV2"];
        let here = services.map(|service| (format!("AWS_ENDPOINT_URL_{service}"), self.url.clone()));
        options.variables.splice(0..0, here);
        options
    }

    /// Connects the proxy to the services of `local`.
    pub(super) fn connect_to(&self, local: &Local) {
        let iam_enforcer = IamEnforcer::with(local.environment());
        // The engine serves both APIs at one URL, and no test overrides this variable.
        let engine = local.environment()["AWS_ENDPOINT_URL_DYNAMODB_STREAMS"].clone();
        let upstreams = Upstreams { engine, site: local.url().to_owned(), iam_check: iam_enforcer.iam_check() };
        assert!(
            self.iam_enforcer.set(iam_enforcer).is_ok() && self.proxy_state.upstreams.set(upstreams).is_ok(),
            "the proxy is connected already"
        );
    }

    /// Returns the state, for a proxy in front of this one.
    pub(super) fn proxy_state(&self) -> Arc<ProxyState> {
        Arc::clone(&self.proxy_state)
    }

    /// Returns the policies that the proxy enforces.
    pub(crate) fn iam_enforcer(&self) -> &IamEnforcer {
        self.iam_enforcer.get().unwrap()
    }

    /// Returns the calls to the table since the last time.
    pub(crate) fn take_calls(&self) -> Vec<Call> {
        std::mem::take(&mut self.proxy_state.calls.lock().unwrap())
    }
}

impl ProxyState {
    /// Forwards a call, or rejects it.
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
            other => panic!("{other:?} has no stand-in behind the proxy: see LogService"),
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
