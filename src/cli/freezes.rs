//! `jiantu freezes`

use super::output::{self, Shape, Table};
use crate::config::DatabaseUrl;
use crate::registry::RegistryError;
use crate::registry::year_end::{Reconciliation, TaskDifference, YearEndTold};
use std::process::ExitCode;

/// Sites and tasks shown at a terminal.
const SHOWN: usize = 20;

/// 封存的年末；给出年份则与现在所知对账 / frozen year-ends; with a year, why best knowledge differs
#[derive(clap::Args, Debug)]
#[command(
    after_help = "例 / Examples:\n  jiantu freezes\n  jiantu freezes 2025\n  jiantu freezes 2025 --number 1 --format json"
)]
pub struct Args {
    /// 年份；不填则列出全部 / the year; without one, all that are frozen
    year: Option<i16>,
    /// 第几版；不填为现行版 / an earlier version
    #[arg(long, value_name = "VERSION", requires = "year")]
    number: Option<u32>,
    #[arg(long, value_enum, default_value = "table")]
    format: Shape,
}

impl Args {
    pub async fn run(self, database: &DatabaseUrl) -> Result<ExitCode, RegistryError> {
        let registry = super::registry(database).await?;
        match (self.year, self.format) {
            (None, Shape::Json) => output::json(&registry.year_ends())?,
            (None, Shape::Table) => list(&registry.year_ends()),
            (Some(year), format) => {
                let told = registry.reconciliation(year, self.number).await?;
                match format {
                    Shape::Json => output::json(&told)?,
                    Shape::Table => reconciled(&told),
                }
            }
        }
        registry.close().await;
        Ok(ExitCode::SUCCESS)
    }
}

fn list(all: &[YearEndTold]) {
    let mut table = Table::new(&[
        ("年 year", true),
        ("版 version", true),
        ("封存于 frozen", false),
        ("单位 by", false),
        ("面积 m2", true),
        ("人均 m2/head", true),
        ("规则 rules", false),
        ("原因 reason", false),
        ("哈希 hash", false),
    ]);
    for one in all {
        table.row(vec![
            one.year.to_string(),
            format!("{}{}", one.version, if one.stands { "" } else { "（旧 old）" }),
            one.frozen_at.clone(),
            one.by.clone().unwrap_or_default(),
            format!("{:.2}", one.area_m2),
            number(one.m2_per_head),
            one.rule_version.clone(),
            one.reason.clone().unwrap_or_default(),
            one.hash.to_string().chars().take(12).collect(),
        ]);
    }
    table.print();
    if all.is_empty() {
        output::line("尚无封存：jiantu freeze 年份 / none yet: jiantu freeze YEAR");
    }
}

fn reconciled(told: &Reconciliation) {
    let frozen = &told.frozen;
    output::line(&format!(
        "{} 年末，第 {} 版，封存于 {}；现在所知至日志 {} / frozen beside best knowledge",
        frozen.year, frozen.version, frozen.frozen_at, told.seq
    ));
    let mut table = Table::new(&[
        ("区划 division", false),
        ("封存 frozen m2", true),
        ("现在 best m2", true),
        ("差 m2", true),
        ("封存 frozen m2/head", true),
        ("现在 best m2/head", true),
        ("原因 causes", false),
    ]);
    for row in &told.rows {
        let area = |area: Option<crate::domain::area::Area>| number(area.map(crate::domain::area::Area::m2));
        let causes = row.causes.iter().map(|caused| match caused.area_m2.all.cm2() {
            0 => format!("{} {} m2/head", caused.cause_zh, number(caused.m2_per_head)),
            _ => format!("{} {:+.2} m2（{}处）", caused.cause_zh, caused.area_m2.all.m2(), caused.sites),
        });
        table.row(vec![
            row.name_zh.clone(),
            area(row.area_m2.frozen),
            area(row.area_m2.best),
            format!("{:+.2}", row.difference_m2.m2()),
            number(row.m2_per_head.frozen),
            number(row.m2_per_head.best),
            causes.collect::<Vec<_>>().join("；"),
        ]);
    }
    table.print();
    for site in told.sites.iter().take(SHOWN) {
        let steps = site.steps.iter().map(|step| {
            let when = step.change.as_ref().map_or("", |change| change.recorded_at.as_str());
            format!("{} {} {:+.2} m2 {when}", step.cause_zh, step.cause_en, step.difference_m2.m2())
        });
        let name = site.name_zh.as_deref().unwrap_or_default();
        output::line(&format!("  {name} {}：{}", site.id, steps.collect::<Vec<_>>().join("；")));
    }
    more(told.sites.len(), "处场地 sites");
    told.tasks.iter().take(SHOWN).for_each(task);
    more(told.tasks.len(), "项指标 obligations");
}

fn more(all: usize, what: &str) {
    if all > SHOWN {
        output::line(&format!("  …… 共 {all} {what}（--format json）"));
    }
}

fn task(task: &TaskDifference) {
    let state = |state: Option<crate::domain::plan::State>| state.map_or("—", crate::domain::plan::State::zh);
    let whose = task.division.as_ref().map_or("", |division| division.name_zh.as_str());
    let year = task.year.map_or_else(String::new, |year| year.to_string());
    output::line(&format!(
        "  任务 {} {} {whose}{year}：{} → {} {}；{} → {}",
        task.task,
        task.name_zh,
        number(task.value.frozen),
        number(task.value.best),
        task.unit,
        state(task.state.frozen),
        state(task.state.best)
    ));
}

fn number(value: Option<f64>) -> String {
    value.map_or_else(|| "—".to_owned(), |value| format!("{value:.4}"))
}
