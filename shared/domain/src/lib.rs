//! The rules of registration.
//!
//! They are those for users, addresses, names, passwords, forms, languages and settings.
//!
//! [`form::Form`] validates a [`Submission`]. [`EmailAddress`], [`Username`] and [`Password`] are valid by
//! construction.
//! [`locale`] translates, and [`settings::Reader`] reports all invalid settings together.
//!
//! AWS, HTTP and workflows are not here, but in the crates `table`, `registration` and `registration-http`.

mod activation_code;
mod approval_decision;
mod approvers;
mod breaker;
pub mod clock;
mod consent;
mod email_address;
pub mod form;
mod handle;
mod idempotency;
mod identity;
mod invitation;
mod links;
pub mod locale;
pub mod log;
mod mailbox;
mod notification;
mod operator_act;
mod outcome;
mod overrides;
mod password;
mod random;
mod request_metadata;
pub mod settings;
mod stable_code;
mod submission;
mod token;
mod unicode;
mod user;
mod username;
mod waitlist_place_id;

pub use activation_code::{ActivationCode, ActivationCodeError, ActivationCodes};
pub use approval_decision::ApprovalDecision;
pub use approvers::read_approvers;
pub use breaker::CircuitBreaker;
pub use consent::{Consent, DocumentVersion};
pub use email_address::{EmailAddress, EmailAddressError};
pub use handle::RegistrationHandle;
pub use idempotency::IdempotencyKey;
pub use identity::{Identity, ProvenIdentity};
pub use invitation::{Invitation, InvitationMail, InvitationState, InvitationText, InviterName};
pub use links::Links;
pub use notification::Notification;
pub use operator_act::{ActKind, OperatorAct};
pub use outcome::{Denial, FieldError, FieldErrorCode, Permission};
pub use overrides::Overrides;
pub use password::{Password, PasswordError, PasswordHash};
pub use random::Random;
pub use request_metadata::RequestMetadata;
pub use settings::{ActivationBy, ActivationProof};
pub use submission::Submission;
pub use token::{Token, TokenHash};
pub use unicode::is_line_control;
pub use user::{CORRECTIONS_TAG, Status, USER_TAG, User, UserId};
pub use username::{Username, UsernameError};
pub use waitlist_place_id::WaitlistPlaceId;
