//! Lists of tilesets, and what is told about one: OGC's tileset metadata.

use super::collection::chosen;
use super::labels;
use super::limits::Limits;
use super::matrix_sets::{SCHEME, SETS, crs, href, named, uri};
use super::shown::Shown;
use super::{MVT, json, take_only};
use crate::api::address::Address;
use crate::api::error::ApiError;
use crate::api::etag::IfNoneMatch;
use crate::api::features::fields::{Field, Sort};
use crate::api::features::{Any, Collection, with};
use crate::api::query::Params;
use crate::api::seq::Seen;
use crate::api::state::App;
use crate::domain::kind::Catalogue;
use crate::domain::tile::TileMatrixSet;
use crate::registry::tiles::is_told;
use crate::registry::world::World;
use axum::extract::{Path, RawQuery, State};
use axum::response::Response;
use serde_json::{Map, Value, json};

/// Forms of a description that a request may name.
const FORMS: [&str; 3] = ["json", "application/json", "tilejson"];

const CRS84: &str = "http://www.opengis.net/def/crs/OGC/1.3/CRS84";

/// `GET /ogc/collections/{collection}/tiles`.
pub async fn list_collection_tilesets(
    State(app): State<App>,
    Path(collection): Path<String>,
    Seen(world): Seen,
    address: Address,
    cached: IfNoneMatch,
    params: Params,
) -> Result<Response, ApiError> {
    let any = Any::named(&app, &world, &collection).await?;
    super::only_json(params)?;
    // As the client wrote the name, so that it needs no escaping again.
    Ok(json(&tilesets(&address, &address.plain(), &title(&any)), &cached))
}

/// `GET /ogc/tiles`.
pub async fn list_dataset_tilesets(
    address: Address,
    cached: IfNoneMatch,
    params: Params,
) -> Result<Response, ApiError> {
    super::only_json(params)?;
    Ok(json(&tilesets(&address, &address.of("/ogc/tiles"), DATASET), &cached))
}

/// `GET /ogc/collections/{collection}/tiles/{set}`: metadata; `f=tilejson` as TileJSON.
pub async fn describe_collection_tileset(
    State(app): State<App>,
    Path((collection, set)): Path<(String, String)>,
    Seen(world): Seen,
    address: Address,
    cached: IfNoneMatch,
    query: RawQuery,
    params: Params,
) -> Result<Response, ApiError> {
    let any = Any::named(&app, &world, &collection).await?;
    described(&app, &world, vec![any], named(&set)?, &address, &cached, query, params)
}

/// `GET /ogc/tiles/{set}?collections=`.
pub async fn describe_dataset_tileset(
    State(app): State<App>,
    Path(set): Path<String>,
    Seen(world): Seen,
    address: Address,
    cached: IfNoneMatch,
    query: RawQuery,
    mut params: Params,
) -> Result<Response, ApiError> {
    let set = named(&set)?;
    let all = chosen(&app, &world, &mut params).await?;
    described(&app, &world, all, set, &address, &cached, query, params)
}

const DATASET: &str = "健图全部数据 / all of jiantu's data";

fn title(any: &Any) -> String {
    let (zh, en) = with!(any, of => of.title());
    format!("{zh} / {en}")
}

fn tilesets(address: &Address, own: &str, title: &str) -> Value {
    let one = |set: TileMatrixSet| {
        json!({
            "title": format!("{title} ({})", set.name()),
            "dataType": "vector",
            "crs": crs(set),
            "tileMatrixSetURI": uri(set),
            "links": [
                {"rel": "self", "type": "application/json", "href": format!("{own}/{}", set.name())},
                {"rel": SCHEME, "type": "application/json", "href": href(address, set)},
            ],
        })
    };
    json!({
        "links": [{"rel": "self", "type": "application/json", "href": own}],
        "tilesets": SETS.map(one),
    })
}

#[expect(clippy::too_many_arguments, reason = "the parts of one request, once")]
fn described(
    app: &App,
    world: &World,
    all: Vec<Any>,
    set: TileMatrixSet,
    address: &Address,
    cached: &IfNoneMatch,
    RawQuery(query): RawQuery,
    mut params: Params,
) -> Result<Response, ApiError> {
    let form = take_only(&mut params, &FORMS);
    let title = if let [one] = all.as_slice() { title(one) } else { DATASET.to_owned() };
    let shown = Shown::new(all, params, query.as_deref());
    shown.check(app, world)?;
    let item = address.without(&["f"], "/{tileMatrix}/{tileRow}/{tileCol}");
    if form.as_deref() == Some("tilejson") {
        if set != TileMatrixSet::WebMercatorQuad {
            return Err(ApiError::invalid(
                "f",
                "not_of_this_set",
                "TileJSON 只用于 WebMercatorQuad",
                "TileJSON is of WebMercatorQuad only",
            ));
        }
        let item = address.without(&["f"], "/{z}/{y}/{x}");
        return Ok(json(&super::about::tilejson(app, world, &shown, &item), cached));
    }
    Ok(json(&metadata(app, world, &shown, set, address, &item, &title), cached))
}

