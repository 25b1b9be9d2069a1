//! The texts of the emails, from templates that are parsed on first use.

use std::sync::Arc;

use aws_sdk_sesv2::error::BuildError;
use aws_sdk_sesv2::types::{Body, Content, EmailContent, Message as SesMessage, MessageHeader};
use jiff::{SignedDuration, Timestamp};
use minijinja::context;
use minijinja::value::{Serde, Value};

use domain::locale::{Languages, Part, Text, Translator};
use domain::settings::{AccentColor, ActivationSettings, Reader, Site, WebUrl};
use domain::{
    ActivationCode, ActivationProof, Invitation, InvitationMail, InvitationText, InviterName, Links, Token, User,
    Username,
};
use templates::{MAILS, Templates, functions, read_overrides};

/// An email: its subject on one line, text, HTML version and language tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    subject: String,
    text: String,
    html: String,
    language: String,
}

/// The writer of the emails, each in the language of its reader.
#[derive(Debug)]
pub struct Messages {
    templates: Templates,
    languages: Arc<Languages>,
}

/// The proofs in an activation email.
#[derive(Debug)]
pub(super) struct Activation<'a> {
    /// The secret in the link.
    pub key: &'a Token,
    /// The end of the link's validity.
    pub expires_at: Timestamp,
    /// The code and its validity, if the email has one.
    pub code: Option<(ActivationCode, SignedDuration)>,
    /// The terms of the activation.
    pub settings: &'a ActivationSettings,
}

/// The link by which one approver decides.
#[derive(Debug)]
pub(super) struct DecisionLink {
    /// The secret in the link.
    pub key: Token,
    /// The end of the link's validity.
    pub expires_at: Timestamp,
}

/// The requested language of the reader, if it is known.
pub(super) type Locale<'a> = Option<&'a str>;

