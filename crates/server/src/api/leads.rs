//! `/leads`: what the secretariat took up.

use crate::{
    App, Problem,
    access::{Desk, DeskReader},
    api::{
        company_in_body, live,
        refusals::{Refusals, WriteRefusals},
    },
    extract::{Json, Path, Query},
    paging::{Page, PageParams},
    versions::{IfMatch, Tagged},
    views::{LeadView, words},
};
use axum::extract::State;
use qianxian_core::{CompanyId, Lead, LeadId, LeadParty, LeadStage, NeedId, ValueBand};
use qianxian_engine::{
    Snapshot, clock,
    leads::{self, Move, NewLead},
};
use qianxian_matching::{Request, Way, partners};
use qianxian_store::{Rows, Version};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, take_up))
        .routes(routes!(get, change))
        .routes(routes!(move_stage))
        .routes(routes!(note))
}

/// A pair, or a team, to be taken up. Without `why` and roles the card of the match says them.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct LeadForm {
    /// Who takes part, the asking side first: ids or names; two or more.
    #[schema(min_items = 2)]
    companies: Vec<String>,
    /// Roles in the same order: `supplier`, `customer`, `partner`, `scene`, `technology`, `integrator`.
    #[serde(default)]
    roles: Vec<String>,
    /// Way to cooperate.
    #[serde(default)]
    #[schema(schema_with = words::way, required = false)]
    way: Option<Way>,
    /// Why they should talk.
    #[serde(default)]
    why: Option<String>,
    /// Id of the need it answers.
    #[serde(default)]
    need: Option<Uuid>,
    /// Who looks after it; whoever takes it up where nothing is said.
    #[serde(default)]
    owner: String,
    /// What is to be done next.
    #[serde(default)]
    next: Option<String>,
    /// Until when.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    due: Option<jiff::civil::Date>,
}

impl LeadForm {
    fn lead(self, snapshot: &Snapshot) -> Result<NewLead, Problem> {
        let ids = self.companies.iter().map(|name| company_in_body(snapshot, name));
        let ids: Vec<CompanyId> = ids.collect::<Result<_, _>>()?;
        let card = match ids.as_slice() {
            [a, b] if a != b => card(snapshot, *a, *b, self.way),
            _ => None,
        };
        let mut new = card.unwrap_or_default();
        if new.parties.is_empty() || !self.roles.is_empty() {
            let role = |at: usize| self.roles.get(at).cloned().unwrap_or_else(|| "partner".to_owned());
            let parties = ids.iter().enumerate();
            new.parties = parties.map(|(at, id)| LeadParty { company: *id, role: role(at) }).collect();
        }
        new.way = self.way.map_or(new.way, |way| way.code().to_owned());
        new.why = self.why.unwrap_or(new.why);
        new.need = self.need.map(NeedId);
        new.owner = self.owner;
        new.next = self.next.unwrap_or(new.next);
        new.due = self.due;
        Ok(new)
    }
}

/// What the match of two companies says, where there is one.
fn card(snapshot: &Snapshot, a: CompanyId, b: CompanyId, way: Option<Way>) -> Option<NewLead> {
    let (a, b) = (snapshot.graph.find(a)?, snapshot.graph.find(b)?);
    let request = Request { ways: way.into_iter().collect(), candidates: Some(vec![b]), ..Request::default() };
    let answer = snapshot.matching(|ctx| partners(ctx, a, &request));
    let found = answer.matches.first().filter(|found| !found.paths.is_empty())?;
    Some(NewLead::from_match(snapshot, found))
}

/// Which leads.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct LeadParams {
    /// At this stage.
    #[param(schema_with = words::lead_stage)]
    stage: Option<LeadStage>,
    /// Looked after by.
    owner: Option<String>,
    /// In which this company takes part: id or name.
    company: Option<String>,
    /// Still under way, or ended; both where nothing is said.
    open: Option<bool>,
    /// Due on this day or before.
    #[param(value_type = Option<String>, format = Date)]
    due_by: Option<jiff::civil::Date>,
}

