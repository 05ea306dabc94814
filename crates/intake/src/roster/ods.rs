//! OpenDocument sheets: repeated cells, spans, hidden rows and comments, straight from `content.xml`.

use super::{
    grid::{Cell, Grid, Merge},
    markup::{Markup, Token, attribute, local, number},
    refused::{Limits, Refused},
    sparse::{Budget, Rows},
    xlsx::{iso_cell, merges},
    zipped::Zipped,
};

/// Filled cells a repetition may stand for; beyond that it is the padding to the end of the sheet.
const REPEATED: usize = 4096;

/// Reads every table of a packed document.
pub(crate) fn read(file: &str, zipped: &mut Zipped, limits: &Limits) -> Result<Vec<Grid>, Refused> {
    if zipped.text("META-INF/manifest.xml")?.is_some_and(|manifest| manifest.contains("encryption-data")) {
        return Err(Refused::encrypted(file));
    }
    let Some(content) = zipped.text("content.xml")? else {
        return Err(Refused::corrupted(file, "缺少 content.xml"));
    };
    read_flat(file, &content, limits)
}

/// Reads every table of the XML itself.
pub(crate) fn read_flat(file: &str, content: &str, limits: &Limits) -> Result<Vec<Grid>, Refused> {
    let mut reader = Reader { budget: Budget::new(file, limits), tokens: Markup::new(content) };
    let mut grids = Vec::new();
    while let Some(token) = reader.tokens.next() {
        if let Token::Open { name, attributes, closed: false } = token
            && local(name) == "table"
            && grids.len() < limits.sheets
        {
            let name = attribute(attributes, "name").map(|name| name.into_owned());
            grids.push(reader.table(name)?);
        }
    }
    if !content.contains("spreadsheet") && grids.is_empty() {
        return Err(Refused::unsupported(file, "里面没有工作表"));
    }
    Ok(grids)
}

struct Reader<'a> {
    budget: Budget<'a>,
    tokens: Markup<'a>,
}

