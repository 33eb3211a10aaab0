//! Vector tiles of analyses and of imported layers, by web maps' own numbers.

use super::answer::{Answer, Refusal};
use super::document::Chapter;
use super::headers::{if_none_match, seq};
use super::operation::{Operation, Tag, get};
use super::parameter::{Parameter, path};
use super::parameters::{as_of, known_at};
use super::schema::{Schema, list, map, named, number, numbers, object, text};

const TAG: Tag = Tag {
    name: "analysis-tiles",
    zh: "分析与图层的矢量瓦片",
    en: "vector tiles of analyses and imported layers",
};

const MVT: &str = "application/vnd.mapbox-vector-tile";

pub fn chapter() -> Chapter {
    let name =
        || path("name", text().length(1, 255)).about("图层的名称", "the layer's name").shared("layer_name");
    let mut operations = Vec::new();
    operations.extend(set("/api/v1/gaps", "Gaps", "空白区", "gaps", super::study::tiled_gaps()));
    operations.extend(set("/api/v1/reach", "Reach", "可达", "reach", super::study::tiled_reach()));
    let layer = vec![name(), as_of(), known_at()];
    operations.extend(set("/api/v1/layers/{name}", "Layer", "图层", "a layer", layer));
    Chapter { tag: TAG, operations, schemas: vec![("TileJson".to_owned(), tile_json())] }
}

/// A tile set's description and its tiles.
fn set(at: &str, name: &str, zh: &str, en: &str, asked: Vec<Parameter>) -> [Operation; 2] {
    let place = |name: &'static str, zh: &str, en: &str| {
        path(name, super::schema::count()).about(zh, en).shared(format!("tile_{name}"))
    };
    let asked = move || asked.clone().into_iter().chain([if_none_match(), seq()]);
    [
        get(format!("{at}/tiles.json"), format!("get{name}TileJson"))
            .titled(TAG, &format!("{zh}瓦片的说明"), &format!("what the tiles of {en} hold"))
            .takes(asked())
            .answers(Answer::json("TileJSON 3.0", "TileJSON 3.0", named("TileJson")).with(["ETag"]))
            .answers(Answer::unchanged())
            .refuses([Refusal::Missing, Refusal::Conflict]),
        get(format!("{at}/tiles/{{z}}/{{x}}/{{y}}"), format!("{}.vector.getTile", name.to_lowercase()))
            .titled(TAG, &format!("{zh}的一块瓦片"), &format!("one tile of {en}"))
            .about("没有要素的瓦片为 200、零字节。", "A tile without features is 200 with no bytes.")
            .takes([
                place("z", "级别，0 至 24", "zoom, 0 to 24"),
                place("x", "列", "column"),
                place("y", "行，自北向南", "row, from the north"),
            ])
            .takes(asked())
            .answers(Answer::new(200, "矢量瓦片", "a vector tile").file(MVT).with(["ETag"]))
            .answers(Answer::unchanged())
            .refuses([Refusal::Missing, Refusal::Conflict]),
    ]
}

fn tile_json() -> Schema {
    let zoom = || super::schema::integer().least(0).most(24);
    let layer = object()
        .has("id", text())
        .has("fields", map(text()))
        .has("minzoom", zoom())
        .has("maxzoom", zoom())
        .may("description", text())
        .may(
            "hidden",
            super::schema::anything().about("人数太少而不示的", "what is hidden because it is of few people"),
        );
    object()
        .has("tilejson", super::schema::constant("3.0.0"))
        .has("scheme", super::schema::constant("xyz"))
        .has("tiles", list(text()).about("地址，含 {z}、{x}、{y}", "addresses with {z}, {x}, {y}"))
        .has("minzoom", zoom())
        .has("maxzoom", zoom())
        .has("vector_layers", list(layer.schema()))
        .may("bounds", numbers(4, 4))
        .may("center", list(number()))
        .has("name", text())
        .may("description", text())
        .may("attribution", text())
        .and_others(super::schema::anything())
        .about(
            "数字的由来（日期、方法、人口、标记）与 GeoJSON 回答同名并列",
            "what the numbers were made by stands beside, under the names of the GeoJSON answer",
        )
}
