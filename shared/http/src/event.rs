//! The conversion of Lambda's events to requests, and of responses to answers.
//!
//! `lambda_http` converts both. It panics on characters that are not allowed in a URI, and on a body that is not
//! base64, so each event is repaired before. The rest of the crate only sees requests and responses.

use std::convert::Infallible;
use std::future::ready;

use data_encoding::BASE64;
use http::header::{HOST, HeaderName, HeaderValue};
use http::{Response, Uri};
use lambda_http::aws_lambda_events::apigw::ApiGatewayV2httpRequest;
use lambda_http::lambda_runtime::tower::{ServiceExt, service_fn};
use lambda_http::lambda_runtime::{Error, LambdaEvent, Service};
use lambda_http::request::LambdaRequest;
use lambda_http::{Adapter, Body, Context, IntoResponse, Request};
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use serde::Serialize;
use serde_json::Value;
use url::Url;

use crate::request_origin::Event;

/// The header that marks a body which should be base64 and is not.
///
/// No client can set it, because [`repair`] removes it from every event first.
const NOT_BASE64: HeaderName = HeaderName::from_static("x-body-not-base64");
const FORWARDED_PROTO: HeaderName = HeaderName::from_static("x-forwarded-proto");

/// The characters that RFC 3986 does not allow in a query.
///
/// `%` is not among them, because the event's text is encoded already.
const QUERY: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'<')
    .add(b'>')
    .add(b'\\')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');
/// The characters that RFC 3986 does not allow in a path.
const PATH: &AsciiSet = &QUERY.add(b'?');

/// Runs a function that answers HTTP requests, until Lambda ends the process.
///
/// # Errors
/// Lambda's error, if its Runtime API cannot be reached.
pub async fn run<F, R>(handler: F) -> Result<(), Error>
where
    F: Fn(Request) -> R,
    R: Future<Output = Response<Body>> + Send,
{
    lambda_http::lambda_runtime::run(service(handler)).await
}

/// Answers one event like [`run`], with the document that Lambda would get.
///
/// # Errors
/// The parser's error, if the document is not an event for an HTTP request.
pub async fn invoke<F, R>(event: Value, handler: F) -> Result<Value, serde_json::Error>
where
    F: Fn(Request) -> R,
    R: Future<Output = Response<Body>> + Send,
{
    let event = LambdaEvent::new(serde_json::from_value(event)?, Context::default());
    match service(handler).oneshot(event).await {
        Ok(answer) => serde_json::to_value(answer),
        Err(never) => match never {},
    }
}

fn service<'a, F, R>(
    handler: F,
) -> impl Service<LambdaEvent<Event>, Response: Serialize, Error = Infallible, Future: Send>
where
    F: Fn(Request) -> R + 'a,
    R: Future<Output = Response<Body>> + Send + 'a,
{
    let mut adapter = Adapter::from(service_fn(move |request| {
        let answer = handler(request);
        async { Ok::<_, Infallible>(Answered(answer.await)) }
    }));
    service_fn(move |event: LambdaEvent<Event>| {
        let LambdaEvent { payload: mut event, context } = event;
        repair(&mut event.request);
        event.request.request_context.request_id.get_or_insert_with(|| context.request_id.clone());
        let request = LambdaRequest::ApiGatewayV2(std::mem::take(&mut event.request));
        let answer = adapter.call(LambdaEvent::new(request, context));
        async move { Ok(event.answer(answer.await?)) }
    })
}

/// A response.
///
/// `lambda_http`'s conversion of text would link the tables of all character encodings.
struct Answered(Response<Body>);

impl IntoResponse for Answered {
    fn into_response(self) -> std::pin::Pin<Box<dyn Future<Output = Response<Body>> + Send>> {
        Box::pin(ready(self.0))
    }
}

/// Returns the body of a request, unless it was marked as base64 and is not.
pub(crate) fn body(request: &Request) -> Option<&[u8]> {
    (!request.headers().contains_key(NOT_BASE64)).then(|| request.body().as_ref())
}

