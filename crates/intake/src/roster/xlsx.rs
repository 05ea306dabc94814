//! .xlsx, .xlsm, .xlsb and the .et files that are one of them: values through calamine, one cell at a time so that a
//! far corner costs nothing; hidden rows and columns, merged ranges and formulas without a value from the sheet's XML.

use super::{
    grid::{Cell, Grid, Merge},
    markup::{Markup, Token, attribute, local, number},
    refused::{Limits, Refused},
    sparse::{Budget, Rows},
    zipped::Zipped,
};
use calamine::{DataRef, ExcelDateTime, Reader, SheetType, SheetVisible, Xlsb, Xlsx};
use std::io::Cursor;

/// Reads every worksheet.
pub(crate) fn read(file: &str, bytes: &[u8], zipped: &mut Zipped, limits: &Limits) -> Result<Vec<Grid>, Refused> {
    let paths = sheet_paths(zipped)?;
    let strings = zipped.text("xl/sharedStrings.xml")?.map_or(0, |text| text.matches("<si>").count());
    Budget::new(file, limits).room_for(strings)?;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|error| refuse(file, &error))?;
    let date_1904 = book.has_1904_epoch();
    let sheets = book.sheets_metadata().to_vec();
    let mut budget = Budget::new(file, limits);
    let mut grids = Vec::new();
    for sheet in sheets.iter().take(limits.sheets).filter(|sheet| sheet.typ == SheetType::WorkSheet) {
        let path = paths.iter().find(|(name, _)| *name == sheet.name).map(|(_, path)| path.as_str());
        let text = path.map(|path| zipped.text(path)).transpose()?.flatten();
        if let Some(text) = &text {
            // Counting is much faster than reading cell by cell until the limit is met.
            budget.room_for(text.matches("<v>").count() + text.matches("<is>").count())?;
        }
        let layout = text.as_deref().map(Layout::read).unwrap_or_default();
        drop(text);
        let mut rows = Rows::default();
        let mut reader = match book.worksheet_cells_reader(&sheet.name) {
            Ok(reader) => reader,
            // A chart or a dialog in the place of a worksheet.
            Err(calamine::XlsxError::NotAWorksheet(_)) => continue,
            Err(error) => return Err(refuse(file, &error)),
        };
        while let Some(cell) = reader.next_cell().map_err(|error| refuse(file, &error))? {
            let (row, column) = cell.get_position();
            rows.put(&mut budget, row as usize, column as usize, value(cell.get_value()))?;
        }
        for (row, column) in &layout.no_value {
            rows.put(&mut budget, *row, *column, Cell::NoValue)?;
        }
        grids.push(layout.finish(rows, sheet.name.clone(), sheet.visible != SheetVisible::Visible, date_1904));
    }
    Ok(grids)
}

/// Reads the binary sister format.
pub(crate) fn read_binary(file: &str, bytes: &[u8], limits: &Limits) -> Result<Vec<Grid>, Refused> {
    let damaged = |error: calamine::XlsbError| match error {
        calamine::XlsbError::Password => Refused::encrypted(file),
        error => Refused::corrupted(file, &error.to_string()),
    };
    let mut book: Xlsb<_> = Xlsb::new(Cursor::new(bytes)).map_err(damaged)?;
    let mut budget = Budget::new(file, limits);
    let mut grids = Vec::new();
    for sheet in book.sheets_metadata().to_vec().into_iter().take(limits.sheets) {
        let mut rows = Rows::default();
        let Ok(mut reader) = book.worksheet_cells_reader(&sheet.name) else { continue };
        while let Some(cell) = reader.next_cell().map_err(damaged)? {
            let (row, column) = cell.get_position();
            rows.put(&mut budget, row as usize, column as usize, value(cell.get_value()))?;
        }
        grids.push(rows.into_grid(Some(sheet.name)));
    }
    Ok(grids)
}

