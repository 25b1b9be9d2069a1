//! The requests of people in a run, and the answers that they may get.

use domain::Token;
use jiff::Timestamp;
use reqwest::Method;
use serde_json::{Value, json};

use super::{ADDRESSES, Mail, ModelRun, PASSWORDS, Person, SPELLINGS, USERNAMES, mailbox_of, text};
use crate::support::{Answer, Item};

/// A request that a person makes.
#[derive(Debug, Clone)]
pub(super) enum Action {
    Register { username: &'static str, email: &'static str, submission: u32 },
    OpenLink { key: String, handle: Option<String> },
    SendCode { handle: String, code: String },
    StartOver { key: String, username: String, email: String, submission: u32 },
    Correct { handle: String, email: &'static str },
    Resend { body: Value },
}

impl ModelRun {
    /// Chooses something that a person can do now.
    pub(super) async fn action_of(&mut self, person: Person) -> Option<Action> {
        let mails = self.mails_of(person).await;
        let (mail, handles) = (self.one_of(&mails), self.record.lock().unwrap().handles.get(&person).cloned());
        let handle = self.one_of(&handles.unwrap_or_default());
        self.submissions += 1;
        let submission = self.submissions;
        let mailbox = self.below(ADDRESSES.len());
        let own = ADDRESSES.get(person).filter(|_| self.below(2) == 0);
        let email = own.copied().unwrap_or([ADDRESSES, SPELLINGS][self.below(2)][mailbox]);
        let username = USERNAMES[self.below(USERNAMES.len())];
        match self.below(12) {
            0..=3 => Some(Action::Register { username, email, submission }),
            4 => Some(Action::OpenLink { key: mail?.key, handle: handle.filter(|_| self.below(4) > 0) }),
            5..=6 => {
                let guess = format!("{:06}", self.below(1_000_000));
                let code = mail.filter(|_| self.below(4) > 0).and_then(|mail| mail.code).unwrap_or(guess);
                Some(Action::SendCode { handle: handle?, code })
            }
            7 => {
                let email = self.address_of(&mail.as_ref()?.key).await?;
                Some(Action::StartOver { key: mail?.key, username: username.to_owned(), email, submission })
            }
            8..=9 => Some(Action::Correct { handle: handle?, email }),
            10 => Some(Action::Resend { body: json!({ "registration": handle? }) }),
            _ => Some(Action::Resend { body: json!({ "email": email }) }),
        }
    }

    pub(super) async fn act(&self, person: Person, action: Action) {
        match action {
            Action::Register { username, email, submission } => {
                let password = PASSWORDS[person];
                let body = json!({
                    "username": username, "email": email, "password": password,
                    "idempotency_key": format!("registration-{submission}"),
                });
                let answer = self.post("/register", &body).await;
                match answer.status.as_u16() {
                    202 => {
                        let handle = answer.json()["registration"].as_str().unwrap().to_owned();
                        let mut record = self.record.lock().unwrap();
                        record.handles.entry(person).or_default().push(handle);
                        record.accepted.push((username.to_owned(), email_as_stored(email)));
                    }
                    422 => assert_eq!(answer.errors(), [("username".to_owned(), "taken".to_owned())]),
                    500..=599 => {}
                    other => panic!("{other}: {}", answer.body),
                }
            }
            Action::OpenLink { key, handle } => {
                let answer = self.post(&format!("/activate/{key}"), &json!({ "registration": handle })).await;
                self.activated(person, handle.as_deref(), &answer, &["proof_required"]);
            }
            Action::SendCode { handle, code } => {
                let body = json!({ "registration": handle, "code": code });
                let answer = self.post("/activate/code", &body).await;
                if answer.status == 422 {
                    let left = answer.json()["tries_left"].as_u64();
                    let left = left.unwrap_or_else(|| panic!("{body}: {}", answer.body));
                    self.record.lock().unwrap().wrong_codes.push((handle.clone(), left));
                }
                self.activated(person, Some(&handle), &answer, &["code_wrong", "codes_paused", "proof_required"]);
            }
            Action::StartOver { key, username, email, submission } => {
                let answer = self.start_over(person, &key, &username, &email, submission).await;
                match answer.status.as_u16() {
                    422 => assert_eq!(answer.errors(), [("username".to_owned(), "taken".to_owned())]),
                    201 | 202 | 404 | 409 | 410 | 500..=599 => {}
                    other => panic!("{other}: {}", answer.body),
                }
            }
            Action::Correct { handle, email } => {
                let answer = self.post("/register/email", &json!({ "registration": handle, "email": email })).await;
                let expected = [202, 404, 409].contains(&answer.status.as_u16());
                assert!(expected || answer.status.is_server_error(), "{}", answer.body);
            }
            Action::Resend { body } => {
                let answer = self.post("/activate/resend", &body).await;
                assert!(answer.status == 202 || answer.status.is_server_error(), "{}", answer.body);
            }
        }
    }

