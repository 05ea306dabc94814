//! 审计: who changed what, when, from what to what; newest first, by pages, and as a table for Excel.

mod diff;

use crate::{
    App, Problem,
    access::DeskReader,
    extract::Query,
    pages::{Lang, Shell, show},
};
use askama::Template;
use axum::{
    Router,
    extract::State,
    http::header,
    response::{IntoResponse, Response},
    routing::get,
};
pub(crate) use diff::local;
use diff::{Row, row};
use qianxian_store::{AuditFilter, EntityKind, Sequence};
use serde::Deserialize;

/// Lines of a page.
const PAGE: u32 = 50;
/// Lines of a table for Excel.
const MOST: u32 = 50_000;

/// `/audit`.
pub(crate) fn routes() -> Router<App> {
    Router::new().route("/audit", get(page)).route("/audit.csv", get(table))
}

/// A kind of thing to choose from.
struct Choice {
    code: &'static str,
    zh: &'static str,
    chosen: bool,
}

#[derive(Template)]
#[template(path = "audit.html")]
struct AuditPage {
    shell: Shell,
    kinds: Vec<Choice>,
    who: String,
    import: String,
    rows: Vec<Row>,
    /// Query of the next page.
    older: Option<String>,
    /// Query of the table.
    same: String,
    first: bool,
}

#[derive(Debug, Default, Deserialize)]
pub(crate) struct AuditParams {
    #[serde(default)]
    kind: String,
    #[serde(default)]
    who: String,
    #[serde(default)]
    import: String,
    /// `sequence.ordinal` of the last line of the page before.
    #[serde(default)]
    before: String,
}

impl AuditParams {
    fn filter(&self, limit: u32) -> AuditFilter {
        let said = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        let place = self.before.split_once('.');
        let place = place.and_then(|(s, o)| Some((Sequence(s.parse().ok()?), o.parse().ok()?)));
        AuditFilter {
            kind: self.kind.parse().ok(),
            who: said(&self.who),
            import: self.import.parse().ok(),
            before: Some(place.unwrap_or((Sequence(i64::MAX), i64::MAX))),
            limit,
            ..AuditFilter::default()
        }
    }

    fn query(&self) -> String {
        let pairs = [("kind", &self.kind), ("who", &self.who), ("import", &self.import)];
        let pairs = pairs.iter().filter(|(_, value)| !value.is_empty());
        pairs.map(|(key, value)| format!("{key}={}", crate::pages::fault::encode(value))).collect::<Vec<_>>().join("&")
    }
}

/// `GET /audit`.
async fn page(
    State(app): State<App>,
    lang: Lang,
    DeskReader(who): DeskReader,
    Query(params): Query<AuditParams>,
) -> Result<Response, Problem> {
    let entries = app.engine().store().audit(&params.filter(PAGE)).await?;
    let same = params.query();
    let older = entries.last().filter(|_| entries.len() == PAGE as usize).map(|last| {
        let joint = if same.is_empty() { "" } else { "&" };
        format!("{same}{joint}before={}.{}", last.sequence.0, last.ordinal)
    });
    let snapshot = app.snapshot();
    let open = who.is_desk();
    let kinds = EntityKind::ALL.iter().map(|kind| Choice {
        code: kind.code(),
        zh: kind.zh(),
        chosen: kind.code() == params.kind,
    });
    show(&AuditPage {
        kinds: kinds.collect(),
        rows: entries.iter().map(|entry| row(&snapshot, entry, open)).collect(),
        shell: Shell::new(lang, lang.t("审计"), "/audit", &who),
        first: params.before.is_empty(),
        who: params.who,
        import: params.import,
        older,
        same,
    })
}

/// `GET /audit.csv`: the same lines for Excel.
async fn table(
    State(app): State<App>,
    lang: Lang,
    DeskReader(who): DeskReader,
    Query(params): Query<AuditParams>,
) -> Result<Response, Problem> {
    let entries = app.engine().store().audit(&params.filter(MOST)).await?;
    let snapshot = app.snapshot();
    let open = who.is_desk();
    // Excel reads UTF-8 only with this mark in front.
    let mut text = String::from("\u{feff}");
    let heads = ["时间", "谁", "做了什么", "类别", "对象", "改动", "导入编号"].map(|head| lang.t(head).to_owned());
    text.push_str(&record(&heads));
    for entry in &entries {
        let row = row(&snapshot, entry, open);
        let changes: Vec<String> = row
            .changes
            .iter()
            .map(|change| format!("{}：{} → {}", lang.t(change.field), change.before, change.after))
            .collect();
        let cells = [
            row.at,
            row.who,
            lang.t(row.verb).to_owned(),
            lang.t(row.kind).to_owned(),
            row.label,
            changes.join("；"),
            row.import.unwrap_or_default(),
        ];
        text.push_str(&record(&cells));
    }
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"qianxian-audit.csv\""),
    ];
    Ok((headers, text).into_response())
}

/// One line of a CSV; what Excel would take for a formula is marked as text.
fn record(cells: &[String]) -> String {
    let cell = |cell: &String| {
        let mark = if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { "'" } else { "" };
        format!("\"{mark}{}\"", cell.replace('"', "\"\""))
    };
    format!("{}\r\n", cells.iter().map(cell).collect::<Vec<_>>().join(","))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_quoted_and_formulas_are_text() {
        let line = record(&["=1+1".to_owned(), "说\"是\"".to_owned()]);
        assert_eq!(line, "\"'=1+1\",\"说\"\"是\"\"\"\r\n");
    }

    #[test]
    fn a_place_that_cannot_be_read_is_the_beginning() {
        let filter = AuditParams { before: "x.y".to_owned(), ..AuditParams::default() }.filter(5);
        assert_eq!(filter.before, Some((Sequence(i64::MAX), i64::MAX)));
        let filter = AuditParams { before: "7.3".to_owned(), ..AuditParams::default() }.filter(5);
        assert_eq!(filter.before, Some((Sequence(7), 3)));
    }
}