fn refuse(file: &str, error: &calamine::XlsxError) -> Refused {
    match error {
        calamine::XlsxError::Password => Refused::encrypted(file),
        error => Refused::corrupted(file, &error.to_string()),
    }
}

fn value(value: &DataRef) -> Cell {
    match value {
        DataRef::Empty => Cell::Empty,
        DataRef::Int(number) => Cell::Number(*number as f64),
        DataRef::Float(number) => Cell::Number(*number),
        DataRef::String(text) => Cell::text(text),
        DataRef::SharedString(text) => Cell::text(text),
        DataRef::Bool(yes) => Cell::text(if *yes { "TRUE" } else { "FALSE" }),
        DataRef::DateTime(date) => date_cell(date),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => iso_cell(text),
        DataRef::Error(error) => Cell::Error(error.to_string()),
    }
}

/// A cell with a date format; a time of day or a number no date can be stays a number.
pub(crate) fn date_cell(date: &ExcelDateTime) -> Cell {
    let serial = date.as_f64();
    if !date.is_datetime() || !(1.0..2_958_466.0).contains(&serial) {
        return Cell::Number(serial);
    }
    let (year, month, day, ..) = date.to_ymd_hms_milli();
    Cell::Date(format!("{year:04}-{month:02}-{day:02}"))
}

/// `2021-03-05T00:00:00` to its day.
pub(crate) fn iso_cell(text: &str) -> Cell {
    let day = text.split('T').next().unwrap_or(text);
    let plain = day.len() == 10 && day.bytes().enumerate().all(|(at, b)| (b == b'-') == (at == 4 || at == 7));
    if plain { Cell::Date(day.to_owned()) } else { Cell::text(text) }
}

/// Sheet name to part name, from the workbook and its relations.
fn sheet_paths(zipped: &mut Zipped) -> Result<Vec<(String, String)>, Refused> {
    let Some(book) = zipped.text("xl/workbook.xml")? else { return Ok(Vec::new()) };
    let relations = zipped.text("xl/_rels/workbook.xml.rels")?.unwrap_or_default();
    let targets: Vec<(String, String)> = Markup::new(&relations)
        .filter_map(|token| match token {
            Token::Open { name, attributes, .. } if local(name) == "Relationship" => {
                let target = attribute(attributes, "Target")?;
                let path = match target.strip_prefix('/') {
                    Some(absolute) => absolute.to_owned(),
                    None => format!("xl/{target}"),
                };
                Some((attribute(attributes, "Id")?.into_owned(), path))
            }
            _ => None,
        })
        .collect();
    let sheets = Markup::new(&book).filter_map(|token| match token {
        Token::Open { name, attributes, .. } if local(name) == "sheet" => {
            // `id` alone would find sheetId's namesake r:id as well: only the latter is called id.
            let id = attribute(attributes, "id")?;
            let path = targets.iter().find(|(known, _)| *known == id)?.1.clone();
            Some((attribute(attributes, "name")?.into_owned(), path))
        }
        _ => None,
    });
    Ok(sheets.collect())
}

/// What calamine does not tell of a sheet.
#[derive(Default)]
struct Layout {
    hidden_rows: Vec<usize>,
    hidden_columns: Vec<usize>,
    /// (row, column) of formulas never calculated.
    no_value: Vec<(usize, usize)>,
    /// Rows as in the file, from 0.
    merges: Vec<Merge>,
}

