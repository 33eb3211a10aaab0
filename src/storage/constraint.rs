//! The constraints, as both stores tell them in `StoreError::Conflict`.

use super::StoreError;
use super::prepare::Step;
use crate::domain::change::{EntityKind, EntityRef};

/// What says no. The key beside it in `StoreError::Conflict` is what is taken, missing or in the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Constraint {
    /// (source, external id) names one entity of its kind; the key is `source/external id`.
    External(EntityKind),
    /// A QR code or an official code names one entity of its kind; the key is the code.
    Code(EntityKind),
    /// What another hangs on must stand; the key is the parent's id.
    Parent { child: EntityKind, parent: EntityKind },
    /// What others hang on stays; the key is the parent's id.
    Children { parent: EntityKind, child: EntityKind },
    /// Something with this id stands already; the key is the id.
    Exists(EntityKind),
    /// An import that is under way has taken this id.
    Reserved(EntityKind),
    /// The idempotency key was used for another request.
    Repeat,
    /// Only what is gone can be erased; the key is the id.
    Erase(EntityKind),
}

impl Constraint {
    /// The constraint's name in the database, where it has one.
    pub const fn name(self) -> &'static str {
        match self {
            Self::External(kind) => match kind {
                EntityKind::Site => "site_external",
                EntityKind::Equipment => "equipment_external",
                EntityKind::Division => "division_external",
                EntityKind::Cluster => "cluster_external",
                EntityKind::Population => "population_external",
                EntityKind::Layer => "layer_external",
                EntityKind::Network => "network_external",
                EntityKind::Scenario => "scenario_external",
                EntityKind::Organisation => "organisation_external",
                EntityKind::Event => "event_external",
                EntityKind::Institution => "institution_external",
                EntityKind::Provider => "provider_external",
                EntityKind::Observation => "observation_external",
                EntityKind::Milestone => "milestone_external",
                EntityKind::Declaration => "declaration_external",
                EntityKind::YearEnd => "year_end_external",
            },
            Self::Code(kind) => match kind {
                EntityKind::Site => "site_code",
                EntityKind::Equipment => "equipment_code",
                EntityKind::Division => "division_code",
                EntityKind::Cluster => "cluster_code",
                EntityKind::Population => "population_code",
                EntityKind::Layer => "layer_code",
                EntityKind::Network => "network_code",
                EntityKind::Scenario => "scenario_code",
                EntityKind::Organisation => "organisation_code",
                EntityKind::Event => "event_code",
                EntityKind::Institution => "institution_code",
                EntityKind::Provider => "provider_code",
                EntityKind::Observation => "observation_code",
                EntityKind::Milestone => "milestone_code",
                EntityKind::Declaration => "declaration_code",
                EntityKind::YearEnd => "year_end_code",
            },
            Self::Parent { child, .. } | Self::Children { child, .. } => match child {
                EntityKind::Site => "site_parent",
                EntityKind::Equipment => "equipment_parent",
                EntityKind::Division => "division_parent",
                EntityKind::Cluster => "cluster_parent",
                EntityKind::Population => "population_parent",
                EntityKind::Layer => "layer_parent",
                EntityKind::Network => "network_parent",
                EntityKind::Scenario => "scenario_parent",
                EntityKind::Organisation => "organisation_parent",
                EntityKind::Event => "event_parent",
                EntityKind::Institution => "institution_parent",
                EntityKind::Provider => "provider_parent",
                EntityKind::Observation => "observation_parent",
                EntityKind::Milestone => "milestone_parent",
                EntityKind::Declaration => "declaration_parent",
                EntityKind::YearEnd => "year_end_parent",
            },
            Self::Exists(_) | Self::Reserved(_) => "exists",
            Self::Repeat => "batch_idempotency",
            Self::Erase(_) => "erase",
        }
    }

    /// For operators; the registry words what users read.
    pub fn told(self, key: &str) -> String {
        match self {
            Self::Parent { parent, .. } => format!("{}: {parent} {key} does not exist", self.name()),
            Self::Children { parent, child } => format!("{}: {parent} {key} still has {child}", self.name()),
            Self::Reserved(kind) => format!("{kind} {key} is taken by an import that is under way"),
            Self::Erase(kind) => format!("{kind} {key} still stands; delete it first"),
            Self::Exists(kind) => format!("{kind} {key} exists already"),
            Self::External(_) | Self::Code(_) | Self::Repeat => {
                format!("conflict on {}: {key}", self.name())
            }
        }
    }
}

/// How an external id is told: `source/external id`.
pub fn external_key(step: &Step) -> String {
    step.keys.external.as_ref().map_or_else(String::new, |(source, id)| format!("{source}/{id}"))
}

pub fn parent_missing(child: EntityKind, parent: EntityRef) -> StoreError {
    conflict(Constraint::Parent { child, parent: parent.kind }, parent)
}

pub fn still_has_children(child: EntityKind, parent: EntityRef) -> StoreError {
    conflict(Constraint::Children { parent: parent.kind, child }, parent)
}

pub fn exists(entity: EntityRef) -> StoreError {
    conflict(Constraint::Exists(entity.kind), entity)
}

/// A staging that is not published yet has taken this id.
pub fn reserved(entity: EntityRef) -> StoreError {
    conflict(Constraint::Reserved(entity.kind), entity)
}

/// Only what is gone can be erased.
pub fn not_tombstoned(entity: EntityRef) -> StoreError {
    conflict(Constraint::Erase(entity.kind), entity)
}

/// The key was used before, and not for this request.
pub fn key_reused(key: &str) -> StoreError {
    StoreError::Conflict { constraint: Constraint::Repeat, key: key.to_owned() }
}

fn conflict(constraint: Constraint, entity: EntityRef) -> StoreError {
    StoreError::Conflict { constraint, key: entity.id.to_string() }
}
