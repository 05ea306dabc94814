//! 对接: the ledger of what the secretariat took up, and one lead with its log.

use crate::{
    App, Problem,
    access::{Desk, DeskReader, Principal},
    pages::{
        Lang, Shell,
        company::others,
        link::{Pager, address, done},
        notice::{DoneParams, Notice},
        show,
    },
};
use askama::Template;
use axum::{
    Form, Router,
    extract::{Path, Query, State},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use jiff::civil::Date;
use qianxian_core::{Lead, LeadId, LeadParty, LeadStage, ReasonCode, ValueBand};
use qianxian_engine::{
    Snapshot, clock,
    leads::{Move, NewLead, move_stage, note, take_up},
};
use qianxian_matching::Way;
use qianxian_store::{Rows, Version, Versioned};
use serde::Deserialize;

/// Leads on a page.
const A_PAGE: usize = 40;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/leads", get(leads).post(add))
        .route("/leads/{id}", get(lead))
        .route("/leads/{id}/stage", post(stage))
        .route("/leads/{id}/note", post(write_note))
        .route("/leads/{id}/plan", post(plan))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct LeadParams {
    stage: String,
    page: usize,
    done: String,
    item: String,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct NewForm {
    a: String,
    b: String,
    way: String,
    why: String,
}

/// How urgent a lead is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Light {
    Green,
    Yellow,
    Red,
}

impl Light {
    /// Red: overdue, or nothing for three weeks. Yellow: due within three days, or nothing for a week (product.md,
    /// feature 9).
    pub(super) fn of(lead: &Lead, today: Date) -> Light {
        if lead.stage.is_final() {
            return Light::Green;
        }
        let quiet = quiet_days(lead, today);
        let left = lead.due.map(|due| (due - today).get_days());
        match left {
            Some(left) if left < 0 => Light::Red,
            _ if quiet >= 21 => Light::Red,
            Some(left) if left <= 3 => Light::Yellow,
            _ if quiet >= 7 => Light::Yellow,
            _ => Light::Green,
        }
    }

    const fn class(self) -> &'static str {
        match self {
            Light::Green => "green",
            Light::Yellow => "yellow",
            Light::Red => "red",
        }
    }

    const fn zh(self) -> &'static str {
        match self {
            Light::Green => "正常",
            Light::Yellow => "该跟进",
            Light::Red => "已拖延",
        }
    }
}

/// Days since anything happened.
pub(super) fn quiet_days(lead: &Lead, today: Date) -> i32 {
    let zone = jiff::tz::TimeZone::system();
    let last = lead.log.last().map(|entry| entry.at.to_zoned(zone).date());
    last.map_or(0, |last| (today - last).get_days())
}

struct Row {
    lead: Lead,
    names: Vec<String>,
    light: Light,
}

#[derive(Template)]
#[template(path = "leads.html")]
struct LeadsPage {
    shell: Shell,
    notice: Option<Notice>,
    counts: Vec<(LeadStage, usize)>,
    all: usize,
    stage: Option<LeadStage>,
    rows: Vec<Row>,
    pager: Pager,
    form: NewForm,
    fault: Option<String>,
}

impl LeadsPage {
    fn ways(&self) -> &'static [Way] {
        &Way::ALL
    }

    fn is_stage(&self, stage: &LeadStage) -> bool {
        self.stage == Some(*stage)
    }
}

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

fn name(snapshot: &Snapshot, party: &LeadParty) -> String {
    let ix = snapshot.graph.find(party.company);
    ix.map_or_else(|| "（已删除的企业）".to_owned(), |ix| snapshot.graph.company(ix).company.name.clone())
}

/// `GET /leads`.
async fn leads(
    State(app): State<App>,
    lang: Lang,
    DeskReader(who): DeskReader,
    Query(params): Query<LeadParams>,
) -> Result<Response, Problem> {
    ledger(&app, lang, &who, &params, NewForm::default(), None).await
}

