//! Units of work: all or nothing, one at a time, never over somebody else's change.

use crate::{
    AuditFilter, CompanyFilter, Rows, Sequence, Setting, Store, StoreError, Tally, UnitOfWork, Version,
    conformance::{Database, author, samples::*, save},
};
use qianxian_core::*;
use serde_json::json;

async fn is_empty(store: &Store) -> bool {
    let facts = store.load().await.unwrap();
    let audit = store.audit(&AuditFilter::default()).await.unwrap();
    let changes = store.changes_since(Sequence(0)).await.unwrap();
    facts.sequence == Sequence(0) && facts.companies.is_empty() && audit.is_empty() && changes.changes.is_empty()
}

pub(super) async fn dropping_leaves_nothing(database: &impl Database) {
    let store = database.open().await;
    let mut unit = store.begin(author("王秘书", 0)).await.unwrap();
    unit.add(&[company(1)]).await.unwrap();
    unit.add(&[line(11, 1)]).await.unwrap();
    assert!(unit.lookup::<Company>(&company_id(1)).await.unwrap().is_some(), "a unit sees its own work");
    assert!(is_empty(&store).await, "nobody else does");
    drop(unit);
    assert!(is_empty(&store).await);
    fill(&store).await;
    assert_eq!(store.sequence().await.unwrap(), Sequence(1));
}

pub(super) async fn cancelling_leaves_nothing(database: &impl Database) {
    let store = database.open().await;
    let mut unit = store.begin_import(author("王秘书", 0), import(1)).await.unwrap();
    unit.add(&[company(1)]).await.unwrap();
    unit.cancel().await.unwrap();
    assert!(is_empty(&store).await);
    assert!(store.list::<crate::Import>(Rows::All).await.unwrap().is_empty());
}

pub(super) async fn a_stale_version_is_refused(database: &impl Database) {
    let store = database.open().await;
    fill(&store).await;
    let mine = Company { industry: Some("专用设备".into()), ..company(1) };
    save(&store, async |unit: &mut UnitOfWork| {
        assert_eq!(unit.update(&mine, Version(1)).await?, Version(2));
        Ok(())
    })
    .await;
    let theirs = Company { website: None, ..company(1) };
    let mut unit = store.begin(author("李秘书", 1)).await.unwrap();
    let error = unit.update(&theirs, Version(1)).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "企业「淄博第1减速机有限公司」已被别人改过（您看到的是第 1 版，现在是第 2 版），没有覆盖。请刷新后再改"
    );
    let StoreError::Stale { what, expected, found } = error else { panic!("{error:?}") };
    assert_eq!((what.kind, what.id), (crate::EntityKind::Company, company_id(1).to_string()));
    assert_eq!((expected, found), (Version(1), Version(2)));
    assert!(matches!(unit.remove::<Company>(&company_id(1), Version(1)).await, Err(StoreError::Stale { .. })));
    assert!(matches!(unit.restore::<Company>(&company_id(1), Version(1)).await, Err(StoreError::Stale { .. })));
    let missing = unit.update(&company(9), Version(1)).await;
    assert!(matches!(missing, Err(StoreError::Missing { .. })));
    drop(unit);
    assert_eq!(store.lookup::<Company>(&company_id(1)).await.unwrap().unwrap().value, mine);
}

pub(super) async fn nothing_different_is_not_written(database: &impl Database) {
    let store = database.open().await;
    fill(&store).await;
    let sequence = save(&store, async |unit: &mut UnitOfWork| {
        assert_eq!(unit.update(&company(1), Version(1)).await?, Version(1));
        assert_eq!(unit.restore::<Company>(&company_id(1), Version(1)).await?, Version(1));
        assert_eq!(unit.upsert(&[deal(31, 1, 2)]).await?, Tally { unchanged: 1, ..Tally::default() });
        Ok(())
    })
    .await;
    assert_eq!(sequence, Sequence(1));
    assert_eq!(store.sequence().await.unwrap(), Sequence(1));
}

