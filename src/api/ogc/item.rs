//! One feature of a collection.

use super::only_format;
use crate::api::error::ApiError;
use crate::api::etag::IfNoneMatch;
use crate::api::features::{
    Clusters, Collection, Divisions, Institutions, Organisations, Pieces, Sites, Trails, missing, one,
};
use crate::api::query::Params;
use crate::api::seq::Seen;
use crate::registry::error::Thing;
use axum::extract::Path;
use axum::response::Response;

/// `GET /ogc/collections/{collection}/items/{id}`.
pub async fn item(
    Path((collection, id)): Path<(String, String)>,
    Seen(world): Seen,
    cached: IfNoneMatch,
    params: Params,
) -> Result<Response, ApiError> {
    only_format(params)?;
    match collection.as_str() {
        Sites::ID => one::<Sites>(&world, &id, &cached),
        Trails::ID => one::<Trails>(&world, &id, &cached),
        Pieces::ID => one::<Pieces>(&world, &id, &cached),
        Divisions::ID => one::<Divisions>(&world, &id, &cached),
        Clusters::ID => one::<Clusters>(&world, &id, &cached),
        Organisations::ID => one::<Organisations>(&world, &id, &cached),
        Institutions::ID => one::<Institutions>(&world, &id, &cached),
        _ => Err(missing(Thing::Collection, &collection)),
    }
}
