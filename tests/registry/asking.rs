//! Who lives too far, asked of a registry: answers against brute force, and against doing what was supposed.

use crate::belonging::squares;
use crate::database::{Database, stories};
use crate::office::{Office, TODAY, court, date};
use geo::{Geometry, Point};
use jiantu::domain::geodesy::distance_m;
use jiantu::registry::RegistryError;
use jiantu::registry::import::What;
use jiantu::registry::study::{Asked, Question, Study, Unwatched};
use serde_json::{Value, json};

stories!(
    people_within_equal_brute_force,
    ages_that_are_suppressed_are_left_out,
    gaps_hold_everybody_who_is_not_reached,
    few_people_are_told_in_sum_only,
    a_supposed_site_is_what_a_built_one_would_be,
    supposed_moves_closures_and_growth_are_recounted,
    the_best_place_is_the_best_of_all,
    an_answer_is_kept_until_something_changes,
    villages_have_what_they_should,
    wrong_questions_name_the_parameter,
    figures_of_divisions_are_spread_and_sum_exactly,
    ways_along_streets_equal_another_program,
);

/// Cells of 100 people each, 200 m apart, over the squares x0 and x1 and around.
fn cells() -> String {
    let mut rows = vec!["lon,lat,population,year,vintage,base".to_owned()];
    for column in 0..12 {
        for row in 0..6 {
            let (lon, lat) = (123.448 + f64::from(column) * 0.0024, 41.678 + f64::from(row) * 0.0018);
            let people = 50 + (column * 7 + row * 13) % 100;
            rows.push(format!("{lon:.6},{lat:.6},{people},2024,v1,resident"));
        }
    }
    rows.join("\n")
}

/// The cells again, as numbers: lon, lat, people.
fn places() -> Vec<(f64, f64, f64)> {
    let numbers =
        |line: &str| line.split(',').take(3).map(|text| text.parse().unwrap()).collect::<Vec<f64>>();
    cells().lines().skip(1).map(numbers).map(|n| (n[0], n[1], n[2])).collect()
}

/// Sites of every sort of geometry.
fn sites() -> Vec<Value> {
    let trail = json!({"type": "LineString", "coordinates": [[123.45, 41.6795], [123.455, 41.681], [123.4562, 41.684]]});
    let park = json!({"type": "Polygon", "coordinates": [[[123.466, 41.68], [123.468, 41.68], [123.468, 41.682], [123.466, 41.682], [123.466, 41.68]]]});
    let points = json!({"type": "MultiPoint", "coordinates": [[123.4731, 41.6866], [123.4745, 41.6859]]});
    vec![
        court("场", 420.0, json!({"lon": 123.4489, "lat": 41.6868})),
        court(
            "道",
            0.0,
            json!({"geometry": trail, "kind": "trail", "area_m2": null, "segments": [{"width_m": 2.5}]}),
        ),
        court("园", 0.0, json!({"geometry": park, "kind": "sports_park", "area_m2": null})),
        court("器材", 200.0, json!({"geometry": points, "kind": "fitness_path"})),
    ]
}

fn geometries() -> Vec<Geometry<f64>> {
    let of = |site: &Value| {
        let geometry = site.get("geometry").cloned().unwrap_or_else(
            || json!({"type": "Point", "coordinates": [site["lon"].clone(), site["lat"].clone()]}),
        );
        let geometry: geojson::Geometry = serde_json::from_value(geometry).unwrap();
        Geometry::<f64>::try_from(geometry).unwrap()
    };
    sites().iter().map(of).collect()
}

async fn office(database: Database) -> Office {
    let office = Office::open(database).await;
    office.import(What::Divisions, "squares.geojson", squares()).await;
    office.import(What::Population, "cells.csv", cells()).await;
    for site in sites() {
        office.register(site).await;
    }
    office
}

fn question(office: &Office, study: Study, given: &[(&str, &str)]) -> Result<Question, RegistryError> {
    let given = given.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    Question::read(study, Asked::of(given), office.registry.reference())
}

pub async fn ask(office: &Office, study: Study, given: &[(&str, &str)]) -> Value {
    let question = question(office, study, given).unwrap();
    let answer = office.registry.study(&question, &Unwatched).await.unwrap();
    serde_json::from_slice(&answer.body).unwrap()
}

async fn suppose(office: &Office, changes: &Value, quick: bool) -> Value {
    let asked = Asked::of([("metres".to_owned(), "300,500".to_owned())]);
    let question =
        Question::compare(asked, Some(changes.clone()), quick, office.registry.reference()).unwrap();
    serde_json::from_slice(&office.registry.study_once(&question).await.unwrap().body).unwrap()
}

