//! Everything between two companies, teams of three, and the list for everybody.

use super::matches::{CardView, PartnerView, is_open, word};
use crate::access::Principal;
use qianxian_core::CompanyIx;
use qianxian_engine::Snapshot;
use qianxian_matching::{Seat, Team, card::path_reason, explain};
use serde::Serialize;
use utoipa::ToSchema;

/// One path between two companies.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PathView {
    /// Way to cooperate, by code.
    pub way: &'static str,
    /// The same in Chinese.
    pub way_zh: &'static str,
    /// True where `a` is the one that gets something.
    pub asks: bool,
    /// 0..=1.
    pub strength: f32,
    /// The path in words.
    pub reason: String,
    /// Where its parts are written.
    pub sources: Vec<String>,
}

/// Everything between two companies.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ExplainView {
    /// Who is asked about.
    pub a: PartnerView,
    /// And the other one.
    pub b: PartnerView,
    /// Why they may not be proposed to each other, if so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exclusion: Option<String>,
    /// The card, where they may be.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub card: Option<CardView>,
    /// Every path, strongest first; those that die of rivalry among them.
    pub paths: Vec<PathView>,
}

impl ExplainView {
    /// Asks the matching.
    pub fn of(snapshot: &Snapshot, a: CompanyIx, b: CompanyIx, who: &Principal) -> ExplainView {
        snapshot.matching(|ctx| {
            let (paths, exclusion, found) = explain(ctx, a, b);
            let open = paths.iter().filter(|path| is_open(snapshot, a, path, who));
            let paths = open.map(|path| {
                let reason = path_reason(ctx, a, path);
                PathView {
                    way: path.target.way.code(),
                    way_zh: path.target.way.zh(),
                    asks: path.target.asks,
                    strength: path.strength,
                    reason: reason.text,
                    sources: reason.sources,
                }
            });
            ExplainView {
                a: PartnerView::of(snapshot, a),
                b: PartnerView::of(snapshot, b),
                exclusion: exclusion.map(|exclusion| exclusion.words(ctx)),
                card: found.map(|found| CardView::open_to(snapshot, &found, who)),
                paths: paths.collect(),
            }
        })
    }
}

/// One seat of a team.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SeatView {
    /// Role by code: `scene`, `technology`, `integrator`, `machine`, `part`.
    pub role: String,
    /// The same in Chinese.
    pub role_zh: &'static str,
    /// Who fills it; nobody where nobody was found.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub company: Option<PartnerView>,
    /// What it brings.
    pub brings: String,
}

/// A proposed cooperation of three.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TeamView {
    /// Way to cooperate, by code.
    pub way: &'static str,
    /// The same in Chinese.
    pub way_zh: &'static str,
    /// What it is about.
    pub about: String,
    /// The process in question, for joint development.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub process: Option<String>,
    /// The seats.
    pub seats: Vec<SeatView>,
}

impl TeamView {
    /// A team of a snapshot.
    pub fn of(snapshot: &Snapshot, team: &Team) -> TeamView {
        let name = |cap| snapshot.graph.chain().name(cap).to_owned();
        let seat = |seat: &Seat| SeatView {
            role: word(&seat.role),
            role_zh: seat.role.zh(),
            company: seat.company.map(|company| PartnerView::of(snapshot, company)),
            brings: name(seat.brings),
        };
        TeamView {
            way: team.way.code(),
            way_zh: team.way.zh(),
            about: name(team.about),
            process: team.process.map(name),
            seats: team.seats.iter().map(seat).collect(),
        }
    }
}

/// A list for everybody.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RosterView {
    /// Pairs, best first; each once.
    pub matches: Vec<CardView>,
    /// How many pairs were looked at.
    pub considered: usize,
    /// How many were left out because one side had its share already.
    pub capped: usize,
    /// How many more there are behind the limit.
    pub cut: usize,
}
