//! The service of one test, and helpers to use it.

mod answer;
mod aws_proxy;
mod call;
mod console;
mod contention;
mod engine;
mod faults;
mod function;
mod gateway;
mod handles;
mod iam_enforcer;
mod insights;
mod leaky_aws;
mod log;
mod log_service;
mod openapi;
mod openid_provider;
mod operator;
mod policy;
mod response_coverage;
mod send;
mod server;
mod siteverify_server;
mod stream;
mod table;
mod template;

use std::path::Path;
use std::sync::Arc;

use domain::Random;
use domain::clock::ManualClock;
use jiff::{SignedDuration, Timestamp};
use local::{Local, Options};
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use reqwest::{Client, Method, RequestBuilder, redirect};
use serde_json::{Value, json};

pub(crate) use answer::Answer;
pub(crate) use aws_proxy::AwsProxy;
pub(crate) use call::Call;
pub(crate) use console::{CONSOLE_OPERATOR, ConsoleBrowser, ConsolePage};
pub(crate) use contention::Contention;
pub(crate) use engine::{options, options_in};
pub(crate) use faults::Faults;
pub(crate) use function::Function;
pub(crate) use handles::{Handles, start_over_path};
pub(crate) use iam_enforcer::IamEnforcer;
pub(crate) use leaky_aws::LeakyAws;
pub(crate) use log::Log;
pub(crate) use log_service::LogService;
pub(crate) use openapi::OpenApi;
pub(crate) use openid_provider::{CLIENT_ID, OpenidFault, OpenidProvider, Signing, client_key};
pub(crate) use policy::{AccessRequest, Grant, Policies};
pub(crate) use response_coverage::{ResponseCoverage, ResponseKind};
pub(crate) use server::{forward_request, serve};
pub(crate) use siteverify_server::{Provider, ProviderFault, SECRET, SITE_KEY, SiteverifyServer};
pub(crate) use stream::batch;
pub(crate) use table::Item;
pub(crate) use template::Stack;

/// A password that is accepted.
pub(crate) const PASSWORD: &str = "correct horse battery staple";
/// Another accepted password.
pub(crate) const OTHER_PASSWORD: &str = "every tree has many leaves";
/// The `Accept` header of a browser.
pub(crate) const BROWSER: &str = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

/// The service of one test, with its clock.
pub(crate) struct Service {
    pub(crate) local: Local,
    pub(crate) clock: Arc<ManualClock>,
    pub(crate) http: Client,
    /// The proxy of the functions' calls.
    pub(crate) aws_proxy: AwsProxy,
    /// The handles of the registrations that its clients made.
    pub(crate) handles: Handles,
}

/// Returns the time at which the clock of every test begins.
pub(crate) fn initial_time() -> Timestamp {
    "2026-03-01T12:00:00Z".parse().unwrap()
}

/// Returns a source of keys and identifiers that differ for every seed.
pub(crate) fn seeded(seed: u64) -> Random {
    let mut rng = ChaCha20Rng::seed_from_u64(seed);
    Random::from_source(move |bytes| rng.fill_bytes(bytes))
}

/// Creates a client that does not follow redirects.
pub(crate) fn client() -> Client {
    Client::builder().redirect(redirect::Policy::none()).build().unwrap()
}

/// Adds settings to the options.
fn set(options: Options, variables: &[(&str, &str)]) -> Options {
    variables.iter().fold(options, |options, (name, value)| options.with(name, value))
}

impl Service {
    pub(crate) async fn start() -> Self {
        Self::with(&[]).await
    }

    /// Starts a service with these settings.
    pub(crate) async fn with(variables: &[(&str, &str)]) -> Self {
        let clock = Arc::new(ManualClock::new(initial_time()));
        Self::of(set(options(clock.clone(), seeded(7)), variables), clock).await
    }

    /// Starts a service with its data in a folder.
    pub(crate) async fn in_folder(folder: &Path, variables: &[(&str, &str)]) -> Self {
        let clock = Arc::new(ManualClock::new(initial_time()));
        // A second service opens the same data, and must not repeat the first one's identifiers.
        Self::of(set(options_in(folder, clock.clone(), Random::system()), variables), clock).await
    }

    /// Starts a service with these options, whose clock this is.
    pub(crate) async fn of(options: Options, clock: Arc<ManualClock>) -> Self {
        Log::install();
        let http = client();
        let aws_proxy = AwsProxy::start(http.clone()).await;
        let local = Local::start(aws_proxy.route_through(options)).await.expect("the service starts");
        aws_proxy.connect_to(&local);
        Self { local, clock, http, aws_proxy, handles: Handles::default() }
    }

    pub(crate) fn advance(&self, seconds: i64) {
        self.clock.advance(SignedDuration::from_secs(seconds));
    }

