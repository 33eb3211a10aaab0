//! `/api/v1/organisations`.

use super::{filters, names, tags, usual};
use crate::api::definition::given::{told, told_day, told_flag};
use crate::api::definition::registered::Resource;
use crate::api::definition::schema::{Object, object, text};
use serde_json::json;

pub fn resource() -> Resource {
    Resource {
        tag: super::TAG,
        path: "organisations",
        one: "Organisation",
        many: "Organisations",
        zh: "体育组织",
        en: "organisation",
        filters: filters(&["kind", "tag"]),
        computed: object(),
        untold: &[],
        members: members(),
        placed: true,
        ends_by: Some("closed_on"),
        example: json!({"external_id": "A-1", "name_zh": "莫子山社区体育协会", "kind": "association", "division": "莫子山社区"}),
    }
}

fn members() -> Object {
    names()
        .has(
            "kind",
            text().about("类型的编号或名称，见 /api/v1/kinds", "a kind's id or name, see /api/v1/kinds"),
        )
        .may("founded_on", told_day())
        .may("closed_on", told_day())
        .may(
            "activity_room",
            told_flag().about("有无活动场所；null 为不知", "whether it has a room; null is not known"),
        )
        .may("address", told())
        .may("contact_office", told().about("办公电话，不填个人", "an office and its number, never a person"))
        .like(tags())
        .like(usual())
}
