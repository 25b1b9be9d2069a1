//! The parsing of a body to the fields of a form.

use std::fmt;

use mediatype::MediaType;
use mediatype::names::APPLICATION;
use serde::de::{DeserializeSeed, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

use super::Problem;
use super::format::is_json;
use domain::Submission;
use domain::locale::Text;

/// Parses a page's form (`application/x-www-form-urlencoded`) or a JSON object.
pub(super) fn parse(content_type: Option<&str>, body: &[u8]) -> Result<Submission, Problem> {
    let Some(content_type) = content_type else { return Err(Problem::unsupported_media_type()) };
    let Ok(text) = std::str::from_utf8(body) else {
        return Err(Problem::malformed_body(Text::message("problem-body-not-utf8")));
    };
    if is_json(content_type) {
        match serde_json::from_str(text) {
            Ok(Body::Object { repeated: Some(name), .. }) => {
                Err(Problem::malformed_body(Text::message("problem-body-repeated-name").with("name", name)))
            }
            Ok(Body::Object { members, repeated: None }) => Ok(Submission::from_object(members)),
            Ok(Body::Other) => Err(Problem::malformed_body(Text::message("problem-body-not-object"))),
            Err(error) => {
                let reason = error.to_string();
                Err(Problem::malformed_body(Text::message("problem-body-not-json").with("reason", reason)))
            }
        }
    } else if is_form(content_type) {
        if form_urlencoded::parse(body).any(|(name, value)| name.contains('\u{fffd}') || value.contains('\u{fffd}')) {
            return Err(Problem::malformed_body(Text::message("problem-fields-not-utf8")));
        }
        Ok(Submission::from_pairs(form_urlencoded::parse(body).into_owned()))
    } else {
        Err(Problem::unsupported_media_type())
    }
}

/// A JSON document.
enum Body {
    /// An object, with the first name that it has twice, anywhere.
    ///
    /// Parsers differ in which value they take (RFC 8259, 4), so that another program may have checked another value.
    Object {
        members: Map<String, Value>,
        repeated: Option<String>,
    },
    Other,
}

impl<'de> Deserialize<'de> for Body {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut repeated = None;
        Ok(match (Members { repeated: &mut repeated }).deserialize(deserializer)? {
            Value::Object(members) => Self::Object { members, repeated },
            _ => Self::Other,
        })
    }
}

/// A reader of a value, which records a name that an object has twice.
struct Members<'a> {
    repeated: &'a mut Option<String>,
}

impl<'de> DeserializeSeed<'de> for Members<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Members<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Value, A::Error> {
        let mut values = Vec::new();
        while let Some(value) = list.next_element_seed(Members { repeated: self.repeated })? {
            values.push(value);
        }
        Ok(values.into())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Value, A::Error> {
        let mut members = Map::new();
        while let Some(name) = object.next_key::<String>()? {
            let value = object.next_value_seed(Members { repeated: self.repeated })?;
            if members.contains_key(&name) && self.repeated.is_none() {
                *self.repeated = Some(name.chars().take(64).collect());
            }
            members.insert(name, value);
        }
        Ok(members.into())
    }
}

/// Returns whether a content type is that of a page's form.
#[must_use]
pub fn is_form(content_type: &str) -> bool {
    MediaType::parse(content_type)
        .is_ok_and(|media_type| media_type.ty == APPLICATION && media_type.subty == "x-www-form-urlencoded")
}

#[cfg(test)]
mod tests {
    use super::*;

    const FORM: Option<&str> = Some("application/x-www-form-urlencoded");
    const JSON: Option<&str> = Some("application/json; charset=utf-8");

    #[test]
    fn form_and_json_are_parsed_alike() {
        for (content_type, body) in
            [(FORM, "username=ann+lee&email=a%40b.org"), (JSON, r#"{"username": "ann lee", "email": "a@b.org"}"#)]
        {
            let submission = parse(content_type, body.as_bytes()).unwrap();
            assert_eq!(submission.text("username"), Some("ann lee"));
            assert_eq!(submission.text("email"), Some("a@b.org"));
        }
    }

    #[test]
    fn json_values_keep_their_types() {
        let text = r#"{"a": [1, -2, 2.5, 18446744073709551615, true, null, "x"], "b": {"a": {}}, "": 0}"#;
        let Ok(Body::Object { members, repeated: None }) = serde_json::from_str(text) else { panic!("{text}") };
        assert_eq!(Value::Object(members), serde_json::from_str::<Value>(text).unwrap());
    }

    #[test]
    fn unreadable_body_returns_its_code() {
        for (content_type, body, code) in [
            (JSON, &b"{"[..], "malformed_body"),
            (JSON, b"[]", "malformed_body"),
            (JSON, br#"{"email": "a@b.org", "email": "a@b.org"}"#, "malformed_body"),
            (JSON, br#"{"email": "a@b.org", "\u0065mail": null}"#, "malformed_body"),
            (JSON, br#"{"x": [{"a": 1, "a": 2}]}"#, "malformed_body"),
            (JSON, b"null", "malformed_body"),
            (JSON, b"", "malformed_body"),
            (JSON, b"{\"username\": \"\xff\"}", "malformed_body"),
            (JSON, "[".repeat(60_000).as_bytes(), "malformed_body"),
            (FORM, b"username=%ff", "malformed_body"),
            (FORM, b"username=\xff", "malformed_body"),
            (None, b"username=ann", "unsupported_media_type"),
            (Some("multipart/form-data; boundary=x"), b"", "unsupported_media_type"),
            (Some("text/plain"), b"username=ann", "unsupported_media_type"),
            (Some("nonsense"), b"username=ann", "unsupported_media_type"),
        ] {
            assert_eq!(parse(content_type, body).unwrap_err().code(), code, "{content_type:?}");
        }
    }
}
