//! Gini against all pairs and against numpy, Lorenz by its own rules, Theil against its parts.

use jiantu::analysis::equity::gini::gini;
use jiantu::analysis::equity::lorenz::{Lorenz, Point};
use jiantu::analysis::equity::theil::theil;
use jiantu::domain::contribution::Ordinal;
use proptest::prelude::*;
use serde::Deserialize;

/// `equity_oracle.py` says how it was made.
const ORACLE: &str = include_str!("equity_oracle.json");

#[derive(Deserialize)]
struct Case {
    people: Vec<f64>,
    values: Vec<f64>,
    groups: Vec<u16>,
    gini: f64,
    lorenz_people: Vec<f64>,
    lorenz_amount: Vec<f64>,
    theil_between: f64,
    theil_within: f64,
}

/// Half the mean difference of all pairs of people, over the mean.
fn pairwise(people: &[f64], values: &[f64]) -> Option<f64> {
    let heads: f64 = people.iter().sum();
    let amount: f64 = people.iter().zip(values).map(|(p, v)| p * v).sum();
    let mut differences = 0.0;
    for (p, v) in people.iter().zip(values) {
        for (q, w) in people.iter().zip(values) {
            differences += p * q * (v - w).abs();
        }
    }
    (heads > 0.0 && amount > 0.0).then(|| differences / (2.0 * heads * amount))
}

/// People and values, with zeros and ties.
fn held() -> impl Strategy<Value = (Vec<f64>, Vec<f64>)> {
    let people = prop_oneof![1 => Just(0.0), 5 => 0.0..2_000.0_f64];
    let value = prop_oneof![1 => Just(0.0), 2 => (0..6_u8).prop_map(f64::from), 4 => 0.0..30.0_f64];
    prop::collection::vec((people, value), 0..60).prop_map(|rows| rows.into_iter().unzip())
}

#[test]
fn numpy_says_the_same() {
    let cases: Vec<Case> = serde_json::from_str(ORACLE).expect("the oracle's figures");
    assert_eq!(cases.len(), 6);
    for case in cases {
        let curve = Lorenz::of(&case.people, &case.values).unwrap().expect("a curve");
        assert!((curve.gini() - case.gini).abs() < 1e-12, "{} against {}", curve.gini(), case.gini);
        for (people, amount) in case.lorenz_people.iter().zip(&case.lorenz_amount) {
            assert!((curve.amount_at(*people) - amount).abs() < 1e-12);
        }
        let groups: Vec<Ordinal> = case.groups.iter().map(|group| Ordinal(*group)).collect();
        let parts = theil(&case.people, &case.values, &groups).unwrap().expect("an index");
        assert!((parts.between - case.theil_between).abs() < 1e-12);
        assert!((parts.within - case.theil_within).abs() < 1e-12);
    }
}

proptest! {
    #[test]
    fn gini_is_the_mean_difference_of_all_pairs((people, values) in held()) {
        let (found, due) = (gini(&people, &values).unwrap(), pairwise(&people, &values));
        prop_assert_eq!(found.is_some(), due.is_some());
        prop_assert!((found.unwrap_or(0.0) - due.unwrap_or(0.0)).abs() < 1e-12, "{:?} against {:?}", found, due);
    }

    #[test]
    fn the_curve_runs_from_corner_to_corner_below_the_diagonal((people, values) in held()) {
        if let Some(curve) = Lorenz::of(&people, &values).unwrap() {
            let points = curve.points();
            prop_assert_eq!((points[0], points[points.len() - 1]), (Point::default(), Point { people: 1.0, amount: 1.0 }));
            prop_assert!(points.iter().all(|p| p.amount <= p.people + 1e-12));
            let slope = |pair: &[Point]| (pair[1].amount - pair[0].amount) / (pair[1].people - pair[0].people);
            let slopes: Vec<f64> = points.windows(2).map(slope).collect();
            prop_assert!(slopes.windows(2).all(|pair| pair[0] <= pair[1] * (1.0 + 1e-6) + 1e-9));
            prop_assert!(points.iter().all(|p| (curve.amount_at(p.people) - p.amount).abs() < 1e-12));
            prop_assert!(curve.palma().is_none_or(|palma| palma >= 0.25 - 1e-9));
        }
    }

    #[test]
    fn order_scale_and_splitting_of_people_move_nothing((people, values) in held(), turn in 0..60_usize, scale in 0.1..50.0_f64) {
        let due = gini(&people, &values).unwrap();
        let turn = turn % people.len().max(1);
        let (mut p, mut v) = (people.clone(), values.clone());
        p.rotate_left(turn);
        v.rotate_left(turn);
        prop_assert_eq!(gini(&p, &v).unwrap(), due);
        for people in &mut p {
            *people /= 2.0;
        }
        let (twice, values) = ([p.clone(), p].concat(), [v.clone(), v].concat());
        let scaled: Vec<f64> = values.iter().map(|value| value * scale).collect();
        let found = gini(&twice, &scaled).unwrap();
        prop_assert!((found.unwrap_or(0.0) - due.unwrap_or(0.0)).abs() < 1e-12);
    }

    #[test]
    fn theil_is_its_parts_and_never_negative((people, values) in held(), groups in prop::collection::vec(0..4_u16, 60)) {
        let divisions: Vec<Ordinal> = groups[..people.len()].iter().map(|group| Ordinal(*group)).collect();
        if let Some(found) = theil(&people, &values, &divisions).unwrap() {
            prop_assert!((found.total - found.between - found.within).abs() < 1e-10);
            prop_assert!(found.between > -1e-10 && found.within > -1e-10);
            let heads: f64 = people.iter().sum();
            prop_assert!(found.total <= (heads / people.iter().copied().filter(|p| *p > 0.0).fold(f64::MAX, f64::min)).ln() + 1e-9);
            let told: f64 = found.divisions.iter().map(|d| d.people).sum();
            prop_assert!((told - heads).abs() < 1e-9 * heads);
        }
    }
}
