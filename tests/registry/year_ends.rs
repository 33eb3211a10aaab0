//! A frozen year does not move, and each difference from best knowledge is told by its causes.
//!
//! The oracle of the causes is another way to the same numbers: after each change the coverage is asked as it
//! was known right then, and the difference is the change's own.

use crate::database::{Database, Engine, stories, tell};
use crate::office::{Office, TODAY, court, end_of, object};
use crate::program::run;
use jiantu::analysis::counting::reconcile::Cause;
use jiantu::domain::area::Area;
use jiantu::domain::id::SiteId;
use jiantu::registry::RegistryError;
use jiantu::registry::import::What;
use jiantu::registry::year_end::{Reconciliation, RowDifference};
use serde_json::{Value, json};
use std::collections::BTreeMap;

stories!(
    a_frozen_year_does_not_move,
    each_difference_has_its_cause,
    causes_sum_to_the_difference_whatever_happens,
    other_rules_are_a_cause_of_their_own,
    other_kinds_are_no_change_of_boundaries,
    what_only_the_frozen_side_has_is_told,
    a_year_is_opened_again_with_a_reason,
    what_can_not_be_frozen_is_refused,
    verify_sees_what_was_tampered_with,
    the_plan_tells_both_series,
);

const PEOPLE: &str = "lon,lat,population,year,vintage,published_on,base\n";
const YEAR_END: &str = "2025-12-31";

/// A district of a western and an eastern half that meet at a longitude.
fn halves(middle: f64) -> String {
    let parts =
        [("区", 123.4, 123.6, None), ("西", 123.4, middle, Some("区")), ("东", middle, 123.6, Some("区"))];
    let features: Vec<Value> = parts
        .into_iter()
        .map(|(id, west, east, parent)| {
            let ring = [[west, 41.6], [east, 41.6], [east, 41.75], [west, 41.75], [west, 41.6]];
            json!({ "type": "Feature", "geometry": { "type": "Polygon", "coordinates": [ring] },
                "properties": { "external_id": id, "name_zh": id, "parent": parent, "boundary_quality": "surveyed",
                    "level": if parent.is_none() { "district" } else { "subdistrict" } } })
        })
        .collect();
    json!({ "type": "FeatureCollection", "features": features }).to_string()
}

/// Both halves with a court each of 600 m2, 400 people in the west and 600 in the east, frozen as of 2025.
pub async fn frozen(database: Database) -> (Office, SiteId, SiteId) {
    let office = Office::open(database).await;
    office.on("2021-03-01");
    office.import(What::Divisions, "halves.geojson", halves(123.5)).await;
    let people = format!(
        "{PEOPLE}123.45,41.68,400,2025,bulletin,2026-01-05,resident\n123.55,41.68,600,2025,bulletin,2026-01-05,resident\n"
    );
    office.import(What::Population, "people.csv", people).await;
    let west = office.register(court("西球场", 600.0, json!({ "lon": 123.47 }))).await;
    let east = office.register(court("东球场", 600.0, json!({ "lon": 123.52 }))).await;
    office.on("2026-01-10");
    freeze(&office, json!({ "year": 2025, "by": "区体育局" })).await.unwrap();
    (office, west, east)
}

async fn freeze(office: &Office, members: Value) -> Result<u32, RegistryError> {
    let done = office.registry.freeze(&office.author, object(members), None).await?;
    Ok(office.registry.year_end_told(done.id)?.version)
}

async fn reconciled(office: &Office) -> Reconciliation {
    office.registry.reconciliation(2025, None).await.unwrap()
}

fn row<'a>(told: &'a Reconciliation, name: &str) -> &'a RowDifference {
    told.rows.iter().find(|row| row.name_zh == name).unwrap_or_else(|| panic!("{name}: {told:#?}"))
}

/// Causes with their areas, m2.
fn causes(row: &RowDifference) -> BTreeMap<Cause, f64> {
    row.causes.iter().map(|caused| (caused.cause, caused.area_m2.all.m2())).collect()
}

