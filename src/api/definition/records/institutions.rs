//! `/api/v1/institutions`.

use super::{filters, names, tags, usual};
use crate::api::definition::given::{told, told_day};
use crate::api::definition::registered::Resource;
use crate::api::definition::schema::{Object, object, text};
use serde_json::json;

pub fn resource() -> Resource {
    Resource {
        tag: super::TAG,
        path: "institutions",
        one: "Institution",
        many: "Institutions",
        zh: "机构",
        en: "institution",
        filters: filters(&["kind", "tag"]),
        computed: object(),
        untold: &[],
        members: members(),
        placed: true,
        ends_by: Some("closed_on"),
        example: json!({"external_id": "I-1", "name_zh": "莫子山养老院", "kind": "elderly_care"}),
    }
}

fn members() -> Object {
    names()
        .has(
            "kind",
            text().about("类型的编号或名称，见 /api/v1/kinds", "a kind's id or name, see /api/v1/kinds"),
        )
        .may("opened_on", told_day())
        .may("closed_on", told_day())
        .may("address", told())
        .may("contact_office", told().about("办公电话，不填个人", "an office and its number, never a person"))
        .like(tags())
        .like(usual())
}
