//! The Porto Alegre extract against figures made by another program (`oracle.py`), and a made-up
//! extract of the same shape that is always there.

use super::maps::{SEED, mode, node, street, way};
use super::pbf::{self, Packing};
use geo_types::Point;
use jiantu::analysis::network::bounded::reach_each;
use jiantu::analysis::network::build::build;
use jiantu::analysis::network::cells::Cells;
use jiantu::analysis::network::costs::{Cost, Costs, Direction, Measure};
use jiantu::analysis::network::nearest::{Entrance, nearest};
use jiantu::analysis::network::snap::{Snap, SnapLimits, Snapper};
use jiantu::domain::network::{Extract, Modes};
use jiantu::formats::osm_pbf::read;
use std::collections::HashMap;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

/// As in `oracle.py`.
const LIMITS: SnapLimits = SnapLimits { max_m: 1000.0, prefer_main_m: 200.0 };
const EVERY: usize = 97;

/// Made by `oracle.py`; the table's columns are named there.
const ORACLE: &str = include_str!("porto_alegre.csv");

/// The folder, or `None` with a counted line in the test's output.
fn trial() -> Option<PathBuf> {
    let folder = std::env::var_os("JIANTU_TRIAL_DATA")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data"), PathBuf::from)
        .join("porto_alegre");
    if !folder.join("poa_osm.pbf").is_file() {
        println!("not run: 1 (trial data absent: porto_alegre/poa_osm.pbf)");
        return None;
    }
    Some(folder)
}

fn extract(path: &Path) -> Extract {
    let wanted = Modes::parse(SEED).unwrap().wanted();
    read(path, &wanted, &mut |_| ControlFlow::Continue(())).unwrap()
}

/// A table with a heading, by column.
fn table(text: &str) -> HashMap<&str, Vec<&str>> {
    let mut lines = text.lines();
    let names: Vec<&str> = lines.next().unwrap().split(',').collect();
    let mut columns: HashMap<&str, Vec<&str>> = HashMap::new();
    for line in lines {
        for (name, value) in names.iter().zip(line.split(',')) {
            columns.entry(name).or_default().push(value);
        }
    }
    columns
}

