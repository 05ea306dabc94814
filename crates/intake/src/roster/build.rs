//! Sheets to records: header, panels, column meanings, then row by row.

use super::{
    Mapping,
    clean::is_ditto,
    columns::{header_key, year_in},
    dues::Legend,
    field::Field,
    form,
    grid::{Cell, Grid, GridRow},
    header::{self, Header},
    meaning,
    member::{Member, Shared},
    own,
    problems::Problems,
    record::{Record, Roster, RowRef},
    report::{ColumnReading, ProblemKind, SheetReading, SkipReason, SkippedRow},
    rows::{self, RowKind, Section},
};
use rustc_hash::FxHashMap;
use std::ops::Range;

/// Cells merged values are copied into at most.
const CARRIED: usize = 1_000_000;

/// Reads every sheet.
pub(crate) fn build(file: &str, format: &'static str, grids: &[Grid], mapping: &Mapping) -> Roster {
    let mut roster = Roster {
        file: file.to_owned(),
        format: format.to_owned(),
        sheets: Vec::new(),
        records: Vec::new(),
        skipped: Vec::new(),
        problems: Vec::new(),
        duplicates: Vec::new(),
    };
    for grid in grids {
        if let Some(reading) = own::read(&mut roster, grid) {
            roster.sheets.push(reading);
            continue;
        }
        let form = form::to_table(grid);
        let reading = SheetReader::new(&mut roster, form.as_ref().unwrap_or(grid)).read(mapping);
        roster.sheets.push(reading);
    }
    if roster.records.is_empty() {
        let at = RowRef { sheet: None, row: 0 };
        Problems::new(&mut roster, at).add(ProblemKind::NoMembers, None, "", "");
    }
    roster.duplicates = super::duplicates::find(&roster.records);
    roster
}

struct SheetReader<'a> {
    roster: &'a mut Roster,
    grid: &'a Grid,
    /// Rows with merged values carried down, where they differ from the file.
    filled: FxHashMap<usize, GridRow>,
    /// Row index that a row continues: its name is merged with the one above.
    continues: Vec<Option<usize>>,
}

impl<'a> SheetReader<'a> {
    fn new(roster: &'a mut Roster, grid: &'a Grid) -> Self {
        SheetReader { roster, grid, filled: FxHashMap::default(), continues: vec![None; grid.rows.len()] }
    }

    fn at(&self, row: u32) -> RowRef {
        RowRef { sheet: self.grid.name.clone(), row }
    }

    fn unused(&self, why: &str) -> SheetReading {
        SheetReading {
            sheet: self.grid.name.clone(),
            used: false,
            why: Some(why.to_owned()),
            header_rows: Vec::new(),
            columns: Vec::new(),
            panels: Vec::new(),
            level_from: None,
            district_from: None,
        }
    }

