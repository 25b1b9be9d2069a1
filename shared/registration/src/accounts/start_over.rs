//! Starting over: a new user for a mailbox that an emailed key proves.

use jiff::Timestamp;

use super::{Accounts, Terms, not_proven};
use crate::error::{ActivationError, RegistrationError};
use crate::request::Request;
use crate::sender::Sender;
use domain::form::CleanedData;
use domain::{Status, Token, User};
use table::{KeyItem, NotActivatable, StoreError};

/// A mailbox that a key proves, as [`Accounts::restartable`] returns it.
#[derive(Debug)]
pub struct Restartable {
    /// The user of the registration that the key was mailed for.
    user: User,
    /// Whether that registration spent an invitation, which leads to one account.
    invited: bool,
    /// The account that the mailbox has already, or that awaits approval.
    finished: Option<NotActivatable>,
}

impl Restartable {
    /// Returns the user of the registration that the key was mailed for.
    #[must_use]
    pub fn user(&self) -> &User {
        &self.user
    }

    /// Returns whether the mailbox has no account yet.
    ///
    /// # Errors
    /// [`ActivationError::AlreadyActivated`] or [`ActivationError::AwaitingApproval`]. Only the repetition of a
    /// submission succeeds then.
    pub fn unfinished(&self) -> Result<(), ActivationError> {
        self.finished.map_or(Ok(()), |reason| Err(reason.into()))
    }
}

impl Accounts {
    /// Returns the mailbox that `key` proves, and writes nothing.
    ///
    /// It may now [start over](Self::start_over), or has just done so.
    ///
    /// # Errors
    /// An [`ActivationError`] if the key proves nothing any more.
    pub async fn restartable(&self, request: &Request, key: &str) -> Result<Restartable, ActivationError> {
        // Malformed keys are reported as unknown.
        let key = Token::parse(key).ok_or(ActivationError::Unknown)?;
        let key = self.store.key(&key.hash()).await?.ok_or(ActivationError::Unknown)?;
        match self.restart_error(&key, request.received_at).await? {
            Some(
                finished @ (NotActivatable::AlreadyActivated
                | NotActivatable::AddressTaken
                | NotActivatable::AwaitingApproval),
            ) => Ok(Restartable { user: key.user, invited: key.invited, finished: Some(finished) }),
            Some(reason) => Err(reason.into()),
            None => Ok(Restartable { user: key.user, invited: key.invited, finished: None }),
        }
    }

    /// Creates a user for a mailbox that a key proves, with a name and a password chosen now.
    ///
    /// The user immediately gets `status`, to which an activation leads. The signals `user_registered` and
    /// `user_activated` follow. Pending registrations with this address stay as they are, but none of them can be
    /// activated any more. A name that one of them holds is free for this user. An invited registration leads to no
    /// second account, also with another address.
    ///
    /// # Errors
    /// [`RegistrationError::NotActivatable`] if the mailbox has an account, unless the submission is a repeated one.
    /// [`RegistrationError::InvalidFields`] with `taken` if another user has the username or a confusable one, and with
    /// `not_proven` if the address is not the mailbox's.
    pub async fn start_over(
        &self,
        sender: Sender<'_>,
        status: Status,
        request: &Request,
        mailbox: &Restartable,
        mut data: CleanedData,
    ) -> Result<User, RegistrationError> {
        let before = mailbox.user();
        if let Err(error) = mailbox.unfinished() {
            // The form may come a second time, when it has proven the address.
            let repeated = self.find_repetition(request, &data).await?;
            return repeated.ok_or(RegistrationError::NotActivatable(error));
        }
        if data.email.canonical() != before.email.canonical() {
            return Err(not_proven(Some(&before.email)));
        }
        data.email = before.email.clone();
        data.kind.clone_from(&before.kind);
        let restarted_from = mailbox.invited.then_some(before);
        let terms = Terms { email_proven: true, restarted_from, ..Terms::new(sender, status) };
        match self.create(terms, request, data).await {
            // Another request with a key of the mailbox was faster.
            Err(RegistrationError::InvalidFields(errors)) if errors.iter().any(|error| error.field == "email") => {
                Err(ActivationError::AlreadyActivated.into())
            }
            created => created,
        }
    }

    /// Returns the reason why the mailbox of `key` cannot start over.
    pub(super) async fn restart_error(
        &self,
        key: &KeyItem,
        now: Timestamp,
    ) -> Result<Option<NotActivatable>, StoreError> {
        let error = self.store.restart_error(key).await?;
        Ok(error.or_else(|| (key.expires_at <= now.as_second()).then_some(NotActivatable::Expired)))
    }
}
