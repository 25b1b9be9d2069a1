//! The invariants that hold after every run.

use std::collections::{BTreeMap, BTreeSet};

use domain::{PasswordHash, Token};
use jiff::{SignedDuration, Timestamp};
use password_hashing::Argon2idHasher;
use serde_json::Value;

use super::sign_in::subject;
use super::{ADDRESSES, APPROVER, ModelRun, PASSWORDS, PERIOD, mailbox_of, text};
use crate::support::Item;

const DAY: SignedDuration = SignedDuration::from_hours(24);
/// The limit of emails to one mailbox a day.
const MAILS_A_DAY: usize = 5;

impl ModelRun {
    pub(super) async fn check(&mut self) {
        let items = self.service.items().await;
        let now = self.service.now().as_second();
        let users: BTreeMap<&str, &Item> =
            items.iter().filter_map(|(pk, item)| Some((pk.strip_prefix("USER#")?, item))).collect();
        check_claims_have_one_existing_owner(&items, &users, now);
        self.check_proven_users_chose_their_password(&items, &users);
        self.check_pending_users_have_mail(&items, &users, now).await;
        self.check_mailboxes_get_few_mails(&items).await;
        self.check_owners_get_notices_only(&items).await;
        self.check_guesses_end();
        self.check_table_and_signals_have_no_secret(&items).await;
        self.check_approvers_are_notified(&users).await;
        self.check_accepted_requests_are_stored_and_signalled(&users).await;
        self.check_mailboxes_can_have_an_account().await;
    }

    /// I1: the password or the identity of everybody with a proven address is that of the mailbox's reader.
    fn check_proven_users_chose_their_password(&self, items: &BTreeMap<String, Item>, users: &BTreeMap<&str, &Item>) {
        let proven = |user: &Item| ["active", "awaiting_approval"].contains(&text(user, "status"));
        for (id, user) in users.iter().filter(|(_, user)| proven(user)) {
            let email = text(user, "email");
            let reader = mailbox_of(email);
            if let Some(identities) = user.get("identities") {
                let [identity] = &identities.as_l().unwrap()[..] else { panic!("{id} has not one identity") };
                let of = identity.as_m().unwrap()["subject"].as_s().unwrap();
                assert_eq!(*of, subject(reader), "{id} has the identity of another person");
                assert!(!items.contains_key(&format!("PASSWORD#{id}")), "{id} has a password, too");
            } else {
                let hash = PasswordHash::new(text(&items[&format!("PASSWORD#{id}")], "password_hash").to_owned());
                let is_chosen = Argon2idHasher::default().verify(PASSWORDS[reader].as_bytes(), Some(&hash));
                assert!(is_chosen, "{id} has the password of another person");
            }
            assert_eq!(text(&items[&format!("EMAIL#{}", email.to_lowercase())], "user_id"), *id, "{email} is not held");
            assert!(expires_at(user).is_none(), "{id} has proven the address and expires");
        }
        for (id, person) in &self.record.lock().unwrap().proven {
            if let Some(user) = users.get(id.as_str()) {
                assert_eq!(mailbox_of(text(user, "email")), *person, "{id} has another address than was proven");
            }
        }
    }

    /// I2: the reader of a mailbox who has an email of the last activation period ends with an account.
    async fn check_mailboxes_can_have_an_account(&mut self) {
        for person in 0..ADDRESSES.len() {
            for mail in self.mails_of(person).await {
                // An earlier email of this loop may have got the account.
                let (items, now) = (self.service.items().await, self.service.now().as_second());
                let pk = format!("KEY#{}", Token::parse(&mail.key).unwrap().hash().as_str());
                let Some(key) = items.get(&pk).filter(|key| expires_at(key).is_some_and(|at| at > now)) else {
                    continue;
                };
                let email = text_of_user(key, "email");
                let user = items.get(&format!("USER#{}", text_of_user(key, "id")));
                let is_rejected = user.is_some_and(|user| {
                    text(user, "status") == "rejected" && text(user, "email").eq_ignore_ascii_case(&email)
                });
                if items.contains_key(&format!("EMAIL#{}", email.to_lowercase())) || is_rejected {
                    continue;
                }
                self.submissions += 1;
                let (username, submission) = (format!("own{}", self.submissions), self.submissions);
                let answer = self.start_over(person, &mail.key, &username, &email, submission).await;
                assert!([201, 202].contains(&answer.status.as_u16()), "{email}: {}", answer.body);
            }
        }
    }

    /// I3: an address that has an account gets no further activation email. This is checked by the order of its emails.
    async fn check_owners_get_notices_only(&self, items: &BTreeMap<String, Item>) {
        // Emails that were on their way may arrive after the proof.
        if !self.calm {
            return;
        }
        for (to, at) in self.all_mails().await.into_iter().filter_map(|(at, to, mail)| mail.map(|_| (to, at))) {
            let Some(owned) = items.get(&format!("EMAIL#{}", to.to_lowercase())) else { continue };
            let proven_at: Timestamp = text(owned, "proven_at").parse().unwrap();
            assert!(at <= proven_at, "{to} has an account since {proven_at} and got an activation email at {at}");
        }
    }

