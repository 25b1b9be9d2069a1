//! The bot check: the browser gets a token from a provider's widget, and we have the provider verify it.

mod error;
mod provider;
mod siteverify;

use data_encoding::HEXLOWER;
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

pub use error::CaptchaError;

use domain::form::Form;
use domain::settings::Reader;
use provider::Provider;
use registration::Request;
use siteverify::{Siteverify, parse_url};

/// A bot check by a provider.
#[derive(Debug)]
pub struct Captcha {
    /// `REGISTRATION_CAPTCHA`: `turnstile` (Cloudflare's) or `hcaptcha`. Default: no check.
    provider: Provider,
    /// `REGISTRATION_CAPTCHA_SITE_KEY`: the public key of the widget.
    site_key: String,
    /// `REGISTRATION_CAPTCHA_SECRET`: the key that tokens are verified with.
    secret: SecretString,
    /// `REGISTRATION_CAPTCHA_WHEN`: `always`, or `bouncing` for only while too many mails bounce. Default: `always`.
    always: bool,
    /// `REGISTRATION_CAPTCHA_UNAVAILABLE`: `refuse` or `allow` registrations that the provider gives no answer about.
    /// Default: `refuse`.
    allow_unverified: bool,
    /// `REGISTRATION_CAPTCHA_URL`: where tokens are verified. Default: the provider's own URL.
    siteverify: Siteverify,
}

const PROVIDER: &str = "REGISTRATION_CAPTCHA";
const SITE_KEY: &str = "REGISTRATION_CAPTCHA_SITE_KEY";
const SECRET: &str = "REGISTRATION_CAPTCHA_SECRET";

/// In bytes. Turnstile's have at most 2048.
const MAX_TOKEN: usize = 8 * 1024;

/// The token was good once.
const SPENT: [&str; 4] =
    ["timeout-or-duplicate", "already-seen-response", "expired-input-response", "invalid-or-already-seen-response"];
/// The provider does not take our keys: nobody can pass, and no token that anybody sends brings this about.
const MISCONFIGURED: [&str; 3] = ["missing-input-secret", "invalid-input-secret", "sitekey-secret-mismatch"];

impl Captcha {
    /// Reads the settings; the inner `None` where there is no check.
    #[expect(clippy::option_option, reason = "the outer one is the reader's: a setting is wrong")]
    pub(crate) fn read(reader: &mut Reader<'_>) -> Option<Option<Self>> {
        if reader.optional(PROVIDER).is_none() {
            // Whoever sets a key believes that there is a check.
            let keys = [SITE_KEY, SECRET].into_iter().filter(|key| reader.optional(key).is_some());
            let keys: Vec<_> = keys.collect();
            let refused = |_: &str| Err::<(), _>(format!("is of no use without {PROVIDER}"));
            return keys.into_iter().all(|key| reader.or(key, "", refused).is_some()).then_some(None);
        }
        let provider = reader.or(PROVIDER, "", Provider::parse);
        let site_key = reader.required(SITE_KEY, "the public key that the provider gave you for this site", parse_key);
        let secret = reader.required(SECRET, "the secret key that the provider gave you", parse_key);
        let pauses = reader.optional("REGISTRATION_PAUSE_WHEN_BOUNCING") == Some("true");
        let always = reader.or("REGISTRATION_CAPTCHA_WHEN", "always", |value| match value {
            "always" => Ok(true),
            "bouncing" if pauses => {
                Err("is of no use with REGISTRATION_PAUSE_WHEN_BOUNCING=true: nobody registers then".to_owned())
            }
            "bouncing" => Ok(false),
            _ => Err("must be always or bouncing".to_owned()),
        });
        let allow_unverified = reader.or("REGISTRATION_CAPTCHA_UNAVAILABLE", "refuse", |value| match value {
            "refuse" => Ok(false),
            "allow" => Ok(true),
            _ => Err("must be refuse or allow".to_owned()),
        });
        let url = reader.or("REGISTRATION_CAPTCHA_URL", provider.map_or("", Provider::url), |value| match value {
            "" => Ok(String::new()),
            value => parse_url(value),
        });
        Some(Some(Self {
            provider: provider?,
            site_key: site_key?,
            secret: secret?.into(),
            always: always?,
            allow_unverified: allow_unverified?,
            siteverify: Siteverify::new(url?),
        }))
    }

    /// Whether it is there only for while too many mails bounce.
    pub(crate) fn only_while_bouncing(&self) -> bool {
        !self.always
    }

