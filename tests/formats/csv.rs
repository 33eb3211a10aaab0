//! CSV: encodings, delimiters, quotes, geometry columns, and the rows that are refused.

use super::shapes::simple;
use super::story::{Desk, assert_names, lenient, read, read_with, refusal, text};
use geo_types::{Geometry, point};
use jiantu::formats::{
    GeometryColumns, ReadOptions, Record, TableGeometry, Value, WriteOptions, create, open,
};
use proptest::prelude::*;
use std::sync::Arc;

const SITES: &str = "名称,lon,lat,area_m2\n浑南广场,123.463,41.679,80.5\n\"二号,院\",,,\n";

#[test]
fn rows_become_records() {
    let desk = Desk::new();
    let path = desk.file("sites.csv", SITES);
    let columns = open(&path, &ReadOptions::default()).unwrap().columns().unwrap().to_vec();
    assert_eq!(columns, ["名称", "area_m2"]);
    let reading = read(&path);
    let [first, second] = &reading.records[..] else { panic!("two records") };
    assert_eq!((first.row, second.row), (2, 3));
    assert_eq!(first.geometry, Some(point! { x: 123.463, y: 41.679 }.into()));
    assert_eq!(first.get("名称"), Some(&text("浑南广场")));
    assert_eq!(first.get("area_m2"), Some(&text("80.5")));
    assert_eq!(second.get("名称"), Some(&text("二号,院")));
    assert_eq!(second.get("area_m2"), Some(&Value::Null), "unknown is not zero");
    assert_eq!(second.geometry, None);
}

#[test]
fn encodings_are_recognised_or_told() {
    let desk = Desk::new();
    let (gbk, _, _) = encoding_rs::GBK.encode(SITES);
    let mut utf16 = vec![0xff, 0xfe];
    utf16.extend(SITES.encode_utf16().flat_map(u16::to_le_bytes));
    let marked = format!("\u{feff}{SITES}");
    for (name, bytes, guessed) in [
        ("utf8.csv", SITES.as_bytes(), false),
        ("bom.csv", marked.as_bytes(), false),
        ("gbk.csv", &gbk[..], true),
        ("utf16.csv", &utf16[..], false),
    ] {
        let path = desk.file(name, bytes);
        let reading = read(&path);
        assert_eq!(reading.records.len(), 2, "{name}");
        assert_eq!(reading.records[0].get("名称"), Some(&text("浑南广场")), "{name}");
        let told = open(&path, &ReadOptions::default()).unwrap().notices().len();
        assert_eq!(told, usize::from(guessed), "{name}");
    }
    let utf8 = ReadOptions { encoding: "utf-8".parse().ok(), ..ReadOptions::default() };
    let error = refusal(&desk.path("gbk.csv"), &utf8);
    assert_eq!(error.code(), "not_utf8");
    assert_names(&error, &["--encoding gbk"]);
}

#[test]
fn a_wrong_byte_far_down_is_found() {
    let desk = Desk::new();
    let mut bytes = b"name,note\n".to_vec();
    for _ in 0..200_000 {
        bytes.extend_from_slice(b"square,ok\n");
    }
    bytes.extend_from_slice(b"\xbb\xeb,late\nsquare,ok\n");
    let at = bytes.len() - b"\xbb\xeb,late\nsquare,ok\n".len();
    let reading = read(&desk.file("late.csv", bytes));
    assert_eq!(reading.error_codes(), ["not_utf8"]);
    assert_eq!(reading.errors[0].row, 200_002);
    assert!(reading.errors[0].message_en.contains(&format!("byte {at} ")));
    assert_eq!(reading.records.len(), 200_001);
}

#[test]
fn delimiters_quotes_and_line_numbers_hold() {
    let desk = Desk::new();
    for (name, content) in [
        ("comma.csv", "a,b\r\n1,\"x\"\"y\r\nz\"\r\n\r\n2,w\r\n"),
        ("semicolon.csv", "a;b\n1;\"x\"\"y\r\nz\"\n\n2;w"),
        ("tab.tsv", "a\tb\n1\t\"x\"\"y\r\nz\"\n\n2\tw"),
    ] {
        let reading = read(&desk.file(name, content));
        assert_eq!(reading.error_codes(), [""; 0], "{name}");
        assert_eq!(reading.records[0].get("b"), Some(&text("x\"y\r\nz")), "{name}");
        let rows: Vec<u64> = reading.records.iter().map(|record| record.row).collect();
        assert_eq!(rows, [2, 5], "{name}: lines of the text");
    }
}