/// People with one of the geometries within so many metres, looked at one by one.
fn people_within(geometries: &[Geometry<f64>], metres: f64) -> f64 {
    let near = |lon: f64, lat: f64| {
        let metres_to = |geometry| distance_m(Point::new(lon, lat), geometry);
        geometries.iter().filter_map(metres_to).any(|found| found <= metres)
    };
    places().iter().filter(|(lon, lat, _)| near(*lon, *lat)).map(|(.., people)| people).sum()
}

async fn people_within_equal_brute_force(database: Database) {
    let office = office(database).await;
    let reach = ask(&office, Study::Reach, &[("metres", "100,300,500,1000"), ("by", "kind,access")]).await;
    let everybody = &reach["rows"][0];
    assert_eq!(everybody["division"], Value::Null);
    let total: f64 = places().iter().map(|(.., people)| people).sum();
    assert_eq!(everybody["people"].as_f64(), Some(total));
    for (position, metres) in [100.0, 300.0, 500.0, 1_000.0].into_iter().enumerate() {
        let within = &everybody["within"][position];
        let people = people_within(&geometries(), metres);
        assert_eq!(within["people"].as_f64(), Some(people), "{metres} m");
        assert!((within["share"].as_f64().unwrap() - people / total).abs() < 1e-12);
        assert_eq!(reach["distances"][position]["metres"], metres);
        // Each kind by itself.
        for (kind, geometry) in [("basketball", 0), ("trail", 1), ("sports_park", 2), ("fitness_path", 3)] {
            let row = reach["kinds"].as_array().unwrap().iter().find(|row| row["id"] == kind).expect(kind);
            let alone = people_within(&geometries()[geometry..=geometry], metres);
            assert_eq!(row["within"][position]["people"].as_f64(), Some(alone), "{kind} {metres} m");
        }
        assert_eq!(reach["access"][0]["within"][position], *within, "all are free and open");
    }
    // Rows of divisions, and of those in none, sum to everybody.
    let rows = reach["rows"].as_array().unwrap();
    let parts: f64 = rows[1..].iter().map(|row| row["within"][2]["people"].as_f64().unwrap()).sum();
    assert_eq!(Some(parts), everybody["within"][2]["people"].as_f64());
    assert!(rows.last().unwrap()["unassigned"] == true && rows.len() > 2);
    // What stands beside the numbers.
    assert_eq!(reach["as_of"], TODAY);
    assert_eq!(
        (&reach["population"]["year"], &reach["population"]["method"]),
        (&json!(2024), &json!("cells"))
    );
    assert_eq!((&reach["method"]["mode"], &reach["method"]["kmh"]), (&json!("line"), &json!(4.0)));
    assert_eq!(reach["sites"]["counted"], 4);
    assert!(!reach["rule_version"].as_str().unwrap().is_empty());
    // Minutes are metres at 4 km/h.
    let minutes = ask(&office, Study::Reach, &[("minutes", "4.5")]).await;
    assert_eq!(minutes["rows"][0]["within"][0]["people"].as_f64(), Some(people_within(&geometries(), 300.0)));
}

async fn ages_that_are_suppressed_are_left_out(database: Database) {
    let office = Office::open(database).await;
    office
        .import(
            What::Population,
            "cells.csv",
            "lon,lat,population,age:0-14,age:60+,year,vintage,base\n\
             123.463,41.679,100,10,30,2024,v1,resident\n123.473,41.679,50,,20,2024,v1,resident\n",
        )
        .await;
    office.register(court("场", 420.0, json!({}))).await;
    let reach = ask(&office, Study::Reach, &[("metres", "300")]).await;
    let ages = reach["ages"].as_array().unwrap();
    assert_eq!(ages.len(), 2, "{reach:#}");
    let of = |at: usize| {
        let number = |value: &Value| value.as_f64().unwrap();
        let age = &ages[at];
        (number(&age["people"]), number(&age["people_at_unknown"]), number(&age["within"][0]["people"]))
    };
    assert_eq!(of(0), (10.0, 50.0, 10.0));
    assert_eq!(of(1), (50.0, 0.0, 30.0));
}

