//! `jiantu plan status`

use crate::cli::coverage::{date, day_or_instant, instant};
use crate::cli::output::{self, Table};
use crate::config::DatabaseUrl;
use crate::registry::RegistryError;
use crate::registry::scoreboard::{IndicatorTold, PlanTold, TaskTold};
use jiff::civil::Date;
use std::process::ExitCode;

/// 各项任务进展 / where the tasks stand
#[derive(clap::Args, Debug)]
#[command(
    after_help = "例 / Examples:\n  jiantu plan status\n  jiantu plan status --as-of 2023-12-31 --task 3\n  jiantu plan status --format json"
)]
pub struct Args {
    /// 截至哪天；不填为计划末日 / on which day; without one the plan's end, or today while it runs
    #[arg(long, value_name = "DATE", value_parser = date)]
    as_of: Option<Date>,
    /// 只用当时已登记的 / using only what was recorded by then (date or RFC 3339)
    #[arg(long, value_name = "WHEN", value_parser = day_or_instant)]
    known_at: Option<String>,
    /// 一项任务及其依据 / one task, with what its values are made of
    #[arg(long, value_name = "NUMBER")]
    task: Option<u16>,
    #[arg(long, value_enum, default_value = "table")]
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    Table,
    Json,
    Csv,
}

impl Args {
    pub async fn run(self, database: &DatabaseUrl) -> Result<ExitCode, RegistryError> {
        let registry = crate::cli::registry(database).await?;
        let known_at = self.known_at.as_deref().map(|text| instant(text, &registry)).transpose()?;
        let told = match self.task {
            Some(number) => registry.plan_task(number, self.as_of, known_at).await?,
            None => registry.plan_status(self.as_of, known_at).await?,
        };
        match (self.format, self.task) {
            (Format::Json, _) => output::json(&*told)?,
            (Format::Csv, _) => csv(&told)?,
            (Format::Table, None) => board(&told),
            (Format::Table, Some(_)) => told.tasks.iter().for_each(task),
        }
        registry.close().await;
        Ok(ExitCode::SUCCESS)
    }
}

fn board(told: &PlanTold) {
    output::line(&format!("{} {}，截至 as of {}", told.plan.name_zh, told.plan.name_en, told.as_of));
    let mut table = Table::new(&[
        ("#", true),
        ("任务 task", false),
        ("期限 deadline", false),
        ("状态 state", false),
        ("申报 declared", false),
        ("完成 met", true),
    ]);
    for task in &told.tasks {
        table.row(vec![
            task.number.to_string(),
            task.title_zh.clone(),
            format!("{} ({})", task.deadline.text, task.deadline.read_as),
            state(task.state),
            declared(task),
            format!("{}/{}", task.progress.met, task.progress.of),
        ]);
    }
    table.print();
    let counts: Vec<String> = told
        .counts
        .iter()
        .map(|one| format!("{} {} {}", one.name_zh, one.state.as_str(), one.tasks))
        .collect();
    output::line(&counts.join("，"));
    if told.flags.contains(&"demo") {
        output::line("含演示数据 / demonstration data among it");
    }
}

/// What a body says, and whether the data say otherwise.
fn declared(task: &TaskTold) -> String {
    let Some(declared) = &task.declared else { return "—".to_owned() };
    let mark = if task.disagrees { "≠ " } else { "" };
    format!("{mark}{} ({})", declared.state.zh(), declared.on)
}

fn state(state: Option<crate::domain::plan::State>) -> String {
    state
        .map_or_else(|| "未到期起 not begun".to_owned(), |state| format!("{} {}", state.zh(), state.as_str()))
}

fn task(task: &TaskTold) {
    output::line(&format!("{} {} / {}：{}", task.number, task.title_zh, task.title_en, state(task.state)));
    let mut table = Table::new(&[
        ("指标 indicator", false),
        ("区划 division", false),
        ("年 year", true),
        ("值 value", true),
        ("目标 target", true),
        ("状态 state", false),
        ("原因 why", false),
    ]);
    for row in &task.indicators {
        table.row(vec![
            row.name_zh.clone(),
            place(row).unwrap_or_else(|| "全区 district".to_owned()),
            row.year.map_or_else(String::new, |year| year.to_string()),
            number(row.value),
            format!("{} {}", row.comparator.as_str(), number(Some(row.target))),
            state(row.state),
            row.why_zh.clone(),
        ]);
    }
    table.print();
    for row in &task.indicators {
        made_of(row);
        closing(row);
    }
}

/// Name of the division, or the level of which there is none; `None`: the whole district.
fn place(row: &IndicatorTold) -> Option<String> {
    let missing = || row.missing_level.as_ref().map(|level| format!("（没有 {level} / there is none）"));
    row.division.as_ref().map(|division| division.name_zh.clone()).or_else(missing)
}

