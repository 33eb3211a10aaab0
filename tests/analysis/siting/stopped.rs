//! A search that is ended early keeps a valid bound; the cores do not change an answer.

use super::instances::{patient, points};
use jiantu::analysis::siting::{
    Answer, Halt, Limits, Progress, Stopped, Target, fewest_sites, least_distance, most_people,
};
use std::ops::ControlFlow;

fn with_threads(threads: usize) -> Vec<Answer> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool");
    pool.install(|| {
        let question = points(7, 400, 60, Some(1_200));
        let limits = Limits { count: Some(9), ..Limits::default() };
        let budget = Limits { budget: Some(40), one_in_each: vec![0, 1, 2, 3], ..Limits::default() };
        let divided = super::instances::Question {
            division: (0..60).map(|candidate| candidate % 4).collect(),
            ..question.clone()
        };
        let far = points(8, 200, 40, None);
        vec![
            most_people(&question.covering(), &question.candidates(), &limits, &mut patient)
                .expect("an answer"),
            most_people(&divided.covering(), &divided.candidates(), &budget, &mut patient)
                .expect("an answer"),
            least_distance(&far.distances(), &far.candidates(), &limits, &mut patient).expect("an answer"),
        ]
    })
}

#[test]
fn one_thread_and_four_give_the_same() {
    let one = with_threads(1);
    assert_eq!(one, with_threads(4));
    assert!(one.iter().all(|answer| answer.proven));
}

#[test]
fn a_search_says_why_it_ended() {
    let question = points(3, 1_500, 200, Some(1_200));
    let limits = Limits { count: Some(15), ..Limits::default() };
    let ask = |halt: Halt, askings: u32| {
        let mut left = askings;
        let (mut best, mut bound) = (0, u64::MAX);
        let answer = most_people(&question.covering(), &question.candidates(), &limits, &mut |progress| {
            // What is told along the way only gets better.
            assert!(progress.best >= best && progress.bound.is_none_or(|b| b >= progress.best));
            best = progress.best;
            bound = progress.bound.unwrap_or(bound).min(bound);
            left -= 1;
            if left == 0 { ControlFlow::Break(halt) } else { ControlFlow::Continue(()) }
        });
        answer.expect("an answer")
    };
    let whole =
        most_people(&question.covering(), &question.candidates(), &limits, &mut patient).expect("an answer");
    assert!(whole.proven && whole.stopped == Stopped::Optimal && whole.gap() == 0);
    assert_eq!(whole.relative_gap(), Some(0.0));
    for (halt, stopped) in [(Halt::Limit, Stopped::Limit), (Halt::Cancelled, Stopped::Cancelled)] {
        for askings in [1, 2, 5] {
            let early = ask(halt, askings);
            assert_eq!(early.stopped, stopped);
            assert!(!early.proven && early.objective <= whole.objective && whole.objective <= early.bound);
        }
    }
}

#[test]
fn whoever_says_no_is_not_asked_again() {
    let question = points(5, 600, 90, Some(1_500));
    let all = Target { millionths: 1_000_000, zones: &[] };
    let reached = question.covering().reach(&question.candidates()).expect("columns that fit");
    let target = Target { millionths: 900_000, ..all };
    assert!(reached.beyond * 10 < reached.people, "the target is in reach");
    for askings in 1..=40 {
        let mut left = askings;
        let mut ended = false;
        let mut watch = |_: &Progress| {
            assert!(!ended, "asked again after no, at asking {askings}");
            left -= 1;
            ended = left == 0;
            if ended { ControlFlow::Break(Halt::Cancelled) } else { ControlFlow::Continue(()) }
        };
        let limits = Limits { count: Some(12), ..Limits::default() };
        let found = match askings % 3 {
            0 => most_people(&question.covering(), &question.candidates(), &limits, &mut watch),
            1 => least_distance(&question.distances(), &question.candidates(), &limits, &mut watch),
            _ => fewest_sites(&question.covering(), &question.candidates(), &target, &mut watch),
        };
        let found = found.expect("an answer");
        assert!(found.proven || (ended && found.stopped == Stopped::Cancelled));
    }
}
