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
    writer: Writer,
    wanted: IfMatch,
    key: IdempotencyKey,
    Seen(world): Seen,
    given: Given,
) -> Result<Response, ApiError> {
    let entry = world.snapshot.sites.get(path.id.0);
    let (repeat, form) = (key.repeat(&writer, &given), given.form);
    let patch = given.with_id(path.id)?.unless_echoed(entry.and_then(|entry| entry.facts.effective_from()));
    let condition = wanted.condition(entry.map(|entry| entry.version));
    let written = app
        .registry
        .change_site(&writer.author, path.id, patch.members, condition, repeat.as_ref())
        .await
        .map_err(|error| form.blame(error))?;
    Ok(changed(&Sites::default(), &app.registry.world(), path.id.0, written.seq))
}
