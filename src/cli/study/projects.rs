//! `jiantu projects`

use super::{Common, decimals, division, print_day};
use crate::cli::output::{self, Table};
use crate::config::DatabaseUrl;
use crate::registry::RegistryError;
use crate::registry::study::Study;
use serde_json::Value;
use std::process::ExitCode;

/// 补足缺口：达到人均目标最省的项目组合 / the cheapest mix of typical projects that reaches a target
#[derive(clap::Args, Debug)]
#[command(
    after_help = "例 / Examples:\n  jiantu projects --as-of 2025-12-31\n  jiantu projects --each --target 4.5 --format json"
)]
pub struct Args {
    /// 目标（平方米/人），缺省为计划的 / m² per head that is wanted; the plan's if not given
    #[arg(long)]
    target: Option<String>,
    /// 每个区划各自达到 / every division on its own
    #[arg(long)]
    each: bool,
    /// 哪一级区划，缺省为下一级 / the level of the divisions
    #[arg(long)]
    level: Option<String>,
    #[command(flatten)]
    common: Common,
}

impl Args {
    pub async fn run(self, database: &DatabaseUrl) -> Result<ExitCode, RegistryError> {
        let each = self.each.then(|| "true".to_owned());
        let own = vec![("target", self.target), ("each", each), ("level", self.level)];
        self.common.ask(database, Study::Projects, own, print).await
    }
}

fn print(figures: &Value) {
    let mut table = Table::new(&[
        ("区划 division", false),
        ("缺口 short m²", true),
        ("项目 projects", false),
        ("增加 adds m²", true),
        ("造价 cost", true),
        ("下界 bound", true),
        ("说明 note", false),
    ]);
    for row in figures["rows"].as_array().into_iter().flatten() {
        let built = row.pointer("/mix/projects").and_then(Value::as_array).into_iter().flatten();
        let built: Vec<String> = built
            .map(|built| format!("{}×{}", built["name_zh"].as_str().unwrap_or_default(), built["count"]))
            .collect();
        let note = row["note_zh"].as_str().unwrap_or_default();
        table.row(vec![
            division(row.get("division"), "全部 everything"),
            decimals(row.get("shortfall_m2"), 0),
            if built.is_empty() { "—".to_owned() } else { built.join("，") },
            decimals(row.pointer("/mix/area_m2"), 0),
            decimals(row.pointer("/mix/cost"), 0),
            decimals(row.pointer("/mix/bound"), 0),
            format!("{note} / {}", row["note_en"].as_str().unwrap_or_default()),
        ]);
    }
    table.print();
    output::line(&format!(
        "目标 target {} m²/人；合计 total：{} 个项目 projects，{} m²，{} {}；未能补足 left open：{}",
        decimals(figures.get("target_m2_per_head"), 2),
        decimals(figures.pointer("/total/projects"), 0),
        decimals(figures.pointer("/total/area_m2"), 0),
        decimals(figures.pointer("/total/cost"), 0),
        figures["currency"].as_str().unwrap_or_default(),
        decimals(figures.pointer("/total/open"), 0),
    ));
    if figures["example"] == true {
        output::line(
            "EXAMPLE：造价与上限是示例，不是真实价格；请换成本区的招标价（seeds/projects.toml） / costs and limits are made up; put in your own tenders",
        );
    }
    print_day(figures);
}
