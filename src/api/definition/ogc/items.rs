//! Reading features of a collection.

use super::{TAG, collection, feature, form};
use crate::api::definition::answer::{Answer, Refusal};
use crate::api::definition::headers::{if_none_match, seq};
use crate::api::definition::operation::{Operation, get};
use crate::api::definition::parameter::{Parameter, query};
use crate::api::definition::parameters::{bbox, datetime, divisions, page, smart};
use crate::api::definition::schema::{boolean, date, integer, list, named, number, text, word};
use crate::api::features::GEOJSON;
use crate::api::features::fields::{Field, Sort};
use crate::api::ogc::form::HTML;
use crate::api::ogc::items::{FORMS, GEO_JSON};

pub fn operations(collections: &[String], members: &[Field]) -> Vec<Operation> {
    let all = FORMS.iter().filter(|form| form.name != GEO_JSON.name).fold(
        Answer::new(200, "一页要素；其他格式为整个数据集", "a page of features; other forms are sent whole")
            .of(GEOJSON, named("FeatureCollection")),
        |answer, form| {
            if form.name == HTML.name { answer.of(form.media, text()) } else { answer.file(form.media) }
        },
    );
    vec![
        get("/ogc/collections/{collectionId}/items", "getFeatures")
            .titled(TAG, "要素", "features")
            .about(
                "可按任一属性名筛选（逗号分隔多个值），属性见 queryables；数据集没有的参数会被拒绝。",
                "Any member of `queryables` is a filter by its name, several values with commas; what a collection does not know is refused.",
            )
            .takes([
                collection(collections),
                bbox(),
                crs("bbox-crs", "bbox 的坐标参照系", "the reference system of `bbox`"),
                datetime(),
            ])
            .takes(page())
            .takes(filter())
            .takes(shape())
            .takes(by_name(members))
            .takes([form(FORMS), seq()])
            .answers(all.with(["Link", "Content-Crs"]))
            .refuses([Refusal::Missing]),
        get("/ogc/collections/{collectionId}/items/{featureId}", "getFeature")
            .titled(TAG, "一个要素", "one feature")
            .takes([collection(collections), feature()])
            .takes(shape().into_iter().filter(|one| one.name() != "sortby"))
            .takes([form(&[GEO_JSON, HTML]), if_none_match(), seq()])
            .answers(
                Answer::new(200, "现状", "as it stands")
                    .of(GEOJSON, named("Feature"))
                    .of(HTML.media, text())
                    .with(["ETag", "Last-Modified", "Content-Crs"]),
            )
            .answers(Answer::unchanged())
            .refuses([Refusal::Missing]),
    ]
}

fn crs(name: &'static str, zh: &str, en: &str) -> Parameter {
    let schema = text().example("http://www.opengis.net/def/crs/EPSG/0/4490");
    query(name, schema).about(zh, en).shared(name)
}

/// CQL2.
pub(super) fn filter() -> [Parameter; 3] {
    [
        query("filter", text().example("status = 'operating' AND area_m2 > 500"))
            .about("CQL2 条件", "a condition in CQL2")
            .shared("filter"),
        query("filter-lang", word(["cql2-text", "cql2-json", "cql-text"]))
            .about(
                "filter 的写法；不给则看第一个字符",
                "how `filter` is written; by its first character when it is not given",
            )
            .shared("filter-lang"),
        crs("filter-crs", "filter 中坐标的参照系", "the reference system of coordinates in `filter`"),
    ]
}

/// How features are told.
fn shape() -> [Parameter; 4] {
    [
        query("sortby", list(text()).some().example(serde_json::json!(["-opened_on"])))
            .about(
                "排序的属性，- 为降序，见 sortables",
                "members to order by, `-` for downwards, see `sortables`",
            )
            .shared("sortby"),
        query("properties", list(text()).some())
            .about("只给这些属性", "only these members")
            .shared("properties"),
        query("skipGeometry", boolean().usually(false))
            .about("不给位置", "without places")
            .shared("skipGeometry"),
        crs(
            "crs",
            "坐标的参照系，见数据集的 crs",
            "the reference system of the answer, see `crs` of the collection",
        ),
    ]
}

/// Every filter by its own name, of whatever collection: there are clients that ask by those only that are listed.
pub(super) fn by_name(members: &[Field]) -> Vec<Parameter> {
    let tags =
        query("tag", list(text()).some()).about("标签：组织、机构", "tags of organisations and institutions");
    let mut all = vec![divisions(), smart(), tags.shared("record_tag")];
    let taken = |all: &[Parameter], name: &str| {
        let own = [page().to_vec(), filter().to_vec(), shape().to_vec(), vec![bbox(), datetime()]].concat();
        ["f", "bbox-crs"].contains(&name) || own.iter().chain(all).any(|one| one.name() == name)
    };
    for member in members {
        if taken(&all, &member.name) {
            continue;
        }
        let schema = match member.sort {
            Sort::Text | Sort::Texts => text(),
            Sort::Integer => integer(),
            Sort::Number => number(),
            Sort::Bool => boolean(),
            Sort::Date => date(),
            Sort::List | Sort::Object | Sort::Nested => continue,
        };
        all.push(query(member.name.as_str(), schema).about(&member.zh, &member.en));
    }
    all
}
