//! Writes a geometry as well-known text, coordinates rounded to 7 decimals.

use crate::formats::geojson::geometry::write_number;
use geo_types::{Coord, Geometry, Polygon};

/// The geometry's text, such as `POINT (123.4 41.7)`.
pub fn write(geometry: &Geometry<f64>) -> String {
    let mut out = Vec::new();
    put(geometry, &mut out);
    // Only ASCII was written.
    String::from_utf8(out).unwrap_or_default()
}

fn put(geometry: &Geometry<f64>, out: &mut Vec<u8>) {
    match geometry {
        Geometry::Point(point) => {
            out.extend_from_slice(b"POINT ");
            coords(&[point.0], out);
        }
        Geometry::Line(line) => {
            out.extend_from_slice(b"LINESTRING ");
            coords(&[line.start, line.end], out);
        }
        Geometry::LineString(line) => {
            out.extend_from_slice(b"LINESTRING ");
            coords(&line.0, out);
        }
        Geometry::Polygon(polygon) => {
            out.extend_from_slice(b"POLYGON ");
            rings(polygon, out);
        }
        Geometry::MultiPoint(points) => {
            out.extend_from_slice(b"MULTIPOINT ");
            list(&points.0, out, |point, out| coords(&[point.0], out));
        }
        Geometry::MultiLineString(lines) => {
            out.extend_from_slice(b"MULTILINESTRING ");
            list(&lines.0, out, |line, out| coords(&line.0, out));
        }
        Geometry::MultiPolygon(polygons) => {
            out.extend_from_slice(b"MULTIPOLYGON ");
            list(&polygons.0, out, rings);
        }
        Geometry::GeometryCollection(members) => {
            out.extend_from_slice(b"GEOMETRYCOLLECTION ");
            list(&members.0, out, put);
        }
        Geometry::Rect(rect) => put(&Geometry::Polygon(rect.to_polygon()), out),
        Geometry::Triangle(triangle) => put(&Geometry::Polygon(triangle.to_polygon()), out),
    }
}

fn list<T>(items: &[T], out: &mut Vec<u8>, item: impl Fn(&T, &mut Vec<u8>)) {
    if items.is_empty() {
        return out.extend_from_slice(b"EMPTY");
    }
    for (index, value) in items.iter().enumerate() {
        out.extend_from_slice(if index == 0 { b"(" } else { b", " });
        item(value, out);
    }
    out.push(b')');
}

fn coords(coords: &[Coord<f64>], out: &mut Vec<u8>) {
    list(coords, out, |coord, out| {
        write_number(coord.x, out);
        out.push(b' ');
        write_number(coord.y, out);
    });
}

fn rings(polygon: &Polygon<f64>, out: &mut Vec<u8>) {
    if polygon.exterior().0.is_empty() {
        return out.extend_from_slice(b"EMPTY");
    }
    out.push(b'(');
    coords(&polygon.exterior().0, out);
    for ring in polygon.interiors() {
        out.extend_from_slice(b", ");
        coords(&ring.0, out);
    }
    out.push(b')');
}
