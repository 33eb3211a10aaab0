//! A survey's table becomes its result, with sample and interval; no answer of a person is kept.

use crate::database::{Database, Engine, stories, tell};
use crate::import::{import_as, pairs};
use crate::office::{Office, TODAY, date};
use crate::program::run;
use jiantu::domain::change::Reason;
use jiantu::domain::record::Observation;
use jiantu::registry::import::{Report, What};

stories!(
    answers_become_a_score_with_its_sample,
    counts_of_answers_say_the_same,
    few_answers_of_a_division_are_not_told,
    no_difference_tells_of_few_answers,
    too_few_answers_are_no_result,
    a_survey_has_one_scale,
    what_no_number_tells_of_is_nobody,
    other_answers_replace_a_result_only_on_request,
    what_is_wrong_in_a_survey_is_told,
    task_28_shows_the_score_of_the_survey,
);

/// A district `d` with the sub-districts `w` and `e`.
const DIVISIONS: &str = "external_id,name_zh,level,parent,wkt\n\
d,区,district,,\"POLYGON((123.4 41.6,123.6 41.6,123.6 41.7,123.4 41.7,123.4 41.6))\"\n\
w,西,subdistrict,d,\"POLYGON((123.4 41.6,123.5 41.6,123.5 41.7,123.4 41.7,123.4 41.6))\"\n\
e,东,subdistrict,d,\"POLYGON((123.5 41.6,123.6 41.6,123.6 41.7,123.5 41.7,123.5 41.6))\"\n";

async fn opened(database: Database) -> Office {
    let office = Office::open(database).await;
    office.on(TODAY);
    office.import(What::Divisions, "divisions.csv", DIVISIONS).await;
    office
}

async fn surveyed(office: &Office, name: &str, table: &str, more: &[(&str, &str)]) -> Report {
    let file = office.file(name, table);
    import_as(office, What::Survey, &file, |request| {
        request.mapping.set = pairs(&[("series", "satisfaction"), ("period", "2025")]);
        request.mapping.set.extend(pairs(more));
    })
    .await
}

/// Results: division, value, sample.
fn results(office: &Office) -> Vec<(String, f64, u64)> {
    let world = office.registry.world();
    let name = |one: &Observation| {
        let ordinal = one.division_id.and_then(|id| world.tree.find(id));
        ordinal.map_or_else(String::new, |ordinal| world.tree.node(ordinal).division.name_zh.clone())
    };
    let all = world.records().of::<Observation>().iter().map(|entry| {
        let one = &entry.facts.record;
        (name(one), one.figure().unwrap(), one.sample_size.unwrap())
    });
    let mut all: Vec<_> = all.collect();
    all.sort_by(|one, other| one.0.cmp(&other.0));
    all
}

async fn answers_become_a_score_with_its_sample(database: Database) {
    let office = opened(database).await;
    // Twelve in the west say 5, ten in the east 3, one did not answer: (12 * 100 + 10 * 50) / 22.
    let rows = |street: &str, score: &str, count: usize| format!("{street},{score}\n").repeat(count);
    let table = format!("街道,满意度\n{}{}{}", rows("西", "5", 12), rows("东", "3", 10), rows("东", "", 1));
    let report = surveyed(&office, "survey.csv", &table, &[("scale", "1-5"), ("reporter", "评估机构")]).await;
    assert!(report.committed, "{report:#?}");
    assert_eq!((report.read, report.accepted, report.rejected, report.results), (23, 23, 0, Some(3)));
    assert_eq!(report.rows.iter().map(|row| row.code.as_str()).collect::<Vec<_>>(), ["not_answered"]);
    let expected =
        [(String::new(), 1_700.0 / 22.0, 22), ("东".to_owned(), 50.0, 10), ("西".to_owned(), 100.0, 12)];
    let found = results(&office);
    assert_eq!(found.len(), 3, "{found:?}");
    for (one, other) in found.iter().zip(expected) {
        assert!(one.0 == other.0 && (one.1 - other.1).abs() < 1e-9 && one.2 == other.2, "{one:?} {other:?}");
    }
    let world = office.registry.world();
    let whole =
        world.records().of::<Observation>().iter().find(|entry| entry.facts.record.division_id.is_none());
    let whole = &whole.unwrap().facts.record;
    // Deviations 22.727.. (12) and 27.272.. (10): variance 13636.36/21, margin 1.96 * sqrt(649.35/22).
    assert!(whole.method.as_deref().unwrap().contains("±10.65"), "{whole:?}");
    assert_eq!((whole.reporter.as_deref(), whole.unit.as_deref()), (Some("评估机构"), Some("points")));
    // The same again changes nothing.
    let again = surveyed(&office, "again.csv", &table, &[("scale", "1-5"), ("reporter", "评估机构")]).await;
    assert_eq!((again.committed, again.accepted, again.unchanged), (true, 0, 23));
    office.assert_sound().await;
}

