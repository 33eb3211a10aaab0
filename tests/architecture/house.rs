//! The rules about one file: length, names, leftovers.

use super::Fault;
use super::tokens::{Token, tokens};

/// Lines a source may have; most have fewer than 300.
const LONGEST: usize = 450;

/// Names that say nothing about what is inside.
const EMPTY_NAMES: &[&str] = &["utils", "util", "common", "helpers", "helper", "misc"];

/// Macros that mean "not done".
const UNFINISHED: &[&str] = &["todo", "unimplemented", "dbg"];

/// Too long.
pub fn length(file: &str, text: &str) -> Option<Fault> {
    let lines = text.lines().count();
    (lines > LONGEST)
        .then(|| Fault::new(file, lines, format!("{lines} lines; split it at a noun (at most {LONGEST})")))
}

/// Modules, files and folders with an empty name.
pub fn names(file: &str, text: &str) -> Vec<Fault> {
    let parts = file.trim_end_matches(".rs").split('/').filter(|part| EMPTY_NAMES.contains(part));
    let mut faults: Vec<Fault> = parts
        .map(|part| Fault::new(file, 1, format!("`{part}` names nothing; name what it holds")))
        .collect();
    for pair in tokens(text).windows(2) {
        if pair[0].text == "mod" && EMPTY_NAMES.contains(&pair[1].text.as_str()) {
            faults.push(Fault::new(
                file,
                pair[1].line,
                format!("`{}` names nothing; name what it holds", pair[1].text),
            ));
        }
    }
    faults
}

/// Silenced lints, unfinished code, skipped tests.
pub fn leftovers(file: &str, text: &str) -> Vec<Fault> {
    let all = tokens(text);
    let mut faults = Vec::new();
    for (at, token) in all.iter().enumerate() {
        let next = all.get(at + 1).map_or("", |t| t.text.as_str());
        let called =
            next == "!" && all.get(at + 2).is_some_and(|t| matches!(t.text.as_str(), "(" | "[" | "{"));
        if called && UNFINISHED.contains(&token.text.as_str()) {
            faults.push(Fault::new(file, token.line, format!("{}! is unfinished work", token.text)));
        }
        if token.text == "#" {
            faults.extend(attribute(file, &all[at + 1..]));
        }
    }
    faults
}

/// The attribute whose `#` was just read.
fn attribute(file: &str, rest: &[Token]) -> Option<Fault> {
    let start = usize::from(rest.first()?.text == "!");
    (rest.get(start)?.text == "[").then_some(())?;
    let mut depth = 0;
    for (at, token) in rest.iter().enumerate().skip(start) {
        let next = rest.get(at + 1).map_or("", |t| t.text.as_str());
        match token.text.as_str() {
            "[" => depth += 1,
            "]" => depth -= 1,
            "allow" if next == "(" => {
                return Some(Fault::new(
                    file,
                    token.line,
                    "`allow` hides; write #[expect(lint, reason = \"…\")]",
                ));
            }
            "ignore" if depth == 1 && at == start + 1 => {
                return Some(Fault::new(
                    file,
                    token.line,
                    "an ignored test tests nothing; run it or remove it",
                ));
            }
            _ => {}
        }
        if depth == 0 {
            break;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{LONGEST, leftovers, length, names};

    #[test]
    fn long_files_are_found() {
        assert!(length("src/a.rs", &"x\n".repeat(LONGEST)).is_none());
        assert!(length("src/a.rs", &"x\n".repeat(LONGEST + 1)).is_some());
    }

    #[test]
    fn empty_names_are_found() {
        assert_eq!(names("src/registry/utils.rs", "").len(), 1);
        assert_eq!(names("src/common/mod.rs", "").len(), 1);
        assert_eq!(names("src/registry/mod.rs", "pub mod helpers;").len(), 1);
        assert!(names("src/registry/mod.rs", "pub mod draft; // mod utils\nfn common() {}").is_empty());
    }

    #[test]
    fn silenced_lints_are_found() {
        for text in ["#[allow(dead_code)]", "#![allow(clippy::all)]", "#[cfg_attr(test, allow(unused))]"] {
            assert_eq!(leftovers("src/a.rs", text).len(), 1, "{text}");
        }
        assert!(
            leftovers("src/a.rs", "#[expect(dead_code, reason = \"x\")] fn a() { allow(1); }").is_empty()
        );
    }

    #[test]
    fn unfinished_code_is_found() {
        for text in ["todo!()", "unimplemented!(\"x\")", "let a = dbg!(b);"] {
            assert_eq!(leftovers("src/a.rs", text).len(), 1, "{text}");
        }
        assert!(leftovers("src/a.rs", "// todo!()\nlet todo = 1; let a = todo != b;").is_empty());
    }

    #[test]
    fn ignored_tests_are_found() {
        for text in ["#[test]\n#[ignore]\nfn a() {}", "#[ignore = \"slow\"]"] {
            assert_eq!(leftovers("src/a.rs", text).len(), 1, "{text}");
        }
        assert!(leftovers("src/a.rs", "#[serde(ignore)] struct A; fn ignore() {}").is_empty());
    }
}
