//! `GET` and `POST /register`, the pages that follow, the stylesheet, and every address that is none.

mod show;
mod submit;

use aws_lambda_events::apigw::{ApiGatewayV2httpRequest, ApiGatewayV2httpResponse};
use http::{Method, StatusCode};
use registration::App;
use registration::http::{Answer, Incoming, Page, Problem, serve};
use serde_json::json;

/// Answers one event of API Gateway.
pub async fn handle(app: &App, event: ApiGatewayV2httpRequest) -> ApiGatewayV2httpResponse {
    serve(app, event, async |incoming| route(app, incoming).await).await
}

async fn route(app: &App, incoming: &Incoming) -> Result<Answer, Problem> {
    let page = match incoming.request.path.as_str() {
        "/register" if incoming.is_read() => return show::show(app, incoming).await,
        "/register" if incoming.request.method == Method::POST => return submit::submit(app, incoming).await,
        "/register" => return Err(Problem::method_not_allowed("GET, HEAD, POST")),
        "/register/style.css" if incoming.is_read() => return Ok(app.stylesheet()),
        "/register/complete" if incoming.is_read() => Page::RegistrationComplete,
        "/register/closed" if incoming.is_read() => Page::RegistrationClosed,
        "/register/style.css" | "/register/complete" | "/register/closed" => {
            return Err(Problem::method_not_allowed("GET, HEAD"));
        }
        _ => return Err(Problem::not_found()),
    };
    app.page(StatusCode::OK, page, &json!({ "status": app.backend().initial_status() }))
}
