//! Clusters by sorts of facility.

use super::{Asking, Measured, Part};
use crate::domain::plan::metric::Facility;
use crate::index::{Entry, Region, SiteFacts};

/// Filled cells of clusters x facilities: enough sites of the sort that stand in the cluster, wholly or in
/// part. A cluster without an outline holds nothing that could be told.
pub fn matrix(asking: &Asking<'_>) -> Measured {
    if asking.world.snapshot.sites.is_empty() {
        return super::sites::nothing();
    }
    let facilities = asking.indicator.params.facilities("facilities");
    let least = asking.number("min_each").unwrap_or(1.0);
    let mut measured = Measured::of(0.0);
    let mut without = Vec::new();
    for wanted in asking.indicator.params.texts("clusters") {
        let clusters = &asking.terrain.snapshot.clusters;
        let outline = clusters
            .iter()
            .find(|entry| &*entry.facts.external_id == wanted)
            .and_then(|entry| Some((entry, Region::new(&entry.geometry.to_geometry()?)?)));
        let Some((cluster, region)) = outline else {
            without.push(wanted);
            continue;
        };
        let name = crate::registry::coverage::name(&cluster.feature);
        for facility in &facilities {
            let found: Vec<&Entry<SiteFacts>> = asking
                .world
                .snapshot
                .sites
                .iter()
                .filter(|entry| is_one(asking, facility, entry) && lies_in(&region, entry))
                .collect();
            let counts = found.len() as f64 >= least;
            measured.value = measured.value.map(|value| value + f64::from(u8::from(counts)));
            measured.demo |= found.iter().any(|entry| entry.facts.is_demo());
            measured.parts.push(Part {
                name_zh: format!("{name} × {}", facility.id),
                name_en: None,
                list: Some("clusters"),
                id: Some(cluster.id),
                value: Some(found.len() as f64),
                counts,
            });
        }
    }
    if !without.is_empty() {
        let names = without.join(", ");
        measured.note =
            Some((format!("没有范围的集聚区：{names}"), format!("clusters without an outline: {names}")));
        if measured.parts.is_empty() {
            measured.value = None;
        }
    }
    measured
}

fn lies_in(region: &Region, entry: &Entry<SiteFacts>) -> bool {
    entry.geometry.to_geometry().is_some_and(|geometry| region.meets(&geometry))
}

/// Whether a site stands, is of one of a facility's kinds, and has its programme.
pub fn is_one(asking: &Asking<'_>, facility: &Facility<'_>, entry: &Entry<SiteFacts>) -> bool {
    let facts = &entry.facts;
    let kind = &asking.reference.catalogue.get(facts.kind).id;
    facility.kinds.iter().any(|wanted| wanted == kind)
        && facts.contribution.verdict.exists()
        && facility.programme.is_none_or(|tag| facts.programmes().iter().any(|has| has == tag))
}
