//! Answers to writes: the feature as it stands now, and the version that was written.

use super::{Collection, GEOJSON, feature_of};
use crate::api::etag::{etag, header_value};
use crate::api::seq;
use crate::domain::id::Seq;
use crate::registry::world::World;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;
use uuid::Uuid;

const REPLAYED: HeaderName = HeaderName::from_static("idempotent-replayed");

/// 201 with `Location`. A repeated request gets the same answer, marked as such.
pub fn created<C: Collection>(
    of: &C,
    world: &World,
    id: Uuid,
    written: Seq,
    replayed: bool,
    location: &str,
) -> Response {
    let mut response = answer(of, world, id, written, StatusCode::CREATED);
    located(&mut response, location, replayed);
    response
}

/// Where what was created is, and whether it had been before.
pub fn located(response: &mut Response, location: &str, replayed: bool) {
    if let Ok(location) = HeaderValue::try_from(location) {
        response.headers_mut().insert(header::LOCATION, location);
    }
    if replayed {
        response.headers_mut().insert(REPLAYED, HeaderValue::from_static("true"));
    }
}

/// 200.
pub fn changed<C: Collection>(of: &C, world: &World, id: Uuid, written: Seq) -> Response {
    answer(of, world, id, written, StatusCode::OK)
}

/// 204.
pub fn removed(written: Seq) -> Response {
    let mut response = StatusCode::NO_CONTENT.into_response();
    seq::put(response.headers_mut(), written);
    response
}

/// The tag is that of this write even where somebody has written since: an editor that goes on
/// from its own copy is then told that it is stale, and overwrites nothing.
fn answer<C: Collection>(of: &C, world: &World, id: Uuid, written: Seq, status: StatusCode) -> Response {
    let entry = of.layer(&world.snapshot).get(id);
    let feature = entry.filter(|entry| entry.version == written.0).map(|entry| &*entry.feature);
    let tag = etag(written.0, feature);
    let mut response = match entry {
        Some(entry) => (status, [(header::CONTENT_TYPE, GEOJSON)], feature_of(entry)).into_response(),
        // It is stored, but memory lags, or it was removed meanwhile.
        None => (status, axum::Json(json!({"id": id, "version": written.0}))).into_response(),
    };
    let headers = response.headers_mut();
    headers.insert(header::ETAG, header_value(&tag));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    seq::put(headers, written);
    response
}
