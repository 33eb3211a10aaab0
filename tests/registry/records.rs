//! Organisations, events, institutions, providers, observations and milestones: imported, corrected, removed,
//! exported, and of the division that they state or lie in.

use crate::database::{Database, stories};
use crate::import::import_as;
use crate::office::{Office, date, object};
use encoding_rs::GBK;
use jiantu::domain::change::{Actor, EntityKind, EntityRef, Reason};
use jiantu::domain::contribution::Ordinal;
use jiantu::domain::crs::Crs;
use jiantu::domain::record::{Acceptance, Event, Milestone, Observation, Organisation};
use jiantu::formats::Format;
use jiantu::index::{Entry, RecordFacts};
use jiantu::registry::RegistryError;
use jiantu::registry::draft::record::Drafted;
use jiantu::registry::export;
use jiantu::registry::import::{Report, What};
use jiantu::registry::write::{Author, Condition};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::sync::Arc;
use uuid::Uuid;

stories!(
    records_are_imported_once_and_known_again,
    a_wrong_file_changes_nothing_and_says_where,
    what_a_record_names_must_be_there,
    a_figure_that_is_not_known_is_not_zero,
    a_fact_is_corrected_from_its_own_day,
    what_goes_on_changes_from_today_and_ends,
    a_record_counts_where_it_says_or_lies,
    an_organisation_with_events_stays,
    a_table_of_an_office_in_gbk_is_read,
    a_milestone_is_accepted_with_evidence_and_a_kept_file,
    every_export_of_records_comes_back_as_it_was,
);

const ORGANISATIONS: &str = "\
组织编号,组织类型,组织名称,成立日期,注销日期,所属街道,有文体活动室,经度,纬度,数据来源
A-1,体育协会,羽毛球协会,2015-03-01,,,,,,体育局
C-1,club,山野俱乐部,2021-06-01,2024-05-31,西街,,,,体育局
S-1,健身站点,河边站点,2022,,,,123.4525,41.682,体育局
W-1,综合文体站,西街文体站,2023-04-01,,西街,是,,,体育局
";

const EVENTS: &str = "\
活动编号,活动名称,开始日期,结束日期,品牌系列,届次,标签,参与人数,主办组织编号,所属街道,线上,数据来源
V-1,山地马拉松,2023-09-10,2023-09-11,mountain_marathon,3,品牌赛事；群众性健身活动,3000,A-1,西街,否,体育局
V-2,云上健步走,2024-05-01,,,,,不详,,,是,体育局
";

async fn office(database: Database) -> Office {
    let office = Office::open(database).await;
    office.import(What::Divisions, "streets.geojson", streets()).await;
    office
}

/// Two streets side by side: the western one has the place (123.4525, 41.682).
fn streets() -> String {
    let street = |id: &str, name: &str, west: f64, east: f64| {
        json!({ "type": "Feature",
            "properties": { "external_id": id, "name_zh": name, "level": "subdistrict" },
            "geometry": { "type": "Polygon", "coordinates":
                [[[west, 41.67], [east, 41.67], [east, 41.70], [west, 41.70], [west, 41.67]]] } })
    };
    let features = [street("west", "西街", 123.44, 123.46), street("east", "东街", 123.46, 123.48)];
    json!({ "type": "FeatureCollection", "features": features }).to_string()
}

fn organisation(office: &Office, external_id: &str) -> Entry<RecordFacts<Organisation>> {
    let world = office.registry.world();
    let found = world.records().organisations().find(|entry| entry.facts.record.external_id == external_id);
    found.unwrap_or_else(|| panic!("no organisation {external_id}")).clone()
}

async fn observation_on(office: &Office, day: &str) -> Option<Option<f64>> {
    let world = office.registry.world_at(Some(date(day)), None).await.unwrap();
    world.records().observations().next().map(|entry| entry.facts.record.figure())
}

fn feature<T>(entry: &Entry<RecordFacts<T>>) -> Value {
    serde_json::from_slice(&entry.feature).unwrap()
}

