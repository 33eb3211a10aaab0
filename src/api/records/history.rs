//! All changes of a record, also of one that was removed.

use super::RecordPath;
use crate::api::changes::told;
use crate::api::error::ApiError;
use crate::api::query::Params;
use crate::api::state::App;
use crate::registry::draft::record::Drafted;
use crate::registry::record::entity;
use axum::extract::State;
use axum::response::Response;

/// `GET .../history`: in the order in which they were recorded.
pub async fn history<T: Drafted>(
    State(app): State<App>,
    path: RecordPath<T>,
    params: Params,
) -> Result<Response, ApiError> {
    params.finish()?;
    told(&app, entity::<T>(path.id)).await
}
