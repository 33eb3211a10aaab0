//! Frozen year-ends beside best knowledge of the same days, each difference by its causes.

use super::facts::Facts;
use super::{field, units};
use crate::analysis::counting::reconcile::Cause;
use crate::domain::area::Area;
use crate::formats::report::{Block, Cell, Column, Section, Table, Words};
use crate::registry::year_end::{AreasMoved, Caused, Reconciliation, RowDifference, TaskDifference};

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
    if facts.division.is_some() {
        section.push(Block::Note(of_whole()));
    }
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

/// What stands in the report of one division and is not of it, and what does not.
pub fn of_whole() -> Words {
    Words::new(
        "封存各版的面积与人均为全区数字，不是本区划的；引起差额的场地清单只在全区报告中列出。",
        "Area and area per head of the frozen versions are those of the whole district, not of this division; the sites that made the differences are listed in the report of the whole district only.",
    )
}

fn freezes(facts: &Facts) -> Table {
    let mut table = Table::new(vec![
        Column::new("年末", "end of", 9.0),
        Column::new("版本", "version", 11.0),
        Column::new("封存时间", "frozen at", 20.0),
        Column::new("封存单位", "by", 14.0),
        Column::new("重开原因", "reason", 14.0),
        Column::new("计数规则", "rules", 10.0),
        Column::new("全区面积（m²）", "whole district m²", 18.0),
        Column::new("全区人均", "its m² per head", 13.0),
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
        Column::new("所知人口", "people known now", 13.0),
        Column::new("差额原因", "causes", 52.0),
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
            Cell::number(row.population.best.map(|people| people as f64), 0),
            Cell::Text(causes(row)),
        ]);
    }
    table
}

/// "newly found +800.00 m² (2 sites), +0.0800 m² per head", one after another.
fn causes(row: &RowDifference) -> Words {
    if row.causes.is_empty() {
        return Words::new("无差异", "no difference");
    }
    Words::list(row.causes.iter().map(|caused| {
        let moved = if caused.cause == Cause::Population { people(row) } else { area_moved(caused) };
        let per_head = match caused.m2_per_head {
            None => Words::new("，人均无数据", ", m² per head not known"),
            Some(0.0) => Words::same(""),
            Some(moved) => {
                let moved = signed(moved, 4);
                Words::new(format!("，人均 {moved} m²"), format!(", {moved} m² per head"))
            }
        };
        Words::new(caused.cause_zh, caused.cause_en).and(" ", &moved).and("", &per_head)
    }))
}

/// Area that a cause moved: of all, or of what is open and free where only that moved.
fn area_moved(caused: &Caused) -> Words {
    let AreasMoved { all, open, free } = caused.area_m2;
    let m2 = |area: Area| format!("{} m²", signed(area.m2(), 2));
    let parts = [("开放", "open", open), ("免费", "free", free)];
    let parts = parts.into_iter().filter(|(.., area)| *area != Area::ZERO);
    let mut moved = Words::same(m2(all));
    if all == Area::ZERO && (open, free) != (Area::ZERO, Area::ZERO) {
        let parts: Vec<_> = parts
            .map(|(zh, en, area)| (format!("{zh} {}", m2(area)), format!("{en} {}", m2(area))))
            .collect();
        let (zh, en): (Vec<String>, Vec<String>) = parts.into_iter().unzip();
        moved = Words::new(zh.join("、"), en.join(", "));
    }
    moved.and("", &Words::new(format!("（{} 处）", caused.sites), format!(" ({} sites)", caused.sites)))
}

/// People then and now.
fn people(row: &RowDifference) -> Words {
    let told = |people: Option<u64>| Cell::number(people.map(|people| people as f64), 0).words();
    let (frozen, best) = (told(row.population.frozen), told(row.population.best));
    let unit = Words::new(" 人", " people");
    frozen.and(" → ", &best).and("", &unit)
}

/// Digits with their sign, plus too.
fn signed(value: f64, decimals: usize) -> String {
    let digits = Cell::number(Some(value), decimals).words().zh;
    let is_zero = digits.chars().all(|digit| matches!(digit, '0' | '.'));
    let sign = if value > 0.0 && !is_zero { "+" } else { "" };
    format!("{sign}{digits}")
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::registry::year_end::Two;

    fn caused(cause: Cause, moved: [i64; 3], sites: u64, m2_per_head: Option<f64>) -> Caused {
        let [all, open, free] = moved.map(Area::from_cm2);
        let (cause_zh, cause_en) = (cause.zh(), cause.en());
        Caused { cause, cause_zh, cause_en, sites, area_m2: AreasMoved { all, open, free }, m2_per_head }
    }

    fn told(causes: Vec<Caused>) -> Words {
        super::causes(&RowDifference {
            division: None,
            name_zh: "区".to_owned(),
            name_en: None,
            level: "district".to_owned(),
            area_m2: Two { frozen: None, best: None },
            population: Two { frozen: Some(1000), best: Some(1250) },
            m2_per_head: Two { frozen: None, best: None },
            difference_m2: Area::ZERO,
            difference_m2_per_head: None,
            causes,
        })
    }

    #[test]
    fn each_cause_tells_what_it_moved() {
        let words = told(vec![
            caused(Cause::NewlyFound, [8_000_000, 8_000_000, 0], 2, Some(0.8)),
            caused(Cause::Changed, [0, -6_000_000, -6_000_000], 1, Some(0.0)),
            caused(Cause::Population, [0, 0, 0], 0, Some(-0.24)),
        ]);
        let (found, changed, people) = (Cause::NewlyFound.en(), Cause::Changed.en(), Cause::Population.en());
        assert_eq!(
            words.en,
            format!(
                "{found} +800.00 m² (2 sites), +0.8000 m² per head; {changed} open -600.00 m², free -600.00 m² (1 sites); {people} 1,000 → 1,250 people, -0.2400 m² per head"
            )
        );
        let people = Cause::Population.zh();
        assert!(words.zh.ends_with(&format!("{people} 1,000 → 1,250 人，人均 -0.2400 m²")), "{}", words.zh);
        let unknown = told(vec![caused(Cause::Closed, [-1_000_000, 0, 0], 1, None)]);
        assert!(unknown.en.ends_with("-100.00 m² (1 sites), m² per head not known"), "{}", unknown.en);
        assert_eq!(told(Vec::new()).en, "no difference");
    }
}
