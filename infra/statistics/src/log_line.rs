//! The lines that count, by the names of their fields in the functions' log.
//!
//! `shared/signals`, `shared/feedback` and `shared/http` write them. A test compares them with the queries.

/// A registration that needs an activation.
pub(crate) const REGISTERED: &str = "registered";
/// A registration that is active without a step of proof.
pub(crate) const REGISTERED_ACTIVE: &str = "registered_active";
/// An activation.
pub(crate) const ACTIVATED: &str = "activated";
/// A registration that expired, or that an operator ended.
pub(crate) const EXPIRED: &str = "expired";
/// An email that bounced permanently.
pub(crate) const BOUNCED: &str = "bounced";
/// An email whose recipient complained.
pub(crate) const COMPLAINED: &str = "complained";

/// The functions that log changes of registrations and bounces of emails.
pub(crate) const COUNTING: [&str; 2] = ["signal", "feedback"];
/// The function that logs activations.
pub(crate) const SIGNALLING: [&str; 1] = ["signal"];
/// The functions whose refused requests are counted.
///
/// `allowed` is not among them: it only says what `register` would do.
pub(crate) const REFUSING: [&str; 3] = ["register", "activate", "openid"];
/// The outcomes of a request that are a refusal.
pub(crate) const REFUSALS: [&str; 2] = ["refused", "limited"];
/// The codes that are not counted: they are what scanners look for.
pub(crate) const SCANNED: [&str; 2] = ["not_found", "method_not_allowed"];
