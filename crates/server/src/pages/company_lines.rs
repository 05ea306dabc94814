//! Lines of a sheet: add, edit, delete, bring back.

use crate::{
    App, Problem,
    access::Desk,
    pages::{
        Lang, Shell,
        link::{done, inside},
        show,
        verdict::BackForm,
    },
};
use askama::Template;
use axum::{
    Form,
    extract::{Path, State},
    response::Response,
};
use jiff::civil::Date;
use qianxian_core::{
    Company, CompanyId, Evidence, LineId, LineRole, ProfileLine, Side, SourceKind, SourceRef, Visibility,
};
use qianxian_engine::clock;
use qianxian_store::{Version, Versioned};
use serde::Deserialize;

/// Longest statement, in characters.
const LONGEST: usize = 500;

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct LineForm {
    text: String,
    side: String,
    role: String,
    evidence: String,
    expires: String,
    visibility: String,
    version: i64,
}

#[derive(Template)]
#[template(path = "line.html")]
struct LinePage {
    shell: Shell,
    id: String,
    company: String,
    company_name: String,
    form: LineForm,
    source: String,
    fault: Option<String>,
}

impl LinePage {
    fn sides(&self) -> &'static [Side] {
        Side::ALL
    }

    fn roles(&self) -> &'static [LineRole] {
        LineRole::ALL
    }

    fn levels(&self) -> &'static [Evidence] {
        Evidence::ALL
    }

    fn visibilities(&self) -> &'static [Visibility] {
        Visibility::ALL
    }
}

/// The words of a line, or what is wrong with them.
fn words(text: &str) -> Result<String, Problem> {
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match words.chars().count() {
        0 => Err(Problem::invalid("条目是空的，请写上一样产品、一道工艺或一个困扰")),
        long if long > LONGEST => {
            Err(Problem::invalid(format!("条目有 {long} 个字，请拆成几条，每条不超过 {LONGEST} 个字")))
        }
        _ => Ok(words),
    }
}

/// `POST /companies/{id}/lines`.
pub(super) async fn add(
    State(app): State<App>,
    Desk(who): Desk,
    Path(id): Path<String>,
    Form(form): Form<LineForm>,
) -> Result<Response, Problem> {
    let company = known(&app, &id)?;
    let today = clock::today();
    let side: Side = form.side.parse().map_err(|e: qianxian_core::UnknownWord| Problem::invalid(e.to_string()))?;
    // Several at once: people paste lists.
    let texts: Vec<String> = form
        .text
        .split(['\n', '、', '；', ';'])
        .filter(|text| !text.trim().is_empty())
        .map(words)
        .collect::<Result<_, _>>()?;
    if texts.is_empty() {
        words("")?;
    }
    let source = SourceRef { date: Some(today), ..SourceRef::new(SourceKind::Secretariat, who.name.clone()) };
    let line = |text: String| ProfileLine {
        id: LineId(clock::new_id()),
        company,
        side,
        text,
        role: form.role.parse().unwrap_or(LineRole::Unknown),
        evidence: form.evidence.parse().unwrap_or(Evidence::SelfReported),
        confidence: 1.0,
        source: source.clone(),
        seen: Some(today),
        expires: None,
        visibility: Visibility::Secretariat,
        confirmed: Vec::new(),
        rejected: Vec::new(),
    };
    let lines: Vec<ProfileLine> = texts.into_iter().map(line).collect();
    app.write(&who, async |unit| Ok(unit.add(&lines).await?)).await?;
    Ok(done(&format!("/companies/{company}#{}", side.code()), &[("done", "line_added")]))
}

fn known(app: &App, id: &str) -> Result<CompanyId, Problem> {
    let id: Option<CompanyId> = id.parse().ok();
    let missing = || Problem::not_found("没有这家企业，可能已被删除或合并");
    id.filter(|id| app.snapshot().graph.find(*id).is_some()).ok_or_else(missing)
}

async fn live(app: &App, id: &str) -> Result<Versioned<ProfileLine>, Problem> {
    let missing = || Problem::not_found("没有这一条，可能已被删除");
    let id: LineId = id.parse().map_err(|_| missing())?;
    let line = app.engine().store().lookup::<ProfileLine>(&id).await?;
    line.filter(|line| line.deleted.is_none()).ok_or_else(missing)
}

