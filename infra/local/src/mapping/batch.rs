//! A function's answer to a batch.

use aws_lambda_events::streams::DynamoDbEventResponse;
use serde_json::Value;

/// Returns how many records from the front of the batch are processed.
///
/// By Lambda's rule these are all before the earliest record that the answer names. An answer without a failure means
/// the whole batch. An answer that names a record outside the batch, or no record, fails the whole batch.
pub(super) fn done(batch: &[String], answer: Value) -> Result<usize, serde_json::Error> {
    let response: DynamoDbEventResponse = serde_json::from_value(answer)?;
    let failed = response.batch_item_failures.into_iter().map(|failure| {
        let number = failure.item_identifier?;
        batch.iter().position(|known| *known == number)
    });
    Ok(failed.map(|position| position.unwrap_or(0)).min().unwrap_or(batch.len()))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn done_of_three(failures: &[&str]) -> usize {
        let batch = ["101", "102", "103"].map(str::to_owned);
        let failures: Vec<_> = failures.iter().map(|number| json!({ "itemIdentifier": number })).collect();
        done(&batch, json!({ "batchItemFailures": failures })).unwrap()
    }

    #[test]
    fn batch_without_failures_succeeds() {
        assert_eq!(done_of_three(&[]), 3);
    }

    #[test]
    fn records_before_earliest_failure_are_done() {
        assert_eq!(done_of_three(&["103"]), 2);
        assert_eq!(done_of_three(&["103", "102"]), 1);
        assert_eq!(done_of_three(&["101"]), 0);
    }

    #[test]
    fn unknown_record_fails_whole_batch() {
        assert_eq!(done_of_three(&["103", "999"]), 0);
        assert_eq!(done_of_three(&[""]), 0);
        assert_eq!(done(&["101".to_owned()], json!({ "batchItemFailures": [{ "itemIdentifier": null }] })).unwrap(), 0);
    }

    #[test]
    fn malformed_response_is_an_error() {
        assert!(done(&["101".to_owned()], json!({ "statusCode": 200 })).is_err());
    }
}
