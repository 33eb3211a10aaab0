//! Neighbours that cover one another: a site there is counted for one of them only.

use super::lifetimes::Standing;
use crate::analysis::overlap::overlap_ratio;
use crate::domain::division::Division;
use crate::domain::id::DivisionId;
use crate::registry::import::report::Report;
use geo::{BoundingRect, Geometry, Intersects, Rect};
use std::collections::HashMap;

/// Share of the smaller one from which an overlap is more than how a border was drawn.
const TELLING: f64 = 0.01;
/// Pairs that are told; a file in which everything overlaps needs no longer list.
const TOLD: usize = 20;

/// One with a surface, and the box around it.
type Bounded<'a> = (&'a Standing<'a>, Rect<f64>);

/// Warns of each division of the file that covers a sibling.
pub fn warn(standing: &HashMap<DivisionId, Standing<'_>>, report: &mut Report) {
    let mut siblings: HashMap<_, Vec<Bounded<'_>>> = HashMap::new();
    for one in standing.values() {
        let Some(surface @ (Geometry::Polygon(_) | Geometry::MultiPolygon(_))) = &one.division.geometry
        else {
            continue;
        };
        let Some(bounds) = surface.bounding_rect() else { continue };
        let key = (one.division.parent, one.division.level.as_str());
        siblings.entry(key).or_default().push((one, bounds));
    }
    let mut found: Vec<(u64, &Division, &Division, f64)> = Vec::new();
    for group in siblings.values_mut() {
        // Those of the file first, in its order: a pair is told at its later row.
        group.sort_by_key(|(one, _)| (one.row.is_none(), one.row, one.division.id));
        for (at, (one, bounds)) in group.iter().enumerate() {
            for (other, others) in group.iter().skip(at + 1) {
                let Some(row) = other.row.or(one.row) else { continue };
                if bounds.intersects(others)
                    && together(one.division, other.division)
                    && let Some(share) = share(one.division, other.division).filter(|share| *share >= TELLING)
                {
                    found.push((row, other.division, one.division, share));
                }
            }
        }
    }
    found.sort_by_key(|(row, _, other, _)| (*row, other.id));
    for (row, one, other, share) in found.iter().take(TOLD) {
        let (one, other, percent) = (&one.name_zh, &other.name_zh, share * 100.0);
        let zh =
            format!("“{one}”与“{other}”的边界重叠（占较小者的 {percent:.0}%）：重叠处的场地只计入其中一个");
        let en = format!(
            "the boundaries of {one} and {other} overlap ({percent:.0} % of the smaller); a site there is counted for one of them only"
        );
        report.warn(*row, Some("geometry"), "overlap", &zh, &en);
    }
    if let Some(more) = found.len().checked_sub(TOLD).filter(|more| *more > 0) {
        let zh = format!("还有 {more} 对区划的边界重叠");
        let en = format!("{more} more pairs of divisions overlap");
        report.warn(0, Some("geometry"), "overlap", &zh, &en);
    }
}

fn share(one: &Division, other: &Division) -> Option<f64> {
    overlap_ratio(one.geometry.as_ref()?, other.geometry.as_ref()?)
}

/// Whether there is a day on which both exist.
fn together(one: &Division, other: &Division) -> bool {
    let before = |a: &Division, b: &Division| match (a.valid_to, b.valid_from) {
        (Some(to), Some(from)) => to < from,
        _ => false,
    };
    !before(one, other) && !before(other, one)
}
