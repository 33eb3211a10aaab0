//! Tells that what a record is about has ended: closed, or no longer valid. History keeps it.

use super::RecordPath;
use crate::api::body::Given;
use crate::api::ending::LastDay;
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

/// `POST .../close` with its last day (`closed_on`, or `valid_to` of an entry of the directory), and `reason`
/// and `note` where there is more to say.
pub async fn close<T: Drafted>(
    State(app): State<App>,
    path: RecordPath<T>,
    writer: Writer,
    wanted: IfMatch,
    key: IdempotencyKey,
    Seen(world): Seen,
    given: Given,
) -> Result<Response, ApiError> {
    let day = T::ENDS_BY.ok_or(ApiError::NoSuchPath)?;
    let (repeat, form) = (key.repeat(&writer, &given), given.form);
    let act = LastDay {
        day, act: ("关闭", "closing"), until: ("此前不必填写", "leave it open until then")
    };
    let patch = act.patch(given.members, world.at.as_of).map_err(|error| form.blame(error))?;
    let condition = wanted.condition(world.records().of::<T>().get(path.id).map(|entry| entry.version));
    let written = app
        .registry
        .change_record::<T>(&writer.author, path.id, patch, condition, repeat.as_ref())
        .await
        .map_err(|error| form.blame(error))?;
    Ok(changed(&Listed::<T>::default(), &app.registry.world(), path.id, written.seq))
}
