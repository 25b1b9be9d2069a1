//! The circuit breaker, and the count of emails that it is measured against.

use serde::{Deserialize, Serialize};

use super::{ItemKey, Store, StoreError};
use domain::CircuitBreaker;

/// A [`CircuitBreaker`] with a version for optimistic locking.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct CircuitBreakerItem {
    #[serde(flatten)]
    breaker: CircuitBreaker,
    version: u64,
}

impl Store {
    /// Reads the circuit breaker.
    pub async fn breaker(&self) -> Result<CircuitBreaker, StoreError> {
        let item: Option<CircuitBreakerItem> = self.get(ItemKey::CircuitBreaker).await?;
        Ok(item.unwrap_or_default().breaker)
    }

    /// Adds to the count of emails sent.
    ///
    /// The count has its own item, because it is written with every batch and the breaker is not.
    pub async fn count_mails(&self, sent: u64) -> Result<(), StoreError> {
        let request = self
            .client
            .update_item()
            .table_name(&self.table)
            .key("pk", ItemKey::MailCount.attribute())
            .update_expression("ADD sent :sent")
            .expression_attribute_values(":sent", aws_sdk_dynamodb::types::AttributeValue::N(sent.to_string()));
        request.send().await?;
        Ok(())
    }
}

mod breaker_updates {
    use aws_sdk_dynamodb::operation::put_item::PutItemError;
    use aws_sdk_dynamodb::types::AttributeValue;

    use super::super::transaction::attributes;
    use super::{CircuitBreaker, CircuitBreakerItem, Deserialize, ItemKey, Store, StoreError};
    use crate::retry::Backoff;

    /// The number of emails sent.
    #[derive(Debug, Default, Deserialize)]
    struct MailCountItem {
        sent: u64,
    }

    impl Store {
        /// Applies `change` to the breaker, and returns it with the number of emails sent.
        ///
        /// `change` gets that number, too. It returns `false` if it changes nothing, and then nothing is written.
        pub async fn change_breaker(
            &self,
            change: impl Fn(&mut CircuitBreaker, u64) -> bool,
        ) -> Result<(CircuitBreaker, u64), StoreError> {
            let mut backoff = Backoff::default();
            loop {
                let mut found = self.batch_get(&[ItemKey::CircuitBreaker, ItemKey::MailCount]).await?;
                let CircuitBreakerItem { mut breaker, version } =
                    found.take(ItemKey::CircuitBreaker)?.unwrap_or_default();
                let MailCountItem { sent } = found.take(ItemKey::MailCount)?.unwrap_or_default();
                if !change(&mut breaker, sent) {
                    return Ok((breaker, sent));
                }
                let item = CircuitBreakerItem { breaker: breaker.clone(), version: version + 1 };
                let request = self
                    .client
                    .put_item()
                    .table_name(&self.table)
                    .set_item(Some(attributes(ItemKey::CircuitBreaker, item)?))
                    .condition_expression("attribute_not_exists(pk) OR version = :version")
                    .expression_attribute_values(":version", AttributeValue::N(version.to_string()));
                match request.send().await {
                    Ok(_) => return Ok((breaker, sent)),
                    // Another bounce was recorded in the meantime.
                    Err(error)
                        if error
                            .as_service_error()
                            .is_some_and(PutItemError::is_conditional_check_failed_exception)
                            && backoff.wait(&self.random).await => {}
                    Err(error) => return Err(error.into()),
                }
            }
        }
    }
}
