//! Styles for MapLibre: how a map of the registry looks. They name no glyphs and no sprite, so that a map draws
//! its labels with the fonts of its own machine, Chinese ones too, and asks nobody else for anything.

use super::labels::DIVISION_LABELS;
use super::{json, take_only};
use crate::api::address::Address;
use crate::api::error::ApiError;
use crate::api::etag::IfNoneMatch;
use crate::api::query::Params;
use crate::api::state::App;
use crate::domain::kind::Catalogue;
use crate::registry::RegistryError;
use crate::registry::error::Thing;
use axum::extract::{Path, State};
use axum::response::Response;
use serde_json::{Value, json};

/// Names and titles of the styles there are.
const STYLES: [(&str, &str); 2] = [
    ("sites", "体育场地，按类型着色 / sites, coloured by kind"),
    ("access", "体育场地，按开放情况着色 / sites, coloured by who may use them"),
];

/// `GET /styles`.
pub async fn list_styles(
    address: Address,
    cached: IfNoneMatch,
    params: Params,
) -> Result<Response, ApiError> {
    super::only_json(params)?;
    let styles = STYLES.map(|(id, title)| {
        let href = address.of(&format!("/styles/{id}.json"));
        json!({"id": id, "title": title, "links": [{"rel": "stylesheet", "type": MEDIA_TYPE, "href": href}]})
    });
    let links = [json!({"rel": "self", "type": "application/json", "href": address.of("/styles")})];
    Ok(json(&json!({"default": STYLES[0].0, "styles": styles, "links": links}), &cached))
}

const MEDIA_TYPE: &str = "application/vnd.mapbox.style+json";

/// `GET /styles/{name}.json`.
pub async fn get_style(
    State(app): State<App>,
    Path(file): Path<String>,
    address: Address,
    cached: IfNoneMatch,
    mut params: Params,
) -> Result<Response, ApiError> {
    take_only(&mut params, &["json"]);
    params.finish()?;
    let name = file.strip_suffix(".json").ok_or(ApiError::NoSuchPath)?;
    let catalogue = &app.registry.reference().catalogue;
    let (title, colour) = match STYLES.iter().find(|(id, _)| *id == name) {
        Some((id @ "sites", title)) => (*title, (*id, by_kind(catalogue))),
        Some((id, title)) => (*title, (*id, by_access())),
        None => {
            return Err(RegistryError::NotFound { what: Thing::Anything, id: name.to_owned() }.into());
        }
    };
    let district = &app.registry.reference().district;
    let mut style = json!({
        "version": 8,
        "name": title,
        "metadata": {"jiantu:style": colour.0},
        "sources": {
            "jiantu": {"type": "vector", "url": address.of("/tiles/divisions,clusters,sites.json")},
        },
        "layers": layers(&colour.1),
    });
    if let Some([west, south, east, north]) = district.bbox {
        style["center"] = json!([f64::midpoint(west, east), f64::midpoint(south, north)]);
        style["zoom"] = 10.into();
    }
    Ok(json(&style, &cached))
}

const INK: &str = "#16302e";
const PAPER: &str = "#eceeea";
/// Levels of divisions whose names would cover those of the larger ones on a map of the whole district.
const SMALL: [&str; 2] = ["community", "village"];
const FONT: [&str; 3] = ["Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei"];

/// Colours of families of facilities, told apart also by those who see few colours; the last is any other's.
const FAMILIES: [(&str, &str); 8] = [
    ("ball", "#d1661c"),
    ("walk", "#1f7a4d"),
    ("dance", "#b0377f"),
    ("strength", "#3b5bb5"),
    ("water", "#1795b3"),
    ("ice_snow", "#6f8fd6"),
    ("wheels", "#8a6d1b"),
    ("other", "#68706e"),
];

/// A site's or a cell's colour by its kind's family; a cell's kind is its commonest.
fn by_kind(catalogue: &Catalogue) -> Value {
    let mut cases = vec![json!("match"), json!(["get", "kind"])];
    for (family, colour) in FAMILIES {
        let kinds: Vec<&str> = catalogue
            .kinds()
            .iter()
            .filter(|kind| kind.group == family)
            .map(|kind| kind.id.as_str())
            .collect();
        if !kinds.is_empty() {
            cases.extend([json!(kinds), json!(colour)]);
        }
    }
    let other = json!(FAMILIES[FAMILIES.len() - 1].1);
    if cases.len() == 2 {
        return other;
    }
    cases.push(other);
    Value::Array(cases)
}

/// A site's colour by who may use it; what does not operate is grey, and so is a cell, which has all sorts.
fn by_access() -> Value {
    json!([
        "case",
        ["!=", ["coalesce", ["get", "status"], ""], "operating"],
        "#8b9490",
        [
            "match",
            ["coalesce", ["get", "access"], ""],
            "free_open",
            "#16324f",
            "open",
            "#3f7cac",
            "members",
            "#9a5ba5",
            "closed",
            "#a8482f",
            "#b9a46a"
        ]
    ])
}

