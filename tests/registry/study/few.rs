//! Nobody is pointed at: numbers of fewer than ten people at a place are not told, and what they rest on
//! adds up all the same.

use crate::database::{Database, stories};
use crate::office::{Office, court};
use crate::pbf::{self, Packing};
use crate::study_town::{A, ask, divisions, empty, near, row, town, wrong};
use jiantu::registry::import::{Request, What};
use jiantu::registry::study::{Asked, Question, Study};
use serde_json::{Value, json};

stories!(
    a_supposed_site_does_not_count_a_few_houses,
    enough_people_are_told,
    a_gap_s_best_place_and_a_chosen_place_do_not_either,
    an_isochrone_hides_what_its_rings_differ_by,
    one_division_s_answer_is_about_that_division,
    what_lies_in_no_division_stands_in_comparisons,
    a_division_without_a_figure_grows_the_one_above,
    a_division_without_children_is_asked_about_itself,
);

async fn compare(office: &Office, changes: Value, quick: bool, metres: &str) -> Value {
    let asked = Asked::of([("metres".to_owned(), metres.to_owned())]);
    let question = Question::compare(asked, Some(changes), quick, office.registry.reference()).unwrap();
    serde_json::from_slice(&office.registry.study_once(&question).await.unwrap().body).unwrap()
}

fn add([lon, lat]: [f64; 2]) -> Value {
    let place = json!({ "type": "Point", "coordinates": [lon, lat] });
    json!([{ "add": { "geometry": place, "kind": "basketball", "area_m2": 100.0 } }])
}

/// Five people live at C, 374 m from the nearest court.
const C: [f64; 2] = [123.4695, 41.68];

async fn a_supposed_site_does_not_count_a_few_houses(database: Database) {
    let office = town(database).await;
    let told = compare(&office, add(C), true, "100,300,400").await;
    let whole = |member: &str| told[member]["within"].clone();
    assert_eq!((&told["gained"], &told["lost"]), (&json!([null, null, 0]), &json!([0, 0, 0])));
    assert_eq!(whole("before")[0]["people"], 400);
    assert_eq!(whole("after")[0], json!({ "people": null, "share": null }), "405 would tell as much");
    assert_eq!(whole("after")[2], whole("before")[2]);
    let east = told["rows"].as_array().unwrap().iter().find(|row| row["division"]["code"] == "east").unwrap();
    assert_eq!((&east["before"][0]["people"], &east["after"][0]["people"]), (&json!(300), &Value::Null));
}

async fn enough_people_are_told(database: Database) {
    let office = empty(database).await;
    let told = compare(&office, add(A), true, "100").await;
    assert_eq!((&told["gained"][0], &told["after"]["within"][0]["people"]), (&json!(100), &json!(100)));
}

/// Fifteen people in three houses 250 m apart, and nobody else.
const HOUSES: &str = "lon,lat,population,year,vintage,base\n\
    123.455,41.68,6,2024,grid,resident\n123.458,41.68,5,2024,grid,resident\n123.461,41.68,4,2024,grid,resident\n";

async fn a_gap_s_best_place_and_a_chosen_place_do_not_either(database: Database) {
    let office = Office::open(database).await;
    office.import(What::Population, "houses.csv", HOUSES).await;
    let gaps = ask(&office, Study::Gaps, json!({ "metres": 100, "link_m": 300 })).await;
    let gap = &gaps["gaps"][0];
    assert_eq!((&gap["people"], &gap["best"]["people"]), (&json!(15), &Value::Null));
    let all = ask(&office, Study::Gaps, json!({ "metres": 300, "link_m": 300 })).await;
    assert_eq!(all["gaps"][0]["best"]["people"], 15, "enough of them");
    let places = json!({ "count": 1, "metres": 100, "candidates": "cells" });
    let chosen = ask(&office, Study::Siting, places).await;
    assert_eq!(chosen["chosen"][0]["people"], Value::Null);
    assert_eq!(chosen["after"]["within"][0]["people"], Value::Null);
    let chosen =
        ask(&office, Study::Siting, json!({ "count": 1, "metres": 300, "candidates": "cells" })).await;
    assert_eq!(
        (&chosen["chosen"][0]["people"], &chosen["after"]["within"][0]["people"]),
        (&json!(15), &json!(15))
    );
}

