//! What would close a gap, told of one task: which projects, how many, at what cost.

use super::ward::{Asked, EAST, NORTH, SOUTH, people, plan, row, ward};
use crate::database::{Database, Engine, stories, tell};
use crate::office::{Office, court, date};
use crate::program::run;
use jiantu::registry::import::What;
use jiantu::registry::scoreboard::{ClosingTold, IndicatorTold, WayKind};
use serde_json::{Value, json};

stories!(
    missing_area_is_made_up_by_the_cheapest_the_fewest_and_each_alone,
    a_limit_holds_and_is_told_where_it_does_not_close_the_gap,
    villages_get_what_they_lack,
    cells_of_the_matrix_are_filled,
    a_centre_is_built_or_carried_on_with,
    sites_of_a_programme_are_of_the_kinds_it_has_here,
    people_that_are_too_far_are_counted,
    without_a_gap_nothing_is_told,
);

const AREA: Asked = Asked {
    target: 4.5,
    scope: "\"district\", \"subdistrict\"",
    ..Asked::of("area_per_head", "figure = \"all\"")
};

const END: &str = "2023-12-31";

fn ways(told: IndicatorTold) -> Vec<ClosingTold> {
    told.closing.unwrap_or_else(|| panic!("no way of {} is told", told.id))
}

fn of(ways: &[ClosingTold], way: WayKind) -> &ClosingTold {
    ways.iter().find(|one| one.way == way).unwrap_or_else(|| panic!("no {way:?} among {ways:?}"))
}

/// Project and count of everything that is built.
fn built(way: &ClosingTold) -> Vec<(&str, u64)> {
    way.projects.iter().map(|built| (built.project.as_str(), built.count)).collect()
}

fn site(name: &str, [lon, lat]: [f64; 2], more: Value) -> Value {
    let mut site = court(name, 600.0, json!({ "lon": lon, "lat": lat, "effective_from": "2020-05-01" }));
    site.as_object_mut().unwrap().extend(crate::office::object(more));
    site
}

async fn missing_area_is_made_up_by_the_cheapest_the_fewest_and_each_alone(database: Database) {
    let office = ward(database, &plan(2021, 2023, &[AREA])).await;
    office.register(site("大场", NORTH, json!({ "area_m2": 4_000 }))).await;
    people(&office, 2020, &[("ward", 1_000), ("west", 600), ("east", 400)]).await;
    let told = row(&office, END, "1.0", "", None).await;
    assert_eq!(told.value, Some(4.0));
    let ways = ways(told);
    // 1,000 people by 4.5 m2 are 4,500 m2; 13 tables of 40 m2 at 9,000 yuan are the least that money buys.
    assert!(
        ways.iter().all(|way| way.missing == 500.0 && way.unit == "m2" && way.example && !way.few_values)
    );
    let cheapest = of(&ways, WayKind::Cheapest);
    assert_eq!((built(cheapest), cheapest.cost), (vec![("table_tennis", 13)], Some(117_000)));
    assert_eq!((cheapest.adds, cheapest.after), (520.0, Some(4.52)));
    assert!(cheapest.proven && cheapest.closes && cheapest.projects[0].name_zh.contains("乒乓"));
    let fewest = of(&ways, WayKind::Fewest);
    assert_eq!((built(fewest), fewest.cost), (vec![("basketball", 1)], Some(240_000)));
    let alone = |project: &str| {
        let one = ways.iter().find(|way| way.way == WayKind::Alone && way.projects[0].project == project);
        let one = one.unwrap_or_else(|| panic!("{project} alone"));
        (one.projects[0].count, one.adds, one.cost, one.closes)
    };
    assert_eq!(alone("fitness_path"), (4, 600.0, Some(240_000), true), "500 m2 by 150");
    assert_eq!(alone("fitness_square"), (1, 1_000.0, Some(260_000), true));
    // A sub-district is told of its own people: 400 by 4.5, and nothing is there.
    let east = self::ways(row(&office, END, "1.0", "east", None).await);
    assert!(east.iter().all(|way| way.missing == 1_800.0));
    assert_eq!(row(&office, END, "1.0", "west", None).await.closing, None, "4,000 m2 for 600 are enough");
}

