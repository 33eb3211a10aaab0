//! `jiantu equity`

use super::access::How;
use super::{Common, decimals, division, print_head};
use crate::cli::output::{self, Table};
use crate::config::DatabaseUrl;
use crate::registry::RegistryError;
use crate::registry::study::Study;
use serde_json::Value;
use std::process::ExitCode;

/// 公平性：人均面积与可用场地在人群中分布得是否均匀 / how evenly area and access are shared
#[derive(clap::Args, Debug)]
#[command(
    after_help = "例 / Examples:\n  jiantu equity --as-of 2025-12-31\n  jiantu equity --level village --figure open --format json"
)]
pub struct Args {
    /// 比较哪一级区划 / the level of the divisions that are compared
    #[arg(long)]
    level: Option<String>,
    /// 口径：all 法定，open 开放，free 免费开放 / all, open, free
    #[arg(long)]
    figure: Option<String>,
    #[command(flatten)]
    how: How,
    #[command(flatten)]
    common: Common,
}

impl Args {
    pub async fn run(self, database: &DatabaseUrl) -> Result<ExitCode, RegistryError> {
        let mut own = self.how.given();
        own.extend([("level", self.level), ("figure", self.figure)]);
        self.common.ask(database, Study::Equity, own, print).await
    }
}

fn print(figures: &Value) {
    let mut table = Table::new(&[
        ("", false),
        ("人口 people", true),
        ("平均 mean", true),
        ("基尼 Gini", true),
        ("帕尔马 Palma", true),
        ("泰尔 Theil", true),
        ("区划间 between", true),
        ("区划内 within", true),
    ]);
    for (name, title) in [("area", "人均面积 area per head"), ("access", "人均可用 access")] {
        let of = &figures[name];
        let mut cells = vec![title.to_owned(), decimals(of.get("people"), 0)];
        cells.extend(["mean", "gini", "palma"].map(|name| decimals(of.get(name), 3)));
        cells.extend(
            ["/theil/total", "/theil/between", "/theil/within"].map(|path| decimals(of.pointer(path), 4)),
        );
        table.row(cells);
    }
    table.print();
    let mut table =
        Table::new(&[("区划 division", false), ("人口 people", true), ("m²/人 m² per head", true)]);
    for row in figures.pointer("/area/divisions").and_then(Value::as_array).into_iter().flatten() {
        table.row(vec![
            division(row.get("division"), "—"),
            decimals(row.get("people"), 0),
            decimals(row.get("m2_per_head"), 2),
        ]);
    }
    table.print();
    for row in figures.pointer("/area/left_out").and_then(Value::as_array).into_iter().flatten() {
        let why = match row["why"].as_str() {
            Some("no_people") => "没有人口 no population",
            _ => "面积未知 area unknown",
        };
        output::line(&format!("未参与比较 left out：{}（{why}）", division(row.get("division"), "—")));
    }
    print_head(figures);
}
