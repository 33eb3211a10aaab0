//! The nearest sites of points that lie close together, found in one go.
//!
//! Distances to a set of sites change no faster than one walks, so what is near the middle of a
//! block bounds what can be near its points: the point sites worth comparing are gathered once a
//! block, and each point's search starts with the bound that its neighbour leaves.

use super::chord::{Place, chord_squared, longest_metres};
use super::index::{Near, SiteIndex};
use super::layer::Spot;
use super::near::Search;
use rayon::prelude::*;

/// Points in a block.
const BLOCK: usize = 32;

/// Blocks of as few points are not worth gathering for.
const FEW: usize = 3;

/// Point sites that may be the nearest of some point of a block.
#[derive(Default)]
pub(super) struct Gathered {
    pub places: Vec<Place>,
    pub sites: Vec<u32>,
    /// Squared chords from the point in hand.
    chords: Vec<f64>,
}

impl Gathered {
    pub fn clear(&mut self) {
        self.places.clear();
        self.sites.clear();
    }

    /// Offers the nearest first, then what may tie with it.
    pub fn offer(&mut self, from: Place, search: &mut Search) {
        self.chords.clear();
        self.chords.extend(self.places.iter().map(|place| chord_squared(from, *place)));
        let mut nearest = (f64::INFINITY, 0);
        for (position, squared) in self.chords.iter().enumerate() {
            if *squared < nearest.0 {
                nearest = (*squared, position);
            }
        }
        let Some(first) = self.sites.get(nearest.1) else { return };
        search.offer(nearest.0, *first);
        for (position, squared) in self.chords.iter().enumerate() {
            if *squared <= search.limit() && position != nearest.1 {
                search.offer(*squared, self.sites[position]);
            }
        }
    }
}

/// The nearest sites of some points, in their order; `spot` tells where a number is.
/// Points should stand in an order in which neighbours are close, see [`along_a_curve`].
pub(super) fn nearest_of(
    index: &SiteIndex,
    numbers: &[u32],
    spot: impl Fn(u32) -> Spot + Sync,
) -> Vec<Option<Near>> {
    let blocks: Vec<Vec<Option<Near>>> = numbers
        .par_chunks(BLOCK)
        .with_min_len(8)
        .map_init(Gathered::default, |gathered, block| {
            let spots: Vec<Spot> = block.iter().map(|number| spot(*number)).collect();
            let mut found = Vec::with_capacity(spots.len());
            search_block(index, &spots, gathered, &mut found);
            found
        })
        .collect();
    blocks.into_iter().flatten().collect()
}

fn search_block(index: &SiteIndex, spots: &[Spot], gathered: &mut Gathered, found: &mut Vec<Option<Near>>) {
    if spots.len() <= FEW {
        found.extend(spots.iter().map(|spot| index.nearest_from(*spot, f64::INFINITY)));
        return;
    }
    let count = spots.len() as f64;
    let middle = [0, 1, 2].map(|axis| spots.iter().map(|spot| spot.place[axis]).sum::<f64>() / count);
    let radius = spots.iter().map(|spot| chord_squared(middle, spot.place)).fold(0.0, f64::max).sqrt();
    if !index.gather(middle, radius, gathered) {
        let (first, second) = spots.split_at(spots.len() / 2);
        search_block(index, first, gathered, found);
        search_block(index, second, gathered, found);
        return;
    }
    let mut before: Option<(Place, f64)> = None;
    for spot in spots {
        let limit = before.map_or(f64::INFINITY, |(place, squared)| {
            let longest = longest_metres(squared.sqrt() + chord_squared(place, spot.place).sqrt());
            longest * longest
        });
        let near = index.nearest_gathered(*spot, limit, gathered);
        before = near.map(|(_, squared)| (spot.place, squared));
        found.push(near.map(|(near, _)| near));
    }
}

/// Points in the order of a curve that keeps neighbours together (Morton's, by longitude and
/// latitude); equal ones in their own order.
pub(super) fn along_a_curve(lon: &[f64], lat: &[f64]) -> Vec<u32> {
    let key = |(lon, lat): (&f64, &f64)| {
        let scaled = |degrees: f64, span: f64| ((degrees / span + 0.5) * f64::from(u32::MAX)) as u32;
        spaced(scaled(*lon, 360.0)) | spaced(scaled(*lat, 360.0)) << 1
    };
    let mut order: Vec<(u64, u32)> =
        lon.par_iter().zip(lat).map(key).zip(0..lon.len()).map(|(key, point)| (key, point as u32)).collect();
    order.par_sort_unstable();
    order.into_par_iter().map(|(_, point)| point).collect()
}

/// The bits with a zero before each.
fn spaced(bits: u32) -> u64 {
    let mut spaced = u64::from(bits);
    for (shift, mask) in [
        (16, 0x0000_ffff_0000_ffff_u64),
        (8, 0x00ff_00ff_00ff_00ff),
        (4, 0x0f0f_0f0f_0f0f_0f0f),
        (2, 0x3333_3333_3333_3333),
        (1, 0x5555_5555_5555_5555),
    ] {
        spaced = (spaced | spaced << shift) & mask;
    }
    spaced
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bits_are_spaced_and_neighbours_stay_together() {
        assert_eq!(spaced(0b1011), 0b0100_0101);
        assert_eq!(spaced(u32::MAX), 0x5555_5555_5555_5555);
        let (lon, lat) =
            (vec![0.0, 90.0, 0.000_1, 90.000_1, 180.0, -180.0], vec![0.0, 80.0, 0.0, 80.0, 90.0, -90.0]);
        let order = along_a_curve(&lon, &lat);
        let at = |point: u32| order.iter().position(|p| *p == point).expect("every point");
        assert_eq!((at(0).abs_diff(at(2)), at(1).abs_diff(at(3)), at(5)), (1, 1, 0));
    }
}
