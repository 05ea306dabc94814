//! What only SQLite has: the file, its settings, and the ways in which it cannot be opened.

use super::{Options, open, open_with};
use crate::{
    AuditFilter, Rows, Sequence, Setting, Store, StoreError, UnitOfWork, Version,
    conformance::{Database, author, samples::*, save, wait},
    db::{Connection, Statement},
};
use qianxian_core::PairMark;
use sqlx::{AssertSqlSafe, ConnectOptions, Connection as _, sqlite::SqliteConnectOptions};
use std::{path::PathBuf, time::Duration};
use tempfile::TempDir;

/// A data file in a folder of its own.
pub(crate) struct File(TempDir);

impl File {
    fn fresh() -> File {
        File(tempfile::tempdir().unwrap())
    }

    fn path(&self) -> PathBuf {
        self.0.path().join("牵线.db")
    }

    /// Opens it and does not wait for anybody.
    async fn open_impatient(&self) -> Store {
        let options = Options { busy_timeout: Duration::from_millis(50), ..Options::default() };
        open_with(&self.path(), &options).await.unwrap()
    }

    /// Runs SQL on the file as another tool would.
    async fn by_hand(&self, sql: &str) -> Result<(), sqlx::Error> {
        let options = SqliteConnectOptions::new().filename(self.path()).create_if_missing(true);
        let mut connection = options.connect().await?;
        let done = sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(&mut connection).await;
        connection.close().await?;
        done.map(drop)
    }

    async fn error(&self) -> StoreError {
        let error = open(&self.path()).await.unwrap_err();
        let words = error.to_string().replace(&self.path().display().to_string(), "");
        assert!(!words.contains("code") && !words.contains("error") && !words.contains("database"), "{words}");
        error
    }
}

impl Database for File {
    fn make() -> Option<Self> {
        Some(File::fresh())
    }

    async fn open(&self) -> Store {
        open(&self.path()).await.unwrap()
    }
}

#[test]
fn a_text_file_is_not_a_database() {
    let file = File::fresh();
    for text in ["企业名称,主营产品\n".repeat(200), "短".to_owned()] {
        std::fs::write(file.path(), &text).unwrap();
        let error = wait(file.error());
        assert!(matches!(error, StoreError::NotADatabase { .. }), "{error:?}");
        assert!(error.to_string().contains("不是数据库文件"), "{error}");
        assert!(std::error::Error::source(&error).is_some());
        assert_eq!(std::fs::read_to_string(file.path()).unwrap(), text);
    }
}

#[test]
fn a_file_cut_off_is_damaged() {
    let file = File::fresh();
    wait(async {
        let store = file.open().await;
        fill(&store).await;
        store.close().await;
    });
    let whole = std::fs::read(file.path()).unwrap();
    std::fs::write(file.path(), &whole[..whole.len() / 2]).unwrap();
    let error = wait(file.error());
    assert!(matches!(error, StoreError::Damaged { .. }), "{error:?}");
    assert!(error.to_string().contains("已损坏或不完整"), "{error}");
    std::fs::write(file.path(), &whole[..100]).unwrap();
    assert!(matches!(wait(file.error()), StoreError::NotADatabase { .. } | StoreError::Damaged { .. }));
    std::fs::write(file.path(), &whole).unwrap();
    assert_eq!(wait(async { file.open().await.load().await }).unwrap().companies.len(), 3);
}

#[test]
fn a_wrong_path_says_what_is_wrong() {
    let file = File::fresh();
    let folder = wait(open(file.0.path())).unwrap_err();
    assert!(matches!(folder, StoreError::IsFolder { .. }), "{folder:?}");
    let nowhere = wait(open(&file.0.path().join("没有").join("牵线.db"))).unwrap_err();
    assert!(nowhere.to_string().contains("所在的文件夹不存在"), "{nowhere}");
    assert!(!file.0.path().join("没有").exists());
}

#[test]
fn a_database_of_another_program_is_left_alone() {
    let file = File::fresh();
    wait(file.by_hand("CREATE TABLE moz_places (id INTEGER); INSERT INTO moz_places VALUES (1)")).unwrap();
    let before = std::fs::read(file.path()).unwrap();
    let error = wait(file.error());
    assert!(matches!(error, StoreError::OtherProgram { .. }), "{error:?}");
    assert_eq!(std::fs::read(file.path()).unwrap(), before);
}

#[test]
fn a_newer_schema_is_refused() {
    let file = File::fresh();
    wait(async { file.open().await.close().await });
    let newer = "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
                 VALUES (9, 'later', TRUE, x'00', 0)";
    wait(file.by_hand(newer)).unwrap();
    let error = wait(file.error());
    assert!(matches!(error, StoreError::NewerSchema { found: 9, known: 4, .. }), "{error:?}");
    assert!(error.to_string().contains("请升级本程序"), "{error}");
}

#[test]
fn a_changed_step_of_the_schema_is_refused() {
    let file = File::fresh();
    wait(async { file.open().await.close().await });
    wait(file.by_hand("UPDATE _sqlx_migrations SET checksum = x'00' WHERE version = 2")).unwrap();
    wait(file.by_hand("DELETE FROM _sqlx_migrations WHERE version >= 3")).unwrap();
    assert!(matches!(wait(file.error()), StoreError::OtherSchema { .. }));
}

