//! Changes members of a feature.

use super::{Edited, Told, Unmodified, with_edited};
use crate::api::body::Given;
use crate::api::error::ApiError;
use crate::api::etag::IfMatch;
use crate::api::features::{Any, changed, missing};
use crate::api::idempotency::IdempotencyKey;
use crate::api::seq::Seen;
use crate::api::state::App;
use crate::api::token::Writer;
use crate::registry::world::World;
use axum::extract::{Path, State};
use axum::response::Response;

/// `PATCH /ogc/collections/{collection}/items/{id}`: a merge patch (RFC 7396), `null` removes.
pub async fn change(
    State(app): State<App>,
    Path((collection, id)): Path<(String, String)>,
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
    let key = of.key(id).ok_or_else(|| missing(of.what(), id))?;
    let entry = of.layer(&world.snapshot).get(key);
    let given = C::understood(given);
    let (repeat, form) = (repeat.repeat(writer, &given), given.form);
    let echoed = entry.and_then(|entry| C::effective_from(&entry.facts));
    let patch = given.with_id(key)?.unless_echoed(echoed);
    let current = entry.map(|entry| entry.version);
    let condition = since.condition(named, app, C::entity(key), current).await?;
    let written = C::change(&app.registry, &writer.author, key, patch.members, condition, repeat.as_ref())
        .await
        .map_err(|error| form.blame(error))?;
    Ok(changed(of, &app.registry.world(), key, written.seq))
}
