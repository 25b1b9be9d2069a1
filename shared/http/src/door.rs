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
enum Door {
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
    door: Door,
    pub(super) request: ApiGatewayV2httpRequest,
}

/// An answer in the form of its door.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub(super) enum DoorAnswer<A> {
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
            return Ok(Self { door: Door::HttpApi, request });
        }
        let event: ProxyEvent = serde_json::from_str(event.get()).map_err(D::Error::custom)?;
        let door = event.door();
        let request = serde_json::from_value(event.into_http_api(door)).map_err(D::Error::custom)?;
        Ok(Self { door, request })
    }
}

impl Event {
    /// Returns an answer to an HTTP API in the form of the event's door.
    pub(super) fn answer<A: Serialize>(&self, answer: A) -> DoorAnswer<A> {
        match self.door {
            Door::HttpApi => DoorAnswer::HttpApi(answer),
            // It has texts and numbers only, so it can be written.
            door => DoorAnswer::Other(door.convert(&serde_json::to_value(&answer).unwrap_or_default())),
        }
    }
}

impl ProxyEvent {
    fn door(&self) -> Door {
        match (&self.request_context.elb, &self.multi_value_headers) {
            (None, _) => Door::RestApi,
            (Some(_), None) => Door::LoadBalancer,
            (Some(_), Some(_)) => Door::LoadBalancerWithMultiValues,
        }
    }

