//! Argon2id with fixed parameters, and a pool of memory.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use argon2::password_hash::phc::{self, Output, ParamsString, Salt};
use argon2::{ARGON2ID_IDENT, Algorithm, Argon2, Block, Params, Version};

use domain::PasswordHash;

/// Hashes passwords with Argon2id: 19,456 KiB, two passes, one lane.
///
/// These are the parameters that OWASP names first (Password Storage Cheat Sheet).
///
/// Clones share a pool of memory, because allocating it again costs as much as the hash itself. The pool grows to the
/// largest number of passwords hashed at the same time.
///
/// # Examples
///
/// ```
/// use password_hashing::Argon2idHasher;
///
/// let hasher = Argon2idHasher::default();
/// let hash = hasher.hash(b"correct horse battery staple", [7; 16]);
/// assert!(hasher.verify(b"correct horse battery staple", Some(&hash)));
/// assert!(!hasher.verify(b"another password", Some(&hash)));
/// ```
#[derive(Clone, Default)]
pub struct Argon2idHasher {
    memory: Arc<Mutex<Vec<Vec<Block>>>>,
}

impl Argon2idHasher {
    /// The length of a salt, in bytes.
    pub const SALT_BYTES: usize = 16;

    const MEMORY_KIB: u32 = 19_456;
    const PASSES: u32 = 2;
    const LANES: u32 = 1;
    const OUTPUT_BYTES: usize = 32;

    fn params() -> Params {
        Params::new(Self::MEMORY_KIB, Self::PASSES, Self::LANES, Some(Self::OUTPUT_BYTES))
            .expect("the parameters are within Argon2's limits")
    }

    /// Hashes a password with a random salt. It blocks for about 15 milliseconds.
    ///
    /// # Panics
    /// Panics if the password is 4 GiB or longer.
    #[must_use]
    pub fn hash(&self, password: &[u8], salt: [u8; Self::SALT_BYTES]) -> PasswordHash {
        let params = Self::params();
        let output = self
            .argon2id(params.clone(), password, &salt, Self::OUTPUT_BYTES)
            .expect("a password of less than 4 GiB and a salt of 16 bytes are within Argon2's limits");
        phc_string(&params, &salt, output)
    }

    /// Returns whether `hash` is of this password. The comparison takes constant time.
    ///
    /// A hash that costs more than those made here is unsupported, because another system's hash could demand any
    /// amount of memory or time. The result for an unsupported or missing hash is `false`, after the same time.
    #[must_use]
    pub fn verify(&self, password: &[u8], hash: Option<&PasswordHash>) -> bool {
        if let Some((params, salt, expected)) = hash.and_then(supported) {
            return self.argon2id(params, password, &salt, expected.len()).is_ok_and(|output| output == expected);
        }
        let _ = self.argon2id(Self::params(), password, &[0; Self::SALT_BYTES], Self::OUTPUT_BYTES);
        false
    }

    fn argon2id(&self, params: Params, password: &[u8], salt: &[u8], length: usize) -> Result<Output, argon2::Error> {
        let mut memory = self.memory().pop().unwrap_or_else(|| vec![Block::default(); Self::params().block_count()]);
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let mut output = [0; Output::MAX_LENGTH];
        let output = &mut output[..length];
        let hashed = argon2.hash_password_into_with_memory(password, salt, output, &mut memory);
        self.memory().push(memory);
        hashed?;
        Output::new(output).map_err(|_| argon2::Error::OutputTooShort)
    }

    fn memory(&self) -> MutexGuard<'_, Vec<Vec<Block>>> {
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Returns the parts of an Argon2id hash of version 19, if it is not too costly.
fn supported(hash: &PasswordHash) -> Option<(Params, Salt, Output)> {
    let hash = phc::PasswordHash::new(hash.expose()).ok().filter(|hash| hash.algorithm == ARGON2ID_IDENT)?;
    let (limit, params) = (Argon2idHasher::params(), Params::try_from(&hash).ok()?);
    let costs_no_more =
        params.m_cost() <= limit.m_cost() && params.t_cost() <= limit.t_cost() && params.p_cost() <= limit.p_cost();
    let is_current = hash.version == Some(Version::V0x13.into());
    Some((params, hash.salt?, hash.hash?)).filter(|_| costs_no_more && is_current)
}

fn phc_string(params: &Params, salt: &[u8], output: Output) -> PasswordHash {
    let hash = phc::PasswordHash {
        algorithm: ARGON2ID_IDENT,
        version: Some(Version::V0x13.into()),
        params: ParamsString::try_from(params).expect("the parameters fit into a PHC string"),
        salt: Some(Salt::new(salt).expect("16 bytes are a salt")),
        hash: Some(output),
    };
    PasswordHash::new(hash.to_string())
}

impl fmt::Debug for Argon2idHasher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Argon2idHasher")
    }
}

