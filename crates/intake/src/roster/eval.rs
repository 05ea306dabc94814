//! The shape the quality harness compares: sheets, records, skipped rows, problems and duplicates as plain JSON.

use super::{
    field::Field,
    record::{Record, Roster},
    report::{ColumnReading, Problem, ProblemKind, SheetReading},
};
use qianxian_core::Side;
use serde_json::{Map, Value, json};

impl Roster {
    /// `{file, format, sheets[], records[], rows_skipped[], problems[], duplicates[]}` with the field names of
    /// [`Field::code`]; fields the harness does not know (aliases, e-mail, …) stand under `other` by their header.
    pub fn to_eval_json(&self) -> Value {
        let place = |at: &super::RowRef| json!([at.sheet, at.row]);
        json!({
            "file": self.file,
            "format": self.format,
            "sheets": self.sheets.iter().map(sheet).collect::<Vec<_>>(),
            "records": self.records.iter().map(record).collect::<Vec<_>>(),
            "rows_skipped": self.skipped.iter().map(|row| json!({
                "sheet": row.at.sheet, "row": row.at.row, "reason": row.reason,
            })).collect::<Vec<_>>(),
            "problems": self.problems.iter().map(problem).collect::<Vec<_>>(),
            "duplicates": self.duplicates.iter().map(|pair| {
                json!([place(&self.records[pair.first].at), place(&self.records[pair.second].at)])
            }).collect::<Vec<_>>(),
        })
    }
}

/// Fields the harness has no name for.
fn is_unnamed(field: Field) -> bool {
    matches!(
        field,
        Field::ExternalId
            | Field::Aliases
            | Field::FormerNames
            | Field::Kind
            | Field::Email
            | Field::Province
            | Field::City
            | Field::Industry
            | Field::Buys
            | Field::Does
            | Field::Suffers
            | Field::Evidence
    )
}

fn sheet(sheet: &SheetReading) -> Value {
    let mut mapping: Map<String, Value> = Map::new();
    let mut put = |field: &str, column: &ColumnReading| {
        let list = mapping.entry(field).or_insert_with(|| json!([]));
        if let Some(list) = list.as_array_mut() {
            list.push(json!(column.header));
        }
    };
    for column in &sheet.columns {
        match column.field {
            Field::ContactPhone => {
                put("contact", column);
                put("phone", column);
            }
            field if is_unnamed(field) => put("other", column),
            field => put(field.code(), column),
        }
    }
    json!({
        "sheet": sheet.sheet,
        "used": sheet.used,
        "why": sheet.why,
        "header_row": sheet.header_rows.last(),
        "header_rows": sheet.header_rows,
        "mapping": mapping,
        "level_from": sheet.level_from,
        "district_from": sheet.district_from,
    })
}

fn record(record: &Record) -> Value {
    let mut out = Map::new();
    let mut put = |key: &str, value: Value| {
        let empty = match &value {
            Value::Null => true,
            Value::String(text) => text.is_empty(),
            Value::Array(list) => list.is_empty(),
            Value::Object(map) => map.is_empty(),
            _ => false,
        };
        if !empty {
            out.insert(key.to_owned(), value);
        }
    };
    put("sheet", json!(record.at.sheet));
    put("row", json!(record.at.row));
    if record.panel > 0 {
        put("panel", json!(record.panel));
    }
    put("name", json!(record.name));
    put("credit_code", json!(record.credit_code));
    put("legal_person", json!(record.legal_person));
    let first = record.contacts.iter().find(|contact| !contact.name.is_empty());
    put("contact", json!(first.map(|contact| &contact.name)));
    put("title", json!(record.contacts.iter().find_map(|contact| contact.title.as_ref())));
    put("phone", json!(record.phones().collect::<Vec<_>>()));
    put("district", json!(record.place_as_written));
    put("address", json!(record.address));
    put("products", json!(record.said(Side::Makes).map(|line| &line.text).collect::<Vec<_>>()));
    put("scope", json!(record.scope));
    put("member_level", json!(record.member_level));
    put("joined", json!(record.joined));
    let dues: Map<String, Value> =
        record.dues.iter().map(|(year, dues)| (year.to_string(), json!(dues.code()))).collect();
    put("dues", Value::Object(dues));
    put("website", json!(record.website));
    put("employees", json!(record.employees));
    put("established", json!(record.established));
    put("note", json!(record.note));
    let other = record.other.iter().chain(&record.as_written);
    put("other", Value::Object(other.map(|(header, text)| (header.clone(), json!(text))).collect()));
    Value::Object(out)
}

fn problem(problem: &Problem) -> Value {
    let field = match (problem.kind, problem.field) {
        (ProblemKind::HiddenCol, _) | (_, Some(Field::Other)) => problem.column.clone(),
        (_, Some(Field::ContactPhone)) => Field::Phone.code().to_owned(),
        (_, field) => field.map_or(String::new(), |field| field.code().to_owned()),
    };
    json!({
        "sheet": problem.at.sheet,
        "row": problem.at.row,
        "field": field,
        "kind": problem.kind,
        "message": problem.message,
    })
}
