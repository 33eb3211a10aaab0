//! Where a population comes from: a published figure, the sum of the children, or cells.

use super::scope::Scope;
use super::{Amount, Found, Unit, WhyItem};
use crate::analysis::population::{Of, Part};
use crate::domain::contribution::Ordinal;
use crate::registry::coverage::Named;
use crate::registry::world::World;

pub(super) fn people(world: &World, scope: &Scope) -> Found {
    let of = match scope.named {
        Named::Everything => Of::Everything,
        Named::One(_) if scope.is_whole() => Of::Everything,
        Named::One(top) => Of::Division(top),
        // Without any division there is no row of what is unassigned.
        Named::Unassigned if world.tree.is_empty() => return Found { unknown: true, ..Found::default() },
        Named::Unassigned => Of::Unassigned { top: scope.only_root(), whole: true },
        Named::UnassignedOf(top) => Of::Unassigned { top: Some(top), whole: scope.only_root() == Some(top) },
    };
    let Some(parts) = world.populations.parts(&world.tree, of, world.at.as_of) else {
        return Found { unknown: true, ..Found::default() };
    };
    Found { items: parts.iter().map(|part| item(world, part)).collect(), ..Found::default() }
}

fn item(world: &World, part: &Part) -> WhyItem {
    let division = world.tree.get(part.division).map(|node| &node.division);
    let population = &part.population;
    let (year, vintage) = (population.year, &population.vintage);
    let (estimate_zh, estimate_en) =
        if population.estimate { ("，估算", ", an estimate") } else { ("", "") };
    let (basis_zh, basis_en) = match population.basis {
        "divisions" => ("该区划的人口数", "figure of the division"),
        "cells" => ("重心落在区划内的格网人口之和", "cells whose centroid lies in it"),
        _ => ("下级区划人口之和", "sum of its children"),
    };
    let least = i64::try_from(population.value).unwrap_or(i64::MAX);
    WhyItem {
        site_id: None,
        equipment_id: None,
        division_id: division.map(|division| division.id.to_string()),
        name_zh: match (division, part.division) {
            (Some(division), _) => division.name_zh.clone(),
            (None, Ordinal::NONE) if world.tree.is_empty() => "全部".to_owned(),
            (None, _) => "未划入任何区划".to_owned(),
        },
        kind: "population".to_owned(),
        amount: Some(Amount::new(least, Unit::Person)),
        unit: Unit::Person,
        area_m2: None,
        counted: true,
        verdict: None,
        rule_zh: format!("{year} 年末，{basis_zh}（{vintage}{estimate_zh}）").into(),
        rule_en: format!("end of {year}, {basis_en} ({vintage}{estimate_en})").into(),
        share: 1.0,
        demo: population.demo,
    }
}
