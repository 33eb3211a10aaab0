//! Containers with their contents: sports parks, the clusters' smart facilities, fitness centres, village land.

use super::builder::{BASE, Builder};
use super::trails;
use crate::generate::clusters::Outlines;
use crate::generate::plane::{rounded, to_degrees, to_metres};
use crate::generate::shapes;
use geo::{Centroid, Coord, Geometry, LineString, Polygon};

/// Metres from a park's centre to the courts inside it.
const RING_M: f64 = 64.0;

/// The smart path, park and trail of each cluster of the plan.
pub fn clusters(builder: &mut Builder<'_>, outlines: &Outlines) {
    let facts = builder.facts;
    for wish in &facts.demo.clusters {
        let Some(index) = facts.clusters.iter().position(|c| c.id == wish.id) else {
            continue;
        };
        let Some(centre) = outlines[index].centroid() else {
            continue;
        };
        let (centre, Some(cell)) = (to_metres(centre.0), builder.tiling.cell_of(centre.0)) else {
            continue;
        };
        let unit = nearest_unit(builder, cell, centre);
        let park = wish.park.map(|year| {
            let park =
                container(builder, "sports_park", unit, cell, year, centre, 115.0, &["smart", "sports_park"]);
            contents(
                builder,
                park,
                unit,
                cell,
                year,
                centre,
                &["basketball", "football_5", "table_tennis", "children_ground"],
            );
            rename(builder, park, &facts.clusters[index].name_zh, &facts.clusters[index].name_en);
            park
        });
        if let Some(year) = wish.path {
            let at = Coord { x: centre.x, y: centre.y - 12.0 };
            let path = builder.at_place("fitness_path", unit, cell, year, at);
            rename(builder, path, &facts.clusters[index].name_zh, &facts.clusters[index].name_en);
            builder.sites[path].properties.programmes = vec!["smart"];
            if wish.park.is_some_and(|park_year| park_year <= year) {
                builder.sites[path].properties.container =
                    park.map(|park| builder.sites[park].properties.external_id.clone());
            }
        }
        if let Some(year) = wish.trail {
            let course = if facts.clusters[index].shape == "band" {
                along_band(&outlines[index], facts.clusters[index].size_m)
            } else {
                trails::round(centre, 190.0)
            };
            let trail = builder.trail("trail", unit, cell, year, vec![course]);
            builder.sites[trail].properties.segments[0].width_m = Some(2.5);
            builder.sites[trail].properties.programmes = vec!["smart"];
            rename(builder, trail, &facts.clusters[index].name_zh, &facts.clusters[index].name_en);
        }
        builder.take(centre, 215.0);
    }
}

/// A course in the southern part of the band, parallel to its northern edge.
fn along_band(outline: &Polygon<f64>, width_m: f64) -> LineString<f64> {
    let ring: Vec<Coord<f64>> = outline.exterior().0.iter().map(|at| to_metres(*at)).collect();
    let west = ring.iter().map(|at| at.x).fold(f64::INFINITY, f64::min);
    let east = ring.iter().map(|at| at.x).fold(f64::NEG_INFINITY, f64::max);
    let south_at = |x: f64| {
        ring.windows(2)
            .filter(|edge| (edge[0].x - x) * (edge[1].x - x) <= 0.0 && (edge[0].x - edge[1].x).abs() > 1.0)
            .map(|edge| edge[0].y + (x - edge[0].x) / (edge[1].x - edge[0].x) * (edge[1].y - edge[0].y))
            .fold(f64::INFINITY, f64::min)
    };
    let steps = ((east - west - 400.0) / 95.0) as u32;
    LineString(
        (0..=steps)
            .map(|step| {
                let x = west + 200.0 + f64::from(step) * 95.0;
                rounded(to_degrees(Coord { x, y: south_at(x) + width_m * 0.1 }))
            })
            .collect(),
    )
}

/// Sports parks outside the clusters, each with a round trail.
pub fn parks(builder: &mut Builder<'_>) {
    for wish in &builder.facts.demo.parks {
        let cell = builder.facts.subdistrict(&wish.subdistrict);
        let units = builder.units_of(cell);
        let unit = *builder.prng.pick(&units);
        let year = wish.year.max(BASE);
        let Some(centre) = builder.free_place(unit, cell, 150.0, 700.0) else {
            continue;
        };
        builder.take(centre, 150.0);
        let park = container(builder, "sports_park", unit, cell, year, centre, 140.0, &["sports_park"]);
        contents(
            builder,
            park,
            unit,
            cell,
            year,
            centre,
            &["basketball", "football_5", "tennis", "fitness_path", "roller_skate", "table_tennis"],
        );
        let course = trails::round(centre, 125.0);
        let trail = builder.trail("trail", unit, cell, year, vec![course]);
        put_into(builder, trail, park);
    }
}

