//! Where everybody can be served with the sites at hand, somebody finds out: no search is needed to
//! prove that nobody is left out, and a set of as few sites is as good for the set covering question.

use super::instances::{patient, points};
use jiantu::analysis::siting::{Answer, Limits, Target, fewest_sites, most_people};
use std::collections::BTreeSet;

/// People of the rows that the sites cover, counted row by row.
fn covered(question: &super::instances::Question, answer: &Answer) -> u64 {
    let columns = answer.chosen.iter().map(|site| *site as usize);
    let rows = columns.flat_map(|site| &question.rows[question.start[site]..question.start[site + 1]]);
    let rows: BTreeSet<u32> = rows.copied().collect();
    rows.iter().map(|row| question.people[*row as usize]).sum()
}

#[test]
fn fifty_sites_among_five_hundred_leave_nobody_out() {
    for seed in 1..=3 {
        let mut question = points(seed, 5_000, 500, Some(1_000));
        question.cost.clear();
        let reach = question.covering().reach(&question.candidates()).expect("columns that fit");
        let limits = Limits { count: Some(52), ..Limits::default() };
        let answer = most_people(&question.covering(), &question.candidates(), &limits, &mut patient)
            .expect("an answer");
        assert!(answer.proven && answer.chosen.len() <= 52);
        assert_eq!(answer.objective, reach.people - reach.beyond, "seed {seed}");
        assert_eq!(covered(&question, &answer), answer.objective);
    }
}

#[test]
fn a_full_cover_is_never_smaller_than_the_fewest_sites() {
    for seed in [4, 5] {
        let mut question = points(seed, 400, 60, Some(1_800));
        question.cost.clear();
        let reach = question.covering().reach(&question.candidates()).expect("columns that fit");
        // Whom nobody reaches is not there.
        for row in &reach.beyond_rows {
            question.people[*row as usize] = 0;
        }
        let all = Target { millionths: 1_000_000, zones: &[] };
        let fewest = fewest_sites(&question.covering(), &question.candidates(), &all, &mut patient)
            .expect("an answer");
        assert!(fewest.proven);
        let everybody = reach.people - reach.beyond;
        assert_eq!(covered(&question, &fewest), everybody);
        let people = |count: usize| {
            let limits = Limits { count: Some(count), ..Limits::default() };
            most_people(&question.covering(), &question.candidates(), &limits, &mut patient)
                .expect("an answer")
        };
        let (enough, short) = (people(fewest.chosen.len()), people(fewest.chosen.len() - 1));
        assert!(enough.proven && short.proven);
        assert_eq!(enough.objective, everybody);
        assert!(short.objective < everybody, "seed {seed}");
    }
}
