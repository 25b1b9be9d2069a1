//! Invitations: creating, listing and revoking them.

use jiff::{SignedDuration, Timestamp};
use tokio::sync::OnceCell;

use super::{Operator, OperatorError};
use domain::settings::{Reader, SettingsError, Site};
use domain::{ActKind, EmailAddress, Invitation, InvitationMail, InvitationState, OperatorAct, Token, TokenHash};
use mailer::{MailError, Messages, SendOutcome, SesSender};

/// The properties of a new invitation.
#[derive(Debug, Clone)]
pub struct NewInvitation {
    /// The code. The default is a random one. A code that is stored already is not changed.
    pub code: Option<Token>,
    /// The only address that can register with the invitation.
    pub email: Option<EmailAddress>,
    /// The number of uses: at least one, and exactly one with an `email`.
    pub uses: u32,
    /// The period in which the invitation can be used.
    pub valid_for: SignedDuration,
    /// The type of user that it is for: the name of a form.
    pub kind: Option<String>,
    /// The email to its address, if one is sent, so that its code proves the address.
    pub mail: Option<InvitationMail>,
}

/// A new invitation, with its code.
#[derive(Debug)]
pub struct CreatedInvitation {
    /// The code. Only its hash is stored, so it cannot be shown again.
    pub code: Token,
    /// The link to the form.
    pub link: String,
    /// The invitation.
    pub invitation: Invitation,
    /// The reason why the requested email was not sent, or not recorded as sent.
    ///
    /// The invitation can be used all the same, but it does not prove the address.
    pub not_mailed: Option<MailError>,
}

/// The obstacle to an invitation of an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Invitee {
    /// The address can be invited.
    Free,
    /// The address has an account.
    Registered,
    /// No email is sent to the mailbox, after a bounce or a complaint.
    Suppressed,
}

/// The settings and the clients for any number of invitations.
#[derive(Debug)]
pub struct Inviter<'a> {
    operator: &'a Operator,
    site: Site,
    /// Read for the first email.
    mail: OnceCell<(SesSender, Messages)>,
}

/// Parses the code of an invitation, or its id, which is the hash of the code.
#[must_use]
pub fn parse_invitation(text: &str) -> Option<TokenHash> {
    Token::parse(text).map(|code| code.hash()).or_else(|| TokenHash::parse(text))
}

impl Inviter<'_> {
    /// Creates an invitation, and mails it on request.
    ///
    /// With a code that was used before, it returns the stored invitation. It sends the email only if the invitation
    /// is not recorded as mailed, so that a repetition after a failure completes the invitation. One that has expired
    /// in the meantime gets a new period. One that was revoked or used stays as it is.
    ///
    /// # Errors
    /// An [`OperatorError`] if nothing was created. A failed email is no error: see [`CreatedInvitation::not_mailed`].
    pub async fn invite(&self, invite: NewInvitation) -> Result<CreatedInvitation, OperatorError> {
        if invite.uses == 0 {
            return Err(OperatorError::Invalid("an invitation needs at least one use"));
        }
        if invite.email.is_some() && invite.uses > 1 {
            return Err(OperatorError::Invalid("an invitation for one address has exactly one use"));
        }
        if invite.mail.is_some() && invite.email.is_none() {
            return Err(OperatorError::Invalid("an invitation without an address cannot be mailed"));
        }
        let mail = match &invite.mail {
            Some(mail) => Some((self.mail_settings().await?, mail)),
            None => None,
        };
        let (operator, now) = (self.operator, self.operator.now());
        let code = invite.code.unwrap_or_else(|| Token::generate(&operator.random));
        let new = Invitation {
            email: invite.email,
            mailed: false,
            kind: invite.kind,
            inviter: invite.mail.as_ref().and_then(|mail| mail.inviter.clone()),
            uses_left: invite.uses,
            created_at: now,
            valid_until: (now + invite.valid_for).as_second(),
            revoked_at: None,
            acts: vec![OperatorAct { act: ActKind::Invite, by: operator.name().await?.to_owned(), at: now }],
        };
        let mut invitation = match operator.store.put_invitation(&code.hash(), &new).await? {
            None => new,
            Some(stored) if mail.is_some() && !stored.mailed && stored.state(now) == InvitationState::Expired => {
                // Its email was never sent, so that nobody knows the old end.
                operator.store.renew_invitation(&code.hash(), new.valid_until).await?.unwrap_or(stored)
            }
            Some(stored) => stored,
        };
        let is_open = invitation.state(now) == InvitationState::Open;
        let link = self.site.page_url(&Invitation::path(&code));
        let mut not_mailed = None;
        if let (Some((settings, mail)), Some(email)) = (mail, &invitation.email)
            && is_open
            && !invitation.mailed
        {
            match self.mail(settings, mail, email, &code, invitation.valid_until).await {
                Ok(()) => invitation.mailed = true,
                Err(error) => not_mailed = Some(error),
            }
        }
        Ok(CreatedInvitation { code, link, invitation, not_mailed })
    }

    /// Returns the number of emails that SES permits in a second.
    ///
    /// # Errors
    /// An [`OperatorError`] if SES does not say it, or if today's quota is used up.
    pub async fn mail_rate(&self) -> Result<f64, OperatorError> {
        let (ses_sender, _) = self.mail_settings().await?;
        Ok(ses_sender.rate().await?)
    }

    async fn mail_settings(&self) -> Result<&(SesSender, Messages), SettingsError> {
        let read = async || {
            let mut reader = Reader::new(&self.operator.environment);
            let (ses_sender, messages) = (SesSender::read(&mut reader), Messages::read(&mut reader));
            reader.finish(|| Some((ses_sender?, messages?)))
        };
        self.mail.get_or_try_init(read).await
    }

    /// Mails the link unless the mailbox is suppressed, records that the code proves the address, and counts the email.
    async fn mail(
        &self,
        (ses_sender, messages): &(SesSender, Messages),
        mail: &InvitationMail,
        email: &EmailAddress,
        code: &Token,
        valid_until: i64,
    ) -> Result<(), MailError> {
        let (operator, now) = (self.operator, self.operator.now());
        if operator.store.mailbox(email).await?.is_some_and(|mailbox| mailbox.state(now).is_some()) {
            return Err(MailError::Suppressed);
        }
        let valid_until = Timestamp::from_second(valid_until).unwrap_or(Timestamp::MAX);
        let message = messages.invitation(&self.site, code, valid_until, mail)?;
        if ses_sender.send(std::slice::from_ref(email), None, &message).await? == SendOutcome::Rejected {
            return Err(MailError::Rejected);
        }
        let marked = operator.store.mark_invitation_mailed(&code.hash()).await;
        ses_sender.count(&operator.store).await;
        Ok(marked?)
    }
}

