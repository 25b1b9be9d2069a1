//! Outcomes of a registration: [`Permission`], [`Denial`] and [`FieldError`].
//!
//! The forms, the table and the backends share these types, so this module depends on none of them.

mod field_error;
mod field_error_code;
mod permission;

pub use field_error::FieldError;
pub use field_error_code::FieldErrorCode;
pub use permission::{Denial, Permission};
