//! A company itself: new, edited; and which others belong to it.

use crate::{
    App, Problem,
    access::Desk,
    pages::{Lang, Shell, link::done, show},
};
use askama::Template;
use axum::{
    Form,
    extract::{Path, State},
    response::Response,
};
use qianxian_core::{Company, CompanyId, CompanyKind, CompanyStatus, Place, UnknownWord};
use qianxian_engine::clock;
use qianxian_store::{Version, Versioned};
use serde::Deserialize;

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct CompanyForm {
    name: String,
    aliases: String,
    kind: String,
    province: String,
    city: String,
    district: String,
    industry: String,
    credit_code: String,
    website: String,
    status: String,
    version: i64,
}

#[derive(Template)]
#[template(path = "company_form.html")]
struct FormPage {
    shell: Shell,
    /// Where it is sent.
    action: String,
    back: String,
    form: CompanyForm,
    fault: Option<String>,
}

impl FormPage {
    fn kinds(&self) -> &'static [CompanyKind] {
        CompanyKind::ALL
    }

    fn statuses(&self) -> &'static [CompanyStatus] {
        CompanyStatus::ALL
    }
}

fn given(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

impl CompanyForm {
    fn of(company: &Company, version: Version) -> CompanyForm {
        let said = |value: &Option<String>| value.clone().unwrap_or_default();
        CompanyForm {
            name: company.name.clone(),
            aliases: company.aliases.join("、"),
            kind: company.kind.code().to_owned(),
            province: said(&company.place.province),
            city: said(&company.place.city),
            district: said(&company.place.district),
            industry: said(&company.industry),
            credit_code: said(&company.credit_code),
            website: said(&company.website),
            status: company.status.code().to_owned(),
            version: version.0,
        }
    }

    fn write(&self, company: Company) -> Result<Company, Problem> {
        let name = given(&self.name).ok_or_else(|| Problem::invalid("请写企业名称"))?;
        if name.chars().count() > 100 {
            return Err(Problem::invalid("企业名称超过 100 个字，请核对"));
        }
        let refuse = |e: UnknownWord| Problem::invalid(e.to_string());
        Ok(Company {
            name,
            aliases: self.aliases.split(['、', ',', '，', ';', '；']).filter_map(given).collect(),
            kind: self.kind.parse().map_err(refuse)?,
            place: Place { province: given(&self.province), city: given(&self.city), district: given(&self.district) },
            industry: given(&self.industry),
            credit_code: given(&self.credit_code),
            website: given(&self.website),
            status: self.status.parse().map_err(refuse)?,
            ..company
        })
    }
}

/// `GET /companies/new`.
pub(super) async fn new_form(lang: Lang, Desk(who): Desk) -> Result<Response, Problem> {
    let form = CompanyForm { kind: "unknown".to_owned(), status: "active".to_owned(), ..CompanyForm::default() };
    let shell = Shell::new(lang, lang.t("新建企业"), "/companies", &who);
    show(&FormPage { shell, action: "/companies/new".to_owned(), back: "/companies".to_owned(), form, fault: None })
}

/// `POST /companies/new`.
pub(super) async fn create(
    State(app): State<App>,
    lang: Lang,
    Desk(who): Desk,
    Form(form): Form<CompanyForm>,
) -> Result<Response, Problem> {
    let company = Company::named(CompanyId(clock::new_id()), "");
    let there = form.write(company).and_then(|company| match app.snapshot().company(&company.name) {
        Ok(known) => Err(Problem::invalid(format!(
            "「{}」已经在名册里，请直接打开它的档案",
            app.snapshot().graph.company(known).company.name
        ))),
        Err(_) => Ok(company),
    });
    match there {
        Ok(company) => {
            app.write(&who, async |unit| Ok(unit.add(std::slice::from_ref(&company)).await?)).await?;
            Ok(done(&format!("/companies/{}", company.id), &[("done", "company_added")]))
        }
        Err(fault) => {
            let shell = Shell::new(lang, lang.t("新建企业"), "/companies", &who);
            let (action, back) = ("/companies/new".to_owned(), "/companies".to_owned());
            show(&FormPage { shell, action, back, form, fault: Some(fault.detail) })
        }
    }
}

async fn live(app: &App, id: &str) -> Result<Versioned<Company>, Problem> {
    let missing = || Problem::not_found("没有这家企业，可能已被删除或合并");
    let id: CompanyId = id.parse().map_err(|_| missing())?;
    let company = app.engine().store().lookup::<Company>(&id).await?;
    company.filter(|company| company.deleted.is_none()).ok_or_else(missing)
}

fn page(
    lang: Lang,
    who: &crate::access::Principal,
    id: CompanyId,
    form: CompanyForm,
    fault: Option<String>,
) -> Result<Response, Problem> {
    let back = format!("/companies/{id}");
    show(&FormPage {
        shell: Shell::new(lang, lang.t("修改企业资料"), "/companies", who),
        action: format!("{back}/edit"),
        back,
        form,
        fault,
    })
}

/// `GET /companies/{id}/edit`.
pub(super) async fn form(
    State(app): State<App>,
    lang: Lang,
    Desk(who): Desk,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let company = live(&app, &id).await?;
    page(lang, &who, company.value.id, CompanyForm::of(&company.value, company.version), None)
}

/// `POST /companies/{id}/edit`.
pub(super) async fn save(
    State(app): State<App>,
    lang: Lang,
    Desk(who): Desk,
    Path(id): Path<String>,
    Form(form): Form<CompanyForm>,
) -> Result<Response, Problem> {
    let known = live(&app, &id).await?.value;
    let id = known.id;
    let company = match form.write(known) {
        Ok(company) => company,
        Err(fault) => return page(lang, &who, id, form, Some(fault.detail)),
    };
    app.write(&who, async |unit| Ok(unit.update(&company, Version(form.version)).await?)).await?;
    Ok(done(&format!("/companies/{id}"), &[("done", "company_saved")]))
}

#[derive(Deserialize)]
pub(super) struct AffiliateForm {
    other: String,
    #[serde(default)]
    part: String,
}

/// `POST /companies/{id}/affiliates`: they belong together, or no longer.
pub(super) async fn affiliate(
    State(app): State<App>,
    Desk(who): Desk,
    Path(id): Path<String>,
    Form(form): Form<AffiliateForm>,
) -> Result<Response, Problem> {
    let snapshot = app.snapshot();
    let (one, other) = (snapshot.company(&id)?, snapshot.company(form.other.trim())?);
    let (a, b) = (snapshot.graph.company(one).company.id, snapshot.graph.company(other).company.id);
    if a == b {
        return Err(Problem::invalid("一家企业不能和自己关联，请写另一家的名称"));
    }
    app.engine().set_affiliated(a, b, form.part.is_empty(), &who.name).await?;
    Ok(done(&format!("/companies/{a}#affiliates"), &[("done", "company_saved")]))
}
