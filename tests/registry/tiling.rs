//! Random districts with random sites, counted by the registry and by hand (`brute.rs`).

use crate::brute::{Given, Place, Sum, Tile, brute, subtree};
use crate::database::{Database, Engine, tell};
use crate::office::{Office, TODAY};
use jiantu::domain::area::Area;
use jiantu::domain::id::SiteId;
use jiantu::registry::coverage::{Coverage, Figure, Row};
use jiantu::registry::import::What;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Side of a tile in degrees, and the south-western corner of the district.
const SIDE: f64 = 0.01;
const CORNER: (f64, f64) = (123.4, 41.6);
/// Clipping snaps to a grid of its own: metres by which a piece may differ.
const CLIP_M: f64 = 0.02;

#[derive(Clone, Debug)]
enum Edit {
    Add(Given),
    Area(usize, Option<i64>),
    Move(usize, f64, f64),
    Status(usize, &'static str),
    Remove(usize),
}

fn rounded(degrees: f64) -> f64 {
    (degrees * 1e7).round() / 1e7
}

/// A grid whose inner corners are moved, so that neighbours share slanted edges.
fn tiles() -> impl Strategy<Value = Vec<Tile>> {
    (2..4usize, 2..4usize).prop_flat_map(|(columns, rows)| {
        let corners = prop::collection::vec((-0.2..0.2, -0.2..0.2), (columns + 1) * (rows + 1));
        let fates = prop::collection::vec(0..5u8, columns * rows);
        (corners, fates).prop_map(move |(moved, fates)| {
            let corner = |column: usize, row: usize| {
                let inner = column > 0 && column < columns && row > 0 && row < rows;
                let (dx, dy) = if inner { moved[row * (columns + 1) + column] } else { (0.0, 0.0) };
                let at = |n: usize, d: f64| (n as f64 + d) * SIDE;
                (rounded(CORNER.0 + at(column, dx)), rounded(CORNER.1 + at(row, dy)))
            };
            let mut tiles = Vec::new();
            let outer: Vec<(f64, f64)> = (0..columns)
                .map(|c| corner(c, 0))
                .chain((0..rows).map(|r| corner(columns, r)))
                .chain((1..=columns).rev().map(|c| corner(c, rows)))
                .chain((1..=rows).rev().map(|r| corner(0, r)))
                .collect();
            tiles.push(Tile { id: "d".into(), parent: None, ring: outer });
            for (n, fate) in fates.into_iter().enumerate() {
                let (c, r) = (n % columns, n / columns);
                let quad = [corner(c, r), corner(c + 1, r), corner(c + 1, r + 1), corner(c, r + 1)];
                if fate == 0 {
                    continue;
                }
                let id = format!("s{n}");
                tiles.push(Tile { id: id.clone(), parent: Some("d".into()), ring: quad.to_vec() });
                // One or two communities by the diagonal.
                for half in 0..fate.saturating_sub(2).min(2) {
                    let ring =
                        if half == 0 { [quad[0], quad[1], quad[2]] } else { [quad[0], quad[2], quad[3]] };
                    tiles.push(Tile {
                        id: format!("{id}c{half}"),
                        parent: Some(id.clone()),
                        ring: ring.to_vec(),
                    });
                }
            }
            tiles
        })
    })
}

fn place() -> impl Strategy<Value = (f64, f64)> {
    // A little beyond the district on every side.
    (-0.3..3.3f64, -0.3..3.3f64)
        .prop_map(|(x, y)| (rounded(CORNER.0 + x * SIDE), rounded(CORNER.1 + y * SIDE)))
}

fn given_site() -> impl Strategy<Value = Given> {
    let line = prop::collection::vec(place(), 2..5);
    let where_it_is = prop_oneof![
        4 => place().prop_map(|(x, y)| Place::Point(x, y)),
        1 => place().prop_map(|(x, y)| Place::Square(x, y)),
        3 => prop::collection::vec(line, 1..3).prop_map(Place::Lines),
    ];
    let word = |words: &'static [&'static str]| prop::sample::select(words);
    let day =
        || prop::option::weighted(0.4, prop::sample::select(&["2024-01-01", "2026-03-02", "2026-03-03"][..]));
    (
        where_it_is,
        word(&["basketball", "table_tennis", "sports_park", "fitness_path"]),
        word(&["operating", "operating", "operating", "temporarily_closed", "planned", "closed"]),
        word(&["free_open", "open", "members", "closed_to_public"]),
        prop::option::weighted(0.8, 0..100_000_000i64),
        prop::bool::weighted(0.85),
        day(),
        prop::option::weighted(0.2, prop::sample::select(&["2026-03-02", "2026-03-03", "2027-01-01"][..])),
        prop::collection::vec(prop::option::weighted(0.8, (1..60u32).prop_map(|w| f64::from(w) / 8.0)), 2),
    )
        .prop_map(|(place, kind, status, access, cm2, counts, opened, closed, mut widths)| {
            let lines = matches!(place, Place::Lines(_));
            if let Place::Lines(parts) = &place {
                widths.truncate(parts.len());
            }
            let kind = if lines { "trail" } else { kind };
            let closed = closed.filter(|closed| opened.is_none_or(|opened| opened <= *closed));
            // What has closed for good has opened before: told as of 2020, it can not open later.
            let opened = opened.filter(|_| status != "closed");
            Given { place, kind, status, access, cm2, counts, opened, closed, widths }
        })
}

