//! The demonstration records: marked, consistent, and such that tasks stand where the wishes put them.

use super::{features, rows, table};
use std::collections::{BTreeSet, HashMap};

type Row = HashMap<String, String>;

const TABLES: [&str; 7] =
    ["organisations", "events", "institutions", "providers", "observations", "milestones", "declarations"];

fn of(table: &str) -> Vec<Row> {
    rows(&format!("seeds/demo/{table}.csv"))
}

/// How many rows there are up to a day, by a column of days.
fn by(rows: &[Row], kind: (&str, &str), day: &str, until: &str) -> usize {
    let there = |row: &&Row| row[kind.0].split(';').any(|word| word == kind.1) && row[day].as_str() <= until;
    rows.iter().filter(there).count()
}

fn each_year(count: impl Fn(&str, &str) -> usize) -> Vec<usize> {
    (2021..=2025).map(|year| count(&format!("{year}-01-01"), &format!("{year}-12-31"))).collect()
}

#[test]
fn every_record_says_demo_and_has_an_id_of_its_own() {
    let mut ids = BTreeSet::new();
    for table in TABLES {
        let rows = of(table);
        assert!(!rows.is_empty(), "{table}");
        for row in rows {
            assert!(ids.insert(row["external_id"].clone()), "{}", row["external_id"]);
            assert_eq!((row["demo"].as_str(), row["source"].as_str()), ("true", "jiantu-demo"));
            let told = ["name_zh", "title_zh", "note"].iter().filter_map(|name| row.get(*name));
            assert!(told.into_iter().any(|text| text.contains("示范")), "{table} {}", row["external_id"]);
        }
    }
}

#[test]
fn what_they_name_is_there() {
    let divisions: BTreeSet<String> = features("geodata/hunnan/divisions.geojson")
        .iter()
        .filter_map(|feature| feature["properties"]["external_id"].as_str().map(str::to_owned))
        .collect();
    let organisations: BTreeSet<String> =
        of("organisations").into_iter().map(|row| row["external_id"].clone()).collect();
    let kinds = table("seeds/kinds.toml");
    let words = |list: &str| -> BTreeSet<String> {
        let all = kinds[list].as_array().expect("a list");
        all.iter().filter_map(|word| word["id"].as_str().map(str::to_owned)).collect()
    };
    for table in TABLES {
        for row in of(table) {
            let id = &row["external_id"];
            if let Some(division) = row.get("division").filter(|text| !text.is_empty()) {
                assert!(divisions.contains(division), "{id}: {division}");
            }
            if let Some(organiser) = row.get("organiser").filter(|text| !text.is_empty()) {
                assert!(organisations.contains(organiser), "{id}: {organiser}");
            }
        }
    }
    for (table, column, list) in [
        ("organisations", "kind", "organisation_kind"),
        ("institutions", "kind", "institution_kind"),
        ("providers", "category", "provider_category"),
        ("events", "tags", "event_tag"),
    ] {
        let known = words(list);
        for row in of(table) {
            let told = row[column].split(';').filter(|word| !word.is_empty());
            told.for_each(|word| assert!(known.contains(word), "{table}: {word}"));
        }
    }
}

