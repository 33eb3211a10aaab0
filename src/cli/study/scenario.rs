//! `jiantu scenario`

use super::{Common, decimals, division, percent, print_head};
use crate::cli::output::{self, Shape, Table};
use crate::config::DatabaseUrl;
use crate::domain::change::Actor;
use crate::registry::study::Question;
use crate::registry::write::{Author, Condition};
use crate::registry::{Registry, RegistryError};
use serde_json::{Map, Value, json};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Who writes from here, as the log tells it.
const ACTOR: &str = "command-line";

/// 方案：假设的变动，与现状并列比较 / scenarios: supposed changes, beside the present
#[derive(clap::Subcommand, Debug)]
pub enum Command {
    /// 列出 / list
    #[command(after_help = "例 / Example:\n  jiantu scenario list --format json")]
    List {
        #[arg(long, value_enum, default_value_t = Shape::Table)]
        format: Shape,
    },
    /// 新建 / create
    #[command(
        after_help = "例 / Example:\n  jiantu scenario create 东部补建 --changes changes.json\n\nchanges.json:\n  [{\"add\": {\"geometry\": {\"type\": \"Point\", \"coordinates\": [123.48, 41.70]}, \"kind\": \"basketball\", \"area_m2\": 608}},\n   {\"close\": {\"site\": \"0197…\"}}, {\"grow\": {\"division\": \"210112\", \"factor\": 1.1}}, {\"width\": {\"metres\": 3}}]"
    )]
    Create {
        /// 名称，不可重复 / its name, unique
        name: String,
        /// 变动（JSON 列表） / the changes, a JSON list
        #[arg(long, value_name = "FILE")]
        changes: PathBuf,
        /// 说明 / a note
        #[arg(long)]
        note: Option<String>,
    },
    /// 删除 / remove
    #[command(after_help = "例 / Example:\n  jiantu scenario remove 东部补建")]
    Remove { name: String },
    /// 导出为 JSON / export as JSON
    #[command(after_help = "例 / Example:\n  jiantu scenario export 东部补建 > scenario.json")]
    Export { name: String },
    /// 与现状及彼此比较 / compare with the present and each other
    #[command(
        after_help = "例 / Examples:\n  jiantu scenario compare 东部补建 西部补建 --metres 500,1000\n  jiantu scenario compare --changes changes.json --format json"
    )]
    Compare {
        /// 方案名称 / names of scenarios
        names: Vec<String>,
        /// 未保存的变动（JSON 列表），另成一列 / changes that are saved nowhere, a column of their own
        #[arg(long, value_name = "FILE")]
        changes: Option<PathBuf>,
        /// 距离（米），逗号分隔 / metres, with commas
        #[arg(long, conflicts_with = "minutes")]
        metres: Option<String>,
        /// 时间（分钟） / minutes
        #[arg(long)]
        minutes: Option<String>,
        #[command(flatten)]
        common: Box<Common>,
    },
}

impl Command {
    pub async fn run(self, database: &DatabaseUrl) -> Result<ExitCode, RegistryError> {
        if let Self::Compare { names, changes, metres, minutes, common } = self {
            let changes = changes.map(|file| read(&file)).transpose()?;
            let scenarios = (!names.is_empty()).then(|| names.join(","));
            let own = vec![("scenarios", scenarios), ("metres", metres), ("minutes", minutes)];
            let read = |asked, reference: &_| Question::compare(asked, changes, false, reference);
            return common.ask_for(database, own, read, print).await;
        }
        let registry = crate::cli::registry(database).await?;
        let author = Author { actor: Actor(ACTOR.to_owned()), unconditional: true };
        match self {
            Self::List { format } => list(&registry, format)?,
            Self::Create { name, changes, note } => {
                let mut members: Map<String, Value> = Map::new();
                members.insert("name".to_owned(), name.clone().into());
                members.insert("changes".to_owned(), read(&changes)?);
                members.extend(note.map(|note| ("note".to_owned(), note.into())));
                let written = registry.create_scenario(&author, members, None).await?;
                output::line(&format!("已建立 created：{name} {}", written.id));
            }
            Self::Remove { name } => {
                let id = find(&registry, &name)?["id"].as_str().unwrap_or_default().to_owned();
                let id = id.parse().map_err(|_| RegistryError::Internal(format!("scenario id {id}")))?;
                registry.remove_scenario(&author, id, Condition::Any).await?;
                output::line(&format!("已删除 removed：{name}"));
            }
            Self::Export { name } => output::json(&find(&registry, &name)?)?,
            Self::Compare { .. } => {}
        }
        registry.close().await;
        Ok(ExitCode::SUCCESS)
    }
}

