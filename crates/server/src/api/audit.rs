//! `/audit`: who changed what, when. Contacts are masked in it for everybody.

use super::refusals::Refusals;
use crate::{
    App, Problem,
    access::DeskReader,
    extract::{Json, Query},
    paging::{Page, PageParams},
    views::AuditView,
};
use axum::{
    extract::State,
    http::header,
    response::{IntoResponse, Response},
};
use qianxian_store::{AuditFilter, EntityKind, Sequence};
use serde::Deserialize;
use utoipa::IntoParams;

/// Lines read from the store at once.
const AT_ONCE: u32 = 1_000;

/// Which lines are wanted; what is not said does not filter.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct AuditParams {
    /// Kind of thing, by code: `company`, `line`, `lead`, `user`, …
    kind: Option<String>,
    /// Id of one thing.
    id: Option<String>,
    /// Who did it, word for word.
    who: Option<String>,
}

impl AuditParams {
    fn filter(self) -> Result<AuditFilter, Problem> {
        let known = |word: String| {
            word.parse::<EntityKind>().map_err(|_| {
                let kinds: Vec<&str> = EntityKind::ALL.iter().map(|kind| kind.code()).collect();
                let word: String = word.chars().take(40).collect();
                Problem::not_found(format!("kind 没有「{word}」，可用：{}", kinds.join("、")))
            })
        };
        let said = |word: Option<String>| word.filter(|word| !word.is_empty());
        let kind = said(self.kind).map(known).transpose()?;
        Ok(AuditFilter { kind, id: said(self.id), who: said(self.who), ..AuditFilter::default() })
    }
}

/// The audit, oldest first.
#[utoipa::path(
    get, path = "/audit", tag = "审计", operation_id = "list_audit", params(AuditParams, PageParams), security(("token" = [])),
    responses((status = 200, description = "审计记录", body = Page<AuditView>), Refusals)
)]
pub(crate) async fn list(
    State(app): State<App>,
    _: DeskReader,
    Query(params): Query<AuditParams>,
    Query(page): Query<PageParams>,
) -> Result<Json<Page<AuditView>>, Problem> {
    let limit = page.limit()?;
    let after = page.after::<(i64, i64)>()?.map(|(sequence, ordinal)| (Sequence(sequence), ordinal));
    let filter = AuditFilter { after, limit: limit as u32 + 1, ..params.filter()? };
    let found = app.engine().store().audit(&filter).await?;
    let page = Page::cut(found, limit, |entry| (entry.sequence.0, entry.ordinal));
    Ok(Json(page.map(|entry| AuditView::of(&entry))))
}

/// The whole audit as a table (CSV, UTF-8 with BOM, opens in Excel and WPS).
#[utoipa::path(
    get, path = "/audit.csv", tag = "审计", operation_id = "export_audit", params(AuditParams), security(("token" = [])),
    responses((status = 200, description = "审计记录表", body = String, content_type = "text/csv"), Refusals)
)]
pub(crate) async fn table(
    State(app): State<App>,
    _: DeskReader,
    Query(params): Query<AuditParams>,
) -> Result<Response, Problem> {
    let mut filter = AuditFilter { limit: AT_ONCE, ..params.filter()? };
    let mut text = String::from("\u{feff}序号,时间,操作人,类别,编号,动作,栏目\r\n");
    loop {
        let lines = app.engine().store().audit(&filter).await?;
        for line in &lines {
            let line = AuditView::of(line);
            let number = format!("{}.{}", line.sequence, line.ordinal);
            let cells =
                [number.as_str(), &line.at, &line.who, line.kind_zh, &line.id, line.action, &line.fields.join(" ")];
            text.push_str(&cells.map(cell).join(","));
            text.push_str("\r\n");
        }
        match lines.last() {
            Some(last) if lines.len() == AT_ONCE as usize => filter.after = Some((last.sequence, last.ordinal)),
            _ => break,
        }
    }
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"audit.csv\""),
    ];
    Ok((headers, text).into_response())
}

/// A cell that no spreadsheet takes for a formula.
fn cell(text: &str) -> String {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let quote = formula || text.contains([',', '"', '\n', '\r']);
    let text = text.replace('"', "\"\"");
    match (quote, formula) {
        (true, true) => format!("\"'{text}\""),
        (true, false) => format!("\"{text}\""),
        (false, _) => text,
    }
}

#[cfg(test)]
mod tests {
    use super::cell;

    #[test]
    fn no_cell_is_a_formula_or_breaks_its_row() {
        assert_eq!(cell("=1+1"), "\"'=1+1\"");
        assert_eq!(cell("王,\"某\""), "\"王,\"\"某\"\"\"");
        assert_eq!(cell("企业"), "企业");
    }
}
