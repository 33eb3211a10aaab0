//! Supply over people inside each division, as if nobody crossed its border: the plain ratio that
//! floating catchments are compared with.

use crate::domain::contribution::Ordinal;
use serde::Serialize;
use std::collections::BTreeMap;

/// Supply and people of one division.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct ContainerRatio {
    /// `Ordinal::NONE`: what lies in no division.
    #[serde(skip)]
    pub division: Ordinal,
    pub people: f64,
    pub supply: f64,
    /// Supply per person; `None` where nobody lives.
    pub ratio: Option<f64>,
}

/// Supply per person of every division that has people or supply, by division.
///
/// `people` and `supply` tell the division of each demand point and site, and its value. Values
/// that are negative or not finite count as nothing, as everywhere in summaries.
pub fn container_ratios(
    people: impl IntoIterator<Item = (Ordinal, f64)>,
    supply: impl IntoIterator<Item = (Ordinal, f64)>,
) -> Vec<ContainerRatio> {
    let mut sums: BTreeMap<Ordinal, (f64, f64)> = BTreeMap::new();
    for (division, people) in people {
        sums.entry(division).or_default().0 += usable(people);
    }
    for (division, supply) in supply {
        sums.entry(division).or_default().1 += usable(supply);
    }
    sums.into_iter()
        .map(|(division, (people, supply))| {
            let ratio = (people > 0.0).then(|| supply / people);
            ContainerRatio { division, people, supply, ratio }
        })
        .collect()
}

fn usable(value: f64) -> f64 {
    if value.is_finite() { value.max(0.0) } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_division_without_people_has_no_ratio() {
        let (a, b) = (Ordinal(0), Ordinal(1));
        let found = container_ratios(
            [(a, 100.0), (a, 50.0), (Ordinal::NONE, 5.0)],
            [(a, 300.0), (b, 20.0), (b, f64::NAN)],
        );
        let told: Vec<_> = found.iter().map(|r| (r.division, r.people, r.supply, r.ratio)).collect();
        assert_eq!(
            told,
            [(a, 150.0, 300.0, Some(2.0)), (b, 0.0, 20.0, None), (Ordinal::NONE, 5.0, 0.0, Some(0.0))]
        );
    }
}
