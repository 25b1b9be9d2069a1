//! The search for users, and the acts on one of them.

use jiff::{SignedDuration, Span, SpanRelativeTo, Timestamp};
use serde::Serialize;

use super::act_outcome::ActOutcome;
use super::{Operator, OperatorError};
use domain::locale::Text;
use domain::{ActKind, EmailAddress, Identity, OperatorAct, Status, User, UserId, Username};
use mailer::RESEND_SPACING;
use table::{CodeItem, MailState, MailboxItem, NotActivatable, StoreError, UserFilter, UserItem, WaitingItem};

/// The criterion of a search for users.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UserQuery {
    /// The identifier.
    Id(UserId),
    /// The address, of the user who has proven it and of pending users.
    Address(EmailAddress),
    /// The name, or one confusable with it.
    Name(Username),
    /// The identity at an OpenID provider.
    Identity(Identity),
}

impl UserQuery {
    /// Reads a text as an address, or as each of an identifier, the address of an imported user, and a name.
    ///
    /// [`Operator::find_first`] takes the result. A name can have the form of an address with which users register, but
    /// then it is found by the address of its user.
    ///
    /// # Errors
    /// The reason why it is none of them, as for a user who registers.
    pub fn parse(text: &str) -> Result<Vec<Self>, Text> {
        let no_address = match EmailAddress::parse(text) {
            Ok(address) => return Ok(vec![Self::Address(address)]),
            Err(error) => error,
        };
        let id = text.parse().ok().map(Self::Id);
        let imported = EmailAddress::existing(text).map(Self::Address);
        let names = [Username::parse(text).ok(), Username::existing(text)].map(|name| name.map(Self::Name));
        let mut criteria: Vec<_> = [id, imported].into_iter().chain(names).flatten().collect();
        // Both kinds of names are mostly the same.
        criteria.dedup();
        match criteria.len() {
            0 if text.contains('@') => Err(no_address.into()),
            0 => Ok(vec![Self::Name(Username::parse(text)?)]),
            _ => Ok(criteria),
        }
    }
}

/// Parses an address as a user registers with it, or as an import keeps it.
///
/// # Errors
/// The reason why it is neither, as for a user who registers.
pub fn parse_address(text: &str) -> Result<EmailAddress, Text> {
    EmailAddress::parse(text).or_else(|error| EmailAddress::existing(text).ok_or_else(|| error.into()))
}

/// A user with the items about the user, without any hash.
#[derive(Debug, Serialize)]
pub struct UserDetails {
    /// The user's item, without handles.
    #[serde(flatten)]
    pub item: UserItem,
    /// Whether the registration of a pending user has expired.
    pub expired: bool,
    /// The time when the user proved the address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub proven_at: Option<Timestamp>,
    /// The code in the last activation email.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<CodeDetails>,
    /// The emails to the user's mailbox.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mailbox: Option<MailboxDetails>,
    /// The place of the user's mailbox on the waiting list, also after the admission.
    ///
    /// It is there only if the user has proven the address: otherwise the place can be another person's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub waiting: Option<WaitingItem>,
}

/// The state of the code in an activation email.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CodeDetails {
    /// The number of tries that are left.
    pub tries_left: u8,
    /// The end of its validity.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<Timestamp>,
}

/// The history of emails to a mailbox.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MailboxDetails {
    /// The reason why no email is sent to the mailbox now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub suppressed: Option<MailState>,
    /// The end of the suppression, or of the history.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
    /// The times of the activation emails that count for the limit of the mailbox, the latest last.
    pub sent_at: Vec<Timestamp>,
    /// The users with an address of this mailbox who were pending when an email was due.
    pub pending: Vec<UserId>,
    /// The acts of operators on the mailbox.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub acts: Vec<OperatorAct>,
}

/// A user in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ListedUser {
    /// The user.
    #[serde(flatten)]
    pub user: User,
    /// The backend that registered the user; `import` of an imported one.
    pub sender: String,
}

/// The reason why an act on a user is not possible.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ActError {
    /// There is no user with this identifier.
    #[error("there is no user of this id")]
    Unknown,
    /// A user without a proven address cannot be approved.
    #[error("this user has not confirmed the address yet")]
    NotProven,
    /// The user has another status.
    #[error("this user {needed}: the status is {}", .status.as_str())]
    WrongStatus {
        /// The status that the user does not have, as the end of a sentence.
        needed: &'static str,
        /// The user's status.
        status: Status,
    },
    /// The registration has expired.
    #[error("the registration has expired: the user has to register again")]
    Expired,
    /// Another user has proven the address.
    #[error("another user has this address: see `registration users show`")]
    AddressTaken,
    /// Another user holds the name.
    #[error("another user holds the name by now: the user has to register again")]
    NameTaken,
    /// Another user got the account of the invitation.
    #[error("the reader of an earlier email has the account of this invitation: invite the user again")]
    InvitationUsed,
    /// The user was changed at the same time.
    #[error("the user was changed at the same time: look at it, and try again")]
    Conflict,
    /// The operator is unknown, or settings are missing.
    #[error(transparent)]
    Operator(#[from] OperatorError),
    /// The table could not be read or written.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Reads the age of a user, such as `36h` or `730d`: at least a second, and no more than a hundred years.
///
/// # Errors
/// A phrase with the expected format.
pub fn parse_age(text: &str) -> Result<SignedDuration, &'static str> {
    let span: Option<Span> = text.parse().ok();
    let age = span.and_then(|span| span.to_duration(SpanRelativeTo::days_are_24_hours()).ok());
    let allowed = SignedDuration::from_secs(1)..=SignedDuration::from_hours(100 * 366 * 24);
    age.filter(|age| allowed.contains(age)).ok_or("must be a time such as 7d, 36h or 730d")
}

