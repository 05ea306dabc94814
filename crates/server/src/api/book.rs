//! What all books have in common: how a record becomes a form and back, and the five things done with it. The routes of
//! each book stand in `books`.

use crate::{
    App, Problem,
    access::Principal,
    api::{company_in_body, live},
    extract::Json,
    paging::{Page, PageParams},
    versions::Tagged,
    views::{Entry, ProgressEntryView},
};
use axum::http::StatusCode;
use qianxian_core::{CompanyId, ProgressEntry, SourceKind, SourceRef};
use qianxian_engine::{Snapshot, clock};
use qianxian_store::{Book, Fact, Rows, Version, Versioned};
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

/// A book as the API shows it.
pub(super) trait Kept: Book + Fact {
    /// What is typed in and shown.
    type Form;

    /// The id of a number.
    fn id_of(id: Uuid) -> Self::Id;

    /// A record of what was typed in.
    fn made(id: Self::Id, form: Self::Form, maker: &Maker<'_>) -> Result<Self, Problem>;

    /// A record as somebody may see it.
    fn form(&self, who: &Principal) -> Self::Form;

    /// The company it concerns.
    fn owner(&self) -> Option<CompanyId>;

    /// What happened, where the book has that.
    fn progress(&self) -> &[ProgressEntry] {
        &[]
    }

    /// The same to be added to.
    fn progress_mut(&mut self) -> Option<&mut Vec<ProgressEntry>> {
        None
    }
}

/// What a record is made with.
pub(super) struct Maker<'a> {
    snapshot: &'a Snapshot,
    who: &'a Principal,
}

impl Maker<'_> {
    /// A company named in a form.
    pub(super) fn company(&self, name: &str) -> Result<CompanyId, Problem> {
        company_in_body(self.snapshot, name)
    }

    /// The same where it may be absent.
    pub(super) fn maybe_company(&self, name: Option<&String>) -> Result<Option<CompanyId>, Problem> {
        name.filter(|name| !name.trim().is_empty()).map(|name| self.company(name)).transpose()
    }

    /// Where it was said: in words, or by who types it in.
    pub(super) fn source(&self, said: &str) -> SourceRef {
        let said = if said.trim().is_empty() { &self.who.name } else { said.trim() };
        SourceRef { date: Some(clock::today()), ..SourceRef::new(SourceKind::Secretariat, said) }
    }
}

/// Of whom.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct BookParams {
    /// Of this company: id or name.
    pub(super) company: Option<String>,
}

fn entry<B: Kept>(kept: &Versioned<B>, who: &Principal) -> Entry<B::Form> {
    Entry {
        id: kept.value.id().to_string(),
        version: format!("\"v{}\"", kept.version),
        created: kept.created,
        changed: kept.changed,
        value: kept.value.form(who),
        progress: kept.value.progress().iter().map(ProgressEntryView::from).collect(),
    }
}

pub(super) async fn list<B: Kept>(
    app: &App,
    who: &Principal,
    params: &BookParams,
    page: &PageParams,
) -> Result<Json<Page<Entry<B::Form>>>, Problem> {
    let snapshot = app.snapshot();
    let company = params.company.as_deref().map(|name| snapshot.company(name)).transpose()?;
    let company = company.map(|ix| snapshot.graph.company(ix).company.id);
    let all = app.engine().store().list::<B>(Rows::Live).await?;
    let wanted = all.into_iter().filter(|kept| company.is_none() || kept.value.owner() == company);
    let page = Page::of_list(wanted, page, |kept| kept.value.id().to_string())?;
    Ok(Json(page.map(|kept| entry(&kept, who))))
}

pub(super) async fn get<B: Kept>(app: &App, who: &Principal, id: Uuid) -> Result<Tagged<Entry<B::Form>>, Problem> {
    let kept = app.engine().store().lookup::<B>(&B::id_of(id)).await?.filter(|kept| kept.deleted.is_none());
    let kept = kept.ok_or_else(|| Problem::not_found(format!("没有这条{}，可能已被删除", B::KIND.zh())))?;
    Ok(Tagged::ok(kept.version, entry(&kept, who)))
}

pub(super) async fn add<B: Kept>(app: &App, who: &Principal, form: B::Form) -> Result<Tagged<Entry<B::Form>>, Problem> {
    let snapshot = app.snapshot();
    let id = clock::new_id();
    let record = B::made(B::id_of(id), form, &Maker { snapshot: &snapshot, who })?;
    app.write(who, async |unit| Ok(unit.add(std::slice::from_ref(&record)).await?)).await?;
    let Tagged(_, version, shown) = get::<B>(app, who, id).await?;
    Ok(Tagged(StatusCode::CREATED, version, shown))
}

pub(super) async fn put<B: Kept>(
    app: &App,
    who: &Principal,
    id: Uuid,
    expected: Version,
    form: B::Form,
) -> Result<Tagged<Entry<B::Form>>, Problem> {
    let snapshot = app.snapshot();
    let mut record = B::made(B::id_of(id), form, &Maker { snapshot: &snapshot, who })?;
    app.write(who, async |unit| {
        let mut known = live::<B>(unit, &B::id_of(id)).await?.value;
        // What happened is only ever added to.
        if let (Some(kept), Some(before)) = (record.progress_mut(), known.progress_mut()) {
            kept.append(before);
        }
        Ok(unit.update(&record, expected).await?)
    })
    .await?;
    get::<B>(app, who, id).await
}

pub(super) async fn remove<B: Kept>(
    app: &App,
    who: &Principal,
    id: Uuid,
    expected: Version,
) -> Result<StatusCode, Problem> {
    app.write(who, async |unit| Ok(unit.remove::<B>(&B::id_of(id), expected).await?)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Adds a line of progress.
pub(super) async fn note<B: Kept>(
    app: &App,
    who: &Principal,
    id: Uuid,
    text: &str,
) -> Result<Tagged<Entry<B::Form>>, Problem> {
    if text.trim().is_empty() {
        return Err(Problem::invalid("进展是空的，请写上发生了什么"));
    }
    app.write(who, async |unit| {
        let Versioned { value: mut record, version, .. } = live::<B>(unit, &B::id_of(id)).await?;
        let line = ProgressEntry { at: clock::now(), who: who.name.clone(), text: text.trim().to_owned() };
        if let Some(progress) = record.progress_mut() {
            progress.push(line);
        }
        Ok(unit.update(&record, version).await?)
    })
    .await?;
    get::<B>(app, who, id).await
}
