//! `local` is killed repeatedly under load, and no accepted registration is lost.

#![expect(clippy::unwrap_used, reason = "in a test a panic is the report")]

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use reqwest::Client;
use serde_json::{Value, json};
use tokio::sync::Notify;
use tokio::task::JoinSet;
use tokio::time::sleep;

/// The number of kills, unless `KILLS` sets another.
const KILLS: u32 = 5;
/// The number of concurrent registrations.
const AT_A_TIME: usize = 4;

struct Process {
    child: Child,
    url: String,
}

impl Process {
    fn start(data: &Path) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_local"))
            .args(["--port", "0", "--data"])
            .arg(data)
            .env("RUST_LOG", "off")
            .env("REGISTRATION_LIMIT_PER_SOURCE", "off")
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let line = BufReader::new(child.stdout.take().unwrap()).lines().next().unwrap().unwrap();
        let url = line.split_whitespace().last().unwrap().to_owned();
        Self { child, url }
    }

    /// Kills the process by SIGKILL, on Unix.
    fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn accepted_registration_survives_every_kill() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let http = Client::new();
    let mut accepted = BTreeSet::new();
    let kills = kills_from_env().unwrap_or(KILLS);
    for round in 0..kills {
        let process = Process::start(&data);
        let (mut registrations, first) = (JoinSet::new(), Arc::new(Notify::new()));
        for place in 0..AT_A_TIME {
            let (http, url, first) = (http.clone(), process.url.clone(), Arc::clone(&first));
            registrations.spawn(async move {
                let mut accepted = Vec::new();
                for n in 0.. {
                    let username = format!("u{round}.{place}.{n}");
                    match register(&http, &url, &username).await {
                        Some(202) => {
                            accepted.push(username);
                            first.notify_one();
                        }
                        Some(other) => panic!("{username} was answered {other}"),
                        None => return accepted,
                    }
                }
                accepted
            });
        }
        // Each round kills at another moment.
        first.notified().await;
        sleep(Duration::from_millis(u64::from(round * 37 % 250))).await;
        process.kill();
        while let Some(names) = registrations.join_next().await {
            accepted.extend(names.unwrap());
        }
    }

    let process = Process::start(&data);
    let (mut mailed, mut signalled) = (BTreeSet::new(), BTreeSet::new());
    for _ in 0..1200 {
        mailed = names(&http, &process.url, "mail").await;
        signalled = names(&http, &process.url, "events").await;
        if accepted.is_subset(&mailed) && accepted.is_subset(&signalled) {
            break;
        }
        sleep(Duration::from_millis(100)).await;
    }
    process.kill();
    assert_eq!(accepted.difference(&signalled).collect::<Vec<_>>(), Vec::<&String>::new(), "not signalled");
    assert_eq!(accepted.difference(&mailed).collect::<Vec<_>>(), Vec::<&String>::new(), "not mailed");
}

/// Registers, and returns the status of the answer, if there is one.
async fn register(http: &Client, url: &str, username: &str) -> Option<u16> {
    let email = format!("{username}@example.com");
    let body = json!({ "username": username, "email": email, "password": "correct horse battery staple" });
    let answer = http.post(format!("{url}/register")).header("accept", "application/json").json(&body).send().await;
    Some(answer.ok()?.status().as_u16())
}

/// Returns the usernames in the inbox or in the event log.
async fn names(http: &Client, url: &str, of: &str) -> BTreeSet<String> {
    let list = http.get(format!("{url}/_local/{of}")).header("accept", "application/json").send().await.unwrap();
    let list: Vec<Value> = list.json().await.unwrap();
    let of_mail = |mail: &Value| mail["to"].as_str().unwrap().trim_end_matches("@example.com").to_owned();
    let of_event = |event: &Value| {
        let detail: Value = serde_json::from_str(event["Detail"].as_str().unwrap()).unwrap();
        detail["user"]["username"].as_str().unwrap().to_owned()
    };
    list.iter().map(|entry| if of == "mail" { of_mail(entry) } else { of_event(entry) }).collect()
}

#[expect(clippy::disallowed_methods, reason = "the number of kills is no setting of the service")]
fn kills_from_env() -> Option<u32> {
    std::env::var("KILLS").ok().map(|value| value.parse().expect("a number"))
}
