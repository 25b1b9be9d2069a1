//! Every response that `infra/openapi.yaml` describes occurs.
//!
//! All other tests check the opposite: every response is described.

use futures_util::future::join_all;
use reqwest::Method;
use reqwest::header::HeaderMap;
use serde_json::{Value, json};

use crate::feedback::{PAUSE, bounces};
use crate::front_end;
use crate::openid::{self, AuthorizationRequest, Browser, with_times};
use crate::support::{
    Answer, BROWSER, OpenApi, OpenidFault, OpenidProvider, PASSWORD, Provider, ProviderFault, ResponseCoverage,
    ResponseKind, SITE_KEY, Service, SiteverifyServer, start_over_path,
};

/// A URL at which nothing listens.
const NOWHERE: &str = "http://127.0.0.1:1";
/// A key or a code that does not exist.
const UNKNOWN: &str = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
const FORM: &str = "application/x-www-form-urlencoded";
const BOTH: [&str; 2] = [BROWSER, "application/json"];

/// Returns an example of the description.
fn example(name: &str) -> Value {
    OpenApi::get().document["components"]["examples"][name]["value"].clone()
}

/// Reads a path with each method and format.
async fn read(service: &Service, path: &str) {
    for method in [Method::GET, Method::HEAD] {
        join_all(BOTH.map(|accept| Answer::of(service.request(method.clone(), path).header("accept", accept)))).await;
    }
}

/// Sends a body to a path in each format.
async fn send(service: &Service, method: Method, path: &str, headers: &[(&str, &str)], body: &str) -> Vec<u16> {
    let answers = BOTH.map(|accept| {
        let request = service.request(method.clone(), path).header("accept", accept).body(body.to_owned());
        let headers = headers.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap()));
        Answer::of(request.headers(headers.collect::<HeaderMap>()))
    });
    join_all(answers).await.iter().map(|answer| answer.status.as_u16()).collect()
}

async fn post(service: &Service, path: &str) -> Vec<u16> {
    send(service, Method::POST, path, &[("content-type", FORM)], "").await
}

/// Sends requests that no path can read.
async fn unreadable(service: &Service, path: &str) {
    let large = "a".repeat(64 * 1024 + 1);
    for (header, value, body, status) in [
        ("idempotency-key", "a b", "", 400),
        ("sec-fetch-site", "cross-site", "", 403),
        ("content-type", FORM, large.as_str(), 413),
    ] {
        // A provider's answer comes from another site.
        let status = if header == "sec-fetch-site" && path.ends_with("/callback") { 415 } else { status };
        assert_eq!(send(service, Method::POST, path, &[(header, value)], body).await, [status; 2], "{path}: {header}");
    }
}

/// Sends bodies that only a path that reads its body rejects.
async fn misread(service: &Service, path: &str) {
    for (content_type, body, status) in [("application/json", "[]", 400), ("text/plain", "", 415), (FORM, "", 422)] {
        let answers = send(service, Method::POST, path, &[("content-type", content_type)], body).await;
        assert_eq!(answers, [status; 2], "{path}: {content_type}");
    }
}

async fn visit_every_path_with_bad_input() {
    let service = openid::service(&OpenidProvider::start().await, &[]).await;
    let link = service.pending("bob", "bob@example.com").await;
    let paths = OpenApi::get().paths();
    let paths = paths.map(|(path, _)| {
        path.replace("/activate/{key}", &link).replace("{key}", UNKNOWN).replace("{provider}", "acme")
    });
    for path in paths.chain(["/nowhere".to_owned()]) {
        read(&service, &path).await;
        unreadable(&service, &path).await;
        send(&service, Method::PUT, &path, &[], "").await;
    }
    let providers = ["/register/openid/acme.", "/register/openid/acme./callback"].map(str::to_owned);
    let keys = [format!("{link}."), format!("/approve/{UNKNOWN}.")];
    for path in ["/register/".to_owned()].into_iter().chain(keys).chain(providers) {
        read(&service, &path).await;
        assert_eq!(post(&service, &path).await, [308; 2]);
        assert_eq!(send(&service, Method::PUT, &path, &[], "").await, [308; 2]);
    }
    for path in ["/register", "/activate/resend"] {
        misread(&service, path).await;
    }
    read(&service, "/register?type=none").await;
    assert_eq!(post(&service, "/register?type=none").await, [404; 2]);
}

