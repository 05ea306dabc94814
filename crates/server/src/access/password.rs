//! Passwords: argon2id with the crate's recommended costs (19 MiB, 2 passes), on a thread where it may take its time.

use crate::Problem;
use argon2::{
    Argon2,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};

/// Fewest characters of a password.
pub(crate) const SHORTEST: usize = 10;
/// Most characters: more only costs time.
const LONGEST: usize = 200;

/// Each takes 19 MiB and a core: more at once only make everybody wait.
static AT_ONCE: tokio::sync::Semaphore = tokio::sync::Semaphore::const_new(2);

/// The hash to keep of a new password; refuses one that is too short or too long.
pub(crate) async fn hash(password: &str) -> Result<String, Problem> {
    let length = password.chars().count();
    if !(SHORTEST..=LONGEST).contains(&length) {
        return Err(Problem::invalid(format!("密码要有 {SHORTEST} 到 {LONGEST} 个字符，现在是 {length} 个")));
    }
    let password = password.to_owned();
    let _turn = AT_ONCE.acquire().await.map_err(Problem::internal)?;
    let work = move || Argon2::default().hash_password(password.as_bytes()).map(|hash| hash.to_string());
    tokio::task::spawn_blocking(work).await.map_err(Problem::internal)?.map_err(Problem::internal)
}

/// Whether a password is the one of a hash. Without a hash the same time is spent, so that nobody learns by it whether
/// an account is there.
pub(crate) async fn is_right(password: &str, hash: Option<String>) -> Result<bool, Problem> {
    let _turn = AT_ONCE.acquire().await.map_err(Problem::internal)?;
    let password: String = password.chars().take(LONGEST).collect();
    let work = move || match hash.as_deref().map(PasswordHash::new) {
        Some(Ok(hash)) => Argon2::default().verify_password(password.as_bytes(), &hash).is_ok(),
        _ => {
            let _ = Argon2::default().hash_password(password.as_bytes());
            false
        }
    };
    tokio::task::spawn_blocking(work).await.map_err(Problem::internal)
}
