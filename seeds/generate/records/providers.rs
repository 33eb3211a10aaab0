//! The directory of guidance.

use super::{Ground, SOURCE};
use serde::Serialize;

#[derive(Serialize)]
pub struct Row {
    external_id: String,
    category: String,
    name_zh: String,
    name_en: String,
    valid_from: String,
    valid_to: String,
    source: &'static str,
    demo: bool,
}

pub fn list(ground: &Ground<'_>) -> Vec<Row> {
    let mut prng = ground.prng("providers");
    let mut rows = Vec::new();
    for wish in &ground.facts.records.providers {
        for (number, year) in (1..).zip(&wish.from) {
            rows.push(Row {
                external_id: format!("demo-p-{}-{number}", wish.category),
                category: wish.category.clone(),
                name_zh: format!("{}{number}（示范）", wish.name_zh),
                name_en: format!("{} {number} (demo)", wish.name_en),
                valid_from: prng.day_of(*year),
                valid_to: String::new(),
                source: SOURCE,
                demo: true,
            });
        }
    }
    rows
}