    fn read(mut self, mapping: &Mapping) -> SheetReading {
        if self.grid.rows.iter().all(GridRow::is_blank) {
            return self.unused("empty");
        }
        for row in &self.grid.stray_quotes {
            let at = self.at(*row);
            Problems::new(self.roster, at).add(ProblemKind::StrayQuote, None, "", "");
        }
        let header = header::find(self.grid, mapping);
        let body = header.as_ref().map_or(0, |header| header.last + 1);
        let mut legend = Legend::default();
        for row in self
            .grid
            .rows
            .iter()
            .enumerate()
            .filter(|(at, row)| *at < body || filled_cells(row) <= 2)
            .map(|(_, row)| row)
        {
            row.cells.iter().for_each(|cell| legend.read(&cell.show()));
        }
        let panels: Vec<Vec<ColumnReading>> = panels(header.as_ref(), self.grid.width())
            .into_iter()
            .map(|span| meaning::read(self.grid, header.as_ref(), body, span, mapping, &legend))
            .collect();
        let named = |columns: &Vec<ColumnReading>| columns.iter().any(|column| column.field == Field::Name);
        if !panels.iter().any(named) {
            self.no_name(header.as_ref(), panels.first().map_or(&[], Vec::as_slice));
            let columns = panels.into_iter().next().unwrap_or_default();
            return SheetReading { columns, ..self.unused("not_members") };
        }
        let before = self.roster.records.len();
        let marks = (self.roster.skipped.len(), self.roster.problems.len());
        self.carry_down(body, &panels);
        self.repeat_above(body, &panels);
        let body = self.titles(header.as_ref(), body, &panels);
        let shared = Shared {
            file: &self.roster.file.clone(),
            legend: &legend,
            year: self.year(body),
            date_1904: self.grid.date_1904,
        };
        let (level_from, district_from) = self.rows(body, &panels, &shared);
        if self.roster.records.len() == before {
            self.roster.skipped.truncate(marks.0);
            self.roster.problems.truncate(marks.1);
            return self.unused("empty");
        }
        let header_rows: Vec<usize> =
            header.as_ref().map(|header| (header.first..=header.last).collect()).unwrap_or_default();
        let numbers: Vec<u32> = header_rows.iter().map(|at| self.grid.rows[*at].number).collect();
        self.hidden(numbers.last().copied().unwrap_or(1), &panels);
        let mut all = panels.into_iter();
        SheetReading {
            sheet: self.grid.name.clone(),
            used: true,
            why: None,
            header_rows: numbers,
            columns: all.next().unwrap_or_default(),
            panels: all.collect(),
            level_from,
            district_from,
        }
    }

    /// Says so when a sheet looks like a list of members but no column holds names.
    fn no_name(&mut self, header: Option<&Header>, columns: &[ColumnReading]) {
        let telling = [Field::CreditCode, Field::LegalPerson, Field::Phone, Field::Contact, Field::Products];
        let known = telling.iter().filter(|field| columns.iter().any(|column| column.field == **field)).count();
        if let (Some(header), true) = (header, known >= 2) {
            let at = self.at(self.grid.rows[header.last].number);
            Problems::new(self.roster, at).add(ProblemKind::NoNameColumn, None, "", "");
        }
    }

    /// Copies merged values into the rows they cover, and notes which rows continue a merged name.
    fn carry_down(&mut self, body: usize, panels: &[Vec<ColumnReading>]) {
        let mut steps = 0;
        for merge in self.grid.merges.iter().filter(|merge| merge.rows.1 > merge.rows.0 && merge.rows.1 >= body) {
            let column = merge.columns.0;
            let value = self.grid.rows[merge.rows.0].get(column).clone();
            let name = panels.iter().flatten().any(|c| c.column == column && c.field == Field::Name);
            for at in (merge.rows.0 + 1).max(body)..=merge.rows.1.min(self.grid.rows.len() - 1) {
                steps += 1;
                if steps > CARRIED {
                    return;
                }
                self.fill(at, column, &value);
                if name && !value.is_empty() && merge.rows.0 >= body {
                    self.continues[at] = Some(merge.rows.0);
                }
            }
        }
    }

    /// Puts a value into a cell the file leaves empty.
    fn fill(&mut self, at: usize, column: usize, value: &Cell) {
        let grid = self.grid;
        let cells = &mut self.filled.entry(at).or_insert_with(|| grid.rows[at].clone()).cells;
        if cells.len() <= column {
            cells.resize(column + 1, Cell::Empty);
        }
        if cells[column].is_empty() || is_ditto(&cells[column].show()) {
            cells[column] = value.clone();
        }
    }

    /// 同上 stands for what the row above has. Not for people and phones: those are asked for again.
    fn repeat_above(&mut self, body: usize, panels: &[Vec<ColumnReading>]) {
        let repeats = |field: Field| {
            use Field::{Address, City, District, Industry, MemberLevel, Province};
            matches!(field, Address | City | District | Industry | MemberLevel | Province)
        };
        for column in panels.iter().flatten().filter(|column| repeats(column.field)) {
            let mut above = Cell::Empty;
            for at in body..self.grid.rows.len() {
                let cell = self.grid.rows[at].get(column.column);
                if is_ditto(&cell.show()) {
                    self.fill(at, column.column, &above);
                } else if !cell.is_empty() {
                    above = cell.clone();
                }
            }
        }
    }

