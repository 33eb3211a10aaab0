//! Middle-sized questions against HiGHS 1.16.0; `highs.py` beside this file printed the optima.

use super::instances::{Question, graph, patient, points};
use jiantu::analysis::siting::{Limits, Target, fewest_sites, least_distance, most_people};

/// Question, seed, limit or share, optimum.
const OPTIMA: &[(&str, u64, u64, u64)] = &[
    ("most count", 1, 5, 13162),
    ("most count", 1, 10, 23608),
    ("most count", 1, 20, 38584),
    ("most budget", 1, 40, 35933),
    ("most both", 1, 10, 14000),
    ("most quarters", 1, 12, 27265),
    ("fewest count", 1, 500000, 7),
    ("fewest count", 1, 800000, 13),
    ("fewest cost", 1, 700000, 24),
    ("fewest zones", 1, 600000, 9),
    ("least count", 1, 3, 17862897),
    ("least count", 1, 10, 9595427),
    ("least budget", 1, 20, 12554092),
    ("graph count", 1, 5, 2337),
    ("graph count", 1, 15, 1305),
    ("most count", 2, 5, 12035),
    ("most count", 2, 10, 22608),
    ("most count", 2, 20, 38268),
    ("most budget", 2, 40, 35092),
    ("most both", 2, 10, 13559),
    ("most quarters", 2, 12, 26158),
    ("fewest count", 2, 500000, 7),
    ("fewest count", 2, 800000, 12),
    ("fewest cost", 2, 700000, 23),
    ("fewest zones", 2, 600000, 9),
    ("least count", 2, 3, 17216465),
    ("least count", 2, 10, 8857752),
    ("least budget", 2, 20, 11422531),
    ("graph count", 2, 5, 2202),
    ("graph count", 2, 15, 1043),
    ("most count", 3, 5, 11565),
    ("most count", 3, 10, 21995),
    ("most count", 3, 20, 37194),
    ("most budget", 3, 40, 31536),
    ("most both", 3, 10, 12404),
    ("most quarters", 3, 12, 25661),
    ("fewest count", 3, 500000, 6),
    ("fewest count", 3, 800000, 12),
    ("fewest cost", 3, 700000, 27),
    ("fewest zones", 3, 600000, 9),
    ("least count", 3, 3, 18567499),
    ("least count", 3, 10, 9330184),
    ("least budget", 3, 20, 10328041),
    ("graph count", 3, 5, 2251),
    ("graph count", 3, 15, 1069),
];

fn count(count: u64) -> Limits {
    Limits { count: Some(count as usize), ..Limits::default() }
}

fn budget(budget: u64) -> Limits {
    Limits { budget: Some(budget), ..Limits::default() }
}

fn covered(question: &Question, limits: &Limits) -> u64 {
    let answer = most_people(&question.covering(), &question.candidates(), limits, &mut patient);
    let answer = answer.expect("an answer");
    assert!(answer.proven);
    answer.objective
}

fn walked(question: &Question, limits: &Limits) -> u64 {
    let answer = least_distance(&question.distances(), &question.candidates(), limits, &mut patient);
    let answer = answer.expect("an answer");
    assert!(answer.proven);
    answer.objective
}

fn needed(question: &Question, millionths: u64, zones: &[u32]) -> u64 {
    let target = Target { millionths: millionths as u32, zones };
    let answer = fewest_sites(&question.covering(), &question.candidates(), &target, &mut patient);
    let answer = answer.expect("an answer");
    assert!(answer.proven);
    answer.objective
}

#[test]
fn optima_are_those_of_highs() {
    for (question, seed, limit, optimum) in OPTIMA.iter().copied() {
        let large = || points(seed, 1_000, 100, Some(1_100));
        let set = || points(seed, 500, 80, Some(1_500));
        let far = || points(seed, 150, 40, None);
        let found = match question {
            "most count" => covered(&large(), &count(limit)),
            "most budget" => covered(&large(), &budget(limit)),
            "most both" => {
                let limits = Limits { budget: Some(25), ..count(limit) };
                covered(&points(seed, 600, 80, Some(1_100)), &limits)
            }
            "most quarters" => {
                let division = (0..100).map(|candidate| candidate % 4).collect();
                let limits = Limits { one_in_each: vec![0, 1, 2, 3], ..count(limit) };
                covered(&Question { division, ..large() }, &limits)
            }
            "fewest count" => needed(&Question { cost: vec![], ..set() }, limit, &[]),
            "fewest cost" => needed(&set(), limit, &[]),
            "fewest zones" => needed(&Question { cost: vec![], ..set() }, limit, &set().zones),
            "least count" => walked(&far(), &count(limit)),
            "least budget" => walked(&far(), &budget(limit)),
            "graph count" => walked(&graph(seed, 60, 150), &count(limit)),
            other => panic!("{other} is no question"),
        };
        assert_eq!(found, optimum, "{question}, seed {seed}, {limit}");
    }
}