async fn visit_both_steps() {
    let service = Service::start().await;
    assert_eq!(service.get_json("/register").await.status, 200);
    assert_eq!(service.post_json("/register", &example("Ann")).await.status, 202);
    let link = service.link_to("ann@example.com").await;
    let typed = example("AnnOnThePage");
    let typed: Vec<_> =
        typed.as_object().unwrap().iter().map(|(name, value)| (&**name, value.as_str().unwrap())).collect();
    assert_eq!(service.post_form("/register", &typed).await.status, 422, "the name is taken");
    let typed: Vec<_> =
        typed.iter().map(|(name, value)| (*name, if *name == "username" { "eve" } else { value })).collect();
    assert_eq!(service.post_form("/register", &typed).await.status, 303);
    read(&service, &link).await;
    assert_eq!(post(&service, &link).await, [303, 403]);
    assert_eq!(service.post_json("/activate/resend", &example("AnnsAddress")).await.status, 202);
    assert_eq!(service.post_form("/activate/resend", &[("email", "ann@example.com")]).await.status, 303);
    assert_eq!(service.press(&link).await.status, 303);
    read(&service, &link).await;
    assert_eq!(post(&service, &link).await, [409; 2]);
    assert_eq!(service.register("Ann", "other@example.com").await.json(), example("Invalid"));
    for name in ["fay", "gus"] {
        let body = json!({
            "username": name, "email": "fay@example.com", "password": PASSWORD, "idempotency_key": "8e03978e"
        });
        let expected = if name == "fay" { 202 } else { 422 };
        assert_eq!(service.post_json("/register", &body).await.status, expected, "{name} has the key of fay");
    }
    assert_eq!(
        service.post_json("/activate/resend", &json!({ "email": "ann" })).await.json(),
        example("InvalidAddress")
    );

    let link = service.pending("bob", "bob@example.com").await;
    assert_eq!(service.activate(&link).await.status, 200);
    let link = service.pending("cas", "cas@example.com").await;
    service.advance(7 * 24 * 3600);
    read(&service, &link).await;
    assert_eq!(post(&service, &link).await, [410; 2]);
}

/// Corrects an address, starts over, and asks for the status by the handle.
async fn visit_with_a_handle() {
    let service = Service::start().await;
    let registered = service.register("ann", "ann@example.com").await.json();
    let handle = registered["registration"].as_str().unwrap();
    let link = service.link_to("ann@example.com").await;
    let cookie = format!("registration={handle}");
    let browser = [("content-type", FORM), ("sec-fetch-site", "same-origin"), ("cookie", cookie.as_str())];
    for (registration, status) in [(handle, 200), ("none", 404)] {
        let request = service.request(Method::GET, "/register/complete").header("accept", "application/json");
        assert_eq!(Answer::of(request.header("registration", registration)).await.status, status);
        let request = service.request(Method::HEAD, "/register/complete").header("accept", "application/json");
        assert_eq!(Answer::of(request.header("registration", registration)).await.status, status);
    }
    assert_eq!(send(&service, Method::POST, "/register/email", &browser, "email=ann").await, [422, 404]);
    let correct = |n: usize| json!({ "registration": handle, "email": format!("ann{n}@example.com") });
    assert_eq!(service.post_json("/register/email", &json!({ "registration": handle })).await.status, 422);
    assert_eq!(send(&service, Method::POST, "/register/email", &browser, "email=ann0%40example.com").await, [303, 404]);
    for n in [1, 2] {
        assert_eq!(service.post_json("/register/email", &correct(n)).await.status, 202);
    }
    assert_eq!(service.post_json("/register/email", &correct(3)).await.status, 409);
    assert_eq!(send(&service, Method::POST, "/register/email", &browser, "email=ann3%40example.com").await, [409, 404]);
    assert_eq!(service.post_json(&link, &json!({})).await.json()["code"], "proof_required");
    for (content_type, body, status) in [("application/json", "[]", 400), ("text/plain", "x", 415)] {
        for path in ["/register/email", &link] {
            let answers = send(&service, Method::POST, path, &[("content-type", content_type)], body).await;
            assert_eq!(answers, [status; 2], "{path}: {content_type}");
        }
    }

    assert_eq!(post(&service, "/register/email").await, [404; 2]);
    let fay = service.pending("fay", "fay@example.com").await;
    assert_eq!(service.open(&fay).await.status, 200);

    let start_over = start_over_path(&link);
    read(&service, &start_over).await;
    let body = json!({ "username": "ann", "email": "eve@example.com", "password": PASSWORD });
    assert_eq!(service.post_json(&start_over, &body).await.errors()[0].1, "not_proven");
    let body = json!({ "username": "anna", "email": "ann@example.com", "password": PASSWORD });
    assert_eq!(service.post_json(&start_over, &body).await.status, 201);
    read(&service, &start_over).await;
    assert_eq!(post(&service, &start_over).await, [409; 2]);
    let unknown = format!("/register?activation={UNKNOWN}");
    read(&service, &unknown).await;
    assert_eq!(post(&service, &unknown).await, [404; 2]);
    let bob = start_over_path(&service.pending("bob", "bob@example.com").await);
    service.advance(7 * 24 * 3600);
    read(&service, &bob).await;
    assert_eq!(post(&service, &bob).await, [410; 2]);
}

