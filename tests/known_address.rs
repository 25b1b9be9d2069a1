//! Strangers cannot see whether an address has an account (invariant I4).
//!
//! Two services with the same clock differ in one account. A stranger does the same to both, over every route, with and
//! without the handle, and waits. Each answer is compared, and each call that the function makes to the table for it.

use std::collections::BTreeMap;

use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};

use crate::contract::SESAME;
use crate::support::{Answer, BROWSER, OpenApi, PASSWORD, Service, start_over_path};

/// A key that does not exist.
const UNKNOWN: &str = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
const VICTIM: &str = "victim@example.com";
const OTHER: &str = "other@example.com";
const DAY: i64 = 24 * 3600;

/// A workflow by which strangers can register.
#[derive(Clone, Copy)]
struct SignUpFlow {
    variables: &'static [(&'static str, &'static str)],
    /// The query of the form.
    query: &'static str,
    /// A header that lets the request in.
    header: Option<(&'static str, &'static str)>,
    /// Whether the stranger needs an invitation, and has one.
    invites: bool,
    /// Whether users have names.
    names: bool,
    /// The times for which the stranger waits, in seconds.
    waits: &'static [i64],
}

impl SignUpFlow {
    /// The default form, open to everybody.
    const DEFAULT: Self =
        Self { variables: &[], query: "", header: None, invites: false, names: true, waits: &[600, DAY, 7 * DAY] };

    const fn with(variables: &'static [(&'static str, &'static str)]) -> Self {
        Self { variables, waits: &[600], ..Self::DEFAULT }
    }
}

/// The record of a request: what the stranger did, the answer, and the calls to the table.
type Step = (String, Value, Vec<String>);

/// A stranger, who writes down each answer.
struct Stranger {
    service: Service,
    flow: SignUpFlow,
    /// The query of the form, with the invitation.
    query: String,
    /// The handles in the order in which the stranger got them.
    handles: Vec<String>,
    steps: Vec<Step>,
}

impl Stranger {
    async fn new(flow: SignUpFlow, known: bool) -> Self {
        let variables = [flow.variables, &[("REGISTRATION_LIMIT_PER_MAILBOX", "3/1d")]].concat();
        let service = Service::with(&variables).await;
        let mut query = flow.query.to_owned();
        if flow.invites {
            let invitation = service.operator("invite create --uses 100").await.unwrap();
            query = format!("?invitation={}", invitation["code"].as_str().unwrap());
        }
        let mut stranger = Self { service, flow, query, handles: Vec::new(), steps: Vec::new() };
        // As many users and emails in both, so that the services differ in the address alone.
        let email = if known { VICTIM } else { "elsewhere@example.com" };
        let body = stranger.fields("olivia", email);
        let request = stranger.request(Method::POST, "/register").header("accept", "application/json").json(&body);
        let answer = Answer::of(request).await;
        assert_eq!(answer.status, 202, "{}", answer.body);
        let handle = answer.json()["registration"].as_str().unwrap().to_owned();
        let activated = if flow.variables.contains(&("REGISTRATION_ACTIVATION_BY", "link")) {
            let link = stranger.service.link_to(email).await;
            stranger.service.activate_with(&link, Some(&handle)).await
        } else {
            let body = json!({ "registration": handle, "code": stranger.service.code_to(email).await });
            stranger.service.post_json("/activate/code", &body).await
        };
        assert_eq!(activated.status, 200, "{}", activated.body);
        stranger.service.advance(DAY);
        stranger.service.local.settle().await;
        stranger.service.aws_proxy.take_calls();
        stranger.handles.clear();
        stranger
    }

