//! Freezes a year-end.

use crate::api::address::Address;
use crate::api::body::Given;
use crate::api::error::ApiError;
use crate::api::etag::IfNoneMatch;
use crate::api::features::located;
use crate::api::idempotency::IdempotencyKey;
use crate::api::seq;
use crate::api::state::App;
use crate::api::token::Writer;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

/// `POST /api/v1/freezes` with `year`, `by`, and to open a frozen year again `reopen` and `reason`: 201 with
/// `Location`. With an `Idempotency-Key` it can be repeated until an answer arrives.
pub async fn create_freeze(
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
        .freeze(&writer.author, given.members, repeat.as_ref())
        .await
        .map_err(|error| form.blame(error))?;
    let told = app.registry.year_end_told(done.id)?;
    let place = address.of(&format!("/api/v1/freezes/{}?version={}", told.year, told.version));
    let mut response = (StatusCode::CREATED, Json(told)).into_response();
    seq::put(response.headers_mut(), done.seq);
    located(&mut response, &place, done.replayed);
    Ok(response)
}
