//! Tiles of collections as TileJSON, for web maps.

use super::collection::listed;
use super::labels;
use super::shown::Shown;
use super::tileset::fields;
use super::{json, take_only};
use crate::api::address::Address;
use crate::api::error::ApiError;
use crate::api::etag::IfNoneMatch;
use crate::api::features::fields::Sort;
use crate::api::features::{Any, Collection, with};
use crate::api::query::Params;
use crate::api::seq::Seen;
use crate::api::state::App;
use crate::registry::world::World;
use axum::extract::{Path, RawQuery, State};
use axum::response::Response;
use serde_json::{Map, Value, json};

/// Deeper tiles show no more: a unit of this zoom is some 4 cm.
const DEEPEST: u8 = 18;

/// `GET /tiles/{collections}.json`, with the conditions of the collections' items: they go into the tiles'
/// addresses.
pub async fn describe_tiles(
    State(app): State<App>,
    Path(file): Path<String>,
    Seen(world): Seen,
    address: Address,
    cached: IfNoneMatch,
    RawQuery(query): RawQuery,
    mut params: Params,
) -> Result<Response, ApiError> {
    let collections = file.strip_suffix(".json").ok_or(ApiError::NoSuchPath)?;
    let all = listed(&app, &world, collections).await?;
    take_only(&mut params, &["json"]);
    let shown = Shown::new(all, params, query.as_deref());
    shown.check(&app, &world)?;
    let tiles = address.below(".json", "/{z}/{x}/{y}");
    Ok(json(&tilejson(&app, &world, &shown, &tiles), &cached))
}

/// TileJSON 3.0 of some collections; `tiles` is the address of one tile with `{z}`, `{x}` and `{y}` in it.
pub(super) fn tilejson(app: &App, world: &World, shown: &Shown, tiles: &str) -> Value {
    let reference = app.registry.reference();
    let layer = |any: &Any| {
        let (zh, en) = with!(any, of => of.description());
        let members: Map<String, Value> = fields(any, &reference.catalogue)
            .into_iter()
            .map(|field| {
                let sort = match field.sort {
                    Sort::Integer | Sort::Number => "Number",
                    Sort::Bool => "Boolean",
                    Sort::Text | Sort::Texts | Sort::Date | Sort::List | Sort::Object | Sort::Nested => {
                        "String"
                    }
                };
                (field.name, format!("{sort}: {} / {}", field.zh, field.en).into())
            })
            .collect();
        json!({"id": any.id(), "description": format!("{zh} / {en}"), "fields": members, "minzoom": 0, "maxzoom": DEEPEST})
    };
    let titles: Vec<String> = shown
        .all
        .iter()
        .map(|any| {
            let (zh, en) = with!(any, of => of.title());
            format!("{zh} / {en}")
        })
        .collect();
    let mut layers: Vec<Value> = shown.all.iter().map(layer).collect();
    if shown.names_divisions() {
        layers.push(labels::in_tilejson(DEEPEST));
    }
    let mut told = json!({
        "tilejson": "3.0.0",
        "scheme": "xyz",
        "name": titles.join("; "),
        "tiles": [tiles],
        "minzoom": 0,
        "maxzoom": DEEPEST,
        "vector_layers": layers,
    });
    let attribution = &reference.district.map.attribution;
    if !attribution.is_empty() {
        told["attribution"] = attribution.as_str().into();
    }
    if let Some([west, south, east, north]) = shown.extent(world) {
        told["bounds"] = json!([west, south, east, north]);
        told["center"] = json!([f64::midpoint(west, east), f64::midpoint(south, north), 10]);
    }
    told
}
