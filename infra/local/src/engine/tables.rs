//! The tables, with the properties of the deployment's.

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::error::DisplayErrorContext;
use aws_sdk_dynamodb::types::{
    AttributeDefinition, BillingMode, KeySchemaElement, KeyType, ScalarAttributeType, StreamSpecification,
    StreamViewType, TableDescription, TimeToLiveSpecification, TimeToLiveStatus,
};

use crate::start_error::StartError;

/// The TTL attribute of the items, in epoch seconds.
pub(super) const EXPIRES_AT: &str = "expires_at";

/// Creates the functions' table if it is missing. Returns its stream's ARN.
///
/// With `expires`, DynamoDB removes its expired items by itself.
pub(crate) async fn create_registration_table(
    client: &Client,
    table: &str,
    expires: bool,
) -> Result<String, StartError> {
    let make = async {
        let description = match describe(client, table).await? {
            Some(description) => Some(description),
            None => create(client, table, &["pk"], true).await?,
        };
        // Repeated at each start, because a process may have ended between the two calls.
        if expires {
            enable_ttl(client, table).await?;
        }
        Ok(description.and_then(|description| description.latest_stream_arn))
    };
    let arn = make.await.map_err(|error| wrong(table, &error))?;
    arn.ok_or_else(|| StartError::Table { table: table.to_owned(), reason: "it has no stream".to_owned() })
}

/// Creates the ledger's table if it is missing.
pub(crate) async fn create_ledger_table(client: &Client, table: &str) -> Result<(), StartError> {
    let make = async {
        if describe(client, table).await?.is_none() {
            create(client, table, &["pk", "sk"], false).await?;
        }
        Ok(())
    };
    make.await.map_err(|error| wrong(table, &error))
}

fn wrong(table: &str, error: &aws_sdk_dynamodb::Error) -> StartError {
    StartError::Table { table: table.to_owned(), reason: DisplayErrorContext(error).to_string() }
}

async fn describe(client: &Client, table: &str) -> Result<Option<TableDescription>, aws_sdk_dynamodb::Error> {
    match client.describe_table().table_name(table).send().await {
        Ok(output) => Ok(output.table),
        Err(error) => match error.into() {
            aws_sdk_dynamodb::Error::ResourceNotFoundException(_) => Ok(None),
            error => Err(error),
        },
    }
}

async fn create(
    client: &Client,
    table: &str,
    key: &[&str],
    stream: bool,
) -> Result<Option<TableDescription>, aws_sdk_dynamodb::Error> {
    let mut request = client.create_table().table_name(table).billing_mode(BillingMode::PayPerRequest);
    for (name, kind) in key.iter().zip([KeyType::Hash, KeyType::Range]) {
        let attribute = AttributeDefinition::builder().attribute_name(*name).attribute_type(ScalarAttributeType::S);
        let element = KeySchemaElement::builder().attribute_name(*name).key_type(kind);
        request = request.attribute_definitions(attribute.build()?).key_schema(element.build()?);
    }
    if stream {
        let images = StreamViewType::NewAndOldImages;
        let stream = StreamSpecification::builder().stream_enabled(true).stream_view_type(images);
        request = request.stream_specification(stream.build()?);
    }
    Ok(request.send().await?.table_description)
}

async fn enable_ttl(client: &Client, table: &str) -> Result<(), aws_sdk_dynamodb::Error> {
    let now = client.describe_time_to_live().table_name(table).send().await?.time_to_live_description;
    if now.is_some_and(|now| now.time_to_live_status == Some(TimeToLiveStatus::Enabled)) {
        return Ok(());
    }
    let expiry = TimeToLiveSpecification::builder().enabled(true).attribute_name(EXPIRES_AT).build()?;
    client.update_time_to_live().table_name(table).time_to_live_specification(expiry).send().await?;
    Ok(())
}
