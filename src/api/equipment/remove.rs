//! Removes a piece that should never have been recorded.

use super::EquipmentPath;
use crate::api::error::ApiError;
use crate::api::etag::IfMatch;
use crate::api::features::removed;
use crate::api::seq::Seen;
use crate::api::state::App;
use crate::api::token::Writer;
use axum::extract::State;
use axum::response::Response;

/// `DELETE /api/v1/equipment/{id}`: 204; 404 after, history keeps it. A piece that was taken away has `state: removed`.
pub async fn remove_equipment(
    State(app): State<App>,
    path: EquipmentPath,
    writer: Writer,
    wanted: IfMatch,
    Seen(world): Seen,
) -> Result<Response, ApiError> {
    let current = world.snapshot.equipment.get(path.id.0).map(|entry| entry.version);
    let written = app.registry.remove_equipment(&writer.author, path.id, wanted.condition(current)).await?;
    Ok(removed(written.seq))
}
