//! The ground that cells stand for, as far as their polygons tell.

use crate::domain::geodesy::point_distance_m;
use crate::domain::population::Footprint;
use geo_types::{Coord, Geometry, Point};

/// How much two sides may differ and still be one: of their length, and metres (coordinates are rounded).
const SIDES_DIFFER: f64 = 0.01;
const SIDES_DIFFER_M: f64 = 0.25;
/// The same for boxes, degrees: twice what rounding does.
const DEGREES_DIFFER: f64 = 4e-7;

/// What one polygon is: a square on the ground, a box in degrees, both, or neither.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Extent {
    square_m: Option<f64>,
    degrees: Option<[f64; 2]>,
}

impl Extent {
    pub fn of(geometry: &Geometry<f64>) -> Self {
        let polygon = match geometry {
            Geometry::Polygon(polygon) => polygon,
            Geometry::MultiPolygon(several) if several.0.len() == 1 => &several.0[0],
            _ => return Self::default(),
        };
        match polygon.exterior().0[..] {
            [a, b, c, d, _] if polygon.interiors().is_empty() => {
                Self { square_m: square(&[a, b, c, d]), degrees: boxed(&[a, b, c, d]) }
            }
            _ => Self::default(),
        }
    }
}

/// Side of a square with these corners, metres.
fn square(corners: &[Coord<f64>; 4]) -> Option<f64> {
    let metres = |from: usize, to: usize| point_distance_m(Point(corners[from]), Point(corners[to]));
    let sides = [metres(0, 1), metres(1, 2), metres(2, 3), metres(3, 0)];
    let side = sides.iter().sum::<f64>() / 4.0;
    let diagonals = [metres(0, 2), metres(1, 3)].map(|metres| metres / std::f64::consts::SQRT_2);
    let is_square = side > 0.0 && sides.iter().chain(&diagonals).all(|metres| is_alike(*metres, side));
    is_square.then_some(side)
}

fn is_alike(metres: f64, side: f64) -> bool {
    (metres - side).abs() <= side * SIDES_DIFFER + SIDES_DIFFER_M
}

/// Width and height of a box along the meridians and parallels, degrees.
fn boxed(corners: &[Coord<f64>; 4]) -> Option<[f64; 2]> {
    let [a, b, c, d] = corners;
    let along = a.y == b.y && b.x == c.x && c.y == d.y && d.x == a.x;
    let across = a.x == b.x && b.y == c.y && c.x == d.x && d.y == a.y;
    let size = [(a.x - c.x).abs(), (a.y - c.y).abs()];
    ((along || across) && size.iter().all(|degrees| *degrees > 0.0)).then_some(size)
}

/// Looks at the cells of a set as they pass: are they all alike?
#[derive(Clone, Debug, Default)]
pub struct Extents {
    first: Option<Extent>,
    count: u64,
    /// Sums over all cells while they are alike.
    square_m: Option<f64>,
    degrees: Option<[f64; 2]>,
}

impl Extents {
    pub fn look(&mut self, extent: Extent) {
        self.count += 1;
        let Some(first) = self.first else {
            self.first = Some(extent);
            self.square_m = extent.square_m;
            self.degrees = extent.degrees;
            return;
        };
        let square = extent.square_m.zip(first.square_m).filter(|(own, first)| is_alike(*own, *first));
        self.square_m = self.square_m.zip(square).map(|(sum, (own, _))| sum + own);
        let near = |own: &[f64; 2], first: &[f64; 2]| {
            own.iter().zip(first).all(|(own, first)| (own - first).abs() <= DEGREES_DIFFER)
        };
        let boxed = extent.degrees.zip(first.degrees).filter(|(own, first)| near(own, first));
        self.degrees = self.degrees.zip(boxed).map(|(sum, (own, _))| [sum[0] + own[0], sum[1] + own[1]]);
    }

    /// The footprint of all of them; `None` where they differ or are points.
    pub fn footprint(&self) -> Option<Footprint> {
        let mean = |sum: f64, digits: f64| (sum / self.count as f64 * digits).round() / digits;
        // Boxes of one size in degrees come from a grid in degrees; squares of it would differ.
        let boxes = self.degrees.map(|sums| Footprint::Degrees(sums.map(|sum| mean(sum, 1e7))));
        boxes.or_else(|| self.square_m.map(|sum| Footprint::SquareM(mean(sum, 10.0))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo_types::{Rect, polygon};

    fn footprint(of: &[Geometry<f64>]) -> Option<Footprint> {
        let mut extents = Extents::default();
        for geometry in of {
            extents.look(Extent::of(geometry));
        }
        extents.footprint()
    }

    #[test]
    fn alike_boxes_and_turned_squares_are_known() {
        let boxes = [0.0, 0.5, 20.0]
            .map(|lat| Geometry::from(Rect::new((123.0, lat), (123.01, lat + 0.02)).to_polygon()));
        assert_eq!(footprint(&boxes), Some(Footprint::Degrees([0.01, 0.02])));
        // A square of 100 m that stands on its corner, at the equator.
        let (x, y) =
            (50.0 * std::f64::consts::SQRT_2 / 111_319.491, 50.0 * std::f64::consts::SQRT_2 / 110_574.276);
        let turned: Geometry<f64> =
            polygon![(x: 7.0 - x, y: 0.0), (x: 7.0, y: -y), (x: 7.0 + x, y: 0.0), (x: 7.0, y: y)].into();
        assert_eq!(footprint(std::slice::from_ref(&turned)), Some(Footprint::SquareM(100.0)));
        let half: Geometry<f64> =
            polygon![(x: 7.0 - x, y: 0.0), (x: 7.0, y: -y), (x: 7.0 + x, y: 0.0)].into();
        assert_eq!(footprint(&[turned, half]), None);
        assert_eq!(footprint(&[Point::new(7.0, 0.0).into()]), None);
        assert_eq!(footprint(&[]), None);
    }
}
