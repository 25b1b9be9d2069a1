//! The waiting list: joining it, reading it in the order of joining, and the steps of an admission.
//!
//! The index `listed` has the places by the time of joining. It lags behind the table, so each step compares the
//! place's own item.

use std::collections::BTreeSet;

use aws_sdk_dynamodb::operation::update_item::builders::UpdateItemFluentBuilder;
use aws_sdk_dynamodb::types::{AttributeValue, Delete, TransactWriteItem};
use jiff::{SignedDuration, Timestamp};
use serde_dynamo::aws_sdk_dynamodb_1::{from_item, to_attribute_value};
use ulid::Ulid;

use super::act_record::{RECORD, recording};
use super::condition::if_condition_held;
use super::items::{EmailItem, SubmissionItem};
use super::listing::ItemList;
use super::transaction::{TransactionOutcome, attributes};
use super::update::stream_status;
use super::{Item, ItemKey, MailboxItem, Store, StoreError, WaitingItem};
use crate::retry::Backoff;
use domain::{EmailAddress, Invitation, OperatorAct, TokenHash, UserId};

/// The time for which a place is kept after its invitation has ended.
const RETENTION: SignedDuration = SignedDuration::from_hours(30 * 24);
/// The length of the hash of a mailbox, in hexadecimal digits.
const HASH_LENGTH: usize = 64;

/// A page of the waiting list, the oldest places first.
#[derive(Debug)]
pub struct WaitingPage {
    /// The mailboxes that have the places.
    pub mailboxes: Vec<String>,
    /// The position after which the list goes on, if it does.
    pub next: Option<WaitingCursor>,
}

/// A position in the waiting list.
#[derive(Debug, Clone)]
pub struct WaitingCursor(Item);

/// A place on the waiting list with what decides about its emails.
#[derive(Debug)]
pub struct WaitingContext {
    /// The place, if the mailbox has one.
    pub place: Option<WaitingItem>,
    /// Whether a user has proven the address.
    pub proven: bool,
    /// The emails sent to the mailbox before.
    pub mailbox: MailboxItem,
}

impl Store {
    /// Gives a mailbox a place on the waiting list, at `place.joined_at`.
    ///
    /// Nothing changes for a mailbox that has a place, unless it was admitted and the invitation has ended. The result
    /// does not say which, and neither must the caller's answer.
    pub async fn join_waitlist(&self, place: &WaitingItem) -> Result<(), StoreError> {
        let mut item = attributes(ItemKey::Waiting(&place.email.mailbox()), place)?;
        ItemList::Waiting.add(&mut item, place.joined_at);
        item.extend(stream_status("joined"));
        let request = self
            .client
            .put_item()
            .table_name(&self.table)
            .set_item(Some(item))
            .condition_expression("attribute_not_exists(pk) OR valid_until <= :now")
            .expression_attribute_values(":now", AttributeValue::N(place.joined_at.as_second().to_string()));
        if_condition_held(request.send().await).map(drop)
    }

    /// Stores that a submission joined the waiting list, for its repetition until `expires_at`.
    ///
    /// [`Store::is_repetition`] finds it. It names a user who does not exist.
    pub async fn put_join(&self, hash: &str, nobody: UserId, expires_at: i64) -> Result<(), StoreError> {
        self.put(ItemKey::Submission(hash), SubmissionItem { user_id: nobody, expires_at }).await
    }

    /// Reads the place of a mailbox on the waiting list, also after the admission.
    pub async fn waiting(&self, email: &EmailAddress) -> Result<Option<WaitingItem>, StoreError> {
        self.get(ItemKey::Waiting(&email.mailbox())).await
    }

    /// Reads the place of an address, and what decides about its emails.
    pub async fn waiting_context(&self, email: &EmailAddress) -> Result<WaitingContext, StoreError> {
        let (canonical, mailbox) = (email.canonical(), email.mailbox());
        let pks = [ItemKey::Waiting(&mailbox), ItemKey::Email(&canonical), ItemKey::Mailbox(&mailbox)];
        let mut found = self.batch_get(&pks).await?;
        let proven: Option<EmailItem> = found.take(pks[1])?;
        Ok(WaitingContext {
            place: found.take(pks[0])?,
            proven: proven.is_some(),
            mailbox: found.take(pks[2])?.unwrap_or_default(),
        })
    }

