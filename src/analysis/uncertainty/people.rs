//! Lowest and highest population of all vintages and estimates of one date.

use serde::Serialize;

/// Populations that a division may have: `0 < low <= value <= high`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct PeopleRange {
    low: u64,
    value: u64,
    high: u64,
}

impl PeopleRange {
    /// The population that the figure uses, and all others for the same date: other vintages,
    /// other estimates. One that says nobody is no figure and left out; `None` if `value` is one.
    pub fn new(value: u64, others: impl IntoIterator<Item = u64>) -> Option<Self> {
        let exact = (value > 0).then_some(Self { low: value, value, high: value })?;
        let widen = |all: Self, one: u64| Self { low: all.low.min(one), high: all.high.max(one), ..all };
        Some(others.into_iter().filter(|people| *people > 0).fold(exact, widen))
    }

    pub const fn low(self) -> u64 {
        self.low
    }

    /// The population that the figure uses.
    pub const fn value(self) -> u64 {
        self.value
    }

    pub const fn high(self) -> u64 {
        self.high
    }
}

#[cfg(test)]
mod tests {
    use super::PeopleRange;

    #[test]
    fn vintages_widen_and_nobody_is_no_figure() {
        let range = PeopleRange::new(100, [120, 0, 90, 100]).unwrap();
        assert_eq!((range.low(), range.value(), range.high()), (90, 100, 120));
        assert_eq!(PeopleRange::new(0, [5]), None);
    }
}
