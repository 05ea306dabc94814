//! Candidates: companies with a statement that may answer, each with its best statement.

use super::{
    SearchRequest, Step,
    targets::{Target, targets},
    terms::{Term, coverage},
    understand::{Asked, How, Understood, Want, without_asking},
};
use crate::snapshot::Snapshot;
use qianxian_core::{CapIx, CompanyIx, Found, Posting, Side, chain::NeedRole};
use qianxian_index::{Ask, Filter, Hit, Query, What, Words, Zone, ZoneWeights, search};
use qianxian_text::fold;
use rustc_hash::FxHashMap;

/// Statements looked at in one search; the nearest steps come first.
const MOST_STATEMENTS: usize = 6_000;
/// Statements looked at for one capability; the surest stay.
const MOST_OF_ONE: usize = 2_000;
/// Precise answers after which nothing is relaxed.
pub(super) const ENOUGH: usize = 20;
/// Candidates after which no further step of relaxation is taken.
const PLENTY: usize = 250;
/// Text hits looked at.
const TEXT_HITS: usize = 80;
/// Names of a capability that are looked for as text.
const MOST_WORDINGS: usize = 5;
/// Least share of the telling words that a statement near by text has.
const LEAST_COVERAGE: f32 = 0.3;

/// A statement that answers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Candidate {
    pub(super) step: Step,
    /// 0..=1 within the step.
    pub(super) fit: f32,
    pub(super) what: What,
    /// Which wanted thing it answers.
    pub(super) want: u8,
    pub(super) reason: Reason,
    /// Wanted things answered precisely, as bits.
    pub(super) answered: u32,
}

/// Why a candidate is there.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Reason {
    /// Names the capability that was reached from another one.
    Names { cap: CapIx, from: CapIx },
    /// Makes what takes the thing.
    Uses { maker_of: CapIx, thing: CapIx },
    /// By its words.
    Words,
    /// By its model number.
    Model,
    /// By its name.
    Name,
    /// It stands in the place asked for, nothing else was asked.
    Place,
    /// It has an open need for it.
    Need,
}

pub(super) type Candidates = FxHashMap<CompanyIx, Candidate>;

/// Everything that may answer.
pub(super) fn gather(snapshot: &Snapshot, understood: &Understood, request: &SearchRequest) -> Candidates {
    let mut gatherer = Gatherer { snapshot, understood, request, best: Candidates::default(), looked_at: 0 };
    for ix in &understood.named {
        gatherer.offer(*ix, Step::Exact, 1.0, What::Name, 0, Reason::Name);
    }
    gatherer.by_capability();
    gatherer.by_model();
    gatherer.by_text();
    gatherer.by_name();
    gatherer.by_place();
    gatherer.best
}

struct Gatherer<'a> {
    snapshot: &'a Snapshot,
    understood: &'a Understood,
    request: &'a SearchRequest,
    best: Candidates,
    looked_at: usize,
}

