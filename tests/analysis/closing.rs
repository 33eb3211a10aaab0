//! What would close a gap, against every mix that there is.

use jiantu::analysis::plan::closing::{Counting, Offer, Sort, Way, by_area, by_place};
use jiantu::analysis::siting::SitingError;
use jiantu::analysis::siting::projects::Project;
use jiantu::domain::area::Area;
use proptest::prelude::*;

fn project(area_cm2: i64, cost: u64, most: Option<u32>) -> Project {
    Project { kind: "court".to_owned(), area: Area::from_cm2(area_cm2), cost, most }
}

/// Every mix that is allowed and of use, as (area, cost, projects).
fn mixes(projects: &[Project], missing: i64, divisions: u64) -> Vec<(i64, u64, u64)> {
    let mut all = vec![(0, 0, 0)];
    for project in projects {
        let most = project.most.map_or(u64::MAX, |most| u64::from(most) * divisions);
        let most = most.min((missing as u64).div_ceil(project.area.cm2() as u64));
        all = all
            .iter()
            .flat_map(|(area, cost, built)| {
                (0..=most)
                    .map(move |n| (area + project.area.cm2() * n as i64, cost + project.cost * n, built + n))
            })
            .collect();
    }
    all
}

fn of(ways: &[Way], sort: Sort) -> Option<&Way> {
    ways.iter().find(|way| way.sort == sort)
}

fn built(way: &Way) -> u64 {
    way.counts.iter().sum()
}

fn projects() -> impl Strategy<Value = Vec<Project>> {
    let one = (1_i64..30, 1_u64..30, prop::option::of(0_u32..4));
    prop::collection::vec(one.prop_map(|(area, cost, most)| project(area, cost, most)), 1..5)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn ways_to_missing_area_are_the_best_of_all_mixes(
        projects in projects(),
        missing in 1_i64..60,
        divisions in 1_usize..3,
    ) {
        let ways = by_area(&projects, Area::from_cm2(missing), divisions).expect("ways");
        let all = mixes(&projects, missing, divisions as u64);
        let enough = || all.iter().filter(|(area, ..)| *area >= missing);
        for way in &ways {
            let pairs = || projects.iter().zip(&way.counts);
            let cost: u64 = pairs().map(|(project, count)| project.cost * count).sum();
            let adds: u64 = pairs().map(|(project, count)| project.area.cm2() as u64 * count).sum();
            prop_assert_eq!((way.cost, way.adds), (cost, adds));
            let within = pairs().all(|(project, count)| {
                project.most.is_none_or(|most| *count <= u64::from(most) * divisions as u64)
            });
            prop_assert_eq!(way.closes, within && adds >= missing as u64);
        }
        match enough().map(|(_, cost, _)| *cost).min() {
            Some(least) => {
                let cheapest = of(&ways, Sort::Cheapest).expect("a cheapest way");
                prop_assert!(cheapest.closes && cheapest.proven);
                prop_assert_eq!(cheapest.cost, least);
                let few = enough().map(|(_, cost, built)| (*built, *cost)).min().expect("one");
                // The cheapest may be the one of fewest projects too, and is then told once.
                let fewest = of(&ways, Sort::Fewest).unwrap_or(cheapest);
                prop_assert!(fewest.closes && fewest.proven);
                prop_assert_eq!((built(fewest), fewest.cost), few);
            }
            None => {
                let most = of(&ways, Sort::All).expect("all that is allowed");
                prop_assert!(!most.closes && ways[0] == *most);
                prop_assert!(most.adds < missing as u64);
                prop_assert!(all.iter().all(|(area, ..)| *area as u64 <= most.adds));
            }
        }
        // Every project alone is told once, under whichever name, and no fewer of it are enough.
        for (at, project) in projects.iter().enumerate() {
            let count = (missing as u64).div_ceil(project.area.cm2() as u64);
            let alone = |way: &&Way| {
                way.counts.iter().enumerate().all(|(other, n)| *n == if other == at { count } else { 0 })
            };
            prop_assert_eq!(ways.iter().filter(alone).count(), 1);
        }
    }

    #[test]
    fn ways_to_fill_places_are_the_best_of_all_mixes(
        lacking in prop::collection::vec(prop::collection::vec(0_u32..3, 2), 1..4),
        offers in prop::collection::vec((prop::option::of(1_u64..20), prop::collection::vec(any::<bool>(), 2)), 1..4),
        sorts in any::<bool>(),
        wanted in 1_u64..5,
    ) {
        let offers: Vec<Offer> = offers.into_iter().map(|(cost, serves)| Offer { cost, serves }).collect();
        let counting = if sorts { Counting::Sorts } else { Counting::Places };
        let ways = by_place(&lacking, &offers, counting, wanted).expect("it is small");
        // (gain, unpriced, cost, projects) of every mix in every place.
        let mut all = vec![(0_u64, 0_u64, 0_u64, 0_u64)];
        for place in &lacking {
            let here = every(&offers, place.iter().sum::<u32>().into());
            let told: Vec<_> = here.iter().map(|counts| told(place, &offers, counts, counting)).collect();
            all = all
                .iter()
                .flat_map(|one| {
                    told.iter().map(move |two| (one.0 + two.0, one.1 + two.1, one.2 + two.2, one.3 + two.3))
                })
                .collect();
            all.sort_unstable();
            all.dedup();
        }
        let possible = all.iter().map(|one| one.0).max().expect("one");
        let reached = possible.min(wanted);
        if reached == 0 {
            prop_assert!(ways.is_empty());
            return Ok(());
        }
        let enough = || all.iter().filter(|one| one.0 >= reached);
        let cheapest = enough().map(|one| (one.1, one.2, one.3)).min().expect("one");
        let fewest = enough().map(|one| (one.3, one.1, one.2)).min().expect("one");
        let unpriced = |way: &Way| -> u64 {
            offers.iter().zip(&way.counts).filter(|(offer, _)| offer.cost.is_none()).map(|(_, n)| n).sum()
        };
        let first = &ways[0];
        prop_assert_eq!((unpriced(first), first.cost, built(first)), cheapest);
        let last = ways.last().expect("one");
        prop_assert_eq!((built(last), unpriced(last), last.cost), fewest);
        for way in &ways {
            prop_assert_eq!((way.adds, way.closes), (reached, possible >= wanted));
            prop_assert_eq!(way.sort == Sort::All, !way.closes);
        }
    }
}

