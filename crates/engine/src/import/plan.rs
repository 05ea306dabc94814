//! What a roster would change, row by row: the same for a rehearsal and the real thing.

use super::{
    ROSTER_ID,
    known::{Found, Known},
    merged::merged,
};
use crate::{
    clock,
    decisions::Decisions,
    identity::{Blocks, Suspicion},
    merge::joined,
    snapshot::Snapshot,
};
use jiff::civil::Date;
use qianxian_core::{Company, CompanyId, LineId, ProfileLine, Side, SourceKind, Visibility};
use qianxian_intake::{LineDraft, Record, Roster, RowRef};
use qianxian_store::ImportId;
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

/// What an import did, or would do.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct ImportOutcome {
    /// Its number, for undoing it; none for a rehearsal.
    pub import: Option<ImportId>,
    /// New companies.
    pub added: u64,
    /// Companies that are different now.
    pub changed: u64,
    /// Companies that were just so already.
    pub unchanged: u64,
    /// New companies that look like another one: not merged.
    pub doubtful: u64,
    /// New lines.
    pub lines: u64,
    /// Rows that hold no member or no deal.
    pub skipped: u64,
}

/// What becomes of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RowVerdict {
    /// A new company (新增).
    Added,
    /// A company that is known, with something new (更新).
    Changed,
    /// A company that is known, with nothing new (没有变化).
    Unchanged,
}

impl RowVerdict {
    /// The word on the screen.
    pub const fn zh(self) -> &'static str {
        match self {
            RowVerdict::Added => "新增",
            RowVerdict::Changed => "更新",
            RowVerdict::Unchanged => "没有变化",
        }
    }
}

/// A field of a company that a row changes.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct FieldChange {
    /// What it is called on the screen.
    pub field: String,
    /// What it was; empty where nothing was known.
    pub before: String,
    /// What it becomes.
    pub after: String,
}

/// One row of the roster and what becomes of it.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct RowPlan {
    /// Where it stands.
    #[serde(flatten)]
    pub at: RowRef,
    /// Name of the company.
    pub name: String,
    /// What becomes of it.
    pub verdict: RowVerdict,
    /// Fields it changes; empty for a new company.
    pub changes: Vec<FieldChange>,
    /// Lines it adds, as `卖什么：减速机`.
    pub lines: Vec<String>,
    /// Companies that a new one may be (疑似重复). Nothing is merged.
    pub like: Vec<Suspicion>,
}

/// A roster, ready to be written: companies and lines with ids, by what is known already.
#[derive(Debug, Clone, Default)]
pub struct Plan {
    pub(super) companies: Vec<Company>,
    pub(super) lines: Vec<ProfileLine>,
    pub(super) outcome: ImportOutcome,
    pub(super) rows: Vec<RowPlan>,
}

impl Plan {
    /// What writing it would do.
    pub fn outcome(&self) -> &ImportOutcome {
        &self.outcome
    }

    /// The same row by row, in the order of the file.
    pub fn rows(&self) -> &[RowPlan] {
        &self.rows
    }
}

/// Works out what a roster changes.
pub fn plan(snapshot: &Snapshot, decisions: &Decisions, roster: &Roster, today: Date) -> Plan {
    let mut planner = Planner {
        snapshot,
        today,
        known: Known::new(snapshot, decisions),
        places: FxHashMap::default(),
        said: FxHashSet::default(),
        ids: Vec::new(),
        plan: Plan::default(),
    };
    planner.plan.outcome.skipped = roster.skipped.len() as u64;
    roster.records.iter().filter(|record| !record.name.is_empty()).for_each(|record| planner.take(record));
    let mut plan = planner.finish();
    look_alikes(snapshot, decisions, &mut plan);
    plan
}

struct Planner<'a> {
    snapshot: &'a Snapshot,
    today: Date,
    known: Known<'a>,
    /// Where in the plan a company stands.
    places: FxHashMap<CompanyId, usize>,
    /// Lines the file has given so far.
    said: FxHashSet<(CompanyId, Side, String)>,
    /// The company of each planned row.
    ids: Vec<CompanyId>,
    plan: Plan,
}

impl Planner<'_> {
    fn take(&mut self, record: &Record) {
        let found = self.known.find(record);
        let Found { id, own_name } = found.unwrap_or_else(|| Found { id: CompanyId(clock::new_id()), own_name: true });
        let stored = || self.snapshot.graph.find(id).map(|ix| self.snapshot.graph.company(ix).company.as_ref().clone());
        let place = self.places.get(&id).copied();
        let before = place.map(|at| self.plan.companies[at].clone()).or_else(stored);
        let base = before.clone().unwrap_or_else(|| Company::named(id, record.name.clone()));
        // A row of a company that a person merged into this one only fills what is missing.
        let company = match own_name {
            true => merged(base, record),
            false => joined(base, &merged(Company::named(id, record.name.clone()), record)),
        };
        self.known.note(&company);
        let changes = before.as_ref().map(|before| changes(before, &company)).unwrap_or_default();
        let lines = self.lines(id, record);
        let verdict = match (&before, changes.is_empty() && lines.is_empty()) {
            (None, _) => RowVerdict::Added,
            (Some(_), true) => RowVerdict::Unchanged,
            (Some(_), false) => RowVerdict::Changed,
        };
        let (at, name) = (record.at.clone(), record.name.clone());
        self.plan.rows.push(RowPlan { at, name, verdict, changes, lines, like: Vec::new() });
        match place {
            Some(at) => self.plan.companies[at] = company,
            None => {
                self.places.insert(id, self.plan.companies.len());
                self.plan.companies.push(company);
            }
        }
        self.ids.push(id);
    }

    /// Counts companies by what is different in the end: of rows that contradict each other the last one counts.
    fn finish(mut self) -> Plan {
        let outcome = &mut self.plan.outcome;
        let mut settled: FxHashSet<CompanyId> = FxHashSet::default();
        for company in &self.plan.companies {
            match self.snapshot.graph.find(company.id).map(|ix| &self.snapshot.graph.company(ix).company) {
                None => outcome.added += 1,
                Some(stored) if stored.as_ref() == company => {
                    outcome.unchanged += 1;
                    settled.insert(company.id);
                }
                Some(_) => outcome.changed += 1,
            }
        }
        for (row, id) in self.plan.rows.iter_mut().zip(&self.ids).filter(|(_, id)| settled.contains(id)) {
            debug_assert!(row.verdict != RowVerdict::Added, "{id} is stored");
            row.changes.clear();
            row.verdict = if row.lines.is_empty() { RowVerdict::Unchanged } else { RowVerdict::Changed };
        }
        self.plan
    }

    /// Takes the lines that are new, and says them in words.
    fn lines(&mut self, id: CompanyId, record: &Record) -> Vec<String> {
        let mut words = Vec::new();
        for draft in &record.lines {
            let new = self.said.insert((id, draft.side, flat(&draft.text)));
            if new && !stored_line(self.snapshot, id, draft) {
                self.plan.lines.push(line(id, draft, self.today));
                self.plan.outcome.lines += 1;
                words.push(format!("{}：{}", draft.side.zh(), draft.text));
            }
        }
        words
    }
}

