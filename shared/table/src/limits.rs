//! The numbers of requests, of the emails that they cause, and of wrong guesses, for the limits.
//!
//! Each number has its own item for each window of time. So nothing is ever reset, and DynamoDB deletes what is over. A
//! write whose answer is lost is repeated, and then counts twice.

use aws_sdk_dynamodb::operation::update_item::builders::UpdateItemFluentBuilder;
use aws_sdk_dynamodb::types::{AttributeValue, ReturnValue};
use jiff::Timestamp;
use serde::Deserialize;
use serde_dynamo::aws_sdk_dynamodb_1::from_item;

use super::act_record::{RECORD, recording};
use super::condition::if_condition_held;
use super::items::{CountItem, WrongGuessesItem};
use super::{ItemKey, Store, StoreError};
use domain::OperatorAct;
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

    /// Reads the numbers of windows that have not ended by `now`: the name, the number, and the end in epoch seconds.
    ///
    /// It scans the whole table.
    pub async fn counts(&self, now: Timestamp) -> Result<Vec<(String, u64, i64)>, StoreError> {
        let scan = self
            .scan()
            .filter_expression("(begins_with(pk, :count) OR begins_with(pk, :wrong)) AND expires_at > :now")
            .expression_attribute_values(":count", AttributeValue::S(ItemKey::COUNT.to_owned()))
            .expression_attribute_values(":wrong", AttributeValue::S(ItemKey::WRONG_GUESSES.to_owned()))
            .expression_attribute_values(":now", AttributeValue::N(now.as_second().to_string()));
        let mut items = scan.into_paginator().items().send();
        let mut counts = Vec::new();
        while let Some(item) = items.try_next().await? {
            let item: AnyCountItem = from_item(item)?;
            counts.push((item.pk, item.counted, item.expires_at));
        }
        Ok(counts)
    }

    /// Resets a number to zero. Returns `false` if there is no such item.
    pub async fn clear_count(&self, name: &str, act: &OperatorAct) -> Result<bool, StoreError> {
        let attribute = match name {
            name if name.starts_with(ItemKey::COUNT) => "counted",
            name if name.starts_with(ItemKey::WRONG_GUESSES) => "wrong",
            _ => return Ok(false),
        };
        let request = self
            .client
            .update_item()
            .table_name(&self.table)
            .key("pk", AttributeValue::S(name.to_owned()))
            .update_expression(format!("SET {attribute} = :zero, {RECORD}"))
            .condition_expression("attribute_exists(pk)")
            .expression_attribute_values(":zero", AttributeValue::N("0".to_owned()));
        Ok(if_condition_held(recording(request, act)?.send().await)?.is_some())
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

/// A number of either kind.
#[derive(Deserialize)]
struct AnyCountItem {
    pk: String,
    #[serde(alias = "wrong")]
    counted: u64,
    expires_at: i64,
}

fn in_window(scope: &str, window: Window) -> String {
    format!("{scope}#{}", window.start)
}
