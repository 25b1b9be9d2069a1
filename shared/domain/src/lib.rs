//! The rules of registration: users, addresses, names, passwords, forms, languages and settings.
//!
//! [`form::Form`] checks a [`Submission`]. [`EmailAddress`], [`Username`] and [`Password`] are valid by construction. [`locale`]
//! translates, and [`settings::Reader`] reports all wrong settings at once.
//!
//! Deliberately not here: AWS, HTTP and workflows. The crates `table`, `registration` and `registration-http` know them.

mod approvers;
mod breaker;
pub mod clock;
mod code;
mod email_address;
pub mod form;
mod idempotency;
mod invitation;
mod links;
pub mod locale;
mod notification;
mod outcome;
mod overrides;
mod password;
mod random;
mod request_metadata;
pub mod settings;
mod submission;
mod token;
mod unicode;
mod user;
mod username;

pub use approvers::read_approvers;
pub use breaker::CircuitBreaker;
pub use email_address::{EmailAddress, EmailAddressError};
pub use idempotency::IdempotencyKey;
pub use invitation::Invitation;
pub use links::Links;
pub use notification::Notification;
pub use outcome::{Denial, FieldError, FieldErrorCode, Permission};
pub use overrides::Overrides;
pub use password::{Password, PasswordError};
pub use random::Random;
pub use request_metadata::RequestMetadata;
pub use submission::Submission;
pub use token::{Token, TokenHash};
pub use user::{Status, USER_TAG, User, UserId};
pub use username::{Username, UsernameError};
