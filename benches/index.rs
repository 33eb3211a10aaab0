//! The index at 10 k, 100 k and 1 M sites: `cargo bench --bench index`.
//!
//! Memory is printed first: the process's own resident set before and after, for each site.

mod synthetic;

use divan::{Bencher, black_box};
use geo_types::Point;
use jiantu::domain::area::Area;
use jiantu::domain::bbox::Bbox;
use jiantu::domain::contribution::{Contribution, Ordinal, Share, Shares, Verdict};
use jiantu::domain::id::Seq;
use jiantu::domain::kind::KindIndex;
use jiantu::domain::site::Site;
use jiantu::domain::tile::{Tile, TileMatrixSet};
use jiantu::formats::mvt::TileWriter;
use jiantu::index::encode::{Home, Revision, SiteExtras, encode_site};
use jiantu::index::{Drawing, Entry, Layer, Place, Shape, SiteFacts, Slice};
use jiantu::registry::tiles::{is_told, most_features};
use std::sync::{Arc, OnceLock};
use synthetic::{Dice, EXTENT};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const SIZES: [u32; 3] = [10_000, 100_000, 1_000_000];

const ZOOMS: [u8; 5] = [6, 8, 10, 12, 14];

static LAYERS: [OnceLock<Layer<SiteFacts>>; 3] = [const { OnceLock::new() }; 3];

fn main() {
    println!("sites      resident B/site   counted B/site   feature B/site");
    for size in SIZES {
        let before = resident_bytes();
        let layer = layer(size);
        let resident = resident_bytes().saturating_sub(before);
        let features: usize = layer.iter().map(|entry| entry.feature.len()).sum();
        let each = |bytes: usize| bytes / size as usize;
        println!("{size:<10} {:>15} {:>16} {:>16}", each(resident), each(layer.bytes()), each(features));
    }
    divan::main();
}

/// Resident set of this process in bytes, 0 where the system does not tell.
fn resident_bytes() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kib = line.and_then(|text| text.trim().trim_end_matches("kB").trim().parse::<usize>().ok());
    kib.unwrap_or(0) * 1024
}

fn layer(size: u32) -> &'static Layer<SiteFacts> {
    let slot = SIZES.iter().position(|known| *known == size).expect("one of the sizes");
    LAYERS[slot].get_or_init(|| Layer::build(synthetic::sites(size).map(|site| entry(site, 1)).collect()))
}

fn entry(site: Site, version: u64) -> Entry<SiteFacts> {
    let from = jiff::civil::date(2024, 1, 1);
    let extras = SiteExtras {
        revision: Revision { version: Seq(version), effective_from: from },
        home: Some(Home { code: "210112010", name_zh: "五三街道" }),
        container: None,
        length_m: None,
        venue_area: site.area_m2,
    };
    let mut feature = Vec::with_capacity(1_024);
    encode_site(&mut feature, &site, &extras);
    let area = site.area_m2.unwrap_or(Area::ZERO);
    let contribution = Contribution {
        kind: KindIndex(1),
        verdict: Verdict::Surveyed,
        open: Some(true),
        free: Some(true),
        demo: true,
        grade: site.area_grade,
        shares: Shares::One(Share { division: Ordinal(3), area, length_cm: 0 }),
    };
    Entry {
        id: site.id.0,
        version,
        facts: SiteFacts::of(&site, false, from, contribution),
        geometry: Shape::of(site.geometry),
        feature: Arc::from(feature),
    }
}

/// A box somewhere that holds about `wanted` of `size` sites.
fn box_of(wanted: f64, size: u32, dice: &mut Dice) -> Bbox {
    let share = (wanted / f64::from(size)).sqrt();
    let (wide, high) = ((EXTENT[2] - EXTENT[0]) * share, (EXTENT[3] - EXTENT[1]) * share);
    let west = dice.between(EXTENT[0], EXTENT[2] - wide);
    let south = dice.between(EXTENT[1], EXTENT[3] - high);
    Bbox::new(west, south, west + wide, south + high).expect("a box in the extent")
}

/// A box of about 1,000 sites, written as a FeatureCollection.
#[divan::bench(args = SIZES)]
fn box_of_1000_as_geojson(bencher: Bencher<'_, '_>, size: u32) {
    let (layer, mut dice) = (layer(size), Dice::new(7));
    bencher.with_inputs(|| box_of(1_000.0, size, &mut dice)).bench_local_values(|bbox| {
        let mut out = br#"{"type":"FeatureCollection","features":["#.to_vec();
        for (position, entry) in layer.query_bbox(bbox, None).iter().enumerate() {
            if position > 0 {
                out.push(b',');
            }
            out.extend_from_slice(&entry.feature);
        }
        out.extend_from_slice(b"]}");
        out
    });
}

/// The first 100 of a box of about 1,000, with the exact number of all.
#[divan::bench(args = SIZES)]
fn page_of_100_in_box_of_1000(bencher: Bencher<'_, '_>, size: u32) {
    let (layer, mut dice) = (layer(size), Dice::new(8));
    let slice = Slice { after: None, offset: 0, limit: 100 };
    bencher
        .with_inputs(|| box_of(1_000.0, size, &mut dice))
        .bench_local_values(|bbox| layer.page(Place::Box(bbox), None, slice).matched);
}

/// The ten nearest, in geodesic metres to the geometry.
#[divan::bench(args = SIZES)]
fn nearest_10(bencher: Bencher<'_, '_>, size: u32) {
    let (layer, mut dice) = (layer(size), Dice::new(9));
    bencher
        .with_inputs(|| dice.place())
        .bench_local_values(|at: Point<f64>| layer.nearest(at, 10, None).len());
}

