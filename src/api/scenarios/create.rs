//! Creates a scenario.

use super::written;
use crate::api::address::Address;
use crate::api::body::Given;
use crate::api::error::ApiError;
use crate::api::etag::IfNoneMatch;
use crate::api::features::located;
use crate::api::idempotency::IdempotencyKey;
use crate::api::state::App;
use crate::api::token::Writer;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

/// `POST /api/v1/scenarios` with `name`, `note` and `changes`: 201 with `Location` and `ETag`. With an
/// `Idempotency-Key` it can be repeated until an answer arrives.
pub async fn create_scenario(
    State(app): State<App>,
    writer: Writer,
    key: IdempotencyKey,
    cached: IfNoneMatch,
    address: Address,
    given: Given,
) -> Result<Response, ApiError> {
    cached.on_create()?;
    let (repeat, form) = (key.repeat(&writer, &given), given.form);
    let done = app
        .registry
        .create_scenario(&writer.author, given.members, repeat.as_ref())
        .await
        .map_err(|error| form.blame(error))?;
    let mut response = written(&app.registry.world(), done.id, done.seq, StatusCode::CREATED);
    located(&mut response, &address.of(&format!("/api/v1/scenarios/{}", done.id)), done.replayed);
    Ok(response)
}
