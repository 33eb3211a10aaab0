//! Divisions, population and clusters.

use super::{features, geometry, rows, table};
use geo::{Contains, Geometry, MultiPolygon};
use std::collections::{BTreeMap, HashSet};

const DIVISIONS: &str = "geodata/hunnan/divisions.geojson";

type Vertex = (i64, i64);

fn of_level(level: &str) -> Vec<serde_json::Value> {
    features(DIVISIONS).into_iter().filter(|f| f["properties"]["level"] == level).collect()
}

fn polygons(feature: &serde_json::Value) -> MultiPolygon<f64> {
    match geometry(feature) {
        Geometry::Polygon(one) => MultiPolygon(vec![one]),
        Geometry::MultiPolygon(all) => all,
        other => panic!("not a polygon: {other:?}"),
    }
}

/// Directed edges in millionths of a degree, and twice the signed area in their square: exact integers.
fn edges(polygons: &MultiPolygon<f64>) -> (Vec<(Vertex, Vertex)>, i128) {
    let grid = |at: geo::Coord<f64>| ((at.x * 1e6).round() as i64, (at.y * 1e6).round() as i64);
    let mut all = Vec::new();
    let mut twice = 0_i128;
    for polygon in polygons {
        assert!(polygon.interiors().is_empty());
        for pair in polygon.exterior().0.windows(2) {
            let (a, b) = (grid(pair[0]), grid(pair[1]));
            twice += i128::from(a.0) * i128::from(b.1) - i128::from(b.0) * i128::from(a.1);
            all.push((a, b));
        }
    }
    (all, twice)
}

#[test]
fn sub_districts_tile_the_outline_exactly() {
    let (outline, whole) = edges(&polygons(&of_level("district")[0]));
    let cells: Vec<_> = of_level("subdistrict").iter().map(polygons).collect();
    assert_eq!(cells.len(), 12);
    let mut sum = 0;
    let mut seen = HashSet::new();
    for cell in &cells {
        let (cell_edges, twice) = edges(cell);
        assert!(twice > 0, "rings run counter-clockwise");
        sum += twice;
        for edge in cell_edges {
            assert!(seen.insert(edge), "edge {edge:?} belongs to two cells: they overlap");
        }
    }
    assert_eq!(sum, whole);
    let border: HashSet<_> = outline.into_iter().collect();
    for (a, b) in &seen {
        assert!(
            seen.contains(&(*b, *a)) || border.contains(&(*a, *b)),
            "edge {a:?} - {b:?} is neither shared with a neighbour nor on the outline"
        );
    }
    assert!(border.iter().all(|edge| seen.contains(edge)));
}

#[test]
fn communities_and_villages_lie_in_their_own_sub_district() {
    let cells: BTreeMap<String, MultiPolygon<f64>> = of_level("subdistrict")
        .iter()
        .map(|f| (f["properties"]["external_id"].as_str().expect("id").to_owned(), polygons(f)))
        .collect();
    let (communities, villages) = (of_level("community"), of_level("village"));
    assert_eq!((communities.len(), villages.len()), (90, 167));
    for unit in communities.iter().chain(&villages) {
        let properties = &unit["properties"];
        let parent = properties["parent"].as_str().expect("parent");
        assert!(cells[parent].contains(&geometry(unit)), "{} lies outside {parent}", properties["name_zh"]);
        assert_eq!(properties["boundary_quality"], "placeholder");
        assert_eq!(properties["rural"], properties["level"] == "village");
        assert!(!properties["name_en"].as_str().expect("name").is_empty());
    }
    let ethnic: Vec<_> = villages
        .iter()
        .filter(|v| v["properties"]["ethnic"] == true)
        .map(|v| v["properties"]["name_zh"].clone())
        .collect();
    assert_eq!(ethnic, ["金家湾朝鲜族村", "上河湾朝鲜族村"]);
}

#[test]
fn both_code_systems_are_there_and_collide() {
    let code = |name: &str, system: &str| {
        let found = of_level("subdistrict")
            .into_iter()
            .find(|f| f["properties"]["name_zh"] == name)
            .expect("a sub-district");
        found["properties"]["codes"]
            .as_array()
            .expect("codes")
            .iter()
            .find(|c| c["system"] == system)
            .map(|c| c["code"].clone())
            .expect("a code")
    };
    assert_eq!(code("五三街道", "nbs"), "210112010");
    assert_eq!(code("李相街道", "mca"), "210112010");
    let ids: HashSet<String> =
        features(DIVISIONS).iter().map(|f| f["properties"]["external_id"].to_string()).collect();
    assert_eq!(ids.len(), 1 + 12 + 257);
}

#[test]
fn people_of_sub_districts_sum_to_the_district_in_every_year() {
    let rows = rows("geodata/hunnan/population.csv");
    assert_eq!(rows.len(), 6 * 13);
    let mut district = BTreeMap::new();
    let mut sum: BTreeMap<i32, u64> = BTreeMap::new();
    for row in &rows {
        let (year, people): (i32, u64) =
            (row["year"].parse().expect("year"), row["population"].parse().expect("people"));
        assert_eq!(row["base"], "resident");
        assert!(!row["method"].is_empty() && !row["source"].is_empty() && !row["vintage"].is_empty());
        if row["division"] == "hunnan" {
            assert_eq!(row["estimate"] == "false", year == 2020, "only the census value is published");
            district.insert(year, people);
        } else {
            assert_eq!(row["estimate"], "true");
            *sum.entry(year).or_default() += people;
        }
    }
    assert_eq!(district, sum);
    assert_eq!(district.keys().copied().collect::<Vec<_>>(), (2020..=2025).collect::<Vec<_>>());
    assert_eq!(district[&2020], 798_800);
    // 9,204,000 x 798,800 / 9,070,100, computed apart.
    assert_eq!(district[&2023], 810_593);
    let pair: u64 = rows
        .iter()
        .filter(|r| {
            r["year"] == "2020" && (r["division"] == "hunnan-wangjia" || r["division"] == "hunnan-shenjingzi")
        })
        .map(|r| r["population"].parse::<u64>().expect("people"))
        .sum();
    assert_eq!(pair, 42_312);
}

#[test]
fn five_clusters_say_how_good_they_are() {
    let clusters = features("geodata/hunnan/clusters.geojson");
    let quality = |id: &str| {
        clusters
            .iter()
            .find(|c| c["properties"]["external_id"] == id)
            .map(|c| c["properties"]["quality"].clone())
            .expect("a cluster")
    };
    assert_eq!(clusters.len(), 5);
    assert_eq!(quality("olympic_park"), "schematic");
    assert_eq!(quality("mozishan"), "placeholder");
    assert_eq!(quality("central_park"), "placeholder");
}

#[test]
fn the_district_file_lists_files_that_exist() {
    let district = table("geodata/hunnan/district.toml");
    for file in district["file"].as_array().expect("files") {
        let path = file["path"].as_str().expect("path");
        assert!(super::root().join("geodata/hunnan").join(path).is_file(), "{path}");
        for field in ["source", "licence", "quality", "date"] {
            assert!(!file[field].as_str().expect(field).is_empty(), "{path}: {field}");
        }
    }
    for key in ["plan", "kinds", "rules"] {
        let path = district[key].as_str().expect(key);
        assert!(super::root().join(path).is_file(), "{path}");
    }
}
