//! Nearest sites, what-ifs and gaps, beside kiddo used bare with one geodesic a cell.
//!
//! `cargo bench --bench reach` runs all sizes; `-- --dump FOLDER` also writes the largest input as
//! raw numbers, which `benches/peers/reach.py FOLDER` gives to scipy.

use geo::{Distance, Geodesic};
use geo_types::{LineString, Point, Polygon};
use jiantu::analysis::demand::{Basis, Footprint, Method, People, Surface};
use jiantu::analysis::divisions::Tree;
use jiantu::analysis::gaps::{GapOptions, find_gaps};
use jiantu::analysis::reach::{Catchments, GB_50180_M, ReachState, Target, Variety, summarise};
use jiantu::domain::contribution::Ordinal;
use kiddo::{ImmutableKdTree, SquaredEuclidean};
use rayon::prelude::*;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

const ROUNDS: usize = 3;

/// Numbers from 0 to 1, the same in every run (xorshift).
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> f64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// Best of some rounds.
fn timed<T>(mut work: impl FnMut() -> T) -> (Duration, T) {
    let mut best = Duration::MAX;
    let mut last = None;
    for _ in 0..ROUNDS {
        let start = Instant::now();
        last = Some(work());
        best = best.min(start.elapsed());
    }
    (best, last.expect("a round"))
}

/// Cells 100 m apart in a square, and sites anywhere in it.
fn world(cells: usize, sites: usize) -> (Vec<[f64; 2]>, Vec<[f64; 2]>) {
    let mut dice = Dice(88_172_645_463_325_252);
    let side = (cells as f64).sqrt().ceil() as usize;
    let (width, height) = (side as f64 * 0.001_2, side as f64 * 0.000_9);
    let cells = (0..cells).map(|i| [123.0 + (i % side) as f64 * 0.001_2, 41.2 + (i / side) as f64 * 0.000_9]);
    let cells = cells.collect();
    let sites = (0..sites).map(|_| [123.0 + width * dice.roll(), 41.2 + height * dice.roll()]).collect();
    (cells, sites)
}

fn surface(cells: &[[f64; 2]]) -> Arc<Surface> {
    let basis = Basis {
        name: "bench".to_owned(),
        year: 2025,
        vintage: String::new(),
        estimate: false,
        demo: true,
        method: Method::Cells,
    };
    let columns = (cells.iter().map(|c| c[0]).collect(), cells.iter().map(|c| c[1]).collect());
    let people = (0..cells.len()).map(|i| People::whole(i as u64 % 90)).collect();
    let divisions = vec![Ordinal::NONE; cells.len()];
    Arc::new(
        Surface::new(basis, columns, people, divisions, Footprint::Square { side_m: 100.0 })
            .expect("a surface"),
    )
}

fn points(sites: &[[f64; 2]]) -> Vec<Target> {
    (0_u8..8)
        .cycle()
        .zip(sites)
        .map(|(class, at)| Target::new(Point::new(at[0], at[1]).into(), class))
        .collect()
}

fn bare(cells: &[[f64; 2]], sites: &[[f64; 2]]) -> f64 {
    let tree: ImmutableKdTree<f64, 2> = ImmutableKdTree::new_from_slice(sites).expect("sites");
    let metres: Vec<f64> = cells
        .par_iter()
        .map(|cell| {
            let near = sites[tree.query(cell).nearest_one::<SquaredEuclidean<f64>>().execute().item as usize];
            Geodesic.distance(Point::new(cell[0], cell[1]), Point::new(near[0], near[1]))
        })
        .collect();
    metres.iter().sum::<f64>() / cells.len() as f64
}

