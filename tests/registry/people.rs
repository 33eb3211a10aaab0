//! Populations with all that is said of them: who is counted, what is estimated, whose they are.

use crate::belonging::squares;
use crate::database::{Database, stories};
use crate::import::import_as;
use crate::office::{Office, TODAY};
use jiantu::domain::crs::Crs;
use jiantu::formats::Format;
use jiantu::registry::export::Request;
use jiantu::registry::import::{Report, What};
use serde_json::json;

stories!(
    estimated_cells_say_so,
    a_cell_belongs_where_its_centre_lies,
    an_incomplete_population_is_never_stored,
    what_a_file_does_not_say_is_told,
    cells_of_another_year_are_no_part_of_the_whole,
    several_divisions_without_one_above_have_a_whole,
    a_population_that_was_exported_comes_back,
    a_figure_of_a_division_that_has_ended,
);

fn codes(report: &Report) -> Vec<&str> {
    report.rows.iter().map(|row| row.code.as_str()).collect()
}

async fn estimated_cells_say_so(database: Database) {
    let office = Office::open(database).await;
    office.import(What::Divisions, "squares.geojson", squares()).await;
    let cells = |estimate: bool, method: &str| {
        format!(
            "lon,lat,population,estimate,method,year,vintage,base\n123.4525,41.682,1000,{estimate},{method},2024,v1,resident\n\
                 123.4725,41.682,500,false,,2024,v1,resident\n"
        )
    };
    let report = office.import(What::Population, "cells.csv", cells(true, "拆分")).await;
    assert_eq!((report.accepted, report.warnings), (2, 0), "{report:#?}");
    let row = office.whole(TODAY, None).await;
    assert_eq!(row.population.map(|people| (people.value, people.estimate)), Some((1500, true)));
    assert!(row.flags.contains(&"estimate"));
    let again = office.import(What::Population, "cells.csv", cells(true, "拆分")).await;
    assert_eq!((again.accepted, again.unchanged), (0, 2));
    // That they are no estimates is another statement under the same name.
    let refused = office.try_import(What::Population, "cells.csv", cells(false, "")).await;
    assert_eq!((refused.committed, codes(&refused)), (false, vec!["vintage_taken"]));
    // The same of divisions.
    let table = |estimate: bool| {
        format!("division,year,population,vintage,base,estimate\nx0,2025,100,v1,resident,{estimate}\n")
    };
    office.import(What::Population, "people.csv", table(true)).await;
    let refused = office.try_import(What::Population, "people.csv", table(false)).await;
    assert_eq!((refused.committed, codes(&refused)), (false, vec!["vintage_taken"]));
}

async fn a_cell_belongs_where_its_centre_lies(database: Database) {
    let office = Office::open(database).await;
    let heading = "lon,lat,population,division,year,vintage,base\n";
    let row = |lon: f64, division: &str| format!("{lon},41.682,10,{division},2024,v1,resident\n");
    let stated = format!("{heading}{}{}{}", row(123.4525, "x0"), row(123.4725, "x0"), row(123.4925, ""));
    let unchecked = office.beside().await;
    let report = unchecked.import(What::Population, "cells.csv", &stated).await;
    assert_eq!(codes(&report), ["division_unchecked"]);
    office.import(What::Divisions, "squares.geojson", squares()).await;
    let report = office.import(What::Population, "cells.csv", &stated).await;
    assert_eq!(codes(&report), ["division_differs"]);
    assert!(
        report.rows[0].message_en.starts_with("1 cells") && report.rows[0].message_en.contains("row 3"),
        "{report:#?}"
    );
    let rows = office.coverage(TODAY, None).await.rows;
    let people = |name: &str| {
        let row = rows.iter().find(|row| row.division.name_zh == name).unwrap();
        row.population.as_ref().map(|people| people.value)
    };
    assert_eq!(["x0", "x1", "x2", "x3"].map(people), [Some(10), Some(10), Some(10), Some(0)]);
    let unknown = format!(
        "{heading}{}{}",
        row(123.4525, "x0").replace("v1", "v2"),
        row(123.4725, "x9").replace("v1", "v2")
    );
    let refused = office.try_import(What::Population, "unknown.csv", unknown).await;
    assert_eq!(
        (refused.committed, codes(&refused), refused.rows[0].row),
        (false, vec!["unknown_division"], 3)
    );
}

