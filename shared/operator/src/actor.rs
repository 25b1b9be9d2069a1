//! The operator who acts, as acts are recorded.

use aws::{Aws, AwsError};
use domain::settings::Reader;
use domain::{ActKind, OperatorAct};

use super::{Operator, OperatorError};

/// The source of the operator's name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    /// The IAM identity of the credentials, by `sts:GetCallerIdentity`, which needs no permission.
    Caller,
    /// A given name, because a local service has no IAM.
    Named(String),
}

impl Operator {
    /// Returns the record of an act at this instant.
    pub(super) async fn act(&self, act: ActKind) -> Result<OperatorAct, OperatorError> {
        Ok(OperatorAct { act, by: self.name().await?.to_owned(), at: self.now() })
    }

    /// Returns the name of the operator, as acts are recorded with it. AWS is asked for it once.
    ///
    /// # Errors
    /// An [`OperatorError`] if AWS does not identify the credentials.
    pub async fn name(&self) -> Result<&str, OperatorError> {
        match &self.actor {
            Actor::Named(name) => Ok(name),
            Actor::Caller => self.caller.get_or_try_init(|| self.caller_arn()).await.map(String::as_str),
        }
    }

    async fn caller_arn(&self) -> Result<String, OperatorError> {
        let mut reader = Reader::new(&self.environment);
        let aws = Aws::read(&mut reader, "AWS_ENDPOINT_URL_STS");
        let config = reader.finish(|| Some(aws?.config()))?;
        let identity = aws_sdk_sts::Client::new(&config).get_caller_identity().send().await;
        let identity = identity.map_err(|error| OperatorError::Caller(AwsError::from(error)))?;
        identity.arn.ok_or(OperatorError::Invalid("the credentials have no identity: log in again"))
    }
}
