//! Streets on a hill: slopes change minutes, never metres.

use crate::database::{Database, stories};
use crate::grids::{ascii, gdal, tiff};
use crate::office::{Office, court};
use crate::pbf::{self, Node, Packing, Way};
use crate::program::run;
use crate::study_town::ask;
use geo::Point;
use jiantu::domain::geodesy::point_distance_m;
use jiantu::registry::RegistryError;
use jiantu::registry::import::{Report, Request, What};
use jiantu::registry::study::Study;
use serde_json::{Value, json};
use std::fmt::Write;
use std::path::{Path, PathBuf};

stories!(
    minutes_on_a_hill_are_toblers,
    heights_belong_to_the_network,
    a_raster_in_metres_gives_the_same_heights,
    rasters_that_do_not_fit_are_told,
    the_command_takes_a_raster,
);

/// Degrees (lon, lat) of the nodes; the site stands at the third.
const NODES: [(f64, f64); 5] =
    [(123.45, 41.68), (123.4552, 41.68), (123.46, 41.68), (123.465, 41.68), (123.4612, 41.6812)];

/// From the west up to the site; on from there a bridge; and a lane that comes down to the site.
fn map() -> (Vec<Node>, Vec<Way>) {
    let nodes = (1..).zip(NODES).map(|(id, (lon, lat))| (id, lon, lat, vec![])).collect();
    let street = ("highway", "residential");
    let ways = vec![
        (1, vec![1, 2, 3], vec![street]),
        (2, vec![3, 4], vec![street, ("bridge", "yes")]),
        (3, vec![5, 3], vec![street]),
    ];
    (nodes, ways)
}

/// Metres above the sea: 8 m more with every pixel of 0.001 degrees to the east, 3 m with every one north.
fn height((lon, lat): (f64, f64)) -> f64 {
    100.0 + (lon - 123.44) * 8_000.0 + (lat - 41.67) * 3_000.0
}

/// The hill as values from the north, `columns` pixels wide; the first one's centre is 123.44 east.
fn hill(office: &Office, columns: u32) -> PathBuf {
    let centre = |column: u32, row: u32| (123.44 + f64::from(column) * 0.001, 41.69 - f64::from(row) * 0.001);
    let rows: Vec<Vec<f64>> =
        (0..=20).map(|row| (0..columns).map(|column| height(centre(column, row))).collect()).collect();
    ascii(office, (123.4395, 41.6695, 0.001), &rows)
}

fn degrees(office: &Office) -> PathBuf {
    tiff(&hill(office, 40), "hill.tif", &["-ot", "Float64", "-a_srs", "EPSG:4326"])
}

fn streets(office: &Office) -> PathBuf {
    let (nodes, ways) = map();
    office.file("streets.osm.pbf", pbf::file(&nodes, &ways, Packing::Zlib))
}

async fn raise(office: &Office, raster: Option<&Path>) -> Result<Report, RegistryError> {
    let file = streets(office);
    let mut request = Request::new(What::Network, &file);
    request.mapping.set.insert("source".to_owned(), "© OpenStreetMap".to_owned());
    request.elevation = raster;
    office.registry.import(&office.author, &request).await
}

/// People at both ends and on the lane, a court where the streets meet.
async fn office(database: Database) -> Office {
    let office = Office::open(database).await;
    let mut cells = "lon,lat,population,year,vintage,base\n".to_owned();
    for (node, people) in [(0, 100), (3, 1_000), (4, 10_000)] {
        let (lon, lat) = NODES[node];
        writeln!(cells, "{lon},{lat},{people},2024,v,resident").unwrap();
    }
    office.import(What::Population, "cells.csv", cells).await;
    let (lon, lat) = NODES[2];
    office.register(court("场", 420.0, json!({ "lon": lon, "lat": lat }))).await;
    office
}

fn metres(from: usize, to: usize) -> f64 {
    let at = |node: usize| Point::new(NODES[node].0, NODES[node].1);
    point_distance_m(at(from), at(to))
}

/// Tobler's speed, 6 exp(-3.5 |s + 0.05|) km/h, by that on the flat, times 4 km/h; metres each second.
fn walking(from: usize, to: usize) -> f64 {
    let slope = (height(NODES[to]) - height(NODES[from])) / metres(from, to);
    let speed = |slope: f64| 6.0 * (-3.5 * (slope + 0.05_f64).abs()).exp();
    4.0 / 3.6 * speed(slope) / speed(0.0)
}

/// Minutes of the three homes to the court, by hand.
fn by_hand(hilly: bool) -> [f64; 3] {
    let seconds = |from: usize, to: usize, level: bool| {
        metres(from, to) / if hilly && !level { walking(from, to) } else { 4.0 / 3.6 }
    };
    let up = seconds(0, 1, false) + seconds(1, 2, false);
    [up, seconds(3, 2, true), seconds(4, 2, false)].map(|seconds| seconds / 60.0)
}

