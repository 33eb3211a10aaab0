//! What a value per demand point means for the people of each division: means and quantiles over
//! people, never over cells or sites.

use crate::domain::contribution::Ordinal;
use serde::Serialize;
use std::collections::BTreeMap;

/// A value as the people of one division have it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Summary {
    /// `Ordinal::NONE`: demand points in no division.
    #[serde(skip)]
    pub division: Ordinal,
    pub people: f64,
    /// People whose value is not above 0.
    pub people_without: f64,
    /// The rest is `None` where nobody lives.
    pub over_people: Option<OverPeople>,
}

/// Mean and quantiles over people: `p10` is the least value that at least a tenth of the people
/// do not exceed.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct OverPeople {
    pub mean: f64,
    pub p10: f64,
    pub median: f64,
    pub p90: f64,
}

/// Summaries of each division that has a demand point, by division. `points` tells of every demand
/// point its division, people and value.
///
/// Points whose people or value are not finite, or whose people are negative, are left out.
pub fn by_division(points: impl IntoIterator<Item = (Ordinal, f64, f64)>) -> Vec<Summary> {
    let mut rows: BTreeMap<Ordinal, Vec<(f64, f64)>> = BTreeMap::new();
    for (division, people, value) in points {
        if people.is_finite() && people >= 0.0 && value.is_finite() {
            rows.entry(division).or_default().push((value, people));
        }
    }
    rows.into_iter().map(|(division, rows)| summary(division, rows)).collect()
}

/// Summary of all demand points together, under `Ordinal::NONE`; `points` as (people, value).
pub fn of_all(points: impl IntoIterator<Item = (f64, f64)>) -> Summary {
    let all = points.into_iter().map(|(people, value)| (Ordinal::NONE, people, value));
    by_division(all).pop().unwrap_or_else(|| summary(Ordinal::NONE, Vec::new()))
}

fn summary(division: Ordinal, mut rows: Vec<(f64, f64)>) -> Summary {
    // Equal values in order of their people, so that the order given does not matter.
    rows.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
    // Plus 0: a sum of nothing is -0.
    let people = rows.iter().map(|row| row.1).sum::<f64>() + 0.0;
    let without = rows.iter().take_while(|row| row.0 <= 0.0);
    let people_without = without.map(|row| row.1).sum::<f64>() + 0.0;
    // Divided, not multiplied by a tenth: ten people make exactly one tenth then.
    let over_people = (people > 0.0).then(|| OverPeople {
        mean: rows.iter().map(|(value, people)| value * people).sum::<f64>() / people,
        p10: quantile(&rows, people / 10.0),
        median: quantile(&rows, people / 2.0),
        p90: quantile(&rows, people * 9.0 / 10.0),
    });
    Summary { division, people, people_without, over_people }
}

/// The least value at which the running people reach `wanted`.
fn quantile(rows: &[(f64, f64)], wanted: f64) -> f64 {
    let mut running = 0.0;
    let mut inhabited = rows.iter().filter(|row| row.1 > 0.0);
    let reached = inhabited.find(|(_, people)| {
        running += people;
        running >= wanted
    });
    reached.or(rows.last()).map_or(0.0, |row| row.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_weigh_not_cells() {
        let (a, b) = (Ordinal(0), Ordinal(1));
        let points = [(a, 10.0, 0.0), (a, 80.0, 2.0), (a, 10.0, 7.0), (a, 0.0, 1e9), (b, 0.0, 3.0)];
        let found = by_division(points);
        let over = OverPeople { mean: 2.3, p10: 0.0, median: 2.0, p90: 2.0 };
        let all = Summary { division: a, people: 100.0, people_without: 10.0, over_people: Some(over) };
        assert_eq!(found[0], all);
        assert_eq!((found[1].people, found[1].over_people), (0.0, None));
        assert!(found[1].people_without.is_sign_positive());
        let whole = of_all(points.map(|(_, people, value)| (people, value)));
        assert_eq!((whole.people, whole.over_people), (100.0, Some(over)));
    }

    #[test]
    fn nobody_has_no_mean() {
        assert_eq!(by_division([]), []);
        assert_eq!(of_all([(f64::NAN, 1.0), (3.0, f64::NAN)]).over_people, None);
    }
}
