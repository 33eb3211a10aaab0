//! Reports of the plan: every form tells the figures of the scoreboard, says what is not known, and escapes what
//! people have entered.

use crate::database::{Engine, tell};
use crate::office::{Office, court, date, object};
use crate::program::{program, run};
use crate::year_ends::frozen;
use calamine::{Data, Reader, Xlsx};
use jiantu::domain::plan::{Comparator, State};
use jiantu::domain::record::Declaration;
use jiantu::formats::report::Language;
use jiantu::registry::RegistryError;
use jiantu::registry::report::{Form, Request};
use jiantu::registry::scoreboard::{IndicatorTold, PlanTold};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};

fn asked(form: Form, day: &str) -> Request {
    Request { form, as_of: Some(date(day)), known_at: None, language: Language::Both, division: None }
}

async fn made(office: &Office, request: &Request) -> Vec<u8> {
    office.registry.plan_report(request).await.unwrap().bytes
}

async fn text(office: &Office, request: &Request) -> String {
    String::from_utf8(made(office, request).await).unwrap()
}

/// Sheets by name, in their order.
fn sheets(bytes: Vec<u8>) -> Vec<(String, Vec<Vec<Data>>)> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    let names = book.sheet_names();
    let rows = |range: calamine::Range<Data>| range.rows().map(<[Data]>::to_vec).collect();
    names.into_iter().map(|name| (name.clone(), rows(book.worksheet_range(&name).unwrap()))).collect()
}

/// Rows below the heading whose first cell begins so, each by the Chinese names of its columns.
fn table<'a>(rows: &'a [Vec<Data>], first: &str) -> Vec<BTreeMap<String, &'a Data>> {
    let line = |cell: &Data| cell.to_string().lines().next().unwrap_or_default().to_owned();
    let heading = rows.iter().position(|row| line(&row[0]) == first).unwrap();
    let names: Vec<String> = rows[heading].iter().map(line).collect();
    let below = rows[heading + 1..].iter().take_while(|row| row[0] != Data::Empty);
    below.map(|row| names.iter().cloned().zip(row).collect()).collect()
}

/// A number's cell is the number itself; what is not known is said in words.
fn assert_cell(cell: &Data, value: Option<f64>, what: &str) {
    match value {
        Some(value) => assert_eq!(*cell, Data::Float(value), "{what}"),
        None => {
            let told = cell.to_string();
            assert!(told.starts_with("无数据") || told.starts_with("未到"), "{what}: {told}");
        }
    }
}

fn obligations(told: &PlanTold) -> impl Iterator<Item = &IndicatorTold> {
    told.tasks.iter().flat_map(|task| &task.indicators)
}

