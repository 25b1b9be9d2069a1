//! Password hashing that does not block other requests.

use std::sync::Arc;

use password_hashing::Argon2idHasher;
use tokio::sync::Semaphore;

use domain::{Password, PasswordHash, Random};

/// Hashes and verifies passwords on blocking threads, by [`Argon2idHasher`].
#[derive(Debug, Clone)]
pub struct PasswordHasher {
    argon2id: Argon2idHasher,
    running: Arc<Semaphore>,
}

impl Default for PasswordHasher {
    fn default() -> Self {
        Self { argon2id: Argon2idHasher::default(), running: Arc::new(Semaphore::new(Self::MAX_RUNNING)) }
    }
}

impl PasswordHasher {
    /// The maximum number of passwords that a process hashes at the same time: each needs 19 MiB. Others wait.
    ///
    /// A Lambda function has one request at a time.
    pub const MAX_RUNNING: usize = 8;

    /// Hashes `password` with a salt of 128 random bits.
    pub async fn hash(&self, password: &Password, random: &Random) -> PasswordHash {
        let (hasher, password, salt) = (self.argon2id.clone(), password.clone(), random.bytes());
        self.run(move || hasher.hash(password.expose_secret().as_bytes(), salt)).await
    }

    /// Returns whether `hash` is of `password`: see [`Argon2idHasher::verify`].
    ///
    /// A missing hash takes the same time.
    pub async fn verify(&self, password: &Password, hash: Option<&PasswordHash>) -> bool {
        let (hasher, password, hash) = (self.argon2id.clone(), password.clone(), hash.cloned());
        self.run(move || hasher.verify(password.expose_secret().as_bytes(), hash.as_ref())).await
    }

    async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> T {
        // The permit goes along, because a caller that gives up does not stop the hash.
        let permit = Arc::clone(&self.running).acquire_owned().await;
        match tokio::task::spawn_blocking(move || (work(), permit)).await {
            Ok((done, _)) => done,
            Err(stopped) => std::panic::resume_unwind(stopped.into_panic()),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    fn password(typed: &str) -> Password {
        Password::parse(typed, Password::MIN_LENGTH, Password::MAX_LENGTH).unwrap()
    }

    #[tokio::test]
    async fn few_passwords_are_hashed_at_the_same_time() {
        let hasher = PasswordHasher::default();
        let (begin, gate) =
            (Arc::new(std::sync::Barrier::new(PasswordHasher::MAX_RUNNING + 1)), Arc::new(AtomicUsize::new(0)));
        let tasks: Vec<_> = (0..3 * PasswordHasher::MAX_RUNNING)
            .map(|n| {
                let (hasher, begin, started) = (hasher.clone(), Arc::clone(&begin), Arc::clone(&gate));
                tokio::spawn(async move {
                    let work = move || {
                        // The first ones wait for the test.
                        if started.fetch_add(1, Ordering::SeqCst) < PasswordHasher::MAX_RUNNING {
                            begin.wait();
                        }
                        n
                    };
                    hasher.run(work).await
                })
            })
            .collect();
        while gate.load(Ordering::SeqCst) < PasswordHasher::MAX_RUNNING {
            tokio::task::yield_now().await;
        }
        for _ in 0..1000 {
            tokio::task::yield_now().await;
        }
        assert_eq!(gate.load(Ordering::SeqCst), PasswordHasher::MAX_RUNNING);
        tokio::task::spawn_blocking(move || begin.wait()).await.unwrap();
        for (n, task) in tasks.into_iter().enumerate() {
            assert_eq!(task.await.unwrap(), n);
        }
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
