//! A response with its whole body.

use reqwest::StatusCode;
use reqwest::header::HeaderMap;
use serde_json::Value;

#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// Returns each cookie that the answer sets, as `name=value; attributes`.
    pub(crate) fn cookies(&self) -> impl Iterator<Item = &str> {
        self.headers.get_all("set-cookie").iter().map(|value| value.to_str().unwrap())
    }

    /// Returns the cookie of this name.
    pub(crate) fn cookie(&self, name: &str) -> Option<&str> {
        self.cookies().find(|cookie| cookie.split('=').next() == Some(name))
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.body))
    }

    /// Returns the status and the code of a problem.
    pub(crate) fn problem(&self) -> (u16, String) {
        assert_eq!(self.header("content-type"), "application/problem+json", "{}", self.body);
        let problem = self.json();
        assert_eq!(problem["status"], self.status.as_u16());
        (self.status.as_u16(), problem["code"].as_str().unwrap().to_owned())
    }

    /// Returns the field and the code of every error of a form.
    pub(crate) fn errors(&self) -> Vec<(String, String)> {
        assert_eq!(self.problem(), (422, "validation_failed".to_owned()));
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let errors = self.json()["errors"].as_array().unwrap().clone();
        errors.iter().map(|error| (text(&error["field"]), text(&error["code"]))).collect()
    }
}
