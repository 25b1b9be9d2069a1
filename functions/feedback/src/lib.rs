//! Takes down what became of mails.

use serde_json::Value;
use ses_feedback::{Feedback, FeedbackError};

/// Takes one event of SES's. An error has Lambda try it again.
///
/// # Errors
/// When the table could not be asked.
pub async fn handle(feedback: &Feedback, event: &Value) -> Result<(), FeedbackError> {
    feedback.record(event).await
}
