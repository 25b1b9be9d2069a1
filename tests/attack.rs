//! A bot that registers strangers' addresses, asks for emails, guesses at codes and lets emails bounce.
//!
//! It runs against a service without the promises of [`docs/security.md`](../docs/security.md), and against the default
//! one. `cargo test -p integration-tests attack:: -- --nocapture` prints what it achieves in both.

use std::collections::BTreeMap;

use jiff::SignedDuration;
use serde_json::{Value, json};

use crate::support::{Answer, BROWSER, Call, Item, PASSWORD, Service};

/// The number of the bot's registrations, with two seconds between them.
const REGISTRATIONS: i64 = 300;
/// The address that the bot registers most, in spellings of its one mailbox.
const VICTIM: &str = "victim@gmail.com";
/// The settings of a service that promises nothing.
const DEFENCELESS: [(&str, &str); 3] = [
    ("REGISTRATION_LIMIT_PER_SOURCE", "off"),
    ("REGISTRATION_LIMIT_PER_MAILBOX", "1000000/1d"),
    ("REGISTRATION_ACTIVATION_PROOF", "mailbox"),
];

/// The result of the bot.
#[derive(Debug)]
struct Damage {
    /// The emails to strangers.
    mails: usize,
    /// The emails to [`VICTIM`].
    to_victim: usize,
    /// The active users with the bot's password, after their mailboxes' readers pressed the button in the last email.
    planted: usize,
    /// The codes that were compared.
    guesses: usize,
    /// The seconds until the first 429, if there was one.
    stopped: Option<i64>,
    /// The write units of the requests and the emails, with two for each item of a transaction.
    write_units: usize,
    /// The hashes of passwords.
    hashes: usize,
}

impl Damage {
    /// Returns the cost in millionths of a US dollar, by the prices of docs/operate/cost.md in thousandths of those.
    ///
    /// A million write units are $0.625, and a thousand emails $0.10. A hash is 25 ms of a function with 1,769 MB, at
    /// $0.0000166667 a GB-second.
    fn cost(&self) -> usize {
        (self.write_units * 625 + self.mails * 100_000 + self.hashes * 720) / 1000
    }
}

fn address(n: i64) -> String {
    match n % 3 {
        0 => format!("stranger{n}@example.com"),
        1 => format!("victim+{n}@gmail.com"),
        _ => format!("v.ictim+{n}@googlemail.com"),
    }
}

/// Returns the mailbox that an email went to.
fn mailbox(mail: &Value) -> String {
    domain::EmailAddress::parse(mail["to"].as_str().unwrap()).unwrap().mailbox()
}

async fn attack(settings: &[(&str, &str)]) -> Damage {
    let service = Service::with(settings).await;
    let (mut stopped, mut guesses, mut handles) = (None, 0, Vec::new());
    for n in 0..REGISTRATIONS {
        let body = json!({ "username": format!("bot{n}x"), "email": address(n), "password": PASSWORD });
        let answer = service.post_json("/register", &body).await;
        if answer.status == 429 {
            stopped.get_or_insert(2 * n);
        } else {
            assert_eq!(answer.status, 202, "{}", answer.body);
            handles.push(answer.json()["registration"].clone());
        }
        service.local.settle().await;
        let handle = handles.last().unwrap();
        if n % 3 == 0 {
            service.post_json("/activate/resend", &json!({ "registration": handle })).await;
            service.post_json("/activate/resend", &json!({ "email": VICTIM })).await;
        }
        let guess = json!({ "registration": handle, "code": format!("{:06}", n * 7919 % 1_000_000) });
        guesses += usize::from(service.post_json("/activate/code", &guess).await.json()["code"] == "code_wrong");
        service.clock.advance(SignedDuration::from_secs(2));
    }
    let calls = service.aws_proxy.take_calls();
    let transactions = calls.iter().filter(|call| call.operation == "TransactWriteItems").map(Call::items);
    let hashes = transactions.clone().filter(|items| items.contains(&"Put PASSWORD".to_owned())).count();
    let single = calls.iter().filter(|call| ["UpdateItem", "PutItem"].contains(&&*call.operation)).count();
    let write_units = single + transactions.map(|items| 2 * items.len()).sum::<usize>();
    let mails = service.mails().await;

    // Each reader opens the last email in an ordinary browser, and presses the button that it finds.
    let last: BTreeMap<_, _> = mails.iter().map(|mail| (mailbox(mail), mail["text"].as_str().unwrap())).collect();
    for text in last.values() {
        let Some(at) = text.find("/activate/") else { continue };
        let link = text[at..].split_whitespace().next().unwrap();
        let press = service.request(reqwest::Method::POST, link).header("accept", BROWSER);
        Answer::of(press.header("sec-fetch-site", "same-origin").form(&[("", ""); 0])).await;
    }
    let active = |item: &&Item| item.get("status").is_some_and(|status| status.as_s().unwrap() == "active");
    let planted = service.items().await.values().filter(active).count();
    let to_victim = mails.iter().filter(|mail| mailbox(mail) == VICTIM).count();
    Damage { mails: mails.len(), to_victim, planted, guesses, stopped, write_units, hashes }
}

