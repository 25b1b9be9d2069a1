//! Invitations: creating, listing and revoking them.

use jiff::{SignedDuration, Timestamp};

use super::{Operator, OperatorError};
use domain::settings::{Reader, SettingsError, Site};
use domain::{ActKind, EmailAddress, Invitation, OperatorAct, Token, TokenHash};
use mailer::{MailError, Messages, SendOutcome, SesSender};

/// The properties of a new invitation.
#[derive(Debug, Clone)]
pub struct NewInvitation {
    /// The code. The default is a random one.
    pub code: Option<Token>,
    /// The only address that can register with the invitation.
    pub email: Option<EmailAddress>,
    /// The number of uses: at least one, and exactly one with an `email`.
    pub uses: u32,
    /// The period in which the invitation can be used.
    pub valid_for: SignedDuration,
    /// The type of user that it is for: the name of a form.
    pub kind: Option<String>,
    /// Whether it is mailed to its address, so that its code proves the address.
    pub mail: bool,
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

impl Operator {
    /// Creates an invitation, and mails it on request.
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
        if invite.mail && invite.email.is_none() {
            return Err(OperatorError::Invalid("an invitation without an address cannot be mailed"));
        }
        let (site, mail) = self.read_invitation_settings(invite.mail)?;
        let now = self.now();
        let code = invite.code.unwrap_or_else(|| Token::generate(&self.random));
        let mut invitation = Invitation {
            email: invite.email,
            mailed: false,
            kind: invite.kind,
            uses_left: invite.uses,
            created_at: now,
            valid_until: (now + invite.valid_for).as_second(),
            revoked_at: None,
            acts: vec![OperatorAct { act: ActKind::Invite, by: self.name().await?.to_owned(), at: now }],
        };
        self.store.put_invitation(&code.hash(), &invitation).await?;
        let link = site.page_url(&format!("/register?{}={}", Invitation::FIELD, code.expose()));
        let mut not_mailed = None;
        if let (Some(mail), Some(email)) = (mail, &invitation.email) {
            match self.mail(&site, &mail, email, &code, &link, invitation.valid_until).await {
                Ok(()) => invitation.mailed = true,
                Err(error) => not_mailed = Some(error),
            }
        }
        Ok(CreatedInvitation { code, link, invitation, not_mailed })
    }

    /// Lists the stored invitations, the newest first. It scans the whole table.
    ///
    /// # Errors
    /// An [`OperatorError`] if the table cannot be read.
    pub async fn invitations(&self) -> Result<Vec<(TokenHash, Invitation)>, OperatorError> {
        let mut invitations = self.store.invitations().await?;
        invitations.sort_by_key(|(_, invitation)| std::cmp::Reverse(invitation.created_at));
        Ok(invitations)
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

    fn read_invitation_settings(&self, mail: bool) -> Result<(Site, Option<(SesSender, Messages)>), SettingsError> {
        let mut reader = Reader::new(&self.environment);
        let site = Site::read(&mut reader);
        if !mail {
            return reader.finish(|| Some((site?, None)));
        }
        let (ses_sender, messages) = (SesSender::read(&mut reader), Messages::read(&mut reader));
        reader.finish(|| Some((site?, Some((ses_sender?, messages?)))))
    }

    /// Mails the link, and records that the code proves the address.
    async fn mail(
        &self,
        site: &Site,
        (ses_sender, messages): &(SesSender, Messages),
        email: &EmailAddress,
        code: &Token,
        link: &str,
        valid_until: i64,
    ) -> Result<(), MailError> {
        let valid_until = Timestamp::from_second(valid_until).unwrap_or(Timestamp::MAX);
        let message = messages.invitation(site, link, valid_until)?;
        match ses_sender.send(std::slice::from_ref(email), None, &message).await? {
            SendOutcome::Accepted => Ok(self.store.mark_invitation_mailed(&code.hash()).await?),
            SendOutcome::Rejected => Err(MailError::Rejected),
        }
    }
}