async fn records_are_imported_once_and_known_again(database: Database) {
    let mut office = office(database).await;
    let report = office.import(What::Organisations, "组织.csv", ORGANISATIONS).await;
    assert_eq!((report.read, report.accepted, report.rejected), (4, 4, 0));
    let report = office.import(What::Events, "活动.csv", EVENTS).await;
    assert_eq!((report.accepted, report.rejected), (2, 0));
    office.reopen().await;

    let world = office.registry.world();
    let association = organisation(&office, "A-1");
    assert_eq!(association.facts.record.kind, "association");
    let marathon = world.records().events().find(|entry| entry.facts.record.external_id == "V-1").unwrap();
    let event = &marathon.facts.record;
    assert_eq!(event.organiser_id.map(|id| id.0), Some(association.id));
    assert_eq!(event.tags, ["brand", "mass"]);
    assert_eq!((event.participants, event.edition.as_deref()), (Some(3000), Some("3")));
    let held: Vec<Uuid> =
        world.records().of::<Event>().hanging_on(association.id).iter().map(|entry| entry.id).collect();
    assert_eq!(held, [marathon.id]);
    let online = world.records().events().find(|entry| entry.facts.record.external_id == "V-2").unwrap();
    assert!(online.facts.record.has_tag("online") && online.facts.record.participants.is_none());
    // A year means its first day.
    assert_eq!(organisation(&office, "S-1").facts.record.founded_on, Some(date("2022-01-01")));

    // Of a past day there is what had been founded or held.
    let past = office.registry.world_at(Some(date("2022-12-31")), None).await.unwrap();
    let there = past.records().organisations().filter(|e| e.facts.record.exists_on(date("2022-12-31")));
    assert_eq!(there.count(), 3);
    assert_eq!(past.records().events().count(), 0);

    let seq = world.seq();
    for (what, name, text) in
        [(What::Organisations, "again.csv", ORGANISATIONS), (What::Events, "again-2.csv", EVENTS)]
    {
        let again = office.import(what, name, text).await;
        assert_eq!((again.accepted, again.unchanged), (0, again.read), "{again:#?}");
    }
    assert_eq!(office.registry.world().seq(), seq);
    office.assert_sound().await;
}

async fn change<T: Drafted>(office: &Office, id: Uuid, patch: Value) {
    let (author, patch) = (&office.author, object(patch));
    office.registry.change_record::<T>(author, id, patch, Condition::Any, None).await.unwrap();
}

/// (row, field, code) of what was refused.
fn refused(report: &Report) -> Vec<(u64, String, String)> {
    let rows = report.rows.iter().filter(|row| row.severity == jiantu::registry::import::Severity::Error);
    rows.map(|row| (row.row, row.field.clone().unwrap_or_default(), row.code.clone())).collect()
}

async fn a_wrong_file_changes_nothing_and_says_where(database: Database) {
    let office = office(database).await;
    let before = office.everything().await;
    let text = "\
external_id,kind,name_zh,founded_on,closed_on,lon,lat,source
A-1,association,羽毛球协会,2015-03-01,,,,体育局
A-2,guild,行会,2015-03-01,,,,体育局
,club,无号俱乐部,2015,,,,体育局
C-2,club,倒序俱乐部,2020-01-01,2019-01-01,,,体育局
C-3,club,日期俱乐部,去年,,,,体育局
A-1,association,同号协会,2015,,,,体育局
";
    let report = office.try_import(What::Organisations, "组织.csv", text).await;
    assert!(!report.committed);
    let told: Vec<(u64, String, String)> = refused(&report);
    let expected = [
        (3, "kind", "unknown_kind"),
        (4, "external_id", "missing"),
        (5, "closed_on", "before_its_beginning"),
        (6, "founded_on", "not_a_date"),
    ];
    for (row, field, code) in expected {
        assert!(told.contains(&(row, field.to_owned(), code.to_owned())), "{row} {field} {code}: {told:?}");
    }
    assert!(told.iter().any(|(row, ..)| *row == 7), "{told:?}");
    assert!(report.rows.iter().any(|row| row.message_zh.contains("体育协会（association）")));
    assert_eq!(office.everything().await, before);
    assert_eq!(office.registry.world().records().organisations().count(), 0);
}

