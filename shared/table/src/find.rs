//! The search for users, and the items about one of them.

use std::collections::BTreeSet;

use aws_sdk_dynamodb::types::AttributeValue;
use jiff::Timestamp;
use serde_dynamo::aws_sdk_dynamodb_1::{from_item, to_attribute_value};

use super::items::{EmailItem, IdentityItem};
use super::listing::{ItemList, time_of};
use super::{CodeItem, ItemKey, MailboxItem, Store, StoreError, UserItem, UsernameItem, WaitingItem};
use domain::{EmailAddress, Identity, Status, User, UserId, Username};

/// The criteria of a list of users.
#[derive(Debug, Clone, Default)]
pub struct UserFilter {
    /// The status.
    pub status: Option<Status>,
    /// The type of user: the name of a form.
    pub kind: Option<String>,
    /// The backend that registered the user, or `import`.
    pub sender: Option<String>,
    /// The time before which the user registered.
    pub created_before: Option<Timestamp>,
}

impl UserFilter {
    fn matches(&self, item: &UserItem) -> bool {
        self.status.is_none_or(|status| item.user.status == status)
            && self.kind.as_ref().is_none_or(|kind| item.user.kind.as_ref() == Some(kind))
            && self.sender.as_ref().is_none_or(|sender| item.sender == *sender)
            && self.created_before.is_none_or(|before| item.user.created_at < before)
    }
}

/// The items about a user, apart from the user and the password.
#[derive(Debug)]
pub struct UserContext {
    /// The code in the last activation email.
    pub code: Option<CodeItem>,
    /// The emails to the user's mailbox.
    pub mailbox: Option<MailboxItem>,
    /// The time when the user proved the address.
    pub proven_at: Option<Timestamp>,
    /// The place of the user's mailbox on the waiting list.
    pub waiting: Option<WaitingItem>,
}

/// The attributes of a user but `handles`, which are hashes. A policy can grant just these.
const ATTRIBUTES: [&str; 31] = [
    "pk",
    "id",
    "type",
    "username",
    "email",
    "status",
    "created_at",
    "activated_at",
    "fields",
    "identities",
    "private_fields",
    "private_consents",
    "sender",
    "expires_at",
    "registration_request",
    "activation_request",
    "rejected_at",
    "mail_state",
    "delivered_at",
    "mailed",
    "wrong_passwords",
    "corrections",
    "corrected_at",
    "email_fixed",
    "invited",
    "imported",
    "notifications",
    "silent",
    "acts",
    "erased",
    "consents",
];

impl Store {
    /// Reads these users without their handles. A user who does not exist is left out.
    pub async fn users(&self, ids: impl IntoIterator<Item = UserId>) -> Result<Vec<UserItem>, StoreError> {
        self.each_user(ids).await?.into_iter().map(|(_, read)| read).collect()
    }

    /// Reads these users as [`Self::users`] does, each with its own failure.
    ///
    /// Support can write users who cannot be read: see `SupportPolicy`. The failure names the user.
    pub async fn each_user(
        &self,
        ids: impl IntoIterator<Item = UserId>,
    ) -> Result<Vec<(UserId, Result<UserItem, StoreError>)>, StoreError> {
        let ids: Vec<_> = ids.into_iter().collect();
        let mut users = Vec::new();
        for ids in ids.chunks(100) {
            let pks: Vec<_> = ids.iter().copied().map(ItemKey::User).collect();
            let mut found = self.batch_get_attributes(&pks, &ATTRIBUTES).await?;
            for (id, pk) in ids.iter().zip(pks) {
                let read = found.take(pk).map_err(|error| match error {
                    StoreError::Malformed(reason) => StoreError::Malformed(format!("{}: {reason}", pk.text())),
                    unavailable @ StoreError::Unavailable(_) => unavailable,
                });
                users.extend(read.transpose().map(|read| (*id, read)));
            }
        }
        Ok(users)
    }

    /// Reads the users with this address: the one who has proven it, and the pending ones.
    ///
    /// A pending user is found for as long as the mailbox's history lasts, which is longer than the activation period,
    /// unless a suppression ends before. So is a rejected user.
    pub async fn users_of_address(&self, email: &EmailAddress) -> Result<Vec<UserItem>, StoreError> {
        let (canonical, mailbox) = (email.canonical(), email.mailbox());
        let pks = [ItemKey::Email(&canonical), ItemKey::Mailbox(&mailbox)];
        let mut found = self.batch_get(&pks).await?;
        let mut ids: BTreeSet<UserId> = found.take::<MailboxItem>(pks[1])?.map(|item| item.pending).unwrap_or_default();
        ids.extend(found.take::<EmailItem>(pks[0])?.map(|owner| owner.user_id));
        let users = self.users(ids).await?;
        Ok(users.into_iter().filter(|item| item.user.email.canonical() == canonical).collect())
    }

    /// Reads the users who hold this name, or one confusable with it.
    pub async fn users_of_name(&self, name: &Username) -> Result<Vec<UserItem>, StoreError> {
        let (claims, exact) = (name.claims(), name.exact());
        let pks = claims.iter().map(|claim| ItemKey::Username(claim)).chain([ItemKey::ExactName(&exact)]);
        let pks: Vec<_> = pks.collect();
        let mut found = self.batch_get(&pks).await?;
        let mut ids = BTreeSet::new();
        for pk in pks {
            ids.extend(found.take::<UsernameItem>(pk)?.map(|held| held.user_id));
        }
        self.users(ids).await
    }

