//! Floating catchments: brute force from dense matrices, conservation, figures of PySAL's `access`.

use jiantu::analysis::access::catchments::{Catchments, Pair};
use jiantu::analysis::access::container::container_ratios;
use jiantu::analysis::access::diversity::{Categories, variety};
use jiantu::analysis::access::floating::{Access, Question, Steps, floating_catchments};
use jiantu::analysis::access::kernel::{Band, Kernel};
use jiantu::analysis::access::summary::by_division;
use jiantu::domain::contribution::Ordinal;
use proptest::prelude::*;
use serde::Deserialize;

/// `access_oracle.py` says how it was made.
const ORACLE: &str = include_str!("access_oracle.json");

#[derive(Deserialize)]
struct Case {
    people: Vec<f64>,
    supply: Vec<f64>,
    pairs: Vec<(u32, u32, f32)>,
    kernel: Kernel,
    two: Vec<f64>,
    three: Vec<f64>,
}

/// A random table with people and supply; some of either are zero, some pairs are told twice.
#[derive(Clone, Debug)]
struct World {
    people: Vec<f64>,
    supply: Vec<f64>,
    pairs: Vec<Pair>,
}

impl World {
    fn catchments(&self) -> Catchments {
        Catchments::from_pairs(self.people.len(), self.supply.len(), &self.pairs).expect("good pairs")
    }

    fn access(&self, kernel: &Kernel, steps: Steps) -> Access {
        let (people, supply) = (&self.people[..], &self.supply[..]);
        let catchments = &self.catchments();
        floating_catchments(&Question { catchments, people, supply, kernel, steps }).expect("an answer")
    }

    /// Dense weights: the cheapest of the pairs told.
    fn weights(&self, kernel: &Kernel) -> Vec<Vec<f64>> {
        let mut costs = vec![vec![f32::INFINITY; self.supply.len()]; self.people.len()];
        for pair in &self.pairs {
            let cost = &mut costs[pair.demand as usize][pair.supply as usize];
            *cost = cost.min(pair.cost);
        }
        costs.iter().map(|row| row.iter().map(|cost| kernel.weight(*cost)).collect()).collect()
    }

    /// Access and ratios by the formulas, over dense matrices.
    fn brute(&self, kernel: &Kernel, steps: Steps) -> (Vec<f64>, Vec<Option<f64>>) {
        let mut weights = self.weights(kernel);
        if steps == Steps::Three {
            for row in &mut weights {
                let all: f64 = row.iter().sum();
                row.iter_mut().filter(|_| all > 0.0).for_each(|weight| *weight *= *weight / all);
            }
        }
        let ratios: Vec<Option<f64>> = (0..self.supply.len())
            .map(|j| {
                let demand: f64 = self.people.iter().zip(&weights).map(|(people, row)| people * row[j]).sum();
                (demand > 0.0).then(|| self.supply[j] / demand)
            })
            .collect();
        let access = weights
            .iter()
            .map(|row| row.iter().zip(&ratios).map(|(weight, ratio)| weight * ratio.unwrap_or(0.0)).sum());
        (access.collect(), ratios)
    }
}

fn worlds(demands: usize, supplies: usize, pairs: usize) -> impl Strategy<Value = World> {
    let size = || prop_oneof![1 => Just(0.0), 4 => 0.0..5_000.0_f64];
    (1..=demands, 1..=supplies).prop_flat_map(move |(demands, supplies)| {
        let pair = (0..demands as u32, 0..supplies as u32, 0.0..1_500.0_f32);
        (
            prop::collection::vec(size(), demands),
            prop::collection::vec(size(), supplies),
            prop::collection::vec(pair, 0..=pairs),
        )
            .prop_map(|(people, supply, pairs)| {
                let pairs = pairs.into_iter().map(|(demand, supply, cost)| Pair { demand, supply, cost });
                World { people, supply, pairs: pairs.collect() }
            })
    })
}

fn kernels() -> impl Strategy<Value = Kernel> {
    let bands = [(300.0, 1.0), (600.0, 0.68), (1000.0, 0.22)].map(|(up_to, weight)| Band { up_to, weight });
    prop_oneof![
        (1.0..2_000.0_f32).prop_map(|reach| Kernel::Step { reach }),
        Just(Kernel::Bands(bands.to_vec())),
        (1.0..2_000.0_f32).prop_map(|reach| Kernel::Gaussian { reach }),
        (0.2..3.0_f64, 1.0..2_000.0_f32).prop_map(|(exponent, reach)| Kernel::Power {
            scale: 100.0,
            exponent,
            floor: 10.0,
            reach
        }),
        (50.0..900.0_f32, 1.0..2_000.0_f32).prop_map(|(scale, reach)| Kernel::Exponential { scale, reach }),
    ]
}