impl Layout {
    fn read(xml: &str) -> Layout {
        let mut layout = Layout::default();
        let (mut row, mut column) = (0, 0);
        let (mut formula, mut valued, mut text, mut inside) = (false, false, false, false);
        for token in Markup::new(xml) {
            match token {
                Token::Open { name, attributes, closed } => match local(name) {
                    "row" => {
                        row = number(attributes, "r").map_or(row + 1, |r| r).max(1);
                        column = 0;
                        if is_true(attributes, "hidden") || has_no_height(attributes) {
                            layout.hidden_rows.push(row - 1);
                        }
                    }
                    "c" => {
                        let place = attribute(attributes, "r").and_then(|place| cell_place(&place));
                        column = place.map_or(column + 1, |(_, column)| column + 1);
                        (formula, valued, inside) = (false, closed, false);
                        text = attribute(attributes, "t").as_deref() == Some("str");
                    }
                    "f" => formula = true,
                    // The empty text is a result, an empty number is none.
                    "v" => (inside, valued) = (!closed, valued || text),
                    "is" => valued = true,
                    "col"
                        if is_true(attributes, "hidden") || attribute(attributes, "width").as_deref() == Some("0") =>
                    {
                        let first = number(attributes, "min").unwrap_or(1).max(1);
                        let last = number(attributes, "max").unwrap_or(first).min(16_384);
                        layout.hidden_columns.extend(first - 1..last.max(first - 1));
                    }
                    "mergeCell" => {
                        layout.merges.extend(attribute(attributes, "ref").and_then(|range| cell_range(&range)))
                    }
                    _ => {}
                },
                Token::Text(piece) if inside && !piece.trim().is_empty() => valued = true,
                Token::Close { name } if local(name) == "v" => inside = false,
                Token::Close { name } if local(name) == "c" && formula && !valued && row > 0 && column > 0 => {
                    layout.no_value.push((row - 1, column - 1));
                }
                _ => {}
            }
        }
        layout
    }

    fn finish(self, mut rows: Rows, name: String, hidden: bool, date_1904: bool) -> Grid {
        self.hidden_rows.iter().for_each(|row| rows.hide(*row));
        let mut grid = rows.into_grid(Some(name));
        grid.merges = merges(&grid, &self.merges);
        grid.hidden_columns = self.hidden_columns;
        grid.hidden = hidden;
        grid.date_1904 = date_1904;
        grid
    }
}

/// Merged ranges of a sheet looked at.
const MERGES: usize = 10_000;

/// Merged ranges in rows of the file (from 0) to indices of the rows there are.
pub(crate) fn merges(grid: &Grid, ranges: &[Merge]) -> Vec<Merge> {
    let index = |row: usize| grid.rows.partition_point(|known| (known.number as usize) < row + 1);
    let merged = ranges.iter().take(MERGES).map(|range| {
        let (from, to) = (index(range.rows.0), index(range.rows.1.saturating_add(1)));
        Merge { rows: (from, to.saturating_sub(1)), columns: range.columns }
    });
    merged.filter(|merge| merge.rows.0 <= merge.rows.1 && merge.rows.0 < grid.rows.len()).collect()
}

fn is_true(attributes: &str, name: &str) -> bool {
    attribute(attributes, name).is_some_and(|value| matches!(&*value, "1" | "true" | "on"))
}

fn has_no_height(attributes: &str) -> bool {
    attribute(attributes, "ht").is_some_and(|height| height.parse() == Ok(0.0))
}

/// `B12` to (row, column), both from 0.
fn cell_place(place: &str) -> Option<(usize, usize)> {
    let digits = place.find(|c: char| c.is_ascii_digit())?;
    let letters = place[..digits].trim_matches('$');
    if letters.is_empty() || letters.len() > 3 {
        return None;
    }
    let column = letters.bytes().try_fold(0usize, |sum, byte| {
        byte.is_ascii_alphabetic().then(|| sum * 26 + usize::from(byte.to_ascii_uppercase() - b'A') + 1)
    })?;
    let row: usize = place[digits..].trim_matches('$').parse().ok()?;
    (row > 0).then(|| (row - 1, column - 1))
}

fn cell_range(range: &str) -> Option<Merge> {
    let (from, to) = range.split_once(':')?;
    let (from, to) = (cell_place(from)?, cell_place(to)?);
    (from.0 <= to.0 && from.1 <= to.1).then_some(Merge { rows: (from.0, to.0), columns: (from.1, to.1) })
}
