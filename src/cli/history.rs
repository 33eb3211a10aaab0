//! `jiantu history`

use super::output::{self, Shape, Table};
use crate::config::DatabaseUrl;
use crate::registry::RegistryError;
use crate::registry::history::shown;
use std::process::ExitCode;

/// 变更历史 / all changes of one thing
#[derive(clap::Args, Debug)]
#[command(after_help = "例 / Example:\n  jiantu history S-001\n  jiantu history 0197b3e2-… --format json")]
pub struct Args {
    /// 编号：UUID、外部编号或二维码 / a UUID (also of what was removed), an external id or a QR code
    id: String,
    #[arg(long, value_enum, default_value = "table")]
    format: Shape,
}

impl Args {
    pub async fn run(self, database: &DatabaseUrl) -> Result<ExitCode, RegistryError> {
        let registry = super::registry(database).await?;
        let entity = registry.find_entity(&self.id).await?;
        let changes = registry.history(entity).await?;
        match self.format {
            Shape::Json => output::json(&changes.iter().map(shown).collect::<Vec<_>>())?,
            Shape::Table => {
                let mut table = Table::new(&[
                    ("序号 seq", true),
                    ("登记 recorded", false),
                    ("成立 effective", false),
                    ("原因 reason", false),
                    ("经手 actor", false),
                    ("结果 result", false),
                ]);
                for change in &changes {
                    let result = match (&change.before, &change.after) {
                        (None, Some(_)) => "新增 added",
                        (Some(_), Some(_)) => "修改 changed",
                        (_, None) if change.erased => "已抹除 erased",
                        (_, None) => "删除 removed",
                    };
                    table.row(vec![
                        change.seq.to_string(),
                        change.recorded_at.to_rfc3339(),
                        change.effective_from.to_string(),
                        change.reason.as_str().to_owned(),
                        change.actor.0.clone(),
                        result.to_owned(),
                    ]);
                }
                table.print();
            }
        }
        registry.close().await;
        Ok(ExitCode::SUCCESS)
    }
}
