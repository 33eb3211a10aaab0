//! All scenarios.

use super::Shown;
use crate::api::error::ApiError;
use crate::api::query::Params;
use crate::api::seq::Seen;
use axum::Json;
use axum::response::{IntoResponse, Response};
use serde_json::json;

/// `GET /api/v1/scenarios`: by name; there are few, so they come in one piece.
pub async fn list_scenarios(Seen(world): Seen, params: Params) -> Result<Response, ApiError> {
    params.finish()?;
    let mut all: Vec<_> = world.scenarios.iter().collect();
    all.sort_by(|one, other| one.thing.name.cmp(&other.thing.name));
    let shown: Vec<_> = all.into_iter().map(Shown::of).collect();
    Ok(Json(json!({ "scenarios": shown })).into_response())
}
