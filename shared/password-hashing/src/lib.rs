//! Password hashing.
//!
//! [`Argon2idHasher`] makes and verifies hashes, and [`foreign_hash`] reads those of other systems.
//!
//! This is a separate crate because `argon2` is generic: its code is compiled in the calling crate, with that crate's
//! optimisation level. The workspace is compiled for size. This crate is compiled for speed, and so is
//! `register`, whose level decides at link time (`profile.release.package` in the root's `Cargo.toml`).
//!
//! Deliberately not here: the rules for passwords, threads, and the source of randomness. All functions block.

mod argon2id;
mod foreign;

pub use argon2id::Argon2idHasher;
pub use foreign::{ForeignHashError, foreign_hash};
