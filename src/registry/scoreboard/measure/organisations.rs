//! Organisations by kind.

use super::{Asking, Measured, Part};
use crate::domain::contribution::Ordinal;
use crate::domain::record::Organisation;
use crate::index::{Entry, RecordFacts};
use crate::registry::world::World;

type Listed = Entry<RecordFacts<Organisation>>;

/// Organisations of a kind that exist on the day, with what is asked of them.
pub fn count(asking: &Asking<'_>) -> Measured {
    let Some(listed) = of_kind(asking.world, asking.text("kind")) else { return nothing() };
    let mut measured = Measured::of(0.0);
    for entry in listed.into_iter().filter(|entry| asking.is_here(entry.facts.home)) {
        let counts = exists(asking, entry);
        if counts {
            measured.value = measured.value.map(|value| value + 1.0);
            measured.demo |= entry.facts.record.demo;
        }
        measured.parts.push(part(entry, counts));
    }
    measured
}

/// Divisions of a level that have one.
pub fn divisions_with(asking: &Asking<'_>) -> Measured {
    let Some(listed) = of_kind(asking.world, asking.text("kind")) else { return nothing() };
    let (tree, level) = (&asking.world.tree, asking.text("over"));
    let existing: Vec<&Listed> = listed.into_iter().filter(|entry| exists(asking, entry)).collect();
    let of_level = tree.ordinals().filter(|at| tree.node(*at).division.level == level && asking.is_here(*at));
    let mut measured = Measured::of(0.0);
    for division in of_level {
        let has = |entry: &&&Listed| {
            entry.facts.home != Ordinal::NONE && tree.is_within(entry.facts.home, division)
        };
        let found = existing.iter().filter(has).count();
        measured.value = measured.value.map(|value| value + f64::from(u8::from(found > 0)));
        measured.parts.push(division_part(asking.world, division, Some(found as f64), found > 0));
    }
    measured.demo = existing.iter().any(|entry| entry.facts.record.demo);
    measured
}

fn exists(asking: &Asking<'_>, entry: &Listed) -> bool {
    let record = &entry.facts.record;
    let has = asking.indicator.params.text("with").is_none_or(|what| record.has(what));
    has && record.exists_on(asking.on)
}

/// All of a kind; `None` where none was ever recorded: then nobody knows.
pub fn of_kind<'w>(world: &'w World, kind: &str) -> Option<Vec<&'w Listed>> {
    let listed: Vec<&Listed> =
        world.records().organisations().filter(|entry| entry.facts.record.kind == kind).collect();
    (!listed.is_empty()).then_some(listed)
}

fn part(entry: &Listed, counts: bool) -> Part {
    let record = &entry.facts.record;
    Part {
        name_zh: record.name_zh.clone(),
        name_en: record.name_en.clone(),
        list: Some("organisations"),
        id: Some(entry.id),
        value: None,
        counts,
    }
}

/// A division as one of the things that a value is made of.
pub fn division_part(world: &World, division: Ordinal, value: Option<f64>, counts: bool) -> Part {
    let division = &world.tree.node(division).division;
    Part {
        name_zh: division.name_zh.clone(),
        name_en: division.name_en.clone(),
        list: Some("divisions"),
        id: Some(division.id.0),
        value,
        counts,
    }
}

fn nothing() -> Measured {
    Measured::unknown("名录中没有此类组织", "no organisation of the kind is on record")
}
