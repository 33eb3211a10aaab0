//! `jiantu gaps`

use super::{Common, decimals, division, percent, print_head};
use crate::cli::output::{self, Table};
use crate::config::DatabaseUrl;
use crate::registry::RegistryError;
use crate::registry::study::Study;
use serde_json::Value;
use std::process::ExitCode;

/// Gaps of a table; the GeoJSON has them all.
const SHOWN: usize = 30;

/// 缺口：谁在服务范围之外，在哪里补建 / who is out of reach, and where a site would reach most of them
#[derive(clap::Args, Debug)]
#[command(
    after_help = "例 / Examples:\n  jiantu gaps --metres 1000 --as-of 2025-12-31\n  jiantu gaps --format geojson --part areas --out gaps.geojson"
)]
pub struct Args {
    /// 服务半径（米），缺省按规则 / radius, metres; by the rules if not given
    #[arg(long, conflicts_with = "minutes")]
    metres: Option<String>,
    /// 服务时间（分钟） / minutes
    #[arg(long)]
    minutes: Option<String>,
    /// 相距多少米以内连成一片 / up to how many metres apart cells hang together
    #[arg(long, value_name = "M")]
    link_m: Option<String>,
    /// 设施少于这么多类即算缺口 / whoever has fewer families of facilities is uncovered
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
            ("link_m", self.link_m),
            ("variety_kinds", self.variety_kinds),
        ];
        self.common.ask(database, Study::Gaps, own, print).await
    }
}

fn print(figures: &Value) {
    let mut table = Table::new(&[
        ("序 rank", true),
        ("人口 people", true),
        ("占全部 share", true),
        ("区划 division", false),
        ("最佳点 best place lon,lat", false),
        ("可达 would reach", true),
        ("最近场地 nearest site", false),
        ("m", true),
    ]);
    let gaps = figures["gaps"].as_array().cloned().unwrap_or_default();
    for gap in gaps.iter().take(SHOWN) {
        let best = &gap["best"];
        let nearest = gap.pointer("/nearest/name_zh").and_then(Value::as_str).unwrap_or("—").to_owned();
        table.row(vec![
            gap["rank"].to_string(),
            decimals(gap.get("people"), 0),
            percent(gap.get("share")),
            division(gap.get("division"), "未划入 unassigned"),
            format!("{},{}", decimals(best.get("lon"), 6), decimals(best.get("lat"), 6)),
            decimals(best.get("people"), 0),
            nearest,
            decimals(gap.pointer("/nearest/metres"), 0),
        ]);
    }
    table.print();
    if gaps.len() > SHOWN {
        let more = gaps.len() - SHOWN;
        output::line(&format!("另有 {more} 处 / {more} more：--format json, geojson"));
    }
    output::line(&format!(
        "{} m（{} min）以外 / beyond：{} 人 people，{}，{} 处 gaps；不足以公开而未列 hidden：{} 处 gaps，{} 人 people",
        decimals(figures.pointer("/radius/metres"), 0),
        decimals(figures.pointer("/radius/minutes"), 1),
        decimals(figures.pointer("/uncovered/people"), 0),
        percent(figures.pointer("/uncovered/share")),
        figures["uncovered"]["gaps"],
        figures["hidden"]["entries"],
        decimals(figures.pointer("/hidden/people"), 0),
    ));
    print_head(figures);
}
