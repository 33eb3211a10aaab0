//! How ways to close a gap are told.

use crate::analysis::plan::closing::Sort;
use crate::domain::area::Area;
use serde::Serialize;

/// One way to close a gap by building.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ClosingTold {
    pub way: WayKind,
    pub name_zh: &'static str,
    pub name_en: &'static str,
    pub projects: Vec<BuiltTold>,
    /// What is missing, and what the projects add, in `unit`: `m2`, `cells`, `divisions`, `sites`, `people`.
    pub missing: f64,
    pub unit: &'static str,
    pub adds: f64,
    /// The indicator's value once all of it stands.
    pub after: Option<f64>,
    /// Of the projects that have a typical cost; `null`: none has.
    pub cost: Option<u64>,
    pub currency: String,
    /// The costs or limits are made up: examples until the district puts in its own.
    pub example: bool,
    /// Projects without a typical cost.
    pub unpriced: u64,
    /// No search ended early: the way is what its name says.
    pub proven: bool,
    pub closes: bool,
    /// Too few values for a forecast: the gap is that of the day looked at.
    pub few_values: bool,
    /// What is missing, and how that is known; the same of all ways.
    pub basis_zh: Option<String>,
    pub basis_en: Option<String>,
    /// Of this way.
    pub note_zh: Option<String>,
    pub note_en: Option<String>,
}

/// So many of one project.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BuiltTold {
    /// Id of a kind of site.
    pub project: String,
    pub name_zh: String,
    pub name_en: String,
    pub count: u64,
    /// Of one of them.
    pub area_m2: Option<Area>,
    /// Of all of them.
    pub cost: Option<u64>,
}

/// How a way to close a gap was chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum WayKind {
    Cheapest,
    Fewest,
    Alone,
    All,
    /// A site that is planned or being built is finished.
    CarryOn,
    /// Where to build is asked of the study of siting.
    Siting,
}

impl WayKind {
    pub const fn of(sort: Sort) -> Self {
        match sort {
            Sort::Cheapest => Self::Cheapest,
            Sort::Fewest => Self::Fewest,
            Sort::Alone => Self::Alone,
            Sort::All => Self::All,
        }
    }

    pub const fn zh(self) -> &'static str {
        match self {
            Self::Cheapest => "造价最低",
            Self::Fewest => "项目最少",
            Self::Alone => "单一项目",
            Self::All => "全部可建项目",
            Self::CarryOn => "推进在建",
            Self::Siting => "选址",
        }
    }

    pub const fn en(self) -> &'static str {
        match self {
            Self::Cheapest => "lowest cost",
            Self::Fewest => "fewest projects",
            Self::Alone => "one project alone",
            Self::All => "all that can be built",
            Self::CarryOn => "carry on",
            Self::Siting => "siting",
        }
    }
}
