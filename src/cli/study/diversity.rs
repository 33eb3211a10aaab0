//! `jiantu diversity`

use super::{Common, decimals, division, percent, print_head};
use crate::cli::output::{self, Table};
use crate::config::DatabaseUrl;
use crate::registry::RegistryError;
use crate::registry::study::Study;
use serde_json::Value;
use std::process::ExitCode;

/// 设施多样性：身边有多少类设施 / how many families of facilities people have near
#[derive(clap::Args, Debug)]
#[command(
    after_help = "例 / Examples:\n  jiantu diversity --metres 800\n  jiantu diversity --by kind --format geojson --out diversity.geojson"
)]
pub struct Args {
    /// 范围（米），缺省 800 / reach, metres
    #[arg(long, conflicts_with = "minutes")]
    metres: Option<String>,
    /// 范围（分钟） / minutes
    #[arg(long)]
    minutes: Option<String>,
    /// 按 family 设施大类或 kind 类型 / family, kind
    #[arg(long)]
    by: Option<String>,
    #[command(flatten)]
    common: Common,
}

impl Args {
    pub async fn run(self, database: &DatabaseUrl) -> Result<ExitCode, RegistryError> {
        let own = vec![("metres", self.metres), ("minutes", self.minutes), ("by", self.by)];
        self.common.ask(database, Study::Diversity, own, print).await
    }
}

fn print(figures: &Value) {
    let mut table = Table::new(&[
        ("区划 division", false),
        ("人口 people", true),
        ("平均类数 mean index", true),
        ("P10", true),
        ("中位 median", true),
        ("P90", true),
        ("身边没有 without", true),
        ("平均熵 mean entropy", true),
    ]);
    for (position, row) in figures["rows"].as_array().into_iter().flatten().enumerate() {
        let none = if position == 0 { "全部 everybody" } else { "未划入 unassigned" };
        let mut cells = vec![division(row.get("division"), none), decimals(row.get("people"), 0)];
        cells.push(decimals(row.get("mean"), 2));
        cells.extend(["p10", "median", "p90"].map(|name| decimals(row.get(name), 0)));
        cells.push(decimals(row.get("people_without"), 0));
        cells.push(decimals(row.get("mean_entropy"), 3));
        table.row(cells);
    }
    table.print();
    let mut table =
        Table::new(&[("类 category", false), ("场地 sites", true), ("人口 people", true), ("%", true)]);
    for row in figures["categories"].as_array().into_iter().flatten() {
        table.row(vec![
            format!("{} {}", row["name_zh"].as_str().unwrap_or("—"), row["name_en"].as_str().unwrap_or("")),
            decimals(row.get("sites"), 0),
            decimals(row.get("people"), 0),
            percent(row.get("share")),
        ]);
    }
    table.print();
    output::line(&format!(
        "{} m（{} min）以内，最多 {} 类 / within, at most so many categories",
        decimals(figures.pointer("/reach/metres"), 0),
        decimals(figures.pointer("/reach/minutes"), 1),
        figures["most"],
    ));
    print_head(figures);
}
