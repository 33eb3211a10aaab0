//! One record.

use super::RecordPath;
use crate::api::error::ApiError;
use crate::api::etag::IfNoneMatch;
use crate::api::features::{Listed, one};
use crate::api::query::Params;
use crate::api::seq::Seen;
use crate::registry::draft::record::Drafted;
use axum::response::Response;

/// `GET`: a GeoJSON Feature with its `ETag`; its geometry is null where it has no place.
pub async fn get<T: Drafted>(
    path: RecordPath<T>,
    Seen(world): Seen,
    cached: IfNoneMatch,
    params: Params,
) -> Result<Response, ApiError> {
    params.finish()?;
    one(&Listed::<T>::default(), &world, &path.id.to_string(), &cached)
}
