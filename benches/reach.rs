//! Nearest sites, what-ifs and gaps: `JIANTU_PEERS_PYTHON=PYTHON cargo bench --bench reach`.
//!
//! Beside kiddo used bare, in turn: with earth-centred places it finds the same sites and measures one geodesic
//! a cell; with degrees it is quicker and finds others, so it is only told. Then `peers/reach.py`
//! measures scipy on the same numbers, and PostGIS where `JIANTU_PEERS_POSTGRES` names a server (its URL).
//! Both sides of the first comparison use all cores and make their tree within the time.

#[path = "peers/exchange.rs"]
mod exchange;
#[path = "peers/in_turn.rs"]
mod in_turn;

use exchange::{Dice, Exchange, Outcome, Took, timed};
use geo::{Distance, Geodesic};
use geo_types::{LineString, Point, Polygon};
use in_turn::in_turn;
use jiantu::analysis::demand::{Basis, Footprint, Method, People, Surface};
use jiantu::analysis::divisions::Tree;
use jiantu::analysis::gaps::{GapOptions, find_gaps};
use jiantu::analysis::reach::{Catchments, GB_50180_M, ReachState, Target, Variety, summarise};
use jiantu::domain::contribution::Ordinal;
use jiantu::domain::division::{BoundaryQuality, Division};
use jiantu::domain::id::DivisionId;
use kiddo::{ImmutableKdTree, SquaredEuclidean};
use rayon::prelude::*;
use std::num::NonZero;
use std::ops::ControlFlow;
use std::sync::Arc;
use uuid::Uuid;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const ROUNDS: usize = 5;

/// Sub-districts and communities (or villages) of the invented district: as many as Hunnan has.
const SUBDISTRICTS: usize = 12;
const COMMUNITIES: usize = 257;

/// Within which people are counted, metres.
const WITHIN_M: f64 = 1_000.0;

/// Cells 100 m apart in a square, and sites anywhere in it.
fn world(cells: usize, sites: usize) -> (Vec<[f64; 2]>, Vec<[f64; 2]>) {
    let mut dice = Dice(1);
    let side = (cells as f64).sqrt().ceil() as usize;
    let (width, height) = (side as f64 * 0.001_2, side as f64 * 0.000_9);
    let cells = (0..cells).map(|i| [123.0 + (i % side) as f64 * 0.001_2, 41.2 + (i / side) as f64 * 0.000_9]);
    let cells = cells.collect();
    let sites = (0..sites).map(|_| [123.0 + width * dice.share(), 41.2 + height * dice.share()]).collect();
    (cells, sites)
}

/// People and divisions are invented: communities are stripes of cells.
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
    let community = |cell: usize| (cell * COMMUNITIES / cells.len()) as u16;
    let divisions = (0..cells.len()).map(|cell| Ordinal(1 + SUBDISTRICTS as u16 + community(cell))).collect();
    Arc::new(
        Surface::new(basis, columns, people, divisions, Footprint::Square { side_m: 100.0 })
            .expect("a surface"),
    )
}

/// A district, its sub-districts, their communities.
fn tree() -> Outcome<Tree> {
    let id = |number: usize| DivisionId(Uuid::from_u128(number as u128 + 1));
    let division = |number: usize| Division {
        id: id(number),
        external_id: format!("{number:04}"),
        parent: match number {
            0 => None,
            _ if number <= SUBDISTRICTS => Some(id(0)),
            _ => Some(id(1 + number % SUBDISTRICTS)),
        },
        level: "division".to_owned(),
        name_zh: format!("{number}"),
        name_en: None,
        codes: vec![],
        valid_from: None,
        valid_to: None,
        boundary_quality: BoundaryQuality::Schematic,
        ethnic: false,
        rural: false,
        source: None,
        licence: None,
        demo: true,
        geometry: None,
    };
    Ok(Tree::new((0..=SUBDISTRICTS + COMMUNITIES).map(division).collect())?)
}

fn points(sites: &[[f64; 2]]) -> Vec<Target> {
    (0_u8..8)
        .cycle()
        .zip(sites)
        .map(|(class, at)| Target::new(Point::new(at[0], at[1]).into(), class))
        .collect()
}