async fn gaps_hold_everybody_who_is_not_reached(database: Database) {
    let office = office(database).await;
    let gaps = ask(&office, Study::Gaps, &[("metres", "300")]).await;
    let total: f64 = places().iter().map(|(.., people)| people).sum();
    let beyond = total - people_within(&geometries(), 300.0);
    assert_eq!(gaps["uncovered"]["people"].as_f64(), Some(beyond));
    let rows = gaps["gaps"].as_array().unwrap();
    let people: Vec<f64> = rows.iter().map(|gap| gap["people"].as_f64().unwrap()).collect();
    assert!((people.iter().sum::<f64>() + gaps["hidden"]["people"].as_f64().unwrap() - beyond).abs() < 1e-9);
    assert!(people.is_sorted_by(|a, b| a >= b), "the most people first");
    for gap in rows {
        let best = Point::new(gap["best"]["lon"].as_f64().unwrap(), gap["best"]["lat"].as_f64().unwrap());
        let nearest =
            geometries().iter().filter_map(|geometry| distance_m(best, geometry)).fold(f64::MAX, f64::min);
        assert!((gap["nearest"]["metres"].as_f64().unwrap() - nearest).abs() < 0.06);
        assert!(gap["best"]["people"].as_f64() <= gap["people"].as_f64());
    }
    // The same as polygons: of as many people, and around the best place.
    let areas = ask(&office, Study::Gaps, &[("metres", "300"), ("format", "geojson")]).await;
    let features = areas["features"].as_array().unwrap();
    assert_eq!(features.len(), rows.len());
    for (feature, row) in features.iter().zip(rows) {
        assert_eq!(
            (&feature["properties"]["people"], &feature["geometry"]["type"]),
            (&row["people"], &json!("MultiPolygon"))
        );
    }
    let cells =
        ask(&office, Study::Gaps, &[("metres", "300"), ("format", "geojson"), ("part", "cells")]).await;
    let sum: f64 = cells["features"]
        .as_array()
        .unwrap()
        .iter()
        .map(|f| f["properties"]["people"].as_f64().unwrap())
        .sum();
    assert_eq!(sum, beyond, "none of these cells is too small to be shown");
}

async fn few_people_are_told_in_sum_only(database: Database) {
    let office = Office::open(database).await;
    // Far apart, so that no neighbour makes them many; the last two are near each other.
    let rows = "lon,lat,population,year,vintage,base\n123.463,41.679,9,2024,v1,resident\n\
                123.473,41.679,10,2024,v1,resident\n125.483,41.679,3,2024,v1,resident\n\
                120.4630,41.679,6,2024,v1,resident\n120.4645,41.679,5,2024,v1,resident\n";
    office.import(What::Population, "cells.csv", rows).await;
    let cells = ask(&office, Study::Reach, &[("format", "geojson")]).await;
    let features = cells["features"].as_array().unwrap();
    assert_eq!(features.len(), 2);
    let cell = |people: u8, points: u8| json!({"people": people, "metres": null, "site": null, "division": null, "band": 3, "points": points});
    assert_eq!(features[0]["properties"], cell(10, 1));
    assert_eq!(features[1]["properties"], cell(11, 2), "neighbours are shown together");
    assert_eq!(cells["hidden"], json!({"entries": 2, "people": 12}));
    // Figures know them all.
    let reach = ask(&office, Study::Reach, &[]).await;
    assert_eq!(reach["rows"][0]["people"], 33);
    let apart = [("format", "geojson"), ("link_m", "100")];
    let gaps = ask(&office, Study::Gaps, &apart).await;
    assert_eq!((gaps["features"].as_array().unwrap().len(), &gaps["hidden"]["people"]), (1, &json!(23)));
}

async fn a_supposed_site_is_what_a_built_one_would_be(database: Database) {
    let office = office(database).await;
    let place = json!({"type": "Point", "coordinates": [123.4702, 41.6789]});
    let changes = json!([{"add": {"geometry": place, "kind": "basketball", "area_m2": 500.0}}]);
    let quick = suppose(&office, &changes, true).await;
    let beside = suppose(&office, &changes, false).await;
    let before = ask(&office, Study::Reach, &[("metres", "300,500")]).await;
    let gained: f64 = quick["gained"][0].as_f64().unwrap();
    assert!(gained > 0.0 && quick["lost"][0] == 0, "a site never takes anybody's away");
    assert_eq!(quick["before"]["within"], before["rows"][0]["within"]);
    office
        .register(court("新", 500.0, json!({"lon": 123.4702, "lat": 41.6789, "opened_on": "2026-01-01"})))
        .await;
    let after = ask(&office, Study::Reach, &[("metres", "300,500")]).await;
    for member in ["within", "mean_m", "median_m", "p90_m"] {
        assert_eq!(quick["after"][member], after["rows"][0][member], "{member}");
        assert_eq!(beside["scenarios"][0]["rows"][0][member], after["rows"][0][member], "{member}");
    }
    let now = office.coverage(TODAY, None).await;
    let supposed = &beside["scenarios"][0]["rows"];
    for (row, told) in now.rows.iter().zip(supposed.as_array().unwrap()) {
        assert_eq!(serde_json::to_value(row.area_m2.all).unwrap(), told["area_m2"]);
        assert_eq!(serde_json::to_value(row.m2_per_head.all).unwrap(), told["m2_per_head"]);
    }
    let one = people_within(&geometries(), 300.0);
    assert_eq!(after["rows"][0]["within"][0]["people"].as_f64(), Some(one + gained));
}

