//! Drafts that a person confirmed become facts: lines, needs and cooperations with source and quote, in one batch that
//! can be undone, and at once the matches that are new because of them.

use crate::{
    clock,
    engine::{Engine, EngineError},
    snapshot::Snapshot,
    visit_books::VisitBooks,
};
use jiff::civil::Date;
use qianxian_core::{
    Company, CompanyId, Deal, DealId, DealParty, Draft, Evidence, LineId, LineRole, Need, NeedId, NeedKind,
    ProfileLine, Side, SourceKind, SourceRef, Visibility,
};
use qianxian_intake::extract::{CooperationDraft, CooperationKind, DraftFile, Financing, NewsDrafts, NoteDrafts};
use qianxian_matching::{Request, partners};
use qianxian_store::{ImportId, NewImport, Version};
use rustc_hash::FxHashSet;
use serde::{Deserialize, Serialize};

/// Partners of a company looked at to see what is new.
const LOOKED_AT: usize = 200;

/// What a person adds to the drafts.
#[derive(Debug, Clone, Default)]
pub struct ConfirmOptions {
    /// The company a note is about, where the note names it badly or not at all.
    pub company: Option<String>,
    /// Add the company of a note where the roster does not have it.
    pub add_company: bool,
}

/// A match that was not there before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewMatch {
    /// The company the drafts are about.
    pub company: String,
    /// Who is proposed to it.
    pub partner: String,
    /// The way, in Chinese.
    pub way: String,
    /// Why.
    pub reason: String,
}

/// What confirming wrote.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConfirmOutcome {
    /// Its number, for undoing it; none where nothing was written.
    pub import: Option<ImportId>,
    /// Names of the companies concerned.
    pub companies: Vec<String>,
    /// Companies added.
    pub added: u64,
    /// Lines written.
    pub lines: u64,
    /// Needs written.
    pub needs: u64,
    /// Cooperations written.
    pub cooperations: u64,
    /// Visits recorded.
    pub visits: u64,
    /// Problems taken into the ledger of problems (问题诉求).
    pub problems: u64,
    /// Promises taken into the work plan, with their dates.
    pub promises: u64,
    /// Statements that were known already, as sure or surer.
    pub known: u64,
    /// What was not written, and why, in Chinese.
    pub left_out: Vec<String>,
    /// Matches that were not there before.
    pub new_matches: Vec<NewMatch>,
}

/// Facts ready to be written.
#[derive(Debug, Default)]
struct Facts {
    companies: Vec<Company>,
    lines: Vec<ProfileLine>,
    needs: Vec<Need>,
    deals: Vec<Deal>,
    books: Vec<VisitBooks>,
    concerned: Vec<CompanyId>,
    outcome: ConfirmOutcome,
}

impl Engine {
    /// Works out what confirming drafts would write, and writes nothing.
    pub fn rehearse_drafts(&self, drafts: &DraftFile, options: &ConfirmOptions) -> ConfirmOutcome {
        facts(&self.snapshot(), drafts, options).outcome
    }

    /// Writes confirmed drafts: all of them or nothing.
    pub async fn confirm_drafts(
        &self,
        drafts: &DraftFile,
        options: &ConfirmOptions,
        who: &str,
    ) -> Result<ConfirmOutcome, EngineError> {
        self.write_drafts(drafts, options, who, None).await.map(|(outcome, _)| outcome)
    }

    /// The same together with the decision on the draft they come from; gives its new version. Undoing the batch makes
    /// the draft wait again.
    pub(crate) async fn write_drafts(
        &self,
        drafts: &DraftFile,
        options: &ConfirmOptions,
        who: &str,
        decided: Option<(&Draft, Version)>,
    ) -> Result<(ConfirmOutcome, Option<Version>), EngineError> {
        let before = self.snapshot();
        let Facts { companies, lines, needs, deals, books, concerned, mut outcome } = facts(&before, drafts, options);
        let text = decided.map_or("", |(draft, _)| draft.text.as_str());
        let books = self.new_books(books, text, who).await?;
        count_books(&mut outcome, &books);
        let nothing = companies.is_empty() && lines.is_empty() && needs.is_empty() && deals.is_empty();
        let nothing = nothing && books.is_empty();
        if nothing && decided.is_none() {
            return Ok((outcome, None));
        }
        let import = NewImport {
            id: ImportId(clock::new_id()),
            file_name: format!("确认草稿：{}", drafts.source.reference),
            rows: (lines.len() + needs.len() + deals.len()) as u64,
            problems: outcome.left_out.len() as u64,
        };
        outcome.import = Some(import.id);
        let mut unit = self.store().begin_import(self.author(who), import).await?;
        unit.upsert(&companies).await?;
        unit.upsert(&lines).await?;
        unit.upsert(&needs).await?;
        unit.upsert(&deals).await?;
        for book in &books {
            unit.upsert(std::slice::from_ref(&book.visit)).await?;
            unit.upsert(&book.problems).await?;
            unit.upsert(&book.work).await?;
        }
        let version = match decided {
            Some((draft, expected)) => Some(unit.update(draft, expected).await?),
            None => None,
        };
        unit.save().await?;
        let after = self.refresh().await?;
        outcome.new_matches = new_matches(&before, &after, &concerned);
        Ok((outcome, version))
    }
}