fn edits() -> impl Strategy<Value = Vec<Edit>> {
    let at = || any::<prop::sample::Index>().prop_map(|n| n.index(1_000));
    prop::collection::vec(
        prop_oneof![
            2 => given_site().prop_map(Edit::Add),
            2 => (at(), prop::option::of(0..1_000_000i64)).prop_map(|(n, a)| Edit::Area(n, a)),
            2 => (at(), place()).prop_map(|(n, (x, y))| Edit::Move(n, x, y)),
            1 => (at(), prop::sample::select(&["operating", "closed"][..])).prop_map(|(n, s)| Edit::Status(n, s)),
            1 => at().prop_map(Edit::Remove),
        ],
        0..12,
    )
}

impl Given {
    fn geometry(&self) -> Value {
        match &self.place {
            Place::Point(x, y) => json!({ "type": "Point", "coordinates": [x, y] }),
            Place::Square(x, y) => {
                let (w, s, e, n) = (x - 1e-4, y - 1e-4, x + 1e-4, y + 1e-4);
                json!({ "type": "Polygon", "coordinates": [[[w, s], [e, s], [e, n], [w, n], [w, s]]] })
            }
            Place::Lines(lines) => json!({ "type": "MultiLineString", "coordinates": lines }),
        }
    }

    fn members(&self) -> Value {
        let segments: Vec<Value> = match self.place {
            Place::Lines(_) => self.widths.iter().map(|width| json!({ "width_m": width })).collect(),
            _ => Vec::new(),
        };
        let area = self.cm2.map(|cm2| cm2 as f64 / 10_000.0);
        json!({ "name_zh": "场地", "kind": self.kind, "status": self.status, "access": self.access, "area_m2": area,
            "counts_area": self.counts, "opened_on": self.opened, "closed_on": self.closed, "segments": segments,
            "effective_from": "2020-01-01" })
    }
}

fn figures(row: &Row) -> [i128; 3] {
    [row.area_m2.all, row.area_m2.open, row.area_m2.free]
        .map(|area| i128::from(area.unwrap_or_default().cm2()))
}

fn compare(row: &Row, sum: &Sum, context: &str) {
    let slack_cm2 = f64::from(sum.pieces) * CLIP_M * 8.0 * 10_000.0 + 1.0;
    for (n, figure) in figures(row).into_iter().enumerate() {
        let expected = sum.cm2[n] as f64 + sum.trail_m2[n] * 10_000.0;
        assert!(
            (figure as f64 - expected).abs() <= slack_cm2,
            "{context} figure {n}: {figure} for {expected}"
        );
    }
    assert!(
        (row.trail_m - sum.trail_m).abs() <= f64::from(sum.pieces) * CLIP_M + 0.01,
        "{context} {row:?} {sum:?}"
    );
    assert_eq!(row.sites, sum.sites, "{context}");
    let wanted = sum.known + sum.unknown;
    assert_eq!(row.completeness, (wanted > 0).then(|| sum.known as f64 / wanted as f64), "{context}");
}

fn assert_exact(coverage: &Coverage) {
    let (whole, parts) = coverage.rows.split_first().unwrap();
    let mut sums = [0i128; 3];
    for row in parts {
        for (sum, figure) in sums.iter_mut().zip(figures(row)) {
            *sum += figure;
        }
    }
    assert_eq!(figures(whole), sums, "the whole is its parts");
    assert_eq!(whole.sites, parts.iter().map(|row| row.sites).sum::<i64>());
    let mut counts: BTreeMap<String, i64> = BTreeMap::new();
    for (kind, count) in parts.iter().flat_map(|row| &row.counts) {
        *counts.entry(kind.clone()).or_default() += count;
    }
    assert_eq!(whole.counts, counts);
    let metres: f64 = parts.iter().map(|row| row.trail_m * 100.0).map(f64::round).sum();
    assert_eq!((whole.trail_m * 100.0).round(), metres);
}

