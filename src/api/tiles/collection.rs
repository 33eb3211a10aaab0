//! Tiles of collections, under the addresses of OGC API Tiles and under those that web maps like.

use super::limits::Limits;
use super::matrix_sets::named;
use super::shown::Shown;
use super::{MVT, take_only};
use crate::api::error::ApiError;
use crate::api::etag::{IfNoneMatch, header_value};
use crate::api::features::{Any, Collection, with};
use crate::api::query::Params;
use crate::api::seq::Seen;
use crate::api::state::App;
use crate::domain::tile::{Tile, TileMatrixSet};
use crate::registry::tiles::{Coding, Key, MadeTile};
use crate::registry::world::World;
use axum::body::Bytes;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use std::sync::Arc;

/// Forms of a tile that a request may name.
const FORMS: [&str; 3] = ["mvt", "pbf", "application/vnd.mapbox-vector-tile"];

/// `GET /ogc/collections/{collection}/tiles/{set}/{z}/{row}/{column}`, with the conditions of the collection's
/// items.
pub async fn get_collection_tile(
    State(app): State<App>,
    Path((collection, set, z, row, column)): Path<(String, String, String, String, String)>,
    Seen(world): Seen,
    query: RawQuery,
    asked: AskedTile,
) -> Result<Response, ApiError> {
    let any = Any::named(&app, &world, &collection).await?;
    let tile = Tile::parse(named(&set)?, &z, &column, &row).map_err(ApiError::NoSuchTile)?;
    asked.answer(&app, &world, vec![any], query, tile).await
}

/// `GET /ogc/tiles/{set}/{z}/{row}/{column}?collections=`: layers of several collections in one tile.
pub async fn get_dataset_tile(
    State(app): State<App>,
    Path((set, z, row, column)): Path<(String, String, String, String)>,
    Seen(world): Seen,
    query: RawQuery,
    mut asked: AskedTile,
) -> Result<Response, ApiError> {
    let tile = Tile::parse(named(&set)?, &z, &column, &row).map_err(ApiError::NoSuchTile)?;
    let all = chosen(&app, &world, &mut asked.params).await?;
    asked.answer(&app, &world, all, query, tile).await
}

/// `GET /tiles/{collections}/{z}/{x}/{y}`, also with `.mvt` or `.pbf` behind it; several collections are
/// separated by commas.
pub async fn get_short_tile(
    State(app): State<App>,
    Path((collections, z, x, y)): Path<(String, String, String, String)>,
    Seen(world): Seen,
    query: RawQuery,
    asked: AskedTile,
) -> Result<Response, ApiError> {
    let y = [".mvt", ".pbf"].into_iter().find_map(|end| y.strip_suffix(end)).unwrap_or(&y);
    let tile = Tile::parse(TileMatrixSet::WebMercatorQuad, &z, &x, y).map_err(ApiError::NoSuchTile)?;
    let all = listed(&app, &world, &collections).await?;
    asked.answer(&app, &world, all, query, tile).await
}

/// The collections of a list with commas.
///
/// # Errors
/// There is no such one.
pub(super) async fn listed(app: &App, world: &World, list: &str) -> Result<Vec<Any>, ApiError> {
    let mut all: Vec<Any> = Vec::new();
    for name in list.split(',') {
        let any = Any::named(app, world, name).await?;
        // Each layer of a tile has a name of its own.
        if all.iter().all(|known| known.id() != any.id()) {
            all.push(any);
        }
    }
    Ok(all)
}

/// Takes `collections`: all where it is not given, but for views, whose features are those of another one.
pub(super) async fn chosen(app: &App, world: &World, params: &mut Params) -> Result<Vec<Any>, ApiError> {
    let Some(names) = params.text("collections") else {
        let mut all = Any::all(app, world).await?;
        all.retain(|any| with!(any, of => !of.is_part()));
        return Ok(all);
    };
    match listed(app, world, &names).await {
        Ok(all) => Ok(all),
        Err(ApiError::Registry(crate::registry::RegistryError::NotFound { id, .. })) => {
            let all = Any::all(app, world).await?;
            let all: Vec<&str> = all.iter().map(Any::id).collect();
            Err(ApiError::invalid(
                "collections",
                "no_such_collection",
                format!("没有数据集“{id}”；可用：{}", all.join("、")),
                format!("there is no collection `{id}`; there are {}", all.join(", ")),
            ))
        }
        Err(other) => Err(other),
    }
}

/// What a request for a tile tells beside its address.
pub struct AskedTile {
    pub(super) params: Params,
    cached: IfNoneMatch,
    headers: HeaderMap,
}

