//! Imports: what stands in a file, what it would change, what it wrote.

use super::{mask, matches::word};
use qianxian_engine::{
    ImportOutcome, Plan, RowPlan,
    imports::{StagedImport, StagedReading},
};
use qianxian_intake::{ColumnReading, DealsFile, Roster};
use qianxian_store::{EntityKind, Import, Tally};
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// How far an import has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ImportState {
    /// Waits for a person to confirm it.
    Waiting,
    /// Is being written.
    Writing,
    /// Was written.
    Done,
}

/// What an import changed, or would change.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct OutcomeView {
    /// New companies.
    pub added: u64,
    /// Companies that are different.
    pub changed: u64,
    /// Companies that were just so already.
    pub unchanged: u64,
    /// New companies that look like another one: not merged.
    pub doubtful: u64,
    /// New lines.
    pub lines: u64,
    /// Rows that hold no member.
    pub skipped: u64,
}

impl From<&ImportOutcome> for OutcomeView {
    fn from(outcome: &ImportOutcome) -> OutcomeView {
        let ImportOutcome { added, changed, unchanged, doubtful, lines, skipped, .. } = *outcome;
        OutcomeView { added, changed, unchanged, doubtful, lines, skipped }
    }
}

/// A field that a row changes.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct FieldChangeView {
    /// What it is called.
    pub field: String,
    /// What it was.
    pub before: String,
    /// What it becomes.
    pub after: String,
}

/// One row of a file and what becomes of it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RowView {
    /// Where it stands: `「会员」第7行`.
    pub place: String,
    /// Name of the company.
    pub name: String,
    /// `added`, `changed`, `unchanged`.
    pub verdict: String,
    /// The same in Chinese.
    pub verdict_zh: &'static str,
    /// Fields it changes.
    pub changes: Vec<FieldChangeView>,
    /// Lines it adds, as `卖什么：减速机`.
    pub lines: Vec<String>,
    /// Companies a new one may be, with the reason. Nothing is merged.
    pub like: Vec<String>,
}

/// A value of a field, contacts masked.
fn shown(field: &str, value: &str) -> String {
    if mask::is_contact(field) { mask::masked(value) } else { mask::masked_text(value) }
}

impl From<&RowPlan> for RowView {
    fn from(row: &RowPlan) -> RowView {
        let change = |change: &qianxian_engine::import::FieldChange| FieldChangeView {
            field: change.field.clone(),
            before: shown(&change.field, &change.before),
            after: shown(&change.field, &change.after),
        };
        RowView {
            place: row.at.label(),
            name: row.name.clone(),
            verdict: word(&row.verdict),
            verdict_zh: row.verdict.zh(),
            changes: row.changes.iter().map(change).collect(),
            lines: row.lines.clone(),
            like: row.like.iter().map(|pair| format!("{}：{}", pair.b_name, pair.reason)).collect(),
        }
    }
}

/// A column and what it was taken for.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ColumnView {
    /// Sheet; absent for files without sheets.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// Header as written.
    pub header: String,
    /// Meaning, by code.
    pub field: &'static str,
    /// The same in Chinese.
    pub field_zh: &'static str,
    /// 0..=1.
    pub confidence: f32,
    /// Why.
    pub why: String,
}

impl ColumnView {
    fn of(sheet: Option<&String>, column: &ColumnReading) -> ColumnView {
        ColumnView {
            sheet: sheet.cloned(),
            header: column.header.clone(),
            field: column.field.code(),
            field_zh: column.field.zh(),
            confidence: column.confidence,
            why: column.why.clone(),
        }
    }
}

/// A file handed over, in a list.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct StagedRow {
    /// Its id.
    pub id: String,
    /// Name of the file.
    pub file_name: String,
    /// Who handed it over.
    pub who: String,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: jiff::Timestamp,
    /// How far it has come.
    pub state: ImportState,
    /// Its number among what was written; undo it by that.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub batch: Option<String>,
}

impl StagedRow {
    /// A file handed over; `writing` where it is just being written.
    pub fn of(staged: &StagedImport, writing: bool) -> StagedRow {
        let state = match (staged.import, writing) {
            (Some(_), _) => ImportState::Done,
            (None, true) => ImportState::Writing,
            (None, false) => ImportState::Waiting,
        };
        StagedRow {
            id: staged.id.to_string(),
            file_name: staged.file_name.clone(),
            who: staged.who.clone(),
            at: staged.at,
            state,
            batch: staged.import.map(|import| import.to_string()),
        }
    }
}

