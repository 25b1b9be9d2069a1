//! The items of the table, one struct each.
//!
//! The part of `pk` before `#` is the kind of the item.

use std::collections::{BTreeMap, BTreeSet};

use aws_sdk_dynamodb::types::AttributeValue;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use ulid::Ulid;

use domain::{
    ActKind, Consent, EmailAddress, Invitation, Notification, OperatorAct, PasswordHash, ProvenIdentity,
    RequestMetadata, Status, TokenHash, User, UserId, WaitlistPlaceId,
};

/// The key of an item: its kind, and the value that identifies it.
#[derive(Debug, Clone, Copy)]
pub enum ItemKey<'a> {
    /// `USER#<ulid>`: a `UserItem`.
    User(UserId),
    /// `PASSWORD#<ulid>`: a `PasswordItem`.
    Password(UserId),
    /// `USERNAME#<skeleton>`: a `UsernameItem`.
    Username(&'a str),
    /// `NAME#<canonical>`: a `UsernameItem` of an imported confusable name.
    ExactName(&'a str),
    /// `EMAIL#<canonical>`: an `EmailItem`.
    Email(&'a str),
    /// `IDENTITY#<sha256>`: an `IdentityItem`.
    Identity(&'a str),
    /// `SUBMISSION#<sha256>`: a `SubmissionItem`.
    Submission(&'a str),
    /// `KEY#<sha256>`: a `KeyItem`.
    Key(&'a TokenHash),
    /// `WAITING#<mailbox>`: a `WaitingItem`.
    Waiting(&'a str),
    /// `INVITE#<sha256>`: an `InvitationItem`.
    Invitation(&'a TokenHash),
    /// `DECISION#<sha256>`: a `DecisionItem`.
    Decision(&'a TokenHash),
    /// `FACTS#<ulid>`: a `FactsItem` of this user.
    Facts(UserId),
    /// `CODE#<ulid>`: a `CodeItem` of this user.
    Code(UserId),
    /// `WRONG#<scope>#<window>`: a `WrongGuessesItem`.
    WrongGuesses(&'a str),
    /// `LIMIT#<scope>#<window>`: a `CountItem`.
    Count(&'a str),
    /// `OPENID#<sha256>`: a `SignInItem`.
    SignIn(&'a TokenHash),
    /// `MAIL#<mailbox>`: a `MailboxItem`.
    Mailbox(&'a str),
    /// `RESEND#<ulid>`: a `ResendItem`.
    Resend(Ulid),
    /// `BREAKER`: the [`domain::CircuitBreaker`].
    CircuitBreaker,
    /// `MAILS`: the number of emails sent.
    MailCount,
    /// `ERASED#<ulid>`: the `ErasedItem` of this user.
    Erased(UserId),
    /// `ERASED#<sha256>`: the `ErasedItem` of a place on the waiting list. The hash is of the mailbox.
    ErasedPlace(&'a str),
}

impl ItemKey<'_> {
    /// The prefix of the `pk` of every `UserItem`.
    pub const USER: &'static str = "USER#";
    /// The prefix of the `pk` of every `InvitationItem`.
    pub const INVITATION: &'static str = "INVITE#";
    /// The prefix of the `pk` of every `FactsItem`.
    pub const FACTS: &'static str = "FACTS#";
    /// The prefix of the `pk` of every `ErasedItem`.
    pub const ERASED: &'static str = "ERASED#";
    /// The prefix of the `pk` of every `DecisionItem`.
    pub const DECISION: &'static str = "DECISION#";
    /// The prefix of the `pk` of every `WrongGuessesItem`.
    pub const WRONG_GUESSES: &'static str = "WRONG#";
    /// The prefix of the `pk` of every `CountItem`.
    pub const COUNT: &'static str = "LIMIT#";
    /// The prefix of the `pk` of every `ResendItem`.
    pub const RESEND: &'static str = "RESEND#";
    /// The prefix of the `pk` of every `SubmissionItem`.
    pub const SUBMISSION: &'static str = "SUBMISSION#";
    /// The prefix of the `pk` of every `KeyItem`.
    pub const KEY: &'static str = "KEY#";
    /// The prefix of the `pk` of every `WaitingItem`.
    pub const WAITING: &'static str = "WAITING#";
    /// The prefix of the `pk` of every `MailboxItem`.
    pub const MAILBOX: &'static str = "MAIL#";

    /// Returns the value of the attribute `pk`.
    #[must_use]
    pub fn text(self) -> String {
        match self {
            Self::User(id) => format!("{}{id}", Self::USER),
            Self::Password(id) => format!("PASSWORD#{id}"),
            Self::Username(confusable_skeleton) => format!("USERNAME#{confusable_skeleton}"),
            Self::ExactName(canonical) => format!("NAME#{canonical}"),
            Self::Email(canonical) => format!("EMAIL#{canonical}"),
            Self::Identity(hash) => format!("IDENTITY#{hash}"),
            Self::Submission(hash) => format!("{}{hash}", Self::SUBMISSION),
            Self::Key(hash) => format!("{}{}", Self::KEY, hash.as_str()),
            Self::Invitation(hash) => format!("{}{}", Self::INVITATION, hash.as_str()),
            Self::Waiting(mailbox) => format!("{}{mailbox}", Self::WAITING),
            Self::Decision(hash) => format!("{}{}", Self::DECISION, hash.as_str()),
            Self::Facts(id) => format!("{}{id}", Self::FACTS),
            Self::Code(id) => format!("CODE#{id}"),
            Self::WrongGuesses(scope) => format!("{}{scope}", Self::WRONG_GUESSES),
            Self::Count(scope) => format!("{}{scope}", Self::COUNT),
            Self::SignIn(hash) => format!("OPENID#{}", hash.as_str()),
            Self::Mailbox(mailbox) => format!("{}{mailbox}", Self::MAILBOX),
            Self::Resend(id) => format!("{}{id}", Self::RESEND),
            Self::CircuitBreaker => "BREAKER".to_owned(),
            Self::MailCount => "MAILS".to_owned(),
            Self::Erased(id) => format!("{}{id}", Self::ERASED),
            Self::ErasedPlace(hash) => format!("{}{hash}", Self::ERASED),
        }
    }

    pub(super) fn attribute(self) -> AttributeValue {
        AttributeValue::S(self.text())
    }
}

/// A user, with the attributes that no other system may read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserItem {
    /// The part of the user that other systems may read.
    #[serde(flatten)]
    pub user: User,
    /// The values of the form's private fields, which are in no signal.
    ///
    /// `register` separates them from the public fields, because the functions behind the stream do not have the forms.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub private_fields: BTreeMap<String, Value>,
    /// The documents that the user accepted by boxes among the private fields.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub private_consents: Vec<Consent>,
    /// The backend that registered the user; `import` of an imported one.
    pub sender: String,
    /// The end of a pending registration, or of the retention of a rejected user.
    ///
    /// The DynamoDB TTL attribute, in epoch seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<i64>,
    /// The request that registered the user.
    pub registration_request: RequestMetadata,
    /// The request that activated the user, or proved the address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub activation_request: Option<RequestMetadata>,
    /// The time when an operator rejected the user.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rejected_at: Option<Timestamp>,
    /// The reason why an email could not be sent to the user.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mail_state: Option<MailState>,
    /// The time when the last email was delivered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delivered_at: Option<Timestamp>,
    /// The emails that were sent: a redelivered record sends none of them again.
    #[serde(
        default,
        skip_serializing_if = "BTreeSet::is_empty",
        serialize_with = "serde_dynamo::string_set::serialize"
    )]
    pub mailed: BTreeSet<String>,
    /// The hashes of the secrets of the registration's handles: one for each time that the form was submitted.
    #[serde(
        default,
        skip_serializing_if = "BTreeSet::is_empty",
        serialize_with = "serde_dynamo::string_set::serialize"
    )]
    pub handles: BTreeSet<String>,
    /// The number of wrong passwords in repetitions of the submission.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub wrong_passwords: u32,
    /// The number of corrections of the address.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub corrections: u8,
    /// The time of the last correction.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub corrected_at: Option<Timestamp>,
    /// Whether an invitation fixes the address, so that it cannot be corrected.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub email_fixed: bool,
    /// The state of the invitation that the pending registration spent, if that names no address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invited: Option<InvitedState>,
    /// The origin of an imported user.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub imported: Option<Imported>,
    /// The emails that the backend chose. Absent means all of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notifications: Option<Vec<Notification>>,
    /// Whether the stream's consumers ignore the insertion of the user.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub silent: bool,
    /// The acts of operators on the user, the latest last.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub acts: Vec<OperatorAct>,
    /// Whether the user is being erased: no email is sent any more, and the removal is the erasure.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub erased: bool,
}

impl UserItem {
    /// Creates the item of a user whom `sender` registers with this request, with nothing that may be absent.
    #[must_use]
    pub fn new(user: User, sender: &str, registration_request: RequestMetadata) -> Self {
        Self {
            user,
            private_fields: BTreeMap::new(),
            private_consents: Vec::new(),
            sender: sender.to_owned(),
            expires_at: None,
            registration_request,
            activation_request: None,
            rejected_at: None,
            mail_state: None,
            delivered_at: None,
            mailed: BTreeSet::new(),
            handles: BTreeSet::new(),
            wrong_passwords: 0,
            corrections: 0,
            corrected_at: None,
            email_fixed: false,
            invited: None,
            imported: None,
            notifications: None,
            silent: false,
            acts: Vec::new(),
            erased: false,
        }
    }

    /// Returns the value of `notifications` for a backend's choice.
    ///
    /// It is `None` if the backend chose all.
    #[must_use]
    pub fn chosen(notifications: &[Notification]) -> Option<Vec<Notification>> {
        let all = Notification::ALL.iter().all(|notification| notifications.contains(notification));
        (!all).then(|| notifications.to_owned())
    }

    /// Returns whether this is the hash of the secret of one of the registration's handles.
    #[must_use]
    pub fn has_handle(&self, secret: &TokenHash) -> bool {
        self.handles.contains(secret.as_str())
    }

    /// Returns whether the user is pending and the registration has not expired by `now`.
    #[must_use]
    pub fn is_pending(&self, now: Timestamp) -> bool {
        self.user.status == Status::Pending && self.expires_at.is_some_and(|expires_at| expires_at > now.as_second())
    }

    /// Returns whether a key that is mailed at `now` can lead to an account.
    ///
    /// The key of an invited registration ends with it: once that is deleted, nothing shows whether it led to one.
    #[must_use]
    pub fn can_get_key(&self, now: Timestamp) -> bool {
        self.invited.is_none_or(|state| state == InvitedState::Open && self.is_pending(now))
    }

    /// Returns whether the reader of its mailbox got the account of its invitation.
    #[must_use]
    pub fn has_started_over(&self) -> bool {
        self.invited == Some(InvitedState::StartedOver)
    }

    /// Returns whether the address can still be corrected.
    #[must_use]
    pub fn allows_correction(&self) -> bool {
        !self.email_fixed && self.corrections < Self::MAX_CORRECTIONS
    }

    /// Returns the act by which an operator approved or rejected the user.
    ///
    /// A user who awaits approval has none, because the status decides: a support desk can write [`Self::acts`].
    #[must_use]
    pub fn decision(&self) -> Option<&OperatorAct> {
        let is_decision = |act: &&OperatorAct| matches!(act.act, ActKind::Approve | ActKind::Reject);
        self.acts.iter().rfind(is_decision).filter(|_| self.user.status != Status::AwaitingApproval)
    }

    /// The maximum number of handles that a registration keeps.
    pub const MAX_HANDLES: usize = 5;
    /// The maximum number of wrong passwords in repetitions of one submission. Beyond that, nothing is a repetition.
    pub const MAX_WRONG_PASSWORDS: u32 = 5;
    /// The maximum number of corrections of one registration's address.
    pub const MAX_CORRECTIONS: u8 = 3;

    /// Returns whether the backend that registered the user sends this email.
    #[must_use]
    pub fn notifies(&self, notification: Notification) -> bool {
        self.notifications.as_ref().is_none_or(|chosen| chosen.contains(&notification))
    }
}

/// The state of an invitation that a pending registration spent.
///
/// It leads to one account, whatever addresses the registration has, and whatever keys are mailed for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InvitedState {
    /// There is no account yet.
    Open,
    /// The reader of the mailbox started over, and has the account.
    ///
    /// The holder of the handle must not notice, so the registration stays pending. It is never activated, and gets no
    /// key.
    StartedOver,
}

fn is_zero<T: Default + PartialEq>(number: &T) -> bool {
    *number == T::default()
}

/// The hash of a user's password, apart from the user: the functions behind the stream neither get it nor may read it.
/// A user who was imported without a password, or registered by an OpenID provider, has no such item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct PasswordItem {
    pub password_hash: PasswordHash,
    /// As the user's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<i64>,
}

/// The mark that a user has the source address and the user agent of requests.
///
/// When DynamoDB's TTL removes it, `mail` removes these from the user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct FactsItem {
    /// The DynamoDB TTL attribute, in epoch seconds.
    pub expires_at: i64,
}

/// The origin of an imported user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Imported {
    /// The name of the other system, such as `django`.
    pub from: String,
    /// The identifier of the user in the other system, if it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The time of the import.
    pub at: Timestamp,
    /// The operator who imported the user.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
}

/// The reason why no email is sent to a user, or to an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MailState {
    /// SES rejected the email permanently.
    Refused,
    /// Too many registrations used this address within one day.
    Limited,
    /// The mailbox does not accept emails: a permanent bounce.
    Bounced,
    /// The recipient marked an email as spam.
    Complained,
}

impl MailState {
    /// Returns the reason in the table and in output.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Refused => "refused",
            Self::Limited => "limited",
            Self::Bounced => "bounced",
            Self::Complained => "complained",
        }
    }
}

