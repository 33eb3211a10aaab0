//! Mixes with their cost and proof.

use super::ProjectsQuestion;
use crate::analysis::counting::coverage::{Row as CoverageRow, needed_area};
use crate::analysis::population::Population;
use crate::analysis::siting::projects::{Mix, lift_each, lift_whole};
use crate::analysis::siting::{SitingError, Stopped};
use crate::domain::area::Area;
use crate::domain::contribution::Ordinal;
use crate::registry::Registry;
use crate::registry::error::RegistryError;
use crate::registry::reference::Projects;
use crate::registry::reference::Reference;
use crate::registry::study::answer::Answer;
use crate::registry::study::day::DayHead;
use crate::registry::study::divided::{coverage_of, divisions, top};
use crate::registry::study::features::{Features, json};
use crate::registry::study::over_people::Whose;
use crate::registry::study::question::Part;
use crate::registry::world::World;
use serde::Serialize;

#[derive(Serialize)]
struct Answered<'a> {
    question: &'a ProjectsQuestion,
    #[serde(flatten)]
    head: DayHead,
    target_m2_per_head: f64,
    projects_version: String,
    currency: String,
    /// Costs or limits are made up: EXAMPLE until the office puts in its own.
    example: bool,
    /// The whole, or each division.
    #[serde(skip_serializing_if = "Option::is_none")]
    rows: Option<Vec<Row>>,
    total: Total,
}

/// Over the rows that have a mix.
#[derive(Default, Serialize)]
struct Total {
    cost: u64,
    area_m2: Area,
    projects: u64,
    /// Every row has a mix that is proven to be the cheapest.
    proven: bool,
    /// Rows of which nothing can be said, or whose shortfall no mix makes up.
    open: u64,
}

#[derive(Serialize)]
struct Row {
    #[serde(flatten)]
    whose: Whose,
    population: Option<Population>,
    area_m2: Option<Area>,
    m2_per_head: Option<f64>,
    /// `null` where people or area are not known.
    shortfall_m2: Option<Area>,
    state: State,
    mix: Option<Told>,
    /// The most that the allowed projects add, where that is too little.
    possible_m2: Option<Area>,
    note_zh: String,
    note_en: String,
}

#[derive(Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum State {
    /// The target is reached already.
    NothingToDo,
    Lifted,
    /// All projects that are allowed do not make up the shortfall.
    TooFewProjects,
    /// Without people or without any known area there is no shortfall to tell.
    Unknown,
}

#[derive(Serialize)]
struct Told {
    projects: Vec<Built>,
    cost: u64,
    area_m2: Area,
    /// No mix costs less than this.
    bound: u64,
    proven: bool,
    stopped: Stopped,
    /// The figure once all of it stands.
    m2_per_head_after: Option<f64>,
}

#[derive(Serialize)]
struct Built {
    kind: String,
    name_zh: String,
    name_en: String,
    count: u64,
    area_m2: Area,
    cost: u64,
    example: bool,
}

pub(super) fn answer(
    registry: &Registry,
    world: &World,
    question: &ProjectsQuestion,
) -> Result<Answer, RegistryError> {
    let reference = &registry.reference;
    let typical = &reference.projects;
    let target = question.target.unwrap_or_default();
    let top = top(world, question.day.division.as_deref())?;
    let level = divisions(&world.tree, top, question.level.as_deref())?;
    let wanted: Vec<Option<Ordinal>> =
        if question.each { level.iter().copied().map(Some).collect() } else { vec![top] };
    let mut flags = Vec::new();
    let mut rows = Vec::new();
    for division in wanted {
        let coverage = coverage_of(world, reference, division)?;
        flags.extend(coverage.flags.iter().copied());
        let times = if question.each { 1 } else { level.len() };
        rows.push((division, row(world, reference, typical, (division, coverage), target, times)?));
    }
    let mixes = || rows.iter().filter_map(|(_, row)| row.mix.as_ref());
    let open = rows.iter().filter(|(_, row)| matches!(row.state, State::TooFewProjects | State::Unknown));
    let mut total = Total { open: open.count() as u64, proven: true, ..Total::default() };
    for mix in mixes() {
        total.cost += mix.cost;
        total.area_m2 += mix.area_m2;
        total.projects += mix.projects.iter().map(|built| built.count).sum::<u64>();
        total.proven &= mix.proven;
    }
    total.proven &= total.open == 0;
    let mut answered = Answered {
        question,
        head: registry.day_head(world, flags),
        target_m2_per_head: target,
        projects_version: typical.version.clone(),
        currency: typical.currency.clone(),
        example: typical.are_examples,
        rows: None,
        total,
    };
    if question.part == Part::Figures {
        answered.rows = Some(rows.into_iter().map(|(_, row)| row).collect());
        return json(&answered);
    }
    let mut features = Features::new();
    for (division, row) in &rows {
        let node = division.or_else(|| world.tree.roots().next()).and_then(|at| world.tree.get(at));
        if let Some(geometry) = node.and_then(|node| node.division.geometry.as_ref()) {
            features.push(geometry, row)?;
        }
    }
    features.finish(&answered)
}