    /// Reads the user with this identity at an OpenID provider.
    pub async fn user_of_identity(&self, identity: &Identity) -> Result<Option<UserItem>, StoreError> {
        let hash = identity.hash();
        let pk = ItemKey::Identity(&hash);
        let held: Option<IdentityItem> = self.batch_get(&[pk]).await?.take(pk)?;
        Ok(self.users(held.map(|held| held.user_id)).await?.pop())
    }

    /// Reads the items about a user.
    pub async fn user_context(&self, user: &User) -> Result<UserContext, StoreError> {
        let (canonical, mailbox) = (user.email.canonical(), user.email.mailbox());
        let pks = [
            ItemKey::Code(user.id),
            ItemKey::Mailbox(&mailbox),
            ItemKey::Email(&canonical),
            ItemKey::Waiting(&mailbox),
        ];
        let mut found = self.batch_get(&pks).await?;
        let owner: Option<EmailItem> = found.take(pks[2])?;
        Ok(UserContext {
            code: found.take(pks[0])?,
            mailbox: found.take(pks[1])?,
            proven_at: owner.filter(|owner| owner.user_id == user.id).map(|owner| owner.proven_at),
            waiting: found.take(pks[3])?,
        })
    }

    /// Lists up to `limit` users, and the user after whom the list goes on, if there are more.
    ///
    /// `after` is such a user. Users of a status in [`ItemList`] come from the index, by the time of registration.
    /// Others are found by a scan, in DynamoDB's order, which stays the same.
    pub async fn list_users(
        &self,
        filter: &UserFilter,
        limit: usize,
        after: Option<UserId>,
    ) -> Result<(Vec<UserItem>, Option<UserId>), StoreError> {
        match filter.status.and_then(ItemList::of_status) {
            Some(list) => self.list_users_by_index(list, filter, limit, after).await,
            None => self.list_users_by_scan(filter, limit, after).await,
        }
    }

    async fn list_users_by_index(
        &self,
        list: ItemList,
        filter: &UserFilter,
        limit: usize,
        after: Option<UserId>,
    ) -> Result<(Vec<UserItem>, Option<UserId>), StoreError> {
        let mut users: Vec<UserItem> = Vec::new();
        let mut start = after.map(|id| Self::after(list, ItemKey::User(id), time_of(id)));
        loop {
            let page = self.page(list, None, start).await?;
            let ids = page.pks.iter().filter_map(|pk| pk.strip_prefix(ItemKey::USER)?.parse().ok());
            // The index is late, so a user may have another status by now.
            let users_of_page = self.each_user(ids).await?.into_iter().filter_map(|(_, read)| read.ok());
            for item in users_of_page.filter(|item| filter.matches(item)) {
                if users.len() == limit {
                    let next = users.last().map(|user| user.user.id);
                    return Ok((users, next));
                }
                users.push(item);
            }
            start = page.next;
            if start.is_none() {
                return Ok((users, None));
            }
        }
    }

    async fn list_users_by_scan(
        &self,
        filter: &UserFilter,
        limit: usize,
        after: Option<UserId>,
    ) -> Result<(Vec<UserItem>, Option<UserId>), StoreError> {
        let mut scan = self
            .scan()
            .filter_expression("begins_with(pk, :prefix)")
            .expression_attribute_values(":prefix", AttributeValue::S(ItemKey::USER.to_owned()));
        // Saves the transport of users that do not match.
        if let Some(status) = filter.status {
            scan = scan
                .filter_expression("begins_with(pk, :prefix) AND #status = :status")
                .expression_attribute_names("#status", "status")
                .expression_attribute_values(":status", to_attribute_value(status)?);
        }
        if let Some(after) = after {
            scan = scan.exclusive_start_key("pk", ItemKey::User(after).attribute());
        }
        let mut items = scan.into_paginator().items().send();
        let mut users: Vec<UserItem> = Vec::new();
        while let Some(item) = items.try_next().await? {
            // Support can write an item that is no user: see SupportPolicy.
            let Some(item) = from_item::<UserItem>(item).ok().filter(|item| filter.matches(item)) else { continue };
            if users.len() == limit {
                let last = users.last().map(|last| last.user.id);
                return Ok((users, last));
            }
            users.push(item);
        }
        Ok((users, None))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_are_all_but_handles() {
        let source = [include_str!("items.rs"), include_str!("../../domain/src/user.rs")];
        let structs = [("pub struct UserItem {", source[0]), ("pub struct User {", source[1])];
        let fields = structs.iter().flat_map(|(start, source)| {
            let (_, fields) = source.split_once(start).unwrap();
            fields.split_once("\n}").unwrap().0.lines()
        });
        let fields = fields.filter_map(|line| line.trim().strip_prefix("pub ")?.split(':').next());
        let fields = fields.filter(|field| !["user", "handles"].contains(field));
        let mut fields: Vec<_> = fields.map(|field| if field == "kind" { "type" } else { field }).collect();
        fields.push("pk");
        fields.sort_unstable();
        let mut attributes = ATTRIBUTES;
        attributes.sort_unstable();
        assert_eq!(attributes.as_slice(), fields);
    }
}