async fn supposed_moves_closures_and_growth_are_recounted(database: Database) {
    let office = office(database).await;
    let id = office.register(court("旧", 300.0, json!({"lon": 123.4702, "lat": 41.6789}))).await;
    let there = json!({"type": "Point", "coordinates": [123.4525, 41.6882]});
    let changes = json!([
        {"move": {"site": id, "geometry": there}},
        {"grow": {"division": "x0", "factor": 1.5}},
    ]);
    let told = suppose(&office, &changes, false).await;
    office.change(id, json!({"lon": 123.4525, "lat": 41.6882, "effective_from": TODAY})).await;
    let moved = ask(&office, Study::Reach, &[("metres", "300,500")]).await;
    let of = |answer: &Value, code: &str| {
        let rows = answer.as_array().unwrap().iter();
        rows.clone().find(|row| row["division"]["code"] == code).unwrap_or_else(|| panic!("{code}")).clone()
    };
    let (grown, plain) = (of(&told["scenarios"][0]["rows"], "x0"), of(&moved["rows"], "x0"));
    assert_eq!(grown["people"].as_f64().unwrap(), plain["people"].as_f64().unwrap() * 1.5);
    assert_eq!(grown["within"][0]["share"], plain["within"][0]["share"], "growth alone changes no share");
    let other = (of(&told["scenarios"][0]["rows"], "x1"), of(&moved["rows"], "x1"));
    assert_eq!(other.0["within"], other.1["within"]);
    assert_eq!(
        of(&told["present"]["rows"], "x0")["population"].as_f64().map(|p| (p * 1.5).round()),
        grown["population"].as_f64()
    );
    // Closed: as if it were not there.
    let closed = suppose(&office, &json!([{"close": {"site": id}}]), true).await;
    office.remove(id).await;
    let without = ask(&office, Study::Reach, &[("metres", "300,500")]).await;
    assert_eq!(closed["after"]["within"], without["rows"][0]["within"]);
    let asked = Asked::of([]);
    let gone =
        Question::compare(asked, Some(json!([{"close": {"site": id}}])), true, office.registry.reference());
    let refused = office.registry.study_once(&gone.unwrap()).await.unwrap_err();
    let RegistryError::Invalid(defects) = refused else { panic!("{refused}") };
    assert_eq!(defects[0].field, "/changes/0/close/site");
    // A supposed trail is as large as it is long and wide, whenever the width is told.
    let line = json!({"type": "LineString", "coordinates": [[123.46, 41.679], [123.47, 41.679]]});
    let trail = json!({"add": {"geometry": line, "kind": "trail"}});
    let of = |told: &Value| told["scenarios"][0]["rows"][0]["area_m2"].as_f64().unwrap();
    let (before, after) =
        (json!([{"width": {"metres": 2.5}}, trail]), json!([trail, {"width": {"metres": 2.5}}]));
    let (before, after) = (suppose(&office, &before, false).await, suppose(&office, &after, false).await);
    assert_eq!(of(&before), of(&after));
    let length = distance_m(Point::new(123.46, 41.679), &Point::new(123.47, 41.679).into()).unwrap();
    let present = before["present"]["rows"][0]["area_m2"].as_f64().unwrap();
    assert!((of(&before) - present - length * 2.5).abs() < 0.1, "{} and {present}", of(&before));
    // Another width: every trail is as wide.
    let wide = suppose(&office, &json!([{"width": {"metres": 5.0}}]), false).await;
    let area = |column: &Value| column["rows"][0]["area_m2"].as_f64().unwrap();
    let trail = area(&wide["scenarios"][0]) - area(&wide["present"]);
    let present = office.registry.coverage(Some(date(TODAY)), None, None).await.unwrap().1;
    assert!((trail - present.rows[0].trail_m * 2.5).abs() < 0.5, "twice as wide as the recorded 2.5 m");
}