fn steps() -> impl Strategy<Value = Steps> {
    prop_oneof![Just(Steps::Two), Just(Steps::Three)]
}

fn near(found: f64, due: f64) -> bool {
    (found - due).abs() <= 1e-10 * due.abs().max(1e-6)
}

#[test]
fn pysal_says_the_same() {
    let cases: Vec<Case> = serde_json::from_str(ORACLE).expect("the oracle's figures");
    assert_eq!(cases.len(), 15);
    for case in cases {
        let pairs = case.pairs.iter().map(|&(demand, supply, cost)| Pair { demand, supply, cost }).collect();
        let world = World { people: case.people, supply: case.supply, pairs };
        for (steps, due) in [(Steps::Two, case.two), (Steps::Three, case.three)] {
            let found = world.access(&case.kernel, steps);
            assert!(found.idle.is_empty() && found.unreached.is_empty());
            for (found, due) in found.access.iter().zip(&due) {
                assert!(near(*found, *due), "{:?} {steps:?}: {found} against {due}", case.kernel);
            }
            assert_eq!(found.access.len(), due.len());
        }
    }
}

#[test]
fn a_large_table_is_summed_alike_on_any_number_of_threads() {
    let mut state = 1_u64;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as u32
    };
    let pairs = (0..300_000)
        .map(|_| Pair { demand: next() % 20_000, supply: next() % 500, cost: (next() % 1_500) as f32 })
        .collect();
    let people = (0..20_000).map(|_| f64::from(next() % 900) / 7.0).collect();
    let supply = (0..500).map(|_| f64::from(next() % 5_000) / 3.0).collect();
    let world = World { people, supply, pairs };
    let kernel = Kernel::Gaussian { reach: 1_000.0 };
    for steps in [Steps::Two, Steps::Three] {
        let with = |threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
            pool.install(|| world.access(&kernel, steps))
        };
        let alone = with(1);
        assert_eq!(alone, with(2));
        assert_eq!(alone, with(5));
        let (access, _) = world.brute(&kernel, steps);
        assert!(alone.access.iter().zip(&access).all(|(found, due)| near(*found, *due)));
    }
}

