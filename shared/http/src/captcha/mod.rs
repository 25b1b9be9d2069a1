//! The bot check.
//!
//! A provider's widget gives the browser a token, which the service lets the provider verify.

mod error;
mod provider;
mod siteverify;

use data_encoding::HEXLOWER;
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

pub use error::CaptchaError;

use domain::Random;
use domain::form::Form;
use domain::settings::Reader;
use http_client::parse_url;
use provider::Provider;
use registration::Request;
use siteverify::Siteverify;

/// A bot check by a provider.
#[derive(Debug)]
pub struct Captcha {
    /// `REGISTRATION_CAPTCHA`: `turnstile` or `hcaptcha`. Default: no check.
    provider: Provider,
    /// `REGISTRATION_CAPTCHA_SITE_KEY`: the public key of the widget.
    site_key: String,
    /// `REGISTRATION_CAPTCHA_SECRET`: the key that tokens are verified with.
    secret: SecretString,
    /// `REGISTRATION_CAPTCHA_WHEN`: `always` or `bouncing`. Default: `always`.
    ///
    /// With `bouncing`, the check applies only while too many emails bounce.
    always: bool,
    /// `REGISTRATION_CAPTCHA_UNAVAILABLE`: `refuse` or `allow`. Default: `refuse`.
    ///
    /// It applies to registrations when the provider does not answer.
    allow_unverified: bool,
    /// `REGISTRATION_CAPTCHA_URL`: the URL of `siteverify`. Default: the provider's.
    siteverify: Siteverify,
}

const PROVIDER: &str = "REGISTRATION_CAPTCHA";
const SITE_KEY: &str = "REGISTRATION_CAPTCHA_SITE_KEY";
const SECRET: &str = "REGISTRATION_CAPTCHA_SECRET";

/// The maximum length of a token in bytes. Turnstile's have at most 2048.
const MAX_TOKEN: usize = 8 * 1024;

/// The error codes of a token that was verified before.
const SPENT: [&str; 4] =
    ["timeout-or-duplicate", "already-seen-response", "expired-input-response", "invalid-or-already-seen-response"];
/// The error codes of rejected keys, which no token causes.
const MISCONFIGURED: [&str; 3] = ["missing-input-secret", "invalid-input-secret", "sitekey-secret-mismatch"];

impl Captcha {
    /// Reads the settings. The inner `None` means that there is no check.
    #[expect(clippy::option_option, reason = "the outer one is the reader's: a setting is wrong")]
    pub(crate) fn read(reader: &mut Reader<'_>) -> Option<Option<Self>> {
        if reader.optional(PROVIDER).is_none() {
            // A deployment with a key is meant to have a check.
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

    /// Returns whether the check applies only while too many emails bounce.
    pub(crate) fn only_while_bouncing(&self) -> bool {
        !self.always
    }

    /// Verifies the token that was sent with `form`.
    ///
    /// It is in the widget's own field, or in `captcha`, unless the form has a field of this name.
    ///
    /// # Errors
    /// The reason why the request has not passed. Errors that an operator must know are logged.
    pub async fn verify(&self, request: &Request, form: &Form, random: &Random) -> Result<(), CaptchaError> {
        let passed = self.verify_with_provider(request, form, random).await;
        if let Err(error) = passed {
            tracing::info!(
                request_id = request.id,
                check = "captcha",
                code = error.code().as_str(),
                "a registration was rejected"
            );
        }
        passed
    }

    async fn verify_with_provider(&self, request: &Request, form: &Form, random: &Random) -> Result<(), CaptchaError> {
        let token = self.token(request, form).ok_or(CaptchaError::Required)?;
        if token.len() > MAX_TOKEN || !token.bytes().all(|b| b.is_ascii_graphic()) {
            return Err(CaptchaError::Failed);
        }
        let mut question = vec![("secret", self.secret.expose_secret()), ("response", token)];
        question.extend(request.source_ip.as_deref().map(|ip| ("remoteip", ip)));
        let key = idempotency_key(request, token, random);
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
                tracing::warn!(request_id = request.id, check = "captcha", error, "accepted without an answer");
                Ok(())
            }
            Err(error) => {
                tracing::error!(request_id = request.id, check = "captcha", error, "the provider gave no answer");
                Err(CaptchaError::Unavailable)
            }
        }
    }

    /// Returns the error for the provider's codes. Rejected keys never let anyone pass.
    fn verification_error(&self, request: &Request, codes: &[String]) -> CaptchaError {
        let any = |of: &[&str]| codes.iter().any(|code| of.contains(&code.as_str()));
        if any(&MISCONFIGURED) {
            let (provider, codes) = (self.provider.name(), codes.join(", "));
            tracing::error!(request_id = request.id, check = "captcha", codes, "{provider} rejects the keys");
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

    /// Returns the widget for a page, with the check's errors among `errors`.
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

    /// Returns the annotation `x-captcha` of the form's schema.
    ///
    /// A program needs it to show the widget itself.
    #[must_use]
    pub fn annotation(&self) -> Value {
        json!({ "provider": self.provider.name(), "site_key": self.site_key, "field": self.provider.field() })
    }

    /// Returns the sources of the widget for a page's `Content-Security-Policy`.
    pub(crate) fn sources(&self) -> &'static [(&'static str, &'static str)] {
        self.provider.sources()
    }
}

/// Returns the UUID (RFC 9562, version 8) by which a provider recognises a repeated verification of a token.
///
/// A repeated submission of a page, such as by a double click, has the same one, and passes with the token that it has
/// spent. Any other submission has another one, so that a token is not valid for a second registration. It depends on
/// the whole submission with its password, under the page's 128 random bits, which the provider does not have. A
/// program may choose a key that can be guessed, so that each of its requests has a random one.
fn idempotency_key(request: &Request, token: &str, random: &Random) -> String {
    let mut bytes: [u8; 16] = random.bytes();
    if let Some(key) = request.idempotency_key.as_ref().filter(|_| request.submission.is_from_page()) {
        let mut hash = Sha256::new();
        let mut update = |part: &str| {
            hash.update(part.len().to_be_bytes());
            hash.update(part);
        };
        [key.as_str(), token, &request.path].into_iter().for_each(&mut update);
        for (name, value) in &request.query {
            for part in [name, value] {
                update(part);
            }
        }
        for (name, value) in request.submission.iter() {
            update(name);
            update(&value.to_string());
        }
        bytes.copy_from_slice(&hash.finalize()[..16]);
    }
    bytes[6] = bytes[6] & 0x0f | 0x80;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let part = |range: std::ops::Range<usize>| HEXLOWER.encode(&bytes[range]);
    [part(0..4), part(4..6), part(6..8), part(8..10), part(10..16)].join("-")
}

fn parse_key(value: &str) -> Result<String, String> {
    let valid = value.len() <= 200 && value.bytes().all(|b| b.is_ascii_graphic());
    if valid { Ok(value.to_owned()) } else { Err("must be a key as the provider shows it".to_owned()) }
}
