//! Registration forms: headers to the left of their values (单位名称 | 某某公司 | 联系人 | 某某), one form after the
//! other, or one company a column. They are turned into a plain table and read like any other.

use super::{
    clean::is_surely_company,
    columns::guess_header,
    field::Field,
    grid::{Cell, Grid, GridRow},
    header::flat,
};
use std::ops::Range;

/// The sheet as a plain table, where it is made of forms.
pub(crate) fn to_table(grid: &Grid) -> Option<Grid> {
    // The first form stands at the top; without it there is none further down.
    let first = &named(grid, 0..grid.rows.len().min(40)).next()?;
    let companies =
        (first.1 + 1..grid.rows[first.0].cells.len()).filter(|column| company(grid, first.0, *column)).count();
    let table = match companies {
        0 | 1 => forms(grid, &named(grid, 0..grid.rows.len().min(5000)).collect::<Vec<_>>()),
        _ => transposed(grid, *first),
    };
    table.filter(|table| table.rows[0].cells.len() >= 3 && table.rows.len() > 1)
}

/// Places of 单位名称 and its like with a company to the right.
fn named(grid: &Grid, rows: Range<usize>) -> impl Iterator<Item = (usize, usize)> + '_ {
    rows.flat_map(|row| (0..grid.rows[row].cells.len()).map(move |column| (row, column)))
        .filter(|(row, column)| value_right(grid, *row, *column).is_some_and(|at| company(grid, *row, at)))
        .filter(|(row, column)| is(grid, *row, *column, Field::Name))
}

fn text(grid: &Grid, row: usize, column: usize) -> String {
    flat(&grid.rows[row].get(column).show())
}

/// Whether a cell is a well-known header.
fn is_header(grid: &Grid, row: usize, column: usize) -> bool {
    guess_header(&text(grid, row, column)).is_some_and(|guess| guess.confidence >= 1.0)
}

fn is(grid: &Grid, row: usize, column: usize, field: Field) -> bool {
    guess_header(&text(grid, row, column)).is_some_and(|guess| guess.confidence >= 1.0 && guess.field == field)
}

fn company(grid: &Grid, row: usize, column: usize) -> bool {
    is_surely_company(&grid.rows[row].get(column).show())
}

/// The cell a header on its left speaks of: the next filled one, over what a merge covers.
fn value_right(grid: &Grid, row: usize, column: usize) -> Option<usize> {
    (column + 1..grid.rows[row].cells.len()).find(|at| !grid.rows[row].get(*at).is_empty())
}

/// One company a column: fields in the first column.
fn transposed(grid: &Grid, (name_row, column): (usize, usize)) -> Option<Grid> {
    let fields: Vec<usize> = (0..grid.rows.len()).filter(|row| !text(grid, *row, column).is_empty()).collect();
    let known = fields.iter().filter(|row| is_header(grid, **row, column)).count();
    if known < 3 {
        return None;
    }
    let number = grid.rows[name_row].number;
    let line = |at: usize| GridRow {
        number,
        cells: fields.iter().map(|row| grid.rows[*row].get(at).clone()).collect(),
        hidden: false,
    };
    let filled = (column + 1..grid.width()).filter(|at| !grid.rows[name_row].get(*at).is_empty());
    Some(table(grid, std::iter::once(line(column)).chain(filled.map(line)).collect()))
}

/// Forms below each other; each begins at the row of its name, or a little above.
fn forms(grid: &Grid, names: &[(usize, usize)]) -> Option<Grid> {
    let mut titles: Vec<String> = Vec::new();
    let mut records: Vec<GridRow> = Vec::new();
    for (at, (row, _)) in names.iter().enumerate() {
        let begin = if at == 0 { 0 } else { *row };
        let end = names.get(at + 1).map_or(grid.rows.len(), |next| next.0);
        let mut record = GridRow { number: grid.rows[*row].number, ..GridRow::default() };
        let pairs = pairs(grid, begin..end);
        if pairs.len() < 3 {
            return None;
        }
        for (title, value) in pairs {
            let place = titles.iter().position(|known| *known == title).unwrap_or_else(|| {
                titles.push(title);
                titles.len() - 1
            });
            if record.cells.len() <= place {
                record.cells.resize(place + 1, Cell::Empty);
            }
            if record.cells[place].is_empty() {
                record.cells[place] = value;
            }
        }
        records.push(record);
    }
    let first = records.first()?.number;
    let head = GridRow { number: first, cells: titles.iter().map(|title| Cell::text(title)).collect(), hidden: false };
    Some(table(grid, std::iter::once(head).chain(records).collect()))
}

/// Known headers and the values to the right of them; a header without a value has another header beside it.
fn pairs(grid: &Grid, rows: Range<usize>) -> Vec<(String, Cell)> {
    let mut pairs = Vec::new();
    for row in rows {
        let mut column = 0;
        while column < grid.rows[row].cells.len() {
            let value = value_right(grid, row, column).filter(|_| is_header(grid, row, column));
            match value.filter(|at| !is_header(grid, row, *at)) {
                Some(at) => {
                    pairs.push((text(grid, row, column), grid.rows[row].get(at).clone()));
                    column = at + 1;
                }
                None => column += 1,
            }
        }
    }
    pairs
}

fn table(grid: &Grid, rows: Vec<GridRow>) -> Grid {
    Grid { name: grid.name.clone(), rows, hidden: grid.hidden, date_1904: grid.date_1904, ..Grid::default() }
}
