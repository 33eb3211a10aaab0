//! The demonstration registry: complete in its kinds of cases, consistent in its references, marked throughout.

use super::{features, geometry, rows, text};
use geo::{Contains, Geometry, Intersects, Point};
use jiantu::domain::kind::{Catalogue, KindFile, Shape};
use jiantu::domain::site::{Access, Grade, Level, Status, line_parts};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet, HashMap};

const SITES: &str = "seeds/demo/sites.geojson";
const CHANGES: &str = "seeds/demo/sites-changes.geojson";
const AGAIN: &str = "seeds/demo/sites-changes-again.geojson";
const EQUIPMENT: &str = "seeds/demo/equipment.csv";

fn word<'a>(feature: &'a Value, key: &str) -> &'a str {
    feature["properties"][key].as_str().unwrap_or_else(|| panic!("{key} is missing in {feature}"))
}

fn tagged(feature: &Value, programme: &str) -> bool {
    feature["properties"]["programmes"].as_array().is_some_and(|all| all.iter().any(|p| p == programme))
}

fn catalogue() -> Catalogue {
    let file: KindFile = toml::from_str(&text("seeds/kinds.toml")).expect("seeds/kinds.toml");
    Catalogue::new(file).expect("kinds")
}

fn shape_of(geometry: &Geometry<f64>) -> Shape {
    match geometry {
        Geometry::Point(_) | Geometry::MultiPoint(_) => Shape::Point,
        Geometry::LineString(_) | Geometry::MultiLineString(_) => Shape::Line,
        _ => Shape::Polygon,
    }
}

#[test]
fn every_kind_geometry_status_and_access_class_occurs() {
    let sites = features(SITES);
    assert!(sites.len() >= 800, "{}", sites.len());
    let of = |key: &str| sites.iter().map(|s| word(s, key)).collect::<BTreeSet<_>>();
    let catalogue = catalogue();
    assert_eq!(of("kind"), catalogue.kinds().iter().map(|k| k.id.as_str()).collect());
    assert_eq!(of("status"), Status::ALL.iter().map(|s| s.as_str()).collect());
    // The demonstration registry knows who may use each of its sites.
    let classes = Access::ALL.iter().filter(|class| **class != Access::Unknown);
    assert_eq!(of("access"), classes.map(|a| a.as_str()).collect());
    let types: BTreeSet<&str> = sites.iter().filter_map(|s| s["geometry"]["type"].as_str()).collect();
    assert_eq!(
        types,
        BTreeSet::from(["LineString", "MultiLineString", "MultiPoint", "MultiPolygon", "Point", "Polygon"])
    );
}

/// Revisions of both files, in the order in which they hold.
fn changes() -> Vec<serde_json::Value> {
    let mut all: Vec<_> = features(CHANGES).into_iter().chain(features(AGAIN)).collect();
    all.sort_by_key(|site| word(site, "effective_from").to_owned());
    all
}

#[test]
fn every_record_says_demo_and_fits_its_kind() {
    let catalogue = catalogue();
    for site in features(SITES).iter().chain(&changes()) {
        let id = word(site, "external_id");
        assert_eq!(site["properties"]["demo"], true, "{id}");
        assert!(word(site, "name_zh").contains("示范") && word(site, "name_en").contains("demo"), "{id}");
        let (_, kind) = catalogue.find(word(site, "kind")).expect(id);
        let geometry = geometry(site);
        assert!(
            kind.geometry.contains(&shape_of(&geometry)),
            "{id}: {} as {:?}",
            kind.id,
            shape_of(&geometry)
        );
        assert!(Level::parse(word(site, "level")).is_some(), "{id}");
        if let Some(grade) = site["properties"]["area_grade"].as_str() {
            assert!(Grade::parse(grade).is_some(), "{id}");
            assert!(
                site["properties"]["area_m2"].is_number() || line_parts(&geometry) > 0,
                "{id}: a grade without an area"
            );
        }
        let segments = site["properties"]["segments"].as_array().map_or(0, Vec::len);
        assert_eq!(segments, if kind.geometry == [Shape::Line] { line_parts(&geometry) } else { 0 }, "{id}");
        if word(site, "status") == "closed" {
            assert!(site["properties"]["closed_on"].is_string(), "{id}");
        }
    }
}

#[test]
fn references_hold_and_revisions_are_in_order() {
    let sites = features(SITES);
    let by_id: HashMap<&str, &Value> = sites.iter().map(|s| (word(s, "external_id"), s)).collect();
    assert_eq!(by_id.len(), sites.len());
    let catalogue = catalogue();
    let contained: Vec<&Value> = sites.iter().filter(|s| s["properties"]["container"].is_string()).collect();
    assert!(contained.len() >= 40);
    for site in contained {
        let container = by_id[word(site, "container")];
        assert!(catalogue.find(word(container, "kind")).expect("a kind").1.container);
        assert!(
            geometry(container).intersects(&geometry(site)),
            "{} lies outside its container",
            word(site, "external_id")
        );
    }
    let changes = changes();
    let mut last = String::new();
    let mut reasons = BTreeSet::new();
    for change in &changes {
        let first = by_id[word(change, "external_id")];
        let from = word(change, "effective_from");
        assert!(from >= word(first, "effective_from") && from >= last.as_str());
        last = from.to_owned();
        reasons.insert(word(change, "reason"));
    }
    assert_eq!(reasons, BTreeSet::from(["changed", "closed", "corrected", "reclassified"]));
    assert!(
        changes
            .iter()
            .any(|c| word(c, "effective_from").starts_with("2024") && word(c, "reason") == "changed")
    );
}