    /// Builds a request, with the query and the header that the form needs.
    fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let joint = if path.contains('?') { self.query.replace('?', "&") } else { self.query.clone() };
        let query = if path.starts_with("/register") { joint.as_str() } else { "" };
        let request = self.service.request(method, &format!("{path}{query}"));
        self.flow.header.into_iter().fold(request, |request, (name, value)| request.header(name, value))
    }

    /// Sends a request that changes something, and lets what follows from it happen.
    async fn send(&mut self, what: &str, request: RequestBuilder) {
        self.record(what, request).await;
        self.service.local.settle().await;
        self.service.aws_proxy.take_calls();
    }

    /// Sends a request, and records its answer without what differs for each request.
    async fn record(&mut self, what: &str, request: RequestBuilder) {
        let answer = Answer::of(request).await;
        let calls = self.service.aws_proxy.take_calls();
        let calls =
            calls.iter().map(|call| format!("{} {} {}", call.caller, call.operation, kinds(&call.input).join(" ")));
        let calls = calls.collect();
        let cookie =
            answer.cookie("registration").and_then(|cookie| cookie.split([';', '=']).nth(1).map(str::to_owned));
        let body: Option<Value> = serde_json::from_str(&answer.body).ok();
        let handle = body.as_ref().and_then(|body| body["registration"].as_str().map(str::to_owned));
        let handle = cookie.or(handle).filter(|handle| !handle.is_empty() && !self.handles.contains(handle));
        self.handles.extend(handle);
        let headers: BTreeMap<_, _> = answer
            .headers
            .iter()
            .filter(|(name, _)| !["date", "apigw-requestid"].contains(&name.as_str()))
            .map(|(name, value)| (name.to_string(), self.without_ids(value.to_str().unwrap())))
            .collect();
        let body = self.without_ids(&answer.body);
        let seen = json!({ "status": answer.status.as_u16(), "headers": headers, "body": body });
        self.steps.push((what.to_owned(), seen, calls));
    }

    /// Returns a text without the handles, idempotency keys, identifiers and invitations, which are random.
    fn without_ids(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for handle in &self.handles {
            text = text.replace(handle, "HANDLE");
        }
        if let Some((_, code)) = self.query.split_once("?invitation=") {
            text = text.replace(code, "INVITATION");
        }
        let (before, after) = text.split_once(r#"name="idempotency_key" value=""#).unwrap_or((&text, ""));
        match after.split_once('"') {
            Some((_, rest)) => format!("{before}KEY{rest}"),
            None => before.to_owned(),
        }
    }

    async fn post(&mut self, what: &str, path: &str, body: &Value) {
        let request = self.request(Method::POST, path).header("accept", "application/json").json(body);
        self.send(what, request).await;
    }

    async fn get(&mut self, what: &str, path: &str, header: (&str, &str), accept: &str) {
        let request = self.request(Method::GET, path).header("accept", accept).header(header.0, header.1);
        self.record(what, request).await;
    }

    async fn submit(&mut self, what: &str, path: &str, handle: &str, fields: &[(&str, &str)]) {
        let request = self.request(Method::POST, path).header("accept", BROWSER).form(fields);
        let request =
            request.header("sec-fetch-site", "same-origin").header("cookie", format!("registration={handle}"));
        self.send(what, request).await;
    }

    fn fields(&self, username: &str, email: &str) -> Value {
        let mut body = json!({ "email": email, "password": PASSWORD, "terms": true });
        if self.flow.names {
            body["username"] = username.into();
        }
        body
    }

    async fn register(&mut self, username: &str, email: &str) {
        let mut body = self.fields(username, email);
        body["idempotency_key"] = username.into();
        self.post(&format!("registers {email} as {username}"), "/register", &body).await;
    }

    /// Does everything that the holder of a handle can do.
    async fn use_handle(&mut self, handle: &str) {
        for code in ["000000", "x", "", "111111"] {
            let body = json!({ "registration": handle, "code": code });
            self.post("guesses a code", "/activate/code", &body).await;
        }
        self.submit("guesses a code", "/activate/code", handle, &[("code", "222222")]).await;
        self.get("looks", "/register/complete", ("registration", handle), "application/json").await;
        self.get("looks", "/register/complete", ("cookie", &format!("registration={handle}")), BROWSER).await;
        self.post("asks for an email", "/activate/resend", &json!({ "registration": handle })).await;
        self.submit("asks for an email", "/activate/resend", handle, &[]).await;
        let key = format!("/activate/{UNKNOWN}");
        self.post("tries a key", &key, &json!({ "registration": handle })).await;
        self.submit("tries a key", &key, handle, &[]).await;
    }

    /// Reads every route, with the handle and without, as a page and as a program.
    async fn look_everywhere(&mut self, handle: &str) {
        let mut paths: Vec<_> = OpenApi::get().paths().map(|(path, _)| path.replace("{key}", UNKNOWN)).collect();
        paths.push(format!("/register?activation={UNKNOWN}"));
        for path in &paths {
            for (accept, header) in [(BROWSER, "cookie"), ("application/json", "registration")] {
                for handle in ["none", handle] {
                    let value = if header == "cookie" { format!("registration={handle}") } else { handle.to_owned() };
                    for method in [Method::GET, Method::HEAD] {
                        let request = self.request(method.clone(), path).header("accept", accept);
                        self.record(&format!("{method} {path}"), request.header(header, &value)).await;
                    }
                }
            }
        }
    }

    /// Does everything that a stranger can do to the address.
    async fn attack(mut self) -> Vec<Step> {
        self.register("eve", VICTIM).await;
        self.register("eve", VICTIM).await;
        let mut fields = vec![
            ("username", "mallory"),
            ("email", VICTIM),
            ("password", PASSWORD),
            ("password_confirm", PASSWORD),
            ("terms", "on"),
        ];
        if !self.flow.names {
            fields.remove(0);
        }
        self.submit("registers", "/register", "", &fields).await;
        self.register("corrector", OTHER).await;
        self.register("page", "page@example.com").await;
        let handles = self.handles.clone();
        for handle in &handles {
            self.use_handle(handle).await;
        }
        let [.., program, page] = handles.as_slice() else { panic!("{handles:?}") };
        let correction = json!({ "registration": program, "email": VICTIM });
        self.post("corrects an address", "/register/email", &correction).await;
        self.submit("corrects an address", "/register/email", page, &[("email", VICTIM)]).await;
        self.post("asks for an email", "/activate/resend", &json!({ "email": VICTIM })).await;
        self.submit("asks for an email", "/activate/resend", "", &[("email", VICTIM)]).await;
        let start_over = format!("/register?activation={UNKNOWN}");
        self.post("starts over", &start_over, &self.fields("eve", VICTIM)).await;
        self.submit("starts over", &start_over, &handles[0], &fields).await;
        // More emails than the limit of the mailbox.
        for n in 0..2 {
            self.service.advance(61);
            self.post("asks for an email", "/activate/resend", &json!({ "email": VICTIM })).await;
            self.register(&format!("flood{n}"), VICTIM).await;
        }
        let used = [&handles[0], program, page, self.handles.last().unwrap()].map(Clone::clone);
        for handle in &used {
            self.use_handle(handle).await;
        }
        for wait in self.flow.waits {
            self.service.advance(*wait);
            for handle in &used {
                self.use_handle(handle).await;
            }
            self.register("eve", OTHER).await;
            self.look_everywhere(&used[0]).await;
        }
        self.steps
    }
}

