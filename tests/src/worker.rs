//! One of several processes on one store, told what to do by the test that started it.
//!
//! `import PLACE`: imports without end, a company with [`LINES_EACH`] lines each, and says the id of each import that was
//! acknowledged. `serve PLACE HOME NAME`: follows the store and does what comes in on standard input, a line a command;
//! it says `name word …` for whatever it has done:
//!
//! - `write N`: saves N companies; `saved ID` for each
//! - `count N`: adds 1 to a shared counter N times, over the version it has read; `counted`, or `unsure` where the
//!   connection was lost while saving
//! - `job PERIOD MILLISECONDS`: runs a job that takes so long, with a lease of a second; `claimed PERIOD`, then
//!   `ended PERIOD WORD`
//! - `answer`: `answer` and all this process would say of the store now
//! - `seen`: `sequence N`, the last change it knows of

use qianxian_core::{
    Company, CompanyId, Evidence, LineId, LineRole, MatchList, MatchListId, ProfileLine, Side, SourceKind, SourceRef,
    Visibility,
};
use qianxian_engine::{Engine, Job, Knowledge, SearchRequest, clock};
use qianxian_store::{Author, ImportId, NewImport, Place, Setting, Store, StoreError, UnitOfWork, Version};
use qianxian_tests::{LINES_EACH, fixture::TODAY};
use std::{
    io::{BufRead, Write},
    path::Path,
    process::ExitCode,
    sync::Arc,
    time::Duration,
};
use tokio::time::sleep;

/// Between two tries after a failure.
const REST: Duration = Duration::from_millis(50);

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let runtime = runtime.unwrap_or_else(|e| panic!("{e}"));
    let done = match arguments.as_slice() {
        ["import", place] => runtime.block_on(import_without_end(&place_of(place))),
        ["serve", place, home, name] => runtime.block_on(serve(&place_of(place), Path::new(home), name)),
        other => Err(format!("not understood: {other:?}")),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            say(&format!("fault {fault}"));
            ExitCode::FAILURE
        }
    }
}

fn place_of(text: &str) -> Place {
    text.parse().unwrap_or_else(|e| panic!("{e}"))
}

/// One line to the test, at once and whole.
fn say(text: &str) {
    let mut out = std::io::stdout().lock();
    // A test that went away takes its workers along.
    if writeln!(out, "{text}").and_then(|()| out.flush()).is_err() {
        std::process::exit(0);
    }
}

fn author(who: &str) -> Author {
    Author { who: who.to_owned(), at: clock::now() }
}

fn company(name: String) -> Company {
    Company::named(CompanyId(clock::new_id()), &name)
}

fn line(company: CompanyId, text: String) -> ProfileLine {
    ProfileLine {
        id: LineId(clock::new_id()),
        company,
        side: Side::Makes,
        text,
        role: LineRole::Maker,
        evidence: Evidence::SelfReported,
        confidence: 1.0,
        source: SourceRef::new(SourceKind::Roster, "会员.xlsx"),
        seen: None,
        expires: None,
        visibility: Visibility::Members,
        confirmed: Vec::new(),
        rejected: Vec::new(),
    }
}

async fn import_without_end(place: &Place) -> Result<(), String> {
    let store = Store::open(place).await.map_err(|e| e.to_string())?;
    say("ready");
    loop {
        match import(&store).await {
            Ok(id) => say(&format!("saved {id}")),
            Err(_) => sleep(REST).await,
        }
    }
}

async fn import(store: &Store) -> Result<ImportId, StoreError> {
    let id = ImportId(clock::new_id());
    let new = NewImport { id, file_name: "会员.xlsx".to_owned(), rows: 1, problems: 0 };
    let mut unit = store.begin_import(author("导入"), new).await?;
    let company = company(format!("企业 {id}"));
    unit.upsert(std::slice::from_ref(&company)).await?;
    for n in 0..LINES_EACH {
        unit.upsert(&[line(company.id, format!("减速机 {n}"))]).await?;
    }
    unit.save().await?;
    Ok(id)
}

