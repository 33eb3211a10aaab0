//! TileJSON 3.0: address, layers and their members, where and on which zooms, and by what the numbers were
//! made. The members that stand beside the features of the GeoJSON answer stand here under the same names.

use crate::index::{Sort, TileLayer};
use crate::registry::tiles::{PackedLayer, TiledStudy};
use serde_json::{Map, Value, json};
use std::sync::Arc;

/// Deeper tiles show no more: a unit of this zoom is some 15 cm.
const DEEPEST: u8 = 16;

/// Of an analysis.
pub(super) fn of_study(study: TiledStudy, tiles: &str, layers: &[Arc<PackedLayer>]) -> Value {
    let (zh, en) = match study {
        TiledStudy::Reach => ("可达", "reach"),
        TiledStudy::Gaps => ("空白区", "gaps"),
    };
    let mut told = layers.first().map(|layer| layer.beside.clone()).unwrap_or_default();
    told.remove("hidden");
    if let Some(question) = told.get_mut("question").and_then(Value::as_object_mut) {
        question.remove("part");
    }
    let (basis_zh, basis_en) = basis(&told);
    let population = told.get("population");
    let source = format!(
        "{}, {}",
        text(population, "/name").unwrap_or_default(),
        text(population, "/vintage").unwrap_or_default()
    );
    let members = json!({
        "name": format!("{zh} / {en}"),
        "description": format!("{zh}：{basis_zh} / {en}: {basis_en}"),
        "attribution": format!("人口 / population: {source}"),
    });
    document(tiles, layers, told, members)
}

/// Of an imported layer.
pub(super) fn of_layer(tiles: &str, layer: &Arc<PackedLayer>) -> Value {
    let told = layer.beside.clone();
    let about = told.get("layer");
    let titles = [text(about, "/title_zh"), text(about, "/title_en")];
    let mut title = titles.into_iter().flatten().collect::<Vec<_>>().join(" / ");
    for (flag, zh, en) in [("/demo", "演示数据", "demonstration data"), ("/estimate", "估算", "estimate")]
    {
        if about.and_then(|about| about.pointer(flag)) == Some(&Value::Bool(true)) {
            title = format!("{title} [{zh} / {en}]");
        }
    }
    let source = [text(about, "/source"), text(about, "/licence")];
    let source = source.into_iter().flatten().collect::<Vec<_>>().join(", ");
    let mut members = json!({"name": layer.features.name()});
    for (name, value) in [("description", title), ("attribution", source)] {
        if !value.trim().is_empty() {
            members[name] = value.trim().into();
        }
    }
    document(tiles, std::slice::from_ref(layer), told, members)
}

fn document(tiles: &str, layers: &[Arc<PackedLayer>], told: Map<String, Value>, members: Value) -> Value {
    let first = layers.iter().map(|layer| layer.features.from_zoom()).min().unwrap_or_default();
    let mut document = json!({
        "tilejson": "3.0.0",
        "scheme": "xyz",
        "tiles": [tiles],
        "minzoom": first,
        "maxzoom": DEEPEST.max(first),
        "vector_layers": layers.iter().map(|layer| described(layer)).collect::<Vec<_>>(),
    });
    let bounds = layers.iter().filter_map(|layer| layer.features.bounds());
    if let Some(all) = bounds.reduce(|all, one| all.union(&one)) {
        document["bounds"] = json!([all.min_lon, all.min_lat, all.max_lon, all.max_lat]);
    }
    let members = members.as_object().cloned().unwrap_or_default();
    for (name, value) in told.into_iter().chain(members) {
        document[name] = value;
    }
    document
}

fn described(layer: &PackedLayer) -> Value {
    let features = &layer.features;
    let fields: Map<String, Value> =
        features.columns().iter().map(|column| (column.name.to_string(), sort(column.sort).into())).collect();
    let mut told = json!({
        "id": features.name(),
        "fields": fields,
        "minzoom": features.from_zoom(),
        "maxzoom": DEEPEST.max(features.from_zoom()),
    });
    if let Some((zh, en)) = meaning(features) {
        told["description"] = format!("{zh} / {en}").into();
    }
    if let Some(hidden) = layer.beside.get("hidden") {
        told["hidden"] = hidden.clone();
    }
    told
}

/// What the layers of analyses show.
fn meaning(layer: &TileLayer) -> Option<(&'static str, &'static str)> {
    match layer.name() {
        "gaps" => Some(("空白区的范围与人口", "gaps with their people")),
        "cells" => Some(("人口格网", "cells with people")),
        "places" => Some((
            "各空白区中能惠及最多人的位置",
            "the place in each gap that would reach most of its people",
        )),
        _ => None,
    }
}

const fn sort(sort: Sort) -> &'static str {
    match sort {
        Sort::Text => "String",
        Sort::Integer | Sort::Number => "Number",
        Sort::Bool => "Boolean",
    }
}

/// By which day, way and people the numbers were made.
fn basis(told: &Map<String, Value>) -> (String, String) {
    let of = |name: &str, pointer: &str| text(told.get(name), pointer).unwrap_or_default().to_owned();
    let day = told.get("as_of").and_then(Value::as_str).unwrap_or_default();
    let year = told.get("population").and_then(|basis| basis.pointer("/year")).cloned().unwrap_or_default();
    let (name, vintage) = (of("population", "/name"), of("population", "/vintage"));
    let mut zh = format!("截至 {day}；{}；人口：{name}，{year} 年末，{vintage}", of("method", "/name_zh"));
    let mut en =
        format!("as of {day}; {}; people: {name}, end of {year}, {vintage}", of("method", "/name_en"));
    let flags = told.get("flags").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
    for flag in flags {
        let (flag_zh, flag_en) = match flag {
            "demo" => ("含演示数据", "with demonstration data"),
            "estimate" => ("人口为估算", "people are an estimate"),
            "schematic" => ("边界为示意", "boundaries are schematic"),
            other => (other, other),
        };
        zh = format!("{zh}；{flag_zh}");
        en = format!("{en}; {flag_en}");
    }
    (zh, en)
}

fn text<'a>(object: Option<&'a Value>, pointer: &str) -> Option<&'a str> {
    object?.pointer(pointer)?.as_str()
}