/// Returns the kind of each item that a request names, in order.
fn kinds(input: &Value) -> Vec<&str> {
    match input {
        Value::Array(values) => values.iter().flat_map(kinds).collect(),
        Value::Object(values) => match values.get("pk").and_then(|pk| pk["S"].as_str()) {
            Some(pk) => vec![pk.split('#').next().unwrap_or_default()],
            None => values.values().flat_map(kinds).collect(),
        },
        _ => Vec::new(),
    }
}

fn assert_same(known: &[Step], unknown: &[Step]) {
    assert_eq!(known.len(), unknown.len());
    for (n, (known, unknown)) in known.iter().zip(unknown).enumerate() {
        assert_eq!(known, unknown, "step {n}");
    }
}

/// Lets a stranger do the same to an address with an account and to one without.
async fn assert_known_address_is_not_seen(flow: SignUpFlow) {
    let (known, unknown) = (Stranger::new(flow, true).await, Stranger::new(flow, false).await);
    assert_same(&known.attack().await, &unknown.attack().await);
}

#[tokio::test]
async fn known_address_is_answered_like_unknown_one() {
    assert_known_address_is_not_seen(SignUpFlow::DEFAULT).await;
}

#[tokio::test]
async fn address_that_awaits_approval_is_not_seen() {
    let variables = &[("REGISTRATION_BACKEND", "approval"), ("REGISTRATION_APPROVERS", "ops@example.com")];
    assert_known_address_is_not_seen(SignUpFlow::with(variables)).await;
}

#[tokio::test]
async fn known_address_is_not_seen_without_names() {
    let flow = SignUpFlow { names: false, ..SignUpFlow::with(&[("REGISTRATION_FORM", "email")]) };
    assert_known_address_is_not_seen(flow).await;
}

#[tokio::test]
async fn known_address_is_not_seen_in_selected_form() {
    let flow = SignUpFlow { query: "?type=terms", ..SignUpFlow::with(&[("REGISTRATION_FORMS", "terms")]) };
    assert_known_address_is_not_seen(flow).await;
}

