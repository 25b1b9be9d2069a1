//! HTML's autofill: the kind of data of a field, and its on-screen keyboard.

use serde_json::Value;

use super::field::Rule;
use super::keywords::text;

/// Names of people and places, whose words begin with capitals.
const NAMES: [&str; 22] = [
    "name",
    "honorific-prefix",
    "given-name",
    "additional-name",
    "family-name",
    "honorific-suffix",
    "nickname",
    "organization-title",
    "organization",
    "street-address",
    "address-line1",
    "address-line2",
    "address-line3",
    "address-level1",
    "address-level2",
    "address-level3",
    "address-level4",
    "country-name",
    "cc-name",
    "cc-given-name",
    "cc-additional-name",
    "cc-family-name",
];
/// All other fields, each with the `inputmode` of a text field for it.
const OTHERS: [(&str, Option<&str>); 34] = [
    ("username", None),
    ("new-password", None),
    ("current-password", None),
    ("one-time-code", None),
    ("country", None),
    ("postal-code", None),
    ("language", None),
    ("cc-type", None),
    ("cc-number", Some("numeric")),
    ("cc-exp", None),
    ("cc-exp-month", Some("numeric")),
    ("cc-exp-year", Some("numeric")),
    ("cc-csc", Some("numeric")),
    ("transaction-currency", None),
    ("transaction-amount", Some("decimal")),
    ("bday", None),
    ("bday-day", Some("numeric")),
    ("bday-month", Some("numeric")),
    ("bday-year", Some("numeric")),
    ("sex", None),
    ("url", Some("url")),
    ("photo", Some("url")),
    ("tel", Some("tel")),
    ("tel-country-code", Some("tel")),
    ("tel-national", Some("tel")),
    ("tel-area-code", Some("tel")),
    ("tel-local", Some("tel")),
    ("tel-local-prefix", Some("tel")),
    ("tel-local-suffix", Some("tel")),
    ("tel-extension", Some("tel")),
    ("email", Some("email")),
    ("impp", Some("url")),
    ("off", None),
    ("on", None),
];
/// The fields that a kind of contact, such as `home`, may precede.
const CONTACT: [&str; 10] = [
    "tel",
    "tel-country-code",
    "tel-national",
    "tel-area-code",
    "tel-local",
    "tel-local-prefix",
    "tel-local-suffix",
    "tel-extension",
    "email",
    "impp",
];

/// Reads autofill detail tokens (HTML, 4.10.18.7.1).
///
/// They are `section-*`, `shipping` or `billing`, a kind of contact, the field, and `webauthn`. Only the field is
/// required.
pub(super) fn tokens(value: &Value) -> Result<String, String> {
    let tokens = text(value)?.to_ascii_lowercase();
    let mut rest: Vec<_> = tokens.split_ascii_whitespace().collect();
    let wrong = || "must be HTML's, such as \"organization\", \"billing postal-code\" or \"off\"".to_owned();
    rest.pop_if(|last| *last == "webauthn");
    let field = rest.pop().ok_or_else(wrong)?;
    let is_switch = matches!(field, "on" | "off");
    if !NAMES.contains(&field) && !OTHERS.iter().any(|(other, _)| *other == field) {
        return Err(wrong());
    }
    rest.pop_if(|last| CONTACT.contains(&field) && matches!(*last, "home" | "work" | "mobile" | "fax" | "pager"));
    rest.pop_if(|last| !is_switch && matches!(*last, "shipping" | "billing"));
    rest.pop_if(|last| !is_switch && last.starts_with("section-"));
    if rest.is_empty() { Ok(tokens) } else { Err(wrong()) }
}

/// Returns the field in such tokens, if they name one.
fn field(tokens: &str) -> Option<&str> {
    tokens.split_ascii_whitespace().rfind(|token| !matches!(*token, "webauthn" | "on" | "off"))
}

/// Returns HTML's `inputmode`, if the keyboard should differ from the control's own.
///
/// Some phones have no minus on their keyboard for whole numbers, so a negative minimum excludes it.
pub(super) fn input_mode(rule: &Rule, autocomplete: Option<&str>) -> Option<&'static str> {
    match (rule, rule.control()) {
        (Rule::Integer(integer), "number") => integer.minimum.filter(|minimum| *minimum >= 0).map(|_| "numeric"),
        (Rule::Text(_), "text") => {
            let field = autocomplete.and_then(field)?;
            OTHERS.iter().find(|(other, _)| *other == field).and_then(|(_, mode)| *mode)
        }
        _ => None,
    }
}

/// Returns HTML's `autocapitalize` for a field without prose, which keyboards must not correct either.
///
/// Such fields have names, addresses, codes or secrets. A password is one of them, because keyboards correct it while
/// the page shows it.
pub(super) fn autocapitalize(rule: &Rule, autocomplete: Option<&str>, write_only: bool) -> Option<&'static str> {
    let Rule::Text(text) = rule else {
        return matches!(rule, Rule::Username(..) | Rule::Email(..) | Rule::Password(..) | Rule::Confirmation)
            .then_some("none");
    };
    match (rule.control(), autocomplete.and_then(field)) {
        ("email" | "url" | "password", _) => Some("none"),
        ("text", Some(field)) => Some(if NAMES.contains(&field) { "words" } else { "none" }),
        ("text", None) if text.pattern.is_some() || write_only => Some("none"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_those_of_html() {
        for valid in [
            "organization",
            "Given-Name",
            "off",
            "billing postal-code",
            "section-home shipping street-address",
            "work email",
            "section-a billing mobile tel-national",
            "username webauthn",
        ] {
            assert_eq!(tokens(&valid.into()), Ok(valid.to_ascii_lowercase()));
        }
        for wrong in ["", " ", "company", "billing", "webauthn", "work name", "billing off", "email work", "name name"]
        {
            assert!(tokens(&wrong.into()).unwrap_err().contains("such as"), "{wrong}");
        }
        assert!(tokens(&true.into()).is_err());
    }
}
