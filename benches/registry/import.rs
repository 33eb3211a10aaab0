//! Files of synthetic sites, and how long it takes to import them.

use super::sample::timed;
use super::synthetic;
use super::{Bench, Outcome, begin, runtime, url};
use serde_json::{Value, json};
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::process::{Command, Stdio};

/// Writes the sites as one FeatureCollection, properties as the registry exports them; and the same
/// with another note in each, as a survey of the next year would bring them.
pub fn write_files(bench: &Bench) -> Outcome {
    write_file(bench, &bench.file(), None)?;
    write_file(bench, &bench.revised_file(), Some("复核"))?;
    let megabytes = std::fs::metadata(bench.file())?.len() as f64 / 1e6;
    bench.tell("file", format!("{megabytes:.1} MB"));
    Ok(())
}

fn write_file(bench: &Bench, file: &Path, note: Option<&str>) -> Outcome {
    let mut out = BufWriter::new(File::create(file)?);
    out.write_all(b"{\"type\":\"FeatureCollection\",\"features\":[")?;
    for (number, mut site) in synthetic::sites(bench.size).enumerate() {
        out.write_all(if number > 0 { b",\n" } else { b"\n" })?;
        site.note = note.map(str::to_owned);
        let geometry = site.geometry.take().map(|geometry| geojson::Geometry::from(&geometry));
        let mut properties = serde_json::to_value(&site)?;
        if let Value::Object(members) = &mut properties {
            members.remove("id");
        }
        let feature = json!({"type": "Feature", "geometry": geometry, "properties": properties});
        serde_json::to_writer(&mut out, &feature)?;
    }
    out.write_all(b"\n]}\n")?;
    out.flush()?;
    Ok(())
}

/// `jiantu import sites` as a user runs it, process and all, and `ogr2ogr` of the same file.
pub fn against_ogr2ogr(bench: &Bench) -> Outcome {
    let database = bench.database("imported.gpkg");
    runtime().block_on(async {
        begin(&database).await?.close().await;
        Outcome::Ok(())
    })?;
    let mut ours = Command::new(env!("CARGO_BIN_EXE_jiantu"));
    ours.args(["--database", &url(&database), "import", "sites"]).arg(bench.file()).stdout(Stdio::null());
    let mut theirs = Command::new("ogr2ogr");
    theirs.args(["-f", "GPKG"]).arg(bench.database("theirs.gpkg")).arg(bench.file());
    let rate = |seconds: f64| f64::from(bench.size) / seconds;

    let (status, took) = timed(|| ours.status());
    if !status?.success() {
        return Err("the import failed".into());
    }
    let ours = took.as_secs_f64();
    bench.tell("import", format!("{ours:.2} s, {:.0} rows/s", rate(ours)));
    let (status, took) = timed(|| theirs.stderr(Stdio::null()).status());
    match status {
        Ok(status) if status.success() => {
            let theirs = took.as_secs_f64();
            bench.tell(
                "ogr2ogr -f GPKG of the same file",
                format!("{theirs:.2} s, {:.0} rows/s", rate(theirs)),
            );
            bench.tell("import : ogr2ogr, time", format!("{:.2}", ours / theirs));
        }
        _ => bench.tell("ogr2ogr", "is not there"),
    }
    Ok(())
}
