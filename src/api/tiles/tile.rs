//! One tile.

use super::{MVT, answered, layers_of};
use crate::api::error::ApiError;
use crate::api::etag::IfNoneMatch;
use crate::api::layers::asked;
use crate::api::named::Named;
use crate::api::query::Params;
use crate::api::seq;
use crate::api::state::App;
use crate::api::study::ask::Pairs;
use crate::domain::tile::{Tile, TileMatrixSet};
use crate::registry::tiles::{PackedLayer, TiledStudy, write_tile};
use axum::extract::State;
use axum::response::Response;
use std::sync::Arc;

/// Zoom, column, row, as the address has them.
type Place = Named<(String, String, String)>;

/// `GET /api/v1/gaps/tiles/{z}/{x}/{y}?…`: layers `gaps`, `cells`, `places`.
pub async fn get_gaps_tile(
    State(app): State<App>,
    Named((z, x, y)): Place,
    cached: IfNoneMatch,
    pairs: Pairs,
) -> Result<Response, ApiError> {
    let tile = named(&z, &x, &y)?;
    let layers = layers_of(&app, TiledStudy::Gaps, pairs).await?;
    drawn(&app, tile, &layers, &cached).await
}

/// `GET /api/v1/reach/tiles/{z}/{x}/{y}?…`: layer `cells`.
pub async fn get_reach_tile(
    State(app): State<App>,
    Named((z, x, y)): Place,
    cached: IfNoneMatch,
    pairs: Pairs,
) -> Result<Response, ApiError> {
    let tile = named(&z, &x, &y)?;
    let layers = layers_of(&app, TiledStudy::Reach, pairs).await?;
    drawn(&app, tile, &layers, &cached).await
}

/// `GET /api/v1/layers/{name}/tiles/{z}/{x}/{y}?as_of=&known_at=`: one layer of that name.
pub async fn get_layer_tile(
    State(app): State<App>,
    Named((name, z, x, y)): Named<(String, String, String, String)>,
    cached: IfNoneMatch,
    params: Params,
) -> Result<Response, ApiError> {
    let tile = named(&z, &x, &y)?;
    let world = asked(&app, params).await?;
    let layer = app.registry.layer_tiles(&world, &name).await?;
    let mut response = drawn(&app, tile, &[layer], &cached).await?;
    seq::put(response.headers_mut(), world.seq());
    Ok(response)
}

fn named(z: &str, x: &str, y: &str) -> Result<Tile, ApiError> {
    Tile::parse(TileMatrixSet::WebMercatorQuad, z, x, y).map_err(ApiError::NoSuchTile)
}

async fn drawn(
    app: &App,
    tile: Tile,
    layers: &[Arc<PackedLayer>],
    cached: &IfNoneMatch,
) -> Result<Response, ApiError> {
    let body = app.heavy.run(|| write_tile(tile, layers)).await?;
    Ok(answered(MVT, body, cached))
}
