//! .xls and the .et files that are one: values through calamine, which lays every sheet out in full; so the records
//! are looked through first, for cells in far corners, text repeated without end, hidden rows and columns.

use super::{
    cfb::{Cfb, Stream, u16_at, u32_at},
    grid::{Cell, Grid, Merge},
    refused::{Limits, Refused},
    sparse::{Budget, Rows},
    xlsx::{date_cell, iso_cell, merges},
};
use calamine::{Data, Reader, SheetType, SheetVisible, Xls, XlsError};
use std::io::Cursor;

/// Cells calamine lays out for one sheet, from the first to the last filled row and column.
const LAID_OUT: usize = 4_000_000;

/// Reads every worksheet.
pub(crate) fn read(file: &str, bytes: &[u8], limits: &Limits) -> Result<Vec<Grid>, Refused> {
    let broken = || Refused::corrupted(file, "文件结构不对");
    let cfb = Cfb::open(bytes).ok_or_else(broken)?;
    if cfb.has("EncryptedPackage") || cfb.has("EncryptionInfo") {
        return Err(Refused::encrypted(file));
    }
    let Some(stream) = cfb.stream("Workbook").or_else(|| cfb.stream("Book")) else {
        let what = if cfb.has("WordDocument") { "这是 Word 文档" } else { "里面没有工作表" };
        return Err(Refused::unsupported(file, what));
    };
    let scan = Scan::read(&stream, file, limits)?;
    let mut patched = bytes.to_vec();
    for at in &scan.sizes {
        // Room for the whole sheet is set aside by this record alone; cells in use say better how much there is.
        (0..8).filter_map(|byte| stream.place(at + byte)).for_each(|place| patched[place] = 0);
    }
    drop(stream);
    let mut book: Xls<_> = Xls::new(Cursor::new(patched)).map_err(|error| match error {
        XlsError::Password => Refused::encrypted(file),
        error => Refused::corrupted(file, &error.to_string()),
    })?;
    let date_1904 = book.has_1904_epoch();
    let mut budget = Budget::new(file, limits);
    let mut grids = Vec::new();
    for (at, sheet) in book.sheets_metadata().to_vec().into_iter().enumerate().take(limits.sheets) {
        if sheet.typ != SheetType::WorkSheet {
            continue;
        }
        let Ok(range) = book.worksheet_range(&sheet.name) else { continue };
        let (top, left) = range.start().unwrap_or((0, 0));
        let mut rows = Rows::default();
        for (row, column, data) in range.used_cells() {
            rows.put(&mut budget, row + top as usize, column + left as usize, value(data))?;
        }
        let merged = book.merge_cells_by_sheet_name(&sheet.name).unwrap_or_default();
        let layout = scan.sheets.get(at);
        layout.into_iter().flat_map(|layout| &layout.hidden_rows).for_each(|row| rows.hide(*row));
        let mut grid = rows.into_grid(Some(sheet.name.clone()));
        let merged = merged.iter().map(|range| Merge {
            rows: (range.start.0 as usize, range.end.0 as usize),
            columns: (range.start.1 as usize, range.end.1 as usize),
        });
        grid.merges = merges(&grid, &merged.collect::<Vec<_>>());
        grid.hidden_columns = layout.map(|layout| layout.hidden_columns.clone()).unwrap_or_default();
        grid.hidden = sheet.visible != SheetVisible::Visible;
        grid.date_1904 = date_1904;
        grids.push(grid);
    }
    Ok(grids)
}

fn value(data: &Data) -> Cell {
    match data {
        Data::Empty => Cell::Empty,
        Data::Int(number) => Cell::Number(*number as f64),
        Data::Float(number) => Cell::Number(*number),
        Data::String(text) => Cell::text(text),
        Data::Bool(yes) => Cell::text(if *yes { "TRUE" } else { "FALSE" }),
        Data::DateTime(date) => date_cell(date),
        Data::DateTimeIso(text) | Data::DurationIso(text) => iso_cell(text),
        Data::Error(error) => Cell::Error(error.to_string()),
        // Rich text in later versions of the reader: what it shows.
        #[expect(unreachable_patterns, reason = "the enum may grow")]
        other => Cell::text(&other.to_string()),
    }
}

/// What the records of the workbook stream tell before anybody lays them out.
#[derive(Default)]
struct Scan {
    sheets: Vec<Layout>,
    /// Stream offsets of the size each sheet claims to have.
    sizes: Vec<usize>,
}

#[derive(Default)]
struct Layout {
    hidden_rows: Vec<usize>,
    hidden_columns: Vec<usize>,
}

