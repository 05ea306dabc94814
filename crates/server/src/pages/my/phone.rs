//! The phone form to which a member's link leads: five questions on one screen, three minutes, no password. What is sent
//! waits for the secretariat.

use super::{hand, statements};
use crate::{
    App, Problem,
    access::OwnMember,
    extract::Form,
    pages::{Lang, Shell, show},
};
use askama::Template;
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use qianxian_core::{CompanyId, DraftKind, NeedKind, Side, Visibility};
use qianxian_engine::drafts::{LineForm, NeedForm, ProfileChange};
use serde::Deserialize;

/// A question with what was typed.
struct Question {
    name: &'static str,
    words: &'static str,
    hint: &'static str,
    typed: String,
}

#[derive(Template)]
#[template(path = "phone.html")]
struct PhonePage {
    shell: Shell,
    company: String,
    fault: Option<String>,
    questions: Vec<Question>,
}

#[derive(Template)]
#[template(path = "phone_thanks.html")]
struct ThanksPage {
    shell: Shell,
    company: String,
}

#[derive(Debug, Default, Deserialize)]
pub(crate) struct Answers {
    #[serde(default)]
    makes: String,
    #[serde(default)]
    buys: String,
    #[serde(default)]
    does: String,
    #[serde(default)]
    suffers: String,
    #[serde(default)]
    wants: String,
}

/// `GET /my/form`.
pub(super) async fn form(
    State(app): State<App>,
    lang: Lang,
    OwnMember(_, company): OwnMember,
) -> Result<Response, Problem> {
    form_page(&app, lang, company, Answers::default(), None)
}

fn form_page(
    app: &App,
    lang: Lang,
    company: CompanyId,
    answers: Answers,
    fault: Option<String>,
) -> Result<Response, Problem> {
    let company = company_name(app, company);
    let Answers { makes, buys, does, suffers, wants } = answers;
    let question = |name, words, hint, typed| Question { name, words, hint, typed };
    let questions = vec![
        question("makes", "你们主要卖什么？", "如：减速机、齿轮", makes),
        question("buys", "要从外面买什么？", "如：电机、铸件、轴承", buys),
        question("does", "能给别人做什么加工，有没有富余的设备？", "如：数控车、焊接，加工中心白天空着", does),
        question("suffers", "现在最头疼什么？", "如：焊工难招、交期长", suffers),
        question("wants", "最想让协会帮着找什么？", "如：找一家能做大件热处理的", wants),
    ];
    // A screen of its own: the menu of the member's pages would stand in the way of five questions.
    show(&PhonePage { shell: Shell::outside(lang, company.clone()), company, fault, questions })
}

fn company_name(app: &App, company: CompanyId) -> String {
    let snapshot = app.snapshot();
    let found = snapshot.graph.find(company).map(|ix| snapshot.graph.company(ix).company.name.clone());
    found.unwrap_or_default()
}

/// `POST /my/form`: one draft for the profile, one for the need.
pub(super) async fn submit(
    State(app): State<App>,
    lang: Lang,
    OwnMember(who, company): OwnMember,
    Form(answers): Form<Answers>,
) -> Result<Response, Problem> {
    let sides = [
        (Side::Makes, &answers.makes),
        (Side::Buys, &answers.buys),
        (Side::Does, &answers.does),
        (Side::Suffers, &answers.suffers),
    ];
    let lines = sides.iter().flat_map(|(side, text)| {
        let side = *side;
        statements(&text.replace('、', "\n")).into_iter().map(move |text| LineForm { side, text })
    });
    let lines: Vec<LineForm> = lines.collect();
    let wants: String = answers.wants.trim().chars().take(500).collect();
    if lines.is_empty() && wants.is_empty() {
        let page = form_page(&app, lang, company, answers, Some("请至少回答一个问题".to_owned()))?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    }
    if !lines.is_empty() {
        let change = ProfileChange { lines, ..ProfileChange::default() };
        let title = format!("{} 手机填报", company_name(&app, company));
        hand(&app, &who, company, DraftKind::Profile, title, &change).await?;
    }
    if !wants.is_empty() {
        let title: String = wants.chars().take(40).collect();
        let kind = NeedKind::Supply;
        let need = NeedForm { text: wants, kind, deadline: None, visibility: Visibility::Secretariat };
        hand(&app, &who, company, DraftKind::Need, title, &need).await?;
    }
    Ok(Redirect::to("/my/form/thanks").into_response())
}

/// `GET /my/form/thanks`.
pub(super) async fn thanks(
    State(app): State<App>,
    lang: Lang,
    OwnMember(_, company): OwnMember,
) -> Result<Response, Problem> {
    show(&ThanksPage { shell: Shell::outside(lang, lang.t("谢谢")), company: company_name(&app, company) })
}
