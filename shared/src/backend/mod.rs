//! The Backend API: how people register is a class of django-registration's, and a trait here.
//!
//! A new backend is one file beside this one and one line in `BACKENDS`.

mod closed;
mod default;
mod error;
mod gated;
mod name;
mod permission;
mod redirect;
mod simple;

use std::fmt::Debug;
use std::sync::Arc;

use async_trait::async_trait;

pub use closed::ClosedBackend;
pub use default::DefaultBackend;
pub use error::{ActivationError, FormError, RegistrationError};
pub use gated::GatedBackend;
pub use name::BackendName;
pub use permission::{Denial, Permission};
pub use redirect::Redirect;
pub use simple::SimpleBackend;

use crate::accounts::Accounts;
use crate::form::{CleanedData, Form, Forms};
use crate::request::Request;
use crate::settings::Reader;
use crate::store::StoreError;
use crate::user::{Status, User};

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

    /// What users are when they have just registered: active where the workflow has one step.
    fn initial_status(&self) -> Status {
        Status::Pending
    }

    /// Makes the user active to whom `key` was mailed, as it stood in the link. `user_activated` follows.
    ///
    /// # Errors
    /// Why not; then nothing has changed. [`ActivationError::NotSupported`] where a workflow has no such step.
    async fn activate(&self, request: &Request, key: &str) -> Result<User, ActivationError> {
        let _ = (request, key);
        Err(ActivationError::NotSupported)
    }

    /// The user whom [`Self::activate`] would make active now. Changes nothing: mail scanners open links.
    ///
    /// # Errors
    /// What [`Self::activate`] would answer.
    async fn activatable(&self, request: &Request, key: &str) -> Result<User, ActivationError> {
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

/// Makes a backend over the accounts, once its settings are read.
pub(crate) type Build = Box<dyn FnOnce(Arc<Accounts>) -> Arc<dyn Backend>>;

/// Reads the settings that a backend alone has.
pub(crate) type Read = fn(&mut Reader<'_>) -> Option<Build>;

/// Every backend that `REGISTRATION_BACKEND` can select, by its name.
const BACKENDS: &[(&str, Read)] = &[
    ("default", |_| Some(build(DefaultBackend::new))),
    ("simple", SimpleBackend::read),
    ("closed", |_| Some(build(ClosedBackend::new))),
    ("gated", GatedBackend::read),
];

fn build<B: Backend + 'static>(new: impl FnOnce(Arc<Accounts>) -> B + 'static) -> Build {
    Box::new(move |accounts| Arc::new(new(accounts)))
}