    /// Reads a page of the waiting list.
    ///
    /// It may lack a place of the last seconds, or have one that is gone.
    pub async fn waiting_page(&self, after: Option<WaitingCursor>) -> Result<WaitingPage, StoreError> {
        let page = self.page(ItemList::Waiting, None, after.map(|cursor| cursor.0)).await?;
        let mailboxes = page.pks.iter().filter_map(|pk| pk.strip_prefix(ItemKey::WAITING).map(str::to_owned));
        Ok(WaitingPage { mailboxes: mailboxes.collect(), next: page.next.map(WaitingCursor) })
    }

    /// Reads the places of these mailboxes, in their order. One that is gone, or whose person was admitted, is `None`.
    pub async fn waiting_places(&self, mailboxes: &[String]) -> Result<Vec<Option<WaitingItem>>, StoreError> {
        let mut places = Vec::new();
        for mailboxes in mailboxes.chunks(100) {
            let pks: Vec<_> = mailboxes.iter().map(|mailbox| ItemKey::Waiting(mailbox)).collect();
            let mut found = self.batch_get(&pks).await?;
            for pk in pks {
                places.push(found.take::<WaitingItem>(pk)?.filter(WaitingItem::is_waiting));
            }
        }
        Ok(places)
    }

    /// Marks the email about a place as sent, or as one that will not be.
    pub async fn mark_waiting_mailed(&self, place: &WaitingItem) -> Result<(), StoreError> {
        let request = self
            .update_waiting(place)
            .update_expression("SET mailed = :true")
            .condition_expression("id = :id AND attribute_not_exists(admitted_at)")
            .expression_attribute_values(":true", AttributeValue::Bool(true));
        if_condition_held(request.send().await).map(drop)
    }

