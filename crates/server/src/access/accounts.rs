//! Accounts and tokens: adding, changing, locking out. An association always keeps somebody who can look after it: the
//! last administrator can be neither disabled nor demoted.

use crate::{
    App, Code, Problem,
    access::{Directory, password, principal::Principal, principal::Via, secret, session, sign_in},
};
use jiff::{SignedDuration, Timestamp};
use qianxian_core::{AccountRole, ApiToken, Company, CompanyId, TokenId, User, UserId};
use qianxian_engine::clock;
use qianxian_store::{Version, Versioned};

/// What an account may be changed to; what is not said stays.
#[derive(Debug, Clone, Default)]
pub struct UserChange {
    /// Name on the screen.
    pub name: Option<String>,
    /// What it may do.
    pub role: Option<AccountRole>,
    /// Company of a member; `Some(None)` takes it away.
    pub company: Option<Option<CompanyId>>,
    /// May not sign in.
    pub disabled: Option<bool>,
}

/// Adds an account with its password.
pub async fn add_user(app: &App, who: &Principal, user: User, typed: &str) -> Result<User, Problem> {
    let user = User { login: user.login.trim().to_owned(), name: user.name.trim().to_owned(), ..user };
    if user.login.is_empty() || user.login.chars().count() > 50 || user.login.contains(char::is_whitespace) {
        return Err(Problem::invalid("登录名要有 1 到 50 个字，中间不能有空格"));
    }
    let user = settled(app, user).await?;
    let hash = password::hash(typed).await?;
    let added = user.clone();
    app.write(who, async |unit| {
        // Nobody else writes now: what the store says of other accounts stays true.
        if Directory::load(app.engine().store()).await?.by_login(&user.login).is_some() {
            return Err(Problem::new(Code::Conflict, format!("登录名「{}」已经有人用了，请换一个", user.login)));
        }
        Ok(unit.add(std::slice::from_ref(&user)).await?)
    })
    .await?;
    sign_in::keep_password(app, added.id, &hash).await?;
    app.forget_accounts();
    Ok(added)
}

/// Changes an account, if it still has the version that was seen.
pub async fn change_user(
    app: &App,
    who: &Principal,
    id: UserId,
    seen: Version,
    change: UserChange,
) -> Result<Versioned<User>, Problem> {
    let changed = app
        .write(who, async |unit| {
            let before = unit.lookup::<User>(&id).await?.filter(|user| user.deleted.is_none()).ok_or_else(nobody)?;
            let mut after = before.value.clone();
            after.name = change.name.map_or(after.name, |name| name.trim().to_owned());
            after.role = change.role.unwrap_or(after.role);
            after.company = change.company.unwrap_or(after.company);
            after.disabled = change.disabled.unwrap_or(after.disabled);
            let after = settled(app, after).await?;
            if leads(&before.value) && !leads(&after) {
                let directory = Directory::load(app.engine().store()).await?;
                if !directory.users().any(|user| user.value.id != id && leads(&user.value)) {
                    let why = "这是最后一个管理员，不能停用或改成别的权限；请先另设一个管理员";
                    return Err(Problem::new(Code::Conflict, why));
                }
            }
            let version = unit.update(&after, seen).await?;
            Ok(Versioned { value: after, version, ..before })
        })
        .await?;
    if changed.value.disabled {
        session::end_all(app, id).await?;
    }
    app.forget_accounts();
    Ok(changed)
}

/// Sets the password of an account and ends its sessions; a lock for wrong passwords is lifted.
pub async fn set_password(app: &App, id: UserId, typed: &str) -> Result<(), Problem> {
    let directory = app.directory().await?;
    let login = directory.user(id).ok_or_else(nobody)?.value.login.clone();
    let hash = password::hash(typed).await?;
    sign_in::keep_password(app, id, &hash).await?;
    sign_in::unlock(app, &login).await?;
    session::end_all(app, id).await
}

/// Changes one's own password: the present one is asked for.
pub async fn change_own_password(app: &App, who: &Principal, present: &str, new: &str) -> Result<(), Problem> {
    let (Some(id), Via::Session) = (who.user, who.via) else {
        return Err(Problem::new(Code::Forbidden, "请用登录名和密码登录后再改密码"));
    };
    sign_in::check_password(app, id, present).await?;
    set_password(app, id, new).await
}

/// Makes a token for an account; gives it with its secret, which is never shown again.
pub async fn create_token(
    app: &App,
    who: &Principal,
    (name, user): (String, UserId),
    scopes: Vec<String>,
    days: Option<u32>,
) -> Result<(ApiToken, String), Problem> {
    let directory = app.directory().await?;
    directory.user(user).filter(|user| !user.value.disabled).ok_or_else(nobody)?;
    let secret = secret::new_secret()?;
    let expires: Option<Timestamp> = days.map(|days| clock::now() + SignedDuration::from_hours(24 * i64::from(days)));
    let hash = secret::fingerprint(&secret);
    let token = ApiToken { id: TokenId(clock::new_id()), name, hash, user, scopes, expires };
    app.write(who, async |unit| Ok(unit.add(std::slice::from_ref(&token)).await?)).await?;
    app.forget_accounts();
    Ok((token, secret))
}

/// Revokes a token.
pub async fn revoke_token(app: &App, who: &Principal, id: TokenId) -> Result<(), Problem> {
    app.write(who, async |unit| {
        let token = unit.lookup::<ApiToken>(&id).await?.filter(|token| token.deleted.is_none());
        let token = token.ok_or_else(|| Problem::not_found("没有这个令牌；它可能已经作废"))?;
        unit.remove::<ApiToken>(&id, token.version).await?;
        Ok(())
    })
    .await?;
    app.forget_accounts();
    Ok(())
}

/// There is no such account.
pub(crate) fn nobody() -> Problem {
    Problem::not_found("没有这个账号，或者它已停用；请刷新列表再试")
}

const fn leads(user: &User) -> bool {
    matches!(user.role, AccountRole::Admin) && !user.disabled
}

/// An account that makes sense: with a name, a member with its company, anybody else without one.
async fn settled(app: &App, user: User) -> Result<User, Problem> {
    if user.name.is_empty() || user.name.chars().count() > 50 {
        return Err(Problem::invalid("请填写姓名，最多 50 个字"));
    }
    if user.role != AccountRole::Member {
        return Ok(User { company: None, ..user });
    }
    let Some(company) = user.company else {
        return Err(Problem::new(Code::Conflict, "会员账号要指明是哪家企业"));
    };
    let known = app.engine().store().lookup::<Company>(&company).await?;
    known
        .filter(|company| company.deleted.is_none())
        .ok_or_else(|| Problem::not_found("没有这家企业；它可能已被删除或合并"))?;
    Ok(user)
}
