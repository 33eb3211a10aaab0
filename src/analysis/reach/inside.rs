//! Which polygons a demand point lies in.

use crate::analysis::divisions::Boundary;
use geo_types::{Coord, Geometry};
use rstar::{AABB, RTree, RTreeObject};

/// One polygon, prepared for many questions.
pub(super) struct Surface {
    boundary: Boundary,
    site: u32,
}

impl RTreeObject for Surface {
    type Envelope = AABB<[f64; 2]>;

    fn envelope(&self) -> Self::Envelope {
        let (min, max) = self.boundary.bounds();
        AABB::from_corners([min.x, min.y], [max.x, max.y])
    }
}

impl Surface {
    /// `None` for a polygon without edges.
    pub fn new(polygon: geo_types::Polygon<f64>, site: u32) -> Option<Self> {
        Boundary::of(&Geometry::Polygon(polygon)).map(|boundary| Self { boundary, site })
    }
}

/// All polygons of a set of sites.
pub(super) struct Surfaces {
    tree: RTree<Surface>,
}

impl Surfaces {
    /// `None` for no polygons.
    pub fn new(surfaces: Vec<Surface>) -> Option<Self> {
        (!surfaces.is_empty()).then(|| Self { tree: RTree::bulk_load(surfaces) })
    }

    /// Visits the site of every polygon that holds a place (lon, lat); places on an edge are the
    /// edge's business. Both names of the meridian of 180° are tried.
    pub fn holding(&self, at: Coord<f64>, mut visit: impl FnMut(u32)) {
        let twin = (at.x.abs() == 180.0).then_some(Coord { x: -at.x, y: at.y });
        for at in std::iter::once(at).chain(twin) {
            let near = self.tree.locate_in_envelope_intersecting(AABB::from_point([at.x, at.y]));
            near.filter(|surface| surface.boundary.contains(at)).for_each(|surface| visit(surface.site));
        }
    }
}