#[test]
fn the_workbook_has_every_obligation_as_numbers_days_and_words() {
    tell(Engine::Sqlite, |database| async move {
        let office = Office::hunnan(database).await;
        let day = "2023-12-31";
        let told = office.registry.plan_status(Some(date(day)), None).await.unwrap();
        let coverage = office.coverage(day, None).await;
        let sheets = sheets(made(&office, &asked(Form::Xlsx, day)).await);
        let names: Vec<&str> = sheets.iter().map(|(name, _)| name.as_str()).collect();
        // Summary, charts, area; six groups; by year, reconciliation; twelve sub-districts; definitions.
        assert_eq!(names.len(), 3 + 6 + 2 + 12 + 1, "{names:?}");

        let tasks = table(&sheets[0].1, "任务");
        assert_eq!(tasks.len(), 28);
        for (row, task) in tasks.iter().zip(&told.tasks) {
            assert_eq!(*row["任务"], Data::Float(f64::from(task.number)));
            let state = task.state.map_or("未起计", State::zh);
            assert!(row["状态"].to_string().starts_with(state), "task {}", task.number);
            assert!(
                row["标记"].to_string().contains("演示数据")
                    || task.indicators.iter().all(|r| r.flags.is_empty())
            );
        }
        for (row, of) in table(&sheets[2].1, "区划").iter().zip(&coverage.rows) {
            assert!(row["区划"].to_string().starts_with(&of.division.name_zh));
            assert_cell(row["人均全部"], of.m2_per_head.all, &of.division.name_zh);
            assert_cell(row["完整度"], of.completeness.map(|part| part * 100.0), &of.division.name_zh);
        }

        let rows: Vec<_> = sheets[3..9]
            .iter()
            .flat_map(|(_, rows)| table(rows, "任务"))
            .filter(|row| *row["区划"] != "—")
            .collect();
        assert_eq!(rows.len(), obligations(&told).count(), "every obligation, and no other");
        let mut unknown = 0;
        for (row, of) in rows.iter().zip(obligations(&told)) {
            let what = format!("{} {:?} {:?}", of.id, of.division.as_ref().map(|d| &d.name_zh), of.year);
            assert!(row["任务与指标"].to_string().starts_with(&of.name_zh), "{what}");
            assert_cell(row["数值"], of.value, &what);
            assert_cell(row["差距"], of.gap, &what);
            assert_eq!(*row["目标"], Data::Float(of.target), "{what}");
            assert!(row["状态"].to_string().starts_with(of.state.map_or("未起计", State::zh)), "{what}");
            assert!(row["判定原因"].to_string().contains(&of.why_en), "{what}");
            let Data::DateTime(due) = row["期限"] else { panic!("{what}: {} is no day", row["期限"]) };
            let (year, month, day, ..) = due.to_ymd_hms_milli();
            assert_eq!(format!("{year}-{month:02}-{day:02}"), of.due.to_string(), "{what}");
            assert_eq!(row["标记"].to_string().contains("演示数据"), of.flags.contains(&"demo"), "{what}");
            assert_eq!(row["标记"].to_string().contains("估计"), of.flags.contains(&"estimate"), "{what}");
            unknown += usize::from(of.value.is_none());
        }
        assert!(unknown > 0, "the story has values that nobody knows");
        office.registry.close().await;
    });
}

/// Parts of a package by name.
fn parts(bytes: Vec<u8>) -> BTreeMap<String, String> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let names: Vec<String> = zip.file_names().map(|name| name.unwrap().into_owned()).collect();
    let mut read = |name: &String| {
        let mut text = String::new();
        zip.by_name(name).unwrap().read_to_string(&mut text).unwrap();
        text
    };
    names.iter().map(|name| (name.clone(), read(name))).collect()
}

/// Values of an attribute, in their order.
fn attributes<'a>(xml: &'a str, name: &str) -> Vec<&'a str> {
    let start = format!(" {name}=\"");
    xml.split(&start).skip(1).map(|rest| &rest[..rest.find('"').unwrap()]).collect()
}

#[test]
fn the_documents_package_is_whole_and_tells_the_same() {
    tell(Engine::Sqlite, |database| async move {
        let office = Office::hunnan(database).await;
        let told = office.registry.plan_status(None, None).await.unwrap();
        let parts = parts(made(&office, &asked(Form::Docx, "2025-12-31")).await);
        let declared: BTreeSet<&str> = attributes(&parts["[Content_Types].xml"], "PartName")
            .into_iter()
            .map(|name| &name[1..])
            .collect();
        let there: BTreeSet<&str> = parts
            .keys()
            .map(String::as_str)
            .filter(|name| *name != "[Content_Types].xml" && !name.contains("_rels/"))
            .collect();
        assert_eq!(declared, there, "every part has its type");
        let related = &parts["word/_rels/document.xml.rels"];
        for target in attributes(related, "Target") {
            assert!(parts.contains_key(&format!("word/{target}")), "{target}");
        }
        let known: BTreeSet<&str> = attributes(related, "Id").into_iter().collect();
        let document = &parts["word/document.xml"];
        for id in attributes(document, "r:id") {
            assert!(known.contains(id), "{id}");
        }
        assert_eq!(document.matches("<w:drawing>").count(), 3, "states, years, divisions");
        assert_eq!(
            document.matches("<w:tblHeader/>").count(),
            document.matches("<w:tr><w:trPr><w:cantSplit/><w:tblHeader/>").count()
        );
        for task in &told.tasks {
            assert!(
                document.contains(&format!("任务 {}　{}", task.number, task.title_zh)),
                "task {}",
                task.number
            );
            assert!(document.contains(&task.title_en), "task {}", task.number);
        }
        for division in obligations(&told).filter_map(|row| row.division.as_ref()) {
            assert!(document.contains(&division.name_zh), "{}", division.name_zh);
        }
        assert!(document.contains("演示数据") && parts["word/header1.xml"].contains("2025-12-31"));
        assert!(parts["word/footer1.xml"].contains("NUMPAGES"));
        office.registry.close().await;
    });
}

