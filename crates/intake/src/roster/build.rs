//! Rows of a grid to records: one cell after the other goes to its field.

use super::{
    Mapping,
    columns::{Guess, guess_header, header_key},
    field::Field,
    grid::{Cell, Grid, GridRow},
    lines::{Marks, scope_lines, split_list},
    record::{ColumnReading, Contact, Problem, ProblemKind, Record, Roster, RowRef, SheetReading},
    refused::Refused,
};
use qianxian_core::{CompanyKind, Side};

/// Reads every sheet.
pub(crate) fn build(
    file: &str,
    format: &'static str,
    grids: Vec<Grid>,
    mapping: &Mapping,
) -> Result<Roster, Refused> {
    let mut roster = Roster {
        file: file.to_owned(),
        format: format.to_owned(),
        sheets: Vec::new(),
        records: Vec::new(),
        skipped: Vec::new(),
        problems: Vec::new(),
        duplicates: Vec::new(),
    };
    for grid in &grids {
        read_sheet(&mut roster, grid, mapping);
    }
    Ok(roster)
}

fn read_sheet(roster: &mut Roster, grid: &Grid, mapping: &Mapping) {
    let Some(header) = grid.rows.iter().position(|row| !row.is_blank()) else { return };
    let columns: Vec<ColumnReading> = grid.rows[header]
        .cells
        .iter()
        .enumerate()
        .map(|(at, cell)| {
            let text = cell.show().trim().to_owned();
            let said = mapping.columns.iter().find(|(name, _)| header_key(name) == header_key(&text));
            let guess = match said {
                Some((_, field)) => Guess { field: *field, year: None, confidence: 1.0, why: "人工指定".into() },
                None => guess_header(&text).unwrap_or(Guess {
                    field: Field::Other,
                    year: None,
                    confidence: 0.5,
                    why: "不认识的列名，作为其他信息保留".into(),
                }),
            };
            ColumnReading {
                column: at,
                header: text,
                field: guess.field,
                year: guess.year,
                confidence: guess.confidence,
                why: guess.why,
                hidden: grid.hidden_columns.contains(&at),
            }
        })
        .collect();
    for row in &grid.rows[header + 1..] {
        if !row.is_blank() {
            read_row(roster, grid, row, &columns);
        }
    }
    roster.sheets.push(SheetReading {
        sheet: grid.name.clone(),
        used: true,
        why: None,
        header_rows: vec![grid.rows[header].number],
        columns,
        level_from: None,
        district_from: None,
    });
}

fn read_row(roster: &mut Roster, grid: &Grid, row: &GridRow, columns: &[ColumnReading]) {
    let at = RowRef { sheet: grid.name.clone(), row: row.number };
    let place = format!("{} {}", roster.file, at.label());
    let mut record = Record::at(at.clone());
    let evidence = columns.iter().find(|column| column.field == Field::Evidence);
    let (marks, bad) = Marks::parse(&evidence.map_or("".into(), |column| row.get(column.column).show()));
    for item in bad {
        let message = format!("{}「依据」里的「{item}」看不懂，应写成「产品:T0.90」。该产品按自报处理", at.label());
        roster.problems.push(Problem {
            file: roster.file.clone(),
            at: at.clone(),
            column: evidence.map(|column| column.header.clone()).unwrap_or_default(),
            field: Some(Field::Evidence),
            kind: ProblemKind::BadEvidence,
            message,
        });
    }
    for column in columns {
        let cell = row.get(column.column);
        if !matches!(cell, Cell::Empty) {
            put(&mut record, column, cell.show().trim(), &marks, &place);
        }
    }
    if record.name.is_empty() {
        roster.problems.push(Problem {
            file: roster.file.clone(),
            at: at.clone(),
            column: String::new(),
            field: Some(Field::Name),
            kind: ProblemKind::Missing,
            message: format!("{}没有企业名称，请补上后再导入这一行", at.label()),
        });
    }
    roster.records.push(record);
}

fn put(record: &mut Record, column: &ColumnReading, text: &str, marks: &Marks, place: &str) {
    let text = text.to_owned();
    let mut list = |side: Side| {
        record.lines.extend(split_list(&text).into_iter().map(|item| marks.line(side, item, place)));
    };
    match column.field {
        Field::Name => record.name = text,
        Field::ExternalId => record.external_id = Some(text),
        Field::Aliases => record.aliases.extend(split_list(&text)),
        Field::FormerNames => record.former_names.extend(split_list(&text)),
        Field::Kind => match CompanyKind::from_roster(&text) {
            Some(kind) => record.kind = kind,
            None => drop(record.other.insert(column.header.clone(), text)),
        },
        Field::CreditCode => record.credit_code = Some(text),
        Field::Province => record.place.province = Some(text),
        Field::City => record.place.city = Some(text),
        Field::District => record.place.district = Some(text),
        Field::Address => record.address = Some(text),
        Field::Industry => record.industry = Some(text),
        Field::Website => record.website = Some(text),
        Field::LegalPerson => record.legal_person = Some(text),
        Field::Contact => record.contacts.push(Contact { name: text, ..Contact::default() }),
        Field::Products => list(Side::Makes),
        Field::Buys => list(Side::Buys),
        Field::Does => list(Side::Does),
        Field::Suffers => list(Side::Suffers),
        Field::Scope => {
            record.lines.extend(scope_lines(&text, place));
            record.scope = Some(text);
        }
        Field::Serial | Field::Evidence => {}
        _ => drop(record.other.insert(column.header.clone(), text)),
    }
}
