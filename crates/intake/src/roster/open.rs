//! Which format the bytes are, whatever the name says, and which reader takes them.

use super::{
    cfb::is_cfb,
    delimited, encoding,
    grid::Grid,
    html, ods,
    refused::{Limits, Refused},
    xls, xlsx,
    zipped::Zipped,
};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// The sheets of a file and what format its bytes are.
pub(crate) fn read_grids(file: &str, bytes: &[u8], limits: &Limits) -> Result<(&'static str, Vec<Grid>), Refused> {
    if bytes.iter().all(|byte| *byte == 0 || byte.is_ascii_whitespace()) {
        return Err(Refused::empty(file));
    }
    if bytes.len() > limits.bytes {
        return Err(Refused::too_large(file, &format!("文件超过 {} MB", limits.bytes >> 20)));
    }
    let (format, grids) = read_by_content(file, bytes, limits)?;
    if grids.iter().all(|grid| grid.rows.iter().all(|row| row.is_blank())) {
        return Err(Refused::empty(file));
    }
    Ok((format, grids))
}

fn read_by_content(file: &str, bytes: &[u8], limits: &Limits) -> Result<(&'static str, Vec<Grid>), Refused> {
    if is_cfb(bytes) {
        return Ok(("xls", guarded(file, || xls::read(file, bytes, limits))?));
    }
    if bytes.starts_with(b"PK") {
        return read_archive(file, bytes, limits);
    }
    if let Some(what) = known_stranger(bytes) {
        return Err(Refused::unsupported(file, what));
    }
    // Before Excel 5 a workbook was a bare stream of records.
    if bytes.len() > 8 && bytes[0] == 0x09 && matches!(bytes[1], 0x00 | 0x02 | 0x04 | 0x08) && bytes[3] == 0 {
        return Err(Refused::unsupported(file, "这是很老的 Excel 格式，请用 Excel 或 WPS 打开后另存"));
    }
    let Some((text, _)) = encoding::decode(bytes) else {
        let workbook = [".xlsx", ".xls", ".ods", ".et", ".xlsm"].iter().any(|end| file.to_lowercase().ends_with(end));
        return Err(match workbook {
            true => Refused::unsupported(file, "里面不是工作簿，也不是文字"),
            false => Refused::unsupported(file, "里面不是文字"),
        });
    };
    if html::is_markup(&text) {
        let head: String = text.chars().take(3000).collect();
        if head.contains("office:document") {
            return Ok(("ods", ods::read_flat(file, &text, limits)?));
        }
        let format = if head.contains("urn:schemas-microsoft-com:office:spreadsheet") { "xml" } else { "html" };
        let grids = html::read(file, &text, limits)?;
        return match grids.is_empty() {
            true => Err(Refused::unsupported(file, "网页里没有表格")),
            false => Ok((format, grids)),
        };
    }
    let format = if file.to_lowercase().ends_with(".txt") { "txt" } else { "csv" };
    Ok((format, vec![delimited::read(file, &text, limits)?]))
}

fn read_archive(file: &str, bytes: &[u8], limits: &Limits) -> Result<(&'static str, Vec<Grid>), Refused> {
    let mut zipped = Zipped::open(file, bytes, limits)?;
    if zipped.has("content.xml") {
        return Ok(("ods", ods::read(file, &mut zipped, limits)?));
    }
    if zipped.has("xl/workbook.bin") {
        return Ok(("xlsb", guarded(file, || xlsx::read_binary(file, bytes, limits))?));
    }
    if zipped.has_under("xl/") {
        return Ok(("xlsx", guarded(file, || xlsx::read(file, bytes, &mut zipped, limits))?));
    }
    let what = match () {
        () if zipped.has_under("word/") => "这是 Word 文档",
        () if zipped.has_under("ppt/") => "这是演示文稿",
        () => "这是压缩包，请先解压，再导入里面的表格",
    };
    Err(Refused::unsupported(file, what))
}

/// A reader that stumbles over a damaged file must not take the program with it.
fn guarded(file: &str, read: impl FnOnce() -> Result<Vec<Grid>, Refused>) -> Result<Vec<Grid>, Refused> {
    catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(|_| Err(Refused::corrupted(file, "里面的数据前后矛盾")))
}

/// Files people rename by mistake.
fn known_stranger(bytes: &[u8]) -> Option<&'static str> {
    let known: [(&[u8], &str); 11] = [
        (b"\x89PNG", "这是 PNG 图片"),
        (b"\xff\xd8\xff", "这是 JPG 图片"),
        (b"GIF8", "这是 GIF 图片"),
        (b"BM", "这是 BMP 图片"),
        (b"%PDF", "这是 PDF 文档"),
        (b"Rar!", "这是 RAR 压缩包，请先解压"),
        (b"7z\xbc\xaf", "这是 7z 压缩包，请先解压"),
        (b"\x1f\x8b", "这是压缩包，请先解压"),
        (b"{\\rtf", "这是 RTF 文档"),
        (b"SQLite format 3", "这是数据库文件"),
        (b"MZ", "这是程序"),
    ];
    let found = known.into_iter().find(|(start, _)| bytes.starts_with(start))?;
    // Two letters alone may begin a text as well.
    let text = found.0.len() == 2 && found.0.is_ascii() && encoding::decode(bytes).is_some();
    (!text).then_some(found.1)
}
