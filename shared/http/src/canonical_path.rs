//! Paths that were typed or copied inexactly.
//!
//! They have a slash at the end, or signs that stand next to a link in a text.

use percent_encoding::percent_decode_str;

use domain::Token;
use domain::settings::OpenidProvider;

/// The paths of the service, except for those with a key or with the name of an OpenID provider.
const PATHS: [&str; 12] = [
    "/register",
    "/register/email",
    "/register/complete",
    "/register/closed",
    "/register/style.css",
    "/register/form.js",
    "/register/allowed",
    "/register/openid",
    "/activate/complete",
    "/activate/code",
    "/activate/resend",
    "/activate/resend/complete",
];

/// Returns the canonical form of a path that has additional slashes and signs around its words.
///
/// The result is always a path of the service, so a redirect to it cannot lead to another host.
pub(super) fn canonical_path(path: &str) -> Option<String> {
    let segments: Vec<_> = path.split('/').map(|segment| percent_decode_str(segment).decode_utf8_lossy()).collect();
    let words = segments.iter().map(|segment| segment.trim_matches(|c: char| !c.is_alphanumeric()));
    let words: Vec<_> = words.filter(|word| !word.is_empty()).collect();
    let canonical = match words[..] {
        [page @ ("activate" | "approve"), key] if let Some(token) = Token::parse(key) => {
            format!("/{page}/{}", token.expose())
        }
        ["register", "openid", provider] if OpenidProvider::is_name(provider) => {
            format!("/register/openid/{provider}")
        }
        ["register", "openid", provider, "callback"] if OpenidProvider::is_name(provider) => {
            format!("/register/openid/{provider}/callback")
        }
        _ => (*PATHS.iter().find(|known| known[1..].split('/').eq(words.iter().copied()))?).to_owned(),
    };
    (!path.eq_ignore_ascii_case(&canonical)).then_some(canonical)
}

/// Returns the path that routes are compared with: percent-decoded, once.
///
/// An encoded slash separates no segments, so it stays encoded.
pub(super) fn decoded_path(path: &str) -> String {
    let decoded = |segment| percent_decode_str(segment).decode_utf8_lossy().replace('/', "%2F");
    path.split('/').map(decoded).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "p2zqtg3crbnuvc5ehxd7myo6iks4jaw2";

    #[test]
    fn canonical_path_has_no_redirect() {
        for path in PATHS.into_iter().map(str::to_owned).chain([
            format!("/activate/{KEY}"),
            format!("/approve/{KEY}"),
            "/register/openid/acme/callback".to_owned(),
        ]) {
            assert_eq!(canonical_path(&path), None);
            for other in [format!("{path}/"), format!("{path}//"), format!("/{path}"), format!("{path}.")] {
                assert_eq!(canonical_path(&other).as_ref(), Some(&path), "{other}");
            }
        }
        assert_eq!(canonical_path(&format!("/activate/{}", KEY.to_uppercase())), None, "case is not a sign");
    }

    #[test]
    fn signs_around_a_key_are_dropped() {
        let (start, end) = KEY.split_at(20);
        for page in ["/activate", "/approve"] {
            let key = format!("{page}/{KEY}");
            for (before, behind) in [
                ("", "."),
                ("", ")."),
                ("", ",/"),
                ("%3C", "%3E"),
                ("<", ">"),
                ("%22", "%22"),
                ("", "]"),
                ("", "。"),
                ("", "%E3%80%82"),
                ("", "%E2%80%8B"),
                ("%EF%BB%BF", ""),
                ("", "%0D%0A"),
                ("", "%"),
                ("", "%ff"),
                ("/", "/"),
            ] {
                let path = format!("{page}/{before}{KEY}{behind}");
                assert_eq!(canonical_path(&path).as_ref(), Some(&key), "{path}");
            }
            let broken = canonical_path(&format!("{page}/{start}%20{end}"));
            assert_eq!(broken, Some(key), "a link that a mail client broke");
        }
    }

    #[test]
    fn other_paths_are_left_alone() {
        let two_keys = format!("/activate/{KEY}.{KEY}");
        for path in [
            "/",
            "//",
            "",
            "*",
            "/registers/",
            "/register/none/",
            "/register%2fcomplete",
            "/activate/",
            "/activate/%00",
            "/activate/short.",
            "//evil.example/",
            "//evil.example/register/",
            "/\\evil.example/register",
            "/https://evil.example/register/",
            "/%2f/evil.example/",
            &two_keys,
        ] {
            assert_eq!(canonical_path(path), None, "{path}");
        }
    }

    #[test]
    fn path_is_decoded_once() {
        for (path, decoded) in [
            ("/activate/a%7Db", "/activate/a}b"),
            ("/activate/a%257Db", "/activate/a%7Db"),
            ("/register%2fcomplete", "/register%2Fcomplete"),
            ("/activate/%ff%", "/activate/\u{fffd}%"),
            ("/register", "/register"),
            ("//", "//"),
        ] {
            assert_eq!(decoded_path(path), decoded);
        }
    }
}
