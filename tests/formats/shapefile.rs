//! Shapefiles: shapes by the shapefile crate, tables by hand so that every byte is known.

use super::shapes::polygon;
use super::story::{Desk, assert_names, lenient, read, read_with, refusal, text};
use ::shapefile::{Multipoint, Point, PointZ, Polygon, PolygonRing, Polyline, ShapeWriter};
use geo_types::{Geometry, LineString, MultiPolygon, point};
use jiantu::formats::{DeclaredCrs, ReadOptions, Value, open};
use proptest::prelude::*;
use std::path::PathBuf;

/// A column of a dBASE table: name, type, size, decimals.
type Column<'a> = (&'a [u8], u8, u8, u8);

fn dbf(columns: &[Column], rows: &[&[&[u8]]], language: u8) -> Vec<u8> {
    let row_size = 1 + columns.iter().map(|column| u16::from(column.2)).sum::<u16>();
    let header_size = 32 + 32 * columns.len() as u16 + 1;
    let mut out = vec![3, 124, 5, 1];
    out.extend_from_slice(&(rows.len() as u32).to_le_bytes());
    out.extend_from_slice(&header_size.to_le_bytes());
    out.extend_from_slice(&row_size.to_le_bytes());
    out.resize(32, 0);
    out[29] = language;
    for (name, kind, size, decimals) in columns {
        let mut field = [0_u8; 32];
        field[..name.len()].copy_from_slice(name);
        (field[11], field[16], field[17]) = (*kind, *size, *decimals);
        out.extend_from_slice(&field);
    }
    out.push(b'\r');
    for row in rows {
        out.push(b' ');
        for (cell, column) in row.iter().zip(columns) {
            out.extend_from_slice(cell);
            out.resize(out.len() + usize::from(column.2) - cell.len(), b' ');
        }
    }
    out.push(0x1a);
    out
}

/// Writes `.shp`, `.shx` and `.dbf`.
fn shapefile<S: ::shapefile::record::EsriShape>(desk: &Desk, shapes: &[S], table: Vec<u8>) -> PathBuf {
    let path = desk.path("layer.shp");
    ShapeWriter::from_path(&path).unwrap().write_shapes(shapes).unwrap();
    desk.file("layer.dbf", table);
    path
}

fn numbered(count: usize) -> Vec<u8> {
    let cells: Vec<String> = (1..=count).map(|number| number.to_string()).collect();
    let rows: Vec<[&[u8]; 1]> = cells.iter().map(|cell| [cell.as_bytes()]).collect();
    let rows: Vec<&[&[u8]]> = rows.iter().map(<[_; 1]>::as_slice).collect();
    dbf(&[(b"N", b'N', 9, 0)], &rows, 0)
}

fn points(count: usize) -> Vec<Point> {
    (0..count).map(|index| Point::new(index as f64, 1.0)).collect()
}

const GK25: &str = r#"PROJCS["ETRS_1989_GK25FIN",GEOGCS["GCS_ETRS_1989",DATUM["D_ETRS_1989",SPHEROID["GRS_1980",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],PARAMETER["False_Easting",25500000.0],PARAMETER["Central_Meridian",25.0],UNIT["Meter",1.0]]"#;

#[test]
fn a_population_grid_like_helsinkis_is_read() {
    let desk = Desk::new();
    let cell = |x: f64| {
        let (y, side) = (6_672_000.0, 250.0);
        Polygon::new(PolygonRing::Outer(vec![
            Point::new(x, y),
            Point::new(x, y + side),
            Point::new(x + side, y + side),
            Point::new(x + side, y),
            Point::new(x, y),
        ]))
    };
    let columns: [Column; 4] = [
        (b"INDEX", b'N', 11, 0),
        (b"ASUKKAITA", b'N', 11, 0),
        (b"ASVALJYYS", b'N', 20, 2),
        (b"IKA0_9", b'N', 11, 0),
    ];
    let rows: [&[&[u8]]; 2] = [&[b"688", b"5", b"50.60", b"99"], &[b"703", b"1500", b"", b"120"]];
    let path = shapefile(&desk, &[cell(25_472_499.9), cell(25_472_749.9)], dbf(&columns, &rows, 0));
    desk.file("layer.prj", format!("{GK25}\n"));
    desk.file("layer.cpg", "UTF-8");
    let reader = open(&path, &ReadOptions::default()).unwrap();
    assert_eq!(reader.declared_crs(), Some(DeclaredCrs::Wkt(GK25.to_owned())));
    assert_eq!(reader.columns().unwrap(), ["INDEX", "ASUKKAITA", "ASVALJYYS", "IKA0_9"]);
    let reading = read(&path);
    let [first, second] = &reading.records[..] else { panic!("two cells") };
    assert_eq!(first.get("ASUKKAITA"), Some(&Value::Integer(5)));
    assert_eq!(first.get("ASVALJYYS"), Some(&Value::Number(50.6)));
    // 99 is "suppressed" by the publisher's rule, which is the mapping's to know, not the codec's.
    assert_eq!(first.get("IKA0_9"), Some(&Value::Integer(99)));
    assert_eq!(second.get("ASVALJYYS"), Some(&Value::Null), "unknown is not zero");
    let Some(Geometry::Polygon(square)) = &first.geometry else { panic!("a polygon") };
    assert_eq!(square.exterior().0[0], (25_472_499.9, 6_672_000.0).into(), "x is the easting");
}

