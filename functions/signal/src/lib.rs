//! Sends the signals that changes in the table call for.

use aws_lambda_events::dynamodb::Event;
use aws_lambda_events::streams::DynamoDbEventResponse;
use signals::Dispatcher;

/// Takes one batch of the table's stream; the answer names the record from which on it has to come again.
pub async fn handle(dispatcher: &Dispatcher, event: Event) -> DynamoDbEventResponse {
    dispatcher.dispatch(&event).await
}
