//! 设置: accounts, links of members, keys of programs, knowledge and weights in use, backups, saved searches, language.

mod accounts;

use crate::{
    App, Problem,
    access::{Desk, DeskReader, Principal, link},
    extract::{Form, Query},
    pages::{Lang, Said, Shell, audit::local, show},
};
use askama::Template;
use axum::{
    Router,
    extract::State,
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use qianxian_core::{AccountRole, ApiToken, CompanyId};
use qianxian_engine::{SavedSearch, clock, knowledge::embedded};
use qianxian_store::Rows;
use serde::Deserialize;

/// `/settings`.
pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/settings", get(settings))
        .route("/settings/users", post(accounts::add_user))
        .route("/settings/users/change", post(accounts::change_user))
        .route("/settings/users/password", post(accounts::password))
        .route("/settings/tokens", post(accounts::add_token))
        .route("/settings/tokens/end", post(accounts::end_token))
        .route("/settings/links", post(accounts::add_link))
        .route("/settings/links/end", post(accounts::end_link))
        .route("/settings/searches/forget", post(forget))
}

struct UserRow {
    id: String,
    login: String,
    name: String,
    role: AccountRole,
    company: String,
    disabled: bool,
    own: bool,
}

struct TokenRow {
    id: String,
    name: String,
    user: String,
    writes: bool,
    expires: String,
}

struct LinkRow {
    id: String,
    company: CompanyId,
    name: String,
    by: String,
    expires: String,
}

struct BackupRow {
    name: String,
    size: String,
    at: String,
}

/// A secret just made: shown once.
pub(super) struct Fresh {
    heading: &'static str,
    words: &'static str,
    secret: String,
    /// The address as a QR code, as SVG.
    qr: String,
}

#[derive(Template)]
#[template(path = "settings.html")]
struct SettingsPage {
    shell: Shell,
    said: Said,
    fault: Option<String>,
    fresh: Option<Fresh>,
    admin: bool,
    users: Vec<UserRow>,
    tokens: Vec<TokenRow>,
    links: Vec<LinkRow>,
    weights: String,
    capabilities: usize,
    relations: usize,
    packs: Vec<String>,
    backups: Vec<BackupRow>,
    searches: Vec<SavedSearch>,
    place: String,
}

/// `GET /settings`.
async fn settings(
    State(app): State<App>,
    lang: Lang,
    DeskReader(who): DeskReader,
    Query(said): Query<Said>,
) -> Result<Response, Problem> {
    page(&app, lang, &who, said, None, None).await
}

pub(super) async fn page(
    app: &App,
    lang: Lang,
    who: &Principal,
    said: Said,
    fault: Option<String>,
    fresh: Option<Fresh>,
) -> Result<Response, Problem> {
    let snapshot = app.snapshot();
    let admin = who.is_admin();
    let chain = &snapshot.knowledge.chain;
    let name = |id: CompanyId| snapshot.graph.find(id).map(|ix| snapshot.graph.company(ix).company.name.clone());
    let (users, tokens) = if admin { accounts(app, who, &name).await? } else { Default::default() };
    let links = if who.is_desk() { link::all(app).await? } else { Vec::new() };
    let links = links.into_iter().filter_map(|link| {
        let expires = local(link.expires);
        Some(LinkRow { name: name(link.company)?, company: link.company, id: link.id, by: link.by, expires })
    });
    let links = links.collect();
    show(&SettingsPage {
        shell: Shell::new(lang, lang.t("设置"), "/settings", who),
        said,
        fault,
        fresh,
        admin,
        users,
        tokens,
        links,
        weights: embedded("weights.toml"),
        capabilities: chain.len(),
        relations: chain.relation_count(),
        packs: snapshot.knowledge.packs_above().map(|pack| format!("{}：{}", pack.file, pack.source)).collect(),
        backups: if admin { backups(app) } else { Vec::new() },
        searches: app.engine().saved_searches().await?,
        place: if admin { app.engine().home().display().to_string() } else { String::new() },
    })
}

async fn accounts(
    app: &App,
    who: &Principal,
    name: &impl Fn(CompanyId) -> Option<String>,
) -> Result<(Vec<UserRow>, Vec<TokenRow>), Problem> {
    let directory = app.directory().await?;
    let mut users: Vec<UserRow> = directory
        .users()
        .map(|user| UserRow {
            id: user.value.id.to_string(),
            login: user.value.login.clone(),
            name: user.value.name.clone(),
            role: user.value.role,
            company: user.value.company.and_then(name).unwrap_or_default(),
            disabled: user.value.disabled,
            own: who.user == Some(user.value.id),
        })
        .collect();
    users.sort_by(|a, b| (a.role, &a.login).cmp(&(b.role, &b.login)));
    let tokens = app.engine().store().list::<ApiToken>(Rows::Live).await?;
    let mut tokens: Vec<TokenRow> = tokens
        .into_iter()
        .map(|token| token.value)
        .filter(|token| token.expires.is_none_or(|expires| expires > clock::now()))
        .map(|token| TokenRow {
            id: token.id.to_string(),
            name: token.name.clone(),
            user: directory.user(token.user).map(|user| user.value.name.clone()).unwrap_or_default(),
            writes: token.scopes.iter().any(|scope| scope == "write"),
            expires: token.expires.map(local).unwrap_or_default(),
        })
        .collect();
    tokens.sort_by(|a, b| a.name.cmp(&b.name));
    Ok((users, tokens))
}

/// Files of the backup folder, the latest first.
fn backups(app: &App) -> Vec<BackupRow> {
    let files = std::fs::read_dir(app.engine().home().join("backups")).into_iter().flatten().flatten();
    let mut backups: Vec<BackupRow> = files
        .filter_map(|file| {
            let about = file.metadata().ok().filter(std::fs::Metadata::is_file)?;
            let changed = jiff::Timestamp::try_from(about.modified().ok()?).ok()?;
            let size = format!("{:.1} MB", about.len() as f64 / f64::from(1 << 20));
            Some(BackupRow { name: file.file_name().to_string_lossy().into_owned(), size, at: local(changed) })
        })
        .collect();
    backups.sort_by(|a, b| b.at.cmp(&a.at).then_with(|| b.name.cmp(&a.name)));
    backups.truncate(30);
    backups
}

#[derive(Debug, Deserialize)]
pub(crate) struct ForgetForm {
    name: String,
}

/// `POST /settings/searches/forget`.
async fn forget(State(app): State<App>, Desk(who): Desk, Form(form): Form<ForgetForm>) -> Result<Response, Problem> {
    app.engine().delete_search(&form.name, app.engine().author(&who.name)).await?;
    Ok(Redirect::to("/settings?done=removed").into_response())
}
