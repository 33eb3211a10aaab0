//! How evenly area and access are shared, worked out by hand.

use crate::database::{Database, stories};
use crate::office::court;
use crate::study_town::{ask, near, town, wrong};
use jiantu::registry::study::Study;
use serde_json::{Value, json};

stories!(two_halves_are_compared, access_is_split_between_halves, who_has_no_figure_is_left_out);

async fn two_halves_are_compared(database: Database) {
    let office = town(database).await;
    let answer = ask(&office, Study::Equity, json!({ "metres": 500 })).await;
    let area = &answer["area"];
    // West has 6 m2 a head for 100 people, east 300 m2 for 305 people.
    let (west, east) = (6.0, 300.0 / 305.0);
    let mean = 900.0 / 405.0;
    near(&area["mean"], mean);
    near(&area["gini"], 100.0 * 305.0 * (west - east) / (405.0 * 405.0) / mean);
    let share = 600.0 / 900.0;
    let theil = share * (west / mean).ln() + (1.0 - share) * (east / mean).ln();
    near(&area["theil"]["total"], theil);
    near(&area["theil"]["between"], theil);
    near(&area["theil"]["within"], 0.0);
    // The best-served tenth, 40.5 people of the west, over the worst-served 162 of the east.
    near(&area["palma"], 40.5 * west / (162.0 * east));
    let lorenz = area["lorenz"].as_array().unwrap();
    assert_eq!((lorenz.len(), &lorenz[0]["amount"], &lorenz[20]["amount"]), (21, &json!(0.0), &json!(1.0)));
    near(&lorenz[10]["amount"], 202.5 * east / 900.0);
    assert_eq!(area["divisions"].as_array().unwrap().len(), 2);
    // At 500 m nobody crosses from one half to the other: access is the same as area per head.
    near(&answer["access"]["gini"], area["gini"].as_f64().unwrap());
    near(&answer["access"]["theil"]["between"], theil);
    let areas = ask(&office, Study::Equity, json!({ "format": "geojson" })).await;
    assert_eq!(areas["features"].as_array().unwrap().len(), 2);
    assert_eq!(areas["features"][0]["geometry"]["type"], "Polygon");
}

async fn access_is_split_between_halves(database: Database) {
    let office = town(database).await;
    let answer = ask(&office, Study::Equity, json!({ "metres": 1000 })).await;
    let theil = &answer["access"]["theil"];
    let sum = theil["between"].as_f64().unwrap() + theil["within"].as_f64().unwrap();
    near(&theil["total"], sum);
    assert!(theil["within"].as_f64().unwrap() > 0.0, "C has less than B, and both are in the east");
    assert_eq!(theil["groups"].as_array().unwrap().len(), 2);
    let access = ask(&office, Study::Access, json!({ "metres": 1000 })).await;
    near(&answer["access"]["gini"], access["gini"].as_f64().unwrap());
}

async fn who_has_no_figure_is_left_out(database: Database) {
    let office = crate::study_town::empty(database).await;
    office.register(court("未测", 1.0, json!({ "area_m2": null, "lon": 123.455, "lat": 41.68 }))).await;
    office.register(court("乙", 300.0, json!({ "lon": 123.465, "lat": 41.68 }))).await;
    let answer = ask(&office, Study::Equity, json!({})).await;
    let left_out = answer["area"]["left_out"].as_array().unwrap();
    assert_eq!((left_out.len(), &left_out[0]["why"]), (1, &json!("area_unknown")));
    near(&answer["area"]["gini"], 0.0);
    let nothing = ask(&office, Study::Equity, json!({ "kinds": "sports_park", "level": "district" })).await;
    assert_eq!(nothing["access"]["gini"], Value::Null, "there is nothing to share");
    assert_eq!(wrong(&office, Study::Equity, json!({ "figure": "half" })), ["figure:malformed"]);
}
