//! Venue area per head, and how evenly it is spread.

use super::{Asking, Measured, Part};
use crate::analysis::counting::coverage::Row;
use crate::analysis::equity::gini::gini;
use crate::domain::contribution::Ordinal;
use crate::registry::reference::Reference;
use crate::registry::world::World;

/// Counted venue area over resident people, m2, unrounded. Where no site at all is on record nobody knows.
pub fn per_head(asking: &Asking<'_>) -> Measured {
    if asking.world.snapshot.sites.is_empty() {
        return super::sites::nothing();
    }
    let coverage = asking.world.coverage(asking.reference, asking.division);
    let Some(row) = coverage.rows.first() else { return Measured::default() };
    Measured { parts: coverage.rows[1..].iter().map(|row| part(row, asking)).collect(), ..told(row, asking) }
}

fn told(row: &Row, asking: &Asking<'_>) -> Measured {
    let note = row.completeness.map(|share| {
        let percent = share * 100.0;
        (format!("面积已知的场地占 {percent:.1}%"), format!("area known for {percent:.1} % of sites"))
    });
    Measured {
        value: figure(row, asking.text("figure")),
        demo: row.flags.contains(&"demo"),
        estimate: row.flags.contains(&"estimate"),
        note,
        ..Measured::default()
    }
}

fn part(row: &Row, asking: &Asking<'_>) -> Part {
    let value = figure(row, asking.text("figure"));
    Part {
        name_zh: row.division.name_zh.clone(),
        name_en: row.division.name_en.clone(),
        list: row.division.id.is_some().then_some("divisions"),
        id: row.division.id.as_deref().and_then(|id| id.parse().ok()),
        value,
        counts: value.is_some_and(|value| asking.indicator.comparator.holds(value, asking.indicator.target)),
    }
}

fn figure(row: &Row, name: &str) -> Option<f64> {
    match name {
        "open" => row.m2_per_head.open,
        "free" => row.m2_per_head.free,
        _ => row.m2_per_head.all,
    }
}

/// Gini's coefficient of area per head over divisions, less that of the base.
pub fn gini_change(asking: &Asking<'_>) -> Measured {
    let of = |world: &World| coefficient(world, asking.reference, asking.text("over"), asking.text("figure"));
    let Some((now, flags)) = of(asking.world) else {
        return Measured::unknown("缺少人口或面积", "people or areas are missing");
    };
    let Some((base, _)) = asking.base.and_then(of) else {
        return Measured::unknown("基期没有人口或面积", "of the base no people or areas are known");
    };
    Measured {
        note: Some((
            format!("基尼系数 {now:.3}，基期 {base:.3}"),
            format!("Gini's coefficient {now:.3}, at the base {base:.3}"),
        )),
        demo: flags.contains(&"demo"),
        estimate: flags.contains(&"estimate"),
        ..Measured::of(now - base)
    }
}

fn coefficient(
    world: &World,
    reference: &Reference,
    level: &str,
    name: &str,
) -> Option<(f64, Vec<&'static str>)> {
    let (mut people, mut values, mut flags) = (Vec::new(), Vec::new(), Vec::new());
    let of_level = world.tree.ordinals().filter(|at| world.tree.node(*at).division.level == level);
    for division in of_level.collect::<Vec<Ordinal>>() {
        let coverage = world.coverage(reference, Some(division));
        let row = coverage.rows.first()?;
        flags.extend(row.flags.iter().copied());
        if let (Some(population), Some(value)) = (&row.population, figure(row, name)) {
            people.push(population.value as f64);
            values.push(value);
        }
    }
    Some((gini(&people, &values).ok()??, flags))
}