/// The district's fitness centre of the plan, and an older one of a sub-district.
pub fn fitness_centres(builder: &mut Builder<'_>) {
    let rooms = ["indoor_pool", "sports_hall", "badminton", "gym_room", "yoga_dance_room", "table_tennis"];
    for (subdistrict, year, level) in [("baita", 2025, "district"), ("wusan", BASE, "subdistrict")] {
        let cell = builder.facts.subdistrict(subdistrict);
        let unit = builder.units_of(cell)[0];
        let Some(centre) = builder.free_place(unit, cell, 120.0, 700.0) else {
            continue;
        };
        builder.take(centre, 120.0);
        let centre_site =
            container(builder, "fitness_centre", unit, cell, year, centre, 110.0, &["fitness_centre"]);
        contents(builder, centre_site, unit, cell, year, centre, &rooms);
        let first = builder.sites.len() - rooms.len();
        for site in &mut builder.sites[first..] {
            if year > BASE {
                site.properties.opened_on = Some("2025-09-28".to_owned());
                site.properties.effective_from = "2025-09-28".to_owned();
            }
        }
        let properties = &mut builder.sites[centre_site].properties;
        properties.level = level;
        if level == "district" {
            // Planned first; the revisions bring it under construction and into use.
            "浑南区全民健身中心（示范）".clone_into(&mut properties.name_zh);
            "Hunnan District fitness centre (demo)".clone_into(&mut properties.name_en);
            properties.status = "planned";
            properties.opened_on = None;
            "2021-06-30".clone_into(&mut properties.effective_from);
        }
    }
}

/// Land with a rural square on it, both tagged: the topmost tagged object counts once.
pub fn village_land(builder: &mut Builder<'_>) {
    for (subdistrict, year) in [("wangbin", BASE), ("lixiang", 2021), ("mantang", 2023)] {
        let cell = builder.facts.subdistrict(subdistrict);
        let Some(unit) =
            builder.units_of(cell).into_iter().find(|u| builder.facts.units[*u].level == "village")
        else {
            continue;
        };
        let Some(centre) = builder.free_place(unit, cell, 90.0, 400.0) else {
            continue;
        };
        builder.take(centre, 90.0);
        let land = container(builder, "fitness_land", unit, cell, year, centre, 85.0, &["rural_square"]);
        let first = builder.sites.len();
        contents(builder, land, unit, cell, year, centre, &["fitness_square", "basketball", "fitness_path"]);
        builder.sites[first].properties.programmes = vec!["rural_square"];
    }
}

#[expect(
    clippy::too_many_arguments,
    reason = "a drawing step: what, where, when, how large, under which programmes"
)]
fn container(
    builder: &mut Builder<'_>,
    kind: &str,
    unit: usize,
    cell: usize,
    year: i32,
    centre: Coord<f64>,
    radius_m: f64,
    programmes: &[&'static str],
) -> usize {
    let mut properties = builder.describe(kind, "park", unit, cell, year);
    properties.status = "operating";
    properties.programmes = programmes.to_vec();
    let outline = Geometry::Polygon(shapes::ngon(centre, radius_m, 12));
    builder.push(cell, year, to_degrees(centre), outline, properties)
}

/// Sites of different kinds on a ring inside a container.
fn contents(
    builder: &mut Builder<'_>,
    container: usize,
    unit: usize,
    cell: usize,
    year: i32,
    centre: Coord<f64>,
    kinds: &[&str],
) {
    for (place, kind) in kinds.iter().enumerate() {
        let angle = place as f64 / kinds.len() as f64 * std::f64::consts::TAU;
        let at = Coord { x: centre.x + RING_M * angle.cos(), y: centre.y + RING_M * angle.sin() };
        let site = builder.at_place(kind, unit, cell, year, at);
        put_into(builder, site, container);
    }
}

fn put_into(builder: &mut Builder<'_>, site: usize, container: usize) {
    let within = builder.sites[container].properties.external_id.clone();
    let opened = builder.sites[container].properties.opened_on.clone();
    let effective = builder.sites[container].properties.effective_from.clone();
    let properties = &mut builder.sites[site].properties;
    properties.container = Some(within);
    properties.status = "operating";
    properties.opened_on = opened;
    properties.effective_from = effective;
}

fn rename(builder: &mut Builder<'_>, site: usize, zh: &str, en: &str) {
    let properties = &mut builder.sites[site].properties;
    let kind = builder.facts.kind(&properties.kind);
    let (smart_zh, smart_en) = ("智慧", "smart");
    properties.name_zh = format!("{zh}{smart_zh}{}（示范）", kind.name_zh);
    properties.name_en = format!("{en}: {smart_en} {} (demo)", kind.name_en.to_lowercase());
}

fn nearest_unit(builder: &Builder<'_>, cell: usize, at: Coord<f64>) -> usize {
    let far = |unit: &usize| {
        let other = to_metres(builder.units[*unit]);
        (other.x - at.x).hypot(other.y - at.y)
    };
    builder.units_of(cell).into_iter().min_by(|a, b| far(a).total_cmp(&far(b))).unwrap_or(0)
}