/// Adds to each new company whom it looks like: companies of the store and others of the file.
fn look_alikes(snapshot: &Snapshot, decisions: &Decisions, plan: &mut Plan) {
    let names = &snapshot.knowledge.names;
    let added: FxHashMap<&str, &Company> = plan
        .companies
        .iter()
        .filter(|company| snapshot.graph.find(company.id).is_none())
        .map(|company| (company.name.as_str(), company))
        .collect();
    let stored = snapshot.graph.companies().map(|(_, node)| node.company.as_ref());
    let blocks =
        Blocks::new(names, stored.chain(plan.companies.iter().filter(|c| added.contains_key(c.name.as_str()))));
    let places: FxHashMap<CompanyId, usize> =
        plan.companies.iter().enumerate().map(|(at, company)| (company.id, at)).collect();
    // Two new ones that look alike are named once, with the later row.
    let later = |pair: &Suspicion| places.get(&pair.b) < places.get(&pair.a) || snapshot.graph.find(pair.b).is_some();
    plan.rows.par_iter_mut().filter(|row| row.verdict == RowVerdict::Added).for_each(|row| {
        let Some(company) = added.get(row.name.as_str()) else { return };
        row.like = blocks.twins(company);
        row.like.retain(|pair| !decisions.are_distinct(pair.a, pair.b) && later(pair));
    });
    plan.outcome.doubtful = plan.rows.iter().filter(|row| !row.like.is_empty()).count() as u64;
}

/// A text as an export writes it: on one line, without the mark between two lines.
fn flat(text: &str) -> String {
    qianxian_intake::own_cell(text)
}

fn stored_line(snapshot: &Snapshot, id: CompanyId, draft: &LineDraft) -> bool {
    let node = snapshot.graph.find(id).map(|ix| snapshot.graph.company(ix));
    let text = flat(&draft.text);
    node.is_some_and(|node| {
        node.lines.iter().any(|line| {
            // What is only concluded from the name gives way to what somebody says.
            let concluded = line.line.source.kind == SourceKind::Name && draft.source.kind != SourceKind::Name;
            !concluded && line.line.side == draft.side && flat(&line.line.text) == text
        })
    })
}

fn line(company: CompanyId, draft: &LineDraft, today: Date) -> ProfileLine {
    ProfileLine {
        id: LineId(clock::new_id()),
        company,
        side: draft.side,
        text: draft.text.clone(),
        role: draft.role,
        evidence: draft.evidence,
        confidence: draft.confidence,
        source: draft.source.clone(),
        seen: Some(today),
        expires: None,
        visibility: Visibility::Members,
        confirmed: Vec::new(),
        rejected: Vec::new(),
    }
}

/// The fields in which two states of a company differ.
fn changes(before: &Company, after: &Company) -> Vec<FieldChange> {
    let (old, new) = (fields(before), fields(after));
    let mut changed: Vec<FieldChange> = Vec::new();
    for (field, after) in &new {
        let before = old.iter().find(|(name, _)| name == field).map_or("", |(_, value)| value.as_str());
        if before != after {
            changed.push(FieldChange { field: field.clone(), before: before.to_owned(), after: after.clone() });
        }
    }
    changed
}

fn fields(company: &Company) -> Vec<(String, String)> {
    let said = |value: &Option<String>| value.clone().unwrap_or_default();
    let mut fields = vec![
        ("企业名称".to_owned(), company.name.clone()),
        ("简称".to_owned(), company.aliases.join("；")),
        ("曾用名".to_owned(), company.former_names.join("；")),
        ("企业类型".to_owned(), company.kind.zh().to_owned()),
        ("统一社会信用代码".to_owned(), said(&company.credit_code)),
        ("编号".to_owned(), company.external_ids.get(ROSTER_ID).cloned().unwrap_or_default()),
        ("地区".to_owned(), company.place.label()),
        ("行业".to_owned(), said(&company.industry)),
        ("网址".to_owned(), said(&company.website)),
        ("企业状态".to_owned(), company.status.zh().to_owned()),
    ];
    fields.extend(company.other.clone());
    fields.retain(|(_, value)| !value.is_empty());
    fields
}
