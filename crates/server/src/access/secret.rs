//! Secrets that are given out once and kept as hashes.

use crate::Problem;
use sha2::{Digest, Sha256};

/// A new secret of 256 bits from the system's random source, as 64 hexadecimal digits.
pub fn new_secret() -> Result<String, Problem> {
    let mut bytes = [0_u8; 32];
    getrandom::fill(&mut bytes).map_err(Problem::internal)?;
    Ok(hex(&bytes))
}

/// What is kept of a secret: its SHA-256, hexadecimal. Enough for secrets of 256 bits; passwords go through argon2.
pub fn fingerprint(secret: &str) -> String {
    hex(&Sha256::digest(secret.as_bytes()))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
