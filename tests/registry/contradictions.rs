//! What can not be true together is refused, at the form and in a file: states against days, containers that are none,
//! rings of containers, parts that fall to divisions nobody knows.

use crate::database::{Database, stories};
use crate::office::{Office, TODAY, court, object};
use jiantu::domain::id::{EquipmentId, SiteId};
use jiantu::registry::RegistryError;
use jiantu::registry::import::What;
use jiantu::registry::write::Condition;
use serde_json::{Value, json};

stories!(
    states_against_days,
    a_file_tells_the_day_of_its_states,
    equipment_that_is_gone,
    only_a_container_contains,
    containers_make_no_ring,
    parts_fall_to_known_divisions,
    two_courts_in_one_place_are_suspected,
);

/// Field and code of the only defect.
fn only(refused: RegistryError) -> (String, String) {
    let RegistryError::Invalid(defects) = refused else { panic!("{refused}") };
    let [defect] = &defects[..] else { panic!("{defects:?}") };
    (defect.field.clone(), defect.code.clone())
}

async fn refused(office: &Office, site: Value) -> String {
    let refused = office.registry.register_site(&office.author, object(site), None).await.unwrap_err();
    let (field, code) = only(refused);
    format!("{field} {code}")
}

async fn states_against_days(database: Database) {
    let office = Office::open(database).await;
    for (more, expected) in [
        (json!({ "status": "planned", "opened_on": "2019-01-01" }), "/opened_on opened_but_not_built"),
        (json!({ "status": "under_construction", "opened_on": TODAY }), "/opened_on opened_but_not_built"),
        (json!({ "status": "operating", "closed_on": "2020-06-01" }), "/closed_on closed_but_in_use"),
        (json!({ "status": "temporarily_closed", "closed_on": TODAY }), "/closed_on closed_but_in_use"),
        (json!({ "status": "closed", "opened_on": "2035-01-01" }), "/opened_on closed_before_opening"),
    ] {
        assert_eq!(refused(&office, court("矛盾", 600.0, more)).await, expected);
    }
    // Days to come are announcements, and what was so once may be told of its own day.
    for more in [
        json!({ "status": "planned", "opened_on": "2026-09-01" }),
        json!({ "status": "operating", "closed_on": "2026-09-01" }),
        json!({ "status": "operating", "closed_on": "2024-06-01", "effective_from": "2020-05-01" }),
    ] {
        office.register(court("预告", 600.0, more)).await;
    }
    let site = office.register(court("球场", 600.0, json!({}))).await;
    let opened = office.try_change(site, json!({ "status": "planned" })).await.unwrap_err();
    assert_eq!(only(opened).1, "opened_but_not_built");
    let closed = office.try_change(site, json!({ "closed_on": "2025-06-01" })).await.unwrap_err();
    assert_eq!(only(closed).1, "closed_but_in_use");
    office.change(site, json!({ "status": "closed", "closed_on": "2025-06-01" })).await;
    office.assert_sound().await;
}

async fn a_file_tells_the_day_of_its_states(database: Database) {
    let office = Office::open(database).await;
    let odd = "external_id,name_zh,kind,status,area_m2,opened_on,closed_on,lon,lat\n\
               1,矛盾1,basketball,planned,600,2019-01-01,,123.45,41.68\n\
               2,矛盾2,basketball,operating,600,2019-01-01,2020-01-01,123.46,41.68\n\
               3,矛盾3,basketball,closed,600,2035-01-01,,123.47,41.68\n\
               4,零,basketball,operating,0,,,123.48,41.68\n";
    let report = office.try_import(What::Sites, "odd.csv", odd).await;
    let told: Vec<(u64, &str)> = report.rows.iter().map(|row| (row.row, row.code.as_str())).collect();
    let expected = [(2, "opened_but_not_built"), (3, "closed_but_in_use"), (4, "closed_before_opening")];
    assert!(!report.committed, "{report:#?}");
    for fault in expected {
        assert!(told.contains(&fault), "{told:?}");
    }
    // Told of a day on which it was so, a state stands; and a file that says what is there already is no news.
    let rows = "external_id,name_zh,kind,status,closed_on,lon,lat,effective_from\n\
                5,当年,basketball,operating,2020-01-01,123.46,41.68,2019-01-01\n";
    office.import(What::Sites, "then.csv", rows).await;
    let again = rows.replace(",effective_from", "").replace(",2019-01-01\n", "\n");
    let again = office.import(What::Sites, "again.csv", again).await;
    assert_eq!((again.accepted, again.unchanged), (0, 1), "{again:#?}");
}

async fn equipment_that_is_gone(database: Database) {
    let office = Office::open(database).await;
    let park = json!({ "kind": "sports_park", "external_id": "A" });
    let site = office.register(court("园", 0.0, park)).await;
    let rows = "external_id,site,kind,state,installed_on,removed_on\n\
                E1,A,basketball_stand,removed,2025-01-01,\n\
                E2,A,basketball_stand,working,2020-01-01,2021-01-01\n\
                E3,A,basketball_stand,working,2020-01-01,\n\
                E4,A,basketball_stand,removed,2020-01-01,2023-05-01\n";
    let report = office.try_import(What::Equipment, "eq.csv", rows).await;
    let told: Vec<(u64, &str)> = report.rows.iter().map(|row| (row.row, row.code.as_str())).collect();
    assert!(!report.committed);
    for fault in [(2, "removed_without_a_day"), (3, "removed_but_standing")] {
        assert!(told.contains(&fault), "{told:?}");
    }
    let piece = json!({ "site_id": site.to_string(), "kind": "walker", "state": "removed" });
    let refused = office.registry.register_equipment(&office.author, object(piece), None).await.unwrap_err();
    assert_eq!(only(refused), ("/removed_on".to_owned(), "removed_without_a_day".to_owned()));
    let piece = json!({ "site_id": site.to_string(), "kind": "walker", "installed_on": "2024-01-01" });
    let piece = office.registry.register_equipment(&office.author, object(piece), None).await.unwrap().id;
    let change = async |piece: EquipmentId, patch: Value| {
        office.registry.change_equipment(&office.author, piece, object(patch), Condition::Any, None).await
    };
    let refused = change(piece, json!({ "removed_on": "2025-01-01" })).await.unwrap_err();
    assert_eq!(only(refused).1, "removed_but_standing");
    // Taken away, and nobody says when: today.
    change(piece, json!({ "state": "removed" })).await.unwrap();
    assert_eq!(
        (office.whole("2026-03-01", None).await.pieces, office.whole(TODAY, None).await.pieces),
        (1, 0)
    );
    office.assert_sound().await;
}

