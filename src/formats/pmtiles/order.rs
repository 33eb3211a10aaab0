//! The order of tiles: zoom by zoom, within a zoom along the Hilbert curve, so that neighbours on the
//! map are neighbours in the file.

/// Zooms above this do not fit the numbers.
pub const MAX_ZOOM: u8 = 31;

/// A tile's number; `None` where there is no such tile.
pub fn tile_id(z: u8, x: u32, y: u32) -> Option<u64> {
    if z > MAX_ZOOM || u64::from(x.max(y)) >= 1 << z {
        return None;
    }
    let (mut x, mut y) = (u64::from(x), u64::from(y));
    let mut along = 0;
    for level in (0..z).rev() {
        let side = 1_u64 << level;
        let (right, lower) = (x & side != 0, y & side != 0);
        along += side * side * quarter(right, lower);
        (x, y) = turned(side, x & (side - 1), y & (side - 1), right, lower);
    }
    Some(before(z) + along)
}

/// The tile (z, x, y) of a number; `None` above the highest zoom.
pub fn position(id: u64) -> Option<(u8, u32, u32)> {
    let z = (0..=MAX_ZOOM).find(|z| id < before(z + 1))?;
    let mut along = id - before(z);
    let (mut x, mut y) = (0, 0);
    for level in 0..z {
        let side = 1_u64 << level;
        let right = along & 2 != 0;
        let lower = (along & 1 != 0) != right;
        (x, y) = turned(side, x, y, right, lower);
        x += side * u64::from(right);
        y += side * u64::from(lower);
        along >>= 2;
    }
    Some((z, u32::try_from(x).ok()?, u32::try_from(y).ok()?))
}

/// How many tiles all zooms below have.
const fn before(z: u8) -> u64 {
    // At zoom 32 the square itself no longer fits, but a third of it does.
    (((1_u128 << (2 * z)) - 1) / 3) as u64
}

/// Which quarter of a square the curve runs through first, second, ...
fn quarter(right: bool, lower: bool) -> u64 {
    (3 * u64::from(right)) ^ u64::from(lower)
}

/// The curve within a quarter is the whole curve, turned and mirrored.
fn turned(side: u64, x: u64, y: u64, right: bool, lower: bool) -> (u64, u64) {
    match (right, lower) {
        (_, true) => (x, y),
        (false, false) => (y, x),
        (true, false) => (side - 1 - y, side - 1 - x),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_tiles_are_numbered_as_the_format_says() {
        let numbered =
            [(0, 0, 0), (1, 0, 0), (1, 0, 1), (1, 1, 1), (1, 1, 0), (2, 0, 0), (2, 1, 0), (2, 1, 1)];
        for (id, (z, x, y)) in (0..).zip(numbered) {
            assert_eq!(tile_id(z, x, y), Some(id));
        }
        let last = (1_u64 << 31) as u32;
        assert_eq!(tile_id(31, last, 0), None);
        assert_eq!(tile_id(32, 0, 0), None);
        assert_eq!((tile_id(2, 4, 0), tile_id(2, 0, 4)), (None, None));
        assert_eq!(position(u64::MAX), None);
    }

    #[test]
    fn every_number_is_one_tile_and_neighbours_follow_each_other() {
        for z in 0..7_u8 {
            let side = 1_u32 << z;
            let mut seen: Vec<(u64, u32, u32)> = (0..side)
                .flat_map(|x| (0..side).map(move |y| (tile_id(z, x, y).expect("a tile"), x, y)))
                .collect();
            seen.sort_unstable();
            for (id, (found, x, y)) in (before(z)..).zip(&seen) {
                assert_eq!((id, position(id)), (*found, Some((z, *x, *y))));
            }
            for pair in seen.windows(2) {
                assert_eq!(pair[0].1.abs_diff(pair[1].1) + pair[0].2.abs_diff(pair[1].2), 1);
            }
        }
        for (z, x, y) in
            [(31, 0, 0), (31, (1 << 31) - 1, (1 << 31) - 1), (14, 13_801, 6_089), (22, 1, 4_000_000)]
        {
            assert_eq!(position(tile_id(z, x, y).expect("a tile")), Some((z, x, y)));
        }
    }
}
