//! Elderly-care and rehabilitation institutions: most stand beside equipment for their people.

use super::super::sites::Site;
use super::wishes::InstitutionKind;
use super::{Ground, SOURCE, beside};
use geo::{Centroid, Coord};
use serde::Serialize;
use std::collections::{BTreeMap, HashSet};

#[derive(Serialize)]
pub struct Row {
    external_id: String,
    kind: String,
    name_zh: String,
    name_en: String,
    opened_on: String,
    division: String,
    lon: f64,
    lat: f64,
    source: &'static str,
    demo: bool,
}

/// Metres from the equipment's place; metrics look within 100.
const NEAR_M: f64 = 45.0;
/// Metres from a village's place, where nothing was put.
const FAR_M: f64 = 240.0;

pub fn list(ground: &Ground<'_>) -> Vec<Row> {
    let mut taken = HashSet::new();
    let mut prng = ground.prng("institutions");
    let mut rows = Vec::new();
    for kind in &ground.facts.records.institutions.kinds {
        let sites = sites_with(ground, &kind.group, kind.with, &mut taken);
        for site in &sites {
            let at = beside(place(site), NEAR_M, &mut prng);
            rows.push(row(ground, kind, rows.len(), site.cell, at, prng.day_of(2018)));
        }
        for number in 0..kind.without {
            let unit = ground.units.len() - 1 - number;
            let cell = ground.facts.subdistrict(&ground.facts.units[unit].subdistrict);
            let at = beside(ground.units[unit], FAR_M, &mut prng);
            rows.push(row(ground, kind, rows.len(), cell, at, prng.day_of(2019)));
        }
    }
    rows
}

fn row(
    ground: &Ground<'_>,
    kind: &InstitutionKind,
    rows: usize,
    cell: usize,
    at: Coord<f64>,
    opened_on: String,
) -> Row {
    let subdistrict = &ground.facts.subdistricts[cell];
    let number = rows + 1;
    Row {
        external_id: format!("demo-i-{number:03}"),
        kind: kind.id.clone(),
        name_zh: format!("{}{}{number}（示范）", subdistrict.name_zh, kind.name_zh),
        name_en: format!("{} {} {number} (demo)", subdistrict.name_en, kind.name_en),
        opened_on,
        division: ground.subdistrict(&subdistrict.id),
        lon: at.x,
        lat: at.y,
        source: SOURCE,
        demo: true,
    }
}

/// Sites that have a working piece for the group, one sub-district after the other; of each those first that
/// got theirs late, so that the share grows over the years.
fn sites_with<'a>(
    ground: &Ground<'a>,
    group: &str,
    count: usize,
    taken: &mut HashSet<String>,
) -> Vec<&'a Site> {
    let mut since: BTreeMap<&str, &str> = BTreeMap::new();
    for piece in
        ground.equipment.iter().filter(|piece| piece.target_group == group && piece.state == "working")
    {
        let first = since.entry(&piece.site).or_insert(&piece.installed_on);
        *first = (*first).min(&piece.installed_on);
    }
    let cells = ground.facts.subdistricts.len();
    let mut of_cells: Vec<Vec<(&str, &Site)>> = (0..cells).map(|_| Vec::new()).collect();
    for site in ground.sites {
        if let Some(first) = since.get(site.properties.external_id.as_str()) {
            of_cells[site.cell].push((first, site));
        }
    }
    for sites in &mut of_cells {
        sites.sort_by_key(|(first, site)| (*first, &site.properties.external_id));
    }
    let mut found = Vec::new();
    while found.len() < count {
        let before = found.len();
        for sites in &mut of_cells {
            // From the late and the early end in turn.
            let next =
                if found.len() % 2 == 0 { sites.pop() } else { (!sites.is_empty()).then(|| sites.remove(0)) };
            if let Some((_, site)) = next
                && found.len() < count
                && taken.insert(site.properties.external_id.clone())
            {
                found.push(site);
            }
        }
        if found.len() == before && of_cells.iter().all(Vec::is_empty) {
            break;
        }
    }
    found
}

/// Where the site's equipment stands.
fn place(site: &Site) -> Coord<f64> {
    site.geometry.centroid().map_or(site.at, |centre| centre.0)
}