pub(super) async fn a_deleted_thing_is_not_updated(database: &impl Database) {
    let store = database.open().await;
    fill(&store).await;
    let mut unit = store.begin(author("王秘书", 1)).await.unwrap();
    let version = unit.remove::<Setting>(&"digest".into(), Version(1)).await.unwrap();
    let error = unit.update(&setting("digest", json!(1)), version).await.unwrap_err();
    assert_eq!(error.to_string(), "设置「digest」已被删除，不能修改。请先恢复它");
    let tally = unit.upsert(&[setting("digest", json!(1))]).await.unwrap();
    assert_eq!(tally.changed, 1, "an upsert brings it back");
    let kept = unit.lookup::<Setting>(&"digest".into()).await.unwrap().unwrap();
    assert_eq!((kept.deleted, kept.version, kept.value.value), (None, Version(3), json!(1)));
}

pub(super) async fn adding_twice_is_refused(database: &impl Database) {
    let store = database.open().await;
    fill(&store).await;
    let mut unit = store.begin(author("王秘书", 1)).await.unwrap();
    let error = unit.add(&[company(8), company(1)]).await.unwrap_err();
    assert_eq!(error.to_string(), "企业「淄博第1减速机有限公司」已经存在，没有重复添加");
    let error = unit.add(&[company(8), company(8)]).await.unwrap_err();
    assert!(matches!(error, StoreError::AlreadyThere { .. }));
    assert!(unit.lookup::<Company>(&company_id(8)).await.unwrap().is_none());
}

pub(super) async fn unknown_companies_are_refused(database: &impl Database) {
    let store = database.open().await;
    fill(&store).await;
    let mut unit = store.begin(author("王秘书", 1)).await.unwrap();
    let errors = [
        unit.add(&[line(12, 1), line(13, 9)]).await,
        unit.add(&[need(22, 9)]).await,
        unit.add(&[deal(32, 1, 9)]).await,
        unit.add(&[affiliation(42, 9, 1)]).await,
        unit.add(&[mark(52, 1, 9)]).await,
    ];
    for error in errors {
        let Err(StoreError::UnknownCompany { company, .. }) = error else { panic!("{error:?}") };
        assert_eq!(company, company_id(9).to_string());
    }
    assert!(unit.update(&line(11, 9), Version(1)).await.unwrap_err().to_string().contains("不在库中"));
    assert!(unit.lookup::<ProfileLine>(&line(12, 1).id).await.unwrap().is_none());
}

pub(super) async fn faulty_values_are_refused(database: &impl Database) {
    let store = database.open().await;
    fill(&store).await;
    let mut unit = store.begin(author("王秘书", 1)).await.unwrap();
    for confidence in [-0.1, 1.01, f32::NAN, f32::INFINITY] {
        let error = unit.add(&[ProfileLine { confidence, ..line(12, 1) }]).await.unwrap_err();
        assert!(matches!(error, StoreError::Invalid { .. }));
        assert!(error.to_string().starts_with("条目「谐波减速机 NMRV12」不能保存：把握程度"), "{error}");
    }
    assert!(unit.add(&[Company::named(company_id(9), " ")]).await.is_err());
    assert!(unit.add(&[affiliation(42, 1, 1)]).await.is_err());
    assert!(unit.add(&[mark(52, 1, 1)]).await.is_err());
}

pub(super) async fn a_nul_is_refused_and_not_found(database: &impl Database) {
    let store = database.open().await;
    fill(&store).await;
    let mut unit = store.begin(author("王秘书", 1)).await.unwrap();
    let named = |name: &str| Company { name: name.into(), ..company(4) };
    let errors = [
        unit.add(&[named("甲\0厂")]).await,
        unit.add(&[Company { aliases: vec!["\0".into()], ..company(4) }]).await,
        unit.add(&[setting("x", json!({"a": ["\0"]}))]).await,
        unit.upsert(&[setting("x\0", json!(1))]).await.map(drop),
    ];
    for error in errors {
        let Err(StoreError::Invalid { why, .. }) = error else { panic!("{error:?}") };
        assert!(why.contains("空字符"), "{why}");
    }
    unit.add(&[named("甲\\u0000厂")]).await.unwrap();
    unit.save().await.unwrap();
    assert!(store.lookup::<Setting>(&"x\0".into()).await.unwrap().is_none());
    let filter = CompanyFilter { name: Some("甲\0厂".into()), ..CompanyFilter::default() };
    assert!(store.find_companies(&filter).await.unwrap().is_empty());
}

