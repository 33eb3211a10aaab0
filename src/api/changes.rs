//! Changes of the log: all of them by number, or those of one thing.

use super::error::ApiError;
use super::features::missing;
use super::query::Params;
use super::seq::Seen;
use super::state::App;
use crate::domain::change::EntityRef;
use crate::domain::id::Seq;
use crate::registry::error::Thing;
use crate::registry::history::shown;
use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use serde_json::json;

/// Changes of an answer when nothing is said, and at most.
const USUAL: u64 = 100;
const MOST: u64 = 1000;

/// `GET /api/v1/changes?since=&limit=`: the log after a number, oldest first. `next` is the number
/// to go on from; it equals `since` when nothing was new.
pub async fn list_changes(
    State(app): State<App>,
    Seen(world): Seen,
    mut params: Params,
) -> Result<Response, ApiError> {
    let since = params.whole("since").unwrap_or(0);
    let limit = params.whole("limit").unwrap_or(USUAL).min(MOST);
    if limit == 0 {
        params.wrong("limit", "malformed", "limit 至少为 1", "`limit` is at least 1");
    }
    params.finish()?;
    let limit = u32::try_from(limit).unwrap_or(1);
    let mut changes = app.registry.changes(Seq(since), limit).await?;
    // The database may be ahead of the state this answer names.
    changes.retain(|change| change.seq <= world.seq());
    let next = changes.last().map_or(since, |change| change.seq.0);
    let more = next < world.seq().0;
    let changes: Vec<_> = changes.iter().map(shown).collect();
    Ok(Json(json!({"since": since, "next": next, "more": more, "changes": changes})).into_response())
}

/// The history of one thing.
///
/// # Errors
/// There never was such a thing.
pub async fn told(app: &App, entity: EntityRef) -> Result<Response, ApiError> {
    let history = app.registry.history(entity).await?;
    if history.is_empty() {
        return Err(missing(Thing::Entity(entity.kind), &entity.id.to_string()));
    }
    let changes: Vec<_> = history.iter().map(shown).collect();
    Ok(Json(json!({"id": entity.id, "changes": changes})).into_response())
}
