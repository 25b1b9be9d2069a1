//! The cookie with the handle of a browser's registration.

use data_encoding::HEXLOWER;
use http::{HeaderMap, HeaderValue};
use sha2::{Digest, Sha256};

use super::cookies;
use domain::RegistrationHandle;
use domain::settings::SiteUrl;
use registration::ServiceCookie;

/// How long a browser keeps it after the last step, in seconds.
const MAX_AGE: u32 = 3600;

/// Returns the name of the cookie.
///
/// It is `__Host-registration`, which no other host can set (RFC 6265bis, 4.1.3.2), or `registration` on an `http://`
/// site, which is a loopback one. A site below a path has another name, because such a cookie must have the path `/`.
/// So two deployments on one host do not overwrite each other's cookie.
fn name(site: &SiteUrl) -> String {
    let name = ServiceCookie::Registration.name(site.is_https());
    match site.prefix() {
        "" => name.to_owned(),
        prefix => format!("{name}-{}", HEXLOWER.encode(&Sha256::digest(prefix)[..4])),
    }
}

/// Returns the handle that a browser sent.
pub(super) fn read(headers: &HeaderMap, site: &SiteUrl) -> Option<RegistrationHandle> {
    cookies::value(headers, &name(site)).and_then(RegistrationHandle::parse)
}

/// Returns the `Set-Cookie` that gives a browser a handle, or takes it away.
pub(super) fn write(handle: Option<&RegistrationHandle>, site: &SiteUrl) -> Option<HeaderValue> {
    let (name, value) = (name(site), handle.map(RegistrationHandle::expose).unwrap_or_default());
    let max_age = if handle.is_some() { MAX_AGE } else { 0 };
    let secure = if site.is_https() { "; Secure" } else { "" };
    format!("{name}={value}; Max-Age={max_age}; Path=/; HttpOnly; SameSite=Lax{secure}").parse().ok()
}

#[cfg(test)]
mod tests {
    use http::header::COOKIE;

    use super::*;

    const HANDLE: &str = "01ARZ3NDEKTSV4RRFFQ69G5FAV.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

    fn site(url: &str) -> SiteUrl {
        SiteUrl::parse(url).unwrap()
    }

    fn handle(cookies: &[&str], url: &str) -> Option<String> {
        let mut headers = HeaderMap::new();
        for line in cookies {
            headers.append(COOKIE, line.parse().unwrap());
        }
        read(&headers, &site(url)).map(|handle| handle.expose())
    }

    #[test]
    fn cookie_of_the_site_is_read() {
        let cookie = format!("a=b; __Host-registration={HANDLE}");
        assert_eq!(handle(&[&cookie], "https://example.com").as_deref(), Some(HANDLE));
        assert_eq!(handle(&["a=b", &cookie], "https://example.com").as_deref(), Some(HANDLE));
    }

    #[test]
    fn doubtful_cookie_counts_as_none() {
        let cookie = format!("__Host-registration={HANDLE}");
        for cookies in [
            vec![],
            vec!["__Host-registration="],
            vec!["__Host-registration=nonsense"],
            vec!["__Host-registration"],
            vec![cookie.as_str(), cookie.as_str()],
            vec![&*format!("{cookie}; __Host-registration=x")],
            vec![&*format!("__host-registration={HANDLE}")],
            vec![&*format!("registration={HANDLE}")],
        ] {
            assert_eq!(handle(&cookies, "https://example.com"), None, "{cookies:?}");
        }
        assert_eq!(handle(&[&cookie], "http://127.0.0.1:9000"), None);
        assert_eq!(handle(&[&cookie], "https://example.com/accounts"), None, "another deployment's");
    }

    #[test]
    fn written_cookie_is_read_by_its_site_only() {
        let given = RegistrationHandle::parse(HANDLE).unwrap();
        for url in ["https://example.com", "https://example.com/a", "https://example.com/b", "http://127.0.0.1:9000"] {
            let written = write(Some(&given), &site(url)).unwrap();
            let pair = written.to_str().unwrap().split(';').next().unwrap();
            for other in
                ["https://example.com", "https://example.com/a", "https://example.com/b", "http://127.0.0.1:9000"]
            {
                assert_eq!(handle(&[pair], other).is_some(), url == other, "{url} {other}");
            }
        }
    }

    #[test]
    fn cookie_is_hidden_from_scripts_and_other_sites() {
        let given = RegistrationHandle::parse(HANDLE).unwrap();
        let written = write(Some(&given), &site("https://example.com")).unwrap();
        let expected = format!("__Host-registration={HANDLE}; Max-Age=3600; Path=/; HttpOnly; SameSite=Lax; Secure");
        assert_eq!(written, expected);
        let cleared = write(None, &site("http://127.0.0.1:9000")).unwrap();
        assert_eq!(cleared, "registration=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax");
    }
}
