//! The plan file against what was printed.

use super::table;
use std::collections::{BTreeMap, BTreeSet};
use toml::Value;

const PLAN: &str = "seeds/plan/hunnan-2021-2025.toml";

fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value.get(key).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

fn word<'a>(value: &'a Value, key: &str) -> &'a str {
    value.get(key).and_then(Value::as_str).unwrap_or_else(|| panic!("{key} is missing in {value}"))
}

fn plan() -> Value {
    Value::Table(table(PLAN))
}

#[test]
fn twenty_eight_tasks_in_six_groups_as_printed() {
    let plan = plan();
    let tasks = list(&plan, "task");
    let numbers: Vec<i64> = tasks.iter().filter_map(|t| t["number"].as_integer()).collect();
    assert_eq!(numbers, (1..=28).collect::<Vec<_>>());
    let mut groups: BTreeMap<&str, u32> = BTreeMap::new();
    let mut deadlines: BTreeMap<&str, u32> = BTreeMap::new();
    for task in tasks {
        *groups.entry(word(task, "group")).or_default() += 1;
        *deadlines.entry(word(&task["deadline"], "text")).or_default() += 1;
    }
    let in_order: Vec<u32> = list(&plan, "group").iter().map(|g| groups[word(g, "id")]).collect();
    assert_eq!(in_order, [4, 4, 5, 7, 4, 4]);
    assert_eq!(
        deadlines.into_iter().collect::<BTreeSet<_>>(),
        BTreeSet::from([
            ("2025年前", 16),
            ("2025年底前", 2),
            ("2022年底前", 1),
            ("2021年底前", 1),
            ("2023年前", 1),
            ("2022年前", 1),
            ("每年", 6),
        ])
    );
}

#[test]
fn deadlines_are_read_to_the_end_of_the_year_with_the_strict_reading_beside() {
    for task in list(&plan(), "task") {
        let deadline = &task["deadline"];
        let (text, read_as) = (word(deadline, "text"), word(deadline, "read_as"));
        let strict = deadline.get("strict").and_then(Value::as_str);
        match text.split_once('年') {
            Some((year, "前")) => {
                assert_eq!(read_as, format!("{year}-12-31"));
                let before = year.parse::<i32>().expect("a year") - 1;
                assert_eq!(strict, Some(format!("{before}-12-31").as_str()));
            }
            Some((year, "底前")) => {
                assert_eq!((read_as, strict), (format!("{year}-12-31").as_str(), None));
            }
            _ => assert_eq!((text, read_as, strict), ("每年", "2025-12-31", None)),
        }
        assert_eq!(word(task, "cadence") == "yearly", text == "每年");
    }
}

#[test]
fn only_four_tasks_are_expanded_per_sub_district() {
    let plan = plan();
    let expanded: Vec<i64> = list(&plan, "task")
        .iter()
        .filter(|t| word(t, "expand") == "per_subdistrict")
        .filter_map(|t| t["number"].as_integer())
        .collect();
    assert_eq!(expanded, [2, 3, 9, 24]);
    for task in list(&plan, "task") {
        let split = list(task, "indicator")
            .iter()
            .any(|i| list(i, "scope").iter().any(|s| s.as_str() == Some("subdistrict")));
        assert_eq!(split, word(task, "expand") == "per_subdistrict", "task {}", task["number"]);
    }
}

#[test]
fn every_body_is_known_by_name_or_alias() {
    let plan = plan();
    let known: BTreeSet<&str> = list(&plan, "body")
        .iter()
        .flat_map(|b| {
            std::iter::once(word(b, "name")).chain(list(b, "aliases").iter().filter_map(Value::as_str))
        })
        .collect();
    for task in list(&plan, "task") {
        assert!(
            !list(task, "lead").is_empty() && !list(task, "supporting").is_empty(),
            "task {}",
            task["number"]
        );
        for body in list(task, "lead").iter().chain(list(task, "supporting")) {
            assert!(known.contains(body.as_str().expect("text")), "task {}: {body}", task["number"]);
        }
        let named = list(task, "lead")
            .iter()
            .chain(list(task, "supporting"))
            .any(|b| b.as_str() == Some("相关街道办事处"));
        assert_eq!(named, !list(task, "related_subdistricts").is_empty(), "task {}", task["number"]);
    }
    let task19 = &list(&plan, "task")[18];
    assert!(list(task19, "lead").iter().any(|b| b.as_str() == Some("区卫健中心")));
}

#[test]
fn indicators_name_a_known_metric_with_its_parameters() {
    let plan = plan();
    let metrics: BTreeMap<&str, &Value> =
        list(&plan, "metric").iter().map(|m| (word(m, "name"), m)).collect();
    let mut ids = BTreeSet::new();
    for task in list(&plan, "task") {
        assert!(list(task, "indicator").iter().any(|i| i["decides"].as_bool() == Some(true)));
        for indicator in list(task, "indicator") {
            let id = word(indicator, "id");
            assert!(ids.insert(id.to_owned()), "{id} twice");
            assert!(id.starts_with(&format!("{}.", task["number"])), "{id}");
            assert!(["C", "R", "L", "M"].contains(&word(indicator, "source")), "{id}");
            assert!([">=", "<=", ">", "<"].contains(&word(indicator, "comparator")), "{id}");
            assert!(indicator["target"].is_integer() || indicator["target"].is_float(), "{id}");
            let metric =
                metrics.get(word(indicator, "metric")).unwrap_or_else(|| panic!("{id}: unknown metric"));
            let names =
                |key: &str| list(metric, key).iter().filter_map(Value::as_str).collect::<BTreeSet<_>>();
            let given: BTreeSet<&str> =
                indicator["params"].as_table().expect("params").keys().map(String::as_str).collect();
            assert!(names("required").is_subset(&given), "{id}");
            assert!(
                given.iter().all(|p| names("required").contains(p) || names("optional").contains(p)),
                "{id}"
            );
        }
    }
}

#[test]
fn printed_numbers_are_targets_and_not_ours() {
    let plan = plan();
    let target = |id: &str| {
        let found = list(&plan, "task")
            .iter()
            .flat_map(|t| list(t, "indicator"))
            .find(|i| word(i, "id") == id)
            .expect(id);
        let number = found["target"].as_float().or(found["target"].as_integer().map(|n| n as f64)).expect(id);
        (number, found["our_reading"].as_bool() == Some(true))
    };
    for (id, number) in [
        ("2.area_per_head", 4.5),
        ("5.associations", 15.0),
        ("5.clubs", 100.0),
        ("5.stations", 350.0),
        ("7.regular", 58.0),
        ("7.weekly", 70.0),
        ("11.instructors_per_1000", 4.5),
        ("12.trained", 200.0),
        ("13.tested", 300.0),
        ("23.brand_events", 5.0),
        ("23.mass_activities", 100.0),
    ] {
        assert_eq!(target(id), (number, false), "{id}");
    }
    assert_eq!(target("9.station_reach"), (90.0, true));
}
