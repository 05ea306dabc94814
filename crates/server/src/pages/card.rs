//! A match as a card of a page.

use crate::pages::Shell;
use qianxian_core::{Bond, CompanyId, CompanyNode, PairVerdict, ReasonCode};
use qianxian_engine::Snapshot;
use qianxian_matching::{Band, Match, Reason, Team, card::short};

/// A company named on a card.
pub(crate) struct Party {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) short: String,
    pub(crate) place: String,
}

impl Party {
    pub(crate) fn of(node: &CompanyNode) -> Party {
        let company = &node.company;
        Party {
            id: company.id.to_string(),
            name: company.name.clone(),
            short: short(company).to_owned(),
            place: company.place.label(),
        }
    }
}

/// A match on the screen.
pub(crate) struct Card {
    pub(crate) company: Party,
    pub(crate) partner: Party,
    pub(crate) way: &'static str,
    pub(crate) way_zh: &'static str,
    pub(crate) more_ways: Vec<&'static str>,
    pub(crate) band: Band,
    pub(crate) heading: Option<String>,
    pub(crate) reasons: Vec<Reason>,
    pub(crate) against: Vec<String>,
    pub(crate) unclear: Vec<String>,
    pub(crate) question: String,
    pub(crate) gain: String,
    pub(crate) partner_gain: String,
    pub(crate) to_company: String,
    pub(crate) to_partner: String,
    /// Taken up already.
    pub(crate) taken: bool,
}

impl Card {
    pub(crate) fn of(snapshot: &Snapshot, found: &Match) -> Card {
        let texts = snapshot.wechat_texts(found);
        Card {
            company: Party::of(snapshot.graph.company(found.company)),
            partner: Party::of(snapshot.graph.company(found.partner)),
            way: found.way.code(),
            way_zh: found.way.zh(),
            more_ways: found.ways.iter().skip(1).take(3).map(|way| way.zh()).collect(),
            band: found.band,
            heading: found.heading.clone(),
            reasons: found.reasons.clone(),
            against: found.against.clone(),
            unclear: found.unclear.clone(),
            question: found.question.clone(),
            gain: found.gain.clone(),
            partner_gain: found.partner_gain.clone(),
            to_company: texts.to_company,
            to_partner: texts.to_partner,
            taken: is_taken(
                snapshot,
                snapshot.graph.company(found.company).company.id,
                snapshot.graph.company(found.partner).company.id,
            ),
        }
    }

    /// Class of its tag.
    pub(crate) fn class(&self) -> &'static str {
        class(self.band)
    }

    /// Reasons for not proposing it.
    pub(crate) fn reason_codes(&self) -> &'static [ReasonCode] {
        ReasonCode::ALL
    }
}

/// Class of the tag of a band.
pub(crate) const fn class(band: Band) -> &'static str {
    match band {
        Band::Strong => "strong",
        Band::Possible => "possible",
        Band::Reference => "reference",
    }
}

/// Whether the secretariat took the pair up.
pub(crate) fn is_taken(snapshot: &Snapshot, a: CompanyId, b: CompanyId) -> bool {
    let mut bonds = snapshot.graph.bonds().between(a, b);
    bonds.any(|bond| matches!(bond, Bond::Mark(mark) if mark.verdict == PairVerdict::Accepted))
}

/// Cards of one band.
pub(crate) struct BandOfCards {
    pub(crate) band: Band,
    pub(crate) cards: Vec<Card>,
}

impl BandOfCards {
    /// Cards by band, the warmest first; bands without a card are left out.
    pub(crate) fn split(snapshot: &Snapshot, matches: &[Match]) -> Vec<BandOfCards> {
        let of = |band: Band| {
            let cards =
                matches.iter().filter(|found| found.band == band).map(|found| Card::of(snapshot, found)).collect();
            BandOfCards { band, cards }
        };
        let bands = [Band::Strong, Band::Possible, Band::Reference].map(of);
        bands.into_iter().filter(|band| !band.cards.is_empty()).collect()
    }

    /// What the band means.
    pub(crate) fn means(&self, shell: &Shell) -> &'static str {
        match self.band {
            Band::Strong => shell.t("双方都有明确记录，可以直接推荐"),
            Band::Possible => shell.t("有依据但还缺一环，先问清再推荐"),
            Band::Reference => shell.t("多为推断，打电话核实后再说"),
        }
    }
}

/// A seat of a team on the screen.
pub(crate) struct SeatView {
    pub(crate) role: &'static str,
    pub(crate) company: Option<Party>,
    pub(crate) brings: String,
}

/// A team on the screen.
pub(crate) struct TeamView {
    pub(crate) way: &'static str,
    pub(crate) about: String,
    pub(crate) seats: Vec<SeatView>,
}

impl TeamView {
    pub(crate) fn of(snapshot: &Snapshot, team: &Team) -> TeamView {
        let chain = &snapshot.knowledge.chain;
        let process = team.process.map(|cap| format!(" · {}", chain.name(cap))).unwrap_or_default();
        let seat = |seat: &qianxian_matching::Seat| SeatView {
            role: seat.role.zh(),
            company: seat.company.map(|ix| Party::of(snapshot.graph.company(ix))),
            brings: chain.name(seat.brings).to_owned(),
        };
        TeamView {
            way: team.way.zh(),
            about: format!("{}{process}", chain.name(team.about)),
            seats: team.seats.iter().map(seat).collect(),
        }
    }
}
