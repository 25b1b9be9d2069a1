//! Approval: the decision of an approver who has the link in an email.

use super::Accounts;
use crate::error::ApprovalError;
use crate::request::Request;
use domain::{ApprovalDecision, EmailAddress, OperatorAct, Status, Token, User, UserId};

/// A user on whom an approver decides, or has decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Approval {
    /// The user.
    pub user: User,
    /// The decision, once there is one: by this approver, another one, or a command.
    pub decision: Option<OperatorAct>,
}

impl Accounts {
    /// Returns the user on whom the approver with this key decides.
    ///
    /// It writes nothing, because mail scanners open links.
    ///
    /// `approvers` are those of the backend, [`Backend::approvers`](crate::Backend::approvers).
    ///
    /// # Errors
    /// An [`ApprovalError`], but no [`ApprovalError::AlreadyDecided`].
    pub async fn approval(
        &self,
        request: &Request,
        approvers: &[EmailAddress],
        key: &str,
    ) -> Result<Approval, ApprovalError> {
        let (id, _) = self.approver(request, approvers, key).await?;
        self.approval_of(id).await
    }

    /// Approves or rejects the user, with one transaction.
    ///
    /// The signals and the email to the user follow as from the command. A repeated decision of the same approver gets
    /// the same answer.
    ///
    /// # Errors
    /// An [`ApprovalError`]. Nothing has changed then.
    pub async fn decide(
        &self,
        request: &Request,
        approvers: &[EmailAddress],
        key: &str,
        decision: ApprovalDecision,
    ) -> Result<Approval, ApprovalError> {
        let (id, approver) = self.approver(request, approvers, key).await?;
        let mut approval = self.approval_of(id).await?;
        let act = OperatorAct { act: decision.act(), by: approver.to_string(), at: request.received_at };
        if approval.decision.is_none() {
            let decided = match decision {
                ApprovalDecision::Approve => self.store.approve(&approval.user, &act).await?,
                ApprovalDecision::Reject => self.store.reject(&approval.user, &act).await?,
            };
            if let Some(user) = decided {
                return Ok(Approval { user, decision: Some(act) });
            }
            // Another approver has decided since the user was read.
            approval = self.approval_of(id).await?;
        }
        match &approval.decision {
            Some(known) if (known.act, &known.by) == (act.act, &act.by) => Ok(approval),
            Some(known) => Err(ApprovalError::AlreadyDecided(known.clone())),
            None => Err(ApprovalError::Unknown),
        }
    }

    /// Returns the user and the approver of a key.
    ///
    /// An approver who was removed from the setting decides no longer.
    async fn approver(
        &self,
        request: &Request,
        approvers: &[EmailAddress],
        key: &str,
    ) -> Result<(UserId, EmailAddress), ApprovalError> {
        if approvers.is_empty() {
            return Err(ApprovalError::NotSupported);
        }
        let key = Token::parse(key).ok_or(ApprovalError::Unknown)?;
        let item = self.store.decision(&key.hash()).await?.ok_or(ApprovalError::Unknown)?;
        if approvers.iter().all(|approver| approver.canonical() != item.approver.canonical()) {
            return Err(ApprovalError::Unknown);
        }
        if item.expires_at <= request.received_at.as_second() {
            return Err(ApprovalError::Expired);
        }
        Ok((item.user_id, item.approver))
    }

    async fn approval_of(&self, id: UserId) -> Result<Approval, ApprovalError> {
        let item = self.store.user(id).await?.ok_or(ApprovalError::Unknown)?;
        let decision = item.decision().cloned();
        if decision.is_none() && item.user.status != Status::AwaitingApproval {
            return Err(ApprovalError::Unknown);
        }
        Ok(Approval { user: item.user, decision })
    }
}
