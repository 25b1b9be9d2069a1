//! The tables, with the properties of the deployment's.

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::error::{BuildError, DisplayErrorContext};
use aws_sdk_dynamodb::types::{
    AttributeDefinition, BillingMode, CreateGlobalSecondaryIndexAction, GlobalSecondaryIndex,
    GlobalSecondaryIndexUpdate, KeySchemaElement, KeyType, Projection, ProjectionType, ScalarAttributeType,
    StreamSpecification, StreamViewType, TableDescription, TimeToLiveSpecification, TimeToLiveStatus,
};
use table::ItemList;

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
            Some(description) => {
                if description.global_secondary_indexes().is_empty() {
                    add_index(client, table).await?;
                }
                Some(description)
            }
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
    for name in key {
        request = request.attribute_definitions(string(name)?);
    }
    request = request.set_key_schema(Some(key_schema(key)?));
    if stream {
        let images = StreamViewType::NewAndOldImages;
        let stream = StreamSpecification::builder().stream_enabled(true).stream_view_type(images);
        let index = GlobalSecondaryIndex::builder()
            .index_name(ItemList::INDEX)
            .set_key_schema(Some(key_schema(&INDEX_KEY)?))
            .projection(keys_only());
        request = request.stream_specification(stream.build()?).global_secondary_indexes(index.build()?);
        for name in INDEX_KEY {
            request = request.attribute_definitions(string(name)?);
        }
    }
    Ok(request.send().await?.table_description)
}

/// Adds the index to a table that was created without it.
async fn add_index(client: &Client, table: &str) -> Result<(), aws_sdk_dynamodb::Error> {
    let index = CreateGlobalSecondaryIndexAction::builder()
        .index_name(ItemList::INDEX)
        .set_key_schema(Some(key_schema(&INDEX_KEY)?))
        .projection(keys_only());
    let update = GlobalSecondaryIndexUpdate::builder().create(index.build()?).build();
    let mut request = client.update_table().table_name(table).global_secondary_index_updates(update);
    for name in ["pk"].into_iter().chain(INDEX_KEY) {
        request = request.attribute_definitions(string(name)?);
    }
    request.send().await?;
    Ok(())
}

const INDEX_KEY: [&str; 2] = [ItemList::HASH, ItemList::RANGE];

fn string(name: &str) -> Result<AttributeDefinition, BuildError> {
    AttributeDefinition::builder().attribute_name(name).attribute_type(ScalarAttributeType::S).build()
}

fn key_schema(names: &[&str]) -> Result<Vec<KeySchemaElement>, BuildError> {
    let elements = names.iter().zip([KeyType::Hash, KeyType::Range]);
    elements.map(|(name, kind)| KeySchemaElement::builder().attribute_name(*name).key_type(kind).build()).collect()
}

fn keys_only() -> Projection {
    Projection::builder().projection_type(ProjectionType::KeysOnly).build()
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
