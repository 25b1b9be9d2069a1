//! Password hashing that does not block other requests.

use password_hashing::{Argon2idHasher, PasswordHash};

use domain::{Password, Random};

/// Hashes and verifies passwords on a blocking thread, by [`Argon2idHasher`].
#[derive(Debug, Clone, Default)]
pub struct PasswordHasher(Argon2idHasher);

impl PasswordHasher {
    /// Hashes `password` with a salt of 128 random bits.
    pub async fn hash(&self, password: &Password, random: &Random) -> PasswordHash {
        let (hasher, password, salt) = (self.0.clone(), password.clone(), random.bytes());
        blocking(move || hasher.hash(password.expose_secret().as_bytes(), salt)).await
    }

    /// Returns whether `hash` is of `password`: see [`Argon2idHasher::verify`].
    ///
    /// A missing hash takes the same time.
    pub async fn verify(&self, password: &Password, hash: Option<&PasswordHash>) -> bool {
        let (hasher, password, hash) = (self.0.clone(), password.clone(), hash.cloned());
        blocking(move || hasher.verify(password.expose_secret().as_bytes(), hash.as_ref())).await
    }
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done,
        Err(stopped) => std::panic::resume_unwind(stopped.into_panic()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn password(typed: &str) -> Password {
        Password::parse(typed, Password::MIN_LENGTH, Password::MAX_LENGTH).unwrap()
    }

    #[tokio::test]
    async fn every_hash_has_its_own_salt() {
        let (hasher, random) = (PasswordHasher::default(), Random::system());
        let typed = password("correct horse battery staple");
        let hash = hasher.hash(&typed, &random).await;
        assert!(hasher.verify(&typed, Some(&hash)).await);
        assert!(!hasher.verify(&password("correct horse battery stapler"), Some(&hash)).await);
        assert_ne!(hasher.hash(&typed, &random).await, hash);
    }

    #[tokio::test]
    async fn every_byte_of_the_longest_password_counts() {
        let (hasher, random) = (PasswordHasher::default(), Random::system());
        let longest = "🙂".repeat(255);
        let hash = hasher.hash(&password(&format!("{longest}a")), &random).await;
        assert!(!hasher.verify(&password(&format!("{longest}b")), Some(&hash)).await);
    }

    #[tokio::test]
    async fn composition_of_characters_does_not_count() {
        let (hasher, random) = (PasswordHasher::default(), Random::system());
        let hash = hasher.hash(&password("Zoe\u{308} reads a long book"), &random).await;
        assert!(hasher.verify(&password("Zo\u{eb} reads a long book"), Some(&hash)).await);
    }
}
