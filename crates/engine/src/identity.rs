//! Who in the roster may be one company, or of one house: found without comparing all pairs, for a person to decide.

use crate::{decisions::Decisions, snapshot::Snapshot};
use qianxian_core::{Bond, Certainty, Company, CompanyId};
use qianxian_text::{NameVerdict, Names};
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::Serialize;

/// Names under one key that are compared with each other; a key that more of them share says nothing.
const MOST_SHARING: usize = 60;
/// Companies of one brand that may be one house; a brand that more bear is an ordinary word.
const MOST_OF_A_HOUSE: usize = 8;
/// From this confidence on an affiliation is written in the names themselves, however many share the brand.
const SURE: f32 = 0.8;
/// Companies on one phone; more of them have a book-keeper or a clerk in common.
const MOST_ON_A_PHONE: usize = 4;
/// Begins a key made of a phone.
const PHONE: &str = "phone:";
/// Below this confidence an affiliation is not worth a person's time.
const WORTH_A_LOOK: f32 = 0.5;

/// What two companies may be to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Likeness {
    /// One company (疑似同一家).
    Same,
    /// Of one house or one person (疑似关联).
    Affiliate,
}

impl Likeness {
    /// The word on the screen.
    pub const fn zh(self) -> &'static str {
        match self {
            Likeness::Same => "疑似同一家",
            Likeness::Affiliate => "疑似关联",
        }
    }
}

/// Two companies that may belong together. Nothing follows from it until a person decides.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Suspicion {
    /// One side.
    pub a: CompanyId,
    /// Its name.
    pub a_name: String,
    /// The other side.
    pub b: CompanyId,
    /// Its name.
    pub b_name: String,
    /// What they may be.
    pub likeness: Likeness,
    /// 0..=1.
    pub confidence: f32,
    /// Why, in Chinese.
    pub reason: String,
}

/// Companies under the keys by which look-alikes meet.
pub(crate) struct Blocks<'a> {
    names: &'a Names,
    companies: Vec<&'a Company>,
    keys: FxHashMap<String, Vec<usize>>,
}

impl<'a> Blocks<'a> {
    pub(crate) fn new(names: &'a Names, companies: impl Iterator<Item = &'a Company>) -> Self {
        let companies: Vec<&Company> = companies.collect();
        let of_each: Vec<Vec<String>> = companies.par_iter().map(|company| keys(names, company)).collect();
        let mut by_key: FxHashMap<String, Vec<usize>> = FxHashMap::default();
        for (at, keys) in of_each.into_iter().enumerate() {
            keys.into_iter().for_each(|key| by_key.entry(key).or_default().push(at));
        }
        Blocks { names, companies, keys: by_key }
    }

    /// Companies that look like this one, the likeliest first.
    pub(crate) fn like(&self, company: &Company) -> Vec<Suspicion> {
        self.compared(company, |_| true)
    }

    /// Companies that may be this very one; those with a credit code of their own are not.
    pub(crate) fn twins(&self, company: &Company) -> Vec<Suspicion> {
        let own_code = |other: &Company| company.credit_code.is_some() && other.credit_code.is_some();
        let same_code = |other: &Company| company.credit_code == other.credit_code;
        let mut found = self.compared(company, |other| !own_code(other) || same_code(other));
        found.retain(|pair| pair.likeness == Likeness::Same);
        found
    }

    fn compared(&self, company: &Company, wanted: impl Fn(&Company) -> bool) -> Vec<Suspicion> {
        // Each candidate with the widest key it shares: a brand that many bear says nothing of affiliation.
        let mut candidates: FxHashMap<usize, usize> = FxHashMap::default();
        for key in keys(self.names, company) {
            let most = if key.starts_with(PHONE) { MOST_ON_A_PHONE } else { MOST_SHARING };
            for at in self.keys.get(&key).filter(|sharing| sharing.len() <= most).into_iter().flatten() {
                let widest = candidates.entry(*at).or_default();
                *widest = self.keys[&key].len().max(*widest);
            }
        }
        let mut found: Vec<Suspicion> = candidates
            .into_iter()
            .map(|(at, widest)| (self.companies[at], widest))
            .filter(|(other, _)| wanted(other))
            .filter_map(|(other, widest)| Some((suspicion(self.names, company, other)?, widest)))
            .filter(|(pair, widest)| {
                pair.likeness == Likeness::Same || pair.confidence >= SURE || *widest <= MOST_OF_A_HOUSE
            })
            .map(|(pair, _)| pair)
            .collect();
        found.sort_by(likeliest);
        found
    }
}

fn likeliest(a: &Suspicion, b: &Suspicion) -> std::cmp::Ordering {
    let same = |s: &Suspicion| s.likeness == Likeness::Affiliate;
    same(a)
        .cmp(&same(b))
        .then(b.confidence.total_cmp(&a.confidence))
        .then_with(|| (&a.a_name, &a.b_name, a.b).cmp(&(&b.a_name, &b.b_name, b.b)))
}

