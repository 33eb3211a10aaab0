//! Suspected double counting, for a person to decide; no figure changes because of it.

use super::coverage::name;
use super::reference::Reference;
use super::world::World;
use crate::analysis::counting::suspicion::{Suspect, suspicions as pairs_of};
use crate::domain::id::SiteId;
use geo_types::Geometry;
use jiff::civil::Date;
use serde::Serialize;
use std::collections::HashMap;

/// All pairs of a world, by ids.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Suspicions {
    pub as_of: Date,
    pub rule_version: String,
    pub pairs: Vec<SuspectPair>,
}

/// Two sites that may be one.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SuspectPair {
    pub a: SuspectSite,
    pub b: SuspectSite,
    /// The strongest first.
    pub reasons: Vec<SuspectReason>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SuspectSite {
    pub id: String,
    pub name_zh: String,
    pub kind: String,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SuspectReason {
    pub code: &'static str,
    pub message_zh: String,
    pub message_en: String,
}

/// Sites of the world that may have been recorded twice. Only those whose area counts, or should
/// count, are compared. O(n log n): not for a request's own thread.
pub fn suspicions(world: &World, reference: &Reference) -> Suspicions {
    let counting = world.snapshot.sites.iter().filter(|entry| entry.facts.contribution.verdict.wants_area());
    let sites: Vec<(SiteId, String, Geometry<f64>, _)> = counting
        .filter_map(|entry| {
            let geometry = entry.geometry.to_geometry()?;
            Some((SiteId(entry.id), name(&entry.feature), geometry, &entry.facts))
        })
        .collect();
    let suspects: Vec<Suspect<'_>> = sites
        .iter()
        .map(|(id, name_zh, geometry, facts)| Suspect {
            id: *id,
            kind: facts.kind,
            name_zh,
            geometry,
            counts_area: facts.counts_area(),
            container_id: facts.container(),
        })
        .collect();
    let found = pairs_of(&suspects, &reference.rules.suspicion);
    let by_id: HashMap<SiteId, &Suspect<'_>> = suspects.iter().map(|suspect| (suspect.id, suspect)).collect();
    let told = |id: SiteId| {
        by_id.get(&id).map(|suspect| SuspectSite {
            id: id.to_string(),
            name_zh: suspect.name_zh.to_owned(),
            kind: reference.catalogue.get(suspect.kind).id.clone(),
        })
    };
    let pairs = found
        .into_iter()
        .filter_map(|pair| {
            let reasons = pair.reasons.into_iter().map(|reason| SuspectReason {
                code: reason.code(),
                message_zh: reason.zh(),
                message_en: reason.en(),
            });
            Some(SuspectPair { a: told(pair.a)?, b: told(pair.b)?, reasons: reasons.collect() })
        })
        .collect();
    Suspicions { as_of: world.at.as_of, rule_version: reference.rules.version.clone(), pairs }
}
