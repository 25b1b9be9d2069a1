//! Inviting.

use jiff::{SignedDuration, Timestamp};

use super::{Operator, OperatorError};
use domain::settings::{Reader, SettingsError, Site};
use domain::{EmailAddress, Invitation, Token, TokenHash};
use mailer::{MailError, Messages, SendOutcome, SesSender};

/// What an invitation is to be.
#[derive(Debug, Clone)]
pub struct NewInvitation {
    /// The only address that may register with it.
    pub email: Option<EmailAddress>,
    /// How often it can be used; at least once, and once only where it is for one address.
    pub uses: u32,
    /// How long it can be used.
    pub valid_for: SignedDuration,
    /// The kind of user that it is for: the name of a form.
    pub kind: Option<String>,
    /// Whether it goes to its address by mail. Who has the code has then proven the address.
    pub mail: bool,
}

/// An invitation that was made.
#[derive(Debug)]
pub struct CreatedInvitation {
    /// The code. It is not kept: this is the only time that it can be told.
    pub code: Token,
    /// The link to the form.
    pub link: String,
    /// The invitation.
    pub invitation: Invitation,
    /// Why it was not mailed, or that could not be taken down, if it was to be. It can be used all the same, but proves no
    /// address.
    pub not_mailed: Option<MailError>,
}

impl Operator {
    /// Makes an invitation, and mails it if that is asked for.
    ///
    /// # Errors
    /// [`OperatorError`]; then there is none. That it could not be mailed is not among them.
    pub async fn invite(&self, invite: NewInvitation) -> Result<CreatedInvitation, OperatorError> {
        if invite.uses == 0 {
            return Err(OperatorError::Invalid("an invitation has at least one use"));
        }
        if invite.email.is_some() && invite.uses > 1 {
            return Err(OperatorError::Invalid("an invitation for one address has one use"));
        }
        if invite.mail && invite.email.is_none() {
            return Err(OperatorError::Invalid("an invitation without an address cannot be mailed"));
        }
        let (site, mail) = self.read_invitation_settings(invite.mail)?;
        let now = self.now();
        let code = Token::generate(&self.random);
        let mut invitation = Invitation {
            email: invite.email,
            mailed: false,
            kind: invite.kind,
            uses_left: invite.uses,
            created_at: now,
            valid_until: (now + invite.valid_for).as_second(),
            revoked_at: None,
        };
        self.store.put_invitation(&code.hash(), &invitation).await?;
        let link = site.url.join(&format!("/register?{}={}", Invitation::FIELD, code.expose()));
        let mut not_mailed = None;
        if let (Some(mail), Some(email)) = (mail, &invitation.email) {
            match self.mail(&site, &mail, email, &code, &link, invitation.valid_until).await {
                Ok(()) => invitation.mailed = true,
                Err(error) => not_mailed = Some(error),
            }
        }
        Ok(CreatedInvitation { code, link, invitation, not_mailed })
    }

    /// Every invitation that is still kept, the newest first. It reads the whole table.
    ///
    /// # Errors
    /// When the table could not be asked.
    pub async fn invitations(&self) -> Result<Vec<(TokenHash, Invitation)>, OperatorError> {
        let mut invitations = self.store.invitations().await?;
        invitations.sort_by_key(|(_, invitation)| std::cmp::Reverse(invitation.created_at));
        Ok(invitations)
    }

    /// Revokes an invitation; one that was revoked before stays as it is. `None` if there is no such one.
    ///
    /// # Errors
    /// When the table could not be asked.
    pub async fn revoke(&self, code: &TokenHash) -> Result<Option<Invitation>, OperatorError> {
        Ok(self.store.revoke(code, self.now()).await?)
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

    /// Mails the link, and takes down that who has the code has proven the address.
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
