//! Memory does not grow with the file. Each test runs in a process of its own under nextest; under
//! plain `cargo test` the peak is shared, so the files are larger than everything else together.

use super::story::Desk;
use jiantu::formats::{ReadOptions, open};
use std::io::{BufWriter, Write};
use std::path::Path;

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
