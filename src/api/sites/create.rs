//! Registers a site.

use crate::api::address::Address;
use crate::api::body::Given;
use crate::api::error::ApiError;
use crate::api::etag::IfNoneMatch;
use crate::api::features::{Sites, created};
use crate::api::idempotency::IdempotencyKey;
use crate::api::state::App;
use crate::api::token::Writer;
use axum::extract::State;
use axum::response::Response;

/// `POST /api/v1/sites`: 201 with `Location` and `ETag`. With an `Idempotency-Key` it can be
/// repeated until an answer arrives.
pub async fn create_site(
    State(app): State<App>,
    writer: Writer,
    key: IdempotencyKey,
    cached: IfNoneMatch,
    address: Address,
    given: Given,
) -> Result<Response, ApiError> {
    cached.on_create()?;
    let (repeat, form) = (key.repeat(&writer, &given), given.form);
    let written = app
        .registry
        .register_site(&writer.author, given.members, repeat.as_ref())
        .await
        .map_err(|error| form.blame(error))?;
    let location = address.of(&format!("/api/v1/sites/{}", written.id));
    Ok(created(
        &Sites::default(),
        &app.registry.world(),
        written.id.0,
        written.seq,
        written.replayed,
        &location,
    ))
}