/// Earth-centred metres on WGS 84.
fn earth([lon, lat]: &[f64; 2]) -> [f64; 3] {
    const FLAT: f64 = 0.006_694_379_990_141_316;
    let ((sin_lon, cos_lon), (sin_lat, cos_lat)) = (lon.to_radians().sin_cos(), lat.to_radians().sin_cos());
    let radius = 6_378_137.0 / (1.0 - FLAT * sin_lat * sin_lat).sqrt();
    [radius * cos_lat * cos_lon, radius * cos_lat * sin_lon, radius * (1.0 - FLAT) * sin_lat]
}

fn geodesic(a: &[f64; 2], b: &[f64; 2]) -> f64 {
    Geodesic.distance(Point::new(a[0], a[1]), Point::new(b[0], b[1]))
}

/// Mean metres by kiddo, in a space of the caller's.
fn bare<const K: usize>(
    cells: &[[f64; 2]],
    sites: &[[f64; 2]],
    place: impl Fn(&[f64; 2]) -> [f64; K] + Sync,
) -> f64 {
    let places: Vec<[f64; K]> = sites.iter().map(&place).collect();
    let tree: ImmutableKdTree<f64, K> = ImmutableKdTree::new_from_slice(&places).expect("sites");
    let metres: Vec<f64> = cells
        .par_iter()
        .map(|cell| {
            let near = tree.query(&place(cell)).nearest_one::<SquaredEuclidean<f64>>().execute();
            geodesic(cell, &sites[near.item as usize])
        })
        .collect();
    metres.iter().sum::<f64>() / cells.len() as f64
}

/// People within [`WITHIN_M`] by kiddo: the nearest site within that chord, decided by its geodesic.
fn bare_within(cells: &[[f64; 2]], people: &[People], sites: &[[f64; 2]]) -> f64 {
    const ONE: NonZero<usize> = NonZero::new(1).expect("not zero");
    let places: Vec<[f64; 3]> = sites.iter().map(earth).collect();
    let tree: ImmutableKdTree<f64, 3> = ImmutableKdTree::new_from_slice(&places).expect("sites");
    let squared = WITHIN_M * WITHIN_M;
    let within: Vec<bool> = cells
        .par_iter()
        .map(|cell| {
            let place = earth(cell);
            let query = tree.query(&place).nearest_n::<SquaredEuclidean<f64>>(ONE);
            let near = query.within::<SquaredEuclidean<f64>>(squared).execute();
            near.first().is_some_and(|near| geodesic(cell, &sites[near.item as usize]) <= WITHIN_M)
        })
        .collect();
    count(people, &within)
}

fn count(people: &[People], within: &[bool]) -> f64 {
    let covered = people.iter().zip(within).filter(|(_, within)| **within);
    covered.map(|(people, _)| *people).sum::<People>().value()
}

