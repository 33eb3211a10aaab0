//! What responsible bodies declare stands beside what the data say, and neither overrules the other.

use crate::database::{Database, Engine, stories, tell};
use crate::office::{Office, object};
use crate::program::run;
use jiantu::domain::record::Declaration;
use jiantu::registry::RegistryError;
use serde_json::{Value, json};

stories!(a_declaration_stands_from_its_day_beside_the_derived_state, what_can_not_be_declared_is_refused);

fn declaration(task: u16, state: &str, date: &str) -> Value {
    json!({ "external_id": format!("{task}-{date}"), "task": task, "state": state, "date": date,
        "declared_by": "区体育局", "evidence_text": "纪要" })
}

async fn task(office: &Office, number: u16, day: &str) -> Value {
    let told = office.registry.plan_task(number, Some(day.parse().unwrap()), None).await.unwrap();
    serde_json::to_value(&told.tasks[0]).unwrap()
}

async fn a_declaration_stands_from_its_day_beside_the_derived_state(database: Database) {
    let office = Office::open(database).await;
    let register = async |value| {
        office.registry.register_record::<Declaration>(&office.author, object(value), None).await.unwrap();
    };
    register(declaration(25, "on_track", "2021-06-30")).await;
    register(declaration(25, "met", "2021-12-20")).await;
    let none = task(&office, 25, "2021-06-29").await;
    assert_eq!((&none["declared"], &none["disagrees"]), (&Value::Null, &json!(false)));
    let first = task(&office, 25, "2021-08-01").await;
    assert_eq!(first["declared"]["state"], "on_track");
    // Nothing is recorded of the mechanism: the data say that it was missed.
    let last = task(&office, 25, "2021-12-31").await;
    assert_eq!((&last["state"], &last["declared"]["state"]), (&json!("missed"), &json!("met")));
    assert_eq!((&last["disagrees"], &last["declared"]["by"]), (&json!(true), &json!("区体育局")));
    assert_eq!(task(&office, 24, "2021-12-31").await["declared"], Value::Null, "another task");
}

async fn what_can_not_be_declared_is_refused(database: Database) {
    let office = Office::open(database).await;
    let without = |mut value: Value, member: &str| {
        value.as_object_mut().unwrap().remove(member);
        value
    };
    for (value, field) in [
        (declaration(25, "no_data", "2021-12-20"), "state"),
        (declaration(99, "met", "2021-12-20"), "task"),
        (without(declaration(25, "met", "2021-12-20"), "evidence_text"), "evidence_text"),
        (without(declaration(25, "missed", "2021-12-20"), "declared_by"), "declared_by"),
    ] {
        let refused =
            office.registry.register_record::<Declaration>(&office.author, object(value), None).await;
        let Err(RegistryError::Invalid(defects)) = refused else { panic!("{refused:?}") };
        assert!(defects.iter().any(|defect| defect.field.ends_with(field)), "{field}: {defects:?}");
    }
    assert_eq!(office.registry.world().records().declarations().count(), 0);
}

#[test]
fn the_command_declares_and_the_board_shows_it() {
    tell(Engine::Sqlite, |database| async move {
        let folder = database.path("");
        assert_eq!(run(&database.url, &folder, &["init", "--district", "hunnan", "--no-demo"]).status, 0);
        let declare = ["plan", "declare", "25", "--state", "met", "--by", "区体育局"];
        let refused = run(&database.url, &folder, &declare);
        assert!(refused.status == 1 && refused.err.contains("evidence"), "{refused:?}");
        let told = [&declare[..], &["--evidence", "纪要", "--date", "2021-12-20"]].concat();
        assert_eq!(run(&database.url, &folder, &told).status, 0);
        let board = run(&database.url, &folder, &["plan", "status", "--as-of", "2021-12-31"]);
        assert!(board.status == 0 && board.out.contains("≠ 已完成 (2021-12-20)"), "{board:?}");
        let wrong = run(&database.url, &folder, &["plan", "declare", "25", "--state", "good", "--by", "x"]);
        assert_eq!(wrong.status, 2);
    });
}
