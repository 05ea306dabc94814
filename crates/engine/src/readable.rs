//! A table of the store for Excel: UTF-8 with BOM, one level of JSON spread over columns, Chinese headings where there
//! is a word. Only for reading.

use serde_json::{Map, Value};
use std::{
    fs,
    io::{self, Write as _},
    path::{Path, PathBuf},
};

/// Headings by the name of a column or of a field.
const HEADINGS: &[(&str, &str)] = &[
    ("id", "编号"),
    ("name", "名称"),
    ("kind", "类型"),
    ("credit_code", "统一社会信用代码"),
    ("province", "省"),
    ("city", "市"),
    ("district", "区县"),
    ("industry", "行业"),
    ("website", "网址"),
    ("status", "状态"),
    ("aliases", "简称"),
    ("former_names", "曾用名"),
    ("other", "其他信息"),
    ("company", "企业编号"),
    ("company_id", "企业编号"),
    ("side", "类别"),
    ("text", "内容"),
    ("role", "角色"),
    ("evidence", "可信度"),
    ("confidence", "把握"),
    ("source_kind", "来源"),
    ("source_ref", "出处"),
    ("source_date", "来源日期"),
    ("source_quote", "原话"),
    ("seen", "最近确认"),
    ("expires", "有效至"),
    ("visibility", "可见范围"),
    ("deadline", "时限"),
    ("is_open", "未解决"),
    ("product", "产品"),
    ("date", "日期"),
    ("verdict", "意见"),
    ("reason", "原因"),
    ("number", "编号"),
    ("stage", "阶段"),
    ("owner", "负责人"),
    ("due", "时限"),
    ("year", "年度"),
    ("content", "内容"),
    ("responsible", "责任人"),
    ("support", "协办"),
    ("owed", "应收（分）"),
    ("paid", "实收（分）"),
    ("waived", "减免（分）"),
    ("scope", "授权事项"),
    ("given", "同意"),
    ("note", "记录"),
    ("who", "谁"),
    ("at", "时间"),
    ("before", "改前"),
    ("after", "改后"),
    ("version", "版本"),
    ("created_at", "新建时间"),
    ("changed_at", "修改时间"),
    ("deleted_at", "删除时间"),
];

/// Columns that hold microseconds since 1970.
const TIMES: &[&str] = &["created_at", "changed_at", "deleted_at", "at", "undone_at"];

/// A table on its way into a file. Records of a book differ in their fields, so that they are collected until all columns
/// are known; other tables are written as they come.
pub(crate) struct Readable {
    file: io::BufWriter<fs::File>,
    path: PathBuf,
    columns: Vec<String>,
    /// Rows of a book; nothing where rows are written at once.
    waiting: Option<Vec<Map<String, Value>>>,
}

impl Readable {
    /// Begins a file for a table with these columns.
    pub(crate) fn begin(path: PathBuf, columns: Vec<String>) -> io::Result<Readable> {
        let mut file = io::BufWriter::new(fs::File::create(&path)?);
        file.write_all("\u{feff}".as_bytes())?;
        let is_book = columns.iter().any(|name| name == BODY);
        let mut readable = Readable { file, path, columns, waiting: is_book.then(Vec::new) };
        if !is_book {
            readable.put_headings()?;
        }
        Ok(readable)
    }

    /// Where it stands.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Adds a row as it stands in the `.jsonl`.
    pub(crate) fn put(&mut self, line: &str) -> io::Result<()> {
        let Ok(Value::Object(mut row)) = serde_json::from_str::<Value>(line) else { return Ok(()) };
        let Some(waiting) = &mut self.waiting else { return self.put_row(&row) };
        if let Some(Value::Object(body)) = row.remove(BODY) {
            row.extend(body.into_iter().filter(|(name, _)| name != "id"));
        }
        let new: Vec<String> = row.keys().filter(|name| !self.columns.contains(name)).cloned().collect();
        self.columns.extend(new);
        waiting.push(row);
        Ok(())
    }

    /// Writes what waited and closes the file.
    pub(crate) fn finish(mut self) -> io::Result<()> {
        if let Some(waiting) = self.waiting.take() {
            self.columns.retain(|name| name != BODY);
            // What people look for first stands first; version and times stand last.
            let rank =
                |name: &String| HEADINGS.iter().position(|(known, _)| known == name).unwrap_or(HEADINGS.len() / 2);
            self.columns.sort_by_key(rank);
            self.put_headings()?;
            waiting.iter().try_for_each(|row| self.put_row(row))?;
        }
        self.file.flush()
    }

    fn put_headings(&mut self) -> io::Result<()> {
        let headings: Vec<String> = self.columns.iter().map(|name| cell(heading(name))).collect();
        write!(self.file, "{}\r\n", headings.join(","))
    }

    fn put_row(&mut self, row: &Map<String, Value>) -> io::Result<()> {
        let text = |name: &String| row.get(name).map_or_else(String::new, |value| cell(&words(name, value)));
        let cells: Vec<String> = self.columns.iter().map(text).collect();
        write!(self.file, "{}\r\n", cells.join(","))
    }
}

/// The column that holds a record of a book whole.
const BODY: &str = "body";

fn heading(name: &str) -> &str {
    HEADINGS.iter().find(|(known, _)| *known == name).map_or(name, |(_, zh)| zh)
}

fn words(name: &str, value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Bool(true) => "是".to_owned(),
        Value::Bool(false) => "否".to_owned(),
        Value::Number(number) if TIMES.contains(&name) => {
            let time = number.as_i64().and_then(|micros| jiff::Timestamp::from_microsecond(micros).ok());
            time.map_or_else(String::new, |time| time.strftime("%Y-%m-%d %H:%M:%SZ").to_string())
        }
        Value::Array(list) if list.iter().all(Value::is_string) => {
            list.iter().filter_map(Value::as_str).collect::<Vec<_>>().join("、")
        }
        other => other.to_string(),
    }
}

/// A cell of CSV; a text that Excel would take for a formula is led by an apostrophe.
fn cell(text: &str) -> String {
    let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']) && text.parse::<f64>().is_err();
    let text = if is_formula { format!("'{text}") } else { text.to_owned() };
    if text.contains([',', '"', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}
