//! Registers a record.

use crate::api::address::Address;
use crate::api::body::Given;
use crate::api::error::ApiError;
use crate::api::etag::IfNoneMatch;
use crate::api::features::{Listed, created};
use crate::api::idempotency::IdempotencyKey;
use crate::api::state::App;
use crate::api::token::Writer;
use crate::registry::draft::record::Drafted;
use axum::extract::State;
use axum::response::Response;

/// `POST`: 201 with `Location` and `ETag`. With an `Idempotency-Key` it can be repeated until an answer
/// arrives.
pub async fn create<T: Drafted>(
    State(app): State<App>,
    writer: Writer,
    key: IdempotencyKey,
    cached: IfNoneMatch,
    address: Address,
    given: Given,
) -> Result<Response, ApiError> {
    cached.on_create()?;
    let given = given.stating_division();
    let (repeat, form) = (key.repeat(&writer, &given), given.form);
    let written = app
        .registry
        .register_record::<T>(&writer.author, given.members, repeat.as_ref())
        .await
        .map_err(|error| form.blame(error))?;
    let location = address.of(&format!("/api/v1/{}/{}", T::WHAT.as_str(), written.id));
    let world = app.registry.world();
    Ok(created(&Listed::<T>::default(), &world, written.id, written.seq, written.replayed, &location))
}