    /// Lists the rows above the table; gives back where the members begin.
    fn titles(&mut self, header: Option<&Header>, body: usize, panels: &[Vec<ColumnReading>]) -> usize {
        let name = panels.iter().flatten().find(|column| column.field == Field::Name).map(|column| column.column);
        let (above, body) = match (header, name) {
            (Some(header), _) => (header.first, body),
            // Without a header: the first row with a company in the column of names.
            (None, Some(name)) => {
                let company = |row: &GridRow| super::clean::is_company_like(&row.get(name).show());
                let first = self.grid.rows.iter().position(company).unwrap_or(0);
                (first, first)
            }
            (None, None) => (0, body),
        };
        for row in &self.grid.rows[..above] {
            let reason = if row.is_blank() { SkipReason::Blank } else { SkipReason::Title };
            self.roster.skipped.push(SkippedRow { at: self.at(row.number), reason });
        }
        body
    }

    /// The year the whole sheet speaks of, for a column 会费 without one.
    fn year(&self, body: usize) -> Option<i16> {
        let titles = self.grid.rows[..body].iter().flat_map(|row| &row.cells).map(|cell| cell.show().into_owned());
        let mut years: Vec<i16> =
            titles.filter(|title| !title.contains(['日', '-', '/'])).filter_map(|title| year_in(&title)).collect();
        years.dedup();
        match years[..] {
            [year] => Some(year),
            _ => self.grid.name.as_deref().and_then(year_in).or_else(|| year_in(&self.roster.file)),
        }
    }

    /// Goes through the rows; gives back where level and district came from if not from a column.
    fn rows(
        &mut self,
        body: usize,
        panels: &[Vec<ColumnReading>],
        shared: &Shared,
    ) -> (Option<String>, Option<String>) {
        let all: Vec<ColumnReading> = panels.iter().flatten().cloned().collect();
        let has = |field: Field| all.iter().any(|column| column.field == field);
        let place_column = has(Field::District) || has(Field::City) || has(Field::Province);
        let sheet_district = self.grid.name.clone().filter(|name| !place_column && meaning::is_district(name));
        let (mut level, mut district) = (None, sheet_district.clone());
        let (mut from_level, mut from_district) = (None, sheet_district.map(|_| "sheet name".to_owned()));
        let mut previous = self.grid.rows.get(body.wrapping_sub(1)).map_or(0, |row| row.number);
        // Records that a continued row may add to: row index -> record index.
        let mut records: Vec<(usize, usize)> = Vec::new();
        for at in body..self.grid.rows.len() {
            let number = self.grid.rows[at].number;
            self.gap(previous, number);
            previous = number;
            match rows::kind(&self.grid.rows[at], &all) {
                _ if self.continues[at].is_some() && !self.grid.rows[at].is_blank() => {
                    self.member(at, panels, shared, &mut records, (None, None))
                }
                RowKind::Skip(reason) => self.roster.skipped.push(SkippedRow { at: self.at(number), reason }),
                RowKind::Section(section) => {
                    self.roster.skipped.push(SkippedRow { at: self.at(number), reason: SkipReason::Section });
                    match section {
                        Section::Level(word) => level = Some(word),
                        Section::District(word) => district = Some(word),
                        Section::Other => {}
                    }
                }
                RowKind::Member => {
                    let level = level.as_deref().filter(|_| !has(Field::MemberLevel));
                    let district = district.as_deref().filter(|_| !place_column);
                    from_level = from_level.or_else(|| level.map(|_| "section rows".to_owned()));
                    from_district = from_district.or_else(|| district.map(|_| "section rows".to_owned()));
                    self.member(at, panels, shared, &mut records, (level, district));
                }
            }
        }
        (from_level, from_district)
    }

