//! Changes members of a feature.

use super::{Edited, Told, Unmodified, standing, with_edited};
use crate::api::body::Given;
use crate::api::error::ApiError;
use crate::api::etag::IfMatch;
use crate::api::features::{Any, changed};
use crate::api::idempotency::IdempotencyKey;
use crate::api::named::Named;
use crate::api::seq::Seen;
use crate::api::state::App;
use crate::api::token::Writer;
use crate::registry::world::World;
use axum::extract::State;
use axum::response::Response;

/// `PATCH /ogc/collections/{collection}/items/{id}`: a merge patch (RFC 7396), `null` removes.
pub async fn change(
    State(app): State<App>,
    Named((collection, id)): Named<(String, String)>,
    Seen(world): Seen,
    (writer, key): (Writer, IdempotencyKey),
    (named, since): (IfMatch, Unmodified),
    told: Told,
    given: Given,
) -> Result<Response, ApiError> {
    let any = Any::named(&app, &world, &collection).await?;
    let given = told.apply(given);
    with_edited!(&any, of => write(of, &app, &world, &id, (&writer, &key), (&named, &since), given).await)
}

async fn write<C: Edited>(
    of: &C,
    app: &App,
    world: &World,
    id: &str,
    (writer, repeat): (&Writer, &IdempotencyKey),
    (named, since): (&IfMatch, &Unmodified),
    given: Given,
) -> Result<Response, ApiError> {
    let (key, entry) = standing(of, world, id)?;
    let given = C::understood(given);
    let (repeat, form) = (repeat.repeat(writer, &given), given.form);
    let echoed = entry.and_then(|entry| C::effective_from(&entry.facts));
    let patch = given.with_id(key)?.unless_echoed(echoed);
    let current = entry.map(|entry| entry.version);
    let condition = since.condition(named, world, C::entity(key), current)?;
    let catalogue = &app.registry.reference().catalogue;
    of.admits(&patch.members, catalogue).map_err(|error| form.blame(error))?;
    let written = C::change(&app.registry, &writer.author, key, patch.members, condition, repeat.as_ref())
        .await
        .map_err(|error| form.blame(error))?;
    Ok(changed(of, &app.registry.world(), key, written.seq))
}
