//! A group of the plan: its tasks, each with its obligations.

use super::facts::Facts;
use super::field::{self, OF_PAGE, OF_SHEET, Told, bodies, declared};
use super::series;
use crate::domain::plan::State;
use crate::formats::report::{Block, Cell, Column, Section, Table, Words, state_words};
use crate::registry::scoreboard::{GroupTold, IndicatorTold, TaskTold};

/// Every obligation of the group in one table, under its task.
pub fn sheet(facts: &Facts, group: &GroupTold) -> Section {
    let mut section = opened(group);
    let mut table = Table::new(field::columns(OF_SHEET)).long(2);
    for task in facts.tasks_of(&group.id) {
        table.rows.push(field::row(OF_SHEET, Told { facts, task, row: None, below: false }));
        for row in &task.indicators {
            table.rows.push(field::row(OF_SHEET, Told { facts, task, row: Some(row), below: true }));
        }
    }
    section.push(Block::Table(table));
    section
}

/// A table of the group's tasks, then each task with its own obligations; those of divisions are told where
/// the division is.
pub fn chapter(facts: &Facts, group: &GroupTold) -> Section {
    let mut section = opened(group);
    section.push(Block::Table(overview(facts, group)));
    for task in facts.tasks_of(&group.id) {
        section.push(Block::Heading(Words::new(
            format!("任务 {}　{}", task.number, task.title_zh),
            format!("Task {}: {}", task.number, task.title_en),
        )));
        section.push(Block::Paragraph(standing(facts, task)));
        section.push(Block::Note(who(task)));
        let (own, parts): (Vec<&IndicatorTold>, Vec<&IndicatorTold>) =
            task.indicators.iter().partition(|row| is_own(facts, row));
        if !own.is_empty() {
            let mut table = Table::new(field::columns(OF_PAGE));
            table.rows = own
                .iter()
                .map(|row| field::row(OF_PAGE, Told { facts, task, row: Some(row), below: true }))
                .collect();
            section.push(Block::Table(table));
        }
        if !parts.is_empty() {
            section.push(Block::Paragraph(of_parts(&parts)));
        }
        if let Some(table) = series::of_task(facts, task, &own) {
            section.push(Block::Table(table));
        }
        for words in rests_on(&own) {
            section.push(Block::Note(words));
        }
    }
    section
}

fn opened(group: &GroupTold) -> Section {
    let title = Words::new(&group.name_zh, &group.name_en);
    Section::new(title.clone(), title)
}

/// An obligation of the division that the report is of, not of one within it.
fn is_own(facts: &Facts, row: &IndicatorTold) -> bool {
    match (&row.division, &facts.division) {
        (None, _) => true,
        (Some(one), Some(top)) => one.id == top.id,
        (Some(_), None) => false,
    }
}

fn overview(facts: &Facts, group: &GroupTold) -> Table {
    let mut table = Table::new(vec![
        Column::new("任务", "task", 6.0),
        Column::new("名称", "title", 34.0),
        Column::new("期限", "due", 13.0),
        Column::new("状态", "state", 10.0),
        Column::new("完成/应完成", "met / of", 11.0),
        Column::new("牵头单位", "lead", 26.0),
        Column::new("标记", "marks", 18.0),
    ]);
    for task in facts.tasks_of(&group.id) {
        table.push(vec![
            Cell::Ordinal(task.number.into()),
            Cell::text(&task.title_zh, &task.title_en),
            Cell::Date(task.deadline.read_as),
            Cell::State(task.state),
            field::progress(task),
            bodies(&task.bodies.lead),
            Cell::Marks(super::summary::marks(task)),
        ]);
    }
    table
}

/// Where the task stands, by data and by what is declared.
fn standing(facts: &Facts, task: &TaskTold) -> Words {
    let (state, declared) = (state_words(task.state), declared(facts, task).words());
    let (met, of) = (task.progress.met, task.progress.of);
    Words::new(
        format!("状态：{}；{of} 项义务中完成 {met} 项。申报：{}。", state.zh, declared.zh),
        format!("State: {}; {met} of {of} obligations are met. Declared: {}.", state.en, declared.en),
    )
}

/// Deadline and bodies.
fn who(task: &TaskTold) -> Words {
    let (lead, support) = (bodies(&task.bodies.lead).words(), bodies(&task.bodies.support).words());
    let deadline = &task.deadline;
    let ours = if deadline.our_reading { ("，本系统理解", ", our reading") } else { ("", "") };
    Words::new(
        format!(
            "期限：{}（读作 {}{}）。牵头：{}。配合：{}。",
            deadline.text, deadline.read_as, ours.0, lead.zh, support.zh
        ),
        format!(
            "Deadline: {} (read as {}{}). Lead: {}. Support: {}.",
            deadline.text, deadline.read_as, ours.1, lead.en, support.en
        ),
    )
}

/// Obligations of divisions by state.
fn of_parts(parts: &[&IndicatorTold]) -> Words {
    let states = State::ALL.iter().rev().map(|state| Some(*state)).chain([None]);
    let counted = states.filter_map(|state| {
        let number = parts.iter().filter(|row| row.state == state).count();
        let words = state_words(state);
        (number > 0)
            .then(|| Words::new(format!("{} {number} 项", words.zh), format!("{number} {}", words.en)))
    });
    let counted = Words::list(counted);
    Words::new(
        format!("分区划的义务 {} 项：{}（逐项见各区划部分）。", parts.len(), counted.zh),
        format!("{} obligations of divisions: {} (one by one with the divisions).", parts.len(), counted.en),
    )
}

/// What the values rest on and how targets are read, said once for the years of an indicator.
fn rests_on(rows: &[&IndicatorTold]) -> Vec<Words> {
    let mut told: Vec<(&str, Words)> = Vec::new();
    for row in rows {
        // The newest year tells; those to come know nothing yet.
        if row.state.is_none() {
            continue;
        }
        let mut words = field::basis(row);
        if let (Some(zh), Some(en)) = (&row.note_zh, &row.note_en) {
            words = Words::list([words, Words::new(zh, en)]);
        }
        match told.iter_mut().find(|(id, _)| *id == row.id) {
            Some((_, known)) => *known = words,
            None => told.push((&row.id, words)),
        }
    }
    told.into_iter()
        .map(|(id, words)| {
            let name = rows.iter().find(|row| row.id == id);
            let name = name.map_or_else(|| Words::same(id), |row| Words::new(&row.name_zh, &row.name_en));
            Words::new(format!("{}：{}", name.zh, words.zh), format!("{}: {}", name.en, words.en))
        })
        .collect()
}
