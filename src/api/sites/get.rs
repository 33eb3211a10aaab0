//! One site.

use super::SitePath;
use crate::api::error::ApiError;
use crate::api::etag::IfNoneMatch;
use crate::api::features::{Sites, one};
use crate::api::query::Params;
use crate::api::seq::Seen;
use axum::response::Response;

/// `GET /api/v1/sites/{id}`: a GeoJSON Feature with its `ETag`.
pub async fn get_site(
    path: SitePath,
    Seen(world): Seen,
    cached: IfNoneMatch,
    params: Params,
) -> Result<Response, ApiError> {
    params.finish()?;
    one(&Sites::default(), &world, &path.id.to_string(), &cached)
}