impl Operator {
    /// Reads the settings for invitations. Those for emails are read for the first email.
    ///
    /// # Errors
    /// A [`SettingsError`] with all settings that are missing or malformed.
    pub fn inviter(&self) -> Result<Inviter<'_>, SettingsError> {
        let mut reader = Reader::new(&self.environment);
        let site = Site::read(&mut reader);
        reader.finish(|| Some(Inviter { operator: self, site: site?, mail: OnceCell::new() }))
    }

    /// Returns whether an address has an account, or gets no emails. It reads 2 items.
    ///
    /// # Errors
    /// An [`OperatorError`] if the table cannot be read.
    pub async fn invitee(&self, email: &EmailAddress) -> Result<Invitee, OperatorError> {
        let (proven, mailbox) = self.store.invitee(email).await?;
        let suppressed = mailbox.is_some_and(|mailbox| mailbox.state(self.now()).is_some());
        Ok(match (proven, suppressed) {
            (true, _) => Invitee::Registered,
            (false, true) => Invitee::Suppressed,
            (false, false) => Invitee::Free,
        })
    }

    /// Creates one invitation, as [`Inviter::invite`] does.
    ///
    /// # Errors
    /// As [`Inviter::invite`].
    pub async fn invite(&self, invite: NewInvitation) -> Result<CreatedInvitation, OperatorError> {
        self.inviter()?.invite(invite).await
    }

    /// Lists up to `limit` invitations, the newest first, each with its id, and the id after which the list goes on.
    ///
    /// It reads these invitations by an index.
    ///
    /// # Errors
    /// An [`OperatorError`] if the table cannot be read, or `after` is no invitation.
    pub async fn invitations(
        &self,
        limit: usize,
        after: Option<&TokenHash>,
    ) -> Result<(Vec<(TokenHash, Invitation)>, Option<TokenHash>), OperatorError> {
        let after = match after {
            Some(code) => {
                let invitation = self.store.invitation(code).await?;
                let unknown = OperatorError::Invalid("there is no invitation of this id to go on after");
                Some((code, invitation.ok_or(unknown)?.created_at))
            }
            None => None,
        };
        let mut invitations = self.store.invitations(limit.saturating_add(1), after).await?;
        let has_more = invitations.len() > limit;
        invitations.truncate(limit);
        let next = invitations.last().filter(|_| has_more).map(|(code, _)| code.clone());
        Ok((invitations, next))
    }

    /// Revokes an invitation. One that was revoked before stays as it is.
    ///
    /// Returns `None` if there is no such invitation.
    ///
    /// # Errors
    /// An [`OperatorError`] if the table cannot be read or written.
    pub async fn revoke(&self, code: &TokenHash) -> Result<Option<Invitation>, OperatorError> {
        let act = self.act(ActKind::Revoke).await?;
        Ok(self.store.revoke(code, &act).await?)
    }
}
