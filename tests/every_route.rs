//! The behaviour of all routes: methods, bodies, formats, headers, hostile input.

use std::collections::BTreeMap;

use reqwest::Method;
use serde_json::json;

use crate::support::{Answer, BROWSER, OpenApi, PASSWORD, Service};

#[tokio::test]
async fn unsupported_method_returns_405_with_allow_header() {
    let service = Service::with(&[("REGISTRATION_OPENID_PROVIDERS", "local")]).await;
    let methods = [
        ("/register", "GET, HEAD, POST"),
        ("/register/complete", "GET, HEAD"),
        ("/register/email", "GET, HEAD, POST"),
        ("/register/closed", "GET, HEAD"),
        ("/register/style.css", "GET, HEAD"),
        ("/register/form.js", "GET, HEAD"),
        ("/register/allowed", "GET, HEAD"),
        ("/register/openid", "GET, HEAD, POST"),
        ("/register/openid/{provider}", "GET, HEAD"),
        ("/register/openid/{provider}/callback", "GET, HEAD, POST"),
        ("/activate/complete", "GET, HEAD"),
        ("/activate/code", "GET, HEAD, POST"),
        ("/activate/resend", "GET, HEAD, POST"),
        ("/activate/resend/complete", "GET, HEAD"),
        ("/activate/{key}", "GET, HEAD, POST"),
        ("/approve/{key}", "GET, HEAD, POST"),
    ];
    let described = OpenApi::get().paths().map(|(path, item)| (path.as_str(), OpenApi::methods(item).join(", ")));
    assert_eq!(
        described.collect::<BTreeMap<_, _>>(),
        BTreeMap::from(methods.map(|(path, all)| (path, all.to_owned())))
    );
    for (path, allowed) in methods {
        let path = &path.replace("{key}", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa").replace("{provider}", "local");
        for method in [Method::PUT, Method::DELETE, Method::PATCH] {
            let answer = Answer::of(service.request(method, path).header("accept", "application/json")).await;
            assert_eq!(answer.problem(), (405, "method_not_allowed".to_owned()), "{path}");
            assert_eq!(answer.header("allow"), format!("{allowed}, OPTIONS"), "{path}");
        }
        let options = Answer::of(service.request(Method::OPTIONS, path)).await;
        assert_eq!((options.status.as_u16(), &*options.body), (204, ""), "{path}");
        assert_eq!(options.header("allow"), format!("{allowed}, OPTIONS"), "{path}");
    }
}

#[tokio::test]
async fn unknown_path_returns_404() {
    let service = Service::start().await;
    for path in [
        "/registers",
        "/register/allowed/x",
        "/register/x/",
        "/activate",
        "/activate/",
        "/approve",
        "/approve/",
        "/x",
        "/x/",
        "/register%2fcomplete",
        "/%00",
        "//evil.example/",
        "//evil.example/register/",
        "/%5Cevil.example/register/",
    ] {
        let answer = service.get_json(path).await;
        assert_eq!(answer.problem(), (404, "not_found".to_owned()), "{path}");
        assert_eq!(answer.header("location"), "", "{path}");
    }
    assert_eq!(Answer::of(service.request(Method::OPTIONS, "/x")).await.status, 404);
    let page = service.get("/x").await;
    assert_eq!(page.status, 404);
    assert!(page.body.contains("Page not found"), "{}", page.body);
}

#[tokio::test]
async fn slash_or_sign_behind_a_path_is_redirected() {
    let service = Service::start().await;
    let link = service.pending("ann", "ann@example.com").await;
    for path in OpenApi::get().paths().map(|(path, _)| {
        let path = path.replace("/activate/{key}", &link).replace("{provider}", "acme");
        path.replace("{key}", link.trim_start_matches("/activate/"))
    }) {
        for added in ["/", "//", ".", ")", "%3E", "%22,", "%E3%80%82", "%E2%80%8B", "./"] {
            for (query, method) in [("", Method::GET), ("?lang=de&x=%22/", Method::POST), ("", Method::PUT)] {
                let request = service.request(method, &format!("{path}{added}{query}"));
                let answer = Answer::of(request).await;
                assert_eq!(answer.status, 308, "{path}{added}");
                assert_eq!(answer.header("location"), format!("{path}{query}"), "{path}{added}");
                assert_eq!(answer.body, "");
            }
        }
    }
    let head = Answer::of(service.request(Method::HEAD, "/register/")).await;
    assert_eq!((head.status.as_u16(), head.header("location")), (308, "/register"));
}

#[tokio::test]
async fn redirected_form_is_a_registration() {
    let service = Service::start().await;
    let follow = reqwest::Client::new();
    let body = json!({ "username": "ann", "email": "ann@example.com", "password": PASSWORD });
    let request = follow.post(format!("{}/register/", service.local.url())).header("accept", "application/json");
    let registered: serde_json::Value = request.json(&body).send().await.unwrap().json().await.unwrap();
    assert_eq!(registered["status"], "pending");
    let link = service.link_to("ann@example.com").await;
    let request = follow.post(format!("{}{link}).", service.local.url())).header("accept", "application/json");
    let request = request.json(&json!({ "registration": registered["registration"] }));
    assert_eq!(request.send().await.unwrap().json::<serde_json::Value>().await.unwrap()["status"], "active");
}

#[tokio::test]
async fn redirect_stays_below_path_of_site() {
    let service = Service::with(&[("REGISTRATION_SITE_URL", "https://example.com/accounts")]).await;
    for path in ["/accounts/register/", "/register/", "//register"] {
        let answer = service.get(&format!("{path}?type=email")).await;
        assert_eq!((answer.status.as_u16(), answer.header("location")), (308, "/accounts/register?type=email"));
    }
}

#[tokio::test]
async fn unreadable_body_is_refused_with_code() {
    let service = Service::start().await;
    let form = "application/x-www-form-urlencoded";
    let large = format!("username={}", "a".repeat(64 * 1024));
    for (content_type, body, status, code) in [
        ("application/json", "{", 400, "malformed_body"),
        ("application/json", "[1]", 400, "malformed_body"),
        ("application/json", r#"{"username": "ann", "username": "bob"}"#, 400, "malformed_body"),
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
        for (header, value) in [
            ("sec-fetch-site", "cross-site"),
            ("sec-fetch-site", "same-site"),
            ("sec-fetch-site", "unheard-of"),
            ("origin", "https://evil.example"),
            ("origin", "http://127.0.0.1:1"),
            ("origin", "null"),
        ] {
            let fields = [("username", "bob")];
            let request = service.request(Method::POST, path).header("accept", BROWSER).header(header, value);
            let page = Answer::of(request.form(&fields)).await;
            assert_eq!(page.status, 403, "{path} {header}: {value}");
            assert!(page.body.contains("This was not sent from our page"), "{}", page.body);
        }
    }
    let upper = service.local.url().to_uppercase();
    for (header, value) in [
        ("sec-fetch-site", "same-origin"),
        ("sec-fetch-site", "none"),
        ("origin", service.local.url()),
        ("origin", &upper),
    ] {
        let request = service.request(Method::POST, &link).header("accept", BROWSER).header(header, value);
        assert_ne!(Answer::of(request.form(&[("", ""); 0])).await.status, 403, "{header}: {value}");
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
        let policy = answer.header("content-security-policy");
        assert!(policy.contains("default-src 'none'") && policy.contains("form-action 'self';"), "{path}: {policy}");
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
    assert!(page.body.contains(r#"<script src="/register/form.js?v="#), "{}", page.body);
    assert!(page.body.contains(r#"<link rel="stylesheet" href="/register/style.css?v="#), "{}", page.body);
    for other in ["style=", " onclick", "http://", "https://", "<img"] {
        assert!(!page.body.contains(other), "{other} is in {}", page.body);
    }
}

#[tokio::test]
async fn head_has_headers_of_get_without_body() {
    let service = Service::start().await;
    let link = service.pending("ann", "ann@example.com").await;
    let pages =
        ["/register", "/register/closed", "/register/style.css", "/register/allowed", "/activate/resend", &link];
    let problems = ["/activate/x", "/x"];
    let local = ["/", "/_local/mail", "/_local/mail/1", "/_local/events", "/_local/env", "/_local/none"];
    for path in pages.into_iter().chain(problems).chain(local) {
        for accept in [BROWSER, "application/json"] {
            let [get, head] = [Method::GET, Method::HEAD]
                .map(|method| Answer::of(service.request(method, path).header("accept", accept)));
            let (get, head) = (get.await, head.await);
            let headers = |answer: &Answer| {
                let mut headers = answer.headers.clone();
                headers.remove("date");
                headers
            };
            assert_eq!((head.status, headers(&head)), (get.status, headers(&get)), "{path} {accept}");
            assert_eq!(head.header("content-length"), get.body.len().to_string(), "{path} {accept}");
            assert_eq!(head.body, "", "{path} {accept}");
        }
    }
}

#[tokio::test]
async fn hostile_input_causes_no_500() {
    let service = Service::start().await;
    for query in ["x=\"", "x=<>", "x=%", "x=%ff", "x=\u{e9}", "&&==", "a=b=c", "%00", "x={}|^`"] {
        for path in ["/register", "/register/allowed", "/activate/x"] {
            // A client would escape the hostile part, so the request is written by hand.
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
