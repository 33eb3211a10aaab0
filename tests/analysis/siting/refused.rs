//! Questions without meaning are refused in words, and empty ones answered with nothing.

use super::instances::{Question, patient};
use jiantu::analysis::siting::{
    Answer, Limits, NO_DIVISION, SitingError, Target, fewest_sites, least_distance, most_people,
};

fn small() -> Question {
    let question = Question::of_columns(vec![10, 20, 30], &[vec![(0, 5)], vec![(1, 5), (0, 9)], vec![]]);
    Question { cost: vec![2, 3, 1], division: vec![0, NO_DIVISION, 1], ..question }
}

fn ask(question: &Question, limits: &Limits) -> Result<Answer, SitingError> {
    let least = least_distance(&question.distances(), &question.candidates(), limits, &mut patient);
    let most = most_people(&question.covering(), &question.candidates(), limits, &mut patient);
    assert_eq!(least.as_ref().err(), most.as_ref().err());
    most
}

fn count(count: usize) -> Limits {
    Limits { count: Some(count), ..Limits::default() }
}

fn share(question: &Question, millionths: u32, zones: &[u32]) -> Result<Answer, SitingError> {
    let target = Target { millionths, zones };
    fewest_sites(&question.covering(), &question.candidates(), &target, &mut patient)
}

#[test]
fn limits_that_allow_nothing() {
    let question = small();
    assert_eq!(ask(&question, &Limits::default()), Err(SitingError::NoLimit));
    assert_eq!(ask(&question, &count(0)), Err(SitingError::NothingAllowed));
    assert_eq!(ask(&question, &Limits { budget: Some(0), ..count(3) }), Err(SitingError::NothingAllowed));
    let each = |divisions: &[u32], limits: Limits| {
        ask(&question, &Limits { one_in_each: divisions.to_vec(), ..limits })
    };
    assert_eq!(each(&[7], count(2)), Err(SitingError::NoCandidateIn { division: 7 }));
    assert_eq!(each(&[0, 1], count(1)), Err(SitingError::TooFewSites { needed: 2, allowed: 1 }));
    let budget = Limits { budget: Some(2), ..Limits::default() };
    assert_eq!(each(&[0, 1], budget), Err(SitingError::BudgetTooSmall { needed: 3, budget: 2 }));
}

#[test]
fn empty_and_crooked_columns() {
    let none = Question { start: vec![0], people: vec![1], ..Question::default() };
    assert_eq!(ask(&none, &count(1)), Err(SitingError::NoCandidates));
    let nobody = Question::of_columns(vec![0, 0], &[vec![(0, 1)]]);
    assert_eq!(ask(&nobody, &count(1)), Err(SitingError::NoDemand));
    let twice = Question::of_columns(vec![1, 1], &[vec![(0, 1)], vec![(1, 1), (1, 2)]]);
    assert_eq!(ask(&twice, &count(1)), Err(SitingError::Row { candidate: 1, row: 1 }));
    let astray = Question::of_columns(vec![1, 1], &[vec![(2, 1)]]);
    assert_eq!(ask(&astray, &count(1)), Err(SitingError::Row { candidate: 0, row: 2 }));
    let mut crooked = small();
    crooked.start[1] = 9;
    assert_eq!(ask(&crooked, &count(1)), Err(SitingError::Range { candidate: 0 }));
    let mut short = small();
    short.cost.pop();
    assert_eq!(ask(&short, &count(1)), Err(SitingError::Length { what: "cost", found: 2, expected: 3 }));
    let large = Question::of_columns(vec![u64::MAX, 1], &[vec![(0, 1)]]);
    assert_eq!(ask(&large, &count(1)), Err(SitingError::TooLarge));
    let far = Question::of_columns(vec![1], &[vec![(0, 20_001)]]);
    let least = least_distance(&far.distances(), &far.candidates(), &count(1), &mut patient);
    assert_eq!(least, Err(SitingError::Beyond { row: 0, dm: 20_001, beyond_dm: 20_000 }));
}

#[test]
fn targets_out_of_reach_say_how_far_they_get() {
    let question = small();
    assert!(matches!(share(&question, 1_000_001, &[]), Err(SitingError::Share)));
    let all = SitingError::OutOfReach { wanted: 60, possible: 30, place: "all".to_owned() };
    assert_eq!(share(&question, 1_000_000, &[]), Err(all));
    let zone = SitingError::OutOfReach { wanted: 30, possible: 0, place: "zone 1".to_owned() };
    assert_eq!(share(&question, 1_000_000, &[0, 0, 1]), Err(zone));
    assert!(share(&question, 500_000, &[]).is_ok_and(|answer| answer.chosen == [1] && answer.objective == 3));
    assert!(share(&question, 0, &[]).is_ok_and(|answer| answer.chosen.is_empty() && answer.proven));
}

#[test]
fn who_can_not_be_reached_is_told_apart() {
    let question = Question { covered: vec![true, false, false], ..small() };
    let reach = question.covering().reach(&question.candidates()).expect("reach");
    assert_eq!((reach.people, reach.covered, reach.beyond), (60, 10, 30));
    assert_eq!(reach.beyond_rows, [2]);
    let served = Question { covered: vec![true; 3], ..small() };
    assert!(
        ask(&Question { existing_dm: vec![0; 3], ..served }, &count(2))
            .is_ok_and(|answer| { answer.proven && answer.chosen.is_empty() && answer.objective == 60 })
    );
}
