//! Relations of geometries, with a literal made ready for many.

/// A box as a literal.
mod boxed;
/// A geometry as a literal.
mod prepared;
/// The nine intersections of two geometries.
mod relate;

pub(super) use boxed::Boxed;
pub(super) use prepared::Prepared;

use super::tree::Relation;
use crate::domain::bbox::Bbox;
use geo_types::{Geometry, Rect};

impl Relation {
    /// The same relation, told from the other side.
    pub(super) fn mirrored(self) -> Self {
        match self {
            Self::Within => Self::Contains,
            Self::Contains => Self::Within,
            other => other,
        }
    }

    /// Whether a geometry has it to itself.
    pub(super) fn is_of_equals(self) -> bool {
        matches!(self, Self::Intersects | Self::Equals | Self::Within | Self::Contains)
    }
}

/// What a geometry is related to.
pub(super) enum Other {
    Box(Boxed),
    Geometry(Prepared),
}

impl Other {
    /// Whether `geometry`, whose vertices lie within `bounds`, has the relation to this.
    pub(super) fn holds(&self, relation: Relation, geometry: &Geometry<f64>, bounds: [f64; 4]) -> bool {
        match self {
            Self::Box(boxed) => boxed.holds(relation, geometry, bounds),
            Self::Geometry(prepared) => prepared.holds(relation, geometry, bounds),
        }
    }

    /// Whether this can not be asked for: see [`Prepared::is_entangled`].
    pub(super) fn is_beyond(&self, relation: Relation) -> bool {
        match self {
            Self::Box(_) => false,
            Self::Geometry(_) if matches!(relation, Relation::Intersects | Relation::Disjoint) => false,
            Self::Geometry(prepared) => prepared.is_entangled(),
        }
    }

    /// Whether geometries within these bounds are surely apart from this.
    pub(super) fn is_apart(&self, bounds: [f64; 4]) -> bool {
        match self {
            Self::Box(boxed) => boxed.is_apart(bounds),
            Self::Geometry(prepared) => prepared.is_apart(bounds),
        }
    }

    /// Rectangles outside of which no geometry shares a point with this.
    pub(super) fn reach(&self) -> Vec<Rect<f64>> {
        match self {
            Self::Box(boxed) => boxed.bbox().planar(),
            Self::Geometry(prepared) => {
                Bbox::of(prepared.geometry()).map(|bbox| bbox.planar()).unwrap_or_default()
            }
        }
    }

    /// As a plain geometry.
    pub(super) fn to_geometry(&self) -> Geometry<f64> {
        match self {
            Self::Box(boxed) => boxed.to_geometry(),
            Self::Geometry(prepared) => prepared.geometry().clone(),
        }
    }
}

/// Whether two boxes have no point in common; the first is west, south, east, north.
fn are_apart(bounds: [f64; 4], rectangle: &Rect<f64>) -> bool {
    let [west, south, east, north] = bounds;
    let (min, max) = (rectangle.min(), rectangle.max());
    east < min.x || west > max.x || north < min.y || south > max.y
}
