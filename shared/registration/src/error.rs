//! Failures of registrations and activations.

use std::error::Error;

use domain::{Denial, FieldError, OperatorAct};
use table::{NotActivatable, StoreError};

/// A service that a workflow depends on gave no answer. The request can be retried.
#[derive(Debug, thiserror::Error)]
pub enum BackendError {
    /// The table could not be read or written.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Another service of a backend did not answer, or gave an invalid answer.
    #[error("the backend has no answer")]
    Unavailable(#[source] Box<dyn Error + Send + Sync>),
}

/// The reason why there is no form for a request.
#[derive(Debug, thiserror::Error)]
pub enum FormError {
    /// The requested form does not exist, or visitors may not choose it.
    #[error("there is no such form")]
    Unknown,
    /// A service that the backend depends on gave no answer.
    #[error(transparent)]
    Backend(#[from] BackendError),
}

/// The reason why a registration was not committed.
#[derive(Debug, thiserror::Error)]
pub enum RegistrationError {
    /// The request may not register. This was found only at the commit.
    #[error("the registration is not allowed: {}", .0.code)]
    Denied(Denial),
    /// The table rejected fields that the form accepted, such as a taken username.
    #[error("the registration was rejected")]
    InvalidFields(Vec<FieldError>),
    /// A user has the address or the identity that an OpenID provider proved. The person may log in.
    #[error("the person has an account already")]
    AccountExists,
    /// A program used the idempotency key for another submission before.
    #[error("the idempotency key was used for another submission")]
    IdempotencyKeyReused,
    /// The key that was to prove the address proves nothing any more.
    #[error(transparent)]
    NotActivatable(#[from] ActivationError),
    /// A service that the backend depends on gave no answer.
    #[error(transparent)]
    Backend(#[from] BackendError),
}

/// The reason why the address of a registration was not corrected.
#[derive(Debug, thiserror::Error)]
pub enum CorrectionError {
    /// The request has no handle of a pending registration.
    #[error("there is no such registration")]
    Unknown,
    /// The address is fixed by an invitation, or was corrected too often, or changed at the same time.
    #[error("the address cannot be corrected any more")]
    NotCorrectable,
    /// The table did not answer.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The reason why a key does not activate.
#[derive(Debug, thiserror::Error)]
pub enum ActivationError {
    /// There is no such key or user, or another registration has proven the address.
    #[error("the activation key is unknown")]
    Unknown,
    /// The activation period has ended. Its last instant counts as ended.
    #[error("the activation key has expired")]
    Expired,
    /// The user is already active.
    #[error("the user is active already")]
    AlreadyActivated,
    /// An operator has disabled the user, whom no key activates again.
    #[error("the account is disabled")]
    Disabled,
    /// The address is proven, and an operator has yet to approve the user.
    #[error("the user awaits approval")]
    AwaitingApproval,
    /// The key proves the mailbox, but the client does not show that it registered.
    ///
    /// The user may start over.
    #[error("the request does not show that it registered")]
    ProofRequired,
    /// The mailbox is proven, but the registration cannot be activated, whatever the client shows.
    ///
    /// It lost its name, has expired, has another mailbox now, or links do not activate. The user may start over by the
    /// link.
    #[error("the registration cannot be activated, and the user may start over")]
    StartOverRequired,
    /// The client does not show that it made a pending registration, which a code needs.
    #[error("there is no such registration")]
    RegistrationUnknown,
    /// The code is not that of the registration's last email.
    #[error("the code is wrong")]
    CodeWrong {
        /// The number of tries that are left. With none, this code proves nothing any more.
        tries_left: u8,
    },
    /// The registration has no code that may be tried: it has expired, or was tried too often. Links go on.
    #[error("the code has expired")]
    CodeExpired,
    /// Too many wrong codes came from the source, for the domain or in all. Links go on.
    #[error("codes are paused")]
    CodesPaused {
        /// The seconds until codes are accepted again.
        retry_after: u32,
    },
    /// The backend denies this user's activation.
    #[error("the activation is not allowed: {}", .0.code)]
    Denied(Denial),
    /// The workflow has no activation.
    #[error("this workflow has no activation")]
    NotSupported,
    /// A service that the backend depends on gave no answer.
    #[error(transparent)]
    Backend(#[from] BackendError),
}

/// The reason why an approver cannot decide by a link.
#[derive(Debug, thiserror::Error)]
pub enum ApprovalError {
    /// There is no such key, its user is gone, or its reader approves no longer.
    #[error("the approver's key is unknown")]
    Unknown,
    /// The link has expired. Its last instant counts as expired.
    #[error("the approver's key has expired")]
    Expired,
    /// The user was approved or rejected before, and not by this decision of this approver.
    #[error("the registration was decided before")]
    AlreadyDecided(OperatorAct),
    /// The workflow has no approvers.
    #[error("this workflow has no approval")]
    NotSupported,
    /// The table did not answer.
    #[error(transparent)]
    Store(#[from] StoreError),
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
            NotActivatable::AlreadyActivated | NotActivatable::AddressTaken => Self::AlreadyActivated,
            NotActivatable::AwaitingApproval => Self::AwaitingApproval,
            NotActivatable::Disabled => Self::Disabled,
            NotActivatable::NameTaken | NotActivatable::StartedOver => Self::StartOverRequired,
        }
    }
}