async fn the_best_place_is_the_best_of_all(database: Database) {
    let office = office(database).await;
    let siting = ask(
        &office,
        Study::Siting,
        &[("count", "2"), ("metres", "300"), ("candidates", "cells"), ("seconds", "60")],
    )
    .await;
    assert_eq!(siting["proof"]["proven"], true, "{siting:#}");
    assert_eq!((&siting["proof"]["gap"], &siting["proof"]["stopped"]), (&json!(0.0), &json!("optimal")));
    // Every pair of cells that is not reached yet, tried out.
    let open: Vec<(f64, f64, f64)> = places()
        .into_iter()
        .filter(|(lon, lat, _)| {
            let at = Point::new(*lon, *lat);
            !geometries().iter().filter_map(|geometry| distance_m(at, geometry)).any(|metres| metres <= 300.0)
        })
        .collect();
    let reaches = |from: usize, to: usize| {
        let at = |n: usize| Point::new(open[n].0, open[n].1);
        distance_m(at(from), &at(to).into()).unwrap() <= 300.0
    };
    let mut best: f64 = 0.0;
    for a in 0..open.len() {
        for b in a..open.len() {
            let sum = (0..open.len()).filter(|n| reaches(a, *n) || reaches(b, *n)).map(|n| open[n].2).sum();
            best = best.max(sum);
        }
    }
    let now = people_within(&geometries(), 300.0);
    assert_eq!(siting["proof"]["objective"].as_f64(), Some(now + best));
    assert_eq!(siting["before"]["within"][0]["people"].as_f64(), Some(now));
    assert_eq!(siting["after"]["within"][0]["people"].as_f64(), Some(now + best));
    let chosen = siting["chosen"].as_array().unwrap();
    let sum: f64 = chosen.iter().map(|place| place["people"].as_f64().unwrap()).sum();
    assert_eq!((chosen.len(), sum), (2, best));
    // Least distance: what the solver counts is what the answer's mean says.
    let least = ask(
        &office,
        Study::Siting,
        &[("model", "least_distance"), ("count", "2"), ("candidates", "cells"), ("seconds", "60")],
    )
    .await;
    let everybody: f64 = places().iter().map(|(.., people)| people).sum();
    let mean = least["after"]["mean_m"].as_f64().unwrap();
    let objective = least["proof"]["objective"].as_f64().unwrap() * 1_000.0;
    // Decimetres are rounded one by one.
    assert!((objective - mean * everybody).abs() <= everybody * 0.05, "{objective} and {}", mean * everybody);
    assert_eq!(least["proof"]["proven"], true);
    // Fewest sites for that share: no more than two, and proven.
    let total: f64 = places().iter().map(|(.., people)| people).sum();
    let share = format!("{:.6}", (now + best) / total - 1e-6);
    let fewest = ask(
        &office,
        Study::Siting,
        &[("model", "fewest_sites"), ("share", &share), ("metres", "300"), ("candidates", "cells")],
    )
    .await;
    assert_eq!(
        (fewest["proof"]["proven"].clone(), fewest["proof"]["objective"].as_f64()),
        (json!(true), Some(2.0))
    );
    // What can not be reached is refused with how far it goes.
    let all = question(
        &office,
        Study::Siting,
        &[("model", "fewest_sites"), ("metres", "10"), ("candidates", "grid:5000")],
    );
    let refused = office.registry.study(&all.unwrap(), &Unwatched).await.unwrap_err();
    assert!(matches!(&refused, RegistryError::Refused { zh, .. } if zh.contains("候选")), "{refused}");
}

async fn an_answer_is_kept_until_something_changes(database: Database) {
    let mut office = office(database).await;
    let given = [("metres", "300")];
    let asked = question(&office, Study::Reach, &given).unwrap();
    let first = office.registry.study(&asked, &Unwatched).await.unwrap();
    let again = office.registry.study(&asked, &Unwatched).await.unwrap();
    assert!(std::sync::Arc::ptr_eq(&first.body, &again.body), "the very same document");
    // In other words the same question.
    let other = question(&office, Study::Reach, &[("metres", "300.0"), ("mode", "line")]).unwrap();
    assert!(std::sync::Arc::ptr_eq(
        &first.body,
        &office.registry.study(&other, &Unwatched).await.unwrap().body
    ));
    // After a restart it comes from the database.
    office.reopen().await;
    let asked = question(&office, Study::Reach, &given).unwrap();
    let stored = office.registry.study(&asked, &Unwatched).await.unwrap();
    assert_eq!(stored.body, first.body);
    // What is in no figure changes nothing; a site does.
    office
        .import(
            What::Clusters,
            "clusters.csv",
            "external_id,name_zh,wkt\nc1,集聚区,\"POLYGON ((123 41, 124 41, 124 42, 123 42, 123 41))\"\n",
        )
        .await;
    assert_eq!(office.registry.study(&asked, &Unwatched).await.unwrap().body, first.body);
    office
        .register(court("新", 500.0, json!({"lon": 123.4702, "lat": 41.6789, "opened_on": "2026-01-01"})))
        .await;
    let changed = office.registry.study(&asked, &Unwatched).await.unwrap();
    assert_ne!(changed.body, first.body);
    let value: Value = serde_json::from_slice(&changed.body).unwrap();
    assert_eq!(value["sites"]["counted"], 5);
}