async fn a_frozen_year_does_not_move(database: Database) {
    let (office, west, _) = frozen(database).await;
    let before = office.registry.year_end_in_full(2025, None).await.unwrap();
    assert_eq!(before.head.area_m2, 1200.0);
    assert_eq!(before.head.m2_per_head, Some(1.2));
    assert_eq!(before.coverage["rows"][0]["area_m2"]["all"], 1200);
    assert_eq!(before.head.population.as_ref().map(|people| people.value), Some(1000));
    let none = reconciled(&office).await;
    assert!(none.sites.is_empty() && none.tasks.is_empty(), "{none:#?}");
    assert!(none.rows.iter().all(|row| row.causes.is_empty() && row.difference_m2 == Area::ZERO));
    office.on(TODAY);
    // An edit of 2026 moves neither side, one that was already so moves best knowledge.
    office.change(west, json!({ "area_m2": 700 })).await;
    assert!(reconciled(&office).await.sites.is_empty());
    office.change(west, json!({ "area_m2": 650, "effective_from": "2025-07-01", "reason": "changed" })).await;
    assert_eq!(office.area(YEAR_END, None).await, Some(1250.0));
    let told = reconciled(&office).await;
    assert_eq!(causes(row(&told, "区")), BTreeMap::from([(Cause::Changed, 50.0)]));
    assert_eq!(told.sites[0].name_zh.as_deref(), Some("西球场"));
    assert_eq!(told.sites[0].steps[0].change.as_ref().unwrap().effective_from.to_string(), "2025-07-01");
    let after = office.registry.year_end_in_full(2025, None).await.unwrap();
    assert_eq!(before, after);
    let sites = office.registry.year_end_grounds(2025, None).await.unwrap();
    assert_eq!(sites.sites.iter().map(|site| site.shares[0].1).collect::<Vec<_>>(), [6_000_000, 6_000_000]);
    office.assert_sound().await;
}

/// One change of each cause, one after the other; what each did is known at once.
async fn each_difference_has_its_cause(database: Database) {
    let (office, west, east) = frozen(database).await;
    office.on("2026-02-01");
    office.register(court("补登", 300.0, json!({ "lon": 123.49, "opened_on": "2019-05-01", "effective_from": "2019-05-01", "reason": "newly_found" }))).await;
    office.register(court("年末前建成", 250.0, json!({ "lon": 123.53, "opened_on": "2025-11-01", "effective_from": "2025-11-01", "reason": "new_built" }))).await;
    office
        .change(west, json!({ "area_m2": 560, "effective_from": "2020-05-01", "reason": "corrected" }))
        .await;
    office.change(east, json!({ "status": "closed", "closed_on": "2025-10-01", "effective_from": "2025-10-01", "reason": "closed" })).await;
    let told = reconciled(&office).await;
    let expected = [
        (Cause::NewBuilt, 250.0),
        (Cause::NewlyFound, 300.0),
        (Cause::Corrected, -40.0),
        (Cause::Closed, -600.0),
    ];
    let district = row(&told, "区");
    assert_eq!(causes(district), expected.into());
    assert_eq!(district.difference_m2, Area::from_cm2(-900_000));
    assert_eq!(
        causes(row(&told, "西")),
        BTreeMap::from([(Cause::NewlyFound, 300.0), (Cause::Corrected, -40.0)])
    );
    assert_eq!(causes(row(&told, "东")), BTreeMap::from([(Cause::NewBuilt, 250.0), (Cause::Closed, -600.0)]));
    // The court is something else: a plot without a venue.
    office
        .change(
            west,
            json!({ "counts_area": false, "effective_from": "2020-05-01", "reason": "reclassified" }),
        )
        .await;
    let told = reconciled(&office).await;
    assert_eq!(causes(row(&told, "西"))[&Cause::Reclassified], -560.0);
    assert_eq!(told.sites.iter().find(|site| site.id == west).unwrap().steps.len(), 2);
    // The halves meet further west: what was found late lies in the east now.
    office.import(What::Divisions, "moved.geojson", halves(123.48)).await;
    let told = reconciled(&office).await;
    assert_eq!(causes(row(&told, "西"))[&Cause::Boundary], -300.0);
    assert_eq!(causes(row(&told, "东"))[&Cause::Boundary], 300.0);
    assert!(!causes(row(&told, "区")).contains_key(&Cause::Boundary));
    // Other people move the figure per head alone, and are explained to the end.
    let revised = format!(
        "{PEOPLE}123.45,41.68,500,2025,revision,2026-01-20,resident\n123.55,41.68,750,2025,revision,2026-01-20,resident\n"
    );
    office.import(What::Population, "revised.csv", revised).await;
    let told = reconciled(&office).await;
    for row in &told.rows {
        let Some(difference) = row.difference_m2_per_head else { continue };
        let explained: f64 = row.causes.iter().map(|caused| caused.m2_per_head.unwrap()).sum();
        assert!((difference - explained).abs() < 1e-12, "{row:#?}");
        assert_eq!(row.causes.last().unwrap().cause, Cause::Population);
    }
    let district = row(&told, "区");
    assert_eq!((district.population.frozen, district.population.best), (Some(1000), Some(1250)));
    assert_eq!(district.m2_per_head.frozen, Some(1.2));
    assert_eq!(district.m2_per_head.best, Some(550.0 / 1250.0));
    let full = office.registry.year_end_in_full(2025, None).await.unwrap();
    assert_eq!(full.head.population.unwrap().vintage, "bulletin");
    assert_eq!(full.coverage["rows"][0]["population"]["value"], 1000);
    office.assert_sound().await;
}