#[test]
fn chinese_tables_are_read_by_cpg_language_byte_option_or_look() {
    let (name, _, _) = encoding_rs::GBK.encode("名称");
    let (value, _, _) = encoding_rs::GBK.encode("浑南广场");
    let columns: [Column; 1] = [(&name, b'C', 20, 0)];
    let rows: [&[&[u8]]; 1] = [&[&value]];
    let told = ReadOptions { encoding: "gbk".parse().ok(), ..ReadOptions::default() };
    for (cpg, language, options, notices) in [
        (Some("GBK"), 0, ReadOptions::default(), 0),
        (Some("936\r\n"), 0, ReadOptions::default(), 0),
        (None, 0x4d, ReadOptions::default(), 0),
        (None, 0, told, 0),
        (None, 0, ReadOptions::default(), 1),
    ] {
        let desk = Desk::new();
        let path = shapefile(&desk, &points(1), dbf(&columns, &rows, language));
        if let Some(cpg) = cpg {
            desk.file("layer.cpg", cpg);
        }
        let reader = open(&path, &options).unwrap();
        assert_eq!(reader.notices().len(), notices, "{cpg:?} {language}");
        assert_eq!(reader.columns().unwrap(), ["名称"], "{cpg:?} {language}");
        let reading = read_with(&path, &options).unwrap();
        assert_eq!(reading.records[0].get("名称"), Some(&text("浑南广场")), "{cpg:?} {language}");
    }
    let desk = Desk::new();
    let path = shapefile(&desk, &points(1), dbf(&[(b"NAME", b'C', 20, 0)], &rows, 0));
    desk.file("layer.CPG", "UTF-8");
    let reading = read(&path);
    assert_eq!(reading.error_codes(), ["wrong_encoding"]);
    assert_eq!(reading.errors[0].field.as_deref(), Some("NAME"));
    desk.file("layer.CPG", "klingon");
    assert_eq!(refusal(&path, &ReadOptions::default()).code(), "unknown_encoding");
}

#[test]
fn every_column_type_is_read() {
    let desk = Desk::new();
    let columns: [Column; 5] = [
        (b"TEXT", b'C', 10, 0),
        (b"WHOLE", b'N', 5, 0),
        (b"FLOAT", b'F', 9, 3),
        (b"DAY", b'D', 8, 0),
        (b"FLAG", b'L', 1, 0),
    ];
    let rows: [&[&[u8]]; 4] = [
        &[b" a b ", b"-12", b"1.500", b"20240501", b"T"],
        &[b"", b"", b"", b"", b"?"],
        &[b"", b"*****", b"*********", b"00000000", b"n"],
        &[b"", b"1x", b"", b"", b""],
    ];
    let reading = read(&shapefile(&desk, &points(4), dbf(&columns, &rows, 0)));
    let values = |index: usize| -> Vec<Value> {
        reading.records[index].fields.iter().map(|(_, value)| value.clone()).collect()
    };
    let day = Value::Date(jiff::civil::date(2024, 5, 1));
    assert_eq!(values(0), [text("a b"), Value::Integer(-12), Value::Number(1.5), day, Value::Bool(true)]);
    assert_eq!(values(1), vec![Value::Null; 5]);
    assert_eq!(values(2)[1..4], vec![Value::Null; 3]);
    assert_eq!(values(2)[4], Value::Bool(false));
    assert_eq!(reading.error_codes(), ["dbf_value"]);
    assert_eq!((reading.errors[0].row, reading.errors[0].field.as_deref()), (4, Some("WHOLE")));
}

