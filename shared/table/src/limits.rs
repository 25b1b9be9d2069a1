//! The numbers of requests, of the emails that they cause, and of wrong guesses, for the limits.
//!
//! Each number has its own item for each window of time. So nothing is ever reset, and DynamoDB deletes what is over. A
//! write whose answer is lost is repeated, and then counts twice.

use aws_sdk_dynamodb::operation::update_item::builders::UpdateItemFluentBuilder;
use aws_sdk_dynamodb::types::{AttributeValue, ReturnValue};
use serde_dynamo::aws_sdk_dynamodb_1::from_item;

use super::condition::if_condition_held;
use super::items::{CountItem, WrongGuessesItem};
use super::{ItemKey, Store, StoreError};
use domain::settings::Window;

/// The scope of the emails that requests cause.
pub const MAILS: &str = "mails";

impl Store {
    /// Counts a request in `scope`, and returns the number of requests in this window with it.
    ///
    /// Returns `None`, and counts nothing, if there were `max` before.
    pub async fn count_request(&self, scope: &str, max: u64, window: Window) -> Result<Option<u64>, StoreError> {
        let request = self
            .add(ItemKey::Count(&in_window(scope, window)), "counted", window)
            .condition_expression("attribute_not_exists(pk) OR counted < :max")
            .expression_attribute_values(":max", AttributeValue::N(max.to_string()))
            .return_values(ReturnValue::AllNew);
        let counted = if_condition_held(request.send().await)?.and_then(|output| output.attributes);
        let counted: Option<CountItem> = counted.map(from_item).transpose()?;
        Ok(counted.map(|item| item.counted))
    }

    /// Reads the number of emails that requests in this window cause.
    pub async fn mails_of_budget(&self, window: Window) -> Result<u64, StoreError> {
        let item: Option<CountItem> = self.get(ItemKey::Count(&in_window(MAILS, window))).await?;
        Ok(item.unwrap_or_default().counted)
    }

    /// Reads the number of wrong guesses in each scope, in the order of `scopes`.
    pub async fn wrong_guesses(&self, scopes: &[String], window: Window) -> Result<Vec<u32>, StoreError> {
        let scopes: Vec<_> = scopes.iter().map(|scope| in_window(scope, window)).collect();
        let pks: Vec<_> = scopes.iter().map(|scope| ItemKey::WrongGuesses(scope)).collect();
        let mut found = self.batch_get(&pks).await?;
        pks.into_iter().map(|pk| Ok(found.take::<WrongGuessesItem>(pk)?.unwrap_or_default().wrong)).collect()
    }

    /// Counts a wrong guess in each scope.
    pub async fn count_wrong_guess(&self, scopes: &[String], window: Window) -> Result<(), StoreError> {
        for scope in scopes {
            let scope = in_window(scope, window);
            self.add(ItemKey::WrongGuesses(&scope), "wrong", window).send().await?;
        }
        Ok(())
    }

    fn add(&self, pk: ItemKey<'_>, attribute: &str, window: Window) -> UpdateItemFluentBuilder {
        self.client
            .update_item()
            .table_name(&self.table)
            .key("pk", pk.attribute())
            .update_expression(format!("SET expires_at = :expires_at ADD {attribute} :one"))
            .expression_attribute_values(":one", AttributeValue::N("1".to_owned()))
            .expression_attribute_values(":expires_at", AttributeValue::N(window.end.to_string()))
    }
}

fn in_window(scope: &str, window: Window) -> String {
    format!("{scope}#{}", window.start)
}
