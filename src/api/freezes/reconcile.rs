//! Frozen beside best knowledge.

use super::{YearPath, version};
use crate::api::error::ApiError;
use crate::api::query::Params;
use crate::api::seq;
use crate::api::state::App;
use crate::domain::id::Seq;
use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};

/// `GET /api/v1/freezes/{year}/reconciliation?version=`: each difference by its causes.
pub async fn reconcile_freeze(
    State(app): State<App>,
    path: YearPath,
    mut params: Params,
) -> Result<Response, ApiError> {
    let version = version(&mut params);
    params.finish()?;
    let told = app.registry.reconciliation(path.year, version).await?;
    let seen = Seq(told.seq);
    let mut response = Json(told).into_response();
    seq::put(response.headers_mut(), seen);
    Ok(response)
}
