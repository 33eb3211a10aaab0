//! Population by H3 cell; indices and their centres are those that other programs published.

use crate::database::{Database, stories};
use crate::grids::{exported, newest_set};
use crate::import::import_as;
use crate::office::Office;
use jiantu::registry::import::{Report, What};
use serde_json::json;

stories!(
    hexagons_stand_at_their_centres,
    hexagons_that_would_count_twice_are_refused,
    a_hexagon_is_where_its_index_says,
);

/// Index and centre: the example in the documentation of H3, and a cell of r5r's sample of Porto Alegre, which has the
/// centroids of the hexagons' outlines: up to some decimetres from their centres.
const PUBLISHED: [(&str, f64, f64); 2] = [
    ("8928308280fffff", -122.418_459_323_183_11, 37.776_702_349_435_67),
    ("89a9012a3cfffff", -51.211_866_678_531_5, -30.100_576_010_026_7),
];

fn codes(report: &Report) -> Vec<&str> {
    report.rows.iter().map(|row| row.code.as_str()).collect()
}

async fn hexagons_stand_at_their_centres(database: Database) {
    let office = Office::open(database).await;
    let rows: Vec<String> = PUBLISHED
        .iter()
        .zip([159, 7])
        .map(|((index, ..), people)| format!("{index},{people},{},3,2024,v1,resident", people - 4))
        .collect();
    let table = format!("hex,population,age:0-14,年龄:65+,year,vintage,base\n{}\n", rows.join("\n"));
    let report = office.import(What::Population, "cells.csv", table).await;
    assert_eq!((report.cells, report.people, report.warnings), (Some(2), Some(166), 0), "{report:#?}");
    let set = newest_set(&office).await;
    assert_eq!(serde_json::to_value(set.footprint).unwrap(), json!({ "h3_resolution": 9 }));
    assert_eq!(set.age_groups, ["0-14", "65+"]);
    let rows = exported(&office).await;
    for (((_, lon, lat), row), tolerance) in PUBLISHED.iter().zip(&rows).zip([6e-8, 3e-6]) {
        let (x, y): (f64, f64) = (row["lon"].parse().unwrap(), row["lat"].parse().unwrap());
        assert!((x - lon).abs() < tolerance && (y - lat).abs() < tolerance, "{row:?}");
    }
    assert_eq!((rows[0]["age:0-14"].as_str(), rows[1]["age:65+"].as_str()), ("155", "3"));
    // What was exported is the same population.
    let again = import_as(&office, What::Population, &office.path("exported.csv"), |_| {}).await;
    assert_eq!((again.accepted, again.unchanged), (0, 2), "{again:#?}");
    office.assert_sound().await;
}

async fn hexagons_that_would_count_twice_are_refused(database: Database) {
    let office = Office::open(database).await;
    let before = office.everything().await;
    let heading = "h3,population,year,vintage,base\n";
    let row = |index: &str| format!("{index},5,2024,v1,resident\n");
    let (one, other) = (PUBLISHED[0].0, PUBLISHED[1].0);
    // Its parent at resolution 8, and its child in the middle at resolution 10 (the same digits, one level on).
    let (parent, child) = ("8828308281fffff", "8a28308280c7fff");
    for (relative, code) in [(one, "duplicate"), (parent, "h3_overlaps"), (child, "h3_overlaps")] {
        let table = format!("{heading}{}{}{}", row(other), row(one), row(relative));
        let refused = office.try_import(What::Population, "cells.csv", table).await;
        assert_eq!((refused.committed, codes(&refused)), (false, vec![code]), "{relative}: {refused:#?}");
        let told = &refused.rows[0];
        assert_eq!((told.row, told.field.as_deref()), (4, Some("h3")));
        assert!(told.message_en.contains("row 3") && told.message_zh.contains("第 3 行"), "{told:?}");
    }
    let elsewhere = format!("{heading}{}{}", row(one), row("87283472bffffff"));
    let refused = office.try_import(What::Population, "cells.csv", elsewhere).await;
    assert_eq!((codes(&refused), refused.rows[0].row), (vec!["h3_mixed"], 3));
    for wrong in ["89a901291abfff", "6.21e17", "ffffffffffffffff", "街道"] {
        let table = format!("{heading}{}{}", row(one), row(wrong));
        let refused = office.try_import(What::Population, "cells.csv", table).await;
        assert_eq!((refused.committed, codes(&refused)), (false, vec!["not_h3"]), "{wrong}");
        assert_eq!((refused.rows[0].row, refused.rows[0].field.as_deref()), (3, Some("h3")));
        assert!(refused.rows[0].message_en.contains(wrong));
    }
    assert_eq!(office.everything().await, before);
}

async fn a_hexagon_is_where_its_index_says(database: Database) {
    let office = Office::open(database).await;
    let (index, lon, lat) = PUBLISHED[0];
    let table = format!(
        "h3,lon,lat,population,year,vintage,base\n{index},{lon},{lat},5,2024,v1,resident\n{},{lon},{lat},6,2024,v1,resident\n",
        PUBLISHED[1].0
    );
    let report = office.import(What::Population, "cells.csv", table).await;
    assert_eq!(codes(&report), ["h3_differs"], "{report:#?}");
    assert!(report.rows[0].message_en.contains("1 rows") && report.rows[0].message_en.contains("row 3"));
    let rows = exported(&office).await;
    assert!((rows[1]["lon"].parse::<f64>().unwrap() - PUBLISHED[1].1).abs() < 3e-6);
    // Points among hexagons are points: no one footprint stands for both.
    let mixed = format!(
        "h3,lon,lat,population,year,vintage,base\n{index},,,5,2024,v2,resident\n,123.4,41.6,6,2024,v2,resident\n"
    );
    office.import(What::Population, "mixed.csv", mixed).await;
    assert_eq!(newest_set(&office).await.footprint, None);
}
