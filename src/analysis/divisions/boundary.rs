//! A boundary prepared for many point-in-polygon questions.
//!
//! Edges are sorted into bands of latitude, so a question looks at the few edges of one band
//! instead of at all. Even-odd rule with half-open edges: of two neighbours that share an edge
//! exactly one contains a place on it.

use geo::{Coord, Geometry, LineString, Polygon};

/// One edge, its lower end first: both neighbours compute the same crossing from it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Edge {
    pub low: Coord<f64>,
    pub high: Coord<f64>,
}

/// A prepared polygon or multi-polygon, WGS 84 (lon, lat); edges are straight in the lon-lat plane
/// as in every GIS file.
#[derive(Clone, Debug)]
pub struct Boundary {
    edges: Vec<Edge>,
    bands: Vec<Vec<u32>>,
    min: Coord<f64>,
    max: Coord<f64>,
}

impl Boundary {
    /// `None` for a geometry without a surface.
    pub fn of(geometry: &Geometry<f64>) -> Option<Self> {
        let mut edges = Vec::new();
        match geometry {
            Geometry::Polygon(polygon) => add_polygon(polygon, &mut edges),
            Geometry::MultiPolygon(polygons) => {
                polygons.iter().for_each(|polygon| add_polygon(polygon, &mut edges));
            }
            _ => return None,
        }
        let first = edges.first()?;
        let (mut min, mut max) = (first.low, first.low);
        for edge in &edges {
            for end in [edge.low, edge.high] {
                min = Coord { x: min.x.min(end.x), y: min.y.min(end.y) };
                max = Coord { x: max.x.max(end.x), y: max.y.max(end.y) };
            }
        }
        let mut boundary = Self { bands: Vec::new(), edges, min, max };
        boundary.bands = vec![Vec::new(); (boundary.edges.len() / 2).clamp(1, 4096)];
        for position in 0..boundary.edges.len() {
            let edge = boundary.edges[position];
            let (from, to) = (boundary.band(edge.low.y), boundary.band(edge.high.y));
            for band in from..=to {
                #[expect(clippy::cast_possible_truncation, reason = "a boundary has under 2^32 edges")]
                boundary.bands[band].push(position as u32);
            }
        }
        Some(boundary)
    }

    fn band(&self, y: f64) -> usize {
        let height = self.max.y - self.min.y;
        if height <= 0.0 {
            return 0;
        }
        let count = self.bands.len();
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            clippy::cast_precision_loss,
            reason = "clamped to the bands; `as` saturates"
        )]
        let band = ((y - self.min.y) / height * count as f64) as usize;
        band.min(count - 1)
    }

    pub fn bounds(&self) -> (Coord<f64>, Coord<f64>) {
        (self.min, self.max)
    }

    /// Whether the place (lon, lat) lies inside; holes are outside.
    pub fn contains(&self, place: Coord<f64>) -> bool {
        if place.x < self.min.x || place.x > self.max.x || place.y < self.min.y || place.y > self.max.y {
            return false;
        }
        let mut inside = false;
        for position in &self.bands[self.band(place.y)] {
            let Edge { low, high } = self.edges[*position as usize];
            // Half-open in latitude: a vertex is met by one of its two edges only.
            if low.y <= place.y && place.y < high.y {
                let crossing = low.x + (place.y - low.y) / (high.y - low.y) * (high.x - low.x);
                if place.x < crossing {
                    inside = !inside;
                }
            }
        }
        inside
    }

    /// Edges whose latitude band the range touches; an edge may come more than once.
    pub(super) fn edges_between(&self, low: f64, high: f64) -> impl Iterator<Item = Edge> + '_ {
        let touches = high >= self.min.y && low <= self.max.y;
        let bands = if touches { self.band(low)..self.band(high) + 1 } else { 0..0 };
        self.bands[bands].iter().flatten().map(|position| self.edges[*position as usize])
    }
}

fn add_polygon(polygon: &Polygon<f64>, edges: &mut Vec<Edge>) {
    add_ring(polygon.exterior(), edges);
    polygon.interiors().iter().for_each(|ring| add_ring(ring, edges));
}

fn add_ring(ring: &LineString<f64>, edges: &mut Vec<Edge>) {
    for line in ring.lines() {
        let (low, high) = if (line.start.y, line.start.x) <= (line.end.y, line.end.x) {
            (line.start, line.end)
        } else {
            (line.end, line.start)
        };
        if low != high {
            edges.push(Edge { low, high });
        }
    }
}