#[test]
fn the_awkward_cases_are_there() {
    let sites = features(SITES);
    let catalogue = catalogue();
    let sized: Vec<&Value> = sites
        .iter()
        .filter(|s| {
            catalogue.find(word(s, "kind")).expect("kind").1.measure == jiantu::domain::kind::Measure::Area
        })
        .collect();
    let unknown =
        sized.iter().filter(|s| s["properties"]["area_m2"].is_null()).count() as f64 / sized.len() as f64;
    assert!((0.05..0.11).contains(&unknown), "{unknown}");
    assert!(sites.iter().filter(|s| s["properties"]["counts_area"] == false).count() >= 20);
    assert!(
        sites
            .iter()
            .filter(|s| s["properties"]["note"].as_str().is_some_and(|n| n.contains("entered twice")))
            .count()
            >= 5
    );
    let cells: Vec<Geometry<f64>> = features("geodata/hunnan/divisions.geojson")
        .iter()
        .filter(|f| f["properties"]["level"] == "subdistrict")
        .map(geometry)
        .collect();
    let trails: Vec<&Value> = sites.iter().filter(|s| s["properties"]["segments"].is_array()).collect();
    let crossing =
        trails.iter().filter(|t| cells.iter().filter(|c| c.intersects(&geometry(t))).count() > 1).count();
    assert!(crossing >= 10, "{crossing} trails cross a boundary");
    let no_width = |t: &&&Value| {
        t["properties"]["segments"].as_array().is_some_and(|all| all.iter().any(|s| s["width_m"].is_null()))
    };
    assert!(trails.iter().filter(no_width).count() >= 5);
}

#[test]
fn sites_stand_inside_the_district() {
    let outline = geometry(&features("geodata/hunnan/divisions.geojson")[0]);
    for site in features(SITES) {
        let inside = match geometry(&site) {
            Geometry::Point(at) => outline.contains(&at),
            Geometry::MultiPoint(all) => all.0.iter().all(|at| outline.contains(at)),
            Geometry::LineString(line) => line.points().all(|at: Point<f64>| outline.contains(&at)),
            other => outline.intersects(&other),
        };
        assert!(inside, "{}", word(&site, "external_id"));
    }
}

#[test]
fn fourteen_of_the_fifteen_cluster_cells_are_filled() {
    let sites = features(SITES);
    let mut filled = BTreeSet::new();
    for cluster in features("geodata/hunnan/clusters.geojson") {
        let area = geometry(&cluster);
        for site in &sites {
            let kind = word(site, "kind");
            if tagged(site, "smart")
                && ["fitness_path", "sports_park", "trail"].contains(&kind)
                && area.intersects(&geometry(site))
            {
                filled.insert((word(&cluster, "external_id").to_owned(), kind.to_owned()));
            }
        }
    }
    assert_eq!(filled.len(), 14);
    assert!(!filled.contains(&("central_park".to_owned(), "trail".to_owned())));
}

#[test]
fn rural_squares_and_smart_equipment_grow_every_year() {
    let first_years = |items: Vec<String>| {
        let mut years: BTreeMap<String, u32> = BTreeMap::new();
        for day in items {
            *years.entry(day[..4].to_owned()).or_default() += 1;
        }
        years
    };
    let squares = features(SITES)
        .iter()
        .filter(|s| tagged(s, "rural_square") && word(s, "status") == "operating")
        .map(|s| word(s, "effective_from").to_owned())
        .collect();
    let smart = rows(EQUIPMENT)
        .into_iter()
        .filter(|e| e["smart"] == "true")
        .map(|e| e["installed_on"].clone())
        .collect();
    for years in [first_years(squares), first_years(smart)] {
        for year in ["2021", "2022", "2023", "2024", "2025"] {
            assert!(years.get(year).is_some_and(|n| *n >= 1), "{year}: {years:?}");
        }
    }
    assert!(rows(EQUIPMENT).iter().all(|e| !(e["smart"] == "true" && e["state"] == "removed")));
}

#[test]
fn equipment_stands_on_sites_and_names_its_standard_by_date() {
    let sites = features(SITES);
    let ids: BTreeSet<&str> = sites.iter().map(|s| word(s, "external_id")).collect();
    let catalogue = catalogue();
    let pieces = rows(EQUIPMENT);
    assert!(pieces.len() >= 4_000, "{}", pieces.len());
    let mut kinds = BTreeSet::new();
    for piece in &pieces {
        let id = &piece["external_id"];
        assert!(ids.contains(piece["site"].as_str()), "{id}");
        kinds.insert(catalogue.find_equipment(&piece["kind"]).expect("a kind of equipment").id.clone());
        assert_eq!(piece["demo"], "true", "{id}");
        assert!(piece["name_zh"].contains("示范"), "{id}");
        assert_eq!(
            piece["standard_edition"] == "GB 19272-2024",
            piece["installed_on"].as_str() >= "2025-09-01",
            "{id}"
        );
        assert_eq!(piece["state"] == "removed", !piece["removed_on"].is_empty(), "{id}");
        assert!(piece["removed_on"].is_empty() || piece["removed_on"] >= piece["installed_on"], "{id}");
    }
    assert_eq!(kinds.len(), catalogue.equipment_kinds().len(), "every kind of equipment occurs");
    let size = |path: &str| std::fs::metadata(super::root().join(path)).expect(path).len();
    assert!(size(SITES) + size(CHANGES) + size(AGAIN) + size(EQUIPMENT) < 3_000_000);
}
