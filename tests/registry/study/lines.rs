//! Reach, gaps, siting and scenarios at the command line.

use crate::database::{Database, Engine, stories, tell};
use crate::program::run;
use crate::study_town::town;
use serde_json::Value;

stories!(tables_name_method_people_and_day, scenarios_are_kept_compared_and_removed);

async fn tables_name_method_people_and_day(database: Database) {
    let (url, folder) = (database.url.clone(), database.path(""));
    let office = town(database).await;
    for (command, wanted) in [
        (&["reach", "--metres", "500,3000"][..], &["500 m", "everybody", "P90"][..]),
        (&["gaps", "--metres", "300"], &["nearest site", "beyond"]),
        (&["siting", "--count", "1", "--metres", "300"], &["proof", "bound"]),
    ] {
        let ended = run(&url, &folder, command);
        assert_eq!(ended.status, 0, "{command:?}: {ended:?}");
        for text in wanted.iter().chain(&["as of", "straight line", "people", "rules"]) {
            assert!(ended.out.contains(text), "{command:?} lacks {text}: {}", ended.out);
        }
    }
    let json = run(&url, &folder, &["reach", "--format", "json"]);
    let json: Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!(json["distances"][2]["metres"], 1000.0);
    let file =
        run(&url, &folder, &["gaps", "--format", "geojson", "--metres", "100", "--out", "gaps.geojson"]);
    assert_eq!((file.status, file.out.as_str()), (0, ""), "{file:?}");
    let written: Value =
        serde_json::from_slice(&std::fs::read(folder.join("gaps.geojson")).unwrap()).unwrap();
    assert_eq!(written["type"], "FeatureCollection");
    drop(office);
}

async fn scenarios_are_kept_compared_and_removed(database: Database) {
    let (url, folder) = (database.url.clone(), database.path(""));
    let office = town(database).await;
    let changes = "[{\"add\": {\"geometry\": {\"type\": \"Point\", \"coordinates\": [123.4625, 41.682]}, \"kind\": \"basketball\", \"area_m2\": 608}}]";
    std::fs::write(folder.join("changes.json"), changes).unwrap();
    let create = ["scenario", "create", "补建", "--changes", "changes.json"];
    assert_eq!(run(&url, &folder, &create).status, 0);
    let taken = run(&url, &folder, &create);
    assert!(taken.status == 1 && taken.err.contains("补建"), "{taken:?}");
    assert!(run(&url, &folder, &["scenario", "list"]).out.contains("补建"));
    let compared = run(&url, &folder, &["scenario", "compare", "补建", "--metres", "1000"]);
    assert!(
        compared.status == 0 && compared.out.contains("present") && compared.out.contains("补建"),
        "{compared:?}"
    );
    let exported = run(&url, &folder, &["scenario", "export", "补建"]);
    let exported: Value = serde_json::from_str(&exported.out).unwrap();
    assert_eq!(exported["changes"], serde_json::from_str::<Value>(changes).unwrap());
    assert_eq!(run(&url, &folder, &["scenario", "remove", "补建"]).status, 0);
    let gone = run(&url, &folder, &["scenario", "compare", "补建"]);
    assert!(gone.status != 0 && gone.err.contains("补建"), "{gone:?}");
    std::fs::write(folder.join("broken.json"), "[{").unwrap();
    let broken = run(&url, &folder, &["scenario", "create", "坏", "--changes", "broken.json"]);
    assert!(broken.status == 1 && broken.err.contains("broken.json"), "{broken:?}");
    drop(office);
}

#[test]
fn wrong_usage_is_status_two() {
    tell(Engine::Sqlite, |database| async move {
        let folder = database.path("");
        assert_eq!(run(&database.url, &folder, &["init", "--empty"]).status, 0);
        for (command, field) in [
            (&["reach", "--metres", "far"][..], "metres"),
            (&["reach", "--mode", "fly"], "mode"),
            (&["siting"], "count"),
            (&["siting", "--count", "0"], "count"),
            (&["siting", "--budget", "0"], "budget"),
            (&["scenario", "compare"], "scenarios"),
            (&["isochrone"], "at"),
        ] {
            let ended = run(&database.url, &folder, command);
            assert!(ended.status == 2 && ended.out.is_empty(), "{command:?}: {ended:?}");
            assert!(ended.err.contains(field), "{command:?} does not name {field}: {}", ended.err);
        }
        // There is nobody yet: that is no wrong usage.
        let empty = run(&database.url, &folder, &["reach"]);
        assert!(empty.status == 1 && empty.err.contains("import population"), "{empty:?}");
    });
}