fn keys(names: &Names, company: &Company) -> Vec<String> {
    let mut keys: Vec<String> = company.names().flat_map(|name| names.block_keys(name)).collect();
    keys.extend(company.credit_code.iter().map(|code| format!("code:{code}")));
    keys.extend(phones(company).into_iter().map(|phone| format!("{PHONE}{phone}")));
    keys.sort();
    keys.dedup();
    keys
}

/// Mobile phones of the people to call.
fn phones(company: &Company) -> Vec<&str> {
    let contacts = company.other.get("联系人").map_or("", String::as_str);
    let runs = contacts.split(|c: char| !c.is_ascii_digit());
    runs.filter(|run| run.len() == 11 && run.starts_with('1')).collect()
}

/// What two companies say about each other: code first, then names, then a phone they share.
fn suspicion(names: &Names, a: &Company, b: &Company) -> Option<Suspicion> {
    if a.id == b.id {
        return None;
    }
    let say = |likeness, confidence, reason: String| {
        let (a_name, b_name) = (a.name.clone(), b.name.clone());
        Some(Suspicion { a: a.id, a_name, b: b.id, b_name, likeness, confidence, reason })
    };
    let two_codes = match (&a.credit_code, &b.credit_code) {
        (Some(x), Some(y)) if x == y => return say(Likeness::Same, 0.98, "统一社会信用代码相同".to_owned()),
        (Some(_), Some(_)) => true,
        _ => false,
    };
    let compared = a
        .names()
        .flat_map(|x| b.names().map(move |y| (x, y)))
        .map(|(x, y)| names.compare(x, y))
        .filter(|compared| compared.verdict != NameVerdict::Different)
        .max_by(|x, y| {
            let same = |c: &qianxian_text::NameComparison| c.verdict == NameVerdict::Same;
            same(x).cmp(&same(y)).then(x.confidence.total_cmp(&y.confidence))
        });
    match compared {
        Some(found) if found.verdict == NameVerdict::Same && two_codes => {
            say(Likeness::Affiliate, 0.6, format!("{}；但两家的信用代码不同", found.reason))
        }
        Some(found) if found.verdict == NameVerdict::Same => say(Likeness::Same, found.confidence, found.reason),
        Some(found) if found.confidence >= WORTH_A_LOOK => say(Likeness::Affiliate, found.confidence, found.reason),
        _ => {
            let (x, y) = (phones(a), phones(b));
            let shared = x.iter().any(|phone| y.contains(phone));
            let reason = || "联系手机相同，可能是同一人名下的企业".to_owned();
            if shared { say(Likeness::Affiliate, 0.5, reason()) } else { None }
        }
    }
}

impl Snapshot {
    /// Pairs of the roster that may be one company or of one house, the likeliest first. Left out is what a person has
    /// decided: 「不是同一家」, a verdict on affiliation.
    pub fn suspicions(&self, decisions: &Decisions) -> Vec<Suspicion> {
        let companies = || self.graph.companies().map(|(_, node)| node.company.as_ref());
        let blocks = Blocks::new(&self.knowledge.names, companies());
        let all: Vec<&Company> = companies().collect();
        let mut found: Vec<Suspicion> = all
            .par_iter()
            .flat_map_iter(|company| blocks.like(company))
            .filter(|pair| pair.a < pair.b && !decisions.are_distinct(pair.a, pair.b))
            .filter(|pair| !self.graph.bonds().same_group(pair.a, pair.b))
            .collect();
        self.add_stored(decisions, &mut found);
        found.sort_by(likeliest);
        found
    }

    /// Affiliations that are stored as suspected.
    fn add_stored(&self, decisions: &Decisions, found: &mut Vec<Suspicion>) {
        let listed: FxHashSet<(CompanyId, CompanyId)> = found.iter().map(|pair| (pair.a, pair.b)).collect();
        for (_, node) in self.graph.companies() {
            for (other, bond) in self.graph.bonds().of(node.company.id) {
                let Bond::Affiliation(affiliation) = bond else { continue };
                let (a, b) = (node.company.id, other);
                let open = affiliation.certainty == Certainty::Suspected && a < b;
                let Some(ix) = self.graph.find(b).filter(|_| open && !listed.contains(&(a, b))) else { continue };
                if decisions.are_distinct(a, b) || self.graph.bonds().same_group(a, b) {
                    continue;
                }
                found.push(Suspicion {
                    a,
                    a_name: node.company.name.clone(),
                    b,
                    b_name: self.graph.company(ix).company.name.clone(),
                    likeness: Likeness::Affiliate,
                    confidence: 0.5,
                    reason: affiliation.source.label(),
                });
            }
        }
    }
}
