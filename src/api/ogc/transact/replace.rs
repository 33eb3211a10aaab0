//! Replaces a feature.

use super::{Edited, Told, Unmodified, standing, with_edited};
use crate::api::body::Given;
use crate::api::error::ApiError;
use crate::api::etag::IfMatch;
use crate::api::features::{Any, changed};
use crate::api::named::Named;
use crate::api::seq::Seen;
use crate::api::state::App;
use crate::api::token::Writer;
use crate::registry::world::World;
use axum::extract::State;
use axum::response::Response;

/// `PUT /ogc/collections/{collection}/items/{id}`: what the body does not name is removed, except the place.
pub async fn replace(
    State(app): State<App>,
    Named((collection, id)): Named<(String, String)>,
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
    let (key, entry) = standing(of, world, id)?;
    let form = given.form;
    let echoed = entry.and_then(|entry| C::effective_from(&entry.facts));
    let whole = C::understood(given).with_id(key)?.unless_echoed(echoed);
    let current = entry.map(|entry| entry.version);
    let condition = since.condition(named, world, C::entity(key), current)?;
    let catalogue = &app.registry.reference().catalogue;
    of.admits(&whole.members, catalogue).map_err(|error| form.blame(error))?;
    let written = C::replace(&app.registry, &writer.author, key, whole.members, condition)
        .await
        .map_err(|error| form.blame(error))?;
    Ok(changed(of, &app.registry.world(), key, written.seq))
}