#[test]
fn geometry_columns_are_recognised_or_named() {
    let desk = Desk::new();
    for heading in ["lon,lat", "LNG,LAT", "Longitude,Latitude", "经度,纬度", "x,y"] {
        let path = desk.file("h.csv", format!("name,{heading}\na,123.4,41.7\n"));
        let reading = read(&path);
        assert_eq!(reading.records[0].geometry, Some(point! { x: 123.4, y: 41.7 }.into()), "{heading}");
        assert_eq!(reading.records[0].fields.len(), 1, "{heading}");
    }
    for heading in ["wkt", "geometry", "几何"] {
        let path = desk.file("w.csv", format!("name,{heading}\na,\"LINESTRING (1 2, 3 4)\"\nb,\n"));
        let reading = read(&path);
        assert!(matches!(reading.records[0].geometry, Some(Geometry::LineString(_))), "{heading}");
        assert_eq!(reading.records[1].geometry, None);
    }
    let path = desk.file("own.csv", "横,纵,x\n123.4,41.7,7\n");
    let geometry = GeometryColumns { lon: Some("横".to_owned()), lat: Some("纵".to_owned()), wkt: None };
    let options = ReadOptions { geometry, ..ReadOptions::default() };
    let reading = read_with(&path, &options).unwrap();
    assert_eq!(reading.records[0].geometry, Some(point! { x: 123.4, y: 41.7 }.into()));
    assert_eq!(reading.records[0].get("x"), Some(&text("7")));
    let geometry = GeometryColumns { lon: Some("东".to_owned()), ..GeometryColumns::default() };
    let error = refusal(&path, &ReadOptions { geometry, ..ReadOptions::default() });
    assert_eq!(error.code(), "missing_column");
    assert_names(&error, &["东", "横"]);
}

#[test]
fn bad_rows_are_refused_one_by_one() {
    let desk = Desk::new();
    for (row, code, field) in [
        ("a,123.4,", "half_coordinate", Some("lat")),
        ("a,东经,41.7", "coordinate_number", Some("lon")),
        ("a,NaN,41.7", "coordinate_number", Some("lon")),
        ("a,inf,41.7", "coordinate_number", Some("lon")),
        ("a,123°27′,41.7", "degrees_minutes", Some("lon")),
        ("a,123.4", "ragged_row", None),
        ("a,123.4,41.7,extra", "ragged_row", None),
    ] {
        let path = desk.file("rows.csv", format!("name,lon,lat\nx,1,2\n{row}\ny,3,4\n"));
        let reading = read(&path);
        assert_eq!(reading.error_codes(), [code], "{row}");
        assert_eq!((reading.errors[0].row, reading.errors[0].field.as_deref()), (3, field));
        assert_eq!(reading.records.len(), 2, "{row}");
    }
    let path = desk.file("ragged.csv", "name,kind\na\nb,c,d\n");
    assert_eq!(read_with(&path, &lenient()).unwrap().records.len(), 2);
}

#[test]
fn bad_headings_and_open_quotes_refuse_the_file() {
    let desk = Desk::new();
    for (content, code) in [
        ("", "empty_file"),
        ("\n\n", "empty_file"),
        ("a,a\n1,2\n", "duplicate_heading"),
        ("a,,b\n1,2,3\n", "empty_heading"),
        ("\"a,b\n1,2\n", "unclosed_quote"),
    ] {
        let path = desk.file("bad.csv", content);
        assert_eq!(refusal(&path, &ReadOptions::default()).code(), code, "{content:?}");
    }
    let reading = read(&desk.file("open.csv", "a,b\n1,2\n3,\"never\nends\n"));
    assert_eq!(reading.error_codes(), ["unclosed_quote"]);
    assert!(reading.errors[0].fatal && reading.errors[0].row == 3);
    assert_eq!(read(&desk.file("end.csv", "a,b,,\n1,2,,\n")).records.len(), 1);
}

