//! Writing features (OGC API Features, part 4).

use super::{TAG, edited, feature};
use crate::api::definition::answer::{Answer, Refusal};
use crate::api::definition::headers::{content_crs, idempotency_key, if_match, if_unmodified_since, seq};
use crate::api::definition::operation::{Operation, delete, options, patch, post, put};
use crate::api::definition::schema::{any_of, named};
use crate::api::features::GEOJSON;

const ITEMS: &str = "/ogc/collections/{collectionId}/items";
const ITEM: &str = "/ogc/collections/{collectionId}/items/{featureId}";

pub fn operations(collections: &[String]) -> Vec<Operation> {
    let place = || [edited(collections), feature()];
    let written = |status, zh, en| {
        let body = any_of([named("Feature"), named("Written")]);
        Answer::new(status, zh, en).of(GEOJSON, body.clone()).of("application/json", body).with(["ETag"])
    };
    let bodies = || [(GEOJSON, named("FeatureGiven")), ("application/json", named("FeatureGiven"))];
    let merge = (
        "application/merge-patch+json",
        crate::api::definition::schema::map(crate::api::definition::schema::anything()),
    );
    let allowed = || Answer::new(204, "可用的方法", "what can be done").with(["Allow"]);
    vec![
        post(ITEMS, "createFeature")
            .titled(TAG, "登记要素", "register a feature")
            .about("只读的数据集为 405。", "A collection that is read-only answers 405.")
            .writes()
            .takes([edited(collections), content_crs(), idempotency_key(), seq()])
            .body_of(bodies())
            .answers(written(201, "已登记", "registered").with(["Location", "Idempotent-Replayed"]))
            .refuses(Refusal::OF_BODY)
            .refuses([Refusal::Missing, Refusal::Method, Refusal::Conflict, Refusal::KeyReused]),
        options(ITEMS, "optionsOfFeatures")
            .titled(TAG, "能否登记", "whether features can be registered")
            .takes([edited(collections), seq()])
            .answers(allowed())
            .refuses([Refusal::Missing]),
        put(ITEM, "replaceFeature")
            .titled(TAG, "替换要素", "replace a feature")
            .about("没有写出的值会被删去，位置除外。", "What is not named is removed, except the place.")
            .writes()
            .takes(place())
            .takes([if_match(), if_unmodified_since(), content_crs(), seq()])
            .body_of(bodies())
            .answers(written(200, "替换后", "as it stands now"))
            .refuses(Refusal::OF_BODY)
            .refuses(Refusal::OF_CHANGE)
            .refuses([Refusal::Method]),
        patch(ITEM, "updateFeature")
            .titled(TAG, "修改要素", "change a feature")
            .about("合并补丁（RFC 7396）：null 为删去。", "A merge patch (RFC 7396): `null` removes.")
            .writes()
            .takes(place())
            .takes([if_match(), if_unmodified_since(), content_crs(), idempotency_key(), seq()])
            .body_of([merge].into_iter().chain(bodies()))
            .answers(written(200, "修改后", "as it stands now"))
            .refuses(Refusal::OF_BODY)
            .refuses(Refusal::OF_CHANGE)
            .refuses([Refusal::Method, Refusal::KeyReused]),
        delete(ITEM, "deleteFeature")
            .titled(TAG, "删除要素", "remove a feature")
            .about("历史仍保留，此后为 404。", "History keeps it, 404 after.")
            .writes()
            .takes(place())
            .takes([if_match(), if_unmodified_since(), seq()])
            .answers(Answer::new(204, "已删除", "removed"))
            .refuses(Refusal::OF_CHANGE)
            .refuses([Refusal::Method]),
        options(ITEM, "optionsOfFeature")
            .titled(TAG, "能否修改", "whether a feature can be changed")
            .takes(place())
            .takes([seq()])
            .answers(allowed())
            .refuses([Refusal::Missing]),
    ]
}
