//! Writes CQL2 text.

use super::primary::{RESERVED, is_operation};
use crate::domain::filter::{Arithmetic, Expr, Filter, Literal, Node};
use crate::formats::cql2::words::{
    ARITHMETIC, COMPARISONS, RELATIONS, SET_RELATIONS, TIME_RELATIONS, is_identifier, number, word,
};
use geo_types::{Coord, Geometry, LineString, Polygon};

/// The filter as a text that reads as the same filter.
pub fn write(filter: &Filter) -> String {
    let mut out = String::new();
    put(filter.root(), Rank::Or, &mut out);
    out
}

/// How strongly an operator holds its operands.
#[derive(Clone, Copy, PartialEq, PartialOrd)]
enum Rank {
    Or,
    And,
    Not,
    Comparison,
    Sum,
    Product,
    Power,
    Value,
}

fn rank(expr: &Expr) -> Rank {
    match expr {
        Expr::Or(_) => Rank::Or,
        Expr::And(_) => Rank::And,
        Expr::Not(_) => Rank::Not,
        Expr::Compare(..) | Expr::Like(_) | Expr::Between(_) | Expr::In(..) | Expr::IsNull(_) => {
            Rank::Comparison
        }
        Expr::Arithmetic(Arithmetic::Add | Arithmetic::Subtract, _) => Rank::Sum,
        Expr::Arithmetic(Arithmetic::Power, _) => Rank::Power,
        Expr::Arithmetic(..) => Rank::Product,
        _ => Rank::Value,
    }
}

/// Writes a node, in brackets if it holds less strongly than `least`.
fn put(node: &Node, least: Rank, out: &mut String) {
    let bracketed = rank(&node.expr) < least;
    if bracketed {
        out.push('(');
    }
    expression(&node.expr, out);
    if bracketed {
        out.push(')');
    }
}

fn expression(expr: &Expr, out: &mut String) {
    match expr {
        Expr::And(all) => joined(all, " AND ", Rank::Not, out),
        Expr::Or(any) => joined(any, " OR ", Rank::And, out),
        Expr::Not(inner) => {
            out.push_str("NOT ");
            put(inner, Rank::Comparison, out);
        }
        Expr::Compare(comparison, operands) => {
            infix(operands, word(COMPARISONS, *comparison), [Rank::Sum, Rank::Sum], out);
        }
        Expr::Like(operands) => infix(operands, "LIKE", [Rank::Sum, Rank::Sum], out),
        Expr::Between(operands) => {
            put(&operands[0], Rank::Sum, out);
            out.push_str(" BETWEEN ");
            put(&operands[1], Rank::Sum, out);
            out.push_str(" AND ");
            put(&operands[2], Rank::Sum, out);
        }
        Expr::In(value, list) => {
            put(value, Rank::Sum, out);
            out.push_str(" IN (");
            joined(list, ", ", Rank::Or, out);
            out.push(')');
        }
        Expr::IsNull(operand) => {
            put(operand, Rank::Sum, out);
            out.push_str(" IS NULL");
        }
        Expr::Spatial(relation, operands) => {
            call(&word(RELATIONS, *relation).to_ascii_uppercase(), &operands[..], out);
        }
        Expr::Temporal(relation, operands) => {
            call(&word(TIME_RELATIONS, *relation).to_ascii_uppercase(), &operands[..], out);
        }
        Expr::Arrays(relation, operands) => {
            call(&word(SET_RELATIONS, *relation).to_ascii_uppercase(), &operands[..], out);
        }
        Expr::Property(name) => property(name, out),
        Expr::Literal(value) => literal(value, out),
        Expr::Interval(ends) => {
            out.push_str("INTERVAL(");
            interval_end(ends[0].as_ref(), out);
            out.push_str(", ");
            interval_end(ends[1].as_ref(), out);
            out.push(')');
        }
        Expr::List(members) => list(members, out),
        Expr::Arithmetic(arithmetic, operands) => {
            // Operators of one rank go from left to right; the base of a power is no power.
            let ranks = match arithmetic {
                Arithmetic::Add | Arithmetic::Subtract => [Rank::Sum, Rank::Product],
                Arithmetic::Power => [Rank::Value, Rank::Value],
                _ => [Rank::Product, Rank::Power],
            };
            infix(operands, word(ARITHMETIC, *arithmetic), ranks, out);
        }
        Expr::CaseI(inner) => call("CASEI", std::slice::from_ref(&**inner), out),
        Expr::AccentI(inner) => call("ACCENTI", std::slice::from_ref(&**inner), out),
        Expr::Call(name, arguments) => {
            out.push_str(name);
            list_in_brackets(arguments, out);
        }
    }
}

fn infix(operands: &[Node; 2], operator: &str, ranks: [Rank; 2], out: &mut String) {
    put(&operands[0], ranks[0], out);
    out.push(' ');
    out.push_str(operator);
    out.push(' ');
    put(&operands[1], ranks[1], out);
}

fn joined(parts: &[Node], between: &str, least: Rank, out: &mut String) {
    for (index, part) in parts.iter().enumerate() {
        if index > 0 {
            out.push_str(between);
        }
        put(part, least, out);
    }
}

