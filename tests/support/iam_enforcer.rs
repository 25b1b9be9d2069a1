//! What lets through what the deployment's policies allow, and nothing else.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};

use axum::body::Body;
use axum::http::{Response, StatusCode};
use axum::response::IntoResponse;
use serde_json::json;

use super::call::Call;
use super::policy::{Grant, Policies};

/// IAM, as far as one service asks it. When it is dropped, whatever was refused fails the test: no test is for a call that
/// the deployment would not allow.
pub(crate) struct IamEnforcer(Arc<Iam>);

struct Iam {
    policies: Policies,
    used: Mutex<BTreeSet<Grant>>,
    denied: Mutex<BTreeSet<String>>,
}

impl IamEnforcer {
    /// With the policies of a stack whose functions have these settings.
    pub(crate) fn with(settings: &BTreeMap<String, String>) -> Self {
        Self(Arc::new(Iam { policies: Policies::with(settings), used: Mutex::default(), denied: Mutex::default() }))
    }

    /// The same, to be asked elsewhere.
    pub(super) fn iam_check(&self) -> IamCheck {
        IamCheck(Arc::clone(&self.0))
    }

    /// What of the policies was needed so far.
    pub(crate) fn used(&self) -> BTreeSet<Grant> {
        self.0.used.lock().unwrap().clone()
    }

    /// Everything that the policies grant.
    pub(crate) fn grants(&self) -> BTreeSet<Grant> {
        self.0.policies.grants()
    }

    /// What was refused so far, which is then forgotten.
    pub(crate) fn take_denied(&self) -> BTreeSet<String> {
        std::mem::take(&mut *self.0.denied.lock().unwrap())
    }
}

impl Drop for IamEnforcer {
    fn drop(&mut self) {
        let denied = self.take_denied();
        if denied.is_empty() {
            return;
        }
        let report = format!("template.yaml does not allow what was called:{}", denied.into_iter().collect::<String>());
        assert!(std::thread::panicking(), "{report}");
        eprintln!("{report}");
    }
}

/// Where a call comes by.
#[derive(Clone)]
pub(super) struct IamCheck(Arc<Iam>);

impl IamCheck {
    /// What AWS answers to a call that is not allowed; nothing to one that is.
    pub(super) fn access_denied(&self, call: &Call) -> Option<Response<Body>> {
        for ask in call.access_requests() {
            if let Some(used) = self.0.policies.allow(&call.caller, &ask) {
                self.0.used.lock().unwrap().extend(used);
                continue;
            }
            let keys = if ask.keys.is_empty() { String::new() } else { format!(" of {}", ask.keys.join(", ")) };
            let access_denied = format!("\n  {}: {}{keys} on {}", call.caller, ask.action, ask.resources.join(", "));
            let body = json!({ "__type": "com.amazon.coral.service#AccessDeniedException", "message": access_denied });
            self.0.denied.lock().unwrap().insert(access_denied);
            let code = [("x-amzn-errortype", "AccessDeniedException")];
            return Some((StatusCode::BAD_REQUEST, code, body.to_string()).into_response());
        }
        None
    }
}
