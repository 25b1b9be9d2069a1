//! Registration with a credential, or with a claim that an authorizer verified.
//!
//! After that it is the default workflow.

use std::sync::Arc;

use async_trait::async_trait;
use data_encoding::HEXLOWER_PERMISSIVE;
use http::header::AUTHORIZATION;
use sha2::{Digest, Sha256};
use subtle::{Choice, ConstantTimeEq};

use super::{Backend, BackendError, BuildBackend, Denial, Permission, build};
use crate::accounts::Accounts;
use crate::request::Request;
use domain::settings::Reader;

/// The default workflow for requests that meet a condition.
#[derive(Debug)]
pub struct GatedBackend {
    accounts: Arc<Accounts>,
    conditions: Conditions,
}

/// The conditions, one of which must hold.
#[derive(Debug)]
struct Conditions {
    /// The SHA-256 of each accepted credential, of `REGISTRATION_CREDENTIAL_SHA256`.
    ///
    /// They are hexadecimal and comma-separated. With several, a credential can be rotated without a gap. A credential
    /// must be random, because its hash is a fast one.
    credentials: Vec<[u8; 32]>,
    /// `REGISTRATION_REQUIRED_CLAIM` as `name:value`, a claim of the verified JWT.
    claim: Option<(String, String)>,
}

impl GatedBackend {
    pub(super) fn read(reader: &mut Reader<'_>) -> Option<BuildBackend> {
        let conditions = Conditions::read(reader)?;
        Some(build(move |accounts| Self { accounts, conditions }))
    }
}

impl Conditions {
    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let claim = match reader.optional("REGISTRATION_REQUIRED_CLAIM") {
            Some(_) => Some(reader.required("REGISTRATION_REQUIRED_CLAIM", "name:value", parse_claim)?),
            None => None,
        };
        let credentials = match reader.optional("REGISTRATION_CREDENTIAL_SHA256") {
            None if claim.is_some() => Some(Vec::new()),
            _ => reader.required(
                "REGISTRATION_CREDENTIAL_SHA256",
                "the SHA-256 of a credential that may register, or set REGISTRATION_REQUIRED_CLAIM",
                parse_hashes,
            ),
        };
        Some(Self { credentials: credentials?, claim })
    }

    fn permission(&self, request: &Request) -> Permission {
        if self.claim.as_ref().is_some_and(|(name, value)| request.claims.get(name) == Some(value)) {
            return Permission::Allowed;
        }
        match bearer_token(request) {
            Some(token) if self.accepts(token) => Permission::Allowed,
            Some(_) if !self.credentials.is_empty() => Permission::Denied(Denial::CREDENTIAL_INVALID),
            None if !self.credentials.is_empty() => Permission::Denied(Denial::CREDENTIAL_REQUIRED),
            _ => Permission::Denied(Denial::CLAIM_REQUIRED),
        }
    }

    /// Compares with every hash in constant time, so that timing reveals nothing.
    fn accepts(&self, token: &str) -> bool {
        let hash = Sha256::digest(token.as_bytes());
        self.credentials
            .iter()
            .fold(Choice::from(0), |found, credential| found | hash.as_slice().ct_eq(credential))
            .into()
    }
}

/// Returns the token of `Authorization: Bearer` (RFC 6750, 2.1).
///
/// The scheme is case-insensitive (RFC 9110, 11.1).
fn bearer_token(request: &Request) -> Option<&str> {
    let (scheme, token) = request.header(AUTHORIZATION)?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

fn parse_claim(value: &str) -> Result<(String, String), String> {
    match value.split_once(':') {
        Some((name, value)) if !name.is_empty() && !value.is_empty() => Ok((name.to_owned(), value.to_owned())),
        _ => Err("must be name:value, such as role:recruiter".to_owned()),
    }
}

fn parse_hashes(value: &str) -> Result<Vec<[u8; 32]>, String> {
    value
        .split(',')
        .map(|hash| HEXLOWER_PERMISSIVE.decode(hash.trim().as_bytes()).ok()?.try_into().ok())
        .collect::<Option<_>>()
        .ok_or_else(|| "must be comma-separated SHA-256 hashes of 64 hexadecimal digits".to_owned())
}

#[async_trait]
impl Backend for GatedBackend {
    fn name(&self) -> &'static str {
        "gated"
    }

    fn accounts(&self) -> &Accounts {
        &self.accounts
    }

    fn admits_strangers(&self) -> bool {
        false
    }

    async fn registration_allowed(&self, request: &Request) -> Result<Permission, BackendError> {
        Ok(self.conditions.permission(request))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::settings::{Environment, SettingsError};

    fn conditions(variables: &[(&str, &str)]) -> Result<Conditions, SettingsError> {
        let environment: Environment =
            variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let mut reader = Reader::new(&environment);
        let conditions = Conditions::read(&mut reader);
        reader.finish(|| conditions)
    }

    fn request(claims: &[(&str, &str)]) -> Request {
        let claims = claims.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Request { claims, ..Request::default() }
    }

    #[test]
    fn verified_claim_allows_registration() {
        let conditions = conditions(&[("REGISTRATION_REQUIRED_CLAIM", "role:a:b")]).unwrap();
        assert_eq!(conditions.permission(&request(&[("role", "a:b"), ("sub", "1")])), Permission::Allowed);
        for claims in [&[][..], &[("role", "a")], &[("role", "")], &[("sub", "a:b")]] {
            assert_eq!(
                conditions.permission(&request(claims)),
                Permission::Denied(Denial::CLAIM_REQUIRED),
                "{claims:?}"
            );
        }
    }

    #[test]
    fn missing_or_invalid_conditions_are_refused() {
        insta::assert_snapshot!(conditions(&[]).unwrap_err(), @r"
        a setting is wrong:
          REGISTRATION_CREDENTIAL_SHA256: is not set; set it to the SHA-256 of a credential that may register, or set REGISTRATION_REQUIRED_CLAIM
        ");
        insta::assert_snapshot!(conditions(&[("REGISTRATION_CREDENTIAL_SHA256", "secret")]).unwrap_err(), @r"
        a setting is wrong:
          REGISTRATION_CREDENTIAL_SHA256: must be comma-separated SHA-256 hashes of 64 hexadecimal digits
        ");
        assert!(conditions(&[("REGISTRATION_REQUIRED_CLAIM", "role")]).is_err());
        assert!(conditions(&[("REGISTRATION_CREDENTIAL_SHA256", ",")]).is_err());
    }
}
