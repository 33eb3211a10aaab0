//! The rules about paths: arrows between modules, crates and calls that have one home.

use super::Fault;
use super::paths::{Named, paths};
use super::tokens::tokens;

/// What each module may use, from top to bottom; `docs/architecture.md` shows the same table.
const MAY_USE: &[(&str, &[&str])] = &[
    ("main", &["cli", "telemetry"]),
    ("cli", &["registry", "api", "formats", "domain", "config"]),
    ("api", &["registry", "index", "formats", "domain", "config"]),
    ("registry", &["domain", "analysis", "formats", "storage", "index"]),
    ("index", &["domain", "formats"]),
    ("storage", &["domain", "formats"]),
    ("formats", &["domain"]),
    ("analysis", &["domain"]),
    ("domain", &[]),
    ("config", &[]),
    ("telemetry", &[]),
];

/// Crates with a home: nobody else may name them.
const HOMES: &[(&str, &[&str])] = &[
    // A GeoPackage is a SQLite file, so its codec opens one; it never sees the registry's own database.
    ("sqlx", &["src/storage/", "src/formats/geopackage"]),
    ("axum", &["src/api/"]),
    ("tower", &["src/api/"]),
    ("tower_http", &["src/api/"]),
    ("clap", &["src/cli/"]),
];

/// What the core may not touch: it computes, and is told everything else.
const NOT_IN_CORE: &[&[&str]] = &[
    &["tokio"],
    &["SystemTime", "now"],
    &["Instant", "now"],
    &["Timestamp", "now"],
    &["Zoned", "now"],
    &["Zoned", "now_in_tz"],
    &["std", "fs"],
    &["std", "net"],
    &["std", "env"],
    &["std", "process"],
    &["std", "thread"],
    &["std", "io", "stdin"],
    &["std", "io", "stdout"],
];

/// What a module of the crate may use; `None` for a module that the table does not know.
pub fn may_use(module: &str) -> Option<&'static [&'static str]> {
    MAY_USE.iter().find(|(name, _)| *name == module).map(|(_, uses)| *uses)
}

/// All faults of one source file.
pub fn faults(file: &str, text: &str) -> Vec<Fault> {
    let Some(module) = module(file) else { return Vec::new() };
    let named = paths(file, text);
    let mut faults: Vec<Fault> = named
        .iter()
        .flat_map(|path| [arrow(file, module, path), home(file, path), core(file, module, path)])
        .flatten()
        .collect();
    faults.extend(waiting(file, module, text));
    faults.dedup();
    faults
}

/// First folder or file below `src`; `lib.rs` only lists the modules.
fn module(file: &str) -> Option<&str> {
    let name = file.strip_prefix("src/")?.split('/').next()?.trim_end_matches(".rs");
    (name != "lib").then_some(if name == "bin" { "main" } else { name })
}

fn arrow(file: &str, module: &str, path: &Named) -> Option<Fault> {
    let target = path.module()?;
    let known = may_use(target).is_some();
    let allowed = may_use(module).unwrap_or_default();
    (known && target != module && !allowed.contains(&target)).then(|| {
        let list = if allowed.is_empty() { "nothing".to_owned() } else { allowed.join(", ") };
        Fault::new(file, path.line, format!("{module} may not use {target}; it may use {list}"))
    })
}

fn home(file: &str, path: &Named) -> Option<Fault> {
    let (name, homes) = HOMES.iter().find(|(name, _)| path.segments.first().is_some_and(|s| s == name))?;
    let at_home = homes.iter().any(|home| file.starts_with(home));
    (!at_home).then(|| Fault::new(file, path.line, format!("{name} belongs to {}", homes.join(" and "))))
}

fn core(file: &str, module: &str, path: &Named) -> Option<Fault> {
    let run = NOT_IN_CORE.iter().find(|run| is_core(module) && path.holds(run))?;
    Some(Fault::new(
        file,
        path.line,
        format!("{} in {module}: the core has no I/O and no clock", run.join("::")),
    ))
}

