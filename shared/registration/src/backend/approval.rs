//! The three-step workflow: register, prove the address, be approved by an operator.

use std::sync::Arc;

use async_trait::async_trait;

use super::{ActivationError, Backend, Build, build};
use crate::accounts::Accounts;
use crate::request::Request;
use domain::settings::Reader;
use domain::{Status, User, read_approvers};

/// Registration that an operator has the last word on: the `registration` command approves or rejects.
#[derive(Debug)]
pub struct ApprovalBackend {
    accounts: Arc<Accounts>,
}

impl ApprovalBackend {
    /// The mails to the approvers are not sent from here; without anybody to send them to there is no such workflow.
    pub(super) fn read(reader: &mut Reader<'_>) -> Option<Build> {
        read_approvers(reader)?;
        Some(build(|accounts| Self { accounts }))
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

    /// Proves the address. `user_activated` follows only when the user is approved.
    async fn activate(&self, request: &Request, key: &str) -> Result<User, ActivationError> {
        self.accounts.prove_address(request, key).await
    }

    fn activated_status(&self) -> Status {
        Status::AwaitingApproval
    }
}
