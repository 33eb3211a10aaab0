//! Small random questions with every limit, against all subsets of the candidates.

use super::instances::{BEYOND_DM, Question, patient};
use jiantu::analysis::siting::{
    Answer, Halt, Limits, NO_DIVISION, SitingError, Stopped, Target, fewest_sites, least_distance,
    most_people,
};
use proptest::prelude::*;
use std::ops::ControlFlow;

/// Rows, candidates with up to all rows, costs, divisions, existing sites.
fn questions() -> impl Strategy<Value = Question> {
    (1_usize..9, 1_usize..9).prop_flat_map(|(rows, candidates)| {
        let entry = prop::option::weighted(0.4, 0_u32..60);
        (
            prop::collection::vec(prop_oneof![4 => 1_u64..40, 1 => Just(0)], rows),
            prop::collection::vec(prop::bool::weighted(0.15), rows),
            prop::collection::vec(0_u32..80, rows),
            prop::collection::vec(prop::collection::vec(entry, rows), candidates),
            prop::collection::vec(0_u64..7, candidates),
            prop::collection::vec(prop_oneof![0_u32..3, Just(NO_DIVISION)], candidates),
            prop::collection::vec(0_u32..2, rows),
        )
            .prop_map(|(people, covered, existing_dm, columns, cost, division, zones)| {
                let columns: Vec<Vec<(u32, u32)>> = columns
                    .iter()
                    .map(|column| {
                        let listed = column.iter().enumerate();
                        listed.filter_map(|(row, dm)| dm.map(|dm| (row as u32, dm))).collect()
                    })
                    .collect();
                let question = Question::of_columns(people, &columns);
                Question { covered, existing_dm, cost, division, zones, ..question }
            })
    })
}

fn limits() -> impl Strategy<Value = Limits> {
    let each = prop_oneof![3 => Just(vec![]), 2 => prop::collection::vec(0_u32..3, 1..3)];
    (prop::option::of(1_usize..6), prop::option::of(1_u64..20), each)
        .prop_map(|(count, budget, one_in_each)| Limits { count, budget, one_in_each })
}

fn sets(question: &Question) -> impl Iterator<Item = Vec<u32>> {
    let candidates = question.start.len() as u32 - 1;
    (0_u32..1 << candidates).map(move |bits| (0..candidates).filter(|c| bits >> c & 1 == 1).collect())
}

fn allowed(question: &Question, limits: &Limits, set: &[u32]) -> bool {
    let cost: u64 = set.iter().map(|c| question.cost[*c as usize]).sum();
    limits.count.is_none_or(|count| set.len() <= count)
        && limits.budget.is_none_or(|budget| cost <= budget)
        && limits.one_in_each.iter().all(|d| set.iter().any(|c| question.division[*c as usize] == *d))
}

fn covers(question: &Question, set: &[u32], row: usize) -> bool {
    let column = |c: &u32| &question.rows[question.start[*c as usize]..question.start[*c as usize + 1]];
    question.covered.get(row).is_some_and(|c| *c) || set.iter().any(|c| column(c).contains(&(row as u32)))
}

fn people(question: &Question, set: &[u32], zone: Option<u32>) -> u64 {
    (0..question.people.len())
        .filter(|row| zone.is_none_or(|zone| question.zones[*row] == zone) && covers(question, set, *row))
        .map(|row| question.people[row])
        .sum()
}

fn distance(question: &Question, set: &[u32]) -> u64 {
    let nearest = |row: usize| {
        let existing = question.existing_dm.get(row).copied().unwrap_or(BEYOND_DM);
        let listed = set.iter().flat_map(|c| question.start[*c as usize]..question.start[*c as usize + 1]);
        let here = listed.filter(|entry| question.rows[*entry] as usize == row);
        here.map(|entry| question.dm[entry]).fold(existing, u32::min)
    };
    (0..question.people.len()).map(|row| question.people[row] * u64::from(nearest(row))).sum()
}

/// Whether the question has an answer at all, as the limits' own errors tell it.
fn impossible(error: &SitingError) -> bool {
    matches!(
        error,
        SitingError::NoLimit
            | SitingError::NoDemand
            | SitingError::NoCandidateIn { .. }
            | SitingError::TooFewSites { .. }
            | SitingError::BudgetTooSmall { .. }
    )
}

/// Ends the search after so many askings.
fn after(askings: u32) -> impl FnMut(&jiantu::analysis::siting::Progress) -> ControlFlow<Halt> {
    let mut left = askings;
    move |_| {
        left = left.saturating_sub(1);
        if left == 0 { ControlFlow::Break(Halt::Limit) } else { ControlFlow::Continue(()) }
    }
}

