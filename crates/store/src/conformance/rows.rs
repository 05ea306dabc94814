//! Things go in and come out.

use crate::{
    CompanyFilter, Entity, Fact, Rows, Setting, Store, UnitOfWork, Version,
    conformance::{Database, author, samples::*, save},
};
use qianxian_core::*;
use std::fmt::Debug;
use uuid::Uuid;

async fn comes_back<T: Fact + Debug>(store: &Store, fact: T)
where
    T::Id: Debug,
{
    let kept = store.lookup::<T>(&fact.id()).await.unwrap().unwrap();
    assert_eq!(kept.value, fact);
    assert_eq!((kept.version, kept.deleted), (Version::FIRST, None));
    assert_eq!((kept.created, kept.changed), (author("", 0).at, author("", 0).at));
}

pub(super) async fn every_kind_comes_back_with_all_its_fields(database: &impl Database) {
    let store = database.open().await;
    fill(&store).await;
    comes_back(&store, company(2)).await;
    comes_back(&store, line(11, 1)).await;
    comes_back(&store, need(21, 2)).await;
    comes_back(&store, deal(31, 1, 2)).await;
    comes_back(&store, affiliation(41, 1, 3)).await;
    comes_back(&store, mark(51, 2, 3)).await;
    let digest = serde_json::json!({"hour": 8, "days": ["一", "五"], "share": 0.25});
    comes_back(&store, setting("digest", digest)).await;

    let facts = store.load().await.unwrap();
    assert_eq!(facts.companies, [company(1), company(2), company(3)]);
    assert_eq!(facts.lines, [line(11, 1)]);
    assert_eq!(facts.needs, [need(21, 2)]);
    assert_eq!(facts.deals, [deal(31, 1, 2)]);
    assert_eq!(facts.affiliations, [affiliation(41, 1, 3)]);
    assert_eq!(facts.marks, [mark(51, 2, 3)]);
    assert_eq!(facts.sequence, store.sequence().await.unwrap());
}

pub(super) async fn every_kind_comes_back_with_few_fields(database: &impl Database) {
    let store = database.open().await;
    let bare = SourceRef::new(SourceKind::Roster, "");
    let acme = Company::named(company_id(1), "无");
    let line = ProfileLine {
        source: bare.clone(),
        seen: None,
        expires: None,
        confirmed: vec![],
        rejected: vec![],
        confidence: 0.0,
        ..line(2, 1)
    };
    let need = Need { source: bare.clone(), deadline: None, open: false, ..need(3, 1) };
    let deal = Deal { parties: vec![], product: None, date: None, source: bare, excludes: false, ..deal(4, 1, 1) };
    let null = setting("", serde_json::Value::Null);
    save(&store, async |unit: &mut UnitOfWork| {
        unit.add(std::slice::from_ref(&acme)).await?;
        unit.add(std::slice::from_ref(&line)).await?;
        unit.add(std::slice::from_ref(&need)).await?;
        unit.add(std::slice::from_ref(&deal)).await?;
        unit.add(std::slice::from_ref(&null)).await
    })
    .await;
    comes_back(&store, acme).await;
    comes_back(&store, line).await;
    comes_back(&store, need).await;
    comes_back(&store, deal).await;
    comes_back(&store, null).await;
}

pub(super) async fn companies_are_found_by_filter(database: &impl Database) {
    let store = database.open().await;
    let bank = Company { kind: CompanyKind::Bank, ..company(2) };
    let gone = Company { status: CompanyStatus::Left, ..company(4) };
    save(&store, async |unit: &mut UnitOfWork| {
        unit.add(&[company(1), bank, company(3), gone]).await?;
        unit.remove::<Company>(&company_id(3), Version::FIRST).await.map(drop)
    })
    .await;
    let ids = async |filter: CompanyFilter| -> Vec<u128> {
        let found = store.find_companies(&filter).await.unwrap();
        found.iter().map(|kept| kept.value.id.0.as_u128()).collect()
    };
    let all = CompanyFilter::default;
    assert_eq!(ids(all()).await, [1, 2, 4]);
    assert_eq!(ids(CompanyFilter { rows: Rows::All, ..all() }).await, [1, 2, 3, 4]);
    assert_eq!(ids(CompanyFilter { rows: Rows::Deleted, ..all() }).await, [3]);
    assert_eq!(ids(CompanyFilter { name: Some(company(2).name), ..all() }).await, [2]);
    assert_eq!(ids(CompanyFilter { credit_code: company(4).credit_code, ..all() }).await, [4]);
    assert_eq!(ids(CompanyFilter { kind: Some(CompanyKind::Bank), ..all() }).await, [2]);
    assert_eq!(ids(CompanyFilter { status: Some(CompanyStatus::Left), ..all() }).await, [4]);
    assert_eq!(ids(CompanyFilter { after: Some(company_id(1)), limit: 1, ..all() }).await, [2]);
}

