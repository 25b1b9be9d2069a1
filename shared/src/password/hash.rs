//! The slow hash that is stored of a password.

use std::fmt;
use std::sync::{Arc, Mutex};

use argon2::password_hash::phc::{self, Output, ParamsString, Salt};
use argon2::{ARGON2ID_IDENT, Algorithm, Argon2, Block, Params, PasswordVerifier, Version};
use serde::{Deserialize, Serialize};

use super::Password;
use crate::random::Random;

/// The hash of a password: Argon2id, as a PHC string; of an imported user, whatever the system before had, which is named by
/// how it begins (docs/migration.md).
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PasswordHash(String);

impl PasswordHash {
    /// The string: for the table and nothing else.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// A hash that has been looked at: see [`super::foreign`].
    #[cfg(feature = "operator")]
    pub(super) fn looked_at(text: String) -> Self {
        Self(text)
    }
}

impl fmt::Debug for PasswordHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PasswordHash(..)")
    }
}

/// Hashes passwords: Argon2id with 19456 KiB, two passes and one lane (OWASP's first choice), on a blocking thread.
/// The memory is kept for the next password: to get it anew from the system costs as much again as the hash.
#[derive(Clone, Default)]
pub struct PasswordHasher {
    memory: Arc<Mutex<Vec<Vec<Block>>>>,
}

impl PasswordHasher {
    const MEMORY_KIB: u32 = 19_456;
    const PASSES: u32 = 2;
    const LANES: u32 = 1;
    const OUTPUT_BYTES: usize = 32;

    fn params() -> Params {
        Params::new(Self::MEMORY_KIB, Self::PASSES, Self::LANES, Some(Self::OUTPUT_BYTES))
            .expect("the parameters are within Argon2's limits")
    }

    /// Hashes `password` with a salt of 128 random bits.
    pub async fn hash(&self, password: &Password, random: &Random) -> PasswordHash {
        let (hasher, password, salt) = (self.clone(), password.clone(), random.bytes::<16>());
        blocking(move || hasher.argon2id(&password, &salt)).await
    }

    fn argon2id(&self, password: &Password, salt: &[u8]) -> PasswordHash {
        let params = Self::params();
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params.clone());
        let mut blocks = lock(&self.memory).pop().unwrap_or_else(|| vec![Block::default(); params.block_count()]);
        let mut output = [0; Self::OUTPUT_BYTES];
        argon2
            .hash_password_into_with_memory(password.expose().as_bytes(), salt, &mut output, &mut blocks)
            .expect("a password of some KiB at most and a salt of 16 bytes are within Argon2's limits");
        lock(&self.memory).push(blocks);
        phc_string(&params, salt, &output)
    }

    /// Whether `hash` is of `password`, compared in constant time. Only what may have been made here is verified: another
    /// system's hash is of nobody who is asked about, and could want more memory than there is. What is not verified takes as
    /// long as what is, and so does no hash.
    pub async fn verify(&self, password: &Password, hash: Option<&PasswordHash>) -> bool {
        let (hasher, password, hash) = (self.clone(), password.clone(), hash.cloned());
        blocking(move || {
            if let Some(hash) = hash.as_ref().and_then(own) {
                return Argon2::default().verify_password(password.expose().as_bytes(), &hash).is_ok();
            }
            hasher.argon2id(&password, &[0; 16]);
            false
        })
        .await
    }
}

/// The hash, if it is one of Argon2id's that costs no more than those that are made here.
fn own(hash: &PasswordHash) -> Option<phc::PasswordHash> {
    let hash = phc::PasswordHash::new(&hash.0).ok().filter(|hash| hash.algorithm == ARGON2ID_IDENT)?;
    let (own, params) = (PasswordHasher::params(), Params::try_from(&hash).ok()?);
    let costs_no_more =
        params.m_cost() <= own.m_cost() && params.t_cost() <= own.t_cost() && params.p_cost() <= own.p_cost();
    costs_no_more.then_some(hash)
}

