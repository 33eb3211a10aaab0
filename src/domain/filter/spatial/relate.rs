//! The nine intersections of two geometries (DE-9IM).

use crate::domain::filter::tree::Relation;
use geo::Relate;
use geo_types::Geometry;

/// Whether `a` has the relation to `b`. Neither is empty.
///
/// What it says of an invalid geometry (a ring that crosses itself) is unspecified, but it says
/// something.
pub(super) fn relates(a: &Geometry<f64>, relation: Relation, b: &Geometry<f64>) -> bool {
    let matrix = a.relate(b);
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
