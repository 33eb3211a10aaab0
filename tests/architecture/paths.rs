//! All paths that a source names, with `use` trees unfolded and `super` resolved.

use super::tokens::{Token, tokens};

/// A path such as `crate::domain::site::Site`, as far as its segments go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    pub line: usize,
    /// Always from the crate's root (`crate`) where the source said `crate`, `super` or `self`.
    pub segments: Vec<String>,
}

impl Named {
    /// Module of the crate that the path leads into, if it does.
    pub fn module(&self) -> Option<&str> {
        let root = self.segments.first()?;
        (root == "crate" || root == "jiantu").then(|| self.segments.get(1).map(String::as_str))?
    }

    /// Whether the path has these segments side by side.
    pub fn holds(&self, run: &[&str]) -> bool {
        self.segments.windows(run.len()).any(|w| w.iter().zip(run).all(|(a, b)| a == b))
    }
}

/// Every path of at least two segments, and every name in a `use`, in the order of the source.
/// `file` (`src/api/mod.rs`) tells what `super` means.
pub fn paths(file: &str, source: &str) -> Vec<Named> {
    let all = tokens(source);
    let mut walk = Walk { all: &all, here: module_of(file), blocks: Vec::new(), found: Vec::new() };
    let mut at = 0;
    while at < all.len() {
        at = walk.token(at);
    }
    walk.found
}

/// `src/api/ogc/mod.rs` is `[api, ogc]`, `src/lib.rs` is `[]`.
fn module_of(file: &str) -> Vec<String> {
    let inner = file.strip_prefix("src/").unwrap_or(file).trim_end_matches(".rs");
    let mut module: Vec<String> = inner.split('/').map(str::to_owned).collect();
    if matches!(module.last().map(String::as_str), Some("mod" | "lib" | "main")) {
        module.pop();
    }
    module
}

struct Walk<'a> {
    all: &'a [Token],
    here: Vec<String>,
    /// For each open brace: whether it opened an inline module.
    blocks: Vec<bool>,
    found: Vec<Named>,
}

impl Walk<'_> {
    fn text(&self, at: usize) -> &str {
        self.all.get(at).map_or("", |t| t.text.as_str())
    }

    /// Handles what begins at `at`; gives where to go on.
    fn token(&mut self, at: usize) -> usize {
        match self.text(at) {
            "mod" if self.text(at + 2) == "{" => {
                self.here.push(self.text(at + 1).to_owned());
                self.blocks.push(true);
                at + 3
            }
            "{" => {
                self.blocks.push(false);
                at + 1
            }
            "}" => {
                if self.blocks.pop() == Some(true) {
                    self.here.pop();
                }
                at + 1
            }
            "use" => self.tree(at + 1, &[]),
            _ if self.begins_path(at) => self.tree(at, &[]),
            _ => at + 1,
        }
    }

    fn begins_path(&self, at: usize) -> bool {
        let after = at.checked_sub(1).map_or("", |before| self.text(before));
        self.all[at].is_word() && self.text(at + 1) == "::" && after != "::" && after != "." && after != "$"
    }

    /// Reads a path or a `use` tree that begins at `at`, below `prefix`.
    fn tree(&mut self, mut at: usize, prefix: &[String]) -> usize {
        let mut segments = prefix.to_vec();
        let line = self.all.get(at).map_or(0, |t| t.line);
        if self.text(at) == "::" {
            at += 1;
        }
        while let Some(token) = self.all.get(at) {
            if token.text == "{" {
                return self.group(at + 1, &segments);
            } else if token.is_word() || token.text == "*" {
                segments.push(token.text.clone());
                at += 1;
            } else {
                break;
            }
            if self.text(at) != "::" {
                break;
            }
            at += 1;
        }
        let segments = self.resolved(segments);
        self.found.push(Named { line, segments });
        at
    }

    fn group(&mut self, mut at: usize, prefix: &[String]) -> usize {
        while at < self.all.len() && self.text(at) != "}" {
            at = match self.text(at) {
                "," => at + 1,
                "as" => at + 2,
                _ => self.tree(at, prefix).max(at + 1),
            };
        }
        at + 1
    }

    /// With `self` and `super` replaced by the module they mean.
    fn resolved(&self, segments: Vec<String>) -> Vec<String> {
        let ups = segments.iter().take_while(|s| matches!(s.as_str(), "self" | "super")).count();
        if ups == 0 {
            return segments;
        }
        let climbs = segments[..ups].iter().filter(|s| *s == "super").count();
        let kept = self.here.len().saturating_sub(climbs);
        let base = std::iter::once("crate".to_owned()).chain(self.here[..kept].iter().cloned());
        base.chain(segments[ups..].iter().cloned()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::paths;

    fn named(file: &str, source: &str) -> Vec<String> {
        paths(file, source).iter().map(|n| n.segments.join("::")).collect()
    }

    #[test]
    fn use_trees_are_unfolded() {
        assert_eq!(
            named("src/api/x.rs", "use crate::{domain::{site, kind::Kind as K}, storage::*}; use sqlx;"),
            ["crate::domain::site", "crate::domain::kind::Kind", "crate::storage::*", "sqlx"]
        );
    }

    #[test]
    fn super_climbs_from_files_and_inline_modules() {
        assert_eq!(named("src/domain/site.rs", "use super::area::Area;"), ["crate::domain::area::Area"]);
        assert_eq!(named("src/domain/mod.rs", "use super::storage;"), ["crate::storage"]);
        assert_eq!(
            named(
                "src/domain/site.rs",
                "mod tests { use super::*; fn f() { super::super::super::storage::open() } } self::x::y()"
            ),
            ["crate::domain::site::*", "crate::storage::open", "crate::domain::site::x::y"]
        );
    }

    #[test]
    fn paths_in_code_count_and_methods_do_not() {
        assert_eq!(
            named(
                "src/x.rs",
                "fn f() -> crate::storage::StoreError { a.b(); Vec::<u8>::new(); $crate::y::z }"
            ),
            ["crate::storage::StoreError", "Vec"]
        );
    }

    #[test]
    fn the_module_is_the_second_segment() {
        let all = paths("src/x.rs", "crate::api::a; jiantu::cli::b; std::fs::c");
        assert_eq!(all.iter().map(|n| n.module()).collect::<Vec<_>>(), [Some("api"), Some("cli"), None]);
        assert!(all[2].holds(&["std", "fs"]));
        assert!(!all[2].holds(&["fs", "std"]));
    }
}