#[test]
fn a_deleted_row_is_left_out_with_its_shape() {
    let desk = Desk::new();
    let mut table = numbered(3);
    let header = 32 + 32 + 1;
    table[header + 10] = b'*';
    let reading = read(&shapefile(&desk, &points(3), table));
    let rows: Vec<u64> = reading.records.iter().map(|record| record.row).collect();
    assert_eq!(rows, [1, 3]);
    assert_eq!(reading.records[1].geometry, Some(point! { x: 2.0, y: 1.0 }.into()));
}

#[test]
fn every_shape_type_is_read() {
    let desk = Desk::new();
    let z = [PointZ::new(1.0, 2.0, 3.0, 4.0)];
    let here = Some(point! { x: 1.0, y: 2.0 }.into());
    assert_eq!(read(&shapefile(&desk, &z, numbered(1))).records[0].geometry, here);
    let many = Multipoint::new(vec![Point::new(1.0, 2.0), Point::new(3.0, 4.0)]);
    let reading = read(&shapefile(&desk, &[many], numbered(1)));
    assert!(matches!(&reading.records[0].geometry, Some(Geometry::MultiPoint(all)) if all.0.len() == 2));
    let part = |x: f64| vec![Point::new(x, 0.0), Point::new(x, 5.0)];
    let lines = [Polyline::new(part(1.0)), Polyline::with_parts(vec![part(1.0), part(2.0)])];
    let reading = read(&shapefile(&desk, &lines, numbered(2)));
    assert!(matches!(&reading.records[0].geometry, Some(Geometry::LineString(_))));
    let Some(Geometry::MultiLineString(two)) = &reading.records[1].geometry else { panic!("two parts") };
    assert_eq!(two.0[1], LineString::from(vec![(2.0, 0.0), (2.0, 5.0)]));
}

#[test]
fn holes_go_to_the_smallest_ring_around_them() {
    let square = |from: f64, to: f64| -> Vec<Point> {
        [(from, from), (from, to), (to, to), (to, from), (from, from)].map(|(x, y)| Point::new(x, y)).to_vec()
    };
    // A lake with an island with a pond; and an island far away. Holes come first on purpose.
    let shape = Polygon::with_rings(vec![
        PolygonRing::Inner(square(4.0, 5.0)),
        PolygonRing::Inner(square(2.0, 8.0)),
        PolygonRing::Outer(square(0.0, 10.0)),
        PolygonRing::Outer(square(3.0, 6.0)),
        PolygonRing::Outer(square(20.0, 21.0)),
    ]);
    let desk = Desk::new();
    let reading = read(&shapefile(&desk, &[shape], numbered(1)));
    let Some(Geometry::MultiPolygon(MultiPolygon(found))) = &reading.records[0].geometry else {
        panic!("three polygons")
    };
    let shown: Vec<(f64, Vec<f64>)> = found
        .iter()
        .map(|polygon| {
            let holes = polygon.interiors().iter().map(|ring| ring.0[0].x).collect();
            (polygon.exterior().0[0].x, holes)
        })
        .collect();
    assert_eq!(shown, [(0.0, vec![2.0]), (3.0, vec![4.0]), (20.0, vec![])]);
}

#[test]
fn missing_and_foreign_parts_are_named() {
    let desk = Desk::new();
    let path = shapefile(&desk, &points(2), numbered(2));
    std::fs::remove_file(desk.path("layer.shx")).unwrap();
    let error = refusal(&path, &ReadOptions::default());
    assert_eq!(error.code(), "missing_part");
    assert_names(&error, &[".shx", "--lenient", "layer.shp"]);
    assert_eq!(read_with(&path, &lenient()).unwrap().records.len(), 2);
    std::fs::remove_file(desk.path("layer.dbf")).unwrap();
    assert_names(&refusal(&path, &lenient()), &[".dbf"]);
    let path = shapefile(&desk, &points(2), numbered(3));
    assert_eq!(refusal(&path, &ReadOptions::default()).code(), "parts_disagree");
    std::fs::remove_file(desk.path("layer.shx")).unwrap();
    assert_eq!(read_with(&path, &lenient()).unwrap().error_codes(), ["damaged_shape"]);
    desk.file("layer.dbf", numbered(1));
    assert_eq!(read_with(&path, &lenient()).unwrap().error_codes(), ["parts_disagree"]);
}

