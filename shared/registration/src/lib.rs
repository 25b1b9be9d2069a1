//! Registration workflows: the counterpart of django-registration.
//!
//! A [`Backend`] is a workflow, and `REGISTRATION_BACKEND` selects it. It evaluates a [`Request`] and creates users
//! with [`Accounts`], which hash passwords and commit each change in one transaction.
//!
//! HTTP answers are not here (`registration-http`), and neither are the emails and signals that follow from the table's
//! stream (`mailer`, `signals`).

mod accounts;
pub mod backend;
mod conflict;
mod error;
mod password_hasher;
mod request;
mod sender;
mod service_cookie;

pub use accounts::{Accounts, Activatable, Approval, Proof, Restartable};
pub use backend::Backend;
pub use error::{ActivationError, ApprovalError, BackendError, CorrectionError, FormError, RegistrationError};
pub use password_hasher::PasswordHasher;
pub use request::Request;
pub use sender::Sender;
pub use service_cookie::ServiceCookie;
