//! 发布需求 and 请秘书处引荐.

use super::{Sent, hand, sent};
use crate::{
    App, Problem,
    access::OwnMember,
    extract::{Form, Query},
    pages::{Lang, Said, Shell, show},
};
use askama::Template;
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use jiff::civil::Date;
use qianxian_core::{CompanyId, DraftKind, DraftStatus, Lead, NeedKind, Visibility};
use qianxian_engine::{
    Snapshot,
    drafts::{Introduction, NeedForm},
};
use serde::Deserialize;

struct OpenNeed {
    text: String,
    kind: NeedKind,
    deadline: String,
    visibility: Visibility,
}

#[derive(Template)]
#[template(path = "my_needs.html")]
struct NeedsPage {
    shell: Shell,
    said: Said,
    fault: Option<String>,
    form: TypedNeed,
    needs: Vec<OpenNeed>,
    sent: Vec<Sent>,
}

/// A need as typed.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct TypedNeed {
    #[serde(default)]
    text: String,
    #[serde(default)]
    kind: String,
    #[serde(default)]
    deadline: String,
    #[serde(default)]
    visibility: String,
}

/// `GET /my/needs`.
pub(super) async fn needs(
    State(app): State<App>,
    lang: Lang,
    OwnMember(who, company): OwnMember,
    Query(said): Query<Said>,
) -> Result<Response, Problem> {
    let shell = Shell::new(lang, lang.t("发布需求"), "/my/needs", &who);
    needs_page(&app, shell, company, said, TypedNeed::default(), None).await
}

async fn needs_page(
    app: &App,
    shell: Shell,
    company: CompanyId,
    said: Said,
    form: TypedNeed,
    fault: Option<String>,
) -> Result<Response, Problem> {
    let snapshot = app.snapshot();
    let own = snapshot.graph.find(company).map(|ix| &snapshot.graph.company(ix).needs);
    let open = own.into_iter().flatten().map(|need| OpenNeed {
        text: need.need.text.clone(),
        kind: need.need.kind,
        deadline: need.need.deadline.map_or_else(String::new, |date| date.to_string()),
        visibility: need.need.visibility,
    });
    let needs = open.collect();
    let sent = sent(app, company, &[DraftKind::Need]).await?;
    show(&NeedsPage { shell, said, fault, form, needs, sent })
}

/// `POST /my/needs`: the need waits for the secretariat; who may see it is the member's to say.
pub(super) async fn post_need(
    State(app): State<App>,
    lang: Lang,
    OwnMember(who, company): OwnMember,
    Form(typed): Form<TypedNeed>,
) -> Result<Response, Problem> {
    match need_of(&typed) {
        Ok(need) => {
            let title: String = need.text.chars().take(40).collect();
            hand(&app, &who, company, DraftKind::Need, title, &need).await?;
            Ok(Redirect::to("/my/needs?done=handed_in").into_response())
        }
        Err(fault) => {
            let shell = Shell::new(lang, lang.t("发布需求"), "/my/needs", &who);
            let page = needs_page(&app, shell, company, Said::default(), typed, Some(fault)).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
    }
}

fn need_of(typed: &TypedNeed) -> Result<NeedForm, String> {
    let text = typed.text.trim();
    let length = text.chars().count();
    if !(4..=500).contains(&length) {
        return Err(format!("请用 4 到 500 个字说清楚要找什么，现在是 {length} 个字"));
    }
    let deadline = match typed.deadline.trim() {
        "" => None,
        day => {
            let day: Date = day.parse().map_err(|_| format!("「{day}」不是日期，请写成 2026-11-04 的样子"))?;
            Some(day)
        }
    };
    Ok(NeedForm {
        text: text.to_owned(),
        kind: typed.kind.parse().map_err(|_| "请选一个需求类别".to_owned())?,
        deadline,
        visibility: typed.visibility.parse().unwrap_or(Visibility::Secretariat),
    })
}

/// An introduction under way.
struct Underway {
    number: String,
    partner: String,
    stage: &'static str,
    /// Contacts of the other side, once both are willing.
    contacts: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "my_introductions.html")]
