//! The Lambda function `openid`.

use std::sync::Arc;

use aws::init;
use domain::Random;
use domain::clock::SystemClock;
use domain::settings::Environment;
use lambda_runtime::{Error, tracing};
use openid::{Openid, secret};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    tracing::init_default_subscriber();
    let environment = init::or_exit(secret::read(Environment::process()).await).await;
    let openid = init::or_exit(Openid::new(&environment, Arc::new(SystemClock), Random::system())).await;
    registration_http::run(|request| openid::handle(&openid, request)).await
}