#[test]
fn json_is_the_scoreboard_with_coverage_and_definitions() {
    tell(Engine::Sqlite, |database| async move {
        let office = Office::hunnan(database).await;
        let day = "2022-06-30";
        let told = office.registry.plan_status(Some(date(day)), None).await.unwrap();
        let report: Value = serde_json::from_str(&text(&office, &asked(Form::Json, day)).await).unwrap();
        // Both as a client reads them.
        let read = |text: String| serde_json::from_str::<Value>(&text).unwrap();
        for (member, value) in object(read(serde_json::to_string(&*told).unwrap())) {
            assert!(report[&member] == value, "{member} differs");
        }
        let coverage = office.coverage(day, None).await;
        assert_eq!(report["coverage"], read(serde_json::to_string(&coverage).unwrap()));
        assert_eq!(report["report"]["marks"], json!(["demo", "estimate", "schematic"]));
        assert_eq!(report["report"]["made_on"], "2026-03-02");
        let days: Vec<&str> = report["coverage_by_year"]
            .as_array()
            .unwrap()
            .iter()
            .map(|r| r["as_of"].as_str().unwrap())
            .collect();
        assert_eq!(days, ["2020-12-31", "2021-12-31", "2022-06-30"]);
        let defined: BTreeSet<&str> =
            report["definitions"].as_array().unwrap().iter().map(|d| d["word"].as_str().unwrap()).collect();
        for row in obligations(&told) {
            assert!(defined.contains(row.metric) && defined.contains(row.unit.as_str()), "{}", row.id);
        }

        let csv = text(&office, &asked(Form::Csv, day)).await;
        let mut reader = csv::Reader::from_reader(csv.trim_start_matches('\u{feff}').as_bytes());
        let names = reader.headers().unwrap().clone();
        let column = |name: &str| names.iter().position(|one| one == name).unwrap();
        let (value, state, id) = (column("数值 value"), column("状态 state"), column("指标编号 indicator"));
        let compared = column("比较 comparator");
        let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        assert_eq!(rows.len(), obligations(&told).count());
        for (row, of) in rows.iter().zip(obligations(&told)) {
            assert_eq!(row[id], of.id);
            assert_eq!(row[compared].contains("at least"), of.comparator == Comparator::AtLeast, "{}", of.id);
            assert!(row[state].starts_with(of.state.map_or("未起计", State::zh)), "{}", of.id);
            match of.value {
                Some(known) => assert_eq!(row[value].parse::<f64>().unwrap(), known, "{}", of.id),
                None => assert!(row[value].starts_with("无数据 / ") || row[value].starts_with("未到 / ")),
            }
            assert!(row.iter().all(|cell| !cell.is_empty()), "nothing is left out without a word: {row:?}");
        }
        office.registry.close().await;
    });
}

#[test]
fn each_language_alone() {
    tell(Engine::Sqlite, |database| async move {
        let office = Office::hunnan(database).await;
        let in_language = |language| Request { language, ..asked(Form::Html, "2025-12-31") };
        let chinese = text(&office, &in_language(Language::Chinese)).await;
        for word in ["not begun", "Venue area", "demonstration", "no data", "District Sports Bureau"] {
            assert!(!chinese.contains(&format!(">{word}")), "{word}");
        }
        assert!(chinese.contains("<html lang=\"zh-Hans\">") && chinese.contains("未完成"));
        let english = text(&office, &in_language(Language::English)).await;
        for word in ["未完成", "演示数据", "人均", "区财政局", "街道"] {
            assert!(!english.contains(word), "{word}");
        }
        assert!(english.contains("<html lang=\"en\">") && english.contains("missed"));
        office.registry.close().await;
    });
}

