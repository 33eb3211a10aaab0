//! The interval of square metres per head, and what each source adds to it.
//!
//! The figure itself leaves out every unknown area (missing is not zero, and not a default either),
//! so unknown areas only ever raise it: the low end adds none of them, the high end adds the
//! greatest of each. Beside it stands the figure as it would be with the gaps filled.

use super::people::PeopleRange;
use super::spread::Spread;
use crate::analysis::counting::coverage::needed_area;
use crate::domain::area::Area;
use crate::domain::kind::KindIndex;
use serde::Serialize;

/// What is known of one division, and what is not.
#[derive(Clone, Copy, Debug)]
pub struct Evidence<'a> {
    /// Known area, as the figure counts it; `None` where nothing is known.
    pub known: Option<Area>,
    /// Sites that count but whose area is unknown, except trails without width.
    pub missing: &'a [Missing],
    /// All trail that counts but whose width is unknown, as area; `None` where there is none.
    pub unknown_widths: Option<Spread>,
    pub people: PeopleRange,
}

/// Sites of one kind whose area is unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Missing {
    pub kind: KindIndex,
    pub sites: u32,
    /// Area of one of them; `None` where neither known sites of the kind nor data tell.
    pub each: Option<Spread>,
}

/// A figure in square metres per head, and how far it may be off.
#[derive(Clone, Debug, PartialEq)]
pub struct Bounds {
    /// The figure as it is published; `None` where no area is known.
    pub value: Option<f64>,
    /// Never above `value`.
    pub low: f64,
    /// Never below `value`; `None` where nothing bounds the area of some missing sites.
    pub high: Option<f64>,
    /// The figure with the gaps filled; `None` where `high` is.
    pub filled: Option<Filled>,
    pub missing_areas: Part,
    pub widths: Part,
    pub population: Part,
    /// Kinds of missing sites that nothing bounds.
    pub unbounded: Vec<KindIndex>,
    /// Least and greatest area; the greatest without what nothing bounds.
    area: (Area, Area),
    people: PeopleRange,
}

/// The figure if every missing area were low, typical or high; the ends with the highest and the
/// lowest population.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Filled {
    pub low: f64,
    pub value: f64,
    pub high: f64,
}

/// What one source adds to both ends, square metres per head, neither negative. The sources' parts
/// sum to the whole distance of an end from the figure.
///
/// Areas are told at the population that the figure uses; what the lowest population then adds,
/// on known and unknown area alike, is told as the population's.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Part {
    pub down: f64,
    /// `None`: nothing bounds it.
    pub up: Option<f64>,
}

/// Whether a target is reached in view of what is not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Certainty {
    /// Reached at the low end.
    Met,
    /// Missed even at the high end.
    Missed,
    /// The interval holds the target.
    Open,
}

/// Why there are no bounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BoundsError {
    #[error("已知面积不能为负 / the known area can not be negative")]
    NegativeArea,
    #[error("面积之和过大 / the areas sum to more than a number holds")]
    TooLarge,
}

/// Bounds of square metres per head.
///
/// # Errors
/// A negative known area, or areas beyond 9·10¹⁴ m² together.
pub fn bounds(evidence: &Evidence<'_>) -> Result<Bounds, BoundsError> {
    let known = evidence.known.unwrap_or(Area::ZERO);
    if known < Area::ZERO {
        return Err(BoundsError::NegativeArea);
    }
    let missing = |end: fn(Spread) -> Area| {
        let cm2 = |m: &Missing| m.each.map_or(0, |each| i128::from(end(each).cm2()) * i128::from(m.sites));
        evidence.missing.iter().map(cm2).sum::<i128>()
    };
    let widths =
        |end: fn(Spread) -> Area| evidence.unknown_widths.map_or(0, |all| i128::from(end(all).cm2()));
    let with = |end: fn(Spread) -> Area| whole(i128::from(known.cm2()) + missing(end) + widths(end));
    let (low, typical, high) = (with(Spread::low)?, with(Spread::typical)?, with(Spread::high)?);
    let mut unbounded: Vec<KindIndex> =
        evidence.missing.iter().filter(|m| m.sites > 0 && m.each.is_none()).map(|m| m.kind).collect();
    unbounded.sort_unstable();
    unbounded.dedup();

    let people = evidence.people;
    let bounded = |value: f64| unbounded.is_empty().then_some(value);
    let (lowest, highest) = (per_head(known, people.high()), per_head(high, people.low()));
    let value = per_head(known, people.value());
    Ok(Bounds {
        value: evidence.known.map(|_| value),
        low: lowest,
        high: bounded(highest),
        filled: bounded(highest).map(|high| Filled {
            low: per_head(low, people.high()),
            value: per_head(typical, people.value()),
            high,
        }),
        missing_areas: Part {
            down: 0.0,
            up: bounded(per_head(whole(missing(Spread::high))?, people.value())),
        },
        widths: Part { down: 0.0, up: Some(per_head(whole(widths(Spread::high))?, people.value())) },
        population: Part { down: value - lowest, up: bounded(highest - per_head(high, people.value())) },
        unbounded,
        area: (known, high),
        people,
    })
}

