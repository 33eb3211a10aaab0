//! How a database begins: whole or not at all, with or without demonstration data, under its own name, plan and rules.

use crate::database::{Database, Engine, stories, tell};
use crate::office::{Office, TODAY, court, repository};
use crate::program::run;
use jiantu::domain::area::Area;
use jiantu::registry::clock::Clock;
use jiantu::registry::init::{Files, Start, init};
use jiantu::registry::reference::{Edits, File};
use jiantu::registry::{Registry, RegistryError};
use serde_json::json;
use std::path::{Path, PathBuf};

stories!(
    what_fails_leaves_no_database,
    a_beginning_without_the_demonstration,
    an_own_name_zone_and_plan,
    reference_data_is_replaced_with_care,
    modes_and_projects_are_the_databases_own,
);

/// A folder of data: a district `d` with one sub-district and its people.
fn data(database: &Database, people: &str) -> PathBuf {
    let data = database.path("data");
    let folder = data.join("geodata/here");
    if !data.exists() {
        std::fs::create_dir_all(&folder).unwrap();
        std::os::unix::fs::symlink(repository().join("seeds"), data.join("seeds")).unwrap();
    }
    std::fs::write(folder.join("district.toml"), "id = \"here\"\nname_zh = \"这里\"\n").unwrap();
    let ring = json!([[[123.4, 41.6], [123.6, 41.6], [123.6, 41.7], [123.4, 41.6]]]);
    let divisions = json!({ "type": "FeatureCollection", "features": [{ "type": "Feature",
        "geometry": { "type": "Polygon", "coordinates": ring },
        "properties": { "external_id": "d", "name_zh": "d", "level": "district" } }] });
    std::fs::write(folder.join("divisions.geojson"), divisions.to_string()).unwrap();
    std::fs::write(folder.join("population.csv"), people).unwrap();
    data
}

async fn begin(database: &Database, data: &Path) -> Result<std::sync::Arc<Registry>, RegistryError> {
    let start = Start::District("here".to_owned());
    init(&database.url, &Files::in_folder(data).unwrap(), &start, Clock::system(), |_| {}).await
}

/// Files of the story's folder, the data aside.
fn left(database: &Database) -> Vec<String> {
    let entries = std::fs::read_dir(database.path("")).unwrap();
    entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name != "data")
        .collect()
}

async fn what_fails_leaves_no_database(database: Database) {
    let wrong = "division,year,population,vintage\nd,2024,1000,v\nd,2025,many,v\n";
    let folder = data(&database, wrong);
    let refused = begin(&database, &folder).await.err().expect("refused");
    let told = refused.to_string();
    assert!(told.contains("population.csv") && told.contains("row 3"), "{told}");
    assert!(left(&database).is_empty(), "{:?}", left(&database));
    let closed = Registry::open_at(&database.url, Clock::system()).await.err().expect("nothing to open");
    assert!(matches!(closed, RegistryError::Refused { .. }), "{closed}");
    // The mended file goes in as if nothing had been.
    let folder = data(&database, &wrong.replace("many", "1100"));
    let registry = begin(&database, &folder).await.unwrap();
    let row = registry.coverage(None, None, None).await.unwrap().1.rows.swap_remove(0);
    assert_eq!(row.population.map(|people| people.value), Some(1100));
    assert_eq!(registry.verify().await.unwrap().faults, Vec::<String>::new());
    registry.close().await;
    let twice = begin(&database, &folder).await.err().expect("it is there already");
    assert!(twice.to_string().contains("initialised already"), "{twice}");
}

async fn a_beginning_without_the_demonstration(database: Database) {
    let folder = database.path("");
    let cli = |arguments: &[&str]| run(&database.url, &folder, arguments);
    let made = cli(&["init", "--district", "hunnan", "--no-demo"]);
    assert_eq!(made.status, 0, "{made:?}");
    assert!(made.out.contains("浑南区") && !made.out.contains("demo"), "{}", made.out);
    let coverage = cli(&["coverage", "--as-of", "2025-12-31", "--format", "json"]).json();
    assert_eq!(coverage["target_m2_per_head"], json!(4.5));
    let whole = &coverage["rows"][0];
    assert_eq!((&whole["sites"], &whole["population"]["year"]), (&json!(0), &json!(2025)));
    assert_eq!(coverage["rows"].as_array().unwrap().len(), 14);
    assert!(!whole["flags"].as_array().unwrap().contains(&json!("demo")));
    // Its sources are still told.
    let reference = cli(&["reference", "--format", "json"]).json();
    assert_eq!(reference["district"]["file"].as_array().unwrap().len(), 3);
}

