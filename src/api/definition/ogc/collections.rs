//! The collections, one of them, and its schemas.

use super::{TAG, collection, document, form};
use crate::api::definition::answer::{Answer, Refusal};
use crate::api::definition::headers::seq;
use crate::api::definition::operation::{Operation, get};
use crate::api::definition::schema::{named, text};
use crate::api::ogc::form::{DOCUMENT, HTML};
use crate::api::ogc::schema::FORMS;

pub fn operations(collections: &[String]) -> Vec<Operation> {
    let one = "/ogc/collections/{collectionId}";
    let below = |end: &str, id: &str, zh: &str, en: &str| {
        get(format!("{one}/{end}"), id)
            .titled(TAG, zh, en)
            .takes([collection(collections), form(FORMS), seq()])
            .answers(
                Answer::new(200, "JSON Schema 2020-12", "JSON Schema 2020-12")
                    .of("application/schema+json", named("JsonSchema"))
                    .of(HTML.media, text()),
            )
            .refuses([Refusal::Missing])
    };
    vec![
        get("/ogc/collections", "getCollections")
            .titled(TAG, "全部数据集", "all collections")
            .takes([form(DOCUMENT), seq()])
            .answers(document("各数据集", "the collections", named("Collections"))),
        get(one, "describeCollection")
            .titled(TAG, "一个数据集", "one collection")
            .takes([collection(collections), form(DOCUMENT), seq()])
            .answers(document("它的说明", "what it is", named("Collection")))
            .refuses([Refusal::Missing]),
        below("queryables", "getQueryables", "可筛选的属性", "by what features can be filtered"),
        below("sortables", "getSortables", "可排序的属性", "by what features can be ordered"),
        below("schema", "getSchema", "要素的结构", "what features look like"),
    ]
}