pub(super) async fn a_refusal_leaves_the_unit_usable(database: &impl Database) {
    let store = database.open().await;
    fill(&store).await;
    save(&store, async |unit: &mut UnitOfWork| {
        assert!(unit.add(&[company(1)]).await.unwrap_err().is_refusal());
        unit.add(&[company(4)]).await
    })
    .await;
    assert!(store.lookup::<Company>(&company_id(4)).await.unwrap().is_some());
}

pub(super) async fn upsert_counts_and_the_last_of_equal_ids_wins(database: &impl Database) {
    let store = database.open().await;
    fill(&store).await;
    let renamed = |name: &str| Company { name: name.into(), ..company(2) };
    save(&store, async |unit: &mut UnitOfWork| {
        let tally = unit.upsert(&[renamed("甲"), company(1), company(4), renamed("乙")]).await?;
        assert_eq!(tally, Tally { added: 1, changed: 1, unchanged: 1 });
        Ok(())
    })
    .await;
    let kept = store.lookup::<Company>(&company_id(2)).await.unwrap().unwrap();
    assert_eq!((kept.value.name.as_str(), kept.version), ("乙", Version(2)));
    let fewer = Deal { parties: deal(31, 1, 2).parties[2..].to_vec(), ..deal(31, 1, 2) };
    save(&store, async |unit: &mut UnitOfWork| unit.upsert(std::slice::from_ref(&fewer)).await.map(drop)).await;
    assert_eq!(store.load().await.unwrap().deals, [fewer]);
}

pub(super) async fn a_view_is_one_moment(database: &impl Database) {
    let store = database.open().await;
    fill(&store).await;
    let before = store.load().await.unwrap();
    let mut view = store.view().await.unwrap();
    save(&store, async |unit: &mut UnitOfWork| {
        unit.add(&[company(4)]).await?;
        unit.add(&[line(12, 4)]).await
    })
    .await;
    assert_eq!(view.load().await.unwrap(), before);
    assert_eq!(view.changes_since(before.sequence).await.unwrap().changes, []);
    assert!(view.lookup::<Company>(&company_id(4)).await.unwrap().is_none());
    drop(view);
    assert_eq!(store.load().await.unwrap().lines.len(), 2);
}

pub(super) async fn writers_take_turns(database: &impl Database) {
    let (one, other) = (database.open().await, database.open().await);
    let tasks: Vec<_> = (0..12_u128)
        .map(|n| {
            let store = if n % 2 == 0 { one.clone() } else { other.clone() };
            tokio::spawn(async move {
                let mut unit = store.begin(author("王秘书", 0)).await.unwrap();
                unit.add(&[company(n)]).await.unwrap();
                unit.save().await.unwrap()
            })
        })
        .collect();
    let mut sequences = Vec::new();
    for task in tasks {
        sequences.push(task.await.unwrap().0);
    }
    sequences.sort_unstable();
    assert_eq!(sequences, (1..=12).collect::<Vec<_>>());
    assert_eq!(one.load().await.unwrap(), other.load().await.unwrap());
}

pub(super) async fn two_desks_do_not_lose_an_update(database: &impl Database) {
    let (one, other) = (database.open().await, database.open().await);
    save(&one, async |unit: &mut UnitOfWork| unit.add(&[setting("counter", json!(0))]).await).await;
    let desks = [one.clone(), other].map(|store| {
        tokio::spawn(async move {
            let mut done = 0;
            while done < 10 {
                let seen = store.lookup::<Setting>(&"counter".into()).await.unwrap().unwrap();
                let next = setting("counter", json!(seen.value.value.as_i64().unwrap() + 1));
                let mut unit = store.begin(author("王秘书", 0)).await.unwrap();
                match unit.update(&next, seen.version).await {
                    Ok(_) => {
                        unit.save().await.unwrap();
                        done += 1;
                    }
                    Err(StoreError::Stale { .. }) => unit.cancel().await.unwrap(),
                    Err(error) => panic!("{error:?}"),
                }
            }
        })
    });
    for desk in desks {
        desk.await.unwrap();
    }
    let counter = one.lookup::<Setting>(&"counter".into()).await.unwrap().unwrap();
    assert_eq!((counter.value.value, counter.version), (json!(20), Version(21)));
}
