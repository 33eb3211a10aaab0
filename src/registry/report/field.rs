//! What is told of an obligation, one column each; sheets, tables and CSV choose among them.

use super::facts::Facts;
use super::{definitions, units};
use crate::domain::plan::Source;
use crate::formats::report::{Cell, Column, Mark, Row, Words};
use crate::registry::scoreboard::{BodyTold, Declared, IndicatorTold, TaskTold};

/// An obligation with its task.
#[derive(Clone, Copy)]
pub struct Told<'a> {
    pub facts: &'a Facts,
    pub task: &'a TaskTold,
    /// `None`: of the task itself.
    pub row: Option<&'a IndicatorTold>,
    /// The task is told above, so that a row need not say it again.
    pub below: bool,
}

/// A column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    AsOf,
    KnownAt,
    Rules,
    Group,
    Task,
    TaskTitle,
    TaskState,
    Id,
    /// Of the task itself its title.
    Name,
    Division,
    Year,
    Due,
    /// Of the task itself how many of its obligations are met.
    Value,
    At,
    Target,
    /// How the value is held against the target.
    Comparator,
    Gap,
    Unit,
    State,
    Declared,
    Why,
    Basis,
    Completeness,
    /// As it was frozen at the newest year-end.
    Frozen,
    FrozenAs,
    Base,
    Pace,
    Forecast,
    Interval,
    Marks,
    OurReading,
    Decides,
    Lead,
    Support,
    Note,
}

/// On the sheet of a group.
pub const OF_SHEET: &[Field] = &[
    Field::Task,
    Field::Name,
    Field::Division,
    Field::Year,
    Field::Due,
    Field::Value,
    Field::Target,
    Field::Gap,
    Field::State,
    Field::Marks,
    Field::Declared,
    Field::Why,
    Field::Unit,
    Field::At,
    Field::Completeness,
    Field::Frozen,
    Field::FrozenAs,
    Field::Base,
    Field::Pace,
    Field::Forecast,
    Field::Interval,
    Field::OurReading,
    Field::Decides,
    Field::Basis,
    Field::Lead,
    Field::Support,
    Field::Note,
];

/// On the sheet of a division.
pub const OF_DIVISION: &[Field] = &[
    Field::Task,
    Field::Name,
    Field::Year,
    Field::Due,
    Field::Value,
    Field::Target,
    Field::Gap,
    Field::State,
    Field::Marks,
    Field::Why,
    Field::Basis,
];

/// In a document, where the width of a page is all there is.
pub const OF_PAGE: &[Field] = &[
    Field::Name,
    Field::Year,
    Field::Value,
    Field::Target,
    Field::Gap,
    Field::State,
    Field::Why,
    Field::Marks,
];

/// The same of one division, under its name.
pub const OF_PAGE_OF_DIVISION: &[Field] = &[
    Field::Task,
    Field::Name,
    Field::Year,
    Field::Value,
    Field::Target,
    Field::Gap,
    Field::State,
    Field::Marks,
];

/// Everything, for a table that programs read.
pub const ALL: &[Field] = &[
    Field::AsOf,
    Field::KnownAt,
    Field::Rules,
    Field::Group,
    Field::Task,
    Field::TaskTitle,
    Field::TaskState,
    Field::Declared,
    Field::Id,
    Field::Name,
    Field::Division,
    Field::Year,
    Field::Due,
    Field::Value,
    Field::At,
    Field::Comparator,
    Field::Target,
    Field::Gap,
    Field::Unit,
    Field::State,
    Field::Why,
    Field::Basis,
    Field::Completeness,
    Field::Frozen,
    Field::FrozenAs,
    Field::Base,
    Field::Pace,
    Field::Forecast,
    Field::Interval,
    Field::Marks,
    Field::OurReading,
    Field::Decides,
    Field::Lead,
    Field::Support,
    Field::Note,
];

/// The columns of some fields.
pub fn columns(fields: &[Field]) -> Vec<Column> {
    fields.iter().map(|field| field.column()).collect()
}

