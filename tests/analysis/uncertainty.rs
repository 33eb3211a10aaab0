//! Bounds hold every state of the world that the evidence admits, and widen with it.

use jiantu::analysis::uncertainty::bounds::{Bounds, Certainty, Evidence, Missing, bounds};
use jiantu::analysis::uncertainty::people::PeopleRange;
use jiantu::analysis::uncertainty::spread::{Quantiles, Spread};
use jiantu::domain::area::Area;
use jiantu::domain::kind::KindIndex;
use proptest::prelude::*;

fn spread(range: std::ops::Range<i64>) -> impl Strategy<Value = Spread> {
    prop::collection::vec(range, 3).prop_map(|mut cm2| {
        cm2.sort_unstable();
        let [low, typical, high] = [cm2[0], cm2[1], cm2[2]].map(Area::from_cm2);
        Spread::new(low, typical, high).expect("in order")
    })
}

/// A division, and a state of the world that its evidence admits: real areas and people.
#[derive(Clone, Debug)]
struct World {
    known: Area,
    missing: Vec<Missing>,
    widths: Spread,
    people: PeopleRange,
    real_area: i64,
    real_people: u64,
}

impl World {
    fn evidence(&self) -> Evidence<'_> {
        Evidence {
            known: Some(self.known),
            missing: &self.missing,
            unknown_widths: Some(self.widths),
            people: self.people,
        }
    }

    fn bounds(&self) -> Bounds {
        bounds(&self.evidence()).expect("bounds")
    }
}

fn worlds() -> impl Strategy<Value = World> {
    let missing = prop::collection::vec((0..5_u16, 0..6_u32, spread(0..90_000_000), 0.0..=1.0_f64), 0..6);
    let people = (1..900_000_u64, prop::collection::vec(1..900_000_u64, 0..4), 0.0..=1.0_f64);
    (0..40_000_000_000_i64, missing, spread(0..3_000_000_000), 0.0..=1.0_f64, people).prop_map(
        |(known, missing, widths, wide, (value, others, many))| {
            let between = |spread: Spread, at: f64| {
                spread.low().cm2() + ((spread.high().cm2() - spread.low().cm2()) as f64 * at) as i64
            };
            let real: i64 =
                missing.iter().map(|(_, sites, each, at)| i64::from(*sites) * between(*each, *at)).sum();
            let people = PeopleRange::new(value, others).expect("people");
            World {
                known: Area::from_cm2(known),
                real_area: known + real + between(widths, wide),
                real_people: people.low() + ((people.high() - people.low()) as f64 * many) as u64,
                missing: missing
                    .into_iter()
                    .map(|(kind, sites, each, _)| Missing { kind: KindIndex(kind), sites, each: Some(each) })
                    .collect(),
                widths,
                people,
            }
        },
    )
}

proptest! {
    #[test]
    fn the_interval_holds_the_figure_and_every_admitted_world(world in worlds()) {
        let found = world.bounds();
        let (value, high, filled) = (found.value.unwrap(), found.high.unwrap(), found.filled.unwrap());
        prop_assert!(found.low <= value && value <= high);
        prop_assert_eq!(value, world.known.m2() / world.people.value() as f64);
        prop_assert!(found.low <= filled.low && filled.low <= filled.value && filled.value <= filled.high);
        prop_assert_eq!(filled.high, high);
        let real = Area::from_cm2(world.real_area).m2() / world.real_people as f64;
        prop_assert!(filled.low <= real && real <= high, "{} <= {} <= {}", filled.low, real, high);
    }

    #[test]
    fn the_parts_sum_to_the_ends(world in worlds()) {
        let found = world.bounds();
        let parts = [found.missing_areas, found.widths, found.population];
        prop_assert!(parts.iter().all(|part| part.down >= 0.0 && part.up.unwrap() >= 0.0));
        let (down, up) = parts.iter().fold((0.0, 0.0), |(down, up), part| (down + part.down, up + part.up.unwrap()));
        let (value, high) = (found.value.unwrap(), found.high.unwrap());
        prop_assert!((value - down - found.low).abs() <= 1e-12 * value.max(1e-9));
        prop_assert!((value + up - high).abs() <= 1e-12 * high.max(1e-9));
    }

    #[test]
    fn more_doubt_never_narrows(world in worlds(), kind in 0..5_u16, sites in 0..4_u32, each in spread(0..90_000_000), people in 1..900_000_u64) {
        let before = world.bounds();
        let mut doubtful = world.clone();
        doubtful.missing.push(Missing { kind: KindIndex(kind), sites, each: Some(each) });
        doubtful.people = PeopleRange::new(world.people.value(), [world.people.low(), world.people.high(), people]).unwrap();
        let after = doubtful.bounds();
        prop_assert_eq!(before.value, after.value);
        prop_assert!(after.low <= before.low && after.high >= before.high);
    }

    #[test]
    fn a_certain_verdict_holds_in_every_admitted_world(world in worlds(), tenths in 0..90_u32) {
        let target = f64::from(tenths) / 10.0;
        // Whole cm² against whole cm²: a target of tenths of a m² is thousands of cm².
        let real_met = world.real_area >= i64::from(tenths) * 1_000 * world.real_people as i64;
        match world.bounds().certainty(target).expect("a verdict") {
            Certainty::Met => prop_assert!(real_met),
            Certainty::Missed => prop_assert!(!real_met),
            Certainty::Open => {}
        }
    }

    #[test]
    fn wider_quantiles_make_wider_spreads(known in prop::collection::vec(0..1_000_000_i64, 1..60), low in 0..=500_u16, high in 500..=1000_u16) {
        let known: Vec<Area> = known.into_iter().map(Area::from_cm2).collect();
        let of = |low, high| Spread::of(&known, Quantiles::new(low, high).unwrap(), 1).unwrap();
        let (narrow, all) = (of(low, high), of(0, 1000));
        prop_assert!(all.low() <= narrow.low() && narrow.low() <= narrow.typical());
        prop_assert!(narrow.typical() <= narrow.high() && narrow.high() <= all.high());
        prop_assert_eq!(narrow.typical(), all.typical());
        prop_assert!(known.contains(&narrow.low()) && known.contains(&narrow.high()));
        let not_above = known.iter().filter(|area| **area <= narrow.high()).count();
        prop_assert!(not_above * 1000 >= known.len() * usize::from(high));
    }
}