#[test]
fn distances_of_all_cells_agree_with_scipy() {
    let Some(folder) = trial() else { return };
    let extract = extract(&folder.join("poa_osm.pbf"));
    assert_eq!(extract.ways.len(), 15_886);
    let hexagons = std::fs::read_to_string(folder.join("poa_hexgrid.csv")).unwrap();
    let hexagons = table(&hexagons);
    let number = |text: &&str| text.trim().parse::<f64>().unwrap();
    let points: Vec<Point<f64>> = std::iter::zip(&hexagons["lon"], &hexagons["lat"])
        .map(|(lon, lat)| Point::new(number(lon), number(lat)))
        .collect();
    assert_eq!(points.len(), 1_227);
    let oracle = table(ORACLE);
    for (name, kilometres) in [("walk", 1846.969), ("cycle", 1820.486)] {
        let network = build(&extract, &mode(name), None).unwrap();
        let length: u64 = network.edges().iter().map(|edge| u64::from(edge.length_mm)).sum();
        assert!((length as f64 / 1e6 - kilometres).abs() < 0.002, "{name}: {length} mm");
        let report = network.report();
        println!(
            "{name}: {} nodes, {} edges, {} ways, {:?} left out, {} barriers, {} parts, the main one {:?}",
            network.nodes().len(),
            network.edges().len(),
            report.ways_kept,
            report.ways_dropped,
            report.barriers,
            report.components.len(),
            report.components[0]
        );
        let snaps = Snapper::new(&network).snap_all(&points, &LIMITS);
        let snaps: Vec<Option<Snap>> = snaps.into_iter().map(Result::ok).collect();
        let off = &oracle[format!("{name}_off_m").as_str()];
        for (snap, want) in snaps.iter().zip(off) {
            let (found, want) = (snap.map_or(f64::INFINITY, |snap| snap.off_m), number(want));
            assert!(found == want || (found - want).abs() < 0.01, "{name}: {found} m off, not {want}");
        }
        for (measure, unit, budget) in [(Measure::Seconds, "s", 900_000), (Measure::Metres, "m", 1_000_000)] {
            let column = |tail: &str| &oracle[format!("{name}_{unit}{tail}").as_str()];
            let costs = Costs::new(&network, measure, Direction::ToSites);
            let sites: Vec<Vec<Snap>> =
                snaps.iter().step_by(EVERY).map(|snap| snap.iter().copied().collect()).collect();
            let entrances: Vec<Entrance> = (0..)
                .zip(&sites)
                .flat_map(|(site, snaps)| snaps.iter().map(move |snap| Entrance { site, snap: *snap }))
                .collect();
            let found = nearest(&costs, &entrances).cells(&costs, &snaps);
            let mut worst: f64 = 0.0;
            for (cell, found) in found.iter().enumerate() {
                let want = number(&column("")[cell]);
                match found {
                    None => assert!(want.is_infinite(), "{name} cell {cell}: not reached, but {want}"),
                    Some(found) => {
                        worst = worst.max((found.cost.units() - want).abs());
                        assert_eq!(
                            f64::from(found.site),
                            number(&column("_site")[cell]),
                            "{name} cell {cell}"
                        );
                    }
                }
            }
            println!("{name} {unit}: at most {worst:.4} from the oracle");
            // Rounding to thousandths, edge by edge.
            assert!(worst < 0.02, "{name} {unit}: {worst}");
            let cells = Cells::new(&costs, &snaps);
            let go = |_, _| ControlFlow::Continue(());
            let mut within = vec![0.0; points.len()];
            let reached = reach_each(&costs, &cells, &sites, Cost(budget), &go, |_, found| found.to_vec());
            for found in reached.unwrap().iter().flatten() {
                within[found.cell as usize] += 1.0;
            }
            let want: Vec<f64> = column("_sites_within").iter().map(number).collect();
            assert_eq!(within, want, "{name} {unit}");
        }
    }
}

#[test]
fn a_made_up_extract_gives_the_same_network_through_a_file() {
    let side = 30_i64;
    let mut nodes = Vec::new();
    for id in 0..side * side {
        nodes.push(node(id + 1, (id % side) as f64 + (id % 7) as f64 / 50.0, (id / side) as f64));
    }
    let row = |y: i64| (0..side).map(|x| y * side + x + 1).collect::<Vec<_>>();
    let column = |x: i64| (0..side).map(|y| y * side + x + 1).collect::<Vec<_>>();
    let mut ways: Vec<_> = (0..side).map(|y| street(y, &row(y))).collect();
    ways.extend((0..side).map(|x| way(100 + x, &column(x), &[("highway", "steps"), ("access", "yes")])));
    let as_nodes: Vec<pbf::Node> = nodes.iter().map(|node| (node.id, node.lon, node.lat, vec![])).collect();
    let as_ways: Vec<pbf::Way> = ways
        .iter()
        .map(|way| {
            let steps = way.tags.has("highway", "steps");
            let tags = if steps {
                vec![("highway", "steps"), ("access", "yes")]
            } else {
                vec![("highway", "residential")]
            };
            (way.id, way.nodes.to_vec(), tags)
        })
        .collect();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("town.osm.pbf");
    std::fs::write(&path, pbf::file(&as_nodes, &as_ways, Packing::Zlib)).unwrap();
    let (read, told) = (extract(&path), Extract::new(nodes, ways));
    assert_eq!(read.ways, told.ways);
    let [read, told] = [read, told].map(|extract| build(&extract, &mode("walk"), None).unwrap());
    // Coordinates in a file are whole ten-millionths of a degree: a centimetre.
    assert_eq!(read.edges().len(), told.edges().len());
    for (a, b) in read.edges().iter().zip(told.edges()) {
        assert_eq!((a.from, a.to), (b.from, b.to));
        assert!(a.length_mm.abs_diff(b.length_mm) < 25);
    }
    assert_eq!(read.report().components.len(), 1);
}
