//! The cases a real registry has: sites not yet there, sites long closed, pairs that may be one.

use super::builder::{BASE, Builder};
use crate::generate::plane::{rounded, to_degrees, to_metres};
use geo::{Coord, Geometry, Point};

/// Planned sites and sites under construction.
pub fn not_yet_built(builder: &mut Builder<'_>) {
    for order in 0..16 {
        let unit = builder.prng.below(builder.units.len());
        let kind = ["fitness_square", "basketball", "sports_hall", "football_5"][order % 4];
        let (status, year) = if order % 2 == 0 { ("planned", 2025) } else { ("under_construction", 2024) };
        let Some(site) = builder.near_unit(kind, unit, year, 500.0) else {
            continue;
        };
        builder.declare_overlap(site, "not yet in use");
        let effective = builder.prng.day_of(year);
        let properties = &mut builder.sites[site].properties;
        properties.counts_area = true;
        properties.note = None;
        properties.status = status;
        properties.opened_on = None;
        properties.effective_from = effective;
        properties.reason = "new_built";
        if properties.area_m2.is_some() {
            properties.area_grade = Some("design");
        }
    }
}

/// Sites that had closed before the base.
pub fn long_closed(builder: &mut Builder<'_>) {
    for order in 0..7 {
        let unit = builder.prng.below(builder.units.len());
        let kind = ["gym_room", "roller_skate", "outdoor_pool", "fitness_path"][order % 4];
        let Some(site) = builder.near_unit(kind, unit, BASE, 600.0) else {
            continue;
        };
        builder.declare_overlap(site, "closed before the base year");
        let properties = &mut builder.sites[site].properties;
        properties.counts_area = true;
        properties.status = "closed";
        properties.opened_on = Some("2008-05-01".to_owned());
        properties.closed_on = Some(format!("{}-10-15", 2016 + order % 4));
        properties.effective_from = format!("{BASE}-12-31");
        properties.reason = "newly_found";
    }
}

/// Six pairs of one kind within 15 m and with nearly the same name: probably one site entered twice.
pub fn suspected_duplicates(builder: &mut Builder<'_>) {
    let originals: Vec<usize> = builder
        .sites
        .iter()
        .enumerate()
        .filter(|(_, s)| {
            matches!(s.geometry, Geometry::Point(_))
                && s.properties.status == "operating"
                && matches!(s.properties.kind.as_str(), "fitness_path" | "table_tennis" | "basketball")
                && s.properties.container.is_none()
        })
        .map(|(index, _)| index)
        .collect();
    for order in 0..6 {
        let original = builder.sites[originals[(order * 41 + 7) % originals.len()]].clone();
        let at = to_metres(original.at);
        let moved = rounded(to_degrees(Coord { x: at.x + 6.0, y: at.y + 4.0 }));
        let mut properties = original.properties.clone();
        properties.external_id = format!("demo-s-{:04}", builder.sites.len() + 1);
        properties.name_zh = properties.name_zh.replace("（示范）", "点（示范）");
        properties.name_en = properties.name_en.replace(" (demo)", " site (demo)");
        properties.note =
            Some("probably the same site entered twice (demonstration of suspected double counting)");
        builder.push(original.cell, original.year, moved, Geometry::Point(Point(moved)), properties);
    }
}
