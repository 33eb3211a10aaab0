//! One feature, with its version.

use super::{Collection, GEOJSON, feature_of};
use crate::api::error::ApiError;
use crate::api::etag::{IfNoneMatch, etag, header_value};
use crate::registry::RegistryError;
use crate::registry::error::Thing;
use crate::registry::world::World;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

/// Answers one feature; 304 when the client has it as it is.
///
/// # Errors
/// There is none with this id.
pub fn one<C: Collection>(
    of: &C,
    world: &World,
    id: &str,
    cached: &IfNoneMatch,
) -> Result<Response, ApiError> {
    let entry = of.find(&world.snapshot, id).ok_or_else(|| missing(of.what(), id))?;
    let tag = etag(entry.version, Some(&entry.feature));
    let mut response = if cached.has(&tag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        ([(header::CONTENT_TYPE, GEOJSON)], feature_of(entry)).into_response()
    };
    let headers = response.headers_mut();
    headers.insert(header::ETAG, header_value(&tag));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    Ok(response)
}

/// There is no such thing.
pub fn missing(what: Thing, id: &str) -> ApiError {
    RegistryError::NotFound { what, id: id.to_owned() }.into()
}