/// Numbers as random as a line of a textbook, the same in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }
}

/// Areas of the rows, as they are known now: all, open, free, in cm2.
async fn areas(office: &Office) -> BTreeMap<String, [i64; 3]> {
    let rows = office.coverage(YEAR_END, None).await.rows;
    let cm2 = |area: Option<Area>| area.map_or(0, Area::cm2);
    let three = |row: &jiantu::registry::coverage::Row| {
        let three = row.area_m2;
        [cm2(three.all), cm2(three.open), cm2(three.free)]
    };
    rows.iter().map(|row| (row.division.name_zh.clone(), three(row))).collect()
}

async fn causes_sum_to_the_difference_whatever_happens(database: Database) {
    let (office, west, east) = frozen(database).await;
    let mut dice = Dice(20_251_231);
    let mut sites = vec![west, east];
    let frozen = areas(&office).await;
    let mut expected: BTreeMap<(String, Cause), [i64; 3]> = BTreeMap::new();
    let mut before = frozen.clone();
    for step in 0..40 {
        // Two a day, so that an instant has several changes.
        office.on(&format!("2026-02-{:02}", step / 2 + 1));
        let reason = ["corrected", "changed", "reclassified", "newly_found"][dice.roll(4) as usize];
        let from = format!("202{}-0{}-15", dice.roll(6), dice.roll(9) + 1);
        let area = dice.roll(1_000_000) as f64 / 1_000.0;
        let cause = match dice.roll(6) {
            0 => {
                let lon = 123.4 + dice.roll(2_000) as f64 / 10_000.0;
                let more = json!({ "lon": lon, "effective_from": from, "reason": reason, "opened_on": from });
                let access = ["free_open", "open", "closed_to_public"][dice.roll(3) as usize];
                let mut site = court(&format!("场{step}"), area, more);
                site["access"] = access.into();
                sites.push(office.register(site).await);
                reason
            }
            1 => {
                let middle = 123.45 + dice.roll(1_000) as f64 / 10_000.0;
                office.import(What::Divisions, &format!("halves-{step}.geojson"), halves(middle)).await;
                "boundary_change"
            }
            _ => {
                let site = sites[dice.roll(sites.len() as u64) as usize];
                let mut patch = json!({ "effective_from": from, "reason": reason });
                match dice.roll(4) {
                    0 => {
                        patch["access"] =
                            ["free_open", "open", "closed_to_public"][dice.roll(3) as usize].into();
                    }
                    1 => patch["counts_area"] = (dice.roll(2) == 0).into(),
                    2 => {
                        patch["lon"] = (123.4 + dice.roll(2_000) as f64 / 10_000.0).into();
                        patch["lat"] = 41.679.into();
                    }
                    _ => patch["area_m2"] = area.into(),
                }
                office.change(site, patch).await;
                reason
            }
        };
        let cause: Cause = cause.parse::<jiantu::domain::change::Reason>().unwrap().into();
        let after = areas(&office).await;
        for (name, now) in &after {
            let sum = expected.entry((name.clone(), cause)).or_default();
            for (sum, (now, before)) in sum.iter_mut().zip(now.iter().zip(before[name])) {
                *sum += now - before;
            }
        }
        before = after;
    }
    let told = reconciled(&office).await;
    let mut moved = 0;
    for row in &told.rows {
        let sum = |figure: fn(&jiantu::registry::year_end::AreasMoved) -> Area| -> i64 {
            row.causes.iter().map(|caused| figure(&caused.area_m2).cm2()).sum()
        };
        let sums = [sum(|areas| areas.all), sum(|areas| areas.open), sum(|areas| areas.free)];
        for (at, sum) in sums.into_iter().enumerate() {
            assert_eq!(sum, before[&row.name_zh][at] - frozen[&row.name_zh][at], "{}", row.name_zh);
        }
        for caused in row.causes.iter().filter(|caused| caused.cause != Cause::Population) {
            assert_ne!(caused.cause, Cause::Method, "{row:#?}");
            moved += 1;
        }
    }
    assert!(moved > 8, "{told:#?}");
    // What moved nobody between divisions is as the oracle has it, cause by cause.
    let whole = row(&told, "区");
    for cause in Cause::ALL {
        let told = causes(whole)
            .get(&cause)
            .map_or(0, |m2| Area::from_m2(m2.abs()).unwrap().cm2() * m2.signum() as i64);
        assert_eq!(told, expected.get(&("区".to_owned(), cause)).map_or(0, |sum| sum[0]), "{cause:?}");
    }
    office.assert_sound().await;
}

