//! Editions of the brand series, events of the associations, tagged events, mass activities, games.

use super::organisations::{association, founded};
use super::{Ground, SOURCE};
use serde::Serialize;

#[derive(Default, Serialize)]
pub struct Row {
    external_id: String,
    name_zh: String,
    name_en: String,
    starts_on: String,
    ends_on: String,
    brand: String,
    edition: String,
    tags: String,
    participants: Option<u32>,
    organiser: String,
    division: String,
    online: bool,
    source: &'static str,
    demo: bool,
}

pub fn list(ground: &Ground<'_>) -> Vec<Row> {
    let mut rows = brands(ground);
    rows.extend(tagged(ground));
    rows.extend(of_associations(ground));
    rows.extend(mass(ground));
    rows.extend(games(ground));
    rows
}

fn row(external_id: String, year: i32, names: (&str, &str), starts_on: String, participants: u32) -> Row {
    Row {
        external_id,
        name_zh: format!("{year} 年{}（示范）", names.0),
        name_en: format!("{} {year} (demo)", names.1),
        ends_on: starts_on.clone(),
        starts_on,
        participants: Some(participants),
        source: SOURCE,
        demo: true,
        ..Row::default()
    }
}

fn brands(ground: &Ground<'_>) -> Vec<Row> {
    let mut prng = ground.prng("brands");
    let mut rows = Vec::new();
    for brand in &ground.facts.records.events.brands {
        for (edition, year) in (1..).zip(&brand.years) {
            let (id, day) = (format!("demo-v-{}-{year}", brand.id), format!("{year}-{}", brand.day));
            let people = prng.between(300, 3_000);
            let mut row = row(id, *year, (&brand.name_zh, &brand.name_en), day, people);
            row.brand.clone_from(&brand.id);
            row.edition = edition.to_string();
            "brand".clone_into(&mut row.tags);
            row.division = ground.subdistrict(&brand.division);
            rows.push(row);
        }
    }
    rows
}

fn tagged(ground: &Ground<'_>) -> Vec<Row> {
    let mut prng = ground.prng("tagged");
    let mut rows = Vec::new();
    for wish in &ground.facts.records.events.tagged {
        for year in &wish.years {
            let (id, day) = (format!("demo-v-{}-{year}", wish.tags[0]), format!("{year}-{}", wish.day));
            let mut row = row(id, *year, (&wish.name_zh, &wish.name_en), day, prng.between(80, 1_500));
            row.tags = wish.tags.join(";");
            row.online = wish.tags[0] == "online";
            rows.push(row);
        }
    }
    rows
}

/// One sizeable event of each association in every year since it exists, but for the idle ones.
fn of_associations(ground: &Ground<'_>) -> Vec<Row> {
    let mut prng = ground.prng("associations' events");
    let wishes = &ground.facts.records.organisations;
    let mut rows = Vec::new();
    for position in 0..wishes.associations[5] {
        let since = founded(wishes.associations, position);
        for year in ground.facts.records.events.years.iter().copied().filter(|year| *year >= since) {
            if wishes.idle.contains(&(position + 1, year)) {
                continue;
            }
            // After it was founded, whichever day that was.
            let day = format!("{year}-12-{:02}", prng.between(1, 28));
            let names = (
                format!("{}公开赛", wishes.sports[position]),
                format!("{} open", wishes.sports_en[position]),
            );
            let id = format!("demo-v-a{:03}-{year}", position + 1);
            let mut row = row(id, year, (&names.0, &names.1), day, prng.between(120, 900));
            row.organiser = association(position + 1);
            "association_major".clone_into(&mut row.tags);
            rows.push(row);
        }
    }
    rows
}

fn mass(ground: &Ground<'_>) -> Vec<Row> {
    let mut prng = ground.prng("mass");
    let wishes = &ground.facts.records.events;
    let mut rows = Vec::new();
    for (year, count) in wishes.years.iter().zip(&wishes.mass) {
        for number in 1..=*count {
            let subdistrict = &ground.facts.subdistricts[(number - 1) % ground.facts.subdistricts.len()];
            let (what_zh, what_en) = *prng.pick(&[
                ("广场舞展演", "square dance display"),
                ("健步走活动", "walk"),
                ("太极拳晨练", "morning tai chi"),
                ("趣味运动会", "fun games"),
                ("家庭亲子健身", "family fitness day"),
            ]);
            let names =
                (format!("{}{what_zh}", subdistrict.name_zh), format!("{} {what_en}", subdistrict.name_en));
            let id = format!("demo-v-m{year}-{number:03}");
            let (day, people) = (prng.day_of(*year), prng.between(30, 600));
            let mut row = row(id, *year, (&names.0, &names.1), day, people);
            // Of some nobody counted who came.
            row.participants = row.participants.filter(|_| !prng.percent(6));
            "mass".clone_into(&mut row.tags);
            row.division = ground.subdistrict(&subdistrict.id);
            rows.push(row);
        }
    }
    rows
}

fn games(ground: &Ground<'_>) -> Vec<Row> {
    let mut prng = ground.prng("games");
    let wishes = &ground.facts.records.events;
    let mut rows = Vec::new();
    for (subdistrict, since) in ground.facts.subdistricts.iter().zip(&wishes.community_games) {
        for year in wishes.years.iter().copied().filter(|year| year >= since) {
            let names = (
                format!("{}社区（村屯）运动会", subdistrict.name_zh),
                format!("{} community games", subdistrict.name_en),
            );
            let id = format!("demo-v-g-{}-{year}", subdistrict.id);
            let (day, people) = (prng.day_of(year), prng.between(150, 800));
            let mut row = row(id, year, (&names.0, &names.1), day, people);
            "community_games".clone_into(&mut row.tags);
            row.division = ground.subdistrict(&subdistrict.id);
            rows.push(row);
        }
    }
    rows
}
