//! One question and its answer: partners of one company.

use crate::{
    Context,
    application::Fits,
    card::{self, Match},
    exclude::{self, Excluded, Exclusion, dies_of_rivalry},
    path::{Path, Target},
    reach::{Group, Hit, Shares, reach},
    score::{Evidence, circumstances, score},
    way::Way,
    ways::{Own, targets},
};
use qianxian_core::{CapIx, CompanyIx, CompanyNode};
use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;

/// Which side is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ask {
    /// Who could supply the company.
    Supplier,
    /// Whom the company could supply.
    Customer,
    /// Anybody it could work with.
    #[default]
    Partner,
}

/// A question.
#[derive(Debug, Clone)]
pub struct Request {
    /// Which side is asked for.
    pub ask: Ask,
    /// Ways to look for; all if empty.
    pub ways: Vec<Way>,
    /// Rank exactly these; excluded ones come last with their reason, none is dropped.
    pub candidates: Option<Vec<CompanyIx>>,
    /// At most so many answers; ignored where candidates are given.
    pub limit: usize,
    /// Do not look at deals between the company and the candidates (evaluation).
    pub leave_out_asked: bool,
}

impl Default for Request {
    fn default() -> Self {
        Request { ask: Ask::Partner, ways: Vec::new(), candidates: None, limit: 10, leave_out_asked: false }
    }
}

/// The answer: matches, best first, and who was kept out.
#[derive(Debug, Clone, Default)]
pub struct Answer {
    /// Matches, best first.
    pub matches: Vec<Match>,
    /// Companies a path led to that nobody may propose, in order of name.
    pub excluded: Vec<Excluded>,
    /// Candidates with their score, all of them, best first: what an evaluation reads.
    pub ranking: Vec<(CompanyIx, f32)>,
}

/// Partners of one company.
pub fn partners(ctx: Context<'_>, company: CompanyIx, request: &Request) -> Answer {
    let own = Own::read(ctx, company);
    let mut gathered = gather(&own, request);
    let text: FxHashMap<CompanyIx, f32> = ctx.text.named_by(company).into_iter().collect();
    let wanted: Option<FxHashSet<CompanyIx>> = request.candidates.as_ref().map(|list| list.iter().copied().collect());
    let evidence = &mut gathered.evidence;
    match &wanted {
        Some(wanted) => {
            evidence.retain(|candidate, _| wanted.contains(candidate));
            wanted.iter().for_each(|candidate| {
                evidence.entry(*candidate).or_default();
            });
        }
        None => text.keys().for_each(|candidate| {
            evidence.entry(*candidate).or_default();
        }),
    }
    evidence.remove(&company);
    let mut answer = Answer::default();
    let mut ranked: Vec<(CompanyIx, f32)> = Vec::with_capacity(gathered.evidence.len());
    for (candidate, evidence) in &gathered.evidence {
        if let Some(exclusion) = excluded_because(ctx, company, *candidate, evidence, request) {
            answer.excluded.push(Excluded { company: *candidate, exclusion });
            continue;
        }
        let named = text.get(candidate).copied().unwrap_or(0.0);
        if wanted.is_none() && !evidence.is_any() && named == 0.0 {
            continue;
        }
        let around = circumstances(ctx, company, *candidate, named, request.leave_out_asked);
        ranked.push((*candidate, score(ctx, evidence, &around)));
    }
    ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| by_name(ctx, a.0, b.0)));
    answer.excluded.sort_by(|a, b| by_name(ctx, a.company, b.company));
    let shown: Vec<CompanyIx> =
        ranked.iter().take(if wanted.is_some() { usize::MAX } else { request.limit }).map(|(c, _)| *c).collect();
    let mut paths = gathered.paths_to(&shown);
    answer.matches = shown
        .iter()
        .map(|partner| {
            let around = circumstances(
                ctx,
                company,
                *partner,
                text.get(partner).copied().unwrap_or(0.0),
                request.leave_out_asked,
            );
            let paths = paths.remove(partner).unwrap_or_default();
            card::describe(ctx, company, *partner, &gathered.evidence[partner], around, paths)
        })
        .collect();
    if wanted.is_some() {
        let lowest = ranked.last().map_or(0.0, |(_, score)| *score);
        let last = answer.excluded.iter().map(|excluded| (excluded.company, lowest - 1.0));
        answer.ranking = ranked.iter().copied().chain(last).collect();
    } else {
        answer.ranking = ranked;
    }
    answer
}

