//! Tables of HTML pages that call themselves .xls: what most management systems export. Also the older XML form of
//! Excel (SpreadsheetML 2003), whose rows and cells read the same way.

use super::{
    grid::{Cell, Grid, Merge},
    markup::{Markup, Token, attribute, local, number},
    ods::is_error,
    refused::{Limits, Refused},
    sparse::{Budget, Rows},
    xlsx::{iso_cell, merges},
};

/// Spans of a cell beyond this are a mistake of the writer.
const SPAN: usize = 1000;

/// Columns of a table on a page.
const COLUMNS: usize = 2000;

/// Whether a text is a page or XML with a table in it.
pub(crate) fn is_markup(text: &str) -> bool {
    let head: String = text.trim_start().chars().take(2000).collect::<String>().to_ascii_lowercase();
    let starts =
        ["<html", "<!doctype html", "<table", "<?xml", "<meta", "<head", "<body", "<tr", "<style", "<div", "<!--"];
    starts.iter().any(|start| head.starts_with(start))
        || head.contains("<table") && (head.contains("<tr") || head.contains("<td"))
}

/// Reads the tables; every `<tr>` of the page counts as a row, so tables under each other keep their numbers.
pub(crate) fn read(file: &str, text: &str, limits: &Limits) -> Result<Vec<Grid>, Refused> {
    let mut page = Page { budget: Budget::new(file, limits), grids: Vec::new(), table: None, row: 0 };
    let mut tokens = Markup::new(text);
    while let Some(token) = tokens.next() {
        page.take(token, &mut tokens)?;
    }
    page.end_table();
    Ok(page.grids)
}

struct Page<'a> {
    budget: Budget<'a>,
    grids: Vec<Grid>,
    table: Option<Table>,
    /// Rows so far.
    row: usize,
}

#[derive(Default)]
struct Table {
    name: Option<String>,
    hidden: bool,
    rows: Rows,
    ranges: Vec<Merge>,
    /// For each column the first row no cell from above covers.
    covered: Vec<usize>,
    column: usize,
    cell: Option<OpenCell>,
    /// Tables inside a cell: their text belongs to the cell.
    inner: usize,
}

struct OpenCell {
    text: String,
    kind: Option<String>,
    number: Option<f64>,
    down: usize,
    across: usize,
    formula: bool,
}

