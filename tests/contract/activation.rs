//! The activation of every workflow that has one: by handle, code and link, starting over and correction.

use reqwest::Method;
use serde_json::json;

use super::Subject;
use crate::support::{Answer, BROWSER, OTHER_PASSWORD, PASSWORD, start_over_path};

const ANN: &str = "ann@example.com";

impl Subject {
    /// Starts the backends whose users prove their address.
    async fn all_with_activation() -> Vec<Self> {
        Self::open().await.into_iter().filter(|subject| !subject.is_one_step()).collect()
    }

    /// Registers, and returns the handle.
    async fn registered(&self, username: &str, email: &str, password: &str) -> String {
        let mut body = self.fields(username, email);
        body["password"] = password.into();
        let answer = self.post(&body).await;
        assert_eq!(answer.status, 202, "{}: {}", self.name, answer.body);
        self.service.local.settle().await;
        answer.json()["registration"].as_str().unwrap().to_owned()
    }

    async fn send_code(&self, handle: &str, code: &str) -> Answer {
        self.service.post_json("/activate/code", &json!({ "registration": handle, "code": code })).await
    }

    /// Returns the status to which an activation leads.
    fn activated_status(&self) -> &'static str {
        if self.needs_approval() { "awaiting_approval" } else { "active" }
    }

    /// Returns the problem of an activation after another one.
    fn activated_before(&self) -> (u16, String) {
        (409, if self.needs_approval() { "awaiting_approval" } else { "already_activated" }.to_owned())
    }
}

/// A browser, with the cookie of its registration.
struct Browser<'a> {
    subject: &'a Subject,
    cookie: String,
}

impl Subject {
    /// Registers by the form.
    async fn browser(&self, username: &str, email: &str, password: &str) -> Browser<'_> {
        let new = self.other_browser();
        let answer = new.submit("/register", &self.typed(username, email, password)).await;
        assert_eq!((answer.status.as_u16(), answer.header("location")), (303, "/register/complete"), "{}", self.name);
        self.service.local.settle().await;
        let cookie = answer.cookie("registration").expect("a cookie").split(';').next().unwrap().to_owned();
        Browser { cookie, ..new }
    }

    /// Returns a browser without a cookie.
    fn other_browser(&self) -> Browser<'_> {
        Browser { subject: self, cookie: String::new() }
    }

    /// Returns the fields of the form, as a person fills them in.
    fn typed(&self, username: &str, email: &str, password: &str) -> Vec<(&'static str, String)> {
        let fields = [("username", username), ("email", email), ("password", password), ("password_confirm", password)];
        let fields = fields.into_iter().filter(|(field, _)| self.form == "standard" || *field != "username");
        fields.map(|(field, value)| (field, value.to_owned())).collect()
    }
}

impl Browser<'_> {
    async fn get(&self, path: &str) -> Answer {
        let request = self.subject.service.request(Method::GET, path).header("accept", BROWSER);
        Answer::of(request.header("cookie", &self.cookie)).await
    }

    async fn submit(&self, path: &str, fields: &[(&str, String)]) -> Answer {
        let request = if path.starts_with("/register") && !path.contains('?') {
            self.subject.request(Method::POST, path, BROWSER)
        } else {
            self.subject.service.request(Method::POST, path).header("accept", BROWSER)
        };
        let request = request.header("cookie", &self.cookie).header("sec-fetch-site", "same-origin");
        Answer::of(request.form(fields)).await
    }

    async fn send_code(&self, code: &str) -> Answer {
        self.submit("/activate/code", &[("code", code.to_owned())]).await
    }

    /// Checks that an answer leads to the page after an activation, and takes the cookie away.
    fn assert_activated(&self, answer: &Answer) {
        let name = &self.subject.name;
        assert_eq!((answer.status.as_u16(), answer.header("location")), (303, "/activate/complete"), "{name}");
        let cookie = answer.cookie("registration").expect("a cookie");
        assert!(cookie.starts_with("registration=;") && cookie.contains("Max-Age=0"), "{name}: {cookie}");
    }
}

/// Returns a handle of the same registration with another secret.
fn forged(handle: &str) -> String {
    let (start, last) = handle.split_at(handle.len() - 1);
    format!("{start}{}", if last == "a" { "b" } else { "a" })
}

#[tokio::test]
async fn code_activates_with_handle() {
    for subject in Subject::all_with_activation().await {
        let name = &subject.name;
        let handle = subject.registered("ann", ANN, PASSWORD).await;
        let code = subject.service.code_to(ANN).await;
        let stranger = subject.send_code(&forged(&handle), &code).await;
        assert_eq!(stranger.problem(), (404, "registration_unknown".to_owned()), "{name}");
        let answer = subject.send_code(&handle, &code).await;
        assert_eq!(
            (answer.status.as_u16(), &answer.json()["status"]),
            (200, &json!(subject.activated_status())),
            "{name}"
        );
        assert_eq!(subject.send_code(&handle, &code).await.problem(), subject.activated_before(), "{name}");
    }
}

