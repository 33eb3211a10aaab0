//! `jiantu history`

use super::output::{self, Shape, Table};
use crate::config::DatabaseUrl;
use crate::domain::change::{EntityKind, EntityRef};
use crate::registry::RegistryError;
use crate::registry::history::shown;
use std::process::ExitCode;
use uuid::Uuid;

/// 变更历史 / all changes of one thing
#[derive(clap::Args, Debug)]
#[command(after_help = "例 / Example:\n  jiantu history 0197b3e2-… --format json")]
pub struct Args {
    /// 场地、器材等的编号 / id of a site, a piece of equipment, …
    id: Uuid,
    #[arg(long, value_enum, default_value = "table")]
    format: Shape,
}

impl Args {
    pub async fn run(self, database: &DatabaseUrl) -> Result<ExitCode, RegistryError> {
        let registry = super::registry(database).await?;
        let mut changes = Vec::new();
        for kind in EntityKind::ALL {
            changes.extend(registry.history(EntityRef { kind, id: self.id }).await?);
        }
        if changes.is_empty() {
            return Err(RegistryError::NotFound { what: "entity", id: self.id.to_string() });
        }
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