async fn an_incomplete_population_is_never_stored(database: Database) {
    let office = Office::open(database).await;
    office.import(What::Divisions, "squares.geojson", squares()).await;
    let before = office.everything().await;
    let table = "division,year,population,vintage,base\nx0,2024,100,v1,resident\nx1,2024,many,v1,resident\n";
    let file = office.file("people.csv", table);
    let refused = import_as(&office, What::Population, &file, |request| request.lenient = true).await;
    assert_eq!((refused.committed, refused.accepted, refused.rejected), (false, 0, 1), "{refused:#?}");
    assert_eq!(office.everything().await, before);
    // So the mended file comes in under its own name.
    office.import(What::Population, "people.csv", table.replace("many", "200")).await;
}

async fn what_a_file_does_not_say_is_told(database: Database) {
    let office = Office::open(database).await;
    office.import(What::Divisions, "squares.geojson", squares()).await;
    let bare = office.import(What::Population, "people_2023.csv", "街道,人口\nx0,100\n").await;
    assert_eq!(codes(&bare), ["year_from_name", "vintage_from_name", "base_assumed"]);
    assert!(bare.rows[1].message_en.contains("people_2023"), "{bare:#?}");
    // A heading can say who is counted.
    let residents = "街道,常住人口,年份,发布版本\nx0,110,2024,公报\n";
    assert_eq!(office.import(What::Population, "residents.csv", residents).await.warnings, 0);
    let registered = office.file("registered.csv", "街道,户籍人口,年份,发布版本\nx0,90,2025,公报\n");
    let report = import_as(&office, What::Population, &registered, |request| {
        request.mapping.map.insert("population".to_owned(), "户籍人口".to_owned());
    })
    .await;
    assert!(report.committed && report.warnings == 0, "{report:#?}");
    // Registered people are no denominator.
    let rows = office.coverage(TODAY, None).await.rows;
    let x0 = rows.iter().find(|row| row.division.name_zh == "x0").unwrap();
    assert_eq!(x0.population.as_ref().map(|people| (people.value, people.year)), Some((110, 2024)));
}

/// A district over everything that the squares are in.
fn district() -> String {
    let ring = json!([[123.4, 41.6], [123.7, 41.6], [123.7, 41.8], [123.4, 41.8], [123.4, 41.6]]);
    let squares: serde_json::Value = serde_json::from_str(&squares()).unwrap();
    let mut features = squares["features"].as_array().unwrap().clone();
    for feature in &mut features {
        feature["properties"]["parent"] = json!("区");
    }
    features.push(json!({ "type": "Feature", "geometry": { "type": "Polygon", "coordinates": [ring] },
        "properties": { "external_id": "区", "name_zh": "区", "level": "district" } }));
    json!({ "type": "FeatureCollection", "features": features }).to_string()
}

async fn cells_of_another_year_are_no_part_of_the_whole(database: Database) {
    let office = Office::open(database).await;
    office.import(What::Divisions, "district.geojson", district()).await;
    let cells = "lon,lat,population,year,vintage,base\n123.4525,41.682,10,2022,grid,resident\n123.69,41.79,5,2022,grid,resident\n";
    office.import(What::Population, "cells.csv", cells).await;
    let rest = |rows: &[jiantu::registry::coverage::Row]| {
        rows.last().unwrap().population.as_ref().map(|people| (people.value, people.year))
    };
    assert_eq!(rest(&office.coverage(TODAY, None).await.rows), Some((5, 2022)));
    let figure = "division,population,year,vintage,base\n区,40,2024,公报,resident\n";
    office.import(What::Population, "figure.csv", figure).await;
    let rows = office.coverage(TODAY, None).await.rows;
    assert_eq!(rows[0].population.as_ref().map(|people| (people.value, people.year)), Some((40, 2024)));
    assert_eq!(rest(&rows), None);
    // On a day when the cells were the newest they still are.
    assert_eq!(rest(&office.coverage("2023-12-31", None).await.rows), Some((5, 2022)));
}

async fn several_divisions_without_one_above_have_a_whole(database: Database) {
    let office = Office::open(database).await;
    office.import(What::Divisions, "squares.geojson", squares()).await;
    let cells = "lon,lat,population,year,vintage,base\n123.4525,41.682,10,2022,grid,resident\n123.69,41.79,5,2022,grid,resident\n";
    office.import(What::Population, "cells.csv", cells).await;
    let rows = office.coverage(TODAY, None).await.rows;
    let people: Vec<Option<u64>> =
        rows.iter().map(|row| row.population.as_ref().map(|people| people.value)).collect();
    let [whole, parts @ ..] = &people[..] else { panic!("no rows") };
    assert_eq!((*whole, parts.iter().flatten().sum()), (Some(15), 15));
}