/// Words of asynchronous code in the core.
fn waiting(file: &str, module: &str, text: &str) -> Vec<Fault> {
    if !is_core(module) {
        return Vec::new();
    }
    let words = tokens(text).into_iter().filter(|t| t.text == "async" || t.text == "await");
    words.map(|t| Fault::new(file, t.line, format!("{} in {module}: the core never waits", t.text))).collect()
}

fn is_core(module: &str) -> bool {
    matches!(module, "domain" | "analysis")
}

#[cfg(test)]
mod tests {
    use super::faults;

    fn whats(file: &str, text: &str) -> Vec<String> {
        faults(file, text).into_iter().map(|f| f.what).collect()
    }

    #[test]
    fn an_upward_arrow_is_found() {
        assert_eq!(
            whats("src/domain/site.rs", "use crate::storage::Store;"),
            ["domain may not use storage; it may use nothing"]
        );
        assert_eq!(whats("src/index/q.rs", "fn f(s: &dyn crate::storage::Store) {}").len(), 1);
        assert_eq!(whats("src/storage/x.rs", "use crate::{domain::site, registry::World};").len(), 1);
        assert_eq!(whats("src/domain/area.rs", "use super::super::analysis::counting;").len(), 1);
        assert_eq!(whats("src/main.rs", "fn main() { jiantu::storage::open() }").len(), 1);
    }

    #[test]
    fn a_sideways_arrow_is_found() {
        assert_eq!(whats("src/api/x.rs", "use crate::cli::table;").len(), 1);
        assert_eq!(whats("src/api/x.rs", "use crate::storage::Store;").len(), 1);
        assert_eq!(whats("src/analysis/x.rs", "use crate::formats::csv;").len(), 1);
        assert_eq!(whats("src/telemetry/mod.rs", "use crate::config::Config;").len(), 1);
    }

    #[test]
    fn a_downward_arrow_is_no_fault() {
        let text = "use crate::{domain::site::Site, storage::Store, analysis, index, formats}; use super::draft; use std::fs;";
        assert!(faults("src/registry/world/mod.rs", text).is_empty());
        assert!(faults("src/lib.rs", "pub mod api; pub use crate::api::x;").is_empty());
        assert!(faults("src/main.rs", "use jiantu::{cli, telemetry}; fn main() {}").is_empty());
        assert!(
            faults("src/domain/a.rs", "// use crate::storage::x;\nconst A: &str = \"tokio::x\";").is_empty()
        );
    }

    #[test]
    fn crates_stay_at_home() {
        assert_eq!(
            whats("src/registry/x.rs", "use sqlx::Row;"),
            ["sqlx belongs to src/storage/ and src/formats/geopackage"]
        );
        assert_eq!(whats("src/formats/csv/read.rs", "fn f() { sqlx::query(a) }").len(), 1);
        assert_eq!(whats("src/cli/serve.rs", "use axum::Router;").len(), 1);
        assert_eq!(whats("src/config/mod.rs", "#[derive(clap::Parser)] struct A;").len(), 1);
        assert!(faults("src/formats/geopackage/read.rs", "use sqlx::Row;").is_empty());
        assert!(faults("src/storage/sqlite/open.rs", "use sqlx::Row;").is_empty());
    }

    #[test]
    fn the_core_has_no_clock_no_files_and_never_waits() {
        for text in [
            "use tokio::sync::Mutex;",
            "#[tokio::test] fn t() {}",
            "use std::time::SystemTime; fn f() { SystemTime::now(); }",
            "fn f() { jiff::Timestamp::now(); }",
            "fn f() { jiff::Zoned::now(); }",
            "use std::{collections::HashMap, fs};",
            "use std::net::TcpStream;",
            "async fn f() {}",
        ] {
            for file in ["src/domain/x.rs", "src/analysis/x.rs"] {
                assert_eq!(faults(file, text).len(), 1, "{file}: {text}");
            }
        }
        assert!(faults("src/registry/clock.rs", "fn f() { jiff::Timestamp::now(); }").is_empty());
    }

    #[test]
    fn a_fault_says_where() {
        let found = faults("src/domain/x.rs", "//! doc\n\nuse crate::{\n    domain::a,\n    index::b,\n};");
        assert_eq!(found[0].place, "src/domain/x.rs:5");
    }
}
