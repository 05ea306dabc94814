//! What every handler shares.

use crate::{
    Problem,
    access::{Directory, Principal, SharedDirectory},
    around::Limits,
    composed::{Composed, Composer},
    matched::Matched,
    progress::Progress,
    versions::meanwhile,
};
use qianxian_core::CompanyIx;
use qianxian_engine::{Engine, Snapshot, clock};
use qianxian_matching::{Answer, Request};
use qianxian_store::UnitOfWork;
use std::sync::Arc;

/// How a server runs. Nothing here comes from a request.
#[derive(Debug, Clone)]
pub struct Options {
    /// Served over TLS, by itself or by a proxy in front: cookies are marked `Secure`.
    pub secure_cookies: bool,
    /// A proxy in front sets `X-Forwarded-For`; without one the header is not believed.
    pub behind_proxy: bool,
    /// Address people reach it under, for links and QR codes: `https://qianxian.example.org`; empty means what the request
    /// says in `Host`.
    pub public_url: String,
    /// Most bytes of a file to be imported.
    pub body_limit: usize,
    /// Most bytes of any other request.
    pub small_body_limit: usize,
    /// Requests a minute of one account, or of one address where nobody is signed in, before it has to wait.
    pub requests_per_minute: u32,
    /// Attempts to sign in, a minute, of one address.
    pub sign_ins_per_minute: u32,
    /// Requests from this very machine are limited too.
    pub limit_this_machine: bool,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            secure_cookies: false,
            behind_proxy: false,
            public_url: String::new(),
            body_limit: 32 << 20,
            small_body_limit: 1 << 20,
            requests_per_minute: 6_000,
            sign_ins_per_minute: 30,
            limit_this_machine: false,
        }
    }
}

/// The state of the server; cheap to clone.
#[derive(Clone)]
pub struct App {
    inner: Arc<Inner>,
}

struct Inner {
    engine: Arc<Engine>,
    options: Options,
    directory: SharedDirectory,
    composer: Arc<Composer>,
    limits: Limits,
    progress: Progress,
    matched: Matched,
}

impl App {
    /// A server over an engine.
    pub fn new(engine: Arc<Engine>, options: Options) -> App {
        let limits = Limits::new(&options);
        let (directory, composer) = (SharedDirectory::default(), Arc::default());
        let (matched, progress) = (Matched::default(), Progress::default());
        App { inner: Arc::new(Inner { engine, options, directory, composer, limits, matched, progress }) }
    }

    /// The engine.
    pub fn engine(&self) -> &Arc<Engine> {
        &self.inner.engine
    }

    /// How the server runs.
    pub fn options(&self) -> &Options {
        &self.inner.options
    }

    pub(crate) fn limits(&self) -> &Limits {
        &self.inner.limits
    }

    /// Imports under way.
    pub(crate) fn progress(&self) -> &Progress {
        &self.inner.progress
    }

    /// The moment a request works on: take it once and hold it to the end.
    pub fn snapshot(&self) -> Arc<Snapshot> {
        self.inner.engine.snapshot()
    }

    /// Partners of one company, without the ranking of everybody; worked out once for each snapshot.
    pub(crate) fn partners(&self, snapshot: &Arc<Snapshot>, company: CompanyIx, request: &Request) -> Arc<Answer> {
        self.inner.matched.partners(snapshot, company, request)
    }

    /// Does one unit of work in the name of somebody and brings the snapshot up to it: when this returns, everybody
    /// who asks sees it.
    pub async fn write<R>(
        &self,
        who: &Principal,
        work: impl AsyncFnOnce(&mut UnitOfWork) -> Result<R, Problem>,
    ) -> Result<R, Problem> {
        let engine = self.engine();
        let mut unit = engine.store().begin(engine.author(&who.name)).await?;
        let done = match work(&mut unit).await {
            Ok(done) => done,
            Err(problem) => {
                drop(unit);
                return Err(self.say_what_changed(problem).await);
            }
        };
        unit.save().await?;
        engine.refresh().await?;
        Ok(done)
    }

    /// The list for everybody, where it is there soon enough for a page that can do without.
    pub(crate) async fn composed_soon(&self) -> Result<Option<Arc<Composed>>, Problem> {
        self.inner.composer.soon(self.engine()).await
    }

    /// The list for everybody.
    pub(crate) async fn composed(&self) -> Result<Arc<Composed>, Problem> {
        self.inner.composer.latest(self.engine()).await
    }

    /// A problem with an old version, with what changed since that version was seen.
    async fn say_what_changed(&self, mut problem: Problem) -> Problem {
        if let Some((kind, id, seen)) = problem.stale.take().map(|stale| *stale) {
            problem.meanwhile = meanwhile(self.engine().store(), kind, &id, seen).await.map(Box::new);
        }
        problem
    }

    /// Accounts and tokens as they are now.
    pub async fn directory(&self) -> Result<Arc<Directory>, Problem> {
        self.inner.directory.now(self.inner.engine.store(), self.snapshot().sequence).await
    }

    /// Accounts and sessions in memory.
    pub(crate) fn accounts(&self) -> &SharedDirectory {
        &self.inner.directory
    }

    /// Accounts or sessions were changed by this process: they are read again at the next request.
    pub(crate) fn forget_accounts(&self) {
        self.inner.directory.forget();
    }

    /// Throws away what has run out.
    pub(crate) async fn sweep(&self) -> Result<(), Problem> {
        self.inner.limits.sweep();
        let swept = self.engine().store().sweep_shelf(clock::now()).await?;
        tracing::info!(swept, "shelf swept");
        Ok(())
    }
}
