//! The words that the tests are told in.

use jiantu::formats::{FormatError, ReadOptions, Record, RecordError, Value, open};
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// A folder with one file in it.
pub struct Desk {
    pub folder: TempDir,
}

impl Desk {
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().expect("a temporary folder") }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn file(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        std::fs::write(&path, content).expect("a written file");
        path
    }
}

/// What a file gave: records, and the rows that were refused.
pub struct Reading {
    pub records: Vec<Record>,
    pub errors: Vec<RecordError>,
}

impl Reading {
    pub fn error_codes(&self) -> Vec<&'static str> {
        self.errors.iter().map(|error| error.code).collect()
    }
}

pub fn read_with(path: &Path, options: &ReadOptions) -> Result<Reading, FormatError> {
    let mut reader = open(path, options)?;
    let mut reading = Reading { records: Vec::new(), errors: Vec::new() };
    while let Some(next) = reader.next() {
        match next {
            Ok(record) => reading.records.push(record),
            Err(error) => reading.errors.push(error),
        }
    }
    let progress = reader.progress();
    assert!(progress.read <= progress.total, "progress runs over: {progress:?}");
    Ok(reading)
}

pub fn read(path: &Path) -> Reading {
    read_with(path, &ReadOptions::default()).unwrap_or_else(|error| panic!("{error}"))
}

/// Why a file is refused as a whole.
pub fn refusal(path: &Path, options: &ReadOptions) -> FormatError {
    match open(path, options) {
        Ok(_) => panic!("{} was accepted", path.display()),
        Err(error) => error,
    }
}

pub fn lenient() -> ReadOptions {
    ReadOptions { lenient: true, ..ReadOptions::default() }
}

pub fn text(value: &str) -> Value {
    Value::Text(value.to_owned())
}

/// Both languages are there and name what matters.
pub fn assert_names(error: &FormatError, words: &[&str]) {
    for word in words {
        assert!(error.message_en().contains(word), "'{word}' is not in: {}", error.message_en());
        assert!(error.message_zh().contains(word), "'{word}' is not in: {}", error.message_zh());
    }
}
