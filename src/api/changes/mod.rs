//! Changes of the log: pages of it, the same as it goes on, and the history of one thing.

/// By which names clients call what changed.
mod collections;
/// A change as clients are told of it.
mod entry;
/// The log as it goes on: server-sent events.
mod follow;
/// A page of the log.
mod list;
/// How many follow, and how they are told to end.
mod streams;
/// The newest changes, read and encoded once for all who follow.
mod tail;
/// Which changes a client asks for.
mod wanted;

pub use follow::LAST_EVENT_ID;
pub use streams::Streams;

use super::address::Address;
use super::error::ApiError;
use super::features::missing;
use super::query::Params;
use super::seq::Seen;
use super::state::App;
use crate::domain::change::EntityRef;
use crate::registry::error::Thing;
use crate::registry::history::shown;
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;

/// `GET /api/v1/changes`: a page of the log, or with `Accept: text/event-stream` the log as it goes on.
pub async fn list_changes(
    State(app): State<App>,
    Seen(world): Seen,
    address: Address,
    headers: HeaderMap,
    params: Params,
) -> Result<Response, ApiError> {
    let mut response = if wants_events(&headers) {
        follow::follow(app, address, &headers, params).await?
    } else {
        list::list(&app, &world, &address, params).await?
    };
    response.headers_mut().append(header::VARY, HeaderValue::from_static("accept"));
    Ok(response)
}

/// Whether a client takes events; a wildcard does not ask for a stream that never ends.
fn wants_events(headers: &HeaderMap) -> bool {
    let accepted = headers.get_all(header::ACCEPT).iter().filter_map(|value| value.to_str().ok());
    let media = |range: &str| range.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    accepted.flat_map(|value| value.split(',')).any(|range| media(range) == "text/event-stream")
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
