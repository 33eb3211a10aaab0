//! `/api/v1/equipment`.

use super::document::Chapter;
use super::given::{origin, told, told_day, told_flag, told_word};
use super::operation::Tag;
use super::parameter::{Parameter, query};
use super::parameters::{divisions, kind, smart};
use super::registered::Resource;
use super::schema::{Object, integer, list, object, text, uuid, word};
use crate::domain::equipment::{EquipmentState, TargetGroup};
use serde_json::json;

const TAG: Tag = Tag { name: "equipment", zh: "健身器材", en: "pieces of equipment on sites" };

pub fn chapter() -> Chapter {
    let resource = Resource {
        tag: TAG,
        path: "equipment",
        one: "Equipment",
        many: "Equipment",
        zh: "器材",
        en: "piece of equipment",
        filters: filters(),
        computed: object()
            .may("site", text().about("所在场地的外部编号", "external id of its site"))
            .may("site_name_zh", text()),
        untold: &[],
        members: members(),
        placed: true,
        ends_by: Some("removed_on"),
        example: json!({"site_id": "0197c5b0-0000-7000-8000-000000000001", "kind": "walker", "installed_on": "2022-05-01"}),
    };
    Chapter { tag: TAG, operations: resource.operations(), schemas: resource.schemas() }
}

/// Filters of every list of equipment.
pub fn filters() -> Vec<Parameter> {
    let states = word(EquipmentState::ALL.iter().map(|state| state.as_str()));
    vec![
        query("site", list(uuid()).some())
            .about("所在场地的编号", "ids of the sites that they stand on")
            .shared("site"),
        kind(),
        query("state", list(states).some()).about("状况", "states").shared("equipment_state"),
        smart(),
        divisions(),
    ]
}

fn members() -> Object {
    object()
        .has("site_id", uuid().about("所在的场地", "the site that it stands on"))
        .has(
            "kind",
            text().about("类型的编号或名称，见 /api/v1/kinds", "a kind's id or name, see /api/v1/kinds"),
        )
        .may("name_zh", told())
        .may("name_en", told())
        .may("maker", told())
        .may("model", told())
        .may("standard_edition", told().example("GB 19272-2024"))
        .may("installed_on", told_day())
        .may("removed_on", told_day())
        .may("design_life_years", integer().least(1).most(100).or_null())
        .may("target_group", told_word(TargetGroup::ALL.iter().map(|word| word.as_str())))
        .may("wheelchair", told_flag())
        .may("smart", told_flag())
        .may("state", told_word(EquipmentState::ALL.iter().map(|word| word.as_str())))
        .may("qr_code", told().about("二维码中的编号，唯一", "the id in its QR code, unique"))
        .may("funder", told())
        .may("owner", told())
        .may("receiver", told())
        .may("maintainer", told())
        .like(origin())
        .may("note", told())
        .may("demo", told_flag().about("演示数据", "demonstration data"))
}