#[test]
fn the_lists_stand_where_the_tasks_are_to_be_seen() {
    let (organisations, events) = (of("organisations"), of("events"));
    let there = |kind: &str| each_year(|_, end| by(&organisations, ("kind", kind), "founded_on", end));
    // Task 5: two of three reach 15 and 100; the stations miss 350.
    assert_eq!(there("association"), [12, 13, 14, 15, 16]);
    assert_eq!(there("club"), [67, 76, 86, 95, 104]);
    assert_eq!(there("fitness_station"), [246, 268, 290, 315, 341]);
    // Task 9, by the end of 2023: one sub-district of twelve is late.
    assert_eq!(there("culture_station"), [5, 8, 11, 12, 12]);
    let in_year = |column: &str, word: &str| {
        each_year(|start, end| {
            let word = (column, word);
            by(&events, word, "starts_on", end) - by(&events, word, "starts_on", start)
        })
    };
    // Task 6: in two years one association holds nothing; 16: from 2022; 20: by the end of 2022.
    assert_eq!(in_year("tags", "association_major"), [12, 12, 14, 14, 16]);
    assert_eq!(in_year("tags", "ethnic"), [0, 1, 1, 1, 1]);
    assert_eq!(in_year("tags", "workers"), [0, 1, 1, 1, 0]);
    // Task 23: never under 5 and 100. Task 21: 24 of 25 cells.
    assert_eq!(in_year("tags", "brand"), [6, 5, 6, 6, 6]);
    assert_eq!(in_year("tags", "mass"), [104, 101, 118, 126, 131]);
    let brands = ["mountain_marathon", "rowing_open", "martial_arts", "equestrian", "kite"];
    let held: usize = brands.iter().flat_map(|brand| in_year("brand", brand)).sum();
    assert_eq!(held, 24);
    // Task 24: the games reach all twelve in the last year.
    assert_eq!(in_year("tags", "community_games").last(), Some(&12));
    // Task 10: all five categories by the end of 2022, four a year before at most.
    let providers = of("providers");
    let categories = |end: &str| -> usize {
        let there = providers.iter().filter(|row| row["valid_from"].as_str() <= end);
        there.map(|row| row["category"].as_str()).collect::<BTreeSet<_>>().len()
    };
    assert_eq!((categories("2021-12-31"), categories("2022-12-31")), (3, 5));
}

#[test]
fn the_figures_stand_where_the_tasks_are_to_be_seen() {
    let observations = of("observations");
    let series = |series: &str| -> Vec<&Row> {
        let mut all: Vec<&Row> = observations.iter().filter(|row| row["series"] == series).collect();
        all.sort_by(|one, other| one["period"].cmp(&other["period"]));
        all
    };
    // Task 7 is met at last; each survey tells its sample and method.
    let last = *series("regular_participation").last().expect("a survey");
    let share = last["numerator"].parse::<f64>().unwrap() / last["denominator"].parse::<f64>().unwrap();
    assert!(share >= 0.58 && last["sample_size"] == "1200" && !last["method"].is_empty());
    // Task 12: one year of five under 200.
    let trained = series("instructors_trained");
    let of_year = |year: i32| -> u32 {
        let rows = trained.iter().filter(|row| row["period"].starts_with(&year.to_string()));
        rows.map(|row| row["value"].parse::<u32>().unwrap()).sum()
    };
    assert_eq!((2021..=2025).map(of_year).collect::<Vec<_>>(), [215, 188, 240, 226, 231]);
    // Task 8: in one year the figure is not known, and task 18 has none for the first year.
    let unknown: Vec<&str> = series("online_services")
        .into_iter()
        .filter(|row| row["value"].is_empty())
        .map(|row| row["period"].as_str())
        .collect();
    assert_eq!(unknown, ["2023"]);
    assert_eq!(series("disability_instructors_trained")[0]["period"], "2022");
    // Task 9: 84 of 90 communities are staffed in time, all a year later.
    let staffed = series("sports_staff");
    let until = |year: &str| {
        let there = staffed.iter().filter(|row| row["value"] == "1" && row["period"].as_str() <= year);
        there.map(|row| row["division"].as_str()).collect::<BTreeSet<_>>().len()
    };
    assert_eq!((until("2023"), until("2024")), (84, 90));
    // Task 25: founded in time, one meeting a year at least.
    let milestones = of("milestones");
    let met: BTreeSet<&str> = milestones
        .iter()
        .filter(|row| row["milestone"] == "fitness_meeting" && row["acceptance"] == "accepted")
        .filter_map(|row| row["date"].get(..4))
        .collect();
    assert_eq!(met.len(), 5);
    assert!(milestones.iter().any(|row| row["acceptance"] == "pending"));
}