impl Scan {
    fn read(stream: &Stream, file: &str, limits: &Limits) -> Result<Scan, Refused> {
        let bytes = &stream.bytes;
        let mut scan = Scan::default();
        let mut starts = Vec::new();
        let mut strings = Strings::default();
        for (kind, at, data) in records(bytes, 0) {
            match kind {
                0x000a => break,
                0x002f if data.len() >= 2 && u16_at(data, 0) != Some(0) => return Err(Refused::encrypted(file)),
                0x0085 => starts.push(u32_at(data, 0).unwrap_or(u32::MAX) as usize),
                0x00fc => strings = Strings::read(bytes, at),
                _ => {}
            }
        }
        let mut text = 0usize;
        for start in starts.into_iter().take(limits.sheets) {
            let mut layout = Layout::default();
            let (mut first, mut last) = ((usize::MAX, usize::MAX), (0usize, 0usize));
            for (kind, at, data) in records(bytes, start) {
                let word = |place: usize| usize::from(u16_at(data, place).unwrap_or(0));
                match kind {
                    0x000a => break,
                    0x0200 => scan.sizes.push(at),
                    0x0208 if word(12) & 0x20 != 0 => layout.hidden_rows.push(word(0)),
                    0x007d if word(8) & 1 != 0 => layout.hidden_columns.extend(word(0)..=word(2).min(255)),
                    0x0006 | 0x00bd | 0x00d6 | 0x00fd | 0x0203 | 0x0204 | 0x0205 | 0x027e => {
                        let width = if kind == 0x00bd { data.len().saturating_sub(6) / 6 } else { 1 };
                        first = (first.0.min(word(0)), first.1.min(word(2)));
                        last = (last.0.max(word(0)), last.1.max(word(2) + width.max(1) - 1));
                        if kind == 0x00fd {
                            text +=
                                strings.lengths.get(u32_at(data, 6).unwrap_or(0) as usize).map_or(0, |l| *l as usize);
                        }
                    }
                    _ => {}
                }
            }
            if first.0 != usize::MAX && (last.0 - first.0 + 1).saturating_mul(last.1 - first.1 + 1) > LAID_OUT {
                return Err(Refused::too_large(file, &format!("表格一直铺到第 {} 行", last.0 + 1)));
            }
            scan.sheets.push(layout);
        }
        // The reader copies a text for each cell that shows it.
        Budget::new(file, limits).take(0, text)?;
        Ok(scan)
    }
}

/// Records from an offset on: kind, offset of the data, data.
fn records(bytes: &[u8], start: usize) -> impl Iterator<Item = (u16, usize, &[u8])> {
    let mut at = start;
    std::iter::from_fn(move || {
        let (kind, length) = (u16_at(bytes, at)?, usize::from(u16_at(bytes, at + 2)?));
        let data = bytes.get(at + 4..at + 4 + length)?;
        let place = at + 4;
        at = place + length;
        Some((kind, place, data))
    })
}

/// Bytes each shared string will take.
#[derive(Default)]
struct Strings {
    lengths: Vec<u32>,
}

impl Strings {
    /// Walks the shared string table and the records that continue it. Stops quietly where it makes no sense: the
    /// reader will say so.
    fn read(stream: &[u8], at: usize) -> Strings {
        let mut strings = Strings::default();
        let mut segments = records(stream, at - 4).enumerate();
        let segments: Vec<&[u8]> = std::iter::from_fn(|| match segments.next() {
            Some((0, (_, _, data))) | Some((_, (0x003c, _, data))) => Some(data),
            _ => None,
        })
        .collect();
        let mut walk = Walk { segments: &segments, segment: 0, at: 8 };
        while let Some(length) = walk.string() {
            strings.lengths.push(length);
        }
        strings
    }
}

struct Walk<'a> {
    segments: &'a [&'a [u8]],
    segment: usize,
    at: usize,
}

impl Walk<'_> {
    fn string(&mut self) -> Option<u32> {
        self.settle()?;
        let data = self.segments[self.segment];
        let (chars, flags) = (usize::from(u16_at(data, self.at)?), *data.get(self.at + 2)?);
        self.at += 3;
        let mut behind = 0usize;
        if flags & 8 != 0 {
            behind += 4 * usize::from(u16_at(data, self.at)?);
            self.at += 2;
        }
        if flags & 4 != 0 {
            behind += u32_at(data, self.at)? as usize;
            self.at += 4;
        }
        let (mut left, mut wide) = (chars, flags & 1 != 0);
        while left > 0 {
            let room = self.segments[self.segment].len().saturating_sub(self.at);
            let fit = if wide { room / 2 } else { room }.min(left);
            left -= fit;
            self.at += if wide { 2 * fit } else { fit };
            if left > 0 {
                self.segment += 1;
                // The continuation begins with its own width flag.
                wide = self.segments.get(self.segment)?.first()? & 1 != 0;
                self.at = 1;
            }
        }
        self.at += behind;
        u32::try_from(chars * 3).ok()
    }

    /// Moves over the end of a segment.
    fn settle(&mut self) -> Option<()> {
        while self.at >= self.segments.get(self.segment)?.len() {
            self.at -= self.segments[self.segment].len();
            self.segment += 1;
        }
        Some(())
    }
}
