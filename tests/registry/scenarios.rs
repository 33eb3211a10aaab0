//! Scenarios: kept, checked, and of no effect on figures. What stands is known by a fingerprint.

use crate::database::{Database, stories};
use crate::office::{Office, court, object};
use jiantu::domain::change::{Actor, EntityKind};
use jiantu::domain::id::ScenarioId;
use jiantu::domain::scenario::WhatIf;
use jiantu::registry::RegistryError;
use jiantu::registry::import::{Request, What};
use jiantu::registry::world::Fingerprint;
use jiantu::registry::write::{Author, Condition};
use serde_json::{Value, json};

stories!(
    a_scenario_is_created_replaced_and_removed,
    what_is_wrong_with_a_scenario_is_named,
    a_fingerprint_follows_what_stands,
);

async fn create(office: &Office, scenario: Value) -> Result<ScenarioId, RegistryError> {
    let created = office.registry.create_scenario(&office.author, object(scenario), None).await;
    created.map(|written| written.id)
}

async fn a_scenario_is_created_replaced_and_removed(database: Database) {
    let mut office = Office::open(database).await;
    let site = office.register(court("球场", 600.0, json!({}))).await;
    let area = office.area(crate::office::TODAY, None).await;
    let point = json!({ "type": "Point", "coordinates": [123.47, 41.68] });
    let told = json!({ "name": "方案一", "note": "第一行\n第二行", "changes": [
        { "add": { "geometry": point, "kind": "basketball", "area_m2": 608.0 } },
        { "close": { "site": site } }, { "width": { "metres": 3.0 } }, { "grow": { "division": null, "factor": 1.1 } },
    ] });
    let id = create(&office, told).await.unwrap();
    office.reopen().await;
    let world = office.registry.world();
    let standing = world.scenarios.get(id.0).unwrap();
    assert_eq!((standing.thing.name.as_str(), standing.thing.changes.len()), ("方案一", 4));
    assert_eq!(standing.thing.changes[1], WhatIf::Close { site });
    assert_eq!(office.area(crate::office::TODAY, None).await, area);

    let strict = Author { actor: Actor("tester".to_owned()), unconditional: false };
    let whole = object(json!({ "name": "方案二", "changes": [] }));
    let replace = |condition| office.registry.replace_scenario(&strict, id, whole.clone(), condition);
    assert!(matches!(replace(Condition::Missing).await, Err(RegistryError::NeedsVersion)));
    let first = standing.version;
    let second = replace(Condition::Version(first)).await.unwrap().seq;
    assert!(matches!(replace(Condition::Version(first)).await, Err(RegistryError::Stale { .. })));
    let now = office.registry.world();
    let standing = now.scenarios.find("方案二").unwrap();
    assert_eq!((standing.version, standing.thing.note.as_ref()), (second, None));
    assert!(now.scenarios.find("方案一").is_none());

    let other = create(&office, json!({ "name": "方案二" })).await.unwrap_err();
    let RegistryError::Conflict { told, .. } = other else { panic!("{other}") };
    assert_eq!((told.field.as_str(), told.code.as_str()), ("/name", "name_taken"));
    let remove = |condition| office.registry.remove_scenario(&strict, id, condition);
    assert!(matches!(remove(Condition::Version(first)).await, Err(RegistryError::Stale { .. })));
    remove(Condition::Version(second)).await.unwrap();
    assert!(office.registry.world().scenarios.is_empty());
    assert!(matches!(remove(Condition::Any).await, Err(RegistryError::NotFound { .. })));
    create(&office, json!({ "name": "方案二" })).await.unwrap();
    office.assert_sound().await;
}

