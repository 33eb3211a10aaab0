//! All entities within a distance, nearest first.

use super::{Filter, Near};
use crate::domain::geodesy::{distance_m, point_distance_m};
use crate::index::entry::Shape;
use crate::index::layer::Layer;
use crate::index::place::{Place, Search};
use geo_types::Point;

impl<F> Layer<F> {
    /// The wanted entities whose nearest place is at most `metres` (geodesic) from `point`
    /// (lon, lat), nearest first, equally near ones by id. A negative or NaN distance finds none.
    pub fn within(&self, point: Point<f64>, metres: f64, filter: Filter<'_, F>) -> Vec<Near<'_, F>> {
        let mut found = Vec::new();
        if let Some(search) = Search::new(Place::Within { point, metres }) {
            self.search(&search, filter, |entry| {
                let metres = shape_distance_m(point, &entry.geometry);
                found.push(Near { entry, metres });
            });
        }
        found.sort_unstable_by(Near::order);
        found
    }
}

/// Geodesic metres to the nearest place of a shape; infinite for one that is nowhere.
pub(super) fn shape_distance_m(point: Point<f64>, shape: &Shape) -> f64 {
    match shape {
        Shape::Nowhere => f64::INFINITY,
        Shape::Point(p) => point_distance_m(point, *p),
        Shape::Other(geometry) => distance_m(point, geometry).unwrap_or(f64::INFINITY),
    }
}
