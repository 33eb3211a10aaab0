//! Registers a feature.

use super::{Edited, Told, with_edited};
use crate::api::address::Address;
use crate::api::body::Given;
use crate::api::error::ApiError;
use crate::api::etag::IfNoneMatch;
use crate::api::features::{Any, created};
use crate::api::idempotency::IdempotencyKey;
use crate::api::named::Named;
use crate::api::ogc::collections::path;
use crate::api::seq::Seen;
use crate::api::state::App;
use crate::api::token::Writer;
use axum::extract::State;
use axum::response::Response;

/// `POST /ogc/collections/{collection}/items`: 201 with `Location` and `ETag`. `Content-Crs` tells in what
/// the coordinates are; with an `Idempotency-Key` it can be repeated until an answer arrives.
pub async fn create(
    State(app): State<App>,
    Named(collection): Named<String>,
    Seen(world): Seen,
    (writer, key): (Writer, IdempotencyKey),
    (cached, address): (IfNoneMatch, Address),
    told: Told,
    given: Given,
) -> Result<Response, ApiError> {
    let any = Any::named(&app, &world, &collection).await?;
    cached.on_create()?;
    with_edited!(&any, of => write(of, &app, &writer, &key, &address, told.apply(given)).await)
}

async fn write<C: Edited>(
    of: &C,
    app: &App,
    writer: &Writer,
    key: &IdempotencyKey,
    address: &Address,
    given: Given,
) -> Result<Response, ApiError> {
    let given = C::understood(given);
    let (repeat, form) = (key.repeat(writer, &given), given.form);
    let catalogue = &app.registry.reference().catalogue;
    of.admits(&given.members, catalogue).map_err(|error| form.blame(error))?;
    let written = C::register(&app.registry, &writer.author, given.members, repeat.as_ref())
        .await
        .map_err(|error| form.blame(error))?;
    let location = address.of(&format!("{}/items/{}", path(of.id()), written.id));
    Ok(created(of, &app.registry.world(), written.id, written.seq, written.replayed, &location))
}