#[test]
fn an_empty_file_becomes_a_store() {
    let file = File::fresh();
    std::fs::write(file.path(), "").unwrap();
    wait(async { fill(&file.open().await).await });
}

#[test]
fn many_may_open_a_new_file_at_once() {
    let file = File::fresh();
    wait(async {
        let path = file.path();
        let open_one = |_| {
            let path = path.clone();
            tokio::spawn(async move { open(&path).await.map(drop) })
        };
        let tasks: Vec<_> = (0..6).map(open_one).collect();
        for task in tasks {
            task.await.unwrap().unwrap();
        }
    });
}

#[test]
fn a_second_program_waits_and_then_is_told() {
    let file = File::fresh();
    wait(async {
        let one = file.open().await;
        let other = file.open_impatient().await;
        let mut unit = one.begin(author("王秘书", 0)).await.unwrap();
        unit.add(&[company(1)]).await.unwrap();
        let error = other.begin(author("李秘书", 0)).await.unwrap_err();
        assert!(matches!(error, StoreError::Busy { .. }), "{error:?}");
        assert!(error.to_string().contains("正被另一个程序"), "{error}");
        assert_eq!(other.sequence().await.unwrap().0, 0, "reading goes on");
        unit.save().await.unwrap();
        assert_eq!(other.sequence().await.unwrap().0, 1);
        save(&other, async |unit: &mut UnitOfWork| unit.add(&[company(2)]).await).await;

        // The same inside one program.
        let unit = other.begin(author("王秘书", 0)).await.unwrap();
        assert!(matches!(other.begin(author("李秘书", 0)).await, Err(StoreError::Busy { .. })));
        unit.cancel().await.unwrap();
    });
}

#[test]
fn too_many_views_wait_and_then_are_told() {
    let file = File::fresh();
    wait(async {
        let options = Options { busy_timeout: Duration::from_millis(500), readers: 1 };
        let store = open_with(&file.path(), &options).await.unwrap();
        let view = store.view().await.unwrap();
        assert!(matches!(store.view().await, Err(StoreError::Crowded { .. })));
        drop(view);
        store.view().await.unwrap();
    });
}

#[test]
fn a_full_disk_loses_nothing_that_was_saved() {
    let file = File::fresh();
    wait(async {
        let store = file.open().await;
        fill(&store).await;
        let before = store.load().await.unwrap();
        set_most_pages(&store, "100").await;
        let mut unit = store.begin(author("王秘书", 0)).await.unwrap();
        let many: Vec<_> = (100..3_000).map(company).collect();
        let error = unit.add(&many).await.unwrap_err();
        assert!(matches!(error, StoreError::DiskFull { .. }), "{error:?}");
        assert!(error.to_string().starts_with("磁盘已满，这次修改没有保存，原有数据完好"), "{error}");
        assert!(matches!(unit.add(&[company(4)]).await, Err(StoreError::Broken)));
        assert!(matches!(unit.save().await, Err(StoreError::Broken)));
        assert_eq!(store.load().await.unwrap(), before);
        set_most_pages(&store, "1000000").await;
        save(&store, async |unit: &mut UnitOfWork| unit.add(&many).await).await;
    });
}

/// The most pages the file may have, set on the writing connection: a small disk.
async fn set_most_pages(store: &Store, pages: &str) {
    let mut connection = store.db().write().await.unwrap();
    connection.fetch(Statement::new(format!("PRAGMA max_page_count = {pages}"))).await.unwrap();
    connection.rollback().await.unwrap();
}

#[test]
fn a_call_dropped_half_way_breaks_the_unit() {
    let file = File::fresh();
    wait(async {
        let store = file.open().await;
        let mut unit = store.begin(author("王秘书", 0)).await.unwrap();
        let many: Vec<_> = (1..5_000).map(company).collect();
        let dropped = tokio::time::timeout(Duration::from_millis(5), unit.add(&many)).await;
        assert!(dropped.is_err());
        assert!(matches!(unit.save().await, Err(StoreError::Broken)));
        assert!(store.load().await.unwrap().companies.is_empty());
        fill(&store).await;
    });
}

#[test]
fn the_file_is_set_for_safety() {
    let file = File::fresh();
    wait(async {
        let store = file.open().await;
        let db = store.db();
        let mut write = db.write().await.unwrap();
        assert_eq!(pragma(&mut write, "synchronous").await, "2", "FULL");
        assert_eq!(pragma(&mut write, "journal_mode").await, "wal");
        assert_eq!(pragma(&mut write, "foreign_keys").await, "1");
        assert_eq!(pragma(&mut write, "busy_timeout").await, "5000");
        let dangling = "INSERT INTO deal_party (deal_id, position, name, role) VALUES ('none', 0, '', '')";
        let error = write.execute(Statement::new(dangling)).await.unwrap_err();
        assert!(matches!(error, StoreError::Database { .. }), "{error:?}");
        write.rollback().await.unwrap();
        let mut read = db.read().await.unwrap();
        let error = read.execute(Statement::new("DELETE FROM company")).await.unwrap_err();
        assert!(matches!(error, StoreError::NoPermission { .. }), "readers cannot write: {error:?}");
    });
}

