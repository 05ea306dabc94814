//! What is said about a roster beside its records: sheets and columns, skipped rows, problems.

use super::{field::Field, record::RowRef};
use serde::{Deserialize, Serialize};

/// A sheet and the meaning of its columns.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SheetReading {
    /// Sheet name; `None` for text and HTML files.
    pub sheet: Option<String>,
    /// Whether members were read from it.
    pub used: bool,
    /// Why not: `empty`, `not_members`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// Row numbers of the header; empty for a sheet without one.
    #[serde(default)]
    pub header_rows: Vec<u32>,
    /// Columns from left to right.
    #[serde(default)]
    pub columns: Vec<ColumnReading>,
    /// Columns of further tables side by side with the first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub panels: Vec<Vec<ColumnReading>>,
    /// Where the member level comes from when no column holds it: `section rows`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level_from: Option<String>,
    /// Where the district comes from when no column holds it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub district_from: Option<String>,
}

impl SheetReading {
    /// The headers in one line: files of the same shape have the same, so a corrected [`Mapping`](super::Mapping) is
    /// found again by it.
    pub fn shape(&self) -> String {
        self.columns.iter().map(|column| column.header.as_str()).collect::<Vec<_>>().join("|")
    }
}

/// What one column was taken for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ColumnReading {
    /// Place from the left, from 0.
    pub column: usize,
    /// Header as written, `联系人/电话` for two rows.
    pub header: String,
    /// The meaning.
    pub field: Field,
    /// The year, for dues.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub year: Option<i16>,
    /// 0..=1; 1 = a person said so or the header is a known word.
    pub confidence: f32,
    /// Why, in Chinese.
    pub why: String,
    /// The column is hidden in the file.
    #[serde(default)]
    pub hidden: bool,
}

/// Why a row is no member.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SkipReason {
    /// Above the header.
    Title,
    /// Nothing in it.
    Blank,
    /// 一、会长单位.
    Section,
    /// 小计.
    Subtotal,
    /// 合计.
    Total,
    /// The header once more.
    RepeatedHeader,
    /// 示例.
    Example,
    /// 说明、填表人 below the table.
    Footnote,
}

/// A row that holds no member.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SkippedRow {
    /// Where.
    #[serde(flatten)]
    pub at: RowRef,
    /// Why.
    pub reason: SkipReason,
}

/// Kind of problem; the code is what scripts see.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProblemKind {
    /// The row has no name.
    Missing,
    /// Too many or too few characters.
    BadLength,
    /// The check digit does not fit.
    BadChecksum,
    /// A character that cannot stand there.
    BadChar,
    /// No credit code at all.
    NotACode,
    /// Excel kept fifteen digits only.
    PrecisionLost,
    /// Excel took the 0 in front away; put back.
    LeadingZeroLost,
    /// No phone.
    NotAPhone,
    /// A character was lost when the file was saved.
    LossyChar,
    /// 3/4/21.
    AmbiguousDate,
    /// No date.
    UnparseableDate,
    /// `#N/A` and its like.
    CellError,
    /// A formula never calculated.
    FormulaNoValue,
    /// Hidden in the file, imported.
    HiddenRow,
    /// Hidden in the file, imported.
    HiddenCol,
    /// The whole sheet is hidden in the file, imported.
    HiddenSheet,
    /// No column of names found in a sheet that looks like a list.
    NoNameColumn,
    /// No member in the whole file.
    NoMembers,
    /// A certainty mark nobody knows.
    BadEvidence,
    /// A dues cell nobody can tell paid from unpaid.
    UnclearDues,
    /// A quotation mark that opens a cell and never closes it.
    StrayQuote,
}

/// Something a person should look at. The row is imported all the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// File name.
    pub file: String,
    /// Where.
    #[serde(flatten)]
    pub at: RowRef,
    /// Header of the column; empty for the whole row.
    pub column: String,
    /// The field, where the problem is about one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<Field>,
    /// What kind.
    pub kind: ProblemKind,
    /// In Chinese: what is wrong and what to do.
    pub message: String,
}
