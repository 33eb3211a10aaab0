//! What a report tells of: the scoreboard, and the coverage of the day and of the year-ends before it.

use super::asked::Request;
use crate::analysis::counting::coverage::{Coverage, Row};
use crate::analysis::plan::roll_up;
use crate::domain::plan::{State, metric};
use crate::formats::report::{Mark, Words};
use crate::registry::Registry;
use crate::registry::coverage::{Named, find_division};
use crate::registry::error::RegistryError;
use crate::registry::scoreboard::{DivisionTold, IndicatorTold, PlanTold, TaskTold};
use crate::registry::world::World;
use crate::registry::year_end::Reconciliation;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// All that a report is made of.
pub struct Facts {
    /// Of one division: its rows only, judged by themselves.
    pub told: PlanTold,
    pub coverage: Coverage,
    /// Divisions with obligations that are no children of the whole.
    deeper: Vec<Row>,
    /// The whole at each year-end and on the day itself, oldest first.
    pub years: Vec<(Date, Row)>,
    /// Share of sites whose area is known, by division (`None`: the whole) and day.
    completeness: BTreeMap<(Option<String>, Date), Option<f64>>,
    /// Why best knowledge differs from each frozen year-end; none where an earlier knowledge is asked about.
    pub reconciliations: Vec<Reconciliation>,
    /// The division that is told of; `None`: everything.
    pub division: Option<DivisionTold>,
    /// What the whole is called.
    pub whole: Words,
    pub made_on: Date,
    pub marks: Vec<Mark>,
}

impl Facts {
    /// # Errors
    /// There is no plan, no such division, or the store fails.
    pub async fn gather(registry: &Registry, request: &Request) -> Result<Self, RegistryError> {
        let board = registry.plan_status(request.as_of, request.known_at).await?;
        let (as_of, known_at) = (board.as_of, request.known_at);
        let (world, mut coverage) = registry.coverage(Some(as_of), known_at, None).await?;
        let mut told = PlanTold::clone(&board);
        let mut division = None;
        if let Some(text) = &request.division
            && let Some(one) = named(&world, text)?
        {
            coverage = registry.coverage(Some(as_of), known_at, Some(&one.id)).await?.1;
            keep_within(&mut told, &world, &one);
            division = Some(one);
        }
        let of = division.as_ref().map(|one| one.id.as_str());
        let mut years = Vec::new();
        for day in year_ends(&told, as_of) {
            // A division that did not exist then has no figures.
            if let Ok((_, coverage)) = registry.coverage(Some(day), known_at, of).await
                && let Some(first) = coverage.rows.into_iter().next()
            {
                years.push((day, first));
            }
        }
        let mut deeper: Vec<Row> = Vec::new();
        for id in told.tasks.iter().flat_map(|task| &task.indicators).filter_map(|row| row.division.as_ref())
        {
            let known = coverage.rows.iter().chain(&deeper);
            if known.filter_map(|row| row.division.id.as_deref()).all(|known| known != id.id) {
                let of_it = registry.coverage(Some(as_of), known_at, Some(&id.id)).await?.1;
                deeper.extend(of_it.rows.into_iter().next());
            }
        }
        let mut completeness = BTreeMap::new();
        for (key, day) in told.tasks.iter().flat_map(|task| &task.indicators).filter_map(area_of) {
            if completeness.contains_key(&(key.clone(), day)) {
                continue;
            }
            let found = registry.coverage(Some(day), known_at, key.as_deref()).await;
            let known =
                found.ok().and_then(|(_, coverage)| coverage.rows.first().and_then(|r| r.completeness));
            completeness.insert((key, day), known);
        }
        let mut reconciliations = Vec::new();
        if known_at.is_none() {
            for freeze in &told.freezes {
                let mut one = registry.reconciliation(freeze.year, Some(freeze.version)).await?;
                if division.is_some() {
                    keep_told(&mut one, &coverage);
                }
                reconciliations.push(one);
            }
        }
        let whole = coverage.rows.first().map_or_else(
            || Words::new("全部", "all"),
            |row| Words::named(&row.division.name_zh, row.division.name_en.as_deref()),
        );
        let made_on = registry.clock().today(&registry.reference().zone);
        let marks = marks(&told, &coverage);
        Ok(Self {
            told,
            coverage,
            deeper,
            years,
            completeness,
            reconciliations,
            division,
            whole,
            made_on,
            marks,
        })
    }

    /// The rows of divisions that are told of one by one: all but the whole and what lies in none.
    pub fn parts(&self) -> impl Iterator<Item = &Row> {
        self.coverage.rows.iter().skip(1).filter(|row| row.division.id.is_some()).chain(&self.deeper)
    }

    /// Of an obligation on venue area: for which share of the sites the area is known.
    pub fn completeness(&self, row: &IndicatorTold) -> Option<Option<f64>> {
        area_of(row).and_then(|key| self.completeness.get(&key)).copied()
    }

