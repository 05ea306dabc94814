//! What every format is read into first: sheets of rows of cells, with what the file says about hidden and merged ones.

use std::borrow::Cow;

/// One cell.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) enum Cell {
    #[default]
    Empty,
    Text(String),
    Number(f64),
    /// `2021-03-05`, already in the calendar of the workbook.
    Date(String),
    /// `#N/A` and its like.
    Error(String),
    /// A formula whose result the file does not hold.
    NoValue,
}

impl Cell {
    pub(crate) fn text(text: &str) -> Cell {
        if text.chars().all(is_blank) { Cell::Empty } else { Cell::Text(text.to_owned()) }
    }

    /// As a person would see it with the column wide enough; whole numbers without a decimal point.
    pub(crate) fn show(&self) -> Cow<'_, str> {
        match self {
            Cell::Empty | Cell::Error(_) | Cell::NoValue => Cow::Borrowed(""),
            Cell::Text(text) | Cell::Date(text) => Cow::Borrowed(text),
            Cell::Number(number) => Cow::Owned(show_number(*number)),
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        matches!(self, Cell::Empty)
    }
}

/// White space, zero-width marks and the no-break spaces that HTML exports leave.
pub(crate) fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}' | '\u{3000}')
}

fn show_number(number: f64) -> String {
    if number.fract() == 0.0 && number.abs() < 1e21 {
        return format!("{number:.0}");
    }
    // Fifteen digits are what a workbook holds: 0.1 + 0.2 is shown as 0.3.
    let rounded: f64 = format!("{number:.14e}").parse().unwrap_or(number);
    rounded.to_string()
}

/// One row as seen in the file.
#[derive(Debug, Clone, Default)]
pub(crate) struct GridRow {
    /// Row number a person sees, from 1.
    pub(crate) number: u32,
    pub(crate) cells: Vec<Cell>,
    pub(crate) hidden: bool,
}

impl GridRow {
    pub(crate) fn get(&self, column: usize) -> &Cell {
        self.cells.get(column).unwrap_or(&Cell::Empty)
    }

    pub(crate) fn is_blank(&self) -> bool {
        self.cells.iter().all(Cell::is_empty)
    }
}

/// A merged range, corners included; rows are indices into [`Grid::rows`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Merge {
    pub(crate) rows: (usize, usize),
    pub(crate) columns: (usize, usize),
}

/// One sheet; text files are one sheet without a name.
#[derive(Debug, Clone, Default)]
pub(crate) struct Grid {
    pub(crate) name: Option<String>,
    pub(crate) rows: Vec<GridRow>,
    pub(crate) merges: Vec<Merge>,
    pub(crate) hidden_columns: Vec<usize>,
    /// The sheet itself is hidden.
    pub(crate) hidden: bool,
    /// Serial dates count from 1904.
    pub(crate) date_1904: bool,
    /// Numbers of rows with a quotation mark that is never closed.
    pub(crate) stray_quotes: Vec<u32>,
}

impl Grid {
    /// Columns in use.
    pub(crate) fn width(&self) -> usize {
        self.rows.iter().map(|row| row.cells.len()).max().unwrap_or(0)
    }
}
