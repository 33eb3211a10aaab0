//! Removes a site that should never have been recorded.

use super::SitePath;
use crate::api::error::ApiError;
use crate::api::etag::IfMatch;
use crate::api::features::removed;
use crate::api::seq::Seen;
use crate::api::state::App;
use crate::api::token::Writer;
use axum::extract::State;
use axum::response::Response;

/// `DELETE /api/v1/sites/{id}`: 204; 404 after, history keeps it. A site that has closed is closed.
pub async fn remove_site(
    State(app): State<App>,
    path: SitePath,
    writer: Writer,
    wanted: IfMatch,
    Seen(world): Seen,
) -> Result<Response, ApiError> {
    let current = world.snapshot.sites.get(path.id.0).map(|entry| entry.version);
    let written = app.registry.remove_site(&writer.author, path.id, wanted.condition(current)).await?;
    Ok(removed(written.seq))
}
