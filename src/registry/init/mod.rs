//! Makes a database with a district's data: reference texts, divisions, population, clusters, and,
//! where the district's file asks for it, the demonstration registry.

mod files;

pub use files::Files;

use super::Registry;
use super::clock::Clock;
use super::error::RegistryError;
use super::import::{Report, Request, What};
use super::reference::{self, District};
use super::write::Author;
use crate::domain::change::Actor;
use crate::storage;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What was loaded, to be told to the user.
#[derive(Clone, Debug)]
pub struct Loaded {
    pub file: String,
    pub report: Report,
}

/// Which data to begin with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Start {
    /// Folder of `geodata/`.
    District(String),
    /// Kinds and rules only.
    Empty,
}

/// Actor of what `init` loads.
const ACTOR: &str = "init";

/// Initialises a database that is empty.
///
/// # Errors
/// It is initialised already, a data file is missing or wrong (named with row and field), or the
/// store fails.
pub async fn init(
    database: &str,
    files: &Files,
    start: &Start,
    clock: Clock,
    tell: impl Fn(&Loaded),
) -> Result<Arc<Registry>, RegistryError> {
    let store = storage::open(database, true).await?;
    if store.setting(reference::DISTRICT).await?.is_some() {
        return Err(RegistryError::refused(
            "数据库已经初始化；要重新开始请换一个文件",
            "the database is initialised already; to start anew name another one",
        ));
    }
    let district = match start {
        Start::Empty => EMPTY.to_owned(),
        Start::District(name) => files.text(&format!("geodata/{name}/district.toml")).map_err(|_| {
            let known = files.districts().join(", ");
            RegistryError::refused(
                format!("没有 geodata/{name}/district.toml；现有：{known}"),
                format!("there is no geodata/{name}/district.toml; there are: {known}"),
            )
        })?,
    };
    let facts: District = reference::read_toml("district.toml", &district)?;
    for (name, path) in [
        (reference::KINDS, &facts.kinds),
        (reference::RULES, &facts.rules),
        (reference::COLUMNS, &facts.columns),
    ] {
        store.put_setting(name, &files.text(path)?).await?;
    }
    if let Some(name) = &facts.plan {
        let text = files.text(name)?;
        super::plan::parse(name, &text)?;
        store.put_setting(reference::PLAN, &text).await?;
    }
    // Last, since it is what says that the database is initialised.
    store.put_setting(reference::DISTRICT, &district).await?;
    let registry = Registry::open(store, clock).await?;
    let Start::District(name) = start else { return Ok(registry) };
    let author = Author { actor: Actor(ACTOR.to_owned()), unconditional: true };
    let folder = format!("geodata/{name}");
    let mut work: Vec<(What, PathBuf)> = Vec::new();
    for (what, stem) in
        [(What::Divisions, "divisions"), (What::Population, "population"), (What::Clusters, "clusters")]
    {
        work.extend(files.data(&folder, stem)?.into_iter().map(|file| (what, file)));
    }
    if let Some(demo) = &facts.demo {
        for (what, stem) in [(What::Sites, "sites"), (What::Equipment, "equipment")] {
            work.extend(files.data(demo, stem)?.into_iter().map(|file| (what, file)));
        }
    }
    for (what, file) in work {
        let report = load(&registry, &author, what, &file).await?;
        let name = file.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        tell(&Loaded { file: name, report });
    }
    Ok(registry)
}

async fn load(
    registry: &Arc<Registry>,
    author: &Author,
    what: What,
    file: &Path,
) -> Result<Report, RegistryError> {
    let report = registry.import(author, &Request::new(what, file)).await?;
    if report.committed {
        return Ok(report);
    }
    let (zh, en) = report.rows.iter().find(|row| row.severity == super::import::Severity::Error).map_or_else(
        || (String::new(), String::new()),
        |row| {
            let (number, field) = (row.row, row.field.clone().unwrap_or_default());
            (
                format!("第 {number} 行 {field}：{}", row.message_zh),
                format!("row {number} {field}: {}", row.message_en),
            )
        },
    );
    let name = file.display();
    Err(RegistryError::refused(
        format!("{name} 有 {} 行错误，{zh}", report.rejected),
        format!("{name} has {} wrong rows, {en}", report.rejected),
    ))
}

/// A district of which nothing is known yet.
const EMPTY: &str = r#"id = "empty"
name_zh = "未命名区"
name_en = "Unnamed district"
"#;
