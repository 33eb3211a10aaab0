//! What stands beside every answer: date, rules, method, people, sites.

use super::extent::kmh;
use super::grounds::Grounds;
use super::scope::{LINE, Scope};
use super::sites::Told;
use super::slope::SlopeTold;
use super::streets::StreetsTold;
use crate::analysis::demand::Basis;
use crate::analysis::reach::Reach;
use crate::domain::contribution::Ordinal;
use crate::domain::division::BoundaryQuality;
use crate::registry::Registry;
use crate::registry::world::World;
use jiff::civil::Date;
use serde::Serialize;

#[derive(Clone, Debug, Serialize)]
pub struct Head {
    pub as_of: Date,
    /// RFC 3339; `null`: all that is known now.
    pub known_at: Option<String>,
    pub rule_version: String,
    /// Number of the log that the answer saw.
    pub seq: u64,
    pub method: Method,
    pub population: People,
    pub sites: Told,
    /// `demo`, `estimate`, `schematic`.
    pub flags: Vec<&'static str>,
    /// Of a way along streets.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub streets: Option<StreetsTold>,
}

/// How the way was measured.
#[derive(Clone, Debug, Serialize)]
pub struct Method {
    pub mode: String,
    pub name_zh: String,
    pub name_en: String,
    /// By which metres and minutes are turned into each other.
    pub kmh: f64,
    pub modes_version: String,
    /// How slopes change times along streets; left out where they do not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub slope: Option<SlopeTold>,
}

/// Whose people, how many, at how many points.
#[derive(Clone, Debug, Serialize)]
pub struct People {
    #[serde(flatten)]
    pub basis: Basis,
    pub people: crate::analysis::demand::People,
    pub points: u64,
}

/// A division's name in an answer.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DivisionName {
    pub id: String,
    pub code: String,
    pub name_zh: String,
    pub name_en: Option<String>,
    pub level: String,
}

impl DivisionName {
    /// `None` for people in no division.
    pub fn of(world: &World, ordinal: Ordinal) -> Option<Self> {
        let division = &world.tree.get(ordinal)?.division;
        Some(Self {
            id: division.id.to_string(),
            code: division.external_id.clone(),
            name_zh: division.name_zh.clone(),
            name_en: division.name_en.clone(),
            level: division.level.clone(),
        })
    }
}

impl Registry {
    /// What stands beside an answer on these grounds.
    pub(super) fn head(&self, world: &World, scope: &Scope, grounds: &Grounds) -> Head {
        let (surface, told) = (grounds.surface(), grounds.located.told);
        let reference = &self.reference;
        let mode = reference.modes.find(&scope.mode);
        let slope = grounds.walked.as_ref().and_then(|walked| walked.streets.slope);
        let (name_zh, name_en) = match mode {
            Some(mode) => {
                let (zh, en) = if slope.is_some() { ("，计坡度", ", with slopes") } else { ("", "") };
                (format!("{}（沿路网{zh}）", mode.name_zh), format!("{} (along streets{en})", mode.name_en))
            }
            None => (
                "直线距离（大地线，到场地几何）".to_owned(),
                "straight line (geodesic, to the site's geometry)".to_owned(),
            ),
        };
        debug_assert!(mode.is_some() || scope.mode == LINE);
        let basis = surface.basis().clone();
        let schematic =
            world.tree.bounded().iter().any(|ordinal| {
                world.tree.node(*ordinal).division.boundary_quality == BoundaryQuality::Schematic
            });
        let flags =
            [("demo", told.demo || basis.demo), ("estimate", basis.estimate), ("schematic", schematic)];
        Head {
            as_of: world.at.as_of,
            known_at: world.at.known_at.map(crate::domain::time::Micros::to_rfc3339),
            rule_version: reference.rules.version.clone(),
            seq: world.seq().0,
            method: Method {
                mode: scope.mode.clone(),
                name_zh,
                name_en,
                kmh: kmh(&scope.mode, reference),
                modes_version: reference.modes.version.clone(),
                slope: slope.map(SlopeTold::of),
            },
            population: People { basis, people: surface.total(), points: surface.len() as u64 },
            sites: told,
            streets: grounds.walked.as_ref().map(|walked| walked.told.clone()),
            flags: flags.into_iter().filter(|(_, set)| *set).map(|(flag, _)| flag).collect(),
        }
    }
}
