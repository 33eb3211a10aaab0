//! Venue area per head: of the whole over the years, and of each division against the target.

use super::facts::Facts;
use super::field::yes_or_no;
use super::units;
use crate::analysis::counting::coverage::Row;
use crate::domain::area::Area;
use crate::domain::plan::Comparator;
use crate::formats::report::{Block, Cell, Chart, Column, Look, Mark, Number, Plot, Section, Table, Words};

/// The sheet.
pub fn sheet(facts: &Facts) -> Section {
    let mut section = opened();
    section.push(Block::Table(coverage(facts, true)));
    section
}

/// The chapter of the document.
pub fn chapter(facts: &Facts) -> Section {
    let mut section = opened();
    section.push(Block::Paragraph(sentence(facts)));
    charts(facts, &mut section);
    let title = Words::new("各区划的场地与人口", "Venues and people by division");
    section.push(Block::Table(coverage(facts, false).titled(title)));
    section
}

fn opened() -> Section {
    let mut section = Section::new(
        Words::new("人均体育场地面积", "Venue area per head"),
        Words::new("人均面积", "Area per head"),
    );
    section.push(Block::Note(Words::new(
        "面积为场地面积（不含看台、停车、绿化等），人口为年末常住人口；“全部”为法定口径，“开放”“免费”为其中向公众开放、免费开放的部分。达标按未四舍五入的数比较。",
        "Area is surveyed venue area (no stands, parking, greenery), people are residents at the year's end; \"all\" is the statutory figure, \"open\" and \"free\" what of it is open to the public, and free of charge. The unrounded figure is compared with the target.",
    )));
    section
}

/// Over the years, and by division.
pub fn charts(facts: &Facts, section: &mut Section) {
    section.push(Block::Chart(over_years(facts)));
    if facts.parts().any(|row| row.m2_per_head.all.is_some()) {
        section.push(Block::Chart(by_division(facts)));
    }
}

/// The figure of the whole against its target, in a sentence.
pub fn sentence(facts: &Facts) -> Words {
    let Some(row) = facts.coverage.rows.first() else { return Words::default() };
    let value = per_head(facts, row.m2_per_head.all).words();
    let target = target(facts).words();
    let met = match row.met {
        None => Words::new("无法判定", "not known whether it is reached"),
        Some(true) => Words::new("达标", "reached"),
        Some(false) => {
            let short = area(row.shortfall_m2, true).words();
            Words::new(format!("缺 {}", short.zh), format!("short by {}", short.en))
        }
    };
    let completeness = percent(row.completeness).words();
    Words::new(
        format!(
            "人均体育场地面积 {}（目标 {}），{}；面积完整度 {}。",
            value.zh, target.zh, met.zh, completeness.zh
        ),
        format!(
            "Venue area per head is {} (target {}), {}; areas are known for {} of the sites.",
            value.en, target.en, met.en, completeness.en
        ),
    )
}

/// A share between 0 and 1.
pub fn percent(part: Option<f64>) -> Cell {
    part.map_or(Cell::NoData, |part| Cell::Number(units::plain(part * 100.0, "percent")))
}

fn target(facts: &Facts) -> Cell {
    let target = facts.coverage.target_m2_per_head;
    target
        .map_or(Cell::NoData, |target| Cell::Number(units::bound(target, Comparator::AtLeast, "m2_per_head")))
}

fn per_head(facts: &Facts, value: Option<f64>) -> Cell {
    value.map_or(Cell::NoData, |value| {
        Cell::Number(match facts.coverage.target_m2_per_head {
            Some(target) => units::against(value, Comparator::AtLeast, target, "m2_per_head"),
            None => units::plain(value, "m2_per_head"),
        })
    })
}

/// With its unit, or under a heading that has it.
fn area(area: Option<Area>, with_unit: bool) -> Cell {
    let unit = with_unit.then(|| units::words("m2"));
    area.map_or(Cell::NoData, |area| {
        let value = area.m2();
        // A square metre is told where there is one; less is told in full.
        let decimals = if value == 0.0 || value.abs() >= 1.0 { 0 } else { 4 };
        Cell::Number(Number { value, decimals, unit, sign: None })
    })
}

fn bare(value: Option<f64>, target: Option<f64>) -> Cell {
    value.map_or(Cell::NoData, |value| {
        let number = match target {
            Some(target) => units::against(value, Comparator::AtLeast, target, "m2_per_head"),
            None => units::plain(value, "m2_per_head"),
        };
        Cell::Number(Number { unit: None, ..number })
    })
}

fn name(row: &Row) -> Words {
    Words::named(&row.division.name_zh, row.division.name_en.as_deref())
}

fn marks(row: &Row) -> Cell {
    Cell::Marks(row.flags.iter().filter_map(|flag| Mark::parse(flag)).collect())
}

