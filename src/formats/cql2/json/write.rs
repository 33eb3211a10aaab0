//! Writes CQL2 JSON.

use crate::domain::filter::{Expr, Filter, Literal, Node};
use crate::formats::cql2::words::{ARITHMETIC, COMPARISONS, RELATIONS, SET_RELATIONS, TIME_RELATIONS, word};
use geo_types::{Coord, Geometry, LineString, Polygon};
use serde_json::{Value, json};

/// The filter as JSON that reads as the same filter.
pub fn write(filter: &Filter) -> String {
    value(filter.root()).to_string()
}

fn value(node: &Node) -> Value {
    match &node.expr {
        Expr::And(all) => operation("and", all),
        Expr::Or(any) => operation("or", any),
        Expr::Not(inner) => operation("not", [&**inner]),
        Expr::Compare(comparison, operands) => operation(word(COMPARISONS, *comparison), &operands[..]),
        Expr::Like(operands) => operation("like", &operands[..]),
        Expr::Between(operands) => operation("between", &operands[..]),
        Expr::In(operand, list) => {
            json!({"op": "in", "args": [value(operand), list.iter().map(value).collect::<Value>()]})
        }
        Expr::IsNull(operand) => operation("isNull", [&**operand]),
        Expr::Spatial(relation, operands) => operation(word(RELATIONS, *relation), &operands[..]),
        Expr::Temporal(relation, operands) => operation(word(TIME_RELATIONS, *relation), &operands[..]),
        Expr::Arrays(relation, operands) => operation(word(SET_RELATIONS, *relation), &operands[..]),
        Expr::Property(name) => json!({"property": name}),
        Expr::Literal(own) => literal(own),
        Expr::Interval(ends) => json!({"interval": [end(ends[0].as_ref()), end(ends[1].as_ref())]}),
        Expr::List(members) => members.iter().map(value).collect(),
        Expr::Arithmetic(arithmetic, operands) => operation(word(ARITHMETIC, *arithmetic), &operands[..]),
        Expr::CaseI(inner) => operation("casei", [&**inner]),
        Expr::AccentI(inner) => operation("accenti", [&**inner]),
        Expr::Call(name, arguments) => operation(name, arguments),
    }
}

fn operation<'a>(op: &str, operands: impl IntoIterator<Item = &'a Node>) -> Value {
    json!({"op": op, "args": operands.into_iter().map(value).collect::<Value>()})
}

fn end(end: Option<&Node>) -> Value {
    match end.map(|node| (&node.expr, node)) {
        None => json!(".."),
        Some((Expr::Literal(Literal::Date(day)), _)) => json!(day.to_string()),
        Some((Expr::Literal(Literal::Timestamp(time)), _)) => json!(time.to_string()),
        Some((_, node)) => value(node),
    }
}

fn literal(literal: &Literal) -> Value {
    match literal {
        Literal::Bool(own) => json!(own),
        Literal::Number(own) => number(*own),
        Literal::Text(text) => json!(text),
        Literal::Date(day) => json!({"date": day.to_string()}),
        Literal::Timestamp(time) => json!({"timestamp": time.to_string()}),
        Literal::Geometry(shape) => geometry(shape),
        Literal::Box(corners) => json!({"bbox": corners.map(number)}),
    }
}

/// Whole numbers without a point.
fn number(number: f64) -> Value {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    if number.fract() == 0.0 && number.abs() < EXACT { json!(number as i64) } else { json!(number) }
}

/// GeoJSON with every digit of the coordinates.
fn geometry(shape: &Geometry<f64>) -> Value {
    let of = |kind: &str, coordinates: Value| json!({"type": kind, "coordinates": coordinates});
    match shape {
        Geometry::Point(point) => of("Point", position(&point.0)),
        Geometry::Line(edge) => of("LineString", line(&LineString::from(*edge))),
        Geometry::LineString(own) => of("LineString", line(own)),
        Geometry::Polygon(own) => of("Polygon", polygon(own)),
        Geometry::MultiPoint(points) => {
            of("MultiPoint", points.iter().map(|point| position(&point.0)).collect())
        }
        Geometry::MultiLineString(lines) => of("MultiLineString", lines.iter().map(line).collect()),
        Geometry::MultiPolygon(polygons) => of("MultiPolygon", polygons.iter().map(polygon).collect()),
        Geometry::Rect(rectangle) => of("Polygon", polygon(&rectangle.to_polygon())),
        Geometry::Triangle(triangle) => of("Polygon", polygon(&triangle.to_polygon())),
        Geometry::GeometryCollection(all) => {
            let members: Value = all.iter().map(geometry).collect();
            json!({"type": "GeometryCollection", "geometries": members})
        }
    }
}

fn position(at: &Coord<f64>) -> Value {
    json!([number(at.x), number(at.y)])
}

fn line(line: &LineString<f64>) -> Value {
    line.0.iter().map(position).collect()
}

fn polygon(polygon: &Polygon<f64>) -> Value {
    std::iter::once(polygon.exterior()).chain(polygon.interiors()).map(line).collect()
}
