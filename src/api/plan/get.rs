//! All tasks on a day.

use super::answered;
use crate::api::error::ApiError;
use crate::api::query::{Params, as_of, known_at};
use crate::api::state::App;
use axum::extract::State;
use axum::response::Response;

/// `GET /api/v1/plan?as_of=&known_at=`: every task with its obligations; without a day the plan's end, or
/// today while it runs.
pub async fn get_plan(State(app): State<App>, mut params: Params) -> Result<Response, ApiError> {
    let day = as_of(&mut params);
    let known = known_at(&mut params, &app.registry.reference().zone);
    params.finish()?;
    Ok(answered(&*app.registry.plan_status(day, known).await?))
}
