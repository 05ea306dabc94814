//! One lead: both sides, contacts once both are willing, its log, and how it moves on.

use crate::{
    App, Problem,
    access::{Desk, DeskReader, Principal},
    pages::{
        Lang, Shell,
        company::contacts,
        leads::{Light, name},
        link::done,
        notice::{DoneParams, Notice},
        show,
    },
};
use askama::Template;
use axum::{
    Form,
    extract::{Path, Query, State},
    response::{IntoResponse, Response},
};
use jiff::civil::Date;
use qianxian_core::{Lead, LeadId, LeadParty, LeadStage, ReasonCode, ValueBand};
use qianxian_engine::{
    clock,
    leads::{Move, move_stage, note},
};
use qianxian_matching::Way;
use qianxian_store::{Version, Versioned};
use serde::Deserialize;

/// A side of a lead.
struct Side {
    id: String,
    name: String,
    contacts: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "lead.html")]
struct LeadPage {
    shell: Shell,
    notice: Option<Notice>,
    lead: Lead,
    version: i64,
    way: &'static str,
    light: Light,
    sides: Vec<Side>,
    releases: bool,
    log: Vec<(String, String, Option<LeadStage>, String)>,
    follow_up: String,
    group_text: Option<String>,
    fault: Option<String>,
}

impl LeadPage {
    fn stages(&self) -> &'static [LeadStage] {
        LeadStage::ALL
    }

    fn reasons(&self) -> &'static [ReasonCode] {
        ReasonCode::ALL
    }

    fn values(&self) -> &'static [ValueBand] {
        ValueBand::ALL
    }

    fn is_value(&self, value: &ValueBand) -> bool {
        self.lead.outcome.value == Some(*value)
    }
}

async fn live(app: &App, id: &str) -> Result<Versioned<Lead>, Problem> {
    let missing = || Problem::not_found("没有这条对接，可能已被撤销");
    let id: LeadId = id.parse().map_err(|_| missing())?;
    let lead = app.engine().store().lookup::<Lead>(&id).await?;
    lead.filter(|lead| lead.deleted.is_none()).ok_or_else(missing)
}

/// `GET /leads/{id}`.
pub(super) async fn lead(
    State(app): State<App>,
    lang: Lang,
    DeskReader(who): DeskReader,
    Path(id): Path<String>,
    Query(params): Query<DoneParams>,
) -> Result<Response, Problem> {
    let lead = live(&app, &id).await?;
    one(&app, lang, &who, lead, &params, None)
}

fn one(
    app: &App,
    lang: Lang,
    who: &Principal,
    found: Versioned<Lead>,
    params: &DoneParams,
    fault: Option<String>,
) -> Result<Response, Problem> {
    let (snapshot, lead) = (app.snapshot(), found.value);
    let releases = lead.stage.releases_contacts();
    let side = |party: &LeadParty| {
        let node = snapshot.graph.find(party.company).map(|ix| snapshot.graph.company(ix));
        let seen = node.filter(|_| releases && who.sees_contacts_of(party.company));
        Side {
            id: party.company.to_string(),
            name: name(&snapshot, party),
            contacts: seen.map(contacts).unwrap_or_default(),
        }
    };
    let sides: Vec<Side> = lead.parties.iter().map(side).collect();
    let zone = jiff::tz::TimeZone::system();
    let entry = |entry: &qianxian_core::LeadEntry| {
        let at = entry.at.to_zoned(zone.clone()).strftime("%Y-%m-%d %H:%M").to_string();
        (at, entry.who.clone(), entry.stage, entry.text.clone())
    };
    let way = lead.way.parse::<Way>().map_or("", Way::zh);
    show(&LeadPage {
        notice: Notice::of(params, &format!("/leads/{}", lead.id)),
        version: found.version.0,
        way,
        light: Light::of(&lead, clock::today()),
        group_text: releases.then(|| group_text(&sides, way)),
        releases,
        sides,
        log: lead.log.iter().rev().map(entry).collect(),
        follow_up: format!(
            "您好！前几天协会跟您说的{way}这件事（{}），不知您考虑得怎样？方便的话回个话，愿意、再等等、不合适都行，协会好给对方一个答复。",
            lead.number
        ),
        fault,
        shell: Shell::new(lang, lead.number.clone(), "/leads", who),
        lead,
    })
}

