//! Files that mean harm: deep, endless, enormous. Each is told in bounded time and memory.

use super::story::{Desk, read_with};
use geo_types::Geometry;
use jiantu::formats::geojson::geometry::{GeometryRules, read as read_geometry};
use jiantu::formats::{Format, ReadOptions, wkb, wkt};
use proptest::prelude::*;

/// Codes of what is wrong with a file, as a whole or with its rows.
fn wrong(name: &str, content: impl AsRef<[u8]>) -> Vec<&'static str> {
    let desk = Desk::new();
    match read_with(&desk.file(name, content), &ReadOptions::default()) {
        Err(error) => vec![error.code()],
        Ok(reading) => reading.error_codes(),
    }
}

fn collection(feature: &str) -> String {
    format!(r#"{{"type":"FeatureCollection","features":[{feature}]}}"#)
}

fn feature(geometry: &str) -> String {
    collection(&format!(r#"{{"type":"Feature","properties":null,"geometry":{geometry}}}"#))
}

#[test]
fn deep_nesting_is_told() {
    let collections = |depth: usize| {
        let open = r#"{"type":"GeometryCollection","geometries":["#.repeat(depth);
        format!(r#"{open}{{"type":"Point","coordinates":[1,2]}}{}"#, "]}".repeat(depth))
    };
    assert_eq!(wrong("a.geojson", feature(&collections(100))), ["geometry_nesting"]);
    assert_eq!(wrong("a.geojson", feature(&collections(100_000))), ["geometry_nesting"]);
    let arrays = |depth: usize| format!("{}1{}", "[".repeat(depth), "]".repeat(depth));
    let polygon = format!(r#"{{"type":"Polygon","coordinates":{}}}"#, arrays(100_000));
    assert_eq!(wrong("a.geojson", feature(&polygon)), ["coordinate_number"]);
    let property =
        format!(r#"{{"type":"Feature","geometry":null,"properties":{{"a":{}}}}}"#, arrays(100_000));
    assert_eq!(wrong("a.geojson", collection(&property)), ["too_deep"]);
    assert_eq!(wrong("a.geojsonl", property), ["too_deep"]);
    let wkt = format!("{}POINT (1 2){}", "GEOMETRYCOLLECTION (".repeat(100_000), ")".repeat(100_000));
    assert_eq!(wrong("a.csv", format!("wkt\n\"{wkt}\"\n")), ["geometry_nesting"]);
    let mut blob = vec![1, 1, 0, 0, 0];
    blob.extend([0; 16]);
    for _ in 0..100_000 {
        blob.splice(0..0, [1, 7, 0, 0, 0, 1, 0, 0, 0]);
        if blob.len() > 10_000 {
            break;
        }
    }
    assert_eq!(wkb::decode(&blob), Err(wkb::WkbError::Nesting));
}

#[test]
fn ten_megabytes_of_brackets_are_told() {
    let brackets = "[".repeat(10 << 20);
    assert_eq!(wrong("a.geojson", &brackets), ["not_geojson"]);
    assert_eq!(wrong("a.geojson", collection(&brackets)), ["truncated"]);
    assert_eq!(wrong("a.geojson", "{".repeat(10 << 20)), ["truncated"]);
    assert_eq!(wrong("a.geojson", format!(r#"{{"type":{brackets}"#)), ["truncated"]);
    let wkt = "(".repeat(10 << 20);
    assert_eq!(wrong("a.csv", format!("wkt\nPOLYGON {wkt}\n")).len(), 1);
    assert_eq!(
        wrong("a.json", format!(r#"{{"coordRefSys":"[EPSG:4490]","conformsTo":{brackets}"#)),
        ["truncated"]
    );
    let text = format!(r#"{{"type":"Polygon","coordinates":{brackets}}}"#);
    assert_eq!(read_geometry(&text, &GeometryRules::default()).unwrap_err().code, "geometry_json");
}

#[test]
fn a_polygon_of_a_million_vertices_is_read_and_a_larger_one_is_told() {
    let ring = |count: usize| {
        let step = std::f64::consts::TAU / count as f64;
        let mut all: Vec<String> = (0..count)
            .map(|at| {
                let (sin, cos) = (step * at as f64).sin_cos();
                format!("[{:.7},{:.7}]", 120.0 + cos, 40.0 + sin)
            })
            .collect();
        all.push(all[0].clone());
        format!(r#"{{"type":"Polygon","coordinates":[[{}]]}}"#, all.join(","))
    };
    let Ok(Some(Geometry::Polygon(polygon))) = read_geometry(&ring(1_000_000), &GeometryRules::default())
    else {
        panic!("a polygon")
    };
    assert_eq!(polygon.exterior().0.len(), 1_000_001);
    assert_eq!(wrong("a.geojson", feature(&ring(2_000_001))), ["too_many_vertices"]);
    let wkt: Vec<String> = (0..2_000_001).map(|n| format!("{} 1", n % 180)).collect();
    assert_eq!(wrong("a.csv", format!("wkt\n\"LINESTRING ({})\"\n", wkt.join(","))), ["too_many_vertices"]);
}

#[test]
fn counts_that_are_not_there_reserve_nothing() {
    for kind in 2..=7_u8 {
        let blob = [&[1, kind, 0, 0, 0][..], &[0xff; 4]].concat();
        assert!(matches!(wkb::decode(&blob), Err(wkb::WkbError::Truncated { .. })), "{kind}");
    }
}

/// Bytes that begin like something and go on with anything.
fn noise() -> impl Strategy<Value = Vec<u8>> {
    let starts = prop::sample::select(vec![
        &b""[..],
        b"\x01\x03\x00\x00\x00\x02\x00\x00\x00",
        b"GP\x00\x03\xe6\x10\x00\x00",
        b"\x00\x00\x00\x00\x07\x00\x00\x00\x01",
        b"POLYGON ((1 2, ",
        b"SRID=4326;MULTIPOINT Z (",
        b"{\"type\":\"Polygon\",\"coordinates\":[[[",
        b"{\"type\":\"GeometryCollection\",\"geometries\":[",
    ]);
    (starts, prop::collection::vec(any::<u8>(), 0..120)).prop_map(|(start, more)| [start, &more].concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn geometry_readers_never_panic(bytes in noise()) {
        let rules = GeometryRules::default();
        let _ = wkb::decode(&bytes);
        let text = String::from_utf8_lossy(&bytes);
        let _ = wkt::read(&text, &rules);
        let _ = read_geometry(&text, &rules);
    }

    #[test]
    fn geometry_that_is_damaged_never_panics(
        shape in super::shapes::any_geometry(),
        flips in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..5),
        cut in any::<prop::sample::Index>(),
    ) {
        let rules = GeometryRules::default();
        let mut json = Vec::new();
        jiantu::formats::geojson::geometry::write(&shape, &mut json);
        for whole in [wkb::encode_wkb(&shape), wkb::encode_gpkg(&shape), json, wkt::write(&shape).into_bytes()] {
            let mut bytes = whole;
            for (at, with) in &flips {
                let at = at.index(bytes.len());
                bytes[at] ^= with;
            }
            bytes.truncate(cut.index(bytes.len() + 1));
            let _ = wkb::decode(&bytes);
            let text = String::from_utf8_lossy(&bytes);
            let _ = wkt::read(&text, &rules);
            let _ = read_geometry(&text, &rules);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn files_of_noise_never_panic(
        start in prop::sample::select(vec![&b""[..], b"SQLite format 3\x00\x10\x00\x01\x01\x00\x40\x20\x20", b"PK\x03\x04", b"{", b"a,b\n"]),
        noise in prop::collection::vec(any::<u8>(), 0..400),
        format in prop::sample::select(Format::ALL.to_vec()),
    ) {
        let desk = Desk::new();
        let path = desk.file("noise", [start, &noise].concat());
        let options = ReadOptions { format: Some(format), ..ReadOptions::default() };
        if let Ok(reading) = read_with(&path, &options) {
            prop_assert!(reading.records.len() + reading.errors.len() <= noise.len() + 30);
        }
    }
}
