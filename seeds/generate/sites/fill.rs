//! What every community and village has, and the large sites that bring a sub-district to its wished area per head.

use super::builder::{BASE, Builder};
use super::trails;
use crate::generate::plane::to_metres;
use crate::generate::population::Year;
use geo::Coord;

/// Equipment, a basketball court and a small football pitch for each village flagged ethnic, the last one late.
pub fn ethnic_villages(builder: &mut Builder<'_>) {
    let flagged: Vec<usize> = (0..builder.units.len()).filter(|u| builder.facts.units[*u].ethnic).collect();
    for (order, unit) in flagged.into_iter().enumerate() {
        let football = if order == 0 { 2023 } else { 2025 };
        for (kind, year) in [("fitness_path", BASE), ("basketball", 2021), ("football_5", football)] {
            if let Some(site) = builder.near_unit(kind, unit, year, 120.0) {
                builder.sites[site].properties.status = "operating";
            }
        }
    }
}

/// Single sites that make sure of every kind.
pub fn specials(builder: &mut Builder<'_>) {
    for wish in &builder.facts.demo.specials {
        let cell = builder.facts.subdistrict(&wish.subdistrict);
        let units = builder.units_of(cell);
        for _ in 0..6 {
            let unit = *builder.prng.pick(&units);
            if builder.near_unit(&wish.kind, unit, wish.year.max(BASE), 900.0).is_some() {
                break;
            }
        }
    }
}

/// Trails that run from one sub-district into the next, in one or two parts.
pub fn boundary_trails(builder: &mut Builder<'_>) {
    let cells = builder.facts.subdistricts.len();
    for from in 0..cells {
        for to in (0..cells).filter(|to| *to != from) {
            let (a, b) = (centre(builder, from), centre(builder, to));
            let Some((start, heading)) = trails::towards(builder, a, b, 650.0) else {
                continue;
            };
            if from > to || !trails::is_clear(builder, start) || !builder.prng.percent(70) {
                continue;
            }
            let parts = 1 + builder.prng.below(2);
            let year = BASE + builder.prng.weighted(&[60, 8, 8, 8, 8, 8]) as i32;
            let length = builder.prng.range(1_400.0, 2_600.0);
            let Some(course) = trails::wind(builder, start, heading, length, parts) else {
                continue;
            };
            let units = builder.units_of(from);
            let unit = *builder.prng.pick(&units);
            let Some(home) = builder.tiling.cell_of(course[0].0[0]) else {
                continue;
            };
            builder.trail("trail", unit, home, year, course);
        }
    }
}

fn centre(builder: &Builder<'_>, cell: usize) -> Coord<f64> {
    let subdistrict = &builder.facts.subdistricts[cell];
    to_metres(Coord { x: subdistrict.lon, y: subdistrict.lat })
}

/// The everyday sites by the rates of `facts/demo_kinds.csv`.
pub fn communities_and_villages(builder: &mut Builder<'_>) {
    for unit in 0..builder.units.len() {
        let rural = builder.facts.units[unit].level == "village";
        for wish in &builder.facts.wishes {
            let rate = if rural { wish.per_village } else { wish.per_community };
            for _ in 0..builder.prng.rounded(rate) {
                let year = BASE + builder.prng.weighted(&[72, 5, 5, 6, 6, 6]) as i32;
                let Some(site) = builder.near_unit(&wish.kind, unit, year, if rural { 220.0 } else { 360.0 })
                else {
                    continue;
                };
                dress(builder, site, rural);
            }
        }
    }
}

/// Programmes, and a fitness path on some squares as a declared overlap.
fn dress(builder: &mut Builder<'_>, site: usize, rural: bool) {
    let (kind, year) = (builder.sites[site].properties.kind.clone(), builder.sites[site].year);
    if kind == "fitness_square" && rural && builder.prng.percent(78) {
        builder.sites[site].properties.programmes = vec!["rural_square"];
        builder.sites[site].properties.status = "operating";
    }
    if kind == "fitness_path" && builder.prng.percent(if year > BASE { 25 } else { 3 }) {
        builder.sites[site].properties.programmes = vec!["smart"];
    }
    if kind == "fitness_square" && builder.prng.percent(8) {
        let (cell, at) = (builder.sites[site].cell, to_metres(builder.sites[site].at));
        let Some(unit) = unit_near(builder, cell, at) else {
            return;
        };
        let path = builder.at_place("fitness_path", unit, cell, year, at);
        builder.declare_overlap(
            path,
            "lies on a square that counts the surface (demonstration of a declared overlap)",
        );
    }
}

