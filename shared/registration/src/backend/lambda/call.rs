//! The call of a function.

use std::borrow::Cow;
use std::collections::BTreeMap;

use http::HeaderMap;
use http::header::COOKIE;
use jiff::Timestamp;
use serde::Serialize;
use serde_json::Value;

use crate::request::Request;
use crate::service_cookie::ServiceCookie;
use domain::form::CleanedData;
use domain::{RegistrationHandle, Token, User, Username};

/// The version of the format, which a removed or changed field increases.
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

/// The request without its body and without secrets: keys, handles and the cookies that carry them.
#[derive(Debug, Serialize)]
struct RequestPayload<'a> {
    id: &'a str,
    method: &'a str,
    path: Cow<'a, str>,
    query: BTreeMap<&'a str, &'a str>,
    headers: BTreeMap<&'a str, String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source_ip: Option<&'a str>,
    claims: &'a BTreeMap<String, String>,
    received_at: Timestamp,
}

/// The validated data without the password.
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
        for (name, value) in request.query.iter().filter(|(name, _)| name != Token::ACTIVATION_FIELD) {
            query.entry(name.as_str()).or_insert(value.as_str());
        }
        let headers = request
            .headers
            .keys()
            .filter(|name| ![RegistrationHandle::HEADER, COOKIE.as_str()].contains(&name.as_str()));
        let headers = headers.map(|name| {
            let values = request.headers.get_all(name).iter().filter_map(|value| value.to_str().ok());
            (name.as_str(), values.collect::<Vec<_>>().join(", "))
        });
        let cookies = foreign_cookies(&request.headers);
        let headers = headers.chain((!cookies.is_empty()).then_some((COOKIE.as_str(), cookies)));
        let facts = RequestPayload {
            id: &request.id,
            method: request.method.as_str(),
            path: path(&request.path),
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

/// Returns the path with `{key}` in place of an activation key.
fn path(path: &str) -> Cow<'_, str> {
    const ACTIVATE: &str = "/activate/";
    match path.strip_prefix(ACTIVATE) {
        Some(key) if Token::parse(key).is_some() => Cow::Owned(format!("{ACTIVATE}{{key}}")),
        _ => Cow::Borrowed(path),
    }
}

/// Returns the cookies that are not of this service, as in the header.
fn foreign_cookies(headers: &HeaderMap) -> String {
    let lines = headers.get_all(COOKIE).iter().filter_map(|line| line.to_str().ok());
    let cookies = lines.flat_map(|line| line.split(';')).map(str::trim);
    let is_foreign = |cookie: &&str| {
        let name = cookie.split('=').next().unwrap_or_default();
        !name.is_empty() && !ServiceCookie::is_name(name)
    };
    cookies.filter(is_foreign).collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use http::Method as HttpMethod;

    use super::*;

    const KEY: &str = "p2zqtg3crbnuvc5ehxd7myo6iks4jaw2";

    #[test]
    fn call_has_no_key_and_no_handle() {
        let handle = "01ARZ3NDEKTSV4RRFFQ69G5FAV.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
        let mut headers = HeaderMap::new();
        for line in [
            format!("tenant=blue; __Host-registration={handle}; registration={handle}"),
            format!("__Host-registration-0a1b2c3d={handle}; __Secure-account-name=x; openid-abcdefgh=x; theme=dark"),
        ] {
            headers.append(COOKIE, line.parse().unwrap());
        }
        headers.insert("registration", handle.parse().unwrap());
        headers.insert("authorization", "Bearer one".parse().unwrap());
        for (sent, expected) in [
            (format!("/activate/{KEY}"), "/activate/{key}"),
            (format!("/activate/{}", KEY.to_uppercase()), "/activate/{key}"),
            ("/activate/code".to_owned(), "/activate/code"),
            ("/register".to_owned(), "/register"),
        ] {
            let request = Request {
                method: HttpMethod::POST,
                path: sent,
                query: [("activation", KEY), ("a", "1"), ("activation", KEY)]
                    .map(|(name, value)| (name.to_owned(), value.to_owned()))
                    .to_vec(),
                headers: headers.clone(),
                ..Request::default()
            };
            let call = serde_json::to_value(Call::new(Method::Activate, &request)).unwrap();
            assert_eq!(call["request"]["path"], expected);
            assert_eq!(call["request"]["query"], serde_json::json!({ "a": "1" }));
            let sent = serde_json::json!({ "authorization": "Bearer one", "cookie": "tenant=blue; theme=dark" });
            assert_eq!(call["request"]["headers"], sent);
            let call = call.to_string().to_lowercase();
            assert!(!call.contains(KEY) && !call.contains(&handle.to_lowercase()), "{call}");
        }
    }
}
