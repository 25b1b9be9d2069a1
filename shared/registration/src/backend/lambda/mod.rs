//! A backend in any language: a Lambda function with methods of the Backend API.
//!
//! The function decides, and [`Accounts`] commit. The schemas of its calls and answers are in `infra/backend/`.

mod call;
mod function;
mod responses;

use std::sync::Arc;

use async_trait::async_trait;

use super::{
    ActivationError, Backend, BackendError, BuildBackend, DefaultBackend, Denial, FormError, Permission, Redirect,
    RegistrationError, build,
};
use crate::accounts::{Accounts, Proof, Restartable};
use crate::request::Request;
use call::{Call, Method};
use domain::form::{CleanedData, Form, Forms};
use domain::locale::Text;
use domain::settings::{Reader, SiteUrl};
use domain::{FieldError, Notification, User, log};
use function::Function;
use responses::{InitialStatus, Location, Registration};

/// Calls a function, and uses the default backend for the methods that it lacks.
#[derive(Debug)]
pub struct LambdaBackend {
    accounts: Arc<Accounts>,
    default: DefaultBackend,
    function: Function,
    /// `REGISTRATION_REDIRECT_ORIGINS`: the comma-separated origins that the function's redirects may lead to, apart
    /// from the site itself. Default: none.
    redirect_origins: Vec<String>,
}

impl LambdaBackend {
    pub(super) fn read(reader: &mut Reader<'_>) -> Option<BuildBackend> {
        let function = Function::read(reader);
        let redirect_origins = reader.parse_optional("REGISTRATION_REDIRECT_ORIGINS", |value| {
            value.split(',').map(|origin| parse_origin(origin.trim())).collect::<Result<Vec<_>, _>>()
        });
        let (function, redirect_origins) = (function?, redirect_origins?.unwrap_or_default());
        Some(build(move |accounts| {
            let default = DefaultBackend::new(Arc::clone(&accounts));
            Self { accounts, default, function, redirect_origins }
        }))
    }

    /// Returns the function's reason for a denial, which is required.
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

    /// Returns the function's decision about a registration: the user's status, and the emails if it chose any.
    async fn decide(
        &self,
        request: &Request,
        data: &CleanedData,
    ) -> Result<(InitialStatus, Option<Vec<Notification>>), RegistrationError> {
        let method = Method::Register;
        match self.function.call_method(Call::new(method, request).with_data(data)).await? {
            None => Ok((InitialStatus::Pending, None)),
            Some(Registration { errors, .. }) if !errors.is_empty() => {
                let errors =
                    errors.into_iter().map(|error| FieldError::new(&error.field, error.code.0, error.message.0));
                Err(RegistrationError::InvalidFields(errors.collect()))
            }
            Some(Registration { allowed: Some(true), status, notifications, .. }) => Ok((status, notifications)),
            Some(Registration { allowed: Some(false), reason, message, .. }) => {
                Err(RegistrationError::Denied(self.denial(method, reason, message)?))
            }
            Some(Registration { allowed: None, .. }) => {
                Err(self.function.invalid_response(method, "`allowed` and `errors` are both missing").into())
            }
        }
    }

    /// Checks that the function allows this activation.
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

    /// Returns the function's redirect.
    ///
    /// The user is registered or activated already, so a failing function only loses its redirect.
    async fn redirect(&self, method: Method, request: &Request, user: &User) -> Option<Redirect> {
        match self.function.call_method(Call::new(method, request).with_user(user)).await {
            Ok(Some(Location { redirect })) => {
                let origin = redirect.origin().filter(|origin| !self.redirect_origins.contains(origin));
                let Some(origin) = origin else { return Some(redirect) };
                let problem = "the redirect leads to an origin that REGISTRATION_REDIRECT_ORIGINS does not have";
                tracing::error!(request_id = request.id, origin, problem, "the backend function gave no redirect");
                None
            }
            Ok(None) => None,
            Err(error) => {
                let error = log::describe(&error);
                tracing::error!(request_id = request.id, error, "the backend function gave no redirect");
                None
            }
        }
    }
}

/// Parses the origin of a redirect: scheme, host and port.
fn parse_origin(value: &str) -> Result<String, String> {
    let url = SiteUrl::parse(value)?;
    if url.prefix().is_empty() { Ok(url.origin().to_owned()) } else { Err(format!("{value:?} must have no path")) }
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
        let (status, notifications) = self.decide(request, &data).await?;
        let mut sender = self.sender();
        if let Some(notifications) = &notifications {
            sender.notifications = notifications;
        }
        match status {
            InitialStatus::Pending => self.accounts.create_pending(sender, request, data).await,
            InitialStatus::Active => self.accounts.create_active(sender, request, data).await,
        }
    }

    /// The function's `status` does not matter, because the address is proven.
    async fn register_proven(&self, request: &Request, data: CleanedData) -> Result<User, RegistrationError> {
        let (_, notifications) = self.decide(request, &data).await?;
        let mut sender = self.sender();
        if let Some(notifications) = &notifications {
            sender.notifications = notifications;
        }
        self.accounts.create_proven(sender, self.activated_status(), request, data).await
    }

    /// Builds the answer without the function, which would get users who do not exist.
    async fn decoy_registration(&self, request: &Request, data: CleanedData) -> (User, Redirect) {
        self.default.decoy_registration(request, data).await
    }

    async fn activate(&self, request: &Request, proof: Proof<'_>) -> Result<User, ActivationError> {
        let activatable = if self.function.implements(Method::Activate) {
            let activatable = self.accounts.activatable(request, proof).await?;
            self.check_activation_allowed(Method::Activate, request, activatable.user()).await?;
            activatable
        } else {
            self.accounts.verify(request, proof).await?
        };
        self.accounts.activate(request, activatable).await
    }

    async fn activatable(&self, request: &Request, key: &str) -> Result<User, ActivationError> {
        let user = self.default.activatable(request, key).await?;
        self.check_activation_allowed(Method::Activatable, request, &user).await?;
        Ok(user)
    }

    /// The function decides as about an activation of the registration that the key was mailed for.
    async fn restartable(&self, request: &Request, key: &str) -> Result<Restartable, ActivationError> {
        let mailbox = self.accounts.restartable(request, key).await?;
        if mailbox.unfinished().is_ok() {
            self.check_activation_allowed(Method::Activatable, request, mailbox.user()).await?;
        }
        Ok(mailbox)
    }

    async fn start_over(
        &self,
        request: &Request,
        mailbox: &Restartable,
        data: CleanedData,
    ) -> Result<User, RegistrationError> {
        if self.function.implements(Method::Activate) && mailbox.unfinished().is_ok() {
            self.check_activation_allowed(Method::Activate, request, mailbox.user()).await?;
        }
        self.accounts.start_over(self.sender(), self.activated_status(), request, mailbox, data).await
    }

    fn redirect_origins(&self) -> &[String] {
        &self.redirect_origins
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