#[tokio::test]
async fn known_address_is_not_seen_behind_gate() {
    let variables = &[("REGISTRATION_BACKEND", "gated"), ("REGISTRATION_CREDENTIAL_SHA256", SESAME)];
    let flow = SignUpFlow { header: Some(("authorization", "Bearer open sesame")), ..SignUpFlow::with(variables) };
    assert_known_address_is_not_seen(flow).await;
}

#[tokio::test]
async fn known_address_is_not_seen_with_invitation() {
    let flow = SignUpFlow { invites: true, ..SignUpFlow::with(&[("REGISTRATION_BACKEND", "invitation")]) };
    assert_known_address_is_not_seen(flow).await;
}

#[tokio::test]
async fn code_and_link_do_not_reveal_known_address() {
    for by in [&[("REGISTRATION_ACTIVATION_BY", "code")], &[("REGISTRATION_ACTIVATION_BY", "link")]] {
        assert_known_address_is_not_seen(SignUpFlow::with(by)).await;
    }
}

#[tokio::test]
async fn proof_by_owner_is_not_seen_from_handle() {
    let mut answers = Vec::new();
    for proves in [true, false] {
        let mut stranger = Stranger::new(SignUpFlow::DEFAULT, false).await;
        stranger.register("eve", VICTIM).await;
        let handle = stranger.handles[0].clone();
        let link = stranger.service.link_to(VICTIM).await;
        if proves {
            let body = json!({ "username": "victim", "email": VICTIM, "password": PASSWORD });
            let flow = start_over_path(&link);
            assert_eq!(stranger.service.post_json(&flow, &body).await.status, 201);
        }
        stranger.service.aws_proxy.take_calls();
        for wait in [0, 120, 600, 7 * DAY] {
            stranger.service.advance(wait);
            stranger.use_handle(&handle).await;
            stranger.register("eve", OTHER).await;
            let correction = json!({ "registration": handle, "email": OTHER });
            stranger.post("corrects the address", "/register/email", &correction).await;
        }
        answers.push(stranger.steps);
    }
    assert_same(&answers[0], &answers[1]);
}

/// Returns the code that the table's item of a registration stands for.
async fn right_code(service: &Service, handle: &str) -> String {
    let user = handle.split_once('.').unwrap().0;
    let code = service.items().await[&format!("CODE#{user}")].clone();
    let secret = service.local.environment()["REGISTRATION_CODE_SECRET"].clone();
    let codes = domain::ActivationCodes::new(&secret.into(), jiff::SignedDuration::from_mins(10)).unwrap();
    let email = domain::EmailAddress::parse(VICTIM).unwrap();
    codes.derive(user.parse().unwrap(), &email, code["mail"].as_s().unwrap()).expose()
}

/// Registers the victim's address, and sends the right code, which nobody was mailed.
async fn assert_right_code_is_wrong(service: &Service) {
    let handle = service.register("eve", VICTIM).await.json()["registration"].as_str().unwrap().to_owned();
    service.local.settle().await;
    let code = right_code(service, &handle).await;
    let answer = service.post_json("/activate/code", &json!({ "registration": handle, "code": code })).await;
    assert_eq!(answer.problem(), (422, "code_wrong".to_owned()));
    assert_eq!(answer.json()["tries_left"], 4);
}

#[tokio::test]
async fn right_code_of_known_address_is_wrong() {
    let service = Service::start().await;
    service.active("olivia", VICTIM).await;
    assert_right_code_is_wrong(&service).await;
}

#[tokio::test]
async fn limited_mailbox_is_not_seen_from_handle() {
    let service = Service::with(&[("REGISTRATION_LIMIT_PER_MAILBOX", "1/1d")]).await;
    service.pending("olivia", VICTIM).await;
    assert_right_code_is_wrong(&service).await;
    assert_eq!(service.mails().await.len(), 1);
}

#[tokio::test]
async fn suppressed_mailbox_is_not_seen_from_handle() {
    let service = Service::start().await;
    let recipients = json!([{ "emailAddress": VICTIM }]);
    let detail = json!({
        "mail": { "messageId": "1", "tags": {} },
        "bounce": { "bounceType": "Permanent", "bouncedRecipients": recipients },
    });
    assert_eq!(service.invoke("feedback", &json!({ "detail": detail })).await.status, 200);
    assert_right_code_is_wrong(&service).await;
    assert!(service.mails().await.is_empty());
}
