//! Our own export, read back word for word. A sheet with a column 牵线编号 was written by us: nothing in it is guessed,
//! cut or cleaned, so that reading an export again changes nothing.

use super::{
    field::Field,
    grid::Grid,
    problems::Problems,
    record::{LineDraft, Record, Roster, RowRef},
    report::{ColumnReading, ProblemKind, SheetReading, SkipReason, SkippedRow},
};
use qianxian_core::{CompanyKind, Evidence, LineRole, Side, SourceKind, SourceRef};

/// Header of the column with our own id of a company.
pub const OWN_ID: &str = "牵线编号";
/// Between two things in one cell of an export.
pub const OWN_SEPARATOR: char = '；';

/// Columns of an export that stand for a field, in their order; every other column is 其他信息 under its header.
pub const OWN_COLUMNS: &[(&str, Field)] = &[
    ("企业名称", Field::Name),
    ("简称", Field::Aliases),
    ("曾用名", Field::FormerNames),
    ("企业类型", Field::Kind),
    ("统一社会信用代码", Field::CreditCode),
    ("会员编号", Field::ExternalId),
    ("省份", Field::Province),
    ("城市", Field::City),
    ("区县", Field::District),
    ("行业", Field::Industry),
    ("网址", Field::Website),
    ("主要产品", Field::Products),
    ("采购", Field::Buys),
    ("工艺设备", Field::Does),
    ("困难", Field::Suffers),
    ("经营范围", Field::Scope),
];

/// In front of 其他信息 whose own name is that of a column above.
const OTHER: &str = "其他信息/";

/// A text as a cell of an export holds it: on one line, without the separator of lists.
pub fn own_cell(text: &str) -> String {
    text.trim().replace(OWN_SEPARATOR, "，").replace(['\r', '\n', '\t'], " ")
}

/// The header under which 其他信息 of a name is exported.
pub fn own_header(name: &str) -> String {
    let taken = name == OWN_ID || name.is_empty() || name.starts_with(OTHER);
    if taken || OWN_COLUMNS.iter().any(|(header, _)| *header == name) {
        format!("{OTHER}{name}")
    } else {
        name.to_owned()
    }
}

/// Reads a sheet that we wrote; `None` for any other.
pub(super) fn read(roster: &mut Roster, grid: &Grid) -> Option<SheetReading> {
    let header = grid.rows.first()?;
    let headers: Vec<String> = header.cells.iter().map(|cell| cell.show().trim().to_owned()).collect();
    let column = |name: &str| headers.iter().position(|header| header == name);
    let (id, _) = (column(OWN_ID)?, column("企业名称")?);
    let fields: Vec<Option<Field>> = headers
        .iter()
        .map(|header| OWN_COLUMNS.iter().find(|(name, _)| name == header).map(|(_, field)| *field))
        .collect();
    for row in &grid.rows[1..] {
        let at = RowRef { sheet: grid.name.clone(), row: row.number };
        if row.is_blank() {
            roster.skipped.push(SkippedRow { at, reason: SkipReason::Blank });
            continue;
        }
        let mut record = Record::at(at.clone());
        for (place, header) in headers.iter().enumerate() {
            let value = unguarded(&row.get(place).show()).trim().to_owned();
            if value.is_empty() || header.is_empty() {
            } else if place == id {
                record.own_id = Some(value);
            } else if let Some(field) = fields[place] {
                take(&mut record, &roster.file, field, value);
            } else {
                let name = header.strip_prefix(OTHER).unwrap_or(header);
                record.other.insert(name.to_owned(), value);
            }
        }
        if record.name.is_empty() {
            Problems::new(roster, at).add(ProblemKind::Missing, Some(Field::Name), "企业名称", "");
        }
        roster.records.push(record);
    }
    let columns = headers.iter().zip(&fields).enumerate().map(|(column, (header, field))| ColumnReading {
        column,
        header: header.clone(),
        field: field.unwrap_or(Field::Other),
        year: None,
        confidence: 1.0,
        why: "本程序导出的表".to_owned(),
        hidden: false,
    });
    Some(SheetReading {
        sheet: grid.name.clone(),
        used: true,
        why: None,
        header_rows: vec![header.number],
        columns: columns.collect(),
        panels: Vec::new(),
        level_from: None,
        district_from: None,
    })
}

/// A value without the mark that keeps a spreadsheet from reckoning with it.
fn unguarded(value: &str) -> &str {
    value.strip_prefix('\'').unwrap_or(value)
}

fn take(record: &mut Record, file: &str, field: Field, value: String) {
    let list = || value.split(OWN_SEPARATOR).map(str::trim).filter(|item| !item.is_empty()).map(str::to_owned);
    match field {
        Field::Name => record.name = value,
        Field::Aliases => record.aliases = list().collect(),
        Field::FormerNames => record.former_names = list().collect(),
        Field::Kind => {
            record.kind =
                value.parse().ok().or_else(|| CompanyKind::from_roster(&value)).unwrap_or(CompanyKind::Unknown)
        }
        Field::CreditCode => record.credit_code = Some(value),
        Field::ExternalId => record.external_id = Some(value),
        Field::Province => record.place.province = Some(value),
        Field::City => record.place.city = Some(value),
        Field::District => record.place.district = Some(value),
        Field::Industry => record.industry = Some(value),
        Field::Website => record.website = Some(value),
        Field::Products => lines(record, file, Side::Makes, SourceKind::Roster, list()),
        Field::Buys => lines(record, file, Side::Buys, SourceKind::Roster, list()),
        Field::Does => lines(record, file, Side::Does, SourceKind::Roster, list()),
        Field::Suffers => lines(record, file, Side::Suffers, SourceKind::Roster, list()),
        _ => lines(record, file, Side::Makes, SourceKind::Scope, list()),
    }
}

fn lines(record: &mut Record, file: &str, side: Side, kind: SourceKind, texts: impl Iterator<Item = String>) {
    let evidence = if kind == SourceKind::Scope { Evidence::Inferred } else { Evidence::SelfReported };
    let source = SourceRef::new(kind, format!("{file} {}", record.at.label()));
    record.lines.extend(texts.map(|text| LineDraft {
        side,
        text,
        role: LineRole::Unknown,
        evidence,
        confidence: 1.0,
        source: source.clone(),
    }));
}
