//! What an import tells about itself.

use crate::domain::invalid::Invalid;
use crate::formats::RecordError;
use serde::Serialize;

/// Row reports that are kept of each sort; the counts go on, so memory does not grow with the
/// file's faults.
const KEPT_ROWS: usize = 1_000;

/// Whether a row was refused or only looked at twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    Error,
    Warning,
}

/// One thing about one row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RowReport {
    /// As the user counts; 0 for the file as a whole.
    pub row: u64,
    pub field: Option<String>,
    pub code: String,
    pub message_zh: String,
    pub message_en: String,
    pub severity: Severity,
}

/// The report of an import; with `committed` false nothing was changed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    pub read: u64,
    /// Rows that were written (or would have been, in a dry run).
    pub accepted: u64,
    pub rejected: u64,
    /// Rows that the registry already has exactly so.
    pub unchanged: u64,
    pub warnings: u64,
    /// Errors first, then warnings; of both, what concerns the file as a whole first.
    pub rows: Vec<RowReport>,
    /// Row reports beyond the first thousand errors and the first thousand warnings.
    pub rows_omitted: u64,
    /// The file ends before its end (cut off, damaged): nothing of it is written, leniently or not.
    pub broken_off: bool,
    pub committed: bool,
    pub dry_run: bool,
    /// Of a population: cells and people read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cells: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub people: Option<u64>,
    /// Of a street network.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nodes: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ways: Option<u64>,
    /// Nodes that the raster gave a height.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub heights: Option<u64>,
    /// Of a survey: results that its answers became.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub results: Option<u64>,
    /// Number of the newest change written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seq: Option<u64>,
    /// How many of `rows` are of each sort, in the order of the sorts.
    #[serde(skip)]
    kept: [usize; 4],
}

impl Report {
    pub fn new(dry_run: bool) -> Self {
        Self { dry_run, ..Self::default() }
    }

    /// A row that was refused, with everything that is wrong with it.
    pub fn refuse(&mut self, row: u64, defects: &[Invalid]) {
        self.rejected += 1;
        for defect in defects {
            let field = (!defect.field.is_empty()).then(|| defect.field.clone());
            self.add(row, field, &defect.code, &defect.message_zh, &defect.message_en, Severity::Error);
        }
    }

    /// A row that could not be read.
    pub fn unreadable(&mut self, error: &RecordError) {
        self.rejected += 1;
        self.broken_off |= error.fatal;
        let (zh, en) = (&error.message_zh, &error.message_en);
        self.add(error.row, error.field.clone(), error.code, zh, en, Severity::Error);
    }

    /// Something to look at.
    pub fn warn(&mut self, row: u64, field: Option<&str>, code: &str, zh: &str, en: &str) {
        self.warnings += 1;
        self.add(row, field.map(str::to_owned), code, zh, en, Severity::Warning);
    }

    fn add(&mut self, row: u64, field: Option<String>, code: &str, zh: &str, en: &str, severity: Severity) {
        let sort = match (severity, row) {
            (Severity::Error, 0) => 0,
            (Severity::Error, _) => 1,
            (Severity::Warning, 0) => 2,
            (Severity::Warning, _) => 3,
        };
        if self.kept[sort] >= KEPT_ROWS {
            self.rows_omitted += 1;
            return;
        }
        let place = self.kept[..=sort].iter().sum();
        self.kept[sort] += 1;
        self.rows.insert(
            place,
            RowReport {
                row,
                field,
                code: code.to_owned(),
                message_zh: zh.to_owned(),
                message_en: en.to_owned(),
                severity,
            },
        );
    }
}