async fn counts_of_answers_say_the_same(database: Database) {
    let office = opened(database).await;
    let table = "评价,份数\n很满意,120\n满意,60\n不满意,20\n";
    let file = office.file("counts.csv", table);
    let report = import_as(&office, What::Survey, &file, |request| {
        request.mapping.set = pairs(&[("series", "satisfaction"), ("period", "2025")]);
        request.mapping.map = pairs(&[("score", "评价")]);
        let words = pairs(&[("很满意", "100"), ("满意", "75"), ("不满意", "0")]);
        request.mapping.values.insert("score".to_owned(), words);
    })
    .await;
    assert!(report.committed, "{report:#?}");
    assert_eq!(results(&office), [(String::new(), 82.5, 200)]);
}

fn codes(report: &Report) -> Vec<&str> {
    report.rows.iter().map(|row| row.code.as_str()).collect()
}

async fn few_answers_of_a_division_are_not_told(database: Database) {
    let office = opened(database).await;
    // The whole less the east would be the west.
    let table = "街道,满意度,份数\n西,80,9\n东,90,31\n";
    let report = surveyed(&office, "few.csv", table, &[]).await;
    assert!(report.committed, "{report:#?}");
    let mut told = codes(&report);
    told.sort_unstable();
    assert_eq!(told, ["few_answers", "hides_few_answers"]);
    assert_eq!(results(&office), [(String::new(), 87.75, 40)]);
}

async fn no_difference_tells_of_few_answers(database: Database) {
    let office = opened(database).await;
    // Nine told no sub-district; the one with the fewest answers hides them.
    let table = "街道,满意度,份数\n西,80,20\n东,90,31\n,10,9\n";
    let report = surveyed(&office, "nowhere.csv", table, &[]).await;
    assert_eq!(codes(&report), ["hides_few_answers"]);
    let whole = (80.0 * 20.0 + 90.0 * 31.0 + 10.0 * 9.0) / 60.0;
    let told = results(&office);
    assert!(told.len() == 2 && (told[0].1 - whole).abs() < 1e-9 && told[0].2 == 60, "{told:?}");
    assert_eq!(told[1], ("东".to_owned(), 90.0, 31));
    // Ten of no sub-district are enough.
    let table = table.replace(",10,9", ",10,10");
    let report = surveyed(&office, "enough.csv", &table, &[("period", "2024")]).await;
    assert!(codes(&report).is_empty(), "{report:#?}");
    assert_eq!(report.results, Some(3));
}

async fn too_few_answers_are_no_result(database: Database) {
    let office = opened(database).await;
    for (table, rows) in [("满意度\n80\n", 1), ("满意度,份数\n80,5\n90,4\n", 2), ("满意度,份数\n,40\n", 1)]
    {
        let report = surveyed(&office, "few.csv", table, &[]).await;
        assert!(!report.committed, "{report:#?}");
        assert_eq!((report.read, report.accepted, report.rejected), (rows, 0, rows), "{report:#?}");
        let error = &report.rows[0];
        assert_eq!((error.row, error.code.as_str()), (2, "few_answers"), "{report:#?}");
        assert!(results(&office).is_empty());
    }
    // Leniently, another question of the file has its result.
    let file = office.file("two.csv", "时段,满意度,份数\n2024,80,9\n2025,90,10\n");
    let report = import_as(&office, What::Survey, &file, |request| {
        request.mapping.set = pairs(&[("series", "satisfaction")]);
        request.lenient = true;
    })
    .await;
    assert_eq!((report.read, report.accepted, report.rejected, report.results), (2, 1, 1, Some(1)));
    assert_eq!(results(&office), [(String::new(), 90.0, 10)]);
    office.assert_sound().await;
}

