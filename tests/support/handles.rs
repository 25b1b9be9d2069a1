//! The clients that register: each keeps the handle of its registration, and activates with it.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use domain::Token;
use reqwest::Method;
use serde_json::json;

use super::{Answer, BROWSER, Service};

/// The handles that were given out, by the user. Clones share them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Handles(Arc<Mutex<Kept>>);

#[derive(Debug, Default)]
struct Kept {
    by_user: BTreeMap<String, String>,
    /// The name of the cookie of the last handle.
    cookie: Option<String>,
}

impl Handles {
    /// Keeps the handle in the answer to a registration, if it has one.
    pub(crate) fn keep(&self, answer: &Answer) {
        let body: Option<serde_json::Value> = serde_json::from_str(&answer.body).ok();
        let in_body = body.as_ref().and_then(|body| body["registration"].as_str());
        let mut cookies = answer.cookies().filter_map(|cookie| cookie.split(';').next()?.split_once('='));
        let cookie = cookies.find(|(name, _)| name.trim_start_matches("__Host-").starts_with("registration"));
        let in_cookie = cookie.map(|(_, handle)| handle);
        if let Some((handle, (user, _))) =
            in_body.or(in_cookie).and_then(|handle| Some((handle, handle.split_once('.')?)))
        {
            let mut kept = self.0.lock().unwrap();
            kept.by_user.insert(user.to_owned(), handle.to_owned());
            kept.cookie = cookie.map(|(name, _)| name.to_owned());
        }
    }

    /// Returns the handle of a user's registration.
    pub(crate) fn of(&self, user: &str) -> Option<String> {
        self.0.lock().unwrap().by_user.get(user).cloned()
    }
}

/// Returns the path at which the reader of a link starts over.
pub(crate) fn start_over_path(link: &str) -> String {
    link.replace("/activate/", "/register?activation=")
}

impl Service {
    /// Returns the handle of the registration that a link was mailed for, if its client kept one.
    pub(crate) async fn handle_for(&self, link: &str) -> Option<String> {
        let key = link.trim_start_matches("/activate/").split('?').next().unwrap();
        let pk = format!("KEY#{}", Token::parse(key)?.hash().as_str());
        let user = self.items().await.get(&pk)?["user"].as_m().unwrap()["id"].as_s().unwrap().clone();
        self.handles.of(&user)
    }

    /// Activates by a link, as the program that registered.
    pub(crate) async fn activate(&self, link: &str) -> Answer {
        let handle = self.handle_for(link).await;
        self.activate_with(link, handle.as_deref()).await
    }

    /// Activates by a link, as a program with this handle.
    pub(crate) async fn activate_with(&self, link: &str, handle: Option<&str>) -> Answer {
        self.post_json(link, &json!({ "registration": handle })).await
    }

    /// Opens a link, in the browser that registered.
    pub(crate) async fn open(&self, link: &str) -> Answer {
        let cookie = self.cookie_for(link).await;
        Answer::of(self.request(Method::GET, link).header("accept", BROWSER).header("cookie", cookie)).await
    }

    /// Presses the button of the page at a link, in the browser that registered.
    pub(crate) async fn press(&self, link: &str) -> Answer {
        let cookie = self.cookie_for(link).await;
        let request = self.request(Method::POST, link).header("accept", BROWSER).header("cookie", cookie);
        Answer::of(request.header("sec-fetch-site", "same-origin").form(&[("", ""); 0])).await
    }

    async fn cookie_for(&self, link: &str) -> String {
        let name = self.handles.0.lock().unwrap().cookie.clone().unwrap_or("registration".to_owned());
        format!("{name}={}", self.handle_for(link).await.unwrap_or_default())
    }
}