async fn a_population_that_was_exported_comes_back(database: Database) {
    let office = Office::open(database).await;
    office.import(What::Divisions, "district.geojson", district()).await;
    let heading = "division,year,population,vintage,base,estimate,method,published_on,source,demo\n";
    let figures = format!(
        "{heading}x0,2023,100,公报,resident,true,\"按面积, 拆分\",2024-03-01,统计局,false\nx1,2023,200,公报,resident,false,,2024-03-01,统计局,false\n\
         x0,2024,90,公安,registered,false,,,,true\n"
    );
    office.import(What::Population, "figures.csv", figures).await;
    // Cells as polygons, whose centres are no round numbers.
    let cell = |n: u32| {
        let (w, s) = (123.451 + f64::from(n) * 0.000_733, 41.681 + f64::from(n) * 0.000_211);
        let ring = [[w, s], [w + 0.000_7, s], [w + 0.000_69, s + 0.000_31], [w, s + 0.000_3], [w, s]];
        json!({ "type": "Feature", "geometry": { "type": "Polygon", "coordinates": [ring] },
            "properties": { "pop": n * 3, "estimate": true, "method": "遥感", "year": 2022, "vintage": "grid", "base": "resident" } })
    };
    let cells = json!({ "type": "FeatureCollection", "features": (0..50).map(cell).collect::<Vec<_>>() });
    office.import(What::Population, "cells.geojson", cells.to_string()).await;
    for format in Format::WRITTEN {
        let file = office.path(&format!(
            "people-{}.{}",
            format.name(),
            if format == Format::GeoJsonSeq { "geojsonl" } else { format.name() }
        ));
        let request = Request {
            what: What::Population,
            name: None,
            file: &file,
            format: Some(format),
            as_of: None,
            known_at: None,
            crs: Crs::Wgs84,
        };
        assert_eq!(office.registry.export(&request).await.unwrap(), 53, "{format:?}");
        let again = import_as(&office, What::Population, &file, |_| {}).await;
        // A FlatGeobuf has an order of its own, in which the cells are not known again as the same.
        let unchanged = if format == Format::FlatGeobuf { 3 } else { 53 };
        assert_eq!((again.accepted, again.unchanged), (0, unchanged), "{format:?}: {again:#?}");
        let beside = office.beside().await;
        beside.import(What::Divisions, "district.geojson", district()).await;
        let report = import_as(&beside, What::Population, &file, |_| {}).await;
        assert!(report.committed && report.accepted == 53, "{format:?}: {report:#?}");
        for day in ["2022-12-31", "2023-12-31", TODAY] {
            let (one, other) = (office.coverage(day, None).await, beside.coverage(day, None).await);
            let people = |coverage: &jiantu::registry::coverage::Coverage| {
                coverage.rows.iter().map(|row| row.population.clone()).collect::<Vec<_>>()
            };
            assert_eq!(people(&one), people(&other), "{format:?} {day}");
        }
    }
    // Of a day, what had been a year's end by then.
    let file = office.path("then.csv");
    let as_of = Some("2023-01-01".parse().unwrap());
    let request = Request {
        what: What::Population,
        name: None,
        file: &file,
        format: Some(Format::Csv),
        as_of,
        known_at: None,
        crs: Crs::Wgs84,
    };
    assert_eq!(office.registry.export(&request).await.unwrap(), 50);
}

async fn a_figure_of_a_division_that_has_ended(database: Database) {
    let office = Office::open(database).await;
    let ended = squares().replacen("\"level\"", "\"valid_to\":\"2020-12-31\",\"level\"", 1);
    office.import(What::Divisions, "squares.geojson", ended).await;
    let table = "division,year,population,vintage,base\nx0,2019,100,v1,resident\nx1,2019,200,v1,resident\n";
    office.import(What::Population, "people.csv", table).await;
    let rows = office.coverage("2019-12-31", None).await.rows;
    let x0 = rows.iter().find(|row| row.division.name_zh == "x0").unwrap();
    assert_eq!(x0.population.as_ref().map(|people| people.value), Some(100));
    assert!(!office.coverage(TODAY, None).await.rows.iter().any(|row| row.division.name_zh == "x0"));
}