    /// I3: strangers can cause so many emails to a mailbox a day.
    async fn check_mailboxes_get_few_mails(&self, items: &BTreeMap<String, Item>) {
        for (pk, item) in items.iter().filter(|(pk, _)| pk.starts_with("MAIL#")) {
            let counted = item["sent"].as_m().unwrap().values().map(|at| at.as_n().unwrap().parse::<i64>().unwrap());
            let mut counted: Vec<_> = counted.collect();
            counted.sort_unstable();
            assert!(most_within_a_day(&counted) <= MAILS_A_DAY, "{pk} was mailed too often: {counted:?}");
        }
        // Faults repeat emails, and decisions have their own.
        if !self.calm || self.approves {
            return;
        }
        let mails = self.all_mails().await;
        for (person, address) in ADDRESSES.iter().enumerate() {
            let mailed = mails.iter().filter(|(_, to, _)| mailbox_of(to) == person);
            let times: Vec<_> = mailed.map(|(at, ..)| at.as_second()).collect();
            assert!(most_within_a_day(&times) <= MAILS_A_DAY, "{address} got too many emails: {times:?}");
        }
    }

    /// I6: a code has five tries, whatever requests come at the same time.
    ///
    /// Each email gives one answer at most with each number of tries left.
    fn check_guesses_end(&self) {
        // Faults lose answers, such as those to first tries.
        if !self.calm {
            return;
        }
        let record = self.record.lock().unwrap();
        let mut counts: BTreeMap<(&str, u64), usize> = BTreeMap::new();
        for (handle, tries_left) in &record.wrong_codes {
            assert!(*tries_left < 5, "{tries_left} tries are left after a wrong code");
            *counts.entry((handle.split_once('.').unwrap().0, *tries_left)).or_default() += 1;
        }
        for ((user, tries_left), count) in &counts {
            let codes = counts.get(&(user, 4)).copied().unwrap_or_default();
            assert!(*count <= codes, "{user} was answered {count} times that {tries_left} tries are left");
        }
    }

    /// I7: neither the table nor the signals have a key, the secret of a handle or, but for `PASSWORD#`, a hash.
    async fn check_table_and_signals_have_no_secret(&self, items: &BTreeMap<String, Item>) {
        let mut stored = self.service.get_json("/_local/events").await.body;
        for (pk, item) in items {
            let item = format!("{pk} {item:?}\n");
            assert!(pk.starts_with("PASSWORD#") || !item.contains("$argon2id$"), "{pk} has the hash of a password");
            stored.push_str(&item);
        }
        let keys = self.all_mails().await.into_iter().filter_map(|(_, _, mail)| Some(mail?.key));
        let handles: Vec<_> = self.record.lock().unwrap().handles.values().flatten().cloned().collect();
        let secrets = handles.into_iter().map(|handle| handle.split_once('.').unwrap().1.to_owned());
        for secret in keys.chain(secrets) {
            assert!(!stored.contains(&secret), "a secret is stored");
        }
    }

    /// Returns the address that each key was mailed to, and its user.
    async fn keys(&self, items: &BTreeMap<String, Item>) -> Vec<(String, String)> {
        let mails = self.all_mails().await.into_iter();
        mails
            .filter_map(|(_, to, mail)| {
                let key = items.get(&format!("KEY#{}", Token::parse(&mail?.key).unwrap().hash().as_str()))?;
                Some((to, text_of_user(key, "id")))
            })
            .collect()
    }

