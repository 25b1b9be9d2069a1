//! A workflow in any language: a Lambda function that is asked what the Backend API's methods ask. It decides; what is
//! committed, and how, stays with the accounts. What it is sent and may answer is in `infra/backend/`.

mod call;
mod function;
mod responses;

use std::sync::Arc;

use async_trait::async_trait;

use super::{
    ActivationError, Backend, BackendError, Build, DefaultBackend, Denial, FormError, Permission, Redirect,
    RegistrationError, build,
};
use crate::accounts::Accounts;
use crate::request::Request;
use call::{Call, Method};
use domain::form::{CleanedData, Form, Forms};
use domain::locale::Text;
use domain::settings::Reader;
use domain::{FieldError, User};
use function::Function;
use responses::{InitialStatus, Location, Registration};

/// Asks a function. What it does not implement is as with the default backend.
#[derive(Debug)]
pub struct LambdaBackend {
    accounts: Arc<Accounts>,
    default: DefaultBackend,
    function: Function,
}

impl LambdaBackend {
    pub(super) fn read(reader: &mut Reader<'_>) -> Option<Build> {
        let function = Function::read(reader)?;
        Some(build(move |accounts| {
            let default = DefaultBackend::new(Arc::clone(&accounts));
            Self { accounts, default, function }
        }))
    }

    /// Why the function lets nobody go on; a reason is required.
    fn denial(
        &self,
        method: Method,
        reason: Option<responses::Code>,
        message: Option<responses::MessageText>,
    ) -> Result<Denial, BackendError> {
        let reason = reason.ok_or_else(|| self.function.invalid_response(method, "`reason` is missing"))?;
        let message = message.map_or(Text::message("denial-other"), |message| message.0.into());
        Ok(Denial { code: reason.0.into(), message })
    }

    /// Whether the function lets this user go on.
    async fn check_activation_allowed(
        &self,
        method: Method,
        request: &Request,
        user: &User,
    ) -> Result<(), ActivationError> {
        match self.function.call_method(Call::new(method, request).with_user(user)).await? {
            Some(responses::Permission { allowed: false, reason, message }) => {
                Err(ActivationError::Denied(self.denial(method, reason, message)?))
            }
            _ => Ok(()),
        }
    }

    /// Where the function sends the browser. What was done is done, so that a function which fails changes nothing
    /// about the answer but this.
    async fn redirect(&self, method: Method, request: &Request, user: &User) -> Option<Redirect> {
        match self.function.call_method(Call::new(method, request).with_user(user)).await {
            Ok(answer) => answer.map(|Location { redirect }| redirect),
            Err(error) => {
                let error = aws_sdk_lambda::error::DisplayErrorContext(&error).to_string();
                tracing::error!(request_id = request.id, error, "the backend function did not say where to go on");
                None
            }
        }
    }
}

#[async_trait]
impl Backend for LambdaBackend {
    fn name(&self) -> &str {
        self.function.setting()
    }

    fn accounts(&self) -> &Accounts {
        &self.accounts
    }

    async fn registration_allowed(&self, request: &Request) -> Result<Permission, BackendError> {
        let method = Method::RegistrationAllowed;
        Ok(match self.function.call_method(Call::new(method, request)).await? {
            Some(responses::Permission { allowed: false, reason, message }) => {
                Permission::Denied(self.denial(method, reason, message)?)
            }
            _ => Permission::Allowed,
        })
    }

    async fn form(&self, request: &Request, forms: &Forms) -> Result<Arc<Form>, FormError> {
        match self.function.call_method(Call::new(Method::Form, request)).await? {
            Some(responses::Form { form }) => {
                let unknown = || self.function.invalid_response(Method::Form, &format!("there is no form {form:?}"));
                Ok(forms.named(&form).ok_or_else(unknown)?)
            }
            None => self.default.form(request, forms).await,
        }
    }

    async fn register(&self, request: &Request, data: CleanedData) -> Result<User, RegistrationError> {
        let method = Method::Register;
        let (status, notifications) = match self
            .function
            .call_method(Call::new(method, request).with_data(&data))
            .await?
        {
            None => (InitialStatus::Pending, None),
            Some(Registration { errors, .. }) if !errors.is_empty() => {
                let errors =
                    errors.into_iter().map(|error| FieldError::new(&error.field, error.code.0, error.message.0));
                return Err(RegistrationError::InvalidFields(errors.collect()));
            }
            Some(Registration { allowed: Some(true), status, notifications, .. }) => (status, notifications),
            Some(Registration { allowed: Some(false), reason, message, .. }) => {
                return Err(RegistrationError::Denied(self.denial(method, reason, message)?));
            }
            Some(Registration { allowed: None, .. }) => {
                return Err(self.function.invalid_response(method, "neither `allowed` nor `errors` is given").into());
            }
        };
        let mut sender = self.sender();
        if let Some(notifications) = &notifications {
            sender.notifications = notifications;
        }
        match status {
            InitialStatus::Pending => self.accounts.create_pending(sender, request, data).await,
            InitialStatus::Active => self.accounts.create_active(sender, request, data).await,
        }
    }

    /// The function is not told of users who do not exist.
    async fn decoy_registration(&self, request: &Request, data: CleanedData) -> (User, Redirect) {
        self.default.decoy_registration(request, data).await
    }

    async fn activate(&self, request: &Request, key: &str) -> Result<User, ActivationError> {
        if self.function.implements(Method::Activate) {
            let user = self.accounts.activatable(request, key).await?;
            self.check_activation_allowed(Method::Activate, request, &user).await?;
        }
        self.accounts.activate(request, key).await
    }

    async fn activatable(&self, request: &Request, key: &str) -> Result<User, ActivationError> {
        let user = self.accounts.activatable(request, key).await?;
        self.check_activation_allowed(Method::Activatable, request, &user).await?;
        Ok(user)
    }

    async fn post_registration_redirect(&self, request: &Request, user: &User) -> Redirect {
        match self.redirect(Method::PostRegistrationRedirect, request, user).await {
            Some(redirect) => redirect,
            None => self.default.post_registration_redirect(request, user).await,
        }
    }

    async fn post_activation_redirect(&self, request: &Request, user: &User) -> Redirect {
        match self.redirect(Method::PostActivationRedirect, request, user).await {
            Some(redirect) => redirect,
            None => self.default.post_activation_redirect(request, user).await,
        }
    }
}
