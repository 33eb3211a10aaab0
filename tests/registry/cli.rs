//! The command line: exit statuses, JSON for scripts, errors that name file, row and field, another district's data.

use crate::database::{Database, Engine, stories, tell};
use crate::office::repository;
use crate::pbf::{self, Packing};
use crate::program::{Ended, run};
use serde_json::json;

stories!(a_day_at_the_command_line, a_trial_run_and_wrong_rows);

fn ok(ended: &Ended) {
    assert_eq!(ended.status, 0, "{ended:?}");
}

/// Commands that the help lists, `help` itself aside.
fn commands(help: &str) -> Vec<String> {
    let listed = help.lines().skip_while(|line| !line.starts_with("Commands:")).skip(1);
    let listed = listed.take_while(|line| !line.is_empty());
    let names = listed.filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    names
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| *name != "help")
        .map(str::to_owned)
        .collect()
}

#[test]
fn every_command_shows_an_example() {
    tell(Engine::Sqlite, |database| async move {
        let folder = database.path("");
        let help = run(&database.url, &folder, &["--help"]);
        ok(&help);
        assert!(help.out.contains("Example"));
        let names = commands(&help.out);
        assert!(names.len() >= 12, "{names:?}");
        for name in &names {
            let help = run(&database.url, &folder, &[name, "--help"]);
            ok(&help);
            let below = commands(&help.out);
            assert!(help.out.contains("Example") || !below.is_empty(), "{name} shows no example");
            for verb in below {
                let help = run(&database.url, &folder, &[name, &verb, "--help"]);
                ok(&help);
                assert!(help.out.contains("Example"), "{name} {verb} shows no example");
            }
        }
    });
}

#[test]
fn statuses_tell_failure_from_wrong_usage() {
    tell(Engine::Sqlite, |database| async move {
        let folder = database.path("");
        for usage in [
            &["frobnicate"][..],
            &["import", "sites"],
            &["import", "nothing", "x.csv"],
            &["coverage", "--as-of", "yesterday"],
            &["coverage", "--format", "xml"],
            &["coverage", "--known-at", "foo"],
            &["export", "sites", "--format", "shp"],
            &["serve", "--listen", "0.0.0.0:0"],
            &["import", "sites", "x.csv", "--crs", "mars"],
            &["import", "sites", "x.csv", "--map", "name"],
        ] {
            let wrong = run(&database.url, &folder, usage);
            assert_eq!(wrong.status, 2, "{usage:?}: {wrong:?}");
            assert!(wrong.out.is_empty() && !wrong.err.is_empty(), "{usage:?}: {wrong:?}");
        }
        // There is no database yet: each says so and makes none.
        for failed in [
            &["coverage"][..],
            &["verify"],
            &["import", "sites", "x.csv"],
            &["serve", "--listen", "127.0.0.1:0"],
        ] {
            let failed = run(&database.url, &folder, failed);
            assert_eq!(failed.status, 1, "{failed:?}");
            assert!(failed.err.contains("error"), "{failed:?}");
        }
        assert!(!database.path("jiantu.gpkg").exists());
        ok(&run(&database.url, &folder, &["init", "--empty"]));
        let missing = run(&database.url, &folder, &["import", "sites", "missing.csv"]);
        assert_eq!(missing.status, 1);
        assert!(missing.err.contains("missing.csv"), "{missing:?}");
        let twice = run(&database.url, &folder, &["init", "--empty"]);
        assert_eq!(twice.status, 1, "{twice:?}");
        let nobody = run(&database.url, &folder, &["history", "0197b3e2-0000-7000-8000-000000000000"]);
        assert_eq!(nobody.status, 1, "{nobody:?}");
    });
}

