//! Trials on real data, which is not part of the repository, and look-alikes of the same shapes, which always run.
//!
//! `JIANTU_TRIAL_DATA` names the folder of the real data; by default `shared/data` beside the repository's folder. Where
//! there is none, the trials say that they did not run.

use crate::database::{Database, stories};
use crate::import::{gdal, import_as, pairs};
use crate::office::{Office, TODAY, repository};
use crate::study_town::ask;
use jiantu::domain::area::Area;
use jiantu::formats::osm_pbf;
use jiantu::registry::RegistryError;
use jiantu::registry::coverage::Figure;
use jiantu::registry::import::{Request, What};
use jiantu::registry::study::Study;
use serde_json::{Value, json};
use std::fmt::Write;
use std::ops::ControlFlow;
use std::path::PathBuf;

stories!(
    helsinki_population_cells,
    helsinki_outdoor_gyms,
    hunnan_sub_districts,
    porto_alegre_streets,
    porto_alegre_goes_up_and_down,
    a_grid_in_another_system_with_suppressed_values,
    a_collection_under_the_wrong_key_with_unknown_areas,
    a_table_in_gbk_from_an_office,
);

/// A file of the real data; `None`, told once per trial, where there is none.
pub fn trial(name: &str) -> Option<PathBuf> {
    let named = std::env::var_os("JIANTU_TRIAL_DATA").map(PathBuf::from);
    let folder = named.clone().unwrap_or_else(|| repository().join("../shared/data"));
    let file = folder.join(name);
    if file.exists() {
        return Some(file);
    }
    assert!(named.is_none(), "JIANTU_TRIAL_DATA is set, but {} is not there", file.display());
    eprintln!("not run: 1 trials (no JIANTU_TRIAL_DATA): {name}");
    None
}

async fn helsinki_population_cells(database: Database) {
    let Some(file) = trial("helsinki/Vaestotietoruudukko_2022.shp") else { return };
    let office = Office::open(database).await;
    let report = import_as(&office, What::Population, &file, |_| {}).await;
    assert!(report.committed, "{report:#?}");
    assert_eq!((report.read, report.cells, report.people), (5_838, Some(5_838), Some(1_225_417)));
    let people = office.whole(TODAY, None).await.population.unwrap();
    assert_eq!((people.value, people.year, people.basis), (1_225_417, 2022, "cells"));
    assert_eq!(office.whole("2022-12-30", None).await.population, None);
}

async fn helsinki_outdoor_gyms(database: Database) {
    let Some(file) = trial("helsinki/lipas.geojson") else { return };
    let office = Office::open(database).await;
    let refused =
        office.registry.import(&office.author, &Request::new(What::Sites, &file)).await.unwrap_err();
    let RegistryError::Format(refused) = refused else { panic!("{refused}") };
    for message in [refused.message_zh(), refused.message_en()] {
        assert!(message.contains("Features") && message.contains("--lenient"), "{message}");
    }
    assert_eq!(office.whole(TODAY, None).await.sites, 0);
    let report = import_as(&office, What::Sites, &file, |request| {
        request.lenient = true;
        request.read.lenient = true;
        request.mapping.values.insert("kind".to_owned(), pairs(&[("Ulkokuntoilupaikka", "fitness_path")]));
    })
    .await;
    assert_eq!((report.read, report.accepted, report.rejected), (347, 347, 0), "{report:#?}");
    let row = office.whole(TODAY, None).await;
    assert_eq!(row.sites, 347);
    assert_eq!(row.area_m2.all, Some(Area::from_cm2(346_587_000)));
    assert_eq!(format!("{:.1}", row.completeness.unwrap() * 100.0), "66.9");
    let why = office.why(None, Figure::All).await;
    assert_eq!(why.items.iter().filter(|item| item.counted).count(), 232);
    assert_eq!(why.items.iter().filter(|item| item.area_m2.is_none()).count(), 115);
    office.assert_sound().await;
}

async fn porto_alegre_streets(database: Database) {
    let Some(file) = trial("porto_alegre/poa_osm.pbf") else { return };
    let office = Office::open(database).await;
    let report = import_as(&office, What::Network, &file, |_| {}).await;
    assert!(report.committed, "{report:#?}");
    // The file has some more that are no streets.
    assert_eq!((report.nodes, report.ways), (Some(41_109), Some(15_886)));
    let world = office.registry.world();
    let kept = office.registry.extract(&world).await.unwrap().unwrap();
    let wanted = office.registry.reference().modes.wanted();
    let read = osm_pbf::read(&file, &wanted, &mut |_| ControlFlow::Continue(())).unwrap();
    assert!(*kept == read, "the streets come back as they were read");
    let again = import_as(&office, What::Network, &file, |_| {}).await;
    assert_eq!((again.unchanged, again.seq), (15_886, None));
    office.assert_sound().await;
}

