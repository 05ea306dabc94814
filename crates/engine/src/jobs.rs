//! Jobs that run by themselves (nightly matching, reminders, digests), each once a period however many processes there
//! are.
//!
//! A process claims a job for a period by a lease that runs out, so that another takes over where it dies, and makes the
//! lease longer while it works. What the job writes is saved together with a record under (job, period), so that it is
//! saved once even where a process was asleep past its lease and two of them worked: the second is refused.

use crate::{
    clock,
    engine::{Engine, EngineError},
};
use jiff::{SignedDuration, Timestamp};
use qianxian_store::{Rows, Setting, SettingKey, StoreError, UnitOfWork};
use serde::{Deserialize, Serialize};
use std::{future::Future, time::Duration};
use tokio::time::sleep;

/// Space of the shelf for leases: key of the run, who holds it.
const LEASES: &str = "job";
/// Space of the shelf for runs that failed.
const FAILURES: &str = "job_failure";
/// How long a failure is remembered.
const REMEMBERED: SignedDuration = SignedDuration::from_hours(24 * 30);
/// Settings of runs that are done begin with this.
const DONE: &str = "job.done.";

/// One run: a job and its period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    /// `nightly`, `digest`: no slash.
    pub name: &'static str,
    /// For what it runs: `2025-11-03`, `2025-W45`. Runs once for each.
    pub period: String,
    /// How long a process holds it without a word; it is renewed three times as often.
    pub lease: Duration,
}

impl Job {
    /// A job for a period, with a lease of a minute.
    pub fn new(name: &'static str, period: impl Into<String>) -> Job {
        Job { name, period: period.into(), lease: Duration::from_secs(60) }
    }

    fn key(&self) -> String {
        format!("{}/{}", self.name, self.period)
    }

    fn done(&self) -> SettingKey {
        SettingKey(format!("{DONE}{}", self.key()))
    }
}

/// How an attempt to run a job ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Attempt {
    /// It ran here and is recorded.
    Ran,
    /// It ran before: this period is done.
    Done,
    /// Another process is at it, or took it over.
    Elsewhere,
}

/// How a run stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RunState {
    /// A process holds it.
    Running,
    /// It is recorded.
    Done,
    /// The last attempt failed; it will be tried again.
    Failed,
}

/// A run as people see it in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobRun {
    /// Name of the job.
    pub job: String,
    /// Its period.
    pub period: String,
    /// How it stands.
    pub state: RunState,
    /// Which process.
    pub holder: String,
    /// When it ended; nothing while it runs.
    pub at: Option<Timestamp>,
    /// What came of it, or what went wrong, in Chinese.
    pub outcome: String,
}

/// The record of a run, as it is kept.
#[derive(Debug, Serialize, Deserialize)]
struct Record {
    holder: String,
    at: Timestamp,
    outcome: String,
}

impl Engine {
    /// Runs a job, if nobody has run it for its period and nobody is at it. `holder` names this process for people.
    ///
    /// `work` reckons and writes nothing: where the lease is lost, it is dropped half-way, and another does it again.
    /// What takes long in it must not hold up its thread (`spawn_blocking`), or the lease is not renewed.
    /// `write` puts what it found into a unit of work and says in Chinese what came of it; the unit is saved with the
    /// record of the run. What goes out of the house (a mail, a webhook) is written there as something to be sent.
    pub async fn run_job<P>(
        &self,
        job: &Job,
        holder: &str,
        work: impl Future<Output = Result<P, EngineError>>,
        write: impl AsyncFnOnce(&mut UnitOfWork, P) -> Result<String, EngineError>,
    ) -> Result<Attempt, EngineError> {
        if self.is_done(job).await? {
            return Ok(Attempt::Done);
        }
        let holder = format!("{holder} {}", clock::new_id());
        let leases = self.store().shelf(LEASES);
        let now = clock::now();
        if !leases.put_new(&job.key(), &holder, Some(until(now, job.lease)), now).await? {
            return Ok(Attempt::Elsewhere);
        }
        // Between the look and the claim another may have finished.
        let ended = match self.is_done(job).await {
            Ok(true) => Ok(Attempt::Done),
            Ok(false) => self.work_and_write(job, &holder, work, write).await,
            Err(error) => Err(error.into()),
        };
        if let Err(error) = &ended {
            self.remember_failure(job, &holder, error).await;
        }
        // Not to be given back is no failure: the lease runs out.
        let _ = leases.remove_if(&job.key(), &holder).await;
        ended
    }

