//! The tree of divisions: the district, its sub-districts with schematic cells, communities and villages as placeholder points.

use super::cells::Tiling;
use super::facts::{Facts, Subdistrict};
use super::plane::to_metres;
use super::prng::Prng;
use super::write::Feature;
use anyhow::{Context, Result};
use geo::{Area, BoundingRect, Coord, Geometry, Point};
use serde::Serialize;
use std::fmt::Write as _;
use std::path::Path;

#[derive(Serialize)]
pub struct Code {
    system: &'static str,
    edition: String,
    code: String,
}

#[derive(Serialize)]
pub struct Properties {
    external_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    parent: Option<String>,
    level: String,
    name_zh: String,
    name_en: String,
    codes: Vec<Code>,
    boundary_quality: &'static str,
    ethnic: bool,
    rural: bool,
    source: String,
    licence: String,
}

/// A point (lon, lat) for each community and village, in table order: drawn, not surveyed.
pub fn place_units(facts: &Facts, tiling: &Tiling) -> Vec<Coord<f64>> {
    let mut placed: Vec<(usize, Coord<f64>)> = Vec::new();
    for unit in &facts.units {
        let cell = facts.subdistrict(&unit.subdistrict);
        let mut prng =
            Prng::new(facts.demo.seed, &format!("unit {} {} {}", unit.subdistrict, unit.name_zh, unit.level));
        let neighbours: Vec<Coord<f64>> =
            placed.iter().filter(|p| p.0 == cell).map(|p| to_metres(p.1)).collect();
        let at = place_unit(
            tiling,
            cell,
            &facts.subdistricts[cell],
            unit.level == "community",
            &neighbours,
            &mut prng,
        );
        placed.push((cell, at));
    }
    placed.into_iter().map(|(_, at)| at).collect()
}

/// The best of some candidates: far from its neighbours; communities near the sub-district's centre.
fn place_unit(
    tiling: &Tiling,
    cell: usize,
    subdistrict: &Subdistrict,
    urban: bool,
    neighbours: &[Coord<f64>],
    prng: &mut Prng,
) -> Coord<f64> {
    let centre = Coord { x: subdistrict.lon, y: subdistrict.lat };
    let Some(bounds) = tiling.cells[cell].bounding_rect() else {
        return centre;
    };
    let reach = if urban { 2_600.0 } else { f64::INFINITY };
    let mut best = (f64::NEG_INFINITY, centre);
    let mut candidates = 0;
    for _ in 0..4_000 {
        let at = Coord {
            x: (prng.range(bounds.min().x, bounds.max().x) * 1e5).round() / 1e5,
            y: (prng.range(bounds.min().y, bounds.max().y) * 1e5).round() / 1e5,
        };
        if distance(to_metres(at), to_metres(centre)) > reach || !tiling.holds(cell, at, 250.0) {
            continue;
        }
        let nearest = neighbours.iter().map(|n| distance(*n, to_metres(at))).fold(f64::INFINITY, f64::min);
        if nearest > best.0 {
            best = (nearest, at);
        }
        candidates += 1;
        if candidates == 10 {
            break;
        }
    }
    best.1
}

fn distance(a: Coord<f64>, b: Coord<f64>) -> f64 {
    (a.x - b.x).hypot(a.y - b.y)
}

fn codes(facts: &Facts, nbs: &str, mca: &str) -> Vec<Code> {
    vec![
        Code { system: "nbs", edition: facts.district.nbs_edition.clone(), code: nbs.to_owned() },
        Code { system: "mca", edition: facts.district.mca_edition.clone(), code: mca.to_owned() },
    ]
}

