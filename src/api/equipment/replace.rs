//! Replaces a piece of equipment.

use super::EquipmentPath;
use crate::api::body::Given;
use crate::api::error::ApiError;
use crate::api::etag::IfMatch;
use crate::api::features::{Pieces, changed};
use crate::api::seq::Seen;
use crate::api::state::App;
use crate::api::token::Writer;
use axum::extract::State;
use axum::response::Response;

/// `PUT /api/v1/equipment/{id}`: what the body does not name is removed, except the place and the site.
pub async fn replace_equipment(
    State(app): State<App>,
    path: EquipmentPath,
    writer: Writer,
    wanted: IfMatch,
    Seen(world): Seen,
    given: Given,
) -> Result<Response, ApiError> {
    let entry = world.snapshot.equipment.get(path.id.0);
    let form = given.form;
    let whole = given.with_id(path.id)?.unless_echoed(entry.and_then(|entry| entry.facts.effective_from()));
    let condition = wanted.condition(entry.map(|entry| entry.version));
    let written = app
        .registry
        .replace_equipment(&writer.author, path.id, whole.members, condition)
        .await
        .map_err(|error| form.blame(error))?;
    Ok(changed(&Pieces, &app.registry.world(), path.id.0, written.seq))
}
