//! The Backend API: how people register is a class of django-registration's, and a trait here.
//!
//! A new backend is one file beside this one and one line in `BACKENDS`.

mod default;
mod error;
mod name;

use std::fmt::Debug;
use std::sync::Arc;

use async_trait::async_trait;

pub use default::DefaultBackend;
pub use error::{ActivationError, FormError, RegistrationError};
pub use name::BackendName;

use crate::accounts::Accounts;
use crate::activation_key::ActivationKey;
use crate::form::{CleanedData, Form, Forms};
use crate::request::Request;
use crate::store::StoreError;
use crate::user::User;

/// A registration workflow. Its two signals are not sent by its methods: they follow from what the methods commit.
#[async_trait]
pub trait Backend: Debug + Send + Sync {
    /// The name that `REGISTRATION_BACKEND` selects it by, and the `sender` of its signals.
    fn name(&self) -> &'static str;

    /// Whether this request may register. It may be decided by anything in the request, by settings, by the table.
    ///
    /// # Errors
    /// When the table had to be asked and could not be reached.
    async fn registration_allowed(&self, request: &Request) -> Result<Permission, StoreError> {
        let _ = request;
        Ok(Permission::Allowed)
    }

    /// The form for this request (`get_form_class`), of the `forms` that there are: the one that it asks for by `?type`
    /// where visitors may, or the default one.
    ///
    /// # Errors
    /// [`FormError::Unknown`] when there is none.
    async fn form(&self, request: &Request, forms: &Forms) -> Result<Arc<Form>, FormError> {
        forms.requested(request)
    }

    /// Commits a registration of what the form accepted. Called only when registration is allowed. `user_registered`
    /// follows.
    ///
    /// # Errors
    /// [`RegistrationError::Refused`] when the table knows better than the form, as with a name that is taken.
    async fn register(&self, request: &Request, data: CleanedData) -> Result<User, RegistrationError>;

    /// Makes the user active to whom `key` was mailed. `user_activated` follows.
    ///
    /// # Errors
    /// Why not; then nothing has changed. [`ActivationError::NotSupported`] where a workflow has no such step.
    async fn activate(&self, request: &Request, key: &ActivationKey) -> Result<User, ActivationError> {
        let _ = (request, key);
        Err(ActivationError::NotSupported)
    }

    /// The user whom [`Self::activate`] would make active now. Changes nothing: mail scanners open links.
    ///
    /// # Errors
    /// What [`Self::activate`] would answer.
    async fn activatable(&self, request: &Request, key: &ActivationKey) -> Result<User, ActivationError> {
        let _ = (request, key);
        Err(ActivationError::NotSupported)
    }

    /// Where a browser goes after a registration.
    fn post_registration_redirect(&self, request: &Request, user: &User) -> Redirect {
        let _ = (request, user);
        Redirect::page("/register/complete")
    }

    /// Where a browser goes after an activation.
    fn post_activation_redirect(&self, request: &Request, user: &User) -> Redirect {
        let _ = (request, user);
        Redirect::page("/activate/complete")
    }
}

type Constructor = fn(Arc<Accounts>) -> Arc<dyn Backend>;

/// Every backend that `REGISTRATION_BACKEND` can select.
const BACKENDS: &[(&str, Constructor)] = &[("default", |accounts| Arc::new(DefaultBackend::new(accounts)))];

/// Whether a request may register.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Permission {
    /// It may.
    Allowed,
    /// It may not; the reason is a stable code, such as `registration_closed`.
    Denied(&'static str),
}

/// Where a browser is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Redirect {
    /// A page of this service, below the site's URL, such as `/register/complete`.
    Page(String),
    /// Any other URL.
    Url(String),
}

impl Redirect {
    /// A page of this service.
    #[must_use]
    pub fn page(path: &str) -> Self {
        Self::Page(path.to_owned())
    }
}
