//! The three-step workflow: register, prove the address, be approved by an operator.

use std::sync::Arc;

use async_trait::async_trait;

use super::{ActivationError, Backend, Build, build};
use crate::accounts::Accounts;
use crate::email_address::EmailAddress;
use crate::request::Request;
use crate::settings::Reader;
use crate::user::{Status, User};

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

/// `REGISTRATION_APPROVERS`: the addresses of the operators who approve users, with commas between them.
pub(crate) fn read_approvers(reader: &mut Reader<'_>) -> Option<Vec<EmailAddress>> {
    reader.required(
        "REGISTRATION_APPROVERS",
        "the addresses of those who approve users, separated by commas",
        |value| {
            let address = |text: &str| {
                EmailAddress::parse(text.trim())
                    .map_err(|_| format!("{text:?} must be an address such as ops@example.com"))
            };
            value.split(',').map(address).collect()
        },
    )
}
