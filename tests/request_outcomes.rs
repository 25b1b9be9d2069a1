//! The lines of the log about the outcomes of requests.

use serde_json::json;

use crate::support::{BROWSER, Log, PASSWORD, Service};

/// Returns the outcome, the code and the user in the last line `answered`.
fn last(log: &Log) -> (String, String, String) {
    let text = log.text();
    let line = text.lines().rev().find(|line| line.contains("answered")).unwrap().to_owned();
    assert!(line.contains("request_id="), "{line}");
    let field = |name: &str| {
        let value = line.split_once(&format!(" {name}=")).map_or("", |(_, rest)| rest.split(' ').next().unwrap());
        value.trim_matches('"').to_owned()
    };
    (field("decision"), field("code"), field("user"))
}

#[tokio::test]
async fn each_outcome_is_logged_with_code_and_user() {
    let log = Log::record();
    let service = Service::with(&[("REGISTRATION_LIMIT_PER_SOURCE", "3/10m")]).await;
    let user_id = |handle: &str| handle.split('.').next().unwrap().to_owned();
    let outcome = |name: &str, code: &str, user: &str| (name.to_owned(), code.to_owned(), user.to_owned());

    service.get("/register").await;
    assert_eq!(last(&log), outcome("", "", ""), "a page has no outcome");
    let handle = service.register("ann", "ann@example.com").await.json()["registration"].as_str().unwrap().to_owned();
    let ann = user_id(&handle);
    assert_eq!(last(&log), outcome("registered", "", &ann));
    service.post_json("/register/email", &json!({ "registration": handle, "email": "bob@example.com" })).await;
    assert_eq!(last(&log), outcome("corrected", "", &ann));
    service.post_json("/activate/resend", &json!({ "registration": handle })).await;
    assert_eq!(last(&log), outcome("resent", "", ""));
    service.register_with("eve", "eve@example.com", "short").await;
    assert_eq!(last(&log), outcome("refused", "validation_failed", ""));
    service.post_form("/register", &[("username", "eve"), ("email", "eve")]).await;
    assert_eq!(last(&log), outcome("refused", "validation_failed", ""), "on a page, too");
    let guess = json!({ "registration": handle, "code": "000000" });
    service.post_json("/activate/code", &guess).await;
    let (decision, code, _) = last(&log);
    assert!(decision == "refused" && ["code_wrong", "code_expired"].contains(&&*code), "{decision} {code}");
    let link = service.link_to("bob@example.com").await;
    service.activate_with(&link, Some(&handle)).await;
    assert_eq!(last(&log), outcome("activated", "", &ann));
    service.activate_with(&link, Some(&handle)).await;
    assert_eq!(last(&log), outcome("refused", "already_activated", ""));
    let body = json!({ "username": "fay", "email": "fay@example.com", "password": PASSWORD, "comment_subject": "x" });
    service.post_json("/register", &body).await;
    assert_eq!(last(&log), outcome("discarded", "", ""));
    service.register("gus", "gus@example.com").await;
    assert_eq!(last(&log), outcome("limited", "rate_limited", ""));

    let closed = Service::with(&[("REGISTRATION_OPEN", "false")]).await;
    for accept in [BROWSER, "application/json"] {
        let request = closed.request(reqwest::Method::GET, "/register").header("accept", accept);
        request.send().await.unwrap();
        assert_eq!(last(&log), outcome("refused", "registration_closed", ""), "{accept}");
    }
    let dead = Service::with(&[("AWS_ENDPOINT_URL_DYNAMODB", "http://127.0.0.1:1")]).await;
    dead.register("ann", "ann@example.com").await;
    assert_eq!(last(&log), outcome("failed", "service_unavailable", ""));
}