#[test]
fn a_division_is_judged_by_what_is_asked_of_it() {
    tell(Engine::Sqlite, |database| async move {
        let office = Office::hunnan(database).await;
        let told = office.registry.plan_status(None, None).await.unwrap();
        let one = obligations(&told).find_map(|row| row.division.clone()).unwrap();
        let of = |name: &str| Request { division: Some(name.to_owned()), ..asked(Form::Json, "2025-12-31") };
        let report: Value = serde_json::from_str(&text(&office, &of(&one.name_zh)).await).unwrap();
        let tasks = report["tasks"].as_array().unwrap();
        let numbers: Vec<u64> = tasks.iter().map(|task| task["number"].as_u64().unwrap()).collect();
        assert_eq!(numbers, [2, 3, 9, 24], "the tasks that are asked of each sub-district");
        for task in tasks {
            let rows = task["indicators"].as_array().unwrap();
            assert!(rows.iter().all(|row| row["division"]["id"] == one.id.as_str()), "{}", task["number"]);
            let met = rows.iter().filter(|row| row["state"] == "met").count();
            assert_eq!(task["progress"], json!({ "met": met, "of": rows.len() }), "{}", task["number"]);
            let is_met = rows.iter().all(|row| row["state"] == "met");
            assert_eq!(task["state"] == "met", is_met, "{}", task["number"]);
        }
        assert_eq!(report["coverage"]["rows"][0]["division"]["name_zh"], one.name_zh.as_str());
        assert_eq!(report["report"]["division"]["id"], one.id.as_str());
        let whole = made(&office, &asked(Form::Json, "2025-12-31")).await;
        assert_eq!(made(&office, &of("浑南区")).await, whole, "the whole by its name");
        for (name, code) in [("nowhere", "unknown_division"), ("unassigned", "no_obligations")] {
            let Err(RegistryError::Invalid(defects)) = office.registry.plan_report(&of(name)).await else {
                panic!("{name} is no division with tasks")
            };
            assert_eq!(defects[0].code, code);
        }
        office.registry.close().await;
    });
}

#[test]
fn a_divisions_reconciliation_tells_of_no_other() {
    tell(Engine::Sqlite, |database| async move {
        let (office, west, _) = frozen(database).await;
        let found = json!({ "lon": 123.53, "opened_on": "2019-05-01", "effective_from": "2019-05-01",
            "reason": "newly_found" });
        office.register(court("东面补登", 300.0, found)).await;
        let smaller = json!({ "area_m2": 560, "effective_from": "2020-05-01", "reason": "corrected" });
        office.change(west, smaller).await;
        let of = |division: Option<&str>, form| Request {
            division: division.map(str::to_owned),
            ..asked(form, "2025-12-31")
        };
        let read = async |division| {
            serde_json::from_str::<Value>(&text(&office, &of(division, Form::Json)).await).unwrap()
        };
        let whole = read(None).await;
        assert_eq!(whole["reconciliations"][0]["sites"].as_array().unwrap().len(), 2);
        assert!(whole.get("reconciliations_note_zh").is_none());
        let part = read(Some("西")).await;
        let rows = part["reconciliations"][0]["rows"].as_array().unwrap();
        assert_eq!(rows.iter().map(|row| row["name_zh"].as_str().unwrap()).collect::<Vec<_>>(), ["西"]);
        assert_eq!(part["reconciliations"][0]["sites"], json!([]));
        assert!(!part.to_string().contains("东面补登"));
        let said = part["reconciliations_note_en"].as_str().unwrap();
        assert!(said.contains("whole district"), "{said}");
        let page = text(&office, &of(Some("西"), Form::Html)).await;
        assert!(
            page.contains("全区面积（m²）") && page.contains(said),
            "the table of freezes says of what it is"
        );
        assert!(page.contains("-40.00 m² (1 sites), -0.1000 m² per head"), "its own difference");
        office.registry.close().await;
    });
}