async fn a_survey_has_one_scale(database: Database) {
    let office = opened(database).await;
    let wrong = [
        "满意度,份数,量表\n4,20,1-5\n4,20,\n",
        "满意度,份数,量表\n4,20,\n4,20,1-5\n",
        "满意度,份数,量表\n4,20,1-5\n4,20,1-10\n",
    ];
    for table in wrong {
        let report = surveyed(&office, "scales.csv", table, &[]).await;
        assert!(!report.committed && codes(&report) == ["not_one"], "{table}: {report:#?}");
        let error = &report.rows[0];
        assert_eq!((error.row, error.field.as_deref()), (3, Some("scale")), "{table}");
        assert!(results(&office).is_empty());
    }
    // One for all, and the same in other signs.
    let table = "满意度,份数,量表\n4,20,1-5\n4,20,1–5\n2,20,\n";
    let report = surveyed(&office, "one.csv", table, &[("scale", "1-5")]).await;
    assert!(report.committed, "{report:#?}");
    let told = results(&office);
    assert!(told.len() == 1 && (told[0].1 - (75.0 * 40.0 + 25.0 * 20.0) / 60.0).abs() < 1e-9, "{told:?}");
}

async fn what_no_number_tells_of_is_nobody(database: Database) {
    let office = opened(database).await;
    let report = surveyed(&office, "counts.csv", "满意度,份数\n80,\n90,30\n,\n", &[]).await;
    assert!(report.committed && codes(&report) == ["not_counted"], "{report:#?}");
    assert!(report.rows[0].message_en.starts_with("2 rows"), "{report:#?}");
    assert_eq!(results(&office), [(String::new(), 90.0, 30)]);
    // A column without a single number is no column of single answers.
    let empty = format!("满意度,份数\n{}", "80,\n".repeat(20));
    let report = surveyed(&office, "empty.csv", &empty, &[("period", "2024")]).await;
    assert!(!report.committed && codes(&report).contains(&"few_answers"), "{report:#?}");
    // Where each row names its own columns, the first number tells that there is one.
    let rows = ["{\"score\":80}", "{\"score\":90,\"answers\":30}", "{\"score\":10}"];
    let features: Vec<String> = rows
        .iter()
        .map(|row| format!("{{\"type\":\"Feature\",\"geometry\":null,\"properties\":{row}}}"))
        .collect();
    let report = surveyed(&office, "counts.geojsonl", &features.join("\n"), &[("period", "2023")]).await;
    assert!(report.committed && codes(&report) == ["not_counted"], "{report:#?}");
    assert_eq!(results(&office)[1..], [(String::new(), 90.0, 30)]);
}

async fn other_answers_replace_a_result_only_on_request(database: Database) {
    let office = opened(database).await;
    let first = "街道,满意度,份数\n西,80,20\n东,90,30\n";
    assert!(surveyed(&office, "first.csv", first, &[]).await.committed);
    let stands = [(String::new(), 86.0, 50), ("东".to_owned(), 90.0, 30), ("西".to_owned(), 80.0, 20)];
    assert_eq!(results(&office), stands);
    let with = async |table: &str, reason: Option<Reason>, lenient: bool| {
        let file = office.file("other.csv", table);
        import_as(&office, What::Survey, &file, |request| {
            request.mapping.set = pairs(&[("series", "satisfaction"), ("period", "2025")]);
            (request.reason, request.lenient) = (reason, lenient);
        })
        .await
    };
    // Other answers; the same, of which one sub-district is not told any more; both, leniently.
    let fewer = "街道,满意度,份数\n西,80,20\n,90,30\n";
    let other = "街道,满意度,份数\n西,70,20\n,90,30\n";
    for (table, reason, lenient) in
        [(other, None, false), (fewer, None, false), (other, Some(Reason::Changed), true)]
    {
        let report = with(table, reason, lenient).await;
        assert!(!report.committed && codes(&report) == ["already_stands"], "{report:#?}");
        assert_eq!((report.read, report.accepted, report.rejected), (2, 0, 2));
        let told = &report.rows[0].message_zh;
        assert!(told.contains("--reason corrected") && told.contains('东'), "{told}");
        assert_eq!(results(&office), stands);
    }
    // Only what is not told any more: the whole stands as it was.
    let report = with(fewer, Some(Reason::Corrected), false).await;
    assert!(report.committed && report.results == Some(2), "{report:#?}");
    assert_eq!(results(&office), [stands[0].clone(), stands[2].clone()]);
    let report = with(other, Some(Reason::Corrected), false).await;
    assert_eq!((report.committed, report.accepted, report.results), (true, 2, Some(2)));
    assert_eq!(results(&office), [(String::new(), 82.0, 50), ("西".to_owned(), 70.0, 20)]);
    // The same again changes nothing, and what was removed can come back.
    let report = with(other, None, false).await;
    assert_eq!((report.committed, report.accepted, report.unchanged), (true, 0, 2));
    assert!(with(first, Some(Reason::Corrected), false).await.committed);
    assert_eq!(results(&office), stands);
    office.assert_sound().await;
}