pub(super) async fn loading_is_the_same_whatever_the_order_of_writing(database: &impl Database) {
    let store = database.open().await;
    save(&store, async |unit: &mut UnitOfWork| {
        for n in [3, 1, 2] {
            unit.add(&[company(n)]).await?;
        }
        unit.add(&[line(14, 2), line(11, 3), line(13, 1), line(12, 2)]).await?;
        unit.add(&[need(22, 1), need(21, 3)]).await?;
        unit.add(&[deal(32, 1, 2), deal(31, 3, 2)]).await
    })
    .await;
    let facts = store.load().await.unwrap();
    assert_eq!(facts.companies, [company(1), company(2), company(3)]);
    assert_eq!(facts.lines, [line(13, 1), line(12, 2), line(14, 2), line(11, 3)]);
    assert_eq!(facts.needs, [need(22, 1), need(21, 3)]);
    assert_eq!(facts.deals, [deal(31, 3, 2), deal(32, 1, 2)]);
    assert_eq!(store.load().await.unwrap(), facts);
    assert_eq!(database.open().await.load().await.unwrap(), facts);
}

pub(super) async fn some_companies_are_loaded_with_lines_and_needs(database: &impl Database) {
    let store = database.open().await;
    fill(&store).await;
    let some = store.load_companies(&[company_id(2), company_id(9), company_id(1), company_id(2)]).await.unwrap();
    assert_eq!(some.companies, [company(1), company(2)]);
    assert_eq!(some.lines, [line(11, 1)]);
    assert_eq!(some.needs, [need(21, 2)]);
    let none = store.load_companies(&[]).await.unwrap();
    assert!(none.companies.is_empty() && none.lines.is_empty() && none.needs.is_empty());

    let bonds = store.load_bonds().await.unwrap();
    let facts = store.load().await.unwrap();
    assert_eq!((bonds.deals, bonds.affiliations, bonds.marks), (facts.deals, facts.affiliations, facts.marks));
    assert_eq!(bonds.sequence, facts.sequence);
}

pub(super) async fn a_deleted_company_takes_its_things_along_and_brings_them_back(database: &impl Database) {
    let store = database.open().await;
    fill(&store).await;
    let before = store.load().await.unwrap();
    save(&store, async |unit: &mut UnitOfWork| unit.remove::<Company>(&company_id(1), Version::FIRST).await.map(drop))
        .await;

    let hidden = store.load().await.unwrap();
    assert_eq!(hidden.companies, [company(2), company(3)]);
    assert!(hidden.lines.is_empty() && hidden.affiliations.is_empty());
    assert_eq!((hidden.needs, hidden.marks), (vec![need(21, 2)], vec![mark(51, 2, 3)]));
    let parties: Vec<Option<CompanyId>> = hidden.deals[0].parties.iter().map(|party| party.company).collect();
    assert_eq!(parties, [None, None, Some(company_id(2))]);
    let some = store.load_companies(&[company_id(1)]).await.unwrap();
    assert!(some.companies.is_empty() && some.lines.is_empty());
    let kept = store.lookup::<Company>(&company_id(1)).await.unwrap().unwrap();
    assert_eq!((kept.version, kept.deleted), (Version(2), Some(author("", 0).at)));

    save(&store, async |unit: &mut UnitOfWork| {
        unit.remove::<Company>(&company_id(2), Version::FIRST).await?;
        Ok(())
    })
    .await;
    assert!(store.load().await.unwrap().deals.is_empty(), "a deal without any company of the roster");

    save(&store, async |unit: &mut UnitOfWork| {
        assert_eq!(unit.restore::<Company>(&company_id(1), Version(2)).await?, Version(3));
        unit.restore::<Company>(&company_id(2), Version(2)).await.map(drop)
    })
    .await;
    let after = store.load().await.unwrap();
    assert_eq!(crate::Facts { sequence: before.sequence, ..after }, before);
}

pub(super) async fn what_was_saved_is_there_after_reopening(database: &impl Database) {
    let store = database.open().await;
    fill(&store).await;
    let facts = store.load().await.unwrap();
    store.close().await;
    let again = database.open().await;
    assert_eq!(again.load().await.unwrap(), facts);
    let settings = again.list::<Setting>(Rows::Live).await.unwrap();
    assert_eq!(settings.len(), 1);
}

pub(super) async fn a_missing_thing_is_nothing(database: &impl Database) {
    async fn is_missing<T: Entity>(store: &Store, id: T::Id) {
        assert!(store.lookup::<T>(&id).await.unwrap().is_none());
        assert!(store.list::<T>(Rows::All).await.unwrap().is_empty());
    }
    let store = database.open().await;
    is_missing::<Company>(&store, company_id(7)).await;
    is_missing::<Deal>(&store, DealId(Uuid::nil())).await;
    is_missing::<Setting>(&store, "nothing".into()).await;
    is_missing::<crate::Import>(&store, import(7).id).await;
    assert_eq!(store.sequence().await.unwrap().0, 0);
    assert!(store.load().await.unwrap().companies.is_empty());
}
