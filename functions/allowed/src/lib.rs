//! `GET /register/allowed`: whether this request may register, for pages that show a link to the form.

use aws_lambda_events::apigw::{ApiGatewayV2httpRequest, ApiGatewayV2httpResponse};
use domain::Permission;
use http::StatusCode;
use registration_http::{Answer, App, Format, Incoming, Problem, serve};
use serde_json::json;

/// Answers one event of API Gateway.
pub async fn handle(app: &App, event: ApiGatewayV2httpRequest) -> ApiGatewayV2httpResponse {
    serve(app, event, async |incoming| route(app, incoming).await).await
}

/// There is no page of this: it is JSON whatever the client accepts.
async fn route(app: &App, incoming: &Incoming) -> Result<Answer, Problem> {
    match incoming.request.path.as_str() {
        "/register/allowed" if incoming.is_read() => {
            let backend = app.backend().name();
            let document = match app.registration_allowed(&incoming.request).await? {
                Permission::Allowed => json!({ "allowed": true, "backend": backend }),
                Permission::Denied(denial) => json!({ "allowed": false, "backend": backend, "reason": denial.code }),
            };
            Answer::json(StatusCode::OK, Format::JSON, &document)
        }
        "/register/allowed" => Err(Problem::method_not_allowed("GET, HEAD")),
        _ => Err(Problem::not_found()),
    }
}
