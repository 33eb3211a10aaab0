//! Temporal relations against their definitions.

use super::generate::all_time_relations;
use super::world::{Thing, bound, refusal, truth};
use jiantu::domain::filter::TimeRelation;
use jiff::civil::date;

fn word(relation: TimeRelation) -> String {
    format!("T_{relation:?}").to_uppercase()
}

/// Whether a relation holds of two sets of days (OWL-Time, told by the days themselves): every
/// relation from which days are in which, without a comparison of the ends.
fn of_days(relation: TimeRelation, a: (i8, i8), b: (i8, i8)) -> bool {
    let (a, b): (Vec<i8>, Vec<i8>) = ((a.0..=a.1).collect(), (b.0..=b.1).collect());
    let common = a.iter().any(|day| b.contains(day));
    let a_in_b = a.iter().all(|day| b.contains(day));
    let b_in_a = b.iter().all(|day| a.contains(day));
    let all_before = |x: &[i8], y: &[i8]| x.iter().all(|one| y.iter().all(|other| one < other));
    let (same_first, same_last) = (a[0] == b[0], a[a.len() - 1] == b[b.len() - 1]);
    let a_meets_b = a[a.len() - 1] == b[0];
    let b_meets_a = b[b.len() - 1] == a[0];
    match relation {
        TimeRelation::After => all_before(&b, &a),
        TimeRelation::Before => all_before(&a, &b),
        TimeRelation::Disjoint => !common,
        TimeRelation::Intersects => common,
        TimeRelation::Equals => a == b,
        TimeRelation::Contains => b_in_a && !same_first && !same_last,
        TimeRelation::During => a_in_b && !same_first && !same_last,
        TimeRelation::FinishedBy => b_in_a && !same_first && same_last,
        TimeRelation::Finishes => a_in_b && !same_first && same_last,
        TimeRelation::StartedBy => b_in_a && same_first && !same_last,
        TimeRelation::Starts => a_in_b && same_first && !same_last,
        TimeRelation::Meets => a_meets_b,
        TimeRelation::MetBy => b_meets_a,
        // Neither holds the other; they share more than the day at which one ends.
        TimeRelation::Overlaps => common && !a_in_b && !b_in_a && a[0] < b[0] && !a_meets_b,
        TimeRelation::OverlappedBy => common && !a_in_b && !b_in_a && b[0] < a[0] && !b_meets_a,
    }
}

/// All intervals of the first five days of a month.
fn intervals() -> Vec<(i8, i8)> {
    (1..=5).flat_map(|first| (first..=5).map(move |last| (first, last))).collect()
}

#[test]
fn intervals_of_days_are_sets_of_days() {
    for relation in all_time_relations() {
        for b in intervals() {
            let text = format!(
                "{}(INTERVAL(opened_on, closed_on), INTERVAL('2020-01-{:02}', '2020-01-{:02}'))",
                word(relation),
                b.0,
                b.1
            );
            let filter = bound(&text);
            for a in intervals() {
                // Single days are where the relations of proper intervals begin to overlap.
                let overlaps = matches!(relation, TimeRelation::Overlaps | TimeRelation::OverlappedBy);
                if overlaps && (a.0 == a.1 || b.0 == b.1) {
                    continue;
                }
                let thing = Thing::default()
                    .with("opened_on", date(2020, 1, a.0))
                    .with("closed_on", date(2020, 1, a.1));
                assert_eq!(filter.matches(&thing), of_days(relation, a, b), "{a:?} {text}");
            }
        }
    }
}

#[test]
fn timestamps_are_as_days_and_open_ends_as_far_ones() {
    let far = |day: i8| if day == 1 { "..".to_owned() } else { format!("2020-01-{day:02}T12:00:00Z") };
    let late = |day: i8| if day == 5 { "..".to_owned() } else { format!("2020-01-{day:02}T12:00:00Z") };
    for relation in all_time_relations() {
        for b in intervals() {
            for a in intervals() {
                // An interval of one day at the edge would be open at both its ends.
                let is_single = |i: (i8, i8)| i.0 == i.1;
                if is_single(a) || is_single(b) {
                    continue;
                }
                let text = format!(
                    "{}(INTERVAL('{}', '{}'), INTERVAL('{}', '{}'))",
                    word(relation),
                    far(a.0),
                    late(a.1),
                    far(b.0),
                    late(b.1)
                );
                assert_eq!(truth(&text, &Thing::default()), Some(of_days(relation, a, b)), "{text}");
            }
        }
    }
}

#[test]
fn instants_are_related_too() {
    let thing = Thing::default()
        .with("date", date(2022, 4, 16))
        .with("start", "2022-04-16T10:13:19Z".parse::<jiff::Timestamp>().expect("a time"));
    for (text, known) in [
        ("T_AFTER(date, DATE('2022-04-15'))", true),
        ("T_AFTER(date, DATE('2022-04-16'))", false),
        ("T_BEFORE(date, INTERVAL('2022-04-17', '..'))", true),
        ("T_EQUALS(date, INTERVAL('2022-04-16', '2022-04-16'))", true),
        ("T_EQUALS(date, '2022-04-16')", true),
        ("T_INTERSECTS(date, INTERVAL('..', '2022-04-16'))", true),
        ("T_DISJOINT(start, TIMESTAMP('2022-04-16T10:13:19.000Z'))", false),
        // A day beside a moment is the whole day.
        ("T_INTERSECTS(date, start)", true),
        ("T_INTERSECTS(date, TIMESTAMP('2022-04-16T23:59:59.9Z'))", true),
        ("T_AFTER(TIMESTAMP('2022-04-17T00:00:00Z'), date)", true),
        ("T_BEFORE(date, start)", false),
        ("T_EQUALS(date, INTERVAL('2022-04-16T00:00:00Z', '2022-04-16T23:59:59Z'))", false),
        ("T_INTERSECTS(INTERVAL('2022-04-16', '..'), start)", true),
        ("T_INTERSECTS(start, INTERVAL('2022-04-16T18:13:19+08:00', '..'))", true),
    ] {
        assert_eq!(truth(text, &thing), Some(known), "{text}");
    }
    // Ends before it begins: unknown for what features have, refused where it is written.
    let reversed = Thing::default().with("opened_on", date(2020, 1, 2)).with("closed_on", date(2020, 1, 1));
    assert_eq!(truth("T_INTERSECTS(INTERVAL(opened_on, closed_on), INTERVAL('..', '..'))", &reversed), None);
    assert_eq!(refusal("T_AFTER(date, INTERVAL('2020-01-02', '2020-01-01'))").code, "reversed_interval");
    assert_eq!(refusal("T_DURING(date, INTERVAL('2020-01-01', '2020-01-02'))").code, "no_interval");
}
