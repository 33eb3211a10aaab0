//! Milestones with invented evidence.

use super::{Ground, SOURCE};
use serde::Serialize;

#[derive(Serialize)]
pub struct Row {
    external_id: String,
    task: u16,
    milestone: String,
    date: String,
    title_zh: String,
    title_en: String,
    evidence_text: &'static str,
    acceptance: &'static str,
    decided_on: String,
    decided_by: &'static str,
    source: &'static str,
    demo: bool,
}

pub fn list(ground: &Ground<'_>) -> Vec<Row> {
    let mut rows = Vec::new();
    for wish in &ground.facts.records.milestones {
        for date in &wish.dates {
            let accepted = !wish.pending;
            rows.push(Row {
                external_id: format!("demo-m-{:03}", rows.len() + 1),
                task: wish.task,
                milestone: wish.milestone.clone(),
                date: date.clone(),
                title_zh: format!("{}（示范）", wish.title_zh),
                title_en: format!("{} (demo)", wish.title_en),
                evidence_text: "示范材料，无原件 / demonstration, there is no original",
                acceptance: if accepted { "accepted" } else { "pending" },
                decided_on: if accepted { date.clone() } else { String::new() },
                decided_by: if accepted { "区体育局（示范）" } else { "" },
                source: SOURCE,
                demo: true,
            });
        }
    }
    rows
}
