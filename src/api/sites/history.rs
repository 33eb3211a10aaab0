//! All changes of a site, also of one that was removed.

use super::SitePath;
use crate::api::changes::told;
use crate::api::error::ApiError;
use crate::api::query::Params;
use crate::api::state::App;
use crate::domain::change::{EntityKind, EntityRef};
use axum::extract::State;
use axum::response::Response;

/// `GET /api/v1/sites/{id}/history`: in the order in which they were recorded.
pub async fn site_history(
    State(app): State<App>,
    path: SitePath,
    params: Params,
) -> Result<Response, ApiError> {
    params.finish()?;
    told(&app, EntityRef { kind: EntityKind::Site, id: path.id.0 }).await
}
