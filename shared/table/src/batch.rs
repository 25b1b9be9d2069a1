//! Reads of several items in one request.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::KeysAndAttributes;
use serde::de::DeserializeOwned;
use serde_dynamo::aws_sdk_dynamodb_1::from_item;

use super::{Item, ItemKey, Store, StoreError};
use crate::retry::Backoff;

/// The items that were found, by their `pk`.
pub(super) struct BatchItems(HashMap<String, Item>);

impl BatchItems {
    pub(super) fn take<T: DeserializeOwned>(&mut self, pk: ItemKey<'_>) -> Result<Option<T>, StoreError> {
        Ok(self.0.remove(&pk.text()).map(from_item).transpose()?)
    }
}

impl Store {
    /// Reads the items of up to 100 keys.
    ///
    /// Each read is strongly consistent, but together they are not a snapshot.
    pub(super) async fn batch_get(&self, pks: &[ItemKey<'_>]) -> Result<BatchItems, StoreError> {
        self.batch_get_attributes(pks, &[]).await
    }

    /// Reads these attributes of the items of up to 100 keys. Without a name it reads all attributes.
    pub(super) async fn batch_get_attributes(
        &self,
        pks: &[ItemKey<'_>],
        attributes: &[&str],
    ) -> Result<BatchItems, StoreError> {
        if pks.is_empty() {
            return Ok(BatchItems(HashMap::new()));
        }
        let keys = pks.iter().map(|pk| HashMap::from([("pk".to_owned(), pk.attribute())])).collect();
        let mut keys = KeysAndAttributes::builder().set_keys(Some(keys)).consistent_read(true);
        if !attributes.is_empty() {
            // Some of the names are reserved words.
            let names: Vec<_> = (0..attributes.len()).map(|at| format!("#{at}")).collect();
            for (name, attribute) in names.iter().zip(attributes) {
                keys = keys.expression_attribute_names(name, *attribute);
            }
            keys = keys.projection_expression(names.join(", "));
        }
        let keys = keys.build()?;
        let mut pending = Some(HashMap::from([(self.table.clone(), keys)]));
        let (mut found, mut backoff) = (HashMap::new(), Backoff::default());
        while let Some(keys) = pending.take() {
            let answer = self.client.batch_get_item().set_request_items(Some(keys)).send().await?;
            for item in answer.responses.into_iter().flat_map(HashMap::into_values).flatten() {
                if let Some(Ok(pk)) = item.get("pk").map(|pk| pk.as_s()) {
                    found.insert(pk.clone(), item);
                }
            }
            // DynamoDB returns the keys that it had no capacity for.
            pending = answer.unprocessed_keys.filter(|keys| !keys.is_empty());
            if pending.is_some() && !backoff.wait(&self.random).await {
                return Err(StoreError::Unavailable("the table has no read capacity left".into()));
            }
        }
        Ok(BatchItems(found))
    }
}
