//! From files to facts: a roster or a list of deals becomes one unit of work, undoable as a whole.
//!
//! Nothing merges by itself without credit code, id of the source or exact normalised name.

use crate::{
    clock,
    engine::{Engine, EngineError},
    snapshot::Snapshot,
};
use jiff::civil::Date;
use qianxian_core::{
    Company, CompanyId, CompanyStatus, Deal, DealId, LineId, ProfileLine, Side, SourceKind, Visibility,
};
use qianxian_intake::{DealsFile, Dues, LineDraft, Record, Roster};
use qianxian_store::{ImportId, NewImport, Tally};
use rustc_hash::FxHashMap;

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
    /// New lines.
    pub lines: u64,
    /// Rows that hold no member or no deal.
    pub skipped: u64,
}

/// A roster, ready to be written: companies and lines with ids, by what is known already.
#[derive(Debug, Clone, Default)]
pub struct Plan {
    companies: Vec<Company>,
    lines: Vec<ProfileLine>,
    outcome: ImportOutcome,
}

impl Plan {
    /// What writing it would do.
    pub fn outcome(&self) -> &ImportOutcome {
        &self.outcome
    }
}

/// Works out what a roster changes. The same for a rehearsal and the real thing.
pub fn plan(snapshot: &Snapshot, roster: &Roster, today: Date) -> Plan {
    let mut plan = Plan::default();
    plan.outcome.skipped = roster.skipped.len() as u64;
    let mut places: FxHashMap<CompanyId, usize> = FxHashMap::default();
    let mut known = Known::new(snapshot);
    for record in roster.records.iter().filter(|record| !record.name.is_empty()) {
        let before = known.find(record);
        let id = before.unwrap_or_else(|| CompanyId(clock::new_id()));
        let stored = snapshot.graph.find(id).map(|ix| snapshot.graph.company(ix).company.as_ref().clone());
        let base = places.get(&id).map(|at| plan.companies[*at].clone()).or_else(|| stored.clone());
        let company = merged(base.unwrap_or_else(|| Company::named(id, record.name.clone())), record);
        known.note(&company);
        match places.get(&id) {
            Some(at) => plan.companies[*at] = company,
            None => {
                places.insert(id, plan.companies.len());
                match stored {
                    None => plan.outcome.added += 1,
                    Some(stored) if stored == company => plan.outcome.unchanged += 1,
                    Some(_) => plan.outcome.changed += 1,
                }
                plan.companies.push(company);
            }
        }
        for draft in &record.lines {
            let already =
                plan.lines.iter().rev().take(400).any(|line| line.company == id && same(line.side, &line.text, draft));
            if !already && !stored_line(snapshot, id, draft) {
                plan.lines.push(line(id, draft, today));
                plan.outcome.lines += 1;
            }
        }
    }
    plan
}

fn same(side: Side, text: &str, draft: &LineDraft) -> bool {
    side == draft.side && text == draft.text
}