impl Reader<'_> {
    fn table(&mut self, name: Option<String>) -> Result<Grid, Refused> {
        let mut rows = Rows::default();
        let (mut ranges, mut hidden_columns) = (Vec::new(), Vec::new());
        let (mut row, mut column) = (0usize, 0usize);
        while let Some(token) = self.tokens.next() {
            match token {
                Token::Open { name, attributes, closed } => match local(name) {
                    "table-column" => {
                        let repeat = number(attributes, "number-columns-repeated").unwrap_or(1).min(REPEATED);
                        if is_hidden(attributes) {
                            hidden_columns.extend(column..column + repeat);
                        }
                        column += repeat;
                    }
                    "table-row" => {
                        let repeat = number(attributes, "number-rows-repeated").unwrap_or(1).max(1);
                        let hidden = is_hidden(attributes);
                        let cells = if closed { Vec::new() } else { self.row(row, &mut ranges)? };
                        for copy in 0..repeat.min(if cells.is_empty() { 0 } else { REPEATED }) {
                            for (column, cell) in &cells {
                                rows.put(&mut self.budget, row + copy, *column, cell.clone())?;
                            }
                            if hidden {
                                rows.hide(row + copy);
                            }
                        }
                        row = row.saturating_add(repeat);
                    }
                    "shapes" | "forms" | "named-expressions" if !closed => self.tokens.skip_to_close(local(name)),
                    _ => {}
                },
                Token::Close { name } if local(name) == "table" => break,
                _ => {}
            }
        }
        let mut grid = rows.into_grid(name);
        grid.merges = merges(&grid, &ranges);
        grid.hidden_columns = hidden_columns;
        Ok(grid)
    }

    /// Filled cells of a row with their columns; spans go to `ranges`.
    fn row(&mut self, row: usize, ranges: &mut Vec<Merge>) -> Result<Vec<(usize, Cell)>, Refused> {
        let (mut cells, mut column) = (Vec::new(), 0usize);
        while let Some(token) = self.tokens.next() {
            match token {
                Token::Open { name, attributes, closed }
                    if matches!(local(name), "table-cell" | "covered-table-cell") =>
                {
                    let repeat = number(attributes, "number-columns-repeated").unwrap_or(1).max(1);
                    let (down, across) =
                        (number(attributes, "number-rows-spanned"), number(attributes, "number-columns-spanned"));
                    if down > Some(1) || across > Some(1) {
                        let (down, across) = (down.unwrap_or(1).max(1), across.unwrap_or(1).max(1));
                        ranges.push(Merge {
                            rows: (row, row.saturating_add(down - 1)),
                            columns: (column, column.saturating_add(across - 1)),
                        });
                    }
                    let text = if closed { String::new() } else { self.text(local(name)) };
                    // What a merge covers stands there for undoing the merge only.
                    let cell = if local(name) == "table-cell" { value(attributes, &text) } else { Cell::Empty };
                    if !cell.is_empty() {
                        self.budget.take(0, repeat.min(REPEATED) * text.len())?;
                        cells.extend((0..repeat.min(REPEATED)).map(|copy| (column + copy, cell.clone())));
                    }
                    column = column.saturating_add(repeat);
                }
                Token::Close { name } if local(name) == "table-row" => break,
                _ => {}
            }
        }
        Ok(cells)
    }

    /// Text of a cell up to its end, without comments and phonetic guides.
    fn text(&mut self, cell: &str) -> String {
        let (mut text, mut paragraphs) = (String::new(), 0);
        while let Some(token) = self.tokens.next() {
            match token {
                Token::Open { name, attributes, closed } => match local(name) {
                    "annotation" | "ruby-text" | "frame" if !closed => self.tokens.skip_to_close(local(name)),
                    "p" | "h" => {
                        if paragraphs > 0 {
                            text.push('\n');
                        }
                        paragraphs += 1;
                    }
                    "s" => text.extend(std::iter::repeat_n(' ', number(attributes, "c").unwrap_or(1).min(100))),
                    "tab" => text.push(' '),
                    "line-break" => text.push('\n'),
                    _ => {}
                },
                Token::Close { name } if local(name) == cell => break,
                // White space between paragraphs is the file's own.
                Token::Text(piece) if paragraphs > 0 => text.push_str(&piece),
                _ => {}
            }
        }
        text
    }
}

fn is_hidden(attributes: &str) -> bool {
    attribute(attributes, "visibility").is_some_and(|visible| visible == "collapse" || visible == "filter")
}

fn value(attributes: &str, shown: &str) -> Cell {
    // The file gives calcext:value-type beside office:value-type; the first one found is office's.
    let kind = attribute(attributes, "value-type");
    let number = || attribute(attributes, "value").and_then(|value| value.parse::<f64>().ok());
    if is_error(shown) {
        return Cell::Error(shown.trim().to_owned());
    }
    match kind.as_deref() {
        Some("float" | "currency" | "percentage") => number().map_or_else(|| Cell::text(shown), Cell::Number),
        Some("date") => match attribute(attributes, "date-value") {
            Some(date) => iso_cell(&date),
            None => Cell::text(shown),
        },
        None if attribute(attributes, "formula").is_some() && shown.is_empty() => Cell::NoValue,
        _ => Cell::text(shown),
    }
}

/// The words spreadsheets show for a failed formula.
pub(crate) fn is_error(shown: &str) -> bool {
    let shown = shown.trim();
    shown.starts_with('#')
        && matches!(
            shown.trim_end_matches(['!', '?']),
            "#N/A" | "#REF" | "#VALUE" | "#DIV/0" | "#NAME" | "#NUM" | "#NULL" | "#SPILL" | "#CALC" | "#GETTING_DATA"
        )
        || shown.strip_prefix("Err:").is_some_and(|number| number.len() == 3)
}
