//! 今日待办: the home page. A queue of work, at most ten things, each done or begun with one click.

use crate::{
    App, Problem,
    access::{Desk, Reader},
    pages::{
        Lang, Shell,
        company::question,
        link::{address, done},
        matches::undecided,
        notice::{DoneParams, Notice},
        show,
    },
};
use askama::Template;
use axum::{
    Form, Router,
    extract::{Query, State},
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use jiff::{ToSpan, civil::Date, tz::TimeZone};
use qianxian_core::{AccountRole, CompanyId, DraftKind};
use qianxian_engine::{MonthFigures, Snapshot, Task, Todo, Unlock, clock};
use serde::Deserialize;

/// Most things on the page.
const MOST: usize = 10;
/// Of these, pairs to look at and companies to call.
const PAIRS: usize = 3;
const CALLS: usize = 3;
/// Space on the shelf: what is not shown again today.
const SKIPPED: &str = "today_skipped";

pub(super) fn routes() -> Router<App> {
    Router::new().route("/", get(home)).route("/today/skip", post(skip))
}

/// One thing to do, on the screen.
struct Item {
    /// Names it on the shelf.
    key: String,
    /// What sort of thing, in Chinese.
    sort: &'static str,
    tone: &'static str,
    title: String,
    detail: String,
    href: String,
    button: &'static str,
}

#[derive(Template)]
#[template(path = "home.html")]
struct HomePage {
    shell: Shell,
    notice: Option<Notice>,
    companies: usize,
    today: String,
    items: Vec<Item>,
    more: usize,
    month: MonthFigures,
}

/// What is to be done today.
async fn home(
    State(app): State<App>,
    lang: Lang,
    Reader(who): Reader,
    Query(params): Query<DoneParams>,
) -> Result<Response, Problem> {
    if who.role == AccountRole::Member {
        return Ok(Redirect::to("/my").into_response());
    }
    let (snapshot, today) = (app.snapshot(), clock::today());
    let worklist = app.engine().worklist(today).await?;
    let skipped = app.engine().store().shelf(SKIPPED).list(clock::now()).await?;
    let fresh = |item: &Item| skipped.iter().all(|(key, _)| *key != item.key);
    let waiting = worklist.todos.into_iter().map(|todo| waiting(lang, &snapshot, todo));
    let mut items: Vec<Item> = waiting.filter(fresh).collect();
    let mut offered: Vec<Item> = Vec::new();
    let composed = if snapshot.graph.is_empty() { None } else { app.composed_soon().await? };
    if let Some(composed) = &composed {
        let pairs = undecided(composed, &snapshot).into_iter().map(|found| pair(lang, &composed.snapshot, found));
        offered.extend(pairs.filter(fresh).take(PAIRS));
        let calls = composed.calls.iter().filter_map(|(id, unlock)| call(lang, &snapshot, *id, unlock));
        offered.extend(calls.filter(fresh).take(CALLS));
    }
    // What waits comes first, but a good pair is always in sight.
    let room = MOST - offered.len().min(PAIRS);
    let more = items.len().saturating_sub(room);
    items.truncate(room);
    items.extend(offered);
    items.truncate(MOST);
    show(&HomePage {
        notice: Notice::of(&params, "/"),
        companies: snapshot.graph.len(),
        today: today.to_string(),
        items,
        more,
        month: worklist.month,
        shell: Shell::new(lang, lang.t("今日待办"), "/", &who),
    })
}

fn item(key: String, sort: &'static str, tone: &'static str, title: String) -> Item {
    Item { key, sort, tone, title, detail: String::new(), href: String::new(), button: "打开" }
}

fn waiting(lang: Lang, snapshot: &Snapshot, todo: Todo) -> Item {
    let days = |zh: &'static str, days: i32| lang.t(zh).replace("{}", &days.to_string());
    let of_lead = |id: qianxian_core::LeadId, tone, detail| Item {
        detail,
        href: format!("/leads/{id}"),
        button: "跟进",
        ..item(format!("lead.{id}"), "对接", tone, todo.title.clone())
    };
    match todo.task {
        Task::LeadOverdue(id, late) => of_lead(id, "bad", days("过期 {} 天", late)),
        Task::LeadDue(id, 0) => of_lead(id, "warn", lang.t("今天到期").to_owned()),
        Task::LeadDue(id, left) => of_lead(id, "warn", days("还有 {} 天到期", left)),
        Task::LeadQuiet(id, quiet) => of_lead(id, "warn", days("{} 天没有动静", quiet)),
        Task::Decide(id, kind) => Item {
            href: if kind == DraftKind::Note { format!("/notes/{id}") } else { "/drafts".to_owned() },
            button: "处理",
            detail: lang.t("等秘书处处理").to_owned(),
            ..item(format!("draft.{id}"), kind.zh(), "possible", todo.title)
        },
        Task::NeedOpen(id, company, left) => {
            let node = snapshot.graph.find(company).map(|ix| &snapshot.graph.company(ix).company);
            let name = node.map_or("", |company| company.name.as_str());
            let left = match left {
                Some(left) if left < 0 => lang.t("已过截止日期").to_owned(),
                Some(left) => days("还有 {} 天截止", left),
                None => lang.t("还没有人接").to_owned(),
            };
            Item {
                detail: format!("{name} · {left}"),
                href: address("/matches", &[("company", &company.to_string())]),
                button: "看配对",
                ..item(format!("need.{id}"), "需求", "possible", todo.title)
            }
        }
    }
}

fn pair(lang: Lang, snapshot: &Snapshot, found: &qianxian_matching::Match) -> Item {
    let name = |ix| snapshot.graph.company(ix).company.name.as_str();
    let id = |ix| snapshot.graph.company(ix).company.id;
    let (a, b) = (id(found.company), id(found.partner));
    Item {
        detail: format!(
            "{}：{}",
            lang.t(found.way.zh()),
            found.reasons.first().map_or("", |reason| reason.text.as_str())
        ),
        href: format!("{}#m-{b}", address("/matches", &[("company", &a.to_string())])),
        button: "看卡片",
        ..item(
            format!("pair.{a}.{b}"),
            "好对子",
            "strong",
            format!("{} ↔ {}", name(found.company), name(found.partner)),
        )
    }
}

/// A company worth a call; nothing where it went meanwhile.
fn call(lang: Lang, snapshot: &Snapshot, id: CompanyId, unlock: &Unlock) -> Option<Item> {
    let name = &snapshot.graph.company(snapshot.graph.find(id)?).company.name;
    let more = lang.t("补上“{side}”可多匹配 {} 家");
    let more = more.replace("{side}", lang.t(unlock.side.zh())).replace("{}", &unlock.more.to_string());
    Some(Item {
        detail: lang.t("问一句：{}").replace("{}", lang.t(question(unlock.side))),
        href: format!("/companies/{id}#add-{}", unlock.side.code()),
        button: "补档案",
        ..item(format!("call.{id}"), "补档电话", "", format!("{name} · {more}"))
    })
}

#[derive(Deserialize)]
struct SkipForm {
    key: String,
}

/// `POST /today/skip`: not today.
async fn skip(State(app): State<App>, Desk(who): Desk, Form(form): Form<SkipForm>) -> Result<Response, Problem> {
    if form.key.len() > 120 || form.key.is_empty() {
        return Err(Problem::invalid("没有这一项，请刷新页面再试"));
    }
    app.engine().store().shelf(SKIPPED).put(&form.key, &who.name, Some(tomorrow(clock::today()))).await?;
    Ok(done("/", &[("done", "skipped")]))
}

fn tomorrow(today: Date) -> jiff::Timestamp {
    let next = today.saturating_add(1.day());
    next.to_zoned(TimeZone::system()).map_or_else(|_| clock::now(), |start| start.timestamp())
}
