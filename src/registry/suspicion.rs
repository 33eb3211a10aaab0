//! Suspected double counting, for a person to decide; nothing is dropped from a figure by itself.

use super::Registry;
use super::coverage::name;
use super::error::RegistryError;
use super::world::World;
use crate::analysis::counting::suspicion::{Suspect, suspicions};
use crate::domain::id::SiteId;
use jiff::civil::Date;
use serde::Serialize;
use std::sync::Arc;

/// Two sites that may be one.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SuspectedPair {
    pub sites: [SuspectedSite; 2],
    pub reasons: Vec<Reason>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SuspectedSite {
    pub id: String,
    pub name_zh: String,
    pub kind: String,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Reason {
    /// `overlap`, `near_same_kind` or `near_name`.
    pub code: &'static str,
    pub message_zh: String,
    pub message_en: String,
}

impl Registry {
    /// Pairs of sites that count on that day and may be one.
    ///
    /// # Errors
    /// The store fails.
    pub async fn suspicions(
        &self,
        as_of: Option<Date>,
    ) -> Result<(Arc<World>, Vec<SuspectedPair>), RegistryError> {
        let world = self.world_at(as_of, None).await?;
        let pairs = tokio::task::block_in_place(|| self.suspicions_in(&world));
        Ok((world, pairs))
    }

    fn suspicions_in(&self, world: &World) -> Vec<SuspectedPair> {
        let layer = &world.snapshot.sites;
        let counted: Vec<_> = layer
            .iter()
            .filter(|entry| entry.facts.contribution.verdict.wants_area())
            .filter_map(|entry| Some((entry, entry.geometry.to_geometry()?, name(&entry.feature))))
            .collect();
        let suspects: Vec<Suspect<'_>> = counted
            .iter()
            .map(|(entry, geometry, name_zh)| Suspect {
                id: SiteId(entry.id),
                kind: entry.facts.kind,
                name_zh,
                geometry,
                counts_area: entry.facts.counts_area(),
            })
            .collect();
        let shown = |id: SiteId| {
            let entry = layer.get(id.0);
            SuspectedSite {
                id: id.to_string(),
                name_zh: entry.map(|entry| name(&entry.feature)).unwrap_or_default(),
                kind: entry
                    .map(|entry| self.reference.catalogue.get(entry.facts.kind).id.clone())
                    .unwrap_or_default(),
            }
        };
        suspicions(&suspects, &self.reference.rules.suspicion)
            .into_iter()
            .map(|pair| SuspectedPair {
                sites: [shown(pair.a), shown(pair.b)],
                reasons: pair
                    .reasons
                    .into_iter()
                    .map(|reason| Reason {
                        code: reason.code(),
                        message_zh: reason.zh(),
                        message_en: reason.en(),
                    })
                    .collect(),
            })
            .collect()
    }
}
