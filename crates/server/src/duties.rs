//! What the server does by itself while it serves: follow the store, let a new day begin, back up once a day, throw away
//! what has run out.

use crate::App;
use qianxian_engine::{archive, clock, doctor::BACKUPS, jobs::Job};
use std::time::Duration;
use tokio::{sync::watch, time::sleep};

/// Between two rounds.
const ROUND: Duration = Duration::from_secs(300);

/// Does the duties until `stopping` turns true.
pub(crate) async fn duties(app: App, stopping: watch::Receiver<bool>) {
    let follow = follow(&app, stopping.clone());
    let rounds = rounds(&app, stopping);
    tokio::join!(follow, rounds);
}

async fn follow(app: &App, stopping: watch::Receiver<bool>) {
    let trouble = |trouble: Option<&qianxian_engine::EngineError>| match trouble {
        Some(error) => tracing::error!(%error, "the store cannot be followed; the last state is served"),
        None => tracing::warn!("the store can be followed again"),
    };
    app.engine().follow(stopped(stopping), trouble).await;
}

async fn rounds(app: &App, stopping: watch::Receiver<bool>) {
    loop {
        round(app).await;
        tokio::select! {
            () = stopped(stopping.clone()) => return,
            () = sleep(ROUND) => {}
        }
    }
}

/// One round. What fails is logged and tried again in the next one.
async fn round(app: &App) {
    let engine = app.engine();
    let today = clock::today();
    if let Err(error) = engine.begin_day(today).await {
        tracing::error!(%error, "the new day did not begin");
    }
    if let Err(problem) = app.sweep().await {
        tracing::error!(code = ?problem.code, "the shelf was not swept");
    }
    let folder = engine.home().join(BACKUPS);
    let work = async { Ok(archive::daily_backup(engine.store(), &folder, today).await) };
    let write = async |_: &mut qianxian_store::UnitOfWork,
                       written: Result<Option<std::path::PathBuf>, archive::ArchiveError>| match written
    {
        Ok(Some(path)) => Ok(format!("已备份到 {}", path.display())),
        Ok(None) => Ok("今天的备份已经有了".to_owned()),
        Err(error) => Err(qianxian_engine::EngineError::Unfit(error.to_string())),
    };
    match engine.run_job(&Job::new("backup", today.to_string()), "serve", work, write).await {
        Ok(_) => {}
        Err(error) => tracing::error!(%error, "the daily backup failed"),
    }
}

/// Waits until the server is to stop.
async fn stopped(mut stopping: watch::Receiver<bool>) {
    // An error means that the sender is gone: the server has stopped.
    let _ = stopping.wait_for(|stop| *stop).await;
}
