//! One entity as the index holds it: where it is, what it is, and its GeoJSON, encoded once.

use crate::domain::bbox::Bbox;
use geo_types::{Geometry, Point};
use std::sync::Arc;
use uuid::Uuid;

/// Where an entity is, degrees WGS 84, axis order (lon, lat).
///
/// Most sites are points, so a point is kept inline; everything else is shared, so that copying
/// an entry from one run to the next copies no vertices.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// No geometry, or an empty one: never found by place, always found by id.
    Nowhere,
    /// A point (lon, lat).
    Point(Point<f64>),
    /// Any other geometry.
    Other(Arc<Geometry<f64>>),
}

impl Shape {
    /// The shape of a geometry; an empty or missing one is [`Shape::Nowhere`].
    pub fn of(geometry: Option<Geometry<f64>>) -> Self {
        use geo::CoordsIter;
        match geometry {
            Some(Geometry::Point(point)) => Self::Point(point),
            Some(geometry) if geometry.coords_iter().next().is_some() => Self::Other(Arc::new(geometry)),
            _ => Self::Nowhere,
        }
    }

    /// The geometry, copied; for whoever computes on it rather than tests it.
    pub fn to_geometry(&self) -> Option<Geometry<f64>> {
        match self {
            Self::Nowhere => None,
            Self::Point(point) => Some(Geometry::Point(*point)),
            Self::Other(geometry) => Some(Geometry::clone(geometry)),
        }
    }

    /// The box of its vertices, never over the antimeridian.
    pub fn bounds(&self) -> Option<Bbox> {
        match self {
            Self::Nowhere => None,
            Self::Point(p) => Some(Bbox { min_lon: p.x(), min_lat: p.y(), max_lon: p.x(), max_lat: p.y() }),
            Self::Other(geometry) => Bbox::of(geometry),
        }
    }

    /// Bytes on the heap, estimated from the number of vertices.
    pub fn heap_bytes(&self) -> usize {
        use geo::CoordsIter;
        match self {
            Self::Nowhere | Self::Point(_) => 0,
            Self::Other(geometry) => 16 + size_of::<Geometry<f64>>() + geometry.coords_count() * 16 + 24,
        }
    }
}

impl From<Geometry<f64>> for Shape {
    fn from(geometry: Geometry<f64>) -> Self {
        Self::of(Some(geometry))
    }
}

/// What an entity hangs on: equipment on its site, a site in its container, a division under its
/// parent.
pub trait Hangs {
    /// Id of that entity; `None` when it hangs on nothing.
    fn parent(&self) -> Option<Uuid>;
}

/// An entity in a [`Layer`](super::Layer). Cloning shares the feature and the geometry.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry<F> {
    pub id: Uuid,
    /// Number of the entity's newest change: its `ETag`.
    pub version: u64,
    pub geometry: Shape,
    /// The public GeoJSON Feature (RFC 7946), UTF-8, without a trailing newline.
    pub feature: Arc<[u8]>,
    /// What filters and counts look at without parsing the feature.
    pub facts: F,
}

impl<F> Entry<F> {
    /// Bytes of memory of this entry with all it owns, allocator's overhead left out.
    pub fn bytes(&self) -> usize {
        size_of::<Self>() + 16 + self.feature.len() + self.geometry.heap_bytes()
    }
}
