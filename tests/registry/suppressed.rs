//! Age groups, and numbers that a source keeps back: unknown, which is not zero.

use crate::belonging::squares;
use crate::database::{Database, stories};
use crate::grids::{exported, newest_set};
use crate::import::{gdal, import_as, pairs};
use crate::office::{Office, TODAY};
use jiantu::registry::import::{Mapping, Report, What};
use serde_json::{Value, json};

stories!(
    marks_of_what_is_kept_back_stay_unknown,
    a_mark_that_nobody_explained_is_refused,
    figures_of_divisions_may_be_kept_back,
    a_saved_mapping_brings_a_census_grid,
);

fn codes(report: &Report) -> Vec<&str> {
    report.rows.iter().map(|row| row.code.as_str()).collect()
}

async fn marks_of_what_is_kept_back_stay_unknown(database: Database) {
    let office = Office::open(database).await;
    let table = "wkt,population,age:0-14,age:65+,year,vintage,base\n\
        POINT (123.4525 41.682),120,99,40,2024,v1,resident\n\
        POINT (123.4725 41.682),<10,*,,2024,v1,resident\n\
        POINT (123.4925 41.682),30,0,99,2024,v1,resident\n";
    let file = office.file("points.csv", table);
    let report = import_as(&office, What::Population, &file, |request| {
        request.mapping.values.insert("population".to_owned(), pairs(&[("<10", "unknown")]));
        request.mapping.values.insert("age".to_owned(), pairs(&[("99", "未知"), ("*", "unknown")]));
    })
    .await;
    assert!(report.committed, "{report:#?}");
    assert_eq!((report.read, report.accepted, report.cells, report.people), (3, 3, Some(2), Some(150)));
    assert_eq!(codes(&report), ["population_unknown", "ages_unknown"]);
    let set = newest_set(&office).await;
    assert_eq!((set.cells, set.cells_unknown, set.footprint), (2, 1, None));
    let rows = exported(&office).await;
    let ages: Vec<[&str; 2]> = rows.iter().map(|row| [&*row["age:0-14"], &*row["age:65+"]]).collect();
    assert_eq!(ages, [["", "40"], ["0", ""]]);
    let again = import_as(&office, What::Population, &office.path("exported.csv"), |_| {}).await;
    assert_eq!((again.accepted, again.unchanged), (0, 2), "{again:#?}");
}

async fn a_mark_that_nobody_explained_is_refused(database: Database) {
    let office = Office::open(database).await;
    let before = office.everything().await;
    let heading = "lon,lat,population,age:0-14,year,vintage,base\n";
    for (people, group, code, advice) in [
        ("<10", "3", "not_a_number", "--values 'population:<10=unknown'"),
        ("*", "3", "not_a_number", "--values 'population:*=unknown'"),
        ("-1", "3", "not_in_range", "--values 'population:-1=unknown'"),
        ("50", "*", "not_a_number", "--values 'age:*=unknown'"),
        ("50", "99", "group_exceeds_all", "--values 'age:99=unknown'"),
    ] {
        let table = format!("{heading}123.45,41.68,{people},{group},2024,v1,resident\n");
        let refused = office.try_import(What::Population, "cells.csv", table).await;
        assert_eq!(
            (refused.committed, codes(&refused)),
            (false, vec![code]),
            "{people} {group}: {refused:#?}"
        );
        let told = &refused.rows[0];
        assert!(told.message_en.contains(advice) && told.message_zh.contains(advice), "{told:?}");
        assert_eq!(told.row, 2);
    }
    assert_eq!(office.everything().await, before);
}

async fn figures_of_divisions_may_be_kept_back(database: Database) {
    let office = Office::open(database).await;
    office.import(What::Divisions, "squares.geojson", squares()).await;
    let table = "division,population,age:0-14,year,vintage,base\nx0,100,20,2024,v1,resident\nx1,unknown,,2024,v1,resident\n";
    let report = office.import(What::Population, "people.csv", table).await;
    assert_eq!(codes(&report), ["population_unknown", "ages_not_kept"], "{report:#?}");
    let rows = office.coverage(TODAY, None).await.rows;
    let people = |name: &str| {
        let row = rows.iter().find(|row| row.division.name_zh == name).unwrap();
        row.population.as_ref().map(|people| people.value)
    };
    assert_eq!(["x0", "x1"].map(people), [Some(100), None]);
    // A file in which all is kept back says nothing.
    let table = "division,population,year,vintage,base\nx0,unknown,2025,v1,resident\n";
    let refused = office.try_import(What::Population, "none.csv", table).await;
    assert_eq!((refused.committed, codes(&refused)[0]), (false, "no_figures"));
}

/// Squares of 250 m in EPSG:3879 as a Shapefile, whose age fields are mapped by a file of the office's own.
async fn a_saved_mapping_brings_a_census_grid(database: Database) {
    let office = Office::open(database).await;
    let cell = |n: i64| {
        let (west, south) = (25_496_000 + (n % 10) * 250, 6_672_000 + (n / 10) * 250);
        let (east, north) = (west + 250, south + 250);
        let ring = [[west, south], [east, south], [east, north], [west, north], [west, south]];
        json!({ "type": "Feature", "geometry": { "type": "Polygon", "coordinates": [ring] },
            "properties": { "ASUKKAITA": 5 + n, "IKA0_9": if n < 95 { 99 } else { 4 }, "IKA_YLI80": 1 } })
    };
    let cells: Vec<Value> = (0..100).map(cell).collect();
    let file =
        office.file("cells.geojson", json!({ "type": "FeatureCollection", "features": cells }).to_string());
    let shape = office.path("ruudukko_2023.shp");
    let text = |path: &std::path::Path| path.to_str().unwrap().to_owned();
    gdal(&["-f", "ESRI Shapefile", &text(&shape), &text(&file), "-a_srs", "EPSG:3879"]);
    let mapping: Mapping = toml::from_str(
        "[map]\n\"age:0-9\" = \"IKA0_9\"\n\"age:80+\" = \"IKA_YLI80\"\n[values.age]\n99 = \"unknown\"\n",
    )
    .unwrap();
    let report = import_as(&office, What::Population, &shape, |request| request.mapping = mapping).await;
    assert!(report.committed, "{report:#?}");
    assert_eq!((report.cells, report.people), (Some(100), Some((0..100).map(|n| 5 + n).sum())));
    let set = newest_set(&office).await;
    assert_eq!(serde_json::to_value(set.footprint).unwrap(), json!({ "square_m": 250.0 }));
    assert_eq!(set.age_groups, ["80+", "0-9"]);
    let rows = exported(&office).await;
    assert_eq!(rows.iter().filter(|row| row["age:0-9"].is_empty()).count(), 95);
    assert_eq!(rows.iter().filter(|row| row["age:0-9"] == "4").count(), 5);
    assert!(rows.iter().all(|row| row["age:80+"] == "1"));
}