fn unit_near(builder: &Builder<'_>, cell: usize, at: Coord<f64>) -> Option<usize> {
    let far = |unit: &usize| {
        let other = to_metres(builder.units[*unit]);
        (other.x - at.x).hypot(other.y - at.y)
    };
    builder.units_of(cell).into_iter().min_by(|a, b| far(a).total_cmp(&far(b)))
}

/// Large sites, year by year, until the sub-district is at its wished area.
pub fn large_sites(builder: &mut Builder<'_>, people: &[Year]) {
    let facts = builder.facts;
    for target in &facts.demo.targets {
        let cell = facts.subdistrict(&target.subdistrict);
        let pace = facts.demo.paces.get(&target.pace).copied().unwrap_or([20.0, 40.0, 60.0, 80.0, 100.0]);
        for (index, year) in people.iter().enumerate() {
            let share = if index == 0 { 0.0 } else { pace[(index - 1).min(4)] / 100.0 };
            let wished = (target.from + (target.to - target.from) * share) * year.subdistricts[cell] as f64;
            for _ in 0..80 {
                let missing = wished - builder.counted(cell, year.year);
                if missing < 700.0 {
                    break;
                }
                large_site(builder, cell, year.year, missing);
            }
        }
    }
}

fn large_site(builder: &mut Builder<'_>, cell: usize, year: i32, missing: f64) {
    let units = builder.units_of(cell);
    let unit = *builder.prng.pick(&units);
    let demo = &builder.facts.demo;
    let mut weights = vec![demo.trail_weight, if missing > 6_000.0 { demo.cycle_weight } else { 0 }];
    let wishes = &builder.facts.wishes;
    weights.extend(wishes.iter().map(|w| {
        let largest = w.length_m * w.width_m * (1.0 + w.spread).powi(2);
        if largest < missing + 600.0 && largest * 14.0 > missing.min(16_000.0) { w.filler } else { 0 }
    }));
    match builder.prng.weighted(&weights) {
        choice @ (0 | 1) => {
            let (kind, width, longest) =
                if choice == 0 { ("trail", 2.3, 4_200.0) } else { ("cycle_path", 3.2, 5_500.0) };
            let Some(start) = builder.free_place(unit, cell, 4.0, 900.0) else {
                return;
            };
            if !trails::is_clear(builder, start) {
                return;
            }
            let length = (missing / width).min(builder.prng.range(longest * 0.4, longest));
            let heading = builder.prng.range(0.0, std::f64::consts::TAU);
            let parts = 1 + builder.prng.weighted(&[70, 20, 10]);
            if let Some(course) = trails::wind(builder, start, heading, length, parts) {
                builder.trail(kind, unit, cell, year, course);
            }
        }
        choice => {
            let kind = &wishes[choice - 2].kind;
            let Some(site) = builder.near_unit(kind, unit, year, 900.0) else {
                return;
            };
            if kind == "athletics_track" && builder.prng.percent(55) {
                pitch_inside(builder, site, unit);
            }
        }
    }
}

/// The football pitch inside an oval: a venue of its own whose surface the oval counts.
fn pitch_inside(builder: &mut Builder<'_>, track: usize, unit: usize) {
    let (cell, year, at) =
        (builder.sites[track].cell, builder.sites[track].year, to_metres(builder.sites[track].at));
    let pitch = builder.at_place("football_8", unit, cell, year, at);
    builder.declare_overlap(
        pitch,
        "lies inside the athletics track that counts the surface (demonstration of a declared overlap)",
    );
    let (access, opened, effective) = {
        let track = &builder.sites[track].properties;
        (track.access, track.opened_on.clone(), track.effective_from.clone())
    };
    let properties = &mut builder.sites[pitch].properties;
    properties.access = access;
    properties.opened_on = opened;
    properties.effective_from = effective;
}
