//! The table itself, for values that no route returns.

use std::collections::{BTreeMap, HashMap};

use aws_credential_types::Credentials;
use aws_sdk_dynamodb::config::{BehaviorVersion, Region};
use aws_sdk_dynamodb::types::AttributeValue;
use aws_sdk_dynamodb::{Client, Config};

use domain::Random;
use domain::settings::{Environment, Reader};
use table::{Store, StoreSettings};

use super::Service;

pub(crate) type Item = HashMap<String, AttributeValue>;

impl Service {
    /// Creates a client of DynamoDB itself, without the proxies of the functions.
    ///
    /// Its URL comes from a variable that no test overrides.
    pub(crate) fn dynamodb(&self) -> Client {
        self.client_at(&self.local.environment()["AWS_ENDPOINT_URL_DYNAMODB_STREAMS"], None)
    }

    /// Creates a client of the service at `url`, with this session token.
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

    /// Creates the store of the functions, without their proxies.
    pub(crate) fn store(&self) -> Store {
        let mut variables = self.local.environment().clone();
        variables.insert("AWS_ENDPOINT_URL_DYNAMODB".into(), variables["AWS_ENDPOINT_URL_DYNAMODB_STREAMS"].clone());
        let environment: Environment = variables.into_iter().collect();
        let mut reader = Reader::new(&environment);
        let settings = StoreSettings::read(&mut reader);
        Store::new(reader.finish(|| settings).unwrap(), Random::system())
    }

    /// Returns every item by its `pk`.
    pub(crate) async fn items(&self) -> BTreeMap<String, Item> {
        let answer = self.dynamodb().scan().table_name(self.table()).send().await.unwrap();
        let items = answer.items.unwrap().into_iter().map(|item| (item["pk"].as_s().unwrap().clone(), item));
        items.filter(|(pk, _)| !pk.starts_with("LIMIT#")).collect()
    }

    /// Returns the only item whose `pk` begins with `prefix`.
    pub(crate) async fn item(&self, prefix: &str) -> Item {
        let mut found: Vec<_> = self.items().await.into_iter().filter(|(pk, _)| pk.starts_with(prefix)).collect();
        assert_eq!(found.len(), 1, "{prefix}: {found:?}");
        found.remove(0).1
    }

    /// Forgets that the only user was mailed, like a crash between an email and its record.
    pub(crate) async fn forget_email(&self) {
        let user = self.item("USER#").await;
        let update = self.dynamodb().update_item().table_name(self.table()).key("pk", user["pk"].clone());
        update.update_expression("REMOVE mailed").send().await.unwrap();
    }

    /// Sets the status of the only user, like an operator.
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

    pub(crate) fn table(&self) -> &str {
        &self.local.environment()["REGISTRATION_TABLE"]
    }
}
