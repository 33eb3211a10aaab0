use crate::builders::{court_with, point};
use crate::service::{Service, stories};
use axum::http::Method;
use serde_json::{Value, json};
use std::sync::Arc;

stories!(
    the_scoreboard_has_the_shape_of_the_contract,
    area_per_head_is_judged_on_the_day_that_is_asked_about,
    a_meeting_that_is_dated_back_counts_from_its_day,
    wrong_questions_about_a_plan_are_told,
    a_report_is_a_file_with_a_name_and_a_tag,
);

fn task(plan: &Value, number: u64) -> &Value {
    let tasks = plan["tasks"].as_array().expect("tasks");
    tasks.iter().find(|task| task["number"] == number).expect("the task")
}

/// Rows of an indicator, in the order in which they are told.
fn rows<'a>(plan: &'a Value, number: u64, indicator: &str) -> Vec<&'a Value> {
    let all = task(plan, number)["indicators"].as_array().expect("indicators");
    all.iter().filter(|row| row["id"] == indicator).collect()
}

async fn the_scoreboard_has_the_shape_of_the_contract(service: Arc<Service>) {
    let answer = service.anon().get("/api/v1/plan").await.expect(200);
    let plan = answer.json();
    // It is 2026-06-15, and the plan was over on 2025-12-31.
    assert_eq!((&plan["as_of"], &plan["plan"]["ends"]), (&json!("2025-12-31"), &json!("2025-12-31")));
    assert_eq!(plan["seq"], answer.seq());
    let tasks = plan["tasks"].as_array().expect("tasks");
    let numbers: Vec<u64> = tasks.iter().filter_map(|task| task["number"].as_u64()).collect();
    assert_eq!(numbers, (1..=28).collect::<Vec<_>>());
    for task in tasks {
        let number = &task["number"];
        for member in ["group", "title_zh", "title_en"] {
            assert!(task[member].is_string(), "task {number}: {member}");
        }
        assert!(task["deadline"]["text"].is_string() && task["deadline"]["read_as"].is_string(), "{number}");
        assert!(!task["bodies"]["lead"].as_array().expect("bodies").is_empty(), "task {number}");
        assert!(task["bodies"]["support"].is_array(), "task {number}");
        assert_eq!(task["declared"], Value::Null, "nobody declared anything");
        let progress = |member: &str| task["progress"][member].as_u64().expect("a count");
        assert!(progress("met") <= progress("of") && progress("of") > 0, "task {number}");
        let rows = task["indicators"].as_array().expect("indicators");
        let deciding = rows.iter().filter(|row| row["decides"] == true).count();
        assert_eq!(progress("of"), deciding as u64, "task {number}: all its obligations are counted");
        for row in rows {
            for member in ["id", "unit", "comparator", "state"] {
                assert!(row[member].is_string(), "{}: {member}", row["id"]);
            }
            assert!(row["target"].is_number() && row["our_reading"].is_boolean(), "{}", row["id"]);
            assert!(row["series"].is_array() && row.get("parts").is_none(), "{}", row["id"]);
            if row["value"].is_null() && row["metric"] != "milestone" {
                assert_eq!(row["state"], "no_data", "{}: what is not known is not judged", row["id"]);
            }
        }
        // Nothing is on record but two streets and their people: no task is kept by that.
        assert_ne!(task["state"], "met", "task {number}");
    }
    let one = service.anon().json("/api/v1/plan/tasks/12").await;
    assert_eq!(one["tasks"].as_array().expect("tasks").len(), 1);
    assert!(task(&one, 12)["indicators"][0]["parts"].is_array(), "one task tells its parts");
}

async fn area_per_head_is_judged_on_the_day_that_is_asked_about(service: Arc<Service>) {
    // West has 1,000 people, so that 4,496 m2 are 4.496 a head from 2022-07-01 on.
    let admin = service.admin();
    // East has a court at the base: West is known to have none then. Without any site nobody would know.
    let old =
        json!({"opened_on": "2019-07-01", "effective_from": "2019-07-01", "geometry": point(123.55, 41.7)});
    admin.create("/api/v1/sites", &court_with("旧场", old)).await;
    let more = json!({"area_m2": 4496, "opened_on": "2022-07-01", "effective_from": "2022-07-01"});
    admin.create("/api/v1/sites", &court_with("大场", more)).await;
    let west = async |day: &str| {
        let plan = service.anon().json(&format!("/api/v1/plan?as_of={day}")).await;
        assert_eq!(plan["as_of"], day);
        let all = rows(&plan, 2, "2.area_per_head");
        // The district and its two sub-districts.
        assert_eq!(all.len(), 3, "{all:?}");
        let found = all.into_iter().find(|row| row["division"]["name_en"] == "West").expect("a row");
        found.clone()
    };
    let ended = west("2025-12-31").await;
    assert_eq!((&ended["value"], &ended["state"]), (&json!(4.496), &json!("missed")), "prints as 4.50");
    let gap = ended["gap"].as_f64().expect("a gap");
    assert!((gap - 0.004).abs() < 1e-12, "{gap}");
    let days: Vec<&str> =
        ended["series"].as_array().expect("a series").iter().filter_map(|one| one["at"].as_str()).collect();
    assert_eq!(
        days,
        ["2020-12-31", "2021-12-31", "2022-12-31", "2023-12-31", "2024-12-31", "2025-12-31"],
        "the base and five year-ends"
    );
    // Two years from 0 to 4.496: another three lead to 11.24, past 4.5.
    let open = west("2022-12-31").await;
    assert_eq!(
        (&open["base"], &open["value"], &open["state"]),
        (&json!(0.0), &json!(4.496), &json!("on_track"))
    );
    assert_ne!(west("2022-06-30").await["value"], 4.496, "it was not open yet");
}

