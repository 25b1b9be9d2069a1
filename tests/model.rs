//! Random registrations, activations, resends and outages, then recovery: what must hold after all of it. Every run is made
//! from a seed, which a failing one prints; `MODEL_SEED=N cargo test -p integration-tests failed_seed_is_replayed -- --ignored` runs it again.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::{Arc, Mutex};

use domain::Token;
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Answer, Faults, Item, OTHER_PASSWORD, PASSWORD, Service};

/// How many runs there are without being asked for more: `MODEL_SEEDS`.
const SEEDS: u64 = 50;
const AT_A_TIME: usize = 6;
const ACTIONS: usize = 14;
const USERNAMES: [&str; 4] = ["ann", "bob", "cas", "dan"];
const APPROVER: &str = "ops@example.com";
const ADDRESSES: [&str; 3] = ["one@example.com", "two@example.com", "three@example.com"];

/// One run.
struct ModelRun {
    service: Service,
    faults: Arc<Faults>,
    rng: ChaCha20Rng,
    /// What was answered with 2xx: username and address.
    accepted: Vec<(String, String)>,
    /// Who became active by which address's link.
    activated: BTreeMap<String, String>,
    submissions: u32,
    calm: bool,
    /// Whether an operator approves.
    approves: bool,
}

impl ModelRun {
    async fn new(seed: u64) -> Self {
        let approves = seed % 3 == 1;
        let approval = [("REGISTRATION_BACKEND", "approval"), ("REGISTRATION_APPROVERS", APPROVER)];
        let (service, faults) = Service::with_faults(seed, if approves { &approval } else { &[] }).await;
        let rng = ChaCha20Rng::seed_from_u64(seed);
        let accepted = Vec::new();
        let calm = seed.is_multiple_of(8);
        Self { service, faults, rng, accepted, activated: BTreeMap::new(), submissions: 0, calm, approves }
    }

    fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.rng.next_u64() % u64::try_from(n).unwrap()).unwrap()
    }

    fn one_of<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())]
    }

    async fn run(mut self) {
        for _ in 0..ACTIONS {
            if !self.calm {
                let storm = [(); 3].map(|()| self.one_of(&[0, 0, 15, 40, 100]));
                self.faults.set(storm);
            }
            match self.below(20) {
                0..=6 => self.register().await,
                7..=11 => self.activate().await,
                12..=13 => self.resend().await,
                14..=15 => {
                    let seconds = self.one_of(&[30, 61, 2 * 3600, 3 * 24 * 3600, 8 * 24 * 3600]);
                    self.service.advance(seconds);
                }
                16 => drop(self.service.local.sweep_expired().await.unwrap()),
                17 if self.approves => self.decide().await,
                _ => self.service.local.settle().await,
            }
        }
        self.faults.set([0; 3]);
        // A function that failed is called again with the next turn; the first one finds what was left.
        for _ in 0..3 {
            self.service.local.settle().await;
        }
        self.check().await;
    }

    /// Sends a request, and again while the answer says to, as a client does.
    async fn send(&self, request: impl Fn(&Service) -> reqwest::RequestBuilder) -> Answer {
        let mut answer = Answer::of(request(&self.service)).await;
        for _ in 0..3 {
            if !answer.status.is_server_error() {
                break;
            }
            let body = answer.json();
            let by_us = body["code"] == "service_unavailable";
            assert!(by_us || body["message"] == "Internal Server Error", "{}: {}", answer.status, answer.body);
            assert!(!by_us || answer.header("retry-after") == "5");
            answer = Answer::of(request(&self.service)).await;
        }
        answer
    }

    async fn register(&mut self) {
        let (username, email) = (self.one_of(&USERNAMES), self.one_of(&ADDRESSES));
        // With the same one, a registration that is pending is replaced.
        let password = self.one_of(&[PASSWORD, OTHER_PASSWORD]);
        self.submissions += 1;
        let key = format!("submission-{}", self.submissions);
        let body = json!({ "username": username, "email": email, "password": password });
        let answer = self
            .send(|service| {
                let request = service.request(Method::POST, "/register").header("accept", "application/json");
                request.header("idempotency-key", &key).json(&body)
            })
            .await;
        match answer.status.as_u16() {
            202 => self.accepted.push((username.to_owned(), email.to_owned())),
            422 => assert_eq!(answer.errors(), [("username".to_owned(), "taken".to_owned())]),
            500..=599 => {}
            other => panic!("{other}: {}", answer.body),
        }
    }

    async fn activate(&mut self) {
        let links: Vec<_> =
            self.mails().await.iter().filter_map(|mail| Some((mail.0.clone(), mail.1.clone()?))).collect();
        if links.is_empty() {
            return;
        }
        let (to, key) = links[self.below(links.len())].clone();
        let path = format!("/activate/{key}");
        let answer =
            self.send(|service| service.request(Method::POST, &path).header("accept", "application/json")).await;
        match answer.status.as_u16() {
            200 => {
                let user = &answer.json()["user"];
                assert_eq!(user["email"].as_str().unwrap(), to, "the link went to the address that it proves");
                self.activated.insert(user["id"].as_str().unwrap().to_owned(), to);
            }
            404 | 409 | 410 | 500..=599 => {}
            other => panic!("{other}: {}", answer.body),
        }
    }

    /// An operator decides on somebody who has proven the address; whether that succeeds is seen afterwards.
    async fn decide(&mut self) {
        let items = self.service.items().await;
        let waits =
            |item: &&Item| item.get("status").is_some_and(|status| status.as_s().unwrap() == "awaiting_approval");
        let waiting: Vec<_> = items.values().filter(waits).map(|user| text(user, "id")).collect();
        if !waiting.is_empty() {
            let (decision, id) = (self.one_of(&["approve", "approve", "reject"]), self.one_of(&waiting));
            _ = self.service.operator(&format!("users {decision} {id}")).await;
        }
    }

    async fn resend(&mut self) {
        let body = json!({ "email": self.one_of(&ADDRESSES) });
        let answer = self
            .send(|service| {
                service.request(Method::POST, "/activate/resend").header("accept", "application/json").json(&body)
            })
            .await;
        assert!(answer.status == 202 || answer.status.is_server_error(), "{}", answer.body);
    }

    /// Every mail that went out: to whom, and the key in it.
    async fn mails(&self) -> Vec<(String, Option<String>)> {
        let mails = self.service.get_json("/_local/mail").await.json();
        let key = |text: &str| {
            let (_, after) = text.split_once("/activate/")?;
            after.split_whitespace().next().map(str::to_owned)
        };
        let mail = |mail: &Value| (mail["to"].as_str().unwrap().to_owned(), key(mail["text"].as_str().unwrap()));
        mails.as_array().unwrap().iter().map(mail).collect()
    }

    async fn check(&self) {
        let items = self.service.items().await;
        let now = self.service.now().as_second();
        let users: BTreeMap<&str, &Item> =
            items.iter().filter_map(|(pk, item)| Some((pk.strip_prefix("USER#")?, item))).collect();
        check_claims_have_one_existing_owner(&items, &users, now);
        self.check_active_users_confirmed_address(&items, &users).await;
        self.check_pending_users_have_mail(&items, &users, now).await;
        self.check_approvers_are_notified(&users).await;
        self.check_accepted_requests_are_stored_and_signalled(&users).await;
    }

    async fn check_active_users_confirmed_address(
        &self,
        items: &BTreeMap<String, Item>,
        users: &BTreeMap<&str, &Item>,
    ) {
        let keys = self.keys(items).await;
        let proven = |user: &Item| ["active", "awaiting_approval"].contains(&text(user, "status"));
        for (id, user) in users.iter().filter(|(_, user)| proven(user)) {
            let email = text(user, "email");
            let mailed = keys.iter().any(|(to, of)| to == email && of == id);
            assert!(mailed || self.activated.get(*id).is_some_and(|to| to == email), "{id} has proven nothing");
            assert_eq!(text(&items[&format!("EMAIL#{email}")], "user_id"), *id, "{email} is not held");
            assert!(expires_at(user).is_none(), "{id} has proven the address and expires");
        }
    }

    /// The address that each key was mailed to, and whose key it is.
    async fn keys(&self, items: &BTreeMap<String, Item>) -> Vec<(String, String)> {
        let mails = self.mails().await.into_iter();
        mails
            .filter_map(|(to, key)| {
                let key = items.get(&format!("KEY#{}", Token::parse(&key?).unwrap().hash().as_str()))?;
                Some((to, text(key["user"].as_m().unwrap(), "id").to_owned()))
            })
            .collect()
    }

    async fn check_pending_users_have_mail(
        &self,
        items: &BTreeMap<String, Item>,
        users: &BTreeMap<&str, &Item>,
        now: i64,
    ) {
        let keys = self.keys(items).await;
        for (id, user) in users.iter().filter(|(_, user)| text(user, "status") == "pending") {
            let email = text(user, "email");
            let over = expires_at(user).is_some_and(|at| at <= now);
            let settled = over || user.contains_key("mail_state") || items.contains_key(&format!("EMAIL#{email}"));
            assert!(settled || keys.iter().any(|(to, of)| to == email && of == id), "{id} is pending without a mail");
        }
    }

    async fn check_approvers_are_notified(&self, users: &BTreeMap<&str, &Item>) {
        let mails = self.service.get_json("/_local/mail").await.json();
        let told: Vec<_> = mails.as_array().unwrap().iter().filter(|mail| mail["to"] == APPROVER).collect();
        for (id, _) in users.iter().filter(|(_, user)| text(user, "status") != "pending" && self.approves) {
            assert!(told.iter().any(|mail| mail["text"].as_str().unwrap().contains(id)), "nobody is told of {id}");
        }
    }

    async fn check_accepted_requests_are_stored_and_signalled(&self, users: &BTreeMap<&str, &Item>) {
        let events = self.service.get_json("/_local/events").await.json();
        let mut steps: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let mut registered = BTreeSet::new();
        for event in events.as_array().unwrap() {
            let detail: Value = serde_json::from_str(event["Detail"].as_str().unwrap()).unwrap();
            let (kind, id) = (event["DetailType"].as_str().unwrap(), detail["user"]["id"].as_str().unwrap());
            assert_eq!(detail["id"], format!("{id}-{kind}"));
            let of_user = steps.entry(id.to_owned()).or_default();
            if of_user.iter().any(|known| known == kind) {
                assert!(!self.calm, "{id} {kind} was signalled twice without a fault");
            } else {
                of_user.push(kind.to_owned());
            }
            let part = |name: &str| detail["user"][name].as_str().unwrap().to_owned();
            registered.insert((part("username"), part("email")));
        }
        for accepted in &self.accepted {
            assert!(registered.contains(accepted), "{accepted:?} was accepted and not signalled");
        }
        for (id, user) in users {
            let expected: &[&str] = match text(user, "status") {
                "active" if self.approves => &["user_registered", "registration_approved", "user_activated"],
                "active" => &["user_registered", "user_activated"],
                "rejected" => &["user_registered", "registration_rejected"],
                _ => &["user_registered"],
            };
            assert_eq!(steps.get(*id).map(Vec::as_slice).unwrap_or_default(), expected, "{id}");
        }
        for (id, steps) in steps.iter().filter(|(id, _)| !users.contains_key(id.as_str())) {
            let ends = ["registration_expired", "registration_rejected"];
            let end = ends.iter().find(|end| steps.last().is_some_and(|last| last == *end));
            assert_eq!(steps[..], ["user_registered", *end.unwrap_or(&"an end")], "{id} is gone");
        }
    }
}

