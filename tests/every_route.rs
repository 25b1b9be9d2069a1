//! What is true of every route: methods, bodies, formats, headers, and input that means harm.

use reqwest::Method;
use serde_json::json;

use crate::support::{Answer, BROWSER, PASSWORD, Service};

#[tokio::test]
async fn unsupported_method_returns_405_with_allow_header() {
    let service = Service::start().await;
    for (path, allowed) in [
        ("/register", "GET, HEAD, POST"),
        ("/register/complete", "GET, HEAD"),
        ("/register/closed", "GET, HEAD"),
        ("/register/style.css", "GET, HEAD"),
        ("/register/form.js", "GET, HEAD"),
        ("/register/allowed", "GET, HEAD"),
        ("/activate/complete", "GET, HEAD"),
        ("/activate/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "GET, HEAD, POST"),
    ] {
        for method in [Method::PUT, Method::DELETE, Method::PATCH, Method::OPTIONS] {
            let answer = Answer::of(service.request(method, path).header("accept", "application/json")).await;
            assert_eq!(answer.problem(), (405, "method_not_allowed".to_owned()), "{path}");
            assert_eq!(answer.header("allow"), allowed, "{path}");
        }
    }
}

#[tokio::test]
async fn unknown_path_returns_404() {
    let service = Service::start().await;
    for path in ["/registers", "/register/", "/register/allowed/x", "/activate", "/x", "/register%2fcomplete", "/%00"] {
        let answer = service.get_json(path).await;
        assert_eq!(answer.problem(), (404, "not_found".to_owned()), "{path}");
    }
    let page = service.get("/x").await;
    assert_eq!(page.status, 404);
    assert!(page.body.contains("Page not found"), "{}", page.body);
}

#[tokio::test]
async fn unreadable_body_is_refused_with_code() {
    let service = Service::start().await;
    let form = "application/x-www-form-urlencoded";
    let large = format!("username={}", "a".repeat(64 * 1024));
    for (content_type, body, status, code) in [
        ("application/json", "{", 400, "malformed_body"),
        ("application/json", "[1]", 400, "malformed_body"),
        ("application/json", "", 400, "malformed_body"),
        (form, "username=%ff", 400, "malformed_body"),
        (form, large.as_str(), 413, "content_too_large"),
        ("application/json", large.as_str(), 413, "content_too_large"),
        ("text/plain", "username=ann", 415, "unsupported_media_type"),
        ("multipart/form-data; boundary=x", "--x--", 415, "unsupported_media_type"),
        ("", "username=ann", 415, "unsupported_media_type"),
    ] {
        let request = service.request(Method::POST, "/register").header("accept", "application/json");
        let request = request.header("content-type", content_type).body(body.to_owned());
        assert_eq!(Answer::of(request).await.problem(), (status, code.to_owned()), "{content_type}");
    }
}

#[tokio::test]
async fn cross_site_form_returns_403() {
    let service = Service::start().await;
    let link = service.pending("ann", "ann@example.com").await;
    for path in ["/register", link.as_str()] {
        for (header, value) in
            [("sec-fetch-site", "cross-site"), ("origin", "https://evil.example"), ("origin", "null")]
        {
            let fields = [("username", "bob")];
            let request = service.request(Method::POST, path).header("accept", BROWSER).header(header, value);
            let page = Answer::of(request.form(&fields)).await;
            assert_eq!(page.status, 403, "{path} {header}: {value}");
            assert!(page.body.contains("This was not sent from our page"), "{}", page.body);
        }
    }
    for (header, value) in [("sec-fetch-site", "same-origin"), ("origin", service.local.url())] {
        let request = service.request(Method::POST, &link).header("accept", "application/json").header(header, value);
        assert_ne!(Answer::of(request).await.status, 403, "{header}: {value}");
    }
}

#[tokio::test]
async fn every_response_has_security_headers() {
    let service = Service::start().await;
    for path in ["/register", "/register/complete", "/register/allowed", "/activate/x", "/x"] {
        let answer = service.get(path).await;
        assert_eq!(answer.header("cache-control"), "no-store", "{path}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("referrer-policy"), "same-origin", "{path}");
        assert!(answer.header("content-security-policy").contains("default-src 'none'"), "{path}");
    }
}

#[tokio::test]
async fn pages_need_only_stylesheet_and_script() {
    let service = Service::start().await;
    let css = service.get("/register/style.css").await;
    assert_eq!((css.status.as_u16(), css.header("content-type")), (200, "text/css; charset=utf-8"));
    let script = service.get("/register/form.js").await;
    assert_eq!((script.status.as_u16(), script.header("content-type")), (200, "text/javascript; charset=utf-8"));
    let page = service.get("/register").await;
    assert!(page.header("content-security-policy").contains("script-src 'self';"), "{:?}", page.headers);
    assert_eq!(page.body.matches("<script").count(), 1);
    assert!(page.body.contains(r#"<script src="/register/form.js" defer></script>"#), "{}", page.body);
    assert!(page.body.contains(r#"<link rel="stylesheet" href="/register/style.css">"#), "{}", page.body);
    for other in ["style=", " onclick", "http://", "https://", "<img"] {
        assert!(!page.body.contains(other), "{other} is in {}", page.body);
    }
}

#[tokio::test]
async fn head_has_headers_of_get_without_body() {
    let service = Service::start().await;
    let head = Answer::of(service.request(Method::HEAD, "/register").header("accept", BROWSER)).await;
    assert_eq!((head.status.as_u16(), head.header("content-type")), (200, "text/html; charset=utf-8"));
    assert_eq!(head.body, "");
}

#[tokio::test]
async fn hostile_input_causes_no_500() {
    let service = Service::start().await;
    for query in ["x=\"", "x=<>", "x=%", "x=%ff", "x=\u{e9}", "&&==", "a=b=c", "%00", "x={}|^`"] {
        for path in ["/register", "/register/allowed", "/activate/x"] {
            // Written by hand: a client would escape what it is not to send.
            let status = raw_status(&service, &format!("GET {path}?{query} HTTP/1.1\r\n")).await;
            assert!(status == 200 || status == 404 || status == 400, "{path}?{query}: {status}");
        }
    }
    for (name, value) in
        [("accept", "\u{e9}"), ("accept-language", ";;,"), ("user-agent", "\u{1f642}"), ("cookie", "a")]
    {
        let request = service.request(Method::GET, "/register").header(name, value.as_bytes());
        assert_eq!(Answer::of(request).await.status, 200, "{name}");
    }
    for (field, value) in
        [("username", "a\0b"), ("username", "\u{202e}"), ("email", "a\r\nBcc: b@example.com"), ("email", "\u{0}@b.c")]
    {
        let mut body = json!({ "username": "ann", "email": "ann@example.com", "password": PASSWORD });
        body[field] = value.into();
        assert_eq!(service.post_json("/register", &body).await.status, 422, "{field}: {value:?}");
    }
}

async fn raw_status(service: &Service, request_line: &str) -> u16 {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let address = service.local.url().strip_prefix("http://").unwrap();
    let mut stream = tokio::net::TcpStream::connect(address).await.unwrap();
    let request = format!("{request_line}host: {address}\r\nconnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    answer.split(' ').nth(1).unwrap().parse().unwrap()
}

#[tokio::test]
async fn get_ignores_body_and_idempotency_key() {
    let service = Service::start().await;
    for path in ["/register", "/register/style.css", "/register/allowed"] {
        let request = service.request(Method::GET, path).header("idempotency-key", "a b");
        assert_eq!(Answer::of(request.body("a".repeat(64 * 1024 + 1))).await.status, 200, "{path}");
    }
}

#[tokio::test]
async fn long_idempotency_key_is_refused() {
    let service = Service::start().await;
    let request = service.request(Method::POST, "/register").header("accept", "application/json");
    let answer = Answer::of(request.header("idempotency-key", "a".repeat(256)).json(&json!({}))).await;
    assert_eq!(answer.problem(), (400, "malformed_header".to_owned()));
}
