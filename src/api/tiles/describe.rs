//! What a set of tiles holds, as TileJSON.

use super::tilejson::{of_layer, of_study};
use super::{json, layers_of};
use crate::api::address::Address;
use crate::api::error::ApiError;
use crate::api::etag::IfNoneMatch;
use crate::api::layers::asked;
use crate::api::named::Named;
use crate::api::query::Params;
use crate::api::seq;
use crate::api::state::App;
use crate::api::study::ask::Pairs;
use crate::registry::tiles::TiledStudy;
use axum::extract::State;
use axum::response::Response;

/// `GET /api/v1/gaps/tiles.json?…`
pub async fn describe_gaps(
    State(app): State<App>,
    address: Address,
    cached: IfNoneMatch,
    pairs: Pairs,
) -> Result<Response, ApiError> {
    let layers = layers_of(&app, TiledStudy::Gaps, pairs).await?;
    let tiles = address.beside("/api/v1/gaps/tiles/{z}/{x}/{y}");
    Ok(json(&of_study(TiledStudy::Gaps, &tiles, &layers), &cached))
}

/// `GET /api/v1/reach/tiles.json?…`
pub async fn describe_reach(
    State(app): State<App>,
    address: Address,
    cached: IfNoneMatch,
    pairs: Pairs,
) -> Result<Response, ApiError> {
    let layers = layers_of(&app, TiledStudy::Reach, pairs).await?;
    let tiles = address.beside("/api/v1/reach/tiles/{z}/{x}/{y}");
    Ok(json(&of_study(TiledStudy::Reach, &tiles, &layers), &cached))
}

/// `GET /api/v1/layers/{name}/tiles.json?as_of=&known_at=`
pub async fn describe_layer(
    State(app): State<App>,
    Named(name): Named<String>,
    address: Address,
    cached: IfNoneMatch,
    params: Params,
) -> Result<Response, ApiError> {
    let world = asked(&app, params).await?;
    let layer = app.registry.layer_tiles(&world, &name).await?;
    // As the client wrote the name, so that it needs no escaping again.
    let tiles = address.below(".json", "/{z}/{x}/{y}");
    let mut response = json(&of_layer(&tiles, &layer), &cached);
    seq::put(response.headers_mut(), world.seq());
    Ok(response)
}