/// Everything between two companies: every path from `a` to `b` (those that die of rivalry too), strongest first,
/// and why the pair may not be proposed, if so.
pub fn explain(ctx: Context<'_>, a: CompanyIx, b: CompanyIx) -> (Vec<Path>, Option<Exclusion>, Option<Match>) {
    let request = Request { candidates: Some(vec![b]), ..Request::default() };
    let answer = partners(ctx, a, &request);
    let asked = Request { ways: Way::ALL.to_vec(), ..Request::default() };
    let paths = gather(&Own::read(ctx, a), &asked).paths_to(&[b]).remove(&b).unwrap_or_default();
    let exclusion = answer.excluded.into_iter().next().map(|excluded| excluded.exclusion);
    (paths, exclusion, answer.matches.into_iter().next())
}

/// Targets of the ways and directions asked for.
pub(crate) fn asked_targets(own: &Own<'_>, request: &Request) -> Vec<Target> {
    let ways = if request.ways.is_empty() { &Way::ALL[..] } else { &request.ways };
    let mut list = targets(own, ways);
    list.retain(|target| match request.ask {
        Ask::Supplier => target.asks,
        Ask::Customer => !target.asks,
        Ask::Partner => true,
    });
    list
}

/// Everything found about the companies that the targets of one company lead to.
pub(crate) struct Gathered {
    pub(crate) targets: Vec<Target>,
    pub(crate) evidence: FxHashMap<CompanyIx, Evidence>,
    /// Target, by position, and who stands there.
    pub(crate) hits: Vec<(u32, Hit)>,
}

impl Gathered {
    /// Paths to some of the companies, strongest first.
    pub(crate) fn paths_to(&self, chosen: &[CompanyIx]) -> FxHashMap<CompanyIx, Vec<Path>> {
        let mut paths: FxHashMap<CompanyIx, Vec<Path>> = chosen.iter().map(|company| (*company, Vec::new())).collect();
        for (at, hit) in &self.hits {
            let Some(list) = paths.get_mut(&hit.company) else { continue };
            list.push(Path {
                target: self.targets[*at as usize].clone(),
                partner: hit.company,
                line: hit.posting.line,
                met: hit.met,
                off: hit.off,
                found: hit.posting.found,
                strength: hit.strength,
            });
        }
        for list in paths.values_mut() {
            list.sort_by(|a, b| {
                b.strength
                    .total_cmp(&a.strength)
                    .then_with(|| (a.target.way, a.target.cap).cmp(&(b.target.way, b.target.cap)))
            });
        }
        paths
    }
}

/// Follows every target of a company.
pub(crate) fn gather(own: &Own<'_>, request: &Request) -> Gathered {
    let targets = asked_targets(own, request);
    let own_lines: Vec<CapIx> = own.own_lines().collect();
    let mut evidence: FxHashMap<CompanyIx, Evidence> = FxHashMap::default();
    let mut hits = Vec::new();
    let mut shares = Shares::default();
    let mut fits = Fits::new(own);
    for (at, target) in targets.iter().enumerate() {
        let asked_for = request.ways.contains(&target.way);
        for mut hit in reach(own.ctx, target, own.company) {
            hit.strength *= fits.keep(target, &hit);
            if dies_of_rivalry(target.way, asked_for, &own_lines, hit.met) {
                evidence.entry(hit.company).or_default().rival = true;
            } else {
                shares.note(target, &hit);
                hits.push((at as u32, hit));
            }
        }
    }
    let shares = shares.shares(own.ctx.weights.path.scarcity);
    for (at, hit) in &mut hits {
        let target = &targets[*at as usize];
        hit.strength *= shares[&Group::of(target)];
        let known = evidence.entry(hit.company).or_default();
        known.note(target, hit);
        known.add(target.basis, hit.strength);
    }
    Gathered { targets, evidence, hits }
}

fn excluded_because(
    ctx: Context<'_>,
    company: CompanyIx,
    candidate: CompanyIx,
    evidence: &Evidence,
    request: &Request,
) -> Option<Exclusion> {
    if let Some(exclusion) = exclude::exclusion(ctx, company, candidate, request.leave_out_asked) {
        return Some(exclusion);
    }
    if evidence.rival && !evidence.is_any() {
        let products = exclude::rival_products(ctx, company, candidate);
        return (!products.is_empty()).then_some(Exclusion::Rival { products });
    }
    None
}

/// Order that depends on nothing random: normalised name, then external id.
pub fn by_name(ctx: Context<'_>, a: CompanyIx, b: CompanyIx) -> Ordering {
    let key = |node: &CompanyNode| (node.key.clone(), node.company.external_id().to_owned());
    key(ctx.graph.company(a)).cmp(&key(ctx.graph.company(b)))
}
