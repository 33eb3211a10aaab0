//! Lists jobs.

use super::document;
use crate::api::state::App;
use axum::Json;
use axum::extract::State;
use serde_json::{Value, json};

/// `GET /api/v1/jobs`: those of late, newest first.
pub async fn list_jobs(State(app): State<App>) -> Json<Value> {
    let jobs: Vec<Value> = app.registry.jobs().iter().map(|job| document(job, &job.state())).collect();
    Json(json!({ "jobs": jobs }))
}
