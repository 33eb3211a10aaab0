//! Gives what a job has found.

use super::respond;
use crate::api::error::ApiError;
use crate::api::named::Named;
use crate::api::query::Params;
use crate::api::state::App;
use axum::extract::State;
use axum::response::Response;

/// `GET /api/v1/jobs/{id}/result`: the answer; 202 while the job runs.
pub async fn job_result(
    State(app): State<App>,
    Named(id): Named<String>,
    params: Params,
) -> Result<Response, ApiError> {
    params.finish()?;
    let job = app.registry.job(&id)?;
    let state = job.state();
    respond(&job, state)
}
