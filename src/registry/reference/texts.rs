//! The texts a database carries, and what is told otherwise than they say.

use super::{
    COLUMNS, DISTRICT, District, KINDS, MODES, PLAN, PROJECTS, Projects, RULES, Reference, read_toml,
};
use crate::domain::kind::{Catalogue, KindFile};
use crate::domain::network::Modes;
use crate::domain::rules::Rules;
use crate::registry::error::RegistryError;
use crate::registry::import::columns::Columns;
use crate::registry::plan;
use crate::storage::Store;
use jiff::tz::TimeZone;

/// A text with the name under which its errors are told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    pub name: String,
    pub text: String,
}

impl File {
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        Self { name: name.into(), text: text.into() }
    }
}

/// All of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Texts {
    pub district: File,
    pub kinds: File,
    pub rules: File,
    pub columns: File,
    pub modes: File,
    pub projects: File,
    pub plan: Option<File>,
}

/// What is told instead of what the texts say; `None` leaves it as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Edits {
    pub name_zh: Option<String>,
    pub name_en: Option<String>,
    pub time_zone: Option<String>,
    pub plan: Option<File>,
    pub kinds: Option<File>,
    pub rules: Option<File>,
    pub columns: Option<File>,
    pub modes: Option<File>,
    pub projects: Option<File>,
    /// Forget the demonstration registry.
    pub no_demo: bool,
}

impl Texts {
    /// # Errors
    /// The database was not initialised, or the store fails.
    pub async fn stored(store: &dyn Store) -> Result<Self, RegistryError> {
        // First, since it is what says that the database is whole.
        let district = required(store, DISTRICT).await?;
        let kinds = required(store, KINDS).await?;
        let rules = required(store, RULES).await?;
        let columns = required(store, COLUMNS).await?;
        // An earlier version did not store these.
        let modes = store.setting(MODES).await?.map(|text| File::new(MODES, text));
        let projects = store.setting(PROJECTS).await?.map(|text| File::new(PROJECTS, text));
        let plan = store.setting(PLAN).await?.map(|text| File::new("plan", text));
        let modes = modes.unwrap_or_else(built_in_modes);
        let projects = projects.unwrap_or_else(built_in_projects);
        Ok(Self { district, kinds, rules, columns, modes, projects, plan })
    }

    /// Stores them, the district last: it is what says that the database is whole.
    ///
    /// # Errors
    /// The store fails.
    pub async fn store(&self, store: &dyn Store) -> Result<(), RegistryError> {
        for (name, file) in [
            (KINDS, &self.kinds),
            (RULES, &self.rules),
            (COLUMNS, &self.columns),
            (MODES, &self.modes),
            (PROJECTS, &self.projects),
        ] {
            store.put_setting(name, &file.text).await?;
        }
        if let Some(plan) = &self.plan {
            store.put_setting(PLAN, &plan.text).await?;
        }
        store.put_setting(DISTRICT, &self.district.text).await?;
        Ok(())
    }

    /// # Errors
    /// The district's text can not be understood, or can not be written again.
    pub fn edit(&mut self, edits: &Edits) -> Result<(), RegistryError> {
        let Edits { name_zh, name_en, time_zone, plan, kinds, rules, columns, modes, projects, no_demo } =
            edits;
        if name_zh.is_some() || name_en.is_some() || time_zone.is_some() || *no_demo {
            let mut district: District = read_toml(&self.district.name, &self.district.text)?;
            if let Some(name) = name_zh {
                district.name_zh.clone_from(name);
                // A romanisation of another name would mislead.
                district.name_en = name_en.clone().unwrap_or_default();
            } else if let Some(name) = name_en {
                district.name_en.clone_from(name);
            }
            if let Some(zone) = time_zone {
                district.time_zone.clone_from(zone);
            }
            if *no_demo {
                district.demo = None;
            }
            self.district.text =
                toml::to_string(&district).map_err(|error| RegistryError::Internal(error.to_string()))?;
        }
        for (mine, given) in [
            (&mut self.kinds, kinds),
            (&mut self.rules, rules),
            (&mut self.columns, columns),
            (&mut self.modes, modes),
            (&mut self.projects, projects),
        ] {
            if let Some(given) = given {
                mine.clone_from(given);
            }
        }
        if plan.is_some() {
            self.plan.clone_from(plan);
        }
        Ok(())
    }

