//! `jiantu token`

use super::output::{self, Shape, Table};
use crate::config::DatabaseUrl;
use crate::domain::time::Micros;
use crate::registry::RegistryError;
use crate::registry::token::ADMIN;
use std::process::ExitCode;

/// 令牌 / tokens for writing
#[derive(clap::Subcommand, Debug)]
pub enum Command {
    /// 发放；密文只显示一次 / issue one; its secret is shown once
    #[command(after_help = "例 / Example:\n  jiantu token issue --label tablet-3")]
    Issue {
        /// 用途 / what it is for
        #[arg(long, default_value = "admin")]
        label: String,
        /// 允许不带 If-Match 写入（QGIS 等），日志中注明 / may write without If-Match (QGIS, OWSLib); the log marks what it writes
        #[arg(long)]
        unconditional: bool,
    },
    /// 收回 / withdraw
    #[command(after_help = "例 / Example:\n  jiantu token revoke --label tablet-3")]
    Revoke {
        #[arg(long)]
        label: String,
    },
    /// 列出 / list
    #[command(after_help = "例 / Example:\n  jiantu token list --format json")]
    List {
        #[arg(long, value_enum, default_value_t = Shape::Table)]
        format: Shape,
    },
}

impl Command {
    pub async fn run(self, database: &DatabaseUrl) -> Result<ExitCode, RegistryError> {
        let registry = super::registry(database).await?;
        match self {
            Self::Issue { label, unconditional } => {
                let secret = if unconditional {
                    registry.issue_editor_token(ADMIN, &label).await?
                } else {
                    registry.issue_token(ADMIN, &label).await?
                };
                output::line(&secret);
            }
            Self::Revoke { label } => {
                let count = registry.revoke_token(&label).await?;
                output::line(&format!("收回 withdrawn: {count}"));
                if count == 0 {
                    return Ok(ExitCode::FAILURE);
                }
            }
            Self::List { format: Shape::Json } => {
                let tokens = registry.tokens().await?;
                let shown = tokens.into_iter().map(|token| {
                    serde_json::json!({
                        "label": token.label,
                        "issued": token.created_at.to_rfc3339(),
                        "withdrawn": token.revoked_at.map(Micros::to_rfc3339),
                        "unconditional": token.unconditional,
                    })
                });
                output::json(&shown.collect::<Vec<_>>())?;
            }
            Self::List { format: Shape::Table } => {
                let mut table = Table::new(&[
                    ("用途 label", false),
                    ("发放 issued", false),
                    ("收回 withdrawn", false),
                    ("不带版本 unconditional", false),
                ]);
                for token in registry.tokens().await? {
                    let withdrawn = token.revoked_at.map_or_else(|| "—".to_owned(), Micros::to_rfc3339);
                    let unconditional = if token.unconditional { "是 yes" } else { "—" };
                    table.row(vec![
                        token.label,
                        token.created_at.to_rfc3339(),
                        withdrawn,
                        unconditional.to_owned(),
                    ]);
                }
                table.print();
            }
        }
        registry.close().await;
        Ok(ExitCode::SUCCESS)
    }
}
