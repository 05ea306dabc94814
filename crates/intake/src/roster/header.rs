//! Where the header of a sheet is: below titles and notes, one row or two, with merged groups.

use super::{
    Mapping,
    clean::{is_nothing, is_surely_company, plain, word},
    columns::{bare_year, guess_header, year_in},
    field::Field,
    grid::{Cell, Grid, GridRow},
};

/// Rows looked at from the top.
const DEPTH: usize = 60;

/// The header of a sheet.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Header {
    /// Index of the first row of it.
    pub(crate) first: usize,
    /// Index of the last row of it.
    pub(crate) last: usize,
    /// Text of each column: (group, leaf); the group is empty for plain columns.
    pub(crate) titles: Vec<(String, String)>,
}

impl Header {
    /// `联系人/电话`, `单位名称`.
    pub(crate) fn title(&self, column: usize) -> String {
        match self.titles.get(column) {
            Some((group, leaf)) if group.is_empty() || group == leaf => leaf.clone(),
            Some((group, leaf)) if leaf.is_empty() => group.clone(),
            Some((group, leaf)) => format!("{group}/{leaf}"),
            None => String::new(),
        }
    }
}

/// Finds the header, or `None` for a sheet without one.
pub(crate) fn find(grid: &Grid, mapping: &Mapping) -> Option<Header> {
    let scored = grid.rows.iter().take(DEPTH).enumerate().map(|(at, row)| (score(grid, at, row, mapping), at));
    let (best, at) = scored.fold((0.0, 0), |best, next| if next.0 > best.0 { next } else { best });
    if best < 1.0 {
        return None;
    }
    let (first, last) = match () {
        () if is_leaf_row(grid, at, at + 1) => (at, at + 1),
        () if at > 0 && is_group_row(grid, at - 1, at, mapping) => (at - 1, at),
        () => (at, at),
    };
    let titles = (0..grid.width()).map(|column| titles(grid, first, last, column)).collect();
    Some(Header { first, last, titles })
}

/// How much a row looks like a header: known words for it, data against it.
fn score(grid: &Grid, at: usize, row: &GridRow, mapping: &Mapping) -> f32 {
    let cells: Vec<(usize, &Cell)> = row.cells.iter().enumerate().filter(|(_, cell)| !cell.is_empty()).collect();
    let mut score = 0.0;
    let mut seen: Vec<Field> = Vec::new();
    let mut named = false;
    for (column, cell) in &cells {
        let text = cell.show();
        if is_data(cell) {
            score -= 1.0;
            continue;
        }
        let text = flat(&text);
        let length = text.chars().count();
        if let Some(field) = mapping.of(&text) {
            named |= field == Field::Name;
            score += 1.0;
            seen.push(field);
            continue;
        }
        match guess_header(&text) {
            Some(guess) if guess.confidence >= 1.0 => {
                named |= guess.field == Field::Name;
                // A word twice is a second panel or a second phone: it counts, but less.
                score += if seen.contains(&guess.field) { 0.5 } else { 1.0 };
                seen.push(guess.field);
            }
            Some(guess) if length <= 20 => {
                named |= guess.field == Field::Name;
                score += 0.4;
            }
            _ if is_wide(grid, at, *column) || length > 20 => score -= 0.5,
            _ => score += 0.1,
        }
    }
    let alone = cells.len() == 1 && grid.width() > 1;
    // One lone word above a wide table is its title.
    if alone || (!named && seen.len() < 2) { 0.0 } else { score }
}

/// Whether a cell holds a value rather than a title.
fn is_data(cell: &Cell) -> bool {
    match cell {
        Cell::Number(number) => !(1980.0..2100.0).contains(number),
        Cell::Date(_) | Cell::Error(_) | Cell::NoValue => true,
        Cell::Text(text) => {
            let digits = plain(text).chars().filter(char::is_ascii_digit).count();
            let known = guess_header(&flat(text)).is_some_and(|guess| guess.confidence >= 1.0);
            !known && (digits >= 5 || is_surely_company(text) || text.contains('@') || is_nothing(text))
        }
        Cell::Empty => false,
    }
}

/// Line breaks and spaces people put into headers (联 系 人) go.
pub(crate) fn flat(text: &str) -> String {
    word(&text.replace(['\n', '\r'], ""))
}