/// The cells of an obligation, or of a task itself.
pub fn row(fields: &[Field], told: Told<'_>) -> Row {
    let cells = fields.iter().map(|field| field.cell(told)).collect();
    Row { cells, band: told.row.is_none() }
}

impl Field {
    pub fn column(self) -> Column {
        let (zh, en, width) = match self {
            Self::AsOf => ("截至", "as of", 11.0),
            Self::KnownAt => ("按何时所知", "known at", 20.0),
            Self::Rules => ("计数规则版本", "rule version", 12.0),
            Self::Group => ("分组", "group", 16.0),
            Self::Task => ("任务", "task", 8.0),
            Self::TaskTitle => ("任务名称", "title of the task", 30.0),
            Self::TaskState => ("任务状态", "state of the task", 10.0),
            Self::Id => ("指标编号", "indicator", 14.0),
            Self::Name => ("任务与指标", "task and indicator", 32.0),
            Self::Division => ("区划", "division", 18.0),
            Self::Year => ("年度", "year", 8.0),
            Self::Due => ("期限", "due", 12.0),
            Self::Value => ("数值", "value", 15.0),
            Self::At => ("数值日期", "value of", 11.0),
            Self::Target => ("目标", "target", 16.0),
            Self::Comparator => ("比较", "comparator", 14.0),
            Self::Gap => ("差距", "gap", 15.0),
            Self::Unit => ("单位", "unit", 12.0),
            Self::State => ("状态", "state", 10.0),
            Self::Declared => ("申报状态", "declared", 18.0),
            Self::Why => ("判定原因", "why", 28.0),
            Self::Basis => ("依据", "basis", 40.0),
            Self::Completeness => ("数据完整度", "completeness", 12.0),
            Self::Frozen => ("封存值", "frozen value", 15.0),
            Self::FrozenAs => ("封存版本", "frozen as", 18.0),
            Self::Base => ("基期值", "base value", 13.0),
            Self::Pace => ("每年需增", "pace needed a year", 13.0),
            Self::Forecast => ("到期预测", "forecast for the deadline", 14.0),
            Self::Interval => ("预测区间（90%）", "interval (90 %)", 20.0),
            Self::Marks => ("标记", "marks", 22.0),
            Self::OurReading => ("判据来源", "target is", 14.0),
            Self::Decides => ("参与判定", "decides", 10.0),
            Self::Lead => ("牵头单位", "lead", 28.0),
            Self::Support => ("配合单位", "support", 56.0),
            Self::Note => ("说明", "note", 56.0),
        };
        Column::new(zh, en, width)
    }

    pub fn cell(self, told: Told<'_>) -> Cell {
        let Told { facts, task, row, below } = told;
        if below && matches!(self, Self::Declared | Self::Lead | Self::Support) {
            return Cell::same("—");
        }
        match self {
            Self::AsOf => Cell::Date(facts.told.as_of),
            Self::KnownAt => match &facts.told.known_at {
                Some(instant) => Cell::same(instant.clone()),
                None => Cell::text("目前所知", "now"),
            },
            Self::Rules => Cell::same(facts.told.rule_version.clone()),
            Self::Group => group(facts, task),
            Self::Task => Cell::Ordinal(task.number.into()),
            Self::TaskTitle => Cell::text(&task.title_zh, &task.title_en),
            Self::TaskState => Cell::State(task.state),
            Self::Declared => declared(facts, task),
            Self::Lead => bodies(&task.bodies.lead),
            Self::Support => bodies(&task.bodies.support),
            _ => match row {
                Some(row) => self.of_row(facts, row),
                None => self.of_task(task),
            },
        }
    }

    /// What is told of a task in the row that heads its obligations.
    fn of_task(self, task: &TaskTold) -> Cell {
        match self {
            Self::Name => Cell::text(&task.title_zh, &task.title_en),
            Self::Due => Cell::Date(task.deadline.read_as),
            Self::State => Cell::State(task.state),
            Self::Value => progress(task),
            Self::Note => Cell::text(
                format!("原文期限：{}", task.deadline.text),
                format!("deadline as printed: {}", task.deadline.text),
            ),
            _ => Cell::same("—"),
        }
    }