fn layers(colour: &Value) -> Value {
    let cell = json!(["has", "count"]);
    let no_cell = json!(["!", ["has", "count"]]);
    let of = |sort: &str| json!(["all", ["!", ["has", "count"]], ["==", ["geometry-type"], sort]]);
    // Every site has a Chinese name; QGIS makes nothing of a choice between several.
    let name = json!(["get", "name_zh"]);
    json!([
        {"id": "paper", "type": "background", "paint": {"background-color": PAPER}},
        {"id": "division-area", "type": "fill", "source": "jiantu", "source-layer": "divisions",
            "filter": ["==", ["geometry-type"], "Polygon"],
            "paint": {"fill-color": "#ffffff", "fill-opacity": 0.45}},
        {"id": "division-line", "type": "line", "source": "jiantu", "source-layer": "divisions",
            "filter": ["!=", ["get", "boundary_quality"], "schematic"],
            "paint": {"line-color": INK, "line-width": ["interpolate", ["linear"], ["zoom"], 6, 0.4, 12, 1.2]}},
        {"id": "division-line-schematic", "type": "line", "source": "jiantu", "source-layer": "divisions",
            "filter": ["==", ["get", "boundary_quality"], "schematic"],
            "paint": {"line-color": INK, "line-width": 1.0, "line-dasharray": [3, 2.5]}},
        {"id": "cluster-area", "type": "fill", "source": "jiantu", "source-layer": "clusters",
            "filter": ["==", ["geometry-type"], "Polygon"],
            "paint": {"fill-color": "#c2a33a", "fill-opacity": 0.16}},
        {"id": "site-area", "type": "fill", "source": "jiantu", "source-layer": "sites", "filter": of("Polygon"),
            "paint": {"fill-color": colour, "fill-opacity": 0.5, "fill-outline-color": INK}},
        {"id": "site-line-casing", "type": "line", "source": "jiantu", "source-layer": "sites",
            "filter": of("LineString"), "layout": {"line-cap": "round", "line-join": "round"},
            "paint": {"line-color": "#ffffff", "line-width": ["interpolate", ["linear"], ["zoom"], 9, 1.5, 14, 5.5]}},
        {"id": "site-line", "type": "line", "source": "jiantu", "source-layer": "sites",
            "filter": of("LineString"), "layout": {"line-cap": "round", "line-join": "round"},
            "paint": {"line-color": colour, "line-width": ["interpolate", ["linear"], ["zoom"], 9, 0.8, 14, 3]}},
        {"id": "site-cell", "type": "circle", "source": "jiantu", "source-layer": "sites", "filter": cell,
            "paint": {"circle-color": colour, "circle-opacity": 0.72,
                "circle-radius": ["interpolate", ["linear"], ["log10", ["get", "count"]], 0, 2.2, 1, 4, 2, 6, 3, 8.5, 5, 13],
                "circle-stroke-color": "#ffffff", "circle-stroke-width": 0.6}},
        {"id": "site-point", "type": "circle", "source": "jiantu", "source-layer": "sites", "filter": of("Point"),
            "paint": {"circle-color": colour,
                "circle-opacity": ["match", ["coalesce", ["get", "status"], ""], "operating", 1, 0.35],
                "circle-radius": ["interpolate", ["linear"], ["zoom"], 5, 1.5, 11, 3.2, 14, 6, 17, 9],
                "circle-stroke-color": "#ffffff",
                "circle-stroke-width": ["interpolate", ["linear"], ["zoom"], 9, 0.4, 13, 1.4]}},
        {"id": "site-cell-count", "type": "symbol", "source": "jiantu", "source-layer": "sites",
            "filter": ["all", ["has", "count"], [">=", ["get", "count"], 100]],
            "layout": {"text-field": ["to-string", ["get", "count"]], "text-font": FONT, "text-size": 10},
            "paint": {"text-color": "#ffffff", "text-halo-color": INK, "text-halo-width": 0.8}},
        {"id": "site-name", "type": "symbol", "source": "jiantu", "source-layer": "sites", "minzoom": 13,
            "filter": no_cell,
            "layout": {"text-field": name, "text-font": FONT, "text-size": 11.5, "text-anchor": "top",
                "text-offset": [0, 0.8], "text-optional": true, "text-max-width": 9},
            "paint": {"text-color": INK, "text-halo-color": "#ffffff", "text-halo-width": 1.5}},
        {"id": "place-name", "type": "symbol", "source": "jiantu", "source-layer": DIVISION_LABELS, "minzoom": 11,
            "maxzoom": 14, "filter": ["match", ["get", "level"], SMALL, true, false],
            "layout": {"text-field": ["get", "name_zh"], "text-font": FONT, "text-size": 10.5},
            "paint": {"text-color": "#5b6b68", "text-halo-color": "#ffffff", "text-halo-width": 1.2}},
        {"id": "division-name", "type": "symbol", "source": "jiantu", "source-layer": DIVISION_LABELS, "maxzoom": 13,
            "filter": ["match", ["get", "level"], SMALL, false, true],
            "layout": {"text-field": ["get", "name_zh"], "text-font": FONT,
                "text-size": ["interpolate", ["linear"], ["zoom"], 8, 10, 12, 14]},
            "paint": {"text-color": INK, "text-halo-color": "#ffffff", "text-halo-width": 1.6}},
    ])
}