fn made_of(row: &IndicatorTold) {
    let Some(parts) = row.parts.as_ref().filter(|parts| !parts.is_empty()) else { return };
    let whose = row.division.as_ref().map_or("", |division| division.name_zh.as_str());
    let year = row.year.map_or_else(String::new, |year| year.to_string());
    output::line(&format!("{} {whose}{year}：{}", row.id, row.basis_zh.as_deref().unwrap_or_default()));
    for part in parts.iter().take(SHOWN) {
        let (mark, value) = (if part.counts { "✓" } else { "·" }, number(part.value));
        output::line(&format!("  {mark} {} {value}", part.name_zh));
    }
    if parts.len() > SHOWN {
        output::line(&format!("  …… {} 项 in all（--format json）", parts.len()));
    }
}

/// What would close the gap: the mixes, and each project alone.
fn closing(row: &IndicatorTold) {
    let Some(ways) = row.closing.as_ref().filter(|ways| !ways.is_empty()) else { return };
    let whose = row.division.as_ref().map_or("全区 district", |division| division.name_zh.as_str());
    let (missing, unit) = (number(Some(ways[0].missing)), ways[0].unit);
    output::line(&format!("{} {whose}：补足差距还需 to close the gap: {missing} {unit}", row.id));
    if let (Some(zh), Some(en)) = (&ways[0].basis_zh, &ways[0].basis_en) {
        output::line(&format!("  {zh} / {en}"));
    }
    if ways.iter().any(|way| way.example) {
        output::line("  示例造价，并非真实报价 / example costs, no real prices");
    }
    let mut table = Table::new(&[
        ("方式 way", false),
        ("项目 projects", false),
        ("增加 adds", true),
        ("建成后 after", true),
        ("造价 cost", true),
        ("说明 note", false),
    ]);
    for way in ways {
        let built: Vec<String> = way
            .projects
            .iter()
            .map(|built| format!("{} {} × {}", built.name_zh, built.project, built.count))
            .collect();
        let mark = if way.closes || way.projects.is_empty() { "" } else { "✗ " };
        table.row(vec![
            format!("{mark}{} {}", way.name_zh, way.name_en),
            built.join("，"),
            number(Some(way.adds)),
            number(way.after),
            way.cost.map_or_else(|| "—".to_owned(), |cost| format!("{} {}", grouped(cost), way.currency)),
            way.note_zh.clone().unwrap_or_default(),
        ]);
    }
    table.print();
}

/// Thousands apart.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let parts = digits.as_bytes().rchunks(3).rev();
    parts.map(|part| String::from_utf8_lossy(part)).collect::<Vec<_>>().join(",")
}

/// Things that a value is made of, shown at a terminal.
const SHOWN: usize = 20;

/// Unrounded as far as anybody reads: four decimals, without zeros at the end.
fn number(value: Option<f64>) -> String {
    let Some(value) = value else { return "—".to_owned() };
    let text = format!("{value:.4}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

fn csv(told: &PlanTold) -> Result<(), RegistryError> {
    let mut writer = csv::Writer::from_writer(std::io::stdout());
    let failed = |error: csv::Error| RegistryError::Internal(error.to_string());
    writer
        .write_record([
            "as_of",
            "task",
            "task_state",
            "indicator",
            "division",
            "division_name",
            "year",
            "due",
            "value",
            "target",
            "comparator",
            "unit",
            "state",
            "decides",
            "our_reading",
            "why_zh",
            "why_en",
            "flags",
        ])
        .map_err(failed)?;
    for task in &told.tasks {
        for row in &task.indicators {
            let word = |state: Option<crate::domain::plan::State>| state.map_or("", |state| state.as_str());
            writer
                .write_record([
                    told.as_of.to_string(),
                    task.number.to_string(),
                    word(task.state).to_owned(),
                    row.id.clone(),
                    row.division.as_ref().map_or_else(String::new, |one| one.code.clone()),
                    place(row).unwrap_or_default(),
                    row.year.map_or_else(String::new, |year| year.to_string()),
                    row.due.to_string(),
                    row.value.map_or_else(String::new, |value| value.to_string()),
                    row.target.to_string(),
                    row.comparator.as_str().to_owned(),
                    row.unit.clone(),
                    word(row.state).to_owned(),
                    row.decides.to_string(),
                    row.our_reading.to_string(),
                    row.why_zh.clone(),
                    row.why_en.clone(),
                    row.flags.join(" "),
                ])
                .map_err(failed)?;
        }
    }
    writer.flush().map_err(|error| RegistryError::Internal(error.to_string()))
}
