//! The trust roots.
//!
//! The platform's store takes 6 ms of a cold start to read, and AWS's endpoints need only five of its certificates.

use std::borrow::Cow;

use aws_smithy_http_client::tls::{TlsContext, TrustStore};

/// The roots of Amazon Trust Services, and the Starfield root that signed them.
/// (<https://www.amazontrust.com/repository/>).
const AMAZON: &[u8] = include_bytes!("amazon-trust-services.pem");

/// Reads the PEM certificates of the file at `path`, or Amazon's if it is empty.
pub(super) fn read_bundle(path: &str) -> Result<Cow<'static, [u8]>, String> {
    if path.is_empty() {
        return Ok(Cow::Borrowed(AMAZON));
    }
    let pem = std::fs::read(path).map_err(|error| format!("cannot be read: {error}"))?;
    let begin = b"-----BEGIN CERTIFICATE-----";
    if pem.windows(begin.len()).any(|window| window == begin) {
        Ok(Cow::Owned(pem))
    } else {
        Err("holds no PEM certificate".to_owned())
    }
}

pub(super) fn context(roots: &[u8]) -> TlsContext {
    TlsContext::builder()
        .with_trust_store(TrustStore::empty().with_pem_certificate(roots))
        .build()
        .expect("a context of trust roots alone is always valid")
}
