//! Requests from other addresses than this machine's, as API Gateway passes them to a function.

use serde_json::{Map, Value, json};

use super::Service;

impl Service {
    /// Invokes an HTTP function as API Gateway does for a program at this address, and returns its answer.
    pub(crate) async fn invoke_from(
        &self,
        ip: &str,
        function: &str,
        method: &str,
        url: &str,
        headers: &[(&str, &str)],
        body: &Value,
    ) -> Value {
        let (path, query) = url.split_once('?').unwrap_or((url, ""));
        let mut sent = Map::from_iter([("accept".to_owned(), "application/json".into())]);
        sent.extend(headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).into())));
        let mut event = json!({
            "version": "2.0", "routeKey": "$default", "rawPath": path, "rawQueryString": query, "headers": sent,
            "requestContext": {
                "accountId": "1", "apiId": "1", "requestId": "1", "stage": "$default", "timeEpoch": 0,
                "domainName": "127.0.0.1", "domainPrefix": "127", "routeKey": "$default",
                "time": "01/Mar/2026:12:00:00 +0000",
                "http": { "method": method, "path": path, "protocol": "HTTP/1.1", "sourceIp": ip, "userAgent": "" },
            },
            "isBase64Encoded": false,
        });
        if !body.is_null() {
            event["headers"]["content-type"] = "application/json".into();
            event["body"] = body.to_string().into();
        }
        // Without the proxy of the functions' calls, because API Gateway is none of them.
        let path = format!("/_local/lambda/2015-03-31/functions/{function}/invocations");
        self.post_json(&path, &event).await.json()
    }
}
