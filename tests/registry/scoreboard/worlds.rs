//! Worlds of the past that go on holding: what nobody altered is not built again, and what is kept is as the database
//! has it.

use super::ward::{Asked, EAST, NORTH, SOUTH, people, plan, row, ward};
use crate::database::{Database, stories};
use crate::office::{Office, TODAY, court, date, object};
use jiantu::domain::change::EntityKind;
use jiantu::domain::id::SiteId;
use jiantu::registry::Registry;
use jiantu::registry::clock::Clock;
use jiantu::registry::world::World;
use serde_json::json;
use std::sync::Arc;

stories!(
    a_long_plan_keeps_its_worlds,
    a_write_of_today_leaves_the_past_standing,
    whatever_is_written_the_past_is_as_the_database_has_it,
);

const AREA: Asked = Asked { target: 4.5, ..Asked::of("area_per_head", "figure = \"all\"") };

async fn worlds(office: &Office, days: &[String]) -> Vec<Arc<World>> {
    let mut worlds = Vec::new();
    for day in days {
        worlds.push(office.registry.world_at(Some(date(day)), None).await.unwrap());
    }
    worlds
}

/// Whether both were read from the database at once: worlds that were read apart share nothing.
fn is_same_reading(one: &World, other: &World) -> bool {
    Arc::ptr_eq(&one.tree, &other.tree)
}

async fn a_long_plan_keeps_its_worlds(database: Database) {
    let office = ward(database, &plan(2011, 2025, &[AREA])).await;
    office.registry.plan_status(Some(date("2025-12-31")), None).await.unwrap();
    let ends: Vec<String> = (2010..=2025).map(|year| format!("{year}-12-31")).collect();
    let before = worlds(&office, &ends).await;
    // Unrelated questions of other days, more than a board has.
    for month in 1..=9 {
        for year in [2013, 2017] {
            office.coverage(&format!("{year}-0{month}-15"), None).await;
        }
    }
    office.registry.plan_status(Some(date("2025-06-30")), None).await.unwrap();
    let after = worlds(&office, &ends).await;
    for (day, (before, after)) in ends.iter().zip(before.iter().zip(&after)) {
        assert!(is_same_reading(before, after), "{day} was built again");
    }
}

async fn a_write_of_today_leaves_the_past_standing(database: Database) {
    let office = ward(database, &plan(2021, 2025, &[AREA])).await;
    people(&office, 2020, &[("ward", 1_000)]).await;
    let ends: Vec<String> = (2020..=2025).map(|year| format!("{year}-12-31")).collect();
    let area = async |day: &str| row(&office, day, "1.0", "", None).await.value;
    let [lon, lat] = NORTH;
    let first = json!({ "lon": lon, "lat": lat, "opened_on": "2019-05-01", "effective_from": "2019-05-01" });
    office.register(court("先有", 100.0, first)).await;
    assert_eq!(area("2025-12-31").await, Some(0.1));
    let before = worlds(&office, &ends).await;
    // It is 2026 there, and a court is opened.
    let today = json!({ "lon": lon, "lat": lat, "opened_on": "2026-02-01", "effective_from": "2026-02-01" });
    office.register(court("今年", 600.0, today)).await;
    let seq = office.registry.world().seq();
    let after = worlds(&office, &ends).await;
    assert!(before.iter().zip(&after).all(|(before, after)| is_same_reading(before, after)));
    assert!(after.iter().all(|world| world.seq() == seq), "they hold up to this number");
    let told = office.registry.plan_task(1, Some(date("2025-12-31")), None).await.unwrap();
    assert_eq!(told.seq, seq.0, "and so does what is told of them");
    assert!(told.freezes.is_empty());
    let members = object(json!({ "year": 2023, "by": "体育局" }));
    office.registry.freeze(&office.author, members, None).await.unwrap();
    let told = office.registry.plan_task(1, Some(date("2025-12-31")), None).await.unwrap();
    assert_eq!(told.freezes.len(), 1, "what is frozen is told of a day that nobody altered");
    let frozen = worlds(&office, &ends).await;
    assert!(before.iter().zip(&frozen).all(|(before, after)| is_same_reading(before, after)));
    // One that has been there since 2023, as somebody found out now.
    let found = json!({ "lon": lon, "lat": lat, "opened_on": "2023-05-01", "effective_from": "2023-05-01" });
    office.register(court("旧的", 900.0, found)).await;
    let later = worlds(&office, &ends).await;
    let stood: Vec<bool> =
        before.iter().zip(&later).map(|(before, after)| is_same_reading(before, after)).collect();
    assert_eq!(stood, [true, true, true, false, false, false], "2020 to 2022 are as they were");
    assert_eq!(area("2022-12-31").await, Some(0.1));
    assert_eq!(area("2023-12-31").await, Some(1.0));
    assert_eq!(area("2025-12-31").await, Some(1.0));
}