/// Two sub-districts that never were, with a plan of their own that wants 3.25 m2.
fn invented(database: &Database) {
    let data = database.path("data");
    let (geodata, seeds) = (data.join("geodata/invented"), data.join("seeds"));
    std::fs::create_dir_all(&geodata).unwrap();
    std::fs::create_dir_all(seeds.join("plan")).unwrap();
    for name in ["kinds.toml", "rules.toml", "columns.toml"] {
        std::fs::copy(repository().join("seeds").join(name), seeds.join(name)).unwrap();
    }
    let plan = std::fs::read_to_string(repository().join("seeds/plan/hunnan-2021-2025.toml")).unwrap();
    let plan = plan.replace("id = \"hunnan-2021-2025\"", "id = \"invented-2021-2025\"");
    let plan = plan
        .replace("district = \"hunnan\"", "district = \"invented\"")
        .replace("target = 4.5\n", "target = 3.25\n");
    std::fs::write(seeds.join("plan/invented.toml"), plan).unwrap();
    let district = "id = \"invented\"\nname_zh = \"虚构区\"\nname_en = \"Invented District\"\ntime_zone = \"Europe/Helsinki\"\n\
                    plan = \"seeds/plan/invented.toml\"\n";
    std::fs::write(geodata.join("district.toml"), district).unwrap();
    let half = |id: &str, level: &str, west: f64, east: f64| {
        let ring = [[west, 60.1], [east, 60.1], [east, 60.2], [west, 60.2], [west, 60.1]];
        json!({ "type": "Feature", "geometry": { "type": "Polygon", "coordinates": [ring] }, "properties": { "external_id": id,
            "name_zh": id, "level": level, "parent": if level == "district" { None } else { Some("区") } } })
    };
    let features = [
        half("区", "district", 24.8, 25.0),
        half("东", "subdistrict", 24.9, 25.0),
        half("西", "subdistrict", 24.8, 24.9),
    ];
    let divisions = json!({ "type": "FeatureCollection", "features": features }).to_string();
    std::fs::write(geodata.join("divisions.geojson"), divisions).unwrap();
    let people = "division,year,population,vintage\n东,2024,1000,bulletin\n西,2024,200,bulletin\n";
    std::fs::write(geodata.join("population.csv"), people).unwrap();
}

