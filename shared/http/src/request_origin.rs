//! The services that call a function for an HTTP request, each with its own event and answer.
//!
//! The rest of the crate has one form, that of API Gateway's HTTP API (payload format 2.0), which function URLs share.
//! The events of a REST API and of an Application Load Balancer become such events. Their answers are converted back.

use std::collections::BTreeMap;

use form_urlencoded::Serializer;
use http::{HeaderName, HeaderValue, StatusCode};
use lambda_http::aws_lambda_events::apigw::ApiGatewayV2httpRequest;
use serde::de::{Error, IgnoredAny};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::value::RawValue;
use serde_json::{Map, Value, json};

use crate::edge::parse_address;

/// The service that the answer goes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum RequestOrigin {
    /// API Gateway's HTTP API, or a function URL.
    HttpApi,
    /// API Gateway's REST API, with the proxy integration.
    RestApi,
    /// A load balancer that keeps only one value of each header.
    LoadBalancer,
    /// A load balancer with `lambda.multi_value_headers.enabled`.
    LoadBalancerWithMultiValues,
}

/// An event for an HTTP request.
#[derive(Debug)]
pub(super) struct Event {
    origin: RequestOrigin,
    pub(super) request: ApiGatewayV2httpRequest,
}

/// An answer in the form of its origin.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub(super) enum LambdaResponse<A> {
    HttpApi(A),
    Other(Value),
}

/// The fields that distinguish the events. `cargo lambda watch` sends both.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Kind {
    raw_path: Option<IgnoredAny>,
    http_method: Option<IgnoredAny>,
}

/// The event of a REST API or of a load balancer.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ProxyEvent {
    http_method: String,
    path: String,
    headers: Option<BTreeMap<String, String>>,
    multi_value_headers: Option<BTreeMap<String, Vec<String>>>,
    query_string_parameters: Option<BTreeMap<String, String>>,
    multi_value_query_string_parameters: Option<BTreeMap<String, Vec<String>>>,
    body: Option<String>,
    #[serde(default)]
    is_base64_encoded: bool,
    request_context: ProxyContext,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ProxyContext {
    /// Only load balancers have it.
    elb: Option<IgnoredAny>,
    request_id: Option<String>,
    #[serde(default)]
    identity: Identity,
    authorizer: Option<Map<String, Value>>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Identity {
    source_ip: Option<String>,
}

impl<'de> Deserialize<'de> for Event {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let event = Box::<RawValue>::deserialize(deserializer)?;
        let kind: Kind = serde_json::from_str(event.get()).map_err(D::Error::custom)?;
        if kind.raw_path.is_some() || kind.http_method.is_none() {
            let request = serde_json::from_str(event.get()).map_err(D::Error::custom)?;
            return Ok(Self { origin: RequestOrigin::HttpApi, request });
        }
        let event: ProxyEvent = serde_json::from_str(event.get()).map_err(D::Error::custom)?;
        let origin = event.origin();
        let request = serde_json::from_value(event.into_http_api(origin)).map_err(D::Error::custom)?;
        Ok(Self { origin, request })
    }
}

impl Event {
    /// Returns an answer to an HTTP API in the form of the event's origin.
    pub(super) fn answer<A: Serialize>(&self, answer: A) -> LambdaResponse<A> {
        match self.origin {
            RequestOrigin::HttpApi => LambdaResponse::HttpApi(answer),
            // It has texts and numbers only, so it can be written.
            origin => LambdaResponse::Other(origin.convert(&serde_json::to_value(&answer).unwrap_or_default())),
        }
    }
}

impl ProxyEvent {
    fn origin(&self) -> RequestOrigin {
        match (&self.request_context.elb, &self.multi_value_headers) {
            (None, _) => RequestOrigin::RestApi,
            (Some(_), None) => RequestOrigin::LoadBalancer,
            (Some(_), Some(_)) => RequestOrigin::LoadBalancerWithMultiValues,
        }
    }