impl Operator {
    /// Finds users, the newest last.
    ///
    /// It reads a few items by their keys.
    ///
    /// # Errors
    /// An [`OperatorError`] if the table cannot be read.
    pub async fn find(&self, query: &UserQuery) -> Result<Vec<UserDetails>, OperatorError> {
        let found = match query {
            UserQuery::Id(id) => self.store.users([*id]).await?,
            UserQuery::Address(email) => self.store.users_of_address(email).await?,
            UserQuery::Name(name) => self.store.users_of_name(name).await?,
            UserQuery::Identity(identity) => self.store.user_of_identity(identity).await?.into_iter().collect(),
        };
        let mut users = Vec::new();
        for item in found {
            users.push(self.details(item).await?);
        }
        users.sort_by_key(|user| user.item.user.id);
        Ok(users)
    }

    /// Finds users by the first of these criteria that any user meets, as [`Self::find`] does.
    ///
    /// # Errors
    /// An [`OperatorError`] if the table cannot be read.
    pub async fn find_first(&self, criteria: &[UserQuery]) -> Result<Vec<UserDetails>, OperatorError> {
        for criterion in criteria {
            let found = self.find(criterion).await?;
            if !found.is_empty() {
                return Ok(found);
            }
        }
        Ok(Vec::new())
    }

    pub(super) async fn details(&self, item: UserItem) -> Result<UserDetails, StoreError> {
        let (now, context) = (self.now(), self.store.user_context(&item.user).await?);
        let code = context.code.map(|code| CodeDetails {
            tries_left: CodeItem::MAX_TRIES.saturating_sub(code.tries),
            valid_until: Timestamp::from_second(code.expires_at).ok(),
        });
        Ok(UserDetails {
            expired: item.user.status == Status::Pending && !item.is_pending(now),
            proven_at: context.proven_at,
            code: code.filter(|code| code.valid_until.is_some_and(|until| until > now)),
            mailbox: context.mailbox.map(|mailbox| MailboxDetails::of(mailbox, now)),
            waiting: context.waiting.filter(|_| context.proven_at.is_some()).map(without_hash),
            item,
        })
    }

    /// Lists up to `limit` users, and the user after whom the list goes on.
    ///
    /// Users who await approval, or are rejected or disabled, are found by an index. For all others it reads the table
    /// until it has found them, at one read unit for 8 KB.
    ///
    /// # Errors
    /// An [`OperatorError`] if the table cannot be read.
    pub async fn list(
        &self,
        filter: &UserFilter,
        limit: usize,
        after: Option<UserId>,
    ) -> Result<(Vec<ListedUser>, Option<UserId>), OperatorError> {
        let (items, next) = self.store.list_users(filter, limit, after).await?;
        Ok((items.into_iter().map(|item| ListedUser { user: item.user, sender: item.sender }).collect(), next))
    }

    /// Activates a pending user whose address you have checked otherwise. The signal `user_activated` follows.
    ///
    /// # Errors
    /// An [`ActError`]. Nothing has changed then.
    pub async fn activate(&self, id: UserId) -> Result<ActOutcome, ActError> {
        let user = self.user(id).await?.user;
        match user.status {
            Status::Pending => {}
            Status::Active => return Ok(ActOutcome::Unchanged(user)),
            status => return Err(ActError::WrongStatus { needed: "is not pending", status }),
        }
        let act = self.act(ActKind::Activate).await?;
        match self.store.activate_by_operator(&user, &act).await? {
            Ok(user) => Ok(ActOutcome::Changed(user)),
            Err(NotActivatable::AlreadyActivated) => Ok(ActOutcome::Unchanged(self.user(id).await?.user)),
            Err(NotActivatable::Expired) => Err(ActError::Expired),
            Err(NotActivatable::AddressTaken) => Err(ActError::AddressTaken),
            Err(NotActivatable::NameTaken) => Err(ActError::NameTaken),
            Err(NotActivatable::StartedOver) => Err(ActError::InvitationUsed),
            Err(_) => Err(ActError::Conflict),
        }
    }

    /// Disables an active user. The name and the address stay taken. The signal `user_disabled` follows.
    ///
    /// # Errors
    /// An [`ActError`]. Nothing has changed then.
    pub async fn disable(&self, id: UserId) -> Result<ActOutcome, ActError> {
        self.set_enabled(id, ActKind::Disable, Status::Disabled, "is not active").await
    }

