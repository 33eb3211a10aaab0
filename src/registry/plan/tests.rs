//! The plan of Hunnan, a plan of an invented district, and many broken ones.

use super::parse;
use crate::domain::plan::metric::METRICS;
use crate::domain::plan::{Cadence, Comparator, Expand, Plan, Source};
use crate::registry::RegistryError;
use std::collections::BTreeSet;

const HUNNAN: &str = include_str!("../../../seeds/plan/hunnan-2021-2025.toml");

/// Another district's plan: nothing in it is Hunnan's.
const LAKESIDE: &str = r#"[plan]
id = "lakeside-2026-2030"
name_zh = "湖滨区计划"
name_en = "Lakeside plan"
district = "lakeside"
starts = "2026-01-01"
ends = "2030-12-31"
base_date = "2025-12-31"
tasks = 2
source = "invented"

[[group]]
id = "places"
name_zh = "场地"
name_en = "Places"

[[body]]
name = "体育处"
name_en = "Sports office"
kind = "department"
aliases = ["体育办"]

[[body]]
name = "相关街道"
name_en = "Sub-districts concerned"
kind = "named_subdistricts"

[[task]]
number = 1
group = "places"
title_zh = "人均面积"
title_en = "Area per head"
deadline = { text = "2030年前", read_as = "2030-12-31", strict = "2029-12-31" }
cadence = "once"
expand = "per_subdistrict"
lead = ["体育处"]
[[task.indicator]]
id = "1.area"
name_zh = "人均面积"
name_en = "Area per head"
unit = "m2_per_head"
target = 3.2
comparator = ">="
source = "C"
metric = "area_per_head"
params = { figure = "all" }
scope = ["district"]
period = "at_date"

[[task]]
number = 2
group = "places"
title_zh = "每年活动"
title_en = "Events every year"
deadline = { text = "每年", read_as = "2030-12-31" }
cadence = "yearly"
expand = "none"
lead = ["体育办"]
supporting = ["相关街道"]
related_subdistricts = ["湖东街道"]
[[task.indicator]]
id = "2.events"
name_zh = "活动"
name_en = "Events"
unit = "events"
target = 10
comparator = ">"
source = "L"
metric = "event_count"
params = { tag = "mass" }
scope = ["district"]
period = "each_year"
"#;

fn plan(text: &str) -> Plan {
    parse("plan.toml", text).unwrap_or_else(|error| panic!("{error}"))
}

/// Replaces `from` by `to` in the invented plan, where `¦` in `to` stands before the offending
/// value; gives the defects as `line:column code`, and the marker's place found by counting.
fn broken(from: &str, to: &str) -> (Vec<String>, String) {
    assert_eq!(LAKESIDE.matches(from).count(), 1, "not one place to break: {from}");
    let marked = LAKESIDE.replace(from, to);
    let (line, text) =
        marked.lines().enumerate().find(|(_, line)| line.contains('¦')).expect("a marker in the replacement");
    let place = format!("{}:{}", line + 1, text.chars().take_while(|c| *c != '¦').count() + 1);
    match parse("plan.toml", &marked.replace('¦', "")) {
        Err(RegistryError::Invalid(defects)) => {
            let field = |field: &str| field.strip_prefix("plan.toml:").expect("the file's name").to_owned();
            (defects.iter().map(|d| format!("{} {}", field(&d.field), d.code)).collect(), place)
        }
        other => panic!("{from} -> {to}: {other:?}"),
    }
}

#[test]
fn hunnan_has_28_tasks_in_six_groups() {
    let plan = plan(HUNNAN);
    assert_eq!((plan.tasks.len(), plan.groups.len()), (28, 6));
    assert_eq!(plan.target_m2_per_head(), Some(4.5));
    let yearly = plan.tasks.iter().filter(|t| t.cadence == Cadence::Yearly).count();
    assert_eq!(yearly, 6);
    let expanded: Vec<u16> =
        plan.tasks.iter().filter(|t| t.expand == Expand::PerSubdistrict).map(|t| t.number).collect();
    assert_eq!(expanded, [2, 3, 9, 24]);
}

#[test]
fn every_task_of_hunnan_names_known_bodies_and_decides() {
    let plan = plan(HUNNAN);
    for task in &plan.tasks {
        for name in task.lead.iter().chain(&task.supporting) {
            assert!(plan.body(name).is_some(), "task {}: {name}", task.number);
        }
        assert!(task.indicators.iter().any(|i| i.decides), "task {} is never decided", task.number);
    }
    let alias = plan.body("区卫健中心").expect("the alias of task 19");
    assert_eq!(alias.name, "区卫健局");
}

#[test]
fn hunnan_uses_every_metric_there_is() {
    let plan = plan(HUNNAN);
    let used: BTreeSet<&str> = plan.tasks.iter().flat_map(|t| &t.indicators).map(|i| i.metric.name).collect();
    let known: BTreeSet<&str> = METRICS.iter().map(|m| m.name).collect();
    assert_eq!(used, known);
}

#[test]
fn a_plan_of_another_district_parses() {
    let plan = plan(LAKESIDE);
    assert_eq!(plan.target_m2_per_head(), Some(3.2));
    let task = plan.task(2).expect("task 2");
    assert_eq!(plan.body(&task.lead[0]).map(|b| b.name.as_str()), Some("体育处"));
    let indicator = &task.indicators[0];
    assert_eq!((indicator.comparator, indicator.source), (Comparator::MoreThan, Source::Listed));
    assert_eq!(indicator.params.text("tag"), Some("mass"));
    assert_eq!(indicator.base_date, plan.base_date);
    assert!(indicator.decides && !indicator.our_reading);
}

