//! Reads a scenario out of given values.

use super::Fields;
use crate::domain::id::ScenarioId;
use crate::domain::invalid::Invalid;
use crate::domain::scenario::{Scenario, WhatIf};
use serde_json::Value;

/// Builds the scenario with `id`; defects are left in `fields`.
pub fn scenario(fields: &mut Fields, id: ScenarioId) -> Option<Scenario> {
    let name = fields.text("name");
    if name.is_none() {
        fields.missing("name");
    }
    let note = fields.text("note");
    let told: Vec<Value> = fields.json("changes").unwrap_or_default();
    let mut changes = Vec::with_capacity(told.len());
    for (at, change) in told.into_iter().enumerate() {
        match serde_json::from_value::<WhatIf>(change) {
            Ok(change) => changes.push(change),
            Err(error) => fields.defects.push(Invalid::new(
                format!("changes/{at}"),
                "wrong_change",
                format!("变动应是 add、move、close、grow、width 之一，写法不符：{error}"),
                format!("a change is one of add, move, close, grow, width, and this is none: {error}"),
            )),
        }
    }
    let scenario = Scenario::new(id, name?, note, changes);
    scenario.map_err(|defects| fields.add(defects)).ok()
}
