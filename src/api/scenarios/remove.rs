//! Removes a scenario.

use super::ScenarioPath;
use crate::api::error::ApiError;
use crate::api::etag::IfMatch;
use crate::api::features::removed;
use crate::api::seq::Seen;
use crate::api::state::App;
use crate::api::token::Writer;
use axum::extract::State;
use axum::response::Response;

/// `DELETE /api/v1/scenarios/{id}`: 204; 404 after, history keeps it.
pub async fn remove_scenario(
    State(app): State<App>,
    path: ScenarioPath,
    writer: Writer,
    wanted: IfMatch,
    Seen(world): Seen,
) -> Result<Response, ApiError> {
    let current = world.scenarios.get(path.id.0).map(|standing| standing.version.0);
    let done = app.registry.remove_scenario(&writer.author, path.id, wanted.condition(current)).await?;
    Ok(removed(done.seq))
}
