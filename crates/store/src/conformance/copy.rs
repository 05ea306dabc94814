//! Moving from one database to another loses nothing.

use crate::{
    Rows, Sequence, Store, StoreError, StoredRow, UnitOfWork, Version,
    conformance::{Database, author, samples::*, save},
    sqlite::tests::File,
};
use jiff::civil::date;
use qianxian_core::*;
use uuid::Uuid;

/// A store in which something of every sort happened.
async fn lived_in(store: &Store) {
    fill(store).await;
    save(store, async |unit: &mut UnitOfWork| {
        let moved = Company { name: "新名字".into(), ..company(2) };
        unit.update(&moved, Version::FIRST).await?;
        unit.remove::<Company>(&company_id(3), Version::FIRST).await?;
        let visit = Visit {
            id: VisitId(Uuid::from_u128(91)),
            company: company_id(1),
            date: date(2025, 11, 3),
            visitors: "秘书处".into(),
            met: String::new(),
            note: "第一行\n第二行 \"引号\"".into(),
        };
        unit.add(&[visit]).await?;
        unit.add(&[setting("odd", serde_json::json!({"b": 1.5, "a": [null, "\u{2028}"]}))]).await
    })
    .await;
    store.shelf("password").put("u1", "$argon2id$…", None).await.unwrap();
    store.shelf("session").put("s1", "u1", Some(author("", 9_999).at)).await.unwrap();
}

/// One more database. Made and taken away on threads of their own: both wait, and nobody waits in a runtime.
struct Another<D: Database + 'static>(Option<D>);

impl<D: Database + 'static> Another<D> {
    fn make() -> Another<D> {
        Another(std::thread::spawn(D::make).join().unwrap())
    }

    async fn open(&self) -> Store {
        self.0.as_ref().unwrap().open().await
    }
}

impl<D: Database + 'static> Drop for Another<D> {
    fn drop(&mut self) {
        let database = self.0.take();
        // A failure to take it away fails no test.
        let _ = std::thread::spawn(move || drop(database)).join();
    }
}

async fn everything(store: &Store) -> Vec<(&'static str, Vec<StoredRow>)> {
    let mut view = store.view().await.unwrap();
    let mut all = Vec::new();
    for table in Store::tables() {
        all.push((table.name, view.rows(table, None).await.unwrap()));
    }
    all
}

async fn is_equal(one: &Store, other: &Store) {
    for ((name, rows), (_, others)) in everything(one).await.into_iter().zip(everything(other).await) {
        assert_eq!(rows, others, "{name}");
    }
    assert_eq!(one.load().await.unwrap(), other.load().await.unwrap());
}

pub(super) async fn a_copy_is_equal_there_and_back<D: Database + 'static>(database: &D) {
    let (file, again) = (Another::<File>::make(), Another::<D>::make());
    let (store, there, back) = (database.open().await, file.open().await, again.open().await);
    lived_in(&store).await;
    assert_eq!(store.copy_into(&there, &|_| {}).await.unwrap(), store.sequence().await.unwrap());
    is_equal(&store, &there).await;
    there.copy_into(&back, &|_| {}).await.unwrap();
    is_equal(&store, &back).await;
    let now = author("", 1).at;
    assert_eq!(back.shelf("password").get("u1", now).await.unwrap().as_deref(), Some("$argon2id$…"));
    assert_eq!(back.shelf("session").get("s1", now).await.unwrap(), None, "sessions stay behind");
    // It goes on where it stopped.
    let next = save(&back, async |unit: &mut UnitOfWork| unit.add(&[company(7)]).await).await;
    assert_eq!(next, Sequence(store.sequence().await.unwrap().0 + 1));
}

pub(super) async fn lines_of_text_carry_everything<D: Database + 'static>(database: &D) {
    let again = Another::<D>::make();
    let (store, other) = (database.open().await, again.open().await);
    lived_in(&store).await;
    let mut filling = other.begin_filling().await.unwrap();
    let mut view = store.view().await.unwrap();
    for table in Store::tables() {
        let rows = view.rows(table, None).await.unwrap();
        let lines: Vec<String> = rows.iter().map(|row| table.line(row)).collect();
        assert!(lines.iter().all(|line| !line.contains('\n') && !line.contains("argon2")), "{lines:?}");
        let read: Vec<StoredRow> = lines.iter().map(|line| table.row(line).unwrap()).collect();
        assert_eq!(read, rows, "{}", table.name);
        filling.add(table, &read).await.unwrap();
    }
    filling.save().await.unwrap();
    is_equal(&store, &other).await;
}

pub(super) async fn a_store_with_something_in_it_is_not_filled<D: Database + 'static>(database: &D) {
    let file = Another::<File>::make();
    let (store, other) = (database.open().await, file.open().await);
    lived_in(&other).await;
    fill(&store).await;
    let refused = other.copy_into(&store, &|_| {}).await.unwrap_err();
    assert!(matches!(refused, StoreError::NotEmpty { .. }), "{refused:?}");
    assert_eq!(store.list::<Company>(Rows::All).await.unwrap().len(), 3);
}

pub(super) async fn a_backup_takes_the_place_of_everything<D: Database + 'static>(database: &D) {
    let file = Another::<File>::make();
    let (store, backup) = (database.open().await, file.open().await);
    lived_in(&store).await;
    store.copy_into(&backup, &|_| {}).await.unwrap();
    let later = save(&store, async |unit: &mut UnitOfWork| {
        unit.add(&[company(8)]).await?;
        unit.remove::<Company>(&company_id(1), Version::FIRST).await.map(drop)
    })
    .await;
    let restored = store.replace_with(&backup, &|_| {}).await.unwrap();
    assert!(restored > later);
    let (then, now) = (backup.load().await.unwrap(), store.load().await.unwrap());
    assert_eq!((then.companies, then.lines, then.needs), (now.companies, now.lines, now.needs));
    let changed = store.changes_since(later).await.unwrap().companies();
    assert_eq!(changed, [1, 2, 3, 8].map(company_id), "a follower reads all of them again");
    let forged = store.db().write().await.unwrap().execute(crate::db::Statement::new("DELETE FROM audit")).await;
    assert!(forged.is_err(), "the audit is append-only again");
}
