//! The functions of the deployment, in this process or behind Lambda's Invoke API.

mod in_process;
mod remote;

use std::fmt;
use std::sync::Arc;

use async_trait::async_trait;
use serde_json::Value;

use crate::options::{Functions, Options};
use crate::start_error::StartError;
use crate::variables::Variables;
use in_process::InProcess;
use remote::Remote;

/// A function of the deployment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Function {
    Register,
    Activate,
    Allowed,
    Openid,
    Feedback,
    Mail,
    Signal,
}

impl Function {
    pub(crate) const ALL: [Self; 7] =
        [Self::Register, Self::Activate, Self::Allowed, Self::Openid, Self::Feedback, Self::Mail, Self::Signal];

    /// Returns the function with this name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|function| function.name() == name)
    }

    /// Returns the name, which is that of the crate and of the binary.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Register => "register",
            Self::Activate => "activate",
            Self::Allowed => "allowed",
            Self::Openid => "openid",
            Self::Feedback => "feedback",
            Self::Mail => "mail",
            Self::Signal => "signal",
        }
    }
}

impl fmt::Display for Function {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Invokes functions as Lambda does, with JSON as the event and as the answer.
#[async_trait]
pub(crate) trait Invoke: Send + Sync {
    /// Invokes `function` with `event` and returns its answer.
    async fn invoke(&self, function: Function, event: Value) -> Result<Value, InvokeError>;
}

/// The reason why an invocation has no answer.
#[derive(Debug, thiserror::Error)]
pub(crate) enum InvokeError {
    #[error("the function cannot read the event, or its answer is not JSON")]
    Json(#[from] serde_json::Error),
    #[error("the function panicked")]
    Panicked,
    #[error("the function cannot be reached")]
    Unreachable(#[from] reqwest::Error),
    #[error("the function failed: {0}")]
    Failed(String),
}

/// Returns the functions at the place that `options` names.
pub(crate) fn at(options: &Options, variables: &Variables) -> Result<Arc<dyn Invoke>, StartError> {
    match &options.functions {
        Functions::InProcess => Ok(Arc::new(InProcess::new(variables.all(), &options.clock, &options.random)?)),
        Functions::At(url) => Ok(Arc::new(Remote::new(url)?)),
    }
}