/// Sends right, wrong, malformed, expired and too many codes.
async fn visit_codes() {
    let path = "/activate/code";
    let service = Service::start().await;
    let by_page = async |handle: &str, code: &str| {
        let cookie = format!("registration={handle}");
        let browser = [("content-type", FORM), ("sec-fetch-site", "same-origin"), ("cookie", cookie.as_str())];
        send(&service, Method::POST, path, &browser, &format!("code={code}")).await
    };
    let by_program = async |handle: &str, code: &str| {
        service.post_json(path, &json!({ "registration": handle, "code": code })).await.status.as_u16()
    };
    let registered = async |name: &str| {
        let email = format!("{name}@{name}.example");
        let handle = service.register(name, &email).await.json()["registration"].as_str().unwrap().to_owned();
        (handle, service.code_to(&email).await)
    };
    let wrong = |code: &str| if code == "000000" { "000001" } else { "000000" };
    for (content_type, body, status) in [("application/json", "[]", 400), ("text/plain", "x", 415)] {
        let answers = send(&service, Method::POST, path, &[("content-type", content_type)], body).await;
        assert_eq!(answers, [status; 2], "{content_type}");
    }
    assert_eq!(by_page("none", "123456").await, [404; 2]);
    let (ann, code) = registered("ann").await;
    assert_eq!((by_program(&ann, "1").await, by_page(&ann, "1").await), (422, vec![422; 2]));
    assert_eq!(by_program(&ann, wrong(&code)).await, 422);
    assert_eq!(by_page(&ann, wrong(&code)).await, [422, 404]);
    assert_eq!(by_page(&ann, &code).await, [303, 404]);
    assert_eq!((by_program(&ann, &code).await, by_page(&ann, &code).await), (409, vec![409, 404]));
    let (bob, code) = registered("bob").await;
    assert_eq!(by_program(&bob, &code).await, 200);
    let (cas, code) = registered("cas").await;
    for _ in 0..5 {
        assert_eq!(by_program(&cas, wrong(&code)).await, 422);
    }
    assert_eq!((by_program(&cas, &code).await, by_page(&cas, &code).await), (410, vec![410, 404]));
    for name in ["dan", "eve", "fay"] {
        let (handle, code) = registered(name).await;
        for _ in 0..5 {
            by_program(&handle, wrong(&code)).await;
        }
    }
    let (gus, code) = registered("gus").await;
    assert_eq!((by_program(&gus, &code).await, by_page(&gus, &code).await), (429, vec![429, 404]));
    let blocked = Service::start().await;
    let handle = blocked.register("ann", "ann@example.com").await.json()["registration"].as_str().unwrap().to_owned();
    blocked.set_status("disabled").await;
    let cookie = format!("registration={handle}");
    let browser = [("content-type", FORM), ("sec-fetch-site", "same-origin"), ("cookie", cookie.as_str())];
    assert_eq!(send(&blocked, Method::POST, path, &browser, "code=123456").await, [403, 404]);
    let body = json!({ "registration": handle, "code": "123456" });
    assert_eq!(blocked.post_json(path, &body).await.status, 403);
}

/// Activates a registration by its code, after the owner of its first address took its name.
async fn visit_lost_name() {
    let service = Service::start().await;
    let handle = service.register("ann", "ann@exmaple.com").await.json()["registration"].as_str().unwrap().to_owned();
    let link = service.link_to("ann@exmaple.com").await;
    let body = json!({ "username": "ann", "email": "ann@exmaple.com", "password": PASSWORD });
    assert_eq!(service.post_json(&start_over_path(&link), &body).await.status, 201);
    let correction = json!({ "registration": handle, "email": "ann@example.com" });
    assert_eq!(service.post_json("/register/email", &correction).await.status, 202);
    let code = service.code_to("ann@example.com").await;
    let body = json!({ "registration": handle, "code": code });
    assert_eq!(service.post_json("/activate/code", &body).await.json()["code"], "start_over_required");
}