/// Leads in the order in which they were taken up.
#[utoipa::path(
    get, path = "/leads", tag = "对接", operation_id = "list_leads", security(("token" = [])),
    params(LeadParams, PageParams), responses((status = 200, description = "对接", body = Page<LeadView>), Refusals)
)]
pub(crate) async fn list(
    State(app): State<App>,
    DeskReader(_): DeskReader,
    Query(params): Query<LeadParams>,
    Query(page): Query<PageParams>,
) -> Result<Json<Page<LeadView>>, Problem> {
    let snapshot = app.snapshot();
    let company = match &params.company {
        Some(name) => Some(snapshot.graph.company(snapshot.company(name)?).company.id),
        None => None,
    };
    let wanted = |lead: &Lead| {
        params.stage.is_none_or(|stage| lead.stage == stage)
            && params.owner.as_ref().is_none_or(|owner| lead.owner == *owner)
            && company.is_none_or(|company| lead.parties.iter().any(|party| party.company == company))
            && params.open.is_none_or(|open| lead.stage.is_final() != open)
            && params.due_by.is_none_or(|day| lead.due.is_some_and(|due| due <= day))
    };
    let leads = app.engine().store().list::<Lead>(Rows::Live).await?;
    let page = Page::of_list(leads.into_iter().filter(|lead| wanted(&lead.value)), &page, |lead| lead.value.id)?;
    Ok(Json(page.map(|lead| LeadView::of(&snapshot, &lead.value, lead.version))))
}

/// Takes a match or a hand-made pair up; it gets a number.
#[utoipa::path(
    post, path = "/leads", tag = "对接", operation_id = "take_up_lead", security(("token" = [])),
    request_body = LeadForm, responses((status = 201, description = "已立项", body = LeadView), WriteRefusals)
)]
pub(crate) async fn take_up(
    State(app): State<App>,
    Desk(who): Desk,
    Json(form): Json<LeadForm>,
) -> Result<Tagged<LeadView>, Problem> {
    let snapshot = app.snapshot();
    let new = form.lead(&snapshot)?;
    let lead = app.write(&who, async |unit| Ok(leads::take_up(unit, new, &who.name, clock::today()).await?)).await?;
    Ok(Tagged::created(LeadView::of(&snapshot, &lead, Version::FIRST)))
}

/// One lead with its log.
#[utoipa::path(
    get, path = "/leads/{lead}", tag = "对接", operation_id = "get_lead", security(("token" = [])),
    params(("lead" = String, Path, description = "对接的内部编号，或 DJ 编号")),
    responses((status = 200, description = "对接", body = LeadView), Refusals)
)]
pub(crate) async fn get(
    State(app): State<App>,
    DeskReader(_): DeskReader,
    Path(lead): Path<String>,
) -> Result<Tagged<LeadView>, Problem> {
    let store = app.engine().store();
    let found = match lead.parse::<LeadId>() {
        Ok(id) => store.lookup::<Lead>(&id).await?.filter(|lead| lead.deleted.is_none()),
        Err(_) => store.list::<Lead>(Rows::Live).await?.into_iter().find(|known| known.value.number == lead),
    };
    let found = found.ok_or_else(|| Problem::not_found(format!("没有对接「{lead}」，请核对编号")))?;
    Ok(Tagged::ok(found.version, LeadView::of(&app.snapshot(), &found.value, found.version)))
}

/// A change of a lead; what is absent stays.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct LeadPatch {
    /// Who looks after it.
    owner: Option<String>,
    /// What is to be done next.
    next: Option<String>,
    /// Until when.
    #[schema(value_type = Option<String>, format = Date)]
    due: Option<jiff::civil::Date>,
}