/// `GET /companies/lines/{line}`.
pub(super) async fn form(
    State(app): State<App>,
    lang: Lang,
    Desk(who): Desk,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let line = live(&app, &id).await?;
    let version = line.version.0;
    let line = line.value;
    let form = LineForm {
        text: line.text.clone(),
        side: line.side.code().to_owned(),
        role: line.role.code().to_owned(),
        evidence: line.evidence.code().to_owned(),
        expires: line.expires.map(|date| date.to_string()).unwrap_or_default(),
        visibility: line.visibility.code().to_owned(),
        version,
    };
    let shell = Shell::new(lang, lang.t("修改条目"), "/companies", &who);
    page(&app, shell, &line, form, None).await
}

async fn page(
    app: &App,
    shell: Shell,
    line: &ProfileLine,
    form: LineForm,
    fault: Option<String>,
) -> Result<Response, Problem> {
    let company = app.engine().store().lookup::<Company>(&line.company).await?;
    show(&LinePage {
        shell,
        id: line.id.to_string(),
        company: line.company.to_string(),
        company_name: company.map(|company| company.value.name).unwrap_or_default(),
        source: line.source.label(),
        form,
        fault,
    })
}

/// `POST /companies/lines/{line}`.
pub(super) async fn save(
    State(app): State<App>,
    lang: Lang,
    Desk(who): Desk,
    Path(id): Path<String>,
    Form(form): Form<LineForm>,
) -> Result<Response, Problem> {
    let known = live(&app, &id).await?.value;
    let changed = match changed(&known, &form) {
        Ok(changed) => changed,
        Err(fault) => {
            let shell = Shell::new(lang, lang.t("修改条目"), "/companies", &who);
            return page(&app, shell, &known, form, Some(fault.detail)).await;
        }
    };
    app.write(&who, async |unit| Ok(unit.update(&changed, Version(form.version)).await?)).await?;
    let back = format!("/companies/{}#{}", changed.company, changed.side.code());
    Ok(done(&back, &[("done", "line_saved")]))
}

fn changed(known: &ProfileLine, form: &LineForm) -> Result<ProfileLine, Problem> {
    let expires = match form.expires.trim() {
        "" => None,
        text => Some(
            text.parse::<Date>()
                .map_err(|_| Problem::invalid(format!("日期「{text}」看不懂，请写成 2026-05-01 这样")))?,
        ),
    };
    let refuse = |e: qianxian_core::UnknownWord| Problem::invalid(e.to_string());
    Ok(ProfileLine {
        text: words(&form.text)?,
        side: form.side.parse().map_err(refuse)?,
        role: form.role.parse().map_err(refuse)?,
        evidence: form.evidence.parse().map_err(refuse)?,
        visibility: form.visibility.parse().map_err(refuse)?,
        expires,
        seen: Some(clock::today()),
        ..known.clone()
    })
}

/// `POST /companies/lines/{line}/delete`.
pub(super) async fn delete(
    State(app): State<App>,
    Desk(who): Desk,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let line = live(&app, &id).await?;
    app.write(&who, async |unit| Ok(unit.remove::<ProfileLine>(&line.value.id, line.version).await?)).await?;
    let back = format!("/companies/{}", line.value.company);
    Ok(done(&back, &[("done", "line_gone"), ("item", &line.value.id.to_string())]))
}

/// `POST /companies/lines/{line}/restore`.
pub(super) async fn restore(
    State(app): State<App>,
    Desk(who): Desk,
    Path(id): Path<String>,
    Form(form): Form<BackForm>,
) -> Result<Response, Problem> {
    let missing = || Problem::not_found("没有这一条");
    let id: LineId = id.parse().map_err(|_| missing())?;
    let line = app.engine().store().lookup::<ProfileLine>(&id).await?.ok_or_else(missing)?;
    if line.deleted.is_some() {
        app.write(&who, async |unit| Ok(unit.restore::<ProfileLine>(&id, line.version).await?)).await?;
    }
    let back = inside(&form.back, &format!("/companies/{}", line.value.company));
    Ok(done(&back, &[("done", "undone")]))
}
