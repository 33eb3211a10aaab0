//! Replaces a feature.

use super::{Edited, Told, Unmodified, with_edited};
use crate::api::body::Given;
use crate::api::error::ApiError;
use crate::api::etag::IfMatch;
use crate::api::features::{Any, changed, missing};
use crate::api::seq::Seen;
use crate::api::state::App;
use crate::api::token::Writer;
use crate::registry::world::World;
use axum::extract::{Path, State};
use axum::response::Response;

/// `PUT /ogc/collections/{collection}/items/{id}`: what the body does not name is removed, except the place.
pub async fn replace(
    State(app): State<App>,
    Path((collection, id)): Path<(String, String)>,
    Seen(world): Seen,
    writer: Writer,
    (named, since): (IfMatch, Unmodified),
    told: Told,
    given: Given,
) -> Result<Response, ApiError> {
    let any = Any::named(&app, &world, &collection).await?;
    let given = told.apply(given);
    with_edited!(&any, of => write(of, &app, &world, &id, &writer, (&named, &since), given).await)
}

async fn write<C: Edited>(
    of: &C,
    app: &App,
    world: &World,
    id: &str,
    writer: &Writer,
    (named, since): (&IfMatch, &Unmodified),
    given: Given,
) -> Result<Response, ApiError> {
    let key = of.key(id).ok_or_else(|| missing(of.what(), id))?;
    let entry = of.layer(&world.snapshot).get(key);
    let form = given.form;
    let echoed = entry.and_then(|entry| C::effective_from(&entry.facts));
    let whole = C::understood(given).with_id(key)?.unless_echoed(echoed);
    let current = entry.map(|entry| entry.version);
    let condition = since.condition(named, app, C::entity(key), current).await?;
    let written = C::replace(&app.registry, &writer.author, key, whole.members, condition)
        .await
        .map_err(|error| form.blame(error))?;
    Ok(changed(of, &app.registry.world(), key, written.seq))
}