impl Page<'_> {
    fn take(&mut self, token: Token, tokens: &mut Markup) -> Result<(), Refused> {
        match token {
            Token::Open { name, attributes, closed } => match local(name).to_ascii_lowercase().as_str() {
                raw @ ("script" | "style") if !closed => tokens.skip_raw(raw),
                skip @ ("comment" | "phonetictext" | "rt") if !closed => tokens.skip_to_close(skip),
                "table" | "worksheet" => self.begin_table(attributes),
                "tr" | "row" => self.begin_row(attributes)?,
                "td" | "th" | "cell" => {
                    self.begin_cell(attributes)?;
                    if closed {
                        self.end_cell()?;
                    }
                }
                "data" => {
                    if let Some(cell) = self.cell() {
                        cell.kind = attribute(attributes, "type").map(|kind| kind.into_owned());
                    }
                }
                "br" | "p" | "div" | "li" => {
                    if let Some(cell) = self.cell().filter(|cell| !cell.text.trim().is_empty()) {
                        cell.text.push('\n');
                    }
                }
                "col" | "column" => {}
                _ => {}
            },
            Token::Close { name } => match local(name).to_ascii_lowercase().as_str() {
                "td" | "th" | "cell" => self.end_cell()?,
                "tr" | "row" => self.end_cell()?,
                "table" if self.table.as_ref().is_some_and(|table| table.inner > 0) => {
                    self.table.iter_mut().for_each(|table| table.inner -= 1);
                }
                "table" | "worksheet" => {
                    self.end_cell()?;
                    self.end_table();
                }
                _ => {}
            },
            Token::Text(text) => {
                if let Some(cell) = self.cell() {
                    // Line breaks of the source are spaces in HTML; data of SpreadsheetML keeps them.
                    match cell.kind {
                        Some(_) => cell.text.push_str(&text),
                        None => cell
                            .text
                            .extend(text.chars().map(|c| if matches!(c, '\r' | '\n' | '\t') { ' ' } else { c })),
                    }
                }
            }
        }
        Ok(())
    }

    fn cell(&mut self) -> Option<&mut OpenCell> {
        self.table.as_mut()?.cell.as_mut()
    }

    fn begin_table(&mut self, attributes: &str) {
        if let Some(table) = &mut self.table {
            if table.cell.is_some() {
                table.inner += 1;
            }
            // <Worksheet><Table>: the sheet is open already.
            return;
        }
        let name = attribute(attributes, "name").filter(|_| attributes.contains("ss:Name"));
        let name = name.map(|name| name.into_owned());
        if name.is_some() {
            self.row = 0;
        }
        self.table = Some(Table { name, hidden: false, ..Table::default() });
    }

    fn begin_row(&mut self, attributes: &str) -> Result<(), Refused> {
        self.end_cell()?;
        let row = match number(attributes, "index").filter(|index| *index > self.row) {
            Some(index) => index - 1,
            None => self.row,
        };
        self.budget.row(row)?;
        self.row = row + 1;
        let table = self.table.get_or_insert_default();
        if table.inner > 0 {
            return Ok(());
        }
        table.column = 0;
        let style = attribute(attributes, "style").unwrap_or_default().replace(' ', "").to_ascii_lowercase();
        let hidden = attribute(attributes, "hidden").is_some_and(|hidden| hidden != "0" && hidden != "false");
        if hidden || style.contains("display:none") {
            table.rows.hide(row);
        }
        Ok(())
    }

    fn begin_cell(&mut self, attributes: &str) -> Result<(), Refused> {
        if self.table.as_ref().is_some_and(|table| table.inner > 0) {
            return Ok(());
        }
        self.end_cell()?;
        let table = self.table.get_or_insert_default();
        if let Some(index) = number(attributes, "index") {
            table.column = index.max(1) - 1;
        }
        let row = self.row.saturating_sub(1);
        while table.covered.get(table.column).is_some_and(|until| *until > row) {
            table.column += 1;
        }
        let span = |html: &str, xml: &str| {
            let more = number(attributes, xml).map(|more| more.saturating_add(1));
            number(attributes, html).or(more).unwrap_or(1).clamp(1, SPAN)
        };
        table.cell = Some(OpenCell {
            text: String::new(),
            kind: None,
            number: attribute(attributes, "num").and_then(|number| number.parse().ok()),
            down: span("rowspan", "MergeDown"),
            across: span("colspan", "MergeAcross"),
            formula: attribute(attributes, "formula").is_some(),
        });
        Ok(())
    }

    fn end_cell(&mut self) -> Result<(), Refused> {
        let row = self.row.saturating_sub(1);
        let Some(table) = self.table.as_mut().filter(|table| table.inner == 0) else { return Ok(()) };
        let Some(cell) = table.cell.take() else { return Ok(()) };
        let column = table.column;
        if cell.down > 1 || cell.across > 1 {
            let (rows, columns) = ((row, row + cell.down - 1), (column, column + cell.across - 1));
            table.ranges.push(Merge { rows, columns });
        }
        if column + cell.across > COLUMNS {
            return Err(self.budget.too_wide(COLUMNS));
        }
        if cell.down > 1 {
            let end = column + cell.across;
            if table.covered.len() < end {
                table.covered.resize(end, 0);
            }
            table.covered[column..end].fill(row + cell.down);
        }
        table.column += cell.across;
        table.rows.put(&mut self.budget, row, column, value(cell))
    }

    fn end_table(&mut self) {
        if let Some(table) = self.table.take() {
            let mut grid = table.rows.into_grid(table.name);
            grid.merges = merges(&grid, &table.ranges);
            grid.hidden = table.hidden;
            self.grids.push(grid);
        }
    }
}

fn value(cell: OpenCell) -> Cell {
    let text = cell.text.trim_matches(super::grid::is_blank);
    let text: String = text.lines().map(str::trim).collect::<Vec<_>>().join("\n");
    if is_error(&text) {
        return Cell::Error(text);
    }
    match cell.kind.as_deref() {
        Some("Number") => text.parse().map_or_else(|_| Cell::text(&text), Cell::Number),
        Some("DateTime") => iso_cell(&text),
        Some("Error") => Cell::Error(text),
        Some(_) => Cell::text(&text),
        None if cell.formula && text.is_empty() => Cell::NoValue,
        None => match cell.number {
            // Excel's own HTML keeps the number behind 1.38E+10.
            Some(number) => Cell::Number(number),
            None => Cell::text(&text),
        },
    }
}