fn written(records: &[Record], options: &WriteOptions) -> (Desk, std::path::PathBuf) {
    let desk = Desk::new();
    let path = desk.path("out.csv");
    let mut writer = create(&path, options).unwrap();
    for record in records {
        writer.write(record).unwrap();
    }
    writer.finish().unwrap();
    (desk, path)
}

#[test]
fn the_written_text_is_as_expected() {
    let record = |geometry: Geometry<f64>, programmes: &str| Record {
        row: 1,
        id: None,
        geometry: Some(geometry),
        fields: vec![
            (Arc::from("programmes"), text(programmes)),
            (Arc::from("opened_on"), Value::Date(jiff::civil::date(2024, 5, 1))),
            (Arc::from("unlisted"), Value::Bool(true)),
        ],
    };
    let line = Geometry::LineString(vec![(1.0, 2.0), (3.0, 4.5)].into());
    let records = [record(point! { x: 123.4, y: 41.7 }.into(), "smart;sports_park"), record(line, "a,\"b\"")];
    let columns = vec!["programmes".into(), "opened_on".into(), "area_m2".into()];
    let options = WriteOptions { columns, ..WriteOptions::default() };
    let (_desk, path) = written(&records, &options);
    let content = std::fs::read_to_string(&path).unwrap();
    assert_eq!(
        content,
        "\u{feff}programmes,opened_on,area_m2,lon,lat,wkt\r\n\
         smart;sports_park,2024-05-01,,123.4,41.7,\r\n\
         \"a,\"\"b\"\"\",2024-05-01,,,,\"LINESTRING (1 2, 3 4.5)\"\r\n"
    );
    let clash =
        WriteOptions { columns: vec!["Lat".into()], byte_order_mark: false, ..WriteOptions::default() };
    let (_desk, path) = written(&[], &clash);
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "Lat_2,lon,lat,wkt\r\n");
    let bare = WriteOptions {
        columns: vec!["programmes".into()],
        geometry: TableGeometry::None,
        byte_order_mark: false,
        ..WriteOptions::default()
    };
    let (_desk, path) = written(&records[..1], &bare);
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "programmes\r\nsmart;sports_park\r\n");
}

proptest! {
    #[test]
    fn geometry_and_text_survive(shape in simple(), words in "[^\\s\u{feff}](\\PC{0,20}[^\\s])?") {
        let record = Record {
            row: 2,
            id: None,
            geometry: Some(shape),
            fields: vec![(Arc::from("note"), text(&words))],
        };
        let options = WriteOptions { columns: vec!["note".into()], ..WriteOptions::default() };
        let (_desk, path) = written(std::slice::from_ref(&record), &options);
        prop_assert_eq!(&read(&path).records, &[record]);
    }

    /// The csv crate writes, we read: the same cells.
    #[test]
    fn the_csv_crate_agrees(rows in prop::collection::vec(prop::collection::vec("[a\",;\r\n 经\t]{0,6}", 3), 1..12)) {
        let desk = Desk::new();
        let mut writer = ::csv::WriterBuilder::new().quote_style(::csv::QuoteStyle::Always).from_writer(Vec::new());
        writer.write_record(["a", "b", "c"]).unwrap();
        for row in &rows {
            writer.write_record(row).unwrap();
        }
        let path = desk.file("theirs.csv", writer.into_inner().unwrap());
        let ours: Vec<Vec<String>> = read(&path)
            .records
            .iter()
            .map(|record| record.fields.iter().map(|(_, value)| value.to_text()).collect())
            .collect();
        let theirs: Vec<Vec<String>> = rows
            .iter()
            .map(|row| row.iter().map(|cell| cell.trim().to_owned()).collect())
            .collect();
        prop_assert_eq!(ours, theirs);
    }

    #[test]
    fn noise_never_panics(noise in prop::collection::vec(any::<u8>(), 1..300)) {
        let desk = Desk::new();
        let path = desk.file("noise.csv", noise);
        if let Ok(reading) = read_with(&path, &ReadOptions::default()) {
            prop_assert!(reading.errors.iter().all(|error| error.row >= 1));
        }
    }
}
