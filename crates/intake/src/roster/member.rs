//! One row to one record: each cell to its field, with the problems it has.

use super::{
    clean::{self, free_text, is_nothing, lost_character},
    contacts, credit_code, dates,
    dues::{self, Legend},
    field::Field,
    grid::{Cell, GridRow},
    lines::{Marks, scope_lines, split_list},
    place::{self, Level},
    problems::Problems,
    record::Record,
    report::{ColumnReading, ProblemKind},
    rows,
};
use qianxian_core::{CompanyKind, Side};

/// What all rows of a sheet share.
pub(crate) struct Shared<'a> {
    pub(crate) file: &'a str,
    pub(crate) legend: &'a Legend,
    /// Year for dues columns without one.
    pub(crate) year: Option<i16>,
    pub(crate) date_1904: bool,
}

/// A record being filled.
pub(crate) struct Member<'a, 'b> {
    pub(crate) record: &'a mut Record,
    pub(crate) problems: &'a mut Problems<'b>,
    pub(crate) shared: &'a Shared<'a>,
}

impl Member<'_, '_> {
    /// Reads a row; `section` is the level and district of the heading above it.
    pub(crate) fn read(&mut self, row: &GridRow, columns: &[ColumnReading], section: (Option<&str>, Option<&str>)) {
        let source = format!("{} {}", self.shared.file, self.problems.at().label());
        let marks = self.marks(row, columns);
        for column in columns.iter().filter(|column| column.field != Field::Serial) {
            let cell = row.get(column.column);
            match cell {
                Cell::Empty => continue,
                Cell::Error(error) => self.problem(ProblemKind::CellError, column, error),
                Cell::NoValue => self.problem(ProblemKind::FormulaNoValue, column, ""),
                _ => self.cell(column, cell, &marks, &source),
            }
        }
        self.record.contacts = contacts::read(row, columns, self.record, self.problems);
        if let Some(level) = section.0.filter(|_| self.record.member_level.is_none()) {
            self.record.member_level = Some(level.to_owned());
        }
        if let Some(district) = section.1.filter(|_| self.record.place_as_written.is_none()) {
            place::read(district, Level::District, &mut self.record.place);
            self.record.place_as_written = Some(district.to_owned());
        }
        if let Some(address) = self.record.address.clone() {
            place::of_address(&address, &mut self.record.place);
        }
    }

    fn problem(&mut self, kind: ProblemKind, column: &ColumnReading, value: &str) {
        self.problems.add(kind, Some(column.field), &column.header, value);
    }

    fn marks(&mut self, row: &GridRow, columns: &[ColumnReading]) -> Marks {
        let Some(column) = columns.iter().find(|column| column.field == Field::Evidence) else {
            return Marks::default();
        };
        let (marks, bad) = Marks::parse(&row.get(column.column).show());
        bad.iter().for_each(|item| self.problem(ProblemKind::BadEvidence, column, item));
        marks
    }

    fn cell(&mut self, column: &ColumnReading, cell: &Cell, marks: &Marks, source: &str) {
        let text = free_text(&cell.show());
        let kept_anyway = matches!(column.field, Field::Other | Field::Note);
        if text.is_empty() || is_nothing(&text) && !kept_anyway {
            return;
        }
        if text.contains('\u{fffd}') && column.field != Field::Name {
            self.problem(ProblemKind::LossyChar, column, &text);
        }
        let word = || Some(clean::word(&text));
        match column.field {
            Field::Name => self.name(column, &text),
            Field::CreditCode => self.credit_code(column, cell, &text),
            Field::LegalPerson => self.record.legal_person = word(),
            Field::Province => self.place(Level::Province, column, &text),
            Field::City => self.place(Level::City, column, &text),
            Field::District => {
                self.record.place_as_written = word();
                place::read(&text, Level::District, &mut self.record.place);
            }
            Field::Address => self.record.address = Some(text),
            Field::Website => self.record.website = word(),
            Field::Employees => self.record.employees = word(),
            Field::MemberLevel => self.record.member_level = Some(rows::level(&text)),
            Field::Joined | Field::Established => self.date(column, cell, &text),
            Field::Dues => self.dues(column, cell, text),
            Field::Note => self.record.note = Some(text),
            Field::Scope => self.scope(text, source),
            Field::Products if is_scope(&text) => match self.record.scope {
                None => self.scope(text, source),
                Some(_) => self.written(column, text),
            },
            Field::Products => self.lines(Side::Makes, &text, marks, source),
            Field::Other => drop(self.record.other.insert(header(column), text)),
            Field::Buys | Field::Does | Field::Suffers => {
                let side = match column.field {
                    Field::Buys => Side::Buys,
                    Field::Does => Side::Does,
                    _ => Side::Suffers,
                };
                self.lines(side, &text, marks, source);
                self.written(column, text);
            }
            Field::ExternalId | Field::Aliases | Field::FormerNames | Field::Kind | Field::Industry => {
                self.identity(column, text)
            }
            // Read together, in `contacts`.
            Field::Contact | Field::Title | Field::Phone | Field::ContactPhone | Field::Email => {}
            Field::Evidence | Field::Serial => {}
        }
    }

