//! OpenID Connect: the providers, and the identity that a sign-in at one of them proves.
//!
//! A [`Provider`] has its settings and caches its discovery document and its keys. [`SignIn`] is one sign-in: the
//! secret of the browser, from which `state`, `nonce` and the code verifier follow. [`Provider::authorization_url`]
//! begins it, and [`Provider::identity`] turns the provider's answer into a [`domain::ProvenIdentity`].
//!
//! The protocol is the authorization code flow of [OpenID Connect Core
//! 1.0](https://openid.net/specs/openid-connect-core-1_0.html) with PKCE (RFC 7636). Tokens are verified by
//! `openidconnect` and never stored.
//!
//! HTTP routes and the table are not here.

mod answer;
mod apple;
mod cache;
mod discovery;
mod email_trust;
mod error;
mod preset;
mod provider;
mod settings;
mod sign_in;
mod token;

pub use answer::AuthorizationResponse;
pub use error::SignInError;
pub use provider::Provider;
pub use sign_in::SignIn;
