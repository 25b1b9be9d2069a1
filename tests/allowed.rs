//! `GET /register/allowed`.

use serde_json::json;

use crate::support::Service;

#[tokio::test]
async fn open_backend_allows_registration() {
    let service = Service::start().await;
    for answer in [service.get_json("/register/allowed").await, service.get("/register/allowed").await] {
        assert_eq!((answer.status.as_u16(), answer.header("content-type")), (200, "application/json"));
        assert_eq!(answer.json(), json!({ "allowed": true, "backend": "default" }));
    }
}

#[tokio::test]
async fn closed_backend_returns_reason() {
    let service = Service::with(&[("REGISTRATION_OPEN", "false")]).await;
    let answer = service.get_json("/register/allowed").await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.json(), json!({ "allowed": false, "backend": "default", "reason": "registration_closed" }));
}