async fn other_rules_are_a_cause_of_their_own(database: Database) {
    let (mut office, west, _) = frozen(database).await;
    office.on(TODAY);
    office
        .change(west, json!({ "area_m2": 500, "effective_from": "2020-05-01", "reason": "corrected" }))
        .await;
    let rules = std::fs::read_to_string(crate::office::repository().join("seeds/rules.toml")).unwrap();
    let version = rules.lines().find(|line| line.starts_with("version")).unwrap();
    // Nothing of what the public may use counts any more as open.
    let open = rules.lines().find(|line| line.starts_with("open_access")).unwrap();
    let other = rules.replace(version, "version = \"other\"").replace(open, "open_access = [\"open\"]");
    let edits = jiantu::registry::reference::Edits {
        rules: Some(jiantu::registry::reference::File::new("rules.toml", other)),
        ..Default::default()
    };
    office.registry.replace_reference(&edits).await.unwrap();
    let refused = freeze(&office, json!({ "year": 2024 })).await.unwrap_err();
    assert!(refused.to_string().contains("start it anew"), "{refused}");
    office.reopen().await;
    let told = reconciled(&office).await;
    assert_eq!((told.frozen.rule_version == told.rule_version, told.rule_version.as_str()), (false, "other"));
    let district = row(&told, "区");
    let moved: BTreeMap<Cause, [f64; 2]> = district
        .causes
        .iter()
        .map(|caused| (caused.cause, [caused.area_m2.all.m2(), caused.area_m2.open.m2()]))
        .collect();
    let expected = [(Cause::Corrected, [-100.0, -100.0]), (Cause::Method, [0.0, -1100.0])];
    assert_eq!(moved, expected.into());
}

