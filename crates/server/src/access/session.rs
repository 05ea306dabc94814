//! Sessions: a random cookie, kept as its fingerprint on the shelf of the store, so that every process knows it. A
//! session belongs to an account, or to the link a member was sent.

use crate::{
    App, Problem,
    access::{link, principal::Principal, principal::Via, secret},
};
use axum::http::{HeaderMap, HeaderValue, header};
use jiff::{SignedDuration, Timestamp};
use qianxian_core::UserId;
use qianxian_engine::clock;

/// Name of the cookie.
pub const COOKIE: &str = "qianxian_session";
/// Space on the shelf: an account's id, or `link:` and the fingerprint of a link, by the cookie's fingerprint.
const SPACE: &str = "session";
/// What stands before a link.
const LINK: &str = "link:";
/// How long a session lasts after signing in.
const LASTS: SignedDuration = SignedDuration::from_hours(12);

/// Begins a session of an account; gives the `Set-Cookie` header. The secret is always a new one: what a browser
/// carried before is never taken over.
pub(crate) async fn begin(app: &App, user: UserId) -> Result<HeaderValue, Problem> {
    begin_of(app, &user.to_string(), LASTS).await
}

/// Begins a session of a link.
pub(crate) async fn begin_by_link(app: &App, fingerprint: &str) -> Result<HeaderValue, Problem> {
    begin_of(app, &format!("{LINK}{fingerprint}"), LASTS).await
}

async fn begin_of(app: &App, owner: &str, lasts: SignedDuration) -> Result<HeaderValue, Problem> {
    let secret = secret::new_secret()?;
    let expires: Timestamp = clock::now() + lasts;
    let store = app.engine().store();
    store.shelf(SPACE).put(&secret::fingerprint(&secret), owner, Some(expires)).await?;
    cookie(app, &secret, lasts.as_secs())
}

/// Ends the session of a request; gives the `Set-Cookie` header that forgets it.
pub(crate) async fn end(app: &App, headers: &HeaderMap) -> Result<HeaderValue, Problem> {
    if let Some(secret) = secret_of(headers) {
        app.engine().store().shelf(SPACE).remove(&secret::fingerprint(secret)).await?;
        app.forget_accounts();
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
    app.forget_accounts();
    Ok(())
}

/// Who asks, by the session of a request.
pub(crate) async fn principal(app: &App, headers: &HeaderMap) -> Result<Option<Principal>, Problem> {
    let Some(secret) = secret_of(headers) else { return Ok(None) };
    let fingerprint = secret::fingerprint(secret);
    let owner = match app.accounts().session(&fingerprint) {
        Some(owner) => owner,
        None => {
            let found = app.engine().store().shelf(SPACE).get(&fingerprint, clock::now()).await?;
            let Some(owner) = found else { return Ok(None) };
            app.accounts().remember(fingerprint, owner.clone());
            owner
        }
    };
    if let Some(link) = owner.strip_prefix(LINK) {
        return link::holder(app, link).await;
    }
    let Ok(user) = owner.parse::<UserId>() else { return Ok(None) };
    let directory = app.directory().await?;
    let user = directory.user(user).filter(|user| !user.value.disabled);
    Ok(user.map(|user| Principal::of(&user.value, Via::Session)))
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
