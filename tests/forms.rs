//! The form: how it is shown, and how errors are shown in it.

use serde_json::json;

use crate::support::{PASSWORD, Service};

#[tokio::test]
async fn page_has_four_labelled_fields() {
    let service = Service::start().await;
    let page = service.get("/register").await;
    assert_eq!(page.status, 200);
    insta::with_settings!({ filters => [(r#"value="[a-z2-7]{26}""#, r#"value="[key]""#), (r"\?v=[\w-]{16}", "?v=[version]")] }, {
        insta::assert_snapshot!(page.body);
    });
}

#[tokio::test]
async fn json_client_gets_form_as_schema() {
    let service = Service::start().await;
    let schema = service.get_json("/register").await;
    assert_eq!((schema.status.as_u16(), schema.header("content-type")), (200, "application/schema+json"));
    insta::assert_json_snapshot!(schema.json());
}

#[tokio::test]
async fn json_client_gets_all_errors() {
    let service = Service::start().await;
    let body = json!({ "username": "a b", "email": "ann", "password": "short", "password_confirm": "shorter" });
    let answer = service.post_json("/register", &body).await;
    assert_eq!(answer.status, 422);
    insta::assert_json_snapshot!(answer.json(), @r#"
    {
      "title": "There is a problem",
      "status": 422,
      "detail": "Some fields need to be corrected.",
      "code": "validation_failed",
      "errors": [
        {
          "field": "username",
          "code": "invalid",
          "message": "This username has a character that is not allowed. Use letters, numbers and @ . + - _"
        },
        {
          "field": "email",
          "code": "invalid",
          "message": "This is not an email address. Enter one such as name@example.com."
        },
        {
          "field": "password",
          "code": "too_short",
          "message": "Your password is too short. Use at least 15 characters."
        },
        {
          "field": "password_confirm",
          "code": "mismatch",
          "message": "The passwords do not match. Enter the same password in both fields."
        }
      ]
    }
    "#);
}

#[tokio::test]
async fn page_redisplays_input_without_passwords() {
    let service = Service::start().await;
    let fields = [
        ("username", "<b>ann</b>"),
        ("email", "ann@example.com"),
        ("password", PASSWORD),
        ("password_confirm", "something else entirely"),
        ("idempotency_key", "the-key-of-this-form"),
    ];
    let page = service.post_form("/register", &fields).await;
    assert_eq!(page.status, 422);
    for shown in [
        r#"value="&lt;b&gt;ann&lt;/b&gt;""#.replace("/b", "&#x2f;b"),
        r#"value="ann@example.com""#.to_owned(),
        "href=\"#username\"".to_owned(),
        "href=\"#password_confirm\"".to_owned(),
        r#"aria-invalid="true""#.to_owned(),
        r#"value="the-key-of-this-form""#.to_owned(),
        "<title>Error: ".to_owned(),
    ] {
        assert!(page.body.contains(&shown), "{shown} is not in {}", page.body);
    }
    assert!(!page.body.contains(PASSWORD) && !page.body.contains("something else"), "{}", page.body);
}
