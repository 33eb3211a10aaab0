//! How far the figure may be off, worked out by hand.

use crate::database::{Database, stories};
use crate::office::court;
use crate::study_town::{A, B, ask, empty, near, row, wrong};
use jiantu::registry::import::What;
use jiantu::registry::study::Study;
use serde_json::{Value, json};

stories!(
    what_is_known_has_no_width,
    missing_areas_raise_the_high_end,
    unknown_widths_are_lengths_by_widths,
    other_vintages_move_both_ends,
);

async fn what_is_known_has_no_width(database: Database) {
    let office = empty(database).await;
    office.register(court("甲", 500.0, json!({ "lon": A[0], "lat": A[1] }))).await;
    let answer = ask(&office, Study::Bounds, json!({ "target": 5 })).await;
    let west = row(&answer, "west");
    near(&west["m2_per_head"], 5.0);
    near(&west["low"], 5.0);
    near(&west["high"], 5.0);
    assert_eq!(
        (&west["certainty"], &west["text_en"]),
        (&json!("met"), &json!("5.00, between 5.00 and 5.00"))
    );
    let east = row(&answer, "east");
    assert_eq!(east["certainty"], "missed");
    assert_eq!(answer["target_m2_per_head"], 5.0);
    let plan = ask(&office, Study::Bounds, json!({})).await;
    assert_eq!(plan["target_m2_per_head"], 4.5);
    for (asked, found) in [
        (json!({ "target": 0 }), "target:malformed"),
        (json!({ "target": 4.50001 }), "target:malformed"),
        (json!({ "widths_m": [2, 1, 3] }), "widths_m:not_three"),
        (json!({ "kinds": "basketball" }), "kinds:unknown_parameter"),
    ] {
        assert_eq!(wrong(&office, Study::Bounds, asked.clone()), [found], "{asked}");
    }
}

async fn missing_areas_raise_the_high_end(database: Database) {
    let office = empty(database).await;
    let at_a = |area: f64| court("甲", area, json!({ "lon": A[0], "lat": A[1] }));
    office.register(at_a(100.0)).await;
    let unknown = court("未测", 1.0, json!({ "area_m2": null, "lon": A[0], "lat": A[1] }));
    office.register(unknown).await;
    // One court is too few to tell the size of others: the kind's typical 608 m2.
    let answer = ask(&office, Study::Bounds, json!({})).await;
    let west = row(&answer, "west");
    assert_eq!(west["missing"][0]["from"], "typical_area");
    near(&west["m2_per_head"], 1.0);
    near(&west["high"], 7.08);
    near(&west["parts"]["missing_areas"]["up"], 6.08);
    assert_eq!(west["certainty"], "open");
    // With ten known ones the registry itself tells: 100, 200, …, 1,000 m2 at B.
    for area in 2..=10 {
        office.register(court("乙", f64::from(area) * 100.0, json!({ "lon": B[0], "lat": B[1] }))).await;
    }
    let answer = ask(&office, Study::Bounds, json!({})).await;
    let west = row(&answer, "west");
    assert_eq!(west["missing"][0]["from"], "known_sites");
    near(&west["high"], 1.0 + 9.0);
    near(&west["filled"]["low"], 1.0 + 1.0);
    near(&west["filled"]["value"], 1.0 + 5.0);
}

async fn unknown_widths_are_lengths_by_widths(database: Database) {
    let office = empty(database).await;
    let line = json!({ "type": "MultiLineString", "coordinates": [
        [[123.452, 41.681], [123.454, 41.681]], [[123.455, 41.681], [123.465, 41.681]]] });
    let trail = json!({ "kind": "trail", "area_m2": null, "geometry": line,
        "segments": [{ "width_m": 2.0 }, {}] });
    office.register(court("步道", 1.0, trail)).await;
    let answer = ask(&office, Study::Bounds, json!({ "widths_m": [1, 2, 4] })).await;
    let (west, east, whole) = (row(&answer, "west"), row(&answer, "east"), row(&answer, ""));
    let metres = |row: &Value| row["unknown_width_m"].as_f64().unwrap();
    // The second segment alone, half of it in each half: some 416 m.
    assert!((metres(west) - 416.0).abs() < 2.0, "{west}");
    assert!((metres(west) - metres(east)).abs() < 0.1);
    assert!((metres(whole) - metres(west) - metres(east)).abs() < 0.02);
    near(&west["parts"]["widths"]["up"], metres(west) * 4.0 / 100.0);
    near(&west["high"], west["m2_per_head"].as_f64().unwrap() + metres(west) * 4.0 / 100.0);
    assert_eq!(west["missing"], json!([]));
}

async fn other_vintages_move_both_ends(database: Database) {
    let office = empty(database).await;
    office.register(court("甲", 500.0, json!({ "lon": A[0], "lat": A[1] }))).await;
    let told = |people: u32, vintage: &str| {
        format!("division,year,population,vintage,base\nwest,2024,{people},{vintage},resident\n")
    };
    office.import(What::Population, "first.csv", told(125, "first")).await;
    office.import(What::Population, "second.csv", told(80, "second")).await;
    // Cells say 100, the first publication 125, the last 80: the last is used.
    let answer = ask(&office, Study::Bounds, json!({})).await;
    let west = row(&answer, "west");
    assert_eq!(west["people"], json!({ "low": 80, "value": 80, "high": 125 }));
    near(&west["m2_per_head"], 6.25);
    near(&west["low"], 4.0);
    near(&west["parts"]["population"]["down"], 2.25);
    assert_eq!(west["certainty"], "open");
}
