//! `jiantu reach`

use super::{Common, decimals, division, percent, print_head};
use crate::cli::output::{self, Table};
use crate::config::DatabaseUrl;
use crate::registry::RegistryError;
use crate::registry::study::Study;
use serde_json::Value;
use std::process::ExitCode;

/// 可达人口：谁离场地有多远 / people within distances of a site
#[derive(clap::Args, Debug)]
#[command(
    after_help = "例 / Examples:\n  jiantu reach --metres 300,500,1000 --as-of 2025-12-31\n  jiantu reach --minutes 15 --kinds basketball --format json\n  jiantu reach --format geojson --out reach.geojson"
)]
pub struct Args {
    /// 距离（米），逗号分隔；缺省为 GB 50180 的 300,500,1000 / metres, with commas
    #[arg(long, conflicts_with = "minutes")]
    metres: Option<String>,
    /// 时间（分钟），逗号分隔 / minutes, with commas
    #[arg(long)]
    minutes: Option<String>,
    /// 另按 kind 类型、access 开放方式列表 / tables by kind, access
    #[arg(long)]
    by: Option<String>,
    /// 多样性半径（米） / radius of variety, metres
    #[arg(long, value_name = "M")]
    variety_m: Option<String>,
    /// 多样性所需设施种类数 / families of facilities that make enough variety
    #[arg(long, value_name = "N")]
    variety_kinds: Option<String>,
    #[command(flatten)]
    common: Common,
}

impl Args {
    pub async fn run(self, database: &DatabaseUrl) -> Result<ExitCode, RegistryError> {
        let own = vec![
            ("metres", self.metres),
            ("minutes", self.minutes),
            ("by", self.by),
            ("variety_m", self.variety_m),
            ("variety_kinds", self.variety_kinds),
        ];
        self.common.ask(database, Study::Reach, own, print).await
    }
}

fn print(figures: &Value) {
    let distances = figures["distances"].as_array().cloned().unwrap_or_default();
    let limit = |distance: &Value| {
        format!("{} m / {} min", decimals(distance.get("metres"), 0), decimals(distance.get("minutes"), 1))
    };
    let limits: Vec<String> = distances.iter().map(limit).collect();
    let mut headings = vec![("区划 division", false), ("人口 people", true)];
    for limit in &limits {
        headings.push((limit, true));
        headings.push(("%", true));
    }
    // Ways along streets may have been timed.
    let timed = figures.pointer("/rows/0/median_min").is_some();
    headings.extend(if timed {
        [("中位 median min", true), ("P90 min", true), ("平均 mean min", true)]
    } else {
        [("中位 median m", true), ("P90 m", true), ("平均 mean m", true)]
    });
    let (columns, digits) =
        if timed { (["median_min", "p90_min", "mean_min"], 1) } else { (["median_m", "p90_m", "mean_m"], 0) };
    let mut table = Table::new(&headings);
    for (position, row) in figures["rows"].as_array().into_iter().flatten().enumerate() {
        let none = if position == 0 { "全部 everybody" } else { "未划入 unassigned" };
        let mut cells = vec![division(row.get("division"), none), decimals(row.get("people"), 0)];
        for within in row["within"].as_array().into_iter().flatten() {
            cells.extend([decimals(within.get("people"), 0), percent(within.get("share"))]);
        }
        cells.extend(columns.map(|name| decimals(row.get(name), digits)));
        table.row(cells);
    }
    table.print();
    for (name, title) in [("ages", "年龄组 age group"), ("kinds", "类型 kind"), ("access", "开放方式 access")]
    {
        classes(figures.get(name), title, &limits);
    }
    let variety = &figures["variety"];
    output::line(&format!(
        "{} m 内至少 {} 类设施 / at least {} families of facilities within {} m：{} 人 people，{}",
        decimals(variety.get("metres"), 0),
        variety["least"],
        variety["least"],
        decimals(variety.get("metres"), 0),
        decimals(variety.get("people"), 0),
        percent(variety.get("share")),
    ));
    if let Some(villages) = figures.get("villages").filter(|villages| villages.is_object()) {
        let wanted = villages["wanted"].as_array().into_iter().flatten();
        let wanted: Vec<String> = wanted
            .map(|want| format!("{} ≥ {}", want["name_zh"].as_str().unwrap_or_default(), want["count"]))
            .collect();
        output::line(&format!(
            "行政村 villages（{}，{} m 内）：{} / {} 达到 have it all",
            wanted.join("，"),
            decimals(villages.get("around_m"), 0),
            villages["met"],
            villages["of"],
        ));
    }
    print_head(figures);
}

fn classes(rows: Option<&Value>, title: &str, limits: &[String]) {
    let Some(rows) = rows.and_then(Value::as_array).filter(|rows| !rows.is_empty()) else { return };
    let mut headings = vec![(title, false), ("数 number", true)];
    for limit in limits {
        headings.push((limit, true));
        headings.push(("%", true));
    }
    let mut table = Table::new(&headings);
    for row in rows {
        let name = row.get("name_zh").or(row.get("group")).and_then(Value::as_str).unwrap_or("—").to_owned();
        let mut cells = vec![name, decimals(row.get("sites").or(row.get("people")), 0)];
        for within in row["within"].as_array().into_iter().flatten() {
            cells.extend([decimals(within.get("people"), 0), percent(within.get("share"))]);
        }
        table.row(cells);
    }
    table.print();
}
