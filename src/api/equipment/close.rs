//! Tells that a piece of equipment was taken away: a change of state, with the day. History keeps it.

use super::EquipmentPath;
use crate::api::body::Given;
use crate::api::ending::Ending;
use crate::api::error::ApiError;
use crate::api::etag::IfMatch;
use crate::api::features::{Pieces, changed};
use crate::api::idempotency::IdempotencyKey;
use crate::api::seq::Seen;
use crate::api::state::App;
use crate::api::token::Writer;
use crate::domain::equipment::EquipmentState;
use axum::extract::State;
use axum::response::Response;

const END: Ending = Ending {
    day: "removed_on",
    state: ("state", EquipmentState::Removed.as_str()),
    act: ("拆除", "removal"),
    until: ("或先改为 sealed_off", "or set sealed_off until then"),
};

/// `POST /api/v1/equipment/{id}/close` with `removed_on`, and `reason` and `note` where there is more
/// to say.
pub async fn close_equipment(
    State(app): State<App>,
    path: EquipmentPath,
    writer: Writer,
    wanted: IfMatch,
    key: IdempotencyKey,
    Seen(world): Seen,
    given: Given,
) -> Result<Response, ApiError> {
    let (repeat, form) = (key.repeat(&writer, &given), given.form);
    let patch = END.patch(given.members, world.at.as_of).map_err(|error| form.blame(error))?;
    let current = world.snapshot.equipment.get(path.id.0).map(|entry| entry.version);
    let condition = wanted.condition(current);
    let written = app
        .registry
        .change_equipment(&writer.author, path.id, patch, condition, repeat.as_ref())
        .await
        .map_err(|error| form.blame(error))?;
    Ok(changed(&Pieces, &app.registry.world(), path.id.0, written.seq))
}
