//! `jiantu suspicions`

use super::output::{self, Shape, Table};
use crate::config::DatabaseUrl;
use crate::registry::RegistryError;
use jiff::civil::Date;
use std::process::ExitCode;

/// 疑似重复 / suspected double counting
#[derive(clap::Args, Debug)]
#[command(after_help = "例 / Example:\n  jiantu suspicions --format json")]
pub struct Args {
    /// 截至哪天 / on which day
    #[arg(long, value_name = "DATE", value_parser = super::coverage::date)]
    as_of: Option<Date>,
    #[arg(long, value_enum, default_value = "table")]
    format: Shape,
}

impl Args {
    pub async fn run(self, database: &DatabaseUrl) -> Result<ExitCode, RegistryError> {
        let registry = super::registry(database).await?;
        let (world, pairs) = registry.suspicions(self.as_of).await?;
        match self.format {
            Shape::Json => output::json(&pairs)?,
            Shape::Table => {
                let mut table =
                    Table::new(&[("场地 site", false), ("场地 site", false), ("理由 reason", false)]);
                for pair in &pairs {
                    let reasons: Vec<&str> = pair.reasons.iter().map(|r| r.message_zh.as_str()).collect();
                    let [a, b] = &pair.sites;
                    table.row(vec![a.name_zh.clone(), b.name_zh.clone(), reasons.join("；")]);
                }
                table.print();
                output::line(&format!(
                    "截至 as of {}：{} 对，由人判断 / {} pairs, for a person to decide",
                    world.at.as_of,
                    pairs.len(),
                    pairs.len()
                ));
            }
        }
        registry.close().await;
        Ok(ExitCode::SUCCESS)
    }
}