async fn what_a_record_names_must_be_there(database: Database) {
    let office = office(database).await;
    office.import(What::Organisations, "组织.csv", ORGANISATIONS).await;
    let others = "external_id,kind,name_zh,founded_on,source\nA-9,association,甲,2015,一\nA-9,association,乙,2015,二\n";
    office.import(What::Organisations, "others.csv", others).await;
    let events = "\
external_id,name_zh,starts_on,brand,organiser,division,source
V-1,甲,2023-01-01,,A-7,西街,体育局
V-2,乙,2023-01-01,,A-1,北街,体育局
V-3,丙,2023-01-01,sleigh_race,A-1,西街,体育局
V-4,丁,2023-01-01,,A-9,西街,体育局
V-5,戊,2023-01-01,kite,A-1,west,别的来源
";
    let report = office.try_import(What::Events, "活动.csv", events).await;
    let told = refused(&report);
    let expected = [
        (2, "organiser", "unknown_organiser"),
        (3, "division", "unknown_division"),
        (4, "brand", "not_in_the_plan"),
        (5, "organiser", "ambiguous_organiser"),
    ];
    assert_eq!(told, expected.map(|(row, field, code)| (row, field.to_owned(), code.to_owned())));
    let observations = "\
external_id,series,indicator,period,value
B-1,regular_particpation,,2023,58
B-2,,12.trained,2023,200
B-3,,99.nothing,2023,1
B-4,,,2023,1
B-5,instructors,,去年,1
";
    let report = office.try_import(What::Observations, "填报.csv", observations).await;
    let expected = [
        (2, "series", "not_in_the_plan"),
        (4, "indicator", "unknown_indicator"),
        (4, "series", "missing"),
        (5, "series", "missing"),
        (6, "period", "not_a_period"),
    ];
    assert_eq!(refused(&report), expected.map(|(row, f, code)| (row, f.to_owned(), code.to_owned())));
    let milestones = "\
external_id,task,indicator,milestone,date,title_zh
M-1,99,,,2023-01-01,甲
M-2,5,25.founded,,2023-01-01,乙
M-3,25,,meeting_mechanisms,2023-01-01,丙
";
    let report = office.try_import(What::Milestones, "里程碑.csv", milestones).await;
    let expected = [
        (2, "task", "unknown_task"),
        (3, "task", "contradicts_indicator"),
        (4, "milestone", "not_in_the_plan"),
    ];
    assert_eq!(refused(&report), expected.map(|(row, f, code)| (row, f.to_owned(), code.to_owned())));
    // What the plan's indicators tell need not be told again.
    let good = "external_id,indicator,period,value\nB-2,12.trained,2023,200\n";
    office.import(What::Observations, "good.csv", good).await;
    let good = "external_id,indicator,date,title_zh\nM-2,25.founded,2021-05-01,建立机制\n";
    office.import(What::Milestones, "good-2.csv", good).await;
    let world = office.registry.world();
    assert_eq!(world.records().observations().next().unwrap().facts.record.series, "instructors_trained");
    let milestone = &world.records().milestones().next().unwrap().facts.record;
    assert_eq!((milestone.task, milestone.milestone.as_deref()), (25, Some("meeting_mechanism")));
}

async fn a_figure_that_is_not_known_is_not_zero(database: Database) {
    let office = office(database).await;
    let text = "\
填报编号,数据项,年份,数值,分子,分母,单位,样本量
B-1,regular_participation,2021,不详,,,percent,
B-2,regular_participation,2022,,702,1200,percent,1200
B-3,instructors_trained,2022,0,,,people,
B-4,regular_participation,2023,58.5,702,1200,percent,1200
";
    let report = office.import(What::Observations, "填报.csv", text).await;
    assert!(report.rows.iter().any(|row| row.row == 2 && row.code == "not_known"), "{report:#?}");
    let world = office.registry.world();
    let mut figures: Vec<(&str, Option<f64>)> = world
        .records()
        .observations()
        .map(|e| (&*e.facts.record.external_id, e.facts.record.figure()))
        .collect();
    figures.sort_by_key(|(id, _)| *id);
    assert_eq!(figures, [("B-1", None), ("B-2", Some(58.5)), ("B-3", Some(0.0)), ("B-4", Some(58.5))]);
    let unknown = world.records().observations().find(|e| e.facts.record.external_id == "B-1").unwrap();
    assert_eq!(feature(unknown)["properties"]["figure"], Value::Null);
    let wrong = "\
external_id,series,period,value,numerator,denominator,unit
X-1,regular_participation,2023,58,,1200,percent
X-2,regular_participation,2023,0.58,702,1200,percent
X-3,regular_participation,2023,,702,0,percent
X-4,regular_participation,2023,五成,,,percent
";
    let report = office.try_import(What::Observations, "wrong.csv", wrong).await;
    let expected = [
        (2, "numerator", "missing"),
        (3, "value", "contradicts_counts"),
        (4, "denominator", "not_in_range"),
        (5, "value", "not_a_number"),
    ];
    assert_eq!(refused(&report), expected.map(|(row, f, code)| (row, f.to_owned(), code.to_owned())));
}

