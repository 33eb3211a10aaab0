//! Venue area per head, and how evenly it is spread.

use super::{Asking, Measured, Part};
use crate::analysis::counting::coverage::Row;
use crate::analysis::equity::gini::gini;
use crate::domain::contribution::Ordinal;
use crate::domain::id::DivisionId;
use crate::registry::world::World;
use std::collections::{BTreeMap, BTreeSet};

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

/// Gini's coefficient of area per head over divisions, less that of the base: over those whose people and area are
/// known at both, so that the same divisions are compared.
pub fn gini_change(asking: &Asking<'_>) -> Measured {
    let of = |world: &World| Spread::of(asking, world);
    let now = of(asking.world);
    let Some(base) = asking.base.map(of) else {
        return Measured::unknown("基期没有人口或面积", "of the base no people or areas are known");
    };
    let both: Vec<DivisionId> =
        now.known.keys().filter(|division| base.known.contains_key(division)).copied().collect();
    let left_out = now.all.union(&base.all).count() - both.len();
    let (Some(gini_now), Some(gini_base)) = (now.gini(&both), base.gini(&both)) else {
        return Measured::unknown(
            "没有现在和基期都有人口和面积的行政区划",
            "no division has people and an area both now and at the base",
        );
    };
    let (zh, en) = match left_out {
        0 => (String::new(), String::new()),
        some => (
            format!("；{some} 个行政区划人口或面积不全，未计入"),
            format!("; {some} divisions without people or area at one of the two are left out"),
        ),
    };
    Measured {
        note: Some((
            format!("基尼系数 {gini_now:.3}，基期 {gini_base:.3}（同样 {} 个行政区划）{zh}", both.len()),
            format!(
                "Gini's coefficient {gini_now:.3}, at the base {gini_base:.3}, over the same {} divisions{en}",
                both.len()
            ),
        )),
        demo: now.flags.contains("demo") || base.flags.contains("demo"),
        estimate: now.flags.contains("estimate") || base.flags.contains("estimate"),
        ..Measured::of(gini_now - gini_base)
    }
}

/// People and area per head of the divisions of a level.
#[derive(Default)]
struct Spread {
    all: BTreeSet<DivisionId>,
    known: BTreeMap<DivisionId, (f64, f64)>,
    flags: BTreeSet<&'static str>,
}

impl Spread {
    fn of(asking: &Asking<'_>, world: &World) -> Self {
        let (level, figure_name) = (asking.text("over"), asking.text("figure"));
        let mut spread = Self::default();
        let is_meant =
            |at: &Ordinal| world.tree.node(*at).division.level == level && asking.is_here_in(world, *at);
        for at in world.tree.ordinals().filter(is_meant) {
            let id = world.tree.node(at).division.id;
            spread.all.insert(id);
            let coverage = world.coverage(asking.reference, Some(at));
            let Some(row) = coverage.rows.first() else { continue };
            spread.flags.extend(row.flags.iter().copied());
            if let (Some(population), Some(value)) = (&row.population, figure(row, figure_name)) {
                spread.known.insert(id, (population.value as f64, value));
            }
        }
        spread
    }

    /// `None` without people or without any area.
    fn gini(&self, divisions: &[DivisionId]) -> Option<f64> {
        let known = divisions.iter().filter_map(|division| self.known.get(division)).copied();
        let (people, values): (Vec<f64>, Vec<f64>) = known.unzip();
        gini(&people, &values).ok()?
    }
}
