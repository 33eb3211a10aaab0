//! Vector tiles of collections (OGC API Tiles), their short addresses, and styles of maps.

use super::items::{by_name, filter};
use super::{TAG, collection};
use crate::api::definition::answer::{Answer, Refusal};
use crate::api::definition::headers::{if_none_match, seq};
use crate::api::definition::operation::{Operation, get};
use crate::api::definition::parameter::{Parameter, path, query};
use crate::api::definition::parameters::datetime;
use crate::api::definition::schema::{anything, count, list, named, object, text, word};
use crate::api::features::fields::Field;

const MVT: &str = "application/vnd.mapbox-vector-tile";

pub fn operations(collections: &[String], members: &[Field]) -> Vec<Operation> {
    let set = || {
        path("tileMatrixSetId", word(["WebMercatorQuad", "WorldCRS84Quad"]))
            .about("瓦片方案", "the tile matrix set")
            .shared("tileMatrixSetId")
    };
    let place = || {
        let one = |name: &'static str, zh: &str, en: &str| path(name, count()).about(zh, en).shared(name);
        [
            one("tileMatrix", "级别", "zoom"),
            one("tileRow", "行，自北向南", "row, from the north"),
            one("tileCol", "列，自西向东", "column, from the west"),
        ]
    };
    let chosen = || {
        query("collections", list(text()).some())
            .about("哪些数据集，默认全部", "which collections; all when left out")
            .shared("collections")
    };
    let conditions = || {
        let mut all = vec![datetime()];
        all.extend(filter());
        all.extend(by_name(members));
        all.extend([if_none_match(), seq()]);
        all
    };
    let json = || {
        query("f", word(["json", "application/json"]))
            .about("格式", "the representation")
            .shared("f_json_only")
    };
    let described = |f: Parameter| [f, if_none_match(), seq()];
    let told = |zh: &str, en: &str, name: &str| Answer::json(zh, en, named(name)).with(["ETag"]);
    let drawn = || {
        Answer::new(200, "矢量瓦片；没有要素为零字节", "a vector tile; no bytes without features")
            .file(MVT)
            .with(["ETag"])
    };
    let form =
        || query("f", word(["json", "application/json", "tilejson"])).about("格式", "the representation");
    let mvt = || query("f", word(["mvt", "pbf", MVT])).about("格式", "the representation").shared("f_mvt");
    let both = || named("TileSet");
    vec![
        get("/ogc/tileMatrixSets", "getTileMatrixSetsList")
            .titled(TAG, "瓦片方案", "tile matrix sets")
            .takes([json(), seq()])
            .answers(Answer::json("全部方案", "all there are", named("TileMatrixSets"))),
        get("/ogc/tileMatrixSets/{tileMatrixSetId}", "getTileMatrixSet")
            .titled(TAG, "一个瓦片方案", "one tile matrix set")
            .takes([set(), json(), seq()])
            .answers(Answer::json("方案", "the set", named("TileMatrixSet")))
            .refuses([Refusal::Missing]),
        get("/ogc/tiles", "dataset.vector.getTileSetsList")
            .titled(TAG, "全部数据的瓦片集", "tile sets of all data")
            .takes(described(json()))
            .answers(told("瓦片集", "tile sets", "TileSets"))
            .answers(Answer::unchanged()),
        get("/ogc/tiles/{tileMatrixSetId}", "dataset.vector.getTileSet")
            .titled(TAG, "全部数据的一个瓦片集", "one tile set of all data")
            .takes([set(), chosen(), form()])
            .takes(conditions())
            .answers(Answer::json("瓦片集，或 TileJSON", "the tile set, or TileJSON", both()).with(["ETag"]))
            .answers(Answer::unchanged())
            .refuses([Refusal::Missing]),
        get("/ogc/tiles/{tileMatrixSetId}/{tileMatrix}/{tileRow}/{tileCol}", "dataset.vector.getTile")
            .titled(TAG, "全部数据的一块瓦片", "one tile of all data")
            .takes([set()])
            .takes(place())
            .takes([chosen(), mvt()])
            .takes(conditions())
            .answers(drawn())
            .answers(Answer::new(204, "超出数据范围", "outside of the data's limits"))
            .answers(Answer::unchanged())
            .refuses([Refusal::Missing]),
        get("/ogc/collections/{collectionId}/tiles", "collection.vector.getTileSetsList")
            .titled(TAG, "数据集的瓦片集", "tile sets of a collection")
            .takes([collection(collections)])
            .takes(described(json()))
            .answers(told("瓦片集", "tile sets", "TileSets"))
            .answers(Answer::unchanged())
            .refuses([Refusal::Missing]),
        get("/ogc/collections/{collectionId}/tiles/{tileMatrixSetId}", "collection.vector.getTileSet")
            .titled(TAG, "数据集的一个瓦片集", "one tile set of a collection")
            .takes([collection(collections), set(), form()])
            .takes(conditions())
            .answers(Answer::json("瓦片集，或 TileJSON", "the tile set, or TileJSON", both()).with(["ETag"]))
            .answers(Answer::unchanged())
            .refuses([Refusal::Missing]),
        get(
            "/ogc/collections/{collectionId}/tiles/{tileMatrixSetId}/{tileMatrix}/{tileRow}/{tileCol}",
            "collection.vector.getTile",
        )
        .titled(TAG, "数据集的一块瓦片", "one tile of a collection")
        .takes([collection(collections), set()])
        .takes(place())
        .takes([mvt()])
        .takes(conditions())
        .answers(drawn())
        .answers(Answer::new(204, "超出数据范围", "outside of the data's limits"))
        .answers(Answer::unchanged())
        .refuses([Refusal::Missing]),
        get("/tiles/{tilesFile}", "getCollectionTileJson")
            .titled(TAG, "数据集瓦片的 TileJSON", "TileJSON of collections")
            .takes([
                path("tilesFile", text().length(1, 255).pattern("\\.json$").example("sites.json")).about(
                    "数据集（可用逗号分隔多个）加 .json",
                    "collections, separated by commas, and `.json`",
                ),
                json(),
            ])
            .takes(conditions())
            .answers(told("TileJSON 3.0", "TileJSON 3.0", "TileJson"))
            .answers(Answer::unchanged())
            .refuses([Refusal::Missing]),
        get("/tiles/{tilesOf}/{z}/{x}/{y}", "collection.short.getTile")
            .titled(TAG, "一块瓦片，按网络地图的编号", "one tile, by web maps' own numbers")
            .takes([
                path("tilesOf", text().length(1, 255).example("sites"))
                    .about("数据集，可用逗号分隔多个", "collections, separated by commas"),
                path("z", count()).about("级别", "zoom"),
                path("x", count()).about("列", "column"),
                path("y", count()).about("行，自北向南", "row, from the north"),
                mvt(),
            ])
            .takes(conditions())
            .answers(drawn())
            .answers(Answer::new(204, "超出数据范围", "outside of the data's limits"))
            .answers(Answer::unchanged())
            .refuses([Refusal::Missing]),
        get("/styles", "getStyles")
            .titled(TAG, "地图样式", "styles of maps")
            .takes(described(json()))
            .answers(told("样式", "styles", "Styles"))
            .answers(Answer::unchanged()),
        get("/styles/{styleFile}", "getStyle")
            .titled(TAG, "一个 MapLibre 样式", "a style for MapLibre")
            .takes([path("styleFile", text().length(1, 255).pattern("\\.json$").example("sites.json"))
                .about("样式名加 .json", "a style's name and `.json`")])
            .takes(described(json()))
            .answers(
                Answer::new(200, "样式", "the style").of("application/json", named("Style")).with(["ETag"]),
            )
            .answers(Answer::unchanged())
            .refuses([Refusal::Missing]),
    ]
}

/// What tile sets, matrix sets and styles look like.
pub fn schemas() -> Vec<(&'static str, crate::api::definition::schema::Schema)> {
    let open = |names: &[&str]| {
        let told = names.iter().fold(object(), |object, name| object.has(name, anything()));
        told.and_others(anything()).schema()
    };
    vec![
        (
            "TileMatrixSets",
            object().has("links", anything()).has("tileMatrixSets", list(anything())).schema(),
        ),
        ("TileMatrixSet", open(&["id", "uri", "crs", "tileMatrices"])),
        ("TileSets", object().has("links", anything()).has("tilesets", list(anything())).schema()),
        ("TileSet", object().and_others(anything()).schema()),
        ("Styles", open(&["styles"])),
        ("Style", open(&["version", "sources", "layers"])),
    ]
}
