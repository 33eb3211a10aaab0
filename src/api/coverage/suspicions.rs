//! Pairs of sites that may be one.

use crate::api::error::ApiError;
use crate::api::query::{Params, as_of};
use crate::api::seq;
use crate::api::state::App;
use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};

/// `GET /api/v1/suspicions?as_of=`: suspected double counting, for a person to decide.
pub async fn get_suspicions(State(app): State<App>, mut params: Params) -> Result<Response, ApiError> {
    let day = as_of(&mut params);
    params.finish()?;
    let _turn = app.heavy.turn().await?;
    let (world, pairs) = app.registry.suspicions(day).await?;
    let rule_version = &app.registry.reference().rules.version;
    let body = serde_json::json!({ "as_of": world.at.as_of, "rule_version": rule_version, "pairs": pairs });
    let mut response = Json(body).into_response();
    seq::put(response.headers_mut(), world.seq());
    Ok(response)
}
