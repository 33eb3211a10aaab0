//! One piece of equipment.

use super::EquipmentPath;
use crate::api::error::ApiError;
use crate::api::etag::IfNoneMatch;
use crate::api::features::{Pieces, one};
use crate::api::query::Params;
use crate::api::seq::Seen;
use axum::response::Response;

/// `GET /api/v1/equipment/{id}`: a GeoJSON Feature with its `ETag`.
pub async fn get_equipment(
    path: EquipmentPath,
    Seen(world): Seen,
    cached: IfNoneMatch,
    params: Params,
) -> Result<Response, ApiError> {
    params.finish()?;
    one(&Pieces, &world, &path.id.to_string(), &cached)
}
