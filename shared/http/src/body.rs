//! Reading a body as the fields of a form.

use mediatype::MediaType;
use mediatype::names::APPLICATION;
use serde_json::Value;

use super::Problem;
use super::format::is_json;
use domain::Submission;
use domain::locale::Text;

/// Reads a page's form (`application/x-www-form-urlencoded`) or a JSON object.
pub(super) fn parse(content_type: Option<&str>, body: &[u8]) -> Result<Submission, Problem> {
    let Some(content_type) = content_type else { return Err(Problem::unsupported_media_type()) };
    let Ok(text) = std::str::from_utf8(body) else {
        return Err(Problem::malformed_body(Text::message("problem-body-not-utf8")));
    };
    if is_json(content_type) {
        match serde_json::from_str(text) {
            Ok(Value::Object(object)) => Ok(Submission::from_object(object)),
            Ok(_) => Err(Problem::malformed_body(Text::message("problem-body-not-object"))),
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

fn is_form(content_type: &str) -> bool {
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
    fn unreadable_body_returns_its_code() {
        for (content_type, body, code) in [
            (JSON, &b"{"[..], "malformed_body"),
            (JSON, b"[]", "malformed_body"),
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
