//! The functions as part of this process.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use async_trait::async_trait;
use futures_util::FutureExt;
use registration::App;
use registration::clock::Clock;
use registration::feedback::Feedback;
use registration::mail::Mailer;
use registration::random::Random;
use registration::settings::{Environment, SettingsError};
use registration::signal::Dispatcher;
use serde_json::{Value, from_value, to_value};

use super::{Function, Invoke, InvokeError};

/// Calls the handlers. JSON goes between, so that a handler sees what it would see in Lambda, and nothing else.
pub(super) struct InProcess {
    app: App,
    feedback: Feedback,
    mailer: Mailer,
    dispatcher: Dispatcher,
}

impl InProcess {
    /// The functions, with the settings that `environment` has.
    pub(super) fn new(
        environment: &Environment,
        clock: &Arc<dyn Clock>,
        random: &Random,
    ) -> Result<Self, SettingsError> {
        let app = App::new(environment, Arc::clone(clock), random.clone());
        let mailer = Mailer::new(environment, Arc::clone(clock), random.clone());
        let feedback = Feedback::new(environment, Arc::clone(clock), random.clone());
        match (app, feedback, mailer, Dispatcher::new(environment)) {
            (Ok(app), Ok(feedback), Ok(mailer), Ok(dispatcher)) => Ok(Self { app, feedback, mailer, dispatcher }),
            (app, feedback, mailer, dispatcher) => {
                let wrong = [app.err(), feedback.err(), mailer.err(), dispatcher.err()];
                Err(SettingsError::merge(wrong.into_iter().flatten()))
            }
        }
    }

    async fn call(&self, function: Function, event: Value) -> Result<Value, InvokeError> {
        let answer = match function {
            Function::Register => to_value(register::handle(&self.app, from_value(event)?).await),
            Function::Activate => to_value(activate::handle(&self.app, from_value(event)?).await),
            Function::Allowed => to_value(allowed::handle(&self.app, from_value(event)?).await),
            Function::Feedback => {
                let recorded = feedback::handle(&self.feedback, &event).await;
                return recorded.map(|()| Value::Null).map_err(|error| InvokeError::Failed(error.to_string()));
            }
            Function::Mail => to_value(mail::handle(&self.mailer, from_value(event)?).await),
            Function::Signal => to_value(signal::handle(&self.dispatcher, from_value(event)?).await),
        };
        Ok(answer?)
    }
}

#[async_trait]
impl Invoke for InProcess {
    async fn invoke(&self, function: Function, event: Value) -> Result<Value, InvokeError> {
        // In Lambda a panic ends one invocation; it must not end more than that here.
        let call = AssertUnwindSafe(self.call(function, event)).catch_unwind();
        call.await.map_err(|_| InvokeError::Panicked)?
    }
}
