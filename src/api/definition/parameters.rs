//! Query parameters that several resources take.

use super::parameter::{Parameter, query};
use super::schema::{boolean, count, date, integer, list, number, numbers, text, word};
use crate::domain::site::{Access, Level, Status};

/// Degrees WGS 84: west, south, east, north; or with heights, six.
pub fn bbox() -> Parameter {
    query("bbox", numbers(4, 6).example(serde_json::json!([123.4, 41.6, 123.5, 41.7])))
        .about(
            "西,南,东,北（度，先经度后纬度）；六个数时带高程；西大于东即跨日界线",
            "west,south,east,north in degrees, longitude first; six numbers have heights; west > east crosses the antimeridian",
        )
        .shared("bbox")
}

/// When features were there.
pub fn datetime() -> Parameter {
    query("datetime", text().example("2024-01-01/.."))
        .about(
            "时刻或区间，以 .. 为开放端；没有日期的要素总在",
            "an instant, or an interval with `..` for an open end; features without days are always there",
        )
        .shared("datetime")
}

/// How many and from where.
pub fn page() -> [Parameter; 3] {
    let limit = integer().least(1).most(10_000).usually(100);
    [
        query("limit", limit)
            .about("每页条数，超过最大值按最大值", "features of a page; more than the maximum is capped")
            .shared("limit"),
        query("cursor", text().pattern("^[A-Za-z0-9_-]+$"))
            .about("位置，取自 next 链接", "opaque, from a `next` link")
            .shared("cursor"),
        query("offset", count().usually(0)).about("跳过的条数", "features to skip").shared("offset"),
    ]
}

/// A place: a box, a neighbourhood or a polygon; at most one.
pub fn place() -> [Parameter; 6] {
    [
        bbox(),
        query("near", numbers(2, 2).example(serde_json::json!([123.463, 41.679])))
            .about(
                "经度,纬度：按距离排序，须与 radius 或 k 一起用",
                "lon,lat: ordered by distance, with `radius` or `k`",
            )
            .shared("near"),
        query("radius", number().least(0).most(20_004_000))
            .about("米（测地线）", "geodesic metres")
            .shared("radius"),
        query("k", integer().least(1).most(10_000)).about("最近的几个", "so many nearest").shared("k"),
        query("within", text().example("POLYGON((123.4 41.6,123.5 41.6,123.5 41.7,123.4 41.7,123.4 41.6))"))
            .about("多边形，GeoJSON 或 WKT", "a polygon or polygons, GeoJSON or WKT")
            .shared("within"),
        query("crs", text().example("gcj02"))
            .about(
                "near、within 的坐标系：wgs84、cgcs2000、gcj02、bd09 或 EPSG:n",
                "the datum of `near` and `within`: wgs84, cgcs2000, gcj02, bd09 or EPSG:n",
            )
            .shared("datum"),
    ]
}

/// Best knowledge of a day.
pub fn as_of() -> Parameter {
    query("as_of", date())
        .about("截至这一天；不给即今天", "as of this day; today when it is not given")
        .example("2023-12-31")
        .shared("as_of")
}

/// What was known then.
pub fn known_at() -> Parameter {
    query("known_at", text().example("2026-01-31T12:00:00+08:00"))
        .about(
            "只用此时已登记的：时刻（RFC 3339），或日期（指当日结束）",
            "only what was recorded by then: an instant (RFC 3339), or a day, which means its end",
        )
        .shared("known_at")
}

/// One division, by any of its names.
pub fn division() -> Parameter {
    query("division", text().example("210112"))
        .about(
            "行政区划：编号、名称、外部编号、代码、系统:代码；unassigned 为不在任何区划内的",
            "a division by id, name, external id, code or system:code; `unassigned` is what lies in none",
        )
        .shared("division")
}

/// Several divisions, with all that lies in them.
pub fn divisions() -> Parameter {
    query("division", list(text()).some())
        .about(
            "一个或多个行政区划（同上），含其下级",
            "divisions by any of their names, with all that lies in them; `unassigned` is what lies in none",
        )
        .shared("divisions")
}

/// Kinds, by id or name.
pub fn kind() -> Parameter {
    query("kind", list(text()).some())
        .about("类型的编号或名称，见 /api/v1/kinds", "kinds by id or name, see /api/v1/kinds")
        .shared("kind")
}

pub fn status() -> Parameter {
    let words = word(Status::ALL.iter().map(|status| status.as_str()));
    query("status", list(words).some()).about("状态", "statuses").shared("status")
}

pub fn access() -> Parameter {
    let words = word(Access::ALL.iter().map(|access| access.as_str()));
    query("access", list(words).some()).about("开放类型", "access classes").shared("access")
}

/// Of sites.
pub fn level() -> Parameter {
    let words = word(Level::ALL.iter().map(|level| level.as_str()));
    query("level", list(words).some()).about("级别", "levels").shared("site_level")
}

pub fn smart() -> Parameter {
    query("smart", boolean()).about("是否智能", "smart ones, or the others").shared("smart")
}
