//! Reads a file.

use super::media::Media;
use crate::api::error::ApiError;
use crate::api::etag::{IfNoneMatch, header_value};
use crate::api::named::Named;
use crate::api::query::Params;
use crate::api::state::App;
use crate::domain::id::BlobHash;
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

/// `GET /api/v1/blobs/{sha256}`: a file that a milestone or a declaration names, as a download: whoever sent
/// it could otherwise have a script run in this service's name.
pub async fn get_blob(
    State(app): State<App>,
    Named(name): Named<String>,
    cached: IfNoneMatch,
    params: Params,
) -> Result<Response, ApiError> {
    params.finish()?;
    let hash: BlobHash = name.parse().map_err(|_| ApiError::NoSuchPath)?;
    let bytes = app.registry.evidence_file(hash).await?.ok_or(ApiError::NoSuchPath)?;
    let tag = format!("\"{hash}\"");
    let media = Media::of(&bytes);
    let short: String = hash.to_string().chars().take(12).collect();
    let name = format!("attachment; filename=\"evidence-{short}.{}\"", media.ending);
    let mut response = if cached.has(&tag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        ([(header::CONTENT_TYPE, media.name)], bytes).into_response()
    };
    let headers = response.headers_mut();
    headers.insert(header::ETAG, header_value(&tag));
    headers.insert(header::CONTENT_DISPOSITION, header_value(&name));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    Ok(response)
}