fn metadata(
    app: &App,
    world: &World,
    shown: &Shown,
    set: TileMatrixSet,
    address: &Address,
    item: &str,
    title: &str,
) -> Value {
    let extent = shown.extent(world);
    let catalogue = &app.registry.reference().catalogue;
    let mut layers: Vec<Value> = shown.all.iter().map(|any| layer(any, catalogue, set)).collect();
    if shown.names_divisions() {
        layers.push(told_layer(
            labels::DIVISION_LABELS,
            &labels::title(),
            &labels::title(),
            &labels::fields(),
            set,
        ));
    }
    let mut told = json!({
        "title": title,
        "dataType": "vector",
        "crs": crs(set),
        "tileMatrixSetURI": uri(set),
        "layers": layers,
        "links": [
            {"rel": "self", "type": "application/json", "href": address.own()},
            {"rel": "item", "type": MVT, "templated": true, "href": item},
            {"rel": SCHEME, "type": "application/json", "href": href(address, set)},
        ],
    });
    if set == TileMatrixSet::WebMercatorQuad
        && let Some(links) = told["links"].as_array_mut()
    {
        let tilejson = address.form("tilejson");
        links.push(
            json!({"rel": "alternate", "type": "application/json", "title": "TileJSON", "href": tilejson}),
        );
    }
    if let Some([west, south, east, north]) = extent {
        let limits = (0..=set.deepest()).filter_map(|z| {
            let Limits { columns, rows } = Limits::of(set, z, [west, south, east, north])?;
            Some(json!({
                "tileMatrix": z.to_string(),
                "minTileRow": rows.0, "maxTileRow": rows.1,
                "minTileCol": columns.0, "maxTileCol": columns.1,
            }))
        });
        told["tileMatrixSetLimits"] = limits.collect();
        told["boundingBox"] = json!({"lowerLeft": [west, south], "upperRight": [east, north], "crs": CRS84});
        told["centerPoint"] = json!({
            "coordinates": [f64::midpoint(west, east), f64::midpoint(south, north)],
            "crs": CRS84,
            "tileMatrix": "10",
        });
    }
    told
}

fn layer(any: &Any, catalogue: &Catalogue, set: TileMatrixSet) -> Value {
    let (zh, en) = with!(any, of => of.description());
    told_layer(any.id(), &title(any), &format!("{zh} / {en}"), &fields(any, catalogue), set)
}

fn told_layer(id: &str, title: &str, about: &str, fields: &[Field], set: TileMatrixSet) -> Value {
    let members: Map<String, Value> =
        fields.iter().map(|field| (field.name.clone(), schema(field))).collect();
    json!({
        "id": id,
        "title": title,
        "description": about,
        "dataType": "vector",
        "minTileMatrix": "0",
        "maxTileMatrix": set.deepest().to_string(),
        "propertiesSchema": {"type": "object", "properties": members},
    })
}

/// Members of features and of cells in tiles.
pub(super) fn fields(any: &Any, catalogue: &Catalogue) -> Vec<Field> {
    let all = with!(any, of => of.fields(catalogue));
    let is_told = |field: &Field| matches!(any, Any::Imported(_)) || is_told(&field.name);
    let mut told = vec![Field::new("id", Sort::Text, "编号", "id")];
    told.extend(all.into_iter().filter(|field| field.name != "id" && is_told(field)));
    let counted = |name: &str, zh: &str, en: &str| Field::new(name, Sort::Integer, zh, en);
    if !told.iter().any(|field| field.name == "count") {
        told.push(counted("count", "聚合点中的要素数", "features in a cell"));
    }
    if matches!(any, Any::Sites(_)) {
        told.push(counted("area_unknown", "聚合点中面积未知的场地数", "sites of unknown area in a cell"));
    }
    told
}

fn schema(field: &Field) -> Value {
    let title = format!("{} / {}", field.zh, field.en);
    let mut schema = match field.sort {
        Sort::Integer => json!({"type": "integer"}),
        Sort::Number => json!({"type": "number"}),
        Sort::Bool => json!({"type": "boolean"}),
        Sort::Date => json!({"type": "string", "format": "date"}),
        // A tile knows neither lists nor objects: they are JSON in a text.
        Sort::Text | Sort::Texts | Sort::List | Sort::Object | Sort::Nested => json!({"type": "string"}),
    };
    schema["title"] = title.into();
    if !field.words.is_empty() && field.sort == Sort::Text {
        schema["enum"] = json!(field.words);
    }
    schema
}
