//! Which tiles of a zoom a collection reaches.

use crate::domain::tile::{Tile, TileMatrixSet};

/// Columns and rows of a zoom, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Limits {
    pub columns: (u32, u32),
    pub rows: (u32, u32),
}

impl Limits {
    /// The tiles that a box (west, south, east, north; degrees) touches; what the set does not show counts to
    /// its edge.
    pub fn of(set: TileMatrixSet, z: u8, bounds: [f64; 4]) -> Option<Self> {
        let first = Tile::new(set, z, 0, 0).ok()?;
        let [west, south, east, north] = bounds;
        let ((left, top), (right, bottom)) = (first.place(west, north), first.place(east, south));
        let within = |place: f64, count: u32| place.floor().clamp(0.0, f64::from(count - 1)) as u32;
        let (columns, rows) = (set.columns(z), set.rows(z));
        Some(Self {
            columns: (within(left, columns), within(right, columns)),
            rows: (within(top, rows), within(bottom, rows)),
        })
    }

    pub fn hold(self, tile: Tile) -> bool {
        (self.columns.0..=self.columns.1).contains(&tile.x())
            && (self.rows.0..=self.rows.1).contains(&tile.y())
    }
}

/// The box that holds both; `None` holds nothing.
pub(super) fn joined(one: Option<[f64; 4]>, other: Option<[f64; 4]>) -> Option<[f64; 4]> {
    let (Some(a), Some(b)) = (one, other) else { return one.or(other) };
    Some([a[0].min(b[0]), a[1].min(b[1]), a[2].max(b[2]), a[3].max(b[3])])
}

#[cfg(test)]
mod tests {
    use super::*;
    use TileMatrixSet::{WebMercatorQuad, WorldCrs84Quad};

    #[test]
    fn limits_are_the_tiles_that_the_corners_lie_in() {
        let town = [123.4, 41.6, 123.5, 41.75];
        for (set, z) in [(WebMercatorQuad, 0), (WebMercatorQuad, 12), (WorldCrs84Quad, 9)] {
            let limits = Limits::of(set, z, town).expect("a zoom");
            let at = |lon, lat| Tile::at(set, z, lon, lat).expect("a tile");
            let (first, last) = (at(123.4, 41.75), at(123.5, 41.6));
            assert_eq!(limits, Limits { columns: (first.x(), last.x()), rows: (first.y(), last.y()) });
            assert!(limits.hold(first) && limits.hold(last));
        }
        let world = Limits::of(WebMercatorQuad, 2, [-180.0, -90.0, 180.0, 90.0]).expect("a zoom");
        assert_eq!(world, Limits { columns: (0, 3), rows: (0, 3) });
        assert_eq!(Limits::of(WebMercatorQuad, 99, town), None);
    }

    #[test]
    fn boxes_are_joined() {
        assert_eq!(joined(None, Some([1.0, 2.0, 3.0, 4.0])), Some([1.0, 2.0, 3.0, 4.0]));
        assert_eq!(
            joined(Some([0.0, 3.0, 2.0, 5.0]), Some([1.0, 2.0, 3.0, 4.0])),
            Some([0.0, 2.0, 3.0, 5.0])
        );
        assert_eq!(joined(None, None), None);
    }
}