async fn a_limit_holds_and_is_told_where_it_does_not_close_the_gap(database: Database) {
    let office = ward(database, &plan(2021, 2023, &[AREA])).await;
    office.register(site("小场", EAST, json!({ "area_m2": 100 }))).await;
    people(&office, 2020, &[("ward", 100_000), ("west", 1_000), ("east", 99_000)]).await;
    let east = ways(row(&office, END, "1.0", "east", None).await);
    // 445,400 m2 are missing, far more than what all but the paths may add in one sub-district.
    let cheapest = of(&east, WayKind::Cheapest);
    assert!(cheapest.closes && cheapest.proven && cheapest.adds >= cheapest.missing);
    let of_kind = |project: &str| {
        cheapest.projects.iter().find(|built| built.project == project).map(|built| built.count)
    };
    assert_eq!((of_kind("basketball"), of_kind("trail")), (Some(20), Some(8)), "as many as are allowed");
    let courts = east.iter().find(|way| way.projects[0].project == "basketball" && way.projects.len() == 1);
    let courts = courts.expect("courts alone");
    assert_eq!((courts.projects[0].count, courts.closes), (733, false), "20 are allowed");
    assert!(courts.note_en.as_ref().unwrap().contains("limit"));
}

/// A community of the ward once more, with a flag.
fn flagged(id: &str, [south, north]: [f64; 2]) -> Value {
    let ring = [[123.4, south], [123.5, south], [123.5, north], [123.4, north], [123.4, south]];
    json!({ "type": "Feature", "geometry": { "type": "Polygon", "coordinates": [ring] },
        "properties": { "external_id": id, "name_zh": id, "level": "community", "parent": "west", "ethnic": true } })
}

async fn villages_get_what_they_lack(database: Database) {
    let asked = Asked {
        target: 100.0,
        ..Asked::of(
            "flagged_division_facilities",
            "flag = \"ethnic\", within_m = 500, facilities = [\
             { id = \"basketball\", kinds = [\"basketball\", \"multi_court\"] }, \
             { id = \"football\", kinds = [\"football_5\", \"multi_court\"] }]",
        )
    };
    let office = ward(database, &plan(2021, 2023, &[asked])).await;
    let divisions = [flagged("south", [41.6, 41.65]), flagged("north", [41.65, 41.7])];
    let divisions = json!({ "type": "FeatureCollection", "features": divisions }).to_string();
    office.import(What::Divisions, "flagged.geojson", divisions).await;
    office.register(site("北篮球", NORTH, json!({}))).await;
    office.register(site("东篮球", EAST, json!({}))).await;
    let told = row(&office, END, "1.0", "", None).await;
    assert_eq!(told.value, Some(0.0));
    let ways = ways(told);
    // In the north a pitch is lacking: a multi-court (300,000) is one for less than a small pitch (420,000). In the south
    // both are: a multi-court is both.
    let cheapest = of(&ways, WayKind::Cheapest);
    assert_eq!((built(cheapest), cheapest.cost), (vec![("multi_court", 2)], Some(600_000)));
    assert_eq!((cheapest.missing, cheapest.unit, cheapest.after), (2.0, "divisions", Some(100.0)));
    office.register(site("南足球", SOUTH, json!({ "kind": "football_5" }))).await;
    let ways = self::ways(row(&office, END, "1.0", "", None).await);
    let cheapest = of(&ways, WayKind::Cheapest);
    assert_eq!(built(cheapest), [("basketball", 1), ("multi_court", 1)]);
    let fewest = ways.iter().all(|way| way.way != WayKind::Fewest);
    assert!(fewest, "it is the one of fewest projects too, and told once");
}

