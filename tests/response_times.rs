//! Strangers cannot see from the time of an answer whether an address has an account (invariant I4).
//!
//! A service has as many addresses with an account as without. A stranger uses each once, in random order, over every
//! route that takes an address or a handle. The rank test of Mann and Whitney then compares the two kinds. Both run in
//! the same services with the same data around them, so only the kind of the address differs.

use std::ops::Range;
use std::time::Duration;

use jiff::SignedDuration;
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};

use crate::import::PBKDF2;
use crate::support::{BROWSER, PASSWORD, Service};

/// The services of a sample. The engine gets slower with the number of changes, so none gets many.
const SERVICES: u64 = 4;
/// The addresses of each kind in a service.
const ADDRESSES: usize = 40;
/// The maximum difference of a sample, in standard deviations of the rank sum.
///
/// Chance exceeds it in both of two samples, in the same direction, once in 500,000 comparisons.
const MAX_DEVIATION: f64 = 3.0;

/// The times of one route, in microseconds.
struct Times {
    route: &'static str,
    known: Vec<f64>,
    unknown: Vec<f64>,
}

/// The times of all routes, in the order of their first use.
#[derive(Default)]
struct Sample(Vec<Times>);

/// An address, and whether it has an account.
struct Address {
    email: String,
    known: bool,
}

impl Sample {
    fn add(&mut self, route: &'static str, known: bool, time: Duration) {
        let index = self.0.iter().position(|times| times.route == route).unwrap_or_else(|| {
            self.0.push(Times { route, known: Vec::new(), unknown: Vec::new() });
            self.0.len() - 1
        });
        let times = &mut self.0[index];
        let times = if known { &mut times.known } else { &mut times.unknown };
        times.push(time.as_secs_f64() * 1e6);
    }

    fn unknown(&self, route: &str) -> &[f64] {
        &self.0.iter().find(|times| times.route == route).unwrap().unknown
    }
}

/// Returns by how many standard deviations the rank sum of `a` exceeds that of equal populations.
///
/// It is the normal approximation of the test of Mann and Whitney (1947), for times without ties.
fn deviation(a: &[f64], b: &[f64]) -> f64 {
    let mut all: Vec<_> = a.iter().map(|time| (time, true)).chain(b.iter().map(|time| (time, false))).collect();
    all.sort_by(|(a, _), (b, _)| a.total_cmp(b));
    let ranks: f64 = (1u32..).zip(all).filter(|(_, (_, is_a))| *is_a).map(|(rank, _)| f64::from(rank)).sum();
    let size = |sample: &[f64]| f64::from(u32::try_from(sample.len()).unwrap());
    let (n, m) = (size(a), size(b));
    (ranks - n * (n + m + 1.0) / 2.0) / (n * m * (n + m + 1.0) / 12.0).sqrt()
}

fn median(times: &[f64]) -> f64 {
    let mut times = times.to_vec();
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

#[expect(clippy::disallowed_methods, reason = "the times of answers are the subject, not the clock of the service")]
async fn timed(request: RequestBuilder) -> (Duration, Value) {
    let start = std::time::Instant::now();
    let answer = request.send().await.unwrap();
    let status = answer.status();
    let body = answer.text().await.unwrap();
    let time = start.elapsed();
    assert!(!status.is_server_error(), "{status}: {body}");
    (time, serde_json::from_str(&body).unwrap_or_default())
}

/// A stranger, who measures each answer.
struct Stranger<'a> {
    service: &'a Service,
    sample: &'a mut Sample,
    known: bool,
}

impl Stranger<'_> {
    async fn send(&mut self, route: &'static str, request: RequestBuilder) -> Value {
        let (time, body) = timed(request).await;
        self.sample.add(route, self.known, time);
        // The emails and signals that follow must not run alongside the next request.
        self.service.local.settle().await;
        body
    }

    async fn post(&mut self, route: &'static str, path: &str, body: &Value) -> Value {
        let request = self.service.request(Method::POST, path).header("accept", "application/json").json(body);
        self.send(route, request).await
    }

    /// Registers, and returns the handle.
    async fn register(&mut self, route: &'static str, username: &str, email: &str) -> String {
        let body = json!({ "username": username, "email": email, "password": PASSWORD, "idempotency_key": username });
        let answer = self.post(route, "/register", &body).await;
        answer["registration"].as_str().unwrap_or_else(|| panic!("{answer}")).to_owned()
    }

    /// Uses an address over every route.
    async fn use_address(&mut self, name: &str, email: &str) {
        let handle = self.register("registration", &format!("a{name}"), email).await;
        self.register("repeated registration", &format!("a{name}"), email).await;
        let code = json!({ "registration": handle, "code": "000000" });
        self.post("wrong code", "/activate/code", &code).await;
        let key = format!("/activate/{}", "a".repeat(32));
        self.post("unknown key", &key, &json!({ "registration": handle })).await;
        let status = self.service.request(Method::GET, "/register/complete").header("accept", "application/json");
        self.send("status", status.header("registration", &handle)).await;
        let page = self.service.request(Method::GET, "/register/complete").header("accept", BROWSER);
        self.send("page", page.header("cookie", format!("registration={handle}"))).await;
        self.post("email by handle", "/activate/resend", &json!({ "registration": handle })).await;
        self.post("email by address", "/activate/resend", &json!({ "email": email })).await;
        let other = format!("{name}@typo.example");
        let handle = self.register("other registration", &format!("b{name}"), &other).await;
        let correction = json!({ "registration": handle, "email": email });
        self.post("correction", "/register/email", &correction).await;
        let code = json!({ "registration": handle, "code": "000000" });
        self.post("wrong code after correction", "/activate/code", &code).await;
    }
}