async fn check(office: &Office, tiles: &[Tile], sites: &[Given]) {
    let (own, exact) = brute(tiles, sites);
    let coverage = office.coverage(TODAY, None).await;
    assert_exact(&coverage);
    assert_eq!(figures(&coverage.rows[0]), exact, "the whole, to the square centimetre");
    for (n, tile) in tiles.iter().enumerate() {
        let (_, of_tile) =
            office.registry.coverage(Some(crate::office::date(TODAY)), None, Some(&tile.id)).await.unwrap();
        assert_exact(&of_tile);
        let mut sum = subtree(tiles, &own, n);
        let mut rest = own[n].clone();
        if n == 0 {
            // Under the one root everything is told, also what lies outside it.
            sum.add(&own[tiles.len()]);
            rest.add(&own[tiles.len()]);
        }
        compare(&of_tile.rows[0], &sum, &tile.id);
        compare(of_tile.rows.last().unwrap(), &rest, &format!("{} unassigned", tile.id));
        for (figure, cm2) in
            [Figure::All, Figure::Open, Figure::Free].into_iter().zip(figures(&of_tile.rows[0]))
        {
            let why = office.why(Some(&tile.id), figure).await;
            assert_eq!(
                i128::from(why.total_m2.unwrap_or_default().cm2()),
                cm2,
                "why {} {}",
                tile.id,
                why.figure
            );
            let items: Area = why.items.iter().filter(|i| i.counted).filter_map(|i| i.area_m2).sum();
            assert_eq!(items, why.total_m2.unwrap_or_default());
        }
    }
    let unassigned = figures(coverage.rows.last().unwrap())[0];
    let why = office.why(Some("unassigned"), Figure::All).await;
    assert_eq!(i128::from(why.total_m2.unwrap_or_default().cm2()), unassigned);
}

async fn story(database: Database, tiles: Vec<Tile>, mut sites: Vec<Given>, edits: Vec<Edit>) {
    let office = Office::open(database).await;
    let features: Vec<Value> = tiles
        .iter()
        .map(|tile| {
            let ring: Vec<_> = tile.ring.iter().chain(tile.ring.first()).collect();
            json!({ "type": "Feature", "geometry": { "type": "Polygon", "coordinates": [ring] },
                "properties": { "external_id": tile.id, "name_zh": tile.id, "parent": tile.parent, "level": "x" } })
        })
        .collect();
    let file = json!({ "type": "FeatureCollection", "features": features }).to_string();
    office.import(What::Divisions, "divisions.geojson", file).await;
    let mut ids: Vec<SiteId> = Vec::new();
    let mut features = Vec::new();
    for site in &sites {
        let id = SiteId(uuid::Uuid::now_v7());
        ids.push(id);
        features.push(json!({ "type": "Feature", "id": id.to_string(), "geometry": site.geometry(),
            "properties": site.members() }));
    }
    let file = json!({ "type": "FeatureCollection", "features": features }).to_string();
    office.import(What::Sites, "sites.geojson", file).await;
    check(&office, &tiles, &sites).await;
    for edit in edits {
        apply(&office, &mut sites, &mut ids, edit).await;
    }
    // The running totals are those that a fresh load counts, and those of brute force.
    office.assert_sound().await;
    check(&office, &tiles, &sites).await;
}

async fn apply(office: &Office, sites: &mut Vec<Given>, ids: &mut Vec<SiteId>, edit: Edit) {
    let at = |n: usize| if ids.is_empty() { None } else { Some(n % ids.len()) };
    match edit {
        Edit::Add(site) => {
            let mut members = site.members();
            members["geometry"] = site.geometry();
            ids.push(office.register(members).await);
            sites.push(site);
        }
        Edit::Area(n, cm2) => {
            let Some(n) = at(n) else { return };
            sites[n].cm2 = cm2;
            office.change(ids[n], json!({ "area_m2": cm2.map(|cm2| cm2 as f64 / 10_000.0) })).await;
        }
        Edit::Move(n, x, y) => {
            let Some(n) = at(n).filter(|n| !matches!(sites[*n].place, Place::Lines(_))) else { return };
            sites[n].place = Place::Point(x, y);
            office.change(ids[n], json!({ "geometry": sites[n].geometry() })).await;
        }
        Edit::Status(n, status) => {
            let Some(n) = at(n) else { return };
            let contradicts = match status {
                "closed" => sites[n].opened.is_some_and(|day| day > TODAY),
                _ => sites[n].closed.is_some_and(|day| day <= TODAY),
            };
            if contradicts {
                let patch = json!({ "status": status, "effective_from": TODAY });
                assert!(office.try_change(ids[n], patch).await.is_err());
                return;
            }
            sites[n].status = status;
            office.change(ids[n], json!({ "status": status, "effective_from": TODAY })).await;
        }
        Edit::Remove(n) => {
            let Some(n) = at(n) else { return };
            office.remove(ids.remove(n)).await;
            sites.remove(n);
        }
    }
}

fn told(engine: Engine, cases: u32) {
    let config = Config { cases, failure_persistence: None, max_shrink_iters: 60, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let district = (tiles(), prop::collection::vec(given_site(), 1..25), edits());
    runner
        .run(&district, |(tiles, sites, edits)| {
            tell(engine, |database| story(database, tiles, sites, edits));
            Ok(())
        })
        .unwrap();
}

#[test]
fn random_districts_are_counted_as_by_hand_on_sqlite() {
    told(Engine::Sqlite, 64);
}

#[test]
fn random_districts_are_counted_as_by_hand_on_postgres() {
    told(Engine::Postgres, 8);
}
