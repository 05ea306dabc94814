//! `/export`: the roster as a file that an import reads back.

use crate::{
    App, Problem,
    access::{DeskReader, Principal},
    api::refusals::Refusals,
    extract::Path,
    views::open,
};
use axum::{
    extract::State,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use qianxian_core::AccountRole;
use qianxian_engine::{
    Snapshot,
    export::{guarded, roster_table},
};
use qianxian_intake::own_header;
use qianxian_store::EntityKind;
use rust_xlsxwriter::{Format, Workbook, XlsxError};
use std::collections::BTreeSet;
use utoipa_axum::{router::OpenApiRouter, routes};

pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(roster))
}

/// Turns a table into a file.
type Writer = fn(&[Vec<String>]) -> Result<Vec<u8>, Problem>;

/// Rows and characters of a cell that a workbook can hold.
const MOST_ROWS: usize = 1_048_575;
const LONGEST_CELL: usize = 32_767;

/// The roster as `roster.xlsx` or `roster.csv`. Contacts are in it only for who may see them; that is written down.
#[utoipa::path(
    get, path = "/export/{file}", tag = "导出", operation_id = "export_roster", security(("token" = [])),
    params(("file" = String, Path, description = "roster.xlsx 或 roster.csv")),
    responses((status = 200, description = "文件", body = [u8], content_type = "application/octet-stream"), Refusals)
)]
pub(crate) async fn roster(
    State(app): State<App>,
    DeskReader(who): DeskReader,
    Path(file): Path<String>,
) -> Result<Response, Problem> {
    let write: Writer = match file.as_str() {
        "roster.csv" => |table| Ok(csv(table)),
        "roster.xlsx" => xlsx,
        _ => return Err(Problem::not_found("可以导出的文件是 roster.xlsx 和 roster.csv")),
    };
    let snapshot = app.snapshot();
    if who.role != AccountRole::ReadOnly {
        let said = serde_json::json!({"exported": file});
        app.write(&who, async |unit| Ok(unit.note(EntityKind::Company, "*", &said).await?)).await?;
    }
    let work = move || write(&masked(&snapshot, &who));
    let bytes = tokio::task::spawn_blocking(work).await.map_err(Problem::internal)??;
    let named = format!("attachment; filename=\"{file}\"");
    let named = HeaderValue::try_from(named).map_err(Problem::internal)?;
    let kind = HeaderValue::from_static("application/octet-stream");
    Ok(([(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, named)], bytes).into_response())
}

/// The table without the columns that are not for somebody.
fn masked(snapshot: &Snapshot, who: &Principal) -> Vec<Vec<String>> {
    let mut table = roster_table(snapshot);
    let mut closed: BTreeSet<String> = BTreeSet::new();
    for (_, node) in snapshot.graph.companies() {
        let columns = node.company.other.keys().filter(|name| !open::shows_column(who, &node.company, name));
        closed.extend(columns.map(|name| own_header(name)));
    }
    let shown: Vec<bool> = table.first().into_iter().flatten().map(|name| !closed.contains(name)).collect();
    for row in &mut table {
        let mut at = 0;
        row.retain(|_| {
            at += 1;
            shown[at - 1]
        });
    }
    table
}

/// With a byte-order mark: without it Excel takes UTF-8 for something else.
fn csv(table: &[Vec<String>]) -> Vec<u8> {
    let mut text = "\u{feff}".to_owned();
    for row in table {
        let cells: Vec<String> = row.iter().map(|cell| quoted(&guarded(cell))).collect();
        text.push_str(&cells.join(","));
        text.push_str("\r\n");
    }
    text.into_bytes()
}

fn quoted(cell: &str) -> String {
    if cell.contains(['"', ',', '\n', '\r']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell.to_owned() }
}

/// Every cell is text: codes and phones keep all their digits.
fn xlsx(table: &[Vec<String>]) -> Result<Vec<u8>, Problem> {
    if table.len() > MOST_ROWS || table.iter().flatten().any(|cell| cell.chars().count() > LONGEST_CELL) {
        return Err(Problem::invalid("名册太大，Excel 装不下，请导出成 roster.csv"));
    }
    let write = || -> Result<Vec<u8>, XlsxError> {
        let mut book = Workbook::new();
        let (bold, text) = (Format::new().set_bold(), Format::new().set_num_format("@"));
        let sheet = book.add_worksheet().set_name("会员名册")?;
        sheet.set_freeze_panes(1, 2)?;
        for (row, cells) in (0_u32..).zip(table) {
            for (column, cell) in (0_u16..).zip(cells).filter(|(_, cell)| !cell.is_empty()) {
                sheet.write_string_with_format(row, column, guarded(cell), if row == 0 { &bold } else { &text })?;
            }
        }
        sheet.set_column_width(1, 32)?;
        book.save_to_buffer()
    };
    write().map_err(Problem::internal)
}
