//! The plan's obligations on both sides.

use super::since::Since;
use super::told::{PartChanged, TaskDifference, Two};
use crate::analysis::counting::reconcile::Cause;
use crate::domain::change::{EntityKind, EntityRef};
use crate::domain::id::DivisionId;
use crate::registry::scoreboard::{DivisionTold, IndicatorTold, PlanTold, TaskTold};
use crate::registry::year_end::figures::{Figures, FrozenPart, FrozenValue, obligations};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// Which obligation.
type Key<'a> = (u16, &'a str, Option<DivisionId>, Option<i16>);

fn key(value: &FrozenValue) -> Key<'_> {
    (value.task, value.indicator.as_str(), value.division, value.year)
}

/// Obligations whose value or state differs; one that only one side has differs where it has a value.
pub fn tasks(frozen: &Figures, best: &Figures, plan: &PlanTold, since: &Since) -> Vec<TaskDifference> {
    let then: BTreeMap<Key<'_>, &FrozenValue> = frozen.values.iter().map(|one| (key(one), one)).collect();
    let now: BTreeSet<Key<'_>> = best.values.iter().map(key).collect();
    let gone = frozen.values.iter().filter(|one| !now.contains(&key(one)) && one.value.is_some());
    let gone: Vec<TaskDifference> = gone.filter_map(|one| gone_since(one, frozen, since)).collect();
    // Both were made of the same answer, one row each.
    obligations(plan)
        .zip(&best.values)
        .filter_map(|((task, row), now)| {
            let then = then.get(&key(now)).copied();
            let same = then.is_some_and(|then| then.value == now.value && then.state == now.state);
            let nothing = then.is_none() && now.value.is_none();
            (!same && !nothing).then(|| difference(task, row, then, now, since))
        })
        .chain(gone)
        .collect()
}

fn difference(
    task: &TaskTold,
    row: &IndicatorTold,
    then: Option<&FrozenValue>,
    now: &FrozenValue,
    since: &Since,
) -> TaskDifference {
    TaskDifference {
        task: task.number,
        title_zh: task.title_zh.clone(),
        title_en: task.title_en.clone(),
        indicator: row.id.clone(),
        name_zh: row.name_zh.clone(),
        name_en: row.name_en.clone(),
        division: row.division.clone(),
        year: row.year,
        unit: row.unit.clone(),
        value: Two { frozen: then.and_then(|then| then.value), best: now.value },
        state: Two { frozen: then.and_then(|then| then.state), best: now.state },
        parts: parts(then.map_or(&[], |then| then.parts.as_slice()), &now.parts, since),
    }
}

/// An obligation that today's plan does not ask for, such as that of a division which is no more; its names are
/// those of then.
fn gone_since(then: &FrozenValue, frozen: &Figures, since: &Since) -> Option<TaskDifference> {
    let all = frozen.plan.as_ref()?["tasks"].as_array()?;
    let task = all.iter().find(|task| task["number"] == then.task)?;
    let id = |division: DivisionId| division.to_string();
    let row = task["indicators"].as_array()?.iter().find(|row| {
        row["id"] == then.indicator.as_str()
            && row["division"]["id"].as_str().map(str::to_owned) == then.division.map(id)
            && row["year"].as_i64() == then.year.map(i64::from)
    })?;
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let division = &row["division"];
    let division = division.is_object().then(|| DivisionTold {
        id: text(&division["id"]),
        code: text(&division["code"]),
        name_zh: text(&division["name_zh"]),
        name_en: division["name_en"].as_str().map(str::to_owned),
    });
    Some(TaskDifference {
        task: then.task,
        title_zh: text(&task["title_zh"]),
        title_en: text(&task["title_en"]),
        indicator: then.indicator.clone(),
        name_zh: text(&row["name_zh"]),
        name_en: text(&row["name_en"]),
        division,
        year: then.year,
        unit: text(&row["unit"]),
        value: Two { frozen: then.value, best: None },
        state: Two { frozen: then.state, best: None },
        parts: parts(&then.parts, &[], since),
    })
}

/// A part by what it is (what is no record, by its name), and which of those of one record: a cluster comes once for
/// each sort of facility.
type PartKey<'a> = (Option<&'a str>, Option<Uuid>, Option<&'a str>, usize);

fn keyed(parts: &[FrozenPart]) -> impl Iterator<Item = (PartKey<'_>, &FrozenPart)> {
    let mut seen: BTreeMap<PartKey<'_>, usize> = BTreeMap::new();
    parts.iter().map(move |part| {
        let name = if part.id.is_none() { Some(part.name_zh.as_str()) } else { None };
        let key = (part.list.as_deref(), part.id, name, 0);
        let before = seen.entry(key).or_default();
        *before += 1;
        ((key.0, key.1, key.2, *before - 1), part)
    })
}

fn parts(then: &[FrozenPart], now: &[FrozenPart], since: &Since) -> Vec<PartChanged> {
    let mut sides: BTreeMap<PartKey<'_>, (Option<&FrozenPart>, Option<&FrozenPart>)> = BTreeMap::new();
    for (key, part) in keyed(then) {
        sides.entry(key).or_default().0 = Some(part);
    }
    for (key, part) in keyed(now) {
        sides.entry(key).or_default().1 = Some(part);
    }
    sides
        .into_values()
        .filter_map(|(then, now)| {
            let told = |side: Option<&FrozenPart>| side.map(|part| (part.value, part.counts));
            if told(then) == told(now) {
                return None;
            }
            let named = now.or(then)?;
            let side = |side: Option<&FrozenPart>| side.is_some_and(|part| part.counts);
            Some(PartChanged {
                name_zh: named.name_zh.clone(),
                name_en: named.name_en.clone(),
                list: named.list.clone(),
                id: named.id,
                value: Two { frozen: then.and_then(|one| one.value), best: now.and_then(|one| one.value) },
                counts: Two { frozen: side(then), best: side(now) },
                causes: causes(named, since),
            })
        })
        .collect()
}

fn causes(part: &FrozenPart, since: &Since) -> Vec<Cause> {
    let Some((list, id)) = part.list.as_deref().zip(part.id) else { return Vec::new() };
    let kind = EntityKind::ALL.into_iter().find(|kind| is_list_of(list, *kind));
    kind.map(|kind| since.causes(EntityRef { kind, id })).unwrap_or_default()
}

/// Whether a list of the service is that of a kind of entity: `sites`, `equipment`.
fn is_list_of(list: &str, kind: EntityKind) -> bool {
    let word = kind.as_str();
    list == word || list.strip_suffix('s') == Some(word)
}
