//! Outcomes of a registration or an activation: [`Permission`] and [`Denial`], and the errors of the Backend API.
//!
//! The table, the accounts, the forms and the backends share these types, so this module depends on none of them. The answers
//! that follow from them are in `http`.

mod error;
mod field_error;
mod field_error_code;
mod permission;
mod store_error;

pub use error::{ActivationError, BackendError, FormError, RegistrationError};
pub use field_error::FieldError;
pub use field_error_code::FieldErrorCode;
pub use permission::{Denial, Permission};
pub use store_error::StoreError;
