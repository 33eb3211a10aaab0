//! Which of the figures that bodies reported make up a sum, so that nothing is counted twice.
//!
//! A figure of a division stands for all that lies below it in its time; where a division has none, its children's
//! are taken, and so on down. Of one division a longer period stands for the shorter ones in it.

use jiff::civil::Date;
use std::cmp::Reverse;
use std::collections::HashMap;
use std::hash::Hash;

/// A figure as a sum sees it: whose it is, of which time, and how late it was entered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Told<P> {
    pub place: P,
    /// First and last day of its period.
    pub from: Date,
    pub to: Date,
    /// Of two figures of one place and period the one with the greater number stands.
    pub entered: u64,
}

impl<P> Told<P> {
    fn holds(&self, other: &Self) -> bool {
        self.from <= other.from && other.to <= self.to
    }

    fn meets(&self, other: &Self) -> bool {
        self.from <= other.to && other.from <= self.to
    }
}

/// For each figure whether it counts. `above` is the place that a place lies in; from every place its chain
/// has an end.
///
/// A figure whose time overlaps that of a counted one further up is left out, even where the upper one tells of a
/// part of its time only: a sum that may be too small is better than one that counts people twice.
pub fn counted<P: Copy + Eq + Hash>(told: &[Told<P>], above: impl Fn(P) -> Option<P>) -> Vec<bool> {
    let mut of_place: HashMap<P, Vec<usize>> = HashMap::new();
    for (position, one) in told.iter().enumerate() {
        of_place.entry(one.place).or_default().push(position);
    }
    let chain = |place: P| std::iter::successors(above(place), |place| above(*place));
    let mut counts = vec![false; told.len()];
    let mut places: Vec<P> = of_place.keys().copied().collect();
    // Those further up first: they decide about those below.
    places.sort_by_key(|place| chain(*place).count());
    for place in places {
        let here = &of_place[&place];
        let upper: Vec<usize> = chain(place)
            .filter_map(|place| of_place.get(&place))
            .flatten()
            .copied()
            .filter(|position| counts[*position])
            .collect();
        for position in here {
            let one = &told[*position];
            let is_told = here.iter().any(|other| stands_for((*other, &told[*other]), (*position, one)));
            counts[*position] = !is_told && !upper.iter().any(|other| told[*other].meets(one));
        }
    }
    counts
}

/// Whether one figure tells the whole time of another of the same place: a longer one, or of two of one period the
/// one that was entered later (the first of the list where both were entered at once).
fn stands_for<P>((at, one): (usize, &Told<P>), (other_at, other): (usize, &Told<P>)) -> bool {
    let same = (one.from, one.to) == (other.from, other.to);
    let later = (one.entered, Reverse(at)) > (other.entered, Reverse(other_at));
    one.holds(other) && (!same || later)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    /// A district (0), two sub-districts (1, 2) and two communities of the first (3, 4).
    fn above(place: u8) -> Option<u8> {
        match place {
            0 => None,
            1 | 2 => Some(0),
            _ => Some(1),
        }
    }

    /// A figure of months of 2023.
    fn told(place: u8, first: i8, last: i8) -> Told<u8> {
        Told { place, from: date(2023, first, 1), to: date(2023, last, 28), entered: 1 }
    }

    fn which(all: &[Told<u8>]) -> Vec<usize> {
        let counts = counted(all, above);
        counts.iter().enumerate().filter(|(_, counts)| **counts).map(|(position, _)| position).collect()
    }

    #[test]
    fn a_figure_stands_for_all_below_it_at_three_levels() {
        let (communities, street) = ([told(3, 1, 12), told(4, 1, 12)], told(1, 1, 12));
        let [left, right] = communities;
        assert_eq!(which(&[left, right]), [0, 1], "nobody told of the sub-district");
        assert_eq!(which(&[left, street, right]), [1], "its own figure has them in it");
        assert_eq!(which(&[left, street, right, told(2, 1, 12)]), [1, 3], "the other sub-district's too");
        assert_eq!(which(&[left, right, told(2, 1, 12)]), [0, 1, 2], "levels may be mixed");
        assert_eq!(which(&[left, street, told(0, 1, 12)]), [2], "the district's stands for all");
    }

    #[test]
    fn it_stands_for_its_own_time_only() {
        let (first, second) = (told(1, 1, 3), told(3, 4, 6));
        assert_eq!(which(&[first, second]), [0, 1]);
        assert_eq!(which(&[first, told(3, 2, 5)]), [0], "never a part of the time twice");
        // The district's quarter stands, so the sub-district's half-year does not, and the community's second
        // quarter is told by nobody else.
        assert_eq!(which(&[told(0, 1, 3), told(1, 1, 6), second]), [0, 2]);
    }

    #[test]
    fn of_one_place_the_longer_period_and_the_later_entry_stand() {
        assert_eq!(which(&[told(1, 1, 3), told(1, 1, 12), told(1, 4, 6)]), [1]);
        let later = Told { entered: 2, ..told(1, 1, 3) };
        assert_eq!(which(&[told(1, 1, 3), later]), [1]);
        assert_eq!(which(&[later, later]), [0], "one of two that can not be told apart");
    }

    #[test]
    fn whatever_is_reported_no_place_is_counted_twice_in_a_month() {
        // Every pick of at most one figure a place, each of one of three times.
        let times = [(1, 3), (4, 6), (1, 6)];
        for picks in 0..4_usize.pow(5) {
            let chosen: Vec<Told<u8>> = (0..5_u8)
                .filter_map(|place| {
                    let (first, last) = times.get(picks / 4_usize.pow(place.into()) % 4)?;
                    Some(told(place, *first, *last))
                })
                .collect();
            let counts = counted(&chosen, above);
            for community in [2, 3, 4] {
                for month in 1..=6 {
                    let day = date(2023, month, 14);
                    let chain: Vec<u8> = std::iter::successors(Some(community), |one| above(*one)).collect();
                    let telling =
                        |one: &&Told<u8>| chain.contains(&one.place) && one.from <= day && day <= one.to;
                    let all = chosen.iter().filter(telling).count();
                    let counting =
                        chosen.iter().zip(&counts).filter(|(one, counts)| **counts && telling(one));
                    let counting = counting.count();
                    assert!(counting <= 1, "{picks}: {community} in {month} is told {counting} times");
                    // What is left out is left out for another that tells of a part of the same time.
                    assert!(all == 0 || counts.contains(&true), "{picks}");
                }
            }
            for (position, one) in chosen.iter().enumerate().filter(|(position, _)| !counts[*position]) {
                let chain: Vec<u8> = std::iter::successors(Some(one.place), |one| above(*one)).collect();
                let other = chosen.iter().zip(&counts).enumerate().find(|(at, (other, counts))| {
                    *at != position && **counts && chain.contains(&other.place) && other.meets(one)
                });
                assert!(other.is_some(), "{picks}: {one:?} is left out for none");
            }
        }
    }
}
