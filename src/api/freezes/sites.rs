//! What each site added to a frozen year-end.

use super::{YearPath, version};
use crate::api::error::ApiError;
use crate::api::query::Params;
use crate::api::state::App;
use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use serde_json::json;

/// `GET /api/v1/freezes/{year}/sites?version=`: each site with why it counted or not, and its shares
/// (position of the division in `divisions`, counted cm2).
pub async fn freeze_sites(
    State(app): State<App>,
    path: YearPath,
    mut params: Params,
) -> Result<Response, ApiError> {
    let version = version(&mut params);
    params.finish()?;
    let grounds = app.registry.year_end_grounds(path.year, version).await?;
    let divisions: Vec<_> = grounds.divisions.iter().map(|frozen| &frozen.division).collect();
    Ok(Json(json!({ "divisions": divisions, "sites": grounds.sites })).into_response())
}
