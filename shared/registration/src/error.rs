//! How registrations and activations fail.

use std::error::Error;

use domain::{Denial, FieldError};
use table::{NotActivatable, StoreError};

/// What a workflow has to ask gave no answer. The same request may be repeated.
#[derive(Debug, thiserror::Error)]
pub enum BackendError {
    /// The table could not be asked.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Something else that a backend asks could not be, or answered what cannot be used.
    #[error("the backend has no answer")]
    Unavailable(#[source] Box<dyn Error + Send + Sync>),
}

/// Why there is no form for a request.
#[derive(Debug, thiserror::Error)]
pub enum FormError {
    /// It asks for a form that does not exist, or that visitors may not ask for.
    #[error("there is no such form")]
    Unknown,
    /// What had to be asked gave no answer.
    #[error(transparent)]
    Backend(#[from] BackendError),
}

/// Why a registration was not committed.
#[derive(Debug, thiserror::Error)]
pub enum RegistrationError {
    /// The request may not register, as is seen only now.
    #[error("the registration is not allowed: {}", .0.code)]
    Denied(Denial),
    /// Fields that the form accepted and the table does not, such as a name that is taken.
    #[error("the registration was refused")]
    InvalidFields(Vec<FieldError>),
    /// What had to be asked gave no answer.
    #[error(transparent)]
    Backend(#[from] BackendError),
}

/// Why a key does not activate.
#[derive(Debug, thiserror::Error)]
pub enum ActivationError {
    /// No such key, or its user is gone, or the address was proven by another registration.
    #[error("the activation key is unknown")]
    Unknown,
    /// The activation period is over; at its last instant, too.
    #[error("the activation key has expired")]
    Expired,
    /// The user is active.
    #[error("the user is active already")]
    AlreadyActivated,
    /// An operator has disabled the user; no key brings a user back.
    #[error("the account is disabled")]
    Disabled,
    /// The address is proven; an operator has yet to approve the user.
    #[error("the user awaits approval")]
    AwaitingApproval,
    /// The backend does not let this user go on.
    #[error("the activation is not allowed: {}", .0.code)]
    Denied(Denial),
    /// The workflow has no activation.
    #[error("this workflow has no activation")]
    NotSupported,
    /// What had to be asked gave no answer.
    #[error(transparent)]
    Backend(#[from] BackendError),
}

impl From<StoreError> for RegistrationError {
    fn from(error: StoreError) -> Self {
        BackendError::from(error).into()
    }
}

impl From<StoreError> for ActivationError {
    fn from(error: StoreError) -> Self {
        BackendError::from(error).into()
    }
}

impl From<NotActivatable> for ActivationError {
    fn from(reason: NotActivatable) -> Self {
        match reason {
            NotActivatable::Unknown => Self::Unknown,
            NotActivatable::Expired => Self::Expired,
            NotActivatable::AlreadyActivated => Self::AlreadyActivated,
            NotActivatable::AwaitingApproval => Self::AwaitingApproval,
            NotActivatable::Disabled => Self::Disabled,
        }
    }
}
