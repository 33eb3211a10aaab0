//! What a client may send of a thing that it registers or changes.
//!
//! The document tells what a client should send. More is understood: numbers and days as they stand in
//! tables, Chinese words for the English ones (see `registry::draft`).

use super::schema::{Object, Schema, anything, boolean, constant, date, number, object, text, uuid, word};
use crate::domain::change::Reason;

/// Longest text of a member, characters.
const LONGEST: u64 = 2_000;

/// A text member.
pub fn told() -> Schema {
    text().length(0, LONGEST).or_null()
}

pub fn told_word<'a>(words: impl IntoIterator<Item = &'a str>) -> Schema {
    word(words).or_null()
}

pub fn told_day() -> Schema {
    date().or_null()
}

pub fn told_flag() -> Schema {
    boolean().or_null()
}

pub fn told_id() -> Schema {
    uuid().or_null()
}

pub fn told_texts() -> Schema {
    super::schema::list(text()).or_null()
}

/// What stands in the log about the change itself.
pub fn change() -> Object {
    let reasons = Reason::ALL.iter().map(|reason| reason.as_str());
    object()
        .may(
            "effective_from",
            told_day().about("从哪天起如此；不能晚于今天", "since when it is so; not after today"),
        )
        .may("reason", told_word(reasons).about("变更原因", "why it is changed"))
}

/// Whose it is and where it came from.
pub fn origin() -> Object {
    object()
        .may(
            "external_id",
            told().about(
                "来源自己的编号，与 source 一起唯一",
                "the bringer's own key; unique together with `source`",
            ),
        )
        .may("source", told().about("来源", "where it came from"))
}

/// A place: a geometry, or `lon` and `lat`.
pub fn place() -> Object {
    object()
        .may("geometry", super::geojson::geometry().about("或用 lon、lat", "or `lon` and `lat`"))
        .may("lon", number().or_null())
        .may("lat", number().or_null())
        .may(
            "crs",
            told().about(
                "坐标系：wgs84（默认）、cgcs2000、gcj02、bd09 或 EPSG:n；换算一次，原值留存",
                "the datum of the coordinates: wgs84 (default), cgcs2000, gcj02, bd09 or EPSG:n; converted once, the original is kept",
            ),
        )
        .may("accuracy_m", number().least(0).most(100_000).or_null().about("定位精度，米", "accuracy of the position, metres"))
}

/// The id that a client made itself, so that sending again is harmless.
pub fn id() -> Object {
    object().may("id", uuid().or_null().about("客户端自编的 UUID", "a UUID that the client made"))
}

/// Members that answers carry and nobody sets; a feature that was read may be sent back whole.
const COMPUTED: [&str; 9] = [
    "version",
    "division_name_zh",
    "venue_area_m2",
    "length_m",
    "distance_m",
    "container",
    "site",
    "site_name_zh",
    "figure",
];

/// The same members as a GeoJSON Feature.
pub fn feature(members: Object) -> Schema {
    let computed = COMPUTED.iter().fold(members, |all, name| all.may(name, anything()));
    object()
        .has("type", constant("Feature"))
        .may("id", uuid().or_null())
        .may("geometry", super::geojson::geometry())
        .has("properties", computed.closed())
        .schema()
}