fn proven(answer: &Answer) -> bool {
    answer.proven && answer.bound == answer.objective && answer.stopped == Stopped::Optimal
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn most_people_is_the_best_of_all_sets(question in questions(), limits in limits(), askings in 1_u32..20) {
        let best = sets(&question).filter(|s| allowed(&question, &limits, s)).map(|s| people(&question, &s, None)).max();
        let ask = |watch: &mut dyn FnMut(&jiantu::analysis::siting::Progress) -> ControlFlow<Halt>| {
            most_people(&question.covering(), &question.candidates(), &limits, watch)
        };
        match ask(&mut patient) {
            Ok(answer) => {
                prop_assert!(proven(&answer));
                prop_assert!(allowed(&question, &limits, &answer.chosen));
                prop_assert_eq!(people(&question, &answer.chosen, None), answer.objective);
                prop_assert_eq!(Some(answer.objective), best);
                let early = ask(&mut after(askings)).expect("the same question");
                prop_assert!(allowed(&question, &limits, &early.chosen));
                prop_assert_eq!(people(&question, &early.chosen, None), early.objective);
                prop_assert!(early.objective <= answer.objective && answer.objective <= early.bound);
            }
            Err(error) => prop_assert!(impossible(&error), "{}", error),
        }
    }

    #[test]
    fn least_distance_is_the_best_of_all_sets(question in questions(), limits in limits(), existing in any::<bool>(), askings in 1_u32..20) {
        let mut question = question;
        if !existing {
            question.existing_dm.clear();
        }
        let best = sets(&question).filter(|s| allowed(&question, &limits, s)).map(|s| distance(&question, &s)).min();
        let ask = |watch: &mut dyn FnMut(&jiantu::analysis::siting::Progress) -> ControlFlow<Halt>| {
            least_distance(&question.distances(), &question.candidates(), &limits, watch)
        };
        match ask(&mut patient) {
            Ok(answer) => {
                prop_assert!(proven(&answer));
                prop_assert!(allowed(&question, &limits, &answer.chosen));
                prop_assert_eq!(distance(&question, &answer.chosen), answer.objective);
                prop_assert_eq!(Some(answer.objective), best);
                let early = ask(&mut after(askings)).expect("the same question");
                prop_assert_eq!(distance(&question, &early.chosen), early.objective);
                prop_assert!(early.objective >= answer.objective && answer.objective >= early.bound);
            }
            Err(error) => prop_assert!(impossible(&error), "{}", error),
        }
    }

    #[test]
    fn fewest_sites_is_the_cheapest_of_all_sets(
        question in questions(), millionths in prop_oneof![Just(1_000_000_u32), 0_u32..1_000_000], by_zone in any::<bool>(), askings in 1_u32..20) {
        let mut question = question;
        if !by_zone {
            question.zones = vec![0; question.people.len()];
        }
        let zones: Vec<u32> = (0..=question.zones.iter().copied().max().unwrap_or(0)).collect();
        let total = |zone: u32| (0..question.people.len()).filter(|r| question.zones[*r] == zone).map(|r| question.people[r]).sum::<u64>();
        let enough = |set: &[u32]| {
            let met = |zone: &u32| people(&question, set, Some(*zone)) * 1_000_000 >= total(*zone) * u64::from(millionths);
            zones.iter().all(met)
        };
        let cost = |set: &[u32]| set.iter().map(|c| question.cost[*c as usize]).sum::<u64>();
        let best = sets(&question).filter(|s| enough(s)).map(|s| cost(&s)).min();
        let told: &[u32] = if by_zone { &question.zones } else { &[] };
        let ask = |watch: &mut dyn FnMut(&jiantu::analysis::siting::Progress) -> ControlFlow<Halt>| {
            fewest_sites(&question.covering(), &question.candidates(), &Target { millionths, zones: told }, watch)
        };
        match ask(&mut patient) {
            Ok(answer) => {
                prop_assert!(proven(&answer));
                prop_assert!(enough(&answer.chosen));
                prop_assert_eq!(cost(&answer.chosen), answer.objective);
                prop_assert_eq!(Some(answer.objective), best);
                let early = ask(&mut after(askings)).expect("the same question");
                prop_assert!(enough(&early.chosen));
                prop_assert!(early.objective >= answer.objective && answer.objective >= early.bound);
            }
            Err(SitingError::NoDemand) => prop_assert_eq!(question.people.iter().sum::<u64>(), 0),
            Err(SitingError::OutOfReach { wanted, possible, .. }) => {
                prop_assert!(best.is_none() && possible < wanted);
            }
            Err(error) => prop_assert!(false, "{}", error),
        }
    }
}
