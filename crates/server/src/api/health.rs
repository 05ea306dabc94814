//! Whether the server lives, and whether it can answer. Not part of the documented API.

use crate::{App, Problem};
use axum::{Json, extract::State};
use serde_json::{Value, json};

/// The process lives.
pub(crate) async fn healthz() -> Json<Value> {
    Json(json!({"status": "ok"}))
}

/// The store answers; how far the snapshot is behind it.
pub(crate) async fn readyz(State(app): State<App>) -> Result<Json<Value>, Problem> {
    let stored = app.engine().store().sequence().await?;
    let seen = app.snapshot().sequence;
    Ok(Json(json!({"status": "ok", "stored": stored.0, "seen": seen})))
}
