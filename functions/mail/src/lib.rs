//! The function `mail`: it sends the emails that follow from changes in the table.

use aws_lambda_events::dynamodb::Event;
use aws_lambda_events::streams::DynamoDbEventResponse;
use mailer::Mailer;

/// Handles one batch of the table's stream.
///
/// The answer names the first record that Lambda must redeliver.
pub async fn handle(mailer: &Mailer, event: Event) -> DynamoDbEventResponse {
    mailer.deliver(&event).await
}
