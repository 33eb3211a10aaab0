//! Register, change, close and remove sites: one file per verb.

mod belonging;
mod change;
mod place;
mod register;
mod remove;

pub use belonging::{Belonging, ring};
pub use change::{PLACE, take_told};
pub use place::{Position, accuracy_m, checked, given_geometry, raw_position};

use crate::domain::change::{EntityKind, EntityRef};
use crate::domain::id::SiteId;
use crate::domain::site::Site;
use crate::storage::Keys;

/// How the log names a site.
pub fn entity(id: SiteId) -> EntityRef {
    EntityRef { kind: EntityKind::Site, id: id.0 }
}

/// What the database's constraints guard of a site.
pub fn keys(site: &Site) -> Keys {
    Keys {
        external: site
            .external_id
            .clone()
            .map(|external| (site.source.clone().unwrap_or_default(), external)),
        parent: site.container_id.map(entity),
        codes: Vec::new(),
    }
}