/// A file handed over and what it changes.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ImportView {
    /// Its id.
    pub id: String,
    /// Name of the file.
    pub file_name: String,
    /// How far it has come.
    pub state: ImportState,
    /// Its number among what was written; undo it by that.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub batch: Option<String>,
    /// What the bytes really are: `xlsx`, `csv`, …
    pub format: String,
    /// What it changes, or changed.
    pub outcome: OutcomeView,
    /// Columns and what they were taken for; correct them before confirming.
    pub columns: Vec<ColumnView>,
    /// Row by row, the first thousand.
    pub rows: Vec<RowView>,
    /// Rows behind these.
    pub more_rows: usize,
    /// What a person should look at.
    pub problems: Vec<String>,
    /// Rows that hold no member, with the reason code.
    pub skipped: Vec<String>,
}

/// Rows shown.
const ROWS: usize = 1_000;

impl From<&StagedReading> for ImportView {
    fn from(reading: &StagedReading) -> ImportView {
        ImportView::of(&reading.staged, &reading.roster, &reading.plan)
    }
}

impl ImportView {
    fn of(staged: &StagedImport, roster: &Roster, plan: &Plan) -> ImportView {
        let row = StagedRow::of(staged, false);
        let sheets = roster.sheets.iter().filter(|sheet| sheet.used);
        let columns =
            sheets.flat_map(|sheet| sheet.columns.iter().map(|column| ColumnView::of(sheet.sheet.as_ref(), column)));
        let skipped = roster.skipped.iter().map(|row| format!("{}：{}", row.at.label(), word(&row.reason)));
        ImportView {
            id: row.id,
            file_name: row.file_name,
            state: row.state,
            batch: row.batch,
            format: roster.format.clone(),
            outcome: OutcomeView::from(plan.outcome()),
            columns: columns.collect(),
            rows: plan.rows().iter().take(ROWS).map(RowView::from).collect(),
            more_rows: plan.rows().len().saturating_sub(ROWS),
            problems: roster.problems.iter().map(|problem| problem.message.clone()).collect(),
            skipped: skipped.collect(),
        }
    }
}

/// What was done with one kind of thing.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TallyView {
    /// New ones.
    pub added: u64,
    /// Ones that are different.
    pub changed: u64,
    /// Ones that were just so already.
    pub unchanged: u64,
}

/// A batch that was written: a file, confirmed drafts, a merge.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct BatchView {
    /// Its number.
    pub id: String,
    /// What it was.
    pub file_name: String,
    /// Who wrote it.
    pub who: String,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: jiff::Timestamp,
    /// Rows read.
    pub rows: u64,
    /// Problems met.
    pub problems: u64,
    /// What it wrote, by kind (`company`, `line`, …).
    pub written: BTreeMap<String, TallyView>,
    /// Who undid it, if anybody did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub undone_by: Option<String>,
    /// When.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub undone_at: Option<jiff::Timestamp>,
}

impl From<&Import> for BatchView {
    fn from(import: &Import) -> BatchView {
        let tally = |(kind, tally): (&EntityKind, &Tally)| {
            let Tally { added, changed, unchanged } = *tally;
            (kind.code().to_owned(), TallyView { added, changed, unchanged })
        };
        BatchView {
            id: import.id.to_string(),
            file_name: import.file_name.clone(),
            who: import.who.clone(),
            at: import.at,
            rows: import.rows,
            problems: import.problems,
            written: import.written.iter().map(tally).collect(),
            undone_by: import.undone.as_ref().map(|undone| undone.who.clone()),
            undone_at: import.undone.as_ref().map(|undone| undone.at),
        }
    }
}

/// What an import of deals did, or would do.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DealsView {
    /// Its number; absent for a rehearsal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub batch: Option<String>,
    /// Deals read.
    pub deals: usize,
    /// What a person should look at.
    pub problems: Vec<String>,
}

impl DealsView {
    /// A file of deals and what was written of it.
    pub fn of(file: &DealsFile, outcome: Option<&ImportOutcome>) -> DealsView {
        let words = |problem: &qianxian_intake::DealProblem| {
            format!("第{}行 {}：{}", problem.row, problem.column, problem.message)
        };
        DealsView {
            batch: outcome.and_then(|outcome| outcome.import).map(|import| import.to_string()),
            deals: file.deals.len(),
            problems: file.problems.iter().map(words).collect(),
        }
    }
}

/// How far writing has come.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
pub struct ProgressView {
    /// How far it has come.
    pub state: ImportState,
    /// Things written.
    pub done: u64,
    /// Things to be written; 0 before that is known.
    pub all: u64,
}