fn facts(snapshot: &Snapshot, drafts: &DraftFile, options: &ConfirmOptions) -> Facts {
    let mut writer = Writer { snapshot, drafts, options, facts: Facts::default() };
    drafts.notes.iter().for_each(|note| writer.note(note));
    drafts.news.iter().for_each(|news| writer.news(news));
    let mut facts = writer.facts;
    facts.outcome.added = facts.companies.len() as u64;
    facts.outcome.lines = facts.lines.len() as u64;
    facts.outcome.needs = facts.needs.len() as u64;
    facts.outcome.cooperations = facts.deals.len() as u64;
    count_books(&mut facts.outcome, &facts.books);
    facts
}

fn count_books(outcome: &mut ConfirmOutcome, books: &[VisitBooks]) {
    outcome.visits = books.len() as u64;
    outcome.problems = books.iter().map(|book| book.problems.len() as u64).sum();
    outcome.promises = books.iter().map(|book| book.work.len() as u64).sum();
}

struct Writer<'a> {
    snapshot: &'a Snapshot,
    drafts: &'a DraftFile,
    options: &'a ConfirmOptions,
    facts: Facts,
}

impl Writer<'_> {
    fn note(&mut self, note: &NoteDrafts) {
        let named = self.options.company.as_ref().or(note.company.as_ref()).filter(|name| !name.trim().is_empty());
        let Some(name) = named else {
            let hint = match self.named_in(note).as_slice() {
                [] => String::new(),
                names => format!("（里面提到了名册上的{}）", names.join("、")),
            };
            let words = format!("记录里没有写明说的是哪家企业{hint}，没有写入。请用 --company 写上企业名称");
            return self.leave(words);
        };
        let Some(id) = self.company(name) else { return };
        let sides = [(Side::Makes, &note.offers), (Side::Buys, &note.buys), (Side::Does, &note.processes)];
        for (side, items) in sides {
            items.iter().for_each(|item| self.line(id, side, &item.text, &item.sentence));
        }
        note.pains.iter().for_each(|pain| self.line(id, Side::Suffers, &pain.what, &pain.sentence));
        for need in &note.needs {
            let deadline = need.deadline_date;
            self.need(id, need.kind, &need.what, deadline, &need.sentence);
        }
        if let Some(financing) = &note.financing {
            self.need(id, NeedKind::Finance, &financing_words(financing), financing.due_date, &financing.sentence);
        }
        if self.drafts.source.kind == SourceKind::Visit {
            let company = self.facts.outcome.companies.last().cloned().unwrap_or_default();
            self.facts.books.push(VisitBooks::of(note, id, &company, self.day()));
        }
        if !note.mentions.is_empty() {
            let names: Vec<&str> = note.mentions.iter().map(|item| item.text.as_str()).collect();
            self.leave(format!("提到的其他单位（{}）只供参考，没有写入", names.join("、")));
        }
    }

    /// Companies of the roster whose name or short name stands in the sentences of a note.
    fn named_in(&self, note: &NoteDrafts) -> Vec<String> {
        let lines = [&note.offers, &note.buys, &note.processes, &note.mentions].into_iter().flatten();
        let sentences = lines.map(|item| item.sentence.as_str());
        let sentences = sentences.chain(note.needs.iter().map(|need| need.sentence.as_str()));
        let text: String = sentences.chain(note.pains.iter().map(|pain| pain.sentence.as_str())).collect();
        let companies = self.snapshot.graph.companies().map(|(_, node)| &node.company);
        companies
            .filter(|company| company.names().any(|name| name.chars().count() >= 3 && text.contains(name)))
            .map(|company| format!("「{}」", company.name))
            .take(5)
            .collect()
    }

    fn news(&mut self, news: &NewsDrafts) {
        for company in &news.companies {
            let known = std::iter::once(&company.name).chain(&company.aliases).find_map(|name| self.known(name));
            if let Some(id) = known {
                self.concern(id, &company.name);
                company.products.iter().for_each(|product| self.line(id, Side::Makes, product, ""));
            }
        }
        let aliases = |name: &str| {
            let bearer = news.companies.iter().find(|one| one.name == name || one.aliases.iter().any(|a| a == name));
            bearer.map_or_else(Vec::new, |one| [vec![one.name.clone()], one.aliases.clone()].concat())
        };
        for cooperation in &news.cooperations {
            let parties: Vec<DealParty> = cooperation
                .participants
                .iter()
                .map(|name| {
                    let company = std::iter::once(name.clone()).chain(aliases(name)).find_map(|n| self.known(&n));
                    DealParty { company, name: name.clone(), role: role(cooperation, name).to_owned() }
                })
                .collect();
            self.cooperation(cooperation, parties);
        }
    }

    fn cooperation(&mut self, draft: &CooperationDraft, parties: Vec<DealParty>) {
        let words = draft.participants.join("、");
        let members: Vec<(CompanyId, String)> =
            parties.iter().filter_map(|party| Some((party.company?, party.name.clone()))).collect();
        if members.is_empty() {
            return self.leave(format!("协作「{words}」里没有名册上的企业，没有写入"));
        }
        let source = self.source(&draft.sentence);
        let stored = self.snapshot.graph.bonds().deals_of(members[0].0);
        if stored.iter().any(|deal| deal.source == source && same_parties(&deal.parties, &parties)) {
            self.facts.outcome.known += 1;
            return;
        }
        members.iter().for_each(|(id, name)| self.concern(*id, name));
        let product = draft.product.clone().filter(|product| !product.is_empty());
        let excludes = draft.kind != CooperationKind::Intent;
        let date = self.drafts.source.date;
        self.facts.deals.push(Deal { id: DealId(clock::new_id()), parties, product, date, source, excludes });
    }

    fn line(&mut self, company: CompanyId, side: Side, text: &str, sentence: &str) {
        let text = text.trim();
        let evidence = self.evidence();
        let surer = |line: &ProfileLine| {
            line.company == company && line.side == side && line.text == text && line.evidence >= evidence
        };
        let node = self.snapshot.graph.find(company).map(|ix| self.snapshot.graph.company(ix));
        let stored = node.is_some_and(|node| node.lines.iter().any(|line| surer(&line.line)));
        if text.is_empty() || stored || self.facts.lines.iter().any(surer) {
            self.facts.outcome.known += u64::from(!text.is_empty());
            return;
        }
        self.facts.lines.push(ProfileLine {
            id: LineId(clock::new_id()),
            company,
            side,
            text: text.to_owned(),
            role: LineRole::Unknown,
            evidence,
            confidence: 1.0,
            source: self.source(sentence),
            seen: Some(self.day()),
            expires: None,
            visibility: self.visibility(),
            confirmed: Vec::new(),
            rejected: Vec::new(),
        });
    }

    fn need(&mut self, company: CompanyId, kind: NeedKind, text: &str, deadline: Option<Date>, sentence: &str) {
        let text = text.trim();
        let node = self.snapshot.graph.find(company).map(|ix| self.snapshot.graph.company(ix));
        let same = |need: &Need| need.open && need.kind == kind && need.text == text && need.deadline == deadline;
        if text.is_empty() || node.is_some_and(|node| node.needs.iter().any(|need| same(&need.need))) {
            self.facts.outcome.known += u64::from(!text.is_empty());
            return;
        }
        self.facts.needs.push(Need {
            id: NeedId(clock::new_id()),
            company,
            text: text.to_owned(),
            kind,
            deadline,
            visibility: Visibility::Secretariat,
            source: self.source(sentence),
            open: true,
        });
    }

    /// The company of a note: of the roster, or a new one where that was asked for.
    fn company(&mut self, name: &str) -> Option<CompanyId> {
        let key = self.snapshot.knowledge.names.key(name);
        match self.snapshot.company(name) {
            Ok(ix) => {
                let company = &self.snapshot.graph.company(ix).company;
                let (id, name) = (company.id, company.name.clone());
                self.concern(id, &name);
                Some(id)
            }
            Err(crate::UnknownCompany::Nobody { .. }) if self.options.add_company => {
                let added =
                    self.facts.companies.iter().find(|added| self.snapshot.knowledge.names.key(&added.name) == key);
                let id = added.map(|added| added.id).unwrap_or_else(|| {
                    let company = Company::named(CompanyId(clock::new_id()), name.trim());
                    let id = company.id;
                    self.facts.companies.push(company);
                    id
                });
                self.concern(id, name);
                Some(id)
            }
            Err(unknown) => {
                let hint = match unknown {
                    crate::UnknownCompany::Nobody { .. } => "；确是新企业，请加 --add-company",
                    crate::UnknownCompany::Several { .. } => "",
                };
                self.leave(format!("{unknown}。这份记录没有写入，请用 --company 写上名册里的全称{hint}"));
                None
            }
        }
    }

    fn known(&self, name: &str) -> Option<CompanyId> {
        let ix = self.snapshot.company(name).ok()?;
        Some(self.snapshot.graph.company(ix).company.id)
    }

    fn concern(&mut self, id: CompanyId, name: &str) {
        if !self.facts.concerned.contains(&id) {
            self.facts.concerned.push(id);
            self.facts.outcome.companies.push(name.to_owned());
        }
    }

    fn leave(&mut self, words: String) {
        self.facts.outcome.left_out.push(words);
    }

    fn source(&self, sentence: &str) -> SourceRef {
        let source = &self.drafts.source;
        let quote = (!sentence.is_empty()).then(|| sentence.to_owned());
        SourceRef { kind: source.kind, reference: source.reference.clone(), date: source.date, quote }
    }

    fn evidence(&self) -> Evidence {
        match self.drafts.source.kind {
            SourceKind::Visit => Evidence::Visited,
            _ => Evidence::Document,
        }
    }

    /// What is said on a visit is for the secretariat until somebody opens it; what is published is public.
    fn visibility(&self) -> Visibility {
        match self.drafts.source.kind {
            SourceKind::Article => Visibility::Public,
            _ => Visibility::Secretariat,
        }
    }

    fn day(&self) -> Date {
        self.drafts.source.date.unwrap_or(self.snapshot.today)
    }
}