async fn visit_blocked_accounts() {
    for (status, expected) in [("disabled", 403), ("awaiting_approval", 409)] {
        let service = Service::start().await;
        let link = service.pending("ann", "ann@example.com").await;
        service.set_status(status).await;
        read(&service, &link).await;
        assert_eq!(post(&service, &link).await, [expected; 2]);
        let start_over = start_over_path(&link);
        read(&service, &start_over).await;
        assert_eq!(post(&service, &start_over).await, [expected; 2]);
    }
}

/// Decides by links: first, again, too late, and with bodies that are no decisions.
async fn visit_approvals() {
    let approvers = ("REGISTRATION_APPROVERS", "ops@example.com, boss@example.com");
    let service = Service::with(&[("REGISTRATION_BACKEND", "approval"), approvers]).await;
    let decision = [("content-type", FORM)];
    let link = service.pending("ann", "ann@example.com").await;
    service.activate(&link).await;
    let ops = service.approval_link_to("ops@example.com").await;
    let boss = service.approval_link_to("boss@example.com").await;
    read(&service, &ops).await;
    misread(&service, &ops).await;
    assert_eq!(service.post_json(&boss, &example("Approve")).await.status, 200);
    assert_eq!(send(&service, Method::POST, &boss, &decision, "decision=approve").await, [303, 200]);
    assert_eq!(send(&service, Method::POST, &ops, &decision, "decision=approve").await, [409; 2]);
    let unknown = format!("/approve/{UNKNOWN}");
    read(&service, &unknown).await;
    assert_eq!(send(&service, Method::POST, &unknown, &decision, "decision=approve").await, [404; 2]);
    service.advance(30 * 24 * 3600);
    read(&service, &ops).await;
    assert_eq!(send(&service, Method::POST, &ops, &decision, "decision=approve").await, [410; 2]);

    let out = ("AWS_ENDPOINT_URL_DYNAMODB", NOWHERE);
    let dead = Service::with(&[("REGISTRATION_BACKEND", "approval"), approvers, out]).await;
    read(&dead, &unknown).await;
    assert_eq!(send(&dead, Method::POST, &unknown, &decision, "decision=approve").await, [503; 2]);
}

async fn visit_simple_backend() {
    let service = Service::with(&[("REGISTRATION_BACKEND", "simple")]).await;
    assert_eq!(service.register("ann", "ann@example.com").await.status, 201);
    let link = format!("/activate/{UNKNOWN}");
    read(&service, &link).await;
    assert_eq!(post(&service, &link).await, [404; 2]);
    let address = [("content-type", FORM)];
    assert_eq!(send(&service, Method::POST, "/activate/resend", &address, "email=a@b.example").await, [404; 2]);
}

/// Sends registrations that are denied, for each reason.
async fn denied() {
    let gated = ("REGISTRATION_BACKEND", "gated");
    let hash = "0".repeat(64);
    for settings in [
        &[("REGISTRATION_OPEN", "false")][..],
        &[gated, ("REGISTRATION_CREDENTIAL_SHA256", &hash)],
        &[gated, ("REGISTRATION_REQUIRED_CLAIM", "role:recruiter")],
    ] {
        let service = Service::with(settings).await;
        for path in ["/register", "/register/allowed"] {
            read(&service, path).await;
        }
        assert_eq!(post(&service, "/register").await, [303, 403]);
        let closed = settings[0].0 == "REGISTRATION_OPEN";
        assert_eq!(post(&service, "/register/email").await, if closed { [303, 403] } else { [404; 2] });
        let wrong = [("content-type", FORM), ("authorization", "Bearer wrong")];
        assert_eq!(send(&service, Method::POST, "/register", &wrong, "").await, [303, 403]);
    }
    let service = Service::with(&[PAUSE]).await;
    service.pending("ann", "ann@example.com").await;
    bounces(&service, 0..41).await;
    assert_eq!(service.get_json("/register").await.status, 403);
}

async fn visit_waitlist() {
    let service = Service::with(&[("REGISTRATION_BACKEND", "waitlist")]).await;
    read(&service, "/register").await;
    read(&service, "/register/complete?status=waiting").await;
    let body = json!({ "email": "ann@example.com" });
    assert_eq!(service.post_json("/register", &body).await.json()["status"], "waiting");
    assert_eq!(service.post_form("/register", &[("email", "ann@example.com")]).await.status, 303);
}

