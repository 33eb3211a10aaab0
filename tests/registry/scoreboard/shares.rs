//! Who pays for sites, in each division.

use super::ward::{Asked, EAST, NORTH, plan, row, ward};
use crate::database::{Database, stories};
use crate::office::court;
use serde_json::{Value, json};

stories!(a_share_is_that_of_the_division, a_division_that_is_new_has_no_base);

const SHARE: Asked = Asked {
    scope: "\"district\", \"subdistrict\"",
    target: 0.0,
    ..Asked::of("site_share_change", "party = \"funder\", classes = [\"society\"], of = \"sites\"")
};

fn paid(by: &str, [lon, lat]: [f64; 2], opened: &str) -> Value {
    let more = json!({ "lon": lon, "lat": lat, "funder": by, "opened_on": opened, "effective_from": opened });
    court(&format!("{by} {opened}"), 600.0, more)
}

async fn a_share_is_that_of_the_division(database: Database) {
    let office = ward(database, &plan(2021, 2023, &[SHARE])).await;
    for site in [
        paid("政府", NORTH, "2019-05-01"),
        paid("协会", EAST, "2019-05-01"),
        // Since then: society in the west, government in the east.
        paid("协会", NORTH, "2022-05-01"),
        paid("政府", EAST, "2022-06-01"),
        paid("政府", EAST, "2022-07-01"),
    ] {
        office.register(site).await;
    }
    let change = async |division: &str| row(&office, "2023-12-31", "1.0", division, None).await.value;
    // 1 of 2 at the base, 2 of 5 now; west 0 of 1 and 1 of 2; east 1 of 1 and 1 of 3.
    let near = |found: Option<f64>, wanted: f64| {
        let found = found.expect("a value");
        assert!((found - wanted).abs() < 1e-9, "{found}, not {wanted}");
    };
    near(change("").await, 40.0 - 50.0);
    near(change("west").await, 50.0 - 0.0);
    near(change("east").await, 100.0 / 3.0 - 100.0);
}

async fn a_division_that_is_new_has_no_base(database: Database) {
    let office = ward(database, &plan(2021, 2023, &[SHARE])).await;
    office.register(paid("政府", NORTH, "2019-05-01")).await;
    office.register(paid("协会", EAST, "2022-05-01")).await;
    let east = row(&office, "2023-12-31", "1.0", "east", None).await;
    assert_eq!(east.value, None, "no site there named anybody at the base");
    assert!(east.basis_en.unwrap().contains("at the base"));
    let west = row(&office, "2023-12-31", "1.0", "west", None).await;
    assert_eq!(west.value, Some(0.0));
}
