//! Institutions with equipment for a group.

use super::{Asking, Measured, Part};
use crate::analysis::divisions::home_place;
use crate::domain::equipment::{EquipmentState, TargetGroup};
use crate::domain::geodesy::{circle_bbox, distance_m};
use crate::registry::world::{PieceStands, piece_stands};
use geo::{BoundingRect, Coord, Geometry, Point, Rect};

/// Percent of the institutions of some kinds that have a piece in the state for the group within so many
/// metres of their plot. One whose place is unknown has none that could be told, and is left out.
pub fn equipped(asking: &Asking<'_>) -> Measured {
    let params = &asking.indicator.params;
    let mut kinds = params.texts("institution_kinds");
    kinds.extend(params.text("institution_kind"));
    let of_kind = || {
        let all = asking.world.records().institutions();
        all.filter(|entry| kinds.contains(&&*entry.facts.record.kind) && asking.is_here(entry.facts.home))
    };
    let existing: Vec<_> = of_kind().filter(|entry| entry.facts.record.exists_on(asking.on)).collect();
    if existing.is_empty() {
        return Measured::unknown("没有登记的机构", "no institution is on record");
    }
    if asking.world.snapshot.equipment.is_empty() {
        return super::pieces::nothing();
    }
    let places = places(asking);
    let within_m = asking.number("within_m").unwrap_or(0.0);
    let (mut met, mut of, mut parts, mut nowhere) = (0_u32, 0_u32, Vec::new(), 0_u32);
    for entry in &existing {
        let record = &entry.facts.record;
        let Some(plot) = &record.geometry else {
            nowhere += 1;
            continue;
        };
        let near = places.iter().filter(|place| is_near(plot, **place, within_m)).count();
        of += 1;
        met += u32::from(near > 0);
        parts.push(Part {
            name_zh: record.name_zh.clone(),
            name_en: record.name_en.clone(),
            list: Some("institutions"),
            id: Some(entry.id),
            value: Some(near as f64),
            counts: near > 0,
        });
    }
    let note = if nowhere > 0 {
        (
            format!("{of} 家中 {met} 家；另有 {nowhere} 家位置未知"),
            format!("{met} of {of}; the place of {nowhere} more is unknown"),
        )
    } else {
        (format!("{of} 家中 {met} 家"), format!("{met} of {of}"))
    };
    Measured {
        value: (of > 0).then(|| 100.0 * f64::from(met) / f64::from(of)),
        note: Some(note),
        demo: existing.iter().any(|entry| entry.facts.record.demo),
        parts,
        ..Measured::default()
    }
}

/// Places of the pieces that are meant: their own, or that of their site.
fn places(asking: &Asking<'_>) -> Vec<Coord<f64>> {
    let group = TargetGroup::parse(asking.text("target_group"));
    let state = EquipmentState::parse(asking.text("state"));
    let snapshot = &asking.world.snapshot;
    let meant = snapshot.equipment.iter().filter(|entry| {
        Some(entry.facts.target_group) == group
            && Some(entry.facts.state) == state
            && piece_stands(&entry.facts, asking.on) == PieceStands::Yes
    });
    let place = |geometry: Option<Geometry<f64>>| geometry.as_ref().and_then(home_place);
    meant
        .filter_map(|entry| {
            place(entry.geometry.to_geometry()).or_else(|| {
                place(snapshot.sites.get(entry.facts.site.0).and_then(|site| site.geometry.to_geometry()))
            })
        })
        .collect()
}

fn is_near(plot: &Geometry<f64>, place: Coord<f64>, within_m: f64) -> bool {
    let Some(bounds) = plot.bounding_rect() else { return false };
    let may_be = circle_bbox(Point(place), within_m).iter().any(|part| {
        let circle = Rect::new((part.min_lon, part.min_lat), (part.max_lon, part.max_lat));
        geo::Intersects::intersects(&circle, &bounds)
    });
    may_be && distance_m(Point(place), plot).is_some_and(|metres| metres <= within_m)
}
