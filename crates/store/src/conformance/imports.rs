//! Imports and their undo.

use crate::{
    AuditFilter, EntityKind, Facts, Import, ImportId, Rows, Sequence, Setting, Store, StoreError, Tally, Undone,
    UnitOfWork, Version,
    conformance::{Database, author, samples::*, save},
};
use qianxian_core::*;
use serde_json::json;
use std::collections::BTreeMap;

/// Import 1: company 1 changed twice, 2 as it was, 4 new; line 11 changed, 12 new; a need, a deal and a setting
/// written; company 5, deleted before, brought back.
async fn run(store: &Store) -> Sequence {
    let mut unit = store.begin_import(author("李秘书", 9), import(1)).await.unwrap();
    let renamed = |name: &str| Company { name: name.into(), ..company(1) };
    unit.upsert(&[renamed("甲"), company(2), company(4), company(5)]).await.unwrap();
    unit.upsert(&[renamed("乙")]).await.unwrap();
    unit.upsert(&[ProfileLine { confidence: 0.1, ..line(11, 1) }, line(12, 4)]).await.unwrap();
    unit.upsert(&[need(22, 4)]).await.unwrap();
    unit.upsert(&[deal(31, 4, 2)]).await.unwrap();
    unit.upsert(&[setting("digest", json!("off")), setting("new", json!(1))]).await.unwrap();
    unit.save().await.unwrap()
}

/// [`fill`] and company 5, deleted.
async fn prepare(store: &Store) {
    fill(store).await;
    save(store, async |unit: &mut UnitOfWork| {
        unit.add(&[company(5)]).await?;
        unit.remove::<Company>(&company_id(5), Version(1)).await.map(drop)
    })
    .await;
}

async fn undo(store: &Store, id: ImportId) -> Result<Import, StoreError> {
    let mut unit = store.begin(author("赵秘书", 20)).await?;
    let import = unit.undo_import(id).await?;
    unit.save().await?;
    Ok(import)
}

pub(super) async fn an_import_is_recorded_with_its_counts(database: &impl Database) {
    let store = database.open().await;
    prepare(&store).await;
    run(&store).await;
    let tally = |added, changed, unchanged| Tally { added, changed, unchanged };
    let expected = Import {
        id: import(1).id,
        file_name: "会员1.xlsx".into(),
        who: "李秘书".into(),
        at: author("", 9).at,
        rows: 42,
        problems: 3,
        written: BTreeMap::from([
            (EntityKind::Company, tally(1, 3, 1)),
            (EntityKind::Line, tally(1, 1, 0)),
            (EntityKind::Need, tally(1, 0, 0)),
            (EntityKind::Deal, tally(0, 1, 0)),
            (EntityKind::Setting, tally(1, 1, 0)),
        ]),
        undone: None,
    };
    let imports = store.list::<Import>(Rows::All).await.unwrap();
    assert_eq!(imports.iter().map(|kept| &kept.value).collect::<Vec<_>>(), [&expected]);

    // One that finds nothing new is recorded, too.
    let mut unit = store.begin_import(author("李秘书", 10), import(2)).await.unwrap();
    unit.upsert(&[company(2)]).await.unwrap();
    unit.save().await.unwrap();
    let second = store.lookup::<Import>(&import(2).id).await.unwrap().unwrap().value;
    assert_eq!(second.written, BTreeMap::from([(EntityKind::Company, tally(0, 0, 1))]));
    assert!(undo(&store, import(2).id).await.unwrap().undone.is_some());
}

