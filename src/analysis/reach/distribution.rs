//! Mean, median and 90th percentile, by people.

use super::reached::Reach;
use crate::analysis::demand::People;
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

/// Takes points in the order of their distances.
#[derive(Clone, Debug)]
pub(super) struct Sweep {
    whole: People,
    so_far: People,
    metres: f64,
    found: Distribution,
}

impl Sweep {
    /// Of a group with so many people.
    pub fn new(whole: People) -> Self {
        Self { whole, so_far: People::ZERO, metres: 0.0, found: Distribution::default() }
    }

    pub fn take(&mut self, people: People, metres: f64) {
        if people == People::ZERO {
            return;
        }
        self.so_far += people;
        self.metres += people.value() * metres;
        let distance = metres.is_finite().then_some(metres);
        for (quantile, tenths) in [(&mut self.found.median_m, 5), (&mut self.found.p90_m, 9)] {
            let reached =
                u128::from(self.so_far.thousandths()) * 10 >= u128::from(self.whole.thousandths()) * tenths;
            if quantile.is_none() && reached {
                *quantile = distance;
            }
        }
    }

    pub fn finish(self) -> Distribution {
        let mean = self.metres / self.whole.value();
        Distribution { mean_m: mean.is_finite().then_some(mean), ..self.found }
    }
}

/// Points in the order of their distances, equal ones in their own order.
pub(super) fn by_distance(state: &impl Reach) -> Vec<u32> {
    use rayon::prelude::*;
    let metres = state.far();
    let mut order: Vec<u32> = (0..metres.len() as u32).collect();
    order.par_sort_unstable_by(|a, b| metres[*a as usize].total_cmp(&metres[*b as usize]).then(a.cmp(b)));
    order
}