pub fn features(facts: &Facts, tiling: &Tiling, units: &[Coord<f64>]) -> Vec<Feature<Properties>> {
    let district = &facts.district;
    let mut all = vec![Feature::new(
        &Geometry::Polygon(tiling.outline.clone()),
        Properties {
            external_id: district.id.clone(),
            parent: None,
            level: "district".to_owned(),
            name_zh: district.name_zh.clone(),
            name_en: district.name_en.clone(),
            codes: codes(facts, &district.nbs_code, &district.mca_code),
            boundary_quality: "schematic",
            ethnic: false,
            rural: false,
            source: district.outline_source.clone(),
            licence: district.licence.clone(),
        },
    )];
    for (subdistrict, cell) in facts.subdistricts.iter().zip(&tiling.cells) {
        let geometry = match cell.0.as_slice() {
            [single] => Geometry::Polygon(single.clone()),
            _ => Geometry::MultiPolygon(cell.clone()),
        };
        let centre = if subdistrict.centroid_mark == "S" { "a published centre" } else { "a guessed centre" };
        all.push(Feature::new(
            &geometry,
            Properties {
                external_id: format!("{}-{}", district.id, subdistrict.id),
                parent: Some(district.id.clone()),
                level: "subdistrict".to_owned(),
                name_zh: subdistrict.name_zh.clone(),
                name_en: format!("{} Subdistrict", subdistrict.name_en),
                codes: codes(facts, &subdistrict.nbs_code, &subdistrict.mca_code),
                boundary_quality: "schematic",
                ethnic: false,
                rural: false,
                source: format!("schematic cell around {centre}, clipped to the outline; not a boundary"),
                licence: district.licence.clone(),
            },
        ));
    }
    for (number, (unit, at)) in facts.units.iter().zip(units).enumerate() {
        all.push(Feature::new(
            &Geometry::Point(Point(*at)),
            Properties {
                external_id: format!("{}-{}-{:03}", district.id, unit.subdistrict, number + 1),
                parent: Some(format!("{}-{}", district.id, unit.subdistrict)),
                level: unit.level.clone(),
                name_zh: unit.name_zh.clone(),
                name_en: unit.name_en.clone(),
                codes: vec![],
                boundary_quality: "placeholder",
                ethnic: unit.ethnic,
                rural: unit.level == "village",
                source: format!(
                    "name: {}; point: placeholder inside the schematic cell",
                    district.unit_source
                ),
                licence: district.licence.clone(),
            },
        ));
    }
    all
}

/// # Errors
/// When the file can not be written.
pub fn write_district(path: &Path, facts: &Facts, tiling: &Tiling) -> Result<()> {
    let d = &facts.district;
    let bounds = tiling.outline.bounding_rect().context("the outline is empty")?;
    // Area of the local plane: only to let a reader see whether the file is the one meant.
    let km2 =
        geo::Polygon::new(tiling.outline.exterior().0.iter().map(|at| to_metres(*at)).collect(), vec![])
            .unsigned_area()
            / 1e6;
    let mut text = format!(
        "# The district as data: replace these files to run the registry for another one.\n\
         # Written by the generator in seeds/generate; edit the facts there, or stop generating and edit here.\n\n\
         id = \"{}\"\nname_zh = \"{}\"\nname_en = \"{}\"\ncity_zh = \"{}\"\ncity_en = \"{}\"\n\
         # west, south, east, north in degrees, WGS 84\nbbox = [{}, {}, {}, {}]\n\
         # of the rounded outline, about\narea_km2 = {km2:.0}\nplan = \"{}\"\n\
         kinds = \"seeds/kinds.toml\"\nrules = \"seeds/rules.toml\"\n\
         # demonstration registry; leave the line out for real work\ndemo = \"seeds/demo\"\n\n",
        d.id,
        d.name_zh,
        d.name_en,
        d.city_zh,
        d.city_en,
        bounds.min().x,
        bounds.min().y,
        bounds.max().x,
        bounds.max().y,
        d.plan,
    );
    for (id, zh, en, edition, note) in [
        (
            "nbs",
            "统计用区划代码",
            "statistical division codes",
            &d.nbs_edition,
            "villages and communities follow its 2022 list",
        ),
        (
            "mca",
            "民政区划代码",
            "civil-affairs division codes",
            &d.mca_edition,
            "collides with nbs: the same number names other sub-districts",
        ),
    ] {
        let _ = write!(
            text,
            "[[code_system]]\nid = \"{id}\"\nname_zh = \"{zh}\"\nname_en = \"{en}\"\nedition = \"{edition}\"\nnote_en = \"{note}\"\n\n"
        );
    }
    for (what, file, quality, source) in [
        (
            "divisions",
            "divisions.geojson",
            "schematic",
            "outline and cells are schematic, points of communities and villages are placeholders; names and codes are published",
        ),
        (
            "population",
            "population.csv",
            "estimate",
            "2020 of the district is published; every other row is an estimate with its method",
        ),
        (
            "clusters",
            "clusters.geojson",
            "schematic",
            "three schematic extents around published or derived places, two placeholders",
        ),
    ] {
        let _ = write!(
            text,
            "[[file]]\nwhat = \"{what}\"\npath = \"{file}\"\nsource = \"{source}\"\nlicence = \"{}\"\nquality = \"{quality}\"\ndate = \"{}\"\n\n",
            d.licence, d.date
        );
    }
    text.truncate(text.trim_end().len());
    text.push('\n');
    std::fs::write(path, text).with_context(|| path.display().to_string())
}
