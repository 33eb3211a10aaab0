//! Every number of every row can be asked why, and the answer sums to it exactly.

use crate::database::{Database, stories};
use crate::office::{Office, TODAY, court, date};
use crate::program::run;
use jiantu::domain::area::Area;
use jiantu::registry::coverage::{Amount, Coverage, Figure, Row, Why};
use jiantu::registry::import::What;
use serde_json::json;

stories!(
    every_number_of_every_row,
    what_is_no_area_says_its_rule,
    where_a_population_comes_from,
    asked_at_the_command_line,
);

/// How `why` names the division of a row; `of`: the division that was asked about.
fn asked(row: &Row, of: Option<&str>) -> Option<String> {
    match (&row.division.id, of) {
        (Some(id), _) => Some(id.clone()),
        (None, _) if row.division.level == "all" => None,
        (None, Some(of)) => Some(format!("unassigned:{of}")),
        (None, None) => Some("unassigned".to_owned()),
    }
}

async fn why(office: &Office, as_of: &str, division: Option<&str>, figure: &str) -> Why {
    let figure = Figure::parse(figure).unwrap();
    office.registry.why(Some(date(as_of)), None, division, figure).await.unwrap().1
}

async fn agree(office: &Office, as_of: &str, coverage: &Coverage, of: Option<&str>) {
    for row in &coverage.rows {
        let division = asked(row, of);
        let name = &row.division.name_zh;
        let ask = async |figure: &str| {
            let why = why(office, as_of, division.as_deref(), figure).await;
            let items: i64 =
                why.items.iter().filter(|i| i.counted).map(|i| i.amount.map_or(0, |a| a.least)).sum();
            assert_eq!(why.total.map_or(0, |total| total.least), items, "{name} {figure}");
            assert!(why.items.iter().all(|item| item.unit == why.unit && !item.rule_en.is_empty()));
            why
        };
        for (figure, area) in
            [("all", row.area_m2.all), ("open", row.area_m2.open), ("free", row.area_m2.free)]
        {
            assert_eq!(ask(figure).await.total_m2, area, "{name} {figure}");
        }
        let total = async |figure: &str| ask(figure).await.total.map(|total| total.least);
        assert_eq!(total("sites").await, Some(row.sites), "{name}");
        assert_eq!(total("pieces").await, Some(row.pieces), "{name}");
        assert_eq!(ask("trail").await.total.map(Amount::value), Some(row.trail_m), "{name}");
        for (kind, count) in &row.counts {
            assert_eq!(total(&format!("count:{kind}")).await, Some(*count), "{name} {kind}");
        }
        for (programme, count) in &row.programmes {
            assert_eq!(total(&format!("programme:{programme}")).await, Some(*count), "{name} {programme}");
        }
        let known = ask("completeness").await;
        let part = known.total.zip(known.of).map(|(total, of)| total.value() / of as f64);
        assert_eq!(part, row.completeness, "{name}");
        let people = row.population.as_ref().map(|people| i64::try_from(people.value).unwrap());
        let told = ask("population").await;
        assert_eq!(told.total.map(|total| total.least), people, "{name} {told:?}");
    }
}

async fn every_number_of_every_row(database: Database) {
    let office = Office::hunnan(database).await;
    for day in ["2022-12-31", TODAY] {
        let coverage = office.coverage(day, None).await;
        agree(&office, day, &coverage, None).await;
        let part = coverage.rows[1].division.name_zh.clone();
        let below = office.registry.coverage(Some(date(day)), None, Some(&part)).await.unwrap().1;
        // Of communities all are alike: a few tell enough.
        let few =
            Coverage { rows: [&below.rows[..3], &below.rows[below.rows.len() - 1..]].concat(), ..below };
        agree(&office, day, &few, Some(&part)).await;
    }
    let all = why(&office, TODAY, None, "count:basketball").await;
    assert!(all.demo && all.items.iter().all(|item| item.demo && item.kind == "basketball"));
}

async fn what_is_no_area_says_its_rule(database: Database) {
    let office = Office::open(database).await;
    let park = json!({ "kind": "sports_park", "programmes": ["smart"], "area_m2": null });
    let park = office.register(court("公园", 1.0, park)).await;
    let inside = json!({ "container_id": park.to_string(), "programmes": ["smart"] });
    office.register(court("园内", 600.0, inside)).await;
    office.register(court("规划", 600.0, json!({ "status": "planned", "opened_on": null }))).await;
    let rows = "external_id,site,kind,state,installed_on,removed_on,name_zh\nE1,S,walker,working,2024-01-01,,在\n\
                E2,S,walker,removed,2024-01-01,2025-01-01,拆\nE3,S,walker,working,2027-01-01,,未装\n";
    office.change(park, json!({ "external_id": "S" })).await;
    office.import(What::Equipment, "pieces.csv", rows).await;
    let rule = |why: &Why, name: &str| {
        let item =
            why.items.iter().find(|item| item.name_zh == name).unwrap_or_else(|| panic!("{name}: {why:?}"));
        (item.counted, item.rule_en.to_string())
    };
    let smart = why(&office, TODAY, None, "programme:smart").await;
    assert_eq!(smart.total.map(|total| total.least), Some(1));
    assert!(!rule(&smart, "园内").0 && rule(&smart, "园内").1.contains("contains it"), "{smart:?}");
    let sites = why(&office, TODAY, None, "sites").await;
    assert!(!rule(&sites, "规划").0 && rule(&sites, "公园").0, "{sites:?}");
    let pieces = why(&office, TODAY, None, "pieces").await;
    assert_eq!(pieces.total.map(|total| total.least), Some(1));
    assert!(rule(&pieces, "拆").1.contains("removed") && rule(&pieces, "未装").1.contains("not yet"));
    assert!(pieces.items.iter().all(|item| item.site_id == Some(park.to_string())));
    let known = why(&office, TODAY, None, "completeness").await;
    assert_eq!((known.total.map(|total| total.least), known.of), (Some(1), Some(1)), "the park wants none");
    for (figure, code) in [("count:篮筐", "unknown_kind"), ("programme:smrt", "unknown_programme")] {
        let figure = Figure::parse(figure).unwrap();
        let refused = office.registry.why(None, None, None, figure).await.err().unwrap();
        let jiantu::registry::RegistryError::Invalid(defects) = refused else { panic!("{refused}") };
        assert_eq!((defects[0].field.as_str(), defects[0].code.as_str()), ("figure", code));
    }
    // An alias of a kind is that kind.
    assert_eq!(why(&office, TODAY, None, "count:篮球场").await.items.len(), 2);
}

