//! How many families and kinds people have near, worked out by hand.

use crate::database::{Database, stories};
use crate::office::court;
use crate::study_town::{A, ask, near, row, town, with, wrong};
use jiantu::registry::study::Study;
use serde_json::{Value, json};

stories!(families_near_are_counted_over_people, kinds_are_told_apart, a_ball_court_is_no_variety);

async fn families_near_are_counted_over_people(database: Database) {
    let office = town(database).await;
    let square = json!({ "kind": "fitness_square", "lon": A[0], "lat": A[1] });
    office.register(court("广场", 900.0, square)).await;
    // Within 800 m: A has ball and dance (a park adds nothing of its own); B and C have ball alone.
    let answer = ask(&office, Study::Diversity, json!({})).await;
    let west = row(&answer, "west")["mean"].as_f64().unwrap();
    assert_eq!(answer["reach"]["metres"], 800.0);
    near(&row(&answer, "west")["mean"], 2.0);
    near(&row(&answer, "east")["mean"], 1.0);
    near(&row(&answer, "")["mean"], (100.0 * west + 305.0) / 405.0);
    near(&row(&answer, "east")["mean_entropy"], 0.0);
    let categories = answer["categories"].as_array().unwrap();
    let ball = categories.iter().find(|category| category["id"] == "ball").unwrap();
    assert_eq!((&ball["people"], &ball["sites"]), (&json!(405), &json!(4)));
    assert_eq!((&ball["name_zh"], &ball["name_en"]), (&json!("球类"), &json!("Ball games")));
    assert_eq!(categories.len(), answer["most"].as_u64().unwrap() as usize);
    let dance = categories.iter().find(|category| category["id"] == "dance").unwrap();
    near(&dance["share"], 100.0 / 405.0);
}

async fn kinds_are_told_apart(database: Database) {
    let office = town(database).await;
    let answer = ask(&office, Study::Diversity, json!({ "by": "kind", "metres": 1000 })).await;
    // A and B have basketball (twice) and table tennis; C has table tennis alone. The park is a container: what it
    // offers is recorded inside it.
    near(&row(&answer, "west")["mean"], 2.0);
    near(&row(&answer, "east")["mean"], (300.0 * 2.0 + 5.0) / 305.0);
    let part = |share: f64| -share * share.ln();
    near(&row(&answer, "west")["mean_entropy"], part(2.0 / 3.0) + part(1.0 / 3.0));
    let answer = ask(&office, Study::Diversity, json!({ "by": "kind", "format": "geojson" })).await;
    let cells = answer["features"].as_array().unwrap();
    assert_eq!(cells[1]["properties"]["categories"], json!(["table_tennis"]));
    assert_eq!(answer["hidden"]["people"], 5);
    assert_eq!(wrong(&office, Study::Diversity, json!({ "by": "colour" })), ["by:malformed"]);
}

async fn a_ball_court_is_no_variety(database: Database) {
    let office = town(database).await;
    let far = json!({ "kinds": ["basketball"], "metres": 50, "division": "east" });
    let answer = ask(&office, Study::Diversity, with(far, json!({}))).await;
    assert_eq!(row(&answer, "")["people_without"], 305);
    assert_eq!(row(&answer, "")["mean_entropy"], Value::Null);
    let told: Vec<&Value> =
        answer["rows"].as_array().unwrap().iter().map(|row| &row["division"]["code"]).collect();
    assert_eq!(told, [&Value::Null, &json!("east")], "the town has others too");
}
