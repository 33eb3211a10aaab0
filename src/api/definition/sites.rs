//! `/api/v1/sites`.

use super::document::Chapter;
use super::given::{origin, told, told_day, told_flag, told_texts, told_word};
use super::operation::Tag;
use super::parameter::{Parameter, query};
use super::parameters::{access, divisions, kind, level, smart, status};
use super::registered::Resource;
use super::schema::{Object, integer, list, map, number, object, text, uuid};
use crate::domain::site::{Access, Grade, Level, Status};
use serde_json::json;

const TAG: Tag = Tag { name: "sites", zh: "场地", en: "sites" };

pub fn chapter() -> Chapter {
    let mut filters = filters();
    filters.push(
        query("name", text()).about("名称的一部分，中文或英文", "a part of the name, Chinese or English"),
    );
    let resource = Resource {
        tag: TAG,
        path: "sites",
        one: "Site",
        many: "Sites",
        zh: "场地",
        en: "site",
        filters,
        computed: object()
            .has(
                "venue_area_m2",
                number()
                    .or_null()
                    .about("计入的场地面积；未知为 null", "counted venue area; null is not known"),
            )
            .may("length_m", number().about("步道长度（测地线），米", "geodesic length of a trail, metres"))
            .may("container", text().about("所在场地的外部编号", "external id of the site that it lies in")),
        untold: &[],
        members: members(),
        placed: true,
        ends_by: Some("closed_on"),
        example: json!({
            "name_zh": "莫子山篮球场", "kind": "basketball", "access": "free_open", "area_m2": 608, "area_grade": "measured",
            "opened_on": "2021-06-01", "geometry": {"type": "Point", "coordinates": [123.463, 41.679]},
        }),
    };
    Chapter { tag: TAG, operations: resource.operations(), schemas: resource.schemas() }
}

/// Filters of every list of sites.
pub fn filters() -> Vec<Parameter> {
    let container = query("container", list(uuid()).some());
    vec![
        kind(),
        status(),
        access(),
        level(),
        container.about("所在场地的编号", "ids of the sites that they lie in").shared("container"),
        divisions(),
        smart(),
    ]
}

fn members() -> Object {
    let segment = object().may("width_m", number().or_null()).may("surface", told()).closed();
    let allocation = object().has("division", text()).has("share", number().least(0).most(1)).closed();
    object()
        .has("name_zh", text().length(1, 2_000))
        .may("name_en", told())
        .has(
            "kind",
            text().about("类型的编号或名称，见 /api/v1/kinds", "a kind's id or name, see /api/v1/kinds"),
        )
        .may("status", told_word(Status::ALL.iter().map(|word| word.as_str())))
        .may("access", told_word(Access::ALL.iter().map(|word| word.as_str())))
        .may("level", told_word(Level::ALL.iter().map(|word| word.as_str())))
        .may("owner", told())
        .may("operator", told())
        .may("funder", told())
        .may("receiver", told())
        .may("maintainer", told())
        .may("programmes", told_texts().about("政策标签，如 smart", "policy labels, such as smart"))
        .may(
            "area_m2",
            number()
                .least(0)
                .or_null()
                .about("实测场地面积，平方米；未知为 null", "surveyed venue area, m2; null is unknown"),
        )
        .may("area_grade", told_word(Grade::ALL.iter().map(|word| word.as_str())))
        .may(
            "counts_area",
            told_flag().about("false：面积已计入另一场地", "false: the surface is counted by another site"),
        )
        .may("container_id", uuid().or_null().about("所在的场地", "the site that it lies in"))
        .may(
            "allocation",
            list(allocation.schema()).or_null().about(
                "面积在区划间的分配，份额之和为 1",
                "the area's split over divisions; the shares sum to 1",
            ),
        )
        .may(
            "segments",
            list(segment.schema()).or_null().about(
                "步道各段，与几何各部分同序",
                "segments of a trail, in the order of the geometry's parts",
            ),
        )
        .may("opened_on", told_day())
        .may("closed_on", told_day())
        .may("capacity", integer().least(0).most(10_000_000).or_null())
        .may("surface", told())
        .may("lighting", told_flag())
        .may("accessible", told_flag())
        .may("opening_hours", told())
        .may("address", told())
        .may("photos", told_texts())
        .may("official_codes", map(text()).or_null())
        .like(origin())
        .may("note", told())
        .may("demo", told_flag().about("演示数据", "demonstration data"))
}
