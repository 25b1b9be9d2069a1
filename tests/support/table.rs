//! The table itself, for what no route shows.

use std::collections::{BTreeMap, HashMap};

use aws_credential_types::Credentials;
use aws_sdk_dynamodb::config::{BehaviorVersion, Region};
use aws_sdk_dynamodb::types::AttributeValue;
use aws_sdk_dynamodb::{Client, Config};

use super::Service;

pub(crate) type Item = HashMap<String, AttributeValue>;

impl Service {
    /// A client of DynamoDB itself: whatever a test puts in between is for the functions. It has one address for both,
    /// and this variable nobody sets otherwise.
    pub(crate) fn dynamodb(&self) -> Client {
        self.client_at(&self.local.environment()["AWS_ENDPOINT_URL_DYNAMODB_STREAMS"], None)
    }

    /// A client of what is at `url`, which has this session token.
    pub(crate) fn client_at(&self, url: &str, token: Option<&str>) -> Client {
        let variables = self.local.environment();
        let (key, secret) = (&variables["AWS_ACCESS_KEY_ID"], &variables["AWS_SECRET_ACCESS_KEY"]);
        let config = Config::builder()
            .behavior_version(BehaviorVersion::v2026_01_12())
            .region(Region::new(variables["AWS_REGION"].clone()))
            .endpoint_url(url)
            .credentials_provider(Credentials::new(key, secret, token.map(str::to_owned), None, "test"))
            .http_client(aws_smithy_http_client::Builder::new().build_http());
        Client::from_conf(config.build())
    }

    /// Every item by its `pk`.
    pub(crate) async fn items(&self) -> BTreeMap<String, Item> {
        let answer = self.dynamodb().scan().table_name(self.table()).send().await.unwrap();
        answer.items.unwrap().into_iter().map(|item| (item["pk"].as_s().unwrap().clone(), item)).collect()
    }

    /// The only item whose `pk` begins with `prefix`.
    pub(crate) async fn item(&self, prefix: &str) -> Item {
        let mut found: Vec<_> = self.items().await.into_iter().filter(|(pk, _)| pk.starts_with(prefix)).collect();
        assert_eq!(found.len(), 1, "{prefix}: {found:?}");
        found.remove(0).1
    }

    /// Sets the status of the only user, as an operator would.
    pub(crate) async fn set_status(&self, status: &str) {
        let user = self.item("USER#").await;
        let update = self
            .dynamodb()
            .update_item()
            .table_name(self.table())
            .key("pk", user["pk"].clone())
            .update_expression("SET #status = :status REMOVE expires_at")
            .expression_attribute_names("#status", "status")
            .expression_attribute_values(":status", AttributeValue::S(status.to_owned()));
        update.send().await.unwrap();
    }

    fn table(&self) -> &str {
        &self.local.environment()["REGISTRATION_TABLE"]
    }
}
