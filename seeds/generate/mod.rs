//! The generator of the schematic geodata and of the demonstration registry, in the order it runs.

mod cells;
mod clusters;
mod divisions;
mod equipment;
mod facts;
mod plane;
mod population;
mod prng;
mod records;
mod shapes;
mod sites;
mod write;

use anyhow::Result;
use std::path::Path;

/// How much was written.
pub struct Made {
    pub sites: usize,
    pub changes: usize,
    pub equipment: usize,
    pub records: usize,
}

/// Reads the facts under `root` and writes `geodata/hunnan` and `seeds/demo` under `target`.
///
/// # Errors
/// When a fact file is missing or malformed, or a file can not be written.
pub fn run(root: &Path, target: &Path) -> Result<Made> {
    let facts = facts::Facts::read(root)?;
    let geodata = target.join("geodata").join(&facts.district.id);
    let demo = target.join("seeds").join("demo");
    std::fs::create_dir_all(&geodata)?;
    std::fs::create_dir_all(&demo)?;

    let tiling = cells::Tiling::new(&facts);
    let units = divisions::place_units(&facts, &tiling);
    write::features(&geodata.join("divisions.geojson"), &divisions::features(&facts, &tiling, &units))?;
    let people = population::estimate(&facts)?;
    population::write(&geodata.join("population.csv"), &facts, &people)?;
    let clusters = clusters::build(&facts, &tiling);
    write::features(&geodata.join("clusters.geojson"), &clusters::features(&facts, &clusters))?;
    divisions::write_district(&geodata.join("district.toml"), &facts, &tiling)?;

    let registry = sites::build(&facts, &tiling, &units, &people, &clusters);
    let changes = sites::changes::revise(&facts, &registry);
    write::features(&demo.join("sites.geojson"), &sites::features(&registry))?;
    // A file holds one revision of a site: what changed twice is told by two files.
    let (first, again) = sites::changes::split(&changes);
    write::features(&demo.join("sites-changes.geojson"), &sites::features(&first))?;
    write::features(&demo.join("sites-changes-again.geojson"), &sites::features(&again))?;
    let equipment = equipment::furnish(&facts, &registry, &changes);
    equipment::write(&demo.join("equipment.csv"), &equipment)?;
    let ground = records::Ground {
        facts: &facts,
        units: &units,
        people: &people,
        sites: &registry,
        equipment: &equipment,
    };
    let records = records::write(&demo, &ground)?;
    Ok(Made { sites: registry.len(), changes: changes.len(), equipment: equipment.len(), records })
}
