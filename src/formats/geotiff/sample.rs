//! Values of a grid at places between the centres of its pixels.

use super::block::Block;
use super::read::GridReader;
use crate::formats::error::FormatError;
use std::ops::RangeInclusive;

/// A share of a pixel that is no more than this is an error of rounding.
const NO_SHARE: f64 = 1e-9;

/// What a grid says at some places.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sampled {
    /// In the order of the places; `None` outside of the grid, and where a pixel that counts has no value.
    pub values: Vec<Option<f64>>,
    /// Column, row (from 0) and value of a pixel that was used and is not sound.
    pub unsound: Option<(u32, u32, f64)>,
}

/// Between the centres of four pixels: columns and rows from 0.
struct Spot {
    column: u32,
    row: u32,
    /// Shares of the way to the next column and row, from 0 to below 1.
    right: f64,
    down: f64,
    /// Left and right above, left and right below; NaN while not known.
    corners: [f32; 4],
}

/// Samples a grid at places in its own system (`None`: nowhere), bilinearly between the centres of pixels;
/// the outer half of a border pixel has that pixel's value. Each block that is needed is read once, and
/// memory holds one of them besides some 70 bytes a place. `progress` is told blocks read, and to be read.
///
/// # Errors
/// A block that is needed can not be read.
pub fn sample(
    reader: &mut GridReader,
    places: impl IntoIterator<Item = Option<(f64, f64)>>,
    sound: &RangeInclusive<f64>,
    progress: &dyn Fn(u64, u64),
) -> Result<Sampled, FormatError> {
    let mut spots: Vec<Option<Spot>> =
        places.into_iter().map(|place| place.and_then(|(x, y)| Spot::at(reader, x, y))).collect();
    let mut needs: Vec<(u32, usize)> = Vec::with_capacity(spots.len());
    for (position, spot) in spots.iter().enumerate() {
        let blocks = spot.iter().flat_map(|spot| spot.needed().map(|(.., c, r)| reader.block_of(c, r)));
        for block in blocks {
            // Mostly all four lie in one.
            if needs.last() != Some(&(block, position)) {
                needs.push((block, position));
            }
        }
    }
    needs.sort_unstable();
    needs.dedup();
    let count = needs.chunk_by(|one, other| one.0 == other.0).count() as u64;
    let mut unsound = None;
    for (read, alike) in (1..).zip(needs.chunk_by(|one, other| one.0 == other.0)) {
        let block = reader.read_block(alike[0].0)?;
        for (_, position) in alike {
            if let Some(spot) = &mut spots[*position] {
                let wrong = spot.take(&block, sound);
                unsound = unsound.or(wrong);
            }
        }
        progress(read, count);
    }
    Ok(Sampled { values: spots.into_iter().map(|spot| spot?.value()).collect(), unsound })
}

impl Spot {
    fn at(reader: &GridReader, x: f64, y: f64) -> Option<Self> {
        let (column, row) = reader.georeference().pixel(x, y)?;
        let (width, height) = reader.size();
        let (column, right) = along(column, width)?;
        let (row, down) = along(row, height)?;
        Some(Self { column, row, right, down, corners: [f32::NAN; 4] })
    }

    /// Number, share, column and row of the pixels that count here.
    fn needed(&self) -> impl Iterator<Item = (usize, f64, u32, u32)> + use<> {
        let (column, row) = (self.column, self.row);
        let (left, up) = (1.0 - self.right, 1.0 - self.down);
        let shares = [left * up, self.right * up, left * self.down, self.right * self.down];
        let all = shares.into_iter().enumerate().filter(|(_, share)| *share > NO_SHARE);
        all.map(move |(corner, share)| (corner, share, column + corner as u32 % 2, row + corner as u32 / 2))
    }

    /// Takes the pixels that lie in a block, and tells of one that is not sound.
    fn take(&mut self, block: &Block, sound: &RangeInclusive<f64>) -> Option<(u32, u32, f64)> {
        let mut unsound = None;
        for (corner, _, column, row) in self.needed() {
            if let Some(value) = block.value(column, row) {
                self.corners[corner] = value as f32;
                unsound = unsound.or_else(|| (!sound.contains(&value)).then_some((column, row, value)));
            }
        }
        unsound
    }

    fn value(self) -> Option<f64> {
        let sum: f64 = self.needed().map(|(corner, share, ..)| share * f64::from(self.corners[corner])).sum();
        (!sum.is_nan()).then_some(sum)
    }
}

/// The centre at or before a place and the share of the way to the next; `None` outside of `size` pixels.
fn along(place: f64, size: u32) -> Option<(u32, f64)> {
    let last = f64::from(size) - 1.0;
    if !(-0.5..=last + 0.5).contains(&place) {
        return None;
    }
    let place = place.clamp(0.0, last);
    Some((place.floor() as u32, place.fract()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_border_is_half_a_pixel_wide() {
        for (place, wanted) in [
            (-0.6, None),
            (-0.5, Some((0, 0.0))),
            (1.25, Some((1, 0.25))),
            (2.0, Some((2, 0.0))),
            (2.5, Some((2, 0.0))),
            (2.6, None),
            (f64::NAN, None),
        ] {
            assert_eq!(along(place, 3), wanted, "{place}");
        }
    }
}
