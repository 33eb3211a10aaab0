//! Associations, clubs, fitness and guidance stations, culture stations.

use super::{BASE, Ground, SOURCE, beside};
use geo::Coord;
use serde::Serialize;

#[derive(Serialize)]
pub struct Row {
    external_id: String,
    kind: &'static str,
    name_zh: String,
    name_en: String,
    founded_on: String,
    closed_on: String,
    division: String,
    activity_room: Option<bool>,
    lon: Option<f64>,
    lat: Option<f64>,
    source: &'static str,
    demo: bool,
}

/// External id of an association, from 1.
pub fn association(number: usize) -> String {
    format!("demo-o-a{number:03}")
}

/// The year in which the one of that position (from 0) was founded, by how many there were at year-ends.
pub fn founded(counts: [usize; 6], position: usize) -> i32 {
    let year = counts.iter().position(|count| position < *count).unwrap_or(counts.len() - 1);
    BASE + year as i32
}

pub fn list(ground: &Ground<'_>) -> Vec<Row> {
    let wishes = &ground.facts.records.organisations;
    let mut rows = Vec::new();
    let mut prng = ground.prng("organisations");
    // Those of the first year are older.
    let mut day = |year: i32| {
        let older = if year == BASE { prng.below(9) as i32 } else { 0 };
        prng.day_of(year - older)
    };
    for position in 0..wishes.associations[5] {
        let (sport, english) = (&wishes.sports[position], &wishes.sports_en[position]);
        let founded_on = day(founded(wishes.associations, position));
        let names = (format!("{sport}协会（示范）"), format!("{english} association (demo)"));
        rows.push(row("association", association(position + 1), names, founded_on));
    }
    for position in 0..wishes.clubs[5] {
        let founded_on = day(founded(wishes.clubs, position));
        let sport = position % wishes.sports.len();
        let number = position + 1;
        let names = (
            format!("{}俱乐部{number}（示范）", wishes.sports[sport]),
            format!("{} club {number} (demo)", wishes.sports_en[sport]),
        );
        let mut club = row("club", format!("demo-o-c{number:03}"), names, founded_on);
        let subdistrict = &ground.facts.subdistricts[position % ground.facts.subdistricts.len()];
        club.division = ground.subdistrict(&subdistrict.id);
        rows.push(club);
    }
    let mut prng = ground.prng("stations");
    for (kind, letter, counts, zh, en) in [
        ("fitness_station", 's', wishes.fitness_stations, "健身站点", "fitness station"),
        ("guidance_station", 'g', wishes.guidance_stations, "健身指导站", "guidance station"),
    ] {
        for position in 0..counts[5] {
            // A stride that shares no divisor with the number of units visits them all.
            let unit = position * 7 % ground.units.len();
            let name = &ground.facts.units[unit];
            let number = position / ground.units.len() + 1;
            let names = (
                format!("{}{zh}{number}（示范）", name.name_zh),
                format!("{} {en} {number} (demo)", name.name_en),
            );
            let founded_on = day(founded(counts, position));
            let mut station = row(kind, format!("demo-o-{letter}{:03}", position + 1), names, founded_on);
            station.division = ground.unit(unit);
            station.place(beside(ground.units[unit], 120.0, &mut prng));
            rows.push(station);
        }
    }
    for (subdistrict, year) in ground.facts.subdistricts.iter().zip(&wishes.culture_stations) {
        let names = (
            format!("{}综合文体站（示范）", subdistrict.name_zh),
            format!("{} culture-and-sports station (demo)", subdistrict.name_en),
        );
        let mut station =
            row("culture_station", format!("demo-o-w-{}", subdistrict.id), names, prng.day_of(*year));
        station.division = ground.subdistrict(&subdistrict.id);
        station.activity_room = Some(true);
        rows.push(station);
    }
    rows
}

fn row(kind: &'static str, external_id: String, names: (String, String), founded_on: String) -> Row {
    Row {
        external_id,
        kind,
        name_zh: names.0,
        name_en: names.1,
        founded_on,
        closed_on: String::new(),
        division: String::new(),
        activity_room: None,
        lon: None,
        lat: None,
        source: SOURCE,
        demo: true,
    }
}

impl Row {
    fn place(&mut self, at: Coord<f64>) {
        (self.lon, self.lat) = (Some(at.x), Some(at.y));
    }
}
