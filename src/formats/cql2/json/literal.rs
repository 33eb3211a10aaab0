//! Dates, intervals, boxes and GeoJSON.

use super::read::{Found, expected, node};
use crate::domain::filter::{At, Expr, FilterError, Literal, MAX_VERTICES, Node};
use crate::formats::geojson::geometry::{GeometryRules, read};
use geo_types::Geometry;
use serde_json::Value;

/// A date (`is_day`) or a time.
pub(super) fn instant(value: &Value, pointer: &str, is_day: bool) -> Found<Literal> {
    let found = value.as_str().and_then(Literal::instant);
    found.filter(|literal| matches!(literal, Literal::Date(_)) == is_day).ok_or_else(|| {
        let at = At::Pointer(pointer.to_owned());
        if is_day {
            expected(&at, "日期,如 \"2025-01-31\"", "a date such as \"2025-01-31\"")
        } else {
            expected(&at, "时刻,如 \"2025-01-31T08:00:00Z\"", "a time such as \"2025-01-31T08:00:00Z\"")
        }
    })
}

pub(super) fn interval(value: &Value, pointer: &str, depth: usize) -> Found<Expr> {
    let Value::Array(ends) = value else {
        return Err(two_ends(pointer));
    };
    let [first, last] = &ends[..] else {
        return Err(two_ends(pointer));
    };
    let end = |value: &Value, index: usize| -> Found<Option<Node>> {
        let pointer = format!("{pointer}/{index}");
        if value.as_str() == Some("..") {
            return Ok(None);
        }
        let at = At::Pointer(pointer.clone());
        let found = match value.as_str() {
            Some(text) => Literal::instant(text).map(|literal| Node::new(at.clone(), Expr::Literal(literal))),
            None => Some(node(value, &pointer, depth + 1)?).filter(Node::is_interval_end),
        };
        found.map(Some).ok_or_else(|| {
            expected(
                &at,
                "\"2025-01-31\"、\"2025-01-31T08:00:00Z\"、\"..\" 或属性",
                "\"2025-01-31\", \"2025-01-31T08:00:00Z\", \"..\" or a property",
            )
        })
    };
    Ok(Expr::Interval(Box::new([end(first, 0)?, end(last, 1)?])))
}

fn two_ends(pointer: &str) -> FilterError {
    expected(
        &At::Pointer(pointer.to_owned()),
        "区间的始与终:两个元素的数组",
        "an array of the first and the last of the interval",
    )
}

pub(super) fn a_box(value: &Value, pointer: &str) -> Found<Literal> {
    let numbers: Option<Vec<f64>> = value
        .as_array()
        .and_then(|all| all.iter().map(|one| one.as_f64().filter(|n| n.is_finite())).collect());
    match numbers.as_deref() {
        Some([a, b, c, d] | [a, b, _, c, d, _]) => Ok(Literal::Box([*a, *b, *c, *d])),
        _ => Err(FilterError::new(
            &At::Pointer(pointer.to_owned()),
            "bbox",
            "bbox 应有 4 个数(西,南,东,北)或 6 个数(含高度)",
            "a bbox has four numbers (west, south, east, north), or six with heights",
        )),
    }
}

/// A GeoJSON geometry.
pub(super) fn geometry(value: &Value, pointer: &str) -> Found<Geometry<f64>> {
    let rules = GeometryRules { max_vertices: MAX_VERTICES, max_depth: 1, close_rings: false };
    match read(&value.to_string(), &rules) {
        Ok(Some(geometry)) => Ok(geometry),
        Ok(None) => Err(FilterError::new(
            &At::Pointer(pointer.to_owned()),
            "empty_geometry",
            "几何为空",
            "the geometry is empty",
        )),
        Err(error) => Err(FilterError::new(
            &At::Pointer(format!("{pointer}{}", error.pointer)),
            error.code,
            error.message_zh,
            error.message_en,
        )),
    }
}
