//! Workbooks, written by rust_xlsxwriter here and by us, read by calamine through us.

use super::story::{Desk, assert_names, lenient, read, read_with, refusal, text};
use geo_types::{Geometry, point};
use jiantu::formats::{ReadOptions, Record, Value, WriteOptions, create, open};
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook, Worksheet};
use std::path::PathBuf;
use std::sync::Arc;

fn workbook(desk: &Desk, name: &str, fill: impl Fn(&mut Worksheet)) -> PathBuf {
    let path = desk.path(name);
    let mut book = Workbook::new();
    fill(book.add_worksheet());
    book.save(&path).unwrap();
    path
}

fn headings(sheet: &mut Worksheet, row: u32, names: &[&str]) {
    for (column, name) in (0_u16..).zip(names) {
        sheet.write_string(row, column, *name).unwrap();
    }
}

#[test]
fn rows_become_records_with_types() {
    let desk = Desk::new();
    let path = workbook(&desk, "sites.xlsx", |sheet| {
        headings(sheet, 0, &[" 名称 ", "建成日期", "面积", "数量", "照明", "经度", "纬度"]);
        let date = Format::new().set_num_format("yyyy-mm-dd");
        sheet.write_string(1, 0, "浑南广场 ").unwrap();
        let day = ExcelDateTime::from_ymd(2024, 5, 1).unwrap();
        sheet.write_datetime_with_format(1, 1, &day, &date).unwrap();
        sheet.write_number(1, 2, 80.5).unwrap();
        sheet.write_number(1, 3, 12.0).unwrap();
        sheet.write_boolean(1, 4, true).unwrap();
        sheet.write_number(1, 5, 123.463).unwrap();
        sheet.write_string(1, 6, "41.679").unwrap();
        sheet.write_string(4, 0, "隔行").unwrap();
        let noon = ExcelDateTime::from_ymd(2024, 5, 1).unwrap().and_hms(12, 30, 0).unwrap();
        let time = Format::new().set_num_format("yyyy-mm-dd hh:mm");
        sheet.write_datetime_with_format(4, 1, &noon, &time).unwrap();
    });
    let reading = read(&path);
    assert_eq!(reading.error_codes(), [""; 0]);
    let [first, second] = &reading.records[..] else { panic!("two records") };
    assert_eq!((first.row, second.row), (2, 5));
    assert_eq!(first.geometry, Some(point! { x: 123.463, y: 41.679 }.into()));
    for (name, value) in [
        ("名称", text("浑南广场")),
        ("建成日期", Value::Date(jiff::civil::date(2024, 5, 1))),
        ("面积", Value::Number(80.5)),
        ("数量", Value::Integer(12)),
        ("照明", Value::Bool(true)),
    ] {
        assert_eq!(first.get(name), Some(&value), "{name}");
    }
    assert_eq!(second.get("建成日期"), Some(&text("2024-05-01T12:30:00")));
    assert_eq!((second.get("面积"), &second.geometry), (Some(&Value::Null), &None));
}

#[test]
fn merged_headings_are_refused_by_their_cells() {
    let desk = Desk::new();
    let plain = Format::new();
    let titled = workbook(&desk, "titled.xlsx", |sheet| {
        sheet.merge_range(0, 0, 0, 2, "健身场地统计表", &plain).unwrap();
        headings(sheet, 1, &["名称", "经度", "纬度"]);
    });
    let error = refusal(&titled, &ReadOptions::default());
    assert_eq!(error.code(), "merged_heading");
    assert_names(&error, &["A1:C1", "titled.xlsx"]);
    let two_rows = workbook(&desk, "two_rows.xlsx", |sheet| {
        headings(sheet, 0, &["名称", "位置", ""]);
        sheet.merge_range(0, 3, 1, 3, "面积", &plain).unwrap();
    });
    assert_names(&refusal(&two_rows, &ReadOptions::default()), &["D1:D2"]);
}

#[test]
fn merged_data_cells_are_refused_row_by_row() {
    let desk = Desk::new();
    let path = workbook(&desk, "merged.xlsx", |sheet| {
        headings(sheet, 0, &["街道", "名称"]);
        sheet.merge_range(1, 0, 2, 0, "五三街道", &Format::new()).unwrap();
        for (row, name) in [(1, "a"), (2, "b"), (3, "c")] {
            sheet.write_string(row, 1, name).unwrap();
        }
        sheet.write_string(3, 0, "浑河站").unwrap();
    });
    let reading = read(&path);
    assert_eq!(reading.error_codes(), ["merged_cells", "merged_cells"]);
    assert!(reading.errors[1].message_zh.contains("A2:A3"));
    assert_eq!(reading.records.len(), 1);
    assert_eq!(read_with(&path, &lenient()).unwrap().records.len(), 3);
}