async fn reach(office: &Office, asked: Value) -> Value {
    ask(office, Study::Reach, asked).await
}

/// The people within some minutes are those whose way by hand is no longer, to two thousandths of a minute.
async fn assert_minutes(office: &Office, hand: [f64; 3]) {
    for (minutes, people) in hand.into_iter().zip([100, 1_000, 10_000]) {
        let limits = [minutes - 0.002, minutes + 0.002].map(|limit| format!("{limit:.6}")).join(",");
        let answer = reach(office, json!({ "mode": "walk", "minutes": limits })).await;
        let within = &answer["rows"][0]["within"];
        let [before, after] = [0, 1].map(|limit| within[limit]["people"].as_u64().unwrap());
        assert_eq!(after - before, people, "{minutes} minutes of {people}: {within:#}");
    }
}

async fn minutes_on_a_hill_are_toblers(database: Database) {
    let office = office(database).await;
    let flat = raise(&office, None).await.unwrap();
    assert_eq!((flat.committed, flat.heights), (true, None));
    assert_minutes(&office, by_hand(false)).await;
    let by_metres = json!({ "mode": "walk", "metres": "300,420,700,900" });
    let level = reach(&office, by_metres.clone()).await;
    assert_eq!(level["streets"].get("elevation"), None);
    assert_eq!(level["method"].get("slope"), None);

    let raised = raise(&office, Some(&degrees(&office))).await.unwrap();
    assert_eq!((raised.committed, raised.heights, raised.warnings), (true, Some(5), 0), "{raised:#?}");
    let [up, bridge, down] = by_hand(true);
    let [flat_up, flat_bridge, flat_down] = by_hand(false);
    assert!(up > flat_up * 1.3 && bridge == flat_bridge && down != flat_down);
    assert_minutes(&office, [up, bridge, down]).await;
    let hilly = reach(&office, by_metres).await;
    assert_eq!(hilly["rows"], level["rows"], "metres are those of the level streets");
    assert_eq!(hilly["streets"]["elevation"], json!({ "source": "hill.tif", "share": 1.0 }));
    let slope = &hilly["method"]["slope"];
    assert_eq!((slope["steepness"].as_f64(), slope["offset"].as_f64()), (Some(3.5), Some(0.05)));
    let told = slope["rule_en"].as_str().unwrap();
    assert!(told.contains("exp(-3.5 (|s + 0.05| - 0.05))") && told.contains("not metres"), "{told}");
    assert!(slope["rule_zh"].as_str().unwrap().contains("坡度"));
    // A rider has a rule of its own.
    let ridden = reach(&office, json!({ "mode": "cycle", "minutes": "5" })).await;
    assert_eq!(ridden["method"]["slope"]["steepness"].as_f64(), Some(8.0));
    let line = reach(&office, json!({ "metres": "500" })).await;
    assert_eq!(line["method"].get("slope"), None);
    office.assert_sound().await;
}

async fn heights_belong_to_the_network(database: Database) {
    let mut office = office(database).await;
    let raster = degrees(&office);
    let first = raise(&office, Some(&raster)).await.unwrap();
    let again = raise(&office, Some(&raster)).await.unwrap();
    assert_eq!((again.unchanged, again.seq, again.heights), (3, None, Some(5)));
    let raster = hill(&office, 40);
    let halved = tiff(
        &raster,
        "halved.tif",
        &["-ot", "Float64", "-a_srs", "EPSG:4326", "-scale", "0", "1000", "0", "500"],
    );
    let other = raise(&office, Some(&halved)).await.unwrap();
    assert!(other.committed && other.seq > first.seq, "another hill is a change");
    for _ in 0..2 {
        let world = office.registry.world();
        let network = world.network().unwrap().thing.clone();
        let elevation = network.elevation.unwrap();
        assert_eq!((elevation.source.as_str(), elevation.nodes), ("halved.tif", 5));
        let kept = office.registry.extract(&world).await.unwrap().unwrap();
        let heights = kept.heights.as_ref().unwrap();
        for (position, node) in NODES.into_iter().enumerate() {
            let metres = heights.metres(position).unwrap();
            assert!((metres - height(node) / 2.0).abs() < 0.006, "{metres} at {node:?}");
        }
        office.assert_sound().await;
        office.reopen().await;
    }
    // Without a raster the streets are level again.
    assert!(raise(&office, None).await.unwrap().seq > other.seq);
    assert!(office.registry.world().network().unwrap().thing.elevation.is_none());
    assert_minutes(&office, by_hand(false)).await;
}