async fn other_kinds_are_no_change_of_boundaries(database: Database) {
    let (mut office, ..) = frozen(database).await;
    let kinds = std::fs::read_to_string(crate::office::repository().join("seeds/kinds.toml")).unwrap();
    // Courts have no venue area any more.
    let (before, court) = kinds.split_once("id = \"basketball\"\n").unwrap();
    let other = format!(
        "{before}id = \"basketball\"\n{}",
        court.replacen("counts_area = true", "counts_area = false", 1)
    );
    assert_ne!(kinds, other);
    let edits = jiantu::registry::reference::Edits {
        kinds: Some(jiantu::registry::reference::File::new("kinds.toml", other)),
        ..Default::default()
    };
    office.registry.replace_reference(&edits).await.unwrap();
    let refused = freeze(&office, json!({ "year": 2024 })).await.unwrap_err();
    assert!(refused.to_string().contains("start it anew"), "{refused}");
    office.reopen().await;
    let told = reconciled(&office).await;
    for (name, moved) in [("区", -1200.0), ("西", -600.0), ("东", -600.0)] {
        assert_eq!(causes(row(&told, name)), BTreeMap::from([(Cause::Method, moved)]), "{name}");
    }
    office.assert_sound().await;
}

async fn what_only_the_frozen_side_has_is_told(database: Database) {
    let (office, ..) = frozen(database).await;
    let mut ended: Value = serde_json::from_str(&halves(123.5)).unwrap();
    ended["features"][2]["properties"]["valid_to"] = "2025-06-30".into();
    office.import(What::Divisions, "ended.geojson", ended.to_string()).await;
    let told = reconciled(&office).await;
    let gone =
        told.tasks.iter().find(|one| one.division.as_ref().is_some_and(|division| division.name_zh == "东"));
    let gone = gone.unwrap_or_else(|| panic!("{:#?}", told.tasks));
    assert_eq!(
        (gone.indicator.as_str(), gone.value.frozen, gone.value.best),
        ("2.area_per_head", Some(1.0), None)
    );
    assert!(!gone.title_zh.is_empty() && !gone.unit.is_empty(), "{gone:?}");
    // Its people are gone with it.
    let gone = [(Cause::Boundary, -600.0), (Cause::Population, 0.0)];
    assert_eq!(causes(row(&told, "东")), gone.into());
}

async fn a_year_is_opened_again_with_a_reason(database: Database) {
    let (office, west, _) = frozen(database).await;
    office.on(TODAY);
    office
        .change(west, json!({ "area_m2": 660, "effective_from": "2020-05-01", "reason": "corrected" }))
        .await;
    let again = freeze(&office, json!({ "year": 2025, "reopen": true, "reason": "审计复核" })).await.unwrap();
    assert_eq!(again, 2);
    let all = office.registry.year_ends();
    let told: Vec<_> =
        all.iter().map(|one| (one.version, one.stands, one.area_m2, one.reason.as_deref())).collect();
    assert_eq!(told, [(1, false, 1200.0, None), (2, true, 1260.0, Some("审计复核"))]);
    assert_ne!(all[0].hash, all[1].hash);
    assert!(reconciled(&office).await.sites.is_empty());
    let first = office.registry.reconciliation(2025, Some(1)).await.unwrap();
    assert_eq!(causes(row(&first, "区")), BTreeMap::from([(Cause::Corrected, 60.0)]));
    assert_eq!(
        office.registry.year_end_in_full(2025, Some(1)).await.unwrap().coverage["rows"][0]["area_m2"]["all"],
        1200
    );
    // What was known before the second one is told with the first.
    let known = office
        .registry
        .plan_status(Some(YEAR_END.parse().unwrap()), Some(end_of("2026-01-31")))
        .await
        .unwrap();
    assert_eq!(known.freezes.iter().map(|one| one.version).collect::<Vec<_>>(), [1]);
    office.assert_sound().await;
}

