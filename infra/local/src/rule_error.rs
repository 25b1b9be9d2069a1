//! Errors in the rules of the event bus.

use eventbridge_rules::ReadError;

/// A rule whose events cannot be delivered.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RuleError {
    /// The rules of a template cannot be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// A target has no URL to deliver to.
    #[error("{rule}: its target has no URL: add --target {target}=URL")]
    NoUrl {
        /// The rule's name in the template.
        rule: String,
        /// The target's name in the template.
        target: String,
    },
    /// The URL of a target is invalid.
    #[error("--target {target}={url}: {problem}")]
    Url {
        /// The target's name in the template.
        target: String,
        /// The URL that was given.
        url: String,
        /// The description of the problem.
        problem: String,
    },
    /// A URL is given for a target that no rule has.
    #[error("no rule has a target {0}: correct the name in --target")]
    UnknownTarget(String),
}
