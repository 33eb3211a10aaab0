//! Point sites in a k-d tree of earth-centred places.

use super::block::Gathered;
use super::chord::{Place, chord_squared, longest_metres, place};
use super::near::Search;
use geo_types::Coord;
use kiddo::{ImmutableKdTree, SquaredEuclidean};
use std::num::NonZero;

/// How many are asked for at first: the nearest, and the next to see whether it ties.
const PAIR: NonZero<usize> = NonZero::new(2).expect("not zero");

/// A block is searched in one go while its radius is at most so many times the distance to its
/// nearest site: some sixty sites are then compared for each point.
const WIDEST_BLOCK: f64 = 4.0;

/// Distinct places, each with the sites that stand there.
pub(in crate::analysis) struct Points {
    tree: ImmutableKdTree<f64, 3>,
    places: Vec<Place>,
    /// Sites at place `i` are `sites[starts[i]..starts[i + 1]]`, ascending.
    starts: Vec<u32>,
    sites: Vec<u32>,
}

impl Points {
    /// `None` for no points. Sites at one place are kept together, so a tie between them is no
    /// question of distance.
    pub fn new(mut points: Vec<(Coord<f64>, u32)>) -> Option<Self> {
        points.sort_unstable_by(|a, b| {
            (a.0.x.total_cmp(&b.0.x)).then(a.0.y.total_cmp(&b.0.y)).then(a.1.cmp(&b.1))
        });
        points.dedup();
        let (mut places, mut starts) = (Vec::new(), Vec::new());
        let mut last = None;
        for (position, (coord, _)) in points.iter().enumerate() {
            if last != Some(*coord) {
                last = Some(*coord);
                places.push(place(coord.x, coord.y));
                starts.push(position as u32);
            }
        }
        starts.push(points.len() as u32);
        if places.is_empty() {
            return None;
        }
        let tree = ImmutableKdTree::new_from_slice(&places).ok()?;
        Some(Self { tree, places, starts, sites: points.into_iter().map(|(_, site)| site).collect() })
    }

    /// The first site at a place that still stands.
    fn standing(&self, place: u32, gone: &[bool]) -> Option<u32> {
        let (from, to) = (self.starts[place as usize], self.starts[place as usize + 1]);
        self.sites[from as usize..to as usize].iter().copied().find(|site| !is_gone(gone, *site))
    }

    /// Offers the nearest site and the next.
    pub(super) fn nearest(&self, from: Place, gone: &[bool], search: &mut Search) {
        let mut wanted = PAIR;
        loop {
            let query = self.tree.query(&from).nearest_n::<SquaredEuclidean<f64>>(wanted);
            let limit = search.limit();
            let found = if limit.is_finite() {
                query.within::<SquaredEuclidean<f64>>(limit).execute()
            } else {
                query.execute()
            };
            let mut standing = 0;
            for near in &found {
                if let Some(site) = self.standing(near.item, gone) {
                    standing += 1;
                    search.offer(chord_squared(from, self.places[near.item as usize]), site);
                }
            }
            if standing >= PAIR.get() || found.len() < wanted.get() {
                return;
            }
            // Some have been taken away: look further.
            wanted = wanted.saturating_mul(PAIR);
        }
    }

    /// Gathers the sites that may be nearest to places within `radius` (a chord) of a middle, or
    /// tie with those that are. `false`, and nothing gathered, where the middle has a site so near
    /// against the radius that there would be many, or one that was taken away.
    pub(super) fn gather(&self, middle: Place, radius: f64, gone: &[bool], gathered: &mut Gathered) -> bool {
        let near = self.tree.query(&middle).nearest_one::<SquaredEuclidean<f64>>().execute();
        let nearest = chord_squared(middle, self.places[near.item as usize]).sqrt();
        if radius > WIDEST_BLOCK * nearest || self.standing(near.item, gone).is_none() {
            return false;
        }
        // From any place of the block the middle's nearest is at most `nearest + radius` away, and
        // whatever is not farther than that lies at most `radius` beyond it, seen from the middle.
        let reach = longest_metres(nearest + radius) + radius;
        self.tree.query(&middle).within::<SquaredEuclidean<f64>>(reach * reach).unsorted().visit(|near| {
            if let Some(site) = self.standing(near.item, gone) {
                gathered.places.push(self.places[near.item as usize]);
                gathered.sites.push(site);
            }
        });
        true
    }

    /// Visits (squared chord, site) of every site that stands within a chord, squared.
    pub fn within(&self, from: Place, squared: f64, gone: &[bool], mut visit: impl FnMut(f64, u32)) {
        let near = self.tree.query(&from).within::<SquaredEuclidean<f64>>(squared).unsorted();
        near.visit(|near| {
            let chord = chord_squared(from, self.places[near.item as usize]);
            let (start, end) = (self.starts[near.item as usize], self.starts[near.item as usize + 1]);
            for site in &self.sites[start as usize..end as usize] {
                if !is_gone(gone, *site) {
                    visit(chord, *site);
                }
            }
        });
    }
}

/// Whether a site was taken away; one that came after the list was made stands.
pub(in crate::analysis) fn is_gone(gone: &[bool], site: u32) -> bool {
    gone.get(site as usize).copied().unwrap_or(false)
}
