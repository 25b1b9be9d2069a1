//! The items of the table, one struct each. The part of `pk` before `#` says which one an item is.

use std::collections::{BTreeMap, BTreeSet};

use aws_sdk_dynamodb::types::AttributeValue;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use ulid::Ulid;

use domain::{EmailAddress, Invitation, Notification, RequestMetadata, TokenHash, User, UserId};
use password_hashing::PasswordHash;

/// What an item's `pk` is of.
#[derive(Debug, Clone, Copy)]
pub enum ItemKey<'a> {
    /// `USER#<ulid>`: a `UserItem`.
    User(UserId),
    /// `USERNAME#<skeleton>`: a `UsernameItem`.
    Username(&'a str),
    /// `NAME#<canonical>`: a `UsernameItem`, of an imported name that looks like another one.
    ExactName(&'a str),
    /// `EMAIL#<canonical>`: an `EmailItem`.
    Email(&'a str),
    /// `SUBMISSION#<sha256>`: a `SubmissionItem`.
    Submission(&'a str),
    /// `KEY#<sha256>`: a `KeyItem`.
    Key(&'a TokenHash),
    /// `INVITE#<sha256>`: an `InvitationItem`.
    Invitation(&'a TokenHash),
    /// `MAIL#<canonical>`: a `MailboxItem`.
    Mailbox(&'a str),
    /// `RESEND#<ulid>`: a `ResendItem`.
    Resend(Ulid),
    /// `BREAKER`: the [`domain::CircuitBreaker`].
    CircuitBreaker,
    /// `MAILS`: how many went out.
    MailCount,
}

impl ItemKey<'_> {
    /// The prefix of the `pk` of every `UserItem`.
    pub const USER: &'static str = "USER#";
    /// The prefix of the `pk` of every `InvitationItem`.
    pub const INVITATION: &'static str = "INVITE#";
    /// The prefix of the `pk` of every `ResendItem`.
    pub const RESEND: &'static str = "RESEND#";

    /// The text of the attribute `pk`.
    #[must_use]
    pub fn text(self) -> String {
        match self {
            Self::User(id) => format!("{}{id}", Self::USER),
            Self::Username(confusable_skeleton) => format!("USERNAME#{confusable_skeleton}"),
            Self::ExactName(canonical) => format!("NAME#{canonical}"),
            Self::Email(canonical) => format!("EMAIL#{canonical}"),
            Self::Submission(hash) => format!("SUBMISSION#{hash}"),
            Self::Key(hash) => format!("KEY#{}", hash.as_str()),
            Self::Invitation(hash) => format!("{}{}", Self::INVITATION, hash.as_str()),
            Self::Mailbox(canonical) => format!("MAIL#{canonical}"),
            Self::Resend(id) => format!("{}{id}", Self::RESEND),
            Self::CircuitBreaker => "BREAKER".to_owned(),
            Self::MailCount => "MAILS".to_owned(),
        }
    }

    pub(super) fn attribute(self) -> AttributeValue {
        AttributeValue::S(self.text())
    }
}

/// A user, with what only this service may know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserItem {
    /// The user, as other systems may know the user.
    #[serde(flatten)]
    pub user: User,
    /// What the form's further fields hold, of those that nobody else is told. The functions that follow the stream know
    /// no forms, so what may be told is told apart here and not there.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub private_fields: BTreeMap<String, Value>,
    /// None of a user who was imported without a password.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub password_hash: Option<PasswordHash>,
    /// The backend that registered the user; `import` of an imported one.
    pub sender: String,
    /// When the item goes, in epoch seconds: of a pending user, when the registration expires; of a rejected one, when
    /// nobody will ask any more. DynamoDB's TTL attribute.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<i64>,
    /// The request that registered the user.
    pub registration_request: RequestMetadata,
    /// The request that activated the user, or proved the address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub activation_request: Option<RequestMetadata>,
    /// When an operator rejected the user.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rejected_at: Option<Timestamp>,
    /// Why no email went to the user.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mail_state: Option<MailState>,
    /// When the last mail reached the mailbox.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delivered_at: Option<Timestamp>,
    /// The mails that went out, so that a record of the stream that comes again sends none again. A string set.
    #[serde(
        default,
        skip_serializing_if = "BTreeSet::is_empty",
        serialize_with = "serde_dynamo::string_set::serialize"
    )]
    pub mailed: BTreeSet<String>,
    /// Where the user comes from, if not from a registration here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub imported: Option<Imported>,
    /// The emails that the backend chose; all of them, if there is no such attribute.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notifications: Option<Vec<Notification>>,
    /// Whether nobody is told that the user was inserted.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub silent: bool,
}

impl UserItem {
    /// The value of `notifications` for a choice of a backend: nothing is stored of one that wants all.
    #[must_use]
    pub fn chosen(notifications: &[Notification]) -> Option<Vec<Notification>> {
        let all = Notification::ALL.iter().all(|notification| notifications.contains(notification));
        (!all).then(|| notifications.to_owned())
    }

    /// Whether the backend that registered the user wants this email sent.
    #[must_use]
    pub fn notifies(&self, notification: Notification) -> bool {
        self.notifications.as_ref().is_none_or(|chosen| chosen.contains(&notification))
    }
}

/// Where an imported user comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Imported {
    /// Which system, such as `django`.
    pub from: String,
    /// Who the user is there, if that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// When.
    pub at: Timestamp,
}

/// Why no mail goes to a user, or to an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MailState {
    /// SES refused the mail for good.
    Refused,
    /// Too many registered with this address on one day.
    Limited,
    /// The mailbox does not take mail: a permanent bounce.
    Bounced,
    /// Whoever reads the mailbox does not want our mail.
    Complained,
}