async fn an_isochrone_hides_what_its_rings_differ_by(database: Database) {
    let office = Office::open(database).await;
    let rows = "lon,lat,population,year,vintage,base\n123.4551,41.68,40,2024,grid,resident\n\
                123.4575,41.68,5,2024,grid,resident\n123.4595,41.68,20,2024,grid,resident\n";
    office.import(What::Population, "people.csv", rows).await;
    let nodes = [(1, 123.455, 41.68, vec![]), (2, 123.46, 41.68, vec![])];
    let streets = pbf::file(&nodes, &[(1, vec![1, 2], vec![("highway", "residential")])], Packing::Zlib);
    let file = office.file("streets.osm.pbf", streets);
    assert!(
        office.registry.import(&office.author, &Request::new(What::Network, &file)).await.unwrap().committed
    );
    let rings =
        ask(&office, Study::Isochrone, json!({ "at": "123.455,41.68", "metres": "100,250,400" })).await;
    let people: Vec<&Value> = rings["rings"].as_array().unwrap().iter().map(|ring| &ring["people"]).collect();
    assert_eq!(people, [&json!(40), &Value::Null, &json!(65)], "45 less 40 would be five");
    assert_eq!(rings["rings"][1]["share"], Value::Null);
    let wrong = |asked: Value| wrong(&office, Study::Isochrone, asked);
    assert_eq!(wrong(json!({ "at": "123.455,41.68", "mode": "line" })), ["mode:not_here"]);
    assert_eq!(wrong(json!({ "at": "123.455,41.68", "kinds": "basketball" })), ["kinds:not_here"]);
}

async fn one_division_s_answer_is_about_that_division(database: Database) {
    let office = town(database).await;
    let east = ask(&office, Study::Reach, json!({ "metres": "100", "division": "east" })).await;
    let told: Vec<(&Value, &Value)> = east["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| (&row["division"]["code"], &row["people"]))
        .collect();
    assert_eq!(told, [(&Value::Null, &json!(305)), (&json!("east"), &json!(305))], "the town has others too");
}

async fn what_lies_in_no_division_stands_in_comparisons(database: Database) {
    let office = empty(database).await;
    // Of this set 30 live outside the town.
    let rows = "lon,lat,population,year,vintage,base\n123.455,41.68,100,2025,grid,resident\n\
                123.9,41.68,30,2025,grid,resident\n";
    office.import(What::Population, "cells.csv", rows).await;
    office.register(court("外", 70.0, json!({ "lon": 123.9, "lat": 41.68 }))).await;
    let told = compare(&office, add(A), false, "300").await;
    let rows = told["present"]["rows"].as_array().unwrap();
    let nowhere = rows.last().unwrap();
    assert_eq!((&nowhere["division"], &nowhere["unassigned"]), (&Value::Null, &json!(true)));
    assert_eq!((&nowhere["people"], &nowhere["within"][0]["people"]), (&json!(30), &json!(30)));
    near(&nowhere["area_m2"], 70.0);
    for column in [&told["present"], &told["scenarios"][0]] {
        let rows = column["rows"].as_array().unwrap();
        let sum = |of: fn(&Value) -> f64| rows[1..].iter().map(of).sum::<f64>();
        let people = |row: &Value| row["within"][0]["people"].as_f64().unwrap();
        assert!((sum(people) - people(&rows[0])).abs() < 1e-9, "{rows:#?}");
        let area = |row: &Value| row["area_m2"].as_f64().unwrap_or(0.0);
        assert!((sum(area) - area(&rows[0])).abs() < 1e-9);
    }
}

async fn a_division_without_a_figure_grows_the_one_above(database: Database) {
    let office = Office::open(database).await;
    office.import(What::Divisions, "town.geojson", divisions()).await;
    office
        .import(
            What::Population,
            "people.csv",
            "division,year,population,vintage,base\ntown,2024,1000,v1,resident\n",
        )
        .await;
    let grow = json!([{ "grow": { "division": "east", "factor": 1.5 } }]);
    let told = compare(&office, grow, false, "300").await;
    let town = |column: &Value| column["rows"][0].clone();
    let (before, after) = (town(&told["present"]), town(&told["scenarios"][0]));
    let number = |row: &Value, member: &str| row[member].as_f64().unwrap();
    assert_eq!(number(&before, "population"), 1_000.0);
    // The halves are alike, so some 500 people live in the east: the whole grows as the points do.
    assert!((number(&after, "population") - number(&after, "people").round()).abs() <= 1.0, "{after:#}");
    assert!((number(&after, "population") - 1_250.0).abs() < 60.0, "{after:#}");
}

async fn a_division_without_children_is_asked_about_itself(database: Database) {
    let office = town(database).await;
    let projects = ask(&office, Study::Projects, json!({ "division": "east", "each": true })).await;
    let rows = projects["rows"].as_array().unwrap();
    assert_eq!((rows.len(), &rows[0]["division"]["code"]), (1, &json!("east")));
    let bounds = ask(&office, Study::Bounds, json!({ "division": "east" })).await;
    let rows = bounds["rows"].as_array().unwrap();
    assert_eq!(
        (rows.len(), &row(&bounds, "east")["population"]["value"]),
        (1, &rows[0]["population"]["value"])
    );
}
