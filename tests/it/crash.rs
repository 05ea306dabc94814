//! A process killed with SIGKILL while it imports, again and again on the same store; on PostgreSQL the server, too.
//! After each round: every acknowledged import is there, and every import that is there is there as a whole.
//!
//! 20 rounds; 200 with `QIANXIAN_LONG=1`.

use qianxian_engine::clock;
use qianxian_store::{AuditFilter, EntityKind, Import, Place, Rows, Sequence, Store};
use qianxian_tests::{LINES_EACH, postgres::Server};
use std::{
    collections::{BTreeMap, BTreeSet},
    io::{BufRead, BufReader},
    process::{Child, Command, Stdio},
    thread::sleep,
    time::Duration,
};

fn rounds() -> u32 {
    if std::env::var_os("QIANXIAN_LONG").is_some() { 200 } else { 20 }
}

/// A moment that no two rounds share: up to `most`, by the random part of an id.
fn moment(most: Duration) -> Duration {
    most.mul_f64((clock::new_id().as_u128() % 1_000_003) as f64 / 1_000_003.0)
}

fn worker(place: &str) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_qianxian-worker"));
    command.args(["import", place]).stdout(Stdio::piped()).spawn().expect("the worker starts")
}

/// Lets a worker import until it is killed at some moment, and gives what was acknowledged to it. `meanwhile` happens
/// before that moment.
fn imported_until_killed(place: &str, meanwhile: impl FnOnce()) -> BTreeSet<String> {
    let mut child = worker(place);
    let mut lines = BufReader::new(child.stdout.take().expect("piped")).lines();
    // The moment counts from the first import on: before it there is nothing to lose.
    let first = lines.by_ref().map(|line| line.expect("UTF-8")).find(|line| line.starts_with("saved "));
    meanwhile();
    sleep(moment(Duration::from_millis(250)));
    child.kill().expect("it can be killed");
    child.wait().expect("it ends");
    // The last line may be cut off in the middle: then nobody has read it as an acknowledgement.
    let said: Vec<String> = first.into_iter().chain(lines.map_while(Result::ok)).collect();
    let ids = said.iter().filter_map(|line| line.strip_prefix("saved "));
    ids.filter(|id| id.len() == 36).map(str::to_owned).collect()
}

async fn is_whole(place: &Place, acknowledged: &BTreeSet<String>) -> usize {
    let store = Store::open(place).await.unwrap_or_else(|e| panic!("{e}"));
    let facts = store.load().await.expect("it can be read");
    let imports = store.list::<Import>(Rows::All).await.expect("it can be read");
    let there: BTreeSet<String> = imports.iter().map(|kept| kept.value.id.to_string()).collect();
    let lost: Vec<&String> = acknowledged.difference(&there).collect();
    assert!(lost.is_empty(), "acknowledged and not there: {lost:?}");

    // Each import has its company, each company its lines, its audit and its change log: one unit of work, or none.
    let names: BTreeSet<&str> = facts.companies.iter().map(|company| company.name.as_str()).collect();
    assert!(there.iter().all(|id| names.contains(format!("企业 {id}").as_str())), "an import without its company");
    assert_eq!(names.len(), there.len(), "a company without its import");
    let mut lines: BTreeMap<_, usize> = BTreeMap::new();
    facts.lines.iter().for_each(|line| *lines.entry(line.company).or_default() += 1);
    assert_eq!(lines.len(), facts.companies.len());
    assert!(lines.values().all(|count| *count == LINES_EACH), "half an import: {lines:?}");
    assert_eq!(facts.sequence, Sequence(there.len() as i64), "a number without its unit of work");
    let changes = store.changes_since(Sequence(0)).await.expect("it can be read");
    assert_eq!(changes.companies().len(), facts.companies.len());
    let audit = AuditFilter { kind: Some(EntityKind::Line), limit: u32::MAX, ..AuditFilter::default() };
    assert_eq!(store.audit(&audit).await.expect("it can be read").len(), facts.lines.len());
    store.close().await;
    there.len()
}

fn wait<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .expect("a runtime")
        .block_on(work)
}

#[test]
fn a_killed_process_loses_nothing_on_sqlite() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("牵线.db");
    let text = file.to_str().expect("UTF-8");
    let mut acknowledged = BTreeSet::new();
    let mut there = 0;
    for _ in 0..rounds() {
        acknowledged.extend(imported_until_killed(text, || {}));
        there = wait(is_whole(&Place::File(file.clone()), &acknowledged));
    }
    assert!(acknowledged.len() >= 20, "hardly anything was written: {}", acknowledged.len());
    eprintln!("{} imports acknowledged, {there} there", acknowledged.len());
}

#[test]
fn a_killed_process_or_server_loses_nothing_on_postgresql() {
    let Some(server) = Server::start() else { return };
    let place: Place = server.url().parse().expect("an address");
    let mut acknowledged = BTreeSet::new();
    let mut there = 0;
    for round in 0..rounds() {
        // In every fourth round the server dies first, and comes back.
        let meanwhile = || {
            if round % 4 == 3 {
                sleep(moment(Duration::from_millis(200)));
                server.restart();
            }
        };
        acknowledged.extend(imported_until_killed(server.url(), meanwhile));
        there = wait(is_whole(&place, &acknowledged));
    }
    assert!(acknowledged.len() >= 20, "hardly anything was written: {}", acknowledged.len());
    eprintln!("{} imports acknowledged, {there} there", acknowledged.len());
}
