//! The house rules that the compiler does not know: which module may use which, what the core may
//! not touch, and how large a file may grow.
//!
//! Every source file is read as tokens (comments and strings are not code), so a rule is not
//! fooled by a word in a sentence. Each rule is proved on a sample that breaks it.

/// The rules about paths: arrows between modules, crates and calls that have one home.
#[path = "architecture/arrows.rs"]
mod arrows;
/// The rules about one file: length, names, leftovers.
#[path = "architecture/house.rs"]
mod house;
/// All paths that a source names, with `use` trees unfolded and `super` resolved.
#[path = "architecture/paths.rs"]
mod paths;
/// Rust source as tokens, without comments, strings and character literals.
#[path = "architecture/tokens.rs"]
mod tokens;

use std::path::{Path, PathBuf};

/// A broken rule, in words for whoever broke it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// `src/api/mod.rs:12`, relative to the crate.
    pub place: String,
    pub what: String,
}

impl Fault {
    pub fn new(file: &str, line: usize, what: impl Into<String>) -> Self {
        Self { place: format!("{file}:{line}"), what: what.into() }
    }
}

/// All `.rs` files below `folder`, as paths relative to the crate with `/`, and their text.
fn sources(folder: &str) -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut waiting: Vec<PathBuf> = vec![root.join(folder)];
    let mut found = Vec::new();
    while let Some(folder) = waiting.pop() {
        let Ok(entries) = std::fs::read_dir(&folder) else { continue };
        for entry in entries {
            let path = entry.expect("a readable folder").path();
            if path.is_dir() {
                waiting.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") {
                let text = std::fs::read_to_string(&path).expect("a source in UTF-8");
                let name =
                    path.strip_prefix(root).expect("below the crate").to_string_lossy().replace('\\', "/");
                found.push((name, text));
            }
        }
    }
    found.sort();
    found
}

fn report(faults: &[Fault]) -> String {
    let lines: Vec<String> = faults.iter().map(|f| format!("  {}  {}", f.place, f.what)).collect();
    format!("{} rules of the house are broken:\n{}", faults.len(), lines.join("\n"))
}

#[test]
fn arrows_point_down() {
    let sources = sources("src");
    assert!(sources.len() > 20, "the sources were not found");
    let faults: Vec<Fault> = sources.iter().flat_map(|(file, text)| arrows::faults(file, text)).collect();
    assert!(faults.is_empty(), "{}", report(&faults));
}

#[test]
fn every_module_has_a_place_in_the_table() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for entry in std::fs::read_dir(root).expect("src") {
        let name = entry.expect("an entry").file_name().to_string_lossy().trim_end_matches(".rs").to_owned();
        assert!(
            name == "lib" || name == "bin" || arrows::may_use(&name).is_some(),
            "src/{name} is not in the table of tests/architecture/arrows.rs: say what it may use"
        );
    }
}

#[test]
fn files_keep_the_house_rules() {
    let mut faults = Vec::new();
    for (file, text) in sources("src") {
        faults.extend(house::length(&file, &text));
        faults.extend(house::names(&file, &text));
        faults.extend(house::leftovers(&file, &text));
    }
    for folder in ["tests", "benches"] {
        for (file, text) in sources(folder) {
            faults.extend(house::leftovers(&file, &text));
        }
    }
    assert!(faults.is_empty(), "{}", report(&faults));
}
