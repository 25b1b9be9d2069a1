use std::borrow::Cow;

use jiff::Timestamp;
use serde_json::{Value, json};

use super::Form;
use crate::locale::Language;
use crate::submission::Submission;

const PASSWORD: &str = "correct horse battery staple";

fn built_in(name: &str) -> Form {
    let document = match name {
        "standard" => include_str!("../../forms/standard.json"),
        "email" => include_str!("../../forms/email.json"),
        _ => include_str!("../../forms/terms.json"),
    };
    Form::parse(document, 15).unwrap()
}

/// Returns the email form with further required properties.
fn with(properties: &Value) -> Form {
    Form::parse(&document(properties).to_string(), 15).unwrap()
}

fn document(properties: &Value) -> Value {
    let mut document = built_in("email").json_schema().clone();
    for (name, property) in properties.as_object().unwrap() {
        document["properties"][name] = property.clone();
        document["required"].as_array_mut().unwrap().push(name.as_str().into());
    }
    document
}

/// Returns the problems of a document with a further property.
fn wrong(property: &Value) -> Vec<String> {
    let errors = Form::parse(&document(&json!({ "age": property })).to_string(), 15).unwrap_err();
    errors.iter().map(ToString::to_string).collect()
}

fn pairs(pairs: &[(&str, &str)]) -> Submission {
    Submission::from_pairs(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())))
}

fn object(object: &Value) -> Submission {
    let mut whole = json!({ "username": "ann", "email": "ann@example.com", "password": PASSWORD });
    whole.as_object_mut().unwrap().extend(object.as_object().unwrap().clone());
    Submission::from_object(whole.as_object().unwrap().clone())
}

/// Returns a page's submission of the standard fields and of `further` ones.
fn page(further: &[(&str, &str)]) -> Submission {
    let own =
        [("username", "ann"), ("email", "ann@example.com"), ("password", PASSWORD), ("password_confirm", PASSWORD)];
    pairs(&[&own[..], further].concat())
}

fn errors(form: &Form, submission: &Submission) -> Vec<(String, &'static str)> {
    let errors = form.validate(submission).unwrap_err();
    errors.into_iter().map(|error| (error.field, code(error.code))).collect()
}

