//! Batches as they come from the field.

use super::*;

/// Hunnan, roughly.
const HUNNAN: Bbox = Bbox { min_lon: 123.30, min_lat: 41.53, max_lon: 123.75, max_lat: 41.80 };

/// Twenty by ten places over Hunnan, WGS 84.
fn places() -> Vec<(f64, f64)> {
    (0..200).map(|i| (123.31 + 0.0225 * f64::from(i % 20), 41.54 + 0.026 * f64::from(i / 20))).collect()
}

fn as_given(crs: &Crs) -> Vec<(f64, f64)> {
    let t = Transform::new(crs).expect("a transform");
    places().into_iter().map(|(lon, lat)| t.from_wgs84(lon, lat).expect("there")).collect()
}

/// Each place states a cell of some 5 km around where it truly stands.
fn in_stated_cell(i: usize, lon: f64, lat: f64) -> bool {
    let (true_lon, true_lat) = places()[i];
    let cell = |lon: f64, lat: f64| ((lon / 0.06).floor() as i64, (lat / 0.045).floor() as i64);
    cell(true_lon, true_lat) == cell(lon, lat)
}

#[test]
fn a_right_declaration_raises_no_suspicion() {
    for crs in [Crs::Wgs84, Crs::Cgcs2000, Crs::Gcj02, Crs::Bd09, Crs::Epsg(4550)] {
        let batch = as_given(&crs);
        assert_eq!(suspicions(&crs, &batch, &HUNNAN, &in_stated_cell), [], "{crs}");
        assert_eq!(suspicions_in_box(&crs, &batch, &HUNNAN), [], "{crs}");
    }
}

#[test]
fn a_wrong_datum_shows_against_the_stated_areas() {
    let datums = [Crs::Wgs84, Crs::Gcj02, Crs::Bd09];
    for truth in &datums {
        for declared in datums.iter().filter(|d| *d != truth) {
            let found = suspicions(declared, &as_given(truth), &HUNNAN, &in_stated_cell);
            let Some(Suspicion::WrongDatum { likely, inside_as_likely, .. }) = found.first() else {
                panic!("{truth} declared as {declared}: {found:?}");
            };
            assert_eq!(likely, truth);
            assert!(*inside_as_likely > 0.95, "{inside_as_likely}");
            assert!(found[0].message_zh().contains("--crs") && found[0].message_en().contains("--crs"));
        }
    }
}

#[test]
fn swapped_columns_are_named() {
    let batch: Vec<_> = places().into_iter().map(|(lon, lat)| (lat, lon)).collect();
    assert_eq!(suspicions_in_box(&Crs::Wgs84, &batch, &HUNNAN), [Suspicion::Swapped { share: 1.0 }]);
    // Northing where easting belongs.
    let batch: Vec<_> = as_given(&Crs::Epsg(4550)).into_iter().map(|(x, y)| (y, x)).collect();
    assert_eq!(suspicions_in_box(&Crs::Epsg(4550), &batch, &HUNNAN)[0].code(), "suspect_swapped");
}

#[test]
fn degrees_and_minutes_in_three_spellings_are_named() {
    let point = |v: f64| v.trunc() + v.fract() * 60.0 / 100.0;
    let receiver = |v: f64| v.trunc() * 100.0 + v.fract() * 60.0;
    let seconds = |v: f64| {
        let minutes = (v.fract() * 60.0).trunc();
        v.trunc() + minutes / 100.0 + (v.fract() * 60.0 - minutes) * 60.0 / 10_000.0
    };
    // Of a small box, in which the wrong reading cannot lie by chance.
    let small = Bbox { min_lon: 123.70, min_lat: 41.65, max_lon: 123.75, max_lat: 41.80 };
    for spell in [&point as &dyn Fn(f64) -> f64, &receiver, &seconds] {
        let batch: Vec<_> = places()
            .into_iter()
            .filter(|(lon, lat)| small.contains_point(*lon, *lat))
            .map(|(lon, lat)| (spell(lon), spell(lat)))
            .collect();
        assert!(batch.len() > 5);
        let found = suspicions_in_box(&Crs::Wgs84, &batch, &small);
        assert_eq!(found.first().map(Suspicion::code), Some("suspect_degrees_minutes"), "{found:?}");
    }
}

#[test]
fn metres_are_named_with_the_system_they_fit() {
    for crs in [Crs::WebMercator, Crs::Epsg(4550), Crs::Epsg(4529), Crs::Epsg(32651)] {
        let found = suspicions_in_box(&Crs::Wgs84, &as_given(&crs), &HUNNAN);
        assert_eq!(found, [Suspicion::Metres { likely: Some(crs.clone()) }], "{crs}");
    }
    let unknown: Vec<_> = places().iter().map(|(x, y)| (x * 1e4, y * 1e4)).collect();
    let found = suspicions_in_box(&Crs::Wgs84, &unknown, &HUNNAN);
    assert_eq!(found, [Suspicion::Metres { likely: None }]);
}

#[test]
fn elsewhere_is_said_and_nothing_says_nothing() {
    let far: Vec<_> = places().iter().map(|(x, y)| (x - 50.0, y - 10.0)).collect();
    let found = suspicions_in_box(&Crs::Wgs84, &far, &HUNNAN);
    assert_eq!(found, [Suspicion::Elsewhere { share: 1.0 }]);
    assert!(found[0].message_zh().contains("100%"));
    assert_eq!(suspicions_in_box(&Crs::Wgs84, &[], &HUNNAN), []);
    assert_eq!(suspicions_in_box(&Crs::Wgs84, &[(f64::NAN, 1.0)], &HUNNAN), []);
}