#[tokio::test]
async fn link_activates_with_handle_only() {
    for subject in Subject::all_with_activation().await {
        let (service, name) = (&subject.service, &subject.name);
        let handle = subject.registered("ann", ANN, PASSWORD).await;
        let link = service.link_to(ANN).await;
        assert_eq!(service.activate_with(&link, None).await.problem(), (403, "proof_required".to_owned()), "{name}");
        let answer = service.activate_with(&link, Some(&handle)).await;
        assert_eq!(
            (answer.status.as_u16(), &answer.json()["status"]),
            (200, &json!(subject.activated_status())),
            "{name}"
        );
    }
}

#[tokio::test]
async fn owner_of_mailbox_starts_over() {
    for subject in Subject::all_with_activation().await {
        let (service, name) = (&subject.service, &subject.name);
        let stranger = subject.registered("eve", ANN, OTHER_PASSWORD).await;
        let (link, code) = (service.link_to(ANN).await, service.code_to(ANN).await);
        let way = start_over_path(&link);
        let answer = service.post_json(&way, &subject.fields("ann", ANN)).await;
        let expected = if subject.needs_approval() { 202 } else { 201 };
        assert_eq!(
            (answer.status.as_u16(), &answer.json()["status"]),
            (expected, &json!(subject.activated_status())),
            "{name}"
        );
        assert_eq!(subject.send_code(&stranger, &code).await.problem(), (422, "code_wrong".to_owned()), "{name}");
        let link = service.activate_with(&link, Some(&stranger)).await.problem();
        assert_eq!(link, (409, "already_activated".to_owned()), "{name}");
        let pending = service.items().await[&format!("USER#{}", stranger.split_once('.').unwrap().0)].clone();
        assert_eq!(pending["status"].as_s().unwrap(), "pending", "{name}: the stranger's stays as it is");
    }
}

#[tokio::test]
async fn address_is_corrected_by_handle() {
    for subject in Subject::all_with_activation().await {
        let (service, name) = (&subject.service, &subject.name);
        let handle = subject.registered("ann", "ann@exmaple.com", PASSWORD).await;
        let old = service.code_to("ann@exmaple.com").await;
        let request = subject.request(Method::POST, "/register/email", "application/json");
        let answer = Answer::of(request.json(&json!({ "registration": handle, "email": ANN }))).await;
        assert_eq!(answer.status, 202, "{name}: {}", answer.body);
        assert_eq!(subject.send_code(&handle, &old).await.problem(), (410, "code_expired".to_owned()), "{name}");
        let code = service.code_to(ANN).await;
        let answer = subject.send_code(&handle, &code).await;
        assert_eq!((answer.status.as_u16(), &answer.json()["user"]["email"]), (200, &json!(ANN)), "{name}");
    }
}

#[tokio::test]
async fn email_is_requested_again_by_handle() {
    for subject in Subject::all_with_activation().await {
        let handle = subject.registered("ann", ANN, PASSWORD).await;
        subject.service.advance(60);
        let request = json!({ "registration": handle });
        assert_eq!(subject.service.post_json("/activate/resend", &request).await.status, 202, "{}", subject.name);
        assert_eq!(subject.service.mails().await.len(), 2, "{}", subject.name);
        let code = subject.service.code_to(ANN).await;
        assert_eq!(subject.send_code(&handle, &code).await.status, 200, "{}", subject.name);
    }
}