/// The claim of a user on a username and on every name confusable with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UsernameItem {
    /// The user who holds the name.
    pub user_id: UserId,
    /// The hash of the registration's [`domain::IdempotencyKey`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub submission: Option<String>,
    /// As the user's: once it is over, the name can be taken, whether or not DynamoDB has deleted this item.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<i64>,
}

/// The claim of a user on an identity at an OpenID provider.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct IdentityItem {
    /// The user who registered by it.
    pub user_id: UserId,
    /// As the user's: once it is over, the identity can register again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<i64>,
}

/// A sign-in at an OpenID provider that is in progress.
///
/// The key is the hash of a secret that only the browser has. State, nonce and code verifier follow from the secret, so
/// that the table has none of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignInItem {
    /// The name of the provider.
    pub provider: String,
    /// Whether the provider's answer has arrived. It is accepted once.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub answered: bool,
    /// The identity that the answer proved, until the user is registered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proven: Option<ProvenIdentity>,
    /// The end of the sign-in, in epoch seconds. The DynamoDB TTL attribute.
    pub expires_at: i64,
}

/// A committed submission, stored by its idempotency key.
///
/// It is written only where the username's item cannot recognise a repetition. That is so for a registration without a
/// name, and for one that spent an invitation, which its repetition would find spent. A program's key has one, too, so
/// that another submission with it is recognised.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct SubmissionItem {
    /// The user that the submission created.
    pub user_id: UserId,
    /// The user's `expires_at` at the time of the registration, in epoch seconds.
    pub expires_at: i64,
}

