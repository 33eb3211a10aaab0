//! What is known of the registry's sites, and what is not.

use crate::analysis::divisions::cut;
use crate::domain::area::Area;
use crate::domain::contribution::{Ordinal, Verdict};
use crate::domain::kind::{KindIndex, Measure};
use crate::index::{Entry, SiteFacts};
use crate::registry::reference::Reference;
use crate::registry::world::World;
use geo::{Geometry, LineString};
use serde::Deserialize;
use serde::de::IgnoredAny;
use std::collections::BTreeMap;

/// By the division that a site, or a part of a trail, lies in; `Ordinal::NONE`: in none.
#[derive(Default)]
pub struct Found {
    /// Sites that count but whose area is unknown, except trails.
    pub missing: BTreeMap<Ordinal, BTreeMap<KindIndex, u32>>,
    /// Length of trail that counts but whose width is unknown, centimetres.
    pub unknown_width_cm: BTreeMap<Ordinal, i64>,
    /// Known areas of the registry's sites, by kind.
    pub known: BTreeMap<KindIndex, Vec<Area>>,
}

pub fn found(world: &World, reference: &Reference) -> Found {
    let mut found = Found::default();
    for entry in world.snapshot.sites.iter() {
        let contribution = &entry.facts.contribution;
        match contribution.verdict {
            Verdict::Surveyed | Verdict::LengthWidth => {
                found.known.entry(contribution.kind).or_default().push(contribution.area());
            }
            Verdict::AreaUnknown => {
                let by_width = reference.catalogue.get(contribution.kind).measure == Measure::LengthWidth;
                if by_width && contribution.length_cm() > 0 {
                    for (division, length) in unknown_lengths(world, entry) {
                        *found.unknown_width_cm.entry(division).or_default() += length;
                    }
                } else {
                    let here = found.missing.entry(contribution.home()).or_default();
                    *here.entry(contribution.kind).or_default() += 1;
                }
            }
            _ => {}
        }
    }
    found
}

/// What the public document of a trail tells of its widths.
#[derive(Default, Deserialize)]
struct Feature {
    properties: Properties,
}
#[derive(Default, Deserialize)]
struct Properties {
    #[serde(default)]
    segments: Vec<Segment>,
    #[serde(default)]
    allocation: Vec<IgnoredAny>,
}
#[derive(Deserialize)]
struct Segment {
    #[serde(default)]
    width_m: Option<f64>,
}

/// Centimetres of a trail without width, by division: cut at boundaries like its area, unless its
/// shares are told.
fn unknown_lengths(world: &World, entry: &Entry<SiteFacts>) -> Vec<(Ordinal, i64)> {
    let shares = entry.facts.contribution.shares.as_slice();
    let told = serde_json::from_slice::<Feature>(&entry.feature).unwrap_or_default().properties;
    let lines = entry.geometry.to_geometry().map(lines).unwrap_or_default();
    let has_width = |at: usize| told.segments.get(at).is_some_and(|segment| segment.width_m.is_some());
    if (0..lines.len()).all(|at| !has_width(at)) {
        return shares.iter().map(|share| (share.division, share.length_cm)).collect();
    }
    let cuts: Vec<(bool, cut::Cut)> =
        lines.iter().enumerate().map(|(at, line)| (has_width(at), cut::lengths(line, &world.tree))).collect();
    let unknown = cuts.iter().filter(|(has_width, _)| !has_width).map(|(_, cut)| cut);
    if told.allocation.is_empty() {
        let mut metres: BTreeMap<Ordinal, f64> = BTreeMap::new();
        for (division, length) in unknown.flat_map(|cut| &cut.metres) {
            *metres.entry(*division).or_default() += length;
        }
        return metres.into_iter().map(|(division, metres)| (division, centimetres(metres))).collect();
    }
    let whole: f64 = cuts.iter().map(|(_, cut)| cut.whole).sum();
    let share = unknown.map(|cut| cut.whole).sum::<f64>() / whole.max(f64::MIN_POSITIVE);
    shares.iter().map(|part| (part.division, (part.length_cm as f64 * share).round() as i64)).collect()
}

fn centimetres(metres: f64) -> i64 {
    (metres * 100.0).round() as i64
}

fn lines(geometry: Geometry<f64>) -> Vec<LineString<f64>> {
    match geometry {
        Geometry::LineString(line) => vec![line],
        Geometry::MultiLineString(lines) => lines.0,
        _ => Vec::new(),
    }
}
