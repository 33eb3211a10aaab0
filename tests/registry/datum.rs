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
    let table = shifted("name_zh,kind,division,lon,lat", |n, lon, lat| {
        format!("球场{n},basketball,x{n},{lon},{lat}")
    });
    let file = office.file("sites.csv", table);
    assert_warned(&import_as(&office, What::Sites, &file, |_| {}).await);
    let beside = office.beside().await;
    beside.import(What::Divisions, "squares.geojson", squares()).await;
    let right = import_as(&beside, What::Sites, &file, |request| request.crs = Some(Crs::Gcj02)).await;
    assert_eq!((right.accepted, right.warnings), (6, 0), "{right:#?}");
}

async fn a_wrong_datum_is_noticed_against_known_places(database: Database) {
    let office = Office::open(database).await;
    let sites = shifted("external_id,name_zh,kind,lon,lat", |n, lon, lat| {
        format!("S{n},球场,basketball,{lon},{lat}")
    });
    let sites = office.file("sites.csv", sites);
    let right = import_as(&office, What::Sites, &sites, |request| request.crs = Some(Crs::Gcj02)).await;
    assert_eq!((right.accepted, right.warnings), (6, 0), "{right:#?}");
    // Equipment that stands half a kilometre off the site it belongs to.
    let pieces = shifted("external_id,site,kind,lon,lat", |n, lon, lat| {
        format!("E{n},S{n},basketball_stand,{lon},{lat}")
    });
    let pieces = office.file("pieces.csv", pieces);
    assert_warned(&import_as(&office, What::Equipment, &pieces, |request| request.dry_run = false).await);
    // The same sites again, declared otherwise.
    assert_warned(&import_as(&office, What::Sites, &sites, |_| {}).await);
}