/// A proven address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct EmailItem {
    /// The user who has proven it.
    pub user_id: UserId,
    /// The time of the proof.
    pub proven_at: Timestamp,
}

/// A mailed activation key.
///
/// It holds a copy of the user, so that an activation needs no other read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyItem {
    /// The user, as of when the key was mailed.
    pub user: User,
    /// Whether the registration has [`UserItem::invited`].
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub invited: bool,
    /// The end of the key's validity, in epoch seconds.
    pub expires_at: i64,
}

/// A link that lets one approver decide on one user.
///
/// It stays after the decision, so that the approver sees it again. The user's status makes the decision the only one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecisionItem {
    /// The user who awaits approval.
    pub user_id: UserId,
    /// The approver that the link was mailed to.
    pub approver: EmailAddress,
    /// The end of the link's validity, in epoch seconds. The DynamoDB TTL attribute.
    pub expires_at: i64,
}

/// An invitation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct InvitationItem {
    #[serde(flatten)]
    pub invitation: Invitation,
    /// The DynamoDB TTL attribute, in epoch seconds.
    ///
    /// It lies after the end of the invitation, so that a late use gets the reason.
    pub expires_at: i64,
}

/// A place on the waiting list: one for each mailbox, so that its spellings share it.
///
/// While the person waits, it is in the index `listed`. It stays for a while after the admission. From the end of the
/// invitation the person can join again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaitingItem {
    /// The identifier of the place. A person who joins again after an admission gets another one.
    pub id: WaitlistPlaceId,
    /// The address, as typed.
    pub email: EmailAddress,
    /// The type of user that the person asked for: the name of a form.
    #[serde(rename = "type", default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// The backend of the list.
    pub sender: String,
    /// The time when the person joined.
    pub joined_at: Timestamp,
    /// The request that joined, without the source address and the user agent.
    pub request: RequestMetadata,
    /// Whether the email about the place was sent, or will not be.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub mailed: bool,
    /// The time of the admission.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub admitted_at: Option<Timestamp>,
    /// The end of the invitation, in epoch seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<i64>,
    /// The hash of the code of the invitation. It is set before the invitation is stored.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invitation: Option<String>,
    /// The time until which admissions skip the person, who gets no emails, in epoch seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub skipped_until: Option<i64>,
    /// The acts of operators on the place: the admission.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub acts: Vec<OperatorAct>,
    /// The time from which nothing is kept about an admitted person.
    ///
    /// The DynamoDB TTL attribute, in epoch seconds. A waiting person has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<i64>,
}