async fn villages_have_what_they_should(database: Database) {
    let office = Office::open(database).await;
    let villages = "external_id,name_zh,level,rural,lon,lat\nv1,甲村,village,true,123.40,41.60\nv2,乙村,village,true,123.50,41.60\n";
    office.import(What::Divisions, "villages.csv", villages).await;
    office.import(What::Population, "cells.csv", cells()).await;
    let near = json!({"lon": 123.401, "lat": 41.601});
    office.register(court("篮", 420.0, near.clone())).await;
    let told = |reach: &Value| {
        let villages = &reach["villages"];
        let found: Vec<Value> =
            villages["rows"].as_array().unwrap().iter().map(|row| row["found"].clone()).collect();
        (villages["met"].clone(), villages["of"].clone(), found)
    };
    let reach = ask(&office, Study::Reach, &[]).await;
    assert_eq!(told(&reach), (json!(0), json!(2), vec![json!([1, 0]), json!([0, 0])]));
    let table =
        |name: &str| court(name, 50.0, json!({"kind": "table_tennis", "lon": 123.4015, "lat": 41.6005}));
    let first = office.register(table("台一")).await;
    let piece = |number: u8| json!({"site_id": first, "kind": "table_tennis_table", "name_zh": format!("球台{number}"), "installed_on": "2020-01-01"});
    for number in 0..2 {
        let piece = crate::office::object(piece(number));
        office.registry.register_equipment(&office.author, piece, None).await.unwrap();
    }
    let reach = ask(&office, Study::Reach, &[]).await;
    assert_eq!(
        told(&reach),
        (json!(1), json!(2), vec![json!([1, 2]), json!([0, 0])]),
        "two tables on one site are two"
    );
}

async fn wrong_questions_name_the_parameter(database: Database) {
    let office = office(database).await;
    for (study, given, field) in [
        (Study::Reach, vec![("metres", "0")], "metres"),
        (Study::Reach, vec![("metres", "300"), ("minutes", "5")], "minutes"),
        (Study::Reach, vec![("mode", "fly")], "mode"),
        (Study::Reach, vec![("kinds", "basketball,moon")], "kinds"),
        (Study::Reach, vec![("meters", "300")], "meters"),
        (Study::Reach, vec![("as_of", "2025-13-01")], "as_of"),
        (Study::Gaps, vec![("metres", "300,500")], "metres"),
        (Study::Siting, vec![], "count"),
        (Study::Siting, vec![("count", "0")], "count"),
        (Study::Siting, vec![("count", "2"), ("candidates", "moon")], "candidates"),
        (Study::Siting, vec![("count", "2"), ("model", "best")], "model"),
    ] {
        let Err(RegistryError::Invalid(defects)) = question(&office, study, &given) else {
            panic!("{given:?} was understood");
        };
        assert_eq!(defects[0].field, field, "{given:?}");
        assert!(!defects[0].message_zh.is_empty() && !defects[0].message_en.is_empty());
    }
    for (study, given, word) in [
        (Study::Reach, vec![("division", "nowhere")], "nowhere"),
        (Study::Reach, vec![("mode", "walk")], "import network"),
        (Study::Siting, vec![("count", "1"), ("candidates", "layer:plots")], "plots"),
        (Study::Siting, vec![("count", "1"), ("one_in_each", "moon")], "moon"),
        (Study::Reach, vec![("as_of", "2001-01-01")], "2001-01-01"),
    ] {
        let asked = question(&office, study, &given).unwrap();
        let refused = office.registry.study(&asked, &Unwatched).await.unwrap_err();
        assert!(refused.to_string().contains(word), "{given:?}: {refused}");
    }
}