/// A table with what `--set` tells; row, field and code of the error.
type Wrong = (&'static str, &'static [(&'static str, &'static str)], u64, &'static str, &'static str);

async fn what_is_wrong_in_a_survey_is_told(database: Database) {
    let office = opened(database).await;
    let cases: [Wrong; 8] = [
        ("满意度\n4\n6\n", &[("scale", "1-5")], 3, "score", "off_scale"),
        ("满意度\n好\n", &[], 2, "score", "not_a_number"),
        ("满意度\n80\n", &[("scale", "five")], 2, "scale", "not_a_scale"),
        ("满意度,权重\n80,0\n", &[], 2, "weight", "not_positive"),
        ("满意度,街道\n80,南\n", &[], 2, "division", "unknown_division"),
        ("满意度,填报单位\n80,甲\n80,乙\n", &[], 3, "reporter", "not_one"),
        ("满意度,份数\n80,-1\n", &[], 2, "answers", ""),
        ("满意度,份数\n80,10\n", &[("series", "satisfied")], 2, "series", ""),
    ];
    for (table, more, row, field, code) in cases {
        let report = surveyed(&office, "wrong.csv", table, more).await;
        assert!(!report.committed && report.accepted == 0, "{table}: {report:#?}");
        let error = &report.rows[0];
        assert_eq!((error.row, error.field.as_deref()), (row, Some(field)), "{table}: {report:#?}");
        assert!(code.is_empty() || error.code == code, "{table}: {report:#?}");
    }
    assert_eq!(office.registry.world().records().of::<Observation>().iter().count(), 0);
}

async fn task_28_shows_the_score_of_the_survey(database: Database) {
    let office = opened(database).await;
    let told = async || {
        let told = office.registry.plan_task(28, Some(date("2025-12-31")), None).await.unwrap();
        let row = |id: &str| told.tasks[0].indicators.iter().find(|row| row.id == id).unwrap().clone();
        (row("28.survey_sample"), row("28.score"))
    };
    let (sample, score) = told().await;
    assert_eq!((sample.value, score.value), (None, None));
    surveyed(&office, "survey.csv", "满意度,份数\n80,200\n90,112\n", &[]).await;
    let (sample, score) = told().await;
    assert_eq!((sample.value, sample.state.unwrap().as_str()), (Some(312.0), "met"));
    assert!((score.value.unwrap() - (80.0 * 200.0 + 90.0 * 112.0) / 312.0).abs() < 1e-9);
    assert!(score.basis_zh.as_deref().unwrap_or_default().contains("312"), "{score:?}");
}

#[test]
fn the_command_takes_a_survey_and_its_template() {
    tell(Engine::Sqlite, |database| async move {
        let folder = database.path("");
        assert_eq!(run(&database.url, &folder, &["init", "--district", "hunnan", "--no-demo"]).status, 0);
        let template = run(&database.url, &folder, &["template", "survey", "--format", "csv"]);
        assert_eq!(template.status, 0, "{template:?}");
        let headings = std::fs::read_to_string(folder.join("survey-template.csv")).unwrap();
        assert!(headings.contains("满意度") && headings.contains("答卷数"), "{headings}");
        std::fs::write(folder.join("survey.csv"), format!("总体满意度,姓名\n{}", "4,甲\n5,乙\n".repeat(5)))
            .unwrap();
        let import = [
            "import",
            "survey",
            "survey.csv",
            "--set",
            "series=satisfaction",
            "--set",
            "period=2025",
            "--set",
            "scale=1-5",
        ];
        let done = run(&database.url, &folder, &import);
        assert!(done.status == 0 && done.out.contains("调查结果 results 1"), "{done:?}");
        assert_eq!(
            run(
                &database.url,
                &folder,
                &["export", "observations", "--format", "csv", "--output", "out.csv"]
            )
            .status,
            0
        );
        let kept = std::fs::read_to_string(folder.join("out.csv")).unwrap();
        assert!(kept.contains("87.5") && !kept.contains('甲'), "{kept}");
    });
}