    /// Claims a place for an admission until an instant, so that no other operator admits the person meanwhile.
    ///
    /// `code` is of the invitation that the place has from then on: the one that it had when `place` was read, or
    /// else a new one. Returns `false` if the person does not wait any more, the place has another invitation by now,
    /// or another claim has not ended by `now`.
    pub async fn claim_waiting(
        &self,
        place: &WaitingItem,
        claim: Ulid,
        code: &TokenHash,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<bool, StoreError> {
        let second = |at: Timestamp| AttributeValue::N(at.as_second().to_string());
        let (unchanged, former) = with_invitation(place);
        let request = former
            .into_iter()
            .fold(self.update_waiting(place), |request, (name, code)| request.expression_attribute_values(name, code));
        let request = request
            .update_expression("SET claim = :claim, claimed_until = :until, invitation = :code")
            .condition_expression(format!(
                "id = :id AND attribute_not_exists(admitted_at) AND {unchanged} \
                 AND (attribute_not_exists(claim) OR claimed_until <= :now)"
            ))
            .expression_attribute_values(":claim", AttributeValue::S(claim.to_string()))
            .expression_attribute_values(":code", AttributeValue::S(code.as_str().to_owned()))
            .expression_attribute_values(":now", second(now))
            .expression_attribute_values(":until", second(until));
        Ok(if_condition_held(request.send().await)?.is_some())
    }

    /// Gives a claimed place another invitation, once the former one is deleted.
    ///
    /// Returns `false` if the claim ended and the place was claimed again, or removed.
    pub async fn replace_invitation(
        &self,
        place: &WaitingItem,
        claim: Ulid,
        code: &TokenHash,
    ) -> Result<bool, StoreError> {
        let request = self
            .update_waiting(place)
            .update_expression("SET invitation = :code")
            .condition_expression("id = :id AND claim = :claim")
            .expression_attribute_values(":claim", AttributeValue::S(claim.to_string()))
            .expression_attribute_values(":code", AttributeValue::S(code.as_str().to_owned()));
        Ok(if_condition_held(request.send().await)?.is_some())
    }

    /// Reads the invitation of a place, with the hash of its code, if it is stored.
    pub async fn invitation_of_place(
        &self,
        place: &WaitingItem,
    ) -> Result<Option<(TokenHash, Invitation)>, StoreError> {
        let Some(code) = place.invitation.as_deref().and_then(TokenHash::parse) else { return Ok(None) };
        Ok(self.invitation(&code).await?.map(|invitation| (code, invitation)))
    }

    /// Deletes an invitation, unless it was mailed or used since it was read. Returns whether it is gone.
    pub async fn delete_invitation(&self, code: &TokenHash, invitation: &Invitation) -> Result<bool, StoreError> {
        let request = self
            .client
            .delete_item()
            .table_name(&self.table)
            .key("pk", ItemKey::Invitation(code).attribute())
            .condition_expression("attribute_not_exists(pk) OR (mailed = :mailed AND uses_left = :uses_left)")
            .expression_attribute_values(":mailed", AttributeValue::Bool(invitation.mailed))
            .expression_attribute_values(":uses_left", AttributeValue::N(invitation.uses_left.to_string()));
        Ok(if_condition_held(request.send().await)?.is_some())
    }

    /// Ends a claim on a place whose person gets no emails, and lets admissions skip it until an instant.
    ///
    /// The place has no invitation from then on.
    pub async fn skip_waiting(&self, place: &WaitingItem, claim: Ulid, until: Timestamp) -> Result<(), StoreError> {
        let request = self
            .update_waiting(place)
            .update_expression("SET skipped_until = :until REMOVE claim, claimed_until, invitation")
            .condition_expression("id = :id AND claim = :claim")
            .expression_attribute_values(":claim", AttributeValue::S(claim.to_string()))
            .expression_attribute_values(":until", AttributeValue::N(until.as_second().to_string()));
        if_condition_held(request.send().await).map(drop)
    }

    /// Ends a claim, so that the person can be admitted immediately.
    pub async fn release_waiting(&self, place: &WaitingItem, claim: Ulid) -> Result<(), StoreError> {
        let request = self
            .update_waiting(place)
            .update_expression("REMOVE claim, claimed_until")
            .condition_expression("id = :id AND claim = :claim")
            .expression_attribute_values(":claim", AttributeValue::S(claim.to_string()));
        if_condition_held(request.send().await).map(drop)
    }

    /// Takes a claimed person, who was invited until `valid_until`, off the list.
    ///
    /// Returns `false` if the claim ended and the place was claimed again, or removed.
    pub async fn admit_waiting(
        &self,
        place: &WaitingItem,
        claim: Ulid,
        valid_until: i64,
        act: &OperatorAct,
    ) -> Result<bool, StoreError> {
        let second = |second: i64| AttributeValue::N(second.to_string());
        let request = self
            .update_waiting(place)
            .update_expression(format!(
                "SET admitted_at = :now, valid_until = :valid_until, expires_at = :expires_at, {RECORD} \
                 REMOVE listed, listed_at, mailed, claim, claimed_until, skipped_until"
            ))
            .condition_expression("id = :id AND claim = :claim")
            .expression_attribute_values(":claim", AttributeValue::S(claim.to_string()))
            .expression_attribute_values(":now", to_attribute_value(act.at)?)
            .expression_attribute_values(":valid_until", second(valid_until))
            .expression_attribute_values(":expires_at", second(valid_until.saturating_add(RETENTION.as_secs())));
        Ok(if_condition_held(recording(request, act)?.send().await)?.is_some())
    }

    /// Removes a place that was read before, if it has not changed hands since.
    pub async fn drop_waiting(&self, place: &WaitingItem) -> Result<(), StoreError> {
        let request = self
            .client
            .delete_item()
            .table_name(&self.table)
            .key("pk", ItemKey::Waiting(&place.email.mailbox()).attribute())
            .condition_expression("id = :id")
            .expression_attribute_values(":id", AttributeValue::S(place.id.to_string()));
        if_condition_held(request.send().await).map(drop)
    }

    /// Removes the place of a mailbox, waiting or admitted, and returns it. `by` is the operator.
    ///
    /// An unused invitation of the place goes, too, and the history of the mailbox, unless it is about a user or has a
    /// suppression. The hash of the mailbox stays, so that the removal can be repeated after a restore.
    pub async fn remove_waiting(
        &self,
        email: &EmailAddress,
        by: &str,
        now: Timestamp,
    ) -> Result<Option<WaitingItem>, StoreError> {
        let (mailbox, mut backoff) = (email.mailbox(), Backoff::default());
        let hash = email.mailbox_hash();
        while let Some(place) = self.waiting(email).await? {
            self.forget_mails_of_place(&mailbox, &place).await?;
            let mut items = vec![self.delete_place(&place)?, self.put_erased(ItemKey::ErasedPlace(&hash), by, now)?];
            if let Some((code, _)) = self.invitation_of_place(&place).await?.filter(|(_, found)| found.uses_left > 0) {
                items.push(self.delete(ItemKey::Invitation(&code))?);
            }
            if matches!(self.transact(items).await?, TransactionOutcome::Committed) {
                return Ok(Some(place));
            }
            // It was removed, claimed or joined again at the same time.
            if !backoff.wait(&self.random).await {
                return Err(StoreError::Unavailable("the place on the waiting list changes all the time".into()));
            }
        }
        Ok(None)
    }

    /// Returns the addresses of the places that were removed since an instant, according to the table `removed`.
    ///
    /// It scans the whole table, because an admitted person's place is in no index. Places that were given since then
    /// are not among them.
    pub async fn places_removed(&self, removed: &Self, since: Timestamp) -> Result<Vec<EmailAddress>, StoreError> {
        let hashes: BTreeSet<_> = removed.erased_keys(since).await?.into_iter().collect();
        // The others are the identifiers of users.
        if !hashes.iter().any(|hash| hash.len() == HASH_LENGTH) {
            return Ok(Vec::new());
        }
        let scan = self.scan().filter_expression("begins_with(pk, :waiting)");
        let prefix = AttributeValue::S(ItemKey::WAITING.to_owned());
        let mut items = scan.expression_attribute_values(":waiting", prefix).into_paginator().items().send();
        let mut found = Vec::new();
        while let Some(item) = items.try_next().await? {
            let place: WaitingItem = from_item(item)?;
            if place.joined_at < since && hashes.contains(&place.email.mailbox_hash()) {
                found.push(place.email);
            }
        }
        Ok(found)
    }

    /// Removes the email about a place from the history of the mailbox, and the history if nothing else is in it.
    async fn forget_mails_of_place(&self, mailbox: &str, place: &WaitingItem) -> Result<(), StoreError> {
        let request = self.client.get_item().table_name(&self.table).key("pk", ItemKey::Mailbox(mailbox).attribute());
        let Some(history) = request.consistent_read(true).send().await?.item else { return Ok(()) };
        // The email is counted by the identifier of the place.
        let id = UserId(place.id.0);
        let has_others = |history: &MailboxItem| {
            !history.pending.is_empty() || history.sent.keys().any(|mail| *mail != place.id.to_string())
        };
        self.forget_mails(mailbox, history, &BTreeSet::from([id]), true, has_others).await
    }

    /// Builds the deletion of a place that has the invitation with which it was read.
    fn delete_place(&self, place: &WaitingItem) -> Result<TransactWriteItem, StoreError> {
        let (unchanged, former) = with_invitation(place);
        let delete = Delete::builder()
            .table_name(&self.table)
            .key("pk", ItemKey::Waiting(&place.email.mailbox()).attribute())
            .condition_expression(format!("id = :id AND {unchanged}"))
            .expression_attribute_values(":id", AttributeValue::S(place.id.to_string()));
        let delete =
            former.into_iter().fold(delete, |delete, (name, code)| delete.expression_attribute_values(name, code));
        Ok(TransactWriteItem::builder().delete(delete.build()?).build())
    }

    /// Builds an update of a place, with its `:id`.
    fn update_waiting(&self, place: &WaitingItem) -> UpdateItemFluentBuilder {
        self.client
            .update_item()
            .table_name(&self.table)
            .key("pk", ItemKey::Waiting(&place.email.mailbox()).attribute())
            .expression_attribute_values(":id", AttributeValue::S(place.id.to_string()))
    }
}

/// Returns the condition that a place has the invitation with which it was read, and its value.
fn with_invitation(place: &WaitingItem) -> (&'static str, Option<(&'static str, AttributeValue)>) {
    match &place.invitation {
        None => ("attribute_not_exists(invitation)", None),
        Some(code) => ("invitation = :former", Some((":former", AttributeValue::S(code.clone())))),
    }
}
