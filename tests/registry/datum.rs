//! The datum is a property of the data set: declared by its bringer, converted once, and doubted where it looks wrong.

use crate::belonging::squares;
use crate::database::{Database, stories};
use crate::import::{FIELDS, csv, import_as};
use crate::office::Office;
use jiantu::domain::crs::{Crs, Transform};
use jiantu::registry::import::{Report, What};
use serde_json::Value;

stories!(
    the_same_file_in_two_datums_differs_by_half_a_kilometre,
    a_wrong_datum_is_noticed_by_the_stated_division,
    a_wrong_datum_is_noticed_against_known_places,
    a_wrong_datum_is_noticed_of_polygons_and_trails,
    a_datum_without_a_known_way_to_wgs_84_is_told,
);

async fn the_same_file_in_two_datums_differs_by_half_a_kilometre(database: Database) {
    let office = Office::open(database).await;
    let file = office.file("sites.csv", csv(&FIELDS));
    import_as(&office, What::Sites, &file, |_| {}).await;
    for (crs, from, to) in [(Crs::Gcj02, 524.0, 578.0), (Crs::Bd09, 1331.0, 1422.0)] {
        let beside = office.beside().await;
        import_as(&beside, What::Sites, &file, |request| request.crs = Some(crs)).await;
        for (one, other) in office.content().iter().zip(beside.content()) {
            let place = |feature: &Value| {
                let at = |n: usize| feature["geometry"]["coordinates"][n].as_f64().unwrap();
                geo::Point::new(at(0), at(1))
            };
            let metres = geo::Distance::distance(&geo::Geodesic, place(one), place(&other));
            assert!((from..to).contains(&metres), "{metres}");
        }
    }
}

/// Courts in the middles of the squares, as a map in GCJ-02 gives them.
fn shifted(heading: &str, row: impl Fn(u8, f64, f64) -> String) -> String {
    let gcj = Transform::new(&Crs::Gcj02).unwrap();
    let rows = (0..6u8).map(|n| {
        let (lon, lat) = gcj.from_wgs84(123.4525 + f64::from(n) * 0.02, 41.682).unwrap();
        row(n, lon, lat)
    });
    std::iter::once(heading.to_owned()).chain(rows).collect::<Vec<_>>().join("\n")
}

fn assert_warned(report: &Report) {
    assert!(report.committed, "{report:#?}");
    let warning = report.rows.iter().find(|row| row.code == "suspect_datum");
    let warning = warning.unwrap_or_else(|| panic!("no warning: {report:#?}"));
    assert!(warning.message_en.contains("gcj02") && warning.message_zh.contains("gcj02"), "{warning:?}");
}

async fn a_wrong_datum_is_noticed_by_the_stated_division(database: Database) {
    let office = Office::open(database).await;
    office.import(What::Divisions, "squares.geojson", squares()).await;
    let table = shifted("external_id,name_zh,kind,division,lon,lat", |n, lon, lat| {
        format!("{n},球场{n},basketball,x{n},{lon},{lat}")
    });
    let file = office.file("sites.csv", table);
    assert_warned(&import_as(&office, What::Sites, &file, |_| {}).await);
    let beside = office.beside().await;
    beside.import(What::Divisions, "squares.geojson", squares()).await;
    let right = import_as(&beside, What::Sites, &file, |request| request.crs = Some(Crs::Gcj02)).await;
    assert!(right.accepted == 6 && right.rows.iter().all(|row| row.code.ends_with("_untold")), "{right:#?}");
}

async fn a_wrong_datum_is_noticed_against_known_places(database: Database) {
    let office = Office::open(database).await;
    let sites = shifted("external_id,name_zh,kind,lon,lat", |n, lon, lat| {
        format!("S{n},球场,basketball,{lon},{lat}")
    });
    let sites = office.file("sites.csv", sites);
    let right = import_as(&office, What::Sites, &sites, |request| request.crs = Some(Crs::Gcj02)).await;
    assert!(right.accepted == 6 && right.rows.iter().all(|row| row.code.ends_with("_untold")), "{right:#?}");
    // Equipment that stands half a kilometre off the site it belongs to.
    let pieces = shifted("external_id,site,kind,lon,lat", |n, lon, lat| {
        format!("E{n},S{n},basketball_stand,{lon},{lat}")
    });
    let pieces = office.file("pieces.csv", pieces);
    assert_warned(&import_as(&office, What::Equipment, &pieces, |request| request.dry_run = false).await);
    // The same sites again, declared otherwise.
    assert_warned(&import_as(&office, What::Sites, &sites, |_| {}).await);
}

/// No point among them: trails and the outlines of courts.
async fn a_wrong_datum_is_noticed_of_polygons_and_trails(database: Database) {
    let office = Office::open(database).await;
    office.import(What::Divisions, "squares.geojson", squares()).await;
    let gcj = Transform::new(&Crs::Gcj02).unwrap();
    let shapes = |division: bool| {
        let rows = (0..12u8).map(|n| {
            let (west, south) = (123.4515 + f64::from(n % 6) * 0.02, 41.681 + f64::from(n / 6) * 1e-3);
            let at = |east: f64, north: f64| {
                let (x, y) = gcj.from_wgs84(west + east, south + north).unwrap();
                format!("{x} {y}")
            };
            let (a, b, c) = (at(0.0, 0.0), at(1e-3, 0.0), at(0.0, 1e-4));
            let (kind, wkt) = if n % 2 == 0 {
                ("basketball", format!("POLYGON(({a},{b},{c},{a}))"))
            } else {
                ("trail", format!("LINESTRING({a},{b})"))
            };
            let stated = if division { format!("x{}", n % 6) } else { String::new() };
            format!("S{n},场地,{kind},{stated},\"{wkt}\"")
        });
        std::iter::once("external_id,name_zh,kind,division,wkt".to_owned())
            .chain(rows)
            .collect::<Vec<_>>()
            .join("\n")
    };
    let stated = office.file("stated.csv", shapes(true));
    let beside = office.beside().await;
    beside.import(What::Divisions, "squares.geojson", squares()).await;
    assert_warned(&import_as(&beside, What::Sites, &stated, |_| {}).await);
    let plain = office.file("plain.csv", shapes(false));
    let right = import_as(&office, What::Sites, &plain, |request| request.crs = Some(Crs::Gcj02)).await;
    assert!(right.committed && right.rows.iter().all(|row| row.code != "suspect_datum"), "{right:#?}");
    // The same again, declared otherwise: only what is known already can tell.
    assert_warned(&import_as(&office, What::Sites, &plain, |_| {}).await);
}

async fn a_datum_without_a_known_way_to_wgs_84_is_told(database: Database) {
    let office = Office::open(database).await;
    let file = office.file("sites.csv", csv(&FIELDS));
    // Xian 1980; CGCS2000 is known.
    let told = |report: &Report| report.rows.iter().any(|row| row.code == "datum_shift_unknown");
    let xian = import_as(&office, What::Sites, &file, |request| request.crs = Some(Crs::Epsg(4610))).await;
    assert!(xian.committed && told(&xian), "{xian:#?}");
    let known = import_as(&office, What::Sites, &file, |request| request.crs = Some(Crs::Epsg(4490))).await;
    assert!(known.committed && !told(&known), "{known:#?}");
}