/// A username is taken, and every name that looks like it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UsernameItem {
    /// By whom.
    pub user_id: UserId,
    /// The hash of the [`domain::IdempotencyKey`] that it was taken with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub submission: Option<String>,
    /// The submissions whose registrations were replaced, the newest last, each with its address: one that comes late, a
    /// second time, must not undo what put it right.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub replaced: Vec<String>,
    /// As the user's: once it is over, the name can be taken, whether or not DynamoDB has deleted this item.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<i64>,
}

/// A submission was committed that took no name, by which its repetition would otherwise be known; or one that spent an
/// invitation, which its repetition finds spent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct SubmissionItem {
    /// The user that it made.
    pub user_id: UserId,
    /// As the user's when it was made, in epoch seconds.
    pub expires_at: i64,
}

/// An address is proven.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct EmailItem {
    /// By whom.
    pub user_id: UserId,
    /// When.
    pub proven_at: Timestamp,
}

/// An activation key was mailed. It holds the user as of then, so that an activation needs no other read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyItem {
    /// The user, as of when the key was mailed.
    pub user: User,
    /// In epoch seconds.
    pub expires_at: i64,
}

/// An invitation was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct InvitationItem {
    #[serde(flatten)]
    pub invitation: Invitation,
    /// When the item goes, in epoch seconds: after the invitation's own time, so that who comes too late is told so.
    pub expires_at: i64,
}

/// What has been mailed to an address, proven or not.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailboxItem {
    /// The users with this address who were pending when they were mailed.
    #[serde(default)]
    pub pending: BTreeSet<UserId>,
    /// The activation mails that go out, by the user's or the request's identifier, and when they were counted, in epoch
    /// seconds, as far back as the limits look.
    #[serde(default)]
    pub sent: BTreeMap<String, i64>,
    /// The same of mails to the owner, that there is an account.
    #[serde(default)]
    pub notices: BTreeMap<String, i64>,
    /// How often this item was changed, so that a change is not made to another one than was read.
    #[serde(default)]
    pub version: u64,
    /// Why nothing goes there any more: see [`Self::state`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    state: Option<MailState>,
    /// In epoch seconds: when there is nothing left to limit or to send again.
    pub expires_at: i64,
}

impl MailboxItem {
    /// Why nothing goes there at `now`. An address is spared until its item expires, whenever DynamoDB deletes it.
    #[must_use]
    pub fn state(&self, now: Timestamp) -> Option<MailState> {
        self.state.filter(|_| now.as_second() < self.expires_at)
    }
}

/// Somebody asked for another activation mail to an address, whoever has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ResendItem {
    pub email: EmailAddress,
    /// The language of the request, if it asked for one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locale: Option<String>,
    pub requested_at: Timestamp,
    /// Whether it has been dealt with.
    #[serde(default)]
    pub done: bool,
    /// In epoch seconds: after this, nobody waits for the mail.
    pub expires_at: i64,
}
