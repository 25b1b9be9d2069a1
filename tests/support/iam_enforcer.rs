//! The enforcement of the deployment's policies.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use axum::body::Body;
use axum::http::{Response, StatusCode};
use axum::response::IntoResponse;
use serde_json::json;

use super::call::Call;
use super::policy::{Grant, OPERATOR, Policies, SUPPORT};

/// IAM, for the calls of one service.
///
/// Dropping it fails the test if a call was rejected: no test may rely on a call that the deployment does not allow.
pub(crate) struct IamEnforcer(Arc<Iam>);

struct Iam {
    policies: Policies,
    used: Mutex<BTreeSet<Grant>>,
    denied: Mutex<BTreeSet<String>>,
    /// Whether the operator has the policy of a support desk alone.
    is_support: AtomicBool,
}

impl IamEnforcer {
    /// Creates one with the policies of a stack whose functions have these settings.
    pub(crate) fn with(settings: &BTreeMap<String, String>) -> Self {
        Self(Arc::new(Iam {
            policies: Policies::with(settings),
            used: Mutex::default(),
            denied: Mutex::default(),
            is_support: AtomicBool::default(),
        }))
    }

    /// Returns a handle of the same policies.
    pub(super) fn iam_check(&self) -> IamCheck {
        IamCheck(Arc::clone(&self.0))
    }

    /// Gives the operator the policy of a support desk alone from now on.
    pub(crate) fn restrict_to_support(&self) {
        self.0.is_support.store(true, Ordering::Relaxed);
    }

    /// Returns the grants that were needed so far.
    pub(crate) fn used(&self) -> BTreeSet<Grant> {
        self.0.used.lock().unwrap().clone()
    }

    /// Returns all grants of the policies.
    pub(crate) fn grants(&self) -> BTreeSet<Grant> {
        self.0.policies.grants()
    }

    /// Takes the rejected calls so far.
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

/// A handle to check calls with.
#[derive(Clone)]
pub(super) struct IamCheck(Arc<Iam>);

impl IamCheck {
    /// Returns AWS's answer to a call that is not allowed.
    pub(super) fn access_denied(&self, call: &Call) -> Option<Response<Body>> {
        let is_support = call.caller == OPERATOR && self.0.is_support.load(Ordering::Relaxed);
        let caller = if is_support { SUPPORT } else { &call.caller };
        for ask in call.access_requests() {
            if let Some(used) = self.0.policies.allow(caller, &ask) {
                self.0.used.lock().unwrap().extend(used);
                continue;
            }
            let keys = if ask.keys.is_empty() { String::new() } else { format!(" of {}", ask.keys.join(", ")) };
            let access_denied = format!("\n  {caller}: {}{keys} on {}", ask.action, ask.resources.join(", "));
            let body = json!({ "__type": "com.amazon.coral.service#AccessDeniedException", "message": access_denied });
            self.0.denied.lock().unwrap().insert(access_denied);
            let code = [("x-amzn-errortype", "AccessDeniedException")];
            return Some((StatusCode::BAD_REQUEST, code, body.to_string()).into_response());
        }
        None
    }
}
