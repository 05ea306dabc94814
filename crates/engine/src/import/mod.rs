//! From files to facts: a roster or a list of deals becomes one unit of work, undoable as a whole.
//!
//! Nothing merges by itself without credit code, id of the source or exact normalised name.

mod known;
mod merged;
mod plan;

pub use plan::{FieldChange, ImportOutcome, Plan, RowPlan, RowVerdict, plan};

use crate::{
    clock,
    engine::{Engine, EngineError},
};
use qianxian_core::{Deal, DealId};
use qianxian_intake::{DealsFile, Roster};
use qianxian_store::{Fact, ImportId, NewImport, Tally, UnitOfWork};

/// Under which name the id of the roster is kept with a company.
pub(crate) const ROSTER_ID: &str = "花名册";
/// Things written at once, so that progress can be told.
const AT_ONCE: usize = 2_000;

impl Engine {
    /// Works out what a roster would change, and changes nothing.
    pub async fn rehearse(&self, roster: &Roster) -> Result<Plan, EngineError> {
        let snapshot = self.snapshot();
        let decisions = self.decisions().await?;
        Ok(plan(&snapshot, &decisions, roster, snapshot.today))
    }

    /// Writes a roster: all of it or nothing. `progress` hears how many of how many things are written.
    pub async fn import_roster(
        &self,
        roster: &Roster,
        who: &str,
        progress: &(dyn Fn(u64, u64) + Sync),
    ) -> Result<Plan, EngineError> {
        let mut plan = self.rehearse(roster).await?;
        let import = NewImport {
            id: ImportId(clock::new_id()),
            file_name: roster.file.clone(),
            rows: roster.records.len() as u64,
            problems: roster.problems.len() as u64,
        };
        plan.outcome.import = Some(import.id);
        let all = (plan.companies.len() + plan.lines.len()) as u64;
        let mut unit = self.store().begin_import(self.author(who), import).await?;
        let written = write(&mut unit, &plan.companies, 0, all, progress).await?;
        write(&mut unit, &plan.lines, written, all, progress).await?;
        unit.save().await?;
        self.refresh().await?;
        Ok(plan)
    }

    /// Writes past deals: all of them or nothing. `exclude` says whether they keep a pair from being proposed again.
    pub async fn import_deals(
        &self,
        file: &DealsFile,
        name: &str,
        exclude: bool,
        who: &str,
    ) -> Result<ImportOutcome, EngineError> {
        let deals: Vec<Deal> = file
            .deals
            .iter()
            .map(|draft| Deal {
                id: DealId(clock::new_id()),
                parties: draft.parties.clone(),
                product: draft.product.clone(),
                date: draft.date,
                source: draft.source.clone(),
                excludes: exclude,
            })
            .collect();
        let import = NewImport {
            id: ImportId(clock::new_id()),
            file_name: name.to_owned(),
            rows: deals.len() as u64,
            problems: file.problems.len() as u64,
        };
        let id = import.id;
        let mut unit = self.store().begin_import(self.author(who), import).await?;
        let Tally { added, changed, unchanged } = unit.upsert(&deals).await?;
        unit.save().await?;
        self.refresh().await?;
        let skipped = file.problems.len() as u64;
        Ok(ImportOutcome { import: Some(id), added, changed, unchanged, skipped, ..ImportOutcome::default() })
    }

    /// Undoes an import as a whole.
    pub async fn undo_import(&self, id: ImportId, who: &str) -> Result<(), EngineError> {
        let mut unit = self.store().begin(self.author(who)).await?;
        unit.undo_import(id).await?;
        unit.save().await?;
        self.refresh().await?;
        Ok(())
    }
}

/// Writes things some at a time; gives how many are written so far.
async fn write<T: Fact + Sync>(
    unit: &mut UnitOfWork,
    facts: &[T],
    before: u64,
    all: u64,
    progress: &(dyn Fn(u64, u64) + Sync),
) -> Result<u64, EngineError> {
    let mut written = before;
    for some in facts.chunks(AT_ONCE) {
        unit.upsert(some).await?;
        written += some.len() as u64;
        progress(written, all);
    }
    Ok(written)
}