#[test]
fn truncated_parts_are_refused() {
    let desk = Desk::new();
    let path = shapefile(&desk, &points(5), numbered(5));
    for part in ["layer.shp", "layer.shx", "layer.dbf"] {
        let whole = std::fs::read(desk.path(part)).unwrap();
        for len in [0, 20, 99, whole.len() - 20] {
            desk.file(part, &whole[..len.min(whole.len() - 2)]);
            let error = refusal(&path, &ReadOptions::default());
            assert!(
                ["truncated", "empty_file", "damaged_dbf", "not_a_shapefile"].contains(&error.code()),
                "{part} cut to {len}: {error}"
            );
        }
        desk.file(part, whole);
    }
    assert_eq!(read(&path).records.len(), 5);
}

#[test]
fn damaged_shapes_are_refused_one_by_one() {
    let desk = Desk::new();
    let path = shapefile(&desk, &points(3), numbered(3));
    let whole = std::fs::read(&path).unwrap();
    // The second record starts at 100 + 28; its content 8 bytes later: type, x, y.
    let damaged = |at: usize, bytes: &[u8]| {
        let mut copy = whole.clone();
        copy[at..at + bytes.len()].copy_from_slice(bytes);
        desk.file("layer.shp", copy);
        read(&path)
    };
    let content = 100 + 28 + 8;
    let nan = damaged(content + 4, &f64::NAN.to_le_bytes());
    assert_eq!((nan.error_codes(), nan.errors[0].row), (vec!["coordinate_number"], 2));
    assert_eq!(nan.records.len(), 2);
    assert_eq!(damaged(content, &[77, 0, 0, 0]).error_codes(), ["geometry_type"]);
    assert_eq!(damaged(content, &[31, 0, 0, 0]).error_codes(), ["geometry_type"]);
    assert_eq!(damaged(content, &[5, 0, 0, 0]).error_codes(), ["damaged_shape"]);
    assert_eq!(damaged(content, &[0, 0, 0, 0]).records[1].geometry, None);
    let mut short = whole.clone();
    short[24..28].copy_from_slice(&10_u32.to_be_bytes());
    desk.file("layer.shp", short);
    assert_eq!(refusal(&path, &ReadOptions::default()).code(), "not_a_shapefile", "a header of 20 bytes");
    let lost = damaged(content - 4, &[0x7f, 0xff, 0xff, 0xff]);
    assert_eq!(lost.error_codes(), ["damaged_shape"]);
    assert!(lost.errors[0].fatal && lost.records.len() == 1);
}

proptest! {
    /// The crate writes polygons with holes, we read them: the same area, ring by ring.
    #[test]
    fn polygons_survive(shape in polygon()) {
        use geo::orient::{Direction, Orient};
        let ring = |line: &LineString<f64>| -> Vec<Point> {
            line.coords().map(|coord| Point::new(coord.x, coord.y)).collect()
        };
        // A Shapefile's outer rings run clockwise.
        let clockwise = shape.orient(Direction::Reversed);
        let mut rings = vec![PolygonRing::Outer(ring(clockwise.exterior()))];
        rings.extend(clockwise.interiors().iter().map(|hole| PolygonRing::Inner(ring(hole))));
        let desk = Desk::new();
        let path = shapefile(&desk, &[Polygon::with_rings(rings)], numbered(1));
        prop_assert_eq!(&read(&path).records[0].geometry, &Some(Geometry::Polygon(clockwise)));
    }

    #[test]
    fn damage_never_panics(part in 0_usize..3, at in any::<prop::sample::Index>(), byte: u8) {
        let desk = Desk::new();
        let ring = vec![Point::new(0.0, 0.0), Point::new(0.0, 1.0), Point::new(1.0, 1.0), Point::new(0.0, 0.0)];
        let path = shapefile(&desk, &[Polygon::new(PolygonRing::Outer(ring))], numbered(1));
        let part = ["layer.shp", "layer.shx", "layer.dbf"][part];
        let mut bytes = std::fs::read(desk.path(part)).unwrap();
        let at = at.index(bytes.len());
        bytes[at] = byte;
        desk.file(part, bytes);
        if let Ok(reading) = read_with(&path, &lenient()) {
            prop_assert!(reading.records.len() <= 1);
        }
    }
}
