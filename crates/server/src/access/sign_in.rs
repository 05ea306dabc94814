//! Signing in and out, and the first account of a new installation.

use crate::{
    App, Code, Problem,
    access::{password, principal::Principal, principal::Via, secret, session},
};
use axum::http::{HeaderMap, HeaderValue};
use jiff::SignedDuration;
use qianxian_core::{AccountRole, User, UserId};
use qianxian_engine::clock;

/// Space on the shelf: hashes of passwords by account.
const PASSWORDS: &str = "password";
/// Space on the shelf: failed attempts by login.
const FAILURES: &str = "sign_in_failures";
/// Space on the shelf: the one-time code of the first start.
const SETUP: &str = "setup";
/// Failures after which an account is locked for [`LOCKED`].
const MOST_FAILURES: u32 = 10;
/// How long failures are remembered, and an account is locked.
const LOCKED: SignedDuration = SignedDuration::from_mins(15);

/// Signs somebody in by name and password; gives who it is and the `Set-Cookie` header. Wrong name and wrong password
/// sound alike; after ten failures in fifteen minutes the name is locked for as long.
pub async fn sign_in(app: &App, login: &str, typed: &str) -> Result<(Principal, HeaderValue), Problem> {
    let user = attempt(app, login, typed).await?;
    let cookie = session::begin(app, user.id).await?;
    tracing::info!(user = %user.id, "signed in");
    Ok((Principal::of(&user, Via::Session), cookie))
}

/// One attempt. It is counted before the password is looked at, so that many at once are not more than ten.
async fn attempt(app: &App, login: &str, typed: &str) -> Result<User, Problem> {
    let store = app.engine().store();
    let key = key_of(login);
    let failures = count(app, &key).await?;
    let user = app.directory().await?.by_login(&key).filter(|user| !user.value.disabled).map(|user| user.value.clone());
    let kept = match &user {
        Some(user) => store.shelf(PASSWORDS).get(&user.id.to_string(), clock::now()).await?,
        None => None,
    };
    match (password::is_right(typed, kept).await?, user) {
        (true, Some(user)) => {
            store.shelf(FAILURES).remove(&key).await?;
            Ok(user)
        }
        _ => {
            tracing::warn!(failures, "wrong password");
            Err(Problem::new(Code::SignInFirst, "登录名或密码不对，请检查后再试"))
        }
    }
}

/// Counts an attempt as failed until it succeeds; refuses where there were too many.
async fn count(app: &App, key: &str) -> Result<u32, Problem> {
    /// Two attempts of one process do not count as one.
    static TURN: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());
    let _turn = TURN.lock().await;
    let shelf = app.engine().store().shelf(FAILURES);
    let failures = shelf.get(key, clock::now()).await?.and_then(|count| count.parse().ok()).unwrap_or(0_u32);
    if failures >= MOST_FAILURES {
        tracing::warn!("an attempt to sign in to a locked account");
        let mut problem =
            Problem::new(Code::TooMany, "密码错误次数太多，这个账号已锁定 15 分钟；请稍后再试或联系管理员");
        problem.retry_after = u64::try_from(LOCKED.as_secs()).ok();
        return Err(problem);
    }
    shelf.put(key, &(failures + 1).to_string(), Some(clock::now() + LOCKED)).await?;
    Ok(failures + 1)
}

fn key_of(login: &str) -> String {
    login.trim().to_lowercase().chars().take(100).collect()
}

/// Whether a password is the one of an account; counted like signing in.
pub(crate) async fn check_password(app: &App, user: UserId, typed: &str) -> Result<(), Problem> {
    let login = app.directory().await?.user(user).map(|user| user.value.login.clone()).unwrap_or_default();
    match attempt(app, &login, typed).await {
        Ok(_) => Ok(()),
        Err(problem) if problem.code == Code::SignInFirst => Err(Problem::invalid("现在的密码不对，请检查后再试")),
        Err(problem) => Err(problem),
    }
}

/// Lifts the lock of a login.
pub(crate) async fn unlock(app: &App, login: &str) -> Result<(), Problem> {
    app.engine().store().shelf(FAILURES).remove(&key_of(login)).await?;
    Ok(())
}

/// Keeps the hash of an account's password.
pub(crate) async fn keep_password(app: &App, user: UserId, hash: &str) -> Result<(), Problem> {
    Ok(app.engine().store().shelf(PASSWORDS).put(&user.to_string(), hash, None).await?)
}

/// Signs out; gives the `Set-Cookie` header that forgets the session.
pub async fn sign_out(app: &App, headers: &HeaderMap) -> Result<HeaderValue, Problem> {
    session::end(app, headers).await
}

/// The one-time code that makes the first administrator: a new one at each start while there is no account, none after.
/// Printed by `serve`; there is never a default password.
pub async fn setup_code(app: &App) -> Result<Option<String>, Problem> {
    let shelf = app.engine().store().shelf(SETUP);
    if !app.directory().await?.is_empty() {
        shelf.remove("code").await?;
        return Ok(None);
    }
    let code: String = secret::new_secret()?.chars().take(12).collect();
    shelf.put("code", &secret::fingerprint(&code), None).await?;
    Ok(Some(code))
}

/// Makes the first administrator with the printed code and signs in.
pub async fn create_first_admin(
    app: &App,
    code: &str,
    login: &str,
    name: &str,
    typed: &str,
) -> Result<HeaderValue, Problem> {
    if !app.directory().await?.is_empty() {
        return Err(Problem::new(Code::Conflict, "管理员已经设置过了，请直接登录"));
    }
    let login = login.trim();
    if login.is_empty() || login.chars().count() > 50 {
        return Err(Problem::invalid("请填写登录名，最多 50 个字"));
    }
    let hash = password::hash(typed).await?;
    let store = app.engine().store();
    if !store.shelf(SETUP).remove_if("code", &secret::fingerprint(code.trim())).await? {
        return Err(Problem::new(Code::Forbidden, "一次性设置码不对；请照抄服务启动时窗口里显示的那一串"));
    }
    let name = if name.trim().is_empty() { login } else { name.trim() };
    let user = User {
        id: UserId(clock::new_id()),
        login: login.to_owned(),
        name: name.to_owned(),
        role: AccountRole::Admin,
        company: None,
        disabled: false,
    };
    store.shelf(PASSWORDS).put(&user.id.to_string(), &hash, None).await?;
    let mut unit = store.begin(app.engine().author(name)).await?;
    unit.add(std::slice::from_ref(&user)).await?;
    unit.save().await?;
    app.engine().refresh().await?;
    app.forget_accounts();
    session::begin(app, user.id).await
}
