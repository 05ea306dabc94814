//! From the understood query to hits, step by step.

use super::{
    Class, SearchAnswer, SearchHit,
    understand::{Asked, How, Understood, Wanted},
};
use crate::snapshot::Snapshot;
use qianxian_core::{CapIx, CompanyIx, Posting, Side, Visibility, chain::NeedRole};
use qianxian_index::{Ask, Filter, Hit, Matching, Query, What, Words, Zone, ZoneWeights, search};
use qianxian_text::fold_key;
use rustc_hash::FxHashMap;

/// Steps, best first, as tens of the score.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Step {
    Text = 1,
    Broader = 2,
    Through = 3,
    Narrower = 4,
    Sound = 5,
    Synonym = 6,
    Exact = 7,
}

/// A candidate with its best statement.
#[derive(Debug, Clone)]
struct Candidate {
    step: Step,
    fit: f32,
    line: Option<u16>,
    why: String,
    class: Class,
}

/// Text hits looked at.
const TEXT_HITS: usize = 400;

/// Answers a query.
pub(super) fn find(snapshot: &Snapshot, understood: &Understood, viewer: Visibility, limit: usize) -> SearchAnswer {
    let mut found = Finding { snapshot, understood, viewer, text: FxHashMap::default(), best: FxHashMap::default() };
    let query = found.text_query();
    found.read_text(&query);
    for wanted in &understood.wanted {
        found.by_capability(wanted);
    }
    found.by_text();
    found.answer(&query, limit)
}

struct Finding<'a> {
    snapshot: &'a Snapshot,
    understood: &'a Understood,
    viewer: Visibility,
    /// Best text score of each company, 0..=1, and the statement.
    text: FxHashMap<CompanyIx, (f32, What)>,
    best: FxHashMap<CompanyIx, Candidate>,
}

