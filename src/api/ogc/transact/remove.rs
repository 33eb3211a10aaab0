//! Removes a feature that should never have been recorded.

use super::{Edited, Unmodified, standing, with_edited};
use crate::api::error::ApiError;
use crate::api::etag::IfMatch;
use crate::api::features::{Any, removed};
use crate::api::named::Named;
use crate::api::seq::Seen;
use crate::api::state::App;
use crate::api::token::Writer;
use crate::registry::world::World;
use axum::extract::State;
use axum::response::Response;

/// `DELETE /ogc/collections/{collection}/items/{id}`: 204; 404 after, history keeps it. What has ended is
/// closed by a change of its status instead.
pub async fn remove(
    State(app): State<App>,
    Named((collection, id)): Named<(String, String)>,
    Seen(world): Seen,
    writer: Writer,
    named: IfMatch,
    since: Unmodified,
) -> Result<Response, ApiError> {
    let any = Any::named(&app, &world, &collection).await?;
    with_edited!(&any, of => write(of, &app, &world, &id, &writer, (&named, &since)).await)
}

async fn write<C: Edited>(
    of: &C,
    app: &App,
    world: &World,
    id: &str,
    writer: &Writer,
    (named, since): (&IfMatch, &Unmodified),
) -> Result<Response, ApiError> {
    let (key, entry) = standing(of, world, id)?;
    let current = entry.map(|entry| entry.version);
    let condition = since.condition(named, world, C::entity(key), current)?;
    let written = C::remove(&app.registry, &writer.author, key, condition).await?;
    Ok(removed(written.seq))
}
