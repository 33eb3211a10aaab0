//! What bodies say of tasks, invented.

use super::{Ground, SOURCE};
use serde::Serialize;

#[derive(Serialize)]
pub struct Row {
    external_id: String,
    task: u16,
    state: String,
    date: String,
    declared_by: String,
    evidence_text: String,
    note: &'static str,
    source: &'static str,
    demo: bool,
}

pub fn list(ground: &Ground<'_>) -> Vec<Row> {
    let wishes = ground.facts.records.declarations.iter();
    wishes
        .zip(1..)
        .map(|(wish, number)| Row {
            external_id: format!("demo-d-{number:03}"),
            task: wish.task,
            state: wish.state.clone(),
            date: wish.date.clone(),
            declared_by: wish.declared_by.clone(),
            evidence_text: format!("{}（示范，无原件 / demonstration, there is no original）", wish.evidence),
            note: "示范数据，非实际申报 / demonstration, declared by nobody",
            source: SOURCE,
            demo: true,
        })
        .collect()
}