/// Trails of some 40 short edges, or small parks of as many.
fn shapes(sites: &[[f64; 2]], closed: bool) -> Vec<Target> {
    let shape = |at: &[f64; 2]| {
        let corner = |i: u32| {
            let (sin, cos) = (f64::from(i) * std::f64::consts::TAU / 40.0).sin_cos();
            if closed {
                (at[0] + cos * 0.001, at[1] + sin * 0.001)
            } else {
                (at[0] + f64::from(i) * 0.000_3, at[1] + sin * 0.000_5)
            }
        };
        let line = LineString::from((0..40).map(corner).collect::<Vec<_>>());
        Target::new(if closed { Polygon::new(line, vec![]).into() } else { line.into() }, 0)
    };
    sites.iter().map(shape).collect()
}

fn dump(folder: &Path, name: &str, places: &[[f64; 2]]) {
    let bytes: Vec<u8> = places.iter().flatten().flat_map(|number| number.to_le_bytes()).collect();
    std::fs::write(folder.join(name), bytes).expect("a writable folder");
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    println!("{} threads", rayon::current_num_threads());
    for (count, site_count) in [(10_000, 1_000), (100_000, 10_000), (1_000_000, 100_000)] {
        let (cells, sites) = world(count, site_count);
        println!("{count} cells, {site_count} sites");
        let surface = surface(&cells);
        let (bare_time, mean) = timed(|| bare(&cells, &sites));
        println!("  bare kiddo and one geodesic a cell  {bare_time:>10.2?}  mean {mean:.3} m");
        let (time, state) = timed(|| ReachState::new(Arc::clone(&surface), points(&sites)).expect("a state"));
        let mean = state.metres().iter().sum::<f64>() / count as f64;
        println!(
            "  nearest                             {time:>10.2?}  mean {mean:.3} m, {:.2} of bare",
            time.as_secs_f64() / bare_time.as_secs_f64()
        );
        let (time, _) = timed(|| summarise(&state, &Tree::default(), &GB_50180_M).expect("a summary"));
        println!("  summary                             {time:>10.2?}");
        let (time, covered) = timed(|| state.covered(150.0).expect("metres"));
        println!("  people within one distance          {time:>10.2?}");
        let middle = Target::new(Point::new(cells[count / 2][0], cells[count / 2][1]).into(), 0);
        let (time, (with, changed)) = timed(|| state.with_site_added(middle.clone()).expect("a site"));
        println!("  what if one is added                {time:>10.2?}  {} cells", changed.len());
        let (time, (_, changed)) = timed(|| with.with_site_removed(site_count as u32).expect("a site"));
        println!("  what if it is taken away            {time:>10.2?}  {} cells", changed.len());
        let options = GapOptions { radius_m: 500.0, link_m: None };
        let (time, gaps) =
            timed(|| find_gaps(&state, &covered, options, &|_| ControlFlow::Continue(())).expect("gaps"));
        let points: usize = gaps.iter().map(|gap| gap.points.len()).sum();
        println!("  gaps beyond 150 m                   {time:>10.2?}  {} of {points} cells", gaps.len());
        if count < 1_000_000 {
            let (time, pairs) = timed(|| Catchments::new(&state, 500.0, 1 << 26).expect("pairs"));
            println!("  catchments of 500 m                 {time:>10.2?}  {} pairs", pairs.pairs().count());
            let (time, _) =
                timed(|| Variety::new(&surface, &self::points(&sites), 1_000.0).expect("classes"));
            println!("  variety of 8 classes in 1,000 m     {time:>10.2?}");
        }
        for (name, closed) in [("trails", false), ("parks", true)] {
            let few = shapes(&sites[..site_count / 10], closed);
            let (time, _) = timed(|| ReachState::new(Arc::clone(&surface), few.clone()).expect("a state"));
            println!("  nearest of {:>6} {name} of 40 edges  {time:>10.2?}", few.len());
        }
        if let (Some(flag), Some(folder)) = (arguments.iter().position(|a| a == "--dump"), arguments.last()) {
            assert!(flag + 1 < arguments.len(), "--dump FOLDER");
            dump(Path::new(folder), "cells.f64", &cells);
            dump(Path::new(folder), "sites.f64", &sites);
        }
    }
}
