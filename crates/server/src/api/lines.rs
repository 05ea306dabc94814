//! `/lines`: statements of companies, and what was recognised in them.

use crate::{
    App, Problem,
    access::{Desk, Principal, Reader},
    api::{
        live,
        refusals::{Refusals, WriteRefusals},
    },
    extract::{Json, Path},
    versions::{IfMatch, Tagged},
    views::{Judgement, JudgementForm, LineForm, LinePatch, LineView, open},
};
use axum::{extract::State, http::StatusCode};
use qianxian_core::{Evidence, LineId, LineRole, ProfileLine, SourceKind, SourceRef, Visibility};
use qianxian_engine::{Snapshot, clock};
use qianxian_store::Version;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(create)).routes(routes!(get, change, remove)).routes(routes!(judge))
}

/// Adds a statement to a company.
#[utoipa::path(
    post, path = "/companies/{company}/lines", tag = "条目", operation_id = "create_line", security(("token" = [])),
    params(("company" = String, Path, description = "企业编号或名称")), request_body = LineForm,
    responses((status = 201, description = "已添加", body = LineView), WriteRefusals)
)]
pub(crate) async fn create(
    State(app): State<App>,
    Desk(who): Desk,
    Path(company): Path<String>,
    Json(form): Json<LineForm>,
) -> Result<Tagged<LineView>, Problem> {
    let snapshot = app.snapshot();
    let company = snapshot.graph.company(snapshot.company(&company)?).company.id;
    let today = clock::today();
    let mut source = SourceRef::new(SourceKind::Secretariat, form.source.as_deref().unwrap_or(&who.name));
    source.date = Some(today);
    let line = ProfileLine {
        id: LineId(clock::new_id()),
        company,
        side: form.side,
        text: said(&form.text)?,
        role: form.role.unwrap_or(LineRole::Unknown),
        evidence: form.evidence.unwrap_or(Evidence::SelfReported),
        confidence: 1.0,
        source,
        seen: Some(today),
        expires: form.expires,
        visibility: form.visibility.unwrap_or(Visibility::Members),
        confirmed: Vec::new(),
        rejected: Vec::new(),
    };
    app.write(&who, async |unit| Ok(unit.add(std::slice::from_ref(&line)).await?)).await?;
    Ok(Tagged::created(shown(&app.snapshot(), &line)))
}

/// One statement with what was recognised in it.
#[utoipa::path(
    get, path = "/lines/{line}", tag = "条目", operation_id = "get_line", security(("token" = [])),
    params(("line" = String, Path, description = "条目编号")),
    responses((status = 200, description = "条目", body = LineView), Refusals)
)]
pub(crate) async fn get(
    State(app): State<App>,
    Reader(who): Reader,
    Path(id): Path<Uuid>,
) -> Result<Tagged<LineView>, Problem> {
    let kept = app.engine().store().lookup::<ProfileLine>(&LineId(id)).await?;
    let seen = |line: &ProfileLine, who: &Principal| open::sees_line(who, line);
    let kept = kept.filter(|kept| kept.deleted.is_none() && seen(&kept.value, &who));
    let kept = kept.ok_or_else(|| Problem::not_found("没有这条条目，或者它不对您开放"))?;
    Ok(Tagged::ok(kept.version, shown(&app.snapshot(), &kept.value)))
}