#[test]
fn a_plan_without_such_a_task_has_no_target() {
    let text = LAKESIDE.replace("figure = \"all\"", "figure = \"free\"");
    assert_eq!(plan(&text).target_m2_per_head(), None);
}

#[test]
fn each_defect_names_its_line_and_column() {
    for (from, to, code) in [
        ("number = 2", "number = ¦3", "number_out_of_sequence"),
        ("tasks = 2", "tasks = ¦28", "wrong_task_count"),
        ("group = \"places\"\ntitle_zh = \"每年", "group = ¦\"place\"\ntitle_zh = \"每年", "unknown_group"),
        ("lead = [\"体育处\"]", "lead = [\"体育处\", ¦\"体育局\"]", "unknown_body"),
        ("lead = [\"体育处\"]", "lead = ¦[]", "no_lead"),
        ("read_as = \"2030-12-31\", strict", "read_as = ¦\"2030-13-31\", strict", "not_a_date"),
        ("strict = \"2029-12-31\"", "strict = ¦\"2030-12-31\"", "strict_not_stricter"),
        ("read_as = \"2030-12-31\" }", "read_as = ¦\"2031-12-31\" }", "outside_plan"),
        ("cadence = \"yearly\"", "cadence = ¦\"once\"", "cadence_contradicts"),
        ("cadence = \"yearly\"", "cadence = ¦\"monthly\"", "unknown_word"),
        ("expand = \"none\"", "expand = ¦\"some\"", "unknown_word"),
        ("kind = \"department\"", "kind = ¦\"ministry\"", "unknown_word"),
        (
            "aliases = [\"体育办\"]\n\n[[body]]\nname = \"相关街道\"",
            "aliases = [\"相关街道\", \"体育办\"]\n\n[[body]]\nname = ¦\"相关街道\"",
            "duplicate",
        ),
        (
            "supporting = [\"相关街道\"]\nrelated_subdistricts = [\"湖东街道\"]",
            "supporting = [¦\"相关街道\"]",
            "no_related_subdistricts",
        ),
        ("comparator = \">\"\n", "comparator = ¦\"=>\"\n", "unknown_word"),
        ("source = \"L\"", "source = ¦\"X\"", "unknown_word"),
        ("period = \"each_year\"", "period = ¦\"weekly\"", "unknown_word"),
        ("target = 3.2", "target = ¦nan", "not_a_number"),
        ("id = \"2.events\"", "id = ¦\"1.area\"", "duplicate"),
        ("scope = [\"district\"]\nperiod = \"at_date\"", "scope = ¦[]\nperiod = \"at_date\"", "no_scope"),
        ("metric = \"event_count\"", "metric = ¦\"event_number\"", "unknown_metric"),
        (
            "metric = \"event_count\"\nparams = { tag = \"mass\" }",
            "metric = ¦\"event_count\"",
            "missing_parameter",
        ),
        ("tag = \"mass\"", "tag = ¦5", "wrong_parameter"),
        ("figure = \"all\"", "figure = ¦\"most\"", "wrong_parameter"),
        ("{ tag = \"mass\" }", "{ tag = \"mass\", ¦colour = \"red\" }", "unknown_parameter"),
        ("ends = \"2030-12-31\"", "ends = ¦\"2020-12-31\"", "ends_before_start"),
        ("source = \"invented\"", "source = \"invented\"\nstates = [¦\"met\"]", "unknown_states"),
    ] {
        let (found, place) = broken(from, to);
        let expected = format!("{place} {code}");
        assert!(found.contains(&expected), "{from} -> {to}: {found:?}, not {expected}");
    }
}

#[test]
fn all_defects_are_told_at_once_in_the_order_of_the_file() {
    let text = LAKESIDE
        .replace("\"area_per_head\"", "\"area_per_person\"")
        .replace("number = 1", "number = 7")
        .replace("\"L\"", "\"Q\"");
    let Err(RegistryError::Invalid(defects)) = parse("p", &text) else { panic!("accepted") };
    let codes: Vec<&str> = defects.iter().map(|d| d.code.as_str()).collect();
    assert_eq!(codes, ["number_out_of_sequence", "unknown_metric", "unknown_word"]);
    assert!(defects[1].message_en.contains("did you mean area_per_head?"), "{}", defects[1].message_en);
}

#[test]
fn what_is_no_plan_names_its_place_too() {
    for (text, place) in [
        ("[plan\n", "p:1:6"),
        (LAKESIDE.replace("number = 1", "number = \"one\"").as_str(), "p:29:10"),
        (LAKESIDE.replace("cadence = \"once\"", "cadense = \"once\"").as_str(), "p:34:1"),
    ] {
        let error = parse("p", text).expect_err("refused").to_string();
        assert!(error.contains(place), "{error}");
    }
    assert!(parse("p", "").is_err());
}

#[test]
fn the_files_own_table_of_metrics_must_agree() {
    let table =
        |required: &str| format!("{LAKESIDE}\n[[metric]]\nname = \"event_count\"\nrequired = [{required}]\n");
    assert_eq!(parse("p", &table("\"tag\"")).map(|p| p.tasks.len()).ok(), Some(2));
    assert!(parse("p", &table("\"tags\"")).is_err());
}