/// The text with which two who are both willing are brought into one group.
fn group_text(sides: &[Side], way: &str) -> String {
    let who: Vec<String> = sides
        .iter()
        .map(|side| {
            let contacts: Vec<String> = side.contacts.iter().map(|(_, value)| value.clone()).collect();
            if contacts.is_empty() { side.name.clone() } else { format!("{}（{}）", side.name, contacts.join("，")) }
        })
        .collect();
    format!(
        "给两位牵个线：{}。双方都愿意就{way}谈一谈，请互相加个微信，先约时间见面或互访；谈到哪一步，麻烦告诉协会一声。",
        who.join("，")
    )
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct StageForm {
    stage: String,
    text: String,
    reason: String,
    value: String,
    product: String,
    version: i64,
}

/// `POST /leads/{id}/stage`.
pub(super) async fn stage(
    State(app): State<App>,
    lang: Lang,
    Desk(who): Desk,
    Path(id): Path<String>,
    Form(form): Form<StageForm>,
) -> Result<Response, Problem> {
    let known = live(&app, &id).await?;
    let stage: LeadStage =
        form.stage.parse().map_err(|e: qianxian_core::UnknownWord| Problem::invalid(e.to_string()))?;
    let given = |text: &str| (!text.trim().is_empty()).then(|| text.trim().to_owned());
    let how = Move {
        text: form.text.trim().to_owned(),
        reason: given(&form.reason).filter(|_| stage == LeadStage::Closed),
        value: form.value.parse().ok(),
        product: given(&form.product),
        introduced_by: None,
    };
    let lead = known.value.id;
    let version = Some(Version(form.version));
    let moved = app.write(&who, async |unit| Ok(move_stage(unit, lead, version, stage, how.clone(), &who.name).await?));
    match moved.await {
        Ok(_) => Ok(done(&format!("/leads/{lead}"), &[("done", "lead_moved")])),
        Err(fault) if fault.code == crate::Code::Invalid => {
            let shown = one(&app, lang, &who, known, &DoneParams::default(), Some(fault.detail))?;
            Ok((fault.code.status(), shown).into_response())
        }
        Err(fault) => Err(fault),
    }
}

#[derive(Deserialize)]
pub(super) struct NoteForm {
    text: String,
}

/// `POST /leads/{id}/note`.
pub(super) async fn write_note(
    State(app): State<App>,
    Desk(who): Desk,
    Path(id): Path<String>,
    Form(form): Form<NoteForm>,
) -> Result<Response, Problem> {
    let lead = live(&app, &id).await?.value.id;
    app.write(&who, async |unit| Ok(note(unit, lead, &form.text, &who.name).await?)).await?;
    Ok(done(&format!("/leads/{lead}"), &[("done", "lead_noted")]))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct PlanForm {
    owner: String,
    next: String,
    due: String,
    version: i64,
}

/// `POST /leads/{id}/plan`: who looks after it, what is next, until when.
pub(super) async fn plan(
    State(app): State<App>,
    Desk(who): Desk,
    Path(id): Path<String>,
    Form(form): Form<PlanForm>,
) -> Result<Response, Problem> {
    let lead = live(&app, &id).await?.value;
    let due = match form.due.trim() {
        "" => None,
        day => Some(
            day.parse::<Date>()
                .map_err(|_| Problem::invalid(format!("日期「{day}」看不懂，请写成 2026-05-01 这样")))?,
        ),
    };
    let changed = Lead { owner: form.owner.trim().to_owned(), next: form.next.trim().to_owned(), due, ..lead };
    app.write(&who, async |unit| Ok(unit.update(&changed, Version(form.version)).await?)).await?;
    Ok(done(&format!("/leads/{}", changed.id), &[("done", "lead_saved")]))
}