/// Every choice of at most so many projects.
fn every(offers: &[Offer], most: u64) -> Vec<Vec<u64>> {
    offers.iter().fold(vec![Vec::new()], |all, _| {
        all.iter()
            .flat_map(|counts: &Vec<u64>| {
                (0..=most - counts.iter().sum::<u64>()).map(|n| [counts.as_slice(), &[n]].concat())
            })
            .collect()
    })
}

fn told(place: &[u32], offers: &[Offer], counts: &[u64], counting: Counting) -> (u64, u64, u64, u64) {
    let serving = |sort: usize| -> u64 {
        offers.iter().zip(counts).filter(|(offer, _)| offer.serves[sort]).map(|(_, n)| n).sum()
    };
    let is_filled = |sort: &usize| serving(*sort) >= u64::from(place[*sort]);
    let lacked = || (0..place.len()).filter(|sort| place[*sort] > 0);
    let gain = match counting {
        Counting::Sorts => lacked().filter(is_filled).count() as u64,
        Counting::Places => u64::from(lacked().count() > 0 && lacked().all(|sort| is_filled(&sort))),
    };
    let pairs = || offers.iter().zip(counts);
    let unpriced = pairs().filter(|(offer, _)| offer.cost.is_none()).map(|(_, n)| n).sum();
    let cost = pairs().map(|(offer, n)| offer.cost.unwrap_or(0) * n).sum();
    (gain, unpriced, cost, counts.iter().sum())
}

#[test]
fn one_pitch_may_serve_two_sorts() {
    // A village lacks a court and a pitch: a multi-court is both, and dearer than either.
    let offer = |cost, serves: [bool; 2]| Offer { cost: Some(cost), serves: serves.to_vec() };
    let offers = [offer(24, [true, false]), offer(42, [false, true]), offer(30, [true, true])];
    let ways = by_place(&[vec![1, 1], vec![1, 0]], &offers, Counting::Places, 2).expect("small");
    assert_eq!((ways[0].counts.as_slice(), ways[0].cost), ([1, 0, 1].as_slice(), 54));
    // One village of the two is enough: the one that lacks less.
    let one = by_place(&[vec![1, 1], vec![1, 0]], &offers, Counting::Places, 1).expect("small");
    assert_eq!((one[0].counts.as_slice(), one[0].adds), ([1, 0, 0].as_slice(), 1));
}

#[test]
fn what_can_not_be_told() {
    let few = [project(10, 5, Some(1))];
    assert_eq!(by_area(&few, Area::ZERO, 1), Ok(Vec::new()), "nothing is missing");
    assert!(matches!(
        by_area(&[project(0, 5, None)], Area::from_cm2(1), 1),
        Err(SitingError::EmptyProject { .. })
    ));
    let nothing = [Offer { cost: Some(1), serves: vec![false] }];
    assert_eq!(by_place(&[vec![1]], &nothing, Counting::Places, 1), Some(Vec::new()));
    assert_eq!(by_place(&[vec![9_999]], &nothing, Counting::Places, 1), None, "more than is searched");
}
