//! Several processes on one PostgreSQL: they serve the same answers, lose no update, run a job once, and outlive a
//! killed process, a pause and a server that restarts underneath them.

use qianxian_core::{CompanyId, MatchList};
use qianxian_engine::{Attempt, Engine, EngineError, Job, RunState};
use qianxian_store::{Place, Rows, Setting, Store};
use qianxian_tests::{
    fixture::{KNOWLEDGE, TODAY},
    postgres::Server,
};
use std::{
    collections::BTreeSet,
    io::{BufRead, BufReader, Write},
    process::{Child, Command, Stdio},
    sync::{
        Arc, Mutex,
        atomic::{AtomicU32, Ordering},
    },
    thread::sleep,
    time::{Duration, Instant},
};
use tempfile::TempDir;

/// How long anything may take before a test gives up.
const PATIENCE: Duration = Duration::from_secs(120);

/// A process under the test's orders, killed when dropped.
struct Worker {
    name: String,
    child: Child,
    said: Arc<Mutex<Vec<String>>>,
    _home: TempDir,
}

impl Worker {
    fn start(server: &Server, name: &str) -> Worker {
        let home = tempfile::tempdir().expect("a folder");
        let mut command = Command::new(env!("CARGO_BIN_EXE_qianxian-worker"));
        command.arg("serve").arg(server.url()).arg(home.path()).arg(name);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("the worker starts");
        let lines = BufReader::new(child.stdout.take().expect("piped")).lines();
        let said = Arc::new(Mutex::new(Vec::new()));
        let heard = said.clone();
        std::thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                heard.lock().expect("not poisoned").push(line);
            }
        });
        let worker = Worker { name: name.to_owned(), child, said, _home: home };
        worker.hears("ready");
        worker
    }

    fn ask(&mut self, command: &str) {
        let input = self.child.stdin.as_mut().expect("piped");
        writeln!(input, "{command}").expect("it listens");
    }

    fn lines(&self) -> Vec<String> {
        self.said.lock().expect("not poisoned").clone()
    }

    /// What it has said so far that begins with these words behind its name, without them.
    fn said(&self, words: &str) -> Vec<String> {
        let lead = format!("{} {words}", self.name);
        self.lines().iter().filter_map(|line| Some(line.strip_prefix(&lead)?.trim().to_owned())).collect()
    }

    /// Waits until it has said something that ends so.
    fn hears(&self, words: &str) {
        let start = Instant::now();
        while !self.lines().iter().any(|line| line.ends_with(words)) {
            assert!(start.elapsed() < PATIENCE, "{} never said {words}: {:?}", self.name, self.lines());
            sleep(Duration::from_millis(20));
        }
    }

    /// Its next answer.
    fn answer(&mut self) -> String {
        let before = self.said("answer").len();
        self.ask("answer");
        let start = Instant::now();
        loop {
            if let Some(answer) = self.said("answer").get(before) {
                return answer.clone();
            }
            assert!(start.elapsed() < PATIENCE, "{} does not answer", self.name);
            sleep(Duration::from_millis(10));
        }
    }

    fn signal(&self, signal: &str) {
        let done = Command::new("bash").arg("-c").arg(format!("kill -{signal} {}", self.child.id())).status();
        assert!(done.expect("bash").success());
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Asks all of them until they say the same, which has to begin with `sequence`.
fn agreed(workers: &mut [&mut Worker], sequence: i64) -> String {
    let start = Instant::now();
    loop {
        let answers: Vec<String> = workers.iter_mut().map(|worker| worker.answer()).collect();
        let wanted = format!("{sequence} ");
        if answers.iter().all(|answer| answer.starts_with(&wanted) && *answer == answers[0]) {
            return answers[0].clone();
        }
        assert!(start.elapsed() < PATIENCE, "they do not agree on {sequence}: {answers:#?}");
        sleep(Duration::from_millis(50));
    }
}

fn wait<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .expect("a runtime")
        .block_on(work)
}

async fn store_of(server: &Server) -> Store {
    let place: Place = server.url().parse().expect("an address");
    Store::open(&place).await.unwrap_or_else(|e| panic!("{e}"))
}

