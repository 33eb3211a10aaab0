//! Boxes in single precision, widened outward: half the memory, never too small.

use super::entry::Shape;
use geo::CoordsIter;
use geo_types::Rect;
use rstar::{AABB, RTreeObject};

/// A box in degrees (lon, lat) that surely holds what it was made for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Envelope {
    pub west: f32,
    pub south: f32,
    pub east: f32,
    pub north: f32,
}

impl Envelope {
    /// From exact edges in degrees, each rounded outward.
    pub fn around(west: f64, south: f64, east: f64, north: f64) -> Self {
        Self { west: below(west), south: below(south), east: above(east), north: above(north) }
    }

    /// `None` for a shape that is nowhere.
    pub fn of(shape: &Shape) -> Option<Self> {
        match shape {
            Shape::Nowhere => None,
            Shape::Point(p) => Some(Self::around(p.x(), p.y(), p.x(), p.y())),
            Shape::Other(geometry) => {
                let mut edges: Option<(f64, f64, f64, f64)> = None;
                for c in geometry.coords_iter() {
                    let (w, s, e, n) = edges.unwrap_or((c.x, c.y, c.x, c.y));
                    edges = Some((w.min(c.x), s.min(c.y), e.max(c.x), n.max(c.y)));
                }
                edges.map(|(w, s, e, n)| Self::around(w, s, e, n))
            }
        }
    }

    /// Whether the two boxes share a point.
    pub fn meets(self, other: Self) -> bool {
        self.west <= other.east
            && other.west <= self.east
            && self.south <= other.north
            && other.south <= self.north
    }

    /// Whether the box, and so what it was made for, surely lies in an exact one.
    pub fn is_inside(self, exact: &Rect<f64>) -> bool {
        f64::from(self.west) >= exact.min().x
            && f64::from(self.east) <= exact.max().x
            && f64::from(self.south) >= exact.min().y
            && f64::from(self.north) <= exact.max().y
    }

    pub fn to_aabb(self) -> AABB<[f32; 2]> {
        AABB::from_corners([self.west, self.south], [self.east, self.north])
    }
}

#[expect(clippy::cast_possible_truncation, reason = "rounded to the side that keeps the box large enough")]
fn below(value: f64) -> f32 {
    let near = value as f32;
    if f64::from(near) > value { near.next_down() } else { near }
}

#[expect(clippy::cast_possible_truncation, reason = "rounded to the side that keeps the box large enough")]
fn above(value: f64) -> f32 {
    let near = value as f32;
    if f64::from(near) < value { near.next_up() } else { near }
}

/// What the tree of a run holds: an entry's box and its position in the run.
#[derive(Clone, Copy, Debug)]
pub(super) struct Leaf {
    pub envelope: Envelope,
    pub position: u32,
}

impl RTreeObject for Leaf {
    type Envelope = AABB<[f32; 2]>;

    fn envelope(&self) -> Self::Envelope {
        self.envelope.to_aabb()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_box_holds_the_exact_one(a in -180.0..180.0f64, b in -180.0..180.0f64,
                                       c in -90.0..90.0f64, d in -90.0..90.0f64) {
            let (west, east, south, north) = (a.min(b), a.max(b), c.min(d), c.max(d));
            let found = Envelope::around(west, south, east, north);
            prop_assert!(f64::from(found.west) <= west && f64::from(found.east) >= east);
            prop_assert!(f64::from(found.south) <= south && f64::from(found.north) >= north);
            prop_assert!(west - f64::from(found.west) < 2e-5, "no wider than needed");
        }
    }
}