async fn only_a_container_contains(database: Database) {
    let office = Office::open(database).await;
    let square = office
        .register(court("广场", 30_000.0, json!({ "kind": "fitness_square", "external_id": "sq" })))
        .await;
    let inside = court("广场球场", 600.0, json!({ "container_id": square.to_string() }));
    assert_eq!(refused(&office, inside).await, "/container_id not_a_container");
    // The same by a file, in either order and in one.
    let row =
        "external_id,name_zh,kind,area_m2,container,lon,lat\nb,广场球场,basketball,600,sq,123.463,41.679\n";
    let report = office.try_import(What::Sites, "inside.csv", row).await;
    assert!(!report.committed && report.rows[0].code == "not_a_container", "{report:#?}");
    let both = format!("{row}s2,另一广场,fitness_square,500,,123.5,41.7\n").replace(",sq,", ",s2,");
    assert!(!office.try_import(What::Sites, "both.csv", both).await.committed);
    assert_eq!(office.area(TODAY, None).await, Some(30_000.0));
    // A container with contents does not become something else.
    let park =
        office.register(court("公园", 1.0, json!({ "kind": "sports_park", "external_id": "p" }))).await;
    office.register(court("园内", 600.0, json!({ "container_id": park.to_string() }))).await;
    let changed = office.try_change(park, json!({ "kind": "fitness_square" })).await.unwrap_err();
    assert_eq!(only(changed).1, "has_contents");
    let row = "external_id,name_zh,kind,area_m2,lon,lat\np,公园,fitness_square,1,123.463,41.679\n";
    let report = office.try_import(What::Sites, "other.csv", row).await;
    assert!(report.rows.iter().any(|row| row.code == "has_contents"), "{report:#?}");
}

async fn containers_make_no_ring(database: Database) {
    let office = Office::open(database).await;
    let rows = "external_id,name_zh,kind,container,lon,lat\nA,园,sports_park,B,123.45,41.68\nB,园2,sports_park,A,123.46,41.68\n";
    let report = office.try_import(What::Sites, "ring.csv", rows).await;
    assert!(!report.committed && report.rejected > 0, "{report:#?}");
    let park = async |more: Value| -> SiteId { office.register(court("园", 1.0, more)).await };
    let outer = park(json!({ "kind": "sports_park", "external_id": "A" })).await;
    let middle = park(json!({ "kind": "sports_park", "container_id": outer.to_string() })).await;
    let inner =
        park(json!({ "kind": "sports_park", "external_id": "C", "container_id": middle.to_string() })).await;
    let ring = office.try_change(outer, json!({ "container_id": inner.to_string() })).await.unwrap_err();
    assert_eq!(only(ring), ("/container_id".to_owned(), "container_ring".to_owned()));
    let row = "external_id,name_zh,kind,container,lon,lat\nA,园,sports_park,C,123.463,41.679\n";
    let report = office.try_import(What::Sites, "again.csv", row).await;
    assert!(report.rows.iter().any(|row| row.code == "container_ring"), "{report:#?}");
    office.assert_sound().await;
}

async fn parts_fall_to_known_divisions(database: Database) {
    let office = Office::open(database).await;
    office.import(What::Divisions, "squares.geojson", crate::belonging::squares()).await;
    let nowhere = json!({ "allocation": [{ "division": "x0", "share": 0.5 }, { "division": "nowhere", "share": 0.5 }] });
    assert_eq!(
        refused(&office, court("球场", 600.0, nowhere)).await,
        "/allocation/1/division unknown_division"
    );
    let rows = "external_id,name_zh,kind,lon,lat,area_m2,allocation\n\
                A,球,basketball,123.45,41.68,600,\"[{\"\"division\"\":\"\"nowhere\"\",\"\"share\"\":1}]\"\n";
    let report = office.try_import(What::Sites, "al.csv", rows).await;
    assert!(!report.committed && report.rows[0].code == "unknown_division", "{report:#?}");
    let site = office.register(court("球场", 600.0, json!({}))).await;
    let patch = json!({ "allocation": [{ "division": "nowhere", "share": 1 }] });
    assert_eq!(only(office.try_change(site, patch).await.unwrap_err()).1, "unknown_division");
}

/// That one is said to lie in another excuses nothing where both count.
async fn two_courts_in_one_place_are_suspected(database: Database) {
    let office = Office::open(database).await;
    let park = office.register(court("公园", 1.0, json!({ "kind": "sports_park" }))).await;
    for name in ["东场", "西场"] {
        office.register(court(name, 600.0, json!({ "container_id": park.to_string() }))).await;
    }
    let pairs = office.registry.suspicions(None).await.unwrap().1;
    assert_eq!(pairs.len(), 1, "the courts, not the park with its courts: {pairs:#?}");
    assert!(pairs[0].sites.iter().all(|site| site.kind == "basketball"));
}
