//! The request of `SendEmail`.

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde::Deserialize;
use serde::de::IgnoredAny;
use ulid::Ulid;

use super::SesApiError;
use super::mail::{Header, Mail};

/// SES's limit of recipients.
const RECIPIENTS: usize = 50;
/// SES's limits of headers, and those that it sets ("Amazon SES header fields").
const HEADERS: usize = 15;
const HEADER_NAME: usize = 126;
const HEADER_VALUE: usize = 870;
const RESERVED_HEADERS: [&str; 12] = [
    "bcc",
    "cc",
    "content-disposition",
    "content-type",
    "date",
    "from",
    "message-id",
    "mime-version",
    "reply-to",
    "return-path",
    "subject",
    "to",
];
/// The maximum size of an email.
///
/// It is one item of the ledger, and DynamoDB's items have up to 400 KB.
const BYTES: usize = 380_000;

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct SendEmail {
    from_email_address: Option<String>,
    destination: Option<Destination>,
    #[serde(default)]
    reply_to_addresses: Vec<String>,
    content: Content,
    #[serde(default)]
    email_tags: Vec<Tag>,
    configuration_set_name: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Tag {
    name: String,
    value: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Destination {
    #[serde(rename = "ToAddresses")]
    to: Vec<String>,
    #[serde(rename = "CcAddresses")]
    cc: Vec<String>,
    #[serde(rename = "BccAddresses")]
    bcc: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Content {
    simple: Option<Message>,
    raw: Option<IgnoredAny>,
    template: Option<IgnoredAny>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Message {
    subject: Text,
    body: Body,
    #[serde(default)]
    headers: Vec<Header>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Body {
    text: Option<Text>,
    html: Option<Text>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Text {
    data: String,
}

impl SendEmail {
    /// Converts the request to an email, if SES would accept it.
    pub(super) fn into_mail(self, id: Ulid, sent_at: Timestamp) -> Result<Mail, SesApiError> {
        let from = self.from_email_address.ok_or(SesApiError::Missing("FromEmailAddress"))?;
        let destination = self.destination.unwrap_or_default();
        let recipients = [&destination.to, &destination.cc, &destination.bcc];
        let all = recipients.into_iter().flatten();
        match all.clone().count() {
            0 => return Err(SesApiError::Missing("a recipient")),
            count if count > RECIPIENTS => return Err(SesApiError::Recipients(RECIPIENTS)),
            _ => {}
        }
        for address in all.chain(&self.reply_to_addresses).chain([&from]) {
            if !is_address(address) {
                return Err(SesApiError::Address(address.clone()));
            }
        }
        let Content { simple: Some(message), raw: None, template: None } = self.content else {
            return Err(SesApiError::NotSimple);
        };
        check_headers(&message.headers)?;
        let text = message.body.text.map(|text| text.data);
        let html = message.body.html.map(|html| html.data);
        if text.is_none() && html.is_none() {
            return Err(SesApiError::Missing("a body"));
        }
        let parts = [Some(&message.subject.data), text.as_ref(), html.as_ref()];
        if parts.into_iter().flatten().map(String::len).sum::<usize>() > BYTES {
            return Err(SesApiError::TooLong(BYTES));
        }
        let configuration_set =
            self.configuration_set_name.map(|name| ("ses:configuration-set".to_owned(), vec![name]));
        let tags = self.email_tags.into_iter().map(|tag| (tag.name, vec![tag.value]));
        Ok(Mail {
            id: id.to_string(),
            to: destination.to.join(", "),
            cc: destination.cc.join(", "),
            bcc: destination.bcc.join(", "),
            reply_to: self.reply_to_addresses.join(", "),
            from,
            subject: message.subject.data,
            text,
            html,
            tags: tags.chain(configuration_set).collect(),
            headers: message.headers,
            sent_at,
        })
    }
}

/// Checks the headers by SES's rules: few, printable ASCII, unique, not reserved.
fn check_headers(headers: &[Header]) -> Result<(), SesApiError> {
    if headers.len() > HEADERS {
        return Err(SesApiError::Headers(HEADERS));
    }
    let mut names = BTreeSet::new();
    for Header { name, value } in headers {
        let printable = |text: &str, most: usize| {
            (1..=most).contains(&text.len()) && text.bytes().all(|b| b == b' ' || b.is_ascii_graphic())
        };
        let lower = name.to_ascii_lowercase();
        let wrong = !printable(name, HEADER_NAME) || name.contains([' ', ':']) || !printable(value, HEADER_VALUE);
        if wrong || RESERVED_HEADERS.contains(&lower.as_str()) || !names.insert(lower) {
            return Err(SesApiError::Header(name.clone()));
        }
    }
    Ok(())
}

/// Returns whether SES would accept `user@domain` or `Name <user@domain>`.
fn is_address(address: &str) -> bool {
    let inner = match address.rsplit_once('<') {
        Some((_, inner)) => inner.strip_suffix('>').unwrap_or_default(),
        None => address,
    };
    let whole = inner.rsplit_once('@').is_some_and(|(user, domain)| !user.is_empty() && !domain.is_empty());
    whole && inner.is_ascii() && !inner.contains(char::is_whitespace) && !address.contains(char::is_control)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn request() -> Value {
        json!({
            "FromEmailAddress": "Example <no-reply@example.com>",
            "Destination": { "ToAddresses": ["ada@example.org"] },
            "ReplyToAddresses": ["Help <help@example.com>"],
            "Content": { "Simple": {
                "Subject": { "Data": "Hello", "Charset": "UTF-8" },
                "Body": { "Text": { "Data": "text" }, "Html": { "Data": "<p>html" } },
                "Headers": [{ "Name": "List-Id", "Value": "1" }],
            } },
        })
    }

    fn mail(request: Value) -> Result<Mail, SesApiError> {
        serde_json::from_value::<SendEmail>(request).unwrap().into_mail(Ulid::nil(), Timestamp::UNIX_EPOCH)
    }

    #[test]
    fn mail_is_stored_as_sent() {
        assert_eq!(
            serde_json::to_value(mail(request()).unwrap()).unwrap(),
            json!({
                "id": "00000000000000000000000000",
                "to": "ada@example.org",
                "reply_to": "Help <help@example.com>",
                "from": "Example <no-reply@example.com>",
                "subject": "Hello",
                "text": "text",
                "html": "<p>html",
                "headers": [{ "name": "List-Id", "value": "1" }],
                "sent_at": "1970-01-01T00:00:00Z",
            })
        );
    }

    #[test]
    fn invalid_mail_is_refused_like_ses() {
        for (pointer, value, why) in [
            ("/FromEmailAddress", json!(null), "FromEmailAddress is missing"),
            ("/FromEmailAddress", json!("example.com"), "Illegal address: \"example.com\""),
            ("/Destination", json!({}), "a recipient is missing"),
            ("/Destination/ToAddresses", json!(["a@b\r\nc"]), "Illegal address: \"a@b\\r\\nc\""),
            ("/Destination/ToAddresses", json!(["a b@c.org"]), "Illegal address: \"a b@c.org\""),
            ("/Destination/ToAddresses", json!(vec!["a@b.org"; 51]), "an email has at most 50 recipients"),
            ("/Content", json!({ "Raw": { "Data": "" } }), "only Content.Simple is supported"),
            ("/Content/Simple/Headers/0/Name", json!("Reply-To"), "the header \"Reply-To\" cannot be sent"),
            ("/Content/Simple/Headers/0/Name", json!("a:b"), "the header \"a:b\" cannot be sent"),
            ("/Content/Simple/Headers/0/Value", json!("a\r\nBcc: x@y.org"), "the header \"List-Id\" cannot be sent"),
            ("/Content/Simple/Headers/0/Value", json!("é"), "the header \"List-Id\" cannot be sent"),
            (
                "/Content/Simple/Headers",
                json!(vec![json!({ "Name": "A", "Value": "b" }); 2]),
                "the header \"A\" cannot be sent",
            ),
            (
                "/Content/Simple/Headers",
                json!(vec![json!({ "Name": "A", "Value": "b" }); 16]),
                "an email has at most 15 custom headers",
            ),
            ("/ReplyToAddresses", json!(["nobody"]), "Illegal address: \"nobody\""),
            ("/Content/Simple/Body", json!({}), "a body is missing"),
            ("/Content/Simple/Body/Text/Data", json!("x".repeat(380_001)), "an email has at most 380000 bytes here"),
        ] {
            let mut request = request();
            *request.pointer_mut(pointer).unwrap() = value;
            assert_eq!(mail(request).unwrap_err().to_string(), why, "{pointer}");
        }
    }
}
