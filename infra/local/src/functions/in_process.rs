//! The functions as part of this process.

use std::collections::BTreeMap;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use async_trait::async_trait;
use domain::Random;
use domain::clock::Clock;
use domain::settings::{Environment, SettingsError};
use futures_util::FutureExt;
use mailer::Mailer;
use registration_http::{App, invoke};
use serde_json::{Value, from_value, to_value};
use ses_feedback::Feedback;
use signals::Dispatcher;

use super::{Function, Invoke, InvokeError};

/// Calls the handlers. JSON goes between, so that a handler sees what it would see in Lambda, and nothing else.
pub(super) struct InProcess {
    register: App,
    activate: App,
    allowed: App,
    feedback: Feedback,
    mail: Mailer,
    signal: Dispatcher,
}

impl InProcess {
    /// The functions, with the settings that `variables` has.
    pub(super) fn new(
        variables: &BTreeMap<String, String>,
        clock: &Arc<dyn Clock>,
        random: &Random,
    ) -> Result<Self, SettingsError> {
        let environment = |function| function_environment(function, variables);
        let app = |function| App::new(&environment(function), Arc::clone(clock), random.clone());
        let (register, activate, allowed) = (app(Function::Register), app(Function::Activate), app(Function::Allowed));
        let feedback = Feedback::new(&environment(Function::Feedback), Arc::clone(clock), random.clone());
        let mail = Mailer::new(&environment(Function::Mail), Arc::clone(clock), random.clone());
        let signal = Dispatcher::new(&environment(Function::Signal));
        match (register, activate, allowed, feedback, mail, signal) {
            (Ok(register), Ok(activate), Ok(allowed), Ok(feedback), Ok(mail), Ok(signal)) => {
                Ok(Self { register, activate, allowed, feedback, mail, signal })
            }
            (register, activate, allowed, feedback, mail, signal) => {
                let apps = [register.err(), activate.err(), allowed.err()];
                let wrong = apps.into_iter().chain([feedback.err(), mail.err(), signal.err()]);
                Err(SettingsError::merge(wrong.flatten()))
            }
        }
    }

    async fn call(&self, function: Function, event: Value) -> Result<Value, InvokeError> {
        let answer = match function {
            Function::Register => invoke(event, |request| register::handle(&self.register, request)).await,
            Function::Activate => invoke(event, |request| activate::handle(&self.activate, request)).await,
            Function::Allowed => invoke(event, |request| allowed::handle(&self.allowed, request)).await,
            Function::Feedback => {
                let recorded = feedback::handle(&self.feedback, &event).await;
                return recorded.map(|()| Value::Null).map_err(|error| InvokeError::Failed(error.to_string()));
            }
            Function::Mail => to_value(mail::handle(&self.mail, from_value(event)?).await),
            Function::Signal => to_value(signal::handle(&self.signal, from_value(event)?).await),
        };
        Ok(answer?)
    }
}

/// The environment of one function. As in AWS, where each has a role of its own, the session token says who calls.
fn function_environment(function: Function, variables: &BTreeMap<String, String>) -> Environment {
    let token = ("AWS_SESSION_TOKEN".to_owned(), function.name().to_owned());
    std::iter::once(token).chain(variables.clone()).collect()
}

#[async_trait]
impl Invoke for InProcess {
    async fn invoke(&self, function: Function, event: Value) -> Result<Value, InvokeError> {
        // In Lambda a panic ends one invocation; it must not end more than that here.
        let call = AssertUnwindSafe(self.call(function, event)).catch_unwind();
        call.await.map_err(|_| InvokeError::Panicked)?
    }
}
