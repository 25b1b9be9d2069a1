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
pub(crate) struct Guard(Arc<Iam>);

struct Iam {
    policies: Policies,
    used: Mutex<BTreeSet<Grant>>,
    refused: Mutex<BTreeSet<String>>,
}

impl Guard {
    /// With the policies of a stack whose functions have these settings.
    pub(crate) fn with(settings: &BTreeMap<String, String>) -> Self {
        Self(Arc::new(Iam { policies: Policies::with(settings), used: Mutex::default(), refused: Mutex::default() }))
    }

    /// The same, to be asked elsewhere.
    pub(super) fn door(&self) -> Door {
        Door(Arc::clone(&self.0))
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
    pub(crate) fn take_refused(&self) -> BTreeSet<String> {
        std::mem::take(&mut *self.0.refused.lock().unwrap())
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        let refused = self.take_refused();
        if refused.is_empty() {
            return;
        }
        let report =
            format!("template.yaml does not allow what was called:{}", refused.into_iter().collect::<String>());
        assert!(std::thread::panicking(), "{report}");
        eprintln!("{report}");
    }
}

/// Where a call comes by.
#[derive(Clone)]
pub(super) struct Door(Arc<Iam>);

impl Door {
    /// What AWS answers to a call that is not allowed; nothing to one that is.
    pub(super) fn refusal(&self, call: &Call) -> Option<Response<Body>> {
        for ask in call.asks() {
            if let Some(used) = self.0.policies.allow(&call.caller, &ask) {
                self.0.used.lock().unwrap().extend(used);
                continue;
            }
            let keys = if ask.keys.is_empty() { String::new() } else { format!(" of {}", ask.keys.join(", ")) };
            let refusal = format!("\n  {}: {}{keys} on {}", call.caller, ask.action, ask.resources.join(", "));
            let body = json!({ "__type": "com.amazon.coral.service#AccessDeniedException", "message": refusal });
            self.0.refused.lock().unwrap().insert(refusal);
            let code = [("x-amzn-errortype", "AccessDeniedException")];
            return Some((StatusCode::BAD_REQUEST, code, body.to_string()).into_response());
        }
        None
    }
}
