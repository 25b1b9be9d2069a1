//! How registrations and activations fail.

use super::Denial;
use crate::form::FieldError;
use crate::store::StoreError;

/// Why there is no form for a request.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FormError {
    /// It asks for a form that does not exist, or that visitors may not ask for.
    #[error("there is no such form")]
    Unknown,
    /// The table had to be asked and could not be.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Why a registration was not committed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RegistrationError {
    /// The request may not register, as is seen only now.
    #[error("the registration is not allowed: {}", .0.code)]
    Denied(Denial),
    /// Fields that the form accepted and the table does not, such as a name that is taken.
    #[error("the registration was refused")]
    Refused(Vec<FieldError>),
    /// The table could not be asked.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Why a key does not activate.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
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
    /// The workflow has no activation.
    #[error("this workflow has no activation")]
    NotSupported,
    /// The table could not be asked.
    #[error(transparent)]
    Store(#[from] StoreError),
}
