//! The three-step workflow: register, prove the address, wait for an approval.

use std::sync::Arc;

use async_trait::async_trait;

use super::{ActivationError, Backend, BuildBackend, build};
use crate::accounts::{Accounts, Proof};
use crate::request::Request;
use domain::settings::Reader;
use domain::{EmailAddress, Status, User, read_approvers};

/// Registration that an operator approves or rejects, by the link in an email or by a command.
#[derive(Debug)]
pub struct ApprovalBackend {
    accounts: Arc<Accounts>,
    /// `REGISTRATION_APPROVERS`. `mailer` sends the emails to them.
    approvers: Vec<EmailAddress>,
}

impl ApprovalBackend {
    /// Reads the approvers, who are required.
    pub(super) fn read(reader: &mut Reader<'_>) -> Option<BuildBackend> {
        let approvers = read_approvers(reader)?;
        Some(build(|accounts| Self { accounts, approvers }))
    }
}

#[async_trait]
impl Backend for ApprovalBackend {
    fn name(&self) -> &'static str {
        "approval"
    }

    fn accounts(&self) -> &Accounts {
        &self.accounts
    }

    /// Proves the address. The signal `user_activated` follows only after the approval.
    async fn activate(&self, request: &Request, proof: Proof<'_>) -> Result<User, ActivationError> {
        let activatable = self.accounts.verify(request, proof).await?;
        self.accounts.prove_address(request, activatable).await
    }

    fn activated_status(&self) -> Status {
        Status::AwaitingApproval
    }

    fn approvers(&self) -> &[EmailAddress] {
        &self.approvers
    }
}