    fn name(&mut self, column: &ColumnReading, text: &str) {
        self.record.name = clean::company_name(clean::without_number(text));
        self.record.former_names.extend(clean::former_names(&self.record.name));
        if lost_character(&self.record.name) {
            self.problem(ProblemKind::LossyChar, column, text);
        }
    }

    fn credit_code(&mut self, column: &ColumnReading, cell: &Cell, text: &str) {
        let (code, problem) = match cell {
            // Excel keeps fifteen digits of a number.
            Cell::Number(number) if number.abs() >= 1e15 => (None, Some(ProblemKind::PrecisionLost)),
            _ => credit_code::read(text),
        };
        self.record.credit_code = code;
        if let Some(kind) = problem {
            self.problem(kind, column, text);
        }
    }

    fn place(&mut self, level: Level, column: &ColumnReading, text: &str) {
        place::read(text, level, &mut self.record.place);
        self.written(column, text.to_owned());
    }

    fn date(&mut self, column: &ColumnReading, cell: &Cell, text: &str) {
        match dates::read(cell, self.shared.date_1904) {
            Ok(date) if column.field == Field::Joined => self.record.joined = date,
            Ok(date) => self.record.established = date,
            Err(kind) => self.problem(kind, column, text),
        }
    }

    fn dues(&mut self, column: &ColumnReading, cell: &Cell, text: String) {
        let Some(year) = column.year.or(self.shared.year) else {
            self.record.other.insert(header(column), text);
            return;
        };
        match dues::read(cell, self.shared.legend) {
            Ok(Some(dues)) => drop(self.record.dues.entry(year).or_insert(dues)),
            Ok(None) => {}
            Err(()) => self.problem(ProblemKind::UnclearDues, column, &text),
        }
    }

    fn scope(&mut self, text: String, source: &str) {
        self.record.lines.extend(scope_lines(&text, source));
        self.record.scope = Some(text);
    }

    fn lines(&mut self, side: Side, text: &str, marks: &Marks, source: &str) {
        let had: Vec<String> = self.record.said(side).map(|line| line.text.clone()).collect();
        let items = split_list(text).into_iter().filter(|item| !had.contains(item) && !is_nothing(item));
        self.record.lines.extend(items.map(|item| marks.line(side, item, source)));
    }

    fn identity(&mut self, column: &ColumnReading, text: String) {
        let record = &mut self.record;
        match column.field {
            Field::ExternalId => record.external_id = Some(clean::word(&text)),
            Field::Aliases => record.aliases.extend(split_list(&text).iter().map(|name| clean::company_name(name))),
            Field::FormerNames => {
                record.former_names.extend(split_list(&text).iter().map(|name| clean::company_name(name)))
            }
            Field::Industry => record.industry = Some(text.clone()),
            Field::Kind => {
                let Some(kind) = CompanyKind::from_roster(&clean::word(&text)) else {
                    record.other.insert(header(column), text);
                    return;
                };
                record.kind = kind;
            }
            _ => {}
        }
        self.written(column, text);
    }

    fn written(&mut self, column: &ColumnReading, text: String) {
        self.record.as_written.insert(header(column), text);
    }
}

pub(crate) fn header(column: &ColumnReading) -> String {
    if column.header.is_empty() { format!("第{}列", column.column + 1) } else { column.header.clone() }
}

/// Whether a products cell holds a business scope.
fn is_scope(text: &str) -> bool {
    let official = ["一般项目", "许可项目", "依法须经批准", "许可经营项目", "一般经营项目", "凭营业执照"];
    if official.iter().any(|word| text.contains(word)) {
        return true;
    }
    let items: Vec<&str> = text.split(['；', ';', '。']).map(str::trim).filter(|item| !item.is_empty()).collect();
    let ends = [
        "销售",
        "制造",
        "服务",
        "批发",
        "零售",
        "研发",
        "加工",
        "安装",
        "维修",
        "租赁",
        "进出口",
        "咨询",
        "推广",
        "设计",
    ];
    let activities = items.iter().filter(|item| ends.iter().any(|end| item.ends_with(end))).count();
    text.chars().count() > 80 && items.len() >= 5 && activities * 5 >= items.len() * 3
}
