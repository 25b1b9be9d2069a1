//! What the mails say, from templates that are parsed when the first mail is written.

use std::sync::Arc;

use aws_sdk_sesv2::error::BuildError;
use aws_sdk_sesv2::types::{Body, Content, EmailContent, Message as SesMessage, MessageHeader};
use jiff::{SignedDuration, Timestamp};
use minijinja::context;
use minijinja::value::{Serde, Value};

use domain::locale::{Languages, Part, Text, Translator};
use domain::settings::{Reader, Site};
use domain::{Links, Token, User, Username};
use templates::{MAILS, Templates, functions, read_overrides};

/// A mail: its subject on one line, its text, the same in HTML, and the tag of their language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    subject: String,
    text: String,
    html: String,
    language: String,
}

/// The mails, each in the language of a reader.
#[derive(Debug)]
pub struct Messages {
    templates: Templates,
    languages: Arc<Languages>,
}

/// Whom a mail is for, as far as it matters to what it says: the language that was asked for, if one is known.
pub(super) type Locale<'a> = Option<&'a str>;

impl Messages {
    /// Reads the folder and the languages; `None` if something is wrong, which `reader` then knows.
    pub fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let own = read_overrides(reader)?;
        let languages = Arc::new(Languages::read(reader, &own, Part::MAIL)?);
        Some(Self { templates: Templates::new(MAILS, own), languages })
    }

    /// The link that activates `user`, for how long and until when it does.
    pub(super) fn activation(
        &self,
        site: &Site,
        user: &User,
        key: &Token,
        (period, expires_at): (SignedDuration, Timestamp),
        locale: Locale<'_>,
    ) -> Result<Message, minijinja::Error> {
        let translator = self.translator(locale);
        // The page is to be in the language of the mail.
        let links = Links::in_language(locale.and_then(|locale| self.languages.best_match(locale)));
        let values = context! {
            site_name => site.name.as_str(),
            username => user.username.as_ref().map(Username::as_str),
            link => site.url.join(&links.to(&format!("/activate/{}", key.expose()))),
            duration => translator.translate(&Text::duration(period)),
            expires_at => translator.translate(&Text::date_and_time(expires_at)),
        };
        self.message("activation", &translator, &values)
    }

    /// To the owner of an address that somebody registers again, under a username if there are any; or for which somebody
    /// wants another activation link.
    pub(super) fn account_exists(
        &self,
        site: &Site,
        registered: bool,
        username: Option<&Username>,
        locale: Locale<'_>,
    ) -> Result<Message, minijinja::Error> {
        let values = context! {
            site_name => site.name.as_str(),
            site_url => site.url.join(""),
            registered,
            username => username.map(Username::as_str),
        };
        self.message("account_exists", &self.translator(locale), &values)
    }

    /// To those who approve: who is waiting, and what to do. In the default language: theirs is not known.
    pub(super) fn awaiting_approval(&self, site: &Site, user: &User) -> Result<Message, minijinja::Error> {
        let translator = self.translator(None);
        let values = context! {
            site_name => site.name.as_str(),
            id => user.id.to_string(),
            username => user.username.as_ref().map(Username::as_str),
            email => user.email.as_str(),
            kind => user.kind.as_deref(),
            fields => Value::from(Serde(&user.fields)),
            created_at => translator.translate(&Text::date_and_time(user.created_at)),
        };
        self.message("awaiting_approval", &translator, &values)
    }

    /// To a user whom an operator has approved.
    pub(super) fn approved(&self, site: &Site, user: &User, locale: Locale<'_>) -> Result<Message, minijinja::Error> {
        self.message("approved", &self.translator(locale), &decision(site, user))
    }

    /// To a user whom an operator has rejected.
    pub(super) fn rejected(&self, site: &Site, user: &User, locale: Locale<'_>) -> Result<Message, minijinja::Error> {
        self.message("rejected", &self.translator(locale), &decision(site, user))
    }

    /// The link of an invitation, and until when it works. In the default language: the reader's is not known.
    ///
    /// # Errors
    /// When a template asks for a value that there is not.
    pub fn invitation(&self, site: &Site, link: &str, valid_until: Timestamp) -> Result<Message, minijinja::Error> {
        let translator = self.translator(None);
        let valid_until = translator.translate(&Text::date_and_time(valid_until));
        let values = context! { site_name => site.name.as_str(), link, valid_until };
        self.message("invitation", &translator, &values)
    }

    fn translator(&self, locale: Locale<'_>) -> Translator {
        let language = locale.and_then(|locale| self.languages.best_match(locale));
        Translator::new(&self.languages, language.unwrap_or(self.languages.default_language()))
    }

    fn message(&self, name: &str, translator: &Translator, values: &Value) -> Result<Message, minijinja::Error> {
        let language = translator.language();
        let frame = context! { lang => language.to_string(), dir => language.direction(), ..functions(translator) };
        let values = context! { ..values.clone(), ..frame };
        self.templates.render(|environment| {
            let render = |ending: &str, values: &Value| {
                environment.get_template(&format!("mail/{name}.{ending}"))?.render(values.clone())
            };
            let subject = one_line(&render("subject.txt", &values)?);
            let of_html = context! { subject => subject.as_str(), ..values.clone() };
            let (text, html) = (render("txt", &values)?, render("html", &of_html)?);
            Ok(Message { subject, text, html, language: language.to_string() })
        })
    }
}

impl Message {
    /// The mail as SES takes it. Nobody's holiday is to answer it (RFC 3834, 5).
    pub(super) fn content(&self) -> Result<EmailContent, BuildError> {
        let content = |text: &str| Content::builder().data(text).charset("UTF-8").build();
        let header = |name: &str, value: &str| MessageHeader::builder().name(name).value(value).build();
        let body = Body::builder().text(content(&self.text)?).html(content(&self.html)?).build();
        let message = SesMessage::builder()
            .subject(content(&self.subject)?)
            .body(body)
            .headers(header("Auto-Submitted", "auto-generated")?)
            .headers(header("Content-Language", &self.language)?)
            .build();
        Ok(EmailContent::builder().simple(message).build())
    }
}

fn decision(site: &Site, user: &User) -> Value {
    context! {
        site_name => site.name.as_str(),
        site_url => site.url.join(""),
        username => user.username.as_ref().map(Username::as_str),
    }
}

/// A subject is one line, whatever its template holds.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn multiline_subject_is_joined_by_spaces() {
        assert_eq!(one_line("Activate\nyour  account\r\n at Example\n"), "Activate your account at Example");
    }
}