async fn figures_of_divisions_are_spread_and_sum_exactly(database: Database) {
    let office = Office::open(database).await;
    office.import(What::Divisions, "squares.geojson", squares()).await;
    let people = "division,year,population,vintage,base\nx0,2024,1001,v1,resident\nx1,2024,777,v1,resident\nx2,2024,3,v1,resident\n\
                  x3,2024,0,v1,resident\nx4,2024,5,v1,resident\nx5,2024,8,v1,resident\n";
    office.import(What::Population, "people.csv", people).await;
    office.register(court("场", 420.0, json!({"lon": 123.4525, "lat": 41.682}))).await;
    let reach = ask(&office, Study::Reach, &[("metres", "5000"), ("spacing_m", "60")]).await;
    assert_eq!(reach["population"]["method"], "even");
    assert!(reach["flags"].as_array().unwrap().contains(&json!("estimate")));
    let rows = reach["rows"].as_array().unwrap();
    assert_eq!(rows[0]["people"], 1794);
    for (code, people) in [("x0", 1001), ("x1", 777), ("x2", 3), ("x5", 8)] {
        let row = rows.iter().find(|row| row["division"]["code"] == code).expect(code);
        assert_eq!(row["people"], people, "{code}");
    }
    // Where homes are imported, people are there.
    let home = json!({"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {},
        "geometry": {"type": "Polygon", "coordinates": [[[123.4501, 41.6801], [123.4511, 41.6801], [123.4511, 41.6811], [123.4501, 41.6811], [123.4501, 41.6801]]]}}]});
    let file = office.file("homes.geojson", home.to_string());
    let mut request = jiantu::registry::import::Request::new(What::Layer, &file);
    request.naming.name = Some("homes".to_owned());
    request.naming.role = Some(jiantu::domain::layer::Role::Residential);
    office.registry.import(&office.author, &request).await.unwrap();
    let reach =
        ask(&office, Study::Reach, &[("metres", "5000"), ("spacing_m", "20"), ("division", "x0")]).await;
    assert_eq!(
        (&reach["population"]["method"], &reach["rows"][0]["people"]),
        (&json!("dasymetric"), &json!(1001))
    );
    let cells =
        ask(&office, Study::Reach, &[("spacing_m", "20"), ("division", "x0"), ("format", "geojson")]).await;
    for cell in cells["features"].as_array().unwrap() {
        let west = cell["geometry"]["coordinates"][0][0][0].as_f64().unwrap();
        assert!((123.4499..123.4513).contains(&west), "{west}");
    }
}

/// Populated hexagons of Porto Alegre; every 97th of all has a site. The ways were measured by scipy
/// (`tests/analysis/network/oracle.py`).
async fn ways_along_streets_equal_another_program(database: Database) {
    let Some(streets) = crate::trial::trial("porto_alegre/poa_osm.pbf") else { return };
    let hexagons = std::fs::read_to_string(streets.with_file_name("poa_hexgrid.csv")).unwrap();
    let oracle = include_str!("../analysis/network/porto_alegre.csv");
    let rows = |text: &str| -> Vec<Vec<String>> {
        text.lines().map(|line| line.split(',').map(|cell| cell.trim().to_owned()).collect()).collect()
    };
    let (hexagons, oracle) = (rows(&hexagons), rows(oracle));
    let column =
        |table: &[Vec<String>], name: &str| table[0].iter().position(|heading| heading == name).unwrap();
    let (lon, lat, population) =
        (column(&hexagons, "lon"), column(&hexagons, "lat"), column(&hexagons, "population"));
    let office = Office::open(database).await;
    let mut people = vec!["lon,lat,population,year,vintage,base".to_owned()];
    let mut sites = vec!["external_id,name_zh,kind,lon,lat,access,area_m2".to_owned()];
    for (number, row) in hexagons.iter().skip(1).enumerate() {
        people.push(format!("{},{},{},2019,r5r,resident", row[lon], row[lat], row[population]));
        if number % 97 == 0 {
            sites.push(format!("s{number},场地{number},basketball,{},{},free_open,420", row[lon], row[lat]));
        }
    }
    office.import(What::Population, "people.csv", people.join("\n")).await;
    office.import(What::Sites, "sites.csv", sites.join("\n")).await;
    let request = jiantu::registry::import::Request::new(What::Network, &streets);
    assert!(office.registry.import(&office.author, &request).await.unwrap().committed);
    for (mode, parameter, limits, seconds) in [
        ("walk", "metres", [500.0, 1_000.0, 2_000.0], false),
        ("walk", "minutes", [5.0, 15.0, 30.0], true),
        ("cycle", "minutes", [5.0, 15.0, 30.0], true),
    ] {
        let unit = if seconds { "s" } else { "m" };
        let way = column(&oracle, &format!("{mode}_{unit}"));
        let text = limits.map(|limit| limit.to_string()).join(",");
        let reach = ask(&office, Study::Reach, &[("mode", mode), (parameter, &text)]).await;
        assert_eq!(reach["rows"][0]["people"].as_f64(), Some(812_935.0));
        for (position, limit) in limits.into_iter().enumerate() {
            let limit = if seconds { limit * 60.0 } else { limit };
            let within = |row: &Vec<String>| row[way].parse::<f64>().unwrap() <= limit;
            let wanted: f64 = oracle[1..]
                .iter()
                .zip(&hexagons[1..])
                .filter(|(row, _)| within(row))
                .map(|(_, hexagon)| hexagon[population].parse::<f64>().unwrap())
                .sum();
            let found = &reach["rows"][0]["within"][position];
            assert_eq!(found["people"].as_f64(), Some(wanted), "{mode}, {limit} {unit}");
        }
        assert_eq!(reach["method"]["mode"], mode);
        assert_eq!(reach["rows"][0]["median_min"].is_number(), seconds);
        assert!(reach["streets"]["main_km"].as_f64().unwrap() > 1_500.0);
        assert!(reach["streets"]["unsnapped_people"].is_number());
    }
    // Gaps and siting go along the same streets.
    let gaps = ask(&office, Study::Gaps, &[("mode", "walk"), ("minutes", "15")]).await;
    let reach = ask(&office, Study::Reach, &[("mode", "walk"), ("minutes", "15")]).await;
    let within = reach["rows"][0]["within"][0]["people"].as_f64().unwrap();
    assert_eq!(gaps["uncovered"]["people"].as_f64(), Some(812_935.0 - within));
    let siting = ask(
        &office,
        Study::Siting,
        &[("mode", "walk"), ("minutes", "15"), ("count", "3"), ("candidates", "cells"), ("seconds", "10")],
    )
    .await;
    // Timed ways are summed in hours, nobody's beyond the limit.
    let hours = ask(
        &office,
        Study::Siting,
        &[
            ("model", "least_distance"),
            ("mode", "walk"),
            ("minutes", "15"),
            ("count", "2"),
            ("candidates", "cells"),
            ("seconds", "10"),
        ],
    )
    .await;
    let objective = hours["proof"]["objective"].as_f64().unwrap();
    assert!(objective > 0.0 && objective < 812_935.0 / 4.0, "{objective} person-hours");
    let after = siting["after"]["within"][0]["people"].as_f64().unwrap();
    assert!((siting["proof"]["objective"].as_f64().unwrap() - after).abs() < 1e-6, "{:#}", siting["proof"]);
    // What is shared along streets is all that somebody reaches.
    for method in ["2sfca", "e2sfca", "3sfca"] {
        let access =
            ask(&office, Study::Access, &[("mode", "walk"), ("metres", "1500"), ("method", method)]).await;
        let told = |member: &str| access["conservation"][member].as_f64().unwrap();
        let (given, reached) = (told("people_times_access"), told("supply_reached"));
        assert!((given - reached).abs() <= 1e-6 * reached, "{method}: {given} and {reached}");
        assert!(access["streets"]["main_km"].is_number());
    }
    isochrone_of_a_hexagon(&office, (&hexagons, &oracle), (lon, lat, population)).await;
    assert!(after > within && siting["proof"]["bound"].as_f64().unwrap() >= after - 1e-6);
}

