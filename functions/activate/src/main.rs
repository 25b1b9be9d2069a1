//! The Lambda function `activate`.

use aws::init;
use lambda_runtime::{Error, tracing};
use registration_http::App;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    tracing::init_default_subscriber();
    let app = init::or_exit(App::from_env_with_codes()).await;
    registration_http::run(|request| activate::handle(&app, request)).await
}
