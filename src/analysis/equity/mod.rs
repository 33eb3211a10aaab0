//! How evenly something is shared among people: venue area per head over divisions, access over
//! demand points. Every measure weighs by people, and takes values that are per head. Whoever has
//! no figure (`null` is not 0) is left out by the caller, who says so beside the result.

/// Gini's coefficient.
pub mod gini;
/// Lorenz's curve, and the shares that are read off it.
pub mod lorenz;
/// Theil's index, split into what lies between divisions and what lies within.
pub mod theil;

/// Why values can not be compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EquityError {
    #[error(
        "人口有 {people} 项，数值有 {values} 项 / there are {people} items of people and {values} values"
    )]
    DoNotFit { people: usize, values: usize },
    #[error(
        "第 {0} 项的人口必须是非负的有限数 / the people of item {0} must be a finite number of at least 0"
    )]
    BadPeople(usize),
    #[error(
        "第 {0} 项的数值必须是非负的有限数 / the value of item {0} must be a finite number of at least 0"
    )]
    BadValue(usize),
    #[error("总量过大，无法表示 / the total is too large for a number")]
    TooLarge,
}

/// Lengths that fit, people and values that are finite and not negative, totals that are numbers.
fn check(people: &[f64], values: &[f64]) -> Result<(), EquityError> {
    if people.len() != values.len() {
        return Err(EquityError::DoNotFit { people: people.len(), values: values.len() });
    }
    let wrong = |numbers: &[f64]| numbers.iter().position(|n| !n.is_finite() || *n < 0.0);
    if let Some(at) = wrong(people) {
        return Err(EquityError::BadPeople(at));
    }
    if let Some(at) = wrong(values) {
        return Err(EquityError::BadValue(at));
    }
    let heads: f64 = people.iter().sum();
    let amount: f64 = people.iter().zip(values).map(|(people, value)| people * value).sum();
    if heads.is_finite() && amount.is_finite() { Ok(()) } else { Err(EquityError::TooLarge) }
}
