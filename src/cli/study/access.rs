//! `jiantu access`

use super::{Common, decimals, division, percent, print_head};
use crate::cli::output::{self, Table};
use crate::config::DatabaseUrl;
use crate::registry::RegistryError;
use crate::registry::study::Study;
use serde_json::Value;
use std::process::ExitCode;

/// 人均可用场地：移动搜索法 / how much each person can use, by floating catchments
#[derive(clap::Args, Debug)]
#[command(
    after_help = "例 / Examples:\n  jiantu access --metres 1000 --as-of 2025-12-31\n  jiantu access --method e2sfca --bands-m 300,500,1000 --bands-w 1,0.68,0.22\n  jiantu access --method 3sfca --kernel gaussian --format geojson --out access.geojson"
)]
pub struct Args {
    #[command(flatten)]
    how: How,
    #[command(flatten)]
    common: Common,
}

/// How access is measured.
#[derive(clap::Args, Debug)]
pub struct How {
    /// 服务范围（米），缺省 1000 / catchment, metres
    #[arg(long, conflicts_with = "minutes")]
    metres: Option<String>,
    /// 服务范围（分钟） / minutes
    #[arg(long)]
    minutes: Option<String>,
    /// 方法 / 2sfca, e2sfca, 3sfca
    #[arg(long)]
    method: Option<String>,
    /// 距离衰减 / step, bands, gaussian, power, exponential
    #[arg(long)]
    kernel: Option<String>,
    /// 各距离带的上限（米），逗号分隔 / ends of bands, metres
    #[arg(long, value_name = "M,…")]
    bands_m: Option<String>,
    /// 各距离带的权重 / weights of bands
    #[arg(long, value_name = "W,…")]
    bands_w: Option<String>,
    /// 衰减尺度（米） / scale of power or exponential, metres
    #[arg(long, value_name = "M")]
    bandwidth_m: Option<String>,
    /// 幂指数 / exponent of power
    #[arg(long)]
    exponent: Option<String>,
    /// 供给：area 场地面积，capacity 容量 / what is shared: area, capacity
    #[arg(long)]
    supply: Option<String>,
}

impl How {
    pub fn given(self) -> super::Given {
        vec![
            ("metres", self.metres),
            ("minutes", self.minutes),
            ("method", self.method),
            ("kernel", self.kernel),
            ("bands_m", self.bands_m),
            ("bands_w", self.bands_w),
            ("bandwidth_m", self.bandwidth_m),
            ("exponent", self.exponent),
            ("supply", self.supply),
        ]
    }
}

impl Args {
    pub async fn run(self, database: &DatabaseUrl) -> Result<ExitCode, RegistryError> {
        self.common.ask(database, Study::Access, self.how.given(), print).await
    }
}

fn print(figures: &Value) {
    let unit = figures.pointer("/made/unit").and_then(Value::as_str).unwrap_or_default().to_owned();
    let mean = format!("平均 mean {unit}/人");
    let mut table = Table::new(&[
        ("区划 division", false),
        ("人口 people", true),
        (&mean, true),
        ("P10", true),
        ("中位 median", true),
        ("P90", true),
        ("无可用 without", true),
        ("区划内比值 container", true),
    ]);
    for (position, row) in figures["rows"].as_array().into_iter().flatten().enumerate() {
        let none = if position == 0 { "全部 everybody" } else { "未划入 unassigned" };
        let mut cells = vec![division(row.get("division"), none), decimals(row.get("people"), 0)];
        cells.extend(["mean", "p10", "median", "p90"].map(|name| decimals(row.get(name), 3)));
        cells.push(decimals(row.get("people_without"), 0));
        cells.push(decimals(row.pointer("/container/ratio"), 3));
        table.row(cells);
    }
    table.print();
    let text = |path: &str| figures.pointer(path).and_then(Value::as_str).unwrap_or("—").to_owned();
    let number = |path: &str| decimals(figures.pointer(path), 0);
    output::line(&format!(
        "{} / {}；权重 weights：{}（d：m）",
        text("/made/method_zh"),
        text("/made/method_en"),
        text("/made/weights"),
    ));
    output::line(&format!(
        "供给 supply {unit}：{}，其中有人可达 reached {}，无人可达 idle {}（{} 处 sites）；人口×可用 people × access {}；未知 unknown {}，容器 containers {}",
        number("/supply/total"),
        number("/supply/reached"),
        number("/supply/idle"),
        number("/supply/idle_sites"),
        number("/conservation/people_times_access"),
        number("/supply/unknown"),
        number("/supply/containers"),
    ));
    output::line(&format!(
        "基尼系数 Gini {}；够不到任何场地 reach no site：{} 人 people，{}",
        decimals(figures.get("gini"), 3),
        number("/unreached/people"),
        percent(figures.pointer("/unreached/share")),
    ));
    print_head(figures);
}
