//! What can be done with features: `OPTIONS`, by which editors find out whether they may edit.

use super::is_edited;
use crate::api::error::ApiError;
use crate::api::features::Any;
use crate::api::named::Named;
use crate::api::seq::Seen;
use crate::api::state::App;
use axum::extract::State;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

const ACCEPT_POST: HeaderName = HeaderName::from_static("accept-post");
const ACCEPT_PATCH: HeaderName = HeaderName::from_static("accept-patch");

/// `OPTIONS /ogc/collections/{collection}/items`.
pub async fn of_items(
    State(app): State<App>,
    Named(collection): Named<String>,
    Seen(world): Seen,
) -> Result<Response, ApiError> {
    let any = Any::named(&app, &world, &collection).await?;
    if !is_edited(&any) {
        return Ok(told("GET, HEAD, OPTIONS", &[]));
    }
    Ok(told("GET, HEAD, OPTIONS, POST", &[(ACCEPT_POST, "application/geo+json, application/json")]))
}

/// `OPTIONS /ogc/collections/{collection}/items/{id}`.
pub async fn of_item(
    State(app): State<App>,
    Named((collection, _)): Named<(String, String)>,
    Seen(world): Seen,
) -> Result<Response, ApiError> {
    let any = Any::named(&app, &world, &collection).await?;
    if !is_edited(&any) {
        return Ok(told("GET, HEAD, OPTIONS", &[]));
    }
    let media = "application/merge-patch+json, application/geo+json, application/json";
    Ok(told("GET, HEAD, OPTIONS, PUT, PATCH, DELETE", &[(ACCEPT_PATCH, media)]))
}

fn told(allow: &'static str, more: &[(HeaderName, &'static str)]) -> Response {
    let mut response = StatusCode::NO_CONTENT.into_response();
    let headers = response.headers_mut();
    headers.insert(header::ALLOW, HeaderValue::from_static(allow));
    for (name, value) in more {
        headers.insert(name.clone(), HeaderValue::from_static(value));
    }
    response
}
