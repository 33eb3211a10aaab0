//! Gini's coefficient: twice the area between Lorenz's curve and the diagonal.

use super::EquityError;
use super::lorenz::Lorenz;

/// Gini's coefficient of values per head, each held by so many people: 0 where all have the same,
/// towards 1 where one has everything. Of the people themselves, without the factor `n / (n - 1)`
/// that is meant for samples.
///
/// Equals half the mean difference between two people over the mean. `None` without people or
/// without anything to share.
///
/// # Errors
/// See [`EquityError`].
pub fn gini(people: &[f64], values: &[f64]) -> Result<Option<f64>, EquityError> {
    Ok(Lorenz::of(people, values)?.map(|curve| curve.gini()))
}

impl Lorenz {
    /// Gini's coefficient of this curve, 0 to 1.
    pub fn gini(&self) -> f64 {
        // The diagonal less the curve, at both ends of each piece: no large numbers cancel.
        let gap = |at: usize| self.points()[at].people - self.points()[at].amount;
        let doubled: f64 = (1..self.points().len())
            .map(|at| (self.points()[at].people - self.points()[at - 1].people) * (gap(at) + gap(at - 1)))
            .sum();
        doubled.clamp(0.0, 1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::gini;

    #[test]
    fn textbook_cases() {
        assert_eq!(gini(&[1.0; 4], &[3.0; 4]), Ok(Some(0.0)));
        // One of four has all: (n - 1) / n.
        assert_eq!(gini(&[1.0; 4], &[0.0, 0.0, 0.0, 9.0]), Ok(Some(0.75)));
        // 1, 2, 3, 4: (2 Σ i x_i) / (n Σ x) - (n + 1) / n = 60 / 40 - 5 / 4.
        assert!((gini(&[1.0; 4], &[4.0, 1.0, 3.0, 2.0]).unwrap().unwrap() - 0.25).abs() < 1e-15);
        assert_eq!(gini(&[5.0], &[0.0]), Ok(None));
    }
}
