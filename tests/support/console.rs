//! The operator's console, and a browser that uses it.

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use domain::Random;
use domain::clock::Clock;
use domain::settings::Environment;
use operator::{Actor, Operator};
use operator_console::{Connect, ConnectError, Console, Options};
use reqwest::header::HeaderMap;
use reqwest::{Client, Method, RequestBuilder, Url};
use statistics::{Source, Statistics};

use super::{Service, client};

/// The operator whom the acts of the console are recorded with.
pub(crate) const CONSOLE_OPERATOR: &str = "boss@console";

/// A console of a service, and the only browser that it lets in.
pub(crate) struct ConsoleBrowser {
    pub(crate) console: Console,
    http: Client,
    link: Url,
    cookie: Mutex<Option<String>>,
    pub(crate) deployment: Arc<Deployment>,
}

/// The deployment of a console, which a test can break.
pub(crate) struct Deployment {
    environment: Mutex<Result<Environment, String>>,
    clock: Arc<dyn Clock>,
    /// The URL of the service, if its log is known.
    pub(crate) log: Mutex<Option<String>>,
}

#[async_trait]
impl Connect for Deployment {
    async fn connect(&self) -> Result<Operator, ConnectError> {
        let environment = self.environment.lock().unwrap().clone()?;
        let actor = Actor::Named(CONSOLE_OPERATOR.to_owned());
        Ok(Operator::new(environment, Arc::clone(&self.clock), Random::system(), actor)?)
    }

    async fn statistics(&self, days: u16) -> Result<Option<Statistics>, ConnectError> {
        let Some(url) = self.log.lock().unwrap().clone() else { return Ok(None) };
        Ok(Some(statistics::read(&Source::Local { url }, days, self.clock.now()).await?))
    }
}

impl Deployment {
    pub(crate) fn set(&self, environment: Result<Environment, String>) {
        *self.environment.lock().unwrap() = environment;
    }
}

/// A page of the console.
#[derive(Debug)]
pub(crate) struct ConsolePage {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl ConsolePage {
    pub(crate) async fn of(request: RequestBuilder) -> Self {
        let response = request.send().await.expect("the console answers");
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        Self { status, headers, body: response.text().await.unwrap() }
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// Returns the text of the page, without its elements.
    pub(crate) fn text(&self) -> String {
        let pieces = self.body.split('<').map(|piece| piece.split_once('>').map_or(piece, |(_, text)| text));
        let text = pieces.collect::<Vec<_>>().join(" ");
        let entities =
            [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#x27;", "'"), ("&#x2f;", "/"), ("&amp;", "&")];
        let text = entities.iter().fold(text, |text, (entity, c)| text.replace(entity, c));
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Requires the status and a part of the text.
    #[track_caller]
    pub(crate) fn assert(&self, status: u16, text: &str) {
        assert_eq!(self.status, status, "{}", self.text());
        assert!(self.text().contains(text), "{text:?} is not in {}", self.text());
    }
}

impl Service {
    /// Starts a console that nobody has opened.
    pub(crate) async fn unopened_console(&self) -> ConsoleBrowser {
        let environment: Environment = self.local.environment().clone().into_iter().collect();
        let clock: Arc<dyn Clock> = self.clock.clone();
        let (environment, log) = (Mutex::new(Ok(environment)), Mutex::new(Some(self.local.url().to_owned())));
        let deployment = Arc::new(Deployment { environment, clock: Arc::clone(&clock), log });
        let operator = deployment.connect().await.unwrap();
        let connect: Arc<dyn Connect> = deployment.clone();
        let console = Console::start(Options { port: 0, operator, connect, clock, random: Random::system() });
        let console = console.await.unwrap();
        let link = console.url().parse().unwrap();
        ConsoleBrowser { console, http: client(), link, cookie: Mutex::new(None), deployment }
    }

    /// Starts a console, and lets the browser in.
    pub(crate) async fn console(&self) -> ConsoleBrowser {
        let browser = self.unopened_console().await;
        let opened = browser.open().await;
        assert_eq!(opened.status, 303, "{}", opened.body);
        let cookie = opened.header("set-cookie").split(';').next().unwrap().to_owned();
        *browser.cookie.lock().unwrap() = Some(cookie);
        browser
    }
}

impl ConsoleBrowser {
    /// Returns the path of all pages.
    pub(crate) fn base(&self) -> &str {
        self.link.path().strip_suffix("/open").unwrap()
    }

    pub(crate) fn origin(&self) -> String {
        self.link.origin().ascii_serialization()
    }

    /// Opens the link without a cookie.
    pub(crate) async fn open(&self) -> ConsolePage {
        ConsolePage::of(self.http.get(self.link.clone())).await
    }

    /// Returns a request for a path of the server, without the cookie.
    pub(crate) fn bare(&self, method: Method, path: &str) -> RequestBuilder {
        self.http.request(method, format!("{}{path}", self.origin()))
    }

    /// Returns a request for a page with the cookie, and nothing that a browser adds.
    pub(crate) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self.bare(method, &format!("{}{path}", self.base()));
        match &*self.cookie.lock().unwrap() {
            Some(cookie) => request.header("cookie", cookie),
            None => request,
        }
    }

    /// Opens a page, and follows redirects.
    pub(crate) async fn get(&self, path: &str) -> ConsolePage {
        let page = ConsolePage::of(self.request(Method::GET, path)).await;
        match page.headers.get("location") {
            Some(location) => {
                let path = location.to_str().unwrap().strip_prefix(self.base()).expect("a page of the console");
                Box::pin(self.get(path)).await
            }
            None => page,
        }
    }

    /// Sends a form of the console's own page.
    pub(crate) async fn submit(&self, path: &str, fields: &[(&str, &str)]) -> ConsolePage {
        let request = self.request(Method::POST, path).form(fields);
        ConsolePage::of(request.header("origin", self.origin()).header("sec-fetch-site", "same-origin")).await
    }

    /// Sends a form, and returns the page that it leads to.
    pub(crate) async fn post(&self, path: &str, fields: &[(&str, &str)]) -> ConsolePage {
        let page = self.submit(path, fields).await;
        match page.headers.get("location") {
            Some(location) => {
                assert_eq!(page.status, 303);
                let path = location.to_str().unwrap().strip_prefix(self.base()).expect("a page of the console");
                self.get(path).await
            }
            None => page,
        }
    }
}
