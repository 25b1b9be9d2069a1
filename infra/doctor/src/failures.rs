//! The bucket of records that could not be delivered.

use crate::actions;
use crate::call::CallError;
use crate::clients::Clients;
use crate::finding::{Check, Finding};
use crate::stack::Stack;

/// The objects that one call lists.
const PAGE: i32 = 1000;

pub(crate) async fn check(clients: &Clients, stack: &Stack) -> Option<Finding> {
    let bucket = stack.output("FailureBucketName")?;
    let listed = clients.s3.list_objects_v2().bucket(bucket).max_keys(PAGE).send().await.map_err(CallError::from);
    Some(match listed {
        Ok(listed) => assess(bucket, listed.contents().len(), listed.is_truncated() == Some(true)),
        Err(error) => Check::FailureBucket.failed(bucket, actions::LIST_BUCKET, error),
    })
}

fn assess(bucket: &str, objects: usize, more: bool) -> Finding {
    if objects == 0 {
        return Check::FailureBucket.ok(bucket, "is empty");
    }
    let more = if more { " or more" } else { "" };
    let remedy = "Find the cause in the log of the function, move the records out, and pass them to the functions \
                  again, as docs/operate/runbooks.md describes.";
    Check::FailureBucket
        .wrong(bucket, format!("has {objects}{more} objects with records that could not be delivered"), remedy)
        .with_command(format!("aws s3 mv --recursive s3://{bucket} failures && registration redrive failures"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Status;

    #[test]
    fn full_bucket_is_wrong() {
        assert_eq!(assess("b", 0, false).status, Status::Ok);
        assert!(assess("b", 2, false).detail.starts_with("has 2 objects"));
        let full = assess("b", 1000, true);
        assert_eq!(full.status, Status::Wrong);
        assert!(full.detail.starts_with("has 1000 or more objects"));
    }
}