    /// Verifies the token that was sent with `form`: in the widget's own field, or in `captcha` unless the form has a
    /// field of this name.
    ///
    /// # Errors
    /// Why the request has not passed. What an operator must know of is logged here.
    pub async fn verify(&self, request: &Request, form: &Form) -> Result<(), CaptchaError> {
        let passed = self.verify_with_provider(request, form).await;
        if let Err(error) = passed {
            tracing::info!(
                request_id = request.id,
                check = "captcha",
                code = error.code().as_str(),
                "a registration was refused"
            );
        }
        passed
    }

    async fn verify_with_provider(&self, request: &Request, form: &Form) -> Result<(), CaptchaError> {
        let token = self.token(request, form).ok_or(CaptchaError::Required)?;
        if token.len() > MAX_TOKEN || !token.bytes().all(|b| b.is_ascii_graphic()) {
            return Err(CaptchaError::Failed);
        }
        let mut question = vec![("secret", self.secret.expose_secret()), ("response", token)];
        question.extend(request.source_ip.as_deref().map(|ip| ("remoteip", ip)));
        let key = idempotency_key(request, token);
        let attempts = if self.provider.has_idempotency_key() {
            question.push(("idempotency_key", &key));
            2
        } else {
            question.push(("sitekey", &self.site_key));
            1
        };
        match self.siteverify.ask(&question, attempts).await {
            Ok(verdict) if verdict.success => Ok(()),
            Ok(verdict) => Err(self.verification_error(request, &verdict.error_codes)),
            Err(error) if self.allow_unverified => {
                tracing::warn!(request_id = request.id, check = "captcha", error, "let through without an answer");
                Ok(())
            }
            Err(error) => {
                tracing::error!(request_id = request.id, check = "captcha", error, "the provider gave no answer");
                Err(CaptchaError::Unavailable)
            }
        }
    }

    /// Never lets through what a wrong key would let through for everybody.
    fn verification_error(&self, request: &Request, codes: &[String]) -> CaptchaError {
        let any = |of: &[&str]| codes.iter().any(|code| of.contains(&code.as_str()));
        if any(&MISCONFIGURED) {
            let (provider, codes) = (self.provider.name(), codes.join(", "));
            tracing::error!(request_id = request.id, check = "captcha", codes, "{provider} does not take our keys");
            CaptchaError::Unavailable
        } else if any(&SPENT) {
            CaptchaError::Spent
        } else {
            CaptchaError::Failed
        }
    }

    fn token<'a>(&self, request: &'a Request, form: &Form) -> Option<&'a str> {
        [self.provider.field(), CaptchaError::FIELD]
            .into_iter()
            .filter(|name| form.fields().iter().all(|field| field.name != *name))
            .find_map(|name| request.submission.text(name))
            .filter(|token| !token.is_empty())
    }

    /// What a page shows: the widget, and what is wrong of all `errors`, as the page is told of them.
    #[must_use]
    pub fn widget(&self, errors: &[Value]) -> Value {
        let errors = errors.iter().filter(|error| error["field"] == CaptchaError::FIELD);
        json!({
            "class": self.provider.class(),
            "script": self.provider.script(),
            "site_key": self.site_key,
            "errors": errors.map(|error| &error["message"]).collect::<Vec<_>>(),
        })
    }

    /// What a program needs to show the widget itself: the annotation `x-captcha` of the form's schema.
    #[must_use]
    pub fn annotation(&self) -> Value {
        json!({ "provider": self.provider.name(), "site_key": self.site_key, "field": self.provider.field() })
    }

    /// What the `Content-Security-Policy` of a page with the widget must allow: directive and sources.
    pub(crate) fn sources(&self) -> &'static [(&'static str, &'static str)] {
        self.provider.sources()
    }
}

/// A UUID (RFC 9562, version 8) that is the same for the same submission, so that its repetition passes with the token
/// that it has already spent, and another for any other registration, so that one token is not good for many. The
/// password plays no part: a hash of it is nothing to tell a provider.
fn idempotency_key(request: &Request, token: &str) -> String {
    let mut hash = Sha256::new();
    let key = request.idempotency_key.as_ref().map_or(request.id.as_str(), |key| key.as_str());
    let typed = |name| request.submission.text(name).unwrap_or_default();
    for part in [token, key, typed("username"), typed("email")] {
        hash.update(part.len().to_be_bytes());
        hash.update(part);
    }
    let mut bytes = hash.finalize();
    bytes[6] = bytes[6] & 0x0f | 0x80;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let part = |range: std::ops::Range<usize>| HEXLOWER.encode(&bytes[range]);
    [part(0..4), part(4..6), part(6..8), part(8..10), part(10..16)].join("-")
}

fn parse_key(value: &str) -> Result<String, String> {
    let valid = value.len() <= 200 && value.bytes().all(|b| b.is_ascii_graphic());
    if valid { Ok(value.to_owned()) } else { Err("must be a key as the provider shows it".to_owned()) }
}
