//! A district `ward` (123.40-123.60 E, 41.60-41.70 N) of two sub-districts, `west` with the communities `north` and
//! `south`, and `east`. Its plan has one task with the indicators that a story asks for.

use crate::database::Database;
use crate::office::{Office, date};
use jiantu::registry::import::What;
use jiantu::registry::scoreboard::{IndicatorTold, TaskTold};
use serde_json::{Value, json};
use std::fmt::Write as _;

/// A place in each of the three.
pub const NORTH: [f64; 2] = [123.45, 41.68];
pub const SOUTH: [f64; 2] = [123.45, 41.62];
pub const EAST: [f64; 2] = [123.55, 41.65];

/// An indicator of the plan; what a story does not say is of the whole, on the deadline, at least 1.
pub struct Asked {
    pub metric: &'static str,
    pub params: &'static str,
    pub target: f64,
    pub comparator: &'static str,
    pub scope: &'static str,
    pub period: &'static str,
}

impl Asked {
    pub const fn of(metric: &'static str, params: &'static str) -> Self {
        Self { metric, params, target: 1.0, comparator: ">=", scope: "\"district\"", period: "at_date" }
    }
}

/// A plan of these years; its indicators are called `1.0`, `1.1`, …
pub fn plan(first: i16, last: i16, asked: &[Asked]) -> String {
    let mut text = format!(
        "[plan]\nid = \"ward\"\nname_zh = \"甲区计划\"\nname_en = \"Plan of the ward\"\ndistrict = \"test\"\n\
         starts = \"{first}-01-01\"\nends = \"{last}-12-31\"\nbase_date = \"{}-12-31\"\ntasks = 1\n\
         source = \"invented\"\n\n\
         [[group]]\nid = \"all\"\nname_zh = \"全部\"\nname_en = \"All\"\n\n\
         [[body]]\nname = \"甲局\"\nname_en = \"Office\"\nkind = \"department\"\n\n\
         [[party_class]]\nid = \"society\"\nname_zh = \"社会\"\nname_en = \"Society\"\nwords = [\"协会\"]\n\n\
         [[party_class]]\nid = \"government\"\nname_zh = \"政府\"\nname_en = \"Government\"\nwords = [\"政府\"]\n\n\
         [[task]]\nnumber = 1\ngroup = \"all\"\ntitle_zh = \"任务\"\ntitle_en = \"Task\"\n\
         deadline = {{ text = \"到期前\", read_as = \"{last}-12-31\" }}\ncadence = \"once\"\nexpand = \"none\"\n\
         lead = [\"甲局\"]\n",
        first - 1
    );
    for (number, asked) in asked.iter().enumerate() {
        let Asked { metric, params, target, comparator, scope, period } = asked;
        write!(
            text,
            "[[task.indicator]]\nid = \"1.{number}\"\nname_zh = \"指标\"\nname_en = \"Indicator\"\n\
             unit = \"unit\"\ntarget = {target:?}\ncomparator = \"{comparator}\"\nsource = \"C\"\n\
             metric = \"{metric}\"\nparams = {{ {params} }}\nscope = [{scope}]\nperiod = \"{period}\"\n"
        )
        .unwrap();
    }
    text
}

fn area(id: &str, parent: Value, level: &str, [west, east]: [f64; 2], [south, north]: [f64; 2]) -> Value {
    let ring = [[west, south], [east, south], [east, north], [west, north], [west, south]];
    json!({ "type": "Feature", "geometry": { "type": "Polygon", "coordinates": [ring] },
        "properties": { "external_id": id, "name_zh": id, "level": level, "parent": parent } })
}

/// The ward under a plan, without people or sites.
pub async fn ward(database: Database, plan: &str) -> Office {
    let office = Office::with_plan(database, plan).await;
    let (left, right) = ([123.4, 123.5], [123.5, 123.6]);
    let divisions = [
        area("ward", Value::Null, "district", [123.4, 123.6], [41.6, 41.7]),
        area("west", json!("ward"), "subdistrict", left, [41.6, 41.7]),
        area("east", json!("ward"), "subdistrict", right, [41.6, 41.7]),
        area("south", json!("west"), "community", left, [41.6, 41.65]),
        area("north", json!("west"), "community", left, [41.65, 41.7]),
    ];
    let divisions = json!({ "type": "FeatureCollection", "features": divisions }).to_string();
    office.import(What::Divisions, "divisions.geojson", divisions).await;
    office
}

/// Divisions and people of a year-end.
pub async fn people(office: &Office, year: i16, of: &[(&str, u32)]) {
    let mut table = "division,year,population,vintage,published_on,base\n".to_owned();
    for (division, people) in of {
        writeln!(table, "{division},{year},{people},census,{}-05-01,resident", year + 1).unwrap();
    }
    office.import(What::Population, &format!("people-{year}.csv"), table).await;
}

/// The one task on a day.
pub async fn task(office: &Office, day: &str) -> TaskTold {
    let told = office.registry.plan_task(1, Some(date(day)), None).await.unwrap();
    told.tasks[0].clone()
}

/// The obligation of an indicator in a division (`""`: of the whole), of a year where it is yearly.
pub async fn row(office: &Office, day: &str, id: &str, division: &str, year: Option<i16>) -> IndicatorTold {
    let task = task(office, day).await;
    let is_it = |row: &&IndicatorTold| {
        let code = row.division.as_ref().map_or("", |division| &division.code);
        row.id == id && code == division && row.year == year
    };
    task.indicators.iter().find(is_it).unwrap_or_else(|| panic!("no row {id} of `{division}`")).clone()
}
