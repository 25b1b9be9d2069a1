//! The client secret of Apple: a token that the client signs.

use std::fmt;

use data_encoding::BASE64URL_NOPAD;
use jiff::{SignedDuration, Timestamp};
use p256::ecdsa::signature::Signer;
use p256::ecdsa::{Signature, SigningKey};
use p256::pkcs8::DecodePrivateKey;
use serde_json::json;

/// The lifetime of a token. Apple allows six months, and one sign-in needs a few seconds.
const LIFETIME: SignedDuration = SignedDuration::from_mins(5);

/// The key of a Sign in with Apple client.
pub(crate) struct AppleKey {
    pub(crate) team_id: String,
    pub(crate) key_id: String,
    pub(crate) key: SigningKey,
}

impl AppleKey {
    /// Parses the `.p8` file of the developer account: a PKCS #8 key in PEM. Line breaks may be written as `\n`.
    pub(crate) fn parse_key(pem: &str) -> Result<SigningKey, String> {
        let pem = pem.replace("\\n", "\n");
        SigningKey::from_pkcs8_pem(pem.trim())
            .map_err(|_| "must be the PEM text of the .p8 file from Apple's developer account".to_owned())
    }

    /// Returns a client secret, valid from `now` for five minutes.
    ///
    /// [Creating a client
    /// secret](https://developer.apple.com/documentation/accountorganizationaldatasharing/creating-a-client-secret).
    pub(crate) fn client_secret(&self, client_id: &str, now: Timestamp) -> String {
        let header = json!({ "alg": "ES256", "kid": self.key_id, "typ": "JWT" });
        let claims = json!({
            "iss": self.team_id,
            "iat": now.as_second(),
            "exp": (now + LIFETIME).as_second(),
            "aud": "https://appleid.apple.com",
            "sub": client_id,
        });
        let [header, claims] = [header, claims].map(|part| BASE64URL_NOPAD.encode(part.to_string().as_bytes()));
        let signed = format!("{header}.{claims}");
        let signature: Signature = self.key.sign(signed.as_bytes());
        format!("{signed}.{}", BASE64URL_NOPAD.encode(&signature.to_bytes()))
    }
}

impl fmt::Debug for AppleKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AppleKey").field("key_id", &self.key_id).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use p256::SecretKey;
    use p256::ecdsa::signature::Verifier;
    use p256::pkcs8::{EncodePrivateKey, LineEnding};

    use super::*;

    fn pem() -> String {
        let key = SecretKey::from_slice(&[7; 32]).unwrap();
        key.to_pkcs8_pem(LineEnding::LF).unwrap().to_string()
    }

    #[test]
    fn client_secret_is_signed_by_the_key() {
        let key = AppleKey::parse_key(&pem()).unwrap();
        let apple = AppleKey { team_id: "TEAM".to_owned(), key_id: "KEY".to_owned(), key: key.clone() };
        let secret = apple.client_secret("com.example.signin", Timestamp::from_second(1_000).unwrap());
        let (signed, signature) = secret.rsplit_once('.').unwrap();
        let signature = Signature::from_slice(&BASE64URL_NOPAD.decode(signature.as_bytes()).unwrap()).unwrap();
        key.verifying_key().verify(signed.as_bytes(), &signature).unwrap();
        let claims = BASE64URL_NOPAD.decode(signed.split_once('.').unwrap().1.as_bytes()).unwrap();
        assert_eq!(
            String::from_utf8(claims).unwrap(),
            r#"{"iss":"TEAM","iat":1000,"exp":1300,"aud":"https://appleid.apple.com","sub":"com.example.signin"}"#
        );
    }

    #[test]
    fn key_is_read_with_written_line_breaks() {
        assert!(AppleKey::parse_key(&pem().replace('\n', "\\n")).is_ok());
        for pem in ["", "secret", "-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----"] {
            assert!(AppleKey::parse_key(pem).is_err());
        }
    }
}
