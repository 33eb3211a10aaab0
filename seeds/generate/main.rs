//! Rewrites `geodata/hunnan` and `seeds/demo` from the facts beside this file.
//!
//! `cargo run --example generate_seeds [TARGET_ROOT]` (default: the current directory, which is the repository's root).
//! The result is the same to the byte on every run: there is no clock and no outside randomness in it.

#[path = "mod.rs"]
mod generate;

use std::path::PathBuf;

fn main() -> anyhow::Result<()> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let target = std::env::args_os().nth(1).map_or_else(|| PathBuf::from("."), PathBuf::from);
    let made = generate::run(&root, &target)?;
    println!(
        "{} sites, {} revisions, {} pieces of equipment, {} records under {}",
        made.sites,
        made.changes,
        made.equipment,
        made.records,
        target.display()
    );
    Ok(())
}