async fn a_fact_is_corrected_from_its_own_day(database: Database) {
    let office = office(database).await;
    let told = |value: u32| {
        format!("external_id,series,period,value,source\nB-1,instructors_trained,2022,{value},体育局\n")
    };
    office.import(What::Observations, "first.csv", told(200)).await;
    assert_eq!(observation_on(&office, "2022-12-30").await, None);
    assert_eq!(observation_on(&office, "2022-12-31").await, Some(Some(200.0)));
    office.on("2026-04-01");
    office.import(What::Observations, "second.csv", told(260)).await;
    // It was always 260, though on that day of March nobody knew.
    assert_eq!(observation_on(&office, "2022-12-31").await, Some(Some(260.0)));
    let known = crate::office::end_of("2026-03-02");
    let then = office.registry.world_at(Some(date("2022-12-31")), Some(known)).await.unwrap();
    assert_eq!(then.records().observations().next().unwrap().facts.record.figure(), Some(200.0));
    let id = office.registry.world().records().observations().next().unwrap().id;
    let entity = EntityRef { kind: EntityKind::Observation, id };
    let history = office.registry.history(entity).await.unwrap();
    let told: Vec<_> = history.iter().map(|change| (change.effective_from, change.reason)).collect();
    assert_eq!(told, [(date("2022-12-31"), Reason::NewlyFound), (date("2022-12-31"), Reason::Corrected)]);
    change::<Observation>(&office, id, json!({ "period": "2021" })).await;
    assert_eq!(observation_on(&office, "2021-12-31").await, Some(Some(260.0)));
    assert_eq!(observation_on(&office, "2023-12-31").await, Some(Some(260.0)));
    office.registry.remove_record::<Observation>(&office.author, id, Condition::Any).await.unwrap();
    for day in ["2023-12-31", "2026-04-01"] {
        assert_eq!(observation_on(&office, day).await, None, "{day}");
    }
    office.assert_sound().await;
}

async fn what_goes_on_changes_from_today_and_ends(database: Database) {
    let office = office(database).await;
    office.import(What::Organisations, "组织.csv", ORGANISATIONS).await;
    let id = organisation(&office, "A-1").id;
    let strict = Author { actor: Actor("tester".to_owned()), unconditional: false };
    let change = async |patch: Value, condition| {
        office.registry.change_record::<Organisation>(&strict, id, object(patch), condition, None).await
    };
    let named = change(json!({ "name_zh": "球类协会" }), Condition::Missing).await;
    assert!(matches!(named, Err(RegistryError::NeedsVersion)));
    change(json!({ "name_zh": "球类协会" }), Condition::Any).await.unwrap();
    let past = office.registry.world_at(Some(date("2026-03-01")), None).await.unwrap();
    assert_eq!(past.records().of::<Organisation>().get(id).unwrap().facts.record.name_zh, "羽毛球协会");
    assert_eq!(organisation(&office, "A-1").facts.record.name_zh, "球类协会");
    let first = organisation(&office, "A-1").version;
    change(json!({ "closed_on": "2025-06-30" }), Condition::Any).await.unwrap();
    let stale = change(json!({ "note": "x" }), Condition::Version(jiantu::domain::id::Seq(first))).await;
    assert!(matches!(stale, Err(RegistryError::Stale { .. })));
    let entity = EntityRef { kind: EntityKind::Organisation, id };
    let closing = office.registry.history(entity).await.unwrap();
    assert!(closing.iter().any(|c| c.reason == Reason::Closed && c.effective_from == date("2025-06-30")));
    // The closing is known to all later revisions.
    let standing = organisation(&office, "A-1").facts.record;
    assert_eq!((standing.closed_on, &*standing.name_zh), (Some(date("2025-06-30")), "球类协会"));
    assert!(standing.exists_on(date("2025-06-30")) && !standing.exists_on(date("2025-07-01")));
    for (patch, field, code) in [
        (json!({ "kind": "guild" }), "/kind", "unknown_kind"),
        (json!({ "colour": 1 }), "/colour", "unknown_field"),
        (json!({ "name_zh": null }), "/name_zh", "missing"),
        (json!({ "division": "北街" }), "/division", "unknown_division"),
    ] {
        let Err(RegistryError::Invalid(found)) = change(patch.clone(), Condition::Any).await else {
            panic!("{patch} was accepted")
        };
        assert_eq!((found[0].field.as_str(), found[0].code.as_str()), (field, code));
    }
    office.assert_sound().await;
}