    /// I5: a registration holds its name for one period. Its email is sent, unless the address has an account.
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
            let expected = user["created_at"].as_s().unwrap().parse::<Timestamp>().unwrap().as_second() + PERIOD;
            assert_eq!(expires_at(user), Some(expected), "{id} holds its name for another time than one period");
            let settled = over
                || user.contains_key("mail_state")
                || items.contains_key(&format!("EMAIL#{}", email.to_lowercase()));
            assert!(
                settled || keys.iter().any(|(to, of)| to.eq_ignore_ascii_case(email) && of == id),
                "{id} is pending without a mail"
            );
        }
    }

    /// Nobody need be asked about a user on whom an operator decided before the email was sent.
    async fn check_approvers_are_notified(&self, users: &BTreeMap<&str, &Item>) {
        let mails = self.service.get_json("/_local/mail").await.json();
        let sent: Vec<_> = mails.as_array().unwrap().iter().filter(|mail| mail["to"] == APPROVER).collect();
        for (id, _) in users.iter().filter(|(_, user)| text(user, "status") == "awaiting_approval") {
            assert!(sent.iter().any(|mail| mail["text"].as_str().unwrap().contains(id)), "no email names user {id}");
        }
    }

    async fn check_accepted_requests_are_stored_and_signalled(&self, users: &BTreeMap<&str, &Item>) {
        let events = self.service.get_json("/_local/events").await.json();
        let mut steps: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let mut registered = BTreeSet::new();
        for event in events.as_array().unwrap() {
            let detail: Value = serde_json::from_str(event["Detail"].as_str().unwrap()).unwrap();
            let (kind, id) = (event["DetailType"].as_str().unwrap(), detail["user"]["id"].as_str().unwrap());
            let step = detail["id"].as_str().unwrap().strip_prefix(&format!("{id}-")).unwrap().to_owned();
            assert!(step.starts_with(kind), "{step} is not a {kind}");
            let of_user = steps.entry(id.to_owned()).or_default();
            if of_user.contains(&step) {
                assert!(!self.calm, "{id} {step} was signalled twice without a fault");
            } else {
                of_user.push(step.clone());
            }
            let place = of_user.iter().position(|known| *known == step).unwrap();
            assert_eq!(detail["sequence"], place + 1, "{id} {step} has another number than its place");
            let part = |name: &str| detail["user"][name].as_str().unwrap().to_owned();
            registered.insert((part("username"), part("email")));
        }
        for accepted in &self.record.lock().unwrap().accepted {
            assert!(registered.contains(accepted), "{accepted:?} was accepted and not signalled");
        }
        for (id, user) in users {
            let ends: &[&str] = match text(user, "status") {
                "active" if self.approves => &["registration_approved", "user_activated"],
                "active" => &["user_activated"],
                "rejected" => &["registration_rejected"],
                _ => &[],
            };
            let corrections = user.get("corrections").map_or(0, |n| n.as_n().unwrap().parse().unwrap());
            let expected =
                [registration_steps(corrections), ends.iter().map(|end| (*end).to_owned()).collect()].concat();
            assert_eq!(steps.get(*id).map(Vec::as_slice).unwrap_or_default(), expected, "{id}");
        }
        for (id, steps) in steps.iter().filter(|(id, _)| !users.contains_key(id.as_str())) {
            let corrections = steps.iter().filter(|step| step.starts_with("user_registered-")).count();
            let expired = suffixed("registration_expired", corrections);
            let end = [expired, "registration_rejected".to_owned()];
            let end = end.into_iter().find(|end| steps.last() == Some(end)).unwrap_or("an end".to_owned());
            assert_eq!(*steps, [registration_steps(corrections), vec![end]].concat(), "{id} is gone");
        }
    }
}

/// Returns the signals of a registration whose address was corrected so often.
fn registration_steps(corrections: usize) -> Vec<String> {
    let mut steps = vec!["user_registered".to_owned()];
    for n in 1..=corrections {
        steps.extend([suffixed("registration_expired", n - 1), suffixed("user_registered", n)]);
    }
    steps
}

/// Returns the end of a signal's `id` after so many corrections.
fn suffixed(kind: &str, corrections: usize) -> String {
    if corrections == 0 { kind.to_owned() } else { format!("{kind}-{corrections}") }
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
            assert_eq!(text(holder, "email").to_lowercase(), address);
            assert!(["active", "awaiting_approval"].contains(&text(holder, "status")), "{pk} is not proven");
        }
    }
    let mut names = BTreeSet::new();
    for (id, user) in users {
        let name = text(user, "username");
        let pending = text(user, "status") == "pending";
        // A user who starts over may take a name that was pending with the address, even if it is corrected later.
        let holder = items.get(&format!("USERNAME#{name}")).and_then(|held| users.get(text(held, "user_id")));
        let is_taken = pending && holder.is_some_and(|holder| !holder.contains_key("handles"));
        let is_over = is_taken || (pending && expires_at(user).is_some_and(|at| at <= now));
        if is_over || text(user, "status") == "rejected" {
            continue;
        }
        assert!(names.insert(name), "{name} is two users");
        assert_eq!(text(&items[&format!("USERNAME#{name}")], "user_id"), *id, "{name} is not held");
    }
}

/// Returns the largest number of these ascending times, in epoch seconds, within a day.
fn most_within_a_day(times: &[i64]) -> usize {
    let within = |first: &i64| times.iter().filter(|at| (*first..*first + DAY.as_secs()).contains(*at)).count();
    times.iter().map(within).max().unwrap_or_default()
}

/// Returns an attribute of the user in a key's item.
fn text_of_user(key: &Item, name: &str) -> String {
    key["user"].as_m().unwrap()[name].as_s().unwrap().clone()
}

fn expires_at(item: &Item) -> Option<i64> {
    item.get("expires_at").map(|at| at.as_n().unwrap().parse().unwrap())
}