async fn invited() {
    let service = Service::with(&[("REGISTRATION_BACKEND", "invitation")]).await;
    let invite = async |options: &str| {
        let invitation = service.operator(format!("invite create {options}").trim_end()).await.unwrap();
        invitation["code"].as_str().unwrap().to_owned()
    };
    let bound = invite("--email bob@example.com").await;
    let register = format!("/register?invitation={bound}");
    assert_eq!(service.register_at(&register, "ann", "ann@example.com").await.status, 422);
    assert_eq!(service.register_at(&register, "bob", "bob@example.com").await.status, 201);
    let (revoked, expired) = (invite("").await, invite("--expires 1h").await);
    service.operator(&format!("invite revoke {revoked}")).await.unwrap();
    service.advance(3600);
    for code in ["", UNKNOWN, &bound, &revoked, &expired] {
        assert_eq!(service.get_json(&format!("/register?invitation={code}")).await.status, 403, "{code}");
    }
}

/// Sends registrations with each kind of invalid field.
async fn refused() {
    let folder = tempfile::tempdir().unwrap();
    let form = json!({
        "type": "object",
        "properties": {
            "username": { "type": "string" }, "email": { "type": "string" }, "password": { "type": "string" },
            "seats": { "type": "integer", "minimum": 1, "maximum": 500 }, "plan": { "type": "string", "enum": ["Trial"] },
            "terms": { "type": "boolean", "const": true },
        },
        "required": ["email", "password"],
    });
    std::fs::write(folder.path().join("business.json"), form.to_string()).unwrap();
    let service = Service::with(&[
        ("REGISTRATION_FORMS_DIR", folder.path().to_str().unwrap()),
        ("REGISTRATION_FORM", "business"),
        ("REGISTRATION_REFUSED_DOMAINS", "refused.example"),
    ])
    .await;
    for (field, value) in [
        ("email", json!("")),
        ("username", json!("a b")),
        ("username", json!("a".repeat(151))),
        ("username", json!("admin")),
        ("username", json!("p\u{430}ypal")),
        ("username", json!("bob@example.com")),
        ("username", json!("example.com")),
        ("email", json!("ann@refused.example")),
        ("password", json!("short")),
        ("password", json!("qwertyuiopasdfg")),
        ("password", json!("annabelle and her cats")),
        ("seats", json!(0)),
        ("seats", json!(501)),
        ("plan", json!("Team")),
        ("terms", json!(false)),
    ] {
        let mut body =
            json!({ "username": "annabelle", "email": "ann@example.com", "password": PASSWORD, "terms": true });
        body[field] = value;
        assert_eq!(service.post_json("/register", &body).await.status, 422, "{body}");
    }
    let body =
        json!({ "username": "ann", "email": "ann@example.com", "password": PASSWORD, "password_confirm": "other" });
    assert_eq!(Service::start().await.post_json("/register", &body).await.status, 422);
}

async fn checked() {
    let checker = SiteverifyServer::start(Provider::Turnstile).await;
    let service = Service::with(&checker.variables()).await;
    assert_eq!(service.get_json("/register").await.json()["x-captcha"]["site_key"], SITE_KEY);
    let mut body = example("Ann");
    assert_eq!(service.post_json("/register", &body).await.status, 422);
    body["captcha"] = json!("made-up");
    assert_eq!(service.post_json("/register", &body).await.status, 422);
    checker.set_fault(ProviderFault::Fails);
    assert_eq!(service.post_json("/register", &body).await.status, 503);
}

