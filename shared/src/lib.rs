//! Sign-up for AWS Lambda: what django-registration was for Django. People register, prove their e-mail address and
//! become users in a DynamoDB table; other systems react to signals on EventBridge. *How* people register is a
//! [`Backend`], chosen by `REGISTRATION_BACKEND`.
//!
//! A function makes its [`App`] once and hands each event to [`http::serve`]; the consumers of the table's stream make
//! a `mail::Mailer` or a `signal::Dispatcher` (features `mail` and `signal`), SES's own events a `feedback::Feedback` (feature
//! `feedback`); the operator's command makes an
//! `operator::Operator` (feature `operator`).

mod accounts;
mod aws;
pub mod backend;
mod breaker;
pub mod captcha;
pub mod clock;
mod code;
mod email_address;
#[cfg(feature = "feedback")]
pub mod feedback;
pub mod form;
pub mod http;
mod idempotency;
pub mod init;
mod invitation;
pub mod locale;
#[cfg(feature = "mail")]
pub mod mail;
#[cfg(feature = "operator")]
pub mod operator;
mod outcome;
mod overrides;
mod password;
pub mod random;
mod request;
pub mod settings;
#[cfg(feature = "signal")]
pub mod signal;
mod store;
#[cfg(any(feature = "mail", feature = "signal"))]
mod stream;
mod templates;
mod token;
mod unicode;
mod user;
mod username;

pub use accounts::Accounts;
pub use backend::Backend;
pub use email_address::{EmailAddress, EmailAddressError};
pub use http::App;
pub use idempotency::IdempotencyKey;
pub use invitation::Invitation;
pub use password::{ForeignHashError, Password, PasswordError, PasswordHash, PasswordHasher};
pub use request::{Request, RequestFacts, Submission};
pub use store::StoreError;
pub use token::{Token, TokenHash};
pub use user::{Status, User, UserId};
pub use username::{Username, UsernameError};
