//! Drafts of a news text: the organisations it names and the cooperations it states.
//!
//! Only what is stated counts: lists of participants, visits, sponsors, wishes and plans pair nobody. Partners of one
//! thing are one cooperation of three or more; a supplier with two customers is two of two.

mod pairs;
mod product;
mod rules;
mod scene;

use super::{
    cues::Cues,
    draft::{CooperationDraft, CooperationKind, Input, NamedCompany, NewsDrafts, Roles},
    orgs::{Manner, OrgFinder},
    phrase::Phrases,
    source::{Source, Span},
};
use scene::Scene;

/// A cooperation by organisation number, before it is written out.
#[derive(Debug, Clone, PartialEq)]
struct Found {
    parties: Vec<Party>,
    supplier: Option<Party>,
    customer: Option<Party>,
    product: Option<String>,
    kind: CooperationKind,
    verb: String,
    /// Bytes of the cleaned text.
    at: std::ops::Range<usize>,
}

/// A participant: an organisation of the text, or something else that is named only there (a project).
#[derive(Debug, Clone, PartialEq, Eq)]
enum Party {
    Org(usize),
    Named(String),
}

/// Reads a news text.
pub(super) fn drafts(cues: &Cues, phrases: Phrases<'_>, input: &Input) -> NewsDrafts {
    let title = input.title.as_deref().unwrap_or_default();
    let whole = if title.is_empty() { input.text.clone() } else { format!("{title}\n{}", input.text) };
    let offset = if title.is_empty() { 0 } else { title.len() + 1 };
    let source = Source::new(&whole, cues);
    let mut orgs = OrgFinder { cues, recognizer: phrases.recognizer, manner: Manner::News }.find(&source.text);
    scene::partners_by_place(cues, &source.text, &mut orgs);
    let scene = Scene::new(cues, phrases, &source, &orgs);
    let found = tidy(&scene, rules::find(&scene), offset);
    let span = |range: &std::ops::Range<usize>| {
        let span = source.original(range);
        let in_title = span.start < offset;
        let cut = if in_title { 0 } else { offset };
        (Span { start: span.start - cut, end: span.end.max(span.start) - cut }, in_title)
    };
    let name = |party: &Party| match party {
        Party::Org(org) => orgs.list[*org].name.clone(),
        Party::Named(name) => name.clone(),
    };
    let cooperations = found
        .iter()
        .map(|found| {
            let (span, in_title) = span(&found.at);
            let roles =
                Roles { supplier: found.supplier.as_ref().map(name), customer: found.customer.as_ref().map(name) };
            CooperationDraft {
                participants: found.parties.iter().map(name).collect(),
                product: found.product.clone(),
                kind: found.kind,
                verb: found.verb.clone(),
                roles: (roles != Roles::default()).then_some(roles),
                sentence: source.text[source.sentence_at(found.at.start)].to_owned(),
                span,
                in_title,
            }
        })
        .collect();
    let companies = orgs.list.iter().enumerate().filter_map(|(org, known)| {
        let first =
            orgs.mentions.iter().filter(|m| m.org == org).map(|m| span(&m.span)).min_by_key(|(_, title)| *title)?;
        Some(NamedCompany {
            name: known.name.clone(),
            aliases: known.aliases.clone(),
            products: product::of_company(&scene, &found, org),
            span: first.0,
            in_title: first.1,
        })
    });
    NewsDrafts { id: input.id.clone(), companies: companies.collect(), cooperations }
}

/// Drops repetitions and lets the headline say who signed: a subsidiary's manager signs for the group it names.
fn tidy(scene: &Scene<'_>, mut found: Vec<Found>, title: usize) -> Vec<Found> {
    let headline: Vec<Vec<Party>> =
        found.iter().filter(|f| scene.source.original(&f.at).start < title).map(|f| f.parties.clone()).collect();
    for one in &mut found {
        for parties in &headline {
            sign_for(scene, one, parties);
        }
    }
    let in_headline = |one: &Found| scene.source.original(&one.at).start < title;
    let mut kept: Vec<Found> = Vec::new();
    for one in found {
        // A pair out of three partners named in the same words says nothing more.
        let within = |other: &Found| {
            let overlap = other.at.start < one.at.end && one.at.start < other.at.end;
            overlap && other.parties.len() > one.parties.len() && one.parties.iter().all(|p| other.parties.contains(p))
        };
        if kept.iter().any(within) {
            continue;
        }
        let same_set = |other: &&mut Found| {
            other.parties.len() == one.parties.len() && other.parties.iter().all(|party| one.parties.contains(party))
        };
        let said = |product: &Option<String>| product.is_some();
        let intent = one.kind == CooperationKind::Intent;
        match kept.iter_mut().filter(same_set).filter(|other| (other.kind == CooperationKind::Intent) == intent).find(
            |other| {
                in_headline(other)
                    || !said(&other.product)
                    || !said(&one.product)
                    || product::same(&one.product, &other.product)
            },
        ) {
            Some(known) => merge(known, one),
            None => kept.push(one),
        }
    }
    kept
}

/// Two statements of one cooperation: what the first leaves open the second says; details beat a headline.
fn merge(known: &mut Found, one: Found) {
    let longer = |p: &Option<String>| p.as_ref().map_or(0, |p| p.chars().count());
    if longer(&one.product) > longer(&known.product) {
        known.product = one.product;
    }
    known.kind = match (known.kind, one.kind) {
        (CooperationKind::Strategic, CooperationKind::Supply) => CooperationKind::StrategicSupply,
        (CooperationKind::Research, CooperationKind::Supply) => CooperationKind::ResearchSupply,
        (CooperationKind::Supply, kind) if kind != CooperationKind::Strategic => kind,
        (kind, _) => kind,
    };
    if known.supplier.is_none() && known.customer.is_none() {
        (known.supplier, known.customer) = (one.supplier, one.customer);
    }
    if known.verb.is_empty() {
        known.verb = one.verb;
    }
    // From now on it stands where the details do: a second thing of the same partners is a second cooperation.
    known.at = one.at;
}

fn sign_for(scene: &Scene<'_>, one: &mut Found, headline: &[Party]) {
    let prefix = |party: &Party| match party {
        Party::Org(org) => scene.orgs.list[*org].name.chars().take(2).collect::<String>(),
        Party::Named(_) => String::new(),
    };
    if one.parties.iter().all(|party| headline.contains(party)) || !one.parties.iter().any(|p| headline.contains(p)) {
        return;
    }
    for at in 0..one.parties.len() {
        let party = one.parties[at].clone();
        if headline.contains(&party) || prefix(&party).is_empty() {
            continue;
        }
        let stands = headline.iter().find(|other| prefix(other) == prefix(&party) && !one.parties.contains(other));
        if let Some(other) = stands {
            one.parties[at] = other.clone();
            for role in [&mut one.supplier, &mut one.customer] {
                if role.as_ref() == Some(&party) {
                    *role = Some(other.clone());
                }
            }
        }
    }
}
