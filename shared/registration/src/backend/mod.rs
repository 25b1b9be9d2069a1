//! The Backend API: a trait for the class that django-registration calls a backend.
//!
//! A new backend is one more file here, which this module and `BACKENDS` name.

mod approval;
mod closed;
mod default;
mod gated;
mod invitation;
mod lambda;
mod name;
mod openid;
mod redirect;
mod simple;
mod waitlist;

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
pub use openid::OpenidBackend;
pub use redirect::Redirect;
pub use simple::SimpleBackend;
pub use waitlist::WaitlistBackend;

pub use crate::error::{ActivationError, BackendError, FormError, RegistrationError};
pub use domain::{Denial, Permission};

use crate::accounts::{Accounts, Proof, Restartable};
use crate::request::Request;
use crate::sender::Sender;
use domain::form::{CleanedData, Form, Forms};
use domain::settings::Reader;
use domain::{EmailAddress, Notification, Status, User};

/// A registration workflow.
///
/// The default methods are the two-phase workflow: register, then prove the address by the link in an email. A backend
/// overrides what is different. The methods do not send signals or emails: these follow from what the methods commit.
///
/// # Examples
/// A backend that accepts registrations from the sites of partners:
/// ```
/// use async_trait::async_trait;
/// use registration::backend::{Backend, Denial, Permission};
/// use registration::{Accounts, BackendError, Request};
///
/// #[derive(Debug)]
/// struct PartnerBackend {
///     accounts: Accounts,
/// }
///
/// impl PartnerBackend {
///     const UNKNOWN: Denial = Denial::new("partner_unknown", "Please register on the site of one of our partners.");
/// }
///
/// #[async_trait]
/// impl Backend for PartnerBackend {
///     fn name(&self) -> &str {
///         "partner"
///     }
///
///     fn accounts(&self) -> &Accounts {
///         &self.accounts
///     }
///
///     async fn registration_allowed(&self, request: &Request) -> Result<Permission, BackendError> {
///         let known = request.query("partner") == Some("acme");
///         Ok(if known { Permission::Allowed } else { Permission::Denied(Self::UNKNOWN) })
///     }
/// }
///
/// # use domain::{Random, settings::{ActivationSettings, Environment, Reader}};
/// # let variables = ["REGISTRATION_TABLE", "AWS_REGION", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"];
/// # let environment: Environment = variables.map(|name| (name.to_owned(), "x".to_owned())).into_iter().collect();
/// # let mut reader = Reader::new(&environment);
/// # let settings = (table::StoreSettings::read(&mut reader), ActivationSettings::read(&mut reader));
/// # let (settings, activation) = reader.finish(|| Some((settings.0?, settings.1?)))?;
/// # let store = table::Store::new(settings, Random::system());
/// # let accounts = Accounts::new(store, Random::system(), activation);
/// # tokio::runtime::Builder::new_current_thread().build()?.block_on(async {
/// let backend = PartnerBackend { accounts };
/// let request = Request { query: vec![("partner".to_owned(), "acme".to_owned())], ..Request::default() };
/// assert_eq!(backend.registration_allowed(&request).await?, Permission::Allowed);
///
/// let denied = Permission::Denied(PartnerBackend::UNKNOWN);
/// assert_eq!(backend.registration_allowed(&Request::default()).await?, denied);
/// # Ok::<_, Box<dyn std::error::Error>>(())
/// # })?;
/// # Ok::<_, Box<dyn std::error::Error>>(())
/// ```
#[async_trait]
pub trait Backend: Debug + Send + Sync {
    /// Returns the name that selects it and that signals have as their `sender`.
    fn name(&self) -> &str;

    /// Returns the emails of its registrations, each sent when it is due.
    ///
    /// A user who is active immediately gets no activation link.
    ///
    /// The choice is stored with each user. An email that is due later follows the backend that registered the user.
    fn notifications(&self) -> &[Notification] {
        Notification::ALL
    }

