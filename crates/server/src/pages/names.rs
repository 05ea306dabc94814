//! 名称核对: companies that may be one, side by side, for a person to decide; and what was decided, to take back.

use crate::{
    App, Problem,
    access::{Desk, DeskReader},
    extract::{Form, Query},
    pages::{Lang, Said, Shell, show},
};
use askama::Template;
use axum::{
    Router,
    extract::State,
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use qianxian_core::{Certainty, CompanyId, CompanyIx, Side};
use qianxian_engine::{Likeness, Snapshot};
use qianxian_store::{Import, ImportId, Rows};
use serde::Deserialize;

/// Pairs of one page.
const PAIRS: usize = 20;
/// Decisions listed.
const DECIDED: usize = 50;

/// `/names`.
pub(crate) fn routes() -> Router<App> {
    Router::new().route("/names", get(page)).route("/names/decide", post(decide)).route("/names/undo", post(undo))
}

/// One side of a pair.
struct Face {
    id: CompanyId,
    name: String,
    facts: Vec<(&'static str, String)>,
}

struct Pair {
    a: Face,
    b: Face,
    likeness: &'static str,
    same: bool,
    reason: String,
}

/// A decision that can be taken back.
struct Decided {
    kind: &'static str,
    words: String,
    a: String,
    b: String,
    import: String,
}

#[derive(Template)]
#[template(path = "names.html")]
struct NamesPage {
    shell: Shell,
    said: Said,
    pairs: Vec<Pair>,
    all: usize,
    decided: Vec<Decided>,
}

/// `GET /names`.
async fn page(
    State(app): State<App>,
    lang: Lang,
    DeskReader(who): DeskReader,
    Query(said): Query<Said>,
) -> Result<Response, Problem> {
    let snapshot = app.snapshot();
    let decisions = app.engine().decisions().await?;
    let found = snapshot.suspicions(&decisions);
    let contacts = |id| who.sees_contacts_of(id);
    let face = |id: CompanyId| snapshot.graph.find(id).map(|ix| face(&snapshot, ix, contacts(id)));
    let pairs = found.iter().take(PAIRS).filter_map(|pair| {
        Some(Pair {
            a: face(pair.a)?,
            b: face(pair.b)?,
            likeness: pair.likeness.zh(),
            same: pair.likeness == Likeness::Same,
            reason: pair.reason.clone(),
        })
    });
    let (pairs, all) = (pairs.collect(), found.len());
    let decided = decided(&app, &snapshot, &decisions).await?;
    show(&NamesPage { shell: Shell::new(lang, lang.t("名称核对"), "/names", &who), said, pairs, all, decided })
}

fn face(snapshot: &Snapshot, ix: CompanyIx, contacts: bool) -> Face {
    let node = snapshot.graph.company(ix);
    let company = &node.company;
    let said = |value: &Option<String>| value.clone().unwrap_or_default();
    let makes: Vec<&str> =
        node.lines.iter().filter(|line| line.line.side == Side::Makes).map(|line| line.line.text.as_str()).collect();
    let mut facts = vec![
        ("统一社会信用代码", said(&company.credit_code)),
        ("地区", company.place.label()),
        ("企业类型", node.kind.zh().to_owned()),
        ("行业", said(&company.industry)),
        ("又名", company.names().skip(1).collect::<Vec<_>>().join("；")),
        ("卖什么", makes.iter().take(6).copied().collect::<Vec<_>>().join("；")),
        ("条目", node.lines.len().to_string()),
        ("需求", node.needs.len().to_string()),
    ];
    if contacts {
        facts.push(("联系人", company.other.get("联系人").cloned().unwrap_or_default()));
    }
    Face { id: company.id, name: company.name.clone(), facts }
}

/// Merges, pairs that are not one, confirmed affiliations: the latest first.
async fn decided(
    app: &App,
    snapshot: &Snapshot,
    decisions: &qianxian_engine::Decisions,
) -> Result<Vec<Decided>, Problem> {
    let mut imports = app.engine().store().list::<Import>(Rows::Live).await?;
    imports.sort_by_key(|import| std::cmp::Reverse(import.value.at));
    let merges = imports.into_iter().map(|import| import.value).filter(|import| import.undone.is_none());
    let mut decided: Vec<Decided> = merges
        .filter_map(|import| {
            let words = import.file_name.strip_prefix("合并企业：")?.to_owned();
            let (a, b) = (String::new(), String::new());
            Some(Decided { kind: "merge", words, a, b, import: import.id.to_string() })
        })
        .collect();
    let name = |id: CompanyId| snapshot.graph.find(id).map(|ix| snapshot.graph.company(ix).company.name.clone());
    let pair = |kind, a: CompanyId, b: CompanyId| {
        let words = format!("{} ／ {}", name(a)?, name(b)?);
        Some(Decided { kind, words, a: a.to_string(), b: b.to_string(), import: String::new() })
    };
    let mut pairs: Vec<Decided> = decisions.distinct().filter_map(|(a, b)| pair("distinct", a, b)).collect();
    let bonds = app.engine().store().list::<qianxian_core::Affiliation>(Rows::Live).await?;
    let bonds = bonds.iter().filter(|bond| bond.value.certainty == Certainty::Confirmed);
    pairs.extend(bonds.filter_map(|bond| pair("affiliate", bond.value.a, bond.value.b)));
    pairs.sort_by(|x, y| (x.kind, &x.words).cmp(&(y.kind, &y.words)));
    decided.extend(pairs);
    decided.truncate(DECIDED);
    Ok(decided)
}

#[derive(Debug, Deserialize)]
pub(crate) struct DecideForm {
    /// The one that stays, in a merge.
    a: String,
    b: String,
    /// `merge`, `distinct`, `affiliate`.
    verdict: String,
}

/// `POST /names/decide`.
async fn decide(State(app): State<App>, Desk(who): Desk, Form(form): Form<DecideForm>) -> Result<Response, Problem> {
    let (a, b) = two(&app, &form.a, &form.b)?;
    let engine = app.engine();
    let done = match form.verdict.as_str() {
        "merge" => engine.merge(a, b, &who.name).await.map(|_| "merged")?,
        "distinct" => engine.set_distinct(a, b, true, &who.name).await.map(|_| "distinct")?,
        "affiliate" => engine.set_affiliated(a, b, true, &who.name).await.map(|_| "affiliated")?,
        other => return Err(Problem::invalid(format!("不认识的处理方式「{other}」，请用页面上的按钮"))),
    };
    Ok(Redirect::to(&format!("/names?done={done}")).into_response())
}

fn two(app: &App, a: &str, b: &str) -> Result<(CompanyId, CompanyId), Problem> {
    let snapshot = app.snapshot();
    let find = |name: &str| Ok::<_, Problem>(snapshot.graph.company(snapshot.company(name)?).company.id);
    let (a, b) = (find(a)?, find(b)?);
    if a == b {
        return Err(Problem::invalid("这是同一家企业，不用处理"));
    }
    Ok((a, b))
}

#[derive(Debug, Deserialize)]
pub(crate) struct UndoForm {
    kind: String,
    #[serde(default)]
    a: String,
    #[serde(default)]
    b: String,
    #[serde(default)]
    import: String,
}

/// `POST /names/undo`.
async fn undo(State(app): State<App>, Desk(who): Desk, Form(form): Form<UndoForm>) -> Result<Response, Problem> {
    let engine = app.engine();
    if form.kind == "merge" {
        let id: ImportId = form.import.parse().map_err(|_| Problem::invalid("没有这次合并，请刷新后再试"))?;
        engine.undo_import(id, &who.name).await?;
    } else {
        let (a, b) = two(&app, &form.a, &form.b)?;
        let done = match form.kind.as_str() {
            "distinct" => engine.set_distinct(a, b, false, &who.name).await?,
            _ => engine.set_affiliated(a, b, false, &who.name).await?,
        };
        if !done {
            return Err(Problem::not_found("这条决定已经撤销过了"));
        }
    }
    Ok(Redirect::to("/names?done=undone").into_response())
}
