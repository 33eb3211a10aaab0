//! Places where a line or a surface is entered.

use super::snap::{Snap, SnapLimits, Snapper};
use crate::domain::geodesy::point_distance_m;
use geo_types::{Coord, Geometry, LineString, Point, Polygon};

/// No geometry is sampled at more places than about this; a longer one is sampled more sparsely.
const MOST_SAMPLES: f64 = 20_000.0;

impl Snapper {
    /// The places on streets from which a geometry is entered: a point's nearest place; along a line
    /// or a polygon's boundary the nearest place of each vertex and of places at most `spacing_m`
    /// apart. Each place once, by edge and position along it; empty when no street is near enough.
    ///
    /// Where a site's gates are known, give them as a `MultiPoint` instead of its outline.
    pub fn snap_geometry(&self, geometry: &Geometry<f64>, spacing_m: f64, limits: &SnapLimits) -> Vec<Snap> {
        let mut samples = Vec::new();
        let spacing_m = if spacing_m > 0.0 { spacing_m } else { f64::INFINITY };
        sample(geometry, spacing_m.max(length_m(geometry) / MOST_SAMPLES), &mut samples);
        let mut snaps: Vec<Snap> =
            self.snap_all(&samples, limits).into_iter().filter_map(Result::ok).collect();
        // Of samples that meet at one place the nearest stays.
        snaps.sort_by(|a, b| {
            let place = a.edge.cmp(&b.edge).then(a.fraction.total_cmp(&b.fraction));
            place.then(a.off_m.total_cmp(&b.off_m))
        });
        snaps.dedup_by_key(|snap| (snap.edge, snap.fraction.to_bits()));
        snaps
    }
}

fn sample(geometry: &Geometry<f64>, spacing_m: f64, samples: &mut Vec<Point<f64>>) {
    match geometry {
        Geometry::Point(point) => samples.push(*point),
        Geometry::MultiPoint(points) => samples.extend(points),
        Geometry::Line(line) => edge(line.start, line.end, spacing_m, samples),
        other => each_line(other, &mut |line| {
            samples.extend(line.0.first().map(|first| Point::from(*first)));
            line.lines().for_each(|piece| edge(piece.start, piece.end, spacing_m, samples));
        }),
    }
    if let Geometry::GeometryCollection(parts) = geometry {
        parts.iter().for_each(|part| sample(part, spacing_m, samples));
    }
}

/// Places of an edge after its start, its end included.
fn edge(a: Coord<f64>, b: Coord<f64>, spacing_m: f64, samples: &mut Vec<Point<f64>>) {
    let count = (point_distance_m(a.into(), b.into()) / spacing_m).ceil().clamp(1.0, MOST_SAMPLES) as u32;
    samples.extend((1..=count).map(|i| {
        let place = if i == count { b } else { a + (b - a) * (f64::from(i) / f64::from(count)) };
        Point::from(place)
    }));
}

/// The lines and rings of a geometry that is no collection.
fn each_line(geometry: &Geometry<f64>, see: &mut dyn FnMut(&LineString<f64>)) {
    let mut rings = |polygon: &Polygon<f64>| {
        see(polygon.exterior());
        polygon.interiors().iter().for_each(&mut *see);
    };
    match geometry {
        Geometry::LineString(line) => see(line),
        Geometry::MultiLineString(lines) => lines.iter().for_each(see),
        Geometry::Polygon(polygon) => rings(polygon),
        Geometry::MultiPolygon(polygons) => polygons.iter().for_each(rings),
        Geometry::Rect(rect) => rings(&rect.to_polygon()),
        Geometry::Triangle(triangle) => rings(&triangle.to_polygon()),
        _ => {}
    }
}

fn length_m(geometry: &Geometry<f64>) -> f64 {
    if let Geometry::GeometryCollection(parts) = geometry {
        return parts.iter().map(length_m).sum();
    }
    let mut metres = 0.0;
    each_line(geometry, &mut |line| {
        let pieces = line.lines().map(|piece| point_distance_m(piece.start.into(), piece.end.into()));
        metres += pieces.sum::<f64>();
    });
    metres
}