#[test]
fn three_processes_agree_through_a_kill_a_pause_and_a_restart_of_the_server() {
    let Some(server) = Server::start() else { return };
    let (mut a, mut b) = (Worker::start(&server, "甲"), Worker::start(&server, "乙"));
    let mut killed = Worker::start(&server, "丙");
    for worker in [&mut a, &mut b, &mut killed] {
        worker.ask("write 25");
        worker.ask("count 25");
    }
    sleep(Duration::from_millis(300));
    killed.child.kill().expect("it can be killed");
    let mut c = Worker::start(&server, "丁");
    c.ask("write 25");
    c.ask("count 25");
    b.signal("STOP");
    sleep(Duration::from_millis(500));
    server.restart();
    sleep(Duration::from_millis(500));
    b.signal("CONT");
    for worker in [&a, &b, &c] {
        worker.hears("written");
        worker.hears("counting ended");
    }

    let (sequence, counted, there) = wait(async {
        let store = store_of(&server).await;
        let facts = store.load().await.expect("it can be read");
        let counter = store.lookup::<Setting>(&"counter".into()).await.expect("it can be read").expect("counted");
        assert_eq!(counter.version.0, counter.value.value.as_i64().expect("a number"), "each count is a version");
        let there: BTreeSet<String> = facts.companies.iter().map(|company| company.id.to_string()).collect();
        assert_eq!(facts.lines.len(), there.len(), "a company without its line");
        (facts.sequence.0, counter.version.0 as usize, there)
    });
    let workers = [&a, &b, &c, &killed];
    for id in workers.iter().flat_map(|worker| worker.said("saved")) {
        assert!(id.parse::<CompanyId>().is_ok() && there.contains(&id), "acknowledged and not there: {id}");
    }
    let said = |words| workers.iter().map(|worker| worker.said(words).len()).sum::<usize>();
    let (acknowledged, unsure) = (said("counted"), said("unsure"));
    // The killed one may have saved one count that it could not tell.
    assert!(counted >= acknowledged && counted <= acknowledged + unsure + 1, "{acknowledged} {unsure} {counted}");

    let answer = agreed(&mut [&mut a, &mut b, &mut c], sequence);
    let mut late = Worker::start(&server, "戊");
    assert_eq!(late.answer(), answer, "who comes late says the same");
    assert!(answer.contains("甲第0减速机有限公司"), "{answer}");
    // And it goes on: what one writes now, the others have at once.
    late.ask("write 1");
    late.hears("written");
    agreed(&mut [&mut a, &mut b, &mut c, &mut late], sequence + 1);
}

#[test]
fn a_server_that_is_away_is_waited_for_and_the_last_answers_are_served() {
    let Some(server) = Server::start() else { return };
    let mut a = Worker::start(&server, "甲");
    a.ask("write 3");
    a.hears("written");
    let answer = agreed(&mut [&mut a], 3);
    server.halt();
    let start = Instant::now();
    while a.said("trouble").is_empty() {
        assert!(start.elapsed() < PATIENCE, "it does not notice");
        sleep(Duration::from_millis(50));
    }
    assert!(a.said("trouble")[0].contains("连不上数据库服务器"), "{:?}", a.lines());
    assert!(!a.said("trouble")[0].contains("rror"));
    assert_eq!(a.answer(), answer);
    server.resume();
    a.hears("recovered");
    let mut b = Worker::start(&server, "乙");
    b.ask("write 1");
    b.hears("written");
    agreed(&mut [&mut a, &mut b], 4);
}

