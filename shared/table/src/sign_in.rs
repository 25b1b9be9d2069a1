//! Sign-ins at OpenID providers, and the users that they registered.

use std::collections::BTreeSet;

use aws_sdk_dynamodb::types::AttributeValue;
use jiff::Timestamp;
use serde_dynamo::aws_sdk_dynamodb_1::to_attribute_value;

use super::condition::if_condition_held;
use super::items::IdentityItem;
use super::{ItemKey, SignInItem, Store, StoreError, UserItem, UsernameItem};
use domain::{Identity, ProvenIdentity, TokenHash, Username};

impl Store {
    /// Stores a sign-in that begins.
    pub async fn put_sign_in(&self, secret: &TokenHash, item: &SignInItem) -> Result<(), StoreError> {
        self.put(ItemKey::SignIn(secret), item).await
    }

    /// Accepts the answer of a provider, once.
    ///
    /// Returns `false`, and writes nothing, if there is no such sign-in at this provider, its answer was accepted
    /// before, or it has expired by `now`.
    pub async fn accept_answer(&self, secret: &TokenHash, provider: &str, now: Timestamp) -> Result<bool, StoreError> {
        let request = self
            .client
            .update_item()
            .table_name(&self.table)
            .key("pk", ItemKey::SignIn(secret).attribute())
            .update_expression("SET answered = :yes")
            .condition_expression("provider = :provider AND expires_at > :now AND attribute_not_exists(answered)")
            .expression_attribute_values(":yes", AttributeValue::Bool(true))
            .expression_attribute_values(":provider", AttributeValue::S(provider.to_owned()))
            .expression_attribute_values(":now", AttributeValue::N(now.as_second().to_string()));
        Ok(if_condition_held(request.send().await)?.is_some())
    }

    /// Stores what an accepted answer proved. The sign-in then ends at `expires_at`, in epoch seconds.
    ///
    /// Returns `false`, and writes nothing, if the sign-in is gone.
    pub async fn put_proven_identity(
        &self,
        secret: &TokenHash,
        proven: &ProvenIdentity,
        expires_at: i64,
    ) -> Result<bool, StoreError> {
        let request = self
            .client
            .update_item()
            .table_name(&self.table)
            .key("pk", ItemKey::SignIn(secret).attribute())
            .update_expression("SET proven = :proven, expires_at = :expires_at")
            .condition_expression("answered = :yes")
            .expression_attribute_values(":yes", AttributeValue::Bool(true))
            .expression_attribute_values(":proven", to_attribute_value(proven)?)
            .expression_attribute_values(":expires_at", AttributeValue::N(expires_at.to_string()));
        Ok(if_condition_held(request.send().await)?.is_some())
    }

    /// Reads a sign-in that has not ended by `now`.
    pub async fn sign_in(&self, secret: &TokenHash, now: Timestamp) -> Result<Option<SignInItem>, StoreError> {
        let item: Option<SignInItem> = self.get(ItemKey::SignIn(secret)).await?;
        Ok(item.filter(|item| item.expires_at > now.as_second()))
    }

    /// Reads the user who registered by this identity, if the registration has not expired by `now`.
    pub async fn identified(&self, identity: &Identity, now: Timestamp) -> Result<Option<UserItem>, StoreError> {
        let held: Option<IdentityItem> = self.get(ItemKey::Identity(&identity.hash())).await?;
        let lives = |held: &IdentityItem| held.expires_at.is_none_or(|expires_at| expires_at > now.as_second());
        match held.filter(lives) {
            Some(held) => self.user(held.user_id).await,
            None => Ok(None),
        }
    }

    /// Returns the first of these names that no user holds at `now`.
    pub async fn first_free_name<'a>(
        &self,
        names: &'a [Username],
        now: Timestamp,
    ) -> Result<Option<&'a Username>, StoreError> {
        let claims: BTreeSet<String> = names.iter().flat_map(Username::claims).collect();
        let pks: Vec<_> = claims.iter().map(|claim| ItemKey::Username(claim)).collect();
        let mut found = self.batch_get(&pks).await?;
        let mut held = BTreeSet::new();
        for (claim, pk) in claims.iter().zip(pks) {
            let name: Option<UsernameItem> = found.take(pk)?;
            if name.is_some_and(|name| name.expires_at.is_none_or(|expires_at| expires_at > now.as_second())) {
                held.insert(claim);
            }
        }
        Ok(names.iter().find(|name| name.claims().iter().all(|claim| !held.contains(claim))))
    }
}