/// Returns the addresses of a sample in random order. Those that are known have an account.
async fn addresses(service: &Service, seed: u64) -> Vec<Address> {
    let mut rng = ChaCha20Rng::seed_from_u64(seed);
    let mut addresses: Vec<_> = (0..2 * ADDRESSES)
        // A domain of its own, because wrong codes are counted for a domain.
        .map(|n| Address { email: format!("ann@s{seed}-{n}.example"), known: n % 2 == 0 })
        .collect();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("users.jsonl");
    let users = addresses.iter().enumerate().filter(|(_, address)| address.known).map(|(n, address)| {
        json!({ "username": format!("o{seed}n{n}"), "email": address.email, "password_hash": PBKDF2 }).to_string()
    });
    std::fs::write(&file, users.collect::<Vec<_>>().join("\n")).unwrap();
    let report = service.operator(&format!("users import {} --from plain", file.display())).await.unwrap();
    assert_eq!(report["imported"], ADDRESSES, "{report}");
    service.local.settle().await;
    for last in (1..addresses.len()).rev() {
        let bound = u64::try_from(last + 1).unwrap();
        addresses.swap(last, usize::try_from(rng.next_u64() % bound).unwrap());
    }
    addresses
}

async fn sample(seeds: Range<u64>) -> Sample {
    let mut sample = Sample::default();
    for seed in seeds {
        let service = Service::start().await;
        for (n, address) in addresses(&service, seed).await.into_iter().enumerate() {
            let mut stranger = Stranger { service: &service, sample: &mut sample, known: address.known };
            stranger.use_address(&n.to_string(), &address.email).await;
            service.aws_proxy.take_calls();
            // Wrong codes are counted by the hour.
            service.clock.advance(SignedDuration::from_hours(1));
        }
    }
    sample
}

#[tokio::test]
#[ignore = "it compares times, which takes minutes and a machine of its own: .ci/nightly runs it"]
async fn known_address_takes_as_long_as_unknown_one() {
    let samples = [sample(0..SERVICES).await, sample(SERVICES..2 * SERVICES).await];
    let mut distinguished = Vec::new();
    println!("{:28} {:>12} {:>12} {:>6} {:>6}", "", "known", "unknown", "z1", "z2");
    for (first, second) in samples[0].0.iter().zip(&samples[1].0) {
        let deviations = [first, second].map(|times| deviation(&times.known, &times.unknown));
        let all = |times: fn(&Times) -> &Vec<f64>| median(&[times(first).as_slice(), times(second)].concat());
        let (known, unknown) = (all(|times| &times.known), all(|times| &times.unknown));
        let [z1, z2] = deviations;
        println!("{:28} {known:9.0} us {unknown:9.0} us {z1:6.2} {z2:6.2}", first.route);
        if z1.abs().min(z2.abs()) > MAX_DEVIATION && z1.signum() == z2.signum() {
            distinguished.push(first.route);
        }
    }
    // One call to the table more is found, so the samples are large enough.
    for sample in &samples {
        let one_call = deviation(sample.unknown("email by handle"), sample.unknown("email by address"));
        assert!(one_call > MAX_DEVIATION, "the samples do not show a call to the table: {one_call:.2}");
    }
    assert!(distinguished.is_empty(), "known addresses take another time: {distinguished:?}");
}

#[test]
fn rank_test_finds_shifted_times() {
    let mut rng = ChaCha20Rng::seed_from_u64(1);
    let mut times = |shift: f64| -> Vec<f64> {
        (0..160).map(|_| shift + f64::from(u32::try_from(rng.next_u64() % 1000).unwrap())).collect()
    };
    let (a, b, later) = (times(0.0), times(0.5), times(200.25));
    assert!(deviation(&a, &b).abs() < MAX_DEVIATION, "{}", deviation(&a, &b));
    assert!(deviation(&later, &a) > MAX_DEVIATION && deviation(&a, &later) < -MAX_DEVIATION);
    assert!((deviation(&[1.0, 2.0], &[3.0, 4.0]) + 1.549).abs() < 0.001, "a rank sum of 3, where 5 is expected");
}
