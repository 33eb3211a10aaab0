//! Geometries as a tile's commands: move to, line to, close, with steps instead of positions.

use super::clip::Square;
use super::polygon::{Corner, Ring, tidy};
use super::wire::zigzag;
use super::write::{BUFFER, EXTENT};
use crate::domain::tile::Tile;
use geo_types::{Coord, Geometry, LineString, Polygon};

/// What a feature is to a tile; the numbers are those of the specification.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    Point = 1,
    Line = 2,
    Polygon = 3,
}

const MOVE_TO: u32 = 1;
const LINE_TO: u32 = 2;
const CLOSE: u32 = 7;

/// The part of a geometry that a tile shows, sorted and on whole units.
pub(super) struct Drawn<'a> {
    tile: Tile,
    /// Degrees to add to longitudes.
    shift: f64,
    points: Vec<Corner>,
    lines: Vec<Vec<Corner>>,
    polygons: Vec<Vec<Ring>>,
    /// Room for one ring in the tile's plane.
    ring: &'a mut Vec<Coord<f64>>,
}

/// The tile with its margin.
const SEEN: Square = Square { low: -(BUFFER as f64), high: (EXTENT + BUFFER) as f64 };

impl<'a> Drawn<'a> {
    pub fn new(tile: Tile, shift: f64, ring: &'a mut Vec<Coord<f64>>) -> Self {
        Self { tile, shift, points: Vec::new(), lines: Vec::new(), polygons: Vec::new(), ring }
    }

    /// Commands by sort; nothing where the tile shows nothing.
    pub fn commands(mut self, geometry: &Geometry<f64>) -> Vec<(Sort, Vec<u32>)> {
        self.add(geometry);
        let mut sorts = Vec::new();
        if !self.points.is_empty() {
            let mut pen = Pen::default();
            pen.go(MOVE_TO, &self.points);
            sorts.push((Sort::Point, pen.commands));
        }
        if !self.lines.is_empty() {
            let mut pen = Pen::default();
            for line in &self.lines {
                pen.go(MOVE_TO, &line[..1]);
                pen.go(LINE_TO, &line[1..]);
            }
            sorts.push((Sort::Line, pen.commands));
        }
        if !self.polygons.is_empty() {
            let mut pen = Pen::default();
            for ring in tidy(self.polygons).iter().flatten() {
                pen.go(MOVE_TO, &ring[..1]);
                pen.go(LINE_TO, &ring[1..]);
                pen.commands.push(CLOSE | 1 << 3);
            }
            if !pen.commands.is_empty() {
                sorts.push((Sort::Polygon, pen.commands));
            }
        }
        sorts
    }

    fn add(&mut self, geometry: &Geometry<f64>) {
        match geometry {
            Geometry::Point(point) => self.point(point.0),
            Geometry::MultiPoint(points) => points.iter().for_each(|point| self.point(point.0)),
            Geometry::Line(line) => self.line(&LineString::from(*line)),
            Geometry::LineString(line) => self.line(line),
            Geometry::MultiLineString(lines) => lines.iter().for_each(|line| self.line(line)),
            Geometry::Polygon(polygon) => self.polygon(polygon),
            Geometry::MultiPolygon(polygons) => polygons.iter().for_each(|polygon| self.polygon(polygon)),
            Geometry::Rect(rect) => self.polygon(&rect.to_polygon()),
            Geometry::Triangle(triangle) => self.polygon(&triangle.to_polygon()),
            Geometry::GeometryCollection(all) => all.iter().for_each(|geometry| self.add(geometry)),
        }
    }

    fn placed(&self, c: Coord<f64>) -> Coord<f64> {
        let (x, y) = self.tile.place(c.x + self.shift, c.y);
        Coord { x: x * f64::from(EXTENT), y: y * f64::from(EXTENT) }
    }

    fn point(&mut self, c: Coord<f64>) {
        let at = self.placed(c);
        if SEEN.holds(at) {
            self.points.push(whole(at));
        }
    }

    fn line(&mut self, line: &LineString<f64>) {
        let line: Vec<Coord<f64>> = line.0.iter().map(|c| self.placed(*c)).collect();
        for piece in SEEN.line(&line) {
            let corners = corners(&piece);
            if corners.len() > 1 {
                self.lines.push(corners);
            }
        }
    }

    fn polygon(&mut self, polygon: &Polygon<f64>) {
        let exterior = self.ring(polygon.exterior());
        if exterior.len() < 3 {
            return;
        }
        let mut rings = vec![exterior];
        for hole in polygon.interiors() {
            let hole = self.ring(hole);
            if hole.len() > 2 {
                rings.push(hole);
            }
        }
        self.polygons.push(rings);
    }

    fn ring(&mut self, ring: &LineString<f64>) -> Ring {
        let mut placed = std::mem::take(self.ring);
        placed.clear();
        placed.extend(ring.0.iter().skip(1).map(|c| self.placed(*c)));
        let mut corners = corners(&SEEN.ring(&placed));
        if corners.len() > 1 && corners.first() == corners.last() {
            corners.pop();
        }
        *self.ring = placed;
        corners
    }
}

/// Where a tile with its margin shows a position in degrees, in whole units.
pub(super) fn placed(tile: Tile, shift: f64, c: Coord<f64>) -> Option<(i32, i32)> {
    let (x, y) = tile.place(c.x + shift, c.y);
    let at = Coord { x: x * f64::from(EXTENT), y: y * f64::from(EXTENT) };
    SEEN.holds(at).then(|| {
        let corner = whole(at);
        (corner.x, corner.y)
    })
}

/// The commands of one point.
pub(super) fn at(x: i32, y: i32) -> [u32; 3] {
    [MOVE_TO | 1 << 3, zigzag(i64::from(x)) as u32, zigzag(i64::from(y)) as u32]
}

fn whole(c: Coord<f64>) -> Corner {
    Corner::new(c.x.round() as i32, c.y.round() as i32)
}

/// On whole units, without standing still.
fn corners(line: &[Coord<f64>]) -> Vec<Corner> {
    let mut corners: Vec<Corner> = line.iter().map(|c| whole(*c)).collect();
    corners.dedup();
    corners
}

/// Commands, and where they have led to.
#[derive(Default)]
struct Pen {
    commands: Vec<u32>,
    x: i32,
    y: i32,
}

impl Pen {
    fn go(&mut self, command: u32, corners: &[Corner]) {
        self.commands.push(command | (corners.len() as u32) << 3);
        for corner in corners {
            for step in [corner.x - self.x, corner.y - self.y] {
                self.commands.push(zigzag(i64::from(step)) as u32);
            }
            (self.x, self.y) = (corner.x, corner.y);
        }
    }
}
