//! Values over the years: a row an indicator and division, a column a year.

use super::facts::Facts;
use super::field::division;
use super::units;
use crate::formats::report::{Block, Cell, Column, Mark, Section, Table, Words};
use crate::registry::scoreboard::{IndicatorTold, TaskTold};

/// An indicator in a division, with its obligations of all years.
struct Line<'a> {
    task: &'a TaskTold,
    rows: Vec<&'a IndicatorTold>,
}

/// All of them on one sheet.
pub fn sheet(facts: &Facts) -> Section {
    let mut section =
        Section::new(Words::new("历年数值", "Values by year"), Words::new("历年数值", "By year"));
    section.push(Block::Note(explained()));
    let mut columns = vec![
        Column::new("任务", "task", 7.0),
        Column::new("指标", "indicator", 36.0),
        Column::new("区划", "division", 18.0),
        Column::new("单位", "unit", 14.0),
        Column::new("目标", "target", 14.0),
    ];
    let years: Vec<i16> = facts.columns_of_years().collect();
    columns.extend(years.iter().map(|year| Column::new(&year.to_string(), &year.to_string(), 11.0)));
    columns.push(Column::new("标记", "marks", 14.0));
    let mut table = Table::new(columns).long(3);
    for task in &facts.told.tasks {
        for line in lines(task, task.indicators.iter()) {
            let first = line.rows[0];
            let mut cells = vec![
                Cell::Ordinal(line.task.number.into()),
                Cell::text(&first.name_zh, &first.name_en),
                Cell::Text(division(facts, first)),
                Cell::Text(units::words(&first.unit)),
                Cell::Number(crate::formats::report::Number {
                    unit: None,
                    ..units::bound(first.target, first.comparator, &first.unit)
                }),
            ];
            cells.extend(years.iter().map(|year| value(facts, &line, *year)));
            cells.push(Cell::Marks(marks(&line)));
            table.push(cells);
        }
    }
    section.push(Block::Table(table));
    section
}

/// Those of one task in a document; `None` where no indicator goes over several years. Yearly obligations
/// have a row each already.
pub fn of_task(facts: &Facts, task: &TaskTold, rows: &[&IndicatorTold]) -> Option<Table> {
    let over_time = rows.iter().copied().filter(|row| row.year.is_none() && row.series.len() > 1);
    let lines = lines(task, over_time);
    if lines.is_empty() {
        return None;
    }
    let years: Vec<i16> = facts.columns_of_years().collect();
    let mut columns = vec![Column::new("历年数值", "by year", 34.0), Column::new("单位", "unit", 12.0)];
    columns.extend(years.iter().map(|year| Column::new(&year.to_string(), &year.to_string(), 9.0)));
    let mut table = Table::new(columns);
    for line in lines {
        let first = line.rows[0];
        let mut cells =
            vec![Cell::text(&first.name_zh, &first.name_en), Cell::Text(units::words(&first.unit))];
        cells.extend(years.iter().map(|year| value(facts, &line, *year)));
        table.push(cells);
    }
    Some(table)
}

fn explained() -> Words {
    Words::new(
        "每年一列：该年最后一次读数（年末，或所看的那一天）；逐年义务为该年的数值。填报数字只列在其所属年份。",
        "A column a year: its last reading (at the year's end, or on the day looked at); of yearly obligations the value of the year. A reported figure stands in its own year only.",
    )
}

/// Rows of one indicator and division together.
fn lines<'a>(task: &'a TaskTold, rows: impl Iterator<Item = &'a IndicatorTold>) -> Vec<Line<'a>> {
    let mut lines: Vec<Line<'a>> = Vec::new();
    for row in rows {
        let same = |line: &&mut Line<'a>| line.rows[0].id == row.id && line.rows[0].division == row.division;
        match lines.iter_mut().find(same) {
            Some(line) => line.rows.push(row),
            None => lines.push(Line { task, rows: vec![row] }),
        }
    }
    lines
}

/// The value of a year.
fn value(facts: &Facts, line: &Line<'_>, year: i16) -> Cell {
    if year > facts.told.as_of.year() {
        return Cell::NotYet;
    }
    let first = line.rows[0];
    let value = if first.year.is_some() {
        match line.rows.iter().find(|row| row.year == Some(year)) {
            Some(row) => row.value,
            None => return Cell::NotApplicable,
        }
    } else {
        let of_year = first.series.iter().rev().find(|reading| reading.at.year() == year);
        of_year.and_then(|reading| reading.value)
    };
    let number = |value| units::against(value, first.comparator, first.target, &first.unit);
    value.map_or(Cell::NoData, |value| {
        Cell::Number(crate::formats::report::Number { unit: None, ..number(value) })
    })
}

fn marks(line: &Line<'_>) -> Vec<Mark> {
    let flags = line.rows.iter().flat_map(|row| &row.flags);
    let mut marks: Vec<Mark> = flags.filter_map(|flag| Mark::parse(flag)).collect();
    marks.sort_unstable();
    marks.dedup();
    marks
}
