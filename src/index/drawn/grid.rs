//! Where entities are, in whole units of a pyramid of tiles: sums of whole numbers do not depend on their
//! order.

use crate::domain::tile::{Tile, TileMatrixSet};
use crate::index::entry::Shape;
use geo::CoordsIter;

/// The world in units so small (some 2 cm at the equator) that a tile of any zoom, and a cell of it, is a
/// whole number of them wide and high.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Grid {
    set: TileMatrixSet,
}

/// Bits of a unit's row; columns have as many or one more.
const ROW_BITS: u32 = 30;

impl Grid {
    pub const fn new(set: TileMatrixSet) -> Self {
        Self { set }
    }

    /// Which of the sets, from 0.
    pub const fn number(self) -> usize {
        match self.set {
            TileMatrixSet::WebMercatorQuad => 0,
            TileMatrixSet::WorldCrs84Quad => 1,
        }
    }

    /// Column and row of the middle of a shape's box, in units from the north-west; `None` where the set
    /// shows nothing or there is no shape.
    pub fn middle(self, shape: &Shape) -> Option<(u32, u32)> {
        match shape {
            Shape::Nowhere => None,
            Shape::Point(point) => self.unit(point.x(), point.y()),
            Shape::Other(geometry) => {
                let mut coords = geometry.coords_iter();
                let first = coords.next()?;
                let (mut low, mut high) = (first, first);
                for c in coords {
                    low = geo_types::Coord { x: low.x.min(c.x), y: low.y.min(c.y) };
                    high = geo_types::Coord { x: high.x.max(c.x), y: high.y.max(c.y) };
                }
                self.unit(f64::midpoint(low.x, high.x), f64::midpoint(low.y, high.y))
            }
        }
    }

    fn unit(self, lon: f64, lat: f64) -> Option<(u32, u32)> {
        let world = Tile::new(self.set, 0, 0, 0).ok()?;
        let (x, y) = world.place(lon, lat);
        let units = f64::from(1_u32 << ROW_BITS);
        let (columns, rows) = (self.columns(), 1_u32 << ROW_BITS);
        let (x, y) = ((x * units).floor(), (y * units).floor());
        // The world's own east and south edge belong to its last tiles.
        let is_shown = x >= 0.0 && x <= f64::from(columns) && y >= 0.0 && y <= f64::from(rows);
        is_shown.then(|| ((x as u32).min(columns - 1), (y as u32).min(rows - 1)))
    }

    const fn columns(self) -> u32 {
        self.set.columns(0) << ROW_BITS
    }

    /// Units along a side of a zoom's tiles, as a power of two.
    pub fn side_bits(z: u8) -> u32 {
        ROW_BITS - u32::from(z)
    }

    /// Column and row of a tile's first unit.
    pub fn corner(tile: Tile) -> (u32, u32) {
        let bits = Self::side_bits(tile.z());
        (tile.x() << bits, tile.y() << bits)
    }
}

/// A number for a unit such that the units of any tile of any zoom follow one another: bits of column and
/// row in turn (G. M. Morton 1966).
pub(super) fn code(column: u32, row: u32) -> u64 {
    spread(column) | spread(row) << 1
}

/// Column and row of a code.
pub(super) fn unit_of(code: u64) -> (u32, u32) {
    (gather(code), gather(code >> 1))
}

/// A zero between any two bits.
fn spread(number: u32) -> u64 {
    let mut n = u64::from(number);
    for (shift, mask) in STEPS {
        n = (n | n << shift) & mask;
    }
    n
}

/// Every second bit.
fn gather(code: u64) -> u32 {
    let mut n = code & STEPS[4].1;
    for step in (0..STEPS.len()).rev() {
        let mask = if step == 0 { 0xffff_ffff } else { STEPS[step - 1].1 };
        n = (n | n >> STEPS[step].0) & mask;
    }
    n as u32
}

const STEPS: [(u32, u64); 5] = [
    (16, 0x0000_ffff_0000_ffff),
    (8, 0x00ff_00ff_00ff_00ff),
    (4, 0x0f0f_0f0f_0f0f_0f0f),
    (2, 0x3333_3333_3333_3333),
    (1, 0x5555_5555_5555_5555),
];

#[cfg(test)]
mod tests {
    use super::*;
    use geo_types::Point;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_code_reads_back_and_its_first_bits_are_the_tiles(column in any::<u32>(), row in any::<u32>(), z in 0..32_u32) {
            let code = code(column, row);
            prop_assert_eq!(unit_of(code), (column, row));
            let above = super::code(column >> z, row >> z);
            prop_assert_eq!(code >> (2 * z), above);
        }

        #[test]
        fn a_place_is_in_the_tile_that_the_set_names(lon in -180.0..180.0f64, lat in -85.0..85.0f64, z in 0..=23_u8) {
            for set in [TileMatrixSet::WebMercatorQuad, TileMatrixSet::WorldCrs84Quad] {
                let (column, row) = Grid::new(set).middle(&Shape::Point(Point::new(lon, lat))).expect("shown");
                let bits = Grid::side_bits(z);
                let tile = Tile::at(set, z, lon, lat).expect("a tile");
                prop_assert_eq!((column >> bits, row >> bits), (tile.x(), tile.y()));
            }
        }
    }

    #[test]
    fn the_edges_of_the_world_belong_to_its_last_tiles_and_the_poles_to_none_of_mercator() {
        let at = |set, lon, lat| Grid::new(set).middle(&Shape::Point(Point::new(lon, lat)));
        let last = (1_u32 << ROW_BITS) - 1;
        assert_eq!(
            at(TileMatrixSet::WorldCrs84Quad, 180.0, -90.0),
            Some((2 * (1_u32 << ROW_BITS) - 1, last))
        );
        assert_eq!(at(TileMatrixSet::WebMercatorQuad, 180.0, 0.0), Some((last, 1 << (ROW_BITS - 1))));
        assert_eq!(at(TileMatrixSet::WebMercatorQuad, 0.0, -90.0), None);
        assert_eq!(Grid::new(TileMatrixSet::WebMercatorQuad).middle(&Shape::Nowhere), None);
    }
}
