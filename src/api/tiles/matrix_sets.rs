//! The two pyramids of tiles, as OGC's standard of tile matrix sets describes them.

use crate::api::address::Address;
use crate::api::error::ApiError;
use crate::api::query::Params;
use crate::domain::tile::TileMatrixSet;
use crate::registry::RegistryError;
use crate::registry::error::Thing;
use axum::Json;
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

/// Both, in the order in which they are told.
pub(super) const SETS: [TileMatrixSet; 2] = [TileMatrixSet::WebMercatorQuad, TileMatrixSet::WorldCrs84Quad];

/// The relation of a pyramid's description.
pub(super) const SCHEME: &str = "http://www.opengis.net/def/rel/ogc/1.0/tiling-scheme";

/// Metres that a unit of the reference system is long: by definition a degree is that of the equator.
const METRES_OF_DEGREE: f64 = 6_378_137.0 * std::f64::consts::PI / 180.0;

/// The standard's pixel, metres.
const PIXEL: f64 = 0.000_28;

/// `GET /ogc/tileMatrixSets`.
pub async fn list_matrix_sets(address: Address, params: Params) -> Result<Response, ApiError> {
    super::only_json(params)?;
    let all: Vec<Value> = SETS
        .into_iter()
        .map(|set| {
            let link = json!({"rel": SCHEME, "type": "application/json", "title": title(set), "href": href(&address, set)});
            json!({"id": set.name(), "title": title(set), "uri": uri(set), "crs": crs(set), "links": [link]})
        })
        .collect();
    let own = json!({"rel": "self", "type": "application/json", "href": address.of("/ogc/tileMatrixSets")});
    Ok(Json(json!({"links": [own], "tileMatrixSets": all})).into_response())
}

/// `GET /ogc/tileMatrixSets/{id}`.
pub async fn get_matrix_set(Path(id): Path<String>, params: Params) -> Result<Response, ApiError> {
    let set = named(&id)?;
    super::only_json(params)?;
    Ok(Json(definition(set)).into_response())
}

/// The set that an address names.
pub(super) fn named(id: &str) -> Result<TileMatrixSet, ApiError> {
    TileMatrixSet::named(id)
        .ok_or_else(|| RegistryError::NotFound { what: Thing::Anything, id: id.to_owned() }.into())
}

/// Where a set is described.
pub(super) fn href(address: &Address, set: TileMatrixSet) -> String {
    address.of(&format!("/ogc/tileMatrixSets/{}", set.name()))
}

pub(super) fn uri(set: TileMatrixSet) -> String {
    format!("http://www.opengis.net/def/tilematrixset/OGC/1.0/{}", set.name())
}

pub(super) const fn crs(set: TileMatrixSet) -> &'static str {
    match set {
        TileMatrixSet::WebMercatorQuad => "http://www.opengis.net/def/crs/EPSG/0/3857",
        TileMatrixSet::WorldCrs84Quad => "http://www.opengis.net/def/crs/OGC/1.3/CRS84",
    }
}

const fn title(set: TileMatrixSet) -> &'static str {
    match set {
        TileMatrixSet::WebMercatorQuad => "网络墨卡托四叉金字塔 / Web Mercator quad tree",
        TileMatrixSet::WorldCrs84Quad => "经纬度四叉金字塔 / CRS84 quad tree",
    }
}

fn definition(set: TileMatrixSet) -> Value {
    let half = 6_378_137.0 * std::f64::consts::PI;
    let (width, metres, origin, axes, scales) = match set {
        TileMatrixSet::WebMercatorQuad => {
            (2.0 * half, 1.0, [-half, half], ["X", "Y"], "GoogleMapsCompatible")
        }
        TileMatrixSet::WorldCrs84Quad => {
            (180.0, METRES_OF_DEGREE, [-180.0, 90.0], ["Lon", "Lat"], "GoogleCRS84Quad")
        }
    };
    let matrices: Vec<Value> = (0..=set.deepest())
        .map(|z| {
            let cell = width / f64::from(set.rows(z)) / 256.0;
            json!({
                "id": z.to_string(),
                "scaleDenominator": cell * metres / PIXEL,
                "cellSize": cell,
                "cornerOfOrigin": "topLeft",
                "pointOfOrigin": origin,
                "tileWidth": 256,
                "tileHeight": 256,
                "matrixWidth": set.columns(z),
                "matrixHeight": set.rows(z),
            })
        })
        .collect();
    json!({
        "id": set.name(),
        "title": title(set),
        "uri": uri(set),
        "crs": crs(set),
        "orderedAxes": axes,
        "wellKnownScaleSet": format!("http://www.opengis.net/def/wkss/OGC/1.0/{scales}"),
        "tileMatrices": matrices,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scales_are_those_of_the_standard() {
        // From the tables of the standard's annex D.
        for (set, z, scale, cell) in [
            (TileMatrixSet::WebMercatorQuad, 0, 559_082_264.028_717, 156_543.033_928_041),
            (TileMatrixSet::WebMercatorQuad, 10, 545_978.773_465_545, 152.874_056_570_353),
            (TileMatrixSet::WorldCrs84Quad, 0, 279_541_132.014_358, 0.703_125),
            (TileMatrixSet::WorldCrs84Quad, 3, 34_942_641.501_794_8, 0.087_890_625),
        ] {
            let told = definition(set);
            let matrix = &told["tileMatrices"][z];
            let near = |name: &str, expected: f64| {
                let got = matrix[name].as_f64().expect("a number");
                assert!((got / expected - 1.0).abs() < 1e-12, "{name} of {z}: {got}");
            };
            near("scaleDenominator", scale);
            near("cellSize", cell);
            assert_eq!(matrix["id"], z.to_string());
        }
    }
}