async fn a_day_at_the_command_line(database: Database) {
    invented(&database);
    let folder = database.path("");
    let cli = |arguments: &[&str]| run(&database.url, &folder, arguments);
    let made = cli(&["init", "--data", "data", "--district", "invented"]);
    ok(&made);
    assert!(made.out.contains("虚构区") && made.out.contains("3 个行政区划"), "{}", made.out);
    let rows = "external_id,name_zh,kind,area_m2,opened_on,lon,lat\n1,东场,basketball,4496,2020-01-01,24.95,60.15\n\
                2,西场,basketball,649.2,2020-01-01,24.85,60.15\n";
    std::fs::write(database.path("sites.csv"), rows).unwrap();
    let report = cli(&["import", "sites", "sites.csv", "--format", "json"]);
    ok(&report);
    let report = report.json();
    assert_eq!(
        (&report["accepted"], &report["committed"], &report["rejected"]),
        (&json!(2), &json!(true), &json!(0))
    );

    let coverage = cli(&["coverage", "--as-of", "2025-12-31", "--format", "json"]).json();
    assert_eq!(coverage["target_m2_per_head"], json!(3.25));
    let names: Vec<&str> = coverage["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["division"]["name_zh"].as_str().unwrap())
        .collect();
    assert_eq!((names[0], names.len(), names[3]), ("区", 4, "未划入任何区划"));
    let row = |name: &str| coverage["rows"][names.iter().position(|n| *n == name).unwrap()].clone();
    assert_eq!((&row("东")["m2_per_head"]["all"], &row("东")["met"]), (&json!(4.496), &json!(true)));
    // 3.246 shows as 3.25, which the table says is not met.
    let west = row("西")["m2_per_head"]["all"].as_f64().unwrap();
    assert!((west - 3.246).abs() < 1e-12 && row("西")["met"] == json!(false), "{}", row("西"));
    let table = cli(&["coverage", "--as-of", "2025-12-31"]);
    let west = table.out.lines().find(|line| line.starts_with('西')).unwrap();
    assert!(west.contains("3.25") && west.contains("否 no"), "{west}");
    let east = table.out.lines().find(|line| line.starts_with('东')).unwrap();
    assert!(east.contains("4.50") && east.contains("是 yes"), "{east}");
    let geojson = cli(&["coverage", "--format", "geojson"]).json();
    assert_eq!(geojson["features"][1]["geometry"]["type"], "Polygon");
    let csv = cli(&["coverage", "--format", "csv"]);
    assert_eq!(csv.out.lines().count(), 5, "{}", csv.out);
    let nowhere = cli(&["coverage", "--division", "南"]);
    assert_eq!(nowhere.status, 1);
    assert!(
        nowhere.err.contains("没有行政区划") && nowhere.err.contains("there is no division"),
        "{nowhere:?}"
    );

    ok(&cli(&["export", "population", "--format", "csv", "--output", "people.csv"]));
    let people = cli(&["import", "population", "people.csv", "--format", "json"]);
    ok(&people);
    assert_eq!((&people.json()["unchanged"], &people.json()["accepted"]), (&json!(2), &json!(0)));
    // A population is whole or not there: leaving out rows is not offered.
    std::fs::write(database.path("few.csv"), "division,year,population\n东,2025,many\n西,2025,200\n")
        .unwrap();
    let whole = cli(&["import", "population", "few.csv", "--lenient"]);
    assert_eq!((whole.status, whole.out.contains("--lenient")), (1, false), "{}", whole.out);
    ok(&cli(&["export", "sites", "--format", "geojson", "--output", "out.geojson"]));
    let out: serde_json::Value =
        serde_json::from_slice(&std::fs::read(database.path("out.geojson")).unwrap()).unwrap();
    for format in ["gpkg", "fgb", "jsonfg"] {
        let file = format!("out.{format}");
        ok(&cli(&["export", "sites", "--format", format, "--output", &file]));
        let again = cli(&["import", "sites", &file, "--format", "json"]);
        ok(&again);
        let again = again.json();
        assert_eq!((&again["unchanged"], &again["accepted"]), (&json!(2), &json!(0)), "{format}: {again}");
    }
    ok(&cli(&["import", "layer", "out.geojson", "--name", "plots"]));
    // Finland's system, northing first where the format follows its authority.
    ok(&cli(&["export", "layer", "--name", "plots", "--format", "jsonfg", "--crs", "EPSG:3879"]));
    ok(&cli(&["import", "layer", "plots.jsonfg", "--name", "plots-again"]));
    ok(&cli(&["export", "layer", "--name", "plots-again", "--format", "geojson"]));
    let plots = |file: &str| -> serde_json::Value {
        let text = std::fs::read(database.path(file)).unwrap();
        let text: serde_json::Value = serde_json::from_slice(&text).unwrap();
        text["features"].as_array().unwrap().iter().map(|feature| feature["geometry"].clone()).collect()
    };
    assert_eq!(plots("plots-again.geojson"), plots("out.geojson"));
    ok(&cli(&["export", "layer", "--name", "plots", "--format", "fgb"]));
    ok(&cli(&["import", "layer", "plots.fgb", "--name", "plots-again"]));
    assert_eq!(cli(&["export", "layer", "--format", "fgb"]).status, 2);
    assert_eq!(cli(&["export", "layer", "--name", "nothing"]).status, 1);
    assert_eq!(cli(&["export", "sites", "--format", "shp"]).status, 2);
    let id = out["features"][0]["id"].as_str().unwrap();
    let history = cli(&["history", id, "--format", "json"]).json();
    assert_eq!(
        (&history[0]["actor"], &history[0]["reason"]),
        (&json!("command-line"), &json!("newly_found"))
    );
    let verified = cli(&["verify", "--format", "json"]);
    ok(&verified);
    assert_eq!((&verified.json()["faults"], &verified.json()["sites"]), (&json!([]), &json!(2)));
    ok(&cli(&["template", "sites", "--format", "csv", "--output", "template.csv"]));
    // A court, and a trail of two segments with their widths.
    let tried = cli(&["import", "sites", "template.csv", "--dry-run", "--format", "json"]);
    ok(&tried);
    assert_eq!(
        (&tried.json()["accepted"], &tried.json()["warnings"]),
        (&json!(2), &json!(0)),
        "{}",
        tried.out
    );
    // Of every other table the example goes in as it stands, and comes out again.
    let kinds = ["organisations", "events", "institutions", "providers", "observations", "milestones"];
    for (what, format) in kinds.into_iter().flat_map(|what| ["csv", "xlsx"].map(|format| (what, format))) {
        let (template, out) = (format!("{what}.{format}"), format!("{what}-out.{format}"));
        ok(&cli(&["template", what, "--format", format, "--output", &template]));
        let read = cli(&["import", what, &template, "--format", "json"]);
        ok(&read);
        let read = read.json();
        let rows = if what == "observations" { 2 } else { 1 };
        let fresh = if format == "csv" { "accepted" } else { "unchanged" };
        assert_eq!((&read["rejected"], &read[fresh]), (&json!(0), &json!(rows)), "{template}: {read}");
        ok(&cli(&["export", what, "--format", format, "--output", &out]));
        let again = cli(&["import", what, &out, "--format", "json"]);
        assert_eq!(again.json()["unchanged"], json!(rows), "{out}: {again:?}");
    }
    ok(&cli(&["history", "O-001"]));
    let issued = cli(&["token", "issue", "--label", "tablet"]);
    ok(&issued);
    assert_eq!(issued.out.trim().len(), 32);
    ok(&cli(&["token", "revoke", "--label", "tablet"]));
}

async fn a_trial_run_and_wrong_rows(database: Database) {
    let folder = database.path("");
    let cli = |arguments: &[&str]| run(&database.url, &folder, arguments);
    ok(&cli(&["init", "--empty"]));
    let rows = "external_id,name_zh,kind,lon,lat\n1,一,basketball,123.46,41.68\n2,二,篮筐,123.46,41.68\n3,三,basketball,200,41.68\n";
    std::fs::write(database.path("wrong.csv"), rows).unwrap();
    for arguments in [&["import", "sites", "wrong.csv"][..], &["import", "sites", "wrong.csv", "--dry-run"]] {
        let wrong = cli(arguments);
        assert_eq!(wrong.status, 1, "{wrong:?}");
        for named in ["wrong.csv", "第 3 行", "row 3", "[kind]", "篮筐", "第 4 行", "[geometry]"] {
            assert!(wrong.out.contains(named), "{named}: {}", wrong.out);
        }
    }
    let cut = &rows[..rows.len() - 20];
    std::fs::write(database.path("cut.csv"), format!("{cut}\n4,\"四,basketball,123.46,41.68\n")).unwrap();
    let cut = cli(&["import", "sites", "cut.csv", "--lenient"]);
    assert!(cut.status == 1 && cut.out.contains("not even with --lenient"), "{cut:?}");
    let early = cli(&["import", "sites", "wrong.csv", "--effective-from", "2999-01-01"]);
    assert!(early.status == 1 && early.err.contains("has not come yet"), "{early:?}");
    let report = cli(&["import", "sites", "wrong.csv", "--format", "json"]);
    assert_eq!(report.status, 1);
    let report = report.json();
    assert_eq!((&report["committed"], &report["rejected"]), (&json!(false), &json!(2)));
    assert_eq!((&report["rows"][0]["row"], &report["rows"][0]["field"]), (&json!(3), &json!("kind")));
    assert_eq!(cli(&["verify", "--format", "json"]).json()["sites"], json!(0));
    let mapped = cli(&["import", "sites", "wrong.csv", "--values", "kind:篮筐=basketball", "--lenient"]);
    ok(&mapped);
    assert_eq!(cli(&["verify", "--format", "json"]).json()["sites"], json!(2));
    std::fs::write(database.path("mapping.toml"), "[map]\nname_zh = 3\n").unwrap();
    let wrong = cli(&["import", "sites", "wrong.csv", "--mapping", "mapping.toml"]);
    assert_eq!(wrong.status, 1);
    assert!(wrong.err.contains("mapping.toml:2"), "{wrong:?}");
}

#[test]
fn a_layer_and_streets_at_the_command_line() {
    tell(Engine::Sqlite, |database| async move {
        let folder = database.path("");
        let cli = |arguments: &[&str]| run(&database.url, &folder, arguments);
        ok(&cli(&["init", "--empty"]));
        std::fs::write(database.path("plots.csv"), "plot,wkt\nA,POINT (123.45 41.7)\n").unwrap();
        let nameless = cli(&["import", "layer", "plots.csv"]);
        assert!(nameless.status == 2 && nameless.err.contains("--name"), "{nameless:?}");
        let layer =
            ["import", "layer", "plots.csv", "--name", "plots", "--role", "candidates", "--title-zh", "地块"];
        ok(&cli(&layer));
        let again = cli(&[&layer[..], &["--format", "json"]].concat());
        ok(&again);
        assert_eq!((&again.json()["unchanged"], &again.json()["committed"]), (&json!(1), &json!(true)));
        let history = cli(&["history", "plots", "--format", "json"]).json();
        assert_eq!(
            (&history[0]["after"]["role"], &history[0]["entity"]),
            (&json!("candidates"), &json!("layer"))
        );

        let (nodes, ways) = (
            vec![(1, 123.46, 41.679, vec![]), (2, 123.47, 41.68, vec![])],
            vec![(1, vec![1, 2], vec![("highway", "residential")])],
        );
        std::fs::write(database.path("streets.osm.pbf"), pbf::file(&nodes, &ways, Packing::Zlib)).unwrap();
        let streets = cli(&["import", "network", "streets.osm.pbf", "--format", "json"]);
        ok(&streets);
        assert_eq!((&streets.json()["ways"], &streets.json()["nodes"]), (&json!(1), &json!(2)));
        let wrong = cli(&["import", "network", "plots.csv"]);
        assert!(wrong.status == 1 && wrong.err.contains(".osm.pbf"), "{wrong:?}");
        for what in ["export", "template"] {
            assert_eq!(cli(&[what, "layer", "--format", "csv"]).status, 2);
        }
        assert_eq!(cli(&["verify", "--format", "json"]).json()["faults"], json!([]));

        // Contents go with a backup, and come back.
        ok(&cli(&["backup", "copy.gpkg"]));
        ok(&cli(&["import", "layer", "plots.csv", "--name", "more"]));
        ok(&cli(&["restore", "copy.gpkg"]));
        assert_eq!(cli(&["verify", "--format", "json"]).json()["faults"], json!([]));
        assert_eq!(cli(&["history", "more"]).status, 1);
        let kept = cli(&[&layer[..], &["--format", "json"]].concat());
        assert_eq!(kept.json()["unchanged"], json!(1));
    });
}
