//! Drafts (待确认): a note with what was read from it, a member's change of its profile, a need it posts, an introduction
//! it asks for. Whoever hands one in proposes; a person of the secretariat decides, and only then there are facts.

use crate::{
    clock,
    confirm::{ConfirmOptions, ConfirmOutcome},
    engine::{Engine, EngineError},
    knowledge::embedded,
    leads::{self, NewLead},
    snapshot::Snapshot,
};
use jiff::civil::Date;
use qianxian_core::{
    Company, CompanyId, Draft, DraftId, DraftKind, DraftStatus, Evidence, Lead, LeadParty, LineId, LineRole, Need,
    NeedId, NeedKind, ProfileLine, Side, SourceKind, SourceRef, Visibility,
};
use qianxian_intake::extract::{DraftFile, Extractor, Input, TextKind, extract, kind_of};
use qianxian_store::{EntityKind, StoreError, UnitOfWork, Version, Versioned};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use std::collections::BTreeMap;

/// A draft about to be handed in.
#[derive(Debug, Clone, PartialEq)]
pub struct NewDraft {
    /// What it is.
    pub kind: DraftKind,
    /// The company concerned, where it is known.
    pub company: Option<CompanyId>,
    /// One line for a list.
    pub title: String,
    /// The text it was made from, word for word.
    pub text: String,
    /// What would be written: [`DraftFile`], [`ProfileChange`], [`NeedForm`] or [`Introduction`], by kind.
    pub body: serde_json::Value,
}

/// Body of [`DraftKind::Profile`]: what a member would change about itself. What is absent stays as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ProfileChange {
    /// Website.
    pub website: Option<String>,
    /// Industry words.
    pub industry: Option<String>,
    /// Short names to add.
    pub aliases: Vec<String>,
    /// Other columns (联系人, 电话 …) by name; an empty value takes one out.
    pub other: BTreeMap<String, String>,
    /// Lines to add.
    pub lines: Vec<LineForm>,
    /// Own lines to take out.
    pub gone: Vec<LineId>,
}

/// A line as a member types it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineForm {
    /// Which list.
    pub side: Side,
    /// The words.
    pub text: String,
}

/// Body of [`DraftKind::Need`]: a need as a member types it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NeedForm {
    /// What is asked for.
    pub text: String,
    /// What kind of help.
    pub kind: NeedKind,
    /// Until when.
    #[serde(default)]
    pub deadline: Option<Date>,
    /// Who may see it.
    pub visibility: Visibility,
}

/// Body of [`DraftKind::Introduction`]: to whom a member would be introduced.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Introduction {
    /// To whom.
    pub partner: CompanyId,
    /// Way to cooperate, by code; may be empty.
    #[serde(default)]
    pub way: String,
    /// What for, in the member's words.
    #[serde(default)]
    pub why: String,
}

/// What came of accepting a draft.
#[derive(Debug, Clone, PartialEq)]
pub struct Accepted {
    /// The draft as it is now.
    pub draft: Draft,
    /// Its new version.
    pub version: Version,
    /// What a note wrote, and the matches that are new because of it.
    pub confirmed: Option<ConfirmOutcome>,
    /// The lead of an introduction.
    pub lead: Option<Lead>,
}

/// Hands a draft in: it waits for a person of the secretariat.
pub async fn hand_in(unit: &mut UnitOfWork, new: NewDraft, who: &str) -> Result<Draft, EngineError> {
    let draft = Draft {
        id: DraftId(clock::new_id()),
        kind: new.kind,
        company: new.company,
        title: new.title,
        text: new.text,
        body: new.body,
        status: DraftStatus::Waiting,
        who: who.to_owned(),
        at: clock::now(),
        answer: String::new(),
    };
    unit.add(std::slice::from_ref(&draft)).await?;
    Ok(draft)
}

/// Turns a draft down, with the reason in words.
pub async fn reject(
    unit: &mut UnitOfWork,
    id: DraftId,
    expected: Option<Version>,
    answer: &str,
) -> Result<(Draft, Version), EngineError> {
    let (mut draft, version) = waiting(unit, id).await?;
    draft.status = DraftStatus::Rejected;
    draft.answer = answer.trim().to_owned();
    let version = unit.update(&draft, expected.unwrap_or(version)).await?;
    Ok((draft, version))
}

impl Snapshot {
    /// Reads the drafts of a note or a news text. `kind` where somebody said what it is; `day` is when it was written;
    /// `reference` names it as a source.
    pub fn read_note(
        &self,
        text: &str,
        kind: Option<TextKind>,
        day: Date,
        reference: &str,
    ) -> Result<DraftFile, EngineError> {
        let lexicon = embedded("lexicon/extract.txt");
        let extractor = Extractor::new(self.knowledge.recognizer.clone(), ("data/lexicon/extract.txt", &lexicon))
            .map_err(|error| EngineError::Unfit(error.to_string()))?;
        let channel = if kind.unwrap_or_else(|| kind_of(text)) == TextKind::News { "news" } else { "note" };
        let input = Input {
            id: reference.to_owned(),
            date: Some(day.to_string()),
            channel: Some(channel.to_owned()),
            title: None,
            text: text.to_owned(),
        };
        Ok(DraftFile::new(extract(&extractor, &input), reference, Some(day)))
    }
}

