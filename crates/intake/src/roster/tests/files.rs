//! Small writers: packed files, and a workbook of rows of texts.

use std::io::Write;
use zip::{ZipWriter, write::SimpleFileOptions};

/// An archive of parts.
pub(super) fn packed(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A workbook with one sheet; `tail` stands behind the rows (merged ranges).
pub(super) fn xlsx(sheet_data: &str, tail: &str) -> Vec<u8> {
    let sheet = sheet_xml(sheet_data, tail);
    packed(&xlsx_parts(&sheet))
}

pub(super) fn sheet_xml(sheet_data: &str, tail: &str) -> String {
    format!(
        r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{sheet_data}{tail}</worksheet>"#
    )
}

pub(super) fn xlsx_parts(sheet: &str) -> [(&'static str, &str); 5] {
    [
        (
            "[Content_Types].xml",
            r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>"#,
        ),
        (
            "_rels/.rels",
            r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#,
        ),
        (
            "xl/workbook.xml",
            r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="会员" sheetId="1" r:id="rId1"/></sheets></workbook>"#,
        ),
        (
            "xl/_rels/workbook.xml.rels",
            r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#,
        ),
        ("xl/worksheets/sheet1.xml", sheet),
    ]
}

/// Rows of cells as sheet data: digits become numbers, empty cells stay out.
pub(super) fn rows(rows: &[&[&str]]) -> String {
    let mut out = String::from("<sheetData>");
    for (at, cells) in rows.iter().enumerate() {
        out.push_str(&format!(r#"<row r="{}">"#, at + 1));
        for (column, text) in cells.iter().enumerate().filter(|(_, text)| !text.is_empty()) {
            let place = format!("{}{}", char::from(b'A' + u8::try_from(column).unwrap()), at + 1);
            match text.parse::<f64>() {
                Ok(_) => out.push_str(&format!(r#"<c r="{place}"><v>{text}</v></c>"#)),
                Err(_) => out.push_str(&format!(r#"<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>"#)),
            }
        }
        out.push_str("</row>");
    }
    out + "</sheetData>"
}

pub(super) fn ods(table: &str) -> Vec<u8> {
    let content = ods_xml(table);
    packed(&[("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", &content)])
}

pub(super) fn ods_xml(table: &str) -> String {
    format!(
        r#"<office:document-content><office:body><office:spreadsheet><table:table table:name="会员">{table}</table:table></office:spreadsheet></office:body></office:document-content>"#
    )
}
