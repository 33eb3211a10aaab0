//! The cheapest mix of typical projects, against all mixes.

use jiantu::analysis::siting::SitingError;
use jiantu::analysis::siting::projects::{Project, lift_each, lift_whole};
use jiantu::domain::area::Area;
use proptest::prelude::*;

fn project(area_cm2: i64, cost: u64, most: Option<u32>) -> Project {
    Project { kind: "court".to_owned(), area: Area::from_cm2(area_cm2), cost, most }
}

/// Least cost of every mix, one project after the other.
fn cheapest(projects: &[Project], short: i64, times: u64) -> Option<u64> {
    if short <= 0 {
        return Some(0);
    }
    let (project, others) = projects.split_first()?;
    let most = project.most.map_or(u64::MAX, |most| u64::from(most) * times);
    let useful = (short as u64).div_ceil(project.area.cm2() as u64);
    (0..=most.min(useful))
        .filter_map(|n| {
            Some(n * project.cost + cheapest(others, short - n as i64 * project.area.cm2(), times)?)
        })
        .min()
}

fn projects() -> impl Strategy<Value = Vec<Project>> {
    let one = (1_i64..30, 1_u64..30, prop::option::of(0_u32..5));
    prop::collection::vec(one.prop_map(|(area, cost, most)| project(area, cost, most)), 1..5)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn a_mix_is_the_cheapest_of_all(projects in projects(), short in -5_i64..100, divisions in 1_usize..3) {
        let best = cheapest(&projects, short, divisions as u64);
        match lift_whole(&projects, Area::from_cm2(short), divisions) {
            Ok(mix) => {
                prop_assert!(mix.proven && mix.bound == mix.cost);
                prop_assert_eq!(Some(mix.cost), best);
                prop_assert!(mix.area.cm2() >= short);
                let (mut cost, mut area) = (0, 0);
                for (project, count) in projects.iter().zip(&mix.counts) {
                    cost += project.cost * count;
                    area += project.area.cm2() * *count as i64;
                    prop_assert!(project.most.is_none_or(|most| *count <= u64::from(most) * divisions as u64));
                }
                prop_assert_eq!((cost, area), (mix.cost, mix.area.cm2()));
            }
            Err(SitingError::ProjectsTooFew { possible, .. }) => {
                prop_assert!(best.is_none() && possible < short);
            }
            Err(error) => prop_assert!(false, "{}", error),
        }
    }

    /// Costs that follow areas are the hard case of the search, so the table has to take over.
    #[test]
    fn hard_mixes_are_proven_too(areas in prop::collection::vec(400_i64..2_000, 6..12), short in 20_000_i64..60_000) {
        let projects: Vec<Project> = areas.iter().map(|area| project(*area, *area as u64 + 100, Some(9))).collect();
        if areas.iter().sum::<i64>() * 9 >= short {
            let mix = lift_whole(&projects, Area::from_cm2(short), 1).expect("enough projects");
            prop_assert!(mix.proven);
            prop_assert_eq!(mix.cost, by_table(&projects, short as usize));
        }
    }
}

/// Plain table, one project at a time.
fn by_table(projects: &[Project], short: usize) -> u64 {
    let mut least = vec![u64::MAX; short + 1];
    least[0] = 0;
    for project in projects {
        for _ in 0..project.most.unwrap_or(0) {
            for area in (1..=short).rev() {
                let before = least[area.saturating_sub(project.area.cm2() as usize)];
                least[area] = least[area].min(before.saturating_add(project.cost));
            }
        }
    }
    least[short]
}

#[test]
fn each_division_is_lifted_on_its_own() {
    let projects = [project(6_000_000, 180_000, Some(2)), project(82_140_000, 3_000_000, None)];
    let short = [Area::from_cm2(0), Area::from_cm2(7_000_000), Area::from_cm2(90_000_000)];
    let mixes = lift_each(&projects, &short).expect("mixes");
    let counts: Vec<&[u64]> = mixes.iter().map(|mix| &mix.counts[..]).collect();
    assert_eq!(counts, [&[0, 0][..], &[2, 0], &[2, 1]]);
    assert_eq!(mixes.iter().map(|mix| mix.cost).collect::<Vec<_>>(), [0, 360_000, 3_360_000]);
}

#[test]
fn what_can_not_be_is_said() {
    let few = [project(10, 5, Some(3))];
    assert_eq!(
        lift_each(&few, &[Area::from_cm2(30), Area::from_cm2(31)]),
        Err(SitingError::ProjectsTooFew { division: 1, short: 31, possible: 30 })
    );
    assert_eq!(
        lift_whole(&[project(10, 5, None), project(0, 5, None)], Area::from_cm2(1), 1),
        Err(SitingError::EmptyProject { project: 1 })
    );
    assert!(matches!(lift_whole(&[], Area::from_cm2(1), 1), Err(SitingError::ProjectsTooFew { .. })));
    assert!(lift_whole(&[], Area::from_cm2(-1), 1).is_ok_and(|mix| mix.proven && mix.cost == 0));
    let huge = [project(1, u64::MAX, None)];
    assert_eq!(lift_whole(&huge, Area::from_cm2(i64::MAX), 1), Err(SitingError::TooLarge));
}