fn call(name: &str, operands: &[Node], out: &mut String) {
    out.push_str(name);
    out.push('(');
    joined(operands, ", ", Rank::Or, out);
    out.push(')');
}

/// An array; brackets around one operator would only group, so they are doubled.
fn list(members: &[Node], out: &mut String) {
    let doubled = matches!(members, [only] if is_operation(&only.expr));
    if doubled {
        out.push('(');
    }
    list_in_brackets(members, out);
    if doubled {
        out.push(')');
    }
}

fn list_in_brackets(members: &[Node], out: &mut String) {
    out.push('(');
    joined(members, ", ", Rank::Or, out);
    out.push(')');
}

fn property(name: &str, out: &mut String) {
    let reserved = RESERVED.iter().any(|word| word.eq_ignore_ascii_case(name));
    if is_identifier(name) && !reserved {
        out.push_str(name);
    } else {
        out.push('"');
        out.push_str(&name.replace('"', "\"\""));
        out.push('"');
    }
}

fn interval_end(end: Option<&Node>, out: &mut String) {
    match end.map(|node| &node.expr) {
        None => out.push_str("'..'"),
        Some(Expr::Literal(Literal::Date(day))) => quoted(&day.to_string(), out),
        Some(Expr::Literal(Literal::Timestamp(time))) => quoted(&time.to_string(), out),
        Some(expr) => expression(expr, out),
    }
}

fn literal(value: &Literal, out: &mut String) {
    match value {
        Literal::Bool(value) => out.push_str(if *value { "TRUE" } else { "FALSE" }),
        Literal::Number(value) => out.push_str(&number(*value)),
        Literal::Text(text) => quoted(text, out),
        Literal::Date(day) => {
            out.push_str("DATE(");
            quoted(&day.to_string(), out);
            out.push(')');
        }
        Literal::Timestamp(time) => {
            out.push_str("TIMESTAMP(");
            quoted(&time.to_string(), out);
            out.push(')');
        }
        Literal::Geometry(shape) => geometry(shape, out),
        Literal::Box(corners) => {
            out.push_str("BBOX(");
            out.push_str(&corners.map(number).join(", "));
            out.push(')');
        }
    }
}

fn quoted(text: &str, out: &mut String) {
    out.push('\'');
    for letter in text.chars() {
        match letter {
            '\'' => out.push_str("''"),
            '\\' => out.push_str("\\\\"),
            '\u{7}' => out.push_str("\\a"),
            '\u{8}' => out.push_str("\\b"),
            '\t' => out.push_str("\\t"),
            '\n' => out.push_str("\\n"),
            '\u{b}' => out.push_str("\\v"),
            '\u{c}' => out.push_str("\\f"),
            '\r' => out.push_str("\\r"),
            other => out.push(other),
        }
    }
    out.push('\'');
}

/// Well-known text with every digit of the coordinates.
fn geometry(shape: &Geometry<f64>, out: &mut String) {
    match shape {
        Geometry::Point(point) => tagged("POINT", &[point.0], position, out),
        Geometry::Line(line) => tagged("LINESTRING", &[line.start, line.end], position, out),
        Geometry::LineString(line) => tagged("LINESTRING", &line.0, position, out),
        Geometry::Polygon(area) => {
            out.push_str("POLYGON");
            polygon(area, out);
        }
        Geometry::MultiPoint(points) => {
            tagged("MULTIPOINT", &points.0, |point, out| many(&[point.0], position, out), out);
        }
        Geometry::MultiLineString(lines) => tagged("MULTILINESTRING", &lines.0, line_string, out),
        Geometry::MultiPolygon(polygons) => tagged("MULTIPOLYGON", &polygons.0, polygon, out),
        Geometry::GeometryCollection(all) => tagged("GEOMETRYCOLLECTION", &all.0, geometry, out),
        Geometry::Rect(rectangle) => geometry(&Geometry::Polygon(rectangle.to_polygon()), out),
        Geometry::Triangle(triangle) => geometry(&Geometry::Polygon(triangle.to_polygon()), out),
    }
}

fn tagged<T>(tag: &str, parts: &[T], put: impl Fn(&T, &mut String), out: &mut String) {
    out.push_str(tag);
    many(parts, put, out);
}

fn many<T>(parts: &[T], put: impl Fn(&T, &mut String), out: &mut String) {
    out.push('(');
    for (index, part) in parts.iter().enumerate() {
        if index > 0 {
            out.push_str(", ");
        }
        put(part, out);
    }
    out.push(')');
}

fn position(at: &Coord<f64>, out: &mut String) {
    out.push_str(&number(at.x));
    out.push(' ');
    out.push_str(&number(at.y));
}

fn line_string(line: &LineString<f64>, out: &mut String) {
    many(&line.0, position, out);
}

fn polygon(polygon: &Polygon<f64>, out: &mut String) {
    let rings: Vec<&LineString<f64>> =
        std::iter::once(polygon.exterior()).chain(polygon.interiors()).collect();
    many(&rings, |ring, out| line_string(ring, out), out);
}