#[test]
fn a_job_is_recorded_once_whoever_is_killed_or_asleep() {
    let Some(server) = Server::start() else { return };
    let mut workers: Vec<Worker> = ["甲", "乙", "丙"].iter().map(|name| Worker::start(&server, name)).collect();
    // Everybody wants every period; one is killed on the way.
    for period in 1..=8 {
        workers.iter_mut().for_each(|worker| worker.ask(&format!("job {period} 100")));
    }
    sleep(Duration::from_millis(150));
    workers[2].child.kill().expect("it can be killed");
    // Until everything is done: a lease of the killed one has to run out first.
    let periods = |server: &Server| {
        wait(async {
            let store = store_of(server).await;
            let mut view = store.view().await.expect("it can be read");
            let done = view.list::<Setting>(Rows::Live).await.expect("it can be read");
            let lists = view.list::<MatchList>(Rows::All).await.expect("it can be read").len();
            assert_eq!(done.len(), lists, "each effect with its record");
            lists
        })
    };
    let start = Instant::now();
    while periods(&server) < 8 {
        assert!(start.elapsed() < PATIENCE);
        (1..=8).for_each(|period| workers[0].ask(&format!("job {period} 1")));
        sleep(Duration::from_millis(500));
    }

    // One claims a job and falls asleep past its lease; another takes over; the sleeper wakes up and records nothing.
    let [sleeper, other, _] = workers.as_mut_slice() else { unreachable!("three were started") };
    sleeper.ask("job 9 1500");
    sleeper.hears("claimed 9");
    sleeper.signal("STOP");
    let start = Instant::now();
    while !other.said("ended 9").contains(&"Ran".to_owned()) {
        assert!(start.elapsed() < PATIENCE, "{:?}", other.lines());
        other.ask("job 9 10");
        sleep(Duration::from_millis(300));
    }
    sleeper.signal("CONT");
    let start = Instant::now();
    while sleeper.said("ended 9").is_empty() {
        assert!(start.elapsed() < PATIENCE, "{:?}", sleeper.lines());
        sleep(Duration::from_millis(50));
    }
    assert_ne!(sleeper.said("ended 9"), ["Ran"]);
    assert_eq!(periods(&server), 9);
}

#[test]
fn a_job_runs_once_fails_aloud_and_is_listed() {
    let home = tempfile::tempdir().expect("a folder");
    wait(async {
        let engine = Engine::open(home.path(), KNOWLEDGE.clone(), TODAY).await.expect("it opens");
        let (job, runs) = (Job::new("digest", "2026-W09"), AtomicU32::new(0));
        let attempt = async || {
            let work = async {
                runs.fetch_add(1, Ordering::Relaxed);
                Ok(())
            };
            engine.run_job(&job, "甲", work, async |_, ()| Ok("发了 3 家".to_owned())).await
        };
        let fails = async { Err::<(), _>(EngineError::Gone) };
        let failed = engine.run_job(&job, "甲", fails, async |_, ()| Ok(String::new())).await;
        assert!(failed.is_err());
        let listed = engine.job_runs().await.expect("listed");
        assert_eq!((listed.len(), listed[0].state), (1, RunState::Failed));
        assert!(listed[0].outcome.contains("合并"), "{listed:?}");

        assert_eq!(attempt().await.expect("it runs"), Attempt::Ran, "a failure gives the lease back");
        assert_eq!(attempt().await.expect("it runs"), Attempt::Done);
        assert_eq!(runs.load(Ordering::Relaxed), 1);
        let listed = engine.job_runs().await.expect("listed");
        assert_eq!((listed.len(), listed[0].state), (1, RunState::Done));
        assert_eq!((listed[0].job.as_str(), listed[0].outcome.as_str()), ("digest", "发了 3 家"));

        // While one is at it, another is told so.
        let next = Job::new("digest", "2026-W10");
        let slow = async {
            let other = engine.run_job(&next, "乙", async { Ok(()) }, async |_, ()| Ok(String::new())).await;
            assert_eq!(other.expect("no fault"), Attempt::Elsewhere);
            let running = engine.job_runs().await.expect("listed");
            assert!(running.iter().any(|run| run.state == RunState::Running && run.period == "2026-W10"));
            Ok(())
        };
        let ran = engine.run_job(&next, "甲", slow, async |_, ()| Ok(String::new())).await;
        assert_eq!(ran.expect("it runs"), Attempt::Ran);
    });
}

#[test]
fn an_engine_follows_another_process_on_a_file() {
    let home = tempfile::tempdir().expect("a folder");
    let elsewhere = tempfile::tempdir().expect("a folder");
    wait(async {
        let one = Engine::open(home.path(), KNOWLEDGE.clone(), TODAY).await.expect("it opens");
        let place = Place::in_home(home.path());
        let other = Engine::open_at(elsewhere.path(), &place, KNOWLEDGE.clone(), TODAY).await.expect("it opens");
        other.import_founding_case(false).await.expect("stored");
        let wanted = other.snapshot().sequence;
        let arrived = async {
            while one.snapshot().sequence < wanted {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        let follow = one.follow(arrived, |trouble| assert!(trouble.is_none(), "{trouble:?}"));
        tokio::time::timeout(PATIENCE, follow).await.expect("it follows");
        assert_eq!(one.snapshot().graph.len(), other.snapshot().graph.len());
    });
}