impl Engine {
    /// Accepts a draft: it becomes facts, in one unit of work with the decision. A body given takes the place of the
    /// one handed in (a person corrected it). `options` are for notes.
    pub async fn accept_draft(
        &self,
        id: DraftId,
        expected: Option<Version>,
        body: Option<serde_json::Value>,
        options: &ConfirmOptions,
        who: &str,
    ) -> Result<Accepted, EngineError> {
        let found = self.store().lookup::<Draft>(&id).await?.filter(|draft| draft.deleted.is_none());
        let Versioned { value: mut draft, version, .. } =
            found.ok_or_else(|| StoreError::Missing { kind: EntityKind::Draft, id: id.to_string() })?;
        still_waiting(&draft)?;
        draft.status = DraftStatus::Accepted;
        draft.body = body.unwrap_or(draft.body);
        let expected = expected.unwrap_or(version);
        if draft.kind == DraftKind::Note {
            let file: DraftFile = shape(&draft)?;
            let (outcome, version) = self.write_drafts(&file, options, who, Some((&draft, expected))).await?;
            return Ok(Accepted { version: version.unwrap_or(expected), draft, confirmed: Some(outcome), lead: None });
        }
        let mut unit = self.store().begin(self.author(who)).await?;
        let lead = self.write_member_draft(&mut unit, &draft, who).await?;
        let version = unit.update(&draft, expected).await?;
        unit.save().await?;
        self.refresh().await?;
        Ok(Accepted { draft, version, confirmed: None, lead })
    }

    async fn write_member_draft(
        &self,
        unit: &mut UnitOfWork,
        draft: &Draft,
        who: &str,
    ) -> Result<Option<Lead>, EngineError> {
        let company = draft.company.ok_or_else(|| EngineError::Unfit("这份待确认没有写明是哪家企业".to_owned()))?;
        let source =
            SourceRef { kind: SourceKind::Form, reference: draft.who.clone(), date: Some(clock::today()), quote: None };
        match draft.kind {
            DraftKind::Profile => change_profile(unit, company, shape(draft)?, source).await.map(|()| None),
            DraftKind::Need => {
                let NeedForm { text, kind, deadline, visibility } = shape(draft)?;
                let id = NeedId(clock::new_id());
                unit.add(&[Need { id, company, text, kind, deadline, visibility, source, open: true }]).await?;
                Ok(None)
            }
            DraftKind::Introduction | DraftKind::Note => {
                let Introduction { partner, way, why } = shape(draft)?;
                let party = |company| LeadParty { company, role: "partner".to_owned() };
                let parties = vec![party(company), party(partner)];
                let new = NewLead { way, parties, why, ..NewLead::default() };
                leads::take_up(unit, new, who, clock::today()).await.map(Some)
            }
        }
    }
}

async fn change_profile(
    unit: &mut UnitOfWork,
    id: CompanyId,
    change: ProfileChange,
    source: SourceRef,
) -> Result<(), EngineError> {
    let missing = || StoreError::Missing { kind: EntityKind::Company, id: id.to_string() };
    let Versioned { value: mut company, version, .. } = unit.lookup::<Company>(&id).await?.ok_or_else(missing)?;
    company.website = change.website.or(company.website);
    company.industry = change.industry.or(company.industry);
    for alias in change.aliases {
        if company.names().all(|known| known != alias) {
            company.aliases.push(alias);
        }
    }
    for (column, value) in change.other {
        match value.trim().is_empty() {
            true => drop(company.other.remove(&column)),
            false => drop(company.other.insert(column, value)),
        }
    }
    unit.update(&company, version).await?;
    let lines: Vec<ProfileLine> = change.lines.into_iter().map(|line| own_line(id, line, source.clone())).collect();
    unit.add(&lines).await?;
    for gone in change.gone {
        let line = unit.lookup::<ProfileLine>(&gone).await?.filter(|line| line.deleted.is_none());
        if let Some(line) = line.filter(|line| line.value.company == id) {
            unit.remove::<ProfileLine>(&gone, line.version).await?;
        }
    }
    Ok(())
}

/// A line as the company itself says it.
pub fn own_line(company: CompanyId, form: LineForm, source: SourceRef) -> ProfileLine {
    ProfileLine {
        id: LineId(clock::new_id()),
        company,
        side: form.side,
        text: form.text.trim().to_owned(),
        role: LineRole::Unknown,
        evidence: Evidence::SelfReported,
        confidence: 1.0,
        seen: source.date,
        source,
        expires: None,
        visibility: Visibility::Members,
        confirmed: Vec::new(),
        rejected: Vec::new(),
    }
}

fn shape<T: DeserializeOwned>(draft: &Draft) -> Result<T, EngineError> {
    serde_json::from_value(draft.body.clone())
        .map_err(|_| EngineError::Unfit(format!("「{}」的内容不完整，请核对各项后再采纳", draft.title)))
}

fn still_waiting(draft: &Draft) -> Result<(), EngineError> {
    match draft.status {
        DraftStatus::Waiting => Ok(()),
        done => Err(EngineError::Decided(format!("「{}」{}，不能再处理一次", draft.title, done.zh()))),
    }
}

async fn waiting(unit: &mut UnitOfWork, id: DraftId) -> Result<(Draft, Version), EngineError> {
    let found = unit.lookup::<Draft>(&id).await?.filter(|draft| draft.deleted.is_none());
    let found = found.ok_or_else(|| StoreError::Missing { kind: EntityKind::Draft, id: id.to_string() })?;
    still_waiting(&found.value)?;
    Ok((found.value, found.version))
}
