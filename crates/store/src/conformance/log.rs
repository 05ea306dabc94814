//! The audit and the change log.

use crate::{
    AuditFilter, EntityKind, Sequence, Store, UnitOfWork, Version, Versioned,
    conformance::{Database, author, samples::*, save},
};
use qianxian_core::*;

pub(super) async fn every_write_is_audited_in_its_transaction(database: &impl Database) {
    let store = database.open().await;
    fill(&store).await;
    let all = store.audit(&AuditFilter::default()).await.unwrap();
    assert_eq!(all.len(), 9, "three companies and six things");
    assert!(all.iter().all(|entry| entry.sequence == Sequence(1) && entry.before.is_none()));
    assert!(all.iter().map(|entry| entry.ordinal).eq(1..=9));

    let moved = Company { industry: None, ..company(1) };
    let mut unit = store.begin(author("李秘书", 5)).await.unwrap();
    let version = unit.update(&moved, Version(1)).await.unwrap();
    unit.remove::<Company>(&company_id(1), version).await.unwrap();
    unit.save().await.unwrap();

    let history = store.audit(&AuditFilter::of(EntityKind::Company, company_id(1))).await.unwrap();
    let value = |json: &serde_json::Value| -> Versioned<Company> { serde_json::from_value(json.clone()).unwrap() };
    assert_eq!(history.len(), 3);
    assert_eq!(value(&history[0].after).value, company(1));
    let change = &history[1];
    assert_eq!((change.sequence, change.ordinal, change.who.as_str()), (Sequence(2), 1, "李秘书"));
    assert_eq!((change.at, change.import), (author("", 5).at, None));
    assert_eq!(value(change.before.as_ref().unwrap()).value, company(1));
    assert_eq!(value(&change.after).value, moved);
    let deletion = value(&history[2].after);
    assert_eq!((deletion.version, deletion.deleted), (Version(3), Some(author("", 5).at)));
}

pub(super) async fn the_change_log_names_the_companies(database: &impl Database) {
    let store = database.open().await;
    fill(&store).await;
    let changes = store.changes_since(Sequence(0)).await.unwrap();
    let named: Vec<(EntityKind, Vec<u128>)> = changes
        .changes
        .iter()
        .map(|change| (change.kind, change.companies.iter().map(|company| company.0.as_u128()).collect()))
        .collect();
    assert_eq!(
        named,
        [
            (EntityKind::Company, vec![1, 2, 3]),
            (EntityKind::Line, vec![1]),
            (EntityKind::Need, vec![2]),
            (EntityKind::Deal, vec![1, 2]),
            (EntityKind::Affiliation, vec![1, 3]),
            (EntityKind::Mark, vec![2, 3]),
            (EntityKind::Setting, vec![]),
        ]
    );
    assert!(changes.touch_bonds());

    // A line that changes hands concerns both companies.
    save(&store, async |unit: &mut UnitOfWork| unit.update(&line(11, 3), Version(1)).await.map(drop)).await;
    let moved = store.changes_since(Sequence(1)).await.unwrap();
    assert_eq!(moved.companies(), [company_id(1), company_id(3)]);
    assert!(!moved.touch_bonds());

    // A deal between outsiders concerns none, and is a change all the same.
    let outside = Deal { parties: vec![deal(1, 1, 1).parties[1].clone()], ..deal(32, 1, 1) };
    save(&store, async |unit: &mut UnitOfWork| unit.add(&[outside]).await).await;
    let added = store.changes_since(Sequence(2)).await.unwrap();
    assert!(added.touch_bonds() && added.companies().is_empty());
}

pub(super) async fn changes_come_in_order_and_only_new_ones(database: &impl Database) {
    let store = database.open().await;
    for n in 1..=3 {
        save(&store, async |unit: &mut UnitOfWork| unit.add(&[company(n)]).await).await;
    }
    let sequences = async |store: &Store, since| -> Vec<i64> {
        let changes = store.changes_since(Sequence(since)).await.unwrap();
        assert_eq!(changes.to, Sequence(3));
        changes.changes.iter().map(|change| change.sequence.0).collect()
    };
    assert_eq!(sequences(&store, 0).await, [1, 2, 3]);
    assert_eq!(sequences(&store, 2).await, [3]);
    assert!(sequences(&store, 3).await.is_empty());
    assert!(sequences(&store, 7).await.is_empty(), "an older backup was put back: `to` tells");
}

pub(super) async fn the_audit_is_filtered_and_paged(database: &impl Database) {
    let store = database.open().await;
    fill(&store).await;
    let mut unit = store.begin_import(author("李秘书", 1), import(1)).await.unwrap();
    unit.add(&[company(4)]).await.unwrap();
    unit.save().await.unwrap();
    let count = async |filter: AuditFilter| store.audit(&filter).await.unwrap().len();
    let all = AuditFilter::default;
    assert_eq!(count(all()).await, 11);
    assert_eq!(count(AuditFilter { kind: Some(EntityKind::Company), ..all() }).await, 4);
    assert_eq!(count(AuditFilter { who: Some("李秘书".into()), ..all() }).await, 2);
    assert_eq!(count(AuditFilter { import: Some(import(1).id), ..all() }).await, 1);
    assert_eq!(count(AuditFilter::of(EntityKind::Import, import(1).id)).await, 1);

    let mut paged = Vec::new();
    let mut page = AuditFilter { limit: 4, ..all() };
    loop {
        let entries = store.audit(&page).await.unwrap();
        let Some(last) = entries.last() else { break };
        page.after = Some((last.sequence, last.ordinal));
        paged.extend(entries);
    }
    assert_eq!(paged, store.audit(&all()).await.unwrap());
}
