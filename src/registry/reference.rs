//! The reference data a database carries: kinds, rules, plan target, the district's own facts.
//!
//! They are files that a user replaces; `init` stores their text in the database, so that every
//! instance on it counts by the same rules.

use super::error::RegistryError;
use crate::domain::kind::{Catalogue, KindFile};
use crate::domain::plan::Plan;
use crate::domain::rules::Rules;
use crate::storage::Store;
use serde::{Deserialize, Serialize};

/// `geodata/NAME/district.toml`, as far as the program reads it; the rest documents the data.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct District {
    pub id: String,
    pub name_zh: String,
    #[serde(default)]
    pub name_en: String,
    /// IANA name; decides on which day it is "today".
    #[serde(default = "china")]
    pub time_zone: String,
    /// Path of the plan file, of the kinds, of the counting rules and of the headings.
    #[serde(default)]
    pub plan: Option<String>,
    #[serde(default = "kinds_file")]
    pub kinds: String,
    #[serde(default = "rules_file")]
    pub rules: String,
    #[serde(default = "columns_file")]
    pub columns: String,
    /// Folder with a demonstration registry; leave it out for real work.
    #[serde(default)]
    pub demo: Option<String>,
    #[serde(default)]
    pub map: MapNotice,
}

/// What must stand on a map that is shown to the public; empty until the office fills it in.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct MapNotice {
    #[serde(default)]
    pub attribution: String,
    /// 审图号 of a reviewed base map.
    #[serde(default)]
    pub approval_number: String,
}

fn china() -> String {
    "Asia/Shanghai".to_owned()
}

fn kinds_file() -> String {
    "seeds/kinds.toml".to_owned()
}

fn rules_file() -> String {
    "seeds/rules.toml".to_owned()
}

fn columns_file() -> String {
    "seeds/columns.toml".to_owned()
}

/// Names of the settings under which the texts are stored.
pub const KINDS: &str = "kinds";
pub const RULES: &str = "rules";
pub const PLAN: &str = "plan";
pub const DISTRICT: &str = "district";
pub const COLUMNS: &str = "columns";

/// Reference data, parsed.
#[derive(Clone, Debug)]
pub struct Reference {
    pub catalogue: Catalogue,
    pub rules: Rules,
    pub plan: Option<Plan>,
    pub district: District,
    pub columns: super::import::columns::Columns,
    pub zone: jiff::tz::TimeZone,
}

impl Reference {
    /// # Errors
    /// A text is missing (the database was not made by `init`) or can not be understood.
    pub async fn load(store: &dyn Store) -> Result<Self, RegistryError> {
        let district: District = parse(store, DISTRICT).await?;
        let kinds: KindFile = parse(store, KINDS).await?;
        let catalogue = Catalogue::new(kinds)
            .map_err(|why| RegistryError::refused(format!("类型表有误：{why}"), format!("kinds: {why}")))?;
        let plan = match store.setting(PLAN).await? {
            Some(text) => Some(super::plan::parse("plan", &text)?),
            None => None,
        };
        let zone = jiff::tz::TimeZone::get(&district.time_zone).map_err(|error| {
            RegistryError::refused(
                format!("district.toml 的 time_zone 不是时区：{error}"),
                format!("district.toml: time_zone is no time zone: {error}"),
            )
        })?;
        let rules = parse(store, RULES).await?;
        let columns = parse(store, COLUMNS).await?;
        Ok(Self { catalogue, rules, plan, district, columns, zone })
    }

    /// Square metres per head that the plan wants, if it has such a task.
    pub fn target_m2_per_head(&self) -> Option<f64> {
        self.plan.as_ref().and_then(Plan::target_m2_per_head)
    }
}

async fn parse<T: serde::de::DeserializeOwned>(store: &dyn Store, name: &str) -> Result<T, RegistryError> {
    let text = store.setting(name).await?.ok_or_else(|| {
        RegistryError::refused(
            "数据库还没有初始化：请先运行 jiantu init",
            "the database is not initialised; run `jiantu init` first",
        )
    })?;
    read_toml(name, &text)
}

/// Reads a TOML text; the error names the file, line and column.
pub fn read_toml<T: serde::de::DeserializeOwned>(name: &str, text: &str) -> Result<T, RegistryError> {
    toml::from_str(text).map_err(|error| {
        let place = error.span().map_or_else(String::new, |span| {
            let before = text.get(..span.start).unwrap_or_default();
            let line = before.matches('\n').count() + 1;
            let column = before.rsplit('\n').next().map_or(1, |last| last.chars().count() + 1);
            format!(":{line}:{column}")
        });
        let why = error.message();
        RegistryError::refused(format!("{name}{place} 有误：{why}"), format!("{name}{place}: {why}"))
    })
}