fn list(errors: &[(&str, &'static str)]) -> Vec<(String, &'static str)> {
    errors.iter().map(|(field, code)| ((*field).to_owned(), *code)).collect()
}

fn code(code: Cow<'static, str>) -> &'static str {
    match code {
        Cow::Borrowed(code) => code,
        Cow::Owned(code) => panic!("{code} is not a built-in code"),
    }
}

/// Returns the code of the only error, or the value of the only further field.
fn outcome(form: &Form, submission: &Submission) -> Result<Option<Value>, &'static str> {
    match form.validate(submission) {
        Ok(data) => Ok(data.private_fields.into_values().next()),
        Err(errors) => {
            assert_eq!(errors.len(), 1, "{errors:?}");
            Err(code(errors.into_iter().next().unwrap().code))
        }
    }
}

#[test]
fn built_in_forms_are_valid_and_reparse() {
    for (name, fields) in [
        ("standard", &["username", "email", "password", "password_confirm"][..]),
        ("email", &["email", "password", "password_confirm"]),
        ("terms", &["username", "email", "password", "password_confirm", "terms"]),
    ] {
        let form = built_in(name);
        assert_eq!(form.fields().iter().map(|field| field.name.as_str()).collect::<Vec<_>>(), fields);
        let properties = form.json_schema()["properties"].as_object().unwrap();
        assert_eq!(properties.keys().collect::<Vec<_>>(), fields);
        assert!(Form::parse(&form.json_schema().to_string(), 15).is_ok(), "{name}");
    }
}

#[test]
fn documented_example_is_a_valid_form() {
    let page = include_str!("../../../../docs/guides/forms.md");
    let example = page.split("```json").nth(1).unwrap().split("```").next().unwrap();
    let form = Form::parse(example, 15).unwrap();
    assert_eq!(form.fields().len(), 9);
}

#[test]
fn username_may_be_optional() {
    let mut document = built_in("standard").json_schema().clone();
    document["required"] = json!(["email", "password"]);
    let form = Form::parse(&document.to_string(), 15).unwrap();
    let body = json!({ "username": "", "email": "ann@example.com", "password": PASSWORD });
    let data = form.validate(&Submission::from_object(body.as_object().unwrap().clone())).unwrap();
    assert_eq!(data.username, None);
    assert!(form.validate(&object(&json!({}))).unwrap().username.is_some());
    assert_eq!(errors(&form, &object(&json!({ "username": "a b" }))), list(&[("username", "invalid")]));
}

#[test]
fn document_can_tighten_standard_fields() {
    let mut document = built_in("standard").json_schema().clone();
    document["properties"]["username"]["pattern"] = "^[a-z]+$".into();
    document["properties"]["username"]["minLength"] = 4.into();
    document["properties"]["password"]["minLength"] = 40.into();
    let form = Form::parse(&document.to_string(), 15).unwrap();
    let expected = [("username", "too_short"), ("password", "too_short")];
    assert_eq!(errors(&form, &object(&json!({}))), list(&expected));
    let expected = [("username", "invalid"), ("password", "too_short")];
    assert_eq!(errors(&form, &object(&json!({ "username": "ann1" }))), list(&expected));
    assert_eq!(form.json_schema()["properties"]["password_confirm"]["minLength"], 40);
}

#[test]
fn all_errors_are_reported_in_field_order() {
    let submission = pairs(&[("username", "a b"), ("email", "ann"), ("password", "short"), ("password_confirm", "x")]);
    let expected = [
        ("username", "invalid"),
        ("email", "invalid"),
        ("password", "too_short"),
        ("password_confirm", "mismatch"),
        ("terms", "not_accepted"),
    ];
    assert_eq!(errors(&built_in("terms"), &submission), list(&expected));
    let nothing = [("username", "required"), ("email", "required"), ("password", "required")];
    assert_eq!(errors(&built_in("standard"), &pairs(&[])), list(&nothing));
}

#[test]
fn password_confirmation_is_required_only_on_pages() {
    let standard = built_in("standard");
    let fields = [("username", "ann"), ("email", "ann@example.com"), ("password", PASSWORD)];
    let mismatch = list(&[("password_confirm", "mismatch")]);
    assert_eq!(errors(&standard, &pairs(&fields)), mismatch);
    assert!(standard.validate(&object(&json!({ "password_confirm": null }))).is_ok());
    assert!(standard.validate(&object(&json!({ "password_confirm": PASSWORD }))).is_ok());
    for confirmation in [json!(""), json!(5)] {
        assert_eq!(errors(&standard, &object(&json!({ "password_confirm": confirmation }))), mismatch);
    }
}

#[test]
fn non_text_value_is_invalid() {
    let submission = object(&json!({"username": 5, "email": ["ann@example.com"], "password": {"a": 1}}));
    let expected = [("username", "invalid"), ("email", "invalid"), ("password", "invalid")];
    assert_eq!(errors(&built_in("standard"), &submission), list(&expected));
}

#[test]
fn terms_require_a_tick() {
    let terms = built_in("terms");
    for ticked in ["on", "true", "1"] {
        assert!(terms.validate(&page(&[("terms", ticked)])).is_ok(), "{ticked}");
        assert!(terms.validate(&object(&json!({ "terms": ticked }))).is_ok(), "{ticked}");
    }
    assert!(terms.validate(&object(&json!({ "terms": true }))).is_ok());
    let refused = list(&[("terms", "not_accepted")]);
    for not_ticked in ["", "off", "false", "0", "yes"] {
        assert_eq!(errors(&terms, &page(&[("terms", not_ticked)])), refused, "{not_ticked}");
    }
    for not_ticked in [json!(false), json!("false"), json!("0"), json!("off"), json!(1), json!(null), json!([true])] {
        assert_eq!(errors(&terms, &object(&json!({ "terms": not_ticked }))), refused, "{not_ticked}");
    }
    assert_eq!(errors(&terms, &page(&[])), refused);
}

#[test]
fn numbers_are_text_only_on_pages() {
    let form = with(&json!({ "age": { "type": "integer", "minimum": 18, "maximum": 120 } }));
    for (text, expected) in [
        (" 18 ", Ok(Some(json!(18)))),
        ("17", Err("too_small")),
        ("121", Err("too_large")),
        ("18.5", Err("invalid")),
        ("x", Err("invalid")),
        ("99999999999999999999", Err("invalid")),
        ("", Err("required")),
    ] {
        assert_eq!(outcome(&form, &page(&[("age", text)])), expected, "{text}");
    }
    for (value, expected) in [
        (json!(18), Ok(Some(json!(18)))),
        (json!(18.0), Ok(Some(json!(18)))),
        (json!(18.5), Err("invalid")),
        (json!(1e300), Err("invalid")),
        (json!("18"), Err("invalid")),
        (json!(true), Err("invalid")),
        (json!(null), Err("required")),
    ] {
        assert_eq!(outcome(&form, &object(&json!({ "age": value }))), expected, "{value}");
    }
}

#[test]
fn text_must_match_length_pattern_format_and_enum() {
    for (property, text, code) in [
        (json!({ "minLength": 2 }), "é", "too_short"),
        (json!({ "maxLength": 1 }), "éé", "too_long"),
        (json!({}), "   ", "required"),
        (json!({ "pattern": "^[A-Z]{2}[0-9]+$" }), "CH", "invalid"),
        (json!({ "format": "email" }), "ann", "invalid"),
        (json!({ "format": "uri" }), "javascript:alert(1)", "invalid"),
        (json!({ "format": "uri" }), "example.com", "invalid"),
        (json!({ "format": "date" }), "2001-02-29", "invalid"),
        (json!({ "format": "date" }), "20010228", "invalid"),
        (json!({ "enum": ["S", "M"] }), "s", "not_in_list"),
        (json!({ "const": "yes" }), "no", "not_in_list"),
    ] {
        let mut property = property;
        property["type"] = "string".into();
        assert_eq!(outcome(&with(&json!({ "x": property })), &page(&[("x", text)])), Err(code), "{property} {text}");
    }
    let form = with(&json!({ "x": { "type": "string", "format": "email" } }));
    let stored = outcome(&form, &page(&[("x", "Bob@exa\u{200b}mple.com\u{2060}")]));
    assert_eq!(stored, Ok(Some("Bob@example.com".into())));
    for (property, text) in [
        (json!({ "minLength": 2, "maxLength": 2 }), "éé"),
        (json!({ "pattern": "[0-9]" }), "a1b"),
        (json!({ "format": "uri" }), "https://example.com/a?b"),
        (json!({ "format": "date" }), "2000-02-29"),
        (json!({ "enum": ["S", "M"] }), "M"),
        (json!({}), " as typed "),
    ] {
        let mut property = property;
        property["type"] = "string".into();
        let stored = outcome(&with(&json!({ "x": property })), &page(&[("x", text)]));
        assert_eq!(stored, Ok(Some(text.into())), "{property}");
    }
}

#[test]
fn text_is_one_line_without_controls() {
    let controls = "\n\r\t\0\u{7}\u{1b}\u{7f}\u{85}\u{9b}\u{2028}\u{2029}\u{202a}\u{202e}\u{2066}\u{2069}";
    for property in [json!({}), json!({ "format": "uri" }), json!({ "format": "password" }), json!({ "pattern": "a" })]
    {
        let mut property = property;
        property["type"] = "string".into();
        let form = with(&json!({ "x": property }));
        for c in controls.chars() {
            for text in [format!("https://a{c}b"), format!("https://ab{c}"), format!("{c}https://ab")] {
                assert_eq!(outcome(&form, &page(&[("x", &text)])), Err("invalid"), "{property} {text:?}");
                assert_eq!(outcome(&form, &object(&json!({ "x": text }))), Err("invalid"), "{property} {text:?}");
            }
        }
    }
    let form = with(&json!({ "x": { "type": "string" } }));
    for text in ["Zoë & Söhne", "شرکت نامه\u{200c}ای", "👩\u{200d}🔧", "א\u{200f}!", "a\u{200e}b"] {
        assert_eq!(outcome(&form, &page(&[("x", text)])), Ok(Some(text.into())));
    }
}

#[test]
fn multiline_text_has_lines_and_no_other_controls() {
    let form = with(&json!({ "x": { "type": "string", "x-multiline": true, "maxLength": 8 } }));
    for (text, stored) in [("a\r\n\tb\n", "a\n\tb\n"), ("a\n\nb", "a\n\nb"), ("a\r\nb\r\nc\r\nd", "a\nb\nc\nd")] {
        assert_eq!(outcome(&form, &page(&[("x", text)])), Ok(Some(stored.into())), "{text:?}");
        assert_eq!(outcome(&form, &object(&json!({ "x": text }))), Ok(Some(stored.into())), "{text:?}");
    }
    for c in "\r\0\u{1b}\u{85}\u{2028}\u{202e}\u{2066}".chars() {
        assert_eq!(outcome(&form, &page(&[("x", &format!("a\n{c}b"))])), Err("invalid"), "{c:?}");
    }
    let control = form.fields().iter().find(|field| field.name == "x").unwrap().control;
    assert_eq!(control, "textarea");
}

#[test]
fn missing_checkbox_on_page_means_false() {
    let form = with(&json!({ "news": { "type": "boolean" } }));
    assert_eq!(outcome(&form, &page(&[])), Ok(Some(json!(false))));
    assert_eq!(outcome(&form, &page(&[("news", "true")])), Ok(Some(json!(true))));
    assert_eq!(outcome(&form, &object(&json!({}))), Err("required"));
    assert_eq!(outcome(&form, &object(&json!({ "news": 1 }))), Err("invalid"));
}

#[test]
fn fields_are_private_unless_marked_x_signal() {
    let form = with(&json!({
        "company": { "type": "string", "x-signal": true },
        "vat": { "type": "string" },
    }));
    let data = form.validate(&page(&[("company", "Acme"), ("vat", "CH1"), ("admin", "true")])).unwrap();
    assert_eq!(json!(data.fields), json!({ "company": "Acme" }));
    assert_eq!(json!(data.private_fields), json!({ "vat": "CH1" }));
}

/// Returns a box that accepts version `version` of a document.
fn terms(version: &str) -> Value {
    json!({ "type": "boolean", "const": true, "x-document": "https://example.com/terms", "x-version": version })
}

#[test]
fn ticked_boxes_with_version_are_consents() {
    let mut document = document(&json!({ "terms": terms("2026-11"), "age": { "type": "boolean", "const": true } }));
    document["properties"]["terms"]["x-signal"] = true.into();
    for (name, version) in [("news", "3"), ("offers", "4")] {
        document["properties"][name] = json!({ "type": "boolean", "const": true, "x-version": version });
    }
    let form = Form::parse(&document.to_string(), 15).unwrap();
    let data = form.validate(&page(&[("terms", "2026-11"), ("age", "true"), ("news", "on")])).unwrap();
    let (public, private) = data.consents(&Language::parse("de").unwrap(), Timestamp::UNIX_EPOCH, Some("192.0.2.1"));
    let consent = |field, document, version| {
        let mut consent = json!({ "field": field, "version": version, "language": "de" });
        consent["accepted_at"] = "1970-01-01T00:00:00Z".into();
        consent["ip"] = "192.0.2.1".into();
        if let Some(document) = document {
            consent["document"] = Value::from(document);
        }
        json!([consent])
    };
    assert_eq!(json!(public), consent("terms", Some("https://example.com/terms"), "2026-11"));
    assert_eq!(json!(private), consent("news", None, "3"), "offers are not accepted, and age has no version");
    assert_eq!(json!(data.fields), json!({ "terms": true }));
    assert_eq!(json!(data.private_fields), json!({ "age": true, "news": true }));
}

#[test]
fn other_version_is_no_tick() {
    for (version, ticks, refused) in [
        ("2026-11", &["2026-11", "true", "on"][..], &["2026-10", "1", "false", "off", ""][..]),
        ("2", &["2", "true"], &["1", "0"]),
        ("1", &["1"], &["2"]),
        ("0", &["0"], &["1"]),
        ("on", &["on"], &["off"]),
    ] {
        let form = with(&json!({ "terms": terms(version) }));
        for text in ticks {
            assert_eq!(outcome(&form, &page(&[("terms", text)])), Ok(Some(json!(true))), "{version} {text}");
            assert_eq!(outcome(&form, &object(&json!({ "terms": text }))), Ok(Some(json!(true))), "{version} {text}");
        }
        assert_eq!(outcome(&form, &object(&json!({ "terms": true }))), Ok(Some(json!(true))), "{version}");
        for text in refused {
            assert_eq!(outcome(&form, &page(&[("terms", text)])), Err("not_accepted"), "{version} {text}");
        }
        assert_eq!(outcome(&form, &object(&json!({ "terms": 1 }))), Err("not_accepted"), "{version}");
    }
}

#[test]
fn documents_are_for_boxes_with_version() {
    let only_boxes = "is for a boolean with const, which is a box that must be ticked";
    let url = "must be an https URL such as https://example.com/login, or http on this machine";
    let one_line = "must be one line of 1 to 64 characters without spaces around it, such as \"2026-11\"";
    let changed = |keyword: &str, value: Value| {
        let mut property = terms("1");
        property[keyword] = value;
        property
    };
    for (property, errors) in [
        (
            json!({ "type": "boolean", "x-document": "https://example.com/terms", "x-version": "1" }),
            [("x-document", only_boxes), ("x-version", only_boxes)].as_slice(),
        ),
        (json!({ "type": "string", "const": "yes", "x-version": "1" }), &[("x-version", only_boxes)]),
        (
            json!({ "type": "boolean", "const": true, "x-document": "https://example.com/terms" }),
            &[("x-document", "needs x-version, such as \"2026-11\": a consent records the version")],
        ),
        (changed("x-document", "http://example.com/terms".into()), &[("x-document", url)]),
        (changed("x-document", "/terms".into()), &[("x-document", url)]),
        (changed("x-document", 5.into()), &[("x-document", "must be a text")]),
        (changed("x-version", "".into()), &[("x-version", one_line)]),
        (changed("x-version", " 1".into()), &[("x-version", one_line)]),
        (changed("x-version", "1\n2".into()), &[("x-version", one_line)]),
        (changed("x-version", "é".repeat(65).into()), &[("x-version", one_line)]),
        (changed("x-version", 1.into()), &[("x-version", "must be a text")]),
    ] {
        let errors = errors.iter().map(|(keyword, error)| format!("/properties/age/{keyword}: {error}"));
        assert_eq!(wrong(&property), errors.collect::<Vec<_>>(), "{property}");
    }
    with(&json!({ "terms": changed("x-document", "http://localhost:8000/terms".into()) }));
    with(&json!({ "terms": terms(&"é".repeat(64)) }));
}

#[test]
fn implicit_limits_are_added_to_schema() {
    let form = with(&json!({ "company": { "type": "string" } }));
    let properties = &form.json_schema()["properties"];
    assert_eq!(properties["company"], json!({ "type": "string", "minLength": 1, "maxLength": 1000 }));
    assert_eq!(properties["password_confirm"]["minLength"], 15);
}

#[test]
fn unsupported_keyword_is_reported_with_its_path() {
    for (property, error) in [
        (json!({ "type": "integer", "minimum": "18" }), "/properties/age/minimum: must be a number"),
        (json!({ "type": "integer", "minimum": 1.5 }), "/properties/age/minimum: must be a whole number of 64 bits"),
        (json!({ "type": "integer", "minLength": 1 }), "/properties/age/minLength: is not supported for an integer"),
        (json!({ "type": "string", "minlength": 1 }), "/properties/age/minlength: is not supported for a string"),
        (json!({ "type": "string", "minLength": -1 }), "/properties/age/minLength: must be a whole number from 0"),
        (
            json!({ "type": "string", "minLength": 5, "maxLength": 4 }),
            "/properties/age/maxLength: must be at least 5, the minimum length",
        ),
        (json!({ "type": "string", "enum": [] }), "/properties/age/enum: must be a list of at least one value"),
        (json!({ "type": "string", "enum": ["a", 5] }), "/properties/age/enum: its value at 1 must be a text"),
        (json!({ "type": "integer", "enum": [5, 5] }), "/properties/age/enum: its value at 1 is a repetition"),
        (
            json!({ "type": "string", "format": "ipv4" }),
            "/properties/age/format: must be \"email\", \"uri\", \"date\" or \"password\"",
        ),
        (json!({ "type": "string", "title": 5 }), "/properties/age/title: must be a text"),
        (json!({ "type": "string", "x-signal": "yes" }), "/properties/age/x-signal: must be true or false"),
        (
            json!({ "type": "string", "writeOnly": true, "x-signal": true }),
            "/properties/age/x-signal: must not be true for a writeOnly property",
        ),
        (
            json!({ "type": "string", "format": "uri", "x-multiline": true }),
            "/properties/age/x-multiline: must not be true for a format, which has one line",
        ),
        (
            json!({ "type": "integer", "x-multiline": true }),
            "/properties/age/x-multiline: is for a further string without enum and const",
        ),
        (
            json!({ "type": "boolean", "const": false }),
            "/properties/age/const: must be true: only a ticked box can be required",
        ),
        (json!({ "type": "number" }), "/properties/age/type: must be \"string\", \"integer\" or \"boolean\""),
        (json!(true), "/properties/age: must be an object"),
    ] {
        assert_eq!(wrong(&property), [error], "{property}");
    }
    let pattern = wrong(&json!({ "type": "string", "pattern": "(" }));
    assert!(pattern[0].starts_with("/properties/age/pattern: must be a regular expression: "), "{pattern:?}");
}

#[test]
fn required_fields_cannot_be_removed_or_loosened() {
    let errors = |change: fn(&mut Value)| {
        let mut document = built_in("standard").json_schema().clone();
        change(&mut document);
        let errors = Form::parse(&document.to_string(), 15).unwrap_err();
        errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
    };
    for (change, error) in [
        (
            (|document| document["properties"]["password"]["minLength"] = 8.into()) as fn(&mut Value),
            "/properties/password/minLength: must be at least 15",
        ),
        (
            |document| document["properties"]["email"]["type"] = "integer".into(),
            "/properties/email/type: must be \"string\"; \
             /properties/email/minLength: is not supported for this field; \
             /properties/email/maxLength: is not supported for this field; \
             /properties/email/format: is not supported for this field",
        ),
        (|document| document["required"] = json!(["username", "email"]), "/required: must name password"),
        (
            |document| document["required"].as_array_mut().unwrap().push("age".into()),
            "/required: names age, which is not in properties",
        ),
        (
            |document| drop(document["properties"].as_object_mut().unwrap().shift_remove("email")),
            "/properties: must have email; /required: names email, which is not in properties",
        ),
        (
            |document| document["properties"]["a/b"] = json!({ "type": "string" }),
            "/properties/a~1b: must be a name of at most 64 letters, digits, _ and -",
        ),
        (
            |document| document["properties"]["idempotency_key"] = json!({ "type": "string" }),
            "/properties/idempotency_key: is a name that the service reserves",
        ),
        (
            |document| document["additionalProperties"] = false.into(),
            "/additionalProperties: is not supported in a form",
        ),
        (|document| document["type"] = "array".into(), "/type: must be \"object\""),
        (
            |document| document["properties"]["email"]["x-allowed-domains"] = json!(["@a.com"]),
            "/properties/email/x-allowed-domains: its value at 0 \"@a.com\" must be a domain such as example.com",
        ),
    ] {
        assert_eq!(errors(change), error);
    }
    assert!(Form::parse("{", 15).unwrap_err()[0].to_string().starts_with("is not valid JSON: "));
    assert_eq!(Form::parse("[]", 15).unwrap_err()[0].to_string(), "must be an object");
}

#[test]
fn keyboard_follows_from_kind_of_field() {
    let standard = built_in("standard");
    for field in standard.fields() {
        assert_eq!((field.autocapitalize, field.input_mode), (Some("none"), None), "{}", field.name);
    }
    for (property, autocapitalize, input_mode) in [
        (json!({ "type": "string" }), None, None),
        (json!({ "type": "string", "enum": ["a"], "x-autocomplete": "organization" }), None, None),
        (json!({ "type": "string", "format": "date", "x-autocomplete": "bday" }), None, None),
        (json!({ "type": "string", "format": "email" }), Some("none"), None),
        (json!({ "type": "string", "format": "uri" }), Some("none"), None),
        (json!({ "type": "string", "format": "password" }), Some("none"), None),
        (json!({ "type": "string", "writeOnly": true }), Some("none"), None),
        (json!({ "type": "string", "pattern": "^[A-Z]{2}[0-9]+$" }), Some("none"), None),
        (json!({ "type": "string", "x-autocomplete": "off" }), None, None),
        (json!({ "type": "string", "x-autocomplete": "family-name" }), Some("words"), None),
        (json!({ "type": "string", "x-autocomplete": "billing street-address" }), Some("words"), None),
        (json!({ "type": "string", "x-autocomplete": "family-name", "pattern": "x" }), Some("words"), None),
        (json!({ "type": "string", "x-autocomplete": "one-time-code" }), Some("none"), None),
        (json!({ "type": "string", "x-autocomplete": "billing work tel" }), Some("none"), Some("tel")),
        (json!({ "type": "string", "x-autocomplete": "nickname webauthn" }), Some("words"), None),
        (json!({ "type": "string", "format": "email", "x-autocomplete": "work email" }), Some("none"), None),
        (json!({ "type": "integer" }), None, None),
        (json!({ "type": "integer", "minimum": -1 }), None, None),
        (json!({ "type": "integer", "minimum": 0 }), None, Some("numeric")),
        (json!({ "type": "integer", "enum": [1, 2] }), None, None),
        (json!({ "type": "boolean" }), None, None),
    ] {
        let form = with(&json!({ "further": property }));
        let field = form.fields().last().unwrap();
        assert_eq!((field.autocapitalize, field.input_mode), (autocapitalize, input_mode), "{property}");
    }
    assert!(wrong(&json!({ "type": "string", "x-autocomplete": "company" }))[0].contains("must be HTML's"));
}

#[test]
fn form_of_waitlist_has_address_alone() {
    let form = with(&json!({ "company": { "type": "string" } })).for_waitlist();
    let schema = form.json_schema();
    assert_eq!(form.fields().iter().map(|field| &*field.name).collect::<Vec<_>>(), ["email"]);
    assert_eq!(schema["properties"].as_object().unwrap().keys().collect::<Vec<_>>(), ["email"]);
    assert_eq!((&schema["required"], &schema["x-waitlist"]), (&json!(["email"]), &json!(true)));
    let data = form.validate(&pairs(&[("email", "ann@example.com"), ("company", "Acme")])).unwrap();
    assert_eq!(
        (data.email.as_str(), data.password.is_some(), data.private_fields.len()),
        ("ann@example.com", false, 0)
    );
    assert_eq!(errors(&form, &pairs(&[("email", "ann")])), list(&[("email", "invalid")]));
}
