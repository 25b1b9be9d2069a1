//! Failures to read statistics.

use domain::settings::SettingsError;

/// The reason why there are no statistics.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StatisticsError {
    /// The region or the credentials are missing or malformed.
    #[error(transparent)]
    Settings(#[from] SettingsError),
    /// The stack does not exist.
    #[error("there is no stack {0} in this account and region: correct --stack, AWS_PROFILE or AWS_REGION")]
    NoStack(String),
    /// The stack is of another template.
    #[error("{0} is not a stack of template.yaml: it has no parameter LogRetentionDays. Correct --stack")]
    OtherStack(String),
    /// A log group does not exist.
    #[error("the stack has no log group {0}: deploy the stack again, which creates it")]
    NoLogs(String),
    /// The caller may not make a call.
    #[error(
        "your credentials do not allow {0}: attach the policy of the stack's output OperatorPolicyArn to your role"
    )]
    Denied(&'static str),
    /// The account runs too many queries.
    #[error(
        "the account runs as many queries of CloudWatch Logs at a time as it may: wait for the others, and try again"
    )]
    TooManyQueries,
    /// A query ended without a result.
    #[error("a query of CloudWatch Logs ended as {0}: try again, with a smaller --days if it repeats")]
    Query(String),
    /// A query takes too long.
    #[error("a query of CloudWatch Logs took over {0} seconds: try again with a smaller --days")]
    Slow(u64),
    /// A query has more rows than its result can have.
    #[error("the result of a query has over {0} rows: try again with a smaller --days")]
    TooMuch(i32),
    /// An answer has another shape than documented.
    #[error("the answer to {call} has an unexpected {what}: update this command")]
    Malformed {
        /// The call.
        call: &'static str,
        /// The part.
        what: String,
    },
    /// A call failed for another reason.
    #[error("{call} failed: {reason}")]
    Call {
        /// The call.
        call: &'static str,
        /// The reason, in the words of the service.
        reason: String,
    },
    /// No service of `cargo run -p local` answers.
    #[error("{url} is not a service of `cargo run -p local`: start one, or correct the URL of --local")]
    Local {
        /// The URL that was requested.
        url: String,
        /// The failure of the request.
        source: reqwest::Error,
    },
    /// The functions of the local service run elsewhere.
    #[error(
        "the functions of this local service run elsewhere, and so does their log: start `local` without --services-only"
    )]
    LocalLogElsewhere,
}