/// Writes of one story.
const TURNS: u64 = 25;

/// Numbers that look random and are the same every time (G. Marsaglia, "Xorshift RNGs", 2003).
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % most
    }
}

/// One write of any sort, of a day between 2020 and today.
async fn write(office: &Office, dice: &mut Dice, sites: &mut Vec<SiteId>, turn: u64) {
    let (year, month) = (2020 + dice.below(7), 1 + dice.below(2));
    let day = format!("{year}-0{month}-{:02}", 1 + dice.below(2));
    let [lon, lat] = [NORTH, SOUTH, EAST][dice.below(3) as usize];
    let known = (!sites.is_empty()).then(|| dice.below(sites.len() as u64) as usize);
    match (dice.below(6), known) {
        (0 | 1, _) | (_, None) => {
            let area = 100.0 + dice.below(900) as f64;
            let funder = ["协会", "政府"][dice.below(2) as usize];
            let more =
                json!({ "lon": lon, "lat": lat, "opened_on": day, "effective_from": day, "funder": funder });
            sites.push(office.register(court(&format!("球场{turn}"), area, more)).await);
        }
        (2 | 3, Some(at)) => {
            let area = 100.0 + dice.below(900) as f64;
            // Of a day before the first the correction may be refused: then nothing is written.
            let _ = office.try_change(sites[at], json!({ "area_m2": area, "effective_from": day })).await;
        }
        (4, Some(at)) => {
            let _ = office.try_change(sites[at], json!({ "status": "closed", "closed_on": day })).await;
        }
        (_, Some(_)) => {
            let table = format!("external_id,series,division,period,value\nb{turn},trained,,{year},{turn}\n");
            office.try_import(jiantu::registry::import::What::Observations, "figures.csv", table).await;
        }
    }
    if turn % 9 == 8 {
        let table = format!(
            "division,year,population,vintage,published_on,base\nward,{year},{},v{turn},2026-01-01,resident\n\
             north,{year},{turn},v{turn},2026-01-01,resident\nsouth,{year},500,v{turn},2026-01-01,resident\n",
            1_000 + turn
        );
        office.import(jiantu::registry::import::What::Population, "people.csv", table).await;
    }
}

async fn whatever_is_written_the_past_is_as_the_database_has_it(database: Database) {
    let url = database.url.clone();
    let figures = Asked { period: "each_year", ..Asked::of("observation_sum", "series = \"trained\"") };
    let shares = Asked::of("site_share_change", "party = \"funder\", classes = [\"society\"], of = \"area\"");
    let growth = Asked { period: "each_year", ..Asked::of("site_count_growth", "kind = \"basketball\"") };
    let even = Asked::of("area_gini_change", "figure = \"all\", over = \"community\"");
    let office = ward(database, &plan(2021, 2026, &[AREA, figures, shares, growth, even])).await;
    let (mut dice, mut sites) = (Dice(0x5EED), Vec::new());
    let days: Vec<String> = (2020..=2025)
        .map(|year| format!("{year}-12-31"))
        .chain(["2024-02-01".to_owned(), "2026-01-01".to_owned()])
        .collect();
    let (mut kept, mut last) = (0, worlds(&office, &days).await);
    for turn in 0..TURNS {
        write(&office, &mut dice, &mut sites, turn).await;
        let now = worlds(&office, &days).await;
        kept += now.iter().zip(&last).filter(|(now, last)| is_same_reading(now, last)).count();
        // A registry that has nothing in memory yet, on the same database.
        let fresh = Registry::open_for_one_command(&url, Clock::of(at_noon)).await.unwrap();
        for (day, now) in days.iter().zip(&now) {
            let then = fresh.world_at(Some(date(day)), None).await.unwrap();
            for kind in EntityKind::ALL {
                assert_eq!(
                    now.fingerprint().of(kind),
                    then.fingerprint().of(kind),
                    "{turn}: {kind} of {day}"
                );
            }
            assert!(now.counts_as(&then), "{turn}: {day}");
            let reference = office.registry.reference();
            assert_eq!(now.coverage(reference, None), then.coverage(reference, None), "{turn}: {day}");
            assert!(now.seq() >= office.registry.world().seq(), "{turn}: {day}");
        }
        // Of a day that is over, and of today.
        for day in ["2025-12-31", TODAY] {
            let told = office.registry.plan_task(1, Some(date(day)), None).await.unwrap();
            let anew = fresh.plan_task(1, Some(date(day)), None).await.unwrap();
            assert_eq!(*told, *anew, "{turn}: {day}");
        }
        last = now;
    }
    let asked = days.len() * TURNS as usize;
    assert!(kept * 4 > asked, "{kept} of {asked} were kept: the test would show nothing");
    assert!(kept * 10 < asked * 9, "{kept} of {asked} were kept");
}

fn at_noon() -> jiff::Timestamp {
    "2026-03-02T04:00:00Z".parse().unwrap()
}
