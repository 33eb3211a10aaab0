//! Memory does not grow with the file. Each test runs in a process of its own under nextest; under
//! plain `cargo test` the peak is shared, so the files are larger than everything else together.

use super::story::Desk;
use geo_types::point;
use jiantu::formats::{Column, ColumnKind, Format, ReadOptions, Record, Value, WriteOptions, open, writer};
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

const ROWS: usize = 150_000;

/// The most memory that this process ever held, in bytes (Linux).
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse::<u64>().unwrap() * 1024
}

fn grown_by_reading(path: &Path) -> u64 {
    let before = peak();
    let mut reader = open(path, &ReadOptions::default()).unwrap();
    let mut count = 0;
    while let Some(record) = reader.next() {
        record.unwrap();
        count += 1;
    }
    assert_eq!(count, ROWS);
    peak() - before
}

fn generated(desk: &Desk, name: &str, head: &str, row: &str, tail: &str) -> std::path::PathBuf {
    let path = desk.path(name);
    let mut out = BufWriter::new(std::fs::File::create(&path).unwrap());
    out.write_all(head.as_bytes()).unwrap();
    for index in 0..ROWS {
        let comma = if index > 0 && name.ends_with("geojson") { "," } else { "" };
        writeln!(out, "{comma}{row}").unwrap();
    }
    out.write_all(tail.as_bytes()).unwrap();
    out.flush().unwrap();
    path
}

#[test]
fn reading_takes_a_fraction_of_the_file() {
    let desk = Desk::new();
    let note = "n".repeat(300);
    let feature = format!(
        r#"{{"type":"Feature","geometry":{{"type":"Point","coordinates":[123.4,41.7]}},"properties":{{"note":"{note}"}}}}"#
    );
    let head = r#"{"type":"FeatureCollection","features":["#;
    for path in [
        generated(&desk, "large.geojson", head, &feature, "]}"),
        generated(&desk, "large.csv", "lon,lat,note\n", &format!("123.4,41.7,{note}"), ""),
    ] {
        let size = std::fs::metadata(&path).unwrap().len();
        let grown = grown_by_reading(&path);
        assert!(grown < size / 5, "{}: {grown} of {size} bytes", path.display());
    }
}

/// The body of an answer: it only counts.
struct Counting(Arc<AtomicU64>);

impl Write for Counting {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.fetch_add(bytes.len() as u64, Ordering::Relaxed);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn writing_to_a_stream_takes_a_fraction_of_what_is_written() {
    let columns = vec![Column::new("n", ColumnKind::Integer), Column::new("note", ColumnKind::Text)];
    let options = WriteOptions { columns, ..WriteOptions::default() };
    for format in Format::WRITTEN {
        let before = peak();
        let bytes = Arc::new(AtomicU64::new(0));
        let mut out = writer(format, &options, Box::new(Counting(bytes.clone()))).unwrap();
        for n in 0..ROWS {
            let note = format!("{n:0300}");
            let fields =
                vec![(Arc::from("n"), Value::Integer(n as i64)), (Arc::from("note"), Value::Text(note))];
            let geometry = Some(point! { x: (n % 360) as f64 - 180.0, y: (n % 179) as f64 - 89.0 }.into());
            out.write(&Record { row: n as u64, id: None, geometry, fields }).unwrap();
        }
        out.finish().unwrap();
        let grown = peak() - before;
        // A workbook is compressed: what it says is much more than what it weighs.
        let said = (ROWS * 300) as u64;
        assert!(bytes.load(Ordering::Relaxed) > if format == Format::Xlsx { 1 << 20 } else { said });
        assert!(grown < said / 3, "{format:?}: {grown} of {said} bytes");
    }
}
