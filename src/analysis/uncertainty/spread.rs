//! Low, typical and high area of a site whose area nobody knows, from known sites of its kind.

use crate::domain::area::Area;
use serde::Serialize;

/// Areas that one site may have: `low <= typical <= high`, none negative.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Spread {
    low: Area,
    typical: Area,
    high: Area,
}

/// Which ends of the known areas are taken, in thousandths of the sites.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quantiles {
    low: u16,
    high: u16,
}

impl Default for Quantiles {
    /// A tenth of the known sites are smaller, a tenth are larger.
    fn default() -> Self {
        Self { low: 100, high: 900 }
    }
}

impl Quantiles {
    /// Thousandths; `None` unless `low` is at most 500 and `high` from 500 to 1000.
    pub fn new(low: u16, high: u16) -> Option<Self> {
        (low <= 500 && (500..=1000).contains(&high)).then_some(Self { low, high })
    }
}

impl Spread {
    /// Told by data, such as the sizes of typical projects; `None` unless
    /// `0 <= low <= typical <= high`.
    pub fn new(low: Area, typical: Area, high: Area) -> Option<Self> {
        (Area::ZERO <= low && low <= typical && typical <= high).then_some(Self { low, typical, high })
    }

    /// Of known areas: their median, and the two quantiles, by nearest rank, so that each is an
    /// area that some site has. Negative areas are no areas. `None` for fewer than `fewest`.
    pub fn of(known: &[Area], quantiles: Quantiles, fewest: usize) -> Option<Self> {
        let mut known: Vec<Area> = known.iter().copied().filter(|area| *area >= Area::ZERO).collect();
        known.sort_unstable();
        if known.is_empty() || known.len() < fewest {
            return None;
        }
        let at = |thousandths: u16| {
            let rank = (known.len() * usize::from(thousandths)).div_ceil(1000);
            known[rank.saturating_sub(1)]
        };
        Some(Self { low: at(quantiles.low), typical: at(500), high: at(quantiles.high) })
    }

    pub const fn low(self) -> Area {
        self.low
    }

    pub const fn typical(self) -> Area {
        self.typical
    }

    pub const fn high(self) -> Area {
        self.high
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_areas_that_some_site_has() {
        let known: Vec<Area> = (1..=20).rev().map(|m2| Area::from_cm2(m2 * 10_000)).collect();
        let spread = Spread::of(&known, Quantiles::default(), 5).unwrap();
        assert_eq!([spread.low(), spread.typical(), spread.high()].map(Area::m2), [2.0, 10.0, 18.0]);
        let all = Spread::of(&known, Quantiles::new(0, 1000).unwrap(), 1).unwrap();
        assert_eq!((all.low().m2(), all.high().m2()), (1.0, 20.0));
        assert_eq!(Spread::of(&known, Quantiles::default(), 21), None);
        assert_eq!(Spread::of(&[], Quantiles::default(), 0), None);
        let one = Spread::of(&[Area::from_cm2(7)], Quantiles::default(), 1).unwrap();
        assert_eq!((one.low().cm2(), one.typical().cm2(), one.high().cm2()), (7, 7, 7));
    }

    #[test]
    fn ends_that_cross_are_refused() {
        let area = Area::from_cm2;
        assert!(Spread::new(area(1), area(2), area(2)).is_some());
        assert_eq!(Spread::new(area(-1), area(2), area(3)), None);
        assert_eq!(Spread::new(area(1), area(4), area(3)), None);
        assert_eq!(
            (Quantiles::new(501, 900), Quantiles::new(100, 499), Quantiles::new(0, 1001)),
            (None, None, None)
        );
    }
}
