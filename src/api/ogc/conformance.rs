//! What of the standard is kept; only what tests show.

use super::only_format;
use crate::api::error::ApiError;
use crate::api::query::Params;
use axum::Json;
use axum::response::{IntoResponse, Response};
use serde_json::json;

const CLASSES: [&str; 3] = [
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/oas30",
];

/// `GET /ogc/conformance`.
pub async fn conformance(params: Params) -> Result<Response, ApiError> {
    only_format(params)?;
    Ok(Json(json!({"conformsTo": CLASSES})).into_response())
}
