//! Removes a record that should never have been made.

use super::RecordPath;
use crate::api::error::ApiError;
use crate::api::etag::IfMatch;
use crate::api::features::removed;
use crate::api::seq::Seen;
use crate::api::state::App;
use crate::api::token::Writer;
use crate::registry::draft::record::Drafted;
use axum::extract::State;
use axum::response::Response;

/// `DELETE`: 204; 404 after, history keeps it. What has ended is closed instead.
pub async fn remove<T: Drafted>(
    State(app): State<App>,
    path: RecordPath<T>,
    writer: Writer,
    wanted: IfMatch,
    Seen(world): Seen,
) -> Result<Response, ApiError> {
    let current = world.records().of::<T>().get(path.id).map(|entry| entry.version);
    let condition = wanted.condition(current);
    let written = app.registry.remove_record::<T>(&writer.author, path.id, condition).await?;
    Ok(removed(written.seq))
}
