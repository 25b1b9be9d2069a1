//! What the mails say, from templates that are parsed when the first mail is written.

use std::sync::OnceLock;

use aws_sdk_sesv2::error::BuildError;
use aws_sdk_sesv2::types::{Body, Content, EmailContent, Message as SesMessage};
use jiff::Timestamp;
use minijinja::value::{Serde, Value};
use minijinja::{Environment, context};

use crate::settings::Site;
use crate::templates;
use crate::token::Token;
use crate::user::User;
use crate::username::Username;

/// A mail: its subject on one line, its text, and the same in HTML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Message {
    subject: String,
    text: String,
    html: String,
}

/// The built-in mails.
#[derive(Debug, Default)]
pub(crate) struct Messages(OnceLock<Environment<'static>>);

macro_rules! templates {
    ($($name:literal),*) => { [$(($name, include_str!(concat!("../../templates/mail/", $name)))),*] };
}

const TEMPLATES: [(&str, &str); 19] = templates![
    "base.html",
    "activation.subject.txt",
    "activation.txt",
    "activation.html",
    "account_exists.subject.txt",
    "account_exists.txt",
    "account_exists.html",
    "awaiting_approval.subject.txt",
    "awaiting_approval.txt",
    "awaiting_approval.html",
    "approved.subject.txt",
    "approved.txt",
    "approved.html",
    "rejected.subject.txt",
    "rejected.txt",
    "rejected.html",
    "invitation.subject.txt",
    "invitation.txt",
    "invitation.html"
];

impl Messages {
    /// The link that activates `user`, and until when it does.
    pub(super) fn activation(
        &self,
        site: &Site,
        user: &User,
        key: &Token,
        expires_at: Timestamp,
    ) -> Result<Message, minijinja::Error> {
        let values = context! {
            site_name => site.name.as_str(),
            username => user.username.as_ref().map(Username::as_str),
            link => site.url.join(&format!("/activate/{}", key.expose())),
            expires_at => date_and_time(expires_at),
        };
        self.message("activation", &values)
    }

    /// To the owner of an address that somebody registers again, under a username if there are any; or for which somebody
    /// wants another activation link.
    pub(super) fn account_exists(
        &self,
        site: &Site,
        registered: bool,
        username: Option<&Username>,
    ) -> Result<Message, minijinja::Error> {
        let values = context! {
            site_name => site.name.as_str(),
            site_url => site.url.join(""),
            registered,
            username => username.map(Username::as_str),
        };
        self.message("account_exists", &values)
    }

    /// To those who approve: who is waiting, and what to do.
    pub(super) fn awaiting_approval(&self, site: &Site, user: &User) -> Result<Message, minijinja::Error> {
        let values = context! {
            site_name => site.name.as_str(),
            id => user.id.to_string(),
            username => user.username.as_ref().map(Username::as_str),
            email => user.email.as_str(),
            kind => user.kind.as_deref(),
            fields => Value::from(Serde(&user.fields)),
            created_at => date_and_time(user.created_at),
        };
        self.message("awaiting_approval", &values)
    }

    /// To a user whom an operator has approved.
    pub(super) fn approved(&self, site: &Site, user: &User) -> Result<Message, minijinja::Error> {
        self.message("approved", &decision(site, user))
    }

    /// To a user whom an operator has rejected.
    pub(super) fn rejected(&self, site: &Site, user: &User) -> Result<Message, minijinja::Error> {
        self.message("rejected", &decision(site, user))
    }

    /// The link of an invitation, and until when it works.
    #[cfg(feature = "operator")]
    pub(crate) fn invitation(
        &self,
        site: &Site,
        link: &str,
        valid_until: Timestamp,
    ) -> Result<Message, minijinja::Error> {
        let values = context! { site_name => site.name.as_str(), link, valid_until => date_and_time(valid_until) };
        self.message("invitation", &values)
    }

    fn message(&self, name: &str, values: &Value) -> Result<Message, minijinja::Error> {
        let environment = self.0.get_or_init(|| templates::compile(&TEMPLATES));
        let render = |ending: &str, values: &Value| {
            environment.get_template(&format!("{name}.{ending}"))?.render(values.clone())
        };
        let subject = one_line(&render("subject.txt", values)?);
        let (text, html) =
            (render("txt", values)?, render("html", &context! { subject => subject.as_str(), ..values.clone() })?);
        Ok(Message { subject, text, html })
    }
}

impl Message {
    pub(super) fn content(&self) -> Result<EmailContent, BuildError> {
        let content = |text: &str| Content::builder().data(text).charset("UTF-8").build();
        let body = Body::builder().text(content(&self.text)?).html(content(&self.html)?).build();
        let message = SesMessage::builder().subject(content(&self.subject)?).body(body).build();
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

fn date_and_time(at: Timestamp) -> String {
    at.strftime("%-d %B %Y, %H:%M UTC").to_string()
}

/// A subject is one line, whatever its template holds.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subject_of_several_lines_is_joined_by_spaces() {
        assert_eq!(one_line("Activate\nyour  account\r\n at Example\n"), "Activate your account at Example");
    }
}