impl WaitingItem {
    /// Creates the place of a person who joins at `joined_at`.
    #[must_use]
    pub fn new(
        id: WaitlistPlaceId,
        email: EmailAddress,
        kind: Option<String>,
        sender: &str,
        joined_at: Timestamp,
        request: RequestMetadata,
    ) -> Self {
        Self {
            id,
            email,
            kind,
            sender: sender.to_owned(),
            joined_at,
            request,
            mailed: false,
            admitted_at: None,
            valid_until: None,
            invitation: None,
            skipped_until: None,
            acts: Vec::new(),
            expires_at: None,
        }
    }

    /// Returns whether the person waits, and was not admitted.
    #[must_use]
    pub fn is_waiting(&self) -> bool {
        self.admitted_at.is_none()
    }

    /// Returns whether admissions skip the person at `now`.
    #[must_use]
    pub fn is_skipped(&self, now: Timestamp) -> bool {
        self.skipped_until.is_some_and(|until| until > now.as_second())
    }
}

/// The code in the last email for a pending registration, without the code itself.
///
/// It is written with every activation email, and as a decoy if no email is sent: the address has an account, or the
/// mailbox is limited or suppressed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CodeItem {
    /// The email that has the code, from which it is derived.
    pub mail: String,
    /// The address that it was mailed to.
    pub email: EmailAddress,
    /// The number of corrections that led to this address.
    pub corrections: u8,
    /// The number of codes that were tried.
    pub tries: u8,
    /// Whether no email has the code, so that it is never right.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub decoy: bool,
    /// The end of the code's validity, in epoch seconds.
    pub expires_at: i64,
}

