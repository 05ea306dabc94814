//! 导入: a file is handed over, looked at as a dry run, its columns corrected, and only then written; each import can be
//! undone as a whole.

use crate::{
    App, Code, Problem,
    access::{Desk, DeskReader, Principal},
    extract::{Form, Path, Query},
    pages::{Lang, Said, Shell, audit::local, show},
};
use askama::Template;
use axum::{
    Router,
    extract::{Multipart, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use qianxian_engine::{
    RowPlan, RowVerdict,
    imports::{ImportError, StagedImport, StagedReading},
};
use qianxian_intake::{Field, Mapping, SkipReason};
use qianxian_store::{Import, ImportId, Rows};
use serde::Deserialize;
use std::collections::BTreeMap;
use uuid::Uuid;

/// Rows of each list shown; the numbers above them count all.
const SHOWN: usize = 200;
/// Imports listed.
const LISTED: usize = 40;

/// `/import`.
pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/import", get(form).post(hand_over))
        .route("/import/undo", post(undo))
        .route("/import/{id}", get(rehearsal))
        .route("/import/{id}/columns", post(columns))
        .route("/import/{id}/confirm", post(confirm))
        .route("/import/{id}/discard", post(discard))
}

/// An import that was written.
struct Done {
    id: ImportId,
    file: String,
    who: String,
    at: String,
    added: u64,
    changed: u64,
    undone: Option<String>,
}

#[derive(Template)]
#[template(path = "import.html")]
struct ImportPage {
    shell: Shell,
    said: Said,
    fault: Option<String>,
    waiting: Vec<StagedImport>,
    done: Vec<Done>,
}

/// `GET /import`.
async fn form(
    State(app): State<App>,
    lang: Lang,
    DeskReader(who): DeskReader,
    Query(said): Query<Said>,
) -> Result<Response, Problem> {
    page(&app, lang, &who, said, None).await
}

async fn page(app: &App, lang: Lang, who: &Principal, said: Said, fault: Option<String>) -> Result<Response, Problem> {
    let mut imports = app.engine().store().list::<Import>(Rows::Live).await?;
    imports.sort_by_key(|import| std::cmp::Reverse(import.value.at));
    let done = imports.into_iter().take(LISTED).map(|import| {
        let import = import.value;
        Done {
            id: import.id,
            file: import.file_name,
            who: import.who,
            at: local(import.at),
            added: import.written.values().map(|tally| tally.added).sum(),
            changed: import.written.values().map(|tally| tally.changed).sum(),
            undone: import.undone.map(|undone| format!("{} {}", undone.who, local(undone.at))),
        }
    });
    let staged = app.engine().staged_imports().await?;
    show(&ImportPage {
        shell: Shell::new(lang, lang.t("导入"), "/import", who),
        said,
        fault,
        waiting: staged.into_iter().filter(|staged| staged.import.is_none()).take(10).collect(),
        done: done.collect(),
    })
}

/// `POST /import`: the file comes in. One that cannot be read is refused with the reason and not kept.
async fn hand_over(State(app): State<App>, lang: Lang, Desk(who): Desk, parts: Multipart) -> Result<Response, Problem> {
    let staged = match file_of(parts).await? {
        Some((name, bytes)) => app.engine().stage_import(&name, &bytes, &who.name).await,
        None => {
            let page = page(&app, lang, &who, Said::default(), Some("请先选一个文件".to_owned())).await?;
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
        }
    };
    match staged {
        Ok(reading) => Ok(Redirect::to(&format!("/import/{}", reading.staged.id)).into_response()),
        Err(ImportError::Refused(why)) => {
            let page = page(&app, lang, &who, Said::default(), Some(why.message)).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

/// Name and bytes of the first file of a form; nothing where none was chosen.
async fn file_of(mut parts: Multipart) -> Result<Option<(String, Vec<u8>)>, Problem> {
    let broken = |_| Problem::new(Code::BadRequest, "文件没有传完整，请检查网络后重新选择文件");
    while let Some(part) = parts.next_field().await.map_err(broken)? {
        if part.name() == Some("file") {
            let name = part.file_name().unwrap_or_default().rsplit(['/', '\\']).next().unwrap_or_default().to_owned();
            let too_large = |_| Problem::new(Code::TooLarge, "文件太大或没有传完整；请拆成几个小文件再上传");
            let bytes = part.bytes().await.map_err(too_large)?.to_vec();
            return Ok((!name.is_empty()).then(|| (name.chars().take(120).collect(), bytes)));
        }
    }
    Ok(None)
}

/// A column with what it was taken for.
struct ColumnRow {
    /// `「会员」 C`.
    place: String,
    header: String,
    field: Field,
    why: String,
    sure: bool,
    samples: String,
}

struct ProblemRow {
    sheet: String,
    row: u32,
    column: String,
    message: String,
}

#[derive(Template)]
#[template(path = "import_plan.html")]
struct PlanPage {
    shell: Shell,
    said: Said,
    fault: Option<String>,
    reading: StagedReading,
    columns: Vec<ColumnRow>,
    problems: Vec<ProblemRow>,
    changed: Vec<RowPlan>,
    added: Vec<RowPlan>,
    doubtful: Vec<RowPlan>,
    skipped: Vec<(&'static str, usize, String)>,
    members: usize,
    shown: usize,
}

/// `GET /import/{id}`: what writing the file would do.
async fn rehearsal(
    State(app): State<App>,
    lang: Lang,
    DeskReader(who): DeskReader,
    Path(id): Path<Uuid>,
    Query(said): Query<Said>,
) -> Result<Response, Problem> {
    let reading = app.engine().plan_import(id).await?;
    plan_page(lang, &who, said, reading, None)
}

fn plan_page(
    lang: Lang,
    who: &Principal,
    said: Said,
    reading: StagedReading,
    fault: Option<String>,
) -> Result<Response, Problem> {
    let StagedReading { roster, plan, .. } = &reading;
    let of = |verdict: RowVerdict| plan.rows().iter().filter(move |row| row.verdict == verdict).take(SHOWN).cloned();
    let problems = roster.problems.iter().take(SHOWN).map(|problem| ProblemRow {
        sheet: problem.at.sheet.clone().unwrap_or_default(),
        row: problem.at.row,
        column: problem.column.clone(),
        message: problem.message.clone(),
    });
    let page = PlanPage {
        shell: Shell::new(lang, reading.staged.file_name.clone(), "/import", who),
        said,
        fault,
        columns: column_rows(&reading),
        problems: problems.collect(),
        changed: of(RowVerdict::Changed).collect(),
        added: of(RowVerdict::Added).collect(),
        doubtful: plan.rows().iter().filter(|row| !row.like.is_empty()).take(SHOWN).cloned().collect(),
        skipped: skipped(&reading),
        members: roster.records.iter().filter(|record| !record.name.is_empty()).count(),
        shown: SHOWN,
        reading,
    };
    show(&page)
}

/// Columns of the sheets that were read, each header once.
fn column_rows(reading: &StagedReading) -> Vec<ColumnRow> {
    let mut rows: Vec<ColumnRow> = Vec::new();
    for sheet in reading.roster.sheets.iter().filter(|sheet| sheet.used || !sheet.columns.is_empty()) {
        for column in sheet.columns.iter().filter(|column| !column.header.is_empty()) {
            if rows.iter().any(|row| row.header == column.header) {
                continue;
            }
            let place = sheet.sheet.as_ref().map_or_else(String::new, |name| format!("「{name}」"));
            rows.push(ColumnRow {
                place: format!("{place}{}", letters(column.column)),
                header: column.header.clone(),
                field: column.field,
                why: column.why.clone(),
                sure: column.confidence >= 0.8,
                samples: samples(reading, &column.header),
            });
        }
    }
    rows
}

/// What stands in a column that has no place of its own: it helps to say what it is.
fn samples(reading: &StagedReading, header: &str) -> String {
    let leaf = header.rsplit('/').next().unwrap_or(header);
    let values = reading.roster.records.iter();
    let values = values.filter_map(|record| record.other.get(header).or_else(|| record.other.get(leaf)));
    let shown: Vec<String> = values.take(2).map(|value| value.chars().take(20).collect()).collect();
    shown.join("；")
}

/// `A`, `B` … `AA`, as Excel names columns.
fn letters(mut column: usize) -> String {
    let mut name = String::new();
    loop {
        name.insert(0, char::from(b'A' + (column % 26) as u8));
        match column / 26 {
            0 => return name,
            more => column = more - 1,
        }
    }
}

/// Skipped rows by reason, with the numbers of the first ones.
fn skipped(reading: &StagedReading) -> Vec<(&'static str, usize, String)> {
    let mut by_reason: BTreeMap<&'static str, Vec<u32>> = BTreeMap::new();
    for row in &reading.roster.skipped {
        let words = match row.reason {
            SkipReason::Title => "表头以上的标题",
            SkipReason::Blank => "空行",
            SkipReason::Section => "分组标题",
            SkipReason::Subtotal => "小计",
            SkipReason::Total => "合计",
            SkipReason::RepeatedHeader => "重复的表头",
            SkipReason::Example => "填写示例",
            SkipReason::Footnote => "表尾说明",
        };
        by_reason.entry(words).or_default().push(row.at.row);
    }
    let first = |rows: &[u32]| rows.iter().take(8).map(ToString::to_string).collect::<Vec<_>>().join("、");
    by_reason.into_iter().map(|(words, rows)| (words, rows.len(), first(&rows))).collect()
}

/// `POST /import/{id}/columns`: what a person says about the columns; the dry run is made anew.
async fn columns(
    State(app): State<App>,
    lang: Lang,
    Desk(who): Desk,
    Path(id): Path<Uuid>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let before = app.engine().plan_import(id).await?;
    let mut said = Mapping::default();
    for (header, code) in fields.iter().filter_map(|(key, code)| Some((key.strip_prefix("column.")?, code))) {
        let chosen = Field::ALL.iter().find(|field| field.code() == code);
        let chosen = chosen.ok_or_else(|| Problem::invalid(format!("不认识的列含义「{code}」，请从列表里选")))?;
        let guessed = before.roster.sheets.iter().flat_map(|sheet| &sheet.columns).find(|c| c.header == header);
        if guessed.is_some_and(|column| column.field != *chosen) {
            said.columns.insert(header.to_owned(), *chosen);
        }
    }
    match app.engine().map_import(id, &said).await {
        Ok(_) => Ok(Redirect::to(&format!("/import/{id}?done=mapped")).into_response()),
        Err(error @ (ImportError::NoColumn { .. } | ImportError::Refused(_))) => {
            let page = plan_page(lang, &who, Said::default(), before, Some(error.to_string()))?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /import/{id}/confirm`: writes it, all or nothing.
async fn confirm(
    State(app): State<App>,
    lang: Lang,
    Desk(who): Desk,
    Path(id): Path<Uuid>,
) -> Result<Response, Problem> {
    match app.engine().confirm_import(id, &who.name, &|_, _| {}).await {
        Ok(_) => Ok(Redirect::to("/import?done=imported").into_response()),
        Err(error @ ImportError::NoMembers { .. }) => {
            let reading = app.engine().plan_import(id).await?;
            let page = plan_page(lang, &who, Said::default(), reading, Some(error.to_string()))?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /import/{id}/discard`: the file goes, nothing is written.
async fn discard(State(app): State<App>, Desk(_): Desk, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    app.engine().discard_import(id).await?;
    Ok(Redirect::to("/import?done=discarded").into_response())
}

#[derive(Debug, Deserialize)]
pub(crate) struct UndoForm {
    import: String,
}

/// `POST /import/undo`: takes an import back as a whole.
async fn undo(
    State(app): State<App>,
    lang: Lang,
    Desk(who): Desk,
    Form(form): Form<UndoForm>,
) -> Result<Response, Problem> {
    let id: ImportId = form.import.parse().map_err(|_| Problem::invalid("没有这次导入，请刷新后再试"))?;
    match app.engine().undo_import(id, &who.name).await.map_err(Problem::from) {
        Ok(()) => Ok(Redirect::to("/import?done=undone").into_response()),
        Err(problem) if problem.code == Code::Conflict => {
            let page = page(&app, lang, &who, Said::default(), Some(problem.detail)).await?;
            Ok((StatusCode::CONFLICT, page).into_response())
        }
        Err(problem) => Err(problem),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_named_as_in_excel() {
        assert_eq!([0, 25, 26, 27, 701, 702].map(letters), ["A", "Z", "AA", "AB", "ZZ", "AAA"].map(str::to_owned));
    }
}
