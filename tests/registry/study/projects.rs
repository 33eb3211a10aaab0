//! The cheapest projects that reach a target, checked by trying all small mixes.

use crate::database::{Database, stories};
use crate::office::court;
use crate::study_town::{A, ask, empty, near, row, wrong};
use jiantu::registry::study::Study;
use serde_json::{Value, json};

stories!(a_small_shortfall_is_made_up_at_least_cost, every_half_on_its_own, what_no_project_can_lift_is_told);

/// The two cheapest by area of the shipped file's projects that fit a small shortfall: m2 and yuan.
const SMALL: [(u64, u64); 5] = [(608, 240_000), (700, 300_000), (1_000, 260_000), (40, 9_000), (150, 60_000)];

/// Least cost of at least so many m2, trying every mix; larger projects than these never pay below 1,000 m2.
fn cheapest(wanted: u64) -> u64 {
    fn from(first: usize, wanted: u64) -> u64 {
        let Some((area, cost)) = SMALL.get(first) else { return if wanted == 0 { 0 } else { u64::MAX } };
        let most = wanted.div_ceil(*area);
        let with =
            |count: u64| from(first + 1, wanted.saturating_sub(area * count)).saturating_add(cost * count);
        (0..=most).map(with).min().unwrap_or(u64::MAX)
    }
    from(0, wanted)
}

async fn a_small_shortfall_is_made_up_at_least_cost(database: Database) {
    let office = empty(database).await;
    office.register(court("甲", 1300.0, json!({ "lon": A[0], "lat": A[1] }))).await;
    let answer = ask(&office, Study::Projects, json!({})).await;
    // 405 people by 4.5 m2 are 1,822.5 m2.
    let whole = row(&answer, "");
    near(&whole["shortfall_m2"], 522.5);
    let mix = &whole["mix"];
    assert_eq!((&whole["state"], &mix["proven"]), (&json!("lifted"), &json!(true)));
    assert_eq!(mix["cost"].as_u64().unwrap(), cheapest(523));
    assert_eq!(mix["bound"], mix["cost"]);
    assert!(mix["m2_per_head_after"].as_f64().unwrap() >= 4.5);
    let built = mix["projects"].as_array().unwrap();
    let sum: f64 = built.iter().map(|built| built["area_m2"].as_f64().unwrap()).sum();
    near(&mix["area_m2"], sum);
    assert_eq!((&answer["example"], &built[0]["example"]), (&json!(true), &json!(true)));
    assert_eq!((&answer["currency"], &answer["total"]["cost"]), (&json!("CNY"), &mix["cost"]));
}

async fn every_half_on_its_own(database: Database) {
    let office = empty(database).await;
    office.register(court("甲", 600.0, json!({ "lon": A[0], "lat": A[1] }))).await;
    office.register(court("乙", 300.0, json!({ "lon": 123.465, "lat": 41.68 }))).await;
    let answer = ask(&office, Study::Projects, json!({ "each": true, "target": 3 })).await;
    let (west, east) = (row(&answer, "west"), row(&answer, "east"));
    assert_eq!((&west["state"], &west["mix"]["cost"]), (&json!("nothing_to_do"), &json!(0)));
    near(&east["shortfall_m2"], 615.0);
    assert_eq!(east["mix"]["cost"].as_u64().unwrap(), cheapest(615));
    assert_eq!(answer["total"]["open"], 0);
    let areas = ask(&office, Study::Projects, json!({ "each": true, "format": "geojson" })).await;
    assert_eq!(areas["features"].as_array().unwrap().len(), 2);
    assert_eq!(wrong(&office, Study::Projects, json!({ "target": "many" })), ["target:malformed"]);
    assert_eq!(wrong(&office, Study::Projects, json!({ "each": "perhaps" })), ["each:malformed"]);
}

async fn what_no_project_can_lift_is_told(database: Database) {
    let office = empty(database).await;
    let answer = ask(&office, Study::Projects, json!({ "each": true })).await;
    // No site is known to be there: the area is zero, not unknown.
    near(&row(&answer, "west")["shortfall_m2"], 450.0);
    office.register(court("未测", 1.0, json!({ "area_m2": null, "lon": A[0], "lat": A[1] }))).await;
    let answer = ask(&office, Study::Projects, json!({ "each": true })).await;
    let west = row(&answer, "west");
    assert_eq!((&west["state"], &west["shortfall_m2"]), (&json!("unknown"), &Value::Null));
    assert_eq!((&answer["total"]["open"], &answer["total"]["proven"]), (&json!(1), &json!(false)));
}