async fn visit_without_table() {
    let out = ("AWS_ENDPOINT_URL_DYNAMODB", NOWHERE);
    let default = Service::with(&[out]).await;
    let invitation = Service::with(&[out, ("REGISTRATION_BACKEND", "invitation")]).await;
    let key = format!("/activate/{UNKNOWN}");
    let (form, allowed) =
        (format!("/register?invitation={UNKNOWN}"), format!("/register/allowed?invitation={UNKNOWN}"));
    let address = [("content-type", FORM)];
    let ann = format!("username=ann&email=ann@example.com&password={PASSWORD}&password_confirm={PASSWORD}");
    let ((), (), (), activated, resent, registered) = tokio::join!(
        read(&invitation, &form),
        read(&invitation, &allowed),
        read(&default, &key),
        post(&default, &key),
        send(&default, Method::POST, "/activate/resend", &address, "email=ann@example.com"),
        send(&default, Method::POST, "/register", &address, &ann),
    );
    assert_eq!([activated, resent, registered], [[503; 2]; 3]);
    let handle = "01ARZ3NDEKTSV4RRFFQ69G5FAV.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    for (method, name, value) in [
        (Method::GET, "registration", handle.to_owned()),
        (Method::GET, "cookie", format!("registration={handle}")),
        (Method::HEAD, "registration", handle.to_owned()),
    ] {
        let accept = if name == "cookie" { BROWSER } else { "application/json" };
        let request = default.request(method, "/register/complete").header("accept", accept);
        assert_eq!(Answer::of(request.header(name, value)).await.status, 503);
    }
    let body = json!({ "registration": handle, "email": "ann@example.com" });
    assert_eq!(default.post_json("/register/email", &body).await.status, 503);
    let cookie = format!("registration={handle}");
    let browser = [("content-type", FORM), ("sec-fetch-site", "same-origin"), ("cookie", &*cookie)];
    let body = json!({ "registration": handle, "code": "123456" });
    assert_eq!(default.post_json("/activate/code", &body).await.status, 503);
    assert_eq!(send(&default, Method::POST, "/activate/code", &browser, "code=123456").await, [503, 404]);
    assert_eq!(send(&default, Method::POST, "/register/email", &browser, "email=ann@example.com").await, [503, 404]);
}

/// Signs in at a provider: denied, failed, unknown, known, and with errors in the form.
async fn visit_openid() {
    let provider = OpenidProvider::start().await;
    let service = openid::service(&provider, &[]).await;
    for (n, accept) in BOTH.into_iter().enumerate() {
        for (m, method) in [Method::GET, Method::HEAD].into_iter().enumerate() {
            let browser = Browser::accepting(&service, accept);
            let get = async |path: &str| browser.send(method.clone(), path, &[], None).await;
            let begin = async || -> (String, String) {
                let location = get("/register/openid/acme").await.header("location").to_owned();
                let request = AuthorizationRequest { url: location.parse().unwrap() };
                provider.set_claims(with_times(&request, json!({ "sub": format!("{n}{m}") })));
                let state = request.parameter("state");
                (format!("/register/openid/acme/callback?state={state}"), state)
            };
            let (callback, _) = begin().await;
            assert_eq!(get(&format!("{callback}&error=access_denied")).await.status, 403);
            assert_eq!(get(&callback).await.status, 410);
            let (callback, _) = begin().await;
            assert_eq!(get(&format!("{callback}&error=nonsense")).await.status, 403);
            if n == 0 && m == 1 {
                let (callback, state) = begin().await;
                assert_eq!(get(&format!("{callback}&code={state}")).await.status, 303);
            }
            let (callback, state) = begin().await;
            provider.set_fault(Some(OpenidFault::Fails("/token")));
            assert_eq!(get(&format!("{callback}&code={state}")).await.status, 503);
            let broken = OpenidProvider::start().await;
            broken.set_fault(Some(OpenidFault::Fails("/.well-known/openid-configuration")));
            let other = openid::service(&broken, &[]).await;
            let request = other.request(method.clone(), "/register/openid/acme").header("accept", accept);
            assert_eq!(Answer::of(request).await.status, 503);
            provider.set_fault(None);
            assert_eq!(get("/register/openid/none").await.status, 404);
            assert_eq!(get("/register/openid/none/callback").await.status, 404);
            assert_eq!(get(&format!("/register/openid/acme?x={}", "a".repeat(1100))).await.status, 414);
            assert_eq!(get("/register/openid").await.status, 410);
            let address = service.request(Method::POST, "/register/openid/none/callback").header("accept", accept);
            assert_eq!(Answer::of(address.form(&[("code", "1")])).await.status, 404);
            let address = service.request(Method::POST, "/register/openid/acme/callback").header("accept", accept);
            assert_eq!(Answer::of(address.form(&[("code", "1")])).await.status, 303);
        }
    }
    for (path, content_type, body, status) in [
        ("/register/openid", "application/json", "[]", 400),
        ("/register/openid", "text/plain", "", 415),
        ("/register/openid", FORM, "", 410),
        ("/register/openid/acme/callback", "application/json", "[]", 400),
        ("/register/openid/acme/callback", "text/plain", "", 415),
    ] {
        let answers = send(&service, Method::POST, path, &[("content-type", content_type)], body).await;
        assert_eq!(answers, [status; 2], "{path}: {content_type}");
    }
    visit_signed_in_form().await;
}