async fn a_record_counts_where_it_says_or_lies(database: Database) {
    let office = office(database).await;
    office.import(What::Organisations, "组织.csv", ORGANISATIONS).await;
    let name = |external_id: &str| {
        let entry = organisation(&office, external_id);
        feature(&entry)["properties"]["division_name_zh"].clone()
    };
    assert_eq!(name("W-1"), "西街");
    assert_eq!(name("S-1"), "西街");
    assert_eq!(organisation(&office, "A-1").facts.home, Ordinal::NONE);
    let id = organisation(&office, "W-1").id;
    change::<Organisation>(&office, id, json!({ "division": "东街" })).await;
    assert_eq!(name("W-1"), "东街");
    change::<Organisation>(&office, id, json!({ "division": null })).await;
    assert_eq!(organisation(&office, "W-1").facts.home, Ordinal::NONE);
    // A place that moves takes the record with it.
    let station = organisation(&office, "S-1").id;
    change::<Organisation>(&office, station, json!({ "lon": 123.47, "lat": 41.68 })).await;
    assert_eq!(name("S-1"), "东街");
    office.assert_sound().await;
}

async fn an_organisation_with_events_stays(database: Database) {
    let office = office(database).await;
    office.import(What::Organisations, "组织.csv", ORGANISATIONS).await;
    office.import(What::Events, "活动.csv", EVENTS).await;
    let id = organisation(&office, "A-1").id;
    let refused =
        office.registry.remove_record::<Organisation>(&office.author, id, Condition::Any).await.unwrap_err();
    let RegistryError::Conflict { told, .. } = refused else { panic!("{refused}") };
    assert!(told.message_zh.contains("赛事活动"), "{}", told.message_zh);
    let event = office.registry.world().records().of::<Event>().hanging_on(id)[0].id;
    office.registry.remove_record::<Event>(&office.author, event, Condition::Any).await.unwrap();
    office.registry.remove_record::<Organisation>(&office.author, id, Condition::Any).await.unwrap();
    assert_eq!(office.registry.world().records().organisations().count(), 3);
    office.assert_sound().await;
}

async fn a_table_of_an_office_in_gbk_is_read(database: Database) {
    let office = office(database).await;
    let (bytes, _, lossy) = GBK.encode(ORGANISATIONS);
    assert!(!lossy);
    let report = office.import(What::Organisations, "组织.csv", bytes).await;
    assert_eq!(report.accepted, 4);
    assert_eq!(organisation(&office, "A-1").facts.record.name_zh, "羽毛球协会");
}

