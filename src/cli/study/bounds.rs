//! `jiantu bounds`

use super::{Common, decimals, division, print_day};
use crate::cli::output::{self, Table};
use crate::config::DatabaseUrl;
use crate::registry::RegistryError;
use crate::registry::study::Study;
use serde_json::Value;
use std::process::ExitCode;

/// 误差范围：人均场地面积可能的上下限 / how far venue area per head may be off
#[derive(clap::Args, Debug)]
#[command(
    after_help = "例 / Examples:\n  jiantu bounds --as-of 2025-12-31\n  jiantu bounds --target 4.5 --widths-m 1.5,2,3 --format json"
)]
pub struct Args {
    /// 哪一级区划，缺省为下一级 / the level of the divisions
    #[arg(long)]
    level: Option<String>,
    /// 目标（平方米/人），缺省为计划的 / m² per head that is wanted; the plan's if not given
    #[arg(long)]
    target: Option<String>,
    /// 宽度未知的步道可能的宽度（米）：低,典型,高 / widths of trails without one
    #[arg(long, value_name = "M,M,M")]
    widths_m: Option<String>,
    #[command(flatten)]
    common: Common,
}

impl Args {
    pub async fn run(self, database: &DatabaseUrl) -> Result<ExitCode, RegistryError> {
        let own = vec![("level", self.level), ("target", self.target), ("widths_m", self.widths_m)];
        self.common.ask(database, Study::Bounds, own, print).await
    }
}

fn print(figures: &Value) {
    let mut table = Table::new(&[
        ("区划 division", false),
        ("人口 people", true),
        ("m²/人", true),
        ("低 low", true),
        ("高 high", true),
        ("缺面积 areas +", true),
        ("缺宽度 widths +", true),
        ("人口 people −", true),
        ("人口 people +", true),
        ("目标 target", false),
    ]);
    for row in figures["rows"].as_array().into_iter().flatten() {
        let certainty = match row["certainty"].as_str() {
            Some("met") => "达到 met",
            Some("missed") => "未达到 missed",
            Some("open") => "不能确定 open",
            _ => "—",
        };
        table.row(vec![
            division(row.get("division"), "全部 everything"),
            decimals(row.pointer("/people/value"), 0),
            decimals(row.get("m2_per_head"), 2),
            decimals(row.get("low"), 2),
            decimals(row.get("high"), 2),
            decimals(row.pointer("/parts/missing_areas/up"), 2),
            decimals(row.pointer("/parts/widths/up"), 2),
            decimals(row.pointer("/parts/population/down"), 2),
            decimals(row.pointer("/parts/population/up"), 2),
            certainty.to_owned(),
        ]);
    }
    table.print();
    output::line(&format!(
        "目标 target：{} m²/人；上下限不是置信区间：未知值同时取最小或最大 / bounds, not a confidence interval",
        decimals(figures.get("target_m2_per_head"), 2),
    ));
    print_day(figures);
}
