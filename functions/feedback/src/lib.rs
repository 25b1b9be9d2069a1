//! The function `feedback`: it records SES's events about emails.

use serde_json::Value;
use ses_feedback::{Feedback, FeedbackError};

/// Records one event of SES. Lambda retries an event that fails.
///
/// # Errors
/// A [`FeedbackError`] if the table cannot be reached.
pub async fn handle(feedback: &Feedback, event: &Value) -> Result<(), FeedbackError> {
    feedback.record(event).await
}