/// Changes a statement; what is absent stays.
#[utoipa::path(
    patch, path = "/lines/{line}", tag = "条目", operation_id = "change_line", security(("token" = [])),
    params(("line" = String, Path, description = "条目编号"), ("If-Match" = String, Header, description = "读取时得到的 ETag")),
    request_body = LinePatch,
    responses((status = 200, description = "已修改", body = LineView), WriteRefusals)
)]
pub(crate) async fn change(
    State(app): State<App>,
    Desk(who): Desk,
    Path(id): Path<Uuid>,
    IfMatch(expected): IfMatch,
    Json(patch): Json<LinePatch>,
) -> Result<Tagged<LineView>, Problem> {
    let text = patch.text.as_deref().map(said).transpose()?;
    rewrite(&app, &who, id, expected, |line| {
        // Other words are another statement: what was judged about the old ones does not hold for them.
        if text.as_ref().is_some_and(|text| *text != line.text) {
            line.confirmed.clear();
            line.rejected.clear();
        }
        line.side = patch.side.unwrap_or(line.side);
        line.text = text.unwrap_or_else(|| line.text.clone());
        line.role = patch.role.unwrap_or(line.role);
        line.evidence = patch.evidence.unwrap_or(line.evidence);
        line.visibility = patch.visibility.unwrap_or(line.visibility);
        line.expires = patch.expires.or(line.expires);
        if patch.still_true {
            line.seen = Some(clock::today());
        }
    })
    .await
}

/// Deletes a statement.
#[utoipa::path(
    delete, path = "/lines/{line}", tag = "条目", operation_id = "delete_line", security(("token" = [])),
    params(("line" = String, Path, description = "条目编号"), ("If-Match" = String, Header, description = "读取时得到的 ETag")),
    responses((status = 204, description = "已删除"), WriteRefusals)
)]
pub(crate) async fn remove(
    State(app): State<App>,
    Desk(who): Desk,
    Path(id): Path<Uuid>,
    IfMatch(expected): IfMatch,
) -> Result<StatusCode, Problem> {
    app.write(&who, async |unit| Ok(unit.remove::<ProfileLine>(&LineId(id), expected).await?)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Confirms or rejects a capability recognised in a statement, or takes that back.
#[utoipa::path(
    put, path = "/lines/{line}/capabilities/{slug}", tag = "条目", operation_id = "judge_capability",
    security(("token" = [])), request_body = JudgementForm,
    params(
        ("line" = String, Path, description = "条目编号"),
        ("slug" = String, Path, description = "能力的 slug"),
        ("If-Match" = String, Header, description = "读取时得到的 ETag"),
    ),
    responses((status = 200, description = "已记下", body = LineView), WriteRefusals)
)]
pub(crate) async fn judge(
    State(app): State<App>,
    Desk(who): Desk,
    Path((id, slug)): Path<(Uuid, String)>,
    IfMatch(expected): IfMatch,
    Json(form): Json<JudgementForm>,
) -> Result<Tagged<LineView>, Problem> {
    let known = app.snapshot().graph.chain().find_slug(&slug).is_some();
    if !known {
        return Err(Problem::not_found(format!("产业链里没有「{slug}」这个能力")));
    }
    rewrite(&app, &who, id, expected, |line| {
        line.confirmed.retain(|known| *known != slug);
        line.rejected.retain(|known| *known != slug);
        match form.verdict {
            Judgement::Confirmed => line.confirmed.push(slug),
            Judgement::Rejected => line.rejected.push(slug),
            Judgement::Open => {}
        }
    })
    .await
}

async fn rewrite(
    app: &App,
    who: &Principal,
    id: Uuid,
    expected: Version,
    change: impl FnOnce(&mut ProfileLine),
) -> Result<Tagged<LineView>, Problem> {
    let (line, version) = app
        .write(who, async |unit| {
            let mut line = live::<ProfileLine>(unit, &LineId(id)).await?.value;
            change(&mut line);
            let version = unit.update(&line, expected).await?;
            Ok((line, version))
        })
        .await?;
    Ok(Tagged::ok(version, shown(&app.snapshot(), &line)))
}

fn shown(snapshot: &Snapshot, line: &ProfileLine) -> LineView {
    let node = snapshot.graph.find(line.company).map(|ix| snapshot.graph.company(ix));
    let node = node.and_then(|node| node.lines.iter().find(|known| known.line.id == line.id));
    node.map_or_else(|| LineView::bare(line), |node| LineView::of(snapshot, node))
}

fn said(text: &str) -> Result<String, Problem> {
    match text.trim() {
        "" => Err(Problem::invalid("条目的内容（text）是空的，请写一种产品、工艺或困扰")),
        text => Ok(text.to_owned()),
    }
}
