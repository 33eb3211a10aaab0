//! `/api/v1/layers`, `/api/v1/networks`.

use super::answer::Answer;
use super::document::Chapter;
use super::headers::seq;
use super::operation::{Tag, get};
use super::parameters::{as_of, known_at};
use super::schema::{Object, boolean, count, date, integer, list, named, object, text, uuid, word};
use crate::domain::layer::Role;

const TAG: Tag = Tag { name: "layers", zh: "图层与路网", en: "imported layers and street networks" };

pub fn chapter() -> Chapter {
    let layer = thing()
        .may("title_zh", text())
        .may("title_en", text())
        .has("role", word(Role::ALL.map(Role::as_str)))
        .has("features", count())
        .may("estimate", boolean());
    let elevation = object().has("source", text()).has("nodes", count());
    let network = thing()
        .may("dated", date().about("道路测绘的日期", "the day as of which the streets were mapped"))
        .has("nodes", count())
        .has("ways", count())
        .may("elevation", elevation.about("节点高程的来源", "where the heights of its nodes are from"));
    let networks = object()
        .has("networks", list(network.schema()))
        .has("used", text().or_null().about("分析所用的", "the one that analyses use"));
    let layers = object().has("layers", list(named("Layer")));
    Chapter {
        tag: TAG,
        operations: vec![
            get("/api/v1/layers", "listLayers")
                .titled(TAG, "图层", "layers")
                .takes([as_of(), known_at(), seq()])
                .answers(Answer::json("按名称", "by name", named("Layers"))),
            get("/api/v1/networks", "listNetworks")
                .titled(TAG, "路网", "street networks")
                .takes([as_of(), known_at(), seq()])
                .answers(Answer::json("按名称", "by name", named("Networks"))),
        ],
        schemas: vec![
            ("Layer".to_owned(), layer.schema()),
            ("Layers".to_owned(), layers.schema()),
            ("Networks".to_owned(), networks.schema()),
        ],
    }
}

/// What layers and networks have in common.
fn thing() -> Object {
    object()
        .has("id", uuid())
        .has("name", text())
        .may("source", text())
        .may("licence", text())
        .may("demo", boolean())
        .has("blob", text().about("内容的 SHA-256", "SHA-256 of its content"))
        .has("version", integer().least(1))
        .has("effective_from", date())
}
