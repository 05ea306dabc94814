//! 我的企业: what the association knows about the member, and what the member would change about it.

use super::{Sent, hand, sent, statements};
use crate::{
    App, Problem,
    access::OwnMember,
    extract::{Form, Query},
    pages::{Lang, Said, Shell, show},
};
use askama::Template;
use axum::{
    extract::State,
    response::{IntoResponse, Redirect, Response},
};
use qianxian_core::{Company, DraftKind, DraftStatus, LineId, Side, SourceKind};
use qianxian_engine::drafts::{LineForm, ProfileChange};
use std::collections::BTreeMap;

/// Columns of 其他信息 a member looks after itself.
const CONTACTS: [&str; 4] = ["联系人", "电话", "邮箱", "地址"];

struct Line {
    id: LineId,
    text: String,
    source: SourceKind,
    /// Concluded from the name: it goes by itself once something is said.
    concluded: bool,
}

struct List {
    side: Side,
    hint: &'static str,
    lines: Vec<Line>,
}

#[derive(Template)]
#[template(path = "my.html")]
struct MyPage {
    shell: Shell,
    said: Said,
    company: Company,
    contacts: Vec<(&'static str, String)>,
    lists: Vec<List>,
    sent: Vec<Sent>,
}

/// `GET /my`.
pub(super) async fn page(
    State(app): State<App>,
    lang: Lang,
    OwnMember(who, company): OwnMember,
    Query(said): Query<Said>,
) -> Result<Response, Problem> {
    let snapshot = app.snapshot();
    let ix = snapshot.graph.find(company).ok_or_else(left)?;
    let node = snapshot.graph.company(ix);
    let hints = [
        "如：减速机，一行写一样",
        "如：电机、轴承、铸件，一行写一样",
        "如：数控加工、焊接、富余的加工中心",
        "如：焊工难招、交期长",
    ];
    let lists = Side::ALL.iter().zip(hints).map(|(side, hint)| {
        let own = node.lines.iter().filter(|line| line.line.side == *side);
        let lines = own.map(|line| Line {
            id: line.line.id,
            text: line.line.text.clone(),
            source: line.line.source.kind,
            concluded: line.line.source.kind == SourceKind::Name,
        });
        List { side: *side, hint, lines: lines.collect() }
    });
    let lists = lists.collect();
    let value = |column: &str| node.company.other.get(column).cloned().unwrap_or_default();
    show(&MyPage {
        shell: Shell::new(lang, node.company.name.clone(), "/my", &who),
        said,
        contacts: CONTACTS.iter().map(|column| (*column, value(column))).collect(),
        company: node.company.as_ref().clone(),
        lists,
        sent: sent(&app, company, &[DraftKind::Profile]).await?,
    })
}

fn left() -> Problem {
    Problem::not_found("名册里已经没有您的企业，请联系秘书处")
}

/// `POST /my`: the change waits for the secretariat.
pub(super) async fn submit(
    State(app): State<App>,
    OwnMember(who, company): OwnMember,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let snapshot = app.snapshot();
    let ix = snapshot.graph.find(company).ok_or_else(left)?;
    let known = &snapshot.graph.company(ix).company;
    let value = |name: &str| {
        fields.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value.trim()).chars().take(200)
    };
    let changed = |name: &str, before: &Option<String>| {
        let typed: String = value(name).collect();
        (!typed.is_empty() && before.as_deref() != Some(typed.as_str())).then_some(typed)
    };
    let mut other: BTreeMap<String, String> = BTreeMap::new();
    for column in CONTACTS {
        let typed: String = value(column).collect();
        if typed != known.other.get(column).map_or("", String::as_str) {
            other.insert(column.to_owned(), typed);
        }
    }
    let text = |side: Side| {
        let name = format!("add.{}", side.code());
        fields.iter().find(|(field, _)| *field == name).map_or("", |(_, value)| value.as_str())
    };
    let lines = Side::ALL.iter().flat_map(|side| {
        let side = *side;
        statements(text(side)).into_iter().map(move |text| LineForm { side, text })
    });
    let gone = fields.iter().filter(|(field, _)| field == "gone").filter_map(|(_, id)| id.parse::<LineId>().ok());
    let change = ProfileChange {
        website: changed("website", &known.website),
        industry: changed("industry", &known.industry),
        aliases: Vec::new(),
        other,
        lines: lines.collect(),
        gone: gone.collect(),
    };
    if change == ProfileChange::default() {
        return Ok(Redirect::to("/my?done=nothing_new").into_response());
    }
    let title = format!("{} 修改资料", known.name);
    hand(&app, &who, company, DraftKind::Profile, title, &change).await?;
    Ok(Redirect::to("/my?done=handed_in").into_response())
}
