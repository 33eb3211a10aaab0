//! Flagged divisions with their facilities.

use super::clusters::is_one;
use super::organisations::division_part;
use super::{Asking, Measured};
use crate::analysis::divisions::home_place;
use crate::domain::contribution::Ordinal;
use crate::domain::geodesy::distance_m;
use crate::domain::plan::metric::Facility;
use crate::index::{Entry, SiteFacts};
use geo::Point;

/// Percent of the flagged divisions that have every sort of facility: in their boundary, or, where they
/// are a point, so many metres around it.
pub fn equipped(asking: &Asking<'_>) -> Measured {
    let flagged = flagged(asking);
    if flagged.is_empty() {
        return Measured::unknown("没有标记的行政区划", "no division is flagged");
    }
    if asking.world.snapshot.sites.is_empty() {
        return super::sites::nothing();
    }
    let (mut met, mut demo, mut parts, mut lacking) = (0_u32, false, Vec::new(), Vec::new());
    for Flagged { division, found } in &flagged {
        demo |= found.iter().filter_map(|(_, one)| *one).any(|entry| entry.facts.is_demo());
        let lacks: Vec<&str> = found.iter().filter(|(_, one)| one.is_none()).map(|(f, _)| f.id).collect();
        met += u32::from(lacks.is_empty());
        let count = (found.len() - lacks.len()) as f64;
        if !lacks.is_empty() {
            let name = &asking.world.tree.node(*division).division.name_zh;
            lacking.push(format!("{name}: {}", lacks.join(", ")));
        }
        parts.push(division_part(asking.world, *division, Some(count), lacks.is_empty()));
    }
    let lacking = lacking.join("；");
    let note = (!lacking.is_empty()).then(|| (format!("缺少：{lacking}"), format!("lacking: {lacking}")));
    Measured { demo, note, parts, ..Measured::of(100.0 * f64::from(met) / flagged.len() as f64) }
}

/// A flagged division, and of each sort of facility one that it has.
pub struct Flagged<'a> {
    pub division: Ordinal,
    pub found: Vec<(Facility<'a>, Option<&'a Entry<SiteFacts>>)>,
}

/// The flagged divisions that are asked about.
pub fn flagged<'a>(asking: &Asking<'a>) -> Vec<Flagged<'a>> {
    let (tree, facilities) = (&asking.world.tree, asking.indicator.params.facilities("facilities"));
    let within_m = asking.number("within_m").unwrap_or(0.0);
    let is_flagged = |at: &Ordinal| {
        let division = &tree.node(*at).division;
        match asking.text("flag") {
            "ethnic" => division.ethnic,
            _ => division.rural,
        }
    };
    let found = |division: Ordinal, facility: &Facility<'a>| {
        let mut sites = asking.world.snapshot.sites.iter();
        sites.find(|entry| is_one(asking, facility, entry) && is_near(asking, division, entry, within_m))
    };
    let divisions = tree.ordinals().filter(|at| is_flagged(at) && asking.is_here(*at));
    divisions
        .map(|division| {
            let found = facilities.iter().map(|facility| (facility.clone(), found(division, facility)));
            Flagged { division, found: found.collect() }
        })
        .collect()
}

fn is_near(asking: &Asking<'_>, division: Ordinal, entry: &Entry<SiteFacts>, within_m: f64) -> bool {
    let node = asking.world.tree.node(division);
    if node.boundary.is_some() {
        let home = entry.facts.contribution.home();
        return home != Ordinal::NONE && asking.world.tree.is_within(home, division);
    }
    let Some(place) = node.division.geometry.as_ref().and_then(home_place) else { return false };
    let geometry = entry.geometry.to_geometry();
    geometry.and_then(|site| distance_m(Point(place), &site)).is_some_and(|metres| metres <= within_m)
}
