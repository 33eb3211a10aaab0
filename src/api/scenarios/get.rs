//! One scenario.

use super::{ScenarioPath, Shown, no_such};
use crate::api::error::ApiError;
use crate::api::etag::{IfNoneMatch, etag, header_value};
use crate::api::query::Params;
use crate::api::seq::Seen;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

/// `GET /api/v1/scenarios/{id}`: with its `ETag`; 304 when the client has it as it is.
pub async fn get_scenario(
    path: ScenarioPath,
    Seen(world): Seen,
    cached: IfNoneMatch,
    params: Params,
) -> Result<Response, ApiError> {
    params.finish()?;
    let standing = world.scenarios.get(path.id.0).ok_or_else(|| no_such(&path.id.to_string()))?;
    let body = Shown::of(standing).bytes();
    let tag = etag(standing.version.0, Some(&body));
    let mut response = if cached.has(&tag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        ([(header::CONTENT_TYPE, "application/json")], body).into_response()
    };
    let headers = response.headers_mut();
    headers.insert(header::ETAG, header_value(&tag));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    Ok(response)
}
