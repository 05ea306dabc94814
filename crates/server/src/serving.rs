//! Listening, and stopping without cutting anybody off.

use crate::{
    App,
    around::{Patient, Peer},
    router,
};
use std::future::Future;
use tokio::net::TcpListener;

/// Serves until `stopped` resolves; requests under way are finished first.
pub async fn serve(
    listener: TcpListener,
    app: App,
    stopped: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let service = router(app).into_make_service_with_connect_info::<Peer>();
    axum::serve(Patient::new(listener), service).with_graceful_shutdown(stopped).await
}
