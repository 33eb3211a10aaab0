//! The first page: which day, by which rules, where the tasks stand.

use super::area;
use super::facts::Facts;
use super::field::{bodies, declared, progress};
use crate::domain::plan::State;
use crate::formats::report::{Block, Cell, Chart, Column, Look, Plot, Section, Table, Words, state_words};
use crate::registry::scoreboard::TaskTold;

/// The cover of the workbook: everything in one sheet.
pub fn sheet(facts: &Facts) -> Section {
    let mut section = opened(facts);
    section.push(Block::Heading(Words::new("任务一览", "All tasks")));
    section.push(Block::Table(tasks(facts, true)));
    section
}

/// The first chapter of the document.
pub fn chapter(facts: &Facts) -> Section {
    let mut section = opened(facts);
    section.push(Block::Chart(states(facts)));
    section.push(Block::Table(tasks(facts, false).titled(Words::new("任务一览", "All tasks"))));
    section
}

fn opened(facts: &Facts) -> Section {
    let mut section = Section::new(Words::new("概况", "Summary"), Words::new("概况", "Summary"));
    section.push(Block::Paragraph(told(facts)));
    section.push(Block::Facts(head(facts)));
    section
}

/// What a report says of itself.
pub fn head(facts: &Facts) -> Vec<(Words, Cell)> {
    let (told, plan) = (&facts.told, &facts.told.plan);
    let first = facts.coverage.rows.first();
    let completeness = first.and_then(|row| row.completeness);
    let known_at = match &told.known_at {
        Some(instant) => Cell::same(instant.clone()),
        None => Cell::text(
            format!("目前全部登记（日志第 {} 号）", told.seq),
            format!("all that is known now (log number {})", told.seq),
        ),
    };
    let mut source = plan.source.clone();
    if let Some(mark) = &plan.source_mark {
        source = format!("{source} [{mark}]");
    }
    let mut facts_told = vec![
        (Words::new("计划", "plan"), Cell::text(&plan.name_zh, &plan.name_en)),
        (Words::new("范围", "of"), Cell::Text(facts.whole.clone())),
        (
            Words::new("计划期", "plan runs"),
            Cell::text(
                format!("{} 至 {}", plan.starts, plan.ends),
                format!("{} to {}", plan.starts, plan.ends),
            ),
        ),
        (Words::new("截至", "as of"), Cell::Date(told.as_of)),
        (Words::new("按何时所知", "as known"), known_at),
        (Words::new("制表日期", "made on"), Cell::Date(facts.made_on)),
        (Words::new("计数规则版本", "counting rules"), Cell::same(told.rule_version.clone())),
        (Words::new("场地面积完整度", "completeness of areas"), area::percent(completeness)),
        (Words::new("标记", "marks"), Cell::Marks(facts.marks.clone())),
        (Words::new("任务清单来源", "source of the tasks"), Cell::same(source)),
        (Words::new("任务", "tasks"), Cell::count(count(told.tasks.len()))),
    ];
    for (state, number) in counts(facts) {
        facts_told.push((state_words(state), Cell::count(number)));
    }
    facts_told
}

fn count(of: usize) -> i64 {
    i64::try_from(of).unwrap_or(i64::MAX)
}

/// Tasks by state, best first; those of which nothing is due only where there are any.
fn counts(facts: &Facts) -> Vec<(Option<State>, i64)> {
    let of = |state: Option<State>| count(facts.told.tasks.iter().filter(|task| task.state == state).count());
    let known = State::ALL.iter().rev().map(|state| (Some(*state), of(Some(*state))));
    known.chain([(None, of(None))].into_iter().filter(|(_, number)| *number > 0)).collect()
}

/// In a sentence.
fn told(facts: &Facts) -> Words {
    let (as_of, tasks) = (facts.told.as_of, facts.told.tasks.len());
    let by_state = counts(facts).into_iter().filter(|(_, number)| *number > 0).map(|(state, number)| {
        let words = state_words(state);
        Words::new(format!("{} {number} 项", words.zh), format!("{number} {}", words.en))
    });
    let (zh, en): (Vec<String>, Vec<String>) = by_state.map(|words| (words.zh, words.en)).unzip();
    Words::new(
        format!(
            "截至 {as_of}，{}的 {tasks} 项任务中，{}。{}",
            facts.whole.zh,
            zh.join("，"),
            area::sentence(facts).zh
        ),
        format!(
            "As of {as_of}, of {tasks} tasks in {}: {}. {}",
            facts.whole.en,
            en.join(", "),
            area::sentence(facts).en
        ),
    )
}

/// Tasks by state, to look at.
pub fn states(facts: &Facts) -> Chart {
    let counts = counts(facts);
    Chart {
        title: Words::new("各状态的任务数", "Tasks by state"),
        over: Words::new("状态", "state"),
        categories: counts.iter().map(|(state, _)| state_words(*state)).collect(),
        plots: vec![Plot {
            name: Words::new("任务数", "tasks"),
            values: counts.iter().map(|(_, number)| Some(*number as f64)).collect(),
            look: Look::States(counts.iter().map(|(state, _)| *state).collect()),
        }],
        unit: Words::new("项", "tasks"),
        decimals: 0,
        in_time: false,
    }
}

/// A row a task.
pub fn tasks(facts: &Facts, wide: bool) -> Table {
    let mut columns = vec![
        Column::new("任务", "task", 7.0),
        Column::new("名称", "title", 34.0),
        Column::new("期限（原文）", "as printed", 13.0),
        Column::new("期限（读作）", "read as", 13.0),
        Column::new("状态", "state", 11.0),
        Column::new("完成/应完成", "met / of", 10.0),
        Column::new("申报状态", "declared", 22.0),
        Column::new("牵头单位", "lead", 24.0),
    ];
    if wide {
        columns.insert(1, Column::new("分组", "group", 15.0));
        columns.push(Column::new("标记", "marks", 16.0));
    }
    let mut table = Table::new(columns);
    if wide {
        table = table.long(0);
    }
    for task in &facts.told.tasks {
        let mut cells = vec![
            Cell::Ordinal(task.number.into()),
            Cell::text(&task.title_zh, &task.title_en),
            Cell::same(task.deadline.text.clone()),
            Cell::Date(task.deadline.read_as),
            Cell::State(task.state),
            progress(task),
            declared(facts, task),
            bodies(&task.bodies.lead),
        ];
        if wide {
            let group = facts.told.groups.iter().find(|group| group.id == task.group);
            let group = group.map_or_else(|| Cell::same(&task.group), |g| Cell::text(&g.name_zh, &g.name_en));
            cells.insert(1, group);
            cells.push(Cell::Marks(marks(task)));
        }
        table.push(cells);
    }
    table
}

/// What to be warned of anywhere in a task.
pub fn marks(task: &TaskTold) -> Vec<crate::formats::report::Mark> {
    use crate::formats::report::Mark;
    let flags = task.indicators.iter().flat_map(|row| &row.flags);
    let mut marks: Vec<Mark> = flags.filter_map(|flag| Mark::parse(flag)).collect();
    marks.sort_unstable();
    marks.dedup();
    marks
}
