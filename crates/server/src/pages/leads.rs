//! 对接: the ledger of what the secretariat took up.

use crate::{
    App, Problem,
    access::{Desk, DeskReader, Principal},
    pages::{
        Lang, Shell, lead,
        link::{Pager, address, done},
        notice::{DoneParams, Notice},
        show,
    },
};
use askama::Template;
use axum::{
    Form, Router,
    extract::{Query, State},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use jiff::civil::Date;
use qianxian_core::{Lead, LeadParty, LeadStage};
use qianxian_engine::{
    Snapshot, clock,
    leads::{NewLead, take_up},
};
use qianxian_matching::Way;
use qianxian_store::Rows;
use serde::Deserialize;

/// Leads on a page.
const A_PAGE: usize = 40;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/leads", get(leads).post(add))
        .route("/leads/{id}", get(lead::lead))
        .route("/leads/{id}/stage", post(lead::stage))
        .route("/leads/{id}/note", post(lead::write_note))
        .route("/leads/{id}/plan", post(lead::plan))
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

    pub(super) const fn class(self) -> &'static str {
        match self {
            Light::Green => "green",
            Light::Yellow => "yellow",
            Light::Red => "red",
        }
    }

    pub(super) const fn zh(self) -> &'static str {
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

pub(super) fn name(snapshot: &Snapshot, party: &LeadParty) -> String {
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
