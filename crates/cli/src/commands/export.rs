//! `export`: the roster as a table that `import` reads back word for word.

use super::{correct::save, upkeep};
use crate::{
    args::{Arguments, ExportArgs},
    exit::Failure,
    home, output,
};
use qianxian_engine::export::{guarded, roster_table};
use rust_xlsxwriter::{Format, Workbook, XlsxError};

/// Rows and characters of a cell that a workbook can hold.
const MOST_ROWS: usize = 1_048_575;
const LONGEST_CELL: usize = 32_767;

pub(crate) async fn run(arguments: &Arguments, args: &ExportArgs) -> Result<(), Failure> {
    if let Some(folder) = &args.all {
        return upkeep::export_all(arguments, folder).await;
    }
    let path = args.file.as_deref().ok_or_else(|| Failure::Usage("请写出要导出的文件名".into()))?;
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default();
    if !matches!(ending.as_str(), "csv" | "xlsx") {
        return Err(Failure::Usage("文件名要以 .xlsx 或 .csv 结尾".into()));
    }
    if path.exists() && !args.overwrite {
        return Err(Failure::Usage(format!("{} 已经有了，没有覆盖；要覆盖请加 --overwrite", path.display())));
    }
    let engine = home::engine_with_members(arguments).await?;
    let table = roster_table(&engine.snapshot());
    let bytes = if ending == "csv" { csv_bytes(&table)? } else { xlsx_bytes(&table)? };
    save(path, &bytes)?;
    output::say(&format!(
        "已导出 {} 家企业到 {}。改好以后可以直接 qianxian import 这个文件",
        table.len() - 1,
        path.display()
    ));
    Ok(())
}

/// With a byte-order mark: without it Excel takes UTF-8 for something else.
fn csv_bytes(table: &[Vec<String>]) -> Result<Vec<u8>, Failure> {
    let broken = |error: &dyn std::fmt::Display| Failure::Internal(anyhow::anyhow!("CSV 写不出来：{error}"));
    let mut writer =
        csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer("\u{feff}".as_bytes().to_vec());
    for row in table {
        writer.write_record(row.iter().map(|cell| guarded(cell))).map_err(|error| broken(&error))?;
    }
    writer.into_inner().map_err(|error| broken(&error.error()))
}

/// Every cell is text: codes and phones keep all their digits.
fn xlsx_bytes(table: &[Vec<String>]) -> Result<Vec<u8>, Failure> {
    let cells = table.iter().flatten();
    if table.len() > MOST_ROWS || cells.clone().any(|cell| cell.chars().count() > LONGEST_CELL) {
        return Err(Failure::Usage("名册太大，Excel 装不下，请导出成 .csv".into()));
    }
    let write = || -> Result<Vec<u8>, XlsxError> {
        let mut book = Workbook::new();
        let (bold, text) = (Format::new().set_bold(), Format::new().set_num_format("@"));
        let sheet = book.add_worksheet().set_name("会员名册")?;
        sheet.set_freeze_panes(1, 2)?;
        for (row, cells) in (0u32..).zip(table) {
            for (column, cell) in (0u16..).zip(cells) {
                if !cell.is_empty() {
                    sheet.write_string_with_format(row, column, guarded(cell), if row == 0 { &bold } else { &text })?;
                }
            }
        }
        sheet.set_column_width(0, 12)?;
        sheet.set_column_width(1, 32)?;
        book.save_to_buffer()
    };
    write().map_err(|error| Failure::Internal(anyhow::anyhow!("Excel 文件写不出来：{error}")))
}
