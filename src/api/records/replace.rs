//! Replaces a record.

use super::RecordPath;
use crate::api::body::Given;
use crate::api::error::ApiError;
use crate::api::etag::IfMatch;
use crate::api::features::{Listed, changed};
use crate::api::seq::Seen;
use crate::api::state::App;
use crate::api::token::Writer;
use crate::registry::draft::record::Drafted;
use axum::extract::State;
use axum::response::Response;

/// `PUT`: what the body does not name is removed, except the place.
pub async fn replace<T: Drafted>(
    State(app): State<App>,
    path: RecordPath<T>,
    writer: Writer,
    wanted: IfMatch,
    Seen(world): Seen,
    given: Given,
) -> Result<Response, ApiError> {
    let entry = world.records().of::<T>().get(path.id);
    let given = given.stating_division();
    let form = given.form;
    let whole = given.with_id(path.id)?.unless_echoed(entry.and_then(|entry| entry.facts.effective_from()));
    let condition = wanted.condition(entry.map(|entry| entry.version));
    let written = app
        .registry
        .replace_record::<T>(&writer.author, path.id, whole.members, condition)
        .await
        .map_err(|error| form.blame(error))?;
    Ok(changed(&Listed::<T>::default(), &app.registry.world(), path.id, written.seq))
}
