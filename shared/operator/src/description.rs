//! The description of a user and of a mailbox, line by line, as every interface shows it.

use std::collections::BTreeMap;

use domain::{Consent, RequestMetadata, Status};
use jiff::Timestamp;
use serde_json::{Value, json};

use super::{MailboxDetails, UserDetails};
use table::WaitingItem;

/// The lines of a description: names with their values. An empty value means that there is none.
pub type Description = Vec<(&'static str, String)>;

impl UserDetails {
    /// Describes the user, without the mailbox and the acts of operators.
    #[must_use]
    pub fn describe(&self) -> Description {
        let item = &self.item;
        let until = item.expires_at.and_then(|second| Timestamp::from_second(second).ok());
        let status = if self.expired { "pending, expired" } else { item.user.status.as_str() };
        let identities =
            item.user.identities.iter().map(|identity| format!("{} {}", identity.issuer, identity.subject));
        let number = |n: u32| if n == 0 { String::new() } else { n.to_string() };
        let (request, user) = (&item.registration_request, &item.user);
        let mut lines = vec![
            ("id", item.user.id.to_string()),
            ("status", status.to_owned()),
            ("name", item.user.username.as_ref().map(|name| name.as_str().to_owned()).unwrap_or_default()),
            ("address", item.user.email.as_str().to_owned()),
            ("type", item.user.kind.clone().unwrap_or_default()),
            ("backend", item.sender.clone()),
            ("identity", identities.collect::<Vec<_>>().join(", ")),
            ("registered", item.user.created_at.to_string()),
            ("address proven", time(self.proven_at)),
            ("activated", time(item.user.activated_at)),
            ("rejected", time(item.rejected_at)),
            ("expires", time(until)),
            ("from", source(request)),
            ("activated from", item.activation_request.as_ref().map(source).unwrap_or_default()),
            ("language", request.locale.clone().unwrap_or_default()),
            ("fields", values(&user.fields)),
            ("private fields", values(&item.private_fields)),
            ("emails", self.emails().join(", ")),
            ("not mailed", item.mail_state.map(|state| state.as_str().to_owned()).unwrap_or_default()),
            ("last delivery", time(item.delivered_at)),
            ("corrections", number(item.corrections.into())),
            ("wrong passwords", number(item.wrong_passwords)),
        ];
        let consents = user.consents.iter().chain(&item.private_consents);
        lines.extend(consents.map(|consent| ("consent", accepted(consent))));
        if let Some(code) = self.code.as_ref().filter(|_| user.status == Status::Pending) {
            lines.push(("code", format!("{} tries left until {}", code.tries_left, time(code.valid_until))));
        }
        if let Some(place) = &self.waiting {
            lines.push(("waiting list", waiting_state(place)));
        }
        if let Some(imported) = &item.imported {
            let by = imported.by.as_ref().map(|by| format!(" by {by}")).unwrap_or_default();
            lines.push(("imported", format!("from {} at {}{by}", imported.from, imported.at)));
        }
        lines
    }
}

impl UserDetails {
    /// Returns the names of the emails that are done: `registration` and its corrections, `approved` and `rejected`.
    /// Approvers get their own.
    fn emails(&self) -> Vec<String> {
        let approvers = |mail: &&String| mail.starts_with("awaiting_approval");
        self.item.mailed.iter().filter(|mail| !approvers(mail)).cloned().collect()
    }
}

impl MailboxDetails {
    /// Describes the history of the mailbox, without the acts of operators.
    #[must_use]
    pub fn describe(&self) -> Description {
        let suppressed = self.suppressed.map(|state| format!("{} until {}", state.as_str(), time(self.until)));
        let sent = self.sent_at.last().map(|at| format!("{} that count, the last at {at}", self.sent_at.len()));
        let pending: Vec<_> = self.pending.iter().map(ToString::to_string).collect();
        vec![
            ("suppressed", suppressed.unwrap_or_else(|| "no".to_owned())),
            ("emails", sent.unwrap_or_else(|| "none that count".to_owned())),
            ("pending", pending.join(" ")),
        ]
    }
}

/// Describes the state of a place on the waiting list in a few words.
#[must_use]
pub fn waiting_state(place: &WaitingItem) -> String {
    match place.admitted_at {
        Some(admitted_at) => format!("joined at {}, admitted at {admitted_at}", place.joined_at),
        None => format!("waiting since {}", place.joined_at),
    }
}

/// Describes where a request came from, unless the deployment keeps that no longer.
fn source(request: &RequestMetadata) -> String {
    let known = [request.ip.as_deref(), request.user_agent.as_deref()];
    known.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

fn values(fields: &BTreeMap<String, Value>) -> String {
    if fields.is_empty() { String::new() } else { json!(fields).to_string() }
}

fn accepted(consent: &Consent) -> String {
    let Consent { field, document, version, language, accepted_at, ip } = consent;
    let document = document.as_ref().map(|document| format!(" of {document}")).unwrap_or_default();
    let ip = ip.as_ref().map(|ip| format!(" from {ip}")).unwrap_or_default();
    format!("{field}: version {version}{document} in {language} at {accepted_at}{ip}")
}

fn time(at: Option<Timestamp>) -> String {
    at.map(|at| at.to_string()).unwrap_or_default()
}