async fn pragma(connection: &mut Connection, name: &str) -> String {
    let rows = connection.fetch(Statement::new(format!("SELECT CAST({name} AS TEXT) FROM pragma_{name}"))).await;
    let rows = match rows {
        Ok(rows) => rows,
        Err(_) => {
            connection.fetch(Statement::new(format!("SELECT CAST(timeout AS TEXT) FROM pragma_{name}"))).await.unwrap()
        }
    };
    rows[0].text(0).unwrap().unwrap().to_owned()
}

#[test]
fn the_audit_cannot_be_rewritten() {
    let file = File::fresh();
    wait(async { fill(&file.open().await).await });
    for sql in ["UPDATE audit SET who = 'x'", "DELETE FROM audit", "UPDATE change_log SET kind = 'x'"] {
        let error = wait(file.by_hand(sql)).unwrap_err();
        assert!(error.to_string().contains("append-only"), "{error}");
    }
}

#[test]
fn a_row_the_domain_does_not_know_is_named() {
    let file = File::fresh();
    wait(async {
        let store = file.open().await;
        fill(&store).await;
        store.close().await;
    });
    let cases = [
        ("UPDATE company SET kind = 'wizard' WHERE name LIKE '%第2%'", "company", "kind", 2),
        ("UPDATE company SET aliases = '[' WHERE name LIKE '%第2%'", "company", "aliases", 2),
        ("UPDATE profile_line SET seen = '2025-13-01'", "profile_line", "seen", 11),
        ("UPDATE need SET is_open = 'perhaps'", "need", "is_open", 21),
        ("UPDATE deal SET changed_at = 'x'", "deal", "changed_at", 31),
    ];
    for (sql, table, column, id) in cases {
        let copy = File::fresh();
        std::fs::copy(file.path(), copy.path()).unwrap();
        wait(copy.by_hand(sql)).unwrap();
        let error = wait(async { copy.open().await.load().await.unwrap_err() });
        let StoreError::Inconsistent { table: t, column: c, id: i, .. } = &error else { panic!("{error:?}") };
        assert_eq!((*t, *c, i.as_str()), (table, column, company_id(id).to_string().as_str()));
    }
}

/// A file as the third step of the schema left it: two companies, a line, a mark, their import, and a setting. Its pages are
/// small, so that it is.
const SCHEMA_3: &[u8] = include_bytes!("../../fixtures/schema3.db");

#[test]
fn an_older_file_is_brought_up_to_date_with_all_it_holds() {
    let file = File::fresh();
    std::fs::write(file.path(), SCHEMA_3).unwrap();
    wait(async {
        let store = file.open().await;
        let facts = store.load().await.unwrap();
        assert_eq!(facts.sequence, Sequence(2));
        let names: Vec<&str> = facts.companies.iter().map(|company| company.name.as_str()).collect();
        assert_eq!(names, ["淄博第一减速机厂", "博山电机有限公司"]);
        assert_eq!(facts.companies[0].aliases, ["一减"]);
        assert_eq!((facts.lines.len(), facts.lines[0].text.as_str()), (1, "谐波减速机"));
        assert_eq!((facts.marks[0].reason.as_str(), &facts.marks[0].way), ("老板之间不和", &None));
        assert_eq!(store.list::<Setting>(Rows::Live).await.unwrap()[0].value.value["hour"], 8);
        assert_eq!(store.audit(&AuditFilter::default()).await.unwrap().len(), 6);

        // What came later works on it, and what was done before can be undone.
        store.shelf("session").put("a", "b", None).await.unwrap();
        let mark = facts.marks[0].clone();
        save(&store, async |unit: &mut UnitOfWork| {
            let limited = PairMark { way: Some("supply".into()), ..mark.clone() };
            let version = unit.update(&limited, Version(1)).await?;
            assert!(unit.undo_import(import(900).id).await.unwrap_err().is_refusal(), "the mark was changed since");
            unit.update(&mark, version).await.map(drop)
        })
        .await;
        store.close().await;
        let again = file.open().await;
        assert_eq!(again.load().await.unwrap().marks, [mark]);
    });
}

#[test]
fn an_older_file_is_brought_up_to_date_once_by_many() {
    let file = File::fresh();
    std::fs::write(file.path(), SCHEMA_3).unwrap();
    wait(async {
        let path = file.path();
        let open_one = |_| {
            let path = path.clone();
            tokio::spawn(async move { open(&path).await.map(drop) })
        };
        let tasks: Vec<_> = (0..4).map(open_one).collect();
        for task in tasks {
            task.await.unwrap().unwrap();
        }
        save(&file.open().await, async |unit: &mut UnitOfWork| unit.undo_import(import(900).id).await.map(drop)).await;
        assert!(file.open().await.load().await.unwrap().companies.is_empty());
    });
}
