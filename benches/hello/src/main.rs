//! The smallest function of `lambda_http`. It starts as the functions of the service do, and does nothing else.

use std::convert::Infallible;

use lambda_http::{Error, Request, Response, run, service_fn, tracing};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    tracing::init_default_subscriber();
    run(service_fn(hello)).await
}

async fn hello(_: Request) -> Result<Response<String>, Infallible> {
    Ok(Response::new("hello".to_owned()))
}