fn phc_string(params: &Params, salt: &[u8], output: &[u8]) -> PasswordHash {
    let hash = phc::PasswordHash {
        algorithm: ARGON2ID_IDENT,
        version: Some(Version::V0x13.into()),
        params: ParamsString::try_from(params).expect("the parameters fit into a PHC string"),
        salt: Some(Salt::new(salt).expect("16 bytes are a salt")),
        hash: Some(Output::new(output).expect("32 bytes are an output")),
    };
    PasswordHash(hash.to_string())
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done,
        Err(stopped) => std::panic::resume_unwind(stopped.into_panic()),
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

impl fmt::Debug for PasswordHasher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PasswordHasher")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn password(typed: &str) -> Password {
        Password::parse(typed, Password::MIN_LENGTH, Password::MAX_LENGTH).unwrap()
    }

    #[test]
    fn a_hash_is_not_printed() {
        assert_eq!(format!("{:?}", PasswordHash("$argon2id$".to_owned())), "PasswordHash(..)");
    }

    #[tokio::test]
    async fn a_hash_is_a_phc_string_that_verifies_its_password_and_no_other() {
        let (hasher, random) = (PasswordHasher::default(), Random::system());
        let typed = password("correct horse battery staple");
        let hash = hasher.hash(&typed, &random).await;
        assert!(hash.expose().starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{}", hash.expose());
        assert!(hasher.verify(&typed, Some(&hash)).await);
        assert!(!hasher.verify(&password("correct horse battery stapler"), Some(&hash)).await);
        assert_ne!(hasher.hash(&typed, &random).await, hash, "the second hash reuses the memory with another salt");
    }

    #[tokio::test]
    async fn a_hash_that_was_not_made_here_is_of_nothing_and_costs_no_more() {
        let hasher = PasswordHasher::default();
        for strange in [
            "",
            "!",
            "$",
            "$argon2id$",
            "$argon2id$v=19$m=4294967295,t=4294967295,p=1$c29tZSBzYWx0$c29tZSBoYXNoIHRoYXQgaXMgbG9uZw",
            "$argon2id$v=19$m=19456,t=3000000000,p=1$c29tZSBzYWx0$c29tZSBoYXNoIHRoYXQgaXMgbG9uZw",
            "$argon2id$v=99$m=19456,t=2,p=1$c29tZSBzYWx0$c29tZSBoYXNoIHRoYXQgaXMgbG9uZw",
            "$argon2id$v=19$m=1,t=0,p=0$c29tZSBzYWx0$c29tZSBoYXNoIHRoYXQgaXMgbG9uZw",
            "$argon2d$v=19$m=19456,t=2,p=1$c29tZSBzYWx0$c29tZSBoYXNoIHRoYXQgaXMgbG9uZw",
            "$pbkdf2-sha256$i=4294967295,l=32$c29tZSBzYWx0$c29tZSBoYXNoIHRoYXQgaXMgbG9uZw",
            "$2b$31$abcdefghijklmnopqrstuuO4o7hN4H5Xc7PmXbX9dXbkgKkpWvJ2a",
            "bcrypt_sha256$$2b$12$x",
            "\0\u{feff}🙂",
        ] {
            let hash = PasswordHash(strange.to_owned());
            assert!(!hasher.verify(&password("correct horse battery staple"), Some(&hash)).await, "{strange:?}");
        }
    }

    #[tokio::test]
    async fn every_byte_of_the_longest_password_counts_and_composition_does_not() {
        let (hasher, random) = (PasswordHasher::default(), Random::system());
        let longest = "🙂".repeat(255);
        let hash = hasher.hash(&password(&format!("{longest}a")), &random).await;
        assert!(!hasher.verify(&password(&format!("{longest}b")), Some(&hash)).await);
        let hash = hasher.hash(&password("Zoe\u{308} reads a long book"), &random).await;
        assert!(hasher.verify(&password("Zo\u{eb} reads a long book"), Some(&hash)).await);
    }
}
