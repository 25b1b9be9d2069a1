//! Which of the answers in the description a test has seen.

use std::cell::RefCell;
use std::collections::BTreeSet;

use serde_json::Value;

thread_local! {
    /// What this thread has seen, which is one test.
    static COVERAGE: RefCell<ResponseCoverage> = const { RefCell::new(ResponseCoverage::EMPTY) };
}

/// What a test has seen.
#[derive(Debug)]
pub(crate) struct ResponseCoverage {
    pub(crate) answers: BTreeSet<ResponseKind>,
    /// Of problems, of what is wrong with fields, and of why a request may not register.
    pub(crate) codes: BTreeSet<String>,
    /// Whatever was said in JSON.
    pub(crate) documents: Vec<Value>,
}

impl ResponseCoverage {
    const EMPTY: Self = Self { answers: BTreeSet::new(), codes: BTreeSet::new(), documents: Vec::new() };

    /// What this test has seen so far.
    pub(crate) fn take() -> Self {
        COVERAGE.replace(Self::EMPTY)
    }

    /// Takes down an answer, with what it says if that is described as JSON.
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

/// One kind of answer.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct ResponseKind {
    /// The `operationId`, or whose answer it is otherwise: `x-other-methods` or `x-other-paths`.
    pub(crate) operation: String,
    pub(crate) status: String,
    /// Without parameters; none for `HEAD`.
    pub(crate) media_type: Option<String>,
}