/// Metres are those of level streets to the last cell; minutes are more in sum, and not by far.
async fn porto_alegre_goes_up_and_down(database: Database) {
    let Some(streets) = trial("porto_alegre/poa_osm.pbf") else { return };
    let Some(raster) = trial("porto_alegre/poa_elevation.tif") else { return };
    let office = Office::open(database).await;
    let table = std::fs::read_to_string(streets.with_file_name("poa_hexgrid.csv")).unwrap();
    let mut rows = csv::Reader::from_reader(table.as_bytes());
    let headings = rows.headers().unwrap().clone();
    let column = |name: &str| headings.iter().position(|heading| heading == name).unwrap();
    let (mut people, mut sites) = (
        "lon,lat,population,year,vintage,base\n".to_owned(),
        "external_id,name_zh,kind,lon,lat,access\n".to_owned(),
    );
    for (number, row) in rows.records().map(Result::unwrap).enumerate() {
        let (lon, lat) = (&row[column("lon")], &row[column("lat")]);
        writeln!(people, "{lon},{lat},{},2019,r5r,resident", &row[column("population")]).unwrap();
        if number % 97 == 0 {
            writeln!(sites, "s{number},场地{number},basketball,{lon},{lat},free_open").unwrap();
        }
    }
    office.import(What::Population, "people.csv", people).await;
    office.import(What::Sites, "sites.csv", sites).await;
    let mut told = Vec::new();
    for elevation in [None, Some(raster.as_path())] {
        let mut request = Request::new(What::Network, &streets);
        request.elevation = elevation;
        let report = office.registry.import(&office.author, &request).await.unwrap();
        assert!(report.committed, "{report:#?}");
        let cells = async |unit: &str, limit: &str| -> Vec<Option<f64>> {
            let asked = json!({ "mode": "walk", unit: limit, "format": "geojson" });
            let cells = ask(&office, Study::Reach, asked).await;
            let cells = cells["features"].as_array().unwrap();
            cells.iter().map(|cell| cell["properties"][unit].as_f64()).collect()
        };
        told.push((report.heights, cells("metres", "1000").await, cells("minutes", "15").await));
    }
    let [(none, level_m, level_min), (heights, metres, minutes)] = &told[..] else { panic!("two imports") };
    assert_eq!(*none, None);
    assert!(heights.unwrap() > 41_109 * 95 / 100, "{heights:?} of 41109 nodes");
    assert!(level_m == metres && metres.iter().flatten().count() > 900, "metres never change");
    let sum = |all: &[Option<f64>]| all.iter().flatten().sum::<f64>();
    let more = sum(minutes) / sum(level_min);
    eprintln!("{} of 41109 nodes have a height, minutes times {more:.4}", heights.unwrap());
    assert!((1.005..1.3).contains(&more), "{more}");
    office.assert_sound().await;
}

async fn hunnan_sub_districts(database: Database) {
    let Some(file) = trial("hunnan/hunnan_subdistricts.csv") else { return };
    let office = Office::hunnan(database).await;
    let rows = office.registry.coverage(None, None, None).await.unwrap().1.rows;
    let mut table = csv::Reader::from_path(file).unwrap();
    let headings = table.headers().unwrap().clone();
    let mut names = 0;
    for record in table.records() {
        let record = record.unwrap();
        let cell = |name: &str| &record[headings.iter().position(|heading| heading == name).unwrap()];
        let row = rows.iter().find(|row| row.division.name_zh == cell("name"));
        let row = row.unwrap_or_else(|| panic!("no sub-district {}", cell("name")));
        let code = |system: &str| {
            let codes = &row.division.codes;
            codes.iter().find(|code| code.system == system).map(|code| code.code.clone()).unwrap()
        };
        assert_eq!(code("nbs"), cell("nbs_stat_code9"));
        assert_eq!(format!("{}000", code("mca")), cell("mca_code12"));
        let below = office.registry.coverage(None, None, row.division.id.as_deref()).await.unwrap().1;
        // Itself first, what lies in none of them last.
        assert_eq!(
            (below.rows.len() - 2).to_string(),
            cell("village_level_units_nbs2022"),
            "{}",
            cell("name")
        );
        names += 1;
    }
    assert_eq!((names, rows.len()), (12, 14));
    // The two systems collide: the bare number names two, and the answer says how to tell them apart.
    let bare =
        office.registry.coverage(None, None, Some("210112010")).await.map(|_| ()).unwrap_err().to_string();
    assert!(bare.contains("nbs:210112010") && bare.contains("mca:210112010"), "{bare}");
    let one = office.registry.coverage(None, None, Some("nbs:210112010")).await.unwrap().1;
    assert_eq!(one.rows[0].division.name_zh, "五三街道");
    let other = office.registry.coverage(None, None, Some("mca:210112010")).await.unwrap().1;
    assert_eq!(other.rows[0].division.name_zh, "李相街道");
}

