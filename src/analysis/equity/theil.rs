//! Theil's index T (1967), split into what lies between divisions and what lies within them.
//!
//! `T = Σ p_i (x_i / μ) ln(x_i / μ)` with shares of people `p_i`, values per head `x_i` and their
//! mean `μ`; a value of 0 adds 0. Exactly, `T = Σ s_g ln(μ_g / μ) + Σ s_g T_g` with a division's
//! share `s_g` of the whole amount: so it can be told how much of the unevenness would be gone if
//! every division were even inside.

use super::EquityError;
use crate::domain::contribution::Ordinal;
use serde::Serialize;
use std::collections::BTreeMap;

/// Theil's index and its two parts, in nats: 0 where all have the same.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Theil {
    /// Is `between + within` to rounding.
    pub total: f64,
    /// As if everybody had the mean of their division.
    pub between: f64,
    /// Mean of the divisions' own indices, by their shares of the amount.
    pub within: f64,
    /// Every division that has people, by division.
    pub divisions: Vec<DivisionTheil>,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct DivisionTheil {
    /// `Ordinal::NONE`: those in no division.
    #[serde(skip)]
    pub division: Ordinal,
    pub people: f64,
    /// Mean value per head.
    pub mean: f64,
    /// Its own index; `None` where there is nothing to share.
    pub theil: Option<f64>,
}

/// Theil's index of values per head over people, by the division of each item.
///
/// `None` without people or without anything to share.
///
/// # Errors
/// See [`EquityError`]; divisions must be as many as people.
pub fn theil(people: &[f64], values: &[f64], divisions: &[Ordinal]) -> Result<Option<Theil>, EquityError> {
    super::check(people, values)?;
    if divisions.len() != people.len() {
        return Err(EquityError::DoNotFit { people: people.len(), values: divisions.len() });
    }
    let mut items: BTreeMap<Ordinal, Vec<(f64, f64)>> = BTreeMap::new();
    for ((people, value), division) in people.iter().zip(values).zip(divisions) {
        if *people > 0.0 {
            items.entry(*division).or_default().push((*people, *value));
        }
    }
    let sums: Vec<(f64, f64)> = items.values().map(|items| sums(items)).collect();
    let (heads, amount) = sums.iter().fold((0.0, 0.0), |all, one| (all.0 + one.0, all.1 + one.1));
    if heads <= 0.0 || amount <= 0.0 {
        return Ok(None);
    }
    let mean = amount / heads;
    let mut answer = Theil { total: 0.0, between: 0.0, within: 0.0, divisions: Vec::new() };
    for ((division, items), (own_heads, own_amount)) in items.iter().zip(sums) {
        let own_mean = own_amount / own_heads;
        let own = (own_amount > 0.0).then(|| index(items, own_heads, own_mean));
        let share = own_amount / amount;
        answer.total += index(items, heads, mean);
        answer.between += share * logarithm(own_mean / mean);
        answer.within += share * own.unwrap_or(0.0);
        let (division, people) = (*division, own_heads);
        answer.divisions.push(DivisionTheil { division, people, mean: own_mean, theil: own });
    }
    Ok(Some(answer))
}

/// People and amount together.
fn sums(items: &[(f64, f64)]) -> (f64, f64) {
    items.iter().fold((0.0, 0.0), |sum, (people, value)| (sum.0 + people, sum.1 + people * value))
}

fn index(items: &[(f64, f64)], heads: f64, mean: f64) -> f64 {
    let part = |(people, value): &(f64, f64)| people / heads * (value / mean) * logarithm(value / mean);
    items.iter().map(part).sum()
}

/// Logarithm that gives 0 at 0: it is always multiplied by something that is 0 there.
fn logarithm(ratio: f64) -> f64 {
    if ratio > 0.0 { ratio.ln() } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    const A: Ordinal = Ordinal(0);
    const B: Ordinal = Ordinal(1);

    #[test]
    fn all_between_or_all_within() {
        let between = theil(&[1.0; 4], &[1.0, 1.0, 3.0, 3.0], &[A, A, B, B]).unwrap().unwrap();
        // Half the people at 1/2 and half at 3/2 of the mean.
        let due = 0.25 * 0.5_f64.ln() + 0.75 * 1.5_f64.ln();
        assert!((between.total - due).abs() < 1e-15 && (between.between - due).abs() < 1e-15);
        assert_eq!(between.within, 0.0);
        let within = theil(&[1.0; 4], &[1.0, 3.0, 1.0, 3.0], &[A, A, B, B]).unwrap().unwrap();
        assert!((within.within - due).abs() < 1e-15);
        assert_eq!(within.between, 0.0);
    }

    #[test]
    fn one_who_has_all_is_the_logarithm_of_the_people() {
        let found = theil(&[1.0, 9.0], &[5.0, 0.0], &[A, B]).unwrap().unwrap();
        assert!((found.total - 10.0_f64.ln()).abs() < 1e-12, "{}", found.total);
        assert_eq!(found.divisions[1].theil, None);
        assert_eq!(theil(&[1.0], &[0.0], &[A]), Ok(None));
        assert_eq!(theil(&[1.0], &[1.0], &[]), Err(EquityError::DoNotFit { people: 1, values: 0 }));
    }
}
