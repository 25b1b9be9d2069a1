//! The provider's answer to the authorization request.

/// The parameters of an authorization response, of a query or a form.
///
/// (OpenID Connect Core 1.0, 3.1.2.5 and 3.1.2.6, RFC 9207.)
#[derive(Debug, Clone, Copy, Default)]
pub struct AuthorizationResponse<'a> {
    /// The authorization code.
    pub code: Option<&'a str>,
    /// The error, such as `access_denied`.
    pub error: Option<&'a str>,
    /// The issuer that sent the answer.
    pub iss: Option<&'a str>,
}
