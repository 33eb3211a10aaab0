//! Obligations: an indicator in one division, of one year where it falls due yearly.

use super::days::{Worlds, year_end};
use super::measure::{self, Asking, Measured, reach::ReachedShares};
use super::values::Values;
use crate::analysis::plan::{Nature, Obligation, Reading, Verdict, judge, pace_needed};
use crate::domain::contribution::Ordinal;
use crate::domain::id::DivisionId;
use crate::domain::plan::{Indicator, Period, Plan, Task};
use crate::registry::reference::Reference;
use jiff::civil::Date;
use std::sync::Arc;

/// What stands behind all rows.
#[derive(Clone, Copy)]
pub struct Grounds<'a> {
    pub reference: &'a Reference,
    pub plan: &'a Plan,
    pub worlds: &'a Worlds,
    pub reached: &'a ReachedShares,
    /// What was measured before.
    pub values: &'a Values,
}

/// One obligation, judged.
pub struct Row<'a> {
    pub indicator: &'a Indicator,
    /// `None`: the whole district.
    pub division: Option<DivisionId>,
    /// The level that it is asked of, where there is no division of it.
    pub missing_level: Option<&'a str>,
    /// Of an indicator of each year.
    pub year: Option<i16>,
    pub deadline: Date,
    /// The newest value.
    pub measured: Arc<Measured>,
    pub series: Vec<Reading>,
    pub verdict: Verdict,
    pub pace_needed: Option<f64>,
}

/// All rows of an indicator.
pub fn of_indicator<'a>(grounds: Grounds<'a>, task: &Task, indicator: &'a Indicator) -> Vec<Row<'a>> {
    let (mut rows, mut asked) = (Vec::new(), std::collections::BTreeSet::new());
    for level in &indicator.scope {
        let divisions = divisions(grounds, level);
        if divisions.is_empty() {
            rows.push(Row { missing_level: Some(level), ..nowhere(grounds, task, indicator, level) });
        }
        // Without any division the whole stands for every level: it is asked once.
        for division in divisions.into_iter().filter(|division| asked.insert(*division)) {
            match indicator.period {
                Period::AtDate => rows.push(at_date(grounds, task, indicator, division)),
                Period::EachYear => {
                    let years = grounds.plan.starts.year()..=grounds.plan.ends.year();
                    rows.extend(years.map(|year| of_year(grounds, indicator, division, year)));
                }
            }
        }
    }
    rows
}

/// The divisions of a level on the day looked at: the level of the only root is the whole (`None`).
fn divisions(grounds: Grounds<'_>, level: &str) -> Vec<Option<DivisionId>> {
    let Some(world) = grounds.worlds.now() else { return vec![None] };
    let tree = &world.tree;
    let roots: Vec<Ordinal> = tree.roots().collect();
    let is_whole = match roots[..] {
        [] => true,
        [root] => tree.node(root).division.level == level,
        _ => false,
    };
    if is_whole {
        return vec![None];
    }
    let of_level = tree.ordinals().filter(|ordinal| tree.node(*ordinal).division.level == level);
    of_level.map(|ordinal| Some(tree.node(ordinal).division.id)).collect()
}

/// What is asked of a level of which there is no division: an obligation that nobody can tell about, which must
/// not vanish.
fn nowhere<'a>(grounds: Grounds<'a>, task: &Task, indicator: &'a Indicator, level: &str) -> Row<'a> {
    let measured = Measured::unknown(
        &format!("没有 {level} 级行政区划"),
        &format!("there is no division of the level {level}"),
    );
    let time = (grounds.plan.starts, task.deadline.read_as);
    judged(grounds, indicator, (None, None), time, (Vec::new(), Arc::new(measured)))
}

/// The day before.
fn eve(day: Date) -> Date {
    day.yesterday().unwrap_or(day)
}

