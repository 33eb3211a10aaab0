//! One row an obligation, for programs and spreadsheets.

use super::facts::Facts;
use super::field::{self, ALL, Told};
use crate::formats::report::Table;

/// All obligations with all that is told of them.
pub fn obligations(facts: &Facts) -> Table {
    let mut table = Table::new(field::columns(ALL));
    for task in &facts.told.tasks {
        for row in &task.indicators {
            table.rows.push(field::row(ALL, Told { facts, task, row: Some(row), below: false }));
        }
    }
    table
}