impl CodeItem {
    /// The maximum number of tries of one code.
    pub const MAX_TRIES: u8 = 5;

    /// Returns whether a code for `email` may be tried at `now`.
    #[must_use]
    pub fn is_valid(&self, email: &EmailAddress, now: Timestamp) -> bool {
        let is_open = self.tries < Self::MAX_TRIES && self.expires_at > now.as_second();
        is_open && self.email.canonical() == email.canonical()
    }
}

/// The number of wrong codes or credentials from a source, for a domain or in all, in one window of time.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct WrongGuessesItem {
    /// The number.
    pub wrong: u32,
    /// The end of the window, in epoch seconds.
    pub expires_at: i64,
}

/// The number of requests from a source, or of the emails that requests cause, in one window of time.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct CountItem {
    /// The number.
    pub counted: u64,
    /// The end of the window, in epoch seconds.
    pub expires_at: i64,
}

/// The history of emails to a mailbox, proven or not.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailboxItem {
    /// The users with an address of this mailbox who were pending when an email for them was due, sent or not.
    #[serde(default)]
    pub pending: BTreeSet<UserId>,
    /// The activation emails and the notices to an owner, by the identifier of the user or of the request.
    ///
    /// The value is the time of counting, in epoch seconds.
    /// Entries older than the period of the rate limit are removed.
    #[serde(default)]
    pub sent: BTreeMap<String, i64>,
    /// The number of changes of this item, for optimistic locking.
    #[serde(default)]
    pub version: u64,
    /// The reason why no email is sent to the address: see [`Self::state`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    state: Option<MailState>,
    /// The acts of operators on the mailbox, the latest last.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub acts: Vec<OperatorAct>,
    /// The time from which there is nothing left to limit or to resend.
    ///
    /// The DynamoDB TTL attribute, in epoch seconds.
    pub expires_at: i64,
}