    /// Returns its name and its emails, which [`Accounts`] store with each user.
    fn sender(&self) -> Sender<'_> {
        Sender { name: self.name(), notifications: self.notifications() }
    }

    /// Returns the accounts that it creates users with.
    fn accounts(&self) -> &Accounts;

    /// Returns whether this request may register.
    ///
    /// The decision can depend on anything in the request, on settings or on the table.
    ///
    /// # Errors
    /// A [`BackendError`] if a service that it depends on does not answer.
    async fn registration_allowed(&self, request: &Request) -> Result<Permission, BackendError> {
        let _ = request;
        Ok(Permission::Allowed)
    }

    /// Returns whether this request may correct the address of its pending registration.
    ///
    /// By default that is decided like a registration.
    ///
    /// # Errors
    /// A [`BackendError`] as [`Self::registration_allowed`].
    async fn correction_allowed(&self, request: &Request) -> Result<Permission, BackendError> {
        self.registration_allowed(request).await
    }

    /// Returns the form for this request (`get_form_class`), one of `forms`.
    ///
    /// By default that is the form that `?type` names, if visitors may choose it, or the default form.
    ///
    /// # Errors
    /// [`FormError::Unknown`] if there is no such form.
    async fn form(&self, request: &Request, forms: &Forms) -> Result<Arc<Form>, FormError> {
        forms.requested(request.parameter("type")).ok_or(FormError::Unknown)
    }

    /// Commits the registration of validated data.
    ///
    /// It is called only for allowed requests. The signal `user_registered` follows.
    ///
    /// # Errors
    /// [`RegistrationError::InvalidFields`] if the table rejects the data, such as a taken username.
    async fn register(&self, request: &Request, data: CleanedData) -> Result<User, RegistrationError> {
        self.accounts().create_pending(self.sender(), request, data).await
    }

    /// Commits the registration of validated data, with the address that an OpenID provider has proven.
    ///
    /// The signals `user_registered` and `user_activated` follow. [`Request::identity`] has the identity. It is called
    /// only for allowed requests.
    ///
    /// # Errors
    /// As [`Self::register`], and [`RegistrationError::AccountExists`].
    async fn register_proven(&self, request: &Request, data: CleanedData) -> Result<User, RegistrationError> {
        self.accounts().create_proven(self.sender(), self.activated_status(), request, data).await
    }

    /// Returns whether this request may join a waiting list, because it has nothing to register by.
    ///
    /// `GET` and `POST /register` then are about the list, with [`Form::for_waitlist`]. Every other route asks
    /// [`Self::registration_allowed`], which has to deny such a request.
    fn offers_waitlist(&self, request: &Request) -> bool {
        let _ = request;
        false
    }

    /// Puts the address of validated data on the waiting list.
    ///
    /// It is called only for requests that [`Self::offers_waitlist`] is about. The email and the signal
    /// `waitlist_joined` follow. Neither the result nor its time may reveal whether the address is on the list already,
    /// or has an account.
    ///
    /// # Errors
    /// A [`BackendError`] if the table cannot be written.
    async fn join_waitlist(&self, request: &Request, data: &CleanedData) -> Result<(), BackendError> {
        Ok(self.accounts().join_waitlist(self.sender(), request, data).await?)
    }

    /// Returns whether strangers may register: anybody, without a credential or an invitation.
    ///
    /// Only what strangers cause is counted to the budget of emails.
    fn admits_strangers(&self) -> bool {
        true
    }

    /// Returns whether the decision depends on a secret that a request shows ([`Request::shows_secret`]).
    ///
    /// Wrong ones are then counted at the source.
    fn checks_secrets(&self) -> bool {
        !self.admits_strangers()
    }

    /// Returns whether users may register with a password, by the form or by starting over.
    fn accepts_passwords(&self) -> bool {
        true
    }

    /// Builds the user and the redirect of a decoy registration, and stores nothing.
    async fn decoy_registration(&self, request: &Request, data: CleanedData) -> (User, Redirect) {
        let user = self.accounts().decoy_registration(self.initial_status(), request, data).await;
        let redirect = self.post_registration_redirect(request, &user).await;
        (user, redirect)
    }

    /// Returns the status of users who have just registered.
    fn initial_status(&self) -> Status {
        Status::Pending
    }

    /// Activates the registration that this request may activate with `proof`, the key of the link or the code.
    ///
    /// The signal `user_activated` follows.
    ///
    /// # Errors
    /// An [`ActivationError`]. Nothing has changed then. Workflows without this step return
    /// [`ActivationError::NotSupported`]. A client that does not show that it registered gets
    /// [`ActivationError::ProofRequired`].
    async fn activate(&self, request: &Request, proof: Proof<'_>) -> Result<User, ActivationError> {
        let activatable = self.accounts().verify(request, proof).await?;
        self.accounts().activate(request, activatable).await
    }

    /// Returns the user whom [`Self::activate`] would activate with this key now.
    ///
    /// It writes nothing, because mail scanners open links.
    ///
    /// # Errors
    /// The error that [`Self::activate`] would return.
    async fn activatable(&self, request: &Request, key: &str) -> Result<User, ActivationError> {
        Ok(self.accounts().activatable(request, Proof::Key(key)).await?.into_user())
    }

    /// Returns the mailbox that `key` proves, for [`Self::start_over`].
    ///
    /// # Errors
    /// The reason why the key proves nothing any more.
    async fn restartable(&self, request: &Request, key: &str) -> Result<Restartable, ActivationError> {
        self.accounts().restartable(request, key).await
    }

    /// Returns the form of a user who starts over: that of the registration that the key was mailed for.
    ///
    /// Its address is fixed, and its username is a suggestion.
    ///
    /// # Errors
    /// [`FormError::Unknown`] if this form no longer exists.
    async fn restart_form(&self, before: &User, forms: &Forms) -> Result<Arc<Form>, FormError> {
        let form = match &before.kind {
            Some(kind) => forms.named(kind),
            None => forms.requested(None),
        };
        let form = form.ok_or(FormError::Unknown)?.with_fixed_value("email", before.email.as_str()).without_link_help();
        Ok(Arc::new(match &before.username {
            Some(username) => form.with_value("username", username.as_str()),
            None => form,
        }))
    }

    /// Creates a user for a mailbox that a key proves, with the name and the password that are chosen now.
    ///
    /// The signals `user_registered` and `user_activated` follow. The permission is that of the registration that the
    /// key was mailed for, so [`Self::registration_allowed`] is not called.
    ///
    /// # Errors
    /// [`RegistrationError::InvalidFields`] as [`Self::register`]. [`RegistrationError::NotActivatable`] if the mailbox
    /// has an account, unless the submission is a repeated one.
    async fn start_over(
        &self,
        request: &Request,
        mailbox: &Restartable,
        data: CleanedData,
    ) -> Result<User, RegistrationError> {
        self.accounts().start_over(self.sender(), self.activated_status(), request, mailbox, data).await
    }

    /// Requests another activation email for an address.
    ///
    /// The answer does not reveal whether a user has the address.
    ///
    /// # Errors
    /// [`ActivationError::NotSupported`] if the workflow has no such email.
    async fn resend(&self, request: &Request, email: &EmailAddress) -> Result<(), ActivationError> {
        Ok(self.accounts().resend(request, email).await?)
    }

    /// Requests another activation email for the registration of the request's handle.
    ///
    /// The answer does not reveal whether there is such a registration.
    ///
    /// # Errors
    /// [`ActivationError::NotSupported`] if the workflow has no such email.
    async fn resend_registration(&self, request: &Request) -> Result<(), ActivationError> {
        Ok(self.accounts().resend_registration(request).await?)
    }

    /// Returns the status of users with a proven address, which need not be active yet.
    fn activated_status(&self) -> Status {
        Status::Active
    }

    /// Returns the addresses of the operators who may decide by the link in their email.
    ///
    /// Without any, no such link works. With it, [`Self::activated_status`] is [`Status::AwaitingApproval`].
    fn approvers(&self) -> &[EmailAddress] {
        &[]
    }

    /// Returns the origins outside the service that its redirects lead to, such as `https://app.example.com`.
    ///
    /// Browsers apply the policy of a page with a form (`form-action`) to the redirect that answers the form, too. A
    /// redirect to an origin that is not among these is blocked there.
    fn redirect_origins(&self) -> &[String] {
        &[]
    }

    /// Returns the redirect after a registration.
    ///
    /// It leads to the page about the email, or to that of an active account.
    async fn post_registration_redirect(&self, request: &Request, user: &User) -> Redirect {
        let _ = request;
        Redirect::page(if user.status == Status::Active { "/activate/complete" } else { "/register/complete" })
    }

    /// Returns the redirect after an activation.
    async fn post_activation_redirect(&self, request: &Request, user: &User) -> Redirect {
        let _ = (request, user);
        Redirect::page("/activate/complete")
    }
}

/// Creates a backend with the accounts, once its settings are read.
pub type BuildBackend = Box<dyn FnOnce(Arc<Accounts>) -> Arc<dyn Backend>>;

/// Reads the settings that only this backend has.
pub type ReadSettings = fn(&mut Reader<'_>) -> Option<BuildBackend>;

/// The backends, by the value of `REGISTRATION_BACKEND` or its prefix with a colon.
const BACKENDS: &[(&str, ReadSettings)] = &[
    ("default", |_| Some(build(DefaultBackend::new))),
    ("simple", SimpleBackend::read),
    ("invitation", |_| Some(build(InvitationBackend::new))),
    ("closed", |_| Some(build(ClosedBackend::new))),
    ("gated", GatedBackend::read),
    ("approval", ApprovalBackend::read),
    ("openid", OpenidBackend::read),
    ("waitlist", |_| Some(build(WaitlistBackend::new))),
    ("lambda:", LambdaBackend::read),
];

fn build<B: Backend + 'static>(new: impl FnOnce(Arc<Accounts>) -> B + 'static) -> BuildBackend {
    Box::new(move |accounts| Arc::new(new(accounts)))
}
