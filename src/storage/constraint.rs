//! Names of the constraints, as both stores tell them in `StoreError::Conflict`.

use super::StoreError;
use super::prepare::Step;
use crate::domain::change::{EntityKind, EntityRef};

/// Unique (source, external id).
pub const fn external_constraint(kind: EntityKind) -> &'static str {
    match kind {
        EntityKind::Site => "site_external",
        EntityKind::Equipment => "equipment_external",
        EntityKind::Division => "division_external",
        EntityKind::Cluster => "cluster_external",
        EntityKind::Population => "population_external",
    }
}

/// Unique codes: QR codes, official codes.
pub const fn code_constraint(kind: EntityKind) -> &'static str {
    match kind {
        EntityKind::Site => "site_code",
        EntityKind::Equipment => "equipment_code",
        EntityKind::Division => "division_code",
        EntityKind::Cluster => "cluster_code",
        EntityKind::Population => "population_code",
    }
}

/// The entity that another hangs on must stand.
pub const fn parent_constraint(child: EntityKind) -> &'static str {
    match child {
        EntityKind::Site => "site_parent",
        EntityKind::Equipment => "equipment_parent",
        EntityKind::Division => "division_parent",
        EntityKind::Cluster => "cluster_parent",
        EntityKind::Population => "population_parent",
    }
}

/// How an external id is told: `source/external id`.
pub fn external_key(step: &Step) -> String {
    step.keys.external.as_ref().map_or_else(String::new, |(source, id)| format!("{source}/{id}"))
}

pub fn parent_missing(child: EntityKind, parent: EntityRef) -> StoreError {
    StoreError::Conflict {
        constraint: parent_constraint(child),
        key: format!("{} {} does not exist", parent.kind, parent.id),
    }
}

pub fn still_has_children(child: EntityKind, parent: EntityRef) -> StoreError {
    StoreError::Conflict {
        constraint: parent_constraint(child),
        key: format!("{} {} still has {child}", parent.kind, parent.id),
    }
}

/// A staging that is not published yet has taken this id.
pub fn reserved(entity: EntityRef) -> StoreError {
    StoreError::Conflict {
        constraint: "exists",
        key: format!("{} {} (in an import that is under way)", entity.kind, entity.id),
    }
}

/// Only what is gone can be erased.
pub fn not_tombstoned(entity: EntityRef) -> StoreError {
    StoreError::Conflict {
        constraint: "erase",
        key: format!("{} {} still stands; delete it first", entity.kind, entity.id),
    }
}