impl Finding<'_> {
    fn filter(&self) -> Filter {
        Filter { viewer: self.viewer, ..Filter::default() }
    }

    fn zones(&self) -> ZoneWeights {
        match self.understood.asked {
            Asked::Supplier => ZoneWeights::NONE.with(Zone::Makes, 1.0).with(Zone::Does, 0.9).with(Zone::Name, 0.6),
            Asked::User => ZoneWeights::NONE.with(Zone::Buys, 1.0).with(Zone::Need, 1.0),
        }
    }

    fn text_query(&self) -> Query {
        let ask = Ask::Words(Words::any(self.understood.text.clone()));
        Query { ask, zones: self.zones(), filter: self.filter() }
    }

    fn read_text(&mut self, query: &Query) {
        let hits: Vec<Hit> = search(&self.snapshot.searcher, query, TEXT_HITS).unwrap_or_default();
        let most = hits.first().map_or(1.0, |hit| hit.score.max(f32::MIN_POSITIVE));
        for hit in hits {
            if let Some(ix) = self.snapshot.graph.find(hit.company) {
                self.text.entry(ix).or_insert((hit.score / most, hit.what));
            }
        }
    }

    fn by_capability(&mut self, wanted: &Wanted) {
        let chain = &self.snapshot.knowledge.chain;
        let named = match wanted.how {
            How::Named | How::Head => Step::Synonym,
            How::Sound => Step::Sound,
            How::Through => Step::Through,
        };
        self.postings(wanted, wanted.cap, named, 1.0, String::new());
        for (kind, steps) in chain.descendants(wanted.cap) {
            let step = if wanted.how == How::Through { Step::Through } else { Step::Narrower };
            let why = format!("{}属于{}", chain.name(*kind), chain.name(wanted.cap));
            self.postings(wanted, *kind, step, 0.9f32.powi(i32::from(*steps)), why);
        }
        if wanted.how != How::Through {
            for (parent, _) in chain.ancestors(wanted.cap).iter().filter(|(_, steps)| *steps == 1) {
                let why = format!("没有写明{}，已放宽到{}", chain.name(wanted.cap), chain.name(*parent));
                self.postings(wanted, *parent, Step::Broader, 0.8, why);
            }
        }
        if self.understood.asked == Asked::User {
            self.users_of(wanted);
        }
    }

    /// 谁家用减速机: who makes something that takes it.
    fn users_of(&mut self, wanted: &Wanted) {
        let chain = &self.snapshot.knowledge.chain;
        let users: Vec<(CapIx, f32)> = chain
            .users(wanted.cap)
            .filter(|(_, need)| need.role == NeedRole::Input)
            .map(|(user, need)| (user, need.strength))
            .collect();
        for (user, strength) in users {
            let why = format!("做{}通常要用{}（产业链推断）", chain.name(user), chain.name(wanted.cap));
            let postings: Vec<Posting> = self.snapshot.graph.postings(user, Side::Makes).copied().collect();
            for posting in postings {
                self.offer(
                    posting.company,
                    Step::Through,
                    strength * posting.weight,
                    Some(posting.line),
                    why.clone(),
                    Class::Hit,
                );
            }
        }
    }

    fn postings(&mut self, wanted: &Wanted, cap: CapIx, step: Step, keep: f32, why: String) {
        let sides: &[Side] = match self.understood.asked {
            Asked::Supplier => &[Side::Makes, Side::Does],
            Asked::User => &[Side::Buys],
        };
        for side in sides {
            let postings: Vec<Posting> = self.snapshot.graph.postings(cap, *side).copied().collect();
            for posting in postings {
                let line = &self.snapshot.graph.company(posting.company).lines[usize::from(posting.line)].line;
                if line.visibility < self.viewer {
                    continue;
                }
                let step =
                    if step == Step::Synonym && self.says_it_so(&line.text, wanted) { Step::Exact } else { step };
                let fit = keep * wanted.share * posting.weight;
                let why = if why.is_empty() { self.why(step, cap) } else { why.clone() };
                let class = if posting.weight < 0.25 && step < Step::Synonym { Class::Reference } else { Class::Hit };
                self.offer(posting.company, step, fit, Some(posting.line), why, class);
            }
        }
    }

    /// The line uses the very words of the query.
    fn says_it_so(&self, line: &str, wanted: &Wanted) -> bool {
        let line = fold_key(line);
        let meaning = self.snapshot.cap_name(wanted.cap);
        let typed =
            self.understood.chips.iter().filter(|chip| chip.meaning == meaning).map(|chip| fold_key(&chip.typed));
        typed.filter(|typed| !typed.is_empty()).any(|typed| line.contains(&typed))
    }

    fn why(&self, step: Step, cap: CapIx) -> String {
        match step {
            Step::Exact => format!("写明{}", self.snapshot.cap_name(cap)),
            Step::Sound => format!("按读音理解为{}", self.snapshot.cap_name(cap)),
            Step::Through => format!("{}可以解决所说的问题或完成所说的工艺", self.snapshot.cap_name(cap)),
            _ => format!("即{}", self.snapshot.cap_name(cap)),
        }
    }

    /// Lines with every word of the query, whether or not a capability was understood. Where one was, text alone is
    /// no answer but a remark.
    fn by_text(&mut self) {
        let text = self.understood.text.clone();
        if text.chars().filter(|c| c.is_alphanumeric()).count() < 2 {
            return;
        }
        let all = Words { matching: Matching::All, ..Words::all(text.clone()) };
        let query = Query { ask: Ask::Words(all), zones: self.zones(), filter: self.filter() };
        let hits = search(&self.snapshot.searcher, &query, TEXT_HITS).unwrap_or_default();
        let most = hits.first().map_or(1.0, |hit| hit.score.max(f32::MIN_POSITIVE));
        for hit in hits {
            let Some(ix) = self.snapshot.graph.find(hit.company) else { continue };
            let why = format!("文字里有“{text}”");
            self.offer(ix, Step::Text, hit.score / most, line_of(hit.what), why, Class::Hit);
        }
        let partly: Vec<(CompanyIx, f32, What)> = self
            .text
            .iter()
            .filter(|(_, (score, _))| *score >= 0.5)
            .map(|(ix, (score, what))| (*ix, *score, *what))
            .collect();
        for (ix, score, what) in partly {
            self.offer(ix, Step::Text, score * 0.5, line_of(what), "文字相近".to_owned(), Class::Reference);
        }
    }

    fn offer(&mut self, company: CompanyIx, step: Step, fit: f32, line: Option<u16>, why: String, class: Class) {
        let candidate = Candidate { step, fit, line, why, class };
        let better = |a: &Candidate, b: &Candidate| (b.class, a.step, a.fit) > (a.class, b.step, b.fit);
        match self.best.get_mut(&company) {
            Some(known) if !better(&candidate, known) => {}
            Some(known) => *known = candidate,
            None => drop(self.best.insert(company, candidate)),
        }
    }

    fn answer(self, query: &Query, limit: usize) -> SearchAnswer {
        let mut hits: Vec<SearchHit> =
            self.best.iter().map(|(ix, candidate)| self.hit(*ix, candidate, query)).collect();
        hits.sort_by(|a, b| {
            let key = |hit: &SearchHit| &self.snapshot.graph.company(hit.company).key;
            b.score.total_cmp(&a.score).then_with(|| key(a).cmp(key(b)))
        });
        let (mut hits, mut reference): (Vec<SearchHit>, Vec<SearchHit>) =
            hits.into_iter().partition(|hit| hit.class == Class::Hit);
        let mut relaxed = self.understood.remarks.clone();
        let exact = hits.first().is_some_and(|hit| hit.score >= 10.0 * Step::Sound as u8 as f32);
        if let Some(first) = hits.first().filter(|_| !exact) {
            relaxed.push(first.why.clone());
        }
        hits.truncate(limit);
        reference.truncate(limit);
        SearchAnswer { chips: self.understood.chips.clone(), relaxed, hits, reference }
    }

    fn hit(&self, ix: CompanyIx, candidate: &Candidate, query: &Query) -> SearchHit {
        let node = self.snapshot.graph.company(ix);
        let text = self.text.get(&ix).map_or(0.0, |(score, _)| *score);
        let line = candidate.line.and_then(|at| node.lines.get(usize::from(at)));
        let words = line.map_or_else(|| node.company.name.clone(), |line| line.line.text.clone());
        SearchHit {
            company: ix,
            name: node.company.name.clone(),
            class: candidate.class,
            score: 10.0 * candidate.step as u8 as f32 + 5.0 * candidate.fit.min(1.0) + 4.0 * text.min(1.0),
            highlights: self.snapshot.searcher.highlight(&words, query),
            evidence: line.map(|line| line.evidence),
            line: words,
            why: candidate.why.clone(),
            place: node.company.place.label(),
        }
    }
}

fn line_of(what: What) -> Option<u16> {
    match what {
        What::Line(at) => Some(at),
        What::Name | What::Need(_) => None,
    }
}

impl Snapshot {
    /// Somebody makes or does it.
    pub(crate) fn offers(&self, cap: CapIx) -> bool {
        self.graph.postings(cap, Side::Makes).next().is_some() || self.graph.postings(cap, Side::Does).next().is_some()
    }
}
