//! The discovery document of a provider.

use http_client::parse_url;
use openidconnect::core::CoreJwsSigningAlgorithm;
use serde::Deserialize;

/// The placeholder for a tenant in the issuer of Microsoft's documents for several tenants.
const TENANT: &str = "{tenantid}";

/// The part of a discovery document that a sign-in needs.
///
/// ([OpenID Connect Discovery 1.0](https://openid.net/specs/openid-connect-discovery-1_0.html), 3, and RFC 9207.)
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Metadata {
    pub(crate) issuer: String,
    pub(crate) authorization_endpoint: String,
    pub(crate) token_endpoint: String,
    pub(crate) jwks_uri: String,
    #[serde(default)]
    pub(crate) userinfo_endpoint: Option<String>,
    #[serde(default)]
    id_token_signing_alg_values_supported: Vec<String>,
    #[serde(default)]
    token_endpoint_auth_methods_supported: Vec<String>,
    #[serde(default)]
    pub(crate) authorization_response_iss_parameter_supported: bool,
}

impl Metadata {
    /// Returns the URL of an issuer's document.
    pub(crate) fn url(issuer: &str) -> String {
        format!("{}/.well-known/openid-configuration", issuer.trim_end_matches('/'))
    }

    /// Checks that the document is of `issuer`, and that all its addresses are `https`, or of this machine.
    pub(crate) fn check(&self, issuer: &str) -> Result<(), String> {
        let same = self.issuer == issuer || self.is_of_many_tenants() && host(&self.issuer) == host(issuer);
        if !same {
            return Err(format!("its issuer is {:?}, not {issuer:?}", self.issuer));
        }
        let endpoints = [&self.authorization_endpoint, &self.token_endpoint, &self.jwks_uri];
        for url in endpoints.into_iter().chain(&self.userinfo_endpoint) {
            parse_url(url).map_err(|problem| format!("its URL {url:?} {problem}"))?;
        }
        if self.signing_algorithms().is_empty() {
            return Err("it has no signing algorithm that is supported here".to_owned());
        }
        Ok(())
    }

    /// Returns whether the issuer stands for many, one for each tenant.
    pub(crate) fn is_of_many_tenants(&self) -> bool {
        self.issuer.contains(TENANT)
    }

    /// Returns the issuer of a token of this tenant.
    pub(crate) fn issuer_of(&self, tenant: &str) -> String {
        self.issuer.replace(TENANT, tenant)
    }

    /// Returns the advertised algorithms with public keys. HMAC and `none` are never accepted.
    pub(crate) fn signing_algorithms(&self) -> Vec<CoreJwsSigningAlgorithm> {
        use CoreJwsSigningAlgorithm as Algorithm;
        let known = [
            ("RS256", Algorithm::RsaSsaPkcs1V15Sha256),
            ("RS384", Algorithm::RsaSsaPkcs1V15Sha384),
            ("RS512", Algorithm::RsaSsaPkcs1V15Sha512),
            ("PS256", Algorithm::RsaSsaPssSha256),
            ("PS384", Algorithm::RsaSsaPssSha384),
            ("PS512", Algorithm::RsaSsaPssSha512),
            ("ES256", Algorithm::EcdsaP256Sha256),
            ("ES384", Algorithm::EcdsaP384Sha384),
            ("EdDSA", Algorithm::EdDsa),
        ];
        let advertised = |name: &str| self.id_token_signing_alg_values_supported.iter().any(|value| value == name);
        known.into_iter().filter(|(name, _)| advertised(name)).map(|(_, algorithm)| algorithm).collect()
    }

    /// Returns whether the client secret goes into the body of a request for tokens.
    ///
    /// `client_secret_basic` is the default (OpenID Connect Discovery 1.0, 3).
    pub(crate) fn wants_secret_in_body(&self) -> bool {
        let accepted = &self.token_endpoint_auth_methods_supported;
        !accepted.is_empty()
            && !accepted.iter().any(|method| method == "client_secret_basic")
            && accepted.iter().any(|method| method == "client_secret_post")
    }
}

fn host(url: &str) -> Option<&str> {
    url.strip_prefix("https://")?.split('/').next()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    const ISSUER: &str = "https://login.example";

    fn document(change: impl FnOnce(&mut Value)) -> Metadata {
        let mut document = json!({
            "issuer": ISSUER,
            "authorization_endpoint": "https://login.example/auth",
            "token_endpoint": "https://login.example/token",
            "jwks_uri": "https://keys.example/jwks",
            "id_token_signing_alg_values_supported": ["none", "HS256", "RS256", "ES512"],
        });
        change(&mut document);
        serde_json::from_value(document).unwrap()
    }

    #[test]
    fn document_of_another_issuer_is_refused() {
        assert_eq!(document(|_| ()).check(ISSUER), Ok(()));
        for issuer in ["https://login.example/", "https://login.example.org", "http://login.example"] {
            assert!(document(|_| ()).check(issuer).is_err(), "{issuer}");
        }
    }

    #[test]
    fn tenants_share_a_document_of_their_host() {
        let microsoft = "https://login.microsoftonline.com/common/v2.0";
        let many = |host: &str| document(|value| value["issuer"] = format!("https://{host}/{{tenantid}}/v2.0").into());
        let metadata = many("login.microsoftonline.com");
        assert_eq!(metadata.check(microsoft), Ok(()));
        assert_eq!(metadata.issuer_of("1"), "https://login.microsoftonline.com/1/v2.0");
        assert!(many("login.example").check(microsoft).is_err());
    }

    #[test]
    fn insecure_endpoints_are_refused() {
        for name in ["authorization_endpoint", "token_endpoint", "jwks_uri", "userinfo_endpoint"] {
            for url in ["http://login.example/x", "javascript:alert(1)", "/token", ""] {
                assert!(document(|value| value[name] = url.into()).check(ISSUER).is_err(), "{name} {url}");
            }
        }
    }

    #[test]
    fn only_public_key_algorithms_are_accepted() {
        assert_eq!(document(|_| ()).signing_algorithms(), [CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256]);
        let symmetric = document(|value| value["id_token_signing_alg_values_supported"] = json!(["HS256", "none"]));
        assert!(symmetric.check(ISSUER).is_err());
    }

    #[test]
    fn secret_goes_into_body_only_if_needed() {
        let in_body = |methods: Value| {
            document(|value| value["token_endpoint_auth_methods_supported"] = methods).wants_secret_in_body()
        };
        assert!(!document(|_| ()).wants_secret_in_body());
        assert!(!in_body(json!(["client_secret_post", "client_secret_basic"])));
        assert!(in_body(json!(["client_secret_post"])));
        assert!(!in_body(json!(["private_key_jwt"])));
    }
}