#[cfg(test)]
mod tests {
    use argon2::{PasswordHasher, PasswordVerifier};

    use super::*;

    const PASSWORD: &[u8] = b"correct horse battery staple";

    #[test]
    fn hash_verifies_its_password_and_no_other() {
        let hasher = Argon2idHasher::default();
        let hash = hasher.hash(PASSWORD, [7; 16]);
        assert!(hash.expose().starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{}", hash.expose());
        assert!(hasher.verify(PASSWORD, Some(&hash)));
        assert!(!hasher.verify(b"correct horse battery stapler", Some(&hash)));
        assert!(!hasher.verify(PASSWORD, None));
    }

    #[test]
    fn kept_memory_does_not_change_a_hash() {
        let hasher = Argon2idHasher::default();
        let first = hasher.hash(PASSWORD, [7; 16]);
        assert_ne!(hasher.hash(b"another long password", [8; 16]), first);
        assert_eq!(hasher.hash(PASSWORD, [7; 16]), first);
        assert_eq!(hasher.memory().len(), 1);
    }

    #[test]
    fn hash_equals_that_of_the_library() {
        let hash = Argon2idHasher::default().hash(PASSWORD, [7; 16]);
        let parsed = phc::PasswordHash::new(hash.expose()).unwrap();
        Argon2::default().verify_password(PASSWORD, &parsed).unwrap();
    }

    #[test]
    fn cheaper_argon2id_hash_is_verified() {
        let hasher = Argon2idHasher::default();
        for (params, salt) in [(Params::new(64, 1, 1, Some(16)), &[1; 8][..]), (Params::new(8, 2, 1, None), &[2; 32])] {
            let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params.unwrap());
            let hash: phc::PasswordHash = argon2.hash_password_with_salt(PASSWORD, salt).unwrap();
            let hash = PasswordHash::new(hash.to_string());
            assert!(hasher.verify(PASSWORD, Some(&hash)), "{}", hash.expose());
            assert!(!hasher.verify(b"another long password", Some(&hash)));
        }
    }

    #[test]
    fn unsupported_hash_is_refused() {
        let hasher = Argon2idHasher::default();
        for unsupported in [
            "",
            "!",
            "$",
            "$argon2id$",
            "$argon2id$v=19$m=4294967295,t=4294967295,p=1$c29tZSBzYWx0$c29tZSBoYXNoIHRoYXQgaXMgbG9uZw",
            "$argon2id$v=19$m=19456,t=3000000000,p=1$c29tZSBzYWx0$c29tZSBoYXNoIHRoYXQgaXMgbG9uZw",
            "$argon2id$v=99$m=19456,t=2,p=1$c29tZSBzYWx0$c29tZSBoYXNoIHRoYXQgaXMgbG9uZw",
            "$argon2id$v=16$m=19456,t=2,p=1$c29tZSBzYWx0$c29tZSBoYXNoIHRoYXQgaXMgbG9uZw",
            "$argon2id$v=19$m=1,t=0,p=0$c29tZSBzYWx0$c29tZSBoYXNoIHRoYXQgaXMgbG9uZw",
            "$argon2id$v=19$m=19456,t=2,p=1$c29tZSBzYWx0",
            "$argon2id$v=19$m=19456,t=2,p=1",
            "$argon2d$v=19$m=19456,t=2,p=1$c29tZSBzYWx0$c29tZSBoYXNoIHRoYXQgaXMgbG9uZw",
            "$pbkdf2-sha256$i=4294967295,l=32$c29tZSBzYWx0$c29tZSBoYXNoIHRoYXQgaXMgbG9uZw",
            "$2b$31$abcdefghijklmnopqrstuuO4o7hN4H5Xc7PmXbX9dXbkgKkpWvJ2a",
            "bcrypt_sha256$$2b$12$x",
            "\0\u{feff}🙂",
        ] {
            let hash = PasswordHash::new(unsupported.to_owned());
            assert!(!hasher.verify(PASSWORD, Some(&hash)), "{unsupported:?}");
        }
    }
}
