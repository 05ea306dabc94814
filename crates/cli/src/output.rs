//! What goes to the terminal: data to standard output, talk to standard error.

use comfy_table::{ContentArrangement, LineStyle, Table, TableStyle};
use indicatif::ProgressBar;
use std::{
    io::{self, Write},
    time::Duration,
};

/// Talk: progress, remarks, errors.
pub(crate) fn say(text: &str) {
    // Nobody is left to be told when standard error is closed.
    let _ = writeln!(io::stderr().lock(), "{text}");
}

/// A sign of life that counts rows, on standard error and only on a terminal.
pub(crate) fn rows_bar(what: &'static str) -> ProgressBar {
    let bar = ProgressBar::new_spinner().with_message(what);
    bar.enable_steady_tick(Duration::from_millis(120));
    bar
}

/// Data: one line, or several.
pub(crate) fn put(text: &str) -> io::Result<()> {
    writeln!(io::stdout().lock(), "{text}")
}

/// A line under the header, nothing between the rows.
const STYLE: TableStyle = TableStyle::new().header_separator(LineStyle::none().fill('─').junction('─'));

/// Data: a table with the width of Chinese characters right.
pub(crate) fn table(header: &[&str], rows: Vec<Vec<String>>) -> io::Result<()> {
    let mut table = Table::new();
    table.load_style(STYLE).set_content_arrangement(ContentArrangement::Dynamic);
    if !table.is_tty() {
        table.set_width(140);
    }
    table.set_header(header.iter().copied());
    table.add_rows(rows);
    put(&table.trim_fmt())
}

/// Data: a value as JSON.
pub(crate) fn json<T: serde::Serialize>(value: &T) -> Result<(), crate::exit::Failure> {
    Ok(put(&serde_json::to_string_pretty(value)?)?)
}

/// Data: a value as one line of JSON.
pub(crate) fn ndjson<T: serde::Serialize>(value: &T) -> Result<(), crate::exit::Failure> {
    Ok(put(&serde_json::to_string(value)?)?)
}

/// A name as it stands in TREC lines: white space removed.
pub(crate) fn trec_name(name: &str) -> String {
    name.chars().filter(|c| !c.is_whitespace()).collect()
}