    fn of_row(self, facts: &Facts, row: &IndicatorTold) -> Cell {
        // What is still to come is not unknown.
        let lacking = if row.state.is_none() { Cell::NotYet } else { Cell::NoData };
        match self {
            Self::Id => Cell::same(row.id.clone()),
            Self::Name => Cell::text(&row.name_zh, &row.name_en),
            Self::Division => Cell::Text(division(facts, row)),
            Self::Year => row.year.map_or_else(|| Cell::same("—"), |year| Cell::Ordinal(year.into())),
            Self::Due => Cell::Date(row.due),
            Self::Value => row.value.map_or(lacking, |value| {
                Cell::Number(units::against(value, row.comparator, row.target, &row.unit))
            }),
            Self::At => row.at.filter(|_| row.value.is_some()).map_or(lacking, Cell::Date),
            Self::Target => Cell::Number(units::bound(row.target, row.comparator, &row.unit)),
            Self::Comparator => Cell::Text(definitions::compared(row.comparator).1),
            Self::Gap => row.gap.map_or(lacking, |gap| Cell::Number(units::plain(gap, &row.unit))),
            Self::Unit => Cell::Text(units::words(&row.unit)),
            Self::State => Cell::State(row.state),
            Self::Why => Cell::text(&row.why_zh, &row.why_en),
            Self::Basis => Cell::Text(basis(row)),
            Self::Completeness => match facts.completeness(row) {
                None => Cell::NotApplicable,
                Some(None) => Cell::NoData,
                Some(Some(part)) => Cell::Number(units::plain(part * 100.0, "percent")),
            },
            Self::Frozen => match row.frozen.last() {
                None => Cell::text("未封存", "not frozen"),
                Some(frozen) => frozen.value.map_or(Cell::NoData, |value| {
                    Cell::Number(units::against(value, row.comparator, row.target, &row.unit))
                }),
            },
            Self::FrozenAs => frozen_as(row),
            Self::Base => row.base.map_or(lacking, |base| Cell::Number(units::plain(base, &row.unit))),
            Self::Pace => row
                .pace_needed
                .map_or(Cell::NotApplicable, |pace| Cell::Number(units::plain(pace, &row.unit))),
            Self::Forecast => row.forecast.map_or(Cell::NotApplicable, |forecast| {
                Cell::Number(units::plain(forecast.value, &row.unit))
            }),
            Self::Interval => interval(row),
            Self::Marks => Cell::Marks(row.flags.iter().filter_map(|flag| Mark::parse(flag)).collect()),
            Self::OurReading if row.our_reading => Cell::text("本系统理解", "our reading"),
            Self::OurReading => Cell::text("计划原文", "the plan's own"),
            Self::Decides => yes_or_no(row.decides),
            Self::Note => match (&row.note_zh, &row.note_en) {
                (None, None) => Cell::text("无", "none"),
                (zh, en) => {
                    let either = zh.as_ref().or(en.as_ref()).map_or("", String::as_str);
                    Cell::text(zh.as_deref().unwrap_or(either), en.as_deref().unwrap_or(either))
                }
            },
            // Told of the task above.
            _ => Cell::NotApplicable,
        }
    }
}

/// 是 or 否.
pub fn yes_or_no(yes: bool) -> Cell {
    if yes { Cell::text("是", "yes") } else { Cell::text("否", "no") }
}

/// "11 of 12"; as a text, since a sheet would make a date of it.
pub fn progress(task: &TaskTold) -> Cell {
    Cell::same(format!("{}/{}", task.progress.met, task.progress.of))
}

/// Where an obligation lies.
pub fn division(facts: &Facts, row: &IndicatorTold) -> Words {
    match &row.division {
        Some(division) => Words::named(&division.name_zh, division.name_en.as_deref()),
        None => facts.whole.clone(),
    }
}

