//! What one site adds on one day, and by which rule.

use super::remainder::largest_remainder;
use crate::analysis::divisions::{Tree, cut, home_place};
use crate::domain::area::Area;
use crate::domain::contribution::{Contribution, Ordinal, Share, Shares, Verdict};
use crate::domain::kind::{Kind, KindIndex, Measure};
use crate::domain::rules::Rules;
use crate::domain::site::{Allocation, Site, Status};
use geo::{Geometry, LineString};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// What the site adds to the divisions on that day.
///
/// A line's length is told for every division it passes; other sites stand in one. Areas are whole
/// cm² and a cut trail's pieces sum to the uncut trail exactly.
pub fn contribution(
    site: &Site,
    kind: (KindIndex, &Kind),
    rules: &Rules,
    tree: &Tree,
    day: Date,
) -> Contribution {
    let (index, kind) = kind;
    let lines = lines_of(site.geometry.as_ref());
    let mut verdict = standing(site, kind, rules, day);
    let mut parts: BTreeMap<Ordinal, (Area, i64)> = BTreeMap::new();
    let all_widths_known =
        site.segments.len() == lines.len() && site.segments.iter().all(|segment| segment.width_m.is_some());
    let some_width_known = site.segments.iter().any(|segment| segment.width_m.is_some());
    // A surveyed area of the whole says more than the part of it whose width is known.
    let by_width = kind.measure == Measure::LengthWidth
        && if site.area_m2.is_some() { all_widths_known && some_width_known } else { some_width_known };
    for (position, line) in lines.iter().enumerate() {
        // The whole is that of the uncut line, so that no boundary moves it by a rounding.
        let cut::Cut { metres: lengths, whole: metres } = cut::lengths(line, tree);
        let weights: Vec<f64> = lengths.values().copied().collect();
        let width = site.segments.get(position).and_then(|segment| segment.width_m);
        // Known also when the site does not count: `Verdict` says whether it is added.
        let area = width.and_then(|width| Area::from_m2(metres * width).ok()).unwrap_or_default();
        #[expect(clippy::cast_possible_truncation, reason = "a line is shorter than the earth")]
        let centimetres = (metres * 100.0).round() as i64;
        let areas = largest_remainder(area.cm2(), &weights);
        let centimetres = largest_remainder(centimetres, &weights);
        for ((division, area), length) in lengths.keys().zip(areas).zip(centimetres) {
            let part = parts.entry(*division).or_default();
            part.0 += Area::from_cm2(area);
            part.1 += length;
        }
    }
    if verdict.wants_area() {
        verdict = match (by_width, all_widths_known, site.area_m2) {
            (true, true, _) => Verdict::LengthWidth,
            (true, false, _) | (false, _, None) => Verdict::AreaUnknown,
            (false, _, Some(_)) => Verdict::Surveyed,
        };
    }
    let surveyed = if by_width { None } else { site.area_m2 };
    let counted = verdict.wants_area();
    let mut shares = place(site, tree, surveyed, parts);
    if !counted {
        for share in &mut shares {
            share.area = Area::ZERO;
        }
    }
    Contribution {
        kind: index,
        verdict,
        open: rules.is_open(site.access),
        free: rules.is_free(site.access),
        demo: site.demo,
        grade: site.area_grade,
        shares: Shares::new(shares),
    }
}

/// Whether and why the site counts, before its area is looked at (`Surveyed` stands for "counts").
fn standing(site: &Site, kind: &Kind, rules: &Rules, day: Date) -> Verdict {
    // Entered when it had closed already: until that day it was in use.
    let still_open = site.status == Status::Closed && site.closed_on.is_some_and(|closed| closed > day);
    let status = if still_open { Status::Operating } else { site.status };
    if !rules.counts_area(status) {
        Verdict::StatusDoesNotCount(status)
    } else if site.opened_on.is_some_and(|opened| opened > day) {
        Verdict::NotYetOpen
    } else if site.closed_on.is_some_and(|closed| closed <= day) {
        Verdict::AlreadyClosed
    } else if kind.container {
        Verdict::Container
    } else if kind.measure == Measure::None || !kind.counts_area {
        Verdict::KindWithoutArea
    } else if !site.counts_area {
        Verdict::DeclaredOverlap
    } else {
        Verdict::Surveyed
    }
}

/// The shares, the home first: by explicit allocation, by the cut pieces, or by the home place.
fn place(
    site: &Site,
    tree: &Tree,
    surveyed: Option<Area>,
    parts: BTreeMap<Ordinal, (Area, i64)>,
) -> Vec<Share> {
    if !site.allocation.is_empty() {
        let area = surveyed.unwrap_or_else(|| parts.values().map(|part| part.0).sum());
        let length = parts.values().map(|part| part.1).sum();
        return allocated(&site.allocation, tree, area, length);
    }
    if parts.is_empty() {
        let division =
            site.geometry.as_ref().and_then(home_place).map_or(Ordinal::NONE, |place| tree.locate(place));
        return vec![Share { division, area: surveyed.unwrap_or_default(), length_cm: 0 }];
    }
    let mut shares: Vec<Share> =
        parts.into_iter().map(|(division, (area, length_cm))| Share { division, area, length_cm }).collect();
    if let Some(area) = surveyed {
        // A surveyed area of a line without widths follows the length.
        #[expect(clippy::cast_precision_loss, reason = "lengths stay below 2^53 cm")]
        let weights: Vec<f64> = shares.iter().map(|share| share.length_cm as f64).collect();
        for (share, part) in shares.iter_mut().zip(largest_remainder(area.cm2(), &weights)) {
            share.area = Area::from_cm2(part);
        }
    }
    // The home is where most of it lies; the sort is stable, so ties go to the first division.
    shares.sort_by_key(|share| std::cmp::Reverse(share.length_cm));
    shares
}

/// Splits by the recorded shares; a division that is not (uniquely) known leaves its part unassigned.
fn allocated(allocation: &[Allocation], tree: &Tree, area: Area, length_cm: i64) -> Vec<Share> {
    let weights: Vec<f64> = allocation.iter().map(|part| part.share).collect();
    let areas = largest_remainder(area.cm2(), &weights);
    let lengths = largest_remainder(length_cm, &weights);
    let mut merged: BTreeMap<Ordinal, (Area, i64, f64)> = BTreeMap::new();
    for ((part, area), length) in allocation.iter().zip(areas).zip(lengths) {
        let named = tree.named(&part.division);
        let division = if let [only] = named[..] { only } else { Ordinal::NONE };
        let entry = merged.entry(division).or_default();
        entry.0 += Area::from_cm2(area);
        entry.1 += length;
        entry.2 += part.share;
    }
    let mut shares: Vec<_> = merged.into_iter().collect();
    shares.sort_by(|a, b| b.1.2.total_cmp(&a.1.2));
    shares.into_iter().map(|(division, (area, length_cm, _))| Share { division, area, length_cm }).collect()
}

fn lines_of(geometry: Option<&Geometry<f64>>) -> Vec<LineString<f64>> {
    match geometry {
        Some(Geometry::LineString(line)) => vec![line.clone()],
        Some(Geometry::Line(line)) => vec![LineString::from(vec![line.start, line.end])],
        Some(Geometry::MultiLineString(lines)) => lines.0.clone(),
        _ => Vec::new(),
    }
}