struct IntroductionsPage {
    shell: Shell,
    said: Said,
    fault: Option<String>,
    /// Id and name of whom one would meet.
    partner: Option<(CompanyId, String)>,
    why: String,
    underway: Vec<Underway>,
    sent: Vec<Sent>,
}

#[derive(Debug, Default, Deserialize)]
pub(crate) struct IntroductionParams {
    #[serde(default)]
    partner: String,
    #[serde(default)]
    why: String,
    #[serde(default)]
    done: String,
}

/// `GET /my/introductions?partner=…`.
pub(super) async fn introductions(
    State(app): State<App>,
    lang: Lang,
    OwnMember(who, company): OwnMember,
    Query(params): Query<IntroductionParams>,
) -> Result<Response, Problem> {
    let shell = Shell::new(lang, lang.t("请秘书处引荐"), "/my/introductions", &who);
    introductions_page(&app, shell, company, params, None).await
}

async fn introductions_page(
    app: &App,
    shell: Shell,
    company: CompanyId,
    params: IntroductionParams,
    fault: Option<String>,
) -> Result<Response, Problem> {
    let snapshot = app.snapshot();
    let partner = partner(&snapshot, &params.partner, company);
    let mut leads = app.engine().store().of_company::<Lead>(company).await?;
    leads.sort_by(|a, b| b.value.number.cmp(&a.value.number));
    let underway = leads.into_iter().filter_map(|lead| {
        let lead = lead.value;
        let other = lead.parties.iter().find(|party| party.company != company)?.company;
        let other = &snapshot.graph.company(snapshot.graph.find(other)?).company;
        let open = lead.stage.releases_contacts();
        let contacts = ["联系人", "电话", "手机", "邮箱", "微信"].iter().filter_map(|column| {
            let value = other.other.get(*column).filter(|_| open)?;
            Some(((*column).to_owned(), value.clone()))
        });
        Some(Underway {
            number: lead.number,
            partner: other.name.clone(),
            stage: lead.stage.zh(),
            contacts: contacts.collect(),
        })
    });
    let underway = underway.collect();
    let sent = sent(app, company, &[DraftKind::Introduction]).await?;
    let said = Said { done: params.done };
    show(&IntroductionsPage { shell, said, fault, partner, why: params.why, underway, sent })
}

fn partner(snapshot: &Snapshot, id: &str, own: CompanyId) -> Option<(CompanyId, String)> {
    let id: CompanyId = id.parse().ok().filter(|id| *id != own)?;
    let company = &snapshot.graph.company(snapshot.graph.find(id)?).company;
    Some((id, company.name.clone()))
}

/// `POST /my/introductions`: asks to be introduced; the secretariat decides and makes the first contact.
pub(super) async fn ask(
    State(app): State<App>,
    lang: Lang,
    OwnMember(who, company): OwnMember,
    Form(params): Form<IntroductionParams>,
) -> Result<Response, Problem> {
    let snapshot = app.snapshot();
    let shell = Shell::new(lang, lang.t("请秘书处引荐"), "/my/introductions", &who);
    let Some((id, name)) = partner(&snapshot, &params.partner, company) else {
        let fault = Some("请先在“找配套”里选一家企业，再请秘书处引荐".to_owned());
        let page = introductions_page(&app, shell, company, IntroductionParams::default(), fault).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    };
    let why: String = params.why.trim().chars().take(300).collect();
    if why.is_empty() {
        let fault = Some("请写一句想谈什么，秘书处好替您开口".to_owned());
        let page = introductions_page(&app, shell, company, params, fault).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    }
    let body = Introduction { partner: id, way: String::new(), why };
    hand(&app, &who, company, DraftKind::Introduction, format!("想认识 {name}"), &body).await?;
    Ok(Redirect::to("/my/introductions?done=handed_in").into_response())
}
