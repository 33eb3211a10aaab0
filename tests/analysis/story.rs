//! Real files, where they are at hand: `JIANTU_TRIAL_DATA`, by default `../shared/data`.

use std::path::{Path, PathBuf};

/// The file, or `None` with a counted line in the test's output.
pub fn trial(name: &str) -> Option<PathBuf> {
    let folder = std::env::var_os("JIANTU_TRIAL_DATA")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data"), PathBuf::from);
    let path = folder.join(name);
    if !path.is_file() {
        println!("not run: 1 (trial data absent: {name})");
        return None;
    }
    Some(path)
}