async fn ledger(
    app: &App,
    lang: Lang,
    who: &Principal,
    params: &LeadParams,
    form: NewForm,
    fault: Option<String>,
) -> Result<Response, Problem> {
    let (snapshot, today) = (app.snapshot(), clock::today());
    let all: Vec<Lead> =
        app.engine().store().list::<Lead>(Rows::Live).await?.into_iter().map(|lead| lead.value).collect();
    let count = |stage: LeadStage| (stage, all.iter().filter(|lead| lead.stage == stage).count());
    let counts: Vec<(LeadStage, usize)> = LeadStage::ALL.iter().map(|stage| count(*stage)).collect();
    let stage = params.stage.parse::<LeadStage>().ok();
    let total = all.len();
    let row = |lead: Lead| Row {
        names: lead.parties.iter().map(|party| name(&snapshot, party)).collect(),
        light: Light::of(&lead, today),
        lead,
    };
    let chosen = all.into_iter().filter(|lead| stage.is_none_or(|stage| lead.stage == stage));
    let mut rows: Vec<Row> = chosen.map(row).collect();
    rows.sort_by(|a, b| (b.light as u8, &b.lead.number).cmp(&(a.light as u8, &a.lead.number)));
    let path = address("/leads", &[("stage", stage.map_or("", LeadStage::code))]);
    let pager = Pager::new(&path, rows.len(), A_PAGE, params.page);
    show(&LeadsPage {
        notice: Notice::of(&DoneParams { done: params.done.clone(), item: params.item.clone() }, &path),
        counts: counts.into_iter().filter(|(_, count)| *count > 0).collect(),
        all: total,
        stage,
        rows: pager.cut(rows, A_PAGE),
        pager,
        form,
        fault,
        shell: Shell::new(lang, lang.t("对接"), "/leads", who),
    })
}

/// `POST /leads`: a pair made by hand.
async fn add(
    State(app): State<App>,
    lang: Lang,
    Desk(who): Desk,
    Form(form): Form<NewForm>,
) -> Result<Response, Problem> {
    match open(&app, &who, &form).await {
        Ok(lead) => Ok(done(&format!("/leads/{}", lead.id), &[("done", "lead_added")])),
        Err(fault) => {
            let shown = ledger(&app, lang, &who, &LeadParams::default(), form, Some(fault.detail)).await?;
            Ok((fault.code.status(), shown).into_response())
        }
    }
}

async fn open(app: &App, who: &Principal, form: &NewForm) -> Result<Lead, Problem> {
    let snapshot = app.snapshot();
    let party = |name: &str| {
        let ix = snapshot.company(name.trim())?;
        Ok::<_, Problem>(LeadParty { company: snapshot.graph.company(ix).company.id, role: "partner".to_owned() })
    };
    let way = form.way.parse::<Way>().map_or(String::new(), |way| way.code().to_owned());
    let new = NewLead {
        way,
        parties: vec![party(&form.a)?, party(&form.b)?],
        why: form.why.trim().to_owned(),
        ..NewLead::default()
    };
    app.write(who, async |unit| Ok(take_up(unit, new.clone(), &who.name, clock::today()).await?)).await
}

async fn live(app: &App, id: &str) -> Result<Versioned<Lead>, Problem> {
    let missing = || Problem::not_found("没有这条对接，可能已被撤销");
    let id: LeadId = id.parse().map_err(|_| missing())?;
    let lead = app.engine().store().lookup::<Lead>(&id).await?;
    lead.filter(|lead| lead.deleted.is_none()).ok_or_else(missing)
}

/// `GET /leads/{id}`.
async fn lead(
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
            contacts: seen.map(|node| others(who, node, true)).unwrap_or_default(),
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
struct StageForm {
    stage: String,
    text: String,
    reason: String,
    value: String,
    product: String,
    version: i64,
}

/// `POST /leads/{id}/stage`.
async fn stage(
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
struct NoteForm {
    text: String,
}

/// `POST /leads/{id}/note`.
async fn write_note(
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
struct PlanForm {
    owner: String,
    next: String,
    due: String,
    version: i64,
}

/// `POST /leads/{id}/plan`: who looks after it, what is next, until when.
async fn plan(
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