impl Bounds {
    /// Whether the target (m² per head, at most four decimals) is reached whatever the unknown is.
    /// Compared in whole cm², like the figure itself. `None` for a target too large for a number.
    pub fn certainty(&self, target_m2_per_head: f64) -> Option<Certainty> {
        let (least, most) = self.area;
        if least >= needed_area(self.people.high(), target_m2_per_head)? {
            return Some(Certainty::Met);
        }
        let missed = most < needed_area(self.people.low(), target_m2_per_head)?;
        Some(if missed && self.unbounded.is_empty() { Certainty::Missed } else { Certainty::Open })
    }
}

/// Below 2^63 cm², twice the surface of the earth.
fn whole(cm2: i128) -> Result<Area, BoundsError> {
    i64::try_from(cm2).map(Area::from_cm2).map_err(|_| BoundsError::TooLarge)
}

fn per_head(area: Area, people: u64) -> f64 {
    area.m2() / people as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn m2(m2: i64) -> Area {
        Area::from_cm2(m2 * 10_000)
    }

    fn spread(low: i64, typical: i64, high: i64) -> Option<Spread> {
        Spread::new(m2(low), m2(typical), m2(high))
    }

    /// 43,100 m² for 10,000 people; two courts and a trail of unknown area.
    fn evidence(missing: &[Missing]) -> Evidence<'_> {
        Evidence {
            known: Some(m2(43_100)),
            missing,
            unknown_widths: spread(300, 400, 600),
            people: PeopleRange::new(10_000, [10_400, 9_900]).unwrap(),
        }
    }

    #[test]
    fn each_source_has_its_part() {
        let courts = [Missing { kind: KindIndex(3), sites: 2, each: spread(400, 600, 800) }];
        let found = bounds(&evidence(&courts)).unwrap();
        assert_eq!(found.value, Some(4.31));
        assert!((found.low - 43_100.0 / 10_400.0).abs() < 1e-12);
        assert!((found.high.unwrap() - 45_300.0 / 9_900.0).abs() < 1e-12);
        assert_eq!((found.missing_areas.down, found.missing_areas.up), (0.0, Some(0.16)));
        assert_eq!((found.widths.down, found.widths.up), (0.0, Some(0.06)));
        assert!((found.population.down - (4.31 - 43_100.0 / 10_400.0)).abs() < 1e-12);
        let up = found.missing_areas.up.unwrap() + found.widths.up.unwrap() + found.population.up.unwrap();
        assert!((4.31 + up - found.high.unwrap()).abs() < 1e-12);
        let filled = found.filled.unwrap();
        assert_eq!((filled.value, filled.low), (4.47, 44_200.0 / 10_400.0));
        assert_eq!(Some(filled.high), found.high);
    }

    #[test]
    fn what_nothing_bounds_has_no_high_end() {
        let missing = [
            Missing { kind: KindIndex(9), sites: 1, each: None },
            Missing { kind: KindIndex(3), sites: 0, each: None },
        ];
        let found = bounds(&evidence(&missing)).unwrap();
        assert_eq!((found.high, found.filled, found.missing_areas.up), (None, None, None));
        assert_eq!(found.unbounded, [KindIndex(9)]);
        assert_eq!(found.certainty(4.5), Some(Certainty::Open));
        assert_eq!(found.certainty(4.0), Some(Certainty::Met));
    }

    #[test]
    fn a_target_is_met_missed_or_open() {
        let found = bounds(&Evidence { unknown_widths: None, ..evidence(&[]) }).unwrap();
        // 43,100 m² is 4.1442 for 10,400 people and 4.3535 for 9,900.
        let told = [4.1442, 4.1443, 4.3535, 4.3536].map(|target| found.certainty(target).unwrap());
        assert_eq!(told, [Certainty::Met, Certainty::Open, Certainty::Open, Certainty::Missed]);
        let exact = PeopleRange::new(10_000, []).unwrap();
        let exact = Evidence { people: exact, unknown_widths: None, ..evidence(&[]) };
        let exact = bounds(&exact).unwrap();
        assert_eq!((exact.low, exact.value, exact.high), (4.31, Some(4.31), Some(4.31)));
        assert_eq!(exact.certainty(4.31), Some(Certainty::Met));
    }

    #[test]
    fn nothing_known_is_no_value_and_nonsense_is_refused() {
        let nothing = bounds(&Evidence { known: None, ..evidence(&[]) }).unwrap();
        assert_eq!((nothing.value, nothing.low), (None, 0.0));
        let negative = Evidence { known: Some(m2(-1)), ..evidence(&[]) };
        assert_eq!(bounds(&negative), Err(BoundsError::NegativeArea));
        let huge = [Missing { kind: KindIndex(0), sites: u32::MAX, each: spread(0, 0, 1 << 40) }];
        assert_eq!(bounds(&evidence(&huge)), Err(BoundsError::TooLarge));
    }
}
