//! What is counted in units of its own: sites by programme, pieces of equipment.

use super::World;
use crate::analysis::counting::coverage::Units;
use crate::domain::contribution::Ordinal;
use crate::domain::equipment::EquipmentState;
use crate::index::{Entry, SiteFacts};
use serde::Deserialize;
use uuid::Uuid;

/// Containers of containers are looked at so deep; a ring of them ends there.
const DEPTH: usize = 8;

impl World {
    /// Programmes and pieces by division, on this world's day.
    pub(super) fn units(&self) -> Units {
        let mut units = Units::default();
        let sites = &self.snapshot.sites;
        for entry in sites.iter().filter(|entry| stands(entry) && entry.facts.is_tagged()) {
            let home = entry.facts.contribution.home();
            for programme in programmes(entry) {
                if !self.is_inside_tagged(entry, &programme) {
                    *units.programmes.entry(home).or_default().entry(programme).or_default() += 1;
                }
            }
        }
        let day = self.at.as_of;
        for entry in self.snapshot.equipment.iter() {
            let facts = &entry.facts;
            let installed = facts.installed.days().is_none() || facts.installed.is_on_or_before(day);
            let there = facts.state != EquipmentState::Removed && !facts.removed.is_on_or_before(day);
            if installed && there {
                *units.pieces.entry(facts.division().unwrap_or(Ordinal::NONE)).or_default() += 1;
            }
        }
        units
    }

    /// Whether a site that contains this one stands under the same programme: then that one counts.
    fn is_inside_tagged(&self, entry: &Entry<SiteFacts>, programme: &str) -> bool {
        let container = |of: &Entry<SiteFacts>| -> Option<&Entry<SiteFacts>> {
            let id: Uuid = of.facts.container()?.0;
            self.snapshot.sites.get(id)
        };
        let above = std::iter::successors(container(entry), |of| container(of));
        above
            .take(DEPTH)
            .any(|of| stands(of) && of.facts.is_tagged() && programmes(of).iter().any(|tag| tag == programme))
    }
}

fn stands(entry: &Entry<SiteFacts>) -> bool {
    entry.facts.contribution.verdict.exists()
}

fn programmes(entry: &Entry<SiteFacts>) -> Vec<String> {
    #[derive(Deserialize)]
    struct Feature {
        properties: Properties,
    }
    #[derive(Deserialize)]
    struct Properties {
        #[serde(default)]
        programmes: Vec<String>,
    }
    serde_json::from_slice::<Feature>(&entry.feature)
        .map(|feature| feature.properties.programmes)
        .unwrap_or_default()
}
