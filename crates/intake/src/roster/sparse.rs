//! Cells that come one by one with their places, put into rows within the limits.

use super::{
    grid::{Cell, Grid, GridRow},
    refused::{Limits, Refused},
};

/// Text of all cells together above which a file is refused, in bytes.
const TEXT_BYTES: usize = 64 << 20;

/// Characters Excel itself allows in a cell.
const CELL_CHARS: usize = 32_767;

/// What has been taken of a file's limits so far; shared by its sheets.
pub(crate) struct Budget<'a> {
    file: &'a str,
    limits: &'a Limits,
    cells: usize,
    text: usize,
}

impl<'a> Budget<'a> {
    pub(crate) fn new(file: &'a str, limits: &'a Limits) -> Self {
        Budget { file, limits, cells: 0, text: 0 }
    }

    /// Takes cells and bytes of text off the limits.
    pub(crate) fn take(&mut self, cells: usize, text: usize) -> Result<(), Refused> {
        self.cells += cells;
        self.text += text;
        if self.cells > self.limits.cells {
            return Err(Refused::too_large(self.file, &format!("超过 {} 个格子", self.limits.cells)));
        }
        if self.text > TEXT_BYTES {
            return Err(Refused::too_large(self.file, &format!("文字超过 {} MB", TEXT_BYTES >> 20)));
        }
        Ok(())
    }

    /// A row with more columns than allowed.
    pub(crate) fn too_wide(&self, columns: usize) -> Refused {
        Refused::too_large(self.file, &format!("一行超过 {columns} 列"))
    }

    /// Whether so many cells more would still fit.
    pub(crate) fn room_for(&self, cells: usize) -> Result<(), Refused> {
        Budget { cells: self.cells, text: self.text, ..*self }.take(cells, 0)
    }

    /// Checks a row index (from 0).
    pub(crate) fn row(&self, row: usize) -> Result<(), Refused> {
        if row >= self.limits.rows {
            return Err(Refused::too_large(self.file, &format!("超过 {} 行", self.limits.rows)));
        }
        Ok(())
    }
}

/// Rows of one sheet, filled in any order.
#[derive(Default)]
pub(crate) struct Rows {
    rows: std::collections::BTreeMap<usize, Vec<Cell>>,
    hidden: std::collections::BTreeSet<usize>,
}

impl Rows {
    /// Puts a cell at a place (both from 0).
    pub(crate) fn put(&mut self, budget: &mut Budget, row: usize, column: usize, cell: Cell) -> Result<(), Refused> {
        if cell.is_empty() {
            return Ok(());
        }
        budget.row(row)?;
        let cells = self.rows.entry(row).or_default();
        let (missing, text) = ((column + 1).saturating_sub(cells.len()), cell.show().len());
        budget.take(missing, text)?;
        if missing > 0 {
            cells.resize(column + 1, Cell::Empty);
        }
        cells[column] = match cell {
            Cell::Text(text) if text.chars().count() > CELL_CHARS => {
                Cell::Text(text.chars().take(CELL_CHARS).collect())
            }
            cell => cell,
        };
        Ok(())
    }

    pub(crate) fn hide(&mut self, row: usize) {
        self.hidden.insert(row);
    }

    /// The rows as a sheet; rows without any cell are left out, their numbers stay free.
    pub(crate) fn into_grid(self, name: Option<String>) -> Grid {
        let rows = self.rows.into_iter().map(|(at, cells)| GridRow {
            number: u32::try_from(at + 1).unwrap_or(u32::MAX),
            cells,
            hidden: self.hidden.contains(&at),
        });
        Grid { name, rows: rows.collect(), ..Grid::default() }
    }
}