pub(super) async fn undo_restores_what_stood_before(database: &impl Database) {
    let store = database.open().await;
    prepare(&store).await;
    let before = store.load().await.unwrap();
    let settings = store.list::<Setting>(Rows::Live).await.unwrap();
    let deleted = store.lookup::<Company>(&company_id(5)).await.unwrap().unwrap();
    let sequence = run(&store).await;
    let during = store.load().await.unwrap();
    assert_eq!(during.companies.len(), 5);

    let import = undo(&store, import(1).id).await.unwrap();
    assert_eq!(import.undone, Some(Undone { who: "赵秘书".into(), at: author("", 20).at }));
    assert_eq!(store.lookup::<Import>(&import.id).await.unwrap().unwrap().value, import);
    let after = store.load().await.unwrap();
    assert_eq!(Facts { sequence: before.sequence, ..after }, before);
    let values = |kept: Vec<crate::Versioned<Setting>>| kept.into_iter().map(|kept| kept.value).collect::<Vec<_>>();
    assert_eq!(values(store.list::<Setting>(Rows::Live).await.unwrap()), values(settings));
    let again = store.lookup::<Company>(&company_id(5)).await.unwrap().unwrap();
    assert_eq!((again.deleted, again.created, again.value), (deleted.deleted, deleted.created, deleted.value));

    // Versions only grow, what was added is still there to be restored, and the engine hears of it.
    assert_eq!(store.lookup::<Company>(&company_id(1)).await.unwrap().unwrap().version, Version(4));
    assert!(store.lookup::<Company>(&company_id(4)).await.unwrap().unwrap().deleted.is_some());
    let changes = store.changes_since(sequence).await.unwrap();
    assert_eq!(changes.companies(), [1, 2, 4, 5].map(company_id));
    let audit = AuditFilter { who: Some("赵秘书".into()), ..AuditFilter::default() };
    assert_eq!(store.audit(&audit).await.unwrap().len(), 10, "nine things and the import");
}

pub(super) async fn undo_is_refused_where_something_changed_since(database: &impl Database) {
    let store = database.open().await;
    prepare(&store).await;
    run(&store).await;
    let edited = ProfileLine { text: "行星减速机".into(), ..line(12, 4) };
    save(&store, async |unit: &mut UnitOfWork| unit.update(&edited, Version(1)).await.map(drop)).await;
    let before = store.load().await.unwrap();

    let error = undo(&store, import(1).id).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "「会员1.xlsx」导入之后，有 1 条又被改过或用到（如条目「行星减速机」），不能整批撤销。请先撤回后来的修改"
    );
    assert!(error.is_refusal());
    assert_eq!(store.load().await.unwrap(), before);
}

pub(super) async fn undo_is_refused_where_something_was_attached_since(database: &impl Database) {
    let store = database.open().await;
    prepare(&store).await;
    run(&store).await;
    save(&store, async |unit: &mut UnitOfWork| {
        unit.add(&[line(13, 4), line(14, 1)]).await?;
        unit.add(&[need(23, 4)]).await?;
        unit.add(&[deal(33, 4, 1)]).await?;
        unit.add(&[affiliation(43, 1, 4)]).await?;
        unit.add(&[mark(53, 4, 1)]).await
    })
    .await;
    let Err(StoreError::ChangedSince { changed, .. }) = undo(&store, import(1).id).await else { panic!() };
    let kinds: Vec<EntityKind> = changed.iter().map(|what| what.kind).collect();
    use EntityKind::*;
    assert_eq!(kinds, [Line, Need, Deal, Affiliation, Mark], "line 14 hangs on a company that stays");

    save(&store, async |unit: &mut UnitOfWork| {
        unit.remove::<ProfileLine>(&line(13, 4).id, Version(1)).await?;
        unit.remove::<qianxian_core::Need>(&need(23, 4).id, Version(1)).await?;
        unit.remove::<qianxian_core::Deal>(&deal(33, 4, 1).id, Version(1)).await?;
        unit.remove::<qianxian_core::Affiliation>(&affiliation(43, 1, 4).id, Version(1)).await?;
        unit.remove::<PairMark>(&mark(53, 4, 1).id, Version(1)).await.map(drop)
    })
    .await;
    undo(&store, import(1).id).await.unwrap();
    assert_eq!(store.load().await.unwrap().lines, [line(11, 1), line(14, 1)]);
}

pub(super) async fn undo_twice_is_refused(database: &impl Database) {
    let store = database.open().await;
    prepare(&store).await;
    run(&store).await;
    undo(&store, import(1).id).await.unwrap();
    let error = undo(&store, import(1).id).await.unwrap_err();
    assert_eq!(error.to_string(), "「会员1.xlsx」的导入已经撤销过了，不用再撤销");
    assert!(matches!(undo(&store, import(8).id).await, Err(StoreError::Missing { .. })));
}
