//! Suspected double counting: pairs of sites that may be one, for a person to decide.
//!
//! Nothing is dropped from a figure because of a suspicion.

/// Names that nearly agree.
mod name;
/// How near and how much on top of each other two geometries are.
mod nearness;

use crate::analysis::overlap::overlap_ratio;
use crate::domain::bbox::Bbox;
use crate::domain::id::SiteId;
use crate::domain::kind::KindIndex;
use crate::domain::rules::Suspicion;
use geo_types::Geometry;
use name::Name;
use rayon::prelude::*;
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};

/// A site whose area counts, or should; whoever asks leaves the others out.
#[derive(Clone, Copy, Debug)]
pub struct Suspect<'a> {
    pub id: SiteId,
    pub kind: KindIndex,
    pub name_zh: &'a str,
    /// Degrees (lon, lat).
    pub geometry: &'a Geometry<f64>,
    /// `false`: declared to lie on a surface that another site counts, so never suspected.
    pub counts_area: bool,
}

/// Two sites that may be one, with all that speaks for it.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair {
    /// The smaller id.
    pub a: SiteId,
    pub b: SiteId,
    /// At least one; the strongest first.
    pub reasons: Vec<Reason>,
}

/// Why two sites may be one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Reason {
    /// Their polygons share this part (0 to 1) of the smaller.
    Overlap { ratio: f64 },
    /// One kind, this many metres apart.
    NearSameKind { metres: f64 },
    /// Nearly one name, this many metres apart.
    NearName { metres: f64 },
}

impl Reason {
    /// Stable word for programs.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Overlap { .. } => "overlap",
            Self::NearSameKind { .. } => "near_same_kind",
            Self::NearName { .. } => "near_name",
        }
    }

    pub fn zh(self) -> String {
        match self {
            Self::Overlap { ratio } => format!("面重叠，占较小者的 {:.0}%", ratio * 100.0),
            Self::NearSameKind { metres } => format!("同类型，相距 {metres:.1} 米"),
            Self::NearName { metres } => format!("名称几乎相同，相距 {metres:.1} 米"),
        }
    }

    pub fn en(self) -> String {
        match self {
            Self::Overlap { ratio } => format!("polygons overlap by {:.0} % of the smaller", ratio * 100.0),
            Self::NearSameKind { metres } => format!("same kind, {metres:.1} m apart"),
            Self::NearName { metres } => format!("nearly the same name, {metres:.1} m apart"),
        }
    }
}

/// All pairs that `rules` find suspicious, by ids. Distances are geodesic metres between the
/// geometries, not their centres; a distance equal to the limit is not suspicious any more.
///
/// A declared overlap (one of the two has `counts_area = false`) is no double counting, so it is never
/// listed. The land of a container (park, centre) does not count, so whoever asks leaves it out; that
/// one site is said to lie in another excuses nothing where both count.
pub fn suspicions(sites: &[Suspect<'_>], rules: &Suspicion) -> Vec<Pair> {
    let names: Vec<Name> = sites.par_iter().map(|site| Name::new(site.name_zh)).collect();
    let boxes: Vec<Option<Bbox>> = sites.par_iter().map(|site| Bbox::of(site.geometry)).collect();
    let boxed = boxes.iter().enumerate().filter_map(|(at, bbox)| Some((at, (*bbox)?)));
    let tree = RTree::bulk_load(boxed.map(|(at, bbox)| GeomWithData::new(rectangle(&bbox), at)).collect());
    let reach = rules.near_same_kind_m.max(rules.near_name_m).max(0.0);
    let mut pairs: Vec<Pair> = boxes
        .par_iter()
        .enumerate()
        .filter_map(|(at, bbox)| Some((at, (*bbox)?)))
        .flat_map_iter(|(at, bbox)| {
            let near = nearness::grown(&bbox, reach).into_iter().flat_map(|window| {
                let window =
                    AABB::from_corners([window.min_lon, window.min_lat], [window.max_lon, window.max_lat]);
                tree.locate_in_envelope_intersecting(window).map(|found| found.data)
            });
            let mut near: Vec<usize> = near.filter(|other| *other > at).collect();
            near.sort_unstable();
            near.dedup();
            near.into_iter().map(move |other| (at, other)).collect::<Vec<_>>()
        })
        .filter_map(|(a, b)| judge((&sites[a], &names[a]), (&sites[b], &names[b]), rules))
        .collect();
    pairs.sort_by_key(|pair| (pair.a, pair.b));
    pairs
}

fn rectangle(bbox: &Bbox) -> Rectangle<[f64; 2]> {
    Rectangle::from_corners([bbox.min_lon, bbox.min_lat], [bbox.max_lon, bbox.max_lat])
}

/// What speaks for two sites being one; `None` when nothing does.
fn judge(a: (&Suspect<'_>, &Name), b: (&Suspect<'_>, &Name), rules: &Suspicion) -> Option<Pair> {
    let ((a, name_a), (b, name_b)) = (a, b);
    if !a.counts_area || !b.counts_area || a.id == b.id {
        return None;
    }
    let mut reasons = Vec::new();
    if let Some(ratio) = overlap_ratio(a.geometry, b.geometry)
        && ratio > rules.overlap_ratio
    {
        reasons.push(Reason::Overlap { ratio });
    }
    let same_kind = a.kind == b.kind;
    let same_name = name_a.is_nearly(name_b);
    if same_kind || same_name {
        let metres = nearness::distance_m(a.geometry, b.geometry)?;
        if same_kind && metres < rules.near_same_kind_m {
            reasons.push(Reason::NearSameKind { metres });
        }
        if same_name && metres < rules.near_name_m {
            reasons.push(Reason::NearName { metres });
        }
    }
    let (first, second) = if a.id < b.id { (a.id, b.id) } else { (b.id, a.id) };
    (!reasons.is_empty()).then_some(Pair { a: first, b: second, reasons })
}

#[cfg(test)]
mod tests;