    /// Returns the event that an HTTP API would send for the same request.
    fn into_http_api(self, origin: RequestOrigin) -> Value {
        let headers = self.multi_value_headers.unwrap_or_else(|| single_values(self.headers));
        // A load balancer adds the address of its client at the end. The client can send all that is before it.
        let forwarded = headers.iter().filter(|(name, _)| name.eq_ignore_ascii_case("x-forwarded-for"));
        let forwarded_for = forwarded.filter_map(|(_, values)| values.last()?.rsplit(',').next()).next_back();
        let forwarded_for = forwarded_for.and_then(parse_address);
        let valid =
            |name: &str, value: &str| HeaderName::try_from(name).is_ok() && HeaderValue::from_str(value).is_ok();
        let mut joined = BTreeMap::<String, String>::new();
        for (name, values) in headers {
            let name = name.to_ascii_lowercase();
            for value in values.into_iter().filter(|value| valid(&name, value)) {
                // A header of several values is one list (RFC 9110, 5.3), except for that of cookies.
                let separator = if name == "cookie" { "; " } else { ", " };
                let joined: &mut String = joined.entry(name.clone()).or_default();
                if !joined.is_empty() {
                    joined.push_str(separator);
                }
                joined.push_str(&value);
            }
        }
        let parameters =
            self.multi_value_query_string_parameters.unwrap_or_else(|| single_values(self.query_string_parameters));
        let pairs = parameters.iter().flat_map(|(name, values)| values.iter().map(move |value| (name, value)));
        let query = match origin {
            // A REST API decodes the parameters, and a load balancer leaves them as they were sent.
            RequestOrigin::RestApi => Serializer::new(String::new()).extend_pairs(pairs).finish(),
            _ => pairs.map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&"),
        };
        let context = self.request_context;
        let (source_ip, request_id) = match origin {
            RequestOrigin::RestApi => (context.identity.source_ip, context.request_id),
            // It has an id that the client can choose, so it gets Lambda's.
            _ => (forwarded_for, None),
        };
        let claims = context.authorizer.and_then(|mut authorizer| authorizer.remove("claims"));
        let claims: Option<Map<_, _>> = claims.as_ref().and_then(Value::as_object).map(|claims| {
            let text = |claim: &Value| claim.as_str().map_or_else(|| claim.to_string(), str::to_owned);
            claims.iter().map(|(name, claim)| (name.clone(), text(claim).into())).collect()
        });
        json!({
            "version": "2.0",
            "rawPath": self.path,
            "rawQueryString": query,
            "headers": joined,
            "body": self.body,
            "isBase64Encoded": self.is_base64_encoded,
            "requestContext": {
                "requestId": request_id,
                "authorizer": claims.map(|claims| json!({ "jwt": { "claims": claims } })),
                "http": { "method": self.http_method, "path": self.path, "sourceIp": source_ip },
            },
        })
    }
}

fn single_values(values: Option<BTreeMap<String, String>>) -> BTreeMap<String, Vec<String>> {
    values.unwrap_or_default().into_iter().map(|(name, value)| (name, vec![value])).collect()
}

impl RequestOrigin {
    /// Converts an answer to an HTTP API.
    fn convert(self, answer: &Value) -> Value {
        let status = &answer["statusCode"];
        let headers = answer["headers"].as_object().into_iter().flatten();
        let cookies = answer["cookies"].as_array().into_iter().flatten();
        let mut converted =
            json!({ "statusCode": status, "body": answer["body"], "isBase64Encoded": answer["isBase64Encoded"] });
        if self != Self::RestApi {
            let code = status.as_u64().and_then(|status| u16::try_from(status).ok());
            let code = code.and_then(|status| StatusCode::from_u16(status).ok());
            converted["statusDescription"] = code.map(|code| code.to_string()).into();
        }
        if self == Self::LoadBalancer {
            // One name has one value here, and names are compared without case. So each cookie has a name of its case.
            let cookies = cookies.enumerate().map(|(n, cookie)| (in_case(SET_COOKIE, n), cookie.clone()));
            let headers = headers.map(|(name, value)| (name.clone(), value.clone()));
            converted["headers"] = headers.chain(cookies).collect();
        } else {
            let mut all: Map<_, _> = headers.map(|(name, value)| (name.clone(), json!([value]))).collect();
            let cookies: Vec<_> = cookies.cloned().collect();
            if !cookies.is_empty() {
                all.insert(SET_COOKIE.to_owned(), cookies.into());
            }
            converted["multiValueHeaders"] = all.into();
        }
        converted
    }
}

const SET_COOKIE: &str = "set-cookie";

/// Returns a name whose letters are upper case at the bits of `n`.
fn in_case(name: &str, n: usize) -> String {
    name.chars().enumerate().map(|(at, c)| if n >> at & 1 == 1 { c.to_ascii_uppercase() } else { c }).collect()
}