/// Whether a merged range makes a cell as wide as half the sheet: a title, not a header.
fn is_wide(grid: &Grid, row: usize, column: usize) -> bool {
    grid.merges.iter().any(|merge| {
        (merge.rows.0..=merge.rows.1).contains(&row)
            && merge.columns.0 == column
            && (merge.columns.1 - merge.columns.0 + 1) * 2 > grid.width()
    })
}

/// The text of a place of the header, merged ranges spread over what they cover.
fn spread(grid: &Grid, row: usize, column: usize) -> String {
    let merge = grid.merges.iter().find(|merge| {
        (merge.rows.0..=merge.rows.1).contains(&row) && (merge.columns.0..=merge.columns.1).contains(&column)
    });
    let (row, column) = merge.map_or((row, column), |merge| (merge.rows.0, merge.columns.0));
    grid.rows.get(row).map_or(String::new(), |row| flat(&row.get(column).show()))
}

fn own(grid: &Grid, row: usize, column: usize) -> String {
    grid.rows.get(row).map_or(String::new(), |row| flat(&row.get(column).show()))
}

/// Whether the row below is the second row of the header: it fills only what the first leaves open or groups.
fn is_leaf_row(grid: &Grid, top: usize, below: usize) -> bool {
    let Some(row) = grid.rows.get(below) else { return false };
    if grid.rows[top].number + 1 != row.number || row.cells.iter().any(is_data) {
        return false;
    }
    let filled: Vec<usize> = (0..row.cells.len()).filter(|column| !row.cells[*column].is_empty()).collect();
    let grouped = |column: usize| {
        let merge = grid.merges.iter().find(|merge| {
            (merge.rows.0..=merge.rows.1).contains(&top) && (merge.columns.0..=merge.columns.1).contains(&column)
        });
        match merge {
            Some(merge) => merge.columns.1 > merge.columns.0 && merge.rows.1 == top,
            // Without merges: the group stands over its first leaf and leaves the others open.
            None => {
                own(grid, top, column).is_empty()
                    || own(grid, top, column + 1).is_empty() && filled.contains(&(column + 1))
            }
        }
    };
    // Plain columns merged down through both rows say that there are two.
    let through = grid.merges.iter().any(|merge| merge.rows == (top, below));
    let fits = |column: &usize| {
        let text = own(grid, below, *column);
        let known = guess_header(&text).is_some() || bare_year(&text).is_some();
        let short = text.chars().count() <= 14 && !text.contains(['。', '；', '：', ':']);
        short && (grouped(*column) || known && (through || filled.len() > 2))
    };
    // A lone word in the second row is a note or a section.
    let known = filled.iter().filter(|column| {
        let text = own(grid, below, **column);
        guess_header(&text).is_some() || year_in(&text).is_some()
    });
    (filled.len() >= 2 || through && !filled.is_empty())
        && known.count() * 2 >= filled.len()
        && filled.iter().all(fits)
        && (through || filled.iter().any(|column| grouped(*column)))
}

/// Whether the row above groups columns of the header.
fn is_group_row(grid: &Grid, above: usize, row: usize, mapping: &Mapping) -> bool {
    if grid.rows[above].number + 1 != grid.rows[row].number || grid.rows[above].cells.iter().any(is_data) {
        return false;
    }
    let filled = (0..grid.width()).filter(|column| !own(grid, above, *column).is_empty()).count();
    let opens = |column: usize| !own(grid, above, column).is_empty() && own(grid, row, column).is_empty();
    let groups = grid.merges.iter().filter(|merge| {
        let wide = merge.columns.1 - merge.columns.0 + 1;
        merge.rows == (above, above) && wide > 1 && wide * 2 <= grid.width()
    });
    filled >= 2
        && (groups.count() > 0 || (0..grid.width()).any(opens))
        && score(grid, above, &grid.rows[above], mapping) > 0.5
}

fn titles(grid: &Grid, first: usize, last: usize, column: usize) -> (String, String) {
    if first == last {
        return (String::new(), own(grid, first, column));
    }
    let leaf = own(grid, last, column);
    let mut group = spread(grid, first, column);
    if group.is_empty() && !leaf.is_empty() {
        // Open cells to the right of a group without a merge belong to it while the second row goes on.
        let left = (0..column).rev().take_while(|left| !own(grid, last, *left).is_empty());
        group = left.map(|left| spread(grid, first, left)).find(|text| !text.is_empty()).unwrap_or_default();
    }
    if leaf.is_empty() || leaf == group { (String::new(), group) } else { (group, leaf) }
}
