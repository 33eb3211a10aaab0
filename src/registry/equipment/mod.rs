//! Register, change and remove equipment: one file per verb.

mod change;
mod register;
mod remove;

pub use register::place_of;

use crate::domain::change::{EntityKind, EntityRef};
use crate::domain::equipment::Equipment;
use crate::domain::id::EquipmentId;
use crate::storage::Keys;

/// How the log names a piece of equipment.
pub fn entity(id: EquipmentId) -> EntityRef {
    EntityRef { kind: EntityKind::Equipment, id: id.0 }
}

/// What the database's constraints guard of a piece.
pub fn keys(piece: &Equipment) -> Keys {
    Keys {
        external: piece
            .external_id
            .clone()
            .map(|external| (piece.source.clone().unwrap_or_default(), external)),
        parent: Some(crate::registry::site::entity(piece.site_id)),
        codes: piece.qr_code.clone().into_iter().collect(),
    }
}
