//! Which divisions are compared by how evenly area is spread.

use super::ward::{Asked, EAST, NORTH, SOUTH, people, plan, row, ward};
use crate::database::{Database, stories};
use crate::office::court;
use serde_json::json;

stories!(only_divisions_that_are_known_at_both_are_compared);

const EVEN: Asked = Asked {
    target: 0.0,
    comparator: "<",
    ..Asked::of("area_gini_change", "figure = \"all\", over = \"community\"")
};

async fn only_divisions_that_are_known_at_both_are_compared(database: Database) {
    let office = ward(database, &plan(2021, 2023, &[EVEN])).await;
    let divisions = json!({ "type": "FeatureCollection", "features": [{ "type": "Feature",
        "geometry": { "type": "Polygon", "coordinates":
            [[[123.5, 41.6], [123.6, 41.6], [123.6, 41.7], [123.5, 41.7], [123.5, 41.6]]] },
        "properties": { "external_id": "e1", "name_zh": "e1", "level": "community", "parent": "east" } }] });
    office.import(jiantu::registry::import::What::Divisions, "e1.geojson", divisions.to_string()).await;
    for (name, area, [lon, lat]) in [("北", 100.0, NORTH), ("南", 300.0, SOUTH), ("东", 9_000.0, EAST)] {
        office
            .register(court(name, area, json!({ "lon": lon, "lat": lat, "effective_from": "2020-05-01" })))
            .await;
    }
    // At the base nobody knows the people of e1, which has by far the most area.
    people(&office, 2020, &[("north", 100), ("south", 100)]).await;
    people(&office, 2023, &[("north", 100), ("south", 100), ("e1", 100)]).await;
    let more = json!({ "lon": NORTH[0], "lat": NORTH[1], "opened_on": "2022-05-01", "effective_from": "2022-05-01" });
    office.register(court("北二", 200.0, more)).await;
    let told = row(&office, "2023-12-31", "1.0", "", None).await;
    // 1 and 3 m2 a head: 0.25. Then 3 and 3: 0. With e1's 90 it would be 0.60.
    let change = told.value.expect("a value");
    assert!((change - -0.25).abs() < 1e-12, "{change}");
    let basis = told.basis_en.unwrap();
    assert!(basis.contains("the same 2 divisions") && basis.contains("1 divisions without"), "{basis}");
}
