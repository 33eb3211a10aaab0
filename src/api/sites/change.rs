//! Changes members of a site.

use super::SitePath;
use crate::api::body::Given;
use crate::api::error::ApiError;
use crate::api::etag::IfMatch;
use crate::api::features::{Sites, changed};
use crate::api::idempotency::IdempotencyKey;
use crate::api::seq::Seen;
use crate::api::state::App;
use crate::api::token::Writer;
use axum::extract::State;
use axum::response::Response;

/// `PATCH /api/v1/sites/{id}`: a merge patch (RFC 7396), `null` removes; with `effective_from` and
/// `reason` it says since when and why.
pub async fn change_site(
    State(app): State<App>,
    path: SitePath,
    Writer(author): Writer,
    wanted: IfMatch,
    IdempotencyKey(key): IdempotencyKey,
    Seen(world): Seen,
    given: Given,
) -> Result<Response, ApiError> {
    let entry = world.snapshot.sites.get(path.id.0);
    let patch = given.with_id(path.id)?.unless_echoed(entry.and_then(|entry| entry.facts.effective_from()));
    let condition = wanted.condition(entry.map(|entry| entry.version));
    let written =
        app.registry.change_site(&author, path.id, patch.members, condition, key.as_deref()).await?;
    Ok(changed::<Sites>(&app.registry.world(), path.id.0, written.seq))
}