fn check_claims_have_one_existing_owner(items: &BTreeMap<String, Item>, users: &BTreeMap<&str, &Item>, now: i64) {
    for (pk, item) in items {
        let holder = || users.get(text(item, "user_id"));
        if let Some(name) = pk.strip_prefix("USERNAME#") {
            if expires_at(item).is_some_and(|at| at <= now) {
                continue;
            }
            let holder = holder().unwrap_or_else(|| panic!("{pk} is held by nobody"));
            assert_eq!(text(holder, "username"), name);
        } else if let Some(address) = pk.strip_prefix("EMAIL#") {
            let holder = holder().unwrap_or_else(|| panic!("{pk} is held by nobody"));
            assert_eq!(text(holder, "email"), address);
            assert!(["active", "awaiting_approval"].contains(&text(holder, "status")), "{pk} is not proven");
        }
    }
    let mut names = BTreeSet::new();
    for (id, user) in users {
        let is_over = text(user, "status") == "pending" && expires_at(user).is_some_and(|at| at <= now);
        if is_over || text(user, "status") == "rejected" {
            continue;
        }
        let name = text(user, "username");
        assert!(names.insert(name), "{name} is two users");
        assert_eq!(text(&items[&format!("USERNAME#{name}")], "user_id"), *id, "{name} is not held");
    }
}

fn text<'a>(item: &'a Item, name: &str) -> &'a str {
    item[name].as_s().unwrap()
}

fn expires_at(item: &Item) -> Option<i64> {
    item.get("expires_at").map(|at| at.as_n().unwrap().parse().unwrap())
}

/// Runs every seed, each on a runtime of its own, so that what one leaves behind ends with it. Most of the time of one is
/// spent waiting before another attempt, so several run at a time.
fn run(seeds: Range<u64>) {
    let seeds = Mutex::new(seeds);
    std::thread::scope(|scope| {
        for _ in 0..AT_A_TIME {
            scope.spawn(|| {
                loop {
                    let Some(seed) = seeds.lock().unwrap().next() else { return };
                    let again = "cargo test -p integration-tests failed_seed_is_replayed -- --ignored";
                    let failed = OnFailure(|| eprintln!("seed {seed} failed: MODEL_SEED={seed} {again}"));
                    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
                    runtime.block_on(async { ModelRun::new(seed).await.run().await });
                    drop(failed);
                }
            });
        }
    });
}

/// Says something when it is dropped by a panic.
struct OnFailure<F: Fn()>(F);

impl<F: Fn()> Drop for OnFailure<F> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            (self.0)();
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "what a run is env_number for is no setting")]
fn env_number(variable: &str) -> Option<u64> {
    std::env::var(variable).ok().map(|value| value.parse().expect("a number"))
}

#[test]
fn random_faults_lose_no_acknowledged_write() {
    run(0..env_number("MODEL_SEEDS").unwrap_or(SEEDS));
}

#[test]
#[ignore = "hours: the long run"]
fn hundred_thousand_runs_lose_no_acknowledged_write() {
    run(0..100_000);
}

#[test]
#[ignore = "for a seed that failed"]
fn failed_seed_is_replayed() {
    let seed = env_number("MODEL_SEED").expect("MODEL_SEED is the seed that failed");
    run(seed..seed + 1);
}