async fn a_milestone_is_accepted_with_evidence_and_a_kept_file(database: Database) {
    let office = office(database).await;
    let sha256 = hex::encode([7_u8; 32]);
    let text = format!(
        "\
里程碑编号,任务序号,里程碑,完成日期,标题,佐证说明,佐证链接,佐证文件SHA-256,认定结果,认定日期,认定单位
M-1,25,meeting_mechanism,2021-06-01,建立机制,纪要,,,已认定,2021-07-01,区体育局
M-2,25,fitness_meeting,2022-06-01,会议,,,,是,2022-07-01,区体育局
M-3,25,fitness_meeting,2023-06-01,会议,纪要,,,是,,
M-4,25,fitness_meeting,2024-06-01,会议,,纪要,,,,
M-5,25,fitness_meeting,2025-06-01,会议,,,{sha256},,,
"
    );
    let report = office.try_import(What::Milestones, "里程碑.csv", &text).await;
    let expected = [
        (3, "evidence_text", "no_evidence"),
        (4, "decided_on", "missing"),
        (4, "decided_by", "missing"),
        (5, "evidence_link", "not_a_link"),
        (6, "blob", "no_such_file"),
    ];
    assert_eq!(refused(&report), expected.map(|(row, f, code)| (row, f.to_owned(), code.to_owned())));
    let good: Vec<&str> = text.lines().take(2).collect();
    office.import(What::Milestones, "good.csv", good.join("\n")).await;
    let world = office.registry.world();
    let milestone: Arc<Milestone> = Arc::clone(&world.records().milestones().next().unwrap().facts.record);
    assert_eq!(milestone.acceptance, Acceptance::Accepted);
    assert_eq!(milestone.decided_by.as_deref(), Some("区体育局"));

    office.file("纪要.txt", "会议纪要");
    let table = |file: &str| {
        format!(
            "里程碑编号,任务序号,里程碑,完成日期,标题,佐证文件\nM-9,25,fitness_meeting,2023-06-01,会议,{file}\n"
        )
    };
    let missing = office.try_import(What::Milestones, "missing.csv", table("无此文件.txt")).await;
    assert_eq!(refused(&missing), [(2, "evidence_file".to_owned(), "no_such_file".to_owned())]);
    // What lies elsewhere on the machine is nobody's evidence, whichever way it is named.
    let elsewhere = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(elsewhere.path(), "secret").unwrap();
    std::os::unix::fs::symlink(elsewhere.path(), office.path("link.txt")).unwrap();
    std::fs::create_dir(office.path("folder")).unwrap();
    for name in [elsewhere.path().to_str().unwrap(), "../../etc/hostname", "link.txt", "folder"] {
        let outside = office.try_import(What::Milestones, "outside.csv", table(name)).await;
        assert_eq!(refused(&outside), [(2, "evidence_file".to_owned(), "outside".to_owned())], "{name}");
    }
    office.file("empty.txt", "");
    let empty = office.try_import(What::Milestones, "empty.csv", table("empty.txt")).await;
    assert_eq!(refused(&empty), [(2, "evidence_file".to_owned(), "not_taken".to_owned())]);
    // A table that is refused for another row keeps no file.
    office.file("留不住.txt", "not kept");
    let wrong = format!("{}M-8,25,fitness_meeting,soon,会议,\n", table("留不住.txt"));
    assert!(!office.try_import(What::Milestones, "wrong.csv", wrong).await.committed);
    let bytes = hex::encode("not kept");
    let (sqlite, postgres) = (
        format!("UPDATE blob SET bytes = bytes WHERE bytes = x'{bytes}'"),
        format!("UPDATE blob SET bytes = bytes WHERE bytes = decode('{bytes}', 'hex')"),
    );
    assert_eq!(office.raw(sqlite.clone(), postgres.clone()).await, 0);
    office.import(What::Milestones, "right.csv", table("留不住.txt").replace("M-9", "M-7")).await;
    assert_eq!(office.raw(sqlite, postgres).await, 1, "the same file of a table that lands is kept");
    office.import(What::Milestones, "kept.csv", table("纪要.txt")).await;
    let world = office.registry.world();
    let kept = world.records().milestones().find(|entry| entry.facts.record.external_id == "M-9").unwrap();
    let hash = kept.facts.record.blob.expect("a file");
    assert_eq!(hash.to_string(), hex::encode(Sha256::digest("会议纪要")));
    // Named by its hash it need not come again.
    let again = format!(
        "里程碑编号,任务序号,里程碑,完成日期,标题,佐证文件SHA-256\nM-9,25,fitness_meeting,2023-06-01,会议,{hash}\n"
    );
    let again = office.import(What::Milestones, "again.csv", again).await;
    assert_eq!((again.accepted, again.unchanged), (0, 1));
    office.assert_sound().await;
}

async fn every_export_of_records_comes_back_as_it_was(database: Database) {
    let office = office(database).await;
    office.import(What::Organisations, "组织.csv", ORGANISATIONS).await;
    office.import(What::Events, "活动.csv", EVENTS).await;
    let tables = [
        (
            What::Institutions,
            "external_id,kind,name_zh,opened_on,lon,lat,tags\nI-1,elderly_care,养老站,2020-01-01,123.45,41.68,社区、公办\n",
        ),
        (What::Providers, "external_id,category,name_zh,valid_from\nP-1,service_firm,公司,2022-03-01\n"),
        (
            What::Observations,
            "external_id,series,period,numerator,denominator,unit\nB-1,regular_participation,2023,702,1200,percent\n",
        ),
        (
            What::Milestones,
            "external_id,task,date,title_zh,evidence_link\nM-1,28,2023-01-01,第三方评估,https://example.org/a\n",
        ),
    ];
    for (what, text) in tables {
        office.import(what, &format!("{}.csv", what.as_str()), text).await;
    }
    let all = [
        What::Organisations,
        What::Events,
        What::Institutions,
        What::Providers,
        What::Observations,
        What::Milestones,
    ];
    for format in Format::WRITTEN {
        for what in all {
            let file = office.path(&format!("{}-out.{}", what.as_str(), format.name()));
            let (as_of, known_at, crs) = (None, None, Crs::Wgs84);
            let request =
                export::Request { what, name: None, file: &file, format: Some(format), as_of, known_at, crs };
            let count = office.registry.export(&request).await.unwrap();
            let again = import_as(&office, what, &file, |_| {}).await;
            assert_eq!((again.accepted, again.unchanged), (0, count), "{format:?} {what:?}: {again:#?}");
            assert!(count > 0);
        }
    }
}