/// One value on the deadline.
fn at_date<'a>(
    grounds: Grounds<'a>,
    task: &Task,
    indicator: &'a Indicator,
    division: Option<DivisionId>,
) -> Row<'a> {
    let deadline = task.deadline.read_as;
    let last = grounds.worlds.as_of.min(deadline);
    let days = grounds.worlds.days().filter(|day| *day >= indicator.base_date && *day <= last);
    // Only year-ends and the day itself: a line of five points, not of every deadline.
    let days = days.filter(|day| *day == last || *day == indicator.base_date || *day == year_end(day.year()));
    let from_nothing = measure::starts_at_nothing(indicator) && indicator.base_date < grounds.plan.starts;
    let mut readings: Vec<Reading> = Vec::new();
    let mut measured = Arc::<Measured>::default();
    for day in days {
        measured = value(grounds, indicator, division, (day, None));
        let at = measured.at.unwrap_or(day);
        if day < grounds.plan.starts && from_nothing {
            continue;
        }
        // A figure that was reported once is one value, however often it is looked at.
        readings.retain(|reading| reading.at != at);
        readings.push(Reading { at, value: measured.value });
    }
    // Nothing of what the plan counts was done before it began; where nobody knows what was done since, that is no
    // value either.
    if from_nothing && measured.value.is_some() {
        readings.insert(0, Reading { at: eve(grounds.plan.starts), value: Some(0.0) });
    }
    judged(grounds, indicator, (division, None), (grounds.plan.starts, deadline), (readings, measured))
}

/// One value for a year.
fn of_year<'a>(
    grounds: Grounds<'a>,
    indicator: &'a Indicator,
    division: Option<DivisionId>,
    year: i16,
) -> Row<'a> {
    let begins = jiff::civil::date(year, 1, 1).max(grounds.plan.starts);
    let deadline = year_end(year).min(grounds.plan.ends);
    let last = grounds.worlds.as_of.min(deadline);
    let (mut readings, mut measured) = (Vec::new(), Arc::<Measured>::default());
    if last >= begins {
        measured = value(grounds, indicator, division, (last, Some(year)));
        if measure::starts_at_nothing(indicator) && measured.value.is_some() {
            readings.push(Reading { at: eve(begins), value: Some(0.0) });
        }
        readings.push(Reading { at: last, value: measured.value });
    }
    judged(grounds, indicator, (division, Some(year)), (begins, deadline), (readings, measured))
}

fn judged<'a>(
    grounds: Grounds<'a>,
    indicator: &'a Indicator,
    (division, year): (Option<DivisionId>, Option<i16>),
    (begins, deadline): (Date, Date),
    (series, measured): (Vec<Reading>, Arc<Measured>),
) -> Row<'a> {
    let today = grounds.worlds.as_of;
    let (target, comparator, nature) = (indicator.target, indicator.comparator, measure::nature(indicator));
    let obligation = Obligation { target, comparator, nature, begins, deadline, readings: &series };
    let verdict = judge(&obligation, today);
    let pace = match nature {
        Nature::Milestone => None,
        Nature::Level | Nature::Tally => pace_needed(&series, today, deadline, target, comparator),
    };
    let (missing_level, pace_needed) = (None, pace);
    Row { indicator, division, missing_level, year, deadline, measured, series, verdict, pace_needed }
}

/// The value of an indicator in a division on a day, or of a year up to a day.
fn value(
    grounds: Grounds<'_>,
    indicator: &Indicator,
    division: Option<DivisionId>,
    at: (Date, Option<i16>),
) -> Arc<Measured> {
    let Some(asking) = asking(grounds, indicator, division, at) else { return Arc::default() };
    // Reach is kept by itself, since streets are taken from the registry as it goes on.
    if indicator.metric.name == measure::reach::METRIC {
        return Arc::new(measure::measure(&asking));
    }
    grounds.values.get(&asking, measure::measure)
}

/// What is asked for that value; `None` where the division did not exist then.
pub fn asking<'a>(
    grounds: Grounds<'a>,
    indicator: &'a Indicator,
    division: Option<DivisionId>,
    (on, year): (Date, Option<i16>),
) -> Option<Asking<'a>> {
    let world = grounds.worlds.on(on)?;
    let here = match division {
        None => None,
        Some(id) => Some(world.tree.find(id)?),
    };
    Some(Asking {
        reference: grounds.reference,
        plan: grounds.plan,
        world,
        on,
        // What was done in a year before the plan began is no deed of the plan.
        from: year.map(|year| jiff::civil::date(year, 1, 1).max(grounds.plan.starts)),
        before: year.and_then(|year| grounds.worlds.on(year_end(year - 1))).map(|world| &**world),
        base: grounds.worlds.on(indicator.base_date).map(|world| &**world),
        terrain: &grounds.worlds.terrain,
        division: here,
        id: division,
        indicator,
        reached: grounds.reached,
    })
}