async fn cells_of_the_matrix_are_filled(database: Database) {
    let asked = Asked {
        target: 3.0,
        ..Asked::of(
            "cluster_matrix",
            "clusters = [\"a\", \"b\", \"nowhere\"], min_each = 1, facilities = [\
             { id = \"path\", kind = \"fitness_path\", programme = \"smart\" }, \
             { id = \"park\", kind = \"sports_park\", programme = \"smart\" }]",
        )
    };
    let office = ward(database, &plan(2021, 2023, &[asked])).await;
    let cluster = |id: &str, [lon, lat]: [f64; 2]| {
        let (west, east, south, north) = (lon - 0.01, lon + 0.01, lat - 0.01, lat + 0.01);
        let ring = [[west, south], [east, south], [east, north], [west, north], [west, south]];
        json!({ "type": "Feature", "geometry": { "type": "Polygon", "coordinates": [ring] },
            "properties": { "external_id": id, "name_zh": id } })
    };
    let clusters =
        json!({ "type": "FeatureCollection", "features": [cluster("a", NORTH), cluster("b", EAST)] });
    office.import(What::Clusters, "clusters.geojson", clusters.to_string()).await;
    let smart = json!({ "kind": "fitness_path", "programmes": ["smart"], "area_m2": 150 });
    office.register(site("智慧路径", NORTH, smart)).await;
    office.register(site("普通路径", EAST, json!({ "kind": "fitness_path", "area_m2": 150 }))).await;
    let told = row(&office, END, "1.0", "", None).await;
    assert_eq!(told.value, Some(1.0));
    let ways = ways(told);
    // Two cells more: the path of b has a typical cost, a park has none and is taken once.
    let cheapest = of(&ways, WayKind::Cheapest);
    assert_eq!(built(cheapest), [("fitness_path", 1), ("sports_park", 1)]);
    assert_eq!((cheapest.missing, cheapest.adds, cheapest.after), (2.0, 2.0, Some(3.0)));
    assert_eq!((cheapest.cost, cheapest.unpriced), (Some(60_000), 1));
    assert!(cheapest.basis_en.as_ref().unwrap().contains("smart"));
    assert!(cheapest.note_en.as_ref().unwrap().contains("no typical cost"));
}

async fn a_centre_is_built_or_carried_on_with(database: Database) {
    let asked =
        Asked { target: 3.0, ..Asked::of("site_stage", "kind = \"fitness_centre\", level = \"district\"") };
    let office = ward(database, &plan(2021, 2023, &[asked])).await;
    office.register(site("球场", NORTH, json!({}))).await;
    let centre = self::ways(row(&office, END, "1.0", "", None).await);
    assert_eq!(centre.len(), 1);
    assert_eq!(
        (built(&centre[0]), centre[0].cost),
        (vec![("fitness_centre", 1)], None),
        "nobody knows its cost"
    );
    assert!(!centre[0].example && centre[0].unpriced == 1);
    let planned =
        json!({ "kind": "fitness_centre", "level": "district", "status": "planned", "opened_on": null });
    office.register(site("中心", NORTH, planned)).await;
    let centre = self::ways(row(&office, END, "1.0", "", None).await);
    assert_eq!((centre[0].way, centre[0].after), (WayKind::CarryOn, Some(3.0)));
}

async fn sites_of_a_programme_are_of_the_kinds_it_has_here(database: Database) {
    let asked = Asked {
        target: 2.0,
        period: "each_year",
        ..Asked::of("site_count_growth", "programme = \"rural_square\"")
    };
    let office = ward(database, &plan(2021, 2023, &[asked])).await;
    let square = json!({ "kind": "fitness_square", "programmes": ["rural_square"], "area_m2": 1_000 });
    office.register(site("广场", NORTH, square)).await;
    let year = async |day: &str, year: i16| row(&office, day, "1.0", "", Some(year)).await;
    let ways = ways(year("2023-06-30", 2023).await);
    assert_eq!(built(of(&ways, WayKind::Cheapest)), [("fitness_square", 2)]);
    assert_eq!((ways[0].missing, ways[0].adds, ways[0].after), (2.0, 2.0, Some(2.0)));
    assert_eq!(year("2023-06-30", 2022).await.closing, None, "nothing can be built in a year that is over");
}

