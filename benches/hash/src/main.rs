//! Hashes each line of the standard input by Argon2id, and prints the hash: `hash KIB PASSES LANES`.
//!
//! It keeps its memory between lines, as the service does.
//!
//! It calls `argon2` itself instead of `password-hashing`, so that it shows if that crate loses time.

use std::error::Error;
use std::io;

use argon2::{Algorithm, Argon2, Block, Params, Version};

const SALT: [u8; 16] = [7; 16];

fn main() -> Result<(), Box<dyn Error>> {
    let numbers = std::env::args().skip(1).map(|number| number.parse()).collect::<Result<Vec<u32>, _>>()?;
    let [kib, passes, lanes] = numbers[..] else { return Err("usage: hash KIB PASSES LANES".into()) };
    let params = Params::new(kib, passes, lanes, None)?;
    let mut memory = vec![Block::default(); params.block_count()];
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    for password in io::stdin().lines() {
        let mut hash = [0; Params::DEFAULT_OUTPUT_LEN];
        argon2.hash_password_into_with_memory(password?.as_bytes(), &SALT, &mut hash, &mut memory)?;
        println!("{}", hash.map(|byte| format!("{byte:02x}")).concat());
    }
    Ok(())
}
