//! The nine intersections of two geometries (DE-9IM).

use crate::domain::filter::tree::Relation;
use geo::coordinate_position::CoordPos;
use geo::dimensions::Dimensions;
use geo::kernels::{Kernel, RobustKernel};
use geo::{BoundingRect, HasDimensions, Intersects, LinesIter, Orientation, Relate};
use geo_types::{Coord, Geometry, Line};

/// Whether `a` has the relation to `b`. Neither is empty.
///
/// What it says of an invalid geometry (a ring that crosses itself) is unspecified, but it says
/// something.
pub(super) fn relates(a: &Geometry<f64>, relation: Relation, b: &Geometry<f64>) -> bool {
    let matrix = a.relate(b);
    if matches!(relation, Relation::Crosses | Relation::Overlaps) && are_lines(a, b) && share_an_edge(a, b) {
        // Where lines also cross elsewhere, their pieces are cut at rounded places and no longer
        // lie on each other.
        let inside = |a: CoordPos, b: CoordPos| matrix.get(a, b) != Dimensions::Empty;
        return relation == Relation::Overlaps
            && inside(CoordPos::Inside, CoordPos::Outside)
            && inside(CoordPos::Outside, CoordPos::Inside);
    }
    match relation {
        Relation::Intersects => matrix.is_intersects(),
        Relation::Equals => matrix.is_equal_topo(),
        Relation::Disjoint => matrix.is_disjoint(),
        Relation::Touches => matrix.is_touches(),
        Relation::Within => matrix.is_within(),
        Relation::Overlaps => matrix.is_overlaps(),
        Relation::Crosses => matrix.is_crosses(),
        Relation::Contains => matrix.is_contains(),
    }
}

fn are_lines(a: &Geometry<f64>, b: &Geometry<f64>) -> bool {
    a.dimensions() == Dimensions::OneDimensional && b.dimensions() == Dimensions::OneDimensional
}

/// Whether an edge of one and an edge of the other lie on each other, by more than a point.
fn share_an_edge(a: &Geometry<f64>, b: &Geometry<f64>) -> bool {
    let b = edges(b);
    edges(a).into_iter().any(|a| b.iter().any(|b| lie_on_each_other(a, *b)))
}

fn edges(lines: &Geometry<f64>) -> Vec<Line<f64>> {
    match lines {
        Geometry::Line(line) => vec![*line],
        Geometry::LineString(line) => line.lines().collect(),
        Geometry::MultiLineString(all) => all.lines_iter().collect(),
        Geometry::GeometryCollection(all) => all.iter().flat_map(edges).collect(),
        _ => Vec::new(),
    }
}

fn lie_on_each_other(a: Line<f64>, b: Line<f64>) -> bool {
    if a.start == a.end || b.start == b.end || !a.bounding_rect().intersects(&b.bounding_rect()) {
        return false;
    }
    let is_on_a = |at| RobustKernel::orient2d(a.start, a.end, at) == Orientation::Collinear;
    if !is_on_a(b.start) || !is_on_a(b.end) {
        return false;
    }
    let along = |at: Coord<f64>| if a.dx().abs() > a.dy().abs() { at.x } else { at.y };
    let ends =
        |line: Line<f64>| (along(line.start).min(along(line.end)), along(line.start).max(along(line.end)));
    let (a, b) = (ends(a), ends(b));
    a.0.max(b.0) < a.1.min(b.1)
}
