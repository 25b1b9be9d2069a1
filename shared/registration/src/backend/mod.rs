//! The Backend API: how people register is a class of django-registration's, and a trait here.
//!
//! A new backend is one file beside this one, which is named here and in `BACKENDS`.

mod approval;
mod closed;
mod default;
mod gated;
mod invitation;
mod lambda;
mod name;
mod redirect;
mod simple;

use std::fmt::Debug;
use std::sync::Arc;

use async_trait::async_trait;

pub use approval::ApprovalBackend;
pub use closed::ClosedBackend;
pub use default::DefaultBackend;
pub use gated::GatedBackend;
pub use invitation::InvitationBackend;
pub use lambda::LambdaBackend;
pub use name::BackendName;
pub use redirect::Redirect;
pub use simple::SimpleBackend;

pub use crate::error::{ActivationError, BackendError, FormError, RegistrationError};
pub use domain::{Denial, Permission};

use crate::accounts::Accounts;
use crate::request::Request;
use crate::sender::Sender;
use domain::form::{CleanedData, Form, Forms};
use domain::settings::Reader;
use domain::{EmailAddress, Notification, Status, User};

/// A registration workflow. The methods that have a default are the two-phase workflow: register, prove the address by
/// the link in a mail, active. A backend changes what is different with it.
///
/// The signals are not sent by the methods: they follow from what the methods commit.
#[async_trait]
pub trait Backend: Debug + Send + Sync {
    /// The name that `REGISTRATION_BACKEND` selects it by, and the `sender` of its signals.
    fn name(&self) -> &str;

    /// The emails that are sent for its registrations, each when it is due. A user who is active at once gets no activation
    /// link.
    ///
    /// The choice is stored with each user. An email that is due later follows the backend that registered the user.
    fn notifications(&self) -> &[Notification] {
        Notification::ALL
    }

    /// Its name and its emails, for [`Accounts`] to store.
    fn sender(&self) -> Sender<'_> {
        Sender { name: self.name(), notifications: self.notifications() }
    }

    /// What it makes users with.
    fn accounts(&self) -> &Accounts;

    /// Whether this request may register. It may be decided by anything in the request, by settings, by the table.
    ///
    /// # Errors
    /// When something had to be asked and gave no answer.
    async fn registration_allowed(&self, request: &Request) -> Result<Permission, BackendError> {
        let _ = request;
        Ok(Permission::Allowed)
    }

    /// The form for this request (`get_form_class`), of the `forms` that there are: the one that it asks for by `?type`
    /// where visitors may, or the default one.
    ///
    /// # Errors
    /// [`FormError::Unknown`] when there is none.
    async fn form(&self, request: &Request, forms: &Forms) -> Result<Arc<Form>, FormError> {
        forms.requested(request.query("type")).ok_or(FormError::Unknown)
    }

    /// Commits a registration of what the form accepted. Called only when registration is allowed. `user_registered`
    /// follows.
    ///
    /// # Errors
    /// [`RegistrationError::InvalidFields`] when the table knows better than the form, as with a name that is taken.
    async fn register(&self, request: &Request, data: CleanedData) -> Result<User, RegistrationError> {
        self.accounts().create_pending(self.sender(), request, data).await
    }

    /// What whoever is taken for a bot is answered: a user and a way on as after a registration, of which there is none.
    async fn decoy_registration(&self, request: &Request, data: CleanedData) -> (User, Redirect) {
        let user = self.accounts().decoy_registration(self.initial_status(), request, data).await;
        let redirect = self.post_registration_redirect(request, &user).await;
        (user, redirect)
    }

    /// What users are when they have just registered: active where the workflow has one step.
    fn initial_status(&self) -> Status {
        Status::Pending
    }

    /// Whether who is pending can register again, to put a mistyped address right: the page after a registration says so.
    fn allows_correction(&self) -> bool {
        true
    }

    /// Makes the user active to whom `key` was mailed, as it stood in the link. `user_activated` follows.
    ///
    /// # Errors
    /// Why not; then nothing has changed. [`ActivationError::NotSupported`] where a workflow has no such step.
    async fn activate(&self, request: &Request, key: &str) -> Result<User, ActivationError> {
        self.accounts().activate(request, key).await
    }

    /// The user whom [`Self::activate`] would make active now. Changes nothing: mail scanners open links.
    ///
    /// # Errors
    /// What [`Self::activate`] would answer.
    async fn activatable(&self, request: &Request, key: &str) -> Result<User, ActivationError> {
        self.accounts().activatable(request, key).await
    }

    /// Asks for another activation mail to an address. The same whoever has it, or nobody: that is not told.
    ///
    /// # Errors
    /// [`ActivationError::NotSupported`] where a workflow has no such mail.
    async fn resend(&self, request: &Request, email: &EmailAddress) -> Result<(), ActivationError> {
        Ok(self.accounts().resend(request, email).await?)
    }

    /// What users are when their address is proven: not active yet where something is left to be done.
    fn activated_status(&self) -> Status {
        Status::Active
    }

    /// Where a browser goes after a registration: to the page that says to look for a mail, or the one that there is
    /// nothing more to do.
    async fn post_registration_redirect(&self, request: &Request, user: &User) -> Redirect {
        let _ = request;
        Redirect::page(if user.status == Status::Active { "/activate/complete" } else { "/register/complete" })
    }

    /// Where a browser goes after an activation.
    async fn post_activation_redirect(&self, request: &Request, user: &User) -> Redirect {
        let _ = (request, user);
        Redirect::page("/activate/complete")
    }
}

/// Makes a backend over the accounts, once its settings are read.
pub type Build = Box<dyn FnOnce(Arc<Accounts>) -> Arc<dyn Backend>>;

/// Reads the settings that a backend alone has.
pub type Read = fn(&mut Reader<'_>) -> Option<Build>;

/// Every backend that `REGISTRATION_BACKEND` can select, by its name, or by what its name begins with, up to a colon.
const BACKENDS: &[(&str, Read)] = &[
    ("default", |_| Some(build(DefaultBackend::new))),
    ("simple", SimpleBackend::read),
    ("invitation", |_| Some(build(InvitationBackend::new))),
    ("closed", |_| Some(build(ClosedBackend::new))),
    ("gated", GatedBackend::read),
    ("approval", ApprovalBackend::read),
    ("lambda:", LambdaBackend::read),
];

fn build<B: Backend + 'static>(new: impl FnOnce(Arc<Accounts>) -> B + 'static) -> Build {
    Box::new(move |accounts| Arc::new(new(accounts)))
}
