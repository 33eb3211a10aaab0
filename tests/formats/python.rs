//! Readers in Python that `tests/install.sh` puts beside what is built: GDAL 3.12 (pyogrio) and pmtiles.

use std::path::{Path, PathBuf};
use std::process::Command;

/// What `tests/formats/readers.py` prints of a file.
pub fn told(how: &str, file: &Path) -> serde_json::Value {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().expect("the target folder");
    let python: PathBuf = target.join("report-venv/bin/python");
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/formats/readers.py");
    let output = Command::new(&python)
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .arg(script)
        .arg(how)
        .arg(file)
        .output()
        .unwrap_or_else(|error| panic!("{}: {error}; run tests/install.sh", python.display()));
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{how} {}: {said}", file.display());
    serde_json::from_slice(&output.stdout).expect("JSON")
}
