//! One row to one record: each cell to its field, with the problems it has.

use super::{
    clean::{self, free_text, is_nothing, is_scientific, lost_character},
    credit_code, dates,
    dues::{self, Legend},
    field::Field,
    grid::{Cell, GridRow},
    lines::{Marks, scope_lines, split_list},
    phone,
    place::{self, Level},
    problems::Problems,
    record::{ColumnReading, Contact, ProblemKind, Record},
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
        self.people(row, columns);
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
            // Read together, in `people`.
            Field::Contact | Field::Title | Field::Phone | Field::ContactPhone | Field::Email => {}
            Field::Evidence | Field::Serial => {}
        }
    }

    fn name(&mut self, column: &ColumnReading, text: &str) {
        self.record.name = clean::company_name(text);
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

    /// Contacts: people, posts, phones and e-mails of the row brought together.
    fn people(&mut self, row: &GridRow, columns: &[ColumnReading]) {
        let mut people: Vec<Contact> = Vec::new();
        let mut loose: Vec<String> = Vec::new();
        // A column that says 联系 is who to call; 总经理 and 负责人 come after.
        let calls =
            |column: &&ColumnReading| !["联系", "联络", "对接", "代表"].iter().any(|word| column.header.contains(word));
        let mut ordered: Vec<&ColumnReading> = columns.iter().collect();
        ordered.sort_by_key(calls);
        for column in ordered {
            let cell = row.get(column.column);
            let text = free_text(&cell.show());
            let person_column = matches!(column.field, Field::Contact | Field::ContactPhone);
            if matches!(cell, Cell::Error(_) | Cell::NoValue)
                || is_nothing(&text)
                || !(person_column || column.field == Field::Phone)
            {
                continue;
            }
            let digits = text.chars().filter(|c| c.is_numeric()).count();
            if column.field == Field::Contact && digits < 5 && !is_scientific(&text) {
                people.push(Contact { name: clean::word(&text), ..Contact::default() });
                continue;
            }
            let read = phone::read(&text, matches!(cell, Cell::Number(_)));
            if let Some(kind) = read.problem.filter(|kind| !(person_column && *kind == ProblemKind::NotAPhone)) {
                self.problem(kind, column, &text);
            }
            if person_column {
                people.extend(pair_up(&text, read));
            } else {
                if !read.words.is_empty() {
                    // 张三 13900001234 in a phone column: nothing of it may get lost.
                    loose.extend(
                        read.words.iter().filter(|_| !columns.iter().any(|c| c.field == Field::Contact)).cloned(),
                    );
                }
                let nobody = Contact { phones: read.phones, ..Contact::default() };
                if !nobody.phones.is_empty() {
                    people.push(nobody);
                }
            }
        }
        self.finish_people(row, columns, people, loose);
    }

    fn finish_people(
        &mut self,
        row: &GridRow,
        columns: &[ColumnReading],
        mut people: Vec<Contact>,
        loose: Vec<String>,
    ) {
        // Phones of a column of their own belong to the first person.
        let free: Vec<String> =
            people.iter().filter(|person| person.name.is_empty()).flat_map(|person| person.phones.clone()).collect();
        people.retain(|person| !person.name.is_empty());
        if people.is_empty() && !loose.is_empty() {
            people.push(Contact { name: loose[0].clone(), ..Contact::default() });
        }
        if people.is_empty() && !free.is_empty() {
            people.push(Contact::default());
        }
        if let Some(first) = people.first_mut() {
            free.into_iter().for_each(|phone| {
                if !first.phones.contains(&phone) {
                    first.phones.push(phone)
                }
            });
        }
        let of = |field: Field| {
            let cells = columns.iter().filter(move |column| column.field == field);
            cells
                .map(|column| (column, free_text(&row.get(column.column).show())))
                .filter(|(_, text)| !is_nothing(text))
        };
        for (at, (_, title)) in of(Field::Title).enumerate() {
            if people.is_empty() {
                people.push(Contact::default());
            }
            let at = at.min(people.len() - 1);
            people[at].title.get_or_insert(clean::word(&title));
        }
        let mails: Vec<(String, String)> = of(Field::Email).map(|(column, text)| (header(column), text)).collect();
        for (column, text) in mails {
            if people.is_empty() {
                people.push(Contact::default());
            }
            people[0].emails.extend(
                text.split([' ', ',', ';', '，', '；', '、', '\n'])
                    .filter(|mail| mail.contains('@'))
                    .map(str::to_owned),
            );
            self.record.as_written.insert(column, text);
        }
        for column in columns.iter().filter(|column| matches!(column.field, Field::Contact | Field::LegalPerson)) {
            let text = row.get(column.column).show();
            if lost_character(&text) && !text.contains('\u{fffd}') {
                self.problem(ProblemKind::LossyChar, column, &text);
            }
        }
        self.record.contacts = people;
    }
}

/// People and phones of one cell: in pairs where there are as many of both, else all phones to the first.
fn pair_up(text: &str, read: phone::Phones) -> Vec<Contact> {
    let mut names = read.words;
    if names.is_empty() && read.phones.is_empty() {
        names.push(clean::word(text));
    }
    if names.is_empty() {
        return vec![Contact { phones: read.phones, ..Contact::default() }];
    }
    let pairs = names.len() == read.phones.len();
    let people = names.into_iter().enumerate().map(|(at, name)| Contact {
        name,
        phones: match (pairs, at) {
            (true, at) => vec![read.phones[at].clone()],
            (false, 0) => read.phones.clone(),
            _ => Vec::new(),
        },
        ..Contact::default()
    });
    people.collect()
}

fn header(column: &ColumnReading) -> String {
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
