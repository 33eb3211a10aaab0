//! The page is built by `make web` into `web/dist`, which is embedded. Where it was not built the
//! folder is made empty, so that the program can be built without a front end.

use std::path::Path;

fn main() {
    let root = std::env::var("CARGO_MANIFEST_DIR").expect("cargo sets it");
    let dist = Path::new(&root).join("web").join("dist");
    std::fs::create_dir_all(&dist).expect("web/dist can be made");
    println!("cargo::rerun-if-changed=web/dist");
    println!("cargo::rerun-if-changed=build.rs");
}
