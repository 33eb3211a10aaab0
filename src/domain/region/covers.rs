//! Whether a whole geometry lies in a region.

use super::{Region, rings, turn};
use geo::{BoundingRect, Intersects, Orientation};
use geo_types::{Coord, Geometry, Line, LineString, Polygon};

/// Pieces of an edge shorter than this share of it are between two names of one crossing.
const SAME: f64 = 1e-12;

impl Region {
    /// Whether every point of the geometry lies in the region or on its boundary; `false` for an
    /// empty geometry.
    ///
    /// Exact but for edges that leave the region by less than a rounding error of a coordinate
    /// (some nanometres), and but for voids that several touching parts enclose together without
    /// a hole in any of them.
    pub fn covers(&self, geometry: &Geometry<f64>) -> bool {
        match geometry {
            Geometry::Point(p) => self.covers_point(p.0),
            Geometry::MultiPoint(points) => {
                !points.0.is_empty() && points.iter().all(|p| self.covers_point(p.0))
            }
            Geometry::Line(line) => self.covers_edge(*line),
            Geometry::LineString(line) => self.covers_line(line),
            Geometry::MultiLineString(lines) => {
                !lines.0.is_empty() && lines.iter().all(|line| self.covers_line(line))
            }
            Geometry::Polygon(polygon) => self.covers_polygon(polygon),
            Geometry::MultiPolygon(all) => {
                !all.0.is_empty() && all.iter().all(|polygon| self.covers_polygon(polygon))
            }
            Geometry::Rect(rect) => self.covers_polygon(&rect.to_polygon()),
            Geometry::Triangle(triangle) => self.covers_polygon(&triangle.to_polygon()),
            Geometry::GeometryCollection(all) => {
                !all.0.is_empty() && all.iter().all(|part| self.covers(part))
            }
        }
    }

    fn covers_line(&self, line: &LineString<f64>) -> bool {
        match line.0.as_slice() {
            [] => false,
            [only] => self.covers_point(*only),
            _ => line.lines().all(|edge| self.covers_edge(edge)),
        }
    }

    /// The boundary lies in the region, and no hole of the region lies in the polygon: whatever
    /// the region lacks either meets the boundary or is wholly inside.
    fn covers_polygon(&self, polygon: &Polygon<f64>) -> bool {
        let Some(bounds) = polygon.bounding_rect() else {
            return false;
        };
        rings(polygon).all(|ring| self.covers_line(ring))
            && !self.voids.iter().any(|void| bounds.intersects(void) && polygon.intersects(void))
    }

    /// Cuts the edge where it meets the boundary and tests the middle of each piece; a piece that
    /// runs along the boundary needs no test.
    fn covers_edge(&self, edge: Line<f64>) -> bool {
        if !self.covers_point(edge.start) {
            return false;
        }
        if edge.start == edge.end {
            return true;
        }
        let mut cuts = vec![0.0, 1.0];
        let mut along: Vec<(f64, f64)> = Vec::new();
        for border in self.edges_near(edge) {
            match meeting(edge, border) {
                Meeting::None => {}
                Meeting::At(t) => cuts.push(t),
                Meeting::Along(from, to) => {
                    cuts.extend([from, to]);
                    along.push((from, to));
                }
            }
        }
        cuts.sort_unstable_by(f64::total_cmp);
        cuts.windows(2).all(|piece| {
            let (from, to) = (piece[0], piece[1]);
            let is_border = |span: &(f64, f64)| span.0 <= from + SAME && to <= span.1 + SAME;
            to - from < SAME
                || along.iter().any(is_border)
                || self.covers_point(edge.start + edge.delta() * f64::midpoint(from, to))
        }) && self.covers_point(edge.end)
    }
}

/// Where an edge meets another one, as shares of its length.
enum Meeting {
    None,
    At(f64),
    Along(f64, f64),
}

fn meeting(edge: Line<f64>, border: Line<f64>) -> Meeting {
    if !edge.intersects(&border) {
        return Meeting::None;
    }
    let sides = (turn(border, edge.start), turn(border, edge.end));
    if border.start != border.end && sides != (Orientation::Collinear, Orientation::Collinear) {
        let (start, end) = (cross(border, edge.start), cross(border, edge.end));
        let t = match sides {
            (Orientation::Collinear, _) => 0.0,
            (_, Orientation::Collinear) => 1.0,
            _ => start / (start - end),
        };
        return if t.is_finite() { Meeting::At(t.clamp(0.0, 1.0)) } else { Meeting::None };
    }
    let (a, b) = (share(edge, border.start), share(edge, border.end));
    Meeting::Along(a.min(b).clamp(0.0, 1.0), a.max(b).clamp(0.0, 1.0))
}

fn cross(line: Line<f64>, at: Coord<f64>) -> f64 {
    let (along, to) = (line.delta(), at - line.start);
    along.x * to.y - along.y * to.x
}

/// Where on the edge's line a place on it lies: 0 at its start, 1 at its end.
fn share(edge: Line<f64>, at: Coord<f64>) -> f64 {
    let (along, to) = (edge.delta(), at - edge.start);
    if along.x.abs() > along.y.abs() { to.x / along.x } else { to.y / along.y }
}