impl Messages {
    /// Reads the folder of overrides and the languages.
    ///
    /// Returns `None` if a setting is invalid, which `reader` then reports.
    pub fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let overrides = read_overrides(reader)?;
        let languages = Arc::new(Languages::read(reader, &overrides, Part::MAIL)?);
        Some(Self { templates: Templates::new(MAILS, overrides), languages })
    }

    /// Writes the email with the link and the code that activate `user`.
    pub(super) fn activation(
        &self,
        site: &Site,
        user: &User,
        activation: &Activation<'_>,
        locale: Locale<'_>,
    ) -> Result<Message, minijinja::Error> {
        let translator = self.translator(locale);
        let links = self.links(locale);
        let duration = |period| translator.translate(&Text::duration(period));
        let (code, code_duration) = match activation.code {
            Some((code, period)) => (Some(code.expose()), Some(duration(period))),
            None => (None, None),
        };
        let values = context! {
            username => user.username.as_ref().map(Username::as_str),
            email => user.email.as_str(),
            registered_at => translator.translate(&Text::date_and_time(user.created_at)),
            link => site.page_url(&links.to(&format!("/activate/{}", activation.key.expose()))),
            duration => duration(activation.settings.period),
            expires_at => translator.translate(&Text::date_and_time(activation.expires_at)),
            code,
            code_duration,
            link_activates => activation.settings.by.link(),
            link_starts_over => activation.settings.proof == ActivationProof::Person,
        };
        self.message("activation", site, &translator, &values)
    }

    /// Writes the notice to an address's owner about the existing account.
    ///
    /// The reason is a new registration, with its username if it has one, or a request for a link.
    pub(super) fn account_exists(
        &self,
        site: &Site,
        registered: bool,
        username: Option<&Username>,
        locale: Locale<'_>,
    ) -> Result<Message, minijinja::Error> {
        let values = context! {
            site_url => site.url.join(""),
            login_url => login_url(site),
            registered,
            username => username.map(Username::as_str),
        };
        self.message("account_exists", site, &self.translator(locale), &values)
    }

    /// Writes the email to an approver, in the default language: the approver's is unknown.
    ///
    /// Without a link it has only the commands.
    pub(super) fn awaiting_approval(
        &self,
        site: &Site,
        user: &User,
        link: Option<&DecisionLink>,
    ) -> Result<Message, minijinja::Error> {
        let translator = self.translator(None);
        let values = context! {
            id => user.id.to_string(),
            username => user.username.as_ref().map(Username::as_str),
            email => user.email.as_str(),
            kind => user.kind.as_deref(),
            fields => Value::from(Serde(&user.fields)),
            created_at => translator.translate(&Text::date_and_time(user.created_at)),
            link => link.map(|link| site.page_url(&format!("/approve/{}", link.key.expose()))),
            expires_at => link.map(|link| translator.translate(&Text::date_and_time(link.expires_at))),
        };
        self.message("awaiting_approval", site, &translator, &values)
    }

    /// Writes the email to a user whom an operator approved.
    pub(super) fn approved(&self, site: &Site, user: &User, locale: Locale<'_>) -> Result<Message, minijinja::Error> {
        self.message("approved", site, &self.translator(locale), &decision(site, user))
    }

    /// Writes the email to a user whom an operator rejected.
    pub(super) fn rejected(&self, site: &Site, user: &User, locale: Locale<'_>) -> Result<Message, minijinja::Error> {
        self.message("rejected", site, &self.translator(locale), &decision(site, user))
    }

    /// Writes the email to a person who joined the waiting list.
    pub(super) fn waitlist_joined(
        &self,
        site: &Site,
        joined_at: Timestamp,
        locale: Locale<'_>,
    ) -> Result<Message, minijinja::Error> {
        let translator = self.translator(locale);
        let joined_at = translator.translate(&Text::date_and_time(joined_at));
        self.message("waitlist_joined", site, &translator, &context! { joined_at })
    }

    /// Writes the email with the link of an invitation and its expiry.
    ///
    /// # Errors
    /// A template error, if a template uses an unknown value.
    pub fn invitation(
        &self,
        site: &Site,
        code: &Token,
        valid_until: Timestamp,
        mail: &InvitationMail,
    ) -> Result<Message, minijinja::Error> {
        let translator = self.translator(mail.locale.as_deref());
        let values = context! {
            link => site.page_url(&self.links(mail.locale.as_deref()).to(&Invitation::path(code))),
            valid_until => translator.translate(&Text::date_and_time(valid_until)),
            inviter => mail.inviter.as_ref().map(InviterName::as_str),
            paragraphs => mail.text.as_ref().map(InvitationText::paragraphs).unwrap_or_default().to_vec(),
        };
        self.message("invitation", site, &translator, &values)
    }

    /// Returns the builder of links to pages in the language of the email.
    fn links(&self, locale: Locale<'_>) -> Links {
        Links::in_language(locale.and_then(|locale| self.languages.best_match(locale)))
    }

    fn translator(&self, locale: Locale<'_>) -> Translator {
        let language = locale.and_then(|locale| self.languages.best_match(locale));
        Translator::new(&self.languages, language.unwrap_or(self.languages.default_language()))
    }

    fn message(
        &self,
        name: &str,
        site: &Site,
        translator: &Translator,
        values: &Value,
    ) -> Result<Message, minijinja::Error> {
        let language = translator.language();
        let frame = context! {
            lang => language.to_string(),
            dir => language.direction(),
            site_name => site.name.as_str(),
            accent => colors(site.accent.unwrap_or_default()),
            ..functions(translator)
        };
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
    /// Returns the email for SES. Its header stops automatic replies (RFC 3834, 5).
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

/// Returns the accent colour on light and dark pages, each with the colour of text on it.
///
/// The emails need them in their elements, because mail clients load no stylesheet.
fn colors(accent: AccentColor) -> Value {
    context! {
        light => accent.light(),
        on_light => accent.on_light(),
        dark => accent.dark(),
        on_dark => accent.on_dark(),
    }
}

fn login_url(site: &Site) -> Option<&str> {
    site.login_url.as_ref().map(WebUrl::as_str)
}

fn decision(site: &Site, user: &User) -> Value {
    context! {
        site_url => site.url.join(""),
        login_url => login_url(site),
        username => user.username.as_ref().map(Username::as_str),
    }
}

/// Joins the lines of a subject, whose template may have several.
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