fn row(
    world: &World,
    reference: &Reference,
    typical: &Projects,
    (division, coverage): (Option<Ordinal>, CoverageRow),
    target: f64,
    times: usize,
) -> Result<Row, RegistryError> {
    let people = coverage.population.as_ref().map(|people| people.value).filter(|people| *people > 0);
    let needed = people.and_then(|people| needed_area(people, target));
    let shortfall = needed.zip(coverage.area_m2.all).map(|(needed, area)| (needed - area).max(Area::ZERO));
    let mut row = Row {
        whose: Whose::of(world, division),
        area_m2: coverage.area_m2.all,
        m2_per_head: coverage.m2_per_head.all,
        population: coverage.population,
        shortfall_m2: shortfall,
        state: State::Unknown,
        mix: None,
        possible_m2: None,
        note_zh: "没有人口或面积未知，无法说出缺口".to_owned(),
        note_en: "without people, or without any known area, there is no shortfall to tell".to_owned(),
    };
    let Some(shortfall) = shortfall else { return Ok(row) };
    let found = match times {
        1 => lift_each(&typical.projects, &[shortfall]).map(|mut mixes| mixes.pop()),
        divisions => lift_whole(&typical.projects, shortfall, divisions).map(Some),
    };
    match found {
        Ok(Some(mix)) => {
            let nothing = shortfall == Area::ZERO;
            row.state = if nothing { State::NothingToDo } else { State::Lifted };
            let (zh, en) = match (nothing, mix.proven) {
                (true, _) => ("已达到目标，无需新建", "the target is reached: nothing to build"),
                (false, true) => ("已证明没有更省的组合", "no cheaper mix exists, proven"),
                (false, false) => {
                    ("最优未证明，下界见 bound", "not proven to be the cheapest; see the bound")
                }
            };
            (row.note_zh, row.note_en) = (zh.to_owned(), en.to_owned());
            let after = coverage.area_m2.all.map(|area| area + mix.area).zip(people);
            row.mix =
                Some(told(reference, typical, &mix, after.map(|(area, people)| area.m2() / people as f64)));
        }
        Err(SitingError::ProjectsTooFew { possible, .. }) => {
            row.state = State::TooFewProjects;
            let possible = Area::from_cm2(possible);
            row.possible_m2 = Some(possible);
            let (short, most) = (shortfall.m2(), possible.m2());
            row.note_zh = format!("缺口 {short:.0} m² 补不齐：允许的项目最多增加 {most:.0} m²");
            row.note_en =
                format!("short of {short:.0} m2, and the allowed projects add {most:.0} m2 at most");
        }
        Ok(None) => {}
        Err(error) => return Err(error.into()),
    }
    Ok(row)
}

fn told(reference: &Reference, typical: &Projects, mix: &Mix, after: Option<f64>) -> Told {
    let all = typical.projects.iter().zip(&mix.counts);
    let built = all.filter(|(_, count)| **count > 0).map(|(project, count)| {
        let kind = reference.catalogue.find(&project.kind).map(|(_, kind)| kind);
        let name = |of: fn(&crate::domain::kind::Kind) -> &String| {
            kind.map_or_else(|| project.kind.clone(), |kind| of(kind).clone())
        };
        Built {
            name_zh: name(|kind| &kind.name_zh),
            name_en: name(|kind| &kind.name_en),
            kind: project.kind.clone(),
            count: *count,
            area_m2: Area::from_cm2(project.area.cm2() * *count as i64),
            cost: project.cost * count,
            example: typical.are_examples,
        }
    });
    Told {
        projects: built.collect(),
        cost: mix.cost,
        area_m2: mix.area,
        bound: mix.bound,
        proven: mix.proven,
        stopped: mix.stopped,
        m2_per_head_after: after,
    }
}

impl From<SitingError> for RegistryError {
    fn from(error: SitingError) -> Self {
        Self::refused_in_both(&error.to_string())
    }
}
