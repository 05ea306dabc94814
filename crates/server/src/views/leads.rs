//! Leads, verdicts on pairs, cooperations, affiliations.

use super::words;
use qianxian_core::{
    Affiliation, Certainty, CompanyId, Deal, DealParty, Lead, LeadEntry, LeadParty, LeadStage, PairMark, PairVerdict,
    ValueBand,
};
use qianxian_engine::Snapshot;
use qianxian_store::Version;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The name of a company; its id where it is deleted.
pub(crate) fn name_of(snapshot: &Snapshot, id: CompanyId) -> String {
    let ix = snapshot.graph.find(id);
    ix.map_or_else(|| id.to_string(), |ix| snapshot.graph.company(ix).company.name.clone())
}

/// One side of a lead.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LeadPartyView {
    /// The company.
    pub company: String,
    /// Its name.
    pub name: String,
    /// `supplier`, `customer`, `partner`, `scene`, `technology`, `integrator`.
    pub role: String,
}

/// One line of the log.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LeadEntryView {
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: jiff::Timestamp,
    /// Who wrote it.
    pub who: String,
    /// The stage it came to, where it moved.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(schema_with = words::lead_stage, required = false)]
    pub stage: Option<LeadStage>,
    /// What happened.
    pub text: String,
}

impl From<&LeadEntry> for LeadEntryView {
    fn from(entry: &LeadEntry) -> LeadEntryView {
        LeadEntryView { at: entry.at, who: entry.who.clone(), stage: entry.stage, text: entry.text.clone() }
    }
}

/// A lead.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LeadView {
    /// Its id.
    pub id: String,
    /// Version, for `If-Match`: `"v3"`.
    pub version: String,
    /// Number people cite: `DJ-20260112-003`.
    pub number: String,
    /// Way to cooperate, by code; empty where there is none.
    pub way: String,
    /// Who takes part, the asking side first.
    pub parties: Vec<LeadPartyView>,
    /// Why they should talk.
    pub why: String,
    /// The need it answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub need: Option<String>,
    /// How far it has come, by code.
    #[schema(schema_with = words::lead_stage)]
    pub stage: LeadStage,
    /// The same in Chinese.
    pub stage_zh: &'static str,
    /// Both are willing: contacts may be exchanged.
    pub contacts_released: bool,
    /// Who looks after it.
    pub owner: String,
    /// What is to be done next.
    pub next: String,
    /// Until when.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    pub due: Option<jiff::civil::Date>,
    /// Why it was given up.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// How much it is worth.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(schema_with = words::value_band, required = false)]
    pub value: Option<ValueBand>,
    /// What was traded or developed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub product: Option<String>,
    /// Who introduced the two.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub introduced_by: Option<String>,
    /// What happened, oldest first.
    pub log: Vec<LeadEntryView>,
}

impl LeadView {
    /// A lead of a version.
    pub fn of(snapshot: &Snapshot, lead: &Lead, version: Version) -> LeadView {
        let party = |party: &LeadParty| LeadPartyView {
            company: party.company.to_string(),
            name: name_of(snapshot, party.company),
            role: party.role.clone(),
        };
        LeadView {
            id: lead.id.to_string(),
            version: format!("\"v{version}\""),
            number: lead.number.clone(),
            way: lead.way.clone(),
            parties: lead.parties.iter().map(party).collect(),
            why: lead.why.clone(),
            need: lead.need.map(|need| need.to_string()),
            stage: lead.stage,
            stage_zh: lead.stage.zh(),
            contacts_released: lead.stage.releases_contacts(),
            owner: lead.owner.clone(),
            next: lead.next.clone(),
            due: lead.due,
            reason: lead.outcome.reason.clone(),
            value: lead.outcome.value,
            product: lead.outcome.product.clone(),
            introduced_by: lead.outcome.introduced_by.clone(),
            log: lead.log.iter().map(LeadEntryView::from).collect(),
        }
    }
}

