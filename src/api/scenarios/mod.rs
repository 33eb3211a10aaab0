//! Create, read, replace and remove scenarios: one file a verb.

pub mod create;
pub mod get;
pub mod history;
pub mod list;
pub mod remove;
pub mod replace;

use super::error::ApiError;
use super::etag::{etag, header_value};
use super::features::missing;
use super::seq;
use crate::domain::change::EntityKind;
use crate::domain::id::{ScenarioId, Seq};
use crate::domain::scenario::Scenario;
use crate::registry::error::Thing;
use crate::registry::world::{Standing, World};
use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde_json::json;

/// `/api/v1/scenarios/{id}`; what is no id names nothing.
#[derive(Clone, Copy)]
pub struct ScenarioPath {
    pub id: ScenarioId,
}

impl<S: Send + Sync> FromRequestParts<S> for ScenarioPath {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let Path(id) =
            Path::<String>::from_request_parts(parts, state).await.map_err(|_| ApiError::NoSuchPath)?;
        Ok(Self { id: id.parse().map_err(|_| no_such(&id))? })
    }
}

fn no_such(id: &str) -> ApiError {
    missing(Thing::Entity(EntityKind::Scenario), id)
}

/// A scenario as clients see it.
#[derive(Serialize)]
struct Shown<'a> {
    #[serde(flatten)]
    scenario: &'a Scenario,
    version: Seq,
}

impl<'a> Shown<'a> {
    fn of(standing: &'a Standing<Scenario>) -> Self {
        Self { scenario: &standing.thing, version: standing.version }
    }

    fn bytes(&self) -> Vec<u8> {
        serde_json::to_vec(self).unwrap_or_default()
    }
}

/// The answer to a write: as it stands now, with the tag of what was written, so that whoever goes on from
/// an own copy is told when somebody has written since.
fn written(world: &World, id: ScenarioId, written: Seq, status: StatusCode) -> Response {
    let standing = world.scenarios.get(id.0);
    let body = standing.map(|standing| (standing.version, Shown::of(standing).bytes()));
    let sent = body.as_ref().filter(|(version, _)| *version == written).map(|(_, body)| body.as_slice());
    let tag = etag(written.0, sent);
    let mut response = match body {
        Some((_, body)) => (status, [(header::CONTENT_TYPE, "application/json")], body).into_response(),
        // It is stored, but memory lags, or it was removed meanwhile.
        None => (status, axum::Json(json!({"id": id, "version": written}))).into_response(),
    };
    let headers = response.headers_mut();
    headers.insert(header::ETAG, header_value(&tag));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    seq::put(headers, written);
    response
}
