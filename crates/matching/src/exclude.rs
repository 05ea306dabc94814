//! Whom nobody may propose, and why. Checked before any score, and shown: nobody disappears silently.

use crate::{Context, way::Way, ways::is_exact};
use jiff::civil::Date;
use qianxian_core::{Bond, CapIx, CompanyIx, CompanyStatus, PairMark, PairVerdict, Side};

/// Why a pair is not proposed.
#[derive(Debug, Clone, PartialEq)]
pub enum Exclusion {
    /// They belong together, confirmed.
    Affiliated {
        /// Where that is written, or that it follows from several statements.
        source: String,
    },
    /// They make the same, and every way that leads from one to the other needs them not to.
    Rival {
        /// What both make.
        products: Vec<CapIx>,
    },
    /// They already work together.
    AlreadyCooperating {
        /// Where that is written.
        source: String,
    },
    /// A person said they do not fit.
    Refused {
        /// What was said.
        verdict: PairVerdict,
        /// Why.
        reason: String,
    },
    /// One of them may not be proposed at all.
    Status(CompanyStatus),
    /// Associations, public bodies and sponsors are no partners.
    NotAPartner,
}

impl Exclusion {
    /// The reason in words.
    pub fn words(&self, ctx: Context<'_>) -> String {
        match self {
            Exclusion::Affiliated { source } => format!("关联企业，已排除（{source}）"),
            Exclusion::Rival { products } => {
                let names: Vec<&str> = products.iter().map(|cap| ctx.graph.chain().name(*cap)).collect();
                format!("同行，慎推：双方都做{}", names.join("、"))
            }
            Exclusion::AlreadyCooperating { source } => format!("已经在合作（{source}）"),
            Exclusion::Refused { verdict, reason } if reason.is_empty() => verdict.zh().to_owned(),
            Exclusion::Refused { verdict, reason } => format!("{}：{reason}", verdict.zh()),
            Exclusion::Status(status) => status.zh().to_owned(),
            Exclusion::NotAPartner => "不是可以对接的企业（协会、政府部门、赞助商等）".to_owned(),
        }
    }
}

/// Whether a verdict keeps a pair apart today: what was taken up does not, what was postponed does until its day.
fn holds(mark: &PairMark, today: Date) -> bool {
    match mark.verdict {
        PairVerdict::Accepted => false,
        PairVerdict::Postponed => mark.until.is_none_or(|until| until >= today),
        PairVerdict::Unsuitable | PairVerdict::Never => true,
    }
}

/// A company kept out of the list, with the reason.
#[derive(Debug, Clone, PartialEq)]
pub struct Excluded {
    /// Which company.
    pub company: CompanyIx,
    /// Why.
    pub exclusion: Exclusion,
}

/// Reasons that hold whatever the way: affiliation, refusals, status, cooperation under way.
/// With `leave_out_deals` their own deals are not looked at (evaluation only).
pub fn exclusion(ctx: Context<'_>, a: CompanyIx, b: CompanyIx, leave_out_deals: bool) -> Option<Exclusion> {
    let graph = ctx.graph;
    let (one, other) = (graph.company(a), graph.company(b));
    if !other.kind.is_proposable() {
        return Some(Exclusion::NotAPartner);
    }
    if other.company.status != CompanyStatus::Active {
        return Some(Exclusion::Status(other.company.status));
    }
    let (one, other) = (one.company.id, other.company.id);
    let mut cooperating = None;
    let mut affiliated = None;
    for bond in graph.bonds().between(one, other) {
        match bond {
            Bond::Mark(mark) if holds(mark, ctx.today) => {
                return Some(Exclusion::Refused { verdict: mark.verdict, reason: mark.reason.clone() });
            }
            Bond::Mark(_) => {}
            Bond::Affiliation(affiliation) => affiliated = Some(affiliation.source.label()),
            Bond::Deal(deal) if deal.excludes && !leave_out_deals => cooperating = Some(deal.source.label()),
            Bond::Deal(_) => {}
        }
    }
    if graph.bonds().same_group(one, other) {
        let source = affiliated.unwrap_or_else(|| "经由同一集团的其他企业".to_owned());
        return Some(Exclusion::Affiliated { source });
    }
    cooperating.map(|source| Exclusion::AlreadyCooperating { source })
}

/// What both make or do under the same name or alias. A rival is judged per line: a shared head noun or a shared
/// branch of the chain is no rivalry, and neither is a catch-all that has dozens of kinds (汽车零部件).
pub fn rival_products(ctx: Context<'_>, a: CompanyIx, b: CompanyIx) -> Vec<CapIx> {
    let exact = |company: CompanyIx| {
        let node = ctx.graph.company(company);
        node.links(Side::Makes).filter(|(_, link)| is_exact(link.found)).map(|(_, link)| link.cap)
    };
    let mut shared: Vec<CapIx> = exact(a).filter(|cap| exact(b).any(|other| other == *cap)).collect();
    shared.sort();
    shared.dedup();
    shared.retain(|cap| !is_catch_all(ctx, *cap));
    shared
}

/// Has more kinds than any one company makes.
const CATCH_ALL: usize = 60;

fn is_catch_all(ctx: Context<'_>, cap: CapIx) -> bool {
    ctx.graph.chain().descendants(cap).len() > CATCH_ALL
}

/// Whether a path dies because its asker makes the very thing the partner would bring: what B's line names is a line
/// of A's own. Ways in which rivals may meet keep such paths where the question names the way.
pub fn dies_of_rivalry(way: Way, asked_for: bool, asker_makes: &[CapIx], met: CapIx) -> bool {
    way != Way::Channel && !(way.rivals_may_meet() && asked_for) && asker_makes.contains(&met)
}
