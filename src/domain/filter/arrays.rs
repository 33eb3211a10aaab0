//! Predicates on arrays, taken as sets.

use super::tree::{Comparison, SetRelation};
use super::value::Value;

impl SetRelation {
    pub(super) fn of(self, a: &[Value<'_>], b: &[Value<'_>]) -> bool {
        match self {
            Self::Equals => covers(a, b) && covers(b, a),
            Self::Contains => covers(a, b),
            Self::ContainedBy => covers(b, a),
            Self::Overlaps => a.iter().any(|one| holds(b, one)),
        }
    }
}

fn covers(whole: &[Value<'_>], part: &[Value<'_>]) -> bool {
    part.iter().all(|one| holds(whole, one))
}

fn holds(set: &[Value<'_>], wanted: &Value<'_>) -> bool {
    set.iter().any(|member| same(member, wanted))
}

/// Members that have no value are the same as nothing, not even as each other.
fn same(a: &Value<'_>, b: &Value<'_>) -> bool {
    match (a, b) {
        (Value::List(a), Value::List(b)) => SetRelation::Equals.of(a, b),
        _ => Comparison::Eq.of(a, b) == Some(true),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    proptest! {
        #[test]
        fn arrays_are_sets(a in prop::collection::vec(0_u8..5, 0..6), b in prop::collection::vec(0_u8..5, 0..6)) {
            let values = |list: &[u8]| list.iter().map(|n| Value::Number(f64::from(*n))).collect::<Vec<_>>();
            let (x, y) = (values(&a), values(&b));
            let (a, b): (BTreeSet<u8>, BTreeSet<u8>) = (a.into_iter().collect(), b.into_iter().collect());
            prop_assert_eq!(SetRelation::Equals.of(&x, &y), a == b);
            prop_assert_eq!(SetRelation::Contains.of(&x, &y), a.is_superset(&b));
            prop_assert_eq!(SetRelation::ContainedBy.of(&x, &y), a.is_subset(&b));
            prop_assert_eq!(SetRelation::Overlaps.of(&x, &y), !a.is_disjoint(&b));
        }
    }

    #[test]
    fn arrays_in_arrays_are_sets_too() {
        let list = |numbers: &[f64]| Value::List(numbers.iter().map(|n| Value::Number(*n)).collect());
        let outer = [list(&[1.0, 2.0]), Value::text("x")];
        assert!(SetRelation::Contains.of(&outer, &[list(&[2.0, 1.0, 1.0])]));
        assert!(!SetRelation::Contains.of(&outer, &[list(&[1.0])]));
        assert!(!SetRelation::Overlaps.of(&[Value::Null], &[Value::Null]));
    }
}
