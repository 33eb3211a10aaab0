//! All frozen year-ends.

use crate::api::error::ApiError;
use crate::api::query::Params;
use crate::api::state::App;
use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use serde_json::json;

/// `GET /api/v1/freezes`: every version of every year, by year; `stands` marks the newest of each.
pub async fn list_freezes(State(app): State<App>, params: Params) -> Result<Response, ApiError> {
    params.finish()?;
    Ok(Json(json!({ "freezes": app.registry.year_ends() })).into_response())
}
