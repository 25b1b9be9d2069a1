//! Password hashes of other systems.
//!
//! Each is stored so that its beginning names the algorithm. `docs/guides/migration.md` has the table.

use argon2::password_hash::phc::{self, Output, Salt};
use data_encoding::{BASE64, BASE64_NOPAD};

use domain::PasswordHash;

/// The reason why a text is not a password hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ForeignHashError {
    /// The beginning names no known algorithm. The text may be a plain password.
    #[error("its format is unknown")]
    Unknown,
    /// The beginning names an algorithm, and the rest is malformed.
    #[error("it is not a complete {0} hash")]
    MalformedHash(&'static str),
}

/// The maximum length in characters.
///
/// Django's column has 128, and the longest PHC string has fewer than this.
const LONGEST: usize = 512;

/// Converts a hash of another system, with `None` for an unusable password.
///
/// PHC and MCF strings (`$argon2id$...`, `$2b$...`) stay as they are. Django's Argon2, bcrypt, PBKDF2 and scrypt
/// become such strings where those are equivalent. Django's other hashes stay as they are. An empty text has no
/// password, and neither has one with `!` at its start, by which Django marks it.
///
/// # Errors
/// A [`ForeignHashError`] if the text is not a hash.
///
/// # Examples
///
/// ```
/// use password_hashing::foreign_hash;
///
/// let bcrypt = "$2b$12$abcdefghijklmnopqrstuuO4o7hN4H5Xc7PmXbX9dXbkgKkpWvJ2a";
/// let hash = foreign_hash(&format!("bcrypt${bcrypt}"))?;
/// assert_eq!(hash.unwrap().expose(), bcrypt);
/// assert!(foreign_hash("!")?.is_none());
/// assert!(foreign_hash("hunter2").is_err());
/// # Ok::<_, password_hashing::ForeignHashError>(())
/// ```
pub fn foreign_hash(text: &str) -> Result<Option<PasswordHash>, ForeignHashError> {
    if text.is_empty() || text.starts_with('!') {
        return Ok(None);
    }
    if text.len() > LONGEST || !text.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(ForeignHashError::Unknown);
    }
    let (scheme, rest) = text.split_once('$').ok_or(ForeignHashError::Unknown)?;
    let kept = match scheme {
        "" => crypt_string(rest).map(|()| text.to_owned()),
        "argon2" => argon2(rest).map(|()| format!("${rest}")),
        "bcrypt" => bcrypt(rest).map(|()| rest.to_owned()),
        // It hashes the password's SHA-256 in hexadecimal digits, which a plain bcrypt string would not express.
        "bcrypt_sha256" => bcrypt(rest).map(|()| text.to_owned()),
        "pbkdf2_sha256" => pbkdf2(rest, "pbkdf2-sha256", 32).map(|phc| phc.unwrap_or_else(|| text.to_owned())),
        "pbkdf2_sha1" => pbkdf2(rest, "pbkdf2", 20).map(|phc| phc.unwrap_or_else(|| text.to_owned())),
        "scrypt" => scrypt(rest).map(|phc| phc.unwrap_or_else(|| text.to_owned())),
        "md5" => salted_digest(rest, 32).ok_or(ForeignHashError::MalformedHash("MD5")).map(|()| text.to_owned()),
        "sha1" => salted_digest(rest, 40).ok_or(ForeignHashError::MalformedHash("SHA-1")).map(|()| text.to_owned()),
        _ => Err(ForeignHashError::Unknown),
    };
    kept.map(PasswordHash::new).map(Some)
}

/// The minimum length of the part after the algorithm. Every algorithm's is longer.
const SHORTEST: usize = 20;

/// Checks the part after the first `$`: a name, and at least one more part.
fn crypt_string(rest: &str) -> Result<(), ForeignHashError> {
    let (name, parts) = rest.split_once('$').ok_or(ForeignHashError::Unknown)?;
    match name {
        "argon2d" | "argon2i" | "argon2id" => argon2(rest),
        "2a" | "2b" | "2x" | "2y" => bcrypt(&format!("${rest}")),
        // A plain password may begin with a `$`, too.
        _ if name.is_empty() || parts.len() < SHORTEST => Err(ForeignHashError::Unknown),
        _ if name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-') => Ok(()),
        _ => Err(ForeignHashError::Unknown),
    }
}

