//! Helsinki's outdoor gyms and its population grid.

use super::story::trial;
use geo::Centroid;
use geo_types::{Geometry, Point, Polygon};
use jiantu::analysis::demand::{Basis, Footprint, Method, People, Surface, from_cells};
use jiantu::analysis::divisions::Tree;
use jiantu::analysis::gaps::{GapOptions, find_gaps};
use jiantu::analysis::reach::{ReachState, Target, summarise};
use jiantu::domain::crs::{Crs, Transform};
use jiantu::domain::geodesy::distance_m;
use jiantu::domain::population::Cell;
use jiantu::formats::{DeclaredCrs, ReadOptions, Value, open};
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;

/// Metres, people within them, as told by `tests/analysis/helsinki.py` (pyproj's geodesics from
/// every cell's centroid to all gyms; pyshp and pyproj read and project the cells on their own).
const FIGURES: [(f64, u64); 5] =
    [(500.0, 567_269), (800.0, 970_226), (1_000.0, 1_094_663), (1_200.0, 1_150_416), (1_500.0, 1_175_733)];

fn gyms(path: &Path) -> Vec<Target> {
    let mut reader = open(path, &ReadOptions { lenient: true, ..ReadOptions::default() }).expect("readable");
    let mut gyms = Vec::new();
    while let Some(record) = reader.next() {
        gyms.extend(record.expect("a gym").geometry.map(|geometry| Target::new(geometry, 0)));
    }
    gyms
}

/// The centroid is taken in the grid's own metres, then brought to WGS 84.
fn cells(path: &Path) -> (Vec<Cell>, Vec<Polygon<f64>>) {
    let mut reader = open(path, &ReadOptions::default()).expect("readable");
    let Some(DeclaredCrs::Wkt(prj)) = reader.declared_crs() else { panic!("a .prj") };
    let transform = Transform::new(&prj.parse::<Crs>().expect("a system")).expect("computable");
    let (mut cells, mut outlines) = (Vec::new(), Vec::new());
    while let Some(record) = reader.next() {
        let record = record.expect("a cell");
        let Some(Value::Integer(people)) = record.get("ASUKKAITA") else { panic!("no people") };
        let geometry = record.geometry.as_ref().expect("an outline");
        let centre = geometry.centroid().expect("a centroid");
        let (lon, lat) = transform.to_wgs84(centre.x(), centre.y()).expect("a place");
        let ages = record.fields.iter().filter_map(|(name, value)| match value {
            // 99 stands for "too few to tell".
            Value::Integer(people) if name.starts_with("IKA") && *people != 99 => {
                Some((name.to_string(), u32::try_from(*people).expect("people")))
            }
            _ => None,
        });
        cells.push(Cell { lon, lat, people: u32::try_from(*people).expect("people"), ages: ages.collect() });
        outlines.push(match transform.geometry_to_wgs84(geometry).expect("places") {
            Geometry::Polygon(polygon) => polygon,
            Geometry::MultiPolygon(mut polygons) => polygons.0.remove(0),
            other => panic!("{other:?}"),
        });
    }
    (cells, outlines)
}

fn surface(cells: &[Cell], outlines: Vec<Polygon<f64>>) -> Arc<Surface> {
    let basis = Basis {
        name: "HSY population grid".to_owned(),
        year: 2022,
        vintage: "2022".to_owned(),
        estimate: false,
        demo: false,
        method: Method::Cells,
    };
    Arc::new(from_cells(cells, &Tree::default(), Footprint::Outlines(outlines), basis).expect("a surface"))
}

#[test]
fn people_near_outdoor_gyms() {
    let (Some(gyms_path), Some(cells_path)) =
        (trial("helsinki/lipas.geojson"), trial("helsinki/Vaestotietoruudukko_2022.shp"))
    else {
        return;
    };
    let (gyms, (cells, outlines)) = (gyms(&gyms_path), cells(&cells_path));
    let surface = surface(&cells, outlines);
    assert_eq!((gyms.len(), surface.total()), (347, People::whole(1_225_417)));
    let state = ReachState::new(Arc::clone(&surface), gyms.clone()).expect("reach");
    let distances: Vec<f64> = FIGURES.iter().map(|(metres, _)| *metres).collect();
    let summary = summarise(&state, &Tree::default(), &distances).expect("distances");
    let brute: Vec<f64> = cells
        .iter()
        .map(|cell| {
            let at = Point::new(cell.lon, cell.lat);
            gyms.iter().filter_map(|gym| distance_m(at, &gym.geometry)).fold(f64::INFINITY, f64::min)
        })
        .collect();
    for (position, (metres, figure)) in FIGURES.into_iter().enumerate() {
        let within = cells.iter().zip(&brute).filter(|(_, nearest)| **nearest <= metres);
        let people: u64 = within.map(|(cell, _)| u64::from(cell.people)).sum();
        println!("{metres} m: {people}");
        assert_eq!(summary.whole.within[position], People::whole(people), "{metres} m");
        assert_eq!(people, figure, "{metres} m against pyproj");
    }
    println!("{:?}", summary.whole.distribution);
    let known: Vec<_> = summary.ages.iter().map(|row| (&*row.group, row.known, row.unknown_points)).collect();
    assert!(summary.ages.iter().all(|row| row.unknown_points > 0), "{known:?}");

    let covered = state.covered(1_000.0).expect("a distance");
    let options = GapOptions { radius_m: 1_000.0, link_m: None };
    let gaps = find_gaps(&state, &covered, options, &|_| ControlFlow::Continue(())).expect("gaps");
    let outside: People = gaps.iter().map(|gap| gap.people).sum();
    assert_eq!(outside + summary.whole.within[2], surface.total());
    println!("{} gaps, the largest with {:?} people", gaps.len(), gaps[0].people);
    // A gym where the largest gap has most people brings in exactly those people, at least.
    let site = Target::new(Point(gaps[0].best_at).into(), 0);
    let (with, _) = state.with_site_added(site).expect("a site");
    let more = summarise(&with, &Tree::default(), &distances).expect("distances");
    let gained = more.whole.within[2].thousandths() - summary.whole.within[2].thousandths();
    assert!(gained >= gaps[0].best_people.thousandths());
}
