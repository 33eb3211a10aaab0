//! Frozen year-ends beside best knowledge of the same days, each difference by its causes.

use super::facts::Facts;
use super::{field, units};
use crate::domain::area::Area;
use crate::formats::report::{Block, Cell, Column, Section, Table, Words};
use crate::registry::year_end::{Reconciliation, RowDifference, TaskDifference};

/// The same as sheet and as chapter.
pub fn section(facts: &Facts) -> Section {
    let mut section = Section::new(
        Words::new("年末封存与对账", "Frozen year-ends and reconciliation"),
        Words::new("对账", "Reconciliation"),
    );
    if facts.told.freezes.is_empty() {
        section.push(Block::Paragraph(Words::new(
            "截至该日尚无封存的年末，没有可对账的数字。",
            "No year-end up to this day is frozen: there is nothing to reconcile.",
        )));
        return section;
    }
    section.push(Block::Table(freezes(facts)));
    if facts.reconciliations.is_empty() {
        section.push(Block::Note(Words::new(
            "按较早所知编制的报告不作对账。",
            "A report by what was known earlier is not reconciled.",
        )));
    }
    for one in &facts.reconciliations {
        section.push(Block::Heading(Words::new(
            format!("{} 年末第 {} 版", one.frozen.year, one.frozen.version),
            format!("End of {}, version {}", one.frozen.year, one.frozen.version),
        )));
        section.push(Block::Note(Words::new(one.method_zh, one.method_en)));
        section.push(Block::Table(areas(one)));
        section.push(Block::Table(tasks(facts, one)));
    }
    section
}

fn freezes(facts: &Facts) -> Table {
    let mut table = Table::new(vec![
        Column::new("年末", "end of", 9.0),
        Column::new("版本", "version", 11.0),
        Column::new("封存时间", "frozen at", 20.0),
        Column::new("封存单位", "by", 14.0),
        Column::new("重开原因", "reason", 14.0),
        Column::new("计数规则", "rules", 10.0),
        Column::new("面积（m²）", "area m²", 14.0),
        Column::new("人均", "per head", 10.0),
        Column::new("哈希", "hash", 36.0),
    ]);
    for freeze in &facts.told.freezes {
        let text = |given: &Option<String>| {
            given.as_ref().map_or_else(
                || Cell::text("未注明", "not told"),
                |text| Cell::Text(field::office(facts, text)),
            )
        };
        table.push(vec![
            Cell::Ordinal(freeze.year.into()),
            Cell::Ordinal(i32::try_from(freeze.version).unwrap_or(i32::MAX)),
            Cell::same(to_the_second(&freeze.frozen_at)),
            text(&freeze.by),
            match (freeze.version, &freeze.reason) {
                (1, None) => Cell::text("首次封存", "first version"),
                (_, reason) => text(reason),
            },
            Cell::same(freeze.rule_version.clone()),
            Cell::number(Some(freeze.area_m2), 0),
            freeze.m2_per_head.map_or(Cell::NoData, |value| Cell::number(Some(value), 4)),
            Cell::same(freeze.hash.to_string()),
        ]);
    }
    table
}

/// An instant without its fractions.
fn to_the_second(instant: &str) -> String {
    instant.split_once('.').map_or_else(|| instant.to_owned(), |(second, _)| format!("{second}Z"))
}

/// A row a division, frozen and best beside each other.
fn areas(one: &Reconciliation) -> Table {
    let mut table = Table::new(vec![
        Column::new("区划", "division", 24.0),
        Column::new("封存（m²）", "frozen m²", 17.0),
        Column::new("最佳所知（m²）", "best knowledge m²", 17.0),
        Column::new("差额（m²）", "difference m²", 14.0),
        Column::new("封存人均", "frozen per head", 12.0),
        Column::new("所知人均", "best per head", 12.0),
        Column::new("人均差", "difference", 13.0),
        Column::new("封存人口", "frozen people", 13.0),
        Column::new("差额原因", "causes", 36.0),
    ]);
    for row in &one.rows {
        let area = |area: Option<Area>| Cell::number(area.map(Area::m2), 2);
        table.push(vec![
            Cell::Text(Words::named(&row.name_zh, row.name_en.as_deref())),
            area(row.area_m2.frozen),
            area(row.area_m2.best),
            area(Some(row.difference_m2)),
            Cell::number(row.m2_per_head.frozen, 4),
            Cell::number(row.m2_per_head.best, 4),
            Cell::number(row.difference_m2_per_head, 4),
            Cell::number(row.population.frozen.map(|people| people as f64), 0),
            Cell::Text(causes(row)),
        ]);
    }
    table
}

/// "newly found +800.00 m² (2 sites)", one after another.
fn causes(row: &RowDifference) -> Words {
    if row.causes.is_empty() {
        return Words::new("无差异", "no difference");
    }
    Words::list(row.causes.iter().map(|caused| {
        let moved = Cell::number(Some(caused.area_m2.all.m2()), 2).words().zh;
        let sign = if caused.area_m2.all > Area::ZERO { "+" } else { "" };
        Words::new(
            format!("{} {sign}{moved} m²（{} 处）", caused.cause_zh, caused.sites),
            format!("{} {sign}{moved} m² ({} sites)", caused.cause_en, caused.sites),
        )
    }))
}

/// Obligations whose value or state differs.
fn tasks(facts: &Facts, one: &Reconciliation) -> Table {
    let mut table = Table::new(vec![
        Column::new("指标", "indicator", 24.0),
        Column::new("任务", "task", 7.0),
        Column::new("区划", "division", 18.0),
        Column::new("年度", "year", 8.0),
        Column::new("封存值", "frozen value", 16.0),
        Column::new("所知值", "best value", 16.0),
        Column::new("封存状态", "frozen state", 12.0),
        Column::new("所知状态", "best state", 12.0),
        Column::new("变动的记录", "records that changed", 32.0),
    ])
    .titled(Words::new("数值或状态不同的义务", "Obligations whose value or state differs"));
    for task in &one.tasks {
        let value = |value: Option<f64>| {
            value.map_or(Cell::NoData, |value| Cell::Number(units::plain(value, &task.unit)))
        };
        table.push(vec![
            Cell::text(&task.name_zh, &task.name_en),
            Cell::Ordinal(task.task.into()),
            Cell::Text(task.division.as_ref().map_or_else(
                || facts.whole.clone(),
                |division| Words::named(&division.name_zh, division.name_en.as_deref()),
            )),
            task.year.map_or_else(|| Cell::same("—"), |year| Cell::Ordinal(year.into())),
            value(task.value.frozen),
            value(task.value.best),
            Cell::State(task.state.frozen),
            Cell::State(task.state.best),
            Cell::Text(records(task)),
        ]);
    }
    table
}

/// Names of what a value is made of and differs, the first few.
fn records(task: &TaskDifference) -> Words {
    let named = task.parts.iter().map(|part| Words::named(&part.name_zh, part.name_en.as_deref()));
    let mut words = Words::list(named.take(SHOWN));
    if task.parts.is_empty() {
        words = Words::new("见上表的原因", "by the causes above");
    }
    if task.parts.len() > SHOWN {
        let all = task.parts.len();
        words = Words::list([words, Words::new(format!("共 {all} 项"), format!("{all} in all"))]);
    }
    words
}

/// Records that are named; JSON has them all.
const SHOWN: usize = 5;