    /// Checks the answer to an activation, whose problem may be one of `refusals`.
    fn activated(&self, person: Person, handle: Option<&str>, answer: &Answer, refusals: &[&str]) {
        match answer.status.as_u16() {
            200 => {
                let user = &answer.json()["user"];
                let id = user["id"].as_str().unwrap();
                let mailbox = mailbox_of(user["email"].as_str().unwrap());
                assert_eq!(mailbox, person, "{user} was proven without its mailbox");
                assert!(handle.is_some_and(|handle| handle.starts_with(id)), "{id} was activated by another client");
                self.record.lock().unwrap().proven.insert(id.to_owned(), person);
            }
            403 | 422 | 429 => assert!(refusals.contains(&&*answer.problem().1), "{}", answer.body),
            404 | 409 | 410 | 500..=599 => {}
            other => panic!("{other}: {}", answer.body),
        }
    }

    pub(super) async fn start_over(
        &self,
        person: Person,
        key: &str,
        username: &str,
        email: &str,
        submission: u32,
    ) -> Answer {
        let body = json!({
            "username": username, "email": email, "password": PASSWORDS[person],
            "idempotency_key": format!("start-over-{submission}"),
        });
        let answer = self.post(&format!("/register?activation={key}"), &body).await;
        let mut record = self.record.lock().unwrap();
        if answer.status == 201 {
            record.proven.insert(answer.json()["user"]["id"].as_str().unwrap().to_owned(), person);
        }
        if answer.status.is_success() {
            record.accepted.push((username.to_owned(), email.to_owned()));
        }
        answer
    }

    /// Sends a request, and retries as the answer asks for, like a client.
    async fn post(&self, path: &str, body: &Value) -> Answer {
        let request = || self.service.request(Method::POST, path).header("accept", "application/json").json(body);
        let mut answer = Answer::of(request()).await;
        for _ in 0..3 {
            if !answer.status.is_server_error() {
                break;
            }
            let body = answer.json();
            let by_us = body["code"] == "service_unavailable";
            assert!(by_us || body["message"] == "Internal Server Error", "{}: {}", answer.status, answer.body);
            assert!(!by_us || answer.header("retry-after") == "5");
            answer = Answer::of(request()).await;
        }
        answer
    }

    /// Lets an operator decide on a user who awaits approval. The checks follow later.
    pub(super) async fn decide(&mut self) {
        let items = self.service.items().await;
        let waits =
            |item: &&Item| item.get("status").is_some_and(|status| status.as_s().unwrap() == "awaiting_approval");
        let waiting: Vec<_> = items.values().filter(waits).map(|user| text(user, "id").to_owned()).collect();
        if let Some(id) = self.one_of(&waiting) {
            let decision = ["approve", "approve", "reject"][self.below(3)];
            _ = self.service.operator(&format!("users {decision} {id}")).await;
        }
    }

    /// Returns the activation emails that a person can read.
    pub(super) async fn mails_of(&self, person: Person) -> Vec<Mail> {
        let mails = self.all_mails().await.into_iter();
        mails.filter(|(_, to, _)| mailbox_of(to) == person).filter_map(|(_, _, mail)| mail).collect()
    }

    /// Returns every email: its time, its recipient, and its proofs if it is an activation email.
    pub(super) async fn all_mails(&self) -> Vec<(Timestamp, String, Option<Mail>)> {
        let mails = self.service.get_json("/_local/mail").await.json();
        let mail = |mail: &Value| {
            let part = |name: &str| mail[name].as_str().unwrap().to_owned();
            let text = part("text");
            let proofs = text.split_once("/activate/").map(|(before, after)| Mail {
                key: after.split_whitespace().next().unwrap().to_owned(),
                code: before.get(..6).filter(|code| code.bytes().all(|b| b.is_ascii_digit())).map(str::to_owned),
            });
            (part("sent_at").parse().unwrap(), part("to"), proofs)
        };
        mails.as_array().unwrap().iter().map(mail).collect()
    }

    /// Returns the address that a key was mailed for, if the table still has the key.
    async fn address_of(&self, key: &str) -> Option<String> {
        let pk = format!("KEY#{}", Token::parse(key)?.hash().as_str());
        Some(self.service.items().await.get(&pk)?["user"].as_m().unwrap()["email"].as_s().unwrap().clone())
    }
}

/// Returns an address as the table has it: with the domain in lower case.
pub(super) fn email_as_stored(email: &str) -> String {
    let (local, domain) = email.split_once('@').unwrap();
    format!("{local}@{}", domain.to_lowercase())
}