#[test]
fn an_empty_registry_says_that_it_knows_nothing_and_texts_are_escaped() {
    tell(Engine::Sqlite, |database| async move {
        let office = Office::open(database).await;
        let evil = "<script>alert(1)</script>&\"'=1+1";
        let declaration = json!({ "external_id": "1", "task": 25, "state": "met", "date": "2021-12-20",
            "declared_by": evil, "evidence_text": "x" });
        office
            .registry
            .register_record::<Declaration>(&office.author, object(declaration), None)
            .await
            .unwrap();
        let day = "2025-12-31";
        let page = text(&office, &asked(Form::Html, day)).await;
        assert!(!page.contains("<script") && page.contains("&lt;script&gt;alert(1)"), "escaped");
        assert!(page.contains("无数据") && page.contains("no data"));
        for name in ["word/document.xml", "word/header1.xml"] {
            let xml = &parts(made(&office, &asked(Form::Docx, day)).await)[name];
            assert!(!xml.contains("<script"), "{name}");
        }
        let book = sheets(made(&office, &asked(Form::Xlsx, day)).await);
        let all = || book.iter().flat_map(|(_, rows)| rows).flatten();
        assert!(all().any(|cell| cell.to_string().contains("<script>")), "a text as it is, and no formula");
        let whole = &table(&book[2].1, "区划")[0];
        for column in ["常住人口", "人均全部", "达标", "完整度"] {
            assert!(whole[column].to_string().starts_with("无数据"), "{column}: {}", whole[column]);
        }
        office.registry.close().await;
    });
}

#[test]
fn the_same_question_has_the_same_bytes() {
    tell(Engine::Sqlite, |database| async move {
        let mut office = Office::open(database).await;
        let mut before = Vec::new();
        for form in Form::ALL {
            before.push(made(&office, &asked(form, "2024-12-31")).await);
        }
        office.reopen().await;
        for (form, before) in Form::ALL.into_iter().zip(before) {
            assert_eq!(made(&office, &asked(form, "2024-12-31")).await, before, "{}", form.as_str());
        }
        office.registry.close().await;
    });
}

#[test]
fn reports_at_the_command_line() {
    tell(Engine::Sqlite, |database| async move {
        let url = database.url.clone();
        let office = Office::open(database).await;
        office.registry.close().await;
        let folder = office.path("");
        let report = |arguments: &[&str]| {
            let all = [&["plan", "report", "--as-of", "2023-12-31"], arguments].concat();
            run(&url, &folder, &all)
        };
        let json = report(&["--format", "json"]);
        assert_eq!((json.status, &json.json()["as_of"]), (0, &json!("2023-12-31")));
        let csv = report(&["--format", "csv", "--language", "zh"]);
        assert_eq!(csv.status, 0, "{csv:?}");
        assert!(csv.out.starts_with("\u{feff}截至,按何时所知,"), "{}", &csv.out[..80]);
        // By the name of the file, and under the report's own name.
        let page = report(&["--output", "report.html"]);
        assert_eq!((page.status, page.out.trim()), (0, "report.html"));
        assert!(std::fs::read_to_string(folder.join("report.html")).unwrap().starts_with("<!DOCTYPE html>"));
        let book = report(&[]);
        let name = book.out.trim();
        assert!(book.status == 0 && name.ends_with("2023-12-31.xlsx"), "{book:?}");
        assert!(std::fs::read(folder.join(name)).unwrap().starts_with(b"PK"), "{name}");
        let all = ["plan", "report", "--as-of", "2023-12-31", "--format", "docx", "--output", "-"];
        let out = program(&url).args(all).current_dir(&folder).output().unwrap().stdout;
        assert!(out.starts_with(b"PK"), "a file on standard output");
        for usage in [&["--format", "pdf"][..], &["--language", "fr"], &["--as-of", "soon"]] {
            let wrong = run(&url, &folder, &[&["plan", "report"], usage].concat());
            assert_eq!(wrong.status, 2, "{usage:?}: {wrong:?}");
        }
        let unknown = report(&["--division", "nowhere", "--format", "json"]);
        assert_eq!((unknown.status, unknown.err.contains("nowhere")), (1, true), "{unknown:?}");
    });
}
