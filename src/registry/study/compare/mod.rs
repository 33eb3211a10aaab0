//! Scenarios beside the present and each other.

/// One what-if, before and after: what a dragged site asks.
mod before_after;
/// Side by side, division by division.
mod columns;

use super::Studies;
use super::answer::Answer;
use super::extent::Extents;
use super::question::{Part, part};
use super::scope::Scope;
use super::suppose::Supposed;
use super::watch::Watch;
use crate::domain::invalid::Invalid;
use crate::domain::scenario::{MOST_CHANGES, WhatIf};
use crate::registry::Registry;
use crate::registry::asked::Asked;
use crate::registry::error::RegistryError;
use crate::registry::reference::Reference;
use crate::registry::world::World;
use serde::Serialize;
use serde_json::Value;
use std::sync::Arc;

/// Scenarios that stand side by side at most.
const MOST_SCENARIOS: usize = 12;

/// A question of comparison.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CompareQuestion {
    #[serde(flatten)]
    pub scope: Scope,
    pub extents: Extents,
    /// Names or ids, in the order of their columns.
    pub scenarios: Vec<String>,
    /// Changes that are saved nowhere: a column of their own.
    pub changes: Vec<WhatIf>,
    /// Only before and after of `changes`, and only reach.
    pub quick: bool,
}

impl CompareQuestion {
    pub fn read(asked: &mut Asked, changes: Vec<WhatIf>, quick: bool, reference: &Reference) -> Self {
        let scope = Scope::read(asked, reference);
        let extents = Extents::gb_50180(asked);
        let scenarios = asked.list("scenarios", |text| Some(text.to_owned()), "").unwrap_or_default();
        if scenarios.len() > MOST_SCENARIOS {
            let (zh, en) = (
                format!("一次最多比较 {MOST_SCENARIOS} 个方案"),
                format!("at most {MOST_SCENARIOS} scenarios are compared at once"),
            );
            asked.wrong("scenarios", "too_many", zh, en);
        }
        if quick && !scenarios.is_empty() {
            asked.wrong(
                "scenarios",
                "not_here",
                "what-if 只接受 changes；比较方案请用 /api/v1/scenarios/compare",
                "a what-if takes `changes` only; compare scenarios at /api/v1/scenarios/compare",
            );
        }
        if !quick {
            scope.refuse_division(asked);
            // Figures are all that it answers.
            part(asked, Part::Figures, &[]);
        }
        if scenarios.is_empty() && changes.is_empty() {
            asked.wrong(
                "scenarios",
                "nothing_to_compare",
                "请给出方案（scenarios），或变动（changes）",
                "name scenarios, or give changes",
            );
        }
        Self { scope, extents, scenarios, changes, quick }
    }
}

/// Reads `changes`, a list of what-ifs as JSON.
///
/// # Errors
/// What is wrong with them, by position.
pub fn changes(value: Option<Value>) -> Result<Vec<WhatIf>, RegistryError> {
    let items = match value {
        None | Some(Value::Null) => return Ok(Vec::new()),
        Some(Value::Array(items)) if items.len() <= MOST_CHANGES => items,
        Some(_) => {
            return Err(RegistryError::invalid(
                "/changes",
                "malformed",
                format!("changes 应为变动的列表，最多 {MOST_CHANGES} 项"),
                format!("`changes` is a list of at most {MOST_CHANGES} what-ifs"),
            ));
        }
    };
    let (mut changes, mut defects) = (Vec::new(), Vec::new());
    for (position, item) in items.into_iter().enumerate() {
        match serde_json::from_value::<WhatIf>(item) {
            Ok(change) => {
                let at = change.defects(&format!("/changes/{position}"));
                defects.extend(at);
                changes.push(change);
            }
            Err(error) => defects.push(Invalid::new(
                format!("/changes/{position}"),
                "malformed",
                format!("不是变动（add、move、close、grow、width）：{error}"),
                format!("is no what-if (add, move, close, grow, width): {error}"),
            )),
        }
    }
    if defects.is_empty() { Ok(changes) } else { Err(RegistryError::Invalid(defects)) }
}

/// A column: its name, id of the saved scenario, and what it supposes.
struct Column {
    name: Option<String>,
    id: Option<String>,
    changes: Vec<WhatIf>,
}

impl Studies {
    pub(super) async fn compare(
        &self,
        registry: &Registry,
        world: &Arc<World>,
        question: &CompareQuestion,
        watch: Watch<'_>,
    ) -> Result<Answer, RegistryError> {
        let columns = columns(&registry.terrain(world), question)?;
        let grounds = registry.grounds(world, &question.scope, &question.extents, watch).await?;
        tokio::task::block_in_place(|| {
            let suppose = |changes: &[WhatIf]| {
                Supposed::new(registry, world, &question.scope, &grounds.located, changes)
            };
            if question.quick {
                let supposed = suppose(&question.changes)?;
                return before_after::answer(registry, world, question, &grounds, &supposed);
            }
            let mut told = Vec::new();
            let count = columns.len();
            for (done, column) in columns.into_iter().enumerate() {
                if watch.progress(done as f64 / count as f64).is_break() {
                    return Err(RegistryError::Cancelled);
                }
                let supposed = suppose(&column.changes)?;
                let ways = supposed.ways(&grounds);
                told.push(columns::told(world, Some(&column), &ways, &supposed.coverage(), &grounds)?);
            }
            let present =
                columns::told(world, None, &grounds, &world.coverage(&registry.reference, None), &grounds)?;
            columns::answer(registry, world, question, &grounds, present, told)
        })
    }
}

fn columns(world: &World, question: &CompareQuestion) -> Result<Vec<Column>, RegistryError> {
    let mut columns = Vec::new();
    for name in &question.scenarios {
        let by_id = name.parse().ok().and_then(|id| world.scenarios.get(id));
        let Some(found) = by_id.or_else(|| world.scenarios.find(name)) else {
            return Err(RegistryError::invalid(
                "scenarios",
                "no_such_scenario",
                format!("没有方案“{name}”，见 /api/v1/scenarios"),
                format!("there is no scenario `{name}`; see /api/v1/scenarios"),
            ));
        };
        let scenario = &found.thing;
        columns.push(Column {
            name: Some(scenario.name.clone()),
            id: Some(scenario.id.to_string()),
            changes: scenario.changes.clone(),
        });
    }
    if !question.changes.is_empty() {
        columns.push(Column { name: None, id: None, changes: question.changes.clone() });
    }
    Ok(columns)
}