#[tokio::test]
async fn default_settings_stop_bot_within_a_minute() {
    let (before, after) = (attack(&DEFENCELESS).await, attack(&[]).await);
    println!("{:40} {:>12} {:>12}", "", "defenceless", "default");
    for (name, value) in [
        ("emails to strangers", (|damage: &Damage| damage.mails) as fn(&Damage) -> usize),
        ("emails to one mailbox", |damage| damage.to_victim),
        ("accounts with the bot's password", |damage| damage.planted),
        ("codes compared", |damage| damage.guesses),
        ("hashes of passwords", |damage| damage.hashes),
        ("write units", |damage| damage.write_units),
        ("millionths of a US dollar", Damage::cost),
    ] {
        println!("{name:40} {:12} {:12}", value(&before), value(&after));
    }
    let [first, second] =
        [&before, &after].map(|damage| damage.stopped.map_or("never".to_owned(), |at| at.to_string()));
    println!("{:40} {first:>12} {second:>12}", "seconds until the first 429");

    assert_eq!(before.stopped, None);
    assert!(before.mails >= 300 && before.to_victim >= 200 && before.planted >= 100, "{before:?}");
    // Thirty things in ten minutes: 18 registrations and 12 requests for emails.
    assert!(after.stopped.is_some_and(|seconds| seconds <= 60), "{after:?}");
    assert!(after.mails <= 30 && after.to_victim <= 5, "{after:?}");
    assert_eq!(after.planted, 0, "{after:?}");
    assert!(after.guesses <= 20 && after.hashes <= 30, "{after:?}");
    assert!(after.write_units * 2 < before.write_units, "{before:?} {after:?}");
}

/// Lets one source register addresses that bounce until registration pauses.
///
/// Returns the number of its registrations, and the seconds that they took.
async fn pause_by_bounces(settings: &[(&str, &str)]) -> (usize, i64) {
    let service = Service::with(&[&[crate::feedback::PAUSE], settings].concat()).await;
    let (mut registered, mut seconds) = (0, 0);
    while service.get_json("/register/allowed").await.json()["allowed"] == true {
        let address = format!("bounce+{registered}@simulator.amazonses.com");
        let body = json!({ "username": format!("bot{registered}x"), "email": address, "password": PASSWORD });
        registered += usize::from(service.post_json("/register", &body).await.status == 202);
        service.local.settle().await;
        service.advance(5);
        seconds += 5;
        assert!(seconds < 3600, "{registered} registrations");
    }
    (registered, seconds)
}

#[tokio::test]
async fn one_source_cannot_pause_registration_in_one_window() {
    let (before, after) = (pause_by_bounces(&DEFENCELESS).await, pause_by_bounces(&[]).await);
    println!("{:40} {:>12} {:>12}", "seconds until bounces pause registration", before.1, after.1);
    assert_eq!((before.0, after.0), (41, 41), "registrations that bounce");
    // The thirty-first registration waits for the next ten minutes.
    assert!(before.1 < 600 && after.1 > 600, "{before:?} {after:?}");
}
