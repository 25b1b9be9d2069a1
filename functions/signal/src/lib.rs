//! The function `signal`: it sends the signals that follow from changed users.

use aws_lambda_events::dynamodb::Event;
use aws_lambda_events::streams::DynamoDbEventResponse;
use signals::Dispatcher;

/// Handles one batch of the table's stream.
///
/// The answer names the first record that Lambda must redeliver.
pub async fn handle(dispatcher: &Dispatcher, event: Event) -> DynamoDbEventResponse {
    dispatcher.dispatch(&event).await
}