/// A JSON file.
fn read(file: &Path) -> Result<Value, RegistryError> {
    let name = file.display();
    let text = std::fs::read_to_string(file).map_err(|error| {
        RegistryError::refused(format!("无法读取 {name}：{error}"), format!("can not read {name}: {error}"))
    })?;
    serde_json::from_str(&text).map_err(|error| {
        RegistryError::refused(format!("{name} 不是 JSON：{error}"), format!("{name} is no JSON: {error}"))
    })
}

fn find(registry: &Registry, name: &str) -> Result<Value, RegistryError> {
    let world = registry.world();
    match world.scenarios.find(name) {
        Some(found) => Ok(json!(found.thing)),
        None => Err(RegistryError::refused(
            format!("没有方案“{name}”，见 jiantu scenario list"),
            format!("there is no scenario `{name}`; see `jiantu scenario list`"),
        )),
    }
}

fn list(registry: &Registry, format: Shape) -> Result<(), RegistryError> {
    let world = registry.world();
    let all: Vec<_> = world.scenarios.iter().map(|standing| &standing.thing).collect();
    if format == Shape::Json {
        return output::json(&all);
    }
    let mut table =
        Table::new(&[("名称 name", false), ("变动 changes", true), ("编号 id", false), ("说明 note", false)]);
    for scenario in all {
        table.row(vec![
            scenario.name.clone(),
            scenario.changes.len().to_string(),
            scenario.id.to_string(),
            scenario.note.clone().unwrap_or_default(),
        ]);
    }
    table.print();
    Ok(())
}

fn print(figures: &Value) {
    let distances = figures["distances"].as_array().cloned().unwrap_or_default();
    let limits: Vec<String> =
        distances.iter().map(|d| format!("{} m %", decimals(d.get("metres"), 0))).collect();
    let mut headings = vec![("区划 division", false), ("方案 scenario", false), ("人口 people", true)];
    headings.extend(limits.iter().map(|limit| (limit.as_str(), true)));
    headings.extend([
        ("中位 median m", true),
        ("面积 area m²", true),
        ("m²/人", true),
        ("达标 met", false),
        ("缺口 short m²", true),
    ]);
    let mut table = Table::new(&headings);
    let columns: Vec<&Value> = std::iter::once(&figures["present"])
        .chain(figures["scenarios"].as_array().into_iter().flatten())
        .collect();
    let rows = figures["present"]["rows"].as_array().map_or(0, Vec::len);
    for position in 0..rows {
        for (number, column) in columns.iter().enumerate() {
            let row = &column["rows"][position];
            let none = if position == 0 { "全部 everybody" } else { "未划入 unassigned" };
            let unnamed = if number == 0 { "现状 present" } else { "未保存 not saved" };
            let mut cells = vec![
                if number == 0 { division(row.get("division"), none) } else { String::new() },
                column["name"].as_str().unwrap_or(unnamed).to_owned(),
                decimals(row.get("people"), 0),
            ];
            cells.extend(
                row["within"].as_array().into_iter().flatten().map(|within| percent(within.get("share"))),
            );
            cells.extend([
                decimals(row.get("median_m"), 0),
                decimals(row.get("area_m2"), 0),
                decimals(row.get("m2_per_head"), 3),
                row["met"].as_bool().map_or("—", |met| if met { "是 yes" } else { "否 no" }).to_owned(),
                decimals(row.get("shortfall_m2"), 0),
            ]);
            table.row(cells);
        }
    }
    table.print();
    print_head(figures);
}