async fn what_can_not_be_frozen_is_refused(database: Database) {
    let office = Office::open(database).await;
    office.on("2025-12-31");
    let refusals = [
        (json!({}), "year", "missing"),
        (json!({ "year": 2025 }), "year", "year_not_over"),
        (json!({ "year": 2024, "reopen": true, "reason": "x" }), "year", "not_frozen"),
        (json!({ "year": 2024, "reopen": true }), "reason", "required"),
        (json!({ "year": 2024, "reason": "x" }), "reason", "without_reopen"),
        (json!({ "year": 2024, "by": "x".repeat(1_001) }), "by", "too_long"),
        (json!({ "year": "many" }), "year", ""),
        (json!({ "year": 2024, "bye": "x" }), "bye", ""),
    ];
    for (members, field, code) in refusals {
        let told = members.to_string();
        let Err(RegistryError::Invalid(defects)) = freeze(&office, members).await else { panic!("{told}") };
        let found =
            defects.iter().any(|one| one.field.ends_with(field) && (code.is_empty() || one.code == code));
        assert!(found, "{told}: {defects:?}");
    }
    assert!(office.registry.year_ends().is_empty());
    assert!(matches!(office.registry.reconciliation(2024, None).await, Err(RegistryError::NotFound { .. })));
    office.on("2026-01-01");
    assert_eq!(freeze(&office, json!({ "year": 2025 })).await.unwrap(), 1);
    let Err(RegistryError::Invalid(defects)) = freeze(&office, json!({ "year": 2025 })).await else {
        panic!()
    };
    assert_eq!(defects[0].code, "frozen_already");
    assert!(matches!(office.registry.year_end(2025, Some(2)), Err(RegistryError::NotFound { .. })));
}

async fn verify_sees_what_was_tampered_with(database: Database) {
    let (office, ..) = frozen(database).await;
    let findings = office.registry.verify().await.unwrap();
    assert_eq!((findings.year_ends, findings.faults.len()), (1, 0));
    // A byte of the frozen figures, behind the program's back.
    let changed = office
        .raw(
            "UPDATE blob SET bytes = substr(bytes, 1, length(bytes) - 1)",
            "UPDATE blob SET bytes = substring(bytes from 1 for length(bytes) - 1)",
        )
        .await;
    assert_eq!(changed, 2);
    let faults = office.registry.verify().await.unwrap().faults;
    assert!(
        faults.iter().any(|fault| fault.contains("2025") && fault.contains("figures are not what")),
        "{faults:?}"
    );
    assert!(
        faults.iter().any(|fault| fault.contains("2025") && fault.contains("grounds are not what")),
        "{faults:?}"
    );
}

async fn the_plan_tells_both_series(database: Database) {
    let (office, west, _) = frozen(database).await;
    office.on(TODAY);
    office
        .change(west, json!({ "area_m2": 5000, "effective_from": "2020-05-01", "reason": "corrected" }))
        .await;
    let told = office.registry.plan_status(None, None).await.unwrap();
    assert_eq!(told.as_of.to_string(), YEAR_END, "without a day the plan's end");
    assert_eq!(told.freezes.len(), 1);
    let task = told.tasks.iter().find(|task| task.indicators.iter().any(|row| row.metric == "area_per_head"));
    let task = task.unwrap();
    let whole =
        task.indicators.iter().find(|row| row.metric == "area_per_head" && row.division.is_none()).unwrap();
    assert_eq!(whole.value, Some(5.6));
    assert_eq!(whole.frozen.iter().map(|one| (one.year, one.value)).collect::<Vec<_>>(), [(2025, Some(1.2))]);
    assert_eq!(task.frozen.map(|one| one.year), Some(2025));
    assert_eq!((whole.frozen[0].state.unwrap().as_str(), whole.state.unwrap().as_str()), ("missed", "met"));
    let changed = reconciled(&office).await;
    let changed = changed.tasks.iter().find(|one| one.task == task.number && one.division.is_none()).unwrap();
    assert_eq!((changed.value.frozen, changed.value.best), (Some(1.2), Some(5.6)));
    // Another day shows only what had been frozen by its year.
    let earlier = office.registry.plan_status(Some("2025-12-30".parse().unwrap()), None).await.unwrap();
    assert!(earlier.freezes.is_empty() && earlier.tasks.iter().all(|task| task.frozen.is_none()));
}