/// Cells of 250 m in EPSG:3879, whose .prj GDAL writes; 99 stands for what is suppressed.
async fn a_grid_in_another_system_with_suppressed_values(database: Database) {
    let office = Office::open(database).await;
    let cell = |n: i64| {
        let (west, south) = (25_496_000 + (n % 20) * 250, 6_672_000 + (n / 20) * 250);
        let (east, north) = (west + 250, south + 250);
        let ring = [[west, south], [east, south], [east, north], [west, north], [west, south]];
        json!({ "type": "Feature", "geometry": { "type": "Polygon", "coordinates": [ring] },
            "properties": { "INDEX": n, "ASUKKAITA": 5 + n % 97, "IKA0_9": if n % 3 == 0 { 99 } else { n % 9 } } })
    };
    let cells: Vec<Value> = (0..400).map(cell).collect();
    let people: i64 = (0..400).map(|n| 5 + n % 97).sum();
    let file =
        office.file("cells.geojson", json!({ "type": "FeatureCollection", "features": cells }).to_string());
    let shape = office.path("ruudukko_2023.shp");
    let text = |path: &std::path::Path| path.to_str().unwrap().to_owned();
    gdal(&["-f", "ESRI Shapefile", &text(&shape), &text(&file), "-a_srs", "EPSG:3879"]);
    let report = import_as(&office, What::Population, &shape, |_| {}).await;
    assert_eq!((report.cells, report.people), (Some(400), u64::try_from(people).ok()), "{report:#?}");
    // They lie in Helsinki, not somewhere in the sea.
    let ring = json!([[[24.90, 60.15], [25.03, 60.15], [25.03, 60.23], [24.90, 60.23], [24.90, 60.15]]]);
    let helsinki = json!({ "type": "Feature", "geometry": { "type": "Polygon", "coordinates": ring },
        "properties": { "external_id": "h", "name_zh": "赫尔辛基", "level": "district" } });
    let helsinki = json!({ "type": "FeatureCollection", "features": [helsinki] }).to_string();
    office.import(What::Divisions, "helsinki.geojson", helsinki).await;
    let row = office.whole(TODAY, None).await;
    assert_eq!(row.population.map(|p| (p.value, p.year)), u64::try_from(people).ok().map(|p| (p, 2023)));
}

async fn a_collection_under_the_wrong_key_with_unknown_areas(database: Database) {
    let office = Office::open(database).await;
    let feature = |n: u32| {
        let area = if n.is_multiple_of(3) { Value::Null } else { json!(f64::from(n) + 0.7) };
        json!({ "type": "Feature", "geometry": { "type": "Point", "coordinates": [24.9 + f64::from(n) * 1e-3, 60.2] },
            "properties": { "Lipas-id": 500_000 + n, "Nimi suomeksi": format!("Kuntoilupaikka {n}"),
                "Liikuntapinta-ala m2": area, "Liikuntapaikkatyyppi": "Kuntoilu" } })
    };
    let features: Vec<Value> = (0..90).map(feature).collect();
    let file =
        office.file("gyms.geojson", json!({ "type": "FeatureCollection", "Features": features }).to_string());
    let refused =
        office.registry.import(&office.author, &Request::new(What::Sites, &file)).await.unwrap_err();
    assert!(refused.to_string().contains("--lenient"), "{refused}");
    let report = import_as(&office, What::Sites, &file, |request| {
        request.lenient = true;
        request.read.lenient = true;
        request.mapping.values.insert("kind".to_owned(), pairs(&[("Kuntoilu", "fitness_path")]));
    })
    .await;
    assert_eq!((report.read, report.accepted), (90, 90), "{report:#?}");
    let known: i64 = (0..90).filter(|n| n % 3 != 0).map(|n| n * 10_000 + 7_000).sum();
    let row = office.whole(TODAY, None).await;
    assert_eq!((row.area_m2.all, row.completeness), (Some(Area::from_cm2(known)), Some(60.0 / 90.0)));
}

async fn a_table_in_gbk_from_an_office(database: Database) {
    let office = Office::open(database).await;
    let table = "场地编号,场地名称,场地类型,开放情况,面积,建成时间,经度,纬度\r\n\
                 001,奥体中心篮球场,篮球场,免费开放,\"1,260.5\",2021年6月1日,123.4575,41.7392\r\n\
                 002,莫子山步行广场,健身广场,对外开放,,2022/9/30,123.49,41.645\r\n";
    let file = office.file("场地.csv", encoding_rs::GBK.encode(table).0);
    let report = import_as(&office, What::Sites, &file, |_| {}).await;
    assert!(report.committed && report.accepted == 2, "{report:#?}");
    let content = office.content();
    assert_eq!(content[0]["properties"]["name_zh"], "奥体中心篮球场");
    assert_eq!(content[0]["properties"]["external_id"], "001");
    assert_eq!(content[0]["properties"]["opened_on"], "2021-06-01");
    let row = office.whole(TODAY, None).await;
    assert_eq!((row.area_m2.all.map(Area::m2), row.completeness), (Some(1260.5), Some(0.5)));
}