/// Sends the form of a person who has signed in.
async fn visit_signed_in_form() {
    let provider = OpenidProvider::start().await;
    let service = openid::service(&provider, &[("REGISTRATION_BACKEND", "invitation")]).await;
    let invitation = service.operator("invite create --uses 9").await.unwrap();
    let code = invitation["code"].as_str().unwrap();
    let query = format!("?invitation={code}");
    let (person, program) = (Browser::new(&service), Browser::accepting(&service, "application/json"));
    let form = person.sign_in(&provider, json!({}), &query).await.header("location").to_owned();
    let of_program = program.sign_in(&provider, json!({}), &query).await.header("location").to_owned();
    let fields = [("username", "ann"), ("email", "ann@example.com")];
    for method in [Method::GET, Method::HEAD] {
        assert_eq!(person.send(method.clone(), &form, &[], None).await.status, 200);
        assert_eq!(program.send(method, &of_program, &[], None).await.status, 200);
    }
    assert_eq!(person.post(&form, &[]).await.status, 422);
    let late = Browser::new(&service);
    let of_late = late.sign_in(&provider, json!({ "sub": "late" }), &query).await.header("location").to_owned();
    assert_eq!(person.post(&form, &fields).await.status, 303);
    assert_eq!(late.post(&of_late, &[("username", "late"), ("email", "ann@example.com")]).await.status, 409);
    for accept in BOTH {
        for method in [Method::GET, Method::HEAD] {
            let again = Browser::accepting(&service, accept);
            let request = again.begin(&query).await;
            provider.set_claims(with_times(&request, json!({})));
            let state = request.parameter("state");
            let callback = format!("/register/openid/acme/callback?state={state}&code={state}");
            assert_eq!(again.send(method, &callback, &[], None).await.status, 409);
        }
    }
    let revoked = Browser::new(&service);
    let of_revoked = revoked.sign_in(&provider, json!({ "sub": "3", "email": "new@example.com" }), &query).await;
    let of_revoked = of_revoked.header("location").to_owned();
    service.operator(&format!("invite revoke {code}")).await.unwrap();
    for method in [Method::GET, Method::HEAD] {
        assert_eq!(revoked.send(method.clone(), &of_revoked, &[], None).await.status, 303);
        assert_eq!(program.send(method.clone(), &of_program, &[], None).await.status, 403);
        assert_eq!(program.send(method, "/register/openid/acme", &[], None).await.status, 403);
    }

    let variables = provider.variables("acme");
    let mut settings = vec![("REGISTRATION_OPENID_PROVIDERS", "acme"), ("AWS_ENDPOINT_URL_DYNAMODB", NOWHERE)];
    settings.extend(variables.iter().map(|(name, value)| (name.as_str(), value.as_str())));
    let dead = Service::with(&settings).await;
    let cookie = [("cookie", "openid-aaaaaaaa=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa."), ("sec-fetch-site", "same-origin")];
    let path = "/register/openid?sign_in=aaaaaaaa";
    for accept in BOTH {
        let browser = Browser::accepting(&dead, accept);
        for method in [Method::GET, Method::HEAD] {
            assert_eq!(browser.send(method, path, &cookie, None).await.status, 503);
        }
    }
    let browser = Browser::new(&dead);
    assert_eq!(browser.send(Method::POST, path, &cookie, Some(&fields)).await.status, 503);
    let only_providers = openid::service(&provider, &[("REGISTRATION_BACKEND", "openid")]).await;
    assert_eq!(only_providers.register("ann", "ann@example.com").await.problem().1, "openid_required");
}