    /// Rows without a single cell between two others.
    fn gap(&mut self, previous: u32, number: u32) {
        if previous > 0 && number > previous + 1 && number - previous < 200 {
            let blanks = (previous + 1..number).map(|row| SkippedRow { at: self.at(row), reason: SkipReason::Blank });
            let blanks: Vec<SkippedRow> = blanks.collect();
            self.roster.skipped.extend(blanks);
        }
    }

    fn member(
        &mut self,
        at: usize,
        panels: &[Vec<ColumnReading>],
        shared: &Shared,
        records: &mut Vec<(usize, usize)>,
        section: (Option<&str>, Option<&str>),
    ) {
        let raw = &self.grid.rows[at];
        let row = self.filled.get(&at).unwrap_or(raw);
        let place = self.at(row.number);
        for (panel, columns) in panels.iter().enumerate() {
            let filled =
                columns.iter().any(|column| column.field != Field::Serial && !raw.get(column.column).is_empty());
            if !filled {
                continue;
            }
            let mut record = Record::at(place.clone());
            if panels.len() > 1 {
                record.panel = u8::try_from(panel + 1).unwrap_or(u8::MAX);
            }
            let mut problems = Problems::new(self.roster, place.clone());
            let mut member = Member { record: &mut record, problems: &mut problems, shared };
            member.read(row, columns, section);
            let above = self.continues[at].and_then(|top| records.iter().find(|(row, _)| *row == top));
            if let Some((_, index)) = above.filter(|_| panels.len() == 1) {
                self.roster.records[*index].absorb(record);
                continue;
            }
            if record.name.is_empty() {
                let header = columns
                    .iter()
                    .find(|column| column.field == Field::Name)
                    .map_or("", |column| column.header.as_str());
                problems.add(ProblemKind::Missing, Some(Field::Name), header, "");
            }
            records.push((at, self.roster.records.len()));
            self.roster.records.push(record);
        }
        if row.hidden {
            Problems::new(self.roster, place).add(ProblemKind::HiddenRow, None, "", "");
        }
    }

    fn hidden(&mut self, header_row: u32, panels: &[Vec<ColumnReading>]) {
        for column in panels.iter().flatten().filter(|column| column.hidden && !column.header.is_empty()) {
            let at = self.at(header_row);
            Problems::new(self.roster, at).add(ProblemKind::HiddenCol, None, &column.header, "");
        }
        if self.grid.hidden {
            let at = self.at(0);
            Problems::new(self.roster, at).add(ProblemKind::HiddenSheet, None, "", "");
        }
    }
}

fn filled_cells(row: &GridRow) -> usize {
    row.cells.iter().filter(|cell| !cell.is_empty()).count()
}

/// Tables side by side: the same headers once more to the right. One span of columns each.
fn panels(header: Option<&Header>, width: usize) -> Vec<Range<usize>> {
    let whole = std::iter::once(0..width).collect();
    let Some(header) = header else { return whole };
    let keys: Vec<String> = (0..width).map(|column| header_key(&header.title(column))).collect();
    let Some(first) = keys.iter().position(|key| !key.is_empty()) else { return whole };
    let starts: Vec<usize> = (first..width).filter(|at| keys[*at] == keys[first]).collect();
    if starts.len() < 2 {
        return whole;
    }
    let spans: Vec<Range<usize>> =
        starts.iter().enumerate().map(|(at, start)| *start..starts.get(at + 1).copied().unwrap_or(width)).collect();
    let titles = |span: &Range<usize>| {
        let mut titles: Vec<&str> =
            keys[span.clone()].iter().map(String::as_str).filter(|key| !key.is_empty()).collect();
        titles.sort_unstable();
        titles
    };
    let alike = spans.windows(2).all(|pair| titles(&pair[0]) == titles(&pair[1]));
    if alike && titles(&spans[0]).len() > 1 { spans } else { whole }
}