/// From one hexagon's centre: the people of all rings are those whose way there is within the limit, so
/// at least everybody at the centre itself, and no more than a straight line would allow.
async fn isochrone_of_a_hexagon(
    office: &Office,
    (hexagons, oracle): (&[Vec<String>], &[Vec<String>]),
    (lon, lat, population): (usize, usize, usize),
) {
    assert_eq!(hexagons.len(), oracle.len());
    let number = |row: &[String], column: usize| row[column].parse::<f64>().unwrap();
    let start = &hexagons[98];
    let at = format!("{},{}", start[lon], start[lat]);
    let rings = ask(office, Study::Isochrone, &[("at", &at), ("metres", "500,1000,2000")]).await;
    let rings = rings["rings"].as_array().unwrap().clone();
    let people: Vec<f64> = rings.iter().map(|ring| ring["people"].as_f64().unwrap()).collect();
    assert!(people.is_sorted() && people[0] >= number(start, population), "{people:?}");
    let from = Point::new(number(start, lon), number(start, lat));
    for (ring, limit) in people.iter().zip([500.0, 1_000.0, 2_000.0]) {
        let straight: f64 = hexagons[1..]
            .iter()
            .filter(|row| {
                distance_m(Point::new(number(row, lon), number(row, lat)), &from.into()).unwrap() <= limit
            })
            .map(|row| number(row, population))
            .sum();
        assert!(*ring <= straight, "{ring} people by street, {straight} in a straight line");
    }
    let areas = [("at", at.as_str()), ("metres", "500,1000,2000"), ("format", "geojson")];
    let areas = ask(office, Study::Isochrone, &areas).await;
    let features = areas["features"].as_array().unwrap();
    let limits: Vec<f64> = features.iter().map(|f| f["properties"]["metres"].as_f64().unwrap()).collect();
    assert_eq!(limits, [2_000.0, 1_000.0, 500.0], "the widest first");
    assert!(features.iter().all(|f| f["geometry"]["type"] == "MultiPolygon"));
}