#[tokio::test]
async fn code_on_page_activates_with_cookie() {
    for subject in Subject::all_with_activation().await {
        let name = &subject.name;
        let browser = subject.browser("ann", ANN, PASSWORD).await;
        let page = browser.get("/register/complete").await;
        assert!(page.body.contains(ANN) && page.body.contains(r#"name="code""#), "{name}: {}", page.body);
        let code = subject.service.code_to(ANN).await;
        assert_eq!(subject.other_browser().send_code(&code).await.status, 404, "{name}: without the cookie");
        let wrong = browser.send_code(if code == "000000" { "000001" } else { "000000" }).await;
        assert_eq!(wrong.status, 422, "{name}");
        assert!(wrong.body.contains(r#"id="code-error""#), "{name}: {}", wrong.body);
        browser.assert_activated(&browser.send_code(&code).await);
        assert_eq!(subject.service.item("USER#").await["status"].as_s().unwrap(), subject.activated_status(), "{name}");
        assert_eq!(browser.send_code(&code).await.status, 409, "{name}");
    }
}

#[tokio::test]
async fn button_activates_with_cookie_only() {
    for subject in Subject::all_with_activation().await {
        let name = &subject.name;
        let browser = subject.browser("ann", ANN, PASSWORD).await;
        let link = subject.service.link_to(ANN).await;
        let elsewhere = subject.other_browser();
        for answer in [elsewhere.get(&link).await, elsewhere.submit(&link, &[]).await] {
            assert_eq!((answer.status.as_u16(), answer.header("location")), (303, &*start_over_path(&link)), "{name}");
        }
        assert_eq!(subject.service.item("USER#").await["status"].as_s().unwrap(), "pending", "{name}");
        let page = browser.get(&link).await;
        assert_eq!(page.status, 200, "{name}");
        assert!(page.body.contains(ANN), "{name}: {}", page.body);
        browser.assert_activated(&browser.submit(&link, &[]).await);
        assert_eq!(subject.service.item("USER#").await["status"].as_s().unwrap(), subject.activated_status(), "{name}");
        assert_eq!(browser.get(&link).await.status, 409, "{name}");
    }
}

#[tokio::test]
async fn owner_of_mailbox_starts_over_on_page() {
    for subject in Subject::all_with_activation().await {
        let (service, name) = (&subject.service, &subject.name);
        let stranger = subject.browser("eve", ANN, OTHER_PASSWORD).await;
        let (link, code) = (service.link_to(ANN).await, service.code_to(ANN).await);
        let (owner, way) = (subject.other_browser(), start_over_path(&link));
        let page = owner.get(&way).await;
        assert_eq!(page.status, 200, "{name}");
        assert!(page.body.contains(" readonly"), "{name}: the address is fixed: {}", page.body);
        assert_eq!(
            owner.submit(&way, &subject.typed("ann", "other@example.com", PASSWORD)).await.status,
            422,
            "{name}"
        );
        owner.assert_activated(&owner.submit(&way, &subject.typed("ann", ANN, PASSWORD)).await);
        assert_eq!(owner.get(&way).await.status, 409, "{name}");
        assert_eq!(stranger.send_code(&code).await.status, 422, "{name}: it is wrong");
        assert_eq!(stranger.get("/register/complete").await.status, 200, "{name}");
        assert_eq!(stranger.get(&link).await.status, 409, "{name}");
    }
}

#[tokio::test]
async fn page_corrects_address_with_cookie() {
    for subject in Subject::all_with_activation().await {
        let (service, name) = (&subject.service, &subject.name);
        let browser = subject.browser("ann", "ann@exmaple.com", PASSWORD).await;
        let (old_code, old_link) = (service.code_to("ann@exmaple.com").await, service.link_to("ann@exmaple.com").await);
        let email = |email: &str| [("email", email.to_owned())];
        assert_eq!(subject.other_browser().submit("/register/email", &email(ANN)).await.status, 404, "{name}");
        assert_eq!(browser.submit("/register/email", &email("ann@")).await.status, 422, "{name}");
        let answer = browser.submit("/register/email", &email(ANN)).await;
        assert_eq!((answer.status.as_u16(), answer.header("location")), (303, "/register/complete"), "{name}");
        assert_eq!(browser.send_code(&old_code).await.status, 410, "{name}");
        let code = service.code_to(ANN).await;
        let old_link_answer = browser.get(&old_link).await;
        if subject.contract.invites {
            assert_eq!(old_link_answer.status, 404, "{name}: the invitation leads to one account");
        } else {
            assert_eq!(old_link_answer.header("location"), start_over_path(&old_link), "{name}");
        }
        browser.assert_activated(&browser.send_code(&code).await);
        assert_eq!(service.item("USER#").await["email"].as_s().unwrap(), ANN, "{name}");
    }
}

#[tokio::test]
async fn page_requests_email_again_with_cookie() {
    for subject in Subject::all_with_activation().await {
        let name = &subject.name;
        let browser = subject.browser("ann", ANN, PASSWORD).await;
        subject.service.advance(60);
        let answer = browser.submit("/activate/resend", &[]).await;
        let page = "/register/complete?again=1";
        assert_eq!((answer.status.as_u16(), answer.header("location")), (303, page), "{name}");
        assert_eq!(browser.get(page).await.status, 200, "{name}");
        assert_eq!(subject.service.mails().await.len(), 2, "{name}");
        let code = subject.service.code_to(ANN).await;
        browser.assert_activated(&browser.send_code(&code).await);
    }
}

#[tokio::test]
async fn name_of_same_mailbox_is_taken_over() {
    for subject in Subject::all_with_activation().await.iter().filter(|subject| subject.form == "standard") {
        let (service, name) = (&subject.service, &subject.name);
        let stranger = subject.registered("ann", ANN, OTHER_PASSWORD).await;
        let browser = subject.browser("bob", "bob@example.com", OTHER_PASSWORD).await;
        let (link, bobs_link) = (service.link_to(ANN).await, service.link_to("bob@example.com").await);
        let taken = service.post_json(&start_over_path(&link), &subject.fields("bob", ANN)).await;
        assert_eq!(taken.errors(), [("username".to_owned(), "taken".to_owned())], "{name}: of another mailbox");
        let answer = service.post_json(&start_over_path(&link), &subject.fields("ANN", ANN)).await;
        assert!(answer.status.is_success(), "{name}: {}", answer.body);
        let way = start_over_path(&bobs_link);
        let owner = subject.other_browser();
        owner.assert_activated(&owner.submit(&way, &subject.typed("bob", "bob@example.com", PASSWORD)).await);
        let items = service.items().await;
        for claim in ["USERNAME#ann", "USERNAME#bob"] {
            let user = &items[&format!("USER#{}", items[claim]["user_id"].as_s().unwrap())];
            assert_eq!(user["status"].as_s().unwrap(), subject.activated_status(), "{name}: {claim}");
        }
        // Both registrations lost their names. Corrected, they can only start over.
        let correction = json!({ "registration": stranger, "email": "eve@example.com" });
        let request = subject.request(Method::POST, "/register/email", "application/json");
        assert_eq!(Answer::of(request.json(&correction)).await.status, 202, "{name}");
        if subject.contract.invites {
            let is_to_eve = service.mails().await.iter().any(|mail| mail["to"] == "eve@example.com");
            assert!(!is_to_eve, "{name}: the invitation leads to one account");
            continue;
        }
        let code = service.code_to("eve@example.com").await;
        let lost = subject.send_code(&stranger, &code).await;
        assert_eq!(lost.problem(), (409, "start_over_required".to_owned()), "{name}");
        let answer = browser.submit("/register/email", &[("email", "eve2@example.com".to_owned())]).await;
        assert_eq!(answer.status, 303, "{name}");
        let link = service.link_to("eve2@example.com").await;
        assert_eq!(browser.get(&link).await.header("location"), start_over_path(&link), "{name}");
    }
}

#[tokio::test]
async fn invitation_fixes_address() {
    for subject in Subject::all_with_activation().await.iter_mut().filter(|subject| subject.contract.invites) {
        for page in [false, true] {
            let email = format!("ann{page}@example.com");
            let invite = format!("invite create --email {email} --no-mail");
            let invitation = subject.service.operator(&invite).await.unwrap();
            subject.query = format!("?invitation={}", invitation["code"].as_str().unwrap());
            let (service, name) = (&subject.service, &subject.name);
            let other = subject.post(&subject.fields("ann", "other@example.com")).await;
            assert_eq!(other.errors(), [("email".to_owned(), "not_invited".to_owned())], "{name}");
            let correction = "right@example.com";
            if page {
                let browser = subject.browser("annpage", &email, PASSWORD).await;
                let shown = browser.get("/register/complete").await;
                assert!(!shown.body.contains(r#"action="/register/email""#), "{name}: {}", shown.body);
                let answer = browser.submit("/register/email", &[("email", correction.to_owned())]).await;
                assert_eq!(answer.status, 409, "{name}");
                browser.assert_activated(&browser.send_code(&service.code_to(&email).await).await);
            } else {
                let handle = subject.registered("ann", &email, PASSWORD).await;
                let body = json!({ "registration": handle, "email": correction });
                let answer = service.post_json("/register/email", &body).await;
                assert_eq!(answer.problem(), (409, "not_correctable".to_owned()), "{name}");
                let code = service.code_to(&email).await;
                assert_eq!(subject.send_code(&handle, &code).await.status, 200, "{name}");
            }
        }
    }
}

#[tokio::test]
async fn workflow_without_activation_has_none() {
    for subject in Subject::open().await.iter().filter(|subject| subject.is_one_step()) {
        let handle = "01ARZ3NDEKTSV4RRFFQ69G5FAV.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
        let not_supported = (404, "activation_not_supported".to_owned());
        assert_eq!(subject.send_code(handle, "123456").await.problem(), not_supported, "{}", subject.name);
        for request in [json!({ "email": ANN }), json!({ "registration": handle })] {
            let answer = subject.service.post_json("/activate/resend", &request).await;
            assert_eq!(answer.problem(), not_supported, "{}: {request}", subject.name);
        }
        let page = subject.service.get("/register/complete").await;
        assert!(!page.body.contains(r#"name="code""#), "{}", subject.name);
    }
}
