//! What the picture of a capability says, as tables: its relations with where each is written, and the lines of members
//! in which it was recognised. Each row knows how it would be corrected.

use qianxian_core::{CapIx, Chain, CompanyId, LineId, RelationKind, Side, SourceKind, chain::NeedRole, chain::Towards};
use qianxian_engine::Snapshot;

/// Rows of one relation shown: a steel plate goes into hundreds of things.
const MOST_ROWS: usize = 15;
/// Lines shown of one capability.
const MOST_LINES: usize = 60;

/// One relation as read from a capability.
pub(super) struct RelationRow {
    /// The relation as read from this end, in Chinese.
    pub(super) label: &'static str,
    /// The other end.
    pub(super) other: String,
    /// Its slug.
    pub(super) slug: String,
    /// Strength, in Chinese.
    pub(super) strength: &'static str,
    /// Where it is written.
    pub(super) source: String,
    /// From which wider capability it is inherited.
    pub(super) inherited: Option<String>,
    /// Slug of the capability under which it is written.
    pub(super) subject: String,
    /// The key of packs: `in`, `by`.
    pub(super) key: &'static str,
    /// Slug of what stands behind the key.
    pub(super) object: String,
}

/// A line of a member that names a capability.
pub(super) struct LineRow {
    /// Whose.
    pub(super) company: CompanyId,
    /// Its name.
    pub(super) name: String,
    /// Which list.
    pub(super) side: &'static str,
    /// The words.
    pub(super) text: String,
    /// How it was found, in Chinese.
    pub(super) found: &'static str,
    /// The line, where it can be corrected: what is concluded from a name cannot.
    pub(super) line: Option<LineId>,
    /// Slug of the capability recognised.
    pub(super) slug: String,
    /// Its name.
    pub(super) capability: String,
}

/// The key of packs for a relation.
pub(super) const fn key(kind: RelationKind) -> &'static str {
    match kind {
        RelationKind::Broader => "broader",
        RelationKind::InputOf => "in",
        RelationKind::MadeBy => "by",
        RelationKind::Performs => "does",
        RelationKind::CoupledWith => "with",
        RelationKind::Cures => "cures",
        RelationKind::ProneTo => "pain",
        RelationKind::UsedIn => "for",
        RelationKind::Requires => "needs",
    }
}

const fn label(kind: RelationKind, towards: Towards) -> &'static str {
    match (kind, towards) {
        (RelationKind::Broader, Towards::To) => "属于",
        (RelationKind::Broader, Towards::From) => "包括",
        (RelationKind::InputOf, Towards::To) => "用于制造",
        (RelationKind::InputOf, Towards::From) => "要用",
        (RelationKind::MadeBy, Towards::To) => "要经过工艺",
        (RelationKind::MadeBy, Towards::From) => "是其工艺",
        (RelationKind::Performs, Towards::To) => "能完成工艺",
        (RelationKind::Performs, Towards::From) => "由其完成",
        (RelationKind::CoupledWith, _) => "成套使用",
        (RelationKind::Cures, Towards::To) => "能解决",
        (RelationKind::Cures, Towards::From) => "由其解决",
        (RelationKind::ProneTo, Towards::To) => "常见困扰",
        (RelationKind::ProneTo, Towards::From) => "常困扰",
        (RelationKind::UsedIn, Towards::To) => "应用于",
        (RelationKind::UsedIn, Towards::From) => "用到",
        (RelationKind::Requires, Towards::To) => "需要资质",
        (RelationKind::Requires, Towards::From) => "是其资质",
    }
}

/// Its own relations in both directions, the strongest ones of each, then what it inherits.
pub(super) fn rows(chain: &Chain, cap: CapIx) -> Vec<RelationRow> {
    let mut rows = Vec::new();
    for kind in RelationKind::ALL.iter().copied() {
        for towards in [Towards::From, Towards::To] {
            if kind == RelationKind::CoupledWith && towards == Towards::To {
                continue;
            }
            for (other, relation) in chain.related(cap, kind, towards).into_iter().take(MOST_ROWS) {
                let outward = match kind {
                    // Read both ways: which end wrote it says the edge itself.
                    RelationKind::CoupledWith => written_outward(chain, cap, other),
                    _ => towards == Towards::To,
                };
                let (from, to) = if outward { (cap, other) } else { (other, cap) };
                let (subject, object) = if kind == RelationKind::InputOf { (to, from) } else { (from, to) };
                rows.push(RelationRow {
                    label: label(kind, towards),
                    other: chain.name(other).to_owned(),
                    slug: chain.cap(other).slug.clone(),
                    strength: relation.strength.zh(),
                    source: relation.source.clone(),
                    inherited: None,
                    subject: chain.cap(subject).slug.clone(),
                    key: key(kind),
                    object: chain.cap(object).slug.clone(),
                });
            }
        }
    }
    rows.extend(inherited(chain, cap));
    rows
}

fn written_outward(chain: &Chain, cap: CapIx, other: CapIx) -> bool {
    chain
        .relations()
        .any(|(from, relation, to)| relation.kind == RelationKind::CoupledWith && from == cap && to == other)
}

fn inherited(chain: &Chain, cap: CapIx) -> impl Iterator<Item = RelationRow> + '_ {
    chain.direct_needs(cap).iter().filter(|need| need.steps_up > 0).filter_map(move |need| {
        let relation = chain.need_relation(need)?;
        let process = need.role == NeedRole::Process;
        Some(RelationRow {
            label: if process { "要经过工艺" } else { "要用" },
            other: chain.name(need.cap).to_owned(),
            slug: chain.cap(need.cap).slug.clone(),
            strength: relation.strength.zh(),
            source: relation.source.clone(),
            inherited: Some(chain.name(need.written_at).to_owned()),
            subject: chain.cap(need.written_at).slug.clone(),
            key: if process { "by" } else { "in" },
            object: chain.cap(need.cap).slug.clone(),
        })
    })
}

/// Lines in which the capability or a kind of it was recognised; and how many are left out.
pub(super) fn lines(snapshot: &Snapshot, cap: CapIx) -> (Vec<LineRow>, usize) {
    let (graph, chain) = (&snapshot.graph, &snapshot.knowledge.chain);
    let kinds = std::iter::once(cap).chain(chain.descendants(cap).iter().map(|(kind, _)| *kind));
    let mut found: Vec<(f32, LineRow)> = Vec::new();
    for kind in kinds {
        for side in Side::ALL.iter().copied() {
            for posting in graph.postings(kind, side) {
                let node = graph.company(posting.company);
                let line = &node.lines[usize::from(posting.line)].line;
                let row = LineRow {
                    company: node.company.id,
                    name: node.company.name.clone(),
                    side: side.zh(),
                    text: line.text.clone(),
                    found: posting.found.zh(),
                    line: (line.source.kind != SourceKind::Name).then_some(line.id),
                    slug: chain.cap(kind).slug.clone(),
                    capability: chain.name(kind).to_owned(),
                };
                found.push((posting.weight, row));
            }
        }
    }
    found.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| (&a.1.name, &a.1.text).cmp(&(&b.1.name, &b.1.text))));
    let more = found.len().saturating_sub(MOST_LINES);
    (found.into_iter().take(MOST_LINES).map(|(_, row)| row).collect(), more)
}
