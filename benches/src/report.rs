//! Figures of a run: tables to print, JSON to keep.

use serde::Serialize;
use std::fmt::Write;

/// A table: a line for each system or slice, a column for each measure.
#[derive(Debug, Clone, Serialize)]
pub struct Table {
    /// What is measured, and on what.
    pub title: String,
    /// Measures.
    pub columns: Vec<&'static str>,
    /// Those of them that are whole numbers.
    pub counts: Vec<&'static str>,
    /// Lines in the order to show them.
    pub rows: Vec<Row>,
}

/// One line of a table.
#[derive(Debug, Clone, Serialize)]
pub struct Row {
    /// System or slice.
    pub name: String,
    /// A value for each column; none where the measure says nothing.
    pub values: Vec<Option<f64>>,
}

impl Table {
    /// An empty table.
    pub fn new(title: impl Into<String>, columns: &[&'static str]) -> Table {
        Table { title: title.into(), columns: columns.to_vec(), counts: Vec::new(), rows: Vec::new() }
    }

    /// Some columns are whole numbers.
    #[must_use]
    pub fn counting(mut self, columns: &[&'static str]) -> Table {
        self.counts = columns.to_vec();
        self
    }

    /// Adds a line of measured values.
    pub fn row(&mut self, name: impl Into<String>, values: &[f64]) {
        self.row_with_gaps(name, values.iter().copied().map(Some).collect());
    }

    /// Adds a line in which a measure may say nothing.
    pub fn row_with_gaps(&mut self, name: impl Into<String>, values: Vec<Option<f64>>) {
        self.rows.push(Row { name: name.into(), values });
    }

    /// The table as text, columns lined up.
    pub fn text(&self) -> String {
        let names = self.rows.iter().map(|row| width(&row.name)).max().unwrap_or(0);
        let mut text = format!("{}\n{}", self.title, " ".repeat(names + 2));
        self.columns.iter().for_each(|column| push(&mut text, column));
        text.push('\n');
        for row in &self.rows {
            text.push_str("  ");
            text.push_str(&row.name);
            text.push_str(&" ".repeat(names - width(&row.name)));
            for (column, value) in self.columns.iter().zip(&row.values) {
                push(&mut text, &shown(*value, self.counts.contains(column)));
            }
            text.push('\n');
        }
        text
    }
}

fn push(text: &mut String, cell: &str) {
    // Writing to a text cannot fail.
    let _ = write!(text, " {cell:>10}");
}

fn shown(value: Option<f64>, is_count: bool) -> String {
    match value {
        None => "-".to_owned(),
        Some(value) if is_count => format!("{value:.0}"),
        Some(value) if value.abs() >= 100.0 => format!("{value:.1}"),
        Some(value) => format!("{value:.3}"),
    }
}

/// Columns on a screen: Chinese characters take two.
fn width(text: &str) -> usize {
    text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum()
}

/// Everything measured on one set.
#[derive(Debug, Clone, Serialize)]
pub struct Section {
    /// The set: `search`, `trade`.
    pub set: String,
    /// The figure to look at first, in one line.
    pub summary: String,
    /// All figures.
    pub tables: Vec<Table>,
}

impl Section {
    /// A set without gold: answers are written, nothing is measured.
    pub fn unjudged(set: &str) -> Section {
        Section { set: set.to_owned(), summary: "written, no gold".to_owned(), tables: Vec::new() }
    }
}

/// A report of all sets.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Report {
    /// In the order measured.
    pub sections: Vec<Section>,
}

impl Report {
    /// Tables one after the other, summaries at the end.
    pub fn text(&self) -> String {
        let tables = self.sections.iter().flat_map(|section| &section.tables);
        let mut text: String = tables.map(|table| table.text() + "\n").collect();
        for section in &self.sections {
            text.push_str(&format!("{:9} {}\n", section.set, section.summary));
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_stand_below_each_other() {
        let mut table = Table::new("搜索", &["nDCG@10", "n"]).counting(&["n"]);
        table.row("ours", &[0.5, 1645.0]);
        table.row_with_gaps("随机", vec![None, Some(2.0)]);
        let lines: Vec<String> = table.text().lines().map(str::to_owned).collect();
        assert_eq!(lines[2], "  ours      0.500       1645");
        assert_eq!(lines[3], "  随机          -          2");
    }
}
