//! Clusters by sorts of facility.

use super::{Asking, Measured, Part};
use crate::domain::plan::metric::Facility;
use crate::index::{Entry, Region, SiteFacts};
use crate::registry::coverage::name;
use uuid::Uuid;

/// Filled cells of clusters x facilities: enough sites of the sort that stand in the cluster, wholly or in
/// part. A cluster without an outline holds nothing that could be told.
pub fn matrix(asking: &Asking<'_>) -> Measured {
    if asking.world.snapshot.sites.is_empty() {
        return super::sites::nothing();
    }
    let least = asking.number("min_each").unwrap_or(1.0);
    let (outlined, without) = outlined(asking);
    let mut measured = Measured::of(0.0);
    for Outlined { cluster, name, cells } in outlined {
        for (facility, found) in cells {
            let counts = found.len() as f64 >= least;
            measured.value = measured.value.map(|value| value + f64::from(u8::from(counts)));
            measured.demo |= found.iter().any(|entry| entry.facts.is_demo());
            measured.parts.push(Part {
                name_zh: format!("{name} × {}", facility.id),
                name_en: None,
                list: Some("clusters"),
                id: Some(cluster),
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

/// A cluster with the sites in it, by sort of facility.
pub struct Outlined<'a> {
    pub cluster: Uuid,
    pub name: String,
    pub cells: Vec<(Facility<'a>, Vec<&'a Entry<SiteFacts>>)>,
}

/// The clusters that the indicator names, and the names of those that have no outline.
pub fn outlined<'a>(asking: &Asking<'a>) -> (Vec<Outlined<'a>>, Vec<&'a str>) {
    let facilities = asking.indicator.params.facilities("facilities");
    let (mut outlined, mut without) = (Vec::new(), Vec::new());
    for wanted in asking.indicator.params.texts("clusters") {
        let mut clusters = asking.terrain.snapshot.clusters.iter();
        let outline = clusters
            .find(|entry| &*entry.facts.external_id == wanted)
            .and_then(|entry| Some((entry, Region::new(&entry.geometry.to_geometry()?)?)));
        let Some((cluster, region)) = outline else {
            without.push(wanted);
            continue;
        };
        let found = |facility: &Facility<'a>| {
            let sites = asking.world.snapshot.sites.iter();
            sites.filter(|entry| is_one(asking, facility, entry) && lies_in(&region, entry)).collect()
        };
        let cells = facilities.iter().map(|facility| (facility.clone(), found(facility))).collect();
        outlined.push(Outlined { cluster: cluster.id, name: name(&cluster.feature), cells });
    }
    (outlined, without)
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
