//! Rows that belong to something: to a container, a trail, a site, a division.

use crate::database::{Database, stories};
use crate::import::{FIELDS, csv, import_as};
use crate::office::{Office, TODAY, court};
use jiantu::domain::area::Area;
use jiantu::registry::import::What;
use serde_json::{Value, json};

stories!(
    containers_may_come_before_or_after_their_contents,
    a_trail_by_rows_of_segments,
    equipment_needs_its_site,
    real_boundaries_replace_schematic_ones,
    population_of_divisions,
    population_of_cells,
);

/// Squares of some 400 m, so that half a kilometre leaves them; x0..x5.
pub fn squares() -> String {
    let square = |n: u8| {
        let (west, south) = (123.45 + f64::from(n) * 0.02, 41.68);
        let (east, north) = (west + 0.005, south + 0.004);
        let ring = [[west, south], [east, south], [east, north], [west, north], [west, south]];
        json!({ "type": "Feature", "geometry": { "type": "Polygon", "coordinates": [ring] },
            "properties": { "external_id": format!("x{n}"), "name_zh": format!("x{n}"), "level": "subdistrict" } })
    };
    json!({ "type": "FeatureCollection", "features": (0..6).map(square).collect::<Vec<_>>() }).to_string()
}

async fn containers_may_come_before_or_after_their_contents(database: Database) {
    let office = Office::open(database).await;
    let park = |id: &str| format!("{id},公园{id},sports_park,,123.46,41.68");
    let inside = |id: &str, park: &str| format!("{id},球场{id},basketball,{park},123.46,41.68");
    let rows = [
        "external_id,name_zh,kind,container,lon,lat".to_owned(),
        inside("c1", "p2"),
        park("p1"),
        inside("c2", "p1"),
        park("p2"),
    ];
    let report = office.import(What::Sites, "parks.csv", rows.join("\n")).await;
    assert_eq!(report.accepted, 4);
    let content = office.content_with_ids();
    let by = |id: &str| content.iter().find(|feature| feature["properties"]["external_id"] == id).unwrap();
    assert_eq!(by("c1")["properties"]["container_id"], by("p2")["id"]);
    assert_eq!(by("c2")["properties"]["container_id"], by("p1")["id"]);
    let again = office.import(What::Sites, "parks.csv", rows.join("\n")).await;
    assert_eq!((again.accepted, again.unchanged), (0, 4));
    let orphan = [rows[0].clone(), inside("c3", "p9")].join("\n");
    let refused = office.try_import(What::Sites, "orphan.csv", orphan).await;
    assert_eq!((refused.committed, refused.rows[0].code.as_str()), (false, "unknown_container"));
}

async fn a_trail_by_rows_of_segments(database: Database) {
    let office = Office::open(database).await;
    let table = "trail_id,seq,width_m,segment_surface,name_zh,kind,wkt\n\
        t1,2,,gravel,河岸步道,trail,\"LINESTRING (123.469049 41.681356, 123.475460 41.687673)\"\n\
        t1,1,2.5,rubber,河岸步道,trail,\"LINESTRING (123.463 41.679, 123.469049 41.681356)\"\n\
        t2,1,3,,公园步道,trail,\"LINESTRING (123.40 41.70, 123.42 41.70)\"\n";
    let report = office.import(What::Sites, "trails.csv", table).await;
    assert_eq!(report.accepted, 2);
    let content = office.content();
    let segments = json!([{ "width_m": 2.5, "surface": "rubber" }, { "width_m": null, "surface": "gravel" }]);
    assert_eq!(content[0]["properties"]["segments"], segments);
    assert_eq!(content[0]["geometry"]["coordinates"][0][0], json!([123.463, 41.679]));
    // GeographicLib 2.0: 567.5849267 m x 2.5 m and 1664.7753970 m x 3 m.
    let row = office.whole(TODAY, None).await;
    assert_eq!(row.area_m2.all.map(Area::cm2), Some(14_189_623 + 49_943_262));
    assert_eq!((row.sites, row.completeness), (2, Some(0.5)));
    let again = office.import(What::Sites, "trails.csv", table).await;
    assert_eq!((again.accepted, again.unchanged), (0, 2));
}

async fn equipment_needs_its_site(database: Database) {
    let office = Office::open(database).await;
    office.import(What::Sites, "sites.csv", csv(&FIELDS)).await;
    let rows = "external_id,site,kind,installed_on\nE1,S-001,twister,2021-06-01\n";
    let before = office.everything().await;
    let missing =
        office.try_import(What::Equipment, "pieces.csv", format!("{rows}E2,S-999,twister,\n")).await;
    let fault = &missing.rows[0];
    assert_eq!((fault.row, fault.field.as_deref(), fault.code.as_str()), (3, Some("site"), "unknown_site"));
    assert_eq!(office.everything().await, before);
    office.import(What::Equipment, "pieces.csv", rows).await;
    let world = office.registry.world();
    let piece = world.snapshot.equipment.iter().next().unwrap();
    let piece: Value = serde_json::from_slice(&piece.feature).unwrap();
    // Without a place of its own it stands where its site does.
    assert_eq!(piece["geometry"]["coordinates"], json!([123.435, 41.735]));
    let again = office.import(What::Equipment, "pieces.csv", rows).await;
    assert_eq!((again.accepted, again.unchanged), (0, 1));
}