async fn where_a_population_comes_from(database: Database) {
    let office = Office::open(database).await;
    office.import(What::Divisions, "squares.geojson", crate::belonging::squares()).await;
    let cells = "lon,lat,population,year,vintage\n123.4525,41.682,10,2024,grid\n123.4725,41.682,20,2024,grid\n124.9,41.682,5,2024,grid\n";
    office.import(What::Population, "cells.csv", cells).await;
    let x0 = why(&office, TODAY, Some("x0"), "population").await;
    assert_eq!((x0.items.len(), x0.total.map(|total| total.least)), (1, Some(10)));
    assert!(x0.items[0].rule_en.contains("cells") && x0.items[0].rule_zh.contains("2024"), "{x0:?}");
    let nowhere = why(&office, TODAY, Some("unassigned"), "population").await;
    assert_eq!(nowhere.total.map(|total| total.least), Some(5));
    let told = "division,year,population,vintage,estimate\nx0,2025,100,bulletin,true\n";
    office.import(What::Population, "told.csv", told).await;
    let x0 = why(&office, TODAY, Some("x0"), "population").await;
    assert_eq!(x0.total.map(|total| total.least), Some(100));
    assert!(x0.items[0].rule_en.contains("an estimate"), "{x0:?}");
    // Nobody knows the people of everything then: not zero.
    assert_eq!(why(&office, "2019-12-31", None, "population").await.total, None);
    let coverage = office.coverage(TODAY, None).await;
    agree(&office, TODAY, &coverage, None).await;
}

async fn asked_at_the_command_line(database: Database) {
    let folder = database.path("");
    let cli = |arguments: &[&str]| run(&database.url, &folder, arguments);
    assert_eq!(cli(&["init", "--empty"]).status, 0);
    let rows = "external_id,source,name_zh,kind,area_m2,access,opened_on,lon,lat,demo\n\
                1,普查,东场,basketball,4496.5,free_open,2020-01-01,123.46,41.68,true\n\
                2,普查,西场,basketball,,members,2020-01-01,123.47,41.68,false\n";
    std::fs::write(database.path("sites.csv"), rows).unwrap();
    assert_eq!(cli(&["import", "sites", "sites.csv"]).status, 0);
    let table = cli(&["why"]);
    assert_eq!(table.status, 0, "{table:?}");
    assert!(
        table.out.contains("东场") && table.out.contains("4496.5") && table.out.contains("demo"),
        "{}",
        table.out
    );
    let json = cli(&["why", "--figure", "free", "--format", "json"]).json();
    assert_eq!(
        (&json["total"], &json["unit"], &json["figure"]),
        (&json!(4496.5), &json!("m2"), &json!("free"))
    );
    assert_eq!(json["items"][0]["demo"], json!(true));
    assert_eq!(json["items"][1]["amount"], json!(null), "unknown is not zero");
    let csv = cli(&["why", "--figure", "count:basketball", "--format", "csv"]);
    assert_eq!(csv.out.lines().count(), 3, "{}", csv.out);
    assert!(csv.out.starts_with("site_id,"));
    let known = cli(&["why", "--figure", "completeness"]);
    assert!(known.out.contains("1 个 site / 2 = 50.0 %"), "{}", known.out);
    assert_eq!(cli(&["why", "--figure", "met"]).status, 2);
    assert_eq!(cli(&["why", "--figure", "count:nothing"]).status, 1);
    // The same thing by the name the office knows it by.
    let history = cli(&["history", "1", "--format", "json"]);
    assert_eq!(history.json()[0]["after"]["name_zh"], json!("东场"), "{history:?}");
    assert_eq!(cli(&["history", "9"]).status, 1);
    let other = rows.replace("普查", "别处").replace("东场", "另一东场");
    std::fs::write(database.path("other.csv"), other).unwrap();
    assert_eq!(cli(&["import", "sites", "other.csv"]).status, 0);
    let two = cli(&["history", "1"]);
    assert!(two.status == 1 && two.err.matches("site ").count() >= 2, "{two:?}");
    let early = cli(&["coverage", "--known-at", "2020-01-01"]);
    assert!(early.out.contains("nothing had been recorded by then"), "{}", early.out);
    let area = cli(&["coverage", "--format", "json"]).json()["rows"][0]["area_m2"]["all"].clone();
    assert_eq!(area, serde_json::to_value(Area::from_cm2(2 * 44_965_000)).unwrap());
}
