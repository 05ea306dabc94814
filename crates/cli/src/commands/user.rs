//! `user`: accounts from the command line, for the administrator who is locked out. Passwords are made here and shown
//! once: one that was typed would stay in the history of the shell.

use crate::{
    args::{Arguments, Format, UserArgs, UserCommand},
    exit::Failure,
    home, output,
};
use qianxian_core::{AccountRole, User, UserId};
use qianxian_engine::clock;
use qianxian_server::{
    App, Options, Problem,
    access::{self, Principal, Via},
};
use serde_json::json;
use std::sync::Arc;

/// Length of a password made here: 80 bits.
const LENGTH: usize = 20;

pub(crate) async fn run(arguments: &Arguments, args: &UserArgs) -> Result<(), Failure> {
    let app = App::new(Arc::new(home::engine(arguments).await?), Options::default());
    match &args.command {
        UserCommand::Add { login, name, role, company } => {
            let company = company.as_deref().map(|name| company_of(&app, name)).transpose()?;
            let name = name.clone().unwrap_or_else(|| login.clone());
            let id = UserId(clock::new_id());
            let user = User { id, login: login.clone(), name, role: (*role).into(), company, disabled: false };
            let password = password()?;
            access::add_user(&app, &operator(), user, &password).await.map_err(refused)?;
            output::say(&format!("已添加「{login}」。密码只显示这一次："));
            Ok(output::put(&password)?)
        }
        UserCommand::Password { login } => {
            let directory = app.directory().await.map_err(refused)?;
            let user = directory.by_login(login).ok_or_else(|| {
                Failure::NotFound(format!("没有登录名为「{login}」的账号；用 qianxian user list 查看全部账号"))
            })?;
            let password = password()?;
            access::set_password(&app, user.value.id, &password).await.map_err(refused)?;
            output::say(&format!("「{login}」的密码已更换，锁定已解除。新密码只显示这一次："));
            Ok(output::put(&password)?)
        }
        UserCommand::List => list(arguments, &app).await,
    }
}

async fn list(arguments: &Arguments, app: &App) -> Result<(), Failure> {
    let (snapshot, directory) = (app.snapshot(), app.directory().await.map_err(refused)?);
    let mut users: Vec<&User> = directory.users().map(|user| &user.value).collect();
    users.sort_by_key(|user| user.id);
    let company = |user: &User| {
        let ix = user.company.and_then(|id| snapshot.graph.find(id));
        ix.map_or_else(String::new, |ix| snapshot.graph.company(ix).company.name.clone())
    };
    if arguments.format != Format::Table {
        let rows: Vec<_> = users
            .iter()
            .map(|user| {
                json!({
                    "id": user.id, "login": user.login, "name": user.name, "role": user.role,
                    "company": company(user), "disabled": user.disabled,
                })
            })
            .collect();
        return output::json(&json!(rows));
    }
    let rows = users.iter().map(|user| {
        let state = if user.disabled { "停用" } else { "可用" };
        vec![user.login.clone(), user.name.clone(), user.role.zh().to_owned(), company(user), state.to_owned()]
    });
    Ok(output::table(&["登录名", "姓名", "权限", "企业", "状态"], rows.collect())?)
}

fn company_of(app: &App, name: &str) -> Result<qianxian_core::CompanyId, Failure> {
    let snapshot = app.snapshot();
    let ix = snapshot.company(name).map_err(|error| Failure::NotFound(error.to_string()))?;
    Ok(snapshot.graph.company(ix).company.id)
}

/// Whoever sits at this machine and may read its files.
fn operator() -> Principal {
    Principal { user: None, name: "命令行".to_owned(), role: AccountRole::Admin, company: None, via: Via::Session }
}

fn password() -> Result<String, Failure> {
    let secret = access::new_secret().map_err(refused)?;
    Ok(secret.chars().take(LENGTH).collect())
}

fn refused(problem: Problem) -> Failure {
    if problem.status < 500 { Failure::Usage(problem.detail) } else { Failure::Store(problem.detail) }
}
