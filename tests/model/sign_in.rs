//! Sign-ins at an OpenID provider, which is honest: it verifies only the address of the mailbox that a person reads.

use reqwest::Method;
use serde_json::json;

use super::actions::email_as_stored;
use super::{ADDRESSES, ModelRun, Person, SPELLINGS, USERNAMES, mailbox_of};
use crate::openid::{AuthorizationRequest, Browser};
use crate::support::Answer;

/// Returns the subject of a person at the provider.
pub(super) fn subject(person: Person) -> String {
    format!("person-{person}")
}

impl ModelRun {
    /// Lets a person sign in, and register if that is not done yet.
    ///
    /// It gives up at the first outage. A later sign-in finds what was done.
    pub(super) async fn sign_in(&mut self, person: Person) {
        let mailbox = self.below(ADDRESSES.len());
        let own = ADDRESSES.get(person).filter(|_| self.below(2) == 0);
        let email = own.copied().unwrap_or([ADDRESSES, SPELLINGS][self.below(2)][mailbox]);
        let verified = mailbox_of(email) == person && self.below(2) == 0;
        let username = USERNAMES[self.below(USERNAMES.len())];
        self.submissions += 1;

        let browser = Browser::new(&self.service);
        let begun = browser.get("/register/openid/acme").await;
        if begun.status.is_server_error() {
            return;
        }
        let request = AuthorizationRequest { url: begun.header("location").parse().unwrap() };
        let now = self.service.now().as_second();
        self.provider.set_claims(json!({
            "sub": subject(person), "email": email, "email_verified": verified,
            "nonce": request.parameter("nonce"), "iat": now, "exp": now + 300,
        }));
        let answer = browser.call_back(&request, &format!("code-{}", self.submissions)).await;
        let form = answer.header("location").to_owned();
        if !form.starts_with("/register/openid?") {
            self.signed_in(person, &answer);
            return;
        }
        let fields = [("username", username), ("email", email)];
        let answer = browser.send(Method::POST, &form, &[("sec-fetch-site", "same-origin")], Some(&fields)).await;
        self.signed_in(person, &answer);
        if answer.status == 303 {
            self.record.lock().unwrap().accepted.push((username.to_owned(), email_as_stored(email)));
        }
    }

    /// Keeps the handle of a pending registration, and checks the answer.
    fn signed_in(&self, person: Person, answer: &Answer) {
        match answer.status.as_u16() {
            303 => {
                let cookie = answer.cookie("registration").and_then(|cookie| cookie.strip_prefix("registration="));
                let handle = cookie.and_then(|cookie| cookie.split(';').next()).filter(|handle| !handle.is_empty());
                self.record.lock().unwrap().handles.entry(person).or_default().extend(handle.map(str::to_owned));
            }
            // The name is taken, the person has an account, or the account awaits approval.
            409 | 410 | 422 | 500..=599 => {}
            other => panic!("{other}: {}", answer.body),
        }
    }
}