async fn serve(place: &Place, home: &Path, name: &str) -> Result<(), String> {
    let knowledge = Knowledge::embedded().map_err(|e| e.to_string())?;
    let engine = Engine::open_at(home, place, knowledge, TODAY).await.map_err(|e| e.to_string())?;
    let engine = Arc::new(engine);
    let following = engine.clone();
    let worker = name.to_owned();
    tokio::spawn(async move {
        let report = |trouble: Option<&qianxian_engine::EngineError>| match trouble {
            Some(error) => say(&format!("{worker} trouble {error}")),
            None => say(&format!("{worker} recovered")),
        };
        following.follow(std::future::pending(), report).await;
    });
    say("ready");
    let (sender, mut commands) = tokio::sync::mpsc::unbounded_channel();
    std::thread::spawn(move || {
        std::io::stdin().lock().lines().map_while(Result::ok).try_for_each(|command| sender.send(command))
    });
    while let Some(command) = commands.recv().await {
        let (engine, name) = (engine.clone(), name.to_owned());
        tokio::spawn(async move {
            let words: Vec<&str> = command.split(' ').collect();
            match words.as_slice() {
                ["write", times] => write(&engine, &name, times.parse().unwrap_or(0)).await,
                ["count", times] => count(&engine, &name, times.parse().unwrap_or(0)).await,
                ["job", period, time] => job(&engine, &name, period, time.parse().unwrap_or(0)).await,
                ["answer"] => say(&format!("{name} answer {}", answer(&engine))),
                ["seen"] => say(&format!("{name} sequence {}", engine.snapshot().sequence)),
                _ => say(&format!("{name} fault {command}")),
            }
        });
    }
    Ok(())
}

async fn write(engine: &Engine, name: &str, times: usize) {
    for n in 0..times {
        loop {
            let company = company(format!("{name}第{n}减速机有限公司"));
            match save_company(engine.store(), name, &company).await {
                Ok(()) => {
                    say(&format!("{name} saved {}", company.id));
                    break;
                }
                // What is not acknowledged may be there or not: the next try is another company.
                Err(_) => sleep(REST).await,
            }
        }
    }
    say(&format!("{name} written"));
}

async fn save_company(store: &Store, name: &str, company: &Company) -> Result<(), StoreError> {
    let mut unit = store.begin(author(name)).await?;
    unit.add(std::slice::from_ref(company)).await?;
    unit.add(&[line(company.id, "减速机".to_owned())]).await?;
    unit.save().await.map(drop)
}

async fn count(engine: &Engine, name: &str, times: usize) {
    let mut done = 0;
    while done < times {
        match count_once(engine.store(), name).await {
            Ok(()) => {
                done += 1;
                say(&format!("{name} counted"));
            }
            Err(StoreError::Unsure { .. }) => say(&format!("{name} unsure")),
            Err(_) => sleep(REST).await,
        }
    }
    say(&format!("{name} counting ended"));
}

/// Reads, thinks, and writes over what it has read, as two desks with one form do.
async fn count_once(store: &Store, name: &str) -> Result<(), StoreError> {
    let kept = store.lookup::<Setting>(&"counter".into()).await?;
    let (before, version) = kept.map_or((0, None), |kept| (kept.value.value.as_i64().unwrap_or(0), Some(kept.version)));
    let setting = Setting { key: "counter".into(), value: (before + 1).into() };
    let mut unit = store.begin(author(name)).await?;
    match version {
        None => unit.add(&[setting]).await?,
        Some(Version(version)) => unit.update(&setting, Version(version)).await.map(drop)?,
    }
    unit.save().await.map(drop)
}

async fn job(engine: &Engine, name: &str, period: &str, milliseconds: u64) {
    let job = Job { lease: Duration::from_secs(1), ..Job::new("nightly", period) };
    loop {
        let work = async {
            say(&format!("{name} claimed {period}"));
            sleep(Duration::from_millis(milliseconds)).await;
            Ok(MatchList { id: MatchListId(clock::new_id()), at: clock::now(), day: TODAY, entries: Vec::new() })
        };
        let write = async |unit: &mut UnitOfWork, list: MatchList| {
            unit.add(&[list]).await?;
            Ok(format!("第 {period} 期"))
        };
        match engine.run_job(&job, name, work, write).await {
            Ok(attempt) => return say(&format!("{name} ended {period} {attempt:?}")),
            Err(_) => sleep(REST).await,
        }
    }
}

/// All this process would say of the store: how many, who is found, in which order.
fn answer(engine: &Engine) -> String {
    let snapshot = engine.snapshot();
    let found = snapshot.search_with(&SearchRequest { limit: 1_000, ..SearchRequest::new("减速机") });
    let names: Vec<&str> = found.hits.iter().map(|hit| hit.name.as_str()).collect();
    format!("{} {} {}", snapshot.sequence, snapshot.graph.len(), names.join(","))
}
