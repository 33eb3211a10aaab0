//! Gaps against brute force: linking, best places, sums, outlines.

use super::*;
use crate::analysis::measure::area_m2;
use crate::analysis::reach::{Target, tests::surface};
use crate::domain::geodesy::point_distance_m;
use geo::Contains;
use geo_types::{Geometry, Point};
use proptest::prelude::*;

const RADIUS_M: f64 = 500.0;

fn go_on(_: f64) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

/// A grid of 250 m cells near Hunnan.
fn grid(side: usize) -> Vec<(f64, f64)> {
    let (east, north) = (250.0 / 83_260.0, 250.0 / 111_070.0);
    (0..side * side)
        .map(|at| (123.4 + (at % side) as f64 * east, 41.6 + (at / side) as f64 * north))
        .collect()
}

fn state(places: &[(f64, f64)], people: &[u64], sites: &[(f64, f64)]) -> ReachState {
    let targets = sites.iter().map(|at| Target::new(Point::new(at.0, at.1).into(), 0)).collect();
    ReachState::new(surface(places, people), targets).expect("a state")
}

fn options() -> GapOptions {
    GapOptions { radius_m: RADIUS_M, link_m: None }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn gaps_are_those_of_brute_force(people in prop::collection::vec(prop_oneof![Just(0_u64), 1..200_u64], 64),
                                     covered in prop::collection::vec(any::<bool>(), 64)) {
        let places = grid(8);
        let state = state(&places, &people, &[places[3]]);
        let gaps = find_gaps(&state, &covered, options(), &go_on).expect("gaps");
        let metres = |a: u32, b: u32| point_distance_m(places[a as usize].into(), places[b as usize].into());
        let open: Vec<u32> = (0..64).filter(|p| !covered[*p as usize] && people[*p as usize] > 0).collect();
        // Everybody who is not covered is in exactly one gap.
        let mut all: Vec<u32> = gaps.iter().flat_map(|gap| gap.points.clone()).collect();
        all.sort_unstable();
        prop_assert_eq!(&all, &open);
        for gap in &gaps {
            let whole: u64 = gap.points.iter().map(|p| people[*p as usize]).sum();
            prop_assert_eq!(gap.people, People::whole(whole));
            // No point of another gap is a neighbour, and the gap hangs together.
            for point in &open {
                let near = gap.points.iter().any(|p| metres(*p, *point) <= 375.0);
                prop_assert_eq!(near, gap.points.contains(point));
            }
            let mut met = vec![gap.points[0]];
            let mut next = 0;
            while next < met.len() {
                let from = met[next];
                for p in &gap.points {
                    if !met.contains(p) && metres(from, *p) <= 375.0 { met.push(*p); }
                }
                next += 1;
            }
            prop_assert_eq!(met.len(), gap.points.len());
            // Nobody does better than the best.
            let reached = |from: u32| -> u64 {
                gap.points.iter().filter(|p| metres(from, **p) <= RADIUS_M).map(|p| people[*p as usize]).sum()
            };
            let best = gap.points.iter().map(|p| reached(*p)).max().expect("points");
            prop_assert_eq!(gap.best_people, People::whole(best));
            let first = gap.points.iter().find(|p| reached(**p) == best);
            prop_assert_eq!(Some(&gap.best), first);
            prop_assert_eq!(gap.nearest, state.near(gap.best as usize));
            // The outline is valid, holds its points, and is as large as its cells.
            let outline = Geometry::MultiPolygon(gap.outline.clone());
            let flaws = crate::domain::validity::flaws(&outline);
            prop_assert!(flaws.iter().all(|flaw| !flaw.refuses()), "{:?} {:?}", flaws, outline);
            prop_assert!(gap.points.iter().all(|p| gap.outline.contains(&Point::from(places[*p as usize]))));
            let cells = gap.points.len() as f64 * 62_500.0;
            prop_assert!((area_m2(&outline) / cells - 1.0).abs() < 0.01);
        }
        prop_assert!(gaps.windows(2).all(|two| two[0].people >= two[1].people));
    }
}

#[test]
fn small_numbers_are_hidden_and_told_in_sum() {
    let places = grid(4);
    let mut people = vec![0; 16];
    (people[0], people[1], people[15]) = (8, 40, 3);
    let state = state(&places, &people, &[]);
    let gaps = find_gaps(&state, &[false; 16], options(), &go_on).expect("gaps");
    assert_eq!(gaps.len(), 2);
    let (shown, hidden) = shown_gaps(&gaps, FEWEST_SHOWN);
    assert_eq!((shown.len(), hidden), (1, Hidden { entries: 1, people: People::whole(3) }));
    let (points, hidden) = shown_points(state.surface(), &gaps[0].points, FEWEST_SHOWN);
    assert_eq!((points, hidden), (vec![1], Hidden { entries: 1, people: People::whole(8) }));
    assert_eq!(gaps[0].nearest, None);
}

#[test]
fn impossible_questions_are_refused() {
    let places = grid(2);
    let state = state(&places, &[1; 4], &[]);
    let ask = |covered: &[bool], radius_m, link_m| {
        find_gaps(&state, covered, GapOptions { radius_m, link_m }, &go_on)
    };
    assert_eq!(ask(&[false], 500.0, None).err(), Some(ReachError::MarksDiffer { found: 1, points: 4 }));
    assert!(matches!(ask(&[false; 4], f64::NAN, None), Err(ReachError::BadDistance { .. })));
    assert!(matches!(ask(&[false; 4], 1.0, Some(-1.0)), Err(ReachError::BadDistance { .. })));
    assert!(ask(&[true; 4], 500.0, None).expect("none").is_empty());
    assert_eq!(ask(&[false; 4], 500.0, Some(0.0)).expect("each its own").len(), 4);
    let stop = |_: f64| ControlFlow::Break(());
    assert_eq!(find_gaps(&state, &[false; 4], options(), &stop).err(), Some(ReachError::Cancelled));
}
