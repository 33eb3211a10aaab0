//! All changes of a scenario, also of one that was removed.

use super::ScenarioPath;
use crate::api::changes::told;
use crate::api::error::ApiError;
use crate::api::query::Params;
use crate::api::state::App;
use crate::registry::scenario::entity;
use axum::extract::State;
use axum::response::Response;

/// `GET /api/v1/scenarios/{id}/history`: in the order in which they were recorded.
pub async fn scenario_history(
    State(app): State<App>,
    path: ScenarioPath,
    params: Params,
) -> Result<Response, ApiError> {
    params.finish()?;
    told(&app, entity(path.id)).await
}