async fn what_is_wrong_with_a_scenario_is_named(database: Database) {
    let office = Office::open(database).await;
    let before = office.everything().await;
    let point = json!({ "type": "Point", "coordinates": [123.47, 41.68] });
    let nobody = "0197c5b0-0000-7000-8000-000000000001";
    for (told, field, code) in [
        (json!({}), "/name", "missing"),
        (json!({ "name": "a/b" }), "/name", "wrong_name"),
        (json!({ "name": "a", "colour": 1 }), "/colour", "unknown_field"),
        (json!({ "name": "a", "changes": [{ "paint": {} }] }), "/changes/0", "wrong_change"),
        (
            json!({ "name": "a", "changes": [{ "close": { "site": nobody } }] }),
            "/changes/0/close/site",
            "no_such_site",
        ),
        (
            json!({ "name": "a", "changes": [{ "add": { "geometry": point, "kind": "moon" } }] }),
            "/changes/0/add/kind",
            "unknown_kind",
        ),
        (
            json!({ "name": "a", "changes": [{ "grow": { "division": "mars", "factor": 2.0 } }] }),
            "/changes/0/grow/division",
            "unknown_division",
        ),
        (
            json!({ "name": "a", "changes": [{ "width": { "metres": 3.0 } }, { "width": { "metres": 0.0 } }] }),
            "/changes/1/width/metres",
            "not_in_range",
        ),
    ] {
        let refused = create(&office, told.clone()).await.unwrap_err();
        let RegistryError::Invalid(defects) = refused else { panic!("{told}: {refused}") };
        let found: Vec<(&str, &str)> =
            defects.iter().map(|defect| (defect.field.as_str(), defect.code.as_str())).collect();
        assert_eq!(found, [(field, code)], "{told}");
    }
    assert_eq!(office.everything().await, before);
}

/// The kinds of which something else stands.
fn moved(before: Fingerprint, after: Fingerprint) -> Vec<EntityKind> {
    EntityKind::ALL.into_iter().filter(|kind| before.of(*kind) != after.of(*kind)).collect()
}

async fn a_fingerprint_follows_what_stands(database: Database) {
    let mut office = Office::open(database).await;
    let print = |office: &Office| office.registry.world().fingerprint();
    let empty = print(&office);
    assert_eq!(empty, Fingerprint::default());
    let one = office.register(court("甲", 600.0, json!({}))).await;
    let with_one = print(&office);
    assert_eq!(moved(empty, with_one), [EntityKind::Site]);
    let two = office.register(court("乙", 700.0, json!({ "lon": 123.47 }))).await;
    let with_two = print(&office);
    office.change(two, json!({ "surface": "塑胶" })).await;
    let changed = print(&office);
    assert_eq!(moved(with_two, changed), [EntityKind::Site]);
    // What is told of the past changes the version of what stands.
    office
        .change(one, json!({ "area_m2": 500.0, "effective_from": "2021-01-01", "reason": "corrected" }))
        .await;
    assert_eq!(moved(changed, print(&office)), [EntityKind::Site]);
    office.assert_sound().await;
    let before = print(&office);
    let scenario = create(&office, json!({ "name": "a" })).await.unwrap();
    assert_eq!(moved(before, print(&office)), [EntityKind::Scenario]);
    office.registry.remove_scenario(&office.author, scenario, Condition::Any).await.unwrap();
    assert_eq!(print(&office), before);

    let walker = object(json!({ "site_id": one, "kind": "walker" }));
    office.registry.register_equipment(&office.author, walker, None).await.unwrap();
    let point = json!({ "type": "Point", "coordinates": [123.47, 41.68] });
    let feature = json!({ "type": "FeatureCollection", "features": [{ "type": "Feature", "geometry": point,
        "properties": { "external_id": "c", "name_zh": "集聚区" } }] });
    office.import(What::Clusters, "clusters.geojson", feature.to_string()).await;
    let file = office.path("clusters.geojson");
    let mut request = Request::new(What::Layer, &file);
    request.naming.name = Some("places".to_owned());
    office.registry.import(&office.author, &request).await.unwrap();
    office
        .import(What::Divisions, "divisions.csv", "external_id,name_zh,level,code\nd,区,district,1\n")
        .await;
    office
        .import(What::Population, "p.csv", "division,year,population,vintage,base\nd,2024,10,v,resident\n")
        .await;
    let all = print(&office);
    let changed = moved(before, all);
    assert_eq!(
        changed,
        [
            EntityKind::Equipment,
            EntityKind::Division,
            EntityKind::Cluster,
            EntityKind::Population,
            EntityKind::Layer
        ]
    );
    office.assert_sound().await;
    office.reopen().await;
    assert_eq!(print(&office), all, "kept up to date is the same as read anew");
    office.remove(two).await;
    office.on("2026-03-03");
    office.reopen().await;
    assert_eq!(moved(all, print(&office)), [EntityKind::Site]);
    office.assert_sound().await;
}
