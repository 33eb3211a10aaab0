//! The straight line from the base value through the newest one, and the pace that is needed.

use crate::domain::plan::Comparator;
use jiff::civil::Date;
use serde::Serialize;

/// Days in a year of the calendar, on the mean.
pub const YEAR_DAYS: f64 = 365.2425;

/// What was known of a number on a day.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Reading {
    pub at: Date,
    /// `None`: nobody knows. Never zero instead.
    pub value: Option<f64>,
}

impl Reading {
    /// Day and value, where there is one.
    pub fn known(&self) -> Option<(Date, f64)> {
        self.value.filter(|value| value.is_finite()).map(|value| (self.at, value))
    }
}

/// Days from one day to another; negative when it lies before.
pub fn days_between(from: Date, to: Date) -> f64 {
    f64::from((to - from).get_days())
}

/// The value on a day of the straight line through the first and the newest known value; `None` with
/// fewer than two days that have one.
pub fn projected(readings: &[Reading], on: Date) -> Option<f64> {
    let mut known = readings.iter().filter_map(Reading::known);
    let (base_at, base) = known.next()?;
    let (at, value) = known.next_back()?;
    let days = days_between(base_at, at);
    (days > 0.0).then(|| base + (value - base) * days_between(base_at, on) / days)
}

/// By how much a year the newest value has to change until the target is reached on the deadline: 0
/// where it is reached, `None` without a value or without time left.
pub fn pace_needed(
    readings: &[Reading],
    today: Date,
    deadline: Date,
    target: f64,
    comparator: Comparator,
) -> Option<f64> {
    let (_, value) = readings.iter().rev().find_map(Reading::known)?;
    if comparator.holds(value, target) {
        return Some(0.0);
    }
    let days = days_between(today, deadline);
    (days > 0.0).then(|| (target - value) / days * YEAR_DAYS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn reading(year: i16, value: Option<f64>) -> Reading {
        Reading { at: date(year, 12, 31), value }
    }

    #[test]
    fn a_line_goes_from_the_first_value_through_the_newest() {
        let readings = [reading(2020, Some(3.0)), reading(2021, Some(9.0)), reading(2022, Some(4.0))];
        let on = projected(&readings, date(2024, 12, 31)).expect("a line");
        // 1.0 in 730 days, another 731 follow: the value between does not matter.
        assert!((on - (4.0 + 731.0 / 730.0)).abs() < 1e-12, "{on}");
    }

    #[test]
    fn one_value_makes_no_line() {
        let readings = [reading(2020, None), reading(2021, Some(9.0)), reading(2022, None)];
        assert_eq!(projected(&readings, date(2025, 12, 31)), None);
        assert_eq!(projected(&[], date(2025, 12, 31)), None);
        let twice = [reading(2021, Some(1.0)), reading(2021, Some(2.0))];
        assert_eq!(projected(&twice, date(2025, 12, 31)), None, "of one day");
    }

    #[test]
    fn the_pace_is_what_is_missing_over_the_time_left() {
        let readings = [reading(2020, Some(3.0)), reading(2023, Some(4.0))];
        let pace = |today| pace_needed(&readings, today, date(2025, 12, 31), 4.5, Comparator::AtLeast);
        let needed = pace(date(2023, 12, 31)).expect("a pace");
        assert!((needed - 0.5 / 731.0 * YEAR_DAYS).abs() < 1e-12, "{needed}");
        assert_eq!(pace(date(2025, 12, 31)), None, "no time is left");
        let reached = [reading(2023, Some(4.5))];
        let done = pace_needed(&reached, date(2023, 12, 31), date(2025, 12, 31), 4.5, Comparator::AtLeast);
        assert_eq!(done, Some(0.0));
    }
}
