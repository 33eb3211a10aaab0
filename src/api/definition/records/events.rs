//! `/api/v1/events`.

use super::{filters, names, tags, usual};
use crate::api::definition::given::{told, told_day, told_flag, told_id};
use crate::api::definition::parameter::{Parameter, query};
use crate::api::definition::registered::Resource;
use crate::api::definition::schema::{Object, date, integer, list, object, uuid};
use serde_json::json;

pub fn resource() -> Resource {
    Resource {
        tag: super::TAG,
        path: "events",
        one: "Event",
        many: "Events",
        zh: "赛事活动",
        en: "event",
        filters: organised(),
        computed: object(),
        untold: &["organiser"],
        members: members(),
        placed: false,
        ends_by: None,
        example: json!({"external_id": "E-1", "name_zh": "莫子山健步走", "starts_on": "2023-05-01", "participants": 800}),
    }
}

fn members() -> Object {
    names()
        .has("starts_on", date())
        .may("ends_on", told_day())
        .may("brand", told().about("计划所列的品牌", "a brand that the plan asks for"))
        .may("edition", told())
        .may(
            "participants",
            integer()
                .least(0)
                .most(1_000_000_000)
                .or_null()
                .about("人数；null 为不知，不是 0", "people; null is not known, not 0"),
        )
        .may("organiser", told().about("主办组织的外部编号", "external id of the organisation"))
        .may("organiser_id", told_id())
        .may("online", told_flag())
        .like(tags())
        .like(usual())
}

/// Events can be asked for by who organised them.
fn organised() -> Vec<Parameter> {
    let organiser = query("organiser", list(uuid()).some());
    let mut all = filters(&["tag", "brand"]);
    all.push(organiser.about("主办组织的编号", "ids of the organisations that organised them"));
    all
}