fn argon2(rest: &str) -> Result<(), ForeignHashError> {
    let hash = phc::PasswordHash::new(&format!("${rest}")).ok().filter(|hash| {
        let is_argon2 = matches!(hash.algorithm.as_str(), "argon2d" | "argon2i" | "argon2id");
        is_argon2 && hash.salt.is_some() && hash.hash.is_some()
    });
    hash.map(drop).ok_or(ForeignHashError::MalformedHash("Argon2"))
}

/// Checks `$2b$12$`, 22 characters of salt and 31 of hash.
fn bcrypt(text: &str) -> Result<(), ForeignHashError> {
    let whole = || {
        let (version, rest) = text.strip_prefix("$2")?.split_once('$')?;
        let (cost, rest) = rest.split_once('$')?;
        let is_digit = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'/');
        let cost_is_known = cost.len() == 2 && (4..=31).contains(&cost.parse::<u8>().ok()?);
        let fits = matches!(version, "a" | "b" | "x" | "y") && rest.len() == 53 && rest.bytes().all(is_digit);
        (cost_is_known && fits).then_some(())
    };
    whole().ok_or(ForeignHashError::MalformedHash("bcrypt"))
}

/// Reads `iterations$salt$hash`. Returns the PHC string, if the salt allows one.
fn pbkdf2(rest: &str, algorithm: &str, length: usize) -> Result<Option<String>, ForeignHashError> {
    let parts = || {
        let [iterations, salt, hash] = split(rest)?;
        let hash = BASE64.decode(hash.as_bytes()).ok().filter(|hash| hash.len() == length)?;
        let iterations: u32 = number(iterations)?;
        (!salt.is_empty()).then(|| phc(algorithm, &format!("i={iterations},l={length}"), salt, &hash))
    };
    parts().ok_or(ForeignHashError::MalformedHash("PBKDF2"))
}

/// Reads `n$salt$r$p$hash`. Returns the PHC string, if an equivalent one exists.
fn scrypt(rest: &str) -> Result<Option<String>, ForeignHashError> {
    let parts = || {
        let [n, salt, r, p, hash] = split(rest)?;
        let hash = BASE64.decode(hash.as_bytes()).ok().filter(|hash| hash.len() == 64)?;
        let (n, r, p): (u32, u32, u32) = (number(n)?, number(r)?, number(p)?);
        let fits = !salt.is_empty() && n.is_power_of_two();
        fits.then(|| phc("scrypt", &format!("ln={},r={r},p={p}", n.ilog2()), salt, &hash))
    };
    parts().ok_or(ForeignHashError::MalformedHash("scrypt"))
}

/// Reads `salt$digest`, with the digest in hexadecimal digits.
fn salted_digest(rest: &str, digits: usize) -> Option<()> {
    let [_, digest] = split(rest)?;
    (digest.len() == digits && digest.bytes().all(|byte| byte.is_ascii_hexdigit())).then_some(())
}

/// Returns the PHC string of a salt used as written, if its length allows it.
fn phc(algorithm: &str, params: &str, salt: &str, hash: &[u8]) -> Option<String> {
    let (salt, hash) = (Salt::new(salt.as_bytes()).ok()?, Output::new(hash).ok()?);
    let (salt, hash) = (BASE64_NOPAD.encode(salt.as_ref()), BASE64_NOPAD.encode(hash.as_bytes()));
    Some(format!("${algorithm}${params}${salt}${hash}"))
}

fn number(text: &str) -> Option<u32> {
    text.parse().ok().filter(|number| *number > 0)
}

