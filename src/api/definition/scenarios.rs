//! `/api/v1/scenarios`; comparing them is an analysis.

use super::answer::{Answer, Refusal};
use super::document::Chapter;
use super::given::told;
use super::headers::{idempotency_key, if_match, if_none_match, seq};
use super::operation::{Operation, Tag, delete, get, post, put};
use super::parameter::path;
use super::schema::{Object, Schema, integer, list, named, number, object, one_of, text, uuid};
use serde_json::json;

const TAG: Tag = Tag { name: "scenarios", zh: "方案", en: "named what-ifs" };

pub fn chapter() -> Chapter {
    Chapter { tag: TAG, operations: operations(), schemas: schemas() }
}

fn operations() -> Vec<Operation> {
    let id = || path("id", uuid()).about("编号", "its id").shared("id");
    let all = "/api/v1/scenarios";
    let one = "/api/v1/scenarios/{id}";
    let written = |status, zh, en| {
        Answer::new(status, zh, en)
            .of("application/json", one_of([named("Scenario"), named("Written")]))
            .with(["ETag"])
    };
    let example = json!({"name": "新建三处", "changes": [
        {"add": {"geometry": {"type": "Point", "coordinates": [123.463, 41.679]}, "kind": "basketball"}}]});
    vec![
        get(all, "listScenarios")
            .titled(TAG, "列出方案", "list scenarios")
            .takes([seq()])
            .answers(Answer::json("按名称", "by name", named("Scenarios"))),
        post(all, "createScenario")
            .titled(TAG, "新建方案", "create a scenario")
            .writes()
            .takes([idempotency_key(), seq()])
            .body(named("ScenarioGiven"))
            .for_example(example)
            .answers(written(201, "已新建", "created").with(["Location", "Idempotent-Replayed"]))
            .refuses(Refusal::OF_BODY)
            .refuses([Refusal::Conflict, Refusal::KeyReused]),
        get(one, "getScenario")
            .titled(TAG, "读取方案", "read a scenario")
            .takes([id(), if_none_match(), seq()])
            .answers(Answer::json("现状", "as it stands", named("Scenario")).with(["ETag"]))
            .answers(Answer::unchanged())
            .refuses([Refusal::Missing]),
        put(one, "replaceScenario")
            .titled(TAG, "替换方案", "replace a scenario")
            .writes()
            .takes([id(), if_match(), seq()])
            .body(named("ScenarioGiven"))
            .answers(written(200, "替换后", "as it stands now"))
            .refuses(Refusal::OF_BODY)
            .refuses(Refusal::OF_CHANGE),
        delete(one, "removeScenario")
            .titled(TAG, "删除方案", "remove a scenario")
            .writes()
            .takes([id(), if_match(), seq()])
            .answers(Answer::new(204, "已删除", "removed"))
            .refuses(Refusal::OF_CHANGE),
        super::registered::history(one, "Scenario", TAG, "方案", "scenario").takes([id(), seq()]),
    ]
}

fn schemas() -> Vec<(String, Schema)> {
    let geometry = || named("Geometry");
    let only = |name: &str, members: Object| object().has(name, members.closed().schema()).closed().schema();
    let what_if = one_of([
        only(
            "add",
            object()
                .has("geometry", geometry())
                .has("kind", text().length(1, 2_000))
                .may("area_m2", number().above(0).or_null()),
        ),
        only("move", object().has("site", uuid()).has("geometry", geometry())),
        only("close", object().has("site", uuid())),
        only("grow", object().may("division", text().or_null()).has("factor", number().above(0).most(100))),
        only("width", object().has("metres", number().above(0).most(100))),
    ]);
    let told = |all: Object| {
        all.has("name", text().length(1, 2_000))
            .may("note", told())
            .may("changes", list(named("WhatIf")).or_null())
    };
    let scenario = object()
        .has("id", uuid())
        .has("name", text())
        .may("note", text())
        .has("changes", list(named("WhatIf")))
        .has("version", integer().least(1));
    let given = told(object()).may("id", uuid().or_null()).may("version", integer().or_null()).closed();
    vec![
        ("WhatIf".to_owned(), what_if.about("一处假设的变动", "one supposed change")),
        ("Scenario".to_owned(), scenario.schema()),
        ("Scenarios".to_owned(), object().has("scenarios", list(named("Scenario"))).schema()),
        ("ScenarioGiven".to_owned(), given.schema()),
    ]
}