/// Repairs an event, so that `lambda_http` can convert it.
fn repair(event: &mut ApiGatewayV2httpRequest) {
    event.headers.remove(NOT_BASE64);
    if event.is_base64_encoded && !event.body.as_deref().is_none_or(is_base64) {
        event.body = None;
        event.headers.insert(NOT_BASE64, HeaderValue::from_static("true"));
    }
    // The path of the event contains the stage already.
    event.request_context.stage = None;
    let path = event.raw_path.take().unwrap_or_default();
    let slash = if path.starts_with('/') { "" } else { "/" };
    event.raw_path = Some(format!("{slash}{}", utf8_percent_encode(&path, PATH)));
    event.raw_query_string = event.raw_query_string.take().map(|query| utf8_percent_encode(&query, QUERY).to_string());
    if uri(event).is_some() {
        return;
    }
    // No link is made from the host that a client sent.
    event.headers.remove(HOST);
    event.headers.remove(FORWARDED_PROTO);
    event.request_context.domain_name = None;
    if uri(event).is_none() {
        // The URI is too long, at six times what API Gateway accepts.
        event.raw_path = Some("/".to_owned());
        event.raw_query_string = None;
    }
}

/// Returns whether `lambda_http` can decode the text, a canonical encoding.
fn is_base64(text: &str) -> bool {
    BASE64.decode(text.as_bytes()).is_ok_and(|bytes| BASE64.encode(&bytes) == text)
}

/// Returns the URI that `lambda_http` makes of an event.
///
/// Returns `None` if it would panic, or if the query would be lost.
fn uri(event: &ApiGatewayV2httpRequest) -> Option<Uri> {
    let text = |name| event.headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
    let path = event.raw_path.as_deref().unwrap_or_default();
    let mut uri = match text(HOST).or(event.request_context.domain_name.as_deref()) {
        None => Url::parse(&format!("http://localhost{path}")).ok()?.path().to_owned(),
        Some(host) => {
            let scheme = text(FORWARDED_PROTO).unwrap_or("https");
            Url::parse(&format!("{scheme}://{host}{path}")).ok()?.to_string()
        }
    };
    let query = event.raw_query_string.as_deref().unwrap_or_default();
    if !query.is_empty() {
        uri.push('?');
        uri.push_str(query);
    }
    // A host can contain `#` or `?`, after which the query would be lost.
    uri.parse().ok().filter(|uri: &Uri| uri.query().unwrap_or_default() == query)
}

