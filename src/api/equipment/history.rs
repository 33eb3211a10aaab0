//! All changes of a piece, also of one that was removed.

use super::EquipmentPath;
use crate::api::changes::told;
use crate::api::error::ApiError;
use crate::api::query::Params;
use crate::api::state::App;
use crate::domain::change::{EntityKind, EntityRef};
use axum::extract::State;
use axum::response::Response;

/// `GET /api/v1/equipment/{id}/history`: in the order in which they were recorded.
pub async fn equipment_history(
    State(app): State<App>,
    path: EquipmentPath,
    params: Params,
) -> Result<Response, ApiError> {
    params.finish()?;
    told(&app, EntityRef { kind: EntityKind::Equipment, id: path.id.0 }).await
}
