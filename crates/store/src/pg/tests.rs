//! What only PostgreSQL has: a server, which may refuse, go away and come back.
//!
//! `QIANXIAN_TEST_POSTGRES` is the address of a server on which databases may be made; `tests/postgres.sh` starts one.

use super::{Address, Options, open, open_with};
use crate::{
    Store, StoreError, UnitOfWork,
    conformance::{Database, author, samples::*, save, wait},
    db::Statement,
};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection as _, PgConnection};
use std::{
    env,
    io::Write,
    sync::{
        Once,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

/// A database of its own, dropped when this is.
pub(crate) struct Fresh {
    server: Address,
    name: String,
}

impl Fresh {
    fn new() -> Option<Fresh> {
        static SKIPPED: Once = Once::new();
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let Ok(server) = env::var("QIANXIAN_TEST_POSTGRES") else {
            // Past the capture of the test harness, so that it is read.
            SKIPPED.call_once(|| {
                let _ =
                    writeln!(std::io::stderr().lock(), "跳过 PostgreSQL 的全部测试：没有设置 QIANXIAN_TEST_POSTGRES");
            });
            return None;
        };
        let name = format!("qx_{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let fresh = Fresh { server: server.parse().unwrap(), name };
        wait(fresh.on_server(&format!("CREATE DATABASE {}", fresh.name))).unwrap();
        Some(fresh)
    }

    /// The address of the database with other words behind it, as another user, perhaps.
    fn address(&self, user: Option<&str>, query: &str) -> Address {
        let options = self.server.options();
        let user = user.unwrap_or(options.get_username());
        let (host, port) = (options.get_host(), options.get_port());
        format!("postgres://{user}@{host}:{port}/{}{query}", self.name).parse().unwrap()
    }

    async fn on_server(&self, sql: &str) -> Result<(), sqlx::Error> {
        let connection = self.server.options().connect().await?;
        run(connection, sql).await
    }

    /// Runs SQL on the database as another tool would.
    async fn by_hand(&self, sql: &str) -> Result<(), sqlx::Error> {
        let connection = self.address(None, "").options().connect().await?;
        run(connection, sql).await
    }

    /// Ends every connection to the database, as a server that restarts does.
    async fn cut(&self) {
        let cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()";
        self.by_hand(cut).await.unwrap();
    }

    async fn error(&self, address: &Address) -> StoreError {
        let error = open(address).await.unwrap_err();
        let words = error.to_string();
        assert!(!["error", "code", "FATAL", "sesame", "Error"].iter().any(|word| words.contains(word)), "{words}");
        error
    }
}

async fn run(mut connection: PgConnection, sql: &str) -> Result<(), sqlx::Error> {
    let done = sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(&mut connection).await;
    connection.close().await?;
    done.map(drop)
}

impl Drop for Fresh {
    fn drop(&mut self) {
        // A test that failed has said so already.
        let _ = wait(self.on_server(&format!("DROP DATABASE {} WITH (FORCE)", self.name)));
    }
}

impl Database for Fresh {
    fn make() -> Option<Self> {
        Fresh::new()
    }

    async fn open(&self) -> Store {
        open(&self.address(None, "")).await.unwrap()
    }
}

#[test]
fn an_address_is_shown_without_its_password() {
    for text in [
        "postgres://qx:geheim@db.example:5433/members?sslmode=require",
        "postgres://qx@db.example:5433/members?password=geheim",
    ] {
        let address: Address = text.parse().unwrap();
        let place: crate::Place = text.parse().unwrap();
        assert_eq!(address.to_string(), "postgres://qx@db.example:5433/members");
        for shown in [format!("{address:?}"), format!("{place:?} {place}")] {
            assert!(shown.contains("db.example") && !shown.contains("geheim"), "{shown}");
        }
    }
    for text in ["postgres://qx:geheim@:x/", "mysql://qx:geheim@host/db", "postgres://h/db?sslmode=geheim"] {
        let error = text.parse::<crate::Place>().unwrap_err();
        assert!(error.to_string().contains("看不懂数据库地址") && !error.to_string().contains("geheim"), "{error}");
    }
}

#[test]
fn a_server_that_cannot_be_used_says_why() {
    let Some(fresh) = Fresh::new() else { return };
    wait(async {
        let wrong = |port: u16| format!("postgres://qx@127.0.0.1:{port}/x").parse::<Address>().unwrap();
        let error = fresh.error(&wrong(1)).await;
        assert!(matches!(error, StoreError::NoServer { .. }), "{error:?}");

        let password = |word: &str| fresh.address(Some(&format!("qx_password{word}")), "");
        let error = fresh.error(&password(":wrong")).await;
        assert!(matches!(error, StoreError::LoginRefused { .. }), "{error:?}");
        // The right one may come in, but owns nothing here.
        let error = fresh.error(&password(":sesame")).await;
        assert!(matches!(error, StoreError::NotAllowed { .. }), "{error:?}");

        let options = fresh.server.options();
        let nowhere = format!("postgres://postgres@{}:{}/nowhere", options.get_host(), options.get_port());
        let error = fresh.error(&nowhere.parse().unwrap()).await;
        assert!(matches!(error, StoreError::NoDatabase { .. }), "{error:?}");
    });
}

#[test]
fn a_server_that_demands_tls_gets_it_or_is_told_apart() {
    let Some(fresh) = Fresh::new() else { return };
    wait(async {
        let shown = sqlx::query_scalar::<_, String>("SHOW ssl")
            .fetch_one(&mut fresh.server.options().connect().await.unwrap())
            .await
            .unwrap();
        let error = fresh.error(&fresh.address(Some("qx_tls"), "?sslmode=disable")).await;
        assert!(matches!(error, StoreError::NeedsTls { .. }), "{error:?}");
        assert!(error.to_string().contains("sslmode 改成 require"), "{error}");
        if shown != "on" {
            let error = fresh.error(&fresh.address(Some("qx_tls"), "?sslmode=require")).await;
            assert!(matches!(error, StoreError::NoTls { .. }), "{error:?}");
            return;
        }
        for query in ["", "?sslmode=require"] {
            let store = open(&fresh.address(Some("qx_tls"), query)).await.unwrap();
            assert_eq!(store.sequence().await.unwrap().0, 0);
        }
        // Nobody vouches for the certificate of the test server.
        let error = fresh.error(&fresh.address(Some("qx_tls"), "?sslmode=verify-full")).await;
        assert!(matches!(error, StoreError::NoTls { .. }), "{error:?}");
    });
}

#[test]
fn a_database_of_another_program_is_left_alone() {
    let Some(fresh) = Fresh::new() else { return };
    wait(async {
        fresh.by_hand("CREATE TABLE orders (id BIGINT)").await.unwrap();
        let error = fresh.error(&fresh.address(None, "")).await;
        assert!(matches!(error, StoreError::OtherProgram { .. }), "{error:?}");
        fresh.by_hand("CREATE TABLE company (id BIGINT); DROP TABLE company").await.unwrap();
        // A schema of our own beside it is ours.
        fresh.by_hand("CREATE SCHEMA qianxian").await.unwrap();
        let own = open(&fresh.address(None, "?options=-csearch_path%3Dqianxian")).await.unwrap();
        fill(&own).await;
    });
}

#[test]
fn a_database_that_cannot_hold_chinese_is_refused() {
    let Some(fresh) = Fresh::new() else { return };
    wait(async {
        let name = format!("{}_latin", fresh.name);
        let make = format!("CREATE DATABASE {name} ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0");
        fresh.on_server(&make).await.unwrap();
        let options = fresh.server.options();
        let latin = format!("postgres://postgres@{}:{}/{name}", options.get_host(), options.get_port());
        let error = fresh.error(&latin.parse().unwrap()).await;
        assert!(matches!(&error, StoreError::WrongEncoding { found, .. } if found == "LATIN1"), "{error:?}");
        fresh.on_server(&format!("DROP DATABASE {name}")).await.unwrap();
    });
}

#[test]
fn a_newer_or_changed_schema_is_refused() {
    let Some(fresh) = Fresh::new() else { return };
    wait(async {
        let address = fresh.address(None, "");
        open(&address).await.unwrap().close().await;
        let newer = "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
                     VALUES (9, 'later', TRUE, '\\x00', 0)";
        fresh.by_hand(newer).await.unwrap();
        let error = fresh.error(&address).await;
        assert!(matches!(error, StoreError::NewerSchema { found: 9, known: 4, .. }), "{error:?}");
        fresh.by_hand("DELETE FROM _sqlx_migrations WHERE version > 3").await.unwrap();
        fresh.by_hand("UPDATE _sqlx_migrations SET checksum = '\\x00' WHERE version = 2").await.unwrap();
        assert!(matches!(fresh.error(&address).await, StoreError::OtherSchema { .. }));
    });
}

#[test]
fn many_may_open_a_new_database_at_once() {
    let Some(fresh) = Fresh::new() else { return };
    wait(async {
        let open_one = |_| {
            let address = fresh.address(None, "");
            tokio::spawn(async move { open(&address).await.map(drop) })
        };
        let tasks: Vec<_> = (0..6).map(open_one).collect();
        for task in tasks {
            task.await.unwrap().unwrap();
        }
    });
}

#[test]
fn a_second_program_waits_and_then_is_told() {
    let Some(fresh) = Fresh::new() else { return };
    wait(async {
        let one = fresh.open().await;
        let options = Options { busy_timeout: Duration::from_secs(1), ..Options::default() };
        let other = open_with(&fresh.address(None, ""), &options).await.unwrap();
        let mut unit = one.begin(author("王秘书", 0)).await.unwrap();
        unit.add(&[company(1)]).await.unwrap();
        let error = other.begin(author("李秘书", 0)).await.unwrap_err();
        assert!(matches!(error, StoreError::Busy { .. }), "{error:?}");
        assert_eq!(other.sequence().await.unwrap().0, 0, "reading goes on");
        other.shelf("session").put("a", "b", None).await.unwrap();
        unit.save().await.unwrap();
        save(&other, async |unit: &mut UnitOfWork| unit.add(&[company(2)]).await).await;
        assert_eq!(one.sequence().await.unwrap().0, 2);
    });
}

#[test]
fn too_many_views_wait_and_then_are_told() {
    let Some(fresh) = Fresh::new() else { return };
    wait(async {
        let options = Options { busy_timeout: Duration::from_secs(2), readers: 1, writers: 1 };
        let store = open_with(&fresh.address(None, ""), &options).await.unwrap();
        let view = store.view().await.unwrap();
        assert!(matches!(store.view().await, Err(StoreError::Crowded { .. })));
        drop(view);
        store.view().await.unwrap();
    });
}

#[test]
fn a_lost_connection_costs_one_call() {
    let Some(fresh) = Fresh::new() else { return };
    wait(async {
        let store = fresh.open().await;
        fill(&store).await;
        let mut unit = store.begin(author("王秘书", 1)).await.unwrap();
        unit.add(&[company(4)]).await.unwrap();
        let mut view = store.view().await.unwrap();
        fresh.cut().await;
        let error = view.load().await.unwrap_err();
        assert!(matches!(error, StoreError::NoServer { .. }), "{error:?}");
        let error = unit.add(&[company(5)]).await.unwrap_err();
        assert!(matches!(error, StoreError::NoServer { .. }), "{error:?}");
        assert!(matches!(unit.save().await, Err(StoreError::Broken)));

        assert_eq!(store.load().await.unwrap().companies.len(), 3, "the next call connects again");
        let mut unit = store.begin(author("王秘书", 2)).await.unwrap();
        unit.add(&[company(4)]).await.unwrap();
        fresh.cut().await;
        let error = unit.save().await.unwrap_err();
        assert!(matches!(error, StoreError::NoServer { .. } | StoreError::Unsure { .. }), "{error:?}");
        save(&store, async |unit: &mut UnitOfWork| unit.add(&[company(6)]).await).await;
        assert_eq!(store.load().await.unwrap().companies.len(), 4);
    });
}

#[test]
fn a_listener_hears_the_other_and_goes_on_after_a_cut() {
    let Some(fresh) = Fresh::new() else { return };
    wait(async {
        let (one, other) = (fresh.open().await, fresh.open().await);
        let mut listener = one.listen();
        let mut seen = crate::Sequence(0);
        for n in 1..=4 {
            let write = async {
                tokio::time::sleep(Duration::from_millis(100)).await;
                if n == 3 {
                    fresh.cut().await;
                }
                save(&other, async |unit: &mut UnitOfWork| unit.add(&[company(n)]).await).await
            };
            let hear = async {
                loop {
                    // A cut may strike the look itself: who listens tries again.
                    if let Ok(now) = listener.changed(seen).await {
                        return now;
                    }
                }
            };
            let heard = tokio::time::timeout(Duration::from_secs(4), hear);
            let (heard, saved) = tokio::join!(heard, write);
            seen = heard.expect("heard at once, not at the next look");
            assert_eq!(seen, saved);
        }
    });
}

#[test]
fn a_standby_is_read_and_not_written() {
    let Some(fresh) = Fresh::new() else { return };
    wait(async {
        fill(&fresh.open().await).await;
        let name = &fresh.name;
        fresh.on_server(&format!("ALTER DATABASE {name} SET default_transaction_read_only = on")).await.unwrap();
        let store = open(&fresh.address(None, "")).await.unwrap();
        assert_eq!(store.load().await.unwrap().companies.len(), 3);
        let mut read = store.db().read().await.unwrap();
        let error = read.execute(Statement::new("DELETE FROM company")).await.unwrap_err();
        assert!(matches!(error, StoreError::ReadOnly { .. }), "readers cannot write: {error:?}");
        assert!(error.to_string().contains("只能读"), "{error}");
    });
}

#[test]
fn the_connection_is_set_for_safety() {
    let Some(fresh) = Fresh::new() else { return };
    wait(async {
        let name = &fresh.name;
        fresh.on_server(&format!("ALTER DATABASE {name} SET synchronous_commit = off")).await.unwrap();
        let store = fresh.open().await;
        let mut write = store.db().write().await.unwrap();
        let show = "SELECT current_setting('synchronous_commit') || ' ' || current_setting('lock_timeout')";
        let rows = write.fetch(Statement::new(show)).await.unwrap();
        assert_eq!(rows[0].text(0).unwrap(), Some("on 5s"));
    });
}

#[test]
fn the_audit_cannot_be_rewritten() {
    let Some(fresh) = Fresh::new() else { return };
    wait(async { fill(&fresh.open().await).await });
    for sql in ["UPDATE audit SET who = 'x'", "DELETE FROM audit", "TRUNCATE audit", "UPDATE change_log SET kind = 'x'"]
    {
        let error = wait(fresh.by_hand(sql)).unwrap_err();
        assert!(error.to_string().contains("append-only"), "{error}");
    }
}

#[test]
fn a_row_the_domain_does_not_know_is_named() {
    let Some(fresh) = Fresh::new() else { return };
    wait(async {
        let store = fresh.open().await;
        fill(&store).await;
        fresh.by_hand("UPDATE company SET kind = 'wizard' WHERE name LIKE '%第2%'").await.unwrap();
        let error = store.load().await.unwrap_err();
        let StoreError::Inconsistent { table, column, id, .. } = &error else { panic!("{error:?}") };
        assert_eq!((*table, *column, id.as_str()), ("company", "kind", company_id(2).to_string().as_str()));
    });
}
