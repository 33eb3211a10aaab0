//! Puts a Shapefile polygon's loose rings together: outer rings run clockwise, holes the other way,
//! and a hole belongs to the smallest outer ring around it.

use geo_types::{Coord, Geometry, LineString, MultiPolygon, Polygon};

type Ring = Vec<Coord<f64>>;

/// The polygon or multipolygon that the rings make. A hole without a ring around it was drawn the
/// wrong way round and becomes a polygon of its own.
pub(super) fn assemble(rings: Vec<Ring>) -> Option<Geometry<f64>> {
    let (mut outers, holes): (Vec<Ring>, Vec<Ring>) =
        rings.into_iter().partition(|ring| doubled_area(ring) <= 0.0);
    let mut owned: Vec<(usize, Ring)> = Vec::new();
    let mut orphans = Vec::new();
    let real = outers.len();
    for hole in holes {
        let around = (0..real)
            .filter(|index| around(&outers[*index], &hole))
            .min_by(|a, b| doubled_area(&outers[*a]).abs().total_cmp(&doubled_area(&outers[*b]).abs()));
        match around {
            Some(index) => owned.push((index, hole)),
            None => orphans.push(hole),
        }
    }
    outers.extend(orphans);
    let mut polygons: Vec<Polygon<f64>> =
        outers.into_iter().map(|ring| Polygon::new(LineString(ring), Vec::new())).collect();
    for (index, hole) in owned {
        polygons[index].interiors_push(LineString(hole));
    }
    match polygons.len() {
        0 => None,
        1 => polygons.pop().map(Geometry::Polygon),
        _ => Some(Geometry::MultiPolygon(MultiPolygon(polygons))),
    }
}

/// Positive when the ring runs counterclockwise; taken from its first vertex to keep the digits.
fn doubled_area(ring: &Ring) -> f64 {
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

/// Whether `hole` lies within `outer`, told by its first vertex that is not on the outer ring.
fn around(outer: &Ring, hole: &Ring) -> bool {
    let clear = hole.iter().find(|coord| !outer.contains(coord)).or(hole.first());
    clear.is_some_and(|coord| contains(outer, *coord))
}

fn contains(ring: &Ring, point: Coord<f64>) -> bool {
    let mut inside = false;
    for pair in ring.windows(2) {
        let (a, b) = (pair[0], pair[1]);
        if (a.y > point.y) != (b.y > point.y) {
            let x = a.x + (point.y - a.y) / (b.y - a.y) * (b.x - a.x);
            inside ^= point.x < x;
        }
    }
    inside
}
