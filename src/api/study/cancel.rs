//! Stops a job.

use super::document;
use crate::api::error::ApiError;
use crate::api::named::Named;
use crate::api::query::Params;
use crate::api::state::App;
use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use std::time::Duration;

/// How long a job is given to notice.
const PATIENCE: Duration = Duration::from_secs(2);

/// `DELETE /api/v1/jobs/{id}`: asks it to stop, and tells where it stands then. A job is nobody's
/// property: it holds no data, and whoever asks the same question starts it again.
pub async fn cancel_job(
    State(app): State<App>,
    Named(id): Named<String>,
    params: Params,
) -> Result<Response, ApiError> {
    params.finish()?;
    let job = app.registry.job(&id)?;
    job.cancel();
    let state = job.wait(PATIENCE).await;
    Ok(Json(document(&job, &state)).into_response())
}
