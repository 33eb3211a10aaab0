//! Where to look: the condition on an entity's geometry, tested exactly, not only by its box.

use super::entry::Shape;
use super::envelope::Envelope;
use crate::domain::bbox::Bbox;
use crate::domain::geodesy::{circle_bbox, distance_m, point_distance_m};
use crate::domain::region::Region;
use geo::Intersects;
use geo_types::{Point, Rect};
use uuid::Uuid;

/// A condition on where an entity is. One that has no geometry is only [`Place::Anywhere`] and
/// [`Place::On`].
#[derive(Clone, Copy)]
pub enum Place<'a> {
    /// No condition.
    Anywhere,
    /// The geometry shares a point with the box; 180° and -180° are one meridian.
    Box(Bbox),
    /// The nearest place of the geometry is at most so many geodesic metres from the point
    /// (lon, lat).
    Within { point: Point<f64>, metres: f64 },
    /// The geometry shares a point with the region.
    Intersects(&'a Region),
    /// The whole geometry lies in the region, its boundary included.
    Inside(&'a Region),
    /// It hangs on one of these entities, wherever it is.
    On(&'a [Uuid]),
}

/// A place made ready for testing many entities.
pub(super) struct Search<'a> {
    place: Place<'a>,
    /// Boxes that hold every place in question; only those of `Place::Box` are exact.
    parts: Vec<Rect<f64>>,
}

impl<'a> Search<'a> {
    /// `None` for [`Place::Anywhere`] and [`Place::On`], which are no search by place.
    pub fn new(place: Place<'a>) -> Option<Self> {
        let parts = match place {
            Place::Anywhere | Place::On(_) => return None,
            Place::Box(bbox) => bbox.planar(),
            Place::Within { point, metres } => {
                circle_bbox(point, metres).iter().flat_map(Bbox::planar).collect()
            }
            Place::Intersects(region) | Place::Inside(region) => vec![region.bounds()],
        };
        Some(Self { place, parts })
    }

    /// Boxes to look into, in the precision of the trees.
    pub fn envelopes(&self) -> Vec<Envelope> {
        let around = |r: &Rect<f64>| Envelope::around(r.min().x, r.min().y, r.max().x, r.max().y);
        self.parts.iter().map(around).collect()
    }

    /// Whether a shape fulfils the condition; `envelope` is its box.
    pub fn holds(&self, shape: &Shape, envelope: Envelope) -> bool {
        match (self.place, shape) {
            (_, Shape::Nowhere) => false,
            (Place::Anywhere | Place::On(_), _) => true,
            (Place::Box(_), Shape::Point(p)) => self.parts.iter().any(|part| part.intersects(p)),
            (Place::Box(_), Shape::Other(geometry)) => {
                self.parts.iter().any(|part| envelope.is_inside(part) || geometry.intersects(part))
            }
            (Place::Within { point, metres }, Shape::Point(p)) => point_distance_m(point, *p) <= metres,
            (Place::Within { point, metres }, Shape::Other(geometry)) => {
                distance_m(point, geometry).is_some_and(|distance| distance <= metres)
            }
            (Place::Intersects(region) | Place::Inside(region), Shape::Point(p)) => region.covers_point(p.0),
            (Place::Intersects(region), Shape::Other(geometry)) => region.meets(geometry),
            (Place::Inside(region), Shape::Other(geometry)) => region.covers(geometry),
        }
    }
}

/// Whether a shape shares a point with the box: what [`Place::Box`] finds, asked of one.
pub fn touches(bbox: Bbox, shape: &Shape) -> bool {
    let search = Search::new(Place::Box(bbox));
    search.zip(Envelope::of(shape)).is_some_and(|(search, envelope)| search.holds(shape, envelope))
}
