//! The sparse index `listed`: the items that operators list often, found without a read of the whole table.
//!
//! An item that belongs to a list has the attributes of the index's key. All others cost nothing there: pending and
//! active users, who are nearly all items, are not in it.

use aws_sdk_dynamodb::types::AttributeValue;
use jiff::Timestamp;

use super::transaction::attributes;
use super::{Item, ItemKey, Store, StoreError, UserItem};
use domain::{Status, UserId};

/// A list of items, in the order of time, which is the latest first for invitations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ItemList {
    /// Users who await approval, by the time of registration.
    AwaitingApproval,
    /// Rejected users, by the time of registration.
    Rejected,
    /// Disabled users, by the time of registration.
    Disabled,
    /// Invitations, by the time of creation.
    Invitations,
    /// Erasures of users, by the time of the erasure.
    Erased,
    /// Places on the waiting list, by the time of joining.
    Waiting,
}

impl ItemList {
    /// The name of the index.
    pub const INDEX: &'static str = "listed";
    /// The index's partition key, a string: the list.
    pub const HASH: &'static str = "listed";
    /// The index's sort key, a string: the time in RFC 3339, UTC, with three decimals.
    pub const RANGE: &'static str = "listed_at";

    /// Returns the list of the users with this status, if it is in the index.
    #[must_use]
    pub fn of_status(status: Status) -> Option<Self> {
        match status {
            Status::AwaitingApproval => Some(Self::AwaitingApproval),
            Status::Rejected => Some(Self::Rejected),
            Status::Disabled => Some(Self::Disabled),
            Status::Pending | Status::Active => None,
        }
    }

    fn as_str(self) -> &'static str {
        match self {
            Self::AwaitingApproval => Status::AwaitingApproval.as_str(),
            Self::Rejected => Status::Rejected.as_str(),
            Self::Disabled => Status::Disabled.as_str(),
            Self::Invitations => "invitation",
            Self::Erased => "erased",
            Self::Waiting => "waiting",
        }
    }

    /// Returns a time in RFC 3339 with three decimals, which sorts as the time does.
    fn time(at: Timestamp) -> String {
        at.strftime("%Y-%m-%dT%H:%M:%S.%3fZ").to_string()
    }

    /// Returns the key attributes of an item in this list since `at`.
    pub(super) fn attributes(self, at: Timestamp) -> [(&'static str, AttributeValue); 2] {
        [(Self::HASH, AttributeValue::S(self.as_str().to_owned())), (Self::RANGE, AttributeValue::S(Self::time(at)))]
    }

    /// Adds an item to this list.
    pub(super) fn add(self, item: &mut Item, at: Timestamp) {
        item.extend(self.attributes(at).map(|(name, value)| (name.to_owned(), value)));
    }
}

/// Serialises a user, with the attributes of the list of the status.
pub(super) fn user_attributes(item: &UserItem) -> Result<Item, StoreError> {
    let id = item.user.id;
    let mut attributes = attributes(ItemKey::User(id), item)?;
    if let Some(list) = ItemList::of_status(item.user.status) {
        list.add(&mut attributes, time_of(id));
    }
    Ok(attributes)
}

/// The part of the update of a user's status that puts the user into the right list.
pub(super) struct ListChange {
    /// The assignments, each after a comma, which follow others in a clause `SET`.
    pub(super) set: &'static str,
    /// The clause `REMOVE` of a user who leaves the lists. A user who was pending is in none.
    pub(super) remove: &'static str,
    /// The values of the assignments.
    pub(super) values: Vec<(&'static str, AttributeValue)>,
}

impl ListChange {
    /// Creates the change for a user who gets this status.
    pub(super) fn of(id: UserId, status: Status) -> Self {
        match ItemList::of_status(status) {
            Some(list) => {
                let [(_, listed), (_, listed_at)] = list.attributes(time_of(id));
                let values = vec![(":listed", listed), (":listed_at", listed_at)];
                Self { set: ", listed = :listed, listed_at = :listed_at", remove: "", values }
            }
            None => Self { set: "", remove: "REMOVE listed, listed_at", values: Vec::new() },
        }
    }
}

/// Returns the time in a user's identifier, so that an identifier is enough to go on with a list.
pub(super) fn time_of(id: UserId) -> Timestamp {
    let milliseconds = i64::try_from(id.0.timestamp_ms()).unwrap_or(i64::MAX);
    Timestamp::from_millisecond(milliseconds).unwrap_or(Timestamp::MAX)
}

/// A page of a list.
pub(super) struct Page {
    /// The values of `pk`.
    pub(super) pks: Vec<String>,
    /// The key after which the list goes on, if it does.
    pub(super) next: Option<Item>,
}

impl Store {
    /// Returns the key after an item of a list, for [`Self::page`].
    pub(super) fn after(list: ItemList, pk: ItemKey<'_>, at: Timestamp) -> Item {
        let mut key = Item::from([("pk".to_owned(), pk.attribute())]);
        list.add(&mut key, at);
        key
    }

    /// Reads up to 100 keys of a list in its order, or of its items since an instant. It is eventually consistent.
    pub(super) async fn page(
        &self,
        list: ItemList,
        since: Option<Timestamp>,
        after: Option<Item>,
    ) -> Result<Page, StoreError> {
        let query = self.client.query().table_name(&self.table).index_name(ItemList::INDEX);
        let query = match since {
            Some(since) => query
                .key_condition_expression("listed = :listed AND listed_at >= :since")
                .expression_attribute_values(":since", AttributeValue::S(ItemList::time(since))),
            None => query.key_condition_expression("listed = :listed"),
        };
        let page = query
            .expression_attribute_values(":listed", AttributeValue::S(list.as_str().to_owned()))
            .set_exclusive_start_key(after)
            .scan_index_forward(list != ItemList::Invitations)
            .limit(100)
            .send()
            .await?;
        let pks = page.items.into_iter().flatten().filter_map(|mut item| match item.remove("pk") {
            Some(AttributeValue::S(pk)) => Some(pk),
            _ => None,
        });
        Ok(Page { pks: pks.collect(), next: page.last_evaluated_key.filter(|key| !key.is_empty()) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_sort_as_text() {
        let times = ["2026-11-30T10:00:00Z", "2026-11-30T10:00:00.1Z", "2026-11-30T10:00:01Z"];
        let texts = times.map(|time| ItemList::time(time.parse().unwrap()));
        assert_eq!(texts[1], "2026-11-30T10:00:00.100Z");
        assert!(texts.is_sorted());
    }

    #[test]
    fn id_has_time_of_registration() {
        let id: UserId = "01KJMVGY00B10WNQA3Z3B5QXSP".parse().unwrap();
        assert_eq!(time_of(id).as_millisecond(), i64::try_from(id.0.timestamp_ms()).unwrap());
        let latest = UserId(ulid::Ulid::from_parts(u64::MAX, 0));
        assert!(!ItemList::time(time_of(latest)).is_empty());
    }
}
