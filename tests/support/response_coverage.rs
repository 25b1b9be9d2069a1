//! The described responses that a test has seen.

use std::cell::RefCell;
use std::collections::BTreeSet;

use serde_json::Value;

thread_local! {
    /// The responses seen by this thread, which is one test.
    static COVERAGE: RefCell<ResponseCoverage> = const { RefCell::new(ResponseCoverage::EMPTY) };
}

/// The responses that a test has seen.
#[derive(Debug)]
pub(crate) struct ResponseCoverage {
    pub(crate) answers: BTreeSet<ResponseKind>,
    /// The codes of problems, of field errors, and of denied registrations.
    pub(crate) codes: BTreeSet<String>,
    /// All JSON documents.
    pub(crate) documents: Vec<Value>,
}

impl ResponseCoverage {
    const EMPTY: Self = Self { answers: BTreeSet::new(), codes: BTreeSet::new(), documents: Vec::new() };

    /// Takes the responses seen so far.
    pub(crate) fn take() -> Self {
        COVERAGE.replace(Self::EMPTY)
    }

    /// Records a response, with its body if that is described as JSON.
    pub(super) fn record_response(kind: ResponseKind, body: Option<Value>) {
        COVERAGE.with_borrow_mut(|seen| {
            seen.answers.insert(kind);
            let Some(body) = body else { return };
            let errors = body["errors"].as_array().into_iter().flatten().map(|error| &error["code"]);
            let codes = errors.chain([&body["code"], &body["reason"]]).filter_map(Value::as_str).map(str::to_owned);
            seen.codes.extend(codes);
            seen.documents.push(body);
        });
    }
}

/// A kind of response.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct ResponseKind {
    /// The `operationId`, or `x-other-methods` or `x-other-paths`.
    pub(crate) operation: String,
    pub(crate) status: String,
    /// The type without parameters. `HEAD` has none.
    pub(crate) media_type: Option<String>,
}
