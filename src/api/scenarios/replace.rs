//! Replaces a scenario.

use super::{ScenarioPath, written};
use crate::api::body::Given;
use crate::api::error::ApiError;
use crate::api::etag::IfMatch;
use crate::api::seq::Seen;
use crate::api::state::App;
use crate::api::token::Writer;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

/// `PUT /api/v1/scenarios/{id}`: what the body does not name is removed.
pub async fn replace_scenario(
    State(app): State<App>,
    path: ScenarioPath,
    writer: Writer,
    wanted: IfMatch,
    Seen(world): Seen,
    given: Given,
) -> Result<Response, ApiError> {
    let current = world.scenarios.get(path.id.0).map(|standing| standing.version.0);
    let form = given.form;
    let mut members = given.with_id(path.id)?.members;
    // One that was read may be sent back whole; the version it means is in If-Match.
    members.remove("version");
    let done = app
        .registry
        .replace_scenario(&writer.author, path.id, members, wanted.condition(current))
        .await
        .map_err(|error| form.blame(error))?;
    Ok(written(&app.registry.world(), path.id, done.seq, StatusCode::OK))
}
