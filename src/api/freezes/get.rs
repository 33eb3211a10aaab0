//! One frozen year-end.

use super::{YearPath, version};
use crate::api::error::ApiError;
use crate::api::query::Params;
use crate::api::state::App;
use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};

/// `GET /api/v1/freezes/{year}?version=`: coverage and the plan's tasks as they were told when they were
/// frozen.
pub async fn get_freeze(
    State(app): State<App>,
    path: YearPath,
    mut params: Params,
) -> Result<Response, ApiError> {
    let version = version(&mut params);
    params.finish()?;
    Ok(Json(app.registry.year_end_in_full(path.year, version).await?).into_response())
}
