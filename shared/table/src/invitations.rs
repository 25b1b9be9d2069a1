//! The operations of operators on invitations.

use aws_sdk_dynamodb::types::{AttributeValue, ReturnValue};
use jiff::{SignedDuration, Timestamp};
use serde_dynamo::aws_sdk_dynamodb_1::{from_item, to_attribute_value};

use super::act_record::{RECORD, recording};
use super::condition::if_condition_held;
use super::items::{EmailItem, InvitationItem, MailboxItem};
use super::listing::ItemList;
use super::transaction::attributes;
use super::{ItemKey, Store, StoreError};
use domain::{EmailAddress, Invitation, OperatorAct, TokenHash};

/// The time for which an expired invitation is kept.
const RETENTION: SignedDuration = SignedDuration::from_hours(30 * 24);

impl Store {
    /// Stores an invitation, unless one of this code is stored already, which is returned.
    pub async fn put_invitation(
        &self,
        code: &TokenHash,
        invitation: &Invitation,
    ) -> Result<Option<Invitation>, StoreError> {
        let item = InvitationItem {
            invitation: invitation.clone(),
            expires_at: invitation.valid_until.saturating_add(RETENTION.as_secs()),
        };
        let mut item = attributes(ItemKey::Invitation(code), item)?;
        ItemList::Invitations.add(&mut item, invitation.created_at);
        let request = self
            .client
            .put_item()
            .table_name(&self.table)
            .set_item(Some(item))
            .condition_expression("attribute_not_exists(pk)");
        match if_condition_held(request.send().await)? {
            Some(_) => Ok(None),
            None => self.invitation(code).await,
        }
    }

    /// Sets the end of an invitation that was neither mailed nor revoked nor used, and returns it.
    ///
    /// Returns `None` if there is no such invitation.
    pub async fn renew_invitation(&self, code: &TokenHash, valid_until: i64) -> Result<Option<Invitation>, StoreError> {
        let number = |number: i64| AttributeValue::N(number.to_string());
        let request = self
            .client
            .update_item()
            .table_name(&self.table)
            .key("pk", ItemKey::Invitation(code).attribute())
            .update_expression("SET valid_until = :valid_until, expires_at = :expires_at")
            .condition_expression("mailed = :false AND uses_left > :zero AND attribute_not_exists(revoked_at)")
            .expression_attribute_values(":valid_until", number(valid_until))
            .expression_attribute_values(":expires_at", number(valid_until.saturating_add(RETENTION.as_secs())))
            .expression_attribute_values(":false", AttributeValue::Bool(false))
            .expression_attribute_values(":zero", number(0))
            .return_values(ReturnValue::AllNew);
        let item = if_condition_held(request.send().await)?.and_then(|output| output.attributes);
        Ok(item.map(from_item::<InvitationItem>).transpose()?.map(|item| item.invitation))
    }

    /// Records that an invitation was mailed to its address.
    pub async fn mark_invitation_mailed(&self, code: &TokenHash) -> Result<(), StoreError> {
        self.change(ItemKey::Invitation(code), "SET mailed = :value", AttributeValue::Bool(true)).await.map(drop)
    }

    /// Returns whether an address has an account, and the history of its mailbox.
    pub async fn invitee(&self, email: &EmailAddress) -> Result<(bool, Option<MailboxItem>), StoreError> {
        let (canonical, mailbox) = (email.canonical(), email.mailbox());
        let pks = [ItemKey::Email(&canonical), ItemKey::Mailbox(&mailbox)];
        let mut found = self.batch_get(&pks).await?;
        Ok((found.take::<EmailItem>(pks[0])?.is_some(), found.take(pks[1])?))
    }

    /// Revokes an invitation, and returns it.
    ///
    /// One that is already revoked keeps its `revoked_at`.
    /// Returns `None` if there is no such invitation.
    pub async fn revoke(&self, code: &TokenHash, act: &OperatorAct) -> Result<Option<Invitation>, StoreError> {
        let request = self
            .client
            .update_item()
            .table_name(&self.table)
            .key("pk", ItemKey::Invitation(code).attribute())
            .update_expression(format!("SET revoked_at = if_not_exists(revoked_at, :now), {RECORD}"))
            .condition_expression("attribute_exists(pk)")
            .expression_attribute_values(":now", to_attribute_value(act.at)?)
            .return_values(ReturnValue::AllNew);
        let item = if_condition_held(recording(request, act)?.send().await)?.and_then(|output| output.attributes);
        Ok(item.map(from_item::<InvitationItem>).transpose()?.map(|item| item.invitation))
    }

    /// Lists up to `limit` invitations, the newest first, each with the hash of its code.
    ///
    /// `after` is the last one of the list before.
    pub async fn invitations(
        &self,
        limit: usize,
        after: Option<(&TokenHash, Timestamp)>,
    ) -> Result<Vec<(TokenHash, Invitation)>, StoreError> {
        let list = ItemList::Invitations;
        let mut invitations = Vec::new();
        let mut start = after.map(|(code, created_at)| Self::after(list, ItemKey::Invitation(code), created_at));
        loop {
            let page = self.page(list, None, start).await?;
            let codes = page.pks.iter().filter_map(|pk| TokenHash::parse(pk.strip_prefix(ItemKey::INVITATION)?));
            let codes: Vec<_> = codes.collect();
            let mut rest = codes.as_slice();
            while !rest.is_empty() && invitations.len() < limit {
                let (codes, later) = rest.split_at(rest.len().min(limit - invitations.len()));
                rest = later;
                let pks: Vec<_> = codes.iter().map(ItemKey::Invitation).collect();
                let mut found = self.batch_get(&pks).await?;
                for code in codes {
                    // One that was deleted meanwhile is left out.
                    if let Some(item) = found.take::<InvitationItem>(ItemKey::Invitation(code))? {
                        invitations.push((code.clone(), item.invitation));
                    }
                }
            }
            start = page.next;
            if start.is_none() || invitations.len() == limit {
                return Ok(invitations);
            }
        }
    }
}
