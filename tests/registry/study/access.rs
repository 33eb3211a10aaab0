//! Access by floating catchments, worked out by hand and by brute force.

use crate::database::{Database, stories};
use crate::study_town::{ask, near, question, row, town, wrong};
use jiantu::registry::study::{Study, Unwatched};
use serde_json::json;

stories!(
    everybody_within_the_catchment_shares_alike,
    nearer_sites_weigh_more,
    three_steps_let_people_choose,
    every_kernel_gives_away_what_is_reached,
    places_instead_of_square_metres,
    one_division_is_asked_about,
    cells_hide_the_few,
    wrong_questions_name_the_field,
    streets_are_refused_in_one_sentence,
);

async fn everybody_within_the_catchment_shares_alike(database: Database) {
    let office = town(database).await;
    let answer = ask(&office, Study::Access, json!({ "metres": 1000 })).await;
    // 600 m2 for A and B, 300 m2 for A, B and C.
    let (at_ab, at_c) = (600.0 / 400.0 + 300.0 / 405.0, 300.0 / 405.0);
    near(&row(&answer, "west")["mean"], at_ab);
    near(&row(&answer, "east")["mean"], (300.0 * at_ab + 5.0 * at_c) / 305.0);
    near(&row(&answer, "")["mean"], 900.0 / 405.0);
    near(&row(&answer, "")["median"], at_ab);
    assert_eq!(row(&answer, "")["people"], 405);
    assert_eq!(row(&answer, "")["people_without"], 0);
    near(&row(&answer, "west")["container"]["ratio"], 6.0);
    near(&row(&answer, "east")["container"]["ratio"], 300.0 / 305.0);
    near(&row(&answer, "")["container"]["supply"], 950.0);
    let supply = &answer["supply"];
    near(&supply["total"], 950.0);
    near(&supply["reached"], 900.0);
    near(&supply["idle"], 50.0);
    assert_eq!(
        (&supply["idle_sites"], &supply["unknown"], &supply["containers"]),
        (&json!(1), &json!(1), &json!(1))
    );
    near(&answer["conservation"]["people_times_access"], 900.0);
    near(&answer["conservation"]["supply_reached"], 900.0);
    // Half the mean difference of two people over the mean.
    let gini = 400.0 * 5.0 * (at_ab - at_c) / (405.0 * 405.0) / (900.0 / 405.0);
    near(&answer["gini"], gini);
    assert_eq!(answer["made"]["unit"], "m2");
    assert_eq!(answer["made"]["weights"], "w = 1, d <= 1000");
}

async fn nearer_sites_weigh_more(database: Database) {
    let office = town(database).await;
    let asked = json!({ "method": "e2sfca", "bands_m": [500, 1000], "bands_w": [1, 0.5] });
    let answer = ask(&office, Study::Access, asked).await;
    assert_eq!(answer["question"]["extents"]["values"], json!([1000.0]));
    let (first, second) = (600.0 / (100.0 + 150.0), 300.0 / (50.0 + 305.0));
    near(&row(&answer, "west")["mean"], first + second / 2.0);
    near(&row(&answer, "")["mean"], 900.0 / 405.0);
    // The default bands are those of GB 50180 with the weights of Luo and Qi.
    let answer = ask(&office, Study::Access, json!({ "method": "e2sfca" })).await;
    assert_eq!(answer["made"]["weights"], "w = 1, d <= 300; w = 0.68, d <= 500; w = 0.22, d <= 1000");
    let (first, second) = (600.0 / (100.0 + 66.0), 300.0 / (22.0 + 300.0 + 3.4));
    near(&row(&answer, "west")["mean"], first + second * 0.22);
}

async fn three_steps_let_people_choose(database: Database) {
    let office = town(database).await;
    let answer = ask(&office, Study::Access, json!({ "method": "3sfca", "kernel": "step" })).await;
    // A and B choose between two courts, C has one; the unmeasured court and the park draw nobody.
    let (first, second) = (600.0 / 200.0, 300.0 / 205.0);
    near(&row(&answer, "west")["mean"], f64::midpoint(first, second));
    near(&row(&answer, "")["mean"], 900.0 / 405.0);
}