async fn an_own_name_zone_and_plan(database: Database) {
    let folder = database.path("");
    let cli = |arguments: &[&str]| run(&database.url, &folder, arguments);
    let plan = std::fs::read_to_string(repository().join("seeds/plan/hunnan-2021-2025.toml")).unwrap();
    std::fs::write(database.path("plan.toml"), plan.replace("target = 4.5\n", "target = 3.25\n")).unwrap();
    std::fs::write(database.path("wrong.toml"), plan.replace("[plan]\n", "[plan]\nstarst = 1\n")).unwrap();
    let wrong = cli(&["init", "--empty", "--plan", "wrong.toml"]);
    assert_eq!(wrong.status, 1);
    assert!(wrong.err.contains("wrong.toml:"), "{wrong:?}");
    let wrong = cli(&["init", "--empty", "--time-zone", "Mars/Base"]);
    assert!(wrong.status == 1 && wrong.err.contains("time zone"), "{wrong:?}");
    let made = cli(&["init", "--empty", "--name", "赫尔辛基", "--time-zone", "Europe/Helsinki"]);
    assert_eq!(made.status, 0, "{made:?}");
    assert!(made.out.starts_with("赫尔辛基"), "{}", made.out);
    let coverage = cli(&["coverage", "--format", "json"]).json();
    assert_eq!(coverage["target_m2_per_head"], json!(null));
    // The plan that came later.
    let replaced = cli(&["reference", "--plan", "plan.toml"]);
    assert!(replaced.status == 0 && replaced.out.contains("3.25"), "{replaced:?}");
    let reference = cli(&["reference", "--format", "json"]).json();
    assert_eq!(reference["district"]["time_zone"], json!("Europe/Helsinki"));
    assert_eq!(reference["target_m2_per_head"], json!(3.25));
    let coverage = cli(&["coverage", "--format", "json"]).json();
    assert_eq!(coverage["target_m2_per_head"], json!(3.25));
}

async fn reference_data_is_replaced_with_care(database: Database) {
    let mut office = Office::open(database).await;
    office.register(court("会员球场", 600.0, json!({ "access": "members" }))).await;
    let text = |name: &str| std::fs::read_to_string(repository().join("seeds").join(name)).unwrap();
    let rules = |text: String| Edits { rules: Some(File::new("rules.toml", text)), ..Edits::default() };
    let wider = text("rules.toml").replace(
        "open_access = [\"free_open\", \"open\"]",
        "open_access = [\"free_open\", \"open\", \"members\"]",
    );
    let refused = office.registry.replace_reference(&rules(wider.clone())).await.unwrap_err().to_string();
    assert!(refused.contains("version"), "{refused}");
    let kinds = text("kinds.toml").replace("id = \"basketball\"", "id = \"basket\"");
    let kinds = Edits { kinds: Some(File::new("kinds.toml", kinds)), ..Edits::default() };
    let refused = office.registry.replace_reference(&kinds).await.unwrap_err().to_string();
    assert!(refused.contains("basketball"), "{refused}");
    assert_eq!(office.whole(TODAY, None).await.area_m2.open.map(Area::cm2), Some(0));
    let wider = wider.replace("version = \"2026-1\"", "version = \"2026-2\"");
    office.registry.replace_reference(&rules(wider)).await.unwrap();
    office.reopen().await;
    let coverage = office.coverage(TODAY, None).await;
    assert_eq!(coverage.rule_version, "2026-2");
    assert_eq!(coverage.rows[0].area_m2.open.map(Area::m2), Some(600.0));
    office.assert_sound().await;
}

async fn modes_and_projects_are_the_databases_own(database: Database) {
    let mut office = Office::open(database).await;
    let seed = |name: &str| std::fs::read_to_string(repository().join("seeds").join(name)).unwrap();
    let (modes, projects) = (seed("modes.toml"), seed("projects.toml"));
    let reference = office.registry.reference();
    assert_eq!((reference.modes.version.as_str(), reference.projects.version.as_str()), ("2026-1", "2026-1"));
    assert!(reference.projects.are_examples && reference.projects.left_out.is_empty());
    let with_modes = |text: String| Edits { modes: Some(File::new("modes.toml", text)), ..Edits::default() };
    let with_projects =
        |text: String| Edits { projects: Some(File::new("projects.toml", text)), ..Edits::default() };
    let faster = modes.replacen("kmh = 4.0", "kmh = 5.0", 1);
    let dearer = projects.replacen("cost = 240000", "cost = 250000", 1);
    for (edits, word) in [
        (with_modes(faster.clone()), "still version 2026-1"),
        (with_modes(modes.replacen("kmh = 4.0", "kmh = 0.0", 1)), "modes.toml: mode walk"),
        (with_projects(dearer.clone()), "still version 2026-1"),
        (with_projects(projects.replacen("\"basketball\"", "\"moon\"", 1)), "moon"),
        (with_projects(projects.replacen("\"basketball\"", "\"trail\"", 1)), "trail comes twice"),
        (with_projects(projects.replacen("cost = 240000", "cost = 0", 1)), "basketball"),
        (with_projects(projects.replacen("currency", "curency", 1)), "projects.toml:"),
    ] {
        let refused = office.registry.replace_reference(&edits).await.unwrap_err().to_string();
        assert!(refused.contains(word), "{word}: {refused}");
    }
    let newer = |text: String| text.replace("version = \"2026-1\"", "version = \"2026-2\"");
    office.registry.replace_reference(&with_modes(newer(faster))).await.unwrap();
    office.registry.replace_reference(&with_projects(newer(dearer))).await.unwrap();
    office.reopen().await;
    let reference = office.registry.reference();
    assert_eq!(reference.modes.find("walk").unwrap().kmh, 5.0);
    assert_eq!(reference.projects.projects[0].cost, 250_000);
    assert_eq!((reference.modes.version.as_str(), reference.projects.version.as_str()), ("2026-2", "2026-2"));
}

#[test]
fn a_district_that_is_not_there_leaves_no_file() {
    tell(Engine::Sqlite, |database| async move {
        let failed = run(&database.url, &database.path(""), &["init", "--district", "nope"]);
        assert_eq!(failed.status, 1, "{failed:?}");
        assert!(failed.err.contains("hunnan"), "{failed:?}");
        assert!(left(&database).is_empty(), "{:?}", left(&database));
    });
}