/// What a responsible body says, and whether the data say otherwise.
pub fn declared(facts: &Facts, task: &TaskTold) -> Cell {
    let none = || Cell::text("未申报", "none");
    task.declared.as_ref().map_or_else(none, |declared| said(facts, task, declared))
}

fn said(facts: &Facts, task: &TaskTold, declared: &Declared) -> Cell {
    let by = office(facts, &declared.by);
    let state = Cell::State(Some(declared.state)).words();
    let (demo, differs) = (declared.demo, task.disagrees);
    let mut words = Words::new(
        format!("{}（{}，{}）", state.zh, by.zh, declared.on),
        format!("{} ({}, {})", state.en, by.en, declared.on),
    );
    for (is_so, zh, en) in
        [(differs, "与数据不一致", "differs from the data"), (demo, "演示数据", "demonstration")]
    {
        if is_so {
            words = Words::list([words, Words::new(zh, en)]);
        }
    }
    Cell::Text(words)
}

/// An office by the name that was given, in English where the plan knows it.
pub fn office(facts: &Facts, name: &str) -> Words {
    let bodies = facts.told.tasks.iter().flat_map(|task| task.bodies.lead.iter().chain(&task.bodies.support));
    let known = bodies.filter(|body| body.name == name).find_map(|body| body.name_en.as_deref());
    Words::named(name, known)
}

/// Names of bodies as printed, with the one that is meant where it is printed by another name.
pub fn bodies(all: &[BodyTold]) -> Cell {
    if all.is_empty() {
        return Cell::text("无", "none");
    }
    let name = |body: &BodyTold| {
        let zh = match &body.read_as {
            Some(meant) => format!("{}（即{meant}）", body.name),
            None => body.name.clone(),
        };
        Words::new(zh, body.name_en.clone().unwrap_or_else(|| body.name.clone()))
    };
    Cell::Text(Words::list(all.iter().map(name)))
}

fn group(facts: &Facts, task: &TaskTold) -> Cell {
    let group = facts.told.groups.iter().find(|group| group.id == task.group);
    group.map_or_else(|| Cell::same(&task.group), |group| Cell::text(&group.name_zh, &group.name_en))
}

/// Where a value comes from, and what it rests on.
pub fn basis(row: &IndicatorTold) -> Words {
    let source = source(row.source);
    match (&row.basis_zh, &row.basis_en) {
        (Some(zh), Some(en)) => Words::list([source, Words::new(zh, en)]),
        _ => source,
    }
}

/// Where values of a source come from.
pub fn source(source: Source) -> Words {
    match source {
        Source::Computed => Words::new("按登记数据计算", "computed from the registry"),
        Source::Listed => Words::new("按名录统计", "counted from lists kept here"),
        Source::Reported => Words::new("责任单位填报", "reported by the responsible body"),
        Source::Milestone => Words::new("里程碑佐证", "milestone with evidence"),
    }
}

/// Which year-end and version a frozen value is of, and how it was judged then.
fn frozen_as(row: &IndicatorTold) -> Cell {
    let Some(frozen) = row.frozen.last() else { return Cell::text("未封存", "not frozen") };
    let state = Cell::State(frozen.state).words();
    Cell::text(
        format!("{} 年末第 {} 版，{}", frozen.year, frozen.version, state.zh),
        format!("end of {}, version {}, {}", frozen.year, frozen.version, state.en),
    )
}

/// The ends between which a new value lies nine times in ten.
fn interval(row: &IndicatorTold) -> Cell {
    let Some(forecast) = &row.forecast else { return Cell::NotApplicable };
    let told = |value: f64| Cell::Number(units::plain(value, &row.unit)).words();
    match (forecast.low, forecast.high) {
        (Some(low), Some(high)) => {
            let (low, high) = (told(low), told(high));
            Cell::text(format!("{} 至 {}", low.zh, high.zh), format!("{} to {}", low.en, high.en))
        }
        _ => Cell::text("已知数值不足三个", "fewer than three values"),
    }
}
