//! What is counted in units of its own: sites by programme, pieces of equipment.

use super::World;
use super::apply::Built;
use crate::analysis::counting::coverage::Units;
use crate::domain::contribution::Ordinal;
use crate::domain::equipment::EquipmentState;
use crate::index::{Entry, EquipmentFacts, SiteFacts};
use rayon::prelude::*;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};
use uuid::Uuid;

/// Containers of containers are looked at so deep; a ring of them ends there.
const DEPTH: usize = 8;
/// Sites with programmes that one core reads at a time.
const CHUNK: usize = 512;

type Programmes = BTreeMap<Ordinal, BTreeMap<String, i64>>;

impl World {
    /// Programmes and pieces by division, on this world's day, counted from the ground up.
    pub(super) fn count_units(&self) -> Units {
        let sites: Vec<_> =
            self.snapshot.sites.iter().filter(|entry| stands(entry) && entry.facts.is_tagged()).collect();
        let count = |mut sum: Programmes, entry: &Entry<SiteFacts>| {
            for programme in programmes(entry) {
                if !self.is_inside_tagged(entry, &programme) {
                    *sum.entry(entry.facts.contribution.home()).or_default().entry(programme).or_default() +=
                        1;
                }
            }
            sum
        };
        let programmes = sites
            .par_chunks(CHUNK)
            .map(|chunk| chunk.iter().fold(Programmes::new(), |sum, entry| count(sum, entry)))
            .reduce(Programmes::new, both);
        let mut units = Units { programmes, ..Units::default() };
        for entry in self.snapshot.equipment.iter() {
            self.shift_pieces(&mut units, entry, 1);
        }
        units
    }

    /// The units of the world after these changes (in which no entity is named twice), as far as
    /// they follow from this world's without a look at other sites; otherwise they are to be counted.
    pub(super) fn units_after(
        &self,
        sites: &[Built<SiteFacts>],
        equipment: &[Built<EquipmentFacts>],
    ) -> OnceLock<Arc<Units>> {
        let later = OnceLock::new();
        let known = self
            .units
            .get()
            .filter(|_| sites.iter().all(|(id, new)| same_place(self.snapshot.sites.get(*id), new.as_ref())));
        let Some(known) = known else { return later };
        let mut units = Arc::clone(known);
        for (id, new) in equipment {
            let units = Arc::make_mut(&mut units);
            if let Some(old) = self.snapshot.equipment.get(*id) {
                self.shift_pieces(units, old, -1);
            }
            if let Some(new) = new {
                self.shift_pieces(units, new, 1);
            }
        }
        later.get_or_init(|| units);
        later
    }

    fn shift_pieces(&self, units: &mut Units, entry: &Entry<EquipmentFacts>, by: i64) {
        let (facts, day) = (&entry.facts, self.at.as_of);
        let installed = facts.installed.days().is_none() || facts.installed.is_on_or_before(day);
        let there = match facts.removed.days() {
            Some(_) => !facts.removed.is_on_or_before(day),
            None => facts.state != EquipmentState::Removed,
        };
        if installed && there {
            *units.pieces.entry(facts.division().unwrap_or(Ordinal::NONE)).or_default() += by;
        }
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

/// Whether a site is in the count of programmes as it was, and so are all that it contains: nothing
/// that the count looks at has changed. A new site without programmes contains nobody yet.
fn same_place(old: Option<&Entry<SiteFacts>>, new: Option<&Entry<SiteFacts>>) -> bool {
    match (old, new) {
        (None, None) => true,
        (None, Some(new)) => !new.facts.is_tagged(),
        // What it contained is told by changes of its own, or refused by the store.
        (Some(old), None) => !old.facts.is_tagged() && old.facts.container().is_none(),
        (Some(old), Some(new)) => {
            let untagged = !old.facts.is_tagged() && !new.facts.is_tagged();
            let as_before = || {
                stands(old) == stands(new)
                    && old.facts.contribution.home() == new.facts.contribution.home()
                    && programmes(old) == programmes(new)
            };
            old.facts.container() == new.facts.container() && (untagged || as_before())
        }
    }
}

fn both(mut one: Programmes, other: Programmes) -> Programmes {
    for (division, counts) in other {
        let sum = one.entry(division).or_default();
        for (programme, count) in counts {
            *sum.entry(programme).or_default() += count;
        }
    }
    one
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
