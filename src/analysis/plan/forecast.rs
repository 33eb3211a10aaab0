//! From the values so far to the deadline: a line of least squares, with an interval where there are
//! values enough.
//!
//! The interval is that of a new value (prediction), by Student's t with n - 2 degrees of freedom. It
//! knows scatter around a line, not that lines end: it is a help to judge, no promise.

use super::track::{Reading, YEAR_DAYS, days_between};
use jiff::civil::Date;
use serde::Serialize;

/// Values below which no interval is told.
const FEWEST: usize = 3;

/// What is to be expected on a day.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Forecast {
    pub on: Date,
    pub value: f64,
    /// Ends of the interval that holds a new value with nine chances in ten; `None` with fewer than three
    /// values.
    pub low: Option<f64>,
    pub high: Option<f64>,
    /// Change a year along the line.
    pub per_year: f64,
    /// Values that it rests on.
    pub values: usize,
    /// Fewer than three values: a line through two points says little.
    pub too_few: bool,
}

/// Where the line of least squares through all known values is on a day; `None` with fewer than two
/// days that have one.
pub fn forecast(readings: &[Reading], on: Date) -> Option<Forecast> {
    let known: Vec<(Date, f64)> = readings.iter().filter_map(Reading::known).collect();
    let (first, _) = *known.first()?;
    let points: Vec<(f64, f64)> =
        known.iter().map(|(at, value)| (days_between(first, *at) / YEAR_DAYS, *value)).collect();
    let n = points.len() as f64;
    let mean_x = points.iter().map(|(x, _)| x).sum::<f64>() / n;
    let mean_y = points.iter().map(|(_, y)| y).sum::<f64>() / n;
    let spread: f64 = points.iter().map(|(x, _)| (x - mean_x).powi(2)).sum();
    if spread <= 0.0 {
        return None;
    }
    let slope = points.iter().map(|(x, y)| (x - mean_x) * (y - mean_y)).sum::<f64>() / spread;
    let x = days_between(first, on) / YEAR_DAYS;
    let at = |x: f64| mean_y + slope * (x - mean_x);
    let value = at(x);
    let too_few = points.len() < FEWEST;
    let half = (!too_few).then(|| {
        let left: f64 = points.iter().map(|(x, y)| (y - at(*x)).powi(2)).sum();
        let deviation = (left / (n - 2.0)).sqrt();
        quantile(points.len() - 2) * deviation * (1.0 + 1.0 / n + (x - mean_x).powi(2) / spread).sqrt()
    });
    Some(Forecast {
        on,
        value,
        low: half.map(|half| value - half),
        high: half.map(|half| value + half),
        per_year: slope,
        values: points.len(),
        too_few,
    })
}

/// The 0.95 quantile of Student's t by degrees of freedom from 1 (any table of statistics has them).
const T_95: [f64; 30] = [
    6.313_752, 2.919_986, 2.353_363, 2.131_847, 2.015_048, 1.943_180, 1.894_579, 1.859_548, 1.833_113,
    1.812_461, 1.795_885, 1.782_288, 1.770_933, 1.761_310, 1.753_050, 1.745_884, 1.739_607, 1.734_064,
    1.729_133, 1.724_718, 1.720_743, 1.717_144, 1.713_872, 1.710_882, 1.708_141, 1.705_618, 1.703_288,
    1.701_131, 1.699_127, 1.697_261,
];

/// The same of a normal distribution, for more.
const NORMAL_95: f64 = 1.644_854;

fn quantile(freedom: usize) -> f64 {
    freedom.checked_sub(1).and_then(|position| T_95.get(position)).copied().unwrap_or(NORMAL_95)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn yearly(values: &[f64]) -> Vec<Reading> {
        (2020..)
            .zip(values)
            .map(|(year, value)| Reading { at: date(year, 12, 31), value: Some(*value) })
            .collect()
    }

    #[test]
    fn least_squares_with_the_interval_that_scipy_gives() {
        // scipy.stats.linregress over years of 365.2425 days since 2020-12-31, and t.ppf(0.95, 3) for the
        // interval of a new value on 2025-12-31: see tests/analysis/forecast.py.
        let found = forecast(&yearly(&[3.64, 3.92, 4.05, 4.31, 4.42]), date(2025, 12, 31)).expect("a line");
        let near = |found: f64, wanted: f64| assert!((found - wanted).abs() < 2e-6, "{found}, not {wanted}");
        near(found.value, WANTED[0]);
        near(found.per_year, WANTED[1]);
        near(found.low.expect("an end"), WANTED[2]);
        near(found.high.expect("an end"), WANTED[3]);
        assert!(!found.too_few && found.values == 5);
    }

    const WANTED: [f64; 4] = [4.653_075, 0.195_012, 4.480_615, 4.825_536];

    #[test]
    fn values_on_a_line_leave_no_doubt() {
        let straight: Vec<Reading> = [0, 100, 300]
            .map(|day| Reading {
                at: date(2021, 1, 1).checked_add(jiff::Span::new().days(day)).expect("a day"),
                value: Some(2.0 + f64::from(day) * 0.5),
            })
            .into();
        let on = date(2021, 1, 1).checked_add(jiff::Span::new().days(400)).expect("a day");
        let found = forecast(&straight, on).expect("a line");
        for value in [found.value, found.low.expect("an end"), found.high.expect("an end")] {
            assert!((value - 202.0).abs() < 1e-9, "{value}");
        }
    }

    #[test]
    fn two_values_make_a_line_and_no_interval_one_makes_none() {
        let two = forecast(&yearly(&[3.0, 4.0]), date(2025, 12, 31)).expect("a line");
        assert!(two.too_few && two.low.is_none() && two.high.is_none() && two.value > 7.9);
        assert_eq!(forecast(&yearly(&[3.0]), date(2025, 12, 31)), None);
        assert_eq!(forecast(&[Reading { at: date(2021, 1, 1), value: None }], date(2025, 12, 31)), None);
    }
}