/// Shows a wrong secret and registers where each is allowed once, and exhausts the budget of emails.
async fn visit_limits() {
    let once = ("REGISTRATION_LIMIT_PER_SOURCE", "1/10m");
    let provider = OpenidProvider::start().await;
    let service = openid::service(&provider, &[("REGISTRATION_BACKEND", "invitation"), once]).await;
    let invitation = service.operator("invite create --uses 9").await.unwrap();
    let query = format!("?invitation={}", invitation["code"].as_str().unwrap());
    let (person, program) = (Browser::new(&service), Browser::accepting(&service, "application/json"));
    let form = person.sign_in(&provider, json!({}), &query).await.header("location").to_owned();
    let of_program = program.sign_in(&provider, json!({}), &query).await.header("location").to_owned();
    let mut callbacks = Vec::new();
    for accept in BOTH {
        for method in [Method::GET, Method::HEAD] {
            let browser = Browser::accepting(&service, accept);
            callbacks.push((method, browser.begin(&query).await, browser));
        }
    }
    assert_eq!(service.get_json(&format!("/register?invitation={UNKNOWN}")).await.status, 403);
    for path in ["/register", "/register/allowed", "/register/openid/acme"] {
        read(&service, &format!("{path}{query}")).await;
    }
    assert_eq!(post(&service, &format!("/register{query}")).await, [429; 2]);
    for method in [Method::GET, Method::HEAD] {
        assert_eq!(person.send(method.clone(), &form, &[], None).await.status, 429);
        assert_eq!(program.send(method, &of_program, &[], None).await.status, 429);
    }
    assert_eq!(person.post(&form, &[("username", "ann"), ("email", "ann@example.com")]).await.status, 429);
    for (n, (method, request, browser)) in callbacks.into_iter().enumerate() {
        let state = request.parameter("state");
        provider.set_claims(with_times(&request, json!({ "sub": n.to_string(), "email": format!("{n}@new.example") })));
        let callback = format!("/register/openid/acme/callback?state={state}&code={state}");
        assert_eq!(browser.send(method, &callback, &[], None).await.status, 429);
    }

    let service = Service::with(&[once]).await;
    let registered = service.register("ann", "ann@example.com").await.json();
    let cookie = format!("registration={}", registered["registration"].as_str().unwrap());
    let browser = [("content-type", FORM), ("sec-fetch-site", "same-origin"), ("cookie", cookie.as_str())];
    assert_eq!(send(&service, Method::POST, "/register/email", &browser, "email=a%40b.example").await, [429, 404]);
    let correction = json!({ "registration": registered["registration"], "email": "a@b.example" });
    assert_eq!(service.post_json("/register/email", &correction).await.status, 429);
    let address = [("content-type", FORM)];
    send(&service, Method::POST, "/activate/resend", &address, "email=a@b.example").await;
    assert_eq!(send(&service, Method::POST, "/activate/resend", &address, "email=a@b.example").await, [429; 2]);

    let service = Service::with(&[("REGISTRATION_MAIL_BUDGET", "1/1d")]).await;
    service.pending("ann", "ann@example.com").await;
    assert_eq!(service.get_json("/register").await.json()["code"], "mail_budget_exhausted");
}

async fn visit_known_versions() {
    let service = Service::start().await;
    assert_eq!(Answer::of(service.request(Method::OPTIONS, "/register")).await.status, 204);
    for path in ["/register/style.css", "/register/form.js"] {
        for method in [Method::GET, Method::HEAD] {
            let request = service.request(method, path).header("if-none-match", "*");
            assert_eq!(Answer::of(request).await.status, 304, "{path}");
        }
    }
}

async fn visit_without_pages() {
    let service = front_end::without_pages().await;
    for path in [
        "/register/closed",
        "/register/complete",
        "/register/form.js",
        "/register/style.css",
        "/activate/complete",
        "/activate/resend",
        "/activate/resend/complete",
    ] {
        read(&service, path).await;
    }
}

#[tokio::test]
async fn every_described_response_occurs() {
    drop(ResponseCoverage::take());
    visit_every_path_with_bad_input().await;
    visit_both_steps().await;
    visit_with_a_handle().await;
    visit_codes().await;
    visit_lost_name().await;
    visit_blocked_accounts().await;
    visit_approvals().await;
    visit_simple_backend().await;
    denied().await;
    invited().await;
    visit_waitlist().await;
    refused().await;
    checked().await;
    visit_without_table().await;
    Box::pin(visit_openid()).await;
    visit_limits().await;
    visit_without_pages().await;
    visit_known_versions().await;

    let description = OpenApi::get();
    let seen = ResponseCoverage::take();
    let missing: Vec<ResponseKind> = description.answers().difference(&seen.answers).cloned().collect();
    assert!(missing.is_empty(), "described and not seen: {missing:#?}");

    let schemas = ["ProblemCode", "BuiltInReason", "BuiltInFieldErrorCode"]
        .map(|name| &description.document["components"]["schemas"][name]);
    let codes = schemas.iter().flat_map(|schema| schema["enum"].as_array().unwrap()).map(|code| code.as_str().unwrap());
    let missing: Vec<_> = codes.filter(|code| !seen.codes.contains(*code)).collect();
    assert_eq!(missing, ["internal_error"], "that one is a bug");

    // The key in the next page is a random one.
    let mut documents = seen.documents;
    for document in documents.iter_mut().filter(|document| document["code"] == "proof_required") {
        document["next"] = example("ProofRequired")["next"].clone();
    }
    let mut examples = description.problems();
    examples.push(example("StandardForm"));
    for example in examples {
        assert!(documents.contains(&example), "no response is like this example: {example:#}");
    }
}
