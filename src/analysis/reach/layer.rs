//! A set of sites that was indexed in one go.

use super::block::Gathered;
use super::chord::Place;
use super::edges::{self, Edge, Edges};
use super::inside::{Surface, Surfaces};
use super::near::Search;
use super::points::{Points, is_gone};
use super::target::Target;
use geo_types::{Coord, Geometry, LineString, Polygon};

/// Points, edges and surfaces of some sites; what a set does not have costs nothing.
pub(super) struct Layer {
    points: Option<Points>,
    edges: Option<Edges>,
    surfaces: Option<Surfaces>,
}

/// A place asked about, in both forms.
#[derive(Clone, Copy)]
pub(super) struct Spot {
    pub coord: Coord<f64>,
    pub place: Place,
}

#[derive(Default)]
struct Parts {
    points: Vec<(Coord<f64>, u32)>,
    edges: Vec<Edge>,
    surfaces: Vec<Surface>,
}

impl Layer {
    /// From the sites' numbers and geometries.
    pub fn new<'a>(targets: impl Iterator<Item = (u32, &'a Target)>) -> Self {
        let mut parts = Parts::default();
        for (site, target) in targets {
            parts.geometry(&target.geometry, site);
        }
        Self {
            points: Points::new(parts.points),
            edges: Edges::new(parts.edges),
            surfaces: Surfaces::new(parts.surfaces),
        }
    }

    /// Offers all that may be nearest.
    pub fn nearest(&self, from: Spot, gone: &[bool], search: &mut Search) {
        if let Some(points) = &self.points {
            points.nearest(from.place, gone, search);
        }
        self.nearest_shape(from, gone, search);
    }

    /// Gathers the points that may be the nearest of places within `radius` (a chord) of a middle;
    /// `false` where they are too many to be worth it.
    pub fn gather(&self, middle: Place, radius: f64, gone: &[bool], gathered: &mut Gathered) -> bool {
        gathered.clear();
        self.points.as_ref().is_none_or(|points| points.gather(middle, radius, gone, gathered))
    }

    /// Offers all lines and polygons that may be nearest.
    pub fn nearest_shape(&self, from: Spot, gone: &[bool], search: &mut Search) {
        if let Some(surfaces) = &self.surfaces {
            surfaces.holding(from.coord, |site| {
                if !is_gone(gone, site) {
                    search.offer(0.0, site);
                }
            });
        }
        if let Some(edges) = &self.edges {
            edges.nearest(from.place, gone, search);
        }
    }

    /// Visits (squared chord, site) of all that lie within a chord, squared; a site may come
    /// several times.
    pub fn within(&self, from: Spot, squared: f64, gone: &[bool], visit: &mut dyn FnMut(f64, u32)) {
        if let Some(points) = &self.points {
            points.within(from.place, squared, gone, &mut *visit);
        }
        if let Some(surfaces) = &self.surfaces {
            surfaces.holding(from.coord, |site| {
                if !is_gone(gone, site) {
                    visit(0.0, site);
                }
            });
        }
        if let Some(edges) = &self.edges {
            edges.within(from.place, squared, gone, visit);
        }
    }
}

impl Parts {
    fn geometry(&mut self, geometry: &Geometry<f64>, site: u32) {
        match geometry {
            Geometry::Point(p) => self.points.push((p.0, site)),
            Geometry::MultiPoint(points) => self.points.extend(points.iter().map(|p| (p.0, site))),
            Geometry::Line(line) => self.line(&LineString::from(*line), site),
            Geometry::LineString(line) => self.line(line, site),
            Geometry::MultiLineString(lines) => lines.iter().for_each(|line| self.line(line, site)),
            Geometry::Polygon(polygon) => self.polygon(polygon, site),
            Geometry::MultiPolygon(all) => all.iter().for_each(|polygon| self.polygon(polygon, site)),
            Geometry::Rect(rect) => self.polygon(&rect.to_polygon(), site),
            Geometry::Triangle(triangle) => self.polygon(&triangle.to_polygon(), site),
            Geometry::GeometryCollection(all) => all.iter().for_each(|part| self.geometry(part, site)),
        }
    }

    fn line(&mut self, line: &LineString<f64>, site: u32) {
        if let [only] = line.0.as_slice() {
            self.points.push((*only, site));
        }
        edges::add_line(line, site, &mut self.edges);
    }

    fn polygon(&mut self, polygon: &Polygon<f64>, site: u32) {
        self.line(polygon.exterior(), site);
        polygon.interiors().iter().for_each(|ring| self.line(ring, site));
        self.surfaces.extend(Surface::new(polygon.clone(), site));
    }
}