fn told(title: &str, took: Took, note: &str) {
    println!("  {title:58} {took}  {note}");
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

/// Nearest, people within a distance, and one site more: what others can be asked too.
fn compare(name: &str, count: usize, site_count: usize, exchange: &mut Exchange) -> Outcome {
    let (cells, sites) = world(count, site_count);
    let (surface, tree) = (surface(&cells), tree()?);
    println!("{name}: {count} cells, {site_count} sites");
    let nearest = || ReachState::new(Arc::clone(&surface), points(&sites)).expect("a state");
    let ((took, state), (bare_took, mean)) = in_turn(ROUNDS, nearest, || bare(&cells, &sites, earth));
    let ours = state.metres().iter().sum::<f64>() / count as f64;
    exchange.ours(&format!("{name}: nearest"), took, ours)?;
    println!("    mean {ours:.4} m, {:.0} ns a cell", took.best.as_secs_f64() / count as f64 * 1e9);
    told("bare kiddo, earth-centred, one geodesic a cell", bare_took, &took.of(bare_took));
    assert!((mean - ours).abs() < 1e-3, "the same sites are found");
    let (bare_took, mean) = timed(ROUNDS, || bare(&cells, &sites, |at| *at));
    told("bare kiddo, degrees", bare_took, &format!("mean {mean:.4} m; {}", took.of(bare_took)));
    let people = surface.people();
    let covered = || self::count(people, &nearest().covered(WITHIN_M).expect("metres"));
    let ((took, ours), (bare_took, found)) = in_turn(ROUNDS, covered, || bare_within(&cells, people, &sites));
    exchange.ours(&format!("{name}: people within 1,000 m"), took, ours)?;
    told("bare kiddo, bounded, one geodesic a found cell", bare_took, &took.of(bare_took));
    assert!((found - ours).abs() < 1e-6, "the same people are counted");
    let (took, within) = timed(ROUNDS, || state.covered(WITHIN_M).expect("metres"));
    told("people within 1,000 m, nearest known", took, &format!("{:.0}", self::count(people, &within)));
    let (took, _) = timed(ROUNDS, || summarise(&state, &tree, &GB_50180_M).expect("a summary"));
    told("summary of 270 divisions", took, "");
    let middle = Target::new(Point::new(cells[count / 2][0], cells[count / 2][1]).into(), 0);
    let (took, (with, changed)) = timed(ROUNDS, || state.with_site_added(middle.clone()).expect("a site"));
    told("what if one is added", took, &format!("{} cells", changed.len()));
    let (took, _) = timed(ROUNDS, || {
        let (with, _) = state.with_site_added(middle.clone()).expect("a site");
        summarise(&with, &tree, &GB_50180_M).expect("a summary")
    });
    told("what if one is added, with the summary", took, "");
    let (took, (_, changed)) = timed(ROUNDS, || with.with_site_removed(site_count as u32).expect("a site"));
    told("what if it is taken away", took, &format!("{} cells", changed.len()));
    for (file, places) in [("cells", &cells), ("sites", &sites)] {
        let numbers = places.iter().flatten().map(|number| number.to_le_bytes());
        exchange.write(&format!("{name}_{file}.f64"), numbers)?;
    }
    let numbers = people.iter().map(|people| people.value().to_le_bytes());
    exchange.write(&format!("{name}_people.f64"), numbers)
}

/// What only we are asked: gaps, pairs, classes, sites with a shape.
fn alone(count: usize, site_count: usize) -> Outcome {
    let (cells, sites) = world(count, site_count);
    let surface = surface(&cells);
    println!("alone: {count} cells, {site_count} sites");
    let state = ReachState::new(Arc::clone(&surface), points(&sites))?;
    let covered = state.covered(150.0)?;
    let options = GapOptions { radius_m: 500.0, link_m: None };
    let gaps = || find_gaps(&state, &covered, options, &|_| ControlFlow::Continue(())).expect("gaps");
    let (took, gaps) = timed(ROUNDS, gaps);
    told("gaps beyond 150 m", took, &format!("{}", gaps.len()));
    if count < 1_000_000 {
        let (took, pairs) = timed(ROUNDS, || Catchments::new(&state, 500.0, 1 << 26).expect("pairs"));
        told("catchments of 500 m", took, &format!("{} pairs", pairs.pairs().count()));
        let (took, _) = timed(ROUNDS, || Variety::new(&surface, &points(&sites), 1_000.0).expect("classes"));
        told("variety of 8 classes in 1,000 m", took, "");
    }
    for (name, closed) in [("trails", false), ("parks", true)] {
        let few = shapes(&sites[..site_count / 10], closed);
        let nearest = || ReachState::new(Arc::clone(&surface), few.clone()).expect("a state");
        let (took, _) = timed(ROUNDS, nearest);
        told(&format!("nearest of {} {name} of 40 edges", few.len()), took, "");
    }
    Ok(())
}

fn main() -> Outcome {
    let mut exchange = Exchange::new()?;
    println!("{} threads", rayon::current_num_threads());
    for (name, cells, sites) in [
        ("10k", 10_000, 1_000),
        ("100k", 100_000, 10_000),
        ("1M", 1_000_000, 100_000),
        ("1M, few sites", 1_000_000, 1_000),
        ("Hunnan's size", 73_000, 6_000),
        ("PostGIS", 10_000, 10_000),
    ] {
        compare(name, cells, sites, &mut exchange)?;
    }
    for (cells, sites) in [(100_000, 10_000), (1_000_000, 100_000)] {
        alone(cells, sites)?;
    }
    exchange.peers("reach.py")
}
