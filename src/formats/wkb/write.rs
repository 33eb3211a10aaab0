//! Writes WKB by hand: stored geometry passes here on every change.

use super::{EWKB_SRID, STORED_SRS};
use geo_types::{Coord, Geometry, Polygon};

/// Plain WKB (ISO 19125), without a spatial reference.
pub fn encode_wkb(geometry: &Geometry<f64>) -> Vec<u8> {
    let mut out = Vec::with_capacity(size_hint(geometry));
    put_geometry(&mut out, geometry, None);
    out
}

/// PostGIS's EWKB with spatial reference 4326.
pub fn encode_ewkb(geometry: &Geometry<f64>) -> Vec<u8> {
    let mut out = Vec::with_capacity(size_hint(geometry) + 4);
    put_geometry(&mut out, geometry, Some(STORED_SRS));
    out
}

/// GeoPackageBinary with spatial reference 4326, see [`encode_gpkg_in`].
pub fn encode_gpkg(geometry: &Geometry<f64>) -> Vec<u8> {
    encode_gpkg_in(geometry, STORED_SRS)
}

/// GeoPackageBinary with the spatial reference of that number and the envelope minx, maxx, miny, maxy.
/// An empty geometry has no envelope and says so in its flags.
pub fn encode_gpkg_in(geometry: &Geometry<f64>, srs: i32) -> Vec<u8> {
    let mut out = Vec::with_capacity(40 + size_hint(geometry));
    let envelope = envelope(geometry);
    // Bit 0: little-endian header; bits 1-3: envelope kind (1 = xy); bit 4: empty.
    let flags = if envelope.is_some() { 0b0000_0011 } else { 0b0001_0001 };
    out.extend_from_slice(&[b'G', b'P', 0, flags]);
    out.extend_from_slice(&srs.to_le_bytes());
    for bound in envelope.into_iter().flatten() {
        out.extend_from_slice(&bound.to_le_bytes());
    }
    put_geometry(&mut out, geometry, None);
    out
}

/// The box minx, maxx, miny, maxy, or `None` for an empty geometry.
fn envelope(geometry: &Geometry<f64>) -> Option<[f64; 4]> {
    use geo::BoundingRect;
    let rect = geometry.bounding_rect()?;
    Some([rect.min().x, rect.max().x, rect.min().y, rect.max().y])
}

fn size_hint(geometry: &Geometry<f64>) -> usize {
    use geo::CoordsIter;
    16 + 24 * geometry.coords_count()
}

fn put_geometry(out: &mut Vec<u8>, geometry: &Geometry<f64>, srid: Option<i32>) {
    let mut head = |code: u32| put_head(out, code, srid);
    match geometry {
        Geometry::Point(point) => {
            head(1);
            put_coord(out, point.0);
        }
        Geometry::Line(line) => {
            head(2);
            put_coords(out, &[line.start, line.end]);
        }
        Geometry::LineString(line) => {
            head(2);
            put_coords(out, &line.0);
        }
        Geometry::Polygon(polygon) => {
            head(3);
            put_rings(out, polygon);
        }
        Geometry::MultiPoint(points) => {
            head(4);
            put_count(out, points.0.len());
            for point in points {
                put_head(out, 1, None);
                put_coord(out, point.0);
            }
        }
        Geometry::MultiLineString(lines) => {
            head(5);
            put_count(out, lines.0.len());
            for line in lines {
                put_head(out, 2, None);
                put_coords(out, &line.0);
            }
        }
        Geometry::MultiPolygon(polygons) => {
            head(6);
            put_count(out, polygons.0.len());
            for polygon in polygons {
                put_head(out, 3, None);
                put_rings(out, polygon);
            }
        }
        Geometry::GeometryCollection(members) => {
            head(7);
            put_count(out, members.0.len());
            for member in members {
                put_geometry(out, member, None);
            }
        }
        Geometry::Rect(rect) => {
            head(3);
            put_rings(out, &rect.to_polygon());
        }
        Geometry::Triangle(triangle) => {
            head(3);
            put_rings(out, &triangle.to_polygon());
        }
    }
}

fn put_head(out: &mut Vec<u8>, code: u32, srid: Option<i32>) {
    out.push(1);
    match srid {
        None => out.extend_from_slice(&code.to_le_bytes()),
        Some(srid) => {
            out.extend_from_slice(&(code | EWKB_SRID).to_le_bytes());
            out.extend_from_slice(&srid.to_le_bytes());
        }
    }
}

fn put_count(out: &mut Vec<u8>, count: usize) {
    // A geometry of four thousand million vertices does not fit in memory, so this does not wrap.
    out.extend_from_slice(&(count as u32).to_le_bytes());
}

fn put_coord(out: &mut Vec<u8>, coord: Coord<f64>) {
    out.extend_from_slice(&coord.x.to_le_bytes());
    out.extend_from_slice(&coord.y.to_le_bytes());
}

fn put_coords(out: &mut Vec<u8>, coords: &[Coord<f64>]) {
    put_count(out, coords.len());
    for coord in coords {
        put_coord(out, *coord);
    }
}

fn put_rings(out: &mut Vec<u8>, polygon: &Polygon<f64>) {
    if polygon.exterior().0.is_empty() {
        return put_count(out, 0);
    }
    put_count(out, 1 + polygon.interiors().len());
    put_coords(out, &polygon.exterior().0);
    for ring in polygon.interiors() {
        put_coords(out, &ring.0);
    }
}