proptest! {
    #[test]
    fn access_and_ratios_are_what_the_formulas_say(
        world in worlds(12, 8, 90), kernel in kernels(), steps in steps()) {
        let found = world.access(&kernel, steps);
        let (access, ratios) = world.brute(&kernel, steps);
        for (found, due) in found.access.iter().zip(&access) {
            prop_assert!(near(*found, *due), "{} against {}", found, due);
        }
        for (found, due) in found.ratios.iter().zip(&ratios) {
            prop_assert!(near(found.unwrap_or(-1.0), due.unwrap_or(-1.0)), "{:?} against {:?}", found, due);
        }
        let weights = world.weights(&kernel);
        let unreached: Vec<u32> =
            (0..world.people.len() as u32).filter(|i| weights[*i as usize].iter().all(|w| *w == 0.0)).collect();
        prop_assert_eq!(&found.unreached, &unreached);
        let idle: Vec<u32> = (0..ratios.len() as u32).filter(|j| ratios[*j as usize].is_none()).collect();
        prop_assert_eq!(&found.idle, &idle);
    }

    #[test]
    fn what_the_people_have_is_what_the_reached_sites_supply(
        world in worlds(30, 12, 200), kernel in kernels(), steps in steps()) {
        let found = world.access(&kernel, steps);
        let had: f64 = world.people.iter().zip(&found.access).map(|(people, access)| people * access).sum();
        prop_assert!((had - found.shared_supply).abs() <= 1e-9 * found.shared_supply.max(1.0),
            "{} against {}", had, found.shared_supply);
        let all: f64 = world.supply.iter().sum();
        prop_assert!((found.shared_supply + found.idle_supply - all).abs() <= 1e-9 * all.max(1.0));
        prop_assert!(found.access.iter().all(|access| access.is_finite() && *access >= 0.0));
    }

    #[test]
    fn order_of_the_pairs_and_doubles_move_nothing(
        world in worlds(10, 6, 60), kernel in kernels(), steps in steps(), turn in 0..60_usize) {
        let mut turned = world.clone();
        let turn = turn % turned.pairs.len().max(1);
        turned.pairs.rotate_left(turn);
        turned.pairs.extend(world.pairs.first().map(|pair| Pair { cost: pair.cost + 1.0, ..*pair }));
        prop_assert_eq!(world.access(&kernel, steps), turned.access(&kernel, steps));
    }

    #[test]
    fn more_supply_lowers_nobody_and_more_people_raise_nobody(
        world in worlds(10, 6, 60), kernel in kernels(), steps in steps(), at in 0..60_usize) {
        let before = world.access(&kernel, steps);
        let mut richer = world.clone();
        let site = at % richer.supply.len();
        richer.supply[site] += 100.0;
        let after = richer.access(&kernel, steps);
        prop_assert!(before.access.iter().zip(&after.access).all(|(before, after)| *after >= before * (1.0 - 1e-12)));
        let mut fuller = world.clone();
        let point = at % fuller.people.len();
        if fuller.people[point] > 0.0 {
            fuller.people[point] += 100.0;
            let after = fuller.access(&kernel, steps);
            prop_assert!(before.access.iter().zip(&after.access).all(|(before, after)| *after <= before * (1.0 + 1e-12)));
        }
    }

    #[test]
    fn within_borders_nothing_is_lost_either(
        world in worlds(20, 9, 0), divisions in 1..5_u16, turn in 0..7_u16) {
        let of = |at: usize| Ordinal((at as u16 + turn) % divisions);
        let people: Vec<_> = world.people.iter().enumerate().map(|(at, people)| (of(at), *people)).collect();
        let supply: Vec<_> = world.supply.iter().enumerate().map(|(at, supply)| (of(at), *supply)).collect();
        let found = container_ratios(people.iter().copied(), supply.iter().copied());
        for row in &found {
            let sum = |all: &[(Ordinal, f64)]| -> f64 {
                all.iter().filter(|(division, _)| *division == row.division).map(|(_, value)| value).sum()
            };
            prop_assert_eq!((row.people, row.supply), (sum(&people), sum(&supply)));
            prop_assert_eq!(row.ratio, (row.people > 0.0).then(|| row.supply / row.people));
        }
        prop_assert!(found.windows(2).all(|rows| rows[0].division < rows[1].division));
    }

    #[test]
    fn quantiles_over_people_are_quantiles_of_one_entry_a_person(
        rows in prop::collection::vec((0..4_u16, 0..30_u32, 0..40_u32), 1..40)) {
        let points = rows.iter().map(|(d, p, v)| (Ordinal(*d), f64::from(*p), f64::from(*v) / 8.0));
        for found in by_division(points) {
            let mut each: Vec<f64> = rows
                .iter()
                .filter(|row| Ordinal(row.0) == found.division)
                .flat_map(|(_, people, value)| vec![f64::from(*value) / 8.0; *people as usize])
                .collect();
            each.sort_by(f64::total_cmp);
            let people = each.len();
            prop_assert_eq!(found.people, people as f64);
            prop_assert_eq!(found.people_without, each.iter().filter(|value| **value == 0.0).count() as f64);
            prop_assert_eq!(found.over_people.is_some(), people > 0);
            if let Some(over) = found.over_people {
                // Tenths as whole numbers: a tenth of the people is no binary fraction.
                let rank = |tenths: usize| each[(people * tenths).div_ceil(10) - 1];
                prop_assert_eq!((over.p10, over.median, over.p90), (rank(1), rank(5), rank(9)));
                prop_assert!(near(over.mean, each.iter().sum::<f64>() / people as f64));
            }
        }
    }

    #[test]
    fn variety_is_what_a_look_at_every_site_finds(
        world in worlds(10, 8, 60), masks in prop::collection::vec(0..16_u64, 8),
        factors in prop::collection::vec(0.0..3.0_f64, 4), reach in 0.0..1_500.0_f32) {
        let sites: Vec<Categories> = masks[..world.supply.len()].iter().map(|mask| Categories(*mask)).collect();
        let found = variety(&world.catchments(), &sites, &factors, reach).expect("an answer");
        let within = world.weights(&Kernel::Step { reach: reach.max(f32::MIN_POSITIVE) });
        for (found, row) in found.iter().zip(&within) {
            let mut counts = [0.0; 4];
            for (category, count) in counts.iter_mut().enumerate() {
                *count = row.iter().zip(&sites).filter(|(weight, site)| **weight > 0.0 && site.holds(category)).count() as f64;
            }
            let index: f64 = counts.iter().zip(&factors).filter(|(count, _)| **count > 0.0).map(|(_, factor)| factor).sum();
            prop_assert!(near(found.index, index));
            let all: f64 = counts.iter().sum();
            prop_assert_eq!(found.entropy.is_some(), all > 0.0);
            // ln N - Σ n ln n / N: the same by another road.
            let parts: f64 = counts.iter().filter(|n| **n > 0.0).map(|n| n * n.ln()).sum();
            let entropy = if all > 0.0 { all.ln() - parts / all } else { 0.0 };
            prop_assert!((found.entropy.unwrap_or(0.0) - entropy).abs() < 1e-12);
            prop_assert!(entropy <= f64::from(found.categories.count().max(1)).ln() + 1e-12);
        }
    }
}
