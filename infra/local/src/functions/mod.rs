//! The functions of the deployment, and the two places where they can run.

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
    Feedback,
    Mail,
    Signal,
}

impl Function {
    const ALL: [Self; 6] = [Self::Register, Self::Activate, Self::Allowed, Self::Feedback, Self::Mail, Self::Signal];

    /// The function of this name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|function| function.name() == name)
    }

    /// Its name, which is that of its crate and of its binary.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Register => "register",
            Self::Activate => "activate",
            Self::Allowed => "allowed",
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

/// Invokes functions as Lambda does: an event goes in as JSON, and JSON comes out.
#[async_trait]
pub(crate) trait Invoke: Send + Sync {
    /// Gives `event` to `function` and waits for its answer.
    async fn invoke(&self, function: Function, event: Value) -> Result<Value, InvokeError>;
}

/// An invocation that came to no answer.
#[derive(Debug, thiserror::Error)]
pub(crate) enum InvokeError {
    #[error("the function cannot read the event, or its answer is no JSON")]
    Json(#[from] serde_json::Error),
    #[error("the function panicked")]
    Panicked,
    #[error("the function cannot be reached")]
    Unreachable(#[from] reqwest::Error),
    #[error("the function failed: {0}")]
    Failed(String),
}

/// The functions, where `options` says that they run.
pub(crate) fn at(options: &Options, variables: &Variables) -> Result<Arc<dyn Invoke>, StartError> {
    match &options.functions {
        Functions::InProcess => Ok(Arc::new(InProcess::new(variables.all(), &options.clock, &options.random)?)),
        Functions::At(url) => Ok(Arc::new(Remote::new(url)?)),
    }
}
