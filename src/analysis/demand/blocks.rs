//! Neighbouring points put together where one alone has too few people to be shown.

use super::people::People;
use super::surface::Surface;
use crate::domain::contribution::Ordinal;
use geo::BoundingRect;
use geo_types::{MultiPolygon, Polygon};
use std::collections::BTreeMap;

/// Blocks are at most two to this power as wide as a cell: beyond that a map would show nothing true.
const WIDEST: i32 = 3;

/// Points of one division that lie together.
#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    /// Positions in the surface, ascending.
    pub points: Vec<u32>,
    pub people: People,
    /// The outlines of all of them, degrees WGS 84; empty ground between them is no part of it.
    pub outline: MultiPolygon<f64>,
}

/// Column and row of a block, and whose it is.
type Place = (i64, i64, Ordinal);

/// Puts points together in boxes of twice, four times, … the width of a cell until each box has at
/// least `fewest` people; the second list are points that stay too few even then.
pub fn blocks(surface: &Surface, points: &[u32], fewest: People) -> (Vec<Block>, Vec<u32>) {
    let (mut found, mut left) = (Vec::new(), points.to_vec());
    let Some((wide, high)) = points.first().and_then(|point| size(surface, *point)) else {
        return (found, left);
    };
    for doubled in 1..=WIDEST {
        let (wide, high) = (wide * 2_f64.powi(doubled), high * 2_f64.powi(doubled));
        let mut boxes: BTreeMap<Place, Vec<u32>> = BTreeMap::new();
        for point in left.drain(..) {
            let at = point as usize;
            let column = (surface.lon()[at] / wide).floor() as i64;
            let row = (surface.lat()[at] / high).floor() as i64;
            boxes.entry((column, row, surface.division()[at])).or_default().push(point);
        }
        for points in boxes.into_values() {
            let people: People = points.iter().map(|point| surface.people()[*point as usize]).sum();
            if people < fewest {
                left.extend(points);
                continue;
            }
            let outline = points.iter().map(|point| outline(surface, *point)).collect();
            found.push(Block { points, people, outline });
        }
    }
    left.sort_unstable();
    (found, left)
}

fn outline(surface: &Surface, point: u32) -> Polygon<f64> {
    let at = point as usize;
    surface.footprint().outline(at, surface.lon()[at], surface.lat()[at])
}

/// Width and height of a cell, degrees.
fn size(surface: &Surface, point: u32) -> Option<(f64, f64)> {
    let bounds = outline(surface, point).bounding_rect()?;
    (bounds.width() > 0.0 && bounds.height() > 0.0).then(|| (bounds.width(), bounds.height()))
}

#[cfg(test)]
mod tests {
    use super::super::{Basis, Footprint, Method};
    use super::*;
    use proptest::prelude::*;

    fn surface(people: &[u64]) -> Surface {
        let basis = Basis {
            name: "x".to_owned(),
            year: 2024,
            vintage: "x".to_owned(),
            estimate: true,
            demo: false,
            method: Method::Cells,
        };
        let side = 8;
        let place = |n: usize| (123.4 + (n % side) as f64 * 0.002, 41.7 + (n / side) as f64 * 0.002);
        let (lon, lat) = (0..people.len()).map(place).unzip();
        let division = (0..people.len()).map(|n| Ordinal(u16::from(n % side >= 4))).collect();
        let people = people.iter().map(|people| People::whole(*people)).collect();
        Surface::new(basis, (lon, lat), people, division, Footprint::Degrees { lon: 0.002, lat: 0.002 })
            .expect("a surface")
    }

    proptest! {
        #[test]
        fn everybody_is_in_one_block_or_left(people in prop::collection::vec(0_u64..9, 1..64)) {
            let surface = surface(&people);
            let points: Vec<u32> = (0..people.len() as u32).collect();
            let (found, left) = blocks(&surface, &points, People::whole(10));
            let mut seen: Vec<u32> = found.iter().flat_map(|block| block.points.clone()).chain(left).collect();
            seen.sort_unstable();
            prop_assert_eq!(seen, points);
            for block in &found {
                prop_assert!(block.people >= People::whole(10));
                let sum: People = block.points.iter().map(|point| surface.people()[*point as usize]).sum();
                prop_assert_eq!(sum, block.people);
                prop_assert_eq!(block.outline.0.len(), block.points.len());
                for point in &block.points {
                    let at = *point as usize;
                    prop_assert_eq!(surface.division()[at], surface.division()[block.points[0] as usize]);
                }
            }
        }
    }
}
