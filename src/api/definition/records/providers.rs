//! `/api/v1/providers`.

use super::{filters, names, tags, usual};
use crate::api::definition::given::{told, told_day};
use crate::api::definition::registered::Resource;
use crate::api::definition::schema::{Object, object, text};
use serde_json::json;

pub fn resource() -> Resource {
    Resource {
        tag: super::TAG,
        path: "providers",
        one: "Provider",
        many: "Providers",
        zh: "指导供应方",
        en: "supplier of guidance",
        filters: filters(&["category", "tag"]),
        computed: object(),
        untold: &[],
        members: members(),
        placed: false,
        ends_by: Some("valid_to"),
        example: json!({"external_id": "P-1", "name_zh": "某健身指导站", "category": "guidance"}),
    }
}

fn members() -> Object {
    names()
        .has(
            "category",
            text().about("类别的编号或名称，见 /api/v1/kinds", "a category's id or name, see /api/v1/kinds"),
        )
        .may("valid_from", told_day())
        .may("valid_to", told_day())
        .may("contact_office", told().about("办公电话，不填个人", "an office and its number, never a person"))
        .like(tags())
        .like(usual())
}
