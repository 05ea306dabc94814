//! Listening, and stopping without cutting anybody off.

use crate::{
    App,
    around::{Patient, Peer},
    duties::duties,
    router,
};
use std::future::Future;
use tokio::{net::TcpListener, sync::watch};

/// Serves until `stopped` resolves; requests under way are finished first.
pub async fn serve(
    listener: TcpListener,
    app: App,
    stopped: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let (stop, stopping) = watch::channel(false);
    let beside = tokio::spawn(duties(app.clone(), stopping));
    // The first page should not have to wait for the list for everybody.
    let warm = app.clone();
    tokio::spawn(async move { warm.composed().await.map(drop) });
    let service = router(app).into_make_service_with_connect_info::<Peer>();
    let served = axum::serve(Patient::new(listener), service).with_graceful_shutdown(stopped).await;
    // The duties end at the next safe place; a panic among them has been logged.
    let _ = stop.send(true);
    let _ = beside.await;
    served
}