fn split<const N: usize>(text: &str) -> Option<[&str; N]> {
    text.split('$').collect::<Vec<_>>().try_into().ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Returns the stored string, which is empty for no password.
    fn kept(text: &str) -> Result<String, ForeignHashError> {
        foreign_hash(text).map(|hash| hash.map_or_else(String::new, |hash| hash.expose().to_owned()))
    }

    #[test]
    fn django_hash_is_converted_to_standard_form() {
        for (django, expected) in [
            (
                "pbkdf2_sha256$600000$seasalt2seasalt2seasalt$kF4wyXV/KLx6RbRSeGz5WzIHrOTRFY3ulTOuOMAbFNo=",
                "$pbkdf2-sha256$i=600000,l=32$c2Vhc2FsdDJzZWFzYWx0MnNlYXNhbHQ$kF4wyXV/KLx6RbRSeGz5WzIHrOTRFY3ulTOuOMAbFNo",
            ),
            (
                "pbkdf2_sha1$260000$seasalt12345$wAibXvW6jgvatCdONi6SMJ6q7mI=",
                "$pbkdf2$i=260000,l=20$c2Vhc2FsdDEyMzQ1$wAibXvW6jgvatCdONi6SMJ6q7mI",
            ),
            (
                "argon2$argon2id$v=19$m=102400,t=2,p=8$c29tZXNhbHQxMjM0$dGhlIGhhc2ggaXMgMzIgYnl0ZXM",
                "$argon2id$v=19$m=102400,t=2,p=8$c29tZXNhbHQxMjM0$dGhlIGhhc2ggaXMgMzIgYnl0ZXM",
            ),
            (
                "bcrypt$$2b$12$abcdefghijklmnopqrstuuO4o7hN4H5Xc7PmXbX9dXbkgKkpWvJ2a",
                "$2b$12$abcdefghijklmnopqrstuuO4o7hN4H5Xc7PmXbX9dXbkgKkpWvJ2a",
            ),
        ] {
            assert_eq!(kept(django).as_deref(), Ok(expected));
            assert_eq!(kept(expected).as_deref(), Ok(expected), "and that is kept as it is");
        }
        let hash = BASE64.encode(&[7; 64]);
        let scrypt = kept(&format!("scrypt$16384$seasalt12$8$1${hash}")).unwrap();
        assert_eq!(scrypt, format!("$scrypt$ln=14,r=8,p=1$c2Vhc2FsdDEy${}", hash.trim_end_matches('=')));
    }

    #[test]
    fn nonstandard_hash_is_kept_unchanged() {
        for text in [
            "bcrypt_sha256$$2b$12$abcdefghijklmnopqrstuuO4o7hN4H5Xc7PmXbX9dXbkgKkpWvJ2a",
            "pbkdf2_sha256$100$short$kF4wyXV/KLx6RbRSeGz5WzIHrOTRFY3ulTOuOMAbFNo=",
            "md5$salt$5f4dcc3b5aa765d61d8327deb882cf99",
            "sha1$$5baa61e4c9b93f3f0682250b6cf8331b7ee68fd8",
            "$6$saltsalt$hash.of/some.length",
        ] {
            assert_eq!(kept(text).as_deref(), Ok(text));
        }
    }

    #[test]
    fn unusable_password_is_none() {
        for text in ["", "!", "!kLm29sSdfkjwoeirnsdfksdf"] {
            assert_eq!(foreign_hash(text), Ok(None));
        }
    }

    #[test]
    fn plaintext_and_broken_hashes_are_refused() {
        let long = format!("$6$salt${}", "x".repeat(600));
        for text in
            ["hunter2", "correct horse", "pa$$word", "$ecret", "$", "$$$", "$a$", "$abc$def", "ünïcode$a$b", &long]
        {
            assert_eq!(kept(text), Err(ForeignHashError::Unknown), "{text}");
        }
        for (text, scheme) in [
            ("$argon2id$v=19$m=102400,t=2,p=8", "Argon2"),
            ("argon2$x", "Argon2"),
            ("argon2$2b$12$abcdefgh", "Argon2"),
            ("$2b$12$short", "bcrypt"),
            ("bcrypt$$2b$99$abcdefghijklmnopqrstuuO4o7hN4H5Xc7PmXbX9dXbkgKkpWvJ2a", "bcrypt"),
            ("pbkdf2_sha256$x$salt$hash", "PBKDF2"),
            ("pbkdf2_sha256$1$saltsaltsalt$aGFzaA==", "PBKDF2"),
            ("pbkdf2_sha256$0$saltsaltsalt$kF4wyXV/KLx6RbRSeGz5WzIHrOTRFY3ulTOuOMAbFNo=", "PBKDF2"),
            ("scrypt$1000$salt$8$1$aGFzaA==", "scrypt"),
            ("md5$salt$short", "MD5"),
            ("sha1$short", "SHA-1"),
        ] {
            assert_eq!(kept(text), Err(ForeignHashError::MalformedHash(scheme)), "{text}");
        }
    }

    proptest! {
        #[test]
        fn parsed_hash_is_stable(text in any::<String>(), scheme in r"(pbkdf2_sha256|scrypt|argon2|bcrypt|)\$[\w$=,+/]{0,80}") {
            let _ = foreign_hash(&text);
            if let Ok(Some(hash)) = foreign_hash(&scheme) {
                prop_assert_eq!(foreign_hash(hash.expose()), Ok(Some(hash.clone())));
            }
        }
    }
}
