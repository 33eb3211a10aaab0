//! Each division: its venues and people, and what the plan asks of it.

use super::area;
use super::facts::Facts;
use super::field::{self, Field, OF_DIVISION, OF_PAGE_OF_DIVISION, Told};
use crate::analysis::counting::coverage::Row;
use crate::formats::report::{Block, Section, Table, Words};

/// A sheet for each.
pub fn sheets(facts: &Facts) -> Vec<Section> {
    with_obligations(facts)
        .map(|row| {
            let name = name(row);
            let mut section = Section::new(name.clone(), name);
            section.push(Block::Facts(area::facts_of(facts, row)));
            section.push(Block::Heading(Words::new("义务", "Obligations")));
            section.push(Block::Table(obligations(facts, row, OF_DIVISION).long(2)));
            section
        })
        .collect()
}

/// One chapter of all; `None` where there are none.
pub fn chapter(facts: &Facts) -> Option<Section> {
    with_obligations(facts).next()?;
    let title = Words::new("各区划", "Divisions");
    let mut section = Section::new(title.clone(), title);
    for row in with_obligations(facts) {
        section.push(Block::Part(name(row)));
        section.push(Block::Facts(area::facts_of(facts, row)));
        section.push(Block::Table(obligations(facts, row, OF_PAGE_OF_DIVISION)));
    }
    Some(section)
}

/// Of the others the table of coverage tells all there is.
fn with_obligations(facts: &Facts) -> impl Iterator<Item = &Row> {
    facts
        .parts()
        .filter(|row| row.division.id.as_deref().is_some_and(|id| facts.rows_of(id).next().is_some()))
}

fn name(row: &Row) -> Words {
    Words::named(&row.division.name_zh, row.division.name_en.as_deref())
}

fn obligations(facts: &Facts, row: &Row, fields: &[Field]) -> Table {
    let mut table = Table::new(field::columns(fields));
    let id = row.division.id.as_deref().unwrap_or_default();
    for (task, rows) in facts.rows_of(id) {
        for row in rows {
            table.rows.push(field::row(fields, Told { facts, task, row: Some(row), below: true }));
        }
    }
    table
}
