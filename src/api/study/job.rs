//! Tells how far a job is.

use super::document;
use crate::api::error::ApiError;
use crate::api::named::Named;
use crate::api::query::Params;
use crate::api::state::App;
use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};

/// `GET /api/v1/jobs/{id}`
pub async fn get_job(
    State(app): State<App>,
    Named(id): Named<String>,
    params: Params,
) -> Result<Response, ApiError> {
    params.finish()?;
    let job = app.registry.job(&id)?;
    let state = job.state();
    Ok(Json(document(&job, &state)).into_response())
}
