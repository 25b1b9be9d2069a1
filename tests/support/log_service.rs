//! CloudFormation and CloudWatch Logs, as far as `registration stats` calls them.
//!
//! Moto does not evaluate queries with `stats`, so [`super::insights`] does. The answers have the documented shapes.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, Uri};
use axum::response::{IntoResponse, Response};
use domain::settings::Environment;
use http::StatusCode;
use serde_json::{Value, json};

use super::Service;
use super::call::Call;
use super::iam_enforcer::{IamCheck, IamEnforcer};
use super::insights::{LogLine, evaluate, lambda_json};
use super::server::serve;
use super::template::STACK;

/// A stack's logs, and the policies of the callers.
pub(crate) struct LogService {
    url: String,
    pub(crate) iam_enforcer: IamEnforcer,
    state: Arc<LogState>,
}

struct LogState {
    iam_check: IamCheck,
    lines: Vec<LogLine>,
    created: String,
    retention_days: u16,
    /// The answer to an operation instead of the right one.
    fault: Mutex<Option<(&'static str, u16, Value)>>,
    /// The rows of each query, and whether it was looked at before.
    results: Mutex<Vec<(Vec<Value>, bool)>>,
    queries: Mutex<Vec<Value>>,
}

impl LogService {
    /// Starts a stack with the lines that the functions of a local service logged.
    pub(crate) async fn with_lines_of(service: &Service, created: &str, retention_days: u16) -> Self {
        let log = service.get_json("/_local/log?days=366").await.json();
        let line = |line: &Value| {
            let at = line["at"].as_str().unwrap().parse().unwrap();
            let group = format!("/aws/lambda/{STACK}-{}", line["function"].as_str().unwrap());
            LogLine { group, at, json: lambda_json(at, line["fields"].as_object().unwrap()) }
        };
        let mut lines: Vec<_> = log["lines"].as_array().unwrap().iter().map(line).collect();
        // Lambda's own lines are in the same groups.
        let report = json!({ "type": "platform.report", "record": { "metrics": { "durationMs": 1.5 } } });
        lines.extend(["signal", "feedback", "register", "activate", "openid"].map(|function| LogLine {
            group: format!("/aws/lambda/{STACK}-{function}"),
            at: log["now"].as_str().unwrap().parse().unwrap(),
            json: report.clone(),
        }));
        let iam_enforcer = IamEnforcer::with(&BTreeMap::new());
        let state = Arc::new(LogState {
            iam_check: iam_enforcer.iam_check(),
            lines,
            created: created.to_owned(),
            retention_days,
            fault: Mutex::default(),
            results: Mutex::default(),
            queries: Mutex::default(),
        });
        let url = serve(Router::new().fallback(answer).with_state(Arc::clone(&state))).await;
        Self { url, iam_enforcer, state }
    }

    /// Returns the place of the statistics.
    pub(crate) fn source(&self, stack: &str) -> statistics::Source {
        let variables = [
            ("AWS_REGION", "us-east-1"),
            ("AWS_ACCESS_KEY_ID", "key"),
            ("AWS_SECRET_ACCESS_KEY", "secret"),
            ("AWS_ENDPOINT_URL", &self.url),
        ];
        let environment: Environment =
            variables.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        statistics::Source::Stack { environment, stack: stack.to_owned() }
    }

    /// Answers an operation with this status and body from now on.
    pub(crate) fn fail(&self, operation: &'static str, status: u16, body: Value) {
        *self.state.fault.lock().unwrap() = Some((operation, status, body));
    }

    /// Returns the inputs of `StartQuery` so far.
    pub(crate) fn queries(&self) -> Vec<Value> {
        self.state.queries.lock().unwrap().clone()
    }
}

async fn answer(State(state): State<Arc<LogState>>, uri: Uri, headers: HeaderMap, body: Bytes) -> Response {
    let call = Call::of(&uri, &headers, &body);
    if let Some(access_denied) = state.iam_check.access_denied(&call) {
        if call.operation == "DescribeStacks" {
            let body = "<ErrorResponse><Error><Code>AccessDenied</Code></Error></ErrorResponse>";
            return (StatusCode::FORBIDDEN, body).into_response();
        }
        return access_denied;
    }
    if let Some((operation, status, body)) = &*state.fault.lock().unwrap()
        && *operation == call.operation
    {
        let body = body.as_str().map_or_else(|| body.to_string(), str::to_owned);
        return (StatusCode::from_u16(*status).unwrap(), body).into_response();
    }
    match call.operation.as_str() {
        "DescribeStacks" => state.describe(call.input["StackName"].as_str().unwrap()),
        "StartQuery" => state.start(&call.input),
        "GetQueryResults" => state.result(&call.input),
        other => panic!("{other} is not known here"),
    }
}

impl LogState {
    fn describe(&self, name: &str) -> Response {
        if name != STACK {
            let message = format!("Stack with id {name} does not exist");
            let body = format!(
                "<ErrorResponse><Error><Type>Sender</Type><Code>ValidationError</Code><Message>{message}</Message></Error></ErrorResponse>"
            );
            return (StatusCode::BAD_REQUEST, body).into_response();
        }
        let (created, days) = (&self.created, self.retention_days);
        format!(
            "<DescribeStacksResponse xmlns=\"http://cloudformation.amazonaws.com/doc/2010-05-15/\"><DescribeStacksResult>\
             <Stacks><member><StackName>{STACK}</StackName><StackStatus>UPDATE_COMPLETE</StackStatus>\
             <CreationTime>{created}</CreationTime><Parameters><member><ParameterKey>LogRetentionDays</ParameterKey>\
             <ParameterValue>{days}</ParameterValue></member></Parameters></member></Stacks></DescribeStacksResult>\
             </DescribeStacksResponse>"
        )
        .into_response()
    }

    fn start(&self, input: &Value) -> Response {
        let groups: Vec<_> =
            input["logGroupNames"].as_array().unwrap().iter().map(|name| name.as_str().unwrap()).collect();
        let range = input["startTime"].as_i64().unwrap()..=input["endTime"].as_i64().unwrap();
        let is_read = |line: &&LogLine| groups.contains(&&*line.group) && range.contains(&line.at.as_second());
        let lines: Vec<_> = self.lines.iter().filter(is_read).collect();
        let rows = evaluate(input["queryString"].as_str().unwrap(), &lines);
        self.queries.lock().unwrap().push(input.clone());
        let mut results = self.results.lock().unwrap();
        results.push((rows, false));
        json!({ "queryId": (results.len() - 1).to_string() }).to_string().into_response()
    }

    /// Answers the first look at a query with its status alone, and the others with a page of the rows.
    fn result(&self, input: &Value) -> Response {
        const PAGE: usize = 3;
        let id: usize = input["queryId"].as_str().unwrap().parse().unwrap();
        let (rows, is_complete) = &mut self.results.lock().unwrap()[id];
        if !std::mem::replace(is_complete, true) {
            return json!({ "results": [], "status": "Running" }).to_string().into_response();
        }
        let from: usize = input["nextToken"].as_str().map_or(0, |token| token.parse().unwrap());
        let to = rows.len().min(from + PAGE);
        let mut answer = json!({ "results": rows[from..to], "status": "Complete" });
        if to < rows.len() {
            answer["nextToken"] = to.to_string().into();
        }
        answer.to_string().into_response()
    }
}