async fn every_kernel_gives_away_what_is_reached(database: Database) {
    let office = town(database).await;
    for method in ["e2sfca", "3sfca"] {
        for kernel in ["step", "bands", "gaussian", "power", "exponential"] {
            let asked = json!({ "method": method, "kernel": kernel, "metres": 1200 });
            let answer = ask(&office, Study::Access, asked).await;
            near(&answer["conservation"]["people_times_access"], 900.0);
            near(&answer["supply"]["reached"], 900.0);
        }
    }
    let asked = json!({ "method": "e2sfca", "kernel": "power", "bandwidth_m": 50, "exponent": 1.5 });
    let answer = ask(&office, Study::Access, asked).await;
    assert_eq!(answer["made"]["weights"], "w = (max(d, 50)/50)^-1.5, d <= 1000");
}

async fn places_instead_of_square_metres(database: Database) {
    let office = town(database).await;
    let answer = ask(&office, Study::Access, json!({ "supply": "capacity", "metres": 500 })).await;
    near(&row(&answer, "west")["mean"], 40.0 / 100.0);
    near(&row(&answer, "east")["mean"], 20.0 / 305.0);
    assert_eq!(answer["made"]["unit"], "places");
    assert_eq!(answer["supply"]["unknown"], 2);
}

async fn one_division_is_asked_about(database: Database) {
    let office = town(database).await;
    // Neighbours share the sites: what the west has is in its row of the whole.
    for study in [Study::Access, Study::Equity] {
        assert_eq!(wrong(&office, study, json!({ "division": "west" })), &["division:not_here"]);
    }
    let answer = ask(&office, Study::Access, json!({})).await;
    near(&row(&answer, "west")["container"]["ratio"], 6.0);
}

async fn cells_hide_the_few(database: Database) {
    let office = town(database).await;
    let answer = ask(&office, Study::Access, json!({ "format": "geojson", "metres": 500 })).await;
    let cells = answer["features"].as_array().unwrap();
    assert_eq!(cells.len(), 2);
    near(&cells[0]["properties"]["access"], 6.0);
    near(&cells[1]["properties"]["access"], 300.0 / 305.0);
    assert_eq!(cells[1]["properties"]["division"], "east");
    assert_eq!(answer["hidden"], json!({ "entries": 1, "people": 5 }));
}

async fn wrong_questions_name_the_field(database: Database) {
    let office = town(database).await;
    for (asked, found) in [
        (json!({ "method": "4sfca" }), &["method:malformed"][..]),
        (json!({ "kernel": "gaussian" }), &["kernel:not_of_method"]),
        (json!({ "method": "e2sfca", "exponent": 2 }), &["exponent:not_of_kernel"]),
        (json!({ "method": "e2sfca", "bands_m": [500, 300, 1000] }), &["bands_m:malformed"]),
        (json!({ "method": "e2sfca", "bands_m": [500, 1000] }), &["bands_w:how_many"]),
        (json!({ "method": "e2sfca", "bands_m": [300, 500, 900], "metres": 1000 }), &["bands_m:both"]),
        (json!({ "method": "e2sfca", "bands_w": [0, 0, 0] }), &["bands_w:malformed"]),
        (json!({ "metres": [300, 500] }), &["metres:one_only"]),
        (json!({ "supply": "water", "colour": "red" }), &["supply:malformed", "colour:unknown_parameter"]),
    ] {
        assert_eq!(wrong(&office, Study::Access, asked.clone()), found, "{asked}");
    }
}

async fn streets_are_refused_in_one_sentence(database: Database) {
    let office = town(database).await;
    let question = question(&office, Study::Access, json!({ "mode": "walk" })).unwrap();
    let refused = office.registry.study(&question, &Unwatched).await.unwrap_err().to_string();
    assert!(refused.contains("直线") && refused.contains("import network"), "{refused}");
}