#[test]
fn the_commands_freeze_and_reconcile() {
    tell(Engine::Sqlite, |database| async move {
        let folder = database.path("");
        assert_eq!(run(&database.url, &folder, &["init", "--district", "hunnan"]).status, 0);
        let none = run(&database.url, &folder, &["freezes"]);
        assert!(none.status == 0 && none.out.contains("尚无封存"), "{none:?}");
        let frozen = run(&database.url, &folder, &["freeze", "2025", "--by", "区体育局", "--format", "json"]);
        let frozen = frozen.json();
        let coverage =
            run(&database.url, &folder, &["coverage", "--as-of", YEAR_END, "--format", "json"]).json();
        assert_eq!(frozen["area_m2"], coverage["rows"][0]["area_m2"]["all"]);
        assert_eq!(frozen["flags"], json!(["demo", "estimate"]));
        let again = run(&database.url, &folder, &["freeze", "2025"]);
        assert!(again.status == 1 && again.err.contains("--reopen"), "{again:?}");
        let site = "external_id,source,name_zh,kind,area_m2,opened_on,effective_from,reason,lon,lat\n\
                    L-1,late,补登球场,basketball,608.5,2019-05-01,2019-05-01,newly_found,123.463,41.679\n";
        std::fs::write(folder.join("late.csv"), site).unwrap();
        assert_eq!(run(&database.url, &folder, &["import", "sites", "late.csv"]).status, 0);
        let told = run(&database.url, &folder, &["freezes", "2025"]);
        assert!(
            told.out.contains("新发现（补登） +608.50 m2（1处）") && told.out.contains("补登球场"),
            "{told:?}"
        );
        let json = run(&database.url, &folder, &["freezes", "2025", "--format", "json"]).json();
        assert_eq!(json["rows"][0]["difference_m2"], 608.5);
        let history = run(&database.url, &folder, &["history", "2025/1"]);
        assert!(history.status == 0 && history.out.contains("command-line"), "{history:?}");
        assert_eq!(run(&database.url, &folder, &["freezes", "2024"]).status, 1);
        assert_eq!(run(&database.url, &folder, &["freezes", "--number", "1"]).status, 2);
        let sound = run(&database.url, &folder, &["verify"]);
        assert!(sound.status == 0 && sound.out.contains("1 次封存"), "{sound:?}");
    });
}

#[test]
fn the_demonstration_is_frozen_to_the_last_digit_and_each_part_is_told() {
    tell(Engine::Sqlite, |database| async move {
        let office = Office::hunnan(database).await;
        freeze(&office, json!({ "year": 2025 })).await.unwrap();
        let told = office.registry.plan_status(Some(YEAR_END.parse().unwrap()), None).await.unwrap();
        let rows = told.tasks.iter().flat_map(|task| &task.indicators);
        let same = rows.filter(|row| row.value.is_some()).inspect(|row| {
            assert_eq!(row.frozen.first().map(|one| one.value), Some(row.value), "{}", row.id);
        });
        assert!(same.count() > 100);
        let none = reconciled(&office).await;
        assert!(none.tasks.is_empty() && none.sites.is_empty(), "{:#?}", none.tasks);
        // The one smart path of a cluster was closed before the year ended: one of the cluster's three cells.
        let world = office.registry.world();
        let named = |entry: &&jiantu::index::Entry<jiantu::index::SiteFacts>| {
            String::from_utf8_lossy(&entry.feature).contains("浑河南岸智慧健身路径")
        };
        let path = SiteId(world.snapshot.sites.iter().find(named).unwrap().id);
        office.change(path, json!({ "status": "closed", "closed_on": "2025-06-01", "effective_from": "2025-06-01", "reason": "closed" })).await;
        let told = reconciled(&office).await;
        let cells = told.tasks.iter().find(|one| one.indicator == "4.cluster_cells").unwrap();
        assert_eq!(cells.value.best, cells.value.frozen.map(|cells| cells - 1.0));
        let lost: Vec<_> = cells.parts.iter().map(|part| (part.counts.frozen, part.counts.best)).collect();
        assert_eq!(lost, [(true, false)], "{cells:#?}");
    });
}
