//! Text with separators to a grid: the separator is found by how evenly it cuts, quotes are believed while they close.

use super::{
    grid::{Cell, Grid, GridRow},
    quotes::{Mended, mend},
    refused::{Limits, Refused},
};
use csv::{ReaderBuilder, StringRecord, Trim};

/// Stands for a separator the reader cannot take because it is no single byte.
const UNIT: char = '\u{1f}';

/// Columns Excel itself allows.
const COLUMNS: usize = 16_384;

/// Bytes looked at to find the separator.
const HEAD: usize = 128 << 10;

/// Reads a text into one sheet without a name.
pub(crate) fn read(file: &str, text: &str, limits: &Limits) -> Result<Grid, Refused> {
    let text = text.trim_start_matches('\u{feff}');
    let (text, separator) = separate(text);
    let longest = text.split(['\n', '\r']).map(|line| line.bytes().filter(|byte| *byte == separator).count()).max();
    if longest > Some(COLUMNS) {
        return Err(Refused::too_large(file, &format!("一行超过 {COLUMNS} 列")));
    }
    let mended = mend(&text, separator);
    let (rows, stray_quotes) = cut(file, &mended, separator, limits)?;
    Ok(Grid { rows, stray_quotes, ..Grid::default() })
}

/// The text in a form a one-byte separator cuts, and that separator.
fn separate(text: &str) -> (std::borrow::Cow<'_, str>, u8) {
    // Excel writes this line for itself.
    if let Some(rest) = text.strip_prefix("sep=")
        && let Some(separator) = rest.chars().next().filter(char::is_ascii)
    {
        let body = rest[1..].trim_start_matches('\r').trim_start_matches('\n');
        return (format!("\n{body}").into(), separator as u8);
    }
    let plain = [b'\t', b',', b';', b'|', UNIT as u8, b'^', b'~'];
    let mut end = text.len().min(HEAD);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let head = &text[..end];
    let best = plain.into_iter().map(|separator| (evenness(head, separator), separator));
    let best = best.fold((0.0, b','), |best, next| if next.0 > best.0 { next } else { best });
    if best.0 >= 0.3 {
        return (text.into(), best.1);
    }
    for wide in ["，", "；", "｜", "  "] {
        let replace = |text: &str| if wide == "  " { squeeze_spaces(text) } else { text.replace(wide, "\u{1f}") };
        if evenness(&replace(head), UNIT as u8) >= 0.5 {
            return (replace(text).into(), UNIT as u8);
        }
    }
    (text.into(), best.1)
}

/// Columns set apart by two or more spaces.
fn squeeze_spaces(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut spaces = 0;
    for c in text.chars() {
        if c == ' ' || c == '\u{3000}' {
            spaces += 1;
            continue;
        }
        if spaces > 1 && !matches!(c, '\r' | '\n') && !out.is_empty() && !out.ends_with(['\r', '\n']) {
            out.push(UNIT);
        } else if spaces == 1 {
            out.push(' ');
        }
        spaces = 0;
        out.push(c);
    }
    out
}

/// How evenly a separator cuts the first rows: separators a row on the most frequent cut, times the share of rows so
/// cut. Titles and footnotes are few, so they hardly count.
fn evenness(text: &str, separator: u8) -> f64 {
    let mended = mend(text, separator);
    let mut reader = reader(separator).from_reader(mended.text.as_bytes());
    let mut widths: Vec<usize> = Vec::new();
    let mut record = StringRecord::new();
    while widths.len() < 80 && reader.read_record(&mut record).unwrap_or(false) {
        if record.iter().any(|cell| !cell.trim().is_empty()) {
            widths.push(record.len());
        }
    }
    let most = widths.iter().copied().filter(|width| *width > 1);
    let most = most.map(|width| (widths.iter().filter(|w| **w == width).count(), width)).max();
    most.map_or(0.0, |(rows, width)| (width - 1) as f64 * (rows as f64 / widths.len() as f64).powi(2))
}

fn reader(separator: u8) -> ReaderBuilder {
    let mut builder = ReaderBuilder::new();
    builder.has_headers(false).flexible(true).trim(Trim::None).delimiter(separator);
    builder
}

/// The rows, and the numbers of those in which a stray quotation mark stood.
fn cut(file: &str, mended: &Mended<'_>, separator: u8, limits: &Limits) -> Result<(Vec<GridRow>, Vec<u32>), Refused> {
    let text = mended.text.as_ref();
    let mut reader = reader(separator).from_reader(text.as_bytes());
    let (mut strays, mut stray_rows) = (mended.strays.iter().peekable(), Vec::new());
    let mut record = StringRecord::new();
    let mut rows: Vec<GridRow> = Vec::new();
    let mut cells = 0;
    let (mut number, mut at) = (0u32, 0usize);
    loop {
        let more = reader.read_record(&mut record).unwrap_or(false);
        // The reader passes over empty lines; a person counts them.
        let empty = empty_lines(text.as_bytes(), at);
        number += empty;
        if !more {
            return Ok((rows, stray_rows));
        }
        number += 1;
        at = usize::try_from(reader.position().byte()).unwrap_or(text.len());
        while strays.next_if(|stray| **stray < at).is_some() {
            stray_rows.push(number);
        }
        let mut row: Vec<Cell> = record.iter().map(cell).collect();
        while row.last().is_some_and(Cell::is_empty) {
            row.pop();
        }
        cells += row.len();
        if rows.len() >= limits.rows || cells > limits.cells {
            return Err(Refused::too_large(file, &format!("超过 {} 行或 {} 个格子", limits.rows, limits.cells)));
        }
        rows.push(GridRow { number, cells: row, hidden: false });
    }
}

/// A cell of an export: `="0533…"` and `'0533…` guard digits from Excel; any other formula was never calculated.
fn cell(text: &str) -> Cell {
    let trimmed = text.trim();
    if let Some(formula) = trimmed.strip_prefix('=').filter(|formula| !formula.is_empty()) {
        let quoted = formula.strip_prefix('"').and_then(|inner| inner.strip_suffix('"'));
        return quoted.map_or(Cell::NoValue, Cell::text);
    }
    match trimmed.strip_prefix('\'').filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit())) {
        Some(digits) => Cell::text(digits),
        None => Cell::text(text),
    }
}

/// Empty lines that begin at a byte where a record ended.
fn empty_lines(bytes: &[u8], mut at: usize) -> u32 {
    // A record ends after the first byte of \r\n.
    if at > 0 && bytes.get(at - 1) == Some(&b'\r') && bytes.get(at) == Some(&b'\n') {
        at += 1;
    }
    let mut lines = 0;
    loop {
        match (bytes.get(at), bytes.get(at + 1)) {
            (Some(b'\r'), Some(b'\n')) => at += 2,
            (Some(b'\r' | b'\n'), _) => at += 1,
            _ => return lines,
        }
        lines += 1;
    }
}
