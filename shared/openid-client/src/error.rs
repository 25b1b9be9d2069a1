//! Failures of a sign-in.

use std::error::Error;

type Source = Box<dyn Error + Send + Sync>;

/// The reason why a sign-in proved no identity.
#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    /// The provider did not answer, or its documents or this client's settings there are invalid. Another attempt may
    /// succeed later.
    #[error("the provider {provider} cannot be used")]
    Unavailable {
        /// The provider's name.
        provider: String,
        /// The cause.
        source: Source,
    },
    /// The provider reports that the person refused, or may not sign in (`access_denied`).
    #[error("the person did not sign in")]
    Denied,
    /// The answer is invalid. The person may begin again.
    #[error("the answer of the provider {provider} is invalid")]
    Invalid {
        /// The provider's name.
        provider: String,
        /// The cause.
        source: Source,
    },
}