/// A verdict on a pair.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MarkView {
    /// Its id; delete it to take the verdict back.
    pub id: String,
    /// One side.
    pub a: String,
    /// Its name.
    pub a_name: String,
    /// The other side.
    pub b: String,
    /// Its name.
    pub b_name: String,
    /// What was said, by code.
    #[schema(schema_with = words::pair_verdict)]
    pub verdict: PairVerdict,
    /// The same in Chinese.
    pub verdict_zh: &'static str,
    /// Why.
    pub reason: String,
    /// The way it was said about; absent where it holds for every way.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub way: Option<String>,
    /// Until when it is postponed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    pub until: Option<jiff::civil::Date>,
    /// When it was said.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    pub date: Option<jiff::civil::Date>,
}

impl MarkView {
    /// A verdict of a snapshot.
    pub fn of(snapshot: &Snapshot, mark: &PairMark) -> MarkView {
        MarkView {
            id: mark.id.to_string(),
            a: mark.a.to_string(),
            a_name: name_of(snapshot, mark.a),
            b: mark.b.to_string(),
            b_name: name_of(snapshot, mark.b),
            verdict: mark.verdict,
            verdict_zh: mark.verdict.zh(),
            reason: mark.reason.clone(),
            way: mark.way.clone(),
            until: mark.until,
            date: mark.date,
        }
    }
}

/// A participant of a cooperation. `company` is an id or a name of the roster; a name outside it only teaches.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct CooperationParty {
    /// The company, where it is in the roster.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub company: Option<String>,
    /// Its name as written; may be left out where `company` is given.
    #[serde(default)]
    pub name: String,
    /// `supplier`, `customer`, `technology`, `integrator`, `scene` or `partner`.
    #[serde(default)]
    pub role: Option<String>,
}

impl From<&DealParty> for CooperationParty {
    fn from(party: &DealParty) -> CooperationParty {
        let company = party.company.map(|id| id.to_string());
        CooperationParty { company, name: party.name.clone(), role: Some(party.role.clone()) }
    }
}

/// A past cooperation or trade.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CooperationView {
    /// Its id.
    pub id: String,
    /// Who took part.
    pub parties: Vec<CooperationParty>,
    /// What it was about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub product: Option<String>,
    /// When.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    pub date: Option<jiff::civil::Date>,
    /// Where it was said.
    pub source: String,
    /// The pair counts as already cooperating and is not proposed again.
    pub excludes: bool,
}

impl From<&Deal> for CooperationView {
    fn from(deal: &Deal) -> CooperationView {
        CooperationView {
            id: deal.id.to_string(),
            parties: deal.parties.iter().map(CooperationParty::from).collect(),
            product: deal.product.clone(),
            date: deal.date,
            source: deal.source.label(),
            excludes: deal.excludes,
        }
    }
}

/// Two companies of one group or one owner.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AffiliationView {
    /// Its id.
    pub id: String,
    /// One side.
    pub a: String,
    /// Its name.
    pub a_name: String,
    /// The other side.
    pub b: String,
    /// Its name.
    pub b_name: String,
    /// `same_group`, `same_person`, `shareholder`, `branch`, `may_be_same`.
    pub kind: String,
    /// How sure; only confirmed ones keep a pair apart.
    #[schema(schema_with = words::certainty)]
    pub certainty: Certainty,
    /// Where it was said.
    pub source: String,
}

impl AffiliationView {
    /// An affiliation of a snapshot.
    pub fn of(snapshot: &Snapshot, bond: &Affiliation) -> AffiliationView {
        AffiliationView {
            id: bond.id.to_string(),
            a: bond.a.to_string(),
            a_name: name_of(snapshot, bond.a),
            b: bond.b.to_string(),
            b_name: name_of(snapshot, bond.b),
            kind: bond.kind.clone(),
            certainty: bond.certainty,
            source: bond.source.label(),
        }
    }
}
