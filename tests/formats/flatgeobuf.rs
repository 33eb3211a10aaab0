//! FlatGeobuf against the format's own library, and against damaged files.

use super::shapes::simple;
use super::story::{Desk, Reading, read, read_with, refusal};
use super::typed::{columns, records, write};
use flatgeobuf::{FallibleStreamingIterator as _, FeatureProperties as _, FgbReader};
use geo_types::Geometry;
use geozero::ToGeo as _;
use jiantu::formats::{ReadOptions, Record, Value, WriteOptions, create};
use proptest::prelude::*;
use std::fs::File;
use std::io::BufReader;
use std::path::Path;
use std::sync::Arc;

/// Numbers (`n`) of the features that the library finds: all, or those of a box.
fn found(path: &Path, bounds: Option<[f64; 4]>) -> Vec<i64> {
    let reader = FgbReader::open(BufReader::new(File::open(path).unwrap())).unwrap();
    let mut features = match bounds {
        None => reader.select_all().unwrap(),
        Some([west, south, east, north]) => reader.select_bbox(west, south, east, north).unwrap(),
    };
    let mut found = Vec::new();
    while let Some(feature) = features.next().unwrap() {
        found.push(feature.property::<i64>("n").unwrap());
    }
    found.sort_unstable();
    found
}

fn numbered(shapes: Vec<Geometry<f64>>) -> Vec<Record> {
    let record = |(number, shape)| Record {
        row: number as u64,
        id: None,
        geometry: Some(shape),
        fields: vec![(Arc::from("n"), Value::Integer(number))],
    };
    (0_i64..).zip(shapes).map(record).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn the_index_finds_what_brute_force_finds(
        shapes in prop::collection::vec(simple(), 1..400),
        corner in (-180.0_f64..180.0, -90.0_f64..90.0),
        size in (0.0_f64..200.0, 0.0_f64..100.0),
    ) {
        let desk = Desk::new();
        let records = numbered(shapes);
        let path = desk.path("any.fgb");
        write(&path, &records, |_| {});
        let [west, south, east, north] = [corner.0, corner.1, corner.0 + size.0, corner.1 + size.1];
        let meets = |record: &&Record| {
            let rect = geo::BoundingRect::bounding_rect(record.geometry.as_ref().unwrap()).unwrap();
            rect.min().x <= east && rect.max().x >= west && rect.min().y <= north && rect.max().y >= south
        };
        let brute: Vec<i64> = records.iter().filter(meets).map(|record| record.row as i64).collect();
        prop_assert_eq!(found(&path, Some([west, south, east, north])), brute);
        prop_assert_eq!(found(&path, None), (0..records.len() as i64).collect::<Vec<_>>());
    }
}

#[test]
fn the_library_reads_the_same_geometry() {
    let desk = Desk::new();
    let all = &records()[..6];
    for record in all {
        let path = desk.path("one.fgb");
        write(&path, std::slice::from_ref(record), |_| {});
        let reader = FgbReader::open(BufReader::new(File::open(&path).unwrap())).unwrap();
        assert_eq!(reader.header().columns().unwrap().len(), columns().len());
        let mut features = reader.select_all().unwrap();
        let theirs = features.next().unwrap().unwrap().to_geo().unwrap();
        assert_eq!(Some(theirs), record.geometry);
        std::fs::remove_file(path).unwrap();
    }
}

/// Whatever a damaged file gives, it is told: an error, or records that are in it.
fn is_orderly(reading: Result<Reading, jiantu::formats::FormatError>) {
    match reading {
        Err(error) => assert!(!error.message_zh().is_empty()),
        Ok(reading) => assert!(reading.records.len() <= 9),
    }
}

#[test]
fn a_file_that_is_cut_off_is_told_wherever_the_cut_is() {
    let desk = Desk::new();
    let path = desk.path("sites.fgb");
    write(&path, &records(), |_| {});
    let whole = std::fs::read(&path).unwrap();
    for length in (1..whole.len()).step_by(7).chain([8, 12, whole.len() - 1]) {
        let cut = desk.file("cut.fgb", &whole[..length]);
        match read_with(&cut, &ReadOptions::default()) {
            Err(error) => {
                assert!(
                    ["damaged_flatgeobuf", "unknown_format"].contains(&error.code()),
                    "{length}: {error}"
                );
            }
            Ok(reading) => assert_eq!(reading.error_codes().last(), Some(&"truncated"), "{length}"),
        }
    }
    let longer = desk.file("longer.fgb", [&whole[..], &[0; 9]].concat());
    assert_eq!(read(&longer).error_codes(), ["truncated"]);
    let newer = [&whole[..3], &[9], &whole[4..]].concat();
    assert_eq!(refusal(&desk.file("newer.fgb", newer), &ReadOptions::default()).code(), "damaged_flatgeobuf");
}

#[test]
fn a_size_that_is_not_there_reserves_nothing() {
    let desk = Desk::new();
    let path = desk.path("sites.fgb");
    write(&path, &records(), |_| {});
    let mut bytes = std::fs::read(&path).unwrap();
    bytes[8..12].copy_from_slice(&0xffff_fff0_u32.to_le_bytes());
    assert_eq!(
        refusal(&desk.file("header.fgb", &bytes), &ReadOptions::default()).code(),
        "damaged_flatgeobuf"
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn flipped_bits_never_panic(flips in prop::collection::vec((any::<prop::sample::Index>(), 0..8_u8), 1..6)) {
        let desk = Desk::new();
        let path = desk.path("sites.fgb");
        let options = WriteOptions { columns: columns(), ..WriteOptions::default() };
        let mut writer = create(&path, &options).unwrap();
        for record in records() {
            writer.write(&record).unwrap();
        }
        writer.finish().unwrap();
        let mut bytes = std::fs::read(&path).unwrap();
        for (at, bit) in flips {
            let at = at.index(bytes.len());
            bytes[at] ^= 1 << bit;
        }
        let options = ReadOptions { format: Some(jiantu::formats::Format::FlatGeobuf), ..ReadOptions::default() };
        is_orderly(read_with(&desk.file("flipped.fgb", &bytes), &options));
    }

    #[test]
    fn noise_never_panics(noise in prop::collection::vec(any::<u8>(), 0..300)) {
        let desk = Desk::new();
        let bytes = [&b"fgb\x03fgb\x00"[..], &noise].concat();
        is_orderly(read_with(&desk.file("noise.fgb", bytes), &ReadOptions::default()));
    }
}
