//! An invented county with a plan of its own: it comes from its files alone, as any other district would.

use crate::database::{Database, Engine, stories, tell};
use crate::office::{Office, date, repository};
use crate::program::run;
use jiantu::registry::RegistryError;
use jiantu::registry::scoreboard::{IndicatorTold, PlanTold};
use std::path::PathBuf;
use std::sync::Arc;

stories!(nothing_of_the_shipped_district_is_in_it, the_plan_is_the_countys_own);

/// Its `geodata/` and `seeds/`.
pub fn folder() -> PathBuf {
    repository().join("tests/registry/plan/chenghu")
}

pub async fn open(database: Database) -> Office {
    Office::of(database, &folder(), "chenghu").await
}

pub async fn on(office: &Office, day: &str) -> Arc<PlanTold> {
    office.registry.plan_status(Some(date(day)), None).await.unwrap()
}

/// The county with nothing registered, and with its plan edited: each text is there and is replaced.
pub async fn try_edited(database: Database, edits: &[(&str, &str)]) -> Result<Office, RegistryError> {
    let mut plan = std::fs::read_to_string(folder().join("seeds/fitness-2023-2025.toml")).unwrap();
    for (text, by) in edits {
        assert!(plan.contains(text), "{text}");
        plan = plan.replace(text, by);
    }
    Office::planned(database, &folder(), "chenghu", plan).await
}

pub async fn edited(database: Database, edits: &[(&str, &str)]) -> Office {
    try_edited(database, edits).await.unwrap()
}

/// Rows of an indicator.
pub fn rows<'a>(told: &'a PlanTold, id: &str) -> Vec<&'a IndicatorTold> {
    told.tasks.iter().flat_map(|task| &task.indicators).filter(|row| row.id == id).collect()
}

/// The one row of an indicator in a division (`None`: of the whole), of a year.
pub fn row<'a>(told: &'a PlanTold, id: &str, place: Option<&str>, year: Option<i16>) -> &'a IndicatorTold {
    let of = |row: &&IndicatorTold| {
        let here = row.division.as_ref().map(|division| &*division.code) == place;
        here && row.missing_level.is_none() && row.year == year
    };
    let found: Vec<_> = rows(told, id).into_iter().filter(of).collect();
    assert_eq!(found.len(), 1, "{id} {place:?} {year:?} on {}", told.as_of);
    found[0]
}

async fn nothing_of_the_shipped_district_is_in_it(database: Database) {
    let office = open(database).await;
    let told = serde_json::to_string(&*on(&office, "2025-06-30").await).unwrap();
    let coverage = serde_json::to_string(&office.coverage("2025-06-30", None).await).unwrap();
    for text in [told, coverage] {
        assert!(text.contains("澄湖县") && text.contains("东渚镇"), "{text}");
        // A word of the plan's form, not of a district.
        let text = text.replace("per_subdistrict", "");
        for word in ["浑南", "unnan", "沈阳", "街道", "subdistrict", "\"2021", "\"2020", "4.5,"] {
            assert!(!text.contains(word), "{word}: {text}");
        }
    }
    office.assert_sound().await;
}

async fn the_plan_is_the_countys_own(database: Database) {
    let office = open(database).await;
    let told = office.registry.plan_status(None, None).await.unwrap();
    assert_eq!((told.as_of, &*told.plan.id), (date("2025-12-31"), "chenghu-2023-2025"));
    assert_eq!((told.tasks.len(), told.groups.len(), &*told.rule_version), (11, 3, "chenghu-7"));
    assert_eq!(told.tasks.iter().map(|task| task.number).collect::<Vec<_>>(), (1..=11).collect::<Vec<_>>());
    let mut areas: Vec<_> =
        rows(&told, "area").iter().map(|row| row.division.as_ref().map(|d| &*d.name_zh)).collect();
    areas.sort_unstable();
    assert_eq!(areas, [None, Some("东渚镇"), Some("南沙镇"), Some("西浦镇")]);
    let years: Vec<_> = rows(&told, "cups").iter().map(|row| row.year).collect();
    assert_eq!(years, [Some(2023), Some(2024), Some(2025)]);
    let lead = &told.tasks[1].bodies.lead;
    assert_eq!(lead[0].read_as.as_deref(), Some("县文体旅局"), "an alias of this plan");
}

#[test]
fn the_program_makes_a_database_of_it() {
    tell(Engine::Sqlite, |database| async move {
        let (here, data) = (database.path(""), folder());
        let data = data.to_str().unwrap();
        let made = run(&database.url, &here, &["init", "--district", "chenghu", "--data", data]);
        assert_eq!(made.status, 0, "{made:?}");
        let told = run(&database.url, &here, &["plan", "status", "--format", "json"]).json();
        assert_eq!(
            (&told["as_of"], &told["plan"]["name_zh"]),
            (&"2025-12-31".into(), &"澄湖县健身三年行动（2023-2025年）".into())
        );
        assert_eq!(told["tasks"].as_array().unwrap().len(), 11);
        let coverage =
            run(&database.url, &here, &["coverage", "--as-of", "2025-12-31", "--format", "json"]).json();
        assert_eq!(
            (&coverage["target_m2_per_head"], &coverage["rows"][0]["m2_per_head"]["all"]),
            (&4.0.into(), &4.0.into())
        );
        let table = run(&database.url, &here, &["plan", "status"]);
        assert!(table.status == 0 && table.out.contains("建成县体育大厅"), "{table:?}");
        assert!(!table.out.contains("浑南") && !made.out.contains("浑南"), "{made:?} {table:?}");
    });
}