impl axum::extract::FromRequestParts<App> for AskedTile {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut axum::http::request::Parts, app: &App) -> Result<Self, ApiError> {
        let params = Params::from_request_parts(parts, app).await?;
        let Ok(cached) = IfNoneMatch::from_request_parts(parts, app).await;
        Ok(Self { params, cached, headers: parts.headers.clone() })
    }
}

impl AskedTile {
    async fn answer(
        mut self,
        app: &App,
        world: &World,
        all: Vec<Any>,
        RawQuery(query): RawQuery,
        tile: Tile,
    ) -> Result<Response, ApiError> {
        take_only(&mut self.params, &FORMS);
        let is_wrong = self.params.is_wrong();
        let shown = Shown::new(all, self.params, query.as_deref());
        if is_wrong {
            // The form is no part of what a tile is kept under.
            shown.check(app, world)?;
        }
        let limits = shown.extent(world).and_then(|extent| Limits::of(tile.set(), tile.z(), extent));
        if limits.is_some_and(|limits| !limits.hold(tile)) {
            shown.check(app, world)?;
            return Ok((StatusCode::NO_CONTENT, [(header::CACHE_CONTROL, "no-cache")]).into_response());
        }
        let key = shown.key(tile);
        let make = async {
            let draw = || shown.draw(app, world, tile);
            if shown.looks_at_many(world, tile) {
                app.heavy.run(draw).await?
            } else {
                tokio::task::block_in_place(draw)
            }
        };
        let made = app.registry.tiles().get(world, key.clone(), &shown.kinds(), make).await?;
        Ok(sent(app, &made, &key, &self.headers, &self.cached))
    }
}

/// A tile in the coding that the client likes, or 304 where it has it.
fn sent(app: &App, made: &Arc<MadeTile>, key: &Key, asked: &HeaderMap, cached: &IfNoneMatch) -> Response {
    let tag = format!("\"{}\"", made.tag());
    let mut response = if cached.has(&tag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let coding = liked(asked);
        let packed = coding.and_then(|coding| {
            let pack = || app.registry.tiles().packed(made, key, coding);
            tokio::task::block_in_place(pack).map(|packed| (coding, packed))
        });
        let body = packed.as_ref().map_or_else(|| made.plain(), |(_, packed)| packed);
        let mut response = Body(Arc::clone(body)).into_response();
        if let Some((coding, _)) = packed {
            response.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding.name()));
        }
        response
    };
    let headers = response.headers_mut();
    headers.insert(header::ETAG, header_value(&tag));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    response
}

/// Bytes that are shared with those in memory.
struct Body(Arc<[u8]>);

impl AsRef<[u8]> for Body {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl IntoResponse for Body {
    fn into_response(self) -> Response {
        ([(header::CONTENT_TYPE, MVT)], Bytes::from_owner(self)).into_response()
    }
}

/// The coding of `Accept-Encoding` with the highest weight; of equal ones the quickest to make.
fn liked(headers: &HeaderMap) -> Option<Coding> {
    let mut best: Option<(Coding, f32)> = None;
    let named: Vec<(String, f32)> = headers
        .get_all(header::ACCEPT_ENCODING)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(|one| {
            let mut parts = one.split(';');
            let name = parts.next().unwrap_or_default().trim().to_ascii_lowercase();
            let weight = parts.find_map(|part| part.trim().strip_prefix("q=")?.trim().parse().ok());
            (name, weight.unwrap_or(1.0))
        })
        .collect();
    let weight = |wanted: &str| named.iter().find(|(name, _)| name == wanted).map(|(_, weight)| *weight);
    for coding in Coding::ALL {
        let weight = weight(coding.name()).or_else(|| weight("*")).unwrap_or(0.0);
        if weight > best.map_or(0.0, |(_, best)| best) {
            best = Some((coding, weight));
        }
    }
    let plain = weight("identity").unwrap_or(0.0);
    best.filter(|(_, weight)| *weight >= plain).map(|(coding, _)| coding)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_coding_is_the_one_that_weighs_most() {
        let liked = |text: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static(text));
            super::liked(&headers)
        };
        assert_eq!(liked("gzip, deflate, br, zstd"), Some(Coding::Zstd));
        assert_eq!(liked("gzip, deflate, br"), Some(Coding::Brotli));
        assert_eq!(liked("br;q=0.5, gzip;q=0.8"), Some(Coding::Gzip));
        assert_eq!(liked("zstd;q=0, GZIP"), Some(Coding::Gzip));
        assert_eq!(liked("*"), Some(Coding::Zstd));
        assert_eq!(liked("identity"), None);
        assert_eq!(liked("identity, gzip;q=0.5"), None);
        assert_eq!(liked("deflate"), None);
        assert_eq!(super::liked(&HeaderMap::new()), None);
    }
}
