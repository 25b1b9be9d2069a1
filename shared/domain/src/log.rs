//! The parts of errors that may be in a log: no addresses, and no values of stored items.

use std::error::Error;
use std::fmt::Display;

/// Returns an error with its causes in one line, with addresses masked.
///
/// # Examples
/// ```
/// use domain::log;
///
/// let error: Box<dyn std::error::Error> = "ann@example.com is not verified".into();
/// assert_eq!(log::describe(&*error), "a***@example.com is not verified");
/// ```
#[must_use]
pub fn describe(error: &dyn Error) -> String {
    let mut texts: Vec<String> = Vec::new();
    let mut next = Some(error);
    while let Some(error) = next {
        let text = error.to_string();
        // A transparent error has the text of its cause, and some errors end with it.
        if texts.last().is_none_or(|last| !last.ends_with(&text)) {
            texts.push(text);
        }
        next = error.source();
    }
    mask_addresses(&texts.join(": "))
}

/// Returns the reason why an item or an event cannot be read, without its values.
///
/// Errors of serde name the value that they did not expect, which may be an address or a hash.
#[must_use]
pub fn malformed(error: &impl Display) -> String {
    let error = error.to_string();
    if error.starts_with("missing field `") {
        return mask_addresses(&error);
    }
    let reason = error.split([':', '`', '"', '\'']).next().unwrap_or_default().trim_end();
    mask_addresses(reason)
}

/// Masks the part before the `@` of each address in a text, except for its first character.
#[must_use]
pub fn mask_addresses(text: &str) -> String {
    let ends_word = |c: char| c.is_whitespace() || c.is_control() || "<>()[]{}\"'`,;:|=\\".contains(c);
    let mut masked = String::with_capacity(text.len());
    for word in text.split_inclusive(ends_word) {
        match word.rsplit_once('@') {
            Some((local, domain)) if !local.is_empty() => {
                masked.extend(local.chars().next());
                masked.push_str("***@");
                masked.push_str(domain);
            }
            _ => masked.push_str(word),
        }
    }
    masked
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_masked() {
        for (text, masked) in [
            ("ann@example.com", "a***@example.com"),
            ("a@example.com", "a***@example.com"),
            ("no address @ all", "no address @ all"),
            ("Ann <ann.lee+x@example.com>, zoë@bücher.example;", "Ann <a***@example.com>, z***@bücher.example;"),
            ("to=\"ann@example.com\" mailto:bob@example.org", "to=\"a***@example.com\" mailto:b***@example.org"),
            ("{\"S\": \"ann@example.com\"}\nbob@example.com", "{\"S\": \"a***@example.com\"}\nb***@example.com"),
            ("USER#a@b@example.com", "U***@example.com"),
        ] {
            assert_eq!(mask_addresses(text), masked);
        }
    }

    #[test]
    fn causes_are_described_once() {
        #[derive(Debug, thiserror::Error)]
        #[error("the email was not sent")]
        struct Outer(#[source] Inner);
        #[derive(Debug, thiserror::Error)]
        #[error(transparent)]
        struct Inner(#[from] std::fmt::Error);
        let text = std::fmt::Error.to_string();
        assert_eq!(describe(&Outer(Inner(std::fmt::Error))), format!("the email was not sent: {text}"));
    }

    #[test]
    fn malformed_value_is_not_described() {
        let error = |json: &str| {
            #[derive(Debug, serde::Deserialize)]
            #[expect(dead_code, reason = "only errors are read")]
            struct Item {
                at: jiff::Timestamp,
                count: u8,
            }
            malformed(&serde_json::from_str::<Item>(json).unwrap_err())
        };
        let at = "2026-03-01T12:00:00Z";
        assert!(error(&format!(r#"{{"at": "{at}"}}"#)).starts_with("missing field `count`"));
        assert_eq!(error(&format!(r#"{{"at": "{at}", "count": "ann@example.com"}}"#)), "invalid type");
        for secret in ["ann@example.com", "$argon2id$v=19$", "it's secret", "`secret`", "a: secret"] {
            for json in
                [format!(r#"{{"at": {secret:?}, "count": 1}}"#), format!(r#"{{"at": "{at}", "count": {secret:?}}}"#)]
            {
                assert!(!error(&json).contains(secret), "{}", error(&json));
            }
        }
    }
}
