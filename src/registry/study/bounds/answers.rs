//! Figures with their ends, by division.

use super::BoundsQuestion;
use super::evidence::{Found, found};
use super::sizes::{Size, size};
use crate::analysis::counting::coverage::Row as CoverageRow;
use crate::analysis::population::Population;
use crate::analysis::uncertainty::bounds::{Bounds, Certainty, Evidence, Filled, Missing, Part, bounds};
use crate::analysis::uncertainty::people::PeopleRange;
use crate::domain::area::Area;
use crate::domain::contribution::Ordinal;
use crate::domain::kind::KindIndex;
use crate::registry::Registry;
use crate::registry::error::RegistryError;
use crate::registry::study::answer::Answer;
use crate::registry::study::day::DayHead;
use crate::registry::study::divided::{coverage_of, divisions, top};
use crate::registry::study::features::{Features, json};
use crate::registry::study::over_people::Whose;
use crate::registry::study::question;
use crate::registry::world::World;
use serde::Serialize;
use std::collections::BTreeMap;

#[derive(Serialize)]
struct Answered<'a> {
    question: &'a BoundsQuestion,
    #[serde(flatten)]
    head: DayHead,
    target_m2_per_head: Option<f64>,
    method: &'static str,
    /// The whole first, then its divisions.
    #[serde(skip_serializing_if = "Option::is_none")]
    rows: Option<Vec<Row>>,
}

#[derive(Serialize)]
struct Row {
    #[serde(flatten)]
    whose: Whose,
    population: Option<Population>,
    /// Least, used and greatest population of all vintages of the year.
    people: Option<PeopleRange>,
    area_m2: Option<Area>,
    /// `null` without population.
    #[serde(flatten)]
    bounds: Option<Told>,
    missing: Vec<MissingKind>,
    /// Trail that counts but whose width is unknown.
    unknown_width_m: f64,
}

/// Square metres per head.
#[derive(Serialize)]
struct Told {
    m2_per_head: Option<f64>,
    low: f64,
    high: Option<f64>,
    filled: Option<Filled>,
    parts: Parts,
    certainty: Option<Certainty>,
    text_zh: String,
    text_en: String,
}

/// What each source adds to both ends.
#[derive(Serialize)]
struct Parts {
    missing_areas: Part,
    widths: Part,
    population: Part,
}

/// Sites of a kind whose area is unknown, and what one of them may have.
#[derive(Serialize)]
struct MissingKind {
    kind: String,
    name_zh: String,
    name_en: String,
    sites: u32,
    #[serde(flatten)]
    size: Size,
}

const METHOD: &str = "the figure leaves out unknown areas; the high end adds the greatest area of each and takes the least population, the low end takes the greatest population: bounds, not a confidence interval";

pub(super) fn answer(
    registry: &Registry,
    world: &World,
    question: &BoundsQuestion,
) -> Result<Answer, RegistryError> {
    let reference = &registry.reference;
    let top = top(world, question.day.division.as_deref())?;
    let level = divisions(&world.tree, top, question.level.as_deref())?;
    let found = found(world, reference);
    let below = level.into_iter().map(Some).filter(|division| *division != top);
    let wanted = std::iter::once(top).chain(below);
    let mut flags = Vec::new();
    let mut rows = Vec::new();
    for division in wanted {
        let coverage = coverage_of(world, reference, division)?;
        flags.extend(coverage.flags.iter().copied());
        rows.push((division, row(registry, world, question, &found, division, coverage)?));
    }
    let mut answered = Answered {
        question,
        head: registry.day_head(world, flags),
        target_m2_per_head: question.target,
        method: METHOD,
        rows: None,
    };
    if question.part == question::Part::Figures {
        answered.rows = Some(rows.into_iter().map(|(_, row)| row).collect());
        return json(&answered);
    }
    let mut features = Features::new();
    for (division, row) in rows.iter().skip(usize::from(rows.len() > 1)) {
        let node = division.and_then(|division| world.tree.get(division));
        if let Some(geometry) = node.and_then(|node| node.division.geometry.as_ref()) {
            features.push(geometry, row)?;
        }
    }
    features.finish(&answered)
}

fn row(
    registry: &Registry,
    world: &World,
    question: &BoundsQuestion,
    found: &Found,
    division: Option<Ordinal>,
    coverage: CoverageRow,
) -> Result<Row, RegistryError> {
    let reference = &registry.reference;
    let inside: Vec<Ordinal> = match division {
        Some(division) => world.tree.subtree(division),
        None => world.tree.ordinals().chain([Ordinal::NONE]).collect(),
    };
    let mut kinds: BTreeMap<KindIndex, u32> = BTreeMap::new();
    for (kind, sites) in inside.iter().filter_map(|at| found.missing.get(at)).flatten() {
        *kinds.entry(*kind).or_default() += sites;
    }
    let sizes: Vec<(KindIndex, u32, Size)> =
        kinds.into_iter().map(|(kind, sites)| (kind, sites, size(reference, &found.known, kind))).collect();
    let missing: Vec<Missing> = sizes
        .iter()
        .map(|(kind, sites, size)| Missing { kind: *kind, sites: *sites, each: size.spread })
        .collect();
    let length_cm: i64 = inside.iter().filter_map(|at| found.unknown_width_cm.get(at)).sum();
    let people = coverage.population.as_ref().and_then(|population| {
        let others = world.populations.vintages(&world.tree, division, population.year);
        PeopleRange::new(population.value, others)
    });
    let told = |people: PeopleRange| -> Result<Told, RegistryError> {
        let bounds = bounds(&Evidence {
            known: coverage.area_m2.all,
            missing: &missing,
            unknown_widths: (length_cm > 0).then(|| question.widths.of_length_cm(length_cm)).flatten(),
            people,
        })?;
        Ok(told(&bounds, question.target))
    };
    Ok(Row {
        whose: Whose::of(world, division),
        bounds: people.map(told).transpose()?,
        people,
        population: coverage.population,
        area_m2: coverage.area_m2.all,
        missing: sizes
            .into_iter()
            .map(|(kind, sites, size)| {
                let kind = reference.catalogue.get(kind);
                let (name_zh, name_en) = (kind.name_zh.clone(), kind.name_en.clone());
                MissingKind { kind: kind.id.clone(), name_zh, name_en, sites, size }
            })
            .collect(),
        unknown_width_m: length_cm as f64 / 100.0,
    })
}

fn told(bounds: &Bounds, target: Option<f64>) -> Told {
    let number = |value: Option<f64>| value.map(|value| format!("{value:.2}"));
    let (value, low) = (number(bounds.value), format!("{:.2}", bounds.low));
    let (text_zh, text_en) = match (value, number(bounds.high)) {
        (Some(value), Some(high)) => {
            (format!("{value}，介于 {low} 与 {high} 之间"), format!("{value}, between {low} and {high}"))
        }
        (Some(value), None) => (
            format!("{value}，不低于 {low}，上限未知"),
            format!("{value}, at least {low}, no upper end known"),
        ),
        (None, Some(high)) => (format!("未知，不高于 {high}"), format!("unknown, at most {high}")),
        (None, None) => ("未知".to_owned(), "unknown".to_owned()),
    };
    Told {
        m2_per_head: bounds.value,
        low: bounds.low,
        high: bounds.high,
        filled: bounds.filled,
        parts: Parts {
            missing_areas: bounds.missing_areas,
            widths: bounds.widths,
            population: bounds.population,
        },
        certainty: target.and_then(|target| bounds.certainty(target)),
        text_zh,
        text_en,
    }
}
