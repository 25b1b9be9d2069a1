//! The Lambda function `feedback`.

use aws::init;
use lambda_runtime::{Error, LambdaEvent, run, service_fn, tracing};
use serde_json::Value;
use ses_feedback::Feedback;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    tracing::init_default_subscriber();
    let feedback = init::or_exit(Feedback::from_env()).await;
    run(service_fn(async |event: LambdaEvent<Value>| {
        Ok::<_, Error>(feedback::handle(&feedback, &event.payload).await?)
    }))
    .await
}