    /// # Errors
    /// One of them can not be understood: named with line and column.
    pub fn read(&self) -> Result<Reference, RegistryError> {
        let district: District = read_toml(&self.district.name, &self.district.text)?;
        if district.bbox.is_some_and(|[west, south, east, north]| {
            !(west < east && south < north && (-180.0..=180.0).contains(&west) && east <= 180.0)
        }) {
            return Err(RegistryError::refused(
                "district.toml 的 bbox 应为 [西, 南, 东, 北]，单位度",
                "district.toml: bbox is [west, south, east, north] in degrees",
            ));
        }
        let zone = TimeZone::get(&district.time_zone).map_err(|error| {
            RegistryError::refused(
                format!("time_zone 不是时区（如 Asia/Shanghai）：{error}"),
                format!("time_zone is no time zone such as Asia/Shanghai: {error}"),
            )
        })?;
        let (catalogue, rules) = counted_by(&self.kinds, &self.rules)?;
        let columns: Columns = read_toml(&self.columns.name, &self.columns.text)?;
        let built_in = built_in_columns();
        let columns = columns.completed_by(read_toml(&built_in.name, &built_in.text)?);
        let modes = Modes::parse(&self.modes.text).map_err(|wrong| {
            let name = &self.modes.name;
            RegistryError::refused(
                format!("{name}：{}", wrong.message_zh),
                format!("{name}: {}", wrong.message_en),
            )
        })?;
        let projects = Projects::parse(&self.projects.name, &self.projects.text, &catalogue)?;
        let plan = match &self.plan {
            Some(file) => Some(plan::parse(&file.name, &file.text)?),
            None => None,
        };
        Ok(Reference { catalogue, rules, plan, district, columns, modes, projects, zone })
    }
}

/// Kinds and rules of two texts: all by which sites are counted.
///
/// # Errors
/// One of them can not be understood: named with line and column.
pub fn counting(kinds: &str, rules: &str) -> Result<(Catalogue, Rules), RegistryError> {
    counted_by(&File::new(KINDS, kinds), &File::new(RULES, rules))
}

fn counted_by(kinds: &File, rules: &File) -> Result<(Catalogue, Rules), RegistryError> {
    let file: KindFile = read_toml(&kinds.name, &kinds.text)?;
    let built_in = built_in_kinds();
    let file = file.completed_by(read_toml(&built_in.name, &built_in.text)?);
    let catalogue = Catalogue::new(file)
        .map_err(|why| RegistryError::refused(format!("类型表有误：{why}"), format!("kinds: {why}")))?;
    Ok((catalogue, read_toml(&rules.name, &rules.text)?))
}

/// Those of this program, for a database or a folder of data that has none of its own.
pub fn built_in_modes() -> File {
    File::new("modes.toml", include_str!("../../../seeds/modes.toml"))
}

/// See [`built_in_modes`].
pub fn built_in_projects() -> File {
    File::new("projects.toml", include_str!("../../../seeds/projects.toml"))
}

/// See [`built_in_modes`].
fn built_in_kinds() -> File {
    File::new("kinds.toml", include_str!("../../../seeds/kinds.toml"))
}

/// See [`built_in_modes`].
fn built_in_columns() -> File {
    File::new("columns.toml", include_str!("../../../seeds/columns.toml"))
}

async fn required(store: &dyn Store, name: &str) -> Result<File, RegistryError> {
    let text = store.setting(name).await?.ok_or_else(|| {
        RegistryError::refused(
            "数据库还没有初始化：请先运行 jiantu init",
            "the database is not initialised; run `jiantu init` first",
        )
    })?;
    Ok(File::new(name, text))
}