    /// Every run known: those under way, those that failed, those that are done, by job and period.
    pub async fn job_runs(&self) -> Result<Vec<JobRun>, EngineError> {
        let now = clock::now();
        let mut runs: Vec<JobRun> = Vec::new();
        for kept in self.store().list::<Setting>(Rows::Live).await? {
            let Some(key) = kept.value.key.0.strip_prefix(DONE) else { continue };
            let record = serde_json::from_value(kept.value.value).map_err(EngineError::Setting)?;
            runs.extend(run(key, RunState::Done, record));
        }
        for (key, value) in self.store().shelf(FAILURES).list(now).await? {
            let record = serde_json::from_str(&value).map_err(EngineError::Setting)?;
            runs.extend(run(&key, RunState::Failed, record));
        }
        for (key, holder) in self.store().shelf(LEASES).list(now).await? {
            let record = Record { holder, at: now, outcome: String::new() };
            runs.extend(run(&key, RunState::Running, record).map(|run| JobRun { at: None, ..run }));
        }
        // A run that failed and is done or under way by now is what it is by now.
        let others: Vec<(String, String)> = runs
            .iter()
            .filter(|run| run.state != RunState::Failed)
            .map(|run| (run.job.clone(), run.period.clone()))
            .collect();
        runs.retain(|run| run.state != RunState::Failed || !others.contains(&(run.job.clone(), run.period.clone())));
        runs.sort_by(|a, b| (&a.job, &a.period).cmp(&(&b.job, &b.period)));
        Ok(runs)
    }

    async fn is_done(&self, job: &Job) -> Result<bool, StoreError> {
        Ok(self.store().lookup::<Setting>(&job.done()).await?.is_some())
    }

    async fn work_and_write<P>(
        &self,
        job: &Job,
        holder: &str,
        work: impl Future<Output = Result<P, EngineError>>,
        write: impl AsyncFnOnce(&mut UnitOfWork, P) -> Result<String, EngineError>,
    ) -> Result<Attempt, EngineError> {
        let found = tokio::select! {
            found = work => found?,
            () = self.renew(job, holder) => return Ok(Attempt::Elsewhere),
        };
        let author = self.author(holder.split(' ').next().unwrap_or(holder));
        let at = author.at;
        let mut unit = self.store().begin(author).await?;
        let outcome = write(&mut unit, found).await?;
        let record = Record { holder: holder.to_owned(), at, outcome };
        let value = serde_json::to_value(record).map_err(EngineError::Setting)?;
        match unit.add(&[Setting { key: job.done(), value }]).await {
            Ok(()) => {}
            // Another took over while this process was asleep, and has finished: leave no second effect.
            Err(StoreError::AlreadyThere { .. }) => {
                unit.cancel().await?;
                return Ok(Attempt::Done);
            }
            Err(error) => return Err(error.into()),
        }
        unit.save().await?;
        // It is recorded; a snapshot that could not be brought up now is with the next change.
        let _ = self.refresh().await;
        Ok(Attempt::Ran)
    }

    /// Renews the lease as long as it is ours; ends when it is not.
    async fn renew(&self, job: &Job, holder: &str) {
        loop {
            sleep(job.lease / 3).await;
            let until = until(clock::now(), job.lease);
            // A store that does not answer may answer before the lease runs out, and the record is safe in any case.
            if let Ok(false) = self.store().shelf(LEASES).extend(&job.key(), holder, until).await {
                return;
            }
        }
    }

    async fn remember_failure(&self, job: &Job, holder: &str, error: &EngineError) {
        let at = clock::now();
        let record = Record { holder: holder.to_owned(), at, outcome: error.to_string() };
        if let Ok(value) = serde_json::to_string(&record) {
            // Where the store itself is the trouble, it cannot remember.
            let _ = self.store().shelf(FAILURES).put(&job.key(), &value, at.checked_add(REMEMBERED).ok()).await;
        }
    }
}

fn until(now: Timestamp, lease: Duration) -> Timestamp {
    now.checked_add(lease).unwrap_or(Timestamp::MAX)
}

fn run(key: &str, state: RunState, record: Record) -> Option<JobRun> {
    let (job, period) = key.split_once('/')?;
    Some(JobRun {
        job: job.to_owned(),
        period: period.to_owned(),
        state,
        holder: record.holder,
        at: Some(record.at),
        outcome: record.outcome,
    })
}
