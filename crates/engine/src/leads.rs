//! Leads (对接): what the secretariat takes up, from the first word to the result. Each call is a part of a unit of work,
//! so that it can be saved together with what belongs to it, a verdict on the pair, say.

use crate::{clock, engine::EngineError, snapshot::Snapshot};
use jiff::civil::Date;
use qianxian_core::{
    CompanyIx, Lead, LeadEntry, LeadId, LeadOutcome, LeadParty, LeadStage, NeedId, ReasonCode, ValueBand,
};
use qianxian_matching::{Match, Way};
use qianxian_store::{EntityKind, Setting, SettingKey, StoreError, UnitOfWork, Version, Versioned};

/// Settings that hold how many leads a day has: `leads.count.20260112`.
const COUNT: &str = "leads.count.";

/// A lead about to be taken up.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NewLead {
    /// Way to cooperate, by code; empty where there is none.
    pub way: String,
    /// Who takes part, the asking side first; two or more.
    pub parties: Vec<LeadParty>,
    /// Why they should talk.
    pub why: String,
    /// The need it answers.
    pub need: Option<NeedId>,
    /// Who looks after it; empty for whoever takes it up.
    pub owner: String,
    /// What is to be done next.
    pub next: String,
    /// Until when.
    pub due: Option<Date>,
}

impl NewLead {
    /// A lead from a match, with the roles and the first reason of its card.
    pub fn from_match(snapshot: &Snapshot, found: &Match) -> NewLead {
        let id = |ix: CompanyIx| snapshot.graph.company(ix).company.id;
        let asks = found.paths.first().map(|path| path.target.asks);
        let (mine, theirs) = match (found.way, asks) {
            (Way::Supply | Way::Oem | Way::Outsourcing | Way::Upgrade, Some(true)) => ("customer", "supplier"),
            (Way::Supply | Way::Oem | Way::Outsourcing | Way::Upgrade, Some(false)) => ("supplier", "customer"),
            _ => ("partner", "partner"),
        };
        NewLead {
            way: found.way.code().to_owned(),
            parties: vec![
                LeadParty { company: id(found.company), role: mine.to_owned() },
                LeadParty { company: id(found.partner), role: theirs.to_owned() },
            ],
            why: found.reasons.first().map_or_else(String::new, |reason| reason.text.clone()),
            next: found.question.clone(),
            ..NewLead::default()
        }
    }
}

/// How a lead moves on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Move {
    /// What happened, in words.
    pub text: String,
    /// Why it is given up, as a code of [`ReasonCode`] or in words; needed for [`LeadStage::Closed`].
    pub reason: Option<String>,
    /// How much it is worth.
    pub value: Option<ValueBand>,
    /// What was traded or developed.
    pub product: Option<String>,
    /// Who introduced the two.
    pub introduced_by: Option<String>,
}

/// Takes a lead up: it gets the next number of `day` (`DJ-20260112-003`). Units of work run one after the other and what
/// is not saved counts nothing, so that numbers have no gaps and none is given twice.
pub async fn take_up(unit: &mut UnitOfWork, new: NewLead, who: &str, day: Date) -> Result<Lead, EngineError> {
    let mut companies: Vec<_> = new.parties.iter().map(|party| party.company).collect();
    companies.sort_unstable();
    companies.dedup();
    if companies.len() < 2 || companies.len() < new.parties.len() {
        return Err(EngineError::Unfit("对接要有两家以上不同的企业".to_owned()));
    }
    let entry =
        LeadEntry { at: clock::now(), who: who.to_owned(), stage: Some(LeadStage::Proposed), text: new.why.clone() };
    let lead = Lead {
        id: LeadId(clock::new_id()),
        number: next_number(unit, day).await?,
        way: new.way,
        parties: new.parties,
        why: new.why,
        need: new.need,
        stage: LeadStage::Proposed,
        owner: if new.owner.trim().is_empty() { who.to_owned() } else { new.owner },
        next: new.next,
        due: new.due,
        log: vec![entry],
        outcome: LeadOutcome::default(),
    };
    unit.add(std::slice::from_ref(&lead)).await?;
    Ok(lead)
}

async fn next_number(unit: &mut UnitOfWork, day: Date) -> Result<String, EngineError> {
    let day = day.strftime("%Y%m%d").to_string();
    let key = SettingKey(format!("{COUNT}{day}"));
    let known = unit.lookup::<Setting>(&key).await?.and_then(|setting| setting.value.value.as_u64());
    let number = known.unwrap_or(0) + 1;
    unit.upsert(&[Setting { key, value: number.into() }]).await?;
    Ok(format!("DJ-{day}-{number:03}"))
}

/// Moves a lead to a stage and writes that into its log. `expected` is the version the writer has seen; nothing: whatever
/// it is now. A lead is given up only with a reason.
pub async fn move_stage(
    unit: &mut UnitOfWork,
    id: LeadId,
    expected: Option<Version>,
    stage: LeadStage,
    how: Move,
    who: &str,
) -> Result<(Lead, Version), EngineError> {
    let Versioned { value: mut lead, version, .. } = live(unit, id).await?;
    let outcome = &mut lead.outcome;
    let reason = how.reason.map(|reason| reason.trim().to_owned()).filter(|reason| !reason.is_empty());
    if stage == LeadStage::Closed && reason.is_none() {
        let known: Vec<&str> = ReasonCode::ALL.iter().map(|code| code.zh()).collect();
        return Err(EngineError::Unfit(format!("终止对接要写明原因，可用：{}，也可以自己写", known.join("、"))));
    }
    outcome.reason = reason;
    outcome.value = how.value.or(outcome.value);
    outcome.product = how.product.or_else(|| outcome.product.take());
    outcome.introduced_by = how.introduced_by.or_else(|| outcome.introduced_by.take());
    lead.stage = stage;
    lead.log.push(LeadEntry { at: clock::now(), who: who.to_owned(), stage: Some(stage), text: how.text });
    let version = unit.update(&lead, expected.unwrap_or(version)).await?;
    Ok((lead, version))
}

/// Writes a line into the log of a lead. Lines are only ever added, so that no version is asked for.
pub async fn note(unit: &mut UnitOfWork, id: LeadId, text: &str, who: &str) -> Result<(Lead, Version), EngineError> {
    if text.trim().is_empty() {
        return Err(EngineError::Unfit("记录是空的，请写上发生了什么".to_owned()));
    }
    let Versioned { value: mut lead, version, .. } = live(unit, id).await?;
    lead.log.push(LeadEntry { at: clock::now(), who: who.to_owned(), stage: None, text: text.trim().to_owned() });
    let version = unit.update(&lead, version).await?;
    Ok((lead, version))
}

async fn live(unit: &mut UnitOfWork, id: LeadId) -> Result<Versioned<Lead>, EngineError> {
    let found = unit.lookup::<Lead>(&id).await?.filter(|lead| lead.deleted.is_none());
    let missing = || StoreError::Missing { kind: EntityKind::Lead, id: id.to_string() };
    Ok(found.ok_or_else(missing)?)
}
