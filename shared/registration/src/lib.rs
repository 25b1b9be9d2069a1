//! Registration workflows: what django-registration was for Django. *How* people register is a [`Backend`], chosen by
//! `REGISTRATION_BACKEND`.
//!
//! A backend looks at a [`Request`] and creates users with [`Accounts`], which hash passwords and commit each change whole.
//!
//! Deliberately not here: HTTP answers (`registration-http`), and the emails and signals that follow from the table's stream
//! (`mailer`, `signals`).

mod accounts;
pub mod backend;
mod error;
mod password_hasher;
mod request;
mod sender;

pub use accounts::Accounts;
pub use backend::Backend;
pub use error::{ActivationError, BackendError, FormError, RegistrationError};
pub use password_hasher::PasswordHasher;
pub use request::Request;
pub use sender::Sender;
