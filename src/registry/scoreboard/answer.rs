//! The scoreboard as it is told.

use super::closing::closing;
use super::frozen::Frozen;
use super::kept::Asked;
use super::measure::{Part, nature};
use super::rows::{Grounds, Row, of_indicator};
use super::told::{
    Bodies, BodyTold, Counted, DeadlineTold, Declared, DivisionTold, GroupTold, IndicatorTold, PartTold,
    PlanName, PlanTold, TaskTold,
};
use crate::analysis::plan::{Nature, forecast, roll_up};
use crate::domain::plan::{Comparator, Plan, State, Task};
use crate::domain::time::Micros;
use crate::registry::world::World;

pub fn told(grounds: Grounds<'_>, frozen: &Frozen, asked: Asked) -> PlanTold {
    let Grounds { reference, plan, worlds, .. } = grounds;
    let tasks: Vec<TaskTold> = plan
        .tasks
        .iter()
        .filter(|task| asked.is_about(task.number))
        .map(|one| task(grounds, one, frozen, asked))
        .collect();
    let mut flags: Vec<&'static str> =
        tasks.iter().flat_map(|task| &task.indicators).flat_map(|row| row.flags.iter().copied()).collect();
    flags.sort_unstable();
    flags.dedup();
    let counted = |state: &State| Counted {
        state: *state,
        name_zh: state.zh(),
        tasks: tasks.iter().filter(|task| task.state == Some(*state)).count() as u32,
    };
    PlanTold {
        as_of: worlds.as_of,
        known_at: worlds.known_at.map(Micros::to_rfc3339),
        plan: PlanName {
            id: plan.id.clone(),
            name_zh: plan.name_zh.clone(),
            name_en: plan.name_en.clone(),
            starts: plan.starts,
            ends: plan.ends,
            source: plan.source.clone(),
            source_mark: plan.source_mark.clone(),
        },
        rule_version: reference.rules.version.clone(),
        seq: worlds.seq().0,
        flags,
        groups: plan
            .groups
            .iter()
            .map(|group| GroupTold {
                id: group.id.clone(),
                name_zh: group.name_zh.clone(),
                name_en: group.name_en.clone(),
            })
            .collect(),
        counts: State::ALL.iter().map(counted).collect(),
        freezes: frozen.told(),
        tasks,
    }
}

fn task(grounds: Grounds<'_>, task: &Task, frozen: &Frozen, asked: Asked) -> TaskTold {
    let rows: Vec<Row<'_>> =
        task.indicators.iter().flat_map(|indicator| of_indicator(grounds, task, indicator)).collect();
    let deciding = rows.iter().filter(|row| row.indicator.decides);
    let (state, progress) = roll_up(deciding.map(|row| row.verdict.state));
    let declared = declared(grounds, task.number);
    let bodies = |names: &[String]| names.iter().map(|name| body(grounds.plan, name)).collect();
    TaskTold {
        number: task.number,
        group: task.group.clone(),
        title_zh: task.title_zh.clone(),
        title_en: task.title_en.clone(),
        deadline: DeadlineTold {
            text: task.deadline.text.clone(),
            read_as: task.deadline.read_as,
            strict: task.deadline.strict,
            our_reading: grounds.plan.deadline_reading_is_ours,
        },
        cadence: task.cadence,
        expand: task.expand,
        state,
        disagrees: declared.as_ref().is_some_and(|declared| Some(declared.state) != state),
        declared,
        frozen: frozen.state(task.number),
        bodies: Bodies { lead: bodies(&task.lead), support: bodies(&task.supporting) },
        progress,
        indicators: rows.into_iter().map(|row| indicator(grounds, task.number, row, frozen, asked)).collect(),
    }
}

/// The newest declaration of a task that was made by the day looked at; of one day the one entered last.
fn declared(grounds: Grounds<'_>, task: u16) -> Option<Declared> {
    let as_of = grounds.worlds.as_of;
    let of_task = grounds.worlds.now()?.records().declarations().filter(|entry| {
        let record = &entry.facts.record;
        record.task == task && record.date <= as_of
    });
    let newest = of_task.max_by_key(|entry| (entry.facts.record.date, entry.version))?;
    let record = &newest.facts.record;
    Some(Declared {
        id: newest.id,
        state: record.state,
        on: record.date,
        by: record.declared_by.clone(),
        evidence: record.evidence_text.clone().or_else(|| record.evidence_link.clone()),
        file: record.blob,
        demo: record.demo,
    })
}

fn body(plan: &Plan, name: &str) -> BodyTold {
    let meant = plan.body(name);
    BodyTold {
        name: name.to_owned(),
        name_en: meant.map(|body| body.name_en.clone()),
        read_as: meant.filter(|body| body.name != name).map(|body| body.name.clone()),
    }
}

fn indicator(grounds: Grounds<'_>, task: u16, row: Row<'_>, frozen: &Frozen, asked: Asked) -> IndicatorTold {
    let told = row.indicator;
    let value = row.measured.value;
    let flags = [("demo", row.measured.demo), ("estimate", row.measured.estimate)];
    let is_number = nature(told) != Nature::Milestone;
    let ahead = grounds.worlds.as_of < row.deadline && row.year.is_none() && is_number;
    let forecast = if ahead { forecast(&row.series, row.deadline) } else { None };
    let closing = if asked.tells_closing() { closing(grounds, &row, forecast.as_ref()) } else { None };
    let (basis_zh, basis_en) = row.measured.note.clone().unzip();
    IndicatorTold {
        id: told.id.clone(),
        name_zh: told.name_zh.clone(),
        name_en: told.name_en.clone(),
        division: row.division.and_then(|id| division(grounds.worlds.now()?, id)),
        missing_level: row.missing_level.map(str::to_owned),
        year: row.year,
        due: row.deadline,
        value,
        at: row.measured.at.or_else(|| row.series.last().map(|reading| reading.at)),
        target: told.target,
        gap: value.map(|value| gap(told.comparator, value, told.target)),
        comparator: told.comparator,
        unit: told.unit.clone(),
        source: told.source,
        metric: told.metric.name,
        state: row.verdict.state,
        why_zh: row.verdict.why.zh(),
        why_en: row.verdict.why.en(),
        our_reading: told.our_reading,
        decides: told.decides,
        base: row.series.iter().find_map(|reading| reading.value),
        pace_needed: row.pace_needed,
        forecast,
        series: row.series,
        frozen: match row.missing_level {
            None => frozen.values(task, &told.id, row.division, row.year),
            Some(_) => Vec::new(),
        },
        basis_zh,
        basis_en,
        note_zh: told.note_zh.clone(),
        note_en: told.note_en.clone(),
        flags: flags.into_iter().filter(|(_, set)| *set).map(|(flag, _)| flag).collect(),
        parts: asked.is_in_detail().then(|| row.measured.parts.iter().map(part).collect()),
        closing,
    }
}

fn gap(comparator: Comparator, value: f64, target: f64) -> f64 {
    if comparator.holds(value, target) { 0.0 } else { (target - value).abs() }
}

fn division(world: &World, id: crate::domain::id::DivisionId) -> Option<DivisionTold> {
    let division = &world.tree.node(world.tree.find(id)?).division;
    Some(DivisionTold {
        id: division.id.to_string(),
        code: division.external_id.clone(),
        name_zh: division.name_zh.clone(),
        name_en: division.name_en.clone(),
    })
}

fn part(part: &Part) -> PartTold {
    let Part { name_zh, name_en, list, id, value, counts } = part.clone();
    PartTold { name_zh, name_en, list, id, value, counts }
}
