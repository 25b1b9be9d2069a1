//! What a function is asked.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::Serialize;
use serde_json::Value;

use crate::request::Request;
use domain::form::CleanedData;
use domain::{User, Username};

/// The version of what is sent: another number when something is taken out or changes its meaning.
const VERSION: u32 = 1;

/// A method of the Backend API.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Method {
    RegistrationAllowed,
    Form,
    Register,
    Activate,
    Activatable,
    PostRegistrationRedirect,
    PostActivationRedirect,
}

/// One call.
#[derive(Debug, Serialize)]
pub(super) struct Call<'a> {
    version: u32,
    pub(super) method: Method,
    request: RequestPayload<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<Data<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    user: Option<&'a User>,
}

/// The request, without the body.
#[derive(Debug, Serialize)]
struct RequestPayload<'a> {
    id: &'a str,
    method: &'a str,
    path: &'a str,
    query: BTreeMap<&'a str, &'a str>,
    headers: BTreeMap<&'a str, String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source_ip: Option<&'a str>,
    claims: &'a BTreeMap<String, String>,
    received_at: Timestamp,
}

/// What the form accepted, without the password.
#[derive(Debug, Serialize)]
struct Data<'a> {
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    kind: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    username: Option<&'a str>,
    email: &'a str,
    fields: BTreeMap<&'a String, &'a Value>,
}

impl<'a> Call<'a> {
    pub(super) fn new(method: Method, request: &'a Request) -> Self {
        let mut query = BTreeMap::new();
        for (name, value) in &request.query {
            query.entry(name.as_str()).or_insert(value.as_str());
        }
        let headers = request.headers.keys().map(|name| {
            let values = request.headers.get_all(name).iter().filter_map(|value| value.to_str().ok());
            (name.as_str(), values.collect::<Vec<_>>().join(", "))
        });
        let facts = RequestPayload {
            id: &request.id,
            method: request.method.as_str(),
            path: &request.path,
            query,
            headers: headers.collect(),
            source_ip: request.source_ip.as_deref(),
            claims: &request.claims,
            received_at: request.received_at,
        };
        Self { version: VERSION, method, request: facts, data: None, user: None }
    }

    pub(super) fn with_data(mut self, data: &'a CleanedData) -> Self {
        self.data = Some(Data {
            kind: data.kind.as_deref(),
            username: data.username.as_ref().map(Username::as_str),
            email: data.email.as_str(),
            fields: data.fields.iter().chain(&data.private_fields).collect(),
        });
        self
    }

    pub(super) fn with_user(mut self, user: &'a User) -> Self {
        self.user = Some(user);
        self
    }
}