impl Gatherer<'_> {
    fn precise(&self) -> usize {
        self.best.values().filter(|candidate| candidate.step.is_precise()).count()
    }

    fn by_capability(&mut self) {
        let wants = &self.understood.wants;
        let lists: Vec<Vec<Target>> = wants.iter().map(|want| targets(self.snapshot, want)).collect();
        if self.understood.asked == Asked::User {
            for (at, want) in wants.iter().enumerate() {
                self.users(at as u8, want);
            }
        }
        let mut steps: Vec<Step> = lists.iter().flatten().map(|target| target.step).collect();
        steps.sort_unstable_by(|a, b| b.cmp(a));
        steps.dedup();
        for step in steps {
            if !step.is_precise() && (self.precise() >= ENOUGH || self.best.len() >= PLENTY) {
                break;
            }
            for (at, (want, list)) in wants.iter().zip(&lists).enumerate() {
                for target in list.iter().filter(|target| target.step == step) {
                    if self.looked_at >= MOST_STATEMENTS {
                        break;
                    }
                    self.postings(at as u8, want, target);
                }
            }
        }
    }

    fn postings(&mut self, want_at: u8, want: &Want, target: &Target) {
        let sides: &[Side] = match self.understood.asked {
            Asked::Supplier => &[Side::Makes, Side::Does],
            Asked::User => &[Side::Buys],
        };
        let chain = &self.snapshot.knowledge.chain;
        let by_name = want.word == chain.name(target.cap);
        for side in sides {
            let graph = &self.snapshot.graph;
            let mut postings: Vec<&Posting> = graph.postings(target.cap, *side).collect();
            if postings.len() > MOST_OF_ONE {
                postings.select_nth_unstable_by(MOST_OF_ONE, |a, b| b.weight.total_cmp(&a.weight));
                postings.truncate(MOST_OF_ONE);
            }
            self.looked_at += postings.len() + 1;
            for posting in postings {
                let line = &graph.company(posting.company).lines[usize::from(posting.line)];
                let too_weak = self.request.filter.evidence.is_some_and(|least| line.evidence < least);
                if line.line.visibility < self.request.viewer || too_weak {
                    continue;
                }
                let step = match (target.step, posting.found) {
                    (step, Found::Mention) if step > Step::Mention => Step::Mention,
                    (Step::Synonym, Found::Name) if by_name => Step::Exact,
                    (step, _) => step,
                };
                let fit = target.keep * (0.35 + 0.65 * posting.weight);
                let reason = Reason::Names { cap: target.cap, from: target.from };
                self.offer(posting.company, step, fit, What::Line(posting.line), want_at, reason);
            }
        }
        // Who looks for it is no supplier, but worth knowing.
        let asked_users = self.understood.asked == Asked::User;
        if target.step >= Step::Narrower {
            for posting in self.snapshot.graph.need_postings(target.cap).take(MOST_OF_ONE) {
                let need = &self.snapshot.graph.company(posting.company).needs[usize::from(posting.line)].need;
                if need.visibility >= self.request.viewer {
                    let step = if asked_users { target.step } else { Step::TextPart };
                    let fit = target.keep * posting.weight * if asked_users { 1.0 } else { 0.01 };
                    self.offer(posting.company, step, fit, What::Need(posting.line), want_at, Reason::Need);
                }
            }
        }
    }

    /// 谁家用减速机: who makes something that takes it.
    fn users(&mut self, want_at: u8, want: &Want) {
        let chain = &self.snapshot.knowledge.chain;
        for reading in want.readings.iter().take(3) {
            let users: Vec<(CapIx, f32)> = chain
                .users(reading.cap)
                .filter(|(_, need)| need.role == NeedRole::Input)
                .map(|(user, need)| (user, need.strength))
                .collect();
            for (user, strength) in users {
                if self.looked_at >= MOST_STATEMENTS {
                    return;
                }
                let postings: Vec<&Posting> =
                    self.snapshot.graph.postings(user, Side::Makes).take(MOST_OF_ONE).collect();
                self.looked_at += postings.len() + 1;
                for posting in postings {
                    let line = &self.snapshot.graph.company(posting.company).lines[usize::from(posting.line)].line;
                    if line.visibility >= self.request.viewer {
                        let reason = Reason::Uses { maker_of: user, thing: reading.cap };
                        let fit = strength * posting.weight;
                        let what = What::Line(posting.line);
                        self.offer(posting.company, Step::Through, fit, what, want_at, reason);
                    }
                }
            }
        }
    }

    fn filter(&self) -> Filter {
        let filter = &self.request.filter;
        Filter {
            viewer: self.request.viewer,
            places: filter.places.clone(),
            kinds: filter.kinds.clone(),
            ..Filter::default()
        }
    }

    fn zones(&self) -> ZoneWeights {
        match self.understood.asked {
            Asked::Supplier => ZoneWeights::NONE.with(Zone::Makes, 1.0).with(Zone::Does, 0.9),
            Asked::User => ZoneWeights::NONE.with(Zone::Buys, 1.0).with(Zone::Need, 1.0),
        }
    }

    fn asked(&self, ask: Ask, zones: ZoneWeights) -> Vec<Hit> {
        let query = Query { ask, zones, filter: self.filter() };
        search(&self.snapshot.searcher, &query, TEXT_HITS).unwrap_or_default()
    }

    /// The levelled words of a statement.
    fn words_of(&self, ix: CompanyIx, what: What) -> String {
        statement(self.snapshot, ix, what).map(|text| fold(text).text).unwrap_or_default()
    }

    fn by_model(&mut self) {
        for model in &self.understood.models {
            let hits = self.asked(Ask::Phrase(model.clone(), 1.0), self.zones());
            for hit in hits {
                let Some(ix) = self.snapshot.graph.find(hit.company) else { continue };
                let wanted = self.best.get(&ix).is_some_and(|known| known.step >= Step::Broader);
                let alone = self.understood.wants.is_empty();
                let step = if wanted || alone { Step::Exact } else { Step::TextFull };
                self.offer(ix, step, 1.0, hit.what, 0, Reason::Model);
            }
        }
    }

    /// Lines with the telling words of what is wanted, where too few say it.
    fn by_text(&mut self) {
        if self.precise() >= ENOUGH || !self.understood.named.is_empty() {
            return;
        }
        let wants = self.understood.wants.clone();
        for (at, want) in wants.iter().enumerate() {
            let anchored = want.readings.iter().any(|reading| reading.how != How::Stem);
            let mut wordings = vec![(want.phrase.clone(), want.terms.clone())];
            // Other words for it have words of their own: 热交换 in 换热器.
            for reading in want.readings.iter().filter(|reading| reading.how != How::Stem).take(1) {
                let known = self.snapshot.knowledge.chain.cap(reading.cap);
                let names = std::iter::once(&known.name).chain(&known.aliases).take(MOST_WORDINGS);
                for name in names.filter(|name| **name != want.phrase) {
                    wordings.push((name.clone(), super::terms::terms(self.snapshot, name)));
                }
            }
            self.text_of(at as u8, &wordings, anchored);
        }
        if wants.is_empty() {
            let text = without_asking(&self.understood.text);
            let terms = self.understood.terms.clone();
            self.text_of(0, &[(text, terms)], false);
        }
    }

    /// Lines with the telling words of one of several wordings of the same.
    fn text_of(&mut self, want_at: u8, wordings: &[(String, Vec<Term>)], anchored: bool) {
        // Pairs of characters for the words as typed; dictionary words are enough for other names of it.
        let bigrams = |at: usize| if at == 0 { 0.35 } else { 0.0 };
        let words = |(at, (text, _)): (usize, &(String, Vec<Term>))| {
            Ask::Words(Words { bigrams: bigrams(at), ..Words::any(text) })
        };
        let asks: Vec<Ask> = wordings.iter().enumerate().map(words).collect();
        let (first, terms) = (&wordings[0].0, &wordings[0].1);
        // Words nobody here uses: what is asked for is not here, whatever its other words say.
        let strange = terms.iter().any(|term| term.documents == 0 && !term.modifier);
        if first.chars().filter(|c| c.is_alphanumeric()).count() < 2 {
            return;
        }
        for hit in self.asked(Ask::Any(asks), self.zones()) {
            let Some(ix) = self.snapshot.graph.find(hit.company) else { continue };
            let line = self.words_of(ix, hit.what);
            let covers = |(_, terms): &(String, Vec<Term>)| {
                let told = terms.iter().any(|term| !term.modifier && line.contains(&term.text));
                if told { coverage(terms, &line) } else { 0.0 }
            };
            let own = covers(&wordings[0]);
            let covered = wordings[1..].iter().map(covers).fold(own, |best, other| best.max(0.8 * other));
            if covered < LEAST_COVERAGE {
                continue;
            }
            let full = own > 0.99 && !strange && (!anchored || terms.len() > 1);
            let step = if full { Step::TextFull } else { Step::TextPart };
            // Without anything known in the query, part of its words is no answer.
            let fit = if anchored || full || (!strange && covered >= 0.6) { covered } else { covered * 0.01 };
            self.offer(ix, step, fit, hit.what, want_at, Reason::Words);
        }
    }

    /// Companies that bear the words in their names.
    fn by_name(&mut self) {
        if !self.understood.named.is_empty() {
            return;
        }
        let text = without_asking(&self.understood.text);
        let characters = text.chars().filter(|c| c.is_alphanumeric()).count();
        let known = self.understood.wants.iter().any(|want| !want.readings.is_empty());
        // Nothing beside what is wanted: no name is asked for.
        let all_said = self.understood.wants.iter().any(|want| want.phrase == text || want.word == text);
        if characters < 2 || known && (all_said || self.precise() >= ENOUGH) {
            return;
        }
        let zones = ZoneWeights::NONE.with(Zone::Name, 1.0);
        for hit in self.asked(Ask::Phrase(text, 1.0), zones) {
            let Some(ix) = self.snapshot.graph.find(hit.company) else { continue };
            let step = if known { Step::TextPart } else { Step::TextFull };
            self.offer(ix, step, 0.9, What::Name, 0, Reason::Name);
        }
    }

    /// Nothing but a place was asked for: who is there.
    fn by_place(&mut self) {
        let nothing_else = self.understood.wants.is_empty() && self.understood.terms.is_empty();
        let Some(place) = self.understood.places.first() else { return };
        if !nothing_else || !self.understood.models.is_empty() {
            return;
        }
        let Some(smallest) = place.levels.last() else { return };
        let filter = Filter { places: vec![smallest.clone()], ..self.filter() };
        let query = Query { ask: Ask::Everything, zones: ZoneWeights::NONE.with(Zone::Name, 1.0), filter };
        for hit in search(&self.snapshot.searcher, &query, 1_000).unwrap_or_default() {
            if let Some(ix) = self.snapshot.graph.find(hit.company) {
                self.offer(ix, Step::TextFull, 0.5, What::Name, 0, Reason::Place);
            }
        }
    }

    fn offer(&mut self, company: CompanyIx, step: Step, fit: f32, what: What, want: u8, reason: Reason) {
        let answered = if step.is_precise() { 1 << u32::from(want.min(31)) } else { 0 };
        match self.best.get_mut(&company) {
            Some(known) => {
                let answered = known.answered | answered;
                if (step, fit) > (known.step, known.fit) {
                    *known = Candidate { step, fit, what, want, reason, answered };
                } else {
                    known.answered = answered;
                }
            }
            None => {
                if self.request.filter.allows(self.snapshot.graph.company(company)) {
                    self.best.insert(company, Candidate { step, fit, what, want, reason, answered });
                }
            }
        }
    }
}

/// The text of a statement; none for a name.
pub(super) fn statement(snapshot: &Snapshot, ix: CompanyIx, what: What) -> Option<&str> {
    let node = snapshot.graph.company(ix);
    match what {
        What::Name => None,
        What::Line(at) => node.lines.get(usize::from(at)).map(|line| line.line.text.as_str()),
        What::Need(at) => node.needs.get(usize::from(at)).map(|need| need.need.text.as_str()),
    }
}