/// A row a division; what lies in none stands last.
fn coverage(facts: &Facts, wide: bool) -> Table {
    let mut columns = vec![
        Column::new("区划", "division", 23.0),
        Column::new("常住人口", "residents", 13.0),
        Column::new("人口年份", "year", 9.0),
        Column::new("面积（m²）", "area m²", 12.0),
        Column::new("人均全部", "per head", 10.0),
        Column::new("人均开放", "open", 10.0),
        Column::new("人均免费", "free", 10.0),
        Column::new("达标", "met", 8.0),
        Column::new("缺口（m²）", "short m²", 12.0),
        Column::new("完整度", "known", 10.0),
        Column::new("标记", "marks", 20.0),
    ];
    if wide {
        columns.extend([
            Column::new("开放（m²）", "open m²", 12.0),
            Column::new("免费（m²）", "free m²", 12.0),
            Column::new("场地", "sites", 8.0),
            Column::new("步道（m）", "trails m", 11.0),
            Column::new("器材（件）", "pieces", 9.0),
            Column::new("人口版本", "vintage", 18.0),
            Column::new("人口依据", "people from", 14.0),
        ]);
    }
    let mut table = Table::new(columns);
    if wide {
        table = table.long(1);
    }
    let target = facts.coverage.target_m2_per_head;
    for row in &facts.coverage.rows {
        let people = row.population.as_ref();
        let mut cells = vec![
            Cell::Text(name(row)),
            people.map_or(Cell::NoData, |people| Cell::number(Some(people.value as f64), 0)),
            people.map_or(Cell::NoData, |people| Cell::Ordinal(people.year.into())),
            area(row.area_m2.all, false),
            bare(row.m2_per_head.all, target),
            bare(row.m2_per_head.open, target),
            bare(row.m2_per_head.free, target),
            row.met.map_or(Cell::NoData, yes_or_no),
            area(row.shortfall_m2, false),
            percent(row.completeness),
            marks(row),
        ];
        if wide {
            cells.extend([
                area(row.area_m2.open, false),
                area(row.area_m2.free, false),
                Cell::count(row.sites),
                Cell::number(Some(row.trail_m), 0),
                Cell::count(row.pieces),
                people.map_or(Cell::NoData, |people| Cell::same(people.vintage.clone())),
                people.map_or(Cell::NoData, |people| people_from(people.basis)),
            ]);
        }
        table.push(cells);
    }
    table
}

fn people_from(basis: &str) -> Cell {
    match basis {
        "divisions" => Cell::text("区划人口", "divisions"),
        "cells" => Cell::text("人口格网", "cells"),
        "sum of divisions" => Cell::text("下级区划合计", "sum of divisions"),
        other => Cell::same(other),
    }
}

/// All that coverage tells of one division.
pub fn facts_of(facts: &Facts, row: &Row) -> Vec<(Words, Cell)> {
    let people = row.population.as_ref();
    let with_unit = |value: Option<f64>| per_head(facts, value);
    vec![
        (
            Words::new("常住人口", "residents"),
            people.map_or(Cell::NoData, |people| {
                Cell::Number(Number {
                    value: people.value as f64,
                    decimals: 0,
                    unit: Some(units::words("people")),
                    sign: None,
                })
            }),
        ),
        (
            Words::new("人口年份与版本", "year and vintage"),
            people.map_or(Cell::NoData, |people| {
                let estimate = if people.estimate { ("，估计", ", estimate") } else { ("", "") };
                Cell::text(
                    format!("{} 年末，{}{}", people.year, people.vintage, estimate.0),
                    format!("end of {}, {}{}", people.year, people.vintage, estimate.1),
                )
            }),
        ),
        (Words::new("场地面积", "venue area"), area(row.area_m2.all, true)),
        (Words::new("人均（全部）", "per head, all"), with_unit(row.m2_per_head.all)),
        (Words::new("人均（开放）", "per head, open"), with_unit(row.m2_per_head.open)),
        (Words::new("人均（免费）", "per head, free"), with_unit(row.m2_per_head.free)),
        (Words::new("目标", "target"), target(facts)),
        (Words::new("达标", "met"), row.met.map_or(Cell::NoData, yes_or_no)),
        (Words::new("面积缺口", "shortfall"), area(row.shortfall_m2, true)),
        (Words::new("场地数", "sites"), Cell::count(row.sites)),
        (Words::new("面积完整度", "completeness"), percent(row.completeness)),
        (Words::new("标记", "marks"), marks(row)),
    ]
}

fn over_years(facts: &Facts) -> Chart {
    let plot = |zh, en, look, of: fn(&Row) -> Option<f64>| Plot {
        name: Words::new(zh, en),
        values: facts.years.iter().map(|(_, row)| of(row)).collect(),
        look,
    };
    let mut plots = vec![
        plot("全部", "all", Look::Main, |row| row.m2_per_head.all),
        plot("开放", "open", Look::Second, |row| row.m2_per_head.open),
        plot("免费", "free", Look::Third, |row| row.m2_per_head.free),
    ];
    plots.extend(target_line(facts, facts.years.len()));
    Chart {
        title: Words::new("历年人均体育场地面积", "Venue area per head over the years"),
        over: Words::new("日期", "day"),
        categories: facts.years.iter().map(|(day, _)| Words::same(day.to_string())).collect(),
        plots,
        unit: units::words("m2_per_head"),
        decimals: 2,
        in_time: true,
    }
}

fn by_division(facts: &Facts) -> Chart {
    let rows: Vec<&Row> = facts.parts().collect();
    let mut plots = vec![Plot {
        name: Words::new("全部", "all"),
        values: rows.iter().map(|row| row.m2_per_head.all).collect(),
        look: Look::Main,
    }];
    plots.extend(target_line(facts, rows.len()));
    Chart {
        title: Words::new(
            format!("各区划人均体育场地面积（{}）", facts.told.as_of),
            format!("Venue area per head by division ({})", facts.told.as_of),
        ),
        over: Words::new("区划", "division"),
        categories: rows.iter().map(|row| name(row)).collect(),
        plots,
        unit: units::words("m2_per_head"),
        decimals: 2,
        in_time: false,
    }
}

fn target_line(facts: &Facts, of: usize) -> Option<Plot> {
    let target = facts.coverage.target_m2_per_head?;
    Some(Plot { name: Words::new("目标", "target"), values: vec![Some(target); of], look: Look::Target })
}
