//! Matches as cards.

use super::open;
use crate::access::Principal;
use qianxian_core::CompanyIx;
use qianxian_engine::Snapshot;
use qianxian_matching::{Answer, At, Match, Path, Start, card::path_reason};
use serde::Serialize;
use utoipa::ToSchema;

/// Reasons shown to who may not see all of them.
const REASONS: usize = 3;

/// A company named on a card.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PartnerView {
    /// Its id.
    pub id: String,
    /// Its full name.
    pub name: String,
    /// Where it is: `山东 淄博 张店`.
    pub place: String,
}

impl PartnerView {
    /// A company of a snapshot.
    pub fn of(snapshot: &Snapshot, company: CompanyIx) -> PartnerView {
        let company = &snapshot.graph.company(company).company;
        PartnerView { id: company.id.to_string(), name: company.name.clone(), place: company.place.label() }
    }
}

/// One reason and where it is written.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ReasonView {
    /// The reason.
    pub text: String,
    /// Its sources.
    pub sources: Vec<String>,
}

/// One addend of the score.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AddendView {
    /// Family of evidence, in Chinese.
    pub family: &'static str,
    /// Log-odds.
    pub value: f32,
    /// What it counts.
    pub note: String,
}

/// A match: who could do what with whom, and why.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CardView {
    /// Who was asked about.
    pub company: PartnerView,
    /// Who is proposed.
    pub partner: PartnerView,
    /// Leading way to cooperate, by code: `supply`, `pairing`.
    pub way: &'static str,
    /// The same in Chinese.
    pub way_zh: &'static str,
    /// Band by code: `strong`, `possible`, `reference`.
    pub band: String,
    /// The same in Chinese.
    pub band_zh: &'static str,
    /// Why, strongest first.
    pub reasons: Vec<ReasonView>,
    /// What speaks against it.
    pub against: Vec<String>,
    /// What is not known.
    pub unclear: Vec<String>,
    /// What to ask first.
    pub question: String,
    /// What the asked company gets out of it.
    pub gain: String,
    /// What the partner gets out of it.
    pub partner_gain: String,
    /// A warning above the card.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub heading: Option<String>,
    /// The addends of the score; they add up to it.
    pub addends: Vec<AddendView>,
    /// The score, log-odds: for sorting, never for a screen.
    pub score: f32,
}

impl CardView {
    /// A match as somebody may see it: of reasons that rest on statements not open to who asks, nothing is said.
    pub fn open_to(snapshot: &Snapshot, found: &Match, who: &Principal) -> CardView {
        let card = CardView::of(snapshot, found);
        let open: Vec<&Path> = found.paths.iter().filter(|path| is_open(snapshot, found.company, path, who)).collect();
        if open.len() == found.paths.len() && who.sees_everything() {
            return card;
        }
        let reason = |path: &&Path| {
            let reason = snapshot.matching(|ctx| path_reason(ctx, found.company, path));
            ReasonView { text: reason.text, sources: reason.sources }
        };
        let all_open = open.len() == found.paths.len();
        let kept = |text: String| if all_open { text } else { String::new() };
        CardView {
            reasons: open.iter().take(REASONS).map(reason).collect(),
            against: Vec::new(),
            unclear: if all_open { card.unclear } else { Vec::new() },
            question: if all_open { card.question } else { "请秘书处引荐，见面时再谈细节".to_owned() },
            gain: kept(card.gain),
            partner_gain: kept(card.partner_gain),
            addends: Vec::new(),
            ..card
        }
    }

    /// A match of a snapshot.
    pub fn of(snapshot: &Snapshot, found: &Match) -> CardView {
        let reason = |reason: &qianxian_matching::Reason| ReasonView {
            text: reason.text.clone(),
            sources: reason.sources.clone(),
        };
        let addend = |addend: &qianxian_matching::Addend| AddendView {
            family: addend.family.zh(),
            value: addend.value,
            note: addend.note.clone(),
        };
        CardView {
            company: PartnerView::of(snapshot, found.company),
            partner: PartnerView::of(snapshot, found.partner),
            way: found.way.code(),
            way_zh: found.way.zh(),
            band: word(&found.band),
            band_zh: found.band.zh(),
            reasons: found.reasons.iter().map(reason).collect(),
            against: found.against.clone(),
            unclear: found.unclear.clone(),
            question: found.question.clone(),
            gain: found.gain.clone(),
            partner_gain: found.partner_gain.clone(),
            heading: found.heading.clone(),
            addends: found.addends.iter().map(addend).collect(),
            score: found.score,
        }
    }
}

/// A company kept out, and why.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ExcludedView {
    /// Who.
    pub company: PartnerView,
    /// Why, in Chinese.
    pub reason: String,
}

/// Partners of one company.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MatchesView {
    /// Who was asked about.
    pub company: PartnerView,
    /// Matches, best first.
    pub matches: Vec<CardView>,
    /// Who was kept out, by name.
    pub excluded: Vec<ExcludedView>,
}

impl MatchesView {
    /// The answer of the matching about one company, for somebody. Why others are kept out is for the secretariat only.
    pub fn of(snapshot: &Snapshot, company: CompanyIx, answer: &Answer, who: &Principal) -> MatchesView {
        let shown = answer.excluded.iter().filter(|_| who.sees_everything());
        let excluded = shown.map(|excluded| ExcludedView {
            company: PartnerView::of(snapshot, excluded.company),
            reason: snapshot.matching(|ctx| excluded.exclusion.words(ctx)),
        });
        MatchesView {
            company: PartnerView::of(snapshot, company),
            matches: answer.matches.iter().map(|found| CardView::open_to(snapshot, found, who)).collect(),
            excluded: excluded.collect(),
        }
    }
}

/// Whether both statements that a path connects are open to somebody.
pub(super) fn is_open(snapshot: &Snapshot, company: CompanyIx, path: &Path, who: &Principal) -> bool {
    let line = |company: CompanyIx, at: u16| {
        let node = snapshot.graph.company(company);
        node.lines.get(usize::from(at)).is_none_or(|line| open::sees_line(who, &line.line))
    };
    let need = |company: CompanyIx, at: u16| {
        let node = snapshot.graph.company(company);
        node.needs.get(usize::from(at)).is_none_or(|need| open::sees_need(who, &need.need))
    };
    let start = match path.target.start {
        Start::Line(at) => line(company, at),
        Start::Need(at) => need(company, at),
    };
    let end = match path.target.at {
        At::Needs => need(path.partner, path.line),
        _ => line(path.partner, path.line),
    };
    start && end
}

/// The code of a word that is known by its serde name.
pub(crate) fn word<T: Serialize>(value: &T) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}
