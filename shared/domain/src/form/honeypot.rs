//! The honeypot: a hidden field that only programs fill in.

use super::Form;
use crate::submission::Submission;

/// The name of the honeypot field.
///
/// It looks like a field of a contact form, which bots fill in. Browsers' autofill and password managers do not.
/// An honest program does not send it by chance.
const NAME: &str = "comment_subject";

impl Form {
    /// Returns the name of the honeypot, unless the form has a field of this name.
    #[must_use]
    pub fn honeypot(&self) -> Option<&'static str> {
        self.fields.iter().all(|field| field.name != NAME).then_some(NAME)
    }

    /// Returns whether the honeypot has a value.
    #[must_use]
    pub fn is_honeypot_filled(&self, submission: &Submission) -> bool {
        self.honeypot().is_some_and(|name| submission.value(name).is_some())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn submission(sent: Value) -> Submission {
        let Value::Object(object) = sent else { panic!("{sent} is no object") };
        Submission::from_object(object)
    }

    fn form(field: &str) -> Form {
        let document = json!({
            "type": "object",
            "properties": { "email": { "type": "string" }, "password": { "type": "string" }, field: { "type": "string" } },
            "required": ["email", "password"],
        });
        Form::parse(&document.to_string(), 15).unwrap()
    }

    #[test]
    fn nonempty_honeypot_indicates_a_bot() {
        let form = form("company");
        for (value, filled) in [(json!("Buy"), true), (json!(1), true), (json!(""), false), (Value::Null, false)] {
            assert_eq!(form.is_honeypot_filled(&submission(json!({ NAME: value }))), filled, "{value}");
        }
        assert!(!form.is_honeypot_filled(&submission(json!({}))));
    }

    #[test]
    fn field_of_form_replaces_honeypot() {
        let form = form(NAME);
        assert_eq!(form.honeypot(), None);
        assert!(!form.is_honeypot_filled(&submission(json!({ NAME: "A question" }))));
    }
}
