//! Mean, median and 90th percentile, by people.

use super::reached::Reach;
use crate::analysis::demand::People;
use crate::domain::contribution::Ordinal;
use rayon::prelude::*;
use serde::Serialize;

/// How metres to the nearest site are spread over people. `None` where it is not finite: of
/// nobody, or where so many have no site at all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Distribution {
    /// Mean over people; `None` as soon as anybody has no site.
    pub mean_m: Option<f64>,
    /// The least distance within which half of the people have a site.
    pub median_m: Option<f64>,
    /// The least distance within which nine tenths have one.
    pub p90_m: Option<f64>,
}

/// Quantiles that are told, in tenths of the people, ascending.
const TENTHS: [u128; 2] = [5, 9];

/// Takes points in the order of their distances.
#[derive(Clone, Debug)]
pub(super) struct Sweep {
    whole: People,
    so_far: People,
    metres: f64,
    /// The distance at which each quantile was reached, of those that have been.
    reached: [f64; TENTHS.len()],
    /// How many have been, and from how many thousandths of people on the next one is.
    count: usize,
    next: u64,
}

impl Sweep {
    /// Of a group with so many people.
    pub fn new(whole: People) -> Self {
        let (so_far, metres, reached) = (People::ZERO, 0.0, [f64::INFINITY; TENTHS.len()]);
        Self { whole, so_far, metres, reached, count: 0, next: threshold(whole, 0) }
    }

    /// People, nobody left out, at so many metres; `ways` is all of them times their metres.
    pub fn take(&mut self, people: People, metres: f64, ways: f64) {
        self.so_far += people;
        self.metres += ways;
        while self.so_far.thousandths() >= self.next && self.count < TENTHS.len() {
            self.reached[self.count] = metres;
            self.count += 1;
            self.next = threshold(self.whole, self.count);
        }
    }

    pub fn finish(self) -> Distribution {
        let told = |value: f64| value.is_finite().then_some(value);
        let [median_m, p90_m] = self.reached.map(told);
        Distribution { mean_m: told(self.metres / self.whole.value()), median_m, p90_m }
    }
}

/// The least thousandths of people that are a quantile of a whole.
fn threshold(whole: People, quantile: usize) -> u64 {
    let tenths = TENTHS.get(quantile).map(|tenths| u128::from(whole.thousandths()) * tenths);
    tenths.map_or(u64::MAX, |tenths| tenths.div_ceil(10) as u64)
}

/// A point with people.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Far {
    /// Its distance in a form whose order is that of distances.
    key: u64,
    pub point: u32,
    pub division: Ordinal,
}

impl Far {
    pub fn metres(self) -> f64 {
        f64::from_bits(self.key)
    }
}

/// Points with people in the order of their distances (none is below zero), equal ones in their own
/// order.
pub(super) fn by_distance(state: &impl Reach) -> Vec<Far> {
    let (surface, metres) = (state.surface(), state.far());
    let far = |point: usize| Far {
        // Zero is added for the sign of a zero.
        key: (metres[point] + 0.0).to_bits(),
        point: point as u32,
        division: surface.division()[point],
    };
    let inhabited = |point: &usize| surface.people()[*point] > People::ZERO;
    let mut order: Vec<Far> = (0..metres.len()).into_par_iter().filter(inhabited).map(far).collect();
    order.par_sort_unstable();
    order
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The least distance within which so many tenths live.
    fn plain(points: &[(u64, f64)], tenths: u64) -> Option<f64> {
        let whole: u64 = points.iter().map(|(people, _)| people).sum();
        let near =
            |metres: f64| points.iter().filter(|(_, at)| *at <= metres).map(|(people, _)| people).sum();
        let enough = |(_, at): &&(u64, f64)| {
            let near: u64 = near(*at);
            near * 10 >= whole * tenths
        };
        points.iter().find(enough).map(|(_, metres)| *metres).filter(|metres| metres.is_finite())
    }

    proptest! {
        #[test]
        fn a_sweep_is_the_plain_sum(
            mut points in prop::collection::vec((1..2_500_u64, 0..40_u32), 0..30), far in any::<bool>()) {
            points.sort_by_key(|(_, metres)| *metres);
            let metres = |at: u32| if far && at > 35 { f64::INFINITY } else { f64::from(at) };
            let points: Vec<(u64, f64)> = points.into_iter().map(|(n, at)| (n, metres(at))).collect();
            let people = |thousandths: u64| People::from_thousandths(thousandths);
            let whole = people(points.iter().map(|(thousandths, _)| thousandths).sum());
            let (mut sweep, mut ways) = (Sweep::new(whole), 0.0);
            for (thousandths, metres) in &points {
                let way = people(*thousandths).value() * metres;
                sweep.take(people(*thousandths), *metres, way);
                ways += way;
            }
            let found = sweep.finish();
            prop_assert_eq!((found.median_m, found.p90_m), (plain(&points, 5), plain(&points, 9)));
            let mean = ways / whole.value();
            prop_assert_eq!(found.mean_m, mean.is_finite().then_some(mean));
        }
    }
}
