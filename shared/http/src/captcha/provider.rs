//! Who checks, and what each documents of its widget and of its `siteverify`.

/// Who checks.
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

    /// Where tokens are verified.
    pub(super) fn url(self) -> &'static str {
        match self {
            Self::Turnstile => "https://challenges.cloudflare.com/turnstile/v0/siteverify",
            Self::Hcaptcha => "https://api.hcaptcha.com/siteverify",
        }
    }

    /// The field in which the widget sends the token.
    pub(super) fn field(self) -> &'static str {
        match self {
            Self::Turnstile => "cf-turnstile-response",
            Self::Hcaptcha => "h-captcha-response",
        }
    }

    /// The class of the element that the script turns into the widget.
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

    /// What the page's `Content-Security-Policy` must allow for the widget, as each provider lists it.
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

    /// Whether a token can be verified again under the `idempotency_key` that it was verified under first. Elsewhere a
    /// question whose answer was lost must not be repeated: the token is spent.
    pub(super) fn has_idempotency_key(self) -> bool {
        self == Self::Turnstile
    }
}