    pub(crate) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.http.request(method, format!("{}{path}", self.local.url()))
    }

    /// Sends `GET` as a browser.
    pub(crate) async fn get(&self, path: &str) -> Answer {
        Answer::of(self.request(Method::GET, path).header("accept", BROWSER)).await
    }

    /// Submits a form as a browser.
    pub(crate) async fn post_form(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let request = self.request(Method::POST, path).header("accept", BROWSER).form(fields);
        let answer = Answer::of(request.header("sec-fetch-site", "same-origin")).await;
        self.handles.keep(&answer);
        answer
    }

    /// Sends `GET` as a program.
    pub(crate) async fn get_json(&self, path: &str) -> Answer {
        Answer::of(self.request(Method::GET, path).header("accept", "application/json")).await
    }

    /// Sends `POST` as a program.
    pub(crate) async fn post_json(&self, path: &str, body: &Value) -> Answer {
        let request = self.request(Method::POST, path).header("accept", "application/json").json(body);
        let answer = Answer::of(request).await;
        self.handles.keep(&answer);
        answer
    }

    /// Registers a user.
    pub(crate) async fn register(&self, username: &str, email: &str) -> Answer {
        self.register_at("/register", username, email).await
    }

    /// Registers a user with a password.
    pub(crate) async fn register_with(&self, username: &str, email: &str, password: &str) -> Answer {
        let body = json!({ "username": username, "email": email, "password": password });
        self.post_json("/register", &body).await
    }

    /// Registers a user at another URL of the form.
    pub(crate) async fn register_at(&self, path: &str, username: &str, email: &str) -> Answer {
        self.post_json(path, &json!({ "username": username, "email": email, "password": PASSWORD })).await
    }

    /// Registers a user, and returns the path of the link in the email.
    pub(crate) async fn pending(&self, username: &str, email: &str) -> String {
        assert_eq!(self.register(username, email).await.status, 202);
        self.link_to(email).await
    }

    /// Registers a user and activates the account.
    pub(crate) async fn active(&self, username: &str, email: &str) {
        let link = self.pending(username, email).await;
        assert_eq!(self.activate(&link).await.status, 200);
    }

    /// Returns the path of the link in the last email to an address.
    pub(crate) async fn link_to(&self, email: &str) -> String {
        self.path_to(email, "/activate/").await
    }

    /// Returns the path of the link in the last email to an approver.
    pub(crate) async fn approval_link_to(&self, approver: &str) -> String {
        self.path_to(approver, "/approve/").await
    }

    /// Returns the path of the link in the last invitation that was mailed to an address.
    pub(crate) async fn invitation_link_to(&self, email: &str) -> String {
        self.path_to(email, "/register?invitation=").await
    }

    async fn path_to(&self, email: &str, start: &str) -> String {
        let text = self.text_to(email).await;
        let at = text.find(start).expect("the email has a link");
        text[at..].split_whitespace().next().unwrap().to_owned()
    }

    /// Returns the code in the last email to an address: its first six digits in a row.
    pub(crate) async fn code_to(&self, email: &str) -> String {
        let text = self.text_to(email).await;
        let digits = text.split(|c: char| !c.is_ascii_digit()).find(|run| run.len() == 6);
        digits.expect("the email has a code").to_owned()
    }

    async fn text_to(&self, email: &str) -> String {
        let mails = self.mails().await;
        let is_to = |mail: &&Value| mail["to"].as_str().unwrap().eq_ignore_ascii_case(email);
        mails.iter().rfind(is_to).expect("an email")["text"].as_str().unwrap().to_owned()
    }

    /// Returns every email, oldest first.
    pub(crate) async fn mails(&self) -> Vec<Value> {
        self.local.settle().await;
        self.get_json("/_local/mail").await.json().as_array().unwrap().clone()
    }

    /// Returns every event, oldest first.
    pub(crate) async fn events(&self) -> Vec<Value> {
        self.local.settle().await;
        self.get_json("/_local/events").await.json().as_array().unwrap().clone()
    }

    /// Returns the `detail` of every event, oldest first.
    pub(crate) async fn details(&self) -> Vec<Value> {
        let events = self.events().await;
        events.iter().map(|event| serde_json::from_str(event["Detail"].as_str().unwrap()).unwrap()).collect()
    }

    /// Returns the kind of every event, and its username or address, oldest first.
    pub(crate) async fn signals(&self) -> Vec<(String, String)> {
        let signal = |event: &Value| {
            let detail: Value = serde_json::from_str(event["Detail"].as_str().unwrap()).unwrap();
            let text = |value: &Value| value.as_str().unwrap().to_owned();
            let subject = detail.get("user").unwrap_or(&detail["place"]);
            (
                text(&event["DetailType"]),
                text(["username", "email", "id"].iter().find_map(|name| subject.get(name)).unwrap()),
            )
        };
        self.events().await.iter().map(signal).collect()
    }
}

/// Builds the expected value of [`Service::signals`].
pub(crate) fn signals(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected.iter().map(|(kind, username)| ((*kind).to_owned(), (*username).to_owned())).collect()
}
