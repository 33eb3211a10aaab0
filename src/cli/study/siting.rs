//! `jiantu siting`

use super::{Common, decimals, division, percent, print_head};
use crate::cli::output::{self, Table};
use crate::config::DatabaseUrl;
use crate::registry::RegistryError;
use crate::registry::study::Study;
use serde_json::Value;
use std::process::ExitCode;

/// 选址：新场地建在哪里，并证明没有更好的 / where to build next, with the proof that nothing is better
#[derive(clap::Args, Debug)]
#[command(
    after_help = "例 / Examples:\n  jiantu siting --count 5\n  jiantu siting --model fewest_sites --share 0.98 --candidates grid:500\n  jiantu siting --count 12 --one-in-each subdistrict --format geojson --out places.geojson\n  jiantu siting --budget 3000000 --candidates layer:plots"
)]
pub struct Args {
    /// most_people 覆盖最多人，fewest_sites 用最少场地，least_distance 总距离最短 / what is wanted
    #[arg(long)]
    model: Option<String>,
    /// 最多建几处 / at most so many new sites
    #[arg(long, short = 'k')]
    count: Option<String>,
    /// 预算，单位同候选地点的 cost / budget, in the unit of the candidates' cost
    #[arg(long)]
    budget: Option<String>,
    /// 候选地点：cells、grid:米、layer:图层 / candidate places: cells, grid:METRES, layer:NAME
    #[arg(long)]
    candidates: Option<String>,
    /// 服务半径（米） / radius, metres
    #[arg(long, conflicts_with = "minutes")]
    metres: Option<String>,
    /// 服务时间（分钟） / minutes
    #[arg(long)]
    minutes: Option<String>,
    /// 需覆盖的人口比例，0 到 1（fewest_sites） / share of the people to be reached
    #[arg(long)]
    share: Option<String>,
    /// 此级别每个区划都须达到该比例 / every division of this level has to reach the share
    #[arg(long, value_name = "LEVEL")]
    share_in_each: Option<String>,
    /// 此级别每个区划至少建一处 / every division of this level gets at least one
    #[arg(long, value_name = "LEVEL")]
    one_in_each: Option<String>,
    /// 最多算几秒 / seconds of search
    #[arg(long)]
    seconds: Option<String>,
    #[command(flatten)]
    common: Common,
}

impl Args {
    pub async fn run(self, database: &DatabaseUrl) -> Result<ExitCode, RegistryError> {
        let own = vec![
            ("model", self.model),
            ("count", self.count),
            ("budget", self.budget),
            ("candidates", self.candidates),
            ("metres", self.metres),
            ("minutes", self.minutes),
            ("share", self.share),
            ("share_in_each", self.share_in_each),
            ("one_in_each", self.one_in_each),
            ("seconds", self.seconds),
        ];
        self.common.ask(database, Study::Siting, own, print).await
    }
}

fn print(figures: &Value) {
    let mut table = Table::new(&[
        ("序 rank", true),
        ("经度,纬度 lon,lat", false),
        ("区划 division", false),
        ("新增人口 people", true),
        ("省人·千米（小时） person-km (hours)", true),
        ("名称 name", false),
        ("造价 cost", true),
    ]);
    for place in figures["chosen"].as_array().into_iter().flatten() {
        table.row(vec![
            place["rank"].to_string(),
            format!("{},{}", decimals(place.get("lon"), 6), decimals(place.get("lat"), 6)),
            division(place.get("division"), "未划入 unassigned"),
            decimals(place.get("people"), 0),
            decimals(
                place.get("person_km").filter(|saved| !saved.is_null()).or(place.get("person_hours")),
                1,
            ),
            place["name"].as_str().unwrap_or("—").to_owned(),
            decimals(place.get("cost"), 0),
        ]);
    }
    table.print();
    for (title, group) in [("现状 now", &figures["before"]), ("建成后 then", &figures["after"])] {
        output::line(&format!(
            "{title}：{} m（{} min）内 within：{} 人 people，{}；平均 mean {} m",
            decimals(figures.pointer("/limit/metres"), 0),
            decimals(figures.pointer("/limit/minutes"), 1),
            decimals(group.pointer("/within/0/people"), 0),
            percent(group.pointer("/within/0/share")),
            decimals(group.get("mean_m"), 0),
        ));
    }
    let proof = &figures["proof"];
    output::line(&format!(
        "证明 proof：目标 objective {}，界 bound {}，差 gap {}（{}）{}；{} / {}；候选 candidates {}，未覆盖点 rows {}",
        decimals(proof.get("objective"), 1),
        decimals(proof.get("bound"), 1),
        decimals(proof.get("gap"), 1),
        percent(proof.get("gap_share")),
        proof["unit_zh"].as_str().unwrap_or_default(),
        proof["stopped_zh"].as_str().unwrap_or_default(),
        proof["stopped_en"].as_str().unwrap_or_default(),
        figures["candidates"],
        figures["rows"],
    ));
    print_head(figures);
}