async fn real_boundaries_replace_schematic_ones(database: Database) {
    let office = Office::open(database).await;
    let schematic = squares().replace("\"level\"", "\"boundary_quality\":\"schematic\",\"level\"");
    office.import(What::Divisions, "schematic.geojson", schematic).await;
    office.register(court("球场", 600.0, json!({ "lon": 123.4525, "lat": 41.682 }))).await;
    let home = |rows: &[jiantu::registry::coverage::Row]| {
        let row = rows[1..].iter().find(|row| row.sites == 1).unwrap();
        row.division.name_zh.clone()
    };
    assert_eq!(home(&office.coverage(TODAY, None).await.rows), "x0");
    let real = json!({ "type": "Feature", "properties": { "external_id": "real", "name_zh": "实测街道", "level": "subdistrict",
        "boundary_quality": "official", "codes": [{ "system": "nbs", "edition": "2023", "code": "210112010" }] },
        "geometry": { "type": "Polygon", "coordinates": [[[123.4, 41.6], [123.6, 41.6], [123.6, 41.8], [123.4, 41.6]]] } });
    let real = json!({ "type": "FeatureCollection", "features": [real] }).to_string();
    let report = office.import(What::Divisions, "real.geojson", &real).await;
    assert!(report.rows.iter().any(|row| row.code == "replaced"), "{report:#?}");
    let rows = office.coverage(TODAY, None).await.rows;
    assert_eq!(rows[0].division.name_zh, "实测街道");
    assert_eq!(rows[0].sites, 1);
    let again = office.import(What::Divisions, "real.geojson", &real).await;
    assert_eq!((again.accepted, again.unchanged), (0, 1));
    office.assert_sound().await;
}

async fn population_of_divisions(database: Database) {
    let office = Office::open(database).await;
    office.import(What::Divisions, "squares.geojson", squares()).await;
    let table = "division,year,population,vintage,base,estimate,method\nx0,2025,100,v1,resident,true,guess\nx1,2025,200,v1,resident,false,\n\
                 x0,2025,999,v1,registered,false,\n";
    let report = office.import(What::Population, "people.csv", table).await;
    assert_eq!((report.accepted, report.people), (3, Some(1299)));
    let rows = office.coverage(TODAY, None).await.rows;
    let people = |name: &str| {
        let row = rows.iter().find(|row| row.division.name_zh == name).unwrap();
        row.population.as_ref().map(|people| (people.value, people.estimate))
    };
    assert_eq!([people("x0"), people("x1"), people("x2")], [Some((100, true)), Some((200, false)), None]);
    let again = office.import(What::Population, "people.csv", table).await;
    assert_eq!((again.accepted, again.unchanged), (0, 3));
    for (wrong, field) in
        [("x9,2025,1,v2,,,", "division"), ("x1,2025,-1,v2,,,", "population"), ("x1,,1,v2,,,", "year")]
    {
        let file = format!("{}\n{wrong}\n", table.lines().next().unwrap());
        let refused = office.try_import(What::Population, "wrong.csv", file).await;
        assert_eq!(
            (refused.committed, refused.rows[0].field.as_deref()),
            (false, Some(field)),
            "{refused:#?}"
        );
        assert_eq!(refused.rows[0].row, 2);
    }
}

async fn population_of_cells(database: Database) {
    let office = Office::open(database).await;
    office.import(What::Divisions, "squares.geojson", squares()).await;
    let cell = |lon: f64, people: u32| {
        let (west, south, east, north) = (lon - 1e-3, 41.681, lon + 1e-3, 41.683);
        json!({ "type": "Feature", "properties": { "pop": people }, "geometry": { "type": "Polygon",
            "coordinates": [[[west, south], [east, south], [east, north], [west, north], [west, south]]] } })
    };
    let cells = [cell(123.4525, 10), cell(123.4535, 20), cell(123.4725, 40), cell(124.9, 80)];
    let file = json!({ "type": "FeatureCollection", "features": cells }).to_string();
    let file = office.file("cells_2024.geojson", file);
    let report = import_as(&office, What::Population, &file, |_| {}).await;
    assert_eq!((report.cells, report.people, report.committed), (Some(4), Some(150), true));
    assert!(report.rows.iter().any(|row| row.code == "year_from_name"));
    let rows = office.coverage(TODAY, None).await.rows;
    let people =
        |name: &str| rows.iter().find(|r| r.division.name_zh == name).unwrap().population.as_ref().unwrap();
    assert_eq!((people("x0").value, people("x0").year, people("x0").basis), (30, 2024, "cells"));
    assert_eq!(people("x1").value, 40);
    assert_eq!(rows.last().unwrap().population.as_ref().map(|people| people.value), Some(80));
    let again = import_as(&office, What::Population, &file, |_| {}).await;
    assert_eq!((again.accepted, again.unchanged), (0, 4));
}
