//! Changes members of a record.

use super::RecordPath;
use crate::api::body::Given;
use crate::api::error::ApiError;
use crate::api::etag::IfMatch;
use crate::api::features::{Listed, changed};
use crate::api::idempotency::IdempotencyKey;
use crate::api::seq::Seen;
use crate::api::state::App;
use crate::api::token::Writer;
use crate::registry::draft::record::Drafted;
use axum::extract::State;
use axum::response::Response;

/// `PATCH`: a merge patch (RFC 7396), `null` removes; with `effective_from` and `reason` it says since when
/// and why.
pub async fn change<T: Drafted>(
    State(app): State<App>,
    path: RecordPath<T>,
    writer: Writer,
    wanted: IfMatch,
    key: IdempotencyKey,
    Seen(world): Seen,
    given: Given,
) -> Result<Response, ApiError> {
    let entry = world.records().of::<T>().get(path.id);
    let given = given.stating_division();
    let (repeat, form) = (key.repeat(&writer, &given), given.form);
    let patch = given.with_id(path.id)?.unless_echoed(entry.and_then(|entry| entry.facts.effective_from()));
    let condition = wanted.condition(entry.map(|entry| entry.version));
    let written = app
        .registry
        .change_record::<T>(&writer.author, path.id, patch.members, condition, repeat.as_ref())
        .await
        .map_err(|error| form.blame(error))?;
    Ok(changed(&Listed::<T>::default(), &app.registry.world(), path.id, written.seq))
}
