//! `jiantu isochrone`

use super::{Common, decimals, percent, print_head};
use crate::cli::output::{self, Table};
use crate::config::DatabaseUrl;
use crate::registry::RegistryError;
use crate::registry::study::Study;
use serde_json::Value;
use std::process::ExitCode;

/// 等时圈：沿路网能走多远，服务多少人 / how far one gets along streets, and whom that serves
#[derive(clap::Args, Debug)]
#[command(
    after_help = "例 / Examples:\n  jiantu isochrone --at 123.463,41.679 --minutes 5,10,15\n  jiantu isochrone --site 0197c5b0-0000-7000-8000-000000000001 --mode cycle --format geojson --out rings.geojson"
)]
pub struct Args {
    /// 经度,纬度（WGS 84） / lon,lat
    #[arg(long, value_name = "LON,LAT", allow_hyphen_values = true, conflicts_with = "site")]
    at: Option<String>,
    /// 场地编号 / id of a site
    #[arg(long)]
    site: Option<String>,
    /// 时间（分钟），缺省 5,10,15 / minutes
    #[arg(long)]
    minutes: Option<String>,
    /// 沿路距离（米） / metres along streets
    #[arg(long, conflicts_with = "minutes")]
    metres: Option<String>,
    #[command(flatten)]
    common: Common,
}

impl Args {
    pub async fn run(self, database: &DatabaseUrl) -> Result<ExitCode, RegistryError> {
        let own =
            vec![("at", self.at), ("site", self.site), ("minutes", self.minutes), ("metres", self.metres)];
        self.common.ask(database, Study::Isochrone, own, print).await
    }
}

fn print(figures: &Value) {
    let mut table = Table::new(&[
        ("分钟 min", true),
        ("米 m", true),
        ("人口 people", true),
        ("占全部 share", true),
        ("道路 street km", true),
    ]);
    for ring in figures["rings"].as_array().into_iter().flatten() {
        table.row(vec![
            decimals(ring.get("minutes"), 1),
            decimals(ring.get("metres"), 0),
            decimals(ring.get("people"), 0),
            percent(ring.get("share")),
            decimals(ring.get("street_km"), 1),
        ]);
    }
    table.print();
    output::line(&format!(
        "路网 streets：{}，{} 点 nodes，{} 段 edges",
        figures.pointer("/streets/source").and_then(Value::as_str).unwrap_or("—"),
        decimals(figures.pointer("/streets/nodes"), 0),
        decimals(figures.pointer("/streets/edges"), 0),
    ));
    print_head(figures);
}