    /// Tasks of a group, in their order.
    pub fn tasks_of<'a>(&'a self, group: &'a str) -> impl Iterator<Item = &'a TaskTold> {
        self.told.tasks.iter().filter(move |task| task.group == group)
    }

    /// Obligations in a division, with their tasks.
    pub fn rows_of<'a>(
        &'a self,
        division: &'a str,
    ) -> impl Iterator<Item = (&'a TaskTold, Vec<&'a IndicatorTold>)> {
        self.told.tasks.iter().filter_map(move |task| {
            let is_here = |row: &&IndicatorTold| row.division.as_ref().is_some_and(|d| d.id == division);
            let rows: Vec<&IndicatorTold> = task.indicators.iter().filter(is_here).collect();
            (!rows.is_empty()).then_some((task, rows))
        })
    }

    /// The years of the plan that have an end or the day looked at in them, and that of its base.
    pub fn columns_of_years(&self) -> impl Iterator<Item = i16> {
        self.told.plan.starts.year() - 1..=self.told.plan.ends.year()
    }
}

/// Division and day of a value that is venue area over people.
fn area_of(row: &IndicatorTold) -> Option<(Option<String>, Date)> {
    let of = row.division.as_ref().map(|division| division.id.clone());
    (row.metric == metric::AREA_PER_HEAD).then_some((of, row.at?))
}

/// The base day, the year-ends since, and the day itself.
fn year_ends(told: &PlanTold, as_of: Date) -> Vec<Date> {
    let first = told.plan.starts.year() - 1;
    let ends = (first..=told.plan.ends.year()).map(|year| jiff::civil::date(year, 12, 31));
    ends.filter(|day| *day < as_of).chain([as_of]).collect()
}

/// The division a text names; `None` for everything.
fn named(world: &World, text: &str) -> Result<Option<DivisionTold>, RegistryError> {
    let roots: Vec<_> = world.tree.roots().collect();
    match find_division(world, text)? {
        Named::Everything => Ok(None),
        Named::One(one) if roots == [one] => Ok(None),
        Named::One(one) => {
            let division = &world.tree.node(one).division;
            Ok(Some(DivisionTold {
                id: division.id.to_string(),
                code: division.external_id.clone(),
                name_zh: division.name_zh.clone(),
                name_en: division.name_en.clone(),
            }))
        }
        Named::Unassigned | Named::UnassignedOf(_) => Err(RegistryError::invalid(
            "division",
            "no_obligations",
            "未划入任何区划的部分没有任务；请写一个行政区划",
            "what is unassigned has no obligations; name a division",
        )),
    }
}

/// Leaves what is asked of a division and of those within it; tasks are judged by that alone.
fn keep_within(told: &mut PlanTold, world: &World, one: &DivisionTold) {
    let find = |id: &str| world.tree.named(id).first().copied();
    let Some(top) = find(&one.id) else { return };
    for task in &mut told.tasks {
        task.indicators.retain(|row| {
            let here = row.division.as_ref().and_then(|division| find(&division.id));
            here.is_some_and(|here| world.tree.is_within(here, top))
        });
        let deciding = task.indicators.iter().filter(|row| row.decides);
        (task.state, task.progress) = roll_up(deciding.map(|row| row.state));
        // A declaration is about the whole task, and so is what was frozen of it.
        (task.declared, task.disagrees, task.frozen) = (None, false, None);
    }
    told.tasks.retain(|task| !task.indicators.is_empty());
    let count = |state: State| told.tasks.iter().filter(|task| task.state == Some(state)).count() as u32;
    for counted in &mut told.counts {
        counted.tasks = count(counted.state);
    }
}

/// Leaves the differences of the divisions that are told of. Where a site lay is not told with its steps: the list
/// goes, for it would tell of other divisions too.
fn keep_told(one: &mut Reconciliation, coverage: &Coverage) {
    let is_told = |id: &str| coverage.rows.iter().any(|row| row.division.id.as_deref() == Some(id));
    one.rows.retain(|row| row.division.as_deref().is_some_and(is_told));
    one.sites.clear();
    one.tasks.retain(|task| task.division.as_ref().is_some_and(|division| is_told(&division.id)));
}

fn marks(told: &PlanTold, coverage: &Coverage) -> Vec<Mark> {
    let of_tasks = told.tasks.iter().flat_map(|task| &task.indicators).flat_map(|row| &row.flags);
    let of_rows = coverage.rows.iter().flat_map(|row| &row.flags);
    let mut marks: Vec<Mark> = of_tasks.chain(of_rows).filter_map(|flag| Mark::parse(flag)).collect();
    if told.tasks.iter().any(|task| task.declared.as_ref().is_some_and(|declared| declared.demo)) {
        marks.push(Mark::Demonstration);
    }
    marks.sort_unstable();
    marks.dedup();
    marks
}
