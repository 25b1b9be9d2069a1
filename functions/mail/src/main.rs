//! The Lambda function `mail`.

use aws::init;
use aws_lambda_events::dynamodb::Event;
use lambda_runtime::{Error, LambdaEvent, run, service_fn, tracing};
use mailer::Mailer;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    tracing::init_default_subscriber();
    let mailer = init::or_exit(Mailer::from_env()).await;
    run(service_fn(async |event: LambdaEvent<Event>| Ok::<_, Error>(mail::handle(&mailer, event.payload).await))).await
}
