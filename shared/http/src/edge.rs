//! Requests through a CDN, which proves itself by a shared secret.

use std::net::{IpAddr, SocketAddr};

use http::{HeaderMap, HeaderName};
use secrecy::{ExposeSecret, SecretString};
use subtle::{Choice, ConstantTimeEq};

use domain::settings::Reader;

/// The CDN in front of the API, through which every request must come.
#[derive(Debug)]
pub(crate) struct Edge {
    /// `REGISTRATION_EDGE_SECRET`: the secret that the CDN sends with each request. Default: no CDN.
    ///
    /// Two, separated by a comma, are accepted while it is rotated.
    secrets: Vec<SecretString>,
    /// `REGISTRATION_EDGE_ADDRESS_HEADER`: the header in which the CDN puts the client's address.
    ///
    /// Default: `edge-viewer-address`, as `infra/edge` has it.
    address_header: HeaderName,
}

/// The header with the secret.
const SECRET_HEADER: &str = "edge-secret";
const SECRET: &str = "REGISTRATION_EDGE_SECRET";
const ADDRESS_HEADER: &str = "REGISTRATION_EDGE_ADDRESS_HEADER";

impl Edge {
    /// Reads the settings. The inner `None` means that there is no CDN.
    #[expect(clippy::option_option, reason = "the outer one is the reader's: a setting is wrong")]
    pub(crate) fn read(reader: &mut Reader<'_>) -> Option<Option<Self>> {
        if reader.optional(SECRET).is_none() {
            let alone = reader.optional(ADDRESS_HEADER).is_some();
            let refused = |_: &str| Err::<(), _>(format!("is of no use without {SECRET}"));
            return (!alone || reader.or(ADDRESS_HEADER, "", refused).is_some()).then_some(None);
        }
        let secrets = reader.or(SECRET, "", parse_secrets);
        let address_header = reader.or(ADDRESS_HEADER, "edge-viewer-address", |value| {
            let header: Result<HeaderName, _> = value.parse();
            header.map_err(|_| "must be the name of a header, such as cf-connecting-ip".to_owned())
        });
        Some(Some(Self { secrets: secrets?, address_header: address_header? }))
    }

    /// Returns whether the headers have the secret, and takes it away, so that nothing else sees it.
    pub(crate) fn proves_itself(&self, headers: &mut HeaderMap) -> bool {
        let Some(sent) = headers.remove(SECRET_HEADER) else { return false };
        let is_secret = |secret: &SecretString| secret.expose_secret().as_bytes().ct_eq(sent.as_bytes());
        self.secrets.iter().fold(Choice::from(0), |found, secret| found | is_secret(secret)).into()
    }

    /// Returns the client's address, if the CDN sent one, with or without a port.
    pub(crate) fn client_address(&self, headers: &HeaderMap) -> Option<String> {
        parse_address(headers.get(&self.address_header)?.to_str().ok()?)
    }
}

/// Returns the IP address in a text that may have a port behind it.
pub(crate) fn parse_address(text: &str) -> Option<String> {
    let text = text.trim();
    let with_port = || text.parse().ok().map(|address: SocketAddr| address.ip());
    // CloudFront-Viewer-Address has IPv6 addresses without brackets in front of the port.
    let without_brackets = || text.rsplit_once(':')?.0.parse().ok();
    let address: Option<IpAddr> = with_port().or_else(|| text.parse().ok()).or_else(without_brackets);
    address.map(|address| address.to_string())
}

fn parse_secrets(value: &str) -> Result<Vec<SecretString>, String> {
    let secrets: Vec<_> = value.split(',').map(str::trim).collect();
    let is_secret = |secret: &str| (32..=60).contains(&secret.len()) && secret.bytes().all(|b| b.is_ascii_graphic());
    if secrets.len() > 2 || !secrets.iter().all(|secret| is_secret(secret)) {
        return Err("must be a secret of 32 to 60 ASCII characters without spaces, or two with a comma".to_owned());
    }
    Ok(secrets.into_iter().map(Into::into).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::settings::Environment;

    const OLD: &str = "an-old-secret-of-32-characters-x";
    const NEW: &str = "a-new-secret-of-32-characters-xx";

    fn read(variables: &[(&str, &str)]) -> Result<Option<Edge>, String> {
        let environment: Environment =
            variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let mut reader = Reader::new(&environment);
        let edge = Edge::read(&mut reader);
        reader.finish(|| edge).map_err(|error| error.to_string())
    }

    fn headers(sent: &[(&'static str, &'static str)]) -> HeaderMap {
        sent.iter().map(|(name, value)| (HeaderName::from_static(name), value.parse().unwrap())).collect()
    }

    #[test]
    fn each_secret_is_accepted_and_taken_away() {
        let edge = read(&[(SECRET, &format!("{OLD}, {NEW}"))]).unwrap().unwrap();
        for (sent, expected) in [(OLD, true), (NEW, true), ("wrong", false), ("", false)] {
            let mut headers = headers(&[("edge-secret", sent), ("accept", "*/*")]);
            assert_eq!(edge.proves_itself(&mut headers), expected, "{sent}");
            assert_eq!(headers.len(), 1, "{headers:?}");
        }
        assert!(!edge.proves_itself(&mut HeaderMap::new()));
    }

    #[test]
    fn client_address_is_read_with_and_without_port() {
        let edge = read(&[(SECRET, NEW)]).unwrap().unwrap();
        for (sent, expected) in [
            ("203.0.113.7", Some("203.0.113.7")),
            ("203.0.113.7:443", Some("203.0.113.7")),
            ("2001:db8::1", Some("2001:db8::1")),
            ("[2001:db8::1]:443", Some("2001:db8::1")),
            ("2001:db8:0:0:0:0:0:1:46532", Some("2001:db8::1")),
            ("203.0.113.7, 198.51.100.1", None),
            ("localhost", None),
            ("", None),
        ] {
            let address = edge.client_address(&headers(&[("edge-viewer-address", sent)]));
            assert_eq!(address.as_deref(), expected, "{sent}");
        }
        let named = read(&[(SECRET, NEW), (ADDRESS_HEADER, "CF-Connecting-IP")]).unwrap().unwrap();
        assert_eq!(named.client_address(&headers(&[("cf-connecting-ip", "::1")])).as_deref(), Some("::1"));
    }

    #[test]
    fn wrong_settings_are_refused() {
        assert!(read(&[]).unwrap().is_none());
        let three = [NEW; 3].join(",");
        for secret in ["short", &three, &format!("{NEW},"), "a secret of over 32 characters with spaces"] {
            assert!(read(&[(SECRET, secret)]).unwrap_err().contains("32 to 60"), "{secret}");
        }
        assert!(read(&[(SECRET, NEW), (ADDRESS_HEADER, "a b")]).is_err());
        assert!(read(&[(ADDRESS_HEADER, "cf-connecting-ip")]).unwrap_err().contains("of no use"));
    }
}
