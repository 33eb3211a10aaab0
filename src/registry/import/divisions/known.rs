//! The divisions that are registered, those that have ended or are yet to come among them.

use crate::domain::change::EntityKind;
use crate::domain::division::Division;
use crate::domain::id::DivisionId;
use crate::registry::Registry;
use crate::registry::error::RegistryError;
use crate::registry::world;
use crate::storage::Stored;
use jiff::civil::Date;
use std::collections::{BTreeMap, HashSet};

/// One registered division.
pub struct One {
    pub stored: Stored,
    pub division: Division,
}

#[derive(Default)]
pub struct Known {
    all: BTreeMap<DivisionId, One>,
}

impl Known {
    pub async fn load(registry: &Registry) -> Result<Self, RegistryError> {
        let mut rows = Vec::new();
        registry
            .store
            .load(EntityKind::Division, &mut |mut chunk| {
                rows.append(&mut chunk);
                Ok(())
            })
            .await?;
        let mut known = Self::default();
        for stored in rows {
            let division = world::division(&stored)?;
            known.all.insert(division.id, One { stored, division });
        }
        Ok(known)
    }

    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    pub fn get(&self, id: DivisionId) -> Option<&One> {
        self.all.get(&id)
    }

    pub fn stored(&self, id: DivisionId) -> Option<&Stored> {
        self.get(id).map(|one| &one.stored)
    }

    pub fn divisions(&self) -> impl Iterator<Item = &Division> {
        self.all.values().map(|one| &one.division)
    }

    /// Those a text names, of several those that exist on the day.
    pub fn named(&self, text: &str, day: Date) -> Vec<DivisionId> {
        likeliest(self.divisions().filter(|division| division.is_named(text)).collect(), day)
    }
}

/// Of several, those that exist on the day, if any does.
pub fn likeliest(found: Vec<&Division>, day: Date) -> Vec<DivisionId> {
    let living: Vec<DivisionId> = found.iter().filter(|d| d.exists_on(day)).map(|d| d.id).collect();
    if living.is_empty() { found.iter().map(|d| d.id).collect() } else { living }
}

/// Divisions for which any population has a figure: it would go with them.
pub async fn with_figures(registry: &Registry) -> Result<HashSet<DivisionId>, RegistryError> {
    let mut rows = Vec::new();
    registry
        .store
        .load(EntityKind::Population, &mut |mut chunk| {
            rows.append(&mut chunk);
            Ok(())
        })
        .await?;
    let mut found = HashSet::new();
    for stored in &rows {
        found.extend(world::population(stored)?.divisions.into_iter().map(|figure| figure.division));
    }
    Ok(found)
}
