//! The Lambda function `signal`.

use aws::init;
use aws_lambda_events::dynamodb::Event;
use lambda_runtime::{Error, LambdaEvent, run, service_fn, tracing};
use signals::Dispatcher;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    tracing::init_default_subscriber();
    let dispatcher = init::or_exit(Dispatcher::from_env()).await;
    run(service_fn(async |event: LambdaEvent<Event>| Ok::<_, Error>(signal::handle(&dispatcher, event.payload).await)))
        .await
}