impl MailboxItem {
    /// The maximum number of users in [`Self::pending`], which keeps the newest.
    const MAX_PENDING: usize = 75;
    /// The size from which [`Self::pending`] gets no more users for whom no email is sent.
    ///
    /// No limit of the mailbox bounds these, so they must not push out the others.
    const MAX_UNMAILED: usize = 25;

    /// Adds a user for whom an email is sent to [`Self::pending`].
    pub fn add_pending(&mut self, id: UserId) {
        self.pending.insert(id);
        while self.pending.len() > Self::MAX_PENDING {
            self.pending.pop_first();
        }
    }

    /// Adds a user for whom no email is sent to [`Self::pending`]. Returns `false` if nothing changes.
    pub fn add_unmailed(&mut self, id: UserId) -> bool {
        self.pending.len() < Self::MAX_UNMAILED && self.pending.insert(id)
    }

    /// Returns whether the address was suppressed, whether or not that has ended.
    pub(crate) fn has_state(&self) -> bool {
        self.state.is_some()
    }

    /// Returns the reason why no email is sent to the address at `now`.
    ///
    /// A suppression ends exactly at `expires_at`, no matter when DynamoDB deletes the item.
    #[must_use]
    pub fn state(&self, now: Timestamp) -> Option<MailState> {
        self.state.filter(|_| now.as_second() < self.expires_at)
    }
}

/// A request for another activation email, whether or not a user has the address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ResendItem {
    pub email: EmailAddress,
    /// The registration, if the request has its handle.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_id: Option<UserId>,
    /// The language of the request, if it asked for one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locale: Option<String>,
    pub requested_at: Timestamp,
    /// Whether the request was processed.
    #[serde(default)]
    pub done: bool,
    /// The time from which the email is not sent any more.
    ///
    /// The DynamoDB TTL attribute, in epoch seconds.
    pub expires_at: i64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unmailed_users_push_out_no_other() {
        let (mut mailbox, id) = (MailboxItem::default(), |n: u128| UserId(Ulid::from(n)));
        mailbox.add_pending(id(0));
        for n in 1..100 {
            let is_added = mailbox.add_unmailed(id(n));
            assert_eq!(is_added, n < MailboxItem::MAX_UNMAILED as u128, "{n}");
        }
        for n in 100..150 {
            mailbox.add_pending(id(n));
            assert!(mailbox.pending.contains(&id(0)), "after {n}");
        }
        mailbox.add_pending(id(150));
        assert_eq!(mailbox.pending.len(), MailboxItem::MAX_PENDING);
        assert!(!mailbox.pending.contains(&id(0)));
    }
}
