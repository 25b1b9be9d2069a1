//! Well-known providers, which need only a client id and a secret.

use crate::email_trust::EmailTrust;

/// The defaults of a provider's settings.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Preset {
    pub(crate) issuer: Option<&'static str>,
    pub(crate) scopes: &'static str,
    pub(crate) trust: EmailTrust,
    /// Whether the provider sends its answer as a form (OAuth 2.0 Form Post Response Mode).
    pub(crate) form_post: bool,
    /// Whether the client secret is a token that is signed with a key of the client.
    pub(crate) signed_secret: bool,
}

const CUSTOM: Preset = Preset {
    issuer: None,
    scopes: "openid email profile",
    trust: EmailTrust::Never,
    form_post: false,
    signed_secret: false,
};

/// Returns the preset of a provider's name, or that of a custom provider.
pub(crate) fn preset(name: &str) -> Preset {
    match name {
        "google" => Preset { issuer: Some("https://accounts.google.com"), trust: EmailTrust::Hosted, ..CUSTOM },
        // The address is what an administrator of any tenant typed.
        "microsoft" => Preset { issuer: Some("https://login.microsoftonline.com/common/v2.0"), ..CUSTOM },
        // The person's name comes outside of the ID token, unsigned, so it is not asked for.
        "apple" => Preset {
            issuer: Some("https://appleid.apple.com"),
            scopes: "openid email",
            trust: EmailTrust::Always,
            form_post: true,
            signed_secret: true,
        },
        "gitlab" => Preset { issuer: Some("https://gitlab.com"), ..CUSTOM },
        _ => CUSTOM,
    }
}
