//! The providers, with their documented widgets and `siteverify` APIs.

/// A provider of the bot check.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Provider {
    /// Cloudflare Turnstile (<https://developers.cloudflare.com/turnstile/>).
    Turnstile,
    /// hCaptcha (<https://docs.hcaptcha.com>).
    Hcaptcha,
}

impl Provider {
    pub(super) fn parse(value: &str) -> Result<Self, String> {
        match value {
            "turnstile" => Ok(Self::Turnstile),
            "hcaptcha" => Ok(Self::Hcaptcha),
            _ => Err("must be turnstile or hcaptcha".to_owned()),
        }
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Turnstile => "turnstile",
            Self::Hcaptcha => "hcaptcha",
        }
    }

    /// Returns the URL that verifies tokens.
    pub(super) fn url(self) -> &'static str {
        match self {
            Self::Turnstile => "https://challenges.cloudflare.com/turnstile/v0/siteverify",
            Self::Hcaptcha => "https://api.hcaptcha.com/siteverify",
        }
    }

    /// Returns the field in which the widget sends the token.
    pub(super) fn field(self) -> &'static str {
        match self {
            Self::Turnstile => "cf-turnstile-response",
            Self::Hcaptcha => "h-captcha-response",
        }
    }

    /// Returns the class of the element that the script turns into the widget.
    pub(super) fn class(self) -> &'static str {
        match self {
            Self::Turnstile => "cf-turnstile",
            Self::Hcaptcha => "h-captcha",
        }
    }

    pub(super) fn script(self) -> &'static str {
        match self {
            Self::Turnstile => "https://challenges.cloudflare.com/turnstile/v0/api.js",
            Self::Hcaptcha => "https://js.hcaptcha.com/1/api.js",
        }
    }

    /// Returns the provider's sources for the page's `Content-Security-Policy`.
    pub(super) fn sources(self) -> &'static [(&'static str, &'static str)] {
        const CLOUDFLARE: &str = "https://challenges.cloudflare.com";
        const HCAPTCHA: &str = "https://hcaptcha.com https://*.hcaptcha.com";
        match self {
            Self::Turnstile => &[("script-src", CLOUDFLARE), ("frame-src", CLOUDFLARE)],
            Self::Hcaptcha => {
                &[("script-src", HCAPTCHA), ("frame-src", HCAPTCHA), ("style-src", HCAPTCHA), ("connect-src", HCAPTCHA)]
            }
        }
    }

    /// Returns whether a token can be verified again with the same `idempotency_key`.
    ///
    /// Otherwise a request with a lost answer must not be retried, because the token is spent.
    pub(super) fn has_idempotency_key(self) -> bool {
        self == Self::Turnstile
    }
}