/// The nearest ten of the smart ones, a tenth of all.
#[divan::bench(args = SIZES)]
fn nearest_10_smart(bencher: Bencher<'_, '_>, size: u32) {
    let (layer, mut dice) = (layer(size), Dice::new(10));
    let smart = |entry: &Entry<SiteFacts>| entry.facts.is_smart();
    bencher
        .with_inputs(|| dice.place())
        .bench_local_values(|at: Point<f64>| layer.nearest(at, 10, Some(&smart)).len());
}

/// All within 500 m.
#[divan::bench(args = SIZES)]
fn within_500_m(bencher: Bencher<'_, '_>, size: u32) {
    let (layer, mut dice) = (layer(size), Dice::new(11));
    bencher
        .with_inputs(|| dice.place())
        .bench_local_values(|at: Point<f64>| layer.within(at, 500.0, None).len());
}

/// One change after another, with all merging of runs that they cause; the base is not touched.
#[divan::bench(args = SIZES, sample_count = 1_000, sample_size = 1)]
fn apply_one_change(bencher: Bencher<'_, '_>, size: u32) {
    let (mut layer, mut dice, mut version) = (layer(size).clone(), Dice::new(12), 1);
    let change = || {
        version += 1;
        let site = synthetic::site(dice.below(u64::from(size)) as u32);
        (site.id.0, Some(entry(site, version)))
    };
    bencher.with_inputs(change).bench_local_values(|change| layer = layer.apply(vec![change]));
}

/// A box of about 1,000 while a thousand changes lie above the base.
#[divan::bench(args = SIZES)]
fn box_of_1000_under_an_overlay(bencher: Bencher<'_, '_>, size: u32) {
    let (mut layer, mut dice) = (layer(size).clone(), Dice::new(13));
    for version in 2..1_002 {
        let site = synthetic::site(dice.below(u64::from(size)) as u32);
        layer = layer.apply(vec![(site.id.0, Some(entry(site, version)))]);
    }
    bencher
        .with_inputs(|| box_of(1_000.0, size, &mut dice))
        .bench_local_values(|bbox| black_box(layer.query_bbox(bbox, None)).len());
}

/// The hundred behind half of all.
#[divan::bench(args = SIZES)]
fn page_behind_half(bencher: Bencher<'_, '_>, size: u32) {
    let layer = layer(size);
    let slice = Slice { after: None, offset: size as usize / 2, limit: 100 };
    bencher.bench_local(|| layer.page(Place::Anywhere, None, slice).entries.len());
}

/// The same, looking at each that is passed over: what a list without positions does.
#[divan::bench(args = SIZES)]
fn page_behind_half_by_looking_at_each(bencher: Bencher<'_, '_>, size: u32) {
    let (layer, half) = (layer(size), size as usize / 2);
    bencher.bench_local(|| {
        let rest = layer.iter().enumerate().filter(|(at, _)| *at >= half);
        rest.take(100).map(|(_, entry)| entry).collect::<Vec<_>>().len()
    });
}

/// A tile of the million, most features as they are served.
#[divan::bench(args = ZOOMS)]
fn tile_of_a_million(bencher: Bencher<'_, '_>, zoom: u8) {
    tiles(bencher, zoom, most_features(zoom));
}

/// The same tiles with every site as a feature of its own, as servers draw them that make no sums.
#[divan::bench(args = ZOOMS, sample_count = 10, sample_size = 1)]
fn tile_of_a_million_all_features(bencher: Bencher<'_, '_>, zoom: u8) {
    tiles(bencher, zoom, usize::MAX);
}

/// Tiles at a zoom level that hold sites, drawn into bytes.
fn tiles(bencher: Bencher<'_, '_>, zoom: u8, most: usize) {
    let (layer, mut dice) = (layer(SIZES[2]), Dice::new(14));
    layer.prepare_sums(TileMatrixSet::WebMercatorQuad, most);
    let kinds: Vec<Arc<str>> = (0..64).map(|number| Arc::from(format!("kind {number}"))).collect();
    let drawing = Drawing { name: "sites", told: &is_told, filter: None, kinds: &kinds, most };
    let tile = || {
        let place = dice.place();
        Tile::at(TileMatrixSet::WebMercatorQuad, zoom, place.x(), place.y()).expect("a place on earth")
    };
    bencher.with_inputs(tile).bench_local_values(|tile| {
        let mut writer = TileWriter::new(tile);
        layer.draw(tile, &drawing, &mut writer);
        writer.finish()
    });
}

/// Encoding one site's feature.
#[divan::bench]
fn encode_one(bencher: Bencher<'_, '_>) {
    let mut number = 0;
    bencher
        .with_inputs(|| {
            number += 1;
            synthetic::site(number)
        })
        .bench_local_values(|site| entry(site, 1));
}

/// Packing loaded entries into a layer.
#[divan::bench(args = SIZES, sample_count = 3, sample_size = 1)]
fn build(bencher: Bencher<'_, '_>, size: u32) {
    let layer = layer(size);
    bencher.with_inputs(|| layer.iter().cloned().collect()).bench_local_values(Layer::build);
}

/// Compacting a layer.
#[divan::bench(args = SIZES, sample_count = 3, sample_size = 1)]
fn compact(size: u32) -> Layer<SiteFacts> {
    layer(size).compact()
}
