//! Makes a database with a district's data: reference texts, divisions, population, clusters, and,
//! where the district's file asks for it, the demonstration registry. All of it or none.

mod files;
/// Where the database is made: aside, until it is whole.
mod making;

pub use files::Files;

use super::Registry;
use super::clock::Clock;
use super::error::RegistryError;
use super::import::{Report, Request, Severity, What};
use super::reference::{self, District, Edits, File, FileHolds, Reference, Texts};
use super::write::Author;
use crate::domain::change::Actor;
use crate::storage::{self, SharedStore};
use making::Making;
use sha2::{Digest, Sha256};
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

/// What to begin with, and what of it is otherwise here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    pub start: Start,
    pub edits: Edits,
}

impl From<&Start> for Wanted {
    fn from(start: &Start) -> Self {
        Self { start: start.clone(), edits: Edits::default() }
    }
}

/// Actor of what `init` loads.
const ACTOR: &str = "init";
/// Setting of a server's database that is being made: what is being made of it.
const BEGUN: &str = "init_begun";

/// Initialises a database that is empty. What fails leaves none: an SQLite file is made aside and put
/// in place when it is whole; a server gets only what went well in such a file before, and counts as
/// initialised at the very end.
///
/// # Errors
/// It is initialised already, a data file is missing or wrong (named with row and field), or the
/// store fails.
pub async fn init(
    database: &str,
    files: &Files,
    wanted: impl Into<Wanted>,
    clock: Clock,
    tell: impl Fn(&Loaded),
) -> Result<Arc<Registry>, RegistryError> {
    let begin = Beginning::read(files, &wanted.into())?;
    let Some(target) = making::file_of(database) else {
        return in_server(database, &begin, clock, tell).await;
    };
    if target.exists() {
        let store = storage::open(database, false).await?;
        let made = store.setting(reference::DISTRICT).await;
        store.close().await;
        refuse_made(made?.as_ref())?;
    }
    let making = Making::beside(&target);
    let registry = begin.fill(storage::open(&making.url(), true).await?, clock.clone(), tell).await?;
    registry.close().await;
    drop(registry);
    making.publish(&target)?;
    Registry::open_at(database, clock).await
}

async fn in_server(
    database: &str,
    begin: &Beginning,
    clock: Clock,
    tell: impl Fn(&Loaded),
) -> Result<Arc<Registry>, RegistryError> {
    let store = storage::open(database, true).await?;
    refuse_made(store.setting(reference::DISTRICT).await?.as_ref())?;
    // What an init that was killed left behind is taken up again: imports do not repeat themselves.
    let begun = store.setting(BEGUN).await?;
    if store.identity().await?.head.0 > 0 && begun.as_ref() != Some(&begin.print) {
        store.close().await;
        return Err(RegistryError::refused(
            "此库中有一次未完成的初始化，内容与这次不同：请用原来的参数重新运行，或换一个空库",
            "an init of something else was begun in this database and not finished: repeat that one, or name an empty database",
        ));
    }
    let trial = Making::beside(&std::env::temp_dir().join("jiantu.gpkg"));
    let tried = begin.fill(storage::open(&trial.url(), true).await?, clock.clone(), |_| {}).await;
    match tried {
        Ok(tried) => tried.close().await,
        Err(error) => {
            store.close().await;
            return Err(error);
        }
    }
    store.put_setting(BEGUN, &begin.print).await?;
    begin.fill(store, clock, tell).await
}

fn refuse_made(district: Option<&String>) -> Result<(), RegistryError> {
    if district.is_none() {
        return Ok(());
    }
    Err(RegistryError::refused(
        "数据库已经初始化；要重新开始请换一个文件，要换计划、规则、名称请用 jiantu reference",
        "the database is initialised already; to start anew name another one, to change its plan, rules or name use `jiantu reference`",
    ))
}

/// All that a database begins with, read and understood before anything is made.
struct Beginning {
    texts: Texts,
    reference: Arc<Reference>,
    work: Vec<(What, PathBuf)>,
    /// Tells one beginning from another.
    print: String,
}

