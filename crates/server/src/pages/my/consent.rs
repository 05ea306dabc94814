//! 偏好与授权: what a member agrees to. What it withdraws holds at once, and every answer is kept with its day.

use crate::{
    App, Problem,
    access::OwnMember,
    extract::{Form, Query},
    pages::{Lang, Said, Shell, show},
};
use askama::Template;
use axum::{
    extract::State,
    response::{IntoResponse, Redirect, Response},
};
use qianxian_core::{Company, CompanyId, CompanyStatus, Consent, ConsentId, ConsentScope};
use qianxian_engine::clock;

struct Choice {
    scope: ConsentScope,
    given: bool,
    about: &'static str,
    since: String,
}

#[derive(Template)]
#[template(path = "my_preferences.html")]
struct PreferencesPage {
    shell: Shell,
    said: Said,
    choices: Vec<Choice>,
}

const fn about(scope: ConsentScope) -> &'static str {
    match scope {
        ConsentScope::Referral => "秘书处可以把我们推荐给别的会员；不勾就不再出现在任何推荐里",
        ConsentScope::Contacts => "双方都愿意以后，可以把我们的联系方式给对方",
        ConsentScope::Finance => "可以把我们的融资需求给金融机构看；不勾就只有秘书处知道",
        ConsentScope::Directory => "可以印在会员名录和供需手册里",
        ConsentScope::Example => "对接成功后可以点名写进报道和报告",
        ConsentScope::Messages => "可以给我们发供需消息，每月最多两次",
    }
}

/// The latest answer to each question.
async fn answers(app: &App, company: CompanyId) -> Result<Vec<Consent>, Problem> {
    let mut consents = app.engine().store().of_company::<Consent>(company).await?;
    consents.sort_by_key(|consent| (consent.value.date, consent.created, consent.value.id));
    let mut latest: Vec<Consent> = Vec::new();
    for consent in consents.into_iter().rev() {
        if latest.iter().all(|known| known.scope != consent.value.scope) {
            latest.push(consent.value);
        }
    }
    Ok(latest)
}

/// `GET /my/preferences`.
pub(super) async fn page(
    State(app): State<App>,
    lang: Lang,
    OwnMember(who, company): OwnMember,
    Query(said): Query<Said>,
) -> Result<Response, Problem> {
    let latest = answers(&app, company).await?;
    let snapshot = app.snapshot();
    let status = snapshot.graph.find(company).map(|ix| snapshot.graph.company(ix).company.status);
    let choices = ConsentScope::ALL.iter().map(|scope| {
        let answer = latest.iter().find(|consent| consent.scope == *scope);
        let given = match scope {
            // The company's status is what matching goes by.
            ConsentScope::Referral => status == Some(CompanyStatus::Active),
            _ => answer.is_some_and(|consent| consent.given),
        };
        let since = answer.map_or_else(String::new, |consent| consent.date.to_string());
        Choice { scope: *scope, given, about: about(*scope), since }
    });
    let choices = choices.collect();
    show(&PreferencesPage {
        shell: Shell::new(lang, lang.t("偏好与授权"), "/my/preferences", &who), said, choices
    })
}

/// `POST /my/preferences`: what is ticked is agreed to, what is not is withdrawn; only changes are written.
pub(super) async fn submit(
    State(app): State<App>,
    OwnMember(who, company): OwnMember,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let ticked = |scope: ConsentScope| fields.iter().any(|(name, value)| name == "scope" && value == scope.code());
    let latest = answers(&app, company).await?;
    let today = clock::today();
    let new = ConsentScope::ALL.iter().filter_map(|scope| {
        let before = latest.iter().find(|consent| consent.scope == *scope).map(|consent| consent.given);
        let given = ticked(*scope);
        (before != Some(given)).then(|| Consent {
            id: ConsentId(clock::new_id()),
            company,
            scope: *scope,
            given,
            date: today,
            channel: "本人填报".to_owned(),
            taken_by: who.name.clone(),
        })
    });
    let new: Vec<Consent> = new.collect();
    let referral = ticked(ConsentScope::Referral);
    app.write(&who, async |unit| {
        unit.add(&new).await?;
        let Some(known) = unit.lookup::<Company>(&company).await?.filter(|known| known.deleted.is_none()) else {
            return Err(Problem::not_found("名册里已经没有您的企业，请联系秘书处"));
        };
        let mut changed = known.value;
        changed.status = match (changed.status, referral) {
            (CompanyStatus::Active, false) => CompanyStatus::NoReferral,
            (CompanyStatus::NoReferral, true) => CompanyStatus::Active,
            (other, _) => other,
        };
        unit.update(&changed, known.version).await?;
        Ok(())
    })
    .await?;
    Ok(Redirect::to("/my/preferences?done=kept").into_response())
}
