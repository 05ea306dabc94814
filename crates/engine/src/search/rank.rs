//! Candidates in order, as hits with reasons.
//!
//! First comes whether a hit answers what was asked or something wider; then, where a place was asked for, how near it
//! is; then the step; and within a step how well the statement fits: evidence, the telling words of the query in it and
//! in what else the company says, how much of the statement is just that, and how many of several wanted things.

use super::{
    Class, SearchAnswer, SearchHit, SearchRequest, Step, facets,
    gather::{Candidate, Candidates, ENOUGH, Reason, statement},
    request::same_place,
    terms::coverage,
    understand::{Asked, Understood},
};
use crate::snapshot::Snapshot;
use qianxian_core::{CapabilityKind, CompanyIx, CompanyNode, LineRole};
use qianxian_index::{Ask, Query, What, Words};
use qianxian_text::fold;

/// Candidates that are looked at closely.
const CLOSELY: usize = 60;

/// A candidate with its score.
struct Scored {
    ix: CompanyIx,
    candidate: Candidate,
    score: f32,
}

/// The answer.
pub(super) fn answer(
    snapshot: &Snapshot,
    understood: &Understood,
    request: &SearchRequest,
    found: Candidates,
) -> SearchAnswer {
    let ranking = Ranking { snapshot, understood };
    let mut scored: Vec<Scored> = found
        .into_iter()
        .map(|(ix, candidate)| Scored { ix, candidate, score: ranking.score(ix, &candidate, candidate.fit) })
        .collect();
    let closely = CLOSELY.max(request.limit.saturating_mul(2)).min(scored.len());
    if scored.len() > closely {
        scored.select_nth_unstable_by(closely, |a, b| b.score.total_cmp(&a.score));
    }
    // What lies below is counted, not shown.
    let rest: Vec<Scored> = scored.split_off(closely);
    for one in &mut scored {
        ranking.look_closely(one);
    }
    scored.sort_by(|a, b| {
        let key = |one: &Scored| &snapshot.graph.company(one.ix).key;
        b.score.total_cmp(&a.score).then_with(|| key(a).cmp(key(b))).then(a.ix.cmp(&b.ix))
    });
    let precise = scored.iter().filter(|one| one.candidate.step.is_precise()).count();
    let mut room = ENOUGH.saturating_sub(precise);
    let (mut hits, mut reference) = (Vec::new(), Vec::new());
    for one in scored {
        let class = ranking.class(&one.candidate, &mut room);
        if class == Class::Hit { hits.push(one) } else { reference.push(one) }
    }
    let facets = request.facets.then(|| {
        let below = rest.iter().filter(|one| one.candidate.step.is_precise());
        facets::count(snapshot, hits.iter().chain(below).map(|one| (one.ix, one.candidate.what)))
    });
    let relaxed = ranking.relaxed(&hits);
    hits.truncate(request.limit);
    reference.truncate(request.limit);
    let shown = |list: Vec<Scored>, class| list.into_iter().map(|one| ranking.hit(one, class)).collect::<Vec<_>>();
    let (hits, reference) = (shown(hits, Class::Hit), shown(reference, Class::Reference));
    let asked = !understood.text.trim().is_empty() || !understood.chips.is_empty();
    SearchAnswer { chips: understood.chips.clone(), relaxed, unmet: asked && hits.is_empty(), hits, reference, facets }
}

/// What a relaxed step is worth beside the others. Chosen, not fitted: a wider word is asked for by many who mean the
/// narrow one, text alone says least.
const fn weight(step: Step) -> f32 {
    match step {
        Step::Broader => 1.0,
        Step::Stem => 0.9,
        Step::Sibling => 0.85,
        Step::Mention => 0.75,
        Step::Hop => 0.55,
        _ => 0.25,
    }
}

struct Ranking<'a> {
    snapshot: &'a Snapshot,
    understood: &'a Understood,
}