    /// Enables a disabled user. The signal `user_enabled` follows.
    ///
    /// # Errors
    /// An [`ActError`]. Nothing has changed then.
    pub async fn enable(&self, id: UserId) -> Result<ActOutcome, ActError> {
        self.set_enabled(id, ActKind::Enable, Status::Active, "is not disabled").await
    }

    async fn set_enabled(
        &self,
        id: UserId,
        act: ActKind,
        after: Status,
        needed: &'static str,
    ) -> Result<ActOutcome, ActError> {
        let user = self.user(id).await?.user;
        match user.status {
            Status::Active | Status::Disabled if user.status == after => return Ok(ActOutcome::Unchanged(user)),
            Status::Active | Status::Disabled => {}
            status => return Err(ActError::WrongStatus { needed, status }),
        }
        let act = self.act(act).await?;
        if let Some(user) = self.store.set_enabled(&user, &act).await? {
            return Ok(ActOutcome::Changed(user));
        }
        // Another operator was faster.
        let user = self.user(id).await?.user;
        if user.status == after { Ok(ActOutcome::Unchanged(user)) } else { Err(ActError::Conflict) }
    }

    /// Ends the registration of a pending user, and frees the name. The signal `registration_expired` follows.
    ///
    /// # Errors
    /// An [`ActError`]. Nothing has changed then.
    pub async fn expire(&self, id: UserId) -> Result<ActOutcome, ActError> {
        let item = self.pending(id).await?;
        let act = self.act(ActKind::Expire).await?;
        if !item.is_pending(act.at) {
            return Ok(ActOutcome::Unchanged(item.user));
        }
        Ok(ActOutcome::Changed(self.store.expire(&item.user, &act).await?.ok_or(ActError::Conflict)?))
    }

    /// Requests another activation email for a pending user, as the user could.
    ///
    /// The limit of the mailbox applies, and a suppressed mailbox gets none. An address that SES rejected is tried
    /// again. [`ActOutcome::Unchanged`] means that the last email is less than [`RESEND_SPACING`] old, so that no other
    /// one would be sent.
    ///
    /// # Errors
    /// An [`ActError`]. Nothing has changed then.
    pub async fn resend(&self, id: UserId) -> Result<ActOutcome, ActError> {
        let item = self.pending(id).await?;
        let act = self.act(ActKind::Resend).await?;
        if !item.is_pending(act.at) {
            return Err(ActError::Expired);
        }
        let mailbox = self.mailbox(&item.user.email).await?;
        let is_recent = |sent: &Timestamp| *sent > act.at - RESEND_SPACING;
        if mailbox.is_some_and(|mailbox| mailbox.sent_at.last().is_some_and(is_recent)) {
            return Ok(ActOutcome::Unchanged(item.user));
        }
        if !self.store.record_resend(&item, &act).await? {
            return Err(ActError::Unknown);
        }
        let locale = item.registration_request.locale.as_deref();
        self.store.put_resend(self.random.ulid(act.at), &item.user.email, Some(id), locale, act.at).await?;
        Ok(ActOutcome::Changed(item.user))
    }

    /// Reads a pending user, whose registration may have expired.
    async fn pending(&self, id: UserId) -> Result<UserItem, ActError> {
        let item = self.user(id).await?;
        match item.user.status {
            Status::Pending => Ok(item),
            status => Err(ActError::WrongStatus { needed: "is not pending", status }),
        }
    }

    pub(super) async fn user(&self, id: UserId) -> Result<UserItem, ActError> {
        self.store.users([id]).await?.pop().ok_or(ActError::Unknown)
    }

    /// Reads the history of emails to the mailbox of an address.
    ///
    /// # Errors
    /// An [`OperatorError`] if the table cannot be read.
    pub async fn mailbox(&self, email: &EmailAddress) -> Result<Option<MailboxDetails>, OperatorError> {
        let mailbox = self.store.mailbox(email).await?;
        Ok(mailbox.map(|mailbox| MailboxDetails::of(mailbox, self.now())))
    }

    /// Allows emails to a suppressed mailbox again. Returns `false` if it was not suppressed.
    ///
    /// The list of suppressed addresses of SES is not changed.
    ///
    /// # Errors
    /// An [`OperatorError`]. Nothing has changed then.
    pub async fn release(&self, email: &EmailAddress) -> Result<bool, OperatorError> {
        let act = self.act(ActKind::Release).await?;
        Ok(self.store.release_mailbox(email, &act).await?)
    }
}

/// Removes the hash of the invitation's code from a place.
fn without_hash(place: WaitingItem) -> WaitingItem {
    WaitingItem { invitation: None, ..place }
}

impl MailboxDetails {
    pub(super) fn of(mailbox: MailboxItem, now: Timestamp) -> Self {
        let mut sent_at: Vec<_> =
            mailbox.sent.values().filter_map(|second| Timestamp::from_second(*second).ok()).collect();
        sent_at.sort_unstable();
        Self {
            suppressed: mailbox.state(now),
            until: Timestamp::from_second(mailbox.expires_at).ok(),
            sent_at,
            pending: mailbox.pending.into_iter().collect(),
            acts: mailbox.acts,
        }
    }
}
