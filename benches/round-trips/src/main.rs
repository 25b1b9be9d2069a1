//! Makes only the two calls to DynamoDB of an activation: a read and a transaction of four items.
//!
//! Each line of the standard input has the `pk` of an activation key, and the user's id, email address and username. An
//! empty line answers each. The client is configured as that of the functions. Its requests have the expressions of
//! `shared/table/src/activate.rs`.

use std::collections::HashMap;
use std::error::Error;
use std::io;

use aws::Aws;
use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::types::{AttributeValue, KeysAndAttributes, Put, TransactWriteItem, Update};
use domain::settings::{Environment, Reader, read_table};

/// The properties of its request that an activation stores.
const REQUEST: [(&str, &str); 4] = [
    ("id", "JKJaXmPLvHcESHA="),
    ("ip", "192.0.2.1"),
    ("user_agent", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"),
    ("locale", "en"),
];

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let environment = Environment::process();
    let mut reader = Reader::new(&environment);
    let table = read_table(&mut reader);
    let aws = Aws::read(&mut reader, "AWS_ENDPOINT_URL_DYNAMODB");
    let (table, aws) = reader.finish(|| Some((table?, aws?)))?;
    let client = Client::new(&aws.config());
    for line in io::stdin().lines() {
        let line = line?;
        let words: Vec<_> = line.split(' ').collect();
        let [key, id, email, username] = words[..] else { return Err("usage: PK ID EMAIL USERNAME".into()) };
        activate(&client, &table, key, id, (email, username)).await?;
        println!();
    }
    Ok(())
}

async fn activate(
    client: &Client,
    table: &str,
    key: &str,
    id: &str,
    (email, username): (&str, &str),
) -> Result<(), Box<dyn Error>> {
    let user = format!("USER#{id}");
    let keys = [key, &user].map(|pk| [("pk".to_owned(), text(pk))].into());
    let keys = KeysAndAttributes::builder().set_keys(Some(keys.into())).consistent_read(true).build()?;
    let read = client.batch_get_item().request_items(table, keys).send().await?;
    if read.responses.and_then(|mut items| items.remove(table)).is_none_or(|items| items.len() != 2) {
        return Err("there is no such key or user".into());
    }
    let request = REQUEST.iter().map(|&(name, value)| (name.to_owned(), text(value))).collect();
    let update_user = Update::builder()
        .table_name(table)
        .key("pk", text(&user))
        .update_expression("SET #status = :status, activation_request = :request, activated_at = :at REMOVE expires_at")
        .condition_expression("#status = :pending AND expires_at > :now AND email = :email")
        .expression_attribute_names("#status", "status")
        .expression_attribute_values(":status", text("active"))
        .expression_attribute_values(":pending", text("pending"))
        .expression_attribute_values(":email", text(email))
        .expression_attribute_values(":request", AttributeValue::M(request))
        .expression_attribute_values(":at", text("2026-11-28T12:00:00Z"))
        .expression_attribute_values(":now", AttributeValue::N("1764331200".to_owned()));
    let email =
        [("pk", text(&format!("EMAIL#{email}"))), ("user_id", text(id)), ("proven_at", text("2026-11-28T12:00:00Z"))];
    let email: HashMap<_, _> = email.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    let put_email =
        Put::builder().table_name(table).set_item(Some(email)).condition_expression("attribute_not_exists(pk)");
    let update_username = Update::builder()
        .table_name(table)
        .key("pk", text(&format!("USERNAME#{username}")))
        .update_expression("REMOVE expires_at")
        .condition_expression("user_id = :id")
        .expression_attribute_values(":id", text(id));
    let update_password = Update::builder()
        .table_name(table)
        .key("pk", text(&format!("PASSWORD#{id}")))
        .update_expression("REMOVE expires_at")
        .condition_expression("attribute_exists(pk)");
    client
        .transact_write_items()
        .transact_items(TransactWriteItem::builder().update(update_user.build()?).build())
        .transact_items(TransactWriteItem::builder().put(put_email.build()?).build())
        .transact_items(TransactWriteItem::builder().update(update_username.build()?).build())
        .transact_items(TransactWriteItem::builder().update(update_password.build()?).build())
        .send()
        .await?;
    Ok(())
}

fn text(value: &str) -> AttributeValue {
    AttributeValue::S(value.to_owned())
}
