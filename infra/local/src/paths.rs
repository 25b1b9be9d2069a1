//! The paths that are this crate's own; every other is the functions'.

/// The inbox.
pub(crate) const MAIL: &str = "/_local/mail";
/// The HTML version of a mail.
pub(crate) const ONE_MAIL: &str = "/_local/mail/{id}";
/// The event log.
pub(crate) const EVENTS: &str = "/_local/events";
/// The functions' environment.
pub(crate) const ENV: &str = "/_local/env";
/// SES's endpoint.
pub(crate) const SES: &str = "/_local/ses";
/// SES's `SendEmail`.
pub(crate) const SEND_EMAIL: &str = "/_local/ses/v2/email/outbound-emails";
/// EventBridge's endpoint.
pub(crate) const EVENTBRIDGE: &str = "/_local/eventbridge";
/// All of EventBridge's operations, as the SDK addresses them.
pub(crate) const PUT_EVENTS: &str = "/_local/eventbridge/";
/// Lambda's endpoint.
pub(crate) const LAMBDA: &str = "/_local/lambda";
/// Lambda's `Invoke`.
pub(crate) const INVOKE: &str = "/_local/lambda/2015-03-31/functions/{name}/invocations";
/// What is not there.
pub(crate) const UNKNOWN_PATHS: &str = "/_local/{*path}";
