//! A change: what the one log records of every accepted write.

use super::id::Seq;
use super::time::Micros;
use geo_types::Geometry;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;
use uuid::Uuid;

/// What a change is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EntityKind {
    Site,
    Equipment,
    Division,
    Cluster,
    Population,
    Layer,
    Network,
    Scenario,
    Organisation,
    Event,
    Institution,
    Provider,
    Observation,
    Milestone,
    Declaration,
    YearEnd,
}

impl EntityKind {
    pub const ALL: [EntityKind; 16] = [
        Self::Site,
        Self::Equipment,
        Self::Division,
        Self::Cluster,
        Self::Population,
        Self::Layer,
        Self::Network,
        Self::Scenario,
        Self::Organisation,
        Self::Event,
        Self::Institution,
        Self::Provider,
        Self::Observation,
        Self::Milestone,
        Self::Declaration,
        Self::YearEnd,
    ];

    /// Those that are records: see [`super::record`].
    pub const RECORDS: [EntityKind; 7] = [
        Self::Organisation,
        Self::Event,
        Self::Institution,
        Self::Provider,
        Self::Observation,
        Self::Milestone,
        Self::Declaration,
    ];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Site => "site",
            Self::Equipment => "equipment",
            Self::Division => "division",
            Self::Cluster => "cluster",
            Self::Population => "population",
            Self::Layer => "layer",
            Self::Network => "network",
            Self::Scenario => "scenario",
            Self::Organisation => "organisation",
            Self::Event => "event",
            Self::Institution => "institution",
            Self::Provider => "provider",
            Self::Observation => "observation",
            Self::Milestone => "milestone",
            Self::Declaration => "declaration",
            Self::YearEnd => "year_end",
        }
    }

    /// How users call it.
    pub const fn name_zh(self) -> &'static str {
        match self {
            Self::Site => "场地",
            Self::Equipment => "器材",
            Self::Division => "行政区划",
            Self::Cluster => "集聚区",
            Self::Population => "人口数据",
            Self::Layer => "图层",
            Self::Network => "路网",
            Self::Scenario => "方案",
            Self::Organisation => "体育组织",
            Self::Event => "赛事活动",
            Self::Institution => "机构",
            Self::Provider => "指导供应方",
            Self::Observation => "填报数据",
            Self::Milestone => "里程碑",
            Self::Declaration => "任务申报",
            Self::YearEnd => "年末封存",
        }
    }
}

impl fmt::Display for EntityKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for EntityKind {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        Self::ALL
            .into_iter()
            .find(|kind| kind.as_str() == text)
            .ok_or_else(|| format!("unknown entity `{text}`"))
    }
}

/// Names one thing in the registry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct EntityRef {
    pub kind: EntityKind,
    pub id: Uuid,
}

/// Why something changed. "Extended in 2024" and "the area was always wrong" are different changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    NewBuilt,
    NewlyFound,
    Changed,
    Corrected,
    Closed,
    Reclassified,
    BoundaryChange,
    PopulationRevision,
}

impl Reason {
    pub const ALL: [Reason; 8] = [
        Self::NewBuilt,
        Self::NewlyFound,
        Self::Changed,
        Self::Corrected,
        Self::Closed,
        Self::Reclassified,
        Self::BoundaryChange,
        Self::PopulationRevision,
    ];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NewBuilt => "new_built",
            Self::NewlyFound => "newly_found",
            Self::Changed => "changed",
            Self::Corrected => "corrected",
            Self::Closed => "closed",
            Self::Reclassified => "reclassified",
            Self::BoundaryChange => "boundary_change",
            Self::PopulationRevision => "population_revision",
        }
    }
}

impl FromStr for Reason {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        Self::ALL
            .into_iter()
            .find(|reason| reason.as_str() == text)
            .ok_or_else(|| format!("unknown reason `{text}`"))
    }
}

/// Who made a change: an opaque id (`admin-token`, later an account's id), never a person's name.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Actor(pub String);

/// One state of an entity: its document (JSON without geometry) and its geometry (WGS 84, lon lat).
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    /// Canonical JSON of the entity as its type serialises it, without the geometry.
    pub doc: String,
    pub geometry: Option<Geometry<f64>>,
}

/// A change that is about to be written.
#[derive(Clone, Debug, PartialEq)]
pub struct NewChange {
    pub entity: EntityRef,
    /// From which day it holds in the world.
    pub effective_from: Date,
    pub reason: Reason,
    /// The state that held on `effective_from` before this change; `None` when there was none.
    pub before: Option<State>,
    /// The state that holds from `effective_from` on; `None` is a tombstone.
    pub after: Option<State>,
}

/// A change that stands in the log.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    pub seq: Seq,
    pub recorded_at: Micros,
    pub actor: Actor,
    /// Written on whatever stood, without naming the version that was read.
    pub unconditional: bool,
    pub entity: EntityRef,
    pub effective_from: Date,
    pub reason: Reason,
    /// `None` also when the payload was erased; see `erased`.
    pub before: Option<State>,
    pub after: Option<State>,
    /// The payload held personal data and was erased; its digest still stands in the chain.
    pub erased: bool,
}