fn role(draft: &CooperationDraft, name: &str) -> &'static str {
    let is = |who: Option<&String>| who.is_some_and(|who| who == name);
    let roles = draft.roles.as_ref();
    match () {
        () if is(roles.and_then(|roles| roles.supplier.as_ref())) => "supplier",
        () if is(roles.and_then(|roles| roles.customer.as_ref())) => "customer",
        () => "partner",
    }
}

fn same_parties(a: &[DealParty], b: &[DealParty]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(x, y)| x.name == y.name)
}

fn financing_words(financing: &Financing) -> String {
    [Some(financing.kind.zh().to_owned()), financing.amount.clone(), financing.due.clone()]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" ")
}

/// Partners of the companies concerned that they did not have before, or not in this way.
fn new_matches(before: &Snapshot, after: &Snapshot, concerned: &[CompanyId]) -> Vec<NewMatch> {
    let request = Request { limit: LOOKED_AT, ..Request::default() };
    let mut new = Vec::new();
    for id in concerned {
        let of = |snapshot: &Snapshot| {
            let ix = snapshot.graph.find(*id)?;
            Some(snapshot.matching(|ctx| partners(ctx, ix, &request)).matches)
        };
        let partner = |snapshot: &Snapshot, ix| snapshot.graph.company(ix).company.id;
        let old: FxHashSet<_> = of(before)
            .unwrap_or_default()
            .iter()
            .flat_map(|found| found.ways.iter().map(|way| (partner(before, found.partner), *way)).collect::<Vec<_>>())
            .collect();
        for found in of(after).unwrap_or_default() {
            let other = partner(after, found.partner);
            let Some(way) = found.ways.iter().find(|way| !old.contains(&(other, **way))) else { continue };
            new.push(NewMatch {
                company: after.graph.company(found.company).company.name.clone(),
                partner: after.graph.company(found.partner).company.name.clone(),
                way: way.zh().to_owned(),
                reason: found.reasons.first().map_or_else(String::new, |reason| reason.text.clone()),
            });
        }
    }
    new
}
