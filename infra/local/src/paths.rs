//! The paths of this crate. All others belong to the functions.

/// The inbox.
pub(crate) const MAIL: &str = "/_local/mail";
/// The HTML version of an email.
pub(crate) const ONE_MAIL: &str = "/_local/mail/{id}";
/// The event log.
pub(crate) const EVENTS: &str = "/_local/events";
/// The lines of the functions' log that statistics count.
pub(crate) const LOG: &str = "/_local/log";
/// The end of all deliveries.
pub(crate) const SETTLE: &str = "/_local/settle";
/// The clock.
pub(crate) const CLOCK: &str = "/_local/clock";
/// The functions' environment.
pub(crate) const ENV: &str = "/_local/env";
/// SES's endpoint.
pub(crate) const SES: &str = "/_local/ses";
/// SES's `SendEmail`.
pub(crate) const SEND_EMAIL: &str = "/_local/ses/v2/email/outbound-emails";
/// SES's `GetAccount`.
pub(crate) const MAIL_ACCOUNT: &str = "/_local/ses/v2/email/account";
/// EventBridge's endpoint.
pub(crate) const EVENTBRIDGE: &str = "/_local/eventbridge";
/// All of EventBridge's operations, as the SDK addresses them.
pub(crate) const PUT_EVENTS: &str = "/_local/eventbridge/";
/// Lambda's endpoint.
pub(crate) const LAMBDA: &str = "/_local/lambda";
/// Lambda's `Invoke`.
pub(crate) const INVOKE: &str = "/_local/lambda/2015-03-31/functions/{name}/invocations";
/// The issuer of the OpenID provider.
pub(crate) const OPENID: &str = "/_local/openid";
/// The provider's discovery document.
pub(crate) const OPENID_DISCOVERY: &str = "/_local/openid/.well-known/openid-configuration";
/// The provider's keys.
pub(crate) const OPENID_KEYS: &str = "/_local/openid/jwks";
/// The provider's login page.
pub(crate) const OPENID_AUTHORIZE: &str = "/_local/openid/authorize";
/// The provider's token endpoint.
pub(crate) const OPENID_TOKEN: &str = "/_local/openid/token";
/// All other paths of this crate, which answer 404.
pub(crate) const UNKNOWN_PATHS: &str = "/_local/{*path}";
