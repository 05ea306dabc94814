//! The buttons of a card: 采纳, 暂缓, 不合适, 永不, and taking one back.

use crate::{
    App, Code, Problem,
    access::Desk,
    pages::link::{done, inside},
};
use axum::{
    Form,
    extract::{Path, State},
    response::Response,
};
use jiff::ToSpan;
use qianxian_core::{CompanyId, Lead, LeadStage, MarkId, PairMark, PairVerdict};
use qianxian_engine::{
    Snapshot, clock,
    feedback::{NewMark, mark, unmark},
    leads::{NewLead, take_up},
};
use qianxian_matching::{Request, Way, partners};
use qianxian_store::Rows;
use serde::Deserialize;

/// Days a pair is put off.
const POSTPONED_DAYS: i64 = 30;

#[derive(Deserialize)]
pub(super) struct VerdictForm {
    company: String,
    partner: String,
    #[serde(default)]
    way: String,
    verdict: String,
    #[serde(default)]
    reason: String,
    #[serde(default)]
    back: String,
}

#[derive(Deserialize)]
pub(super) struct BackForm {
    #[serde(default)]
    pub(super) back: String,
}

/// `POST /matches/verdict`.
pub(super) async fn verdict(
    State(app): State<App>,
    Desk(who): Desk,
    Form(form): Form<VerdictForm>,
) -> Result<Response, Problem> {
    let id = |text: &str| text.parse::<CompanyId>().map_err(|_| Problem::invalid("企业编号不对，请从配对页面重新操作"));
    let (a, b) = (id(&form.company)?, id(&form.partner)?);
    let verdict: PairVerdict =
        form.verdict.parse().map_err(|e: qianxian_core::UnknownWord| Problem::invalid(e.to_string()))?;
    let way = form.way.parse::<Way>().ok();
    let (snapshot, today) = (app.snapshot(), clock::today());
    let until = (verdict == PairVerdict::Postponed).then(|| today.saturating_add(POSTPONED_DAYS.days()));
    let reason = if verdict == PairVerdict::Unsuitable { form.reason.clone() } else { String::new() };
    let lead = (verdict == PairVerdict::Accepted).then(|| new_lead(&snapshot, a, b, way)).transpose()?;
    let way = way.filter(|_| verdict != PairVerdict::Never).map(|way| way.code().to_owned());
    let new = NewMark { a, b, verdict, reason, way, until };
    let marked: PairMark = app
        .write(&who, async |unit| {
            let (marked, _) = mark(unit, &snapshot, new.clone(), today).await?;
            if let Some(lead) = &lead {
                take_up(unit, lead.clone(), &who.name, today).await?;
            }
            Ok(marked)
        })
        .await?;
    let back = inside(&form.back, "/matches");
    Ok(done(&back, &[("done", verdict.code()), ("item", &marked.id.to_string())]))
}

/// The lead of a pair, in the words of its card.
fn new_lead(snapshot: &Snapshot, a: CompanyId, b: CompanyId, way: Option<Way>) -> Result<NewLead, Problem> {
    let find = |id: CompanyId| snapshot.graph.find(id).ok_or_else(|| Problem::not_found("其中一家企业已经不在名册里"));
    let (company, partner) = (find(a)?, find(b)?);
    let request = Request { candidates: Some(vec![partner]), ways: way.into_iter().collect(), ..Request::default() };
    let answer = snapshot.matching(|ctx| partners(ctx, company, &request));
    match answer.matches.first() {
        Some(found) => Ok(NewLead::from_match(snapshot, found)),
        None => Err(Problem::new(Code::Conflict, "这一对在排除清单里，不能采纳；请先到排除清单撤销")),
    }
}

/// `POST /matches/undo/{mark}`: takes a verdict back, and the lead it opened where nothing happened since.
pub(super) async fn undo(
    State(app): State<App>,
    Desk(who): Desk,
    Path(id): Path<String>,
    Form(form): Form<BackForm>,
) -> Result<Response, Problem> {
    let id: MarkId = id.parse().map_err(|_| Problem::not_found("没有这条意见"))?;
    let known = app.engine().store().lookup::<PairMark>(&id).await?;
    let known = known.filter(|mark| mark.deleted.is_none()).ok_or_else(|| Problem::not_found("这条意见已经撤销了"))?;
    let untouched =
        if known.value.verdict == PairVerdict::Accepted { opened_by(&app, &known.value).await? } else { None };
    app.write(&who, async |unit| {
        if let Some((lead, version)) = &untouched {
            unit.remove::<Lead>(&lead.id, *version).await?;
        }
        unmark(unit, id).await?;
        Ok(())
    })
    .await?;
    Ok(done(&inside(&form.back, "/excluded"), &[("done", "undone")]))
}

/// The lead of an accepted pair on which nothing was done yet.
async fn opened_by(app: &App, mark: &PairMark) -> Result<Option<(Lead, qianxian_store::Version)>, Problem> {
    let leads = app.engine().store().list::<Lead>(Rows::Live).await?;
    let of_pair = |lead: &Lead| {
        let parties: Vec<CompanyId> = lead.parties.iter().map(|party| party.company).collect();
        parties == [mark.a, mark.b] && lead.stage == LeadStage::Proposed && lead.log.len() == 1
    };
    Ok(leads.into_iter().rfind(|lead| of_pair(&lead.value)).map(|lead| (lead.value, lead.version)))
}