    /// Returns the event that an HTTP API would send for the same request.
    fn into_http_api(self, door: Door) -> Value {
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
        let query = match door {
            // A REST API decodes the parameters, and a load balancer leaves them as they were sent.
            Door::RestApi => Serializer::new(String::new()).extend_pairs(pairs).finish(),
            _ => pairs.map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&"),
        };
        let context = self.request_context;
        let (source_ip, request_id) = match door {
            Door::RestApi => (context.identity.source_ip, context.request_id),
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

impl Door {
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

#[cfg(test)]
mod tests {
    use lambda_http::request::RequestContext;
    use lambda_http::{Request, RequestExt};

    use super::*;
    use crate::event::{body, invoke};

    /// Returns the answer to an event, whose body says what the handler saw.
    async fn answer(event: Value) -> Value {
        let answer = invoke(event, async |request: Request| {
            let Some(RequestContext::ApiGatewayV2(context)) = request.request_context_ref() else {
                panic!("a context")
            };
            let query = request.uri().query().unwrap_or_default().as_bytes();
            let seen = json!({
                "method": request.method().as_str(),
                "path": request.raw_http_path(),
                "query": form_urlencoded::parse(query).into_owned().collect::<Vec<_>>(),
                "cookie": request.headers().get("cookie").map(|cookie| cookie.to_str().unwrap()),
                "accept": request.headers().get("accept").map(|accept| accept.to_str().unwrap()),
                "source": context.http.source_ip,
                "id": context.request_id,
                "claims": context.authorizer.as_ref().and_then(|from| Some(json!(from.jwt.as_ref()?.claims))),
                "body": String::from_utf8(body(&request).unwrap().to_vec()).unwrap(),
            });
            let response = http::Response::builder().status(303).header("location", "/next");
            let response = response.header("set-cookie", "a=1").header("set-cookie", "b=2");
            response.body(seen.to_string()).unwrap()
        });
        answer.await.unwrap()
    }

    fn seen(answer: &Value) -> Value {
        serde_json::from_str(answer["body"].as_str().unwrap()).unwrap()
    }

    fn rest_api() -> Value {
        json!({
            "resource": "/{proxy+}",
            "path": "/activate/resend",
            "httpMethod": "POST",
            "headers": { "accept": "text/html", "cookie": "y=2" },
            "multiValueHeaders": { "Accept": ["application/json", "text/html"], "Cookie": ["x=1", "y=2"], "Bad Name": ["1"] },
            "queryStringParameters": { "lang": "pt BR" },
            "multiValueQueryStringParameters": { "lang": ["de&x", "pt BR"], "é": [""] },
            "body": "e30=",
            "isBase64Encoded": true,
            "requestContext": {
                "requestId": "c6af9ac6",
                "stage": "prod",
                "path": "/prod/activate/resend",
                "identity": { "sourceIp": "192.0.2.7" },
                "authorizer": { "claims": { "sub": "1", "email_verified": true } },
            },
        })
    }

    fn load_balancer() -> Value {
        json!({
            "requestContext": { "elb": { "targetGroupArn": "arn:aws:elasticloadbalancing:eu-west-1:1:targetgroup/a/b" } },
            "httpMethod": "GET",
            "path": "/register",
            "queryStringParameters": { "lang": "pt%20BR", "invitation": "a%26b" },
            "headers": {
                "accept": "text/html", "cookie": "x=1; y=2", "x-forwarded-for": "198.51.100.9, 192.0.2.7",
                "x-amzn-trace-id": "Root=1-5c53",
            },
            "body": "",
            "isBase64Encoded": false,
        })
    }

    #[tokio::test]
    async fn rest_api_is_understood_and_answered() {
        let answer = answer(rest_api()).await;
        assert_eq!(
            seen(&answer),
            json!({
                "method": "POST",
                "path": "/activate/resend",
                "query": [["lang", "de&x"], ["lang", "pt BR"], ["é", ""]],
                "cookie": "x=1; y=2",
                "accept": "application/json, text/html",
                "source": "192.0.2.7",
                "id": "c6af9ac6",
                "claims": { "sub": "1", "email_verified": "true" },
                "body": "{}",
            })
        );
        assert_eq!(answer["statusCode"], 303);
        assert_eq!(answer["multiValueHeaders"], json!({ "location": ["/next"], "set-cookie": ["a=1", "b=2"] }));
        assert_eq!((answer.get("headers"), answer.get("statusDescription")), (None, None));
    }

    #[tokio::test]
    async fn load_balancer_is_understood_and_answered() {
        let answer = answer(load_balancer()).await;
        assert_eq!(
            seen(&answer),
            json!({
                "method": "GET",
                "path": "/register",
                "query": [["invitation", "a&b"], ["lang", "pt BR"]],
                "cookie": "x=1; y=2",
                "accept": "text/html",
                "source": "192.0.2.7",
                "id": "",
                "claims": null,
                "body": "",
            })
        );
        assert_eq!((&answer["statusCode"], &answer["statusDescription"]), (&json!(303), &json!("303 See Other")));
        assert_eq!(answer["headers"], json!({ "location": "/next", "set-cookie": "a=1", "Set-cookie": "b=2" }));
        assert_eq!(answer.get("multiValueHeaders"), None);
    }

    #[tokio::test]
    async fn load_balancer_with_multi_values_gets_them_back() {
        let mut event = load_balancer();
        event["headers"] = Value::Null;
        event["queryStringParameters"] = Value::Null;
        event["multiValueHeaders"] = json!({ "x-forwarded-for": ["2001:db8::1"], "cookie": ["x=1", "y=2"] });
        event["multiValueQueryStringParameters"] = json!({ "a": ["1%2B1", "2"] });
        let answer = answer(event).await;
        let seen = seen(&answer);
        assert_eq!((&seen["cookie"], &seen["source"]), (&json!("x=1; y=2"), &json!("2001:db8::1")));
        assert_eq!(seen["query"], json!([["a", "1+1"], ["a", "2"]]));
        assert_eq!(answer["multiValueHeaders"], json!({ "location": ["/next"], "set-cookie": ["a=1", "b=2"] }));
        assert_eq!(answer["statusDescription"], "303 See Other");
    }

    #[tokio::test]
    async fn client_of_load_balancer_cannot_choose_its_source() {
        for (forwarded, source) in [
            (json!(["203.0.113.9, 192.0.2.7"]), Some("192.0.2.7")),
            (json!(["203.0.113.9", "198.51.100.1,192.0.2.7"]), Some("192.0.2.7")),
            (json!(["203.0.113.9", "\u{1}, 192.0.2.7"]), Some("192.0.2.7")),
            (json!(["192.0.2.7:51234"]), Some("192.0.2.7")),
            (json!(["203.0.113.9, [2001:db8::1]:443"]), Some("2001:db8::1")),
            (json!(["203.0.113.9, unknown"]), None),
            (json!([]), None),
        ] {
            let mut event = load_balancer();
            event["multiValueHeaders"] = json!({ "X-Forwarded-For": forwarded });
            assert_eq!(seen(&answer(event).await)["source"].as_str(), source, "{forwarded}");
        }
    }

    #[tokio::test]
    async fn function_url_has_event_of_http_api() {
        let event = json!({
            "version": "2.0",
            "rawPath": "/register",
            "rawQueryString": "lang=de",
            "cookies": ["x=1"],
            "headers": { "accept": "text/html" },
            "isBase64Encoded": false,
            "requestContext": {
                "requestId": "id", "authentication": null, "stage": "$default",
                "authorizer": { "iam": { "accessKey": "AKIA", "accountId": "1" } },
                "http": { "method": "GET", "path": "/register", "sourceIp": "192.0.2.7" },
            },
        });
        let mut of_watch = event.clone();
        of_watch["httpMethod"] = "GET".into();
        for event in [event, of_watch] {
            let answer = answer(event).await;
            assert_eq!(seen(&answer)["source"], "192.0.2.7");
            assert_eq!(answer["cookies"], json!(["a=1", "b=2"]));
        }
    }

    #[tokio::test]
    async fn bad_events_of_other_doors_do_no_harm() {
        for path in ["", "register", "/\"<>é?#", "//"] {
            for query in ["\"", "%", "=&=", "é", "#"] {
                for mut event in [rest_api(), load_balancer()] {
                    event["path"] = path.into();
                    event["multiValueQueryStringParameters"] = json!({ query: [query] });
                    event["headers"]["host"] = "[::1".into();
                    event["isBase64Encoded"] = false.into();
                    assert_eq!(answer(event).await["statusCode"], 303, "{path:?} {query:?}");
                }
            }
        }
    }
}