impl Ranking<'_> {
    /// `inner` is 0..=9.9 within the step once looked at closely; before that the fit stands for it.
    fn score(&self, ix: CompanyIx, candidate: &Candidate, inner: f32) -> f32 {
        let by_step = if candidate.step.is_precise() {
            2_000.0 + 10.0 * candidate.step as u8 as f32 + inner.clamp(0.0, 9.9)
        } else {
            60.0 * weight(candidate.step) * candidate.fit.min(1.0)
        };
        by_step + self.surroundings(ix, candidate)
    }

    /// Place, role and qualification, where they were asked for.
    fn surroundings(&self, ix: CompanyIx, candidate: &Candidate) -> f32 {
        let node = self.snapshot.graph.company(ix);
        400.0 * self.nearness(node) + 150.0 * self.role(node, candidate) + 150.0 * self.qualified(node)
    }

    /// 3 in the district asked for, 2 in its city, 1 in its province, 0 elsewhere.
    fn nearness(&self, node: &CompanyNode) -> f32 {
        let here = |place: &super::understand::PlaceAsked| {
            let own: Vec<&str> = node.company.place.levels().collect();
            let shared = place.levels.iter().rev().position(|level| own.iter().any(|o| same_place(o, level)));
            shared.map_or(0.0, |missed| 3.0 - missed.min(3) as f32)
        };
        self.understood.places.iter().map(here).fold(0.0, f32::max)
    }

    fn role(&self, node: &CompanyNode, candidate: &Candidate) -> f32 {
        let kinds = &self.understood.kinds;
        let traded = || match candidate.what {
            What::Line(at) => node.lines.get(usize::from(at)).is_some_and(|line| line.line.role == LineRole::Trader),
            _ => false,
        };
        let fits =
            kinds.iter().any(|kind| node.kind == *kind || (*kind == qianxian_core::CompanyKind::Trader && traded()));
        f32::from(u8::from(fits))
    }

    fn qualified(&self, node: &CompanyNode) -> f32 {
        let chain = &self.snapshot.knowledge.chain;
        let asked = &self.understood.qualifications;
        let has = |cap: &qianxian_core::CapIx| {
            let says =
                |line: &qianxian_core::LineNode| line.links.iter().any(|link| chain.steps_up(link.cap, *cap).is_some());
            node.lines.iter().any(says)
        };
        if asked.is_empty() { 0.0 } else { asked.iter().filter(|cap| has(cap)).count() as f32 / asked.len() as f32 }
    }

    fn look_closely(&self, one: &mut Scored) {
        let candidate = &mut one.candidate;
        let want = self.understood.wants.get(usize::from(candidate.want));
        let line = statement(self.snapshot, one.ix, candidate.what).map(|text| fold(text).text).unwrap_or_default();
        let terms = want.map_or(self.understood.terms.as_slice(), |want| want.terms.as_slice());
        let own = coverage(terms, &line);
        if let Some(want) = want
            && candidate.step == Step::Synonym
            && !want.word.is_empty()
            && line.contains(want.word.as_str())
        {
            candidate.step = Step::Exact;
        }
        let whole = if own >= 0.99 || terms.is_empty() {
            own
        } else {
            let node = self.snapshot.graph.company(one.ix);
            let lines: Vec<String> = node.lines.iter().take(12).map(|line| fold(&line.line.text).text).collect();
            let all: f32 = terms.iter().map(|term| term.weight).sum();
            let said = terms.iter().filter(|term| lines.iter().any(|line| line.contains(&term.text)));
            said.map(|term| term.weight).sum::<f32>() / all.max(f32::MIN_POSITIVE)
        };
        let phrase = want.map_or(0, |want| want.phrase.chars().count());
        let length = line.chars().count().max(1);
        let pure = (phrase as f32 / length as f32).min(1.0);
        let several = candidate.answered.count_ones().saturating_sub(1).min(3) as f32;
        let model = self.understood.models.iter().any(|model| line.contains(model.as_str()));
        let inner = 4.0 * candidate.fit.min(1.0)
            + 1.5 * own
            + 1.2 * whole
            + 0.5 * pure
            + 0.7 * several
            + if model { 2.0 } else { 0.0 };
        one.score = if candidate.step.is_precise() {
            self.score(one.ix, candidate, inner)
        } else {
            let relaxed = weight(candidate.step) * candidate.fit.min(1.0) + 0.2 * own + 0.2 * whole + 0.05 * pure;
            self.surroundings(one.ix, candidate) + 60.0 * relaxed
        };
    }

    /// Hit, or only near it: what is relaxed fills the page up, what is faint never does.
    fn class(&self, candidate: &Candidate, room: &mut usize) -> Class {
        if candidate.step.is_precise() {
            return Class::Hit;
        }
        let nothing_known = self.understood.wants.iter().all(|want| want.readings.is_empty());
        let faint = match candidate.step {
            Step::TextPart => {
                candidate.fit < 0.05 || (nothing_known && candidate.fit < 0.6) || !self.is_thing(candidate)
            }
            _ => candidate.fit < 0.08,
        };
        if faint || *room == 0 || (candidate.reason == Reason::Need && self.understood.asked == Asked::Supplier) {
            return Class::Reference;
        }
        *room -= 1;
        Class::Hit
    }

    /// A product or process is wanted: of services and papers, words say little (法律 for 律师).
    fn is_thing(&self, candidate: &Candidate) -> bool {
        let want = self.understood.wants.get(usize::from(candidate.want));
        let first = want.and_then(|want| want.readings.first());
        first.is_none_or(|reading| {
            let kind = self.snapshot.knowledge.chain.cap(reading.cap).kind;
            matches!(kind, CapabilityKind::Product | CapabilityKind::Process)
        })
    }

    /// What was relaxed, in the order of the steps.
    fn relaxed(&self, hits: &[Scored]) -> Vec<String> {
        let mut said = self.understood.remarks.clone();
        let near = |one: &Scored| self.nearness(self.snapshot.graph.company(one.ix)) > 0.0;
        if let Some(place) = self.understood.places.first().and_then(|place| place.levels.last())
            && !hits.is_empty()
            && !hits.iter().any(near)
        {
            said.push(format!("{place}和周边没有找到，以下是其他地区的"));
        }
        let mut steps: Vec<Step> =
            hits.iter().map(|one| one.candidate.step).filter(|step| *step < Step::Sound).collect();
        steps.sort_unstable_by(|a, b| b.cmp(a));
        steps.dedup();
        for step in steps {
            let count = hits.iter().filter(|one| one.candidate.step == step).count();
            let first = hits.iter().find(|one| one.candidate.step == step);
            let why = first.map(|one| self.why(&one.candidate)).unwrap_or_default();
            said.push(format!("放宽到{}（{count} 家）：{why}", step.zh()));
        }
        said
    }

    fn why(&self, candidate: &Candidate) -> String {
        let name = |cap| self.snapshot.cap_name(cap);
        match candidate.reason {
            Reason::Names { cap, from } => match candidate.step {
                Step::Exact => format!("写明{}", name(cap)),
                Step::Synonym => format!("即{}", name(cap)),
                Step::Sound => format!("按读音或字形理解为{}", name(cap)),
                Step::Narrower if cap == from => format!("即{}", name(cap)),
                Step::Narrower => format!("{}属于{}", name(cap), name(from)),
                Step::Through => format!("{}可以解决所说的问题或完成所说的工艺", name(cap)),
                Step::Broader => format!("没有写明{}，已放宽到{}", name(from), name(cap)),
                Step::Sibling => format!("{}与{}同类", name(cap), name(from)),
                Step::Mention => format!("提到{}", name(cap)),
                Step::Hop if cap == from => format!("涉及{}", name(cap)),
                Step::Hop => format!("{}与{}在产业链上相邻", name(cap), name(from)),
                _ => format!("与{}有关", name(cap)),
            },
            Reason::Uses { maker_of, thing } => {
                format!("做{}通常要用{}（产业链推断）", name(maker_of), name(thing))
            }
            Reason::Words if candidate.step == Step::TextFull => "文字相符".to_owned(),
            Reason::Words => "文字相近".to_owned(),
            Reason::Model => format!("写明型号{}", self.understood.models.join("、").to_uppercase()),
            Reason::Name => "企业名称相符".to_owned(),
            Reason::Place => "在所问的地区".to_owned(),
            Reason::Need => "正在找这个".to_owned(),
        }
    }

    fn hit(&self, one: Scored, class: Class) -> SearchHit {
        let Scored { ix, candidate, score } = one;
        let node = self.snapshot.graph.company(ix);
        let line = match candidate.what {
            What::Line(at) => node.lines.get(usize::from(at)),
            _ => None,
        };
        let words = statement(self.snapshot, ix, candidate.what).unwrap_or(&node.company.name).to_owned();
        SearchHit {
            company: ix,
            name: node.company.name.clone(),
            class,
            step: candidate.step,
            score,
            highlights: self.highlights(&words, &candidate),
            evidence: line.map(|line| line.evidence),
            line: words,
            why: self.why(&candidate),
            place: node.company.place.label(),
        }
    }

    /// What of the line answers, in its own spelling: the words asked for and the name of what it was understood as.
    fn highlights(&self, line: &str, candidate: &Candidate) -> Vec<std::ops::Range<usize>> {
        let mut asks: Vec<Ask> = self.understood.terms.iter().map(|term| Ask::Words(Words::any(&term.text))).collect();
        asks.extend(self.understood.models.iter().map(|model| Ask::Words(Words::any(model))));
        if let Reason::Names { cap, .. } = candidate.reason {
            let found = self.snapshot.knowledge.recognizer.recognise(line);
            let spans: Vec<_> = found.into_iter().filter(|r| r.cap == cap).map(|r| r.span).collect();
            if !spans.is_empty() {
                return spans;
            }
        }
        self.snapshot.searcher.highlight(line, &Query::new(Ask::Any(asks)))
    }
}
