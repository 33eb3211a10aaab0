//! `jiantu plan declare`

use crate::cli::coverage::date;
use crate::cli::output;
use crate::config::DatabaseUrl;
use crate::domain::change::Actor;
use crate::domain::plan::State;
use crate::domain::record::Declaration;
use crate::registry::RegistryError;
use crate::registry::write::Author;
use jiff::civil::Date;
use serde_json::{Map, Value};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Under which name the log records what this command does.
const ACTOR: &str = "command-line";

/// 责任单位申报任务状态 / what a responsible body says of a task; derived and declared state stand side by side
#[derive(clap::Args, Debug)]
#[command(
    after_help = "例 / Example:\n  jiantu plan declare 25 --state met --by 区体育局 --evidence 会议纪要（2021）3号 --date 2021-12-20"
)]
pub struct Args {
    /// 任务序号 / number of the task
    task: u16,
    /// met 已完成, on_track 按进度, at_risk 有风险, missed 未完成
    #[arg(long, value_parser = state)]
    state: State,
    /// 申报单位 / the body that declares it
    #[arg(long)]
    by: String,
    /// 申报日期；不填为今天 / the day, today if left out
    #[arg(long, value_parser = date)]
    date: Option<Date>,
    /// 佐证说明；申报已完成时必填 / what proves it; needed for `met`
    #[arg(long)]
    evidence: Option<String>,
    /// 佐证文件，随申报保存 / a file that proves it; it is kept
    #[arg(long, value_name = "PATH")]
    file: Option<PathBuf>,
    /// 佐证链接 / an address of the evidence
    #[arg(long)]
    link: Option<String>,
    #[arg(long)]
    note: Option<String>,
}

fn state(text: &str) -> Result<State, String> {
    State::parse(text)
        .ok_or_else(|| "应为 met、on_track、at_risk、missed 之一 / one of these words".to_owned())
}

fn read(path: &Path) -> Result<Vec<u8>, RegistryError> {
    std::fs::read(path).map_err(|error| {
        let shown = path.display();
        RegistryError::refused(format!("无法读取 {shown}：{error}"), format!("can not read {shown}: {error}"))
    })
}

impl Args {
    pub async fn run(self, database: &DatabaseUrl) -> Result<ExitCode, RegistryError> {
        let registry = crate::cli::registry(database).await?;
        let blob = match &self.file {
            None => None,
            Some(path) => Some(registry.keep_evidence_file(&read(path)?).await?.0.to_string()),
        };
        let day = self.date.unwrap_or_else(|| registry.clock().today(&registry.reference().zone));
        let mut members = Map::new();
        let mut put = |name: &str, value: Option<String>| {
            if let Some(value) = value {
                members.insert(name.to_owned(), Value::String(value));
            }
        };
        put("external_id", Some(format!("task-{}-{day}-{}", self.task, uuid::Uuid::now_v7().simple())));
        put("task", Some(self.task.to_string()));
        put("state", Some(self.state.as_str().to_owned()));
        put("date", Some(day.to_string()));
        put("declared_by", Some(self.by));
        put("evidence_text", self.evidence);
        put("evidence_link", self.link);
        put("blob", blob);
        put("note", self.note);
        let author = Author { actor: Actor(ACTOR.to_owned()), unconditional: true };
        let written = registry.register_record::<Declaration>(&author, members, None).await?;
        output::line(&format!(
            "任务 {} 已申报：{} {}，{day} / declared; history: jiantu history {}",
            self.task,
            self.state.zh(),
            self.state.as_str(),
            written.id
        ));
        registry.close().await;
        Ok(ExitCode::SUCCESS)
    }
}
