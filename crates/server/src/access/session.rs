//! Sessions: a random cookie, kept as its fingerprint on the shelf of the store, so that every process knows it.

use crate::{App, Problem, access::secret};
use axum::http::{HeaderMap, HeaderValue, header};
use jiff::{SignedDuration, Timestamp};
use qianxian_core::UserId;
use qianxian_engine::clock;

/// Name of the cookie.
pub const COOKIE: &str = "qianxian_session";
/// Space on the shelf.
const SPACE: &str = "session";
/// How long a session lasts after signing in.
const LASTS: SignedDuration = SignedDuration::from_hours(12);

/// Begins a session; gives the `Set-Cookie` header.
pub(crate) async fn begin(app: &App, user: UserId) -> Result<HeaderValue, Problem> {
    let secret = secret::new_secret()?;
    let expires: Timestamp = clock::now() + LASTS;
    let store = app.engine().store();
    store.shelf(SPACE).put(&secret::fingerprint(&secret), &user.to_string(), Some(expires)).await?;
    cookie(app, &secret, LASTS.as_secs())
}

/// Ends the session of a request; gives the `Set-Cookie` header that forgets it.
pub(crate) async fn end(app: &App, headers: &HeaderMap) -> Result<HeaderValue, Problem> {
    if let Some(secret) = secret_of(headers) {
        app.engine().store().shelf(SPACE).remove(&secret::fingerprint(secret)).await?;
    }
    cookie(app, "", 0)
}

/// Ends every session of an account.
pub(crate) async fn end_all(app: &App, user: UserId) -> Result<(), Problem> {
    let shelf = app.engine().store().shelf(SPACE);
    for (key, owner) in shelf.list(clock::now()).await? {
        if owner == user.to_string() {
            shelf.remove(&key).await?;
        }
    }
    Ok(())
}

/// Whose session a request belongs to.
pub(crate) async fn user_of(app: &App, headers: &HeaderMap) -> Result<Option<UserId>, Problem> {
    let Some(secret) = secret_of(headers) else { return Ok(None) };
    let found = app.engine().store().shelf(SPACE).get(&secret::fingerprint(secret), clock::now()).await?;
    Ok(found.and_then(|user| user.parse().ok()))
}

fn secret_of(headers: &HeaderMap) -> Option<&str> {
    let cookies = headers.get_all(header::COOKIE).into_iter().filter_map(|value| value.to_str().ok());
    let mut pairs = cookies.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(name, value)| *name == COOKIE && !value.is_empty()).map(|(_, value)| value)
}

fn cookie(app: &App, value: &str, seconds: i64) -> Result<HeaderValue, Problem> {
    let secure = if app.options().secure_cookies { "; Secure" } else { "" };
    let text = format!("{COOKIE}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}");
    HeaderValue::from_str(&text).map_err(Problem::internal)
}