#[test]
fn error_cells_are_named() {
    let desk = Desk::new();
    let path = workbook(&desk, "errors.xlsx", |sheet| {
        headings(sheet, 0, &["名称", "面积"]);
        sheet.write_string(1, 0, "a").unwrap();
        sheet.write_formula(1, 1, Formula::new("=1/0").set_result("#DIV/0!")).unwrap();
        sheet.write_string(2, 0, "b").unwrap();
    });
    let reading = read(&path);
    assert_eq!(reading.error_codes(), ["cell_error"]);
    assert_eq!((reading.errors[0].row, reading.errors[0].field.as_deref()), (2, Some("B2")));
    assert_eq!(reading.records.len(), 1);
}

#[test]
fn the_sheet_is_the_first_or_the_one_named() {
    let desk = Desk::new();
    let path = desk.path("two.xlsx");
    let mut book = Workbook::new();
    for (name, value) in [("一", "first"), ("二", "second")] {
        let sheet = book.add_worksheet();
        sheet.set_name(name).unwrap();
        headings(sheet, 0, &["v"]);
        sheet.write_string(1, 0, value).unwrap();
    }
    book.save(&path).unwrap();
    assert_eq!(read(&path).records[0].get("v"), Some(&text("first")));
    assert_eq!(open(&path, &ReadOptions::default()).unwrap().notices()[0].code, "other_sheets");
    let named = |sheet: &str| ReadOptions { sheet: Some(sheet.to_owned()), ..ReadOptions::default() };
    assert_eq!(read_with(&path, &named("二")).unwrap().records[0].get("v"), Some(&text("second")));
    let error = refusal(&path, &named("三"));
    assert_eq!(error.code(), "missing_sheet");
    assert_names(&error, &["一", "二", "三"]);
}

#[test]
fn damaged_old_and_empty_workbooks_are_refused() {
    let desk = Desk::new();
    let path = workbook(&desk, "whole.xlsx", |sheet| headings(sheet, 0, &["a", "b"]));
    let bytes = std::fs::read(&path).unwrap();
    for len in [10, bytes.len() / 3, bytes.len() / 2, bytes.len() - 30] {
        let cut = desk.file("cut.xlsx", &bytes[..len]);
        assert_eq!(refusal(&cut, &ReadOptions::default()).code(), "damaged_workbook", "{len}");
    }
    let old = desk.file("old.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and so on");
    assert_eq!(refusal(&old, &ReadOptions::default()).code(), "old_excel");
    let empty = workbook(&desk, "empty.xlsx", |_| {});
    assert_eq!(refusal(&empty, &ReadOptions::default()).code(), "empty_file");
    let twice = workbook(&desk, "twice.xlsx", |sheet| headings(sheet, 0, &["a", "a"]));
    assert_eq!(refusal(&twice, &ReadOptions::default()).code(), "duplicate_heading");
}

#[test]
fn an_abandoned_reader_lets_its_thread_go() {
    let desk = Desk::new();
    let path = workbook(&desk, "long.xlsx", |sheet| {
        headings(sheet, 0, &["n"]);
        for row in 1..20_000 {
            sheet.write_number(row, 0, f64::from(row)).unwrap();
        }
    });
    let mut reader = open(&path, &ReadOptions::default()).unwrap();
    assert_eq!(reader.next().unwrap().unwrap().get("n"), Some(&Value::Integer(1)));
    drop(reader);
    let reading = read(&path);
    assert_eq!(reading.records.len(), 19_999);
    assert_eq!(reading.records[19_998].get("n"), Some(&Value::Integer(19_999)));
}

#[test]
fn what_is_written_is_read_again() {
    let desk = Desk::new();
    let path = desk.path("out.xlsx");
    let columns = ["名称", "日期", "面积", "编码", "照明"].map(Into::into).to_vec();
    let record = |row, geometry: Option<Geometry<f64>>| Record {
        row,
        id: None,
        geometry,
        fields: vec![
            (Arc::from("名称"), text("浑南广场")),
            (Arc::from("日期"), Value::Date(jiff::civil::date(2024, 5, 1))),
            (Arc::from("面积"), Value::Number(80.25)),
            (Arc::from("编码"), text("0012345678901234567890")),
            (Arc::from("照明"), Value::Bool(false)),
        ],
    };
    let line = Geometry::LineString(vec![(1.0, 2.0), (3.0, 4.5)].into());
    let records =
        [record(2, Some(point! { x: 123.463, y: 41.679 }.into())), record(3, Some(line)), record(4, None)];
    let options = WriteOptions { columns, ..WriteOptions::default() };
    let mut writer = create(&path, &options).unwrap();
    for record in &records {
        writer.write(record).unwrap();
    }
    assert!(!path.exists());
    writer.finish().unwrap();
    assert_eq!(read(&path).records, records);
    let too_long =
        Record { fields: vec![(Arc::from("名称"), text(&"长".repeat(40_000)))], ..record(2, None) };
    let mut writer = create(&path, &options).unwrap();
    assert_eq!(writer.write(&too_long).unwrap_err().code(), "text_too_long");
}
