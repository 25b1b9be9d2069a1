//! The functions within this process.

use std::collections::BTreeMap;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use async_trait::async_trait;
use domain::Random;
use domain::clock::Clock;
use domain::settings::{Environment, SettingsError};
use futures_util::FutureExt;
use mailer::Mailer;
use openid::Openid;
use registration_http::{App, invoke};
use serde_json::{Value, from_value, to_value};
use ses_feedback::Feedback;
use signals::Dispatcher;

use super::{Function, Invoke, InvokeError};

/// Calls the handlers with JSON, so that they see exactly what they see in Lambda.
pub(super) struct InProcess {
    register: App,
    activate: App,
    allowed: App,
    openid: Openid,
    feedback: Feedback,
    mail: Mailer,
    signal: Dispatcher,
}

impl InProcess {
    /// Creates the functions with the settings in `variables`.
    pub(super) fn new(
        variables: &BTreeMap<String, String>,
        clock: &Arc<dyn Clock>,
        random: &Random,
    ) -> Result<Self, SettingsError> {
        let environment = |function| function_environment(function, variables);
        let app = |function| App::new(&environment(function), Arc::clone(clock), random.clone());
        let (register, allowed) = (app(Function::Register), app(Function::Allowed));
        let activate = App::with_codes(&environment(Function::Activate), Arc::clone(clock), random.clone());
        let openid = Openid::new(&environment(Function::Openid), Arc::clone(clock), random.clone());
        let feedback = Feedback::new(&environment(Function::Feedback), Arc::clone(clock), random.clone());
        let mail = Mailer::new(&environment(Function::Mail), Arc::clone(clock), random.clone());
        let signal = Dispatcher::new(&environment(Function::Signal));
        match (register, activate, allowed, openid, feedback, mail, signal) {
            (Ok(register), Ok(activate), Ok(allowed), Ok(openid), Ok(feedback), Ok(mail), Ok(signal)) => {
                Ok(Self { register, activate, allowed, openid, feedback, mail, signal })
            }
            (register, activate, allowed, openid, feedback, mail, signal) => {
                let apps = [register.err(), activate.err(), allowed.err()];
                let wrong = apps.into_iter().chain([openid.err(), feedback.err(), mail.err(), signal.err()]);
                Err(SettingsError::merge(wrong.flatten()))
            }
        }
    }

    async fn call(&self, function: Function, event: Value) -> Result<Value, InvokeError> {
        let answer = match function {
            Function::Register => invoke(event, |request| register::handle(&self.register, request)).await,
            Function::Activate => invoke(event, |request| activate::handle(&self.activate, request)).await,
            Function::Allowed => invoke(event, |request| allowed::handle(&self.allowed, request)).await,
            Function::Openid => invoke(event, |request| openid::handle(&self.openid, request)).await,
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

/// Returns the environment of one function.
///
/// The session token identifies the function, as its role does in AWS.
fn function_environment(function: Function, variables: &BTreeMap<String, String>) -> Environment {
    let token = ("AWS_SESSION_TOKEN".to_owned(), function.name().to_owned());
    std::iter::once(token).chain(variables.clone()).collect()
}

#[async_trait]
impl Invoke for InProcess {
    async fn invoke(&self, function: Function, event: Value) -> Result<Value, InvokeError> {
        // In Lambda a panic ends only the invocation, and so it does here.
        let call = AssertUnwindSafe(self.call(function, event)).catch_unwind();
        call.await.map_err(|_| InvokeError::Panicked)?
    }
}