impl Beginning {
    fn read(files: &Files, wanted: &Wanted) -> Result<Self, RegistryError> {
        let text = match &wanted.start {
            Start::Empty => File::new("district.toml", EMPTY),
            Start::District(name) => {
                let path = format!("geodata/{name}/district.toml");
                let text = files.text(&path).map_err(|_| {
                    let known = files.districts().join(", ");
                    RegistryError::refused(
                        format!("没有 {path}；现有：{known}"),
                        format!("there is no {path}; there are: {known}"),
                    )
                })?;
                File::new(path, text)
            }
        };
        let facts: District = reference::read_toml(&text.name, &text.text)?;
        let file = |path: &str| Ok::<_, RegistryError>(File::new(path, files.text(path)?));
        let edits = &wanted.edits;
        let plan = facts.plan.as_deref().filter(|_| edits.plan.is_none()).map(file).transpose()?;
        let or_built_in = |told: Option<&str>, usual: &'static str, built_in: fn() -> File| {
            let there = || files.path(usual).is_ok().then_some(usual);
            told.or_else(there).map_or_else(|| Ok(built_in()), file)
        };
        let mut texts = Texts {
            district: text,
            kinds: file(&facts.kinds)?,
            rules: file(&facts.rules)?,
            columns: file(&facts.columns)?,
            modes: or_built_in(facts.modes.as_deref(), "seeds/modes.toml", reference::built_in_modes)?,
            projects: or_built_in(
                facts.projects.as_deref(),
                "seeds/projects.toml",
                reference::built_in_projects,
            )?,
            plan,
        };
        texts.edit(edits)?;
        let reference = Arc::new(texts.read()?);
        if edits.projects.is_some() || facts.projects.is_some() {
            reference.projects.refuse_left_out()?;
        }
        let work = match &wanted.start {
            Start::Empty => Vec::new(),
            Start::District(name) => work(files, &format!("geodata/{name}"), &reference.district)?,
        };
        let print = format!("{:?} {:?}", wanted.start, texts);
        Ok(Self { texts, reference, work, print: hex::encode(Sha256::digest(print)) })
    }

    /// Loads everything into a store, and says at the end that it is whole.
    async fn fill(
        &self,
        store: SharedStore,
        clock: Clock,
        tell: impl Fn(&Loaded),
    ) -> Result<Arc<Registry>, RegistryError> {
        let filled = async {
            let registry =
                Registry::open_with(Arc::clone(&store), Arc::clone(&self.reference), clock).await?;
            let author = Author { actor: Actor(ACTOR.to_owned()), unconditional: true };
            for (what, file) in &self.work {
                let report = load(&registry, &author, *what, file).await?;
                let name =
                    file.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
                tell(&Loaded { file: name, report });
            }
            self.texts.store(&*store).await?;
            Ok::<_, RegistryError>(registry)
        };
        match filled.await {
            Ok(registry) => Ok(registry),
            Err(error) => {
                store.close().await;
                Err(error)
            }
        }
    }
}

/// What is to be loaded, in order: divisions before what lies in them, sites before what stands on them,
/// organisations before what they hold.
fn work(files: &Files, folder: &str, district: &District) -> Result<Vec<(What, PathBuf)>, RegistryError> {
    let mut work = Vec::new();
    for (what, holds, stem) in [
        (What::Divisions, FileHolds::Divisions, "divisions"),
        (What::Population, FileHolds::Population, "population"),
        (What::Clusters, FileHolds::Clusters, "clusters"),
    ] {
        let listed: Vec<&str> =
            district.files.iter().filter(|file| file.what == holds).map(|file| file.path.as_str()).collect();
        if listed.is_empty() {
            work.extend(files.data(folder, stem)?.into_iter().map(|file| (what, file)));
        }
        for path in listed {
            work.push((what, files.path(&format!("{folder}/{path}"))?));
        }
    }
    if let Some(demo) = &district.demo {
        let records = [
            What::Organisations,
            What::Events,
            What::Institutions,
            What::Providers,
            What::Observations,
            What::Milestones,
            What::Declarations,
        ];
        for what in [What::Sites, What::Equipment].into_iter().chain(records) {
            work.extend(files.data(demo, what.as_str())?.into_iter().map(|file| (what, file)));
        }
    }
    Ok(work)
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
    let (zh, en) = report.rows.iter().find(|row| row.severity == Severity::Error).map_or_else(
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