#[cfg(test)]
mod request_origins;
#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use serde_json::json;

    use super::*;

    /// A request as a handler sees it. The body is missing if it was not base64.
    #[derive(Debug, Clone, PartialEq, Eq)]
    struct Seen {
        path: String,
        query: Vec<(String, String)>,
        body: Option<Vec<u8>>,
    }

    /// Returns the request that a handler gets from an event.
    async fn seen(event: Value) -> Seen {
        let seen = Mutex::new(None);
        let answer = invoke(event, async |request: Request| {
            use lambda_http::RequestExt;
            let query = request.uri().query().unwrap_or_default().as_bytes();
            *seen.lock().unwrap() = Some(Seen {
                path: request.raw_http_path().to_owned(),
                query: form_urlencoded::parse(query).into_owned().collect(),
                body: body(&request).map(<[u8]>::to_vec),
            });
            Response::new("answer".into())
        });
        assert_eq!(answer.await.unwrap()["body"], "answer");
        seen.into_inner().unwrap().unwrap()
    }

    fn event(path: &str, query: &str) -> Value {
        json!({
            "rawPath": path,
            "rawQueryString": query,
            "headers": { "host": "example.com" },
            "isBase64Encoded": false,
            "requestContext": { "stage": "$default", "http": { "method": "GET" } },
        })
    }

    #[tokio::test]
    async fn query_keeps_its_values_whatever_is_in_it() {
        for query in ["x=\"", "x=<>", "x=%", "x=%ff", "x=é", "&&==", "x={}|^`\\", "x=#y", "x=a b", "x=\n", "x=%22+1"] {
            let values: Vec<_> = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
            assert_eq!(seen(event("/register", query)).await.query, values, "{query:?}");
        }
    }

    #[tokio::test]
    async fn path_is_encoded_for_uri() {
        for (path, repaired) in [
            ("/activate/abc", "/activate/abc"),
            ("/activate/%22", "/activate/%22"),
            ("/activate/\"<>{}|\\^`", "/activate/%22%3C%3E%7B%7D%7C%5C%5E%60"),
            ("/activate/é?#", "/activate/%C3%A9%3F%23"),
            ("", "/"),
            ("register", "/register"),
        ] {
            assert_eq!(seen(event(path, "")).await.path, repaired, "{path:?}");
        }
    }

    #[tokio::test]
    async fn malformed_host_costs_nothing_but_itself() {
        for host in
            ["", "[::1", "a b", "example.com:99999", "user@host", "xn--", "\"", "999.999.999.999", "a/b?c#d", "a#b"]
        {
            for scheme in ["https", "", "javascript", "a b"] {
                let mut event = event("/register", "x=1");
                event["headers"] = json!({ "host": host, "x-forwarded-proto": scheme });
                event["requestContext"]["domainName"] = host.into();
                event["requestContext"]["stage"] = "a \" stage".into();
                let seen = seen(event).await;
                let query = [("x".to_owned(), "1".to_owned())];
                assert_eq!((&*seen.path, &*seen.query), ("/register", &query[..]), "{host:?} {scheme:?}");
            }
        }
    }

    #[tokio::test]
    async fn oversized_address_is_a_request_without_one() {
        let long = "a".repeat(70_000);
        for event in [event(&format!("/{long}"), ""), event("/register", &long), event("/\"", &"\"".repeat(30_000))] {
            assert_eq!(seen(event).await, Seen { path: "/".to_owned(), query: Vec::new(), body: Some(Vec::new()) });
        }
    }

    #[tokio::test]
    async fn body_that_is_not_base64_is_none() {
        for (body, is_base64, expected) in [
            ("e30=", true, Some(&b"{}"[..])),
            ("", true, Some(b"")),
            ("e30=", false, Some(b"e30=")),
            ("{}", true, None),
            ("e30", true, None),
            ("e31=", true, None),
            ("YQ==YQ==", true, None),
            ("_-8=", true, None),
        ] {
            let mut event = event("/register", "");
            // A client cannot set the mark.
            event["headers"]["x-body-not-base64"] = "true".into();
            event["body"] = body.into();
            event["isBase64Encoded"] = is_base64.into();
            assert_eq!(seen(event).await.body.as_deref(), expected, "{body:?} {is_base64}");
        }
    }

    #[tokio::test]
    async fn cookies_stand_apart_in_both_directions() {
        let mut event = event("/register", "");
        event["cookies"] = json!(["a=1", "b=2"]);
        let answer = invoke(event, async |request: Request| {
            let cookies = request.headers()["cookie"].clone();
            let response = Response::builder().header("set-cookie", "c=3").header("set-cookie", "d=4");
            response.header("x-sent", cookies).body(Body::Empty).unwrap()
        });
        let answer = answer.await.unwrap();
        assert_eq!(answer["headers"], json!({ "x-sent": "a=1; b=2" }));
        assert_eq!(answer["cookies"], json!(["c=3", "d=4"]));
    }

    #[tokio::test]
    async fn document_of_another_kind_is_an_error() {
        for event in [json!(null), json!([]), json!("x"), json!({ "Records": [] })] {
            let answer = invoke(event.clone(), async |_: Request| Response::new(Body::Empty)).await;
            assert!(answer.is_err(), "{event} {answer:?}");
        }
    }
}
