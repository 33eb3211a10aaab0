//! `jiantu reference`

use super::init::Told;
use super::output::{self, Shape};
use crate::config::DatabaseUrl;
use crate::registry::RegistryError;
use crate::registry::reference::{Edits, Reference};
use std::process::ExitCode;

/// 区名、时区、计划、规则、类型：查看或更换 / the district's name, time zone, plan, rules and kinds: show or replace
#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    #[command(flatten)]
    told: Told,
    #[arg(long, value_enum, default_value = "table")]
    format: Shape,
}

const EXAMPLES: &str = "\
例 / Examples:
  jiantu reference
  jiantu reference --name 浑南区 --plan 规划.toml
  jiantu reference --rules rules.toml        # 规则变了须换 version / changed rules need a new version";

impl Args {
    pub async fn run(self, database: &DatabaseUrl) -> Result<ExitCode, RegistryError> {
        let registry = super::registry(database).await?;
        let edits = self.told.edits()?;
        let replaced =
            if edits == Edits::default() { None } else { Some(registry.replace_reference(&edits).await?) };
        let reference = replaced.as_ref().unwrap_or_else(|| registry.reference());
        match self.format {
            Shape::Json => output::json(&described(reference))?,
            Shape::Table => {
                print(reference);
                if replaced.is_some() {
                    output::line(
                        "已更换；正在运行的服务重启后生效 / replaced; a running service follows when it is started anew",
                    );
                }
            }
        }
        registry.close().await;
        Ok(ExitCode::SUCCESS)
    }
}

fn described(reference: &Reference) -> serde_json::Value {
    serde_json::json!({
        "district": reference.district,
        "plan": reference.plan.as_ref().map(|plan| serde_json::json!({
            "id": plan.id, "title_zh": plan.name_zh, "title_en": plan.name_en,
        })),
        "target_m2_per_head": reference.target_m2_per_head(),
        "rules": reference.rules.written,
        "kinds": reference.catalogue.kinds().len(),
        "equipment_kinds": reference.catalogue.equipment_kinds().len(),
        "modes": reference.modes,
        "projects": {
            "version": reference.projects.version,
            "currency": reference.projects.currency,
            "are_examples": reference.projects.are_examples,
            "projects": reference.projects.projects,
        },
    })
}

fn print(reference: &Reference) {
    let district = &reference.district;
    output::line(&format!("区 district：{} {}（{}）", district.name_zh, district.name_en, district.id));
    output::line(&format!("时区 time zone：{}", district.time_zone));
    let plan = reference
        .plan
        .as_ref()
        .map_or_else(|| "—".to_owned(), |plan| format!("{}（{}）", plan.name_zh, plan.id));
    let target =
        reference.target_m2_per_head().map_or_else(|| "—".to_owned(), |target| format!("{target} m²/人"));
    output::line(&format!("计划 plan：{plan}，目标 target {target}"));
    output::line(&format!("规则 rules：{}", reference.rules.version));
    output::line(&format!(
        "类型 kinds：{} 种场地 of sites，{} 种器材 of equipment",
        reference.catalogue.kinds().len(),
        reference.catalogue.equipment_kinds().len()
    ));
    let modes: Vec<&str> = reference.modes.iter().map(|mode| mode.name_zh.as_str()).collect();
    output::line(&format!("出行方式 modes：{}（{}）", modes.join("、"), reference.modes.version));
    let projects = &reference.projects;
    let example = if projects.are_examples { "，造价为示例 costs are examples" } else { "" };
    output::line(&format!(
        "典型项目 projects：{} 个（{}）{example}",
        projects.projects.len(),
        projects.version
    ));
}