async fn a_raster_in_metres_gives_the_same_heights(database: Database) {
    let office = office(database).await;
    let (from, to) = (degrees(&office), office.path("metres.tif"));
    let all = ["-q", "-t_srs", "EPSG:4550", "-tr", "50", "50", "-r", "bilinear", "-dstnodata", "-9999"];
    gdal("gdalwarp", &[&all[..], &[from.to_str().unwrap(), to.to_str().unwrap()]].concat());
    assert_eq!(raise(&office, Some(&to)).await.unwrap().heights, Some(5));
    let kept = office.registry.extract(&office.registry.world()).await.unwrap().unwrap();
    for (position, node) in NODES.into_iter().enumerate() {
        let metres = kept.heights.as_ref().unwrap().metres(position).unwrap();
        assert!((metres - height(node)).abs() < 0.05, "{metres} at {node:?}, wanted {}", height(node));
    }
}

async fn rasters_that_do_not_fit_are_told(database: Database) {
    let office = office(database).await;
    let from = hill(&office, 40);
    let odd = "PROJCS[\"odd\",GEOGCS[\"WGS 84\",DATUM[\"WGS_1984\",SPHEROID[\"WGS 84\",6378137,298.257223563]],PRIMEM[\"Greenwich\",0],UNIT[\"degree\",0.0174532925199433]],PROJECTION[\"Bonne\"],PARAMETER[\"standard_parallel_1\",40],PARAMETER[\"central_meridian\",0],PARAMETER[\"false_easting\",0],PARAMETER[\"false_northing\",0],UNIT[\"metre\",1]]";
    let whole =
        tiff(&from, "whole.tif", &["-ot", "Float32", "-a_srs", "EPSG:4326", "-co", "COMPRESS=DEFLATE"]);
    let bytes = std::fs::read(&whole).unwrap();
    let unmarked = [
        "-ot",
        "Float64",
        "-a_srs",
        "EPSG:4326",
        "-a_nodata",
        "none",
        "-scale",
        "0",
        "1000",
        "-9999",
        "-9998",
    ];
    for (raster, word) in [
        (tiff(&from, "odd.tif", &["-a_srs", odd]), "gdalwarp"),
        (
            tiff(&from, "away.tif", &["-a_srs", "EPSG:4326", "-a_ullr", "10", "50", "11", "49"]),
            "covers no node",
        ),
        (tiff(&from, "unmarked.tif", &unmarked), "gdal_translate -a_nodata -999"),
        (office.file("cut.tif", &bytes[..bytes.len() / 2]), "damaged"),
        (office.path("absent.tif"), "absent.tif"),
    ] {
        let refused = raise(&office, Some(&raster)).await.unwrap_err();
        assert!(refused.to_string().contains(word), "{}: {refused}", raster.display());
    }
    assert!(office.registry.world().networks.is_empty());
    let mut sites = Request::new(What::Sites, &from);
    sites.elevation = Some(&whole);
    assert!(
        office.registry.import(&office.author, &sites).await.unwrap_err().to_string().contains("--elevation")
    );
    let file = streets(&office);
    let mut named = Request::new(What::Network, &file);
    named.mapping.set.insert("elevation_source".to_owned(), "DEM".to_owned());
    let refused = office.registry.import(&office.author, &named).await;
    assert!(matches!(refused, Err(RegistryError::Invalid(wrong)) if wrong[0].code == "without_elevation"));
    // Only the two nodes in the west: the second street counts as level.
    let part = tiff(&hill(&office, 17), "part.tif", &["-ot", "Float64", "-a_srs", "EPSG:4326"]);
    named.elevation = Some(&part);
    let report = office.registry.import(&office.author, &named).await.unwrap();
    assert_eq!((report.committed, report.heights), (true, Some(2)));
    let codes: Vec<&str> = report.rows.iter().map(|row| row.code.as_str()).collect();
    assert_eq!(codes, ["source_untold", "elevation_covers_little"]);
    let answer = reach(&office, json!({ "mode": "walk", "minutes": "5" })).await;
    assert_eq!(answer["streets"]["elevation"], json!({ "source": "DEM", "share": 0.4 }));
    let [_, bridge, down] = by_hand(false);
    let up = (metres(0, 1) / walking(0, 1) + metres(1, 2) / (4.0 / 3.6)) / 60.0;
    assert_minutes(&office, [up, bridge, down]).await;
}

async fn the_command_takes_a_raster(database: Database) {
    let (url, folder) = (database.url.clone(), database.path(""));
    let office = office(database).await;
    let _files = (degrees(&office), streets(&office));
    let ended = run(&url, &folder, &["import", "network", "streets.osm.pbf", "--elevation", "hill.tif"]);
    assert!(ended.status == 0 && ended.out.contains("nodes with a height 5"), "{ended:?}");
    let told = run(&url, &folder, &["reach", "--mode", "walk", "--minutes", "10"]);
    assert!(told.out.contains("计坡度") && told.out.contains("with slopes"), "{told:?}");
}
