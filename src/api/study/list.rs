//! Lists jobs.

use super::document;
use crate::api::error::ApiError;
use crate::api::query::Params;
use crate::api::state::App;
use axum::Json;
use axum::extract::State;
use serde_json::{Value, json};

/// `GET /api/v1/jobs`: those of late, newest first.
pub async fn list_jobs(State(app): State<App>, params: Params) -> Result<Json<Value>, ApiError> {
    params.finish()?;
    let jobs: Vec<Value> = app.registry.jobs().iter().map(|job| document(job, &job.state())).collect();
    Ok(Json(json!({ "jobs": jobs })))
}
