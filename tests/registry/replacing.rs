//! Files that replace what stands in for them, and what of the old they leave alone.

use crate::database::{Database, stories};
use crate::office::{Office, TODAY, court};
use jiantu::registry::import::What;
use jiantu::registry::write::Condition;
use serde_json::{Value, json};

stories!(
    a_boundary_file_keeps_codes_names_and_flags,
    an_outline_replaces_the_district_not_what_lies_in_it,
    what_is_better_than_schematic_is_not_orphaned,
    a_population_file_may_bring_known_and_new_sets,
    a_published_population_does_not_change,
    what_was_removed_comes_back_from_that_day_on,
);

fn square(id: &str, name: &str, level: &str, west: f64, more: Value) -> Value {
    let (east, south, north) = (west + 0.01, 41.68, 41.69);
    let ring = [[west, south], [east, south], [east, north], [west, north], [west, south]];
    let mut properties = crate::office::object(json!({ "external_id": id, "name_zh": name, "level": level }));
    properties.extend(crate::office::object(more));
    json!({ "type": "Feature", "properties": properties,
        "geometry": { "type": "Polygon", "coordinates": [ring] } })
}

fn collection(features: Vec<Value>) -> String {
    json!({ "type": "FeatureCollection", "features": features }).to_string()
}

async fn a_boundary_file_keeps_codes_names_and_flags(database: Database) {
    let office = Office::open(database).await;
    let told = json!({ "name_en": "Wusan", "rural": true, "boundary_quality": "schematic", "codes": [
        { "system": "nbs", "edition": "2023", "code": "210112010" },
        { "system": "mca", "edition": "2025", "code": "210112014" } ] });
    let schematic = square("wusan", "五三街道", "subdistrict", 123.40, told);
    office.import(What::Divisions, "schematic.geojson", collection(vec![schematic])).await;
    let bare = square(
        "wusan",
        "五三街道",
        "subdistrict",
        123.45,
        json!({ "boundary_quality": "official",
        "codes": [{ "system": "mca", "edition": "2025", "code": "210112099" }] }),
    );
    office.import(What::Divisions, "real.geojson", collection(vec![bare])).await;
    let world = office.registry.world();
    let [found] = world.tree.named("210112010")[..] else { panic!("found by the code the file lacks") };
    let division = &world.tree.node(found).division;
    assert_eq!((division.name_en.as_deref(), division.rural), (Some("Wusan"), true));
    // What the file does tell is taken, in place of the code of that system and edition.
    assert_eq!(world.tree.named("210112099")[..], [found]);
    assert!(world.tree.named("210112014").is_empty());
}

async fn an_outline_replaces_the_district_not_what_lies_in_it(database: Database) {
    let office = Office::hunnan(database).await;
    let before = office.coverage("2025-12-31", None).await;
    let outline = json!({ "type": "Feature", "properties":
        { "external_id": "outline-of-2026", "name_zh": "浑南区（勘界）", "level": "district", "boundary_quality": "official" },
        "geometry": { "type": "Polygon", "coordinates":
            [[[123.3, 41.55], [123.9, 41.55], [123.9, 42.0], [123.3, 42.0], [123.3, 41.55]]] } });
    office.import(What::Divisions, "outline.geojson", collection(vec![outline])).await;
    let after = office.coverage("2025-12-31", None).await;
    assert_eq!(after.rows.len(), before.rows.len());
    for (one, other) in before.rows.iter().zip(&after.rows).skip(1).take(12) {
        assert_eq!((&one.division.name_zh, one.area_m2), (&other.division.name_zh, other.area_m2));
    }
    office.assert_sound().await;
}

async fn what_is_better_than_schematic_is_not_orphaned(database: Database) {
    let office = Office::open(database).await;
    let old = vec![
        square("old", "旧街道", "subdistrict", 123.40, json!({ "boundary_quality": "schematic" })),
        square(
            "inner",
            "实测社区",
            "community",
            123.402,
            json!({ "boundary_quality": "official", "parent": "old" }),
        ),
    ];
    office.import(What::Divisions, "old.geojson", collection(old)).await;
    let before = office.everything().await;
    let new = vec![
        square("n1", "新一街道", "subdistrict", 123.50, json!({ "boundary_quality": "official" })),
        square("n2", "新二街道", "subdistrict", 123.52, json!({ "boundary_quality": "official" })),
    ];
    let refused = office.try_import(What::Divisions, "new.geojson", collection(new)).await;
    assert!(!refused.committed);
    assert!(refused.rows.iter().any(|row| row.code == "would_orphan" && row.message_zh.contains("实测社区")));
    assert_eq!(office.everything().await, before);
}

const HEADING: &str = "division,year,population,vintage,base\n";

async fn a_population_file_may_bring_known_and_new_sets(database: Database) {
    let office = Office::open(database).await;
    office.import(What::Divisions, "squares.geojson", crate::belonging::squares()).await;
    let first = format!("{HEADING}x0,2023,100,公报,resident\nx1,2023,200,公报,resident\n");
    office.import(What::Population, "first.csv", &first).await;
    let both = format!("{first}x0,2024,110,公报,resident\n");
    let report = office.import(What::Population, "both.csv", &both).await;
    assert_eq!((report.read, report.accepted, report.unchanged), (3, 1, 2));
    let rows = office.coverage("2024-12-31", None).await.rows;
    let people = |name: &str| {
        let row = rows.iter().find(|row| row.division.name_zh == name).unwrap();
        row.population.as_ref().map(|people| (people.value, people.year))
    };
    // Each division has its newest year-end.
    assert_eq!([people("x0"), people("x1")], [Some((110, 2024)), Some((200, 2023))]);
}

async fn a_published_population_does_not_change(database: Database) {
    let office = Office::open(database).await;
    office.import(What::Divisions, "squares.geojson", crate::belonging::squares()).await;
    office.import(What::Population, "first.csv", format!("{HEADING}x0,2023,100,公报,resident\n")).await;
    let before = office.everything().await;
    let other = format!("{HEADING}x0,2023,101,公报,resident\nx0,2024,120,公报,resident\n");
    let refused = office.try_import(What::Population, "other.csv", other).await;
    assert_eq!((refused.committed, refused.rows[0].code.as_str()), (false, "vintage_taken"));
    assert_eq!(office.everything().await, before);
    let revised = format!("{HEADING}x0,2023,101,公报修订,resident\n");
    office.import(What::Population, "revised.csv", revised).await;
    let whole = office.coverage(TODAY, None).await.rows;
    let x0 = whole.iter().find(|row| row.division.name_zh == "x0").unwrap();
    assert_eq!(x0.population.as_ref().map(|people| people.value), Some(101));
}

async fn what_was_removed_comes_back_from_that_day_on(database: Database) {
    let office = Office::open(database).await;
    office.on("2021-03-01");
    let site = office.register(court("球场", 600.0, json!({}))).await;
    office.on("2024-02-01");
    office.registry.remove_site(&office.author, site, Condition::Any).await.unwrap();
    office.on(TODAY);
    // The same id, as an exported row or a phone brings it, opened long before it was removed.
    let again = court("球场", 650.0, json!({ "id": site.to_string(), "opened_on": "2020-05-01" }));
    assert_eq!(office.register(again).await, site);
    assert_eq!(office.area("2023-12-31", None).await, Some(600.0));
    assert_eq!(office.area(TODAY, None).await, Some(650.0));
    assert_eq!(office.area("2025-12-31", Some("2025-12-31")).await, Some(0.0));
    office.assert_sound().await;
}
