//! Writes a geometry as RFC 7946 wants it: lon, lat in degrees with at most 7 decimals (about a
//! centimetre), exterior rings counterclockwise, interior rings clockwise.

use geo_types::{Coord, Geometry, LineString, Polygon};

const SCALE: f64 = 1e7;
const DECIMALS: usize = 7;

/// Appends `geometry` as a GeoJSON geometry object. `Line` becomes a LineString, `Rect` and
/// `Triangle` become Polygons.
pub fn write(geometry: &Geometry<f64>, out: &mut Vec<u8>) {
    match geometry {
        Geometry::Point(point) => {
            open(out, "Point");
            write_position(point.0, out);
        }
        Geometry::Line(line) => {
            open(out, "LineString");
            positions(&[line.start, line.end], out);
        }
        Geometry::LineString(line) => {
            open(out, "LineString");
            positions(&line.0, out);
        }
        Geometry::Polygon(polygon) => {
            open(out, "Polygon");
            rings(polygon, out);
        }
        Geometry::MultiPoint(points) => {
            open(out, "MultiPoint");
            list(&points.0, out, |point, out| write_position(point.0, out));
        }
        Geometry::MultiLineString(lines) => {
            open(out, "MultiLineString");
            list(&lines.0, out, |line, out| positions(&line.0, out));
        }
        Geometry::MultiPolygon(polygons) => {
            open(out, "MultiPolygon");
            list(&polygons.0, out, rings);
        }
        Geometry::GeometryCollection(members) => {
            out.extend_from_slice(br#"{"type":"GeometryCollection","geometries":"#);
            list(&members.0, out, write);
        }
        Geometry::Rect(rect) => {
            open(out, "Polygon");
            rings(&rect.to_polygon(), out);
        }
        Geometry::Triangle(triangle) => {
            open(out, "Polygon");
            rings(&triangle.to_polygon(), out);
        }
    }
    out.push(b'}');
}

/// Appends `[x,y]`.
pub fn write_position(coord: Coord<f64>, out: &mut Vec<u8>) {
    out.push(b'[');
    write_number(coord.x, out);
    out.push(b',');
    write_number(coord.y, out);
    out.push(b']');
}

/// Appends a number rounded to 7 decimals, without trailing zeros and never as `-0`. A number
/// that is not finite, which no stored geometry holds, becomes `null` as in ECMAScript.
pub fn write_number(value: f64, out: &mut Vec<u8>) {
    let scaled = (value * SCALE).round();
    if !value.is_finite() {
        out.extend_from_slice(b"null");
        return;
    }
    // Above 2^53 a scaled integer is no longer exact; degrees and metres stay far below.
    if scaled.abs() > 9e15 {
        out.extend_from_slice(format!("{value}").as_bytes());
        return;
    }
    let mut rest = scaled.abs() as u64;
    if scaled < 0.0 {
        out.push(b'-');
    }
    // Digits are found from the right: seven decimals, then the whole part.
    let mut digits = [0_u8; 24];
    let mut at = digits.len();
    let mut decimals = DECIMALS;
    while decimals > 0 && rest.is_multiple_of(10) {
        rest /= 10;
        decimals -= 1;
    }
    if decimals > 0 {
        for _ in 0..decimals {
            at -= 1;
            digits[at] = b'0' + (rest % 10) as u8;
            rest /= 10;
        }
        at -= 1;
        digits[at] = b'.';
    }
    loop {
        at -= 1;
        digits[at] = b'0' + (rest % 10) as u8;
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    out.extend_from_slice(&digits[at..]);
}

fn open(out: &mut Vec<u8>, kind: &str) {
    out.extend_from_slice(br#"{"type":""#);
    out.extend_from_slice(kind.as_bytes());
    out.extend_from_slice(br#"","coordinates":"#);
}

fn list<T>(items: &[T], out: &mut Vec<u8>, item: impl Fn(&T, &mut Vec<u8>)) {
    out.push(b'[');
    for (index, value) in items.iter().enumerate() {
        if index > 0 {
            out.push(b',');
        }
        item(value, out);
    }
    out.push(b']');
}

fn positions(coords: &[Coord<f64>], out: &mut Vec<u8>) {
    list(coords, out, |coord, out| write_position(*coord, out));
}

fn rings(polygon: &Polygon<f64>, out: &mut Vec<u8>) {
    out.push(b'[');
    if !polygon.exterior().0.is_empty() {
        ring(polygon.exterior(), true, out);
        for interior in polygon.interiors() {
            out.push(b',');
            ring(interior, false, out);
        }
    }
    out.push(b']');
}

fn ring(ring: &LineString<f64>, counterclockwise: bool, out: &mut Vec<u8>) {
    let turn = doubled_area(&ring.0);
    if turn == 0.0 || (turn > 0.0) == counterclockwise {
        return positions(&ring.0, out);
    }
    out.push(b'[');
    for (index, coord) in ring.0.iter().rev().enumerate() {
        if index > 0 {
            out.push(b',');
        }
        write_position(*coord, out);
    }
    out.push(b']');
}

/// Twice the signed area, taken relative to the first vertex: far from the origin the plain
/// shoelace sum loses a small ring's sign in rounding.
fn doubled_area(ring: &[Coord<f64>]) -> f64 {
    let Some(origin) = ring.first() else {
        return 0.0;
    };
    ring.windows(2)
        .map(|pair| {
            let (a, b) = (pair[0] - *origin, pair[1] - *origin);
            a.x * b.y - b.x * a.y
        })
        .sum()
}
