//! The events and answers of each origin.

use lambda_http::request::RequestContext;
use lambda_http::{Request, RequestExt};

use serde_json::{Value, json};

use super::{body, invoke};

/// Returns the answer to an event, whose body says what the handler saw.
async fn answer(event: Value) -> Value {
    let answer = invoke(event, async |request: Request| {
        let Some(RequestContext::ApiGatewayV2(context)) = request.request_context_ref() else { panic!("a context") };
        let query = request.uri().query().unwrap_or_default().as_bytes();
        let seen = json!({
            "method": request.method().as_str(),
            "path": request.raw_http_path(),
            "query": form_urlencoded::parse(query).into_owned().collect::<Vec<_>>(),
            "cookie": request.headers().get("cookie").map(|cookie| cookie.to_str().unwrap()),
            "accept": request.headers().get("accept").map(|accept| accept.to_str().unwrap()),
            "encoding": request.headers().get("accept-encoding").map(|encoding| encoding.to_str().unwrap()),
            "source": context.http.source_ip,
            "id": context.request_id,
            "claims": context.authorizer.as_ref().and_then(|from| Some(json!(from.jwt.as_ref()?.claims))),
            "body": String::from_utf8(body(&request).unwrap().to_vec()).unwrap(),
        });
        let response = http::Response::builder().status(303).header("location", "/next");
        let response = response.header("set-cookie", "a=1").header("set-cookie", "b=2");
        response.body(seen.to_string().into()).unwrap()
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
        "multiValueHeaders": { "Accept": ["application/json", "text/html"], "Cookie": ["x=1", "y=2"], "Accept-Encoding": ["gzip"], "Bad Name": ["1"] },
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
            "accept": "text/html", "accept-encoding": "gzip", "cookie": "x=1; y=2",
            "x-forwarded-for": "198.51.100.9, 192.0.2.7", "x-amzn-trace-id": "Root=1-5c53",
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
            "encoding": "gzip",
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
            "encoding": "gzip",
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
async fn bad_events_of_other_origins_do_no_harm() {
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