/// Changes who looks after a lead, what is next and until when. Stage and log have routes of their own.
#[utoipa::path(
    patch, path = "/leads/{lead}", tag = "对接", operation_id = "change_lead", security(("token" = [])),
    params(("lead" = String, Path, description = "对接的内部编号"), ("If-Match" = String, Header, description = "读取时得到的 ETag")),
    request_body = LeadPatch, responses((status = 200, description = "已修改", body = LeadView), WriteRefusals)
)]
pub(crate) async fn change(
    State(app): State<App>,
    Desk(who): Desk,
    Path(id): Path<Uuid>,
    IfMatch(expected): IfMatch,
    Json(patch): Json<LeadPatch>,
) -> Result<Tagged<LeadView>, Problem> {
    let (lead, version) = app
        .write(&who, async |unit| {
            let mut lead = live::<Lead>(unit, &LeadId(id)).await?.value;
            lead.owner = patch.owner.unwrap_or(lead.owner);
            lead.next = patch.next.unwrap_or(lead.next);
            lead.due = patch.due.or(lead.due);
            let version = unit.update(&lead, expected).await?;
            Ok((lead, version))
        })
        .await?;
    Ok(Tagged::ok(version, LeadView::of(&app.snapshot(), &lead, version)))
}

/// A step of a lead.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct StageForm {
    /// Where it came to.
    #[schema(schema_with = words::lead_stage)]
    stage: LeadStage,
    /// What happened.
    #[serde(default)]
    text: String,
    /// Why it is given up: a reason code or words; needed for `closed`.
    #[serde(default)]
    reason: Option<String>,
    /// How much it is worth.
    #[serde(default)]
    #[schema(schema_with = words::value_band, required = false)]
    value: Option<ValueBand>,
    /// What was traded or developed.
    #[serde(default)]
    product: Option<String>,
    /// Who introduced the two.
    #[serde(default)]
    introduced_by: Option<String>,
}

/// Moves a lead to a stage and writes that into its log.
#[utoipa::path(
    post, path = "/leads/{lead}/stage", tag = "对接", operation_id = "move_lead", security(("token" = [])),
    params(("lead" = String, Path, description = "对接的内部编号"), ("If-Match" = String, Header, description = "读取时得到的 ETag")),
    request_body = StageForm, responses((status = 200, description = "已推进", body = LeadView), WriteRefusals)
)]
pub(crate) async fn move_stage(
    State(app): State<App>,
    Desk(who): Desk,
    Path(id): Path<Uuid>,
    IfMatch(expected): IfMatch,
    Json(form): Json<StageForm>,
) -> Result<Tagged<LeadView>, Problem> {
    let StageForm { stage, text, reason, value, product, introduced_by } = form;
    let how = Move { text, reason, value, product, introduced_by };
    let (lead, version) = app
        .write(&who, async |unit| Ok(leads::move_stage(unit, LeadId(id), Some(expected), stage, how, &who.name).await?))
        .await?;
    Ok(Tagged::ok(version, LeadView::of(&app.snapshot(), &lead, version)))
}

/// A line of a log.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct NoteForm {
    /// What happened.
    #[schema(min_length = 1)]
    pub(super) text: String,
}

/// Writes a line into the log of a lead. Lines are only ever added: no version is asked for.
#[utoipa::path(
    post, path = "/leads/{lead}/notes", tag = "对接", operation_id = "note_lead", security(("token" = [])),
    params(("lead" = String, Path, description = "对接的内部编号")), request_body = NoteForm,
    responses((status = 200, description = "已记下", body = LeadView), WriteRefusals)
)]
pub(crate) async fn note(
    State(app): State<App>,
    Desk(who): Desk,
    Path(id): Path<Uuid>,
    Json(form): Json<NoteForm>,
) -> Result<Tagged<LeadView>, Problem> {
    let (lead, version) =
        app.write(&who, async |unit| Ok(leads::note(unit, LeadId(id), &form.text, &who.name).await?)).await?;
    Ok(Tagged::ok(version, LeadView::of(&app.snapshot(), &lead, version)))
}