async fn a_meeting_that_is_dated_back_counts_from_its_day(service: Arc<Service>) {
    let trained =
        json!({"external_id": "B-1", "series": "instructors_trained", "period": "2023", "value": 250});
    let before = service.now();
    service.admin().create("/api/v1/observations", &trained).await;
    let of = async |query: &str, year: u64| {
        let plan = service.anon().json(&format!("/api/v1/plan?{query}")).await;
        let all = rows(&plan, 12, "12.trained");
        let years: Vec<u64> = all.iter().filter_map(|row| row["year"].as_u64()).collect();
        assert_eq!(years, [2021, 2022, 2023, 2024, 2025], "one row a year");
        let row = all.into_iter().find(|row| row["year"] == year).expect("a row");
        (row["value"].clone(), row["state"].clone())
    };
    assert_eq!(of("as_of=2023-12-31", 2023).await, (json!(250.0), json!("met")), "250 of 200");
    assert_eq!(of("as_of=2025-12-31", 2023).await, (json!(250.0), json!("met")), "and stays so");
    assert_eq!(of("as_of=2023-12-30", 2023).await, (Value::Null, json!("no_data")), "the year is not over");
    assert_eq!(of("as_of=2022-12-31", 2023).await, (Value::Null, Value::Null), "it has not begun");
    assert_eq!(of("as_of=2023-12-31", 2022).await, (Value::Null, json!("no_data")), "no zero");
    let known = format!("as_of=2023-12-31&known_at={before}");
    assert_eq!(of(&known, 2023).await, (Value::Null, json!("no_data")), "nobody had entered it then");
}

async fn wrong_questions_about_a_plan_are_told(service: Arc<Service>) {
    let anon = service.anon();
    anon.ask(Method::GET, "/api/v1/plan/tasks/29").send().await.expect(404);
    anon.ask(Method::GET, "/api/v1/plan/tasks/0").send().await.expect(404);
    anon.ask(Method::GET, "/api/v1/plan?as_of=2023-02-30").send().await.expect(400);
    anon.ask(Method::GET, "/api/v1/plan?as_of=soon").send().await.expect(400);
    anon.ask(Method::GET, "/api/v1/plan?year=2023").send().await.expect(400);
}

async fn a_report_is_a_file_with_a_name_and_a_tag(service: Arc<Service>) {
    let anon = service.anon();
    for (form, media, kind) in [
        ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "attachment"),
        ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "attachment"),
        ("html", "text/html; charset=utf-8", "inline"),
        ("json", "application/json", "attachment"),
        ("csv", "text/csv; charset=utf-8; header=present", "attachment"),
    ] {
        let path = format!("/api/v1/plan/report?format={form}&as_of=2024-12-31&division=west");
        let answer = anon.get(&path).await.expect(200);
        assert_eq!(answer.header("content-type"), media);
        let named = answer.header("content-disposition");
        assert!(named.starts_with(kind), "{named}");
        assert!(named.contains(&format!("-west-2024-12-31.{form}\"; filename*=UTF-8''%")), "{named}");
        assert_eq!(answer.seq(), anon.get("/api/v1/plan").await.seq());
        let tag = answer.header("etag");
        let again = anon.ask(Method::GET, &path).header("if-none-match", &tag).send().await.expect(304);
        assert!(again.body.is_empty() && again.header("etag") == tag, "{form}");
    }
    // A workbook in both languages where nothing is said.
    let plain = anon.get("/api/v1/plan/report").await.expect(200);
    assert!(plain.header("content-disposition").contains("2025-12-31.xlsx"));
    let before = plain.header("etag");
    let court = court_with("新球场", json!({ "area_m2": 800 }));
    service.admin().post("/api/v1/sites", &court).send().await.expect(201);
    let after = anon.get("/api/v1/plan/report").await.expect(200);
    assert_ne!(after.header("etag"), before, "the log has gone on");
    for wrong in
        ["format=pdf", "language=fr", "as_of=soon", "division=nowhere", "division=unassigned", "colour=red"]
    {
        anon.ask(Method::GET, &format!("/api/v1/plan/report?{wrong}")).send().await.expect(400);
    }
}
