//! Three-valued logic against its table.

use super::world::{Thing, bound, truth};
use jiantu::domain::filter::Value;
use proptest::prelude::*;

/// A formula over three properties, and what the standard's table says of it.
#[derive(Clone, Debug)]
enum Formula {
    Is(usize),
    Not(Box<Formula>),
    And(Vec<Formula>),
    Or(Vec<Formula>),
}

const NAMES: [&str; 3] = ["open", "shut", "lit"];

impl Formula {
    fn write(&self) -> String {
        let joined = |parts: &[Formula], with: &str| {
            let parts: Vec<String> = parts.iter().map(|part| format!("({})", part.write())).collect();
            parts.join(with)
        };
        match self {
            Self::Is(index) => format!("{} = true", NAMES[*index]),
            Self::Not(inner) => format!("NOT ({})", inner.write()),
            Self::And(parts) => joined(parts, " AND "),
            Self::Or(parts) => joined(parts, " OR "),
        }
    }

    /// 0 is false, 1 is unknown, 2 is true: AND is the least, OR the greatest, NOT turns round.
    fn rank(&self, values: [u8; 3]) -> u8 {
        match self {
            Self::Is(index) => values[*index],
            Self::Not(inner) => 2 - inner.rank(values),
            Self::And(parts) => parts.iter().map(|part| part.rank(values)).min().unwrap_or(2),
            Self::Or(parts) => parts.iter().map(|part| part.rank(values)).max().unwrap_or(0),
        }
    }
}

fn formula() -> impl Strategy<Value = Formula> {
    (0..3_usize).prop_map(Formula::Is).prop_recursive(5, 30, 3, |inner| {
        let several = || prop::collection::vec(inner.clone(), 2..4);
        prop_oneof![
            inner.clone().prop_map(|one| Formula::Not(Box::new(one))),
            several().prop_map(Formula::And),
            several().prop_map(Formula::Or),
        ]
    })
}

proptest! {
    #[test]
    fn formulas_agree_with_the_table(formula in formula()) {
        let filter = bound(&formula.write());
        let not = bound(&format!("NOT ({})", formula.write()));
        for case in 0..27_u8 {
            let values = [case % 3, case / 3 % 3, case / 9];
            let mut thing = Thing::default();
            for (name, value) in NAMES.iter().zip(values) {
                thing = thing.with(name, match value {
                    0 => Value::Bool(false),
                    1 => Value::Null,
                    _ => Value::Bool(true),
                });
            }
            let rank = formula.rank(values);
            prop_assert_eq!(filter.matches(&thing), rank == 2);
            prop_assert_eq!(not.matches(&thing), rank == 0);
        }
    }
}

#[test]
fn every_predicate_of_nothing_says_nothing() {
    let nothing = Thing::default();
    for text in [
        "name = 'x'",
        "name <> 'x'",
        "name = kind",
        "area < 1",
        "area + 1 > 0",
        "-area > 0",
        "area BETWEEN 1 AND 2",
        "5 BETWEEN 1 AND area",
        "name IN ('a', 'b')",
        "area IN (count, 1)",
        "name LIKE '%'",
        "CASEI(name) = 'x'",
        "open",
        "extra = 1",
        "length(name) = 0",
        "max(area, 3) = 3",
        "area_m2(geometry) >= 0",
        "distance_m(geometry, POINT(1 2)) >= 0",
        "S_INTERSECTS(geometry, BBOX(-180, -90, 180, 90))",
        "S_DISJOINT(geometry, POINT(1 2))",
        "S_EQUALS(geometry, geom)",
        "T_AFTER(date, DATE('2020-01-01'))",
        "T_DISJOINT(INTERVAL(start, end), INTERVAL('..', '..'))",
        "A_EQUALS(tags, ())",
        "A_CONTAINS(('a'), tags)",
    ] {
        assert_eq!(truth(text, &nothing), None, "{text}");
    }
    for (text, known) in [
        ("name IS NULL", true),
        ("geometry IS NULL", true),
        ("tags IS NOT NULL", false),
        ("area + 1 IS NULL", true),
        ("length(name) IS NULL", true),
        ("name = 'x' OR 1 = 1", true),
        ("name = 'x' AND 1 = 2", false),
        ("5 BETWEEN 6 AND area", false),
        ("(name = 'x') IS NULL", true),
        ("1 / 0 IS NULL", true),
        ("INTERVAL('2020-01-01', end) IS NULL", false),
    ] {
        assert_eq!(truth(text, &nothing), Some(known), "{text}");
    }
}

#[test]
fn one_of_a_list_with_a_gap_is_sql() {
    let thing = Thing::default().with("area", 3.0);
    assert_eq!(truth("area IN (1, count)", &thing), None);
    assert_eq!(truth("area IN (3, count)", &thing), Some(true));
    assert_eq!(truth("area IN (1, 1/0)", &thing), None);
    assert_eq!(truth("area IN (3, 1/0)", &thing), Some(true));
    assert_eq!(truth("area IN (1, 2)", &thing), Some(false));
    assert_eq!(truth("area IN ()", &thing), Some(false));
}
