//! What may be shown of small numbers.

use super::Gap;
use crate::analysis::demand::{People, Surface};
use serde::Serialize;

/// Below this a number of people at one place is not published.
pub const FEWEST_SHOWN: People = People::whole(10);

/// What is left out of an export, in sum.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Hidden {
    /// Points or gaps.
    pub entries: u64,
    pub people: People,
}

/// The points with at least `fewest` people, and what is hidden of the others.
pub fn shown_points(surface: &Surface, points: &[u32], fewest: People) -> (Vec<u32>, Hidden) {
    split(points.iter().copied(), fewest, |point| surface.people()[*point as usize])
}

/// The gaps with at least `fewest` people, and what is hidden of the others.
pub fn shown_gaps(gaps: &[Gap], fewest: People) -> (Vec<&Gap>, Hidden) {
    split(gaps.iter(), fewest, |gap| gap.people)
}

fn split<T>(all: impl Iterator<Item = T>, fewest: People, people: impl Fn(&T) -> People) -> (Vec<T>, Hidden) {
    let mut hidden = Hidden::default();
    let keep = |one: &T| {
        let here = people(one);
        if here < fewest {
            hidden.entries += 1;
            hidden.people += here;
        }
        here >= fewest
    };
    (all.filter(keep).collect(), hidden)
}