fn stored_line(snapshot: &Snapshot, id: CompanyId, draft: &LineDraft) -> bool {
    let node = snapshot.graph.find(id).map(|ix| snapshot.graph.company(ix));
    node.is_some_and(|node| {
        node.lines
            .iter()
            .any(|line| line.line.source.kind != SourceKind::Name && same(line.line.side, &line.line.text, draft))
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

/// What the record says goes over what was known; what it does not say stays.
fn merged(mut company: Company, record: &Record) -> Company {
    company.name.clone_from(&record.name);
    for (list, more) in [(&mut company.aliases, &record.aliases), (&mut company.former_names, &record.former_names)] {
        more.iter().for_each(|name| {
            if !list.contains(name) {
                list.push(name.clone())
            }
        });
    }
    if let Some(id) = &record.external_id {
        company.external_ids.insert("花名册".to_owned(), id.clone());
    }
    if record.kind != qianxian_core::CompanyKind::Unknown {
        company.kind = record.kind;
    }
    for (field, said) in [
        (&mut company.credit_code, &record.credit_code),
        (&mut company.industry, &record.industry),
        (&mut company.website, &record.website),
        (&mut company.place.province, &record.place.province),
        (&mut company.place.city, &record.place.city),
        (&mut company.place.district, &record.place.district),
    ] {
        if said.is_some() {
            field.clone_from(said);
        }
    }
    let extra = [
        ("地址", &record.address),
        ("法定代表人", &record.legal_person),
        ("会员级别", &record.member_level),
        ("入会时间", &record.joined),
        ("成立时间", &record.established),
        ("员工人数", &record.employees),
        ("备注", &record.note),
    ];
    extra.into_iter().filter_map(|(name, value)| Some((name, value.clone()?))).for_each(|(name, value)| {
        company.other.insert(name.to_owned(), value);
    });
    let contacts: Vec<String> = record
        .contacts
        .iter()
        .map(|c| {
            [c.name.clone(), c.title.clone().unwrap_or_default(), c.phones.join("/"), c.emails.join("/")]
                .join(" ")
                .trim()
                .to_owned()
        })
        .filter(|text| !text.is_empty())
        .collect();
    if !contacts.is_empty() {
        company.other.insert("联系人".to_owned(), contacts.join("；"));
    }
    company.other.extend(record.other.iter().map(|(name, value)| (name.clone(), value.clone())));
    company
        .other
        .extend(record.dues.iter().map(|(year, dues)| (format!("{year}年会费"), dues_words(*dues).to_owned())));
    if company.status == CompanyStatus::Left && company.other.get("备注").is_some_and(|note| note.contains("恢复会员"))
    {
        company.status = CompanyStatus::Active;
    }
    company
}

fn dues_words(dues: Dues) -> &'static str {
    match dues {
        Dues::Paid => "已缴",
        Dues::Unpaid => "未缴",
        Dues::Exempt => "免缴",
        Dues::Partial => "部分缴纳",
    }
}

/// Companies by what identifies them: credit code, id in the roster, normalised full name.
struct Known<'a> {
    snapshot: &'a Snapshot,
    by_key: FxHashMap<String, CompanyId>,
}

impl<'a> Known<'a> {
    fn new(snapshot: &'a Snapshot) -> Self {
        let mut known = Known { snapshot, by_key: FxHashMap::default() };
        for (_, node) in snapshot.graph.companies() {
            known.note(&node.company);
        }
        known
    }

    fn note(&mut self, company: &Company) {
        for key in self.keys(
            &company.name,
            company.credit_code.as_deref(),
            company.external_ids.get("花名册").map(String::as_str),
        ) {
            self.by_key.entry(key).or_insert(company.id);
        }
    }

    fn find(&self, record: &Record) -> Option<CompanyId> {
        self.keys(&record.name, record.credit_code.as_deref(), record.external_id.as_deref())
            .into_iter()
            .find_map(|key| self.by_key.get(&key).copied())
    }

    /// Surest first. A name says the same company only where no two different codes or ids speak against it.
    fn keys(&self, name: &str, code: Option<&str>, id: Option<&str>) -> Vec<String> {
        let name = self.snapshot.knowledge.names.key(name);
        match (code, id) {
            (Some(code), _) => vec![format!("code:{code}"), format!("name:{name}")],
            (None, Some(id)) => vec![format!("id:{id}"), format!("name:{name}")],
            (None, None) => vec![format!("name:{name}")],
        }
    }
}

impl Engine {
    /// Works out what a roster would change, and changes nothing.
    pub fn rehearse(&self, roster: &Roster) -> ImportOutcome {
        let snapshot = self.snapshot();
        plan(&snapshot, roster, snapshot.today).outcome
    }

    /// Writes a roster: all of it or nothing.
    pub async fn import_roster(&self, roster: &Roster, who: &str) -> Result<ImportOutcome, EngineError> {
        let snapshot = self.snapshot();
        let Plan { companies, lines, mut outcome } = plan(&snapshot, roster, snapshot.today);
        let import = NewImport {
            id: ImportId(clock::new_id()),
            file_name: roster.file.clone(),
            rows: roster.records.len() as u64,
            problems: roster.problems.len() as u64,
        };
        outcome.import = Some(import.id);
        let mut unit = self.store().begin_import(self.author(who), import).await?;
        unit.upsert(&companies).await?;
        unit.upsert(&lines).await?;
        unit.save().await?;
        self.refresh().await?;
        Ok(outcome)
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
        Ok(ImportOutcome { import: Some(id), added, changed, unchanged, lines: 0, skipped: file.problems.len() as u64 })
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