async fn people_that_are_too_far_are_counted(database: Database) {
    let asked = Asked {
        target: 50.0,
        ..Asked::of(
            "population_within_reach",
            "of = \"site\", kinds = [\"basketball\"], mode = \"straight\", minutes = 15, speed_km_h = 4.0",
        )
    };
    let office = ward(database, &plan(2021, 2023, &[asked])).await;
    let cells = "lon,lat,population,year,vintage,base\n123.45,41.68,100,2020,grid,resident\n\
                 123.55,41.65,301,2020,grid,resident\n";
    office.import(What::Population, "cells.csv", cells).await;
    office.register(site("北篮球", NORTH, json!({}))).await;
    let ways = ways(row(&office, END, "1.0", "", None).await);
    // Half of 401 are 200.5, and 100 are there.
    assert_eq!((ways[0].way, ways[0].missing, ways[0].unit), (WayKind::Siting, 101.0, "people"));
    assert!(ways[0].projects.is_empty() && ways[0].note_en.as_ref().unwrap().contains("1000 m"));
}

async fn without_a_gap_nothing_is_told(database: Database) {
    let office = ward(database, &plan(2021, 2025, &[AREA])).await;
    office.register(site("大场", NORTH, json!({ "area_m2": 4_000 }))).await;
    assert_eq!(row(&office, END, "1.0", "", None).await.closing, None, "without people nobody knows the gap");
    people(&office, 2022, &[("ward", 1_000)]).await;
    // Two values are known by then: a line, and no forecast to rely on.
    let told = row(&office, END, "1.0", "", None).await;
    assert_eq!(told.forecast.map(|forecast| forecast.too_few), Some(true));
    let ways = ways(told);
    assert!(ways.iter().all(|way| way.few_values));
    assert!(ways[0].basis_zh.as_ref().unwrap().contains("已知数值不足三个"));
    let last = self::ways(row(&office, "2025-12-31", "1.0", "", None).await);
    assert!(last.iter().all(|way| !way.few_values), "on the deadline nothing is forecast");
    let board = office.registry.plan_status(Some(date(END)), None).await.unwrap();
    assert!(board.tasks[0].indicators.iter().all(|row| row.closing.is_none()), "of one task only");
    office.register(site("新场", NORTH, json!({ "area_m2": 500 }))).await;
    assert_eq!(row(&office, END, "1.0", "", None).await.closing, None, "4,500 m2 for 1,000 are enough");
}

#[test]
fn ways_at_the_command_line() {
    tell(Engine::Sqlite, |database| async move {
        let url = database.url.clone();
        let office: Office = ward(database, &plan(2021, 2023, &[AREA])).await;
        office.register(site("大场", NORTH, json!({ "area_m2": 4_000 }))).await;
        people(&office, 2020, &[("ward", 1_000)]).await;
        office.registry.close().await;
        let told = run(&url, &office.path(""), &["plan", "status", "--task", "1", "--as-of", END]);
        assert_eq!(told.status, 0, "{told:?}");
        for said in ["乒乓", "× 13", "117,000", "示例造价", "example", "1000 人 × 4.5 = 4500 m²"] {
            assert!(told.out.contains(said), "{said} in {}", told.out);
        }
        let json = run(
            &url,
            &office.path(""),
            &["plan", "status", "--task", "1", "--as-of", END, "--format", "json"],
        );
        let rows = json.json()["tasks"][0]["indicators"].clone();
        assert_eq!(rows[0]["closing"][0]["projects"][0]["count"], 13);
    });
}
