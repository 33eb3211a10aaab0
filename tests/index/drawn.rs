//! Tiles of a layer against brute force: every entity in exactly one cell or as itself, after random writes.

use crate::decode::{self, layers};
use crate::world::{Deed, Ground, Map, history, id, live};
use geo::BoundingRect;
use geo_types::{Geometry, Point};
use jiantu::domain::bbox::Bbox;
use jiantu::domain::tile::TileMatrixSet::{WebMercatorQuad, WorldCrs84Quad};
use jiantu::domain::tile::{Tile, TileMatrixSet};
use jiantu::formats::mvt::TileWriter;
use jiantu::index::{CELLS, Drawing, Entry, Filter, Hangs, Layer, Measured, Shape, Summed, feature_number};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use uuid::Uuid;

/// Facts that sums look at, made of a number.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Facts(u32);

impl Hangs for Facts {
    fn parent(&self) -> Option<Uuid> {
        None
    }
}

impl Summed for Facts {
    const HAS_AREA: bool = true;

    fn area(&self) -> Measured {
        if self.0.is_multiple_of(4) {
            Measured::Unknown
        } else {
            Measured::Known(u64::from(self.0 % 1000) * 777)
        }
    }

    fn kind(&self) -> Option<u16> {
        (!self.0.is_multiple_of(7)).then_some((self.0 % 5) as u16)
    }
}

const KINDS: [&str; 4] = ["court", "trail", "park", "hall"];

fn kinds() -> Vec<Arc<str>> {
    KINDS.iter().map(|kind| Arc::from(*kind)).collect()
}

/// The same entity with the facts and the feature of these tests.
fn entry(of: &Entry<crate::world::Number>) -> Entry<Facts> {
    let number = of.facts.0;
    let feature = json!({"type": "Feature", "id": of.id, "geometry": null,
        "properties": {"name_zh": format!("第{number}处 \"{}\"", number % 3), "number": number, "odd": number % 2 == 1,
            "area_m2": if number.is_multiple_of(4) { Value::Null } else { json!(f64::from(number) / 8.0) },
            "list": [1, {"a": "]"}], "version": of.version}});
    // With `properties` at the end, as features are encoded.
    let text = format!(
        "{{\"type\":\"Feature\",\"id\":\"{}\",\"geometry\":null,\"properties\":{}}}",
        of.id, feature["properties"]
    );
    Entry {
        id: of.id,
        version: of.version,
        geometry: of.geometry.clone(),
        feature: text.into_bytes().into(),
        facts: Facts(number),
    }
}

/// Lives through a history in a layer of these facts.
fn lived(deeds: Vec<Deed>) -> (Layer<Facts>, BTreeMap<Uuid, Entry<Facts>>) {
    let mut layer = Layer::<Facts>::default();
    let (mut known, mut begun): (Map, Option<Layer<Facts>>) = (Map::new(), None);
    let steps = deeds.clone().into_iter();
    for (version, deed) in (1..).zip(steps) {
        match &deed {
            Deed::Apply(_) => {
                // The state after each deed is the map's; what differs from before is applied.
                let upto = deeds[..version].to_vec();
                let (_, map) = live(upto, |_, _| ());
                let gone = known.keys().filter(|id| !map.contains_key(id)).map(|id| (*id, None));
                let new = map.values().filter(|entry| known.get(&entry.id) != Some(entry));
                let changed: Vec<_> = gone.chain(new.map(|of| (of.id, Some(entry(of))))).collect();
                layer = layer.apply(changed);
                known = map;
            }
            Deed::Compact => layer = layer.compact(),
            Deed::BeginCompaction => begun = Some(layer.clone()),
            Deed::EndCompaction => {
                let compacted = begun.take().map(|older| (older.compact(), older));
                if let Some(next) = compacted.and_then(|(compacted, older)| layer.onto(&older, &compacted)) {
                    layer = next;
                }
            }
        }
        // Sums that were made are there when the next change comes.
        draw(&layer, world(WebMercatorQuad), 3, None);
    }
    let map = known.values().map(|of| (of.id, entry(of))).collect();
    (layer, map)
}

fn world(set: TileMatrixSet) -> Tile {
    Tile::new(set, 0, 0, 0).expect("a tile")
}

fn draw(layer: &Layer<Facts>, tile: Tile, most: usize, filter: Filter<'_, Facts>) -> Vec<u8> {
    let mut writer = TileWriter::new(tile);
    let kinds = kinds();
    layer.draw(tile, &Drawing { name: "things", told: &|_| true, filter, kinds: &kinds, most }, &mut writer);
    writer.finish()
}

fn features(bytes: &[u8]) -> Vec<decode::Feature> {
    layers(bytes).into_iter().next().map(|layer| layer.features).unwrap_or_default()
}

/// The middle of an entity's box.
fn middle(entry: &Entry<Facts>) -> Option<Point<f64>> {
    entry.geometry.to_geometry()?.bounding_rect().map(|rect| rect.center().into())
}

/// Which tile of a zoom the middle lies in; the world's last edges belong to its last tiles.
fn tile_of(set: TileMatrixSet, z: u8, at: Point<f64>) -> Option<(u32, u32)> {
    let first = Tile::new(set, z, 0, 0).expect("a tile");
    let (x, y) = first.place(at.x(), at.y());
    let (columns, rows) = (f64::from(set.columns(z)), f64::from(set.rows(z)));
    let shown = (0.0..=columns).contains(&x) && (0.0..=rows).contains(&y);
    shown.then(|| ((x.floor().min(columns - 1.0)) as u32, (y.floor().min(rows - 1.0)) as u32))
}

/// Every entity of a tile, by brute force.
fn inside<'a>(
    map: &'a BTreeMap<Uuid, Entry<Facts>>,
    tile: Tile,
    wanted: &'a dyn Fn(&Entry<Facts>) -> bool,
) -> Vec<&'a Entry<Facts>> {
    let there = |entry: &&Entry<Facts>| {
        let place = middle(entry).and_then(|at| tile_of(tile.set(), tile.z(), at));
        wanted(entry) && place == Some((tile.x(), tile.y()))
    };
    map.values().filter(there).collect()
}

/// What all cells of a tile say together, with each cell checked to be where its entities are.
fn check_cells(tile: Tile, found: &[decode::Feature], expected: &[&Entry<Facts>]) {
    // Entities by cell.
    let mut cells: BTreeMap<(u32, u32), Vec<&Entry<Facts>>> = BTreeMap::new();
    for entry in expected {
        let at = middle(entry).expect("a place");
        let (x, y) = tile.place(at.x(), at.y());
        let cell = |part: f64| ((part * f64::from(CELLS)).floor() as u32).min(CELLS - 1);
        cells.entry((cell(x), cell(y))).or_default().push(entry);
    }
    assert_eq!(found.len(), cells.len(), "one point for each cell");
    let mut seen = BTreeSet::new();
    for feature in found {
        assert_eq!(feature.sort, 1);
        let (x, y) = feature.parts[0][0];
        assert!((0..4096).contains(&x) && (0..4096).contains(&y), "{tile}: {x} {y} lies in the tile");
        let side = 4096 / i64::from(CELLS);
        let cell = ((x / side) as u32, (y / side) as u32);
        assert!(seen.insert(cell), "a cell has one point");
        let entities = &cells[&cell];
        let told = &feature.attributes;
        assert_eq!(told["count"], json!(entities.len()));
        let unknown = entities.iter().filter(|entry| entry.facts.area() == Measured::Unknown).count();
        assert_eq!(told["area_unknown"], json!(unknown));
        let cm2: u64 = entities
            .iter()
            .map(|entry| if let Measured::Known(cm2) = entry.facts.area() { cm2 } else { 0 })
            .sum();
        assert_eq!(told["venue_area_m2"].as_f64(), Some(cm2 as f64 / 10_000.0));
        let mut kinds = [0; 5];
        entities.iter().filter_map(|entry| entry.facts.kind()).for_each(|kind| kinds[usize::from(kind)] += 1);
        let most = kinds.iter().copied().max().filter(|most| *most > 0);
        let commonest = most.and_then(|most| kinds.iter().position(|count| *count == most));
        let commonest = commonest.and_then(|kind| KINDS.get(kind));
        assert_eq!(told.get("kind").and_then(Value::as_str), commonest.copied());
        // The mean of their places, in units of the tile.
        for (axis, got) in [(0, x), (1, y)] {
            let places = entities.iter().map(|entry| {
                let at = middle(entry).expect("a place");
                let place = tile.place(at.x(), at.y());
                if axis == 0 { place.0 } else { place.1 }
            });
            let mean = places.sum::<f64>() / entities.len() as f64 * 4096.0;
            assert!((mean - got as f64).abs() <= 1.01 || mean > 4095.0, "{tile}: {mean} against {got}");
        }
    }
}

fn all_tiles(set: TileMatrixSet, z: u8, map: &BTreeMap<Uuid, Entry<Facts>>) -> BTreeSet<(u32, u32)> {
    map.values().filter_map(|entry| tile_of(set, z, middle(entry)?)).collect()
}

fn check(
    layer: &Layer<Facts>,
    map: &BTreeMap<Uuid, Entry<Facts>>,
    set: TileMatrixSet,
    z: u8,
    most: usize,
    odd: bool,
) {
    let is_odd = |entry: &Entry<Facts>| !odd || entry.facts.0 % 2 == 1;
    let filter: Filter<'_, Facts> = if odd { Some(&is_odd) } else { None };
    let shown: usize = map
        .values()
        .filter(|e| is_odd(e))
        .filter(|e| middle(e).and_then(|at| tile_of(set, z, at)).is_some())
        .count();
    let mut total = 0;
    for (x, y) in all_tiles(set, z, map) {
        let tile = Tile::new(set, z, x, y).expect("a tile");
        let expected = inside(map, tile, &is_odd);
        let bytes = draw(layer, tile, most, filter);
        let found = features(&bytes);
        total += expected.len();
        if expected.len() > most {
            check_cells(tile, &found, &expected);
        } else {
            let numbers: BTreeSet<u64> = found.iter().map(|feature| feature.id).collect();
            for entry in &expected {
                assert!(numbers.contains(&feature_number(entry.id)), "{tile}: {:?}", entry.geometry);
            }
            let margin = 64.0 / 4096.0;
            for feature in &found {
                let entry =
                    &map[&Uuid::parse_str(feature.attributes["id"].as_str().expect("text")).expect("an id")];
                assert!(is_odd(entry));
                let told: Value = serde_json::from_slice(&entry.feature).expect("JSON");
                let told = &told["properties"];
                for name in ["name_zh", "number", "odd", "version"] {
                    assert_eq!(feature.attributes[name], told[name], "{name}");
                }
                assert_eq!(
                    feature.attributes.get("area_m2").and_then(Value::as_f64),
                    told["area_m2"].as_f64()
                );
                assert_eq!(feature.attributes["list"], json!(told["list"].to_string()));
                // Nothing comes from farther away than the margin.
                let bounds =
                    entry.geometry.to_geometry().and_then(|geometry| Bbox::of(&geometry)).expect("a box");
                let near = tile.windows(margin + 1e-6).iter().any(|window| window.bounds.intersects(&bounds));
                assert!(near, "{tile}: {bounds:?}");
            }
        }
        // The same state in one run makes the same bytes.
        let packed = Layer::build(map.values().cloned().collect());
        assert_eq!(bytes, draw(&packed, tile, most, filter), "{tile}");
    }
    assert_eq!(total, shown, "each entity is in one tile of a zoom");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(ProptestConfig::default().cases.max(60)))]

    #[test]
    fn every_entity_is_in_one_tile_of_each_zoom(
        deeds in prop_oneof![
            history(Ground::Town, 30, 8), history(Ground::World, 30, 8), history(Ground::Antimeridian, 30, 8),
            history(Ground::Poles, 30, 8), history(Ground::Grid, 30, 8)
        ],
        z in 0..=14_u8, most in prop_oneof![Just(0_usize), Just(3), Just(1000)], odd in any::<bool>(), degrees in any::<bool>(),
    ) {
        let (layer, map) = lived(deeds);
        check(&layer, &map, if degrees { WorldCrs84Quad } else { WebMercatorQuad }, z, most, odd);
    }
}

/// Points in a square around a middle, numbers from `first`.
fn dots(first: u32, count: u32, spread: f64) -> Vec<Entry<Facts>> {
    let dot = |number: u32| {
        // Two quadratic sequences that do not repeat soon.
        let (a, b) = (f64::from(number * number % 9973) / 9973.0, f64::from(number * 37 % 7919) / 7919.0);
        let at = Point::new(123.45 + (a - 0.5) * spread, 41.7 + (b - 0.5) * spread);
        let number = crate::world::entry(number, 1, Geometry::Point(at));
        entry(&number)
    };
    (first..first + count).map(dot).collect()
}

#[test]
fn many_points_are_counted_block_by_block() {
    let mut layer = Layer::build(dots(0, 5_000, 0.4));
    let mut map: BTreeMap<Uuid, Entry<Facts>> = layer.iter().map(|e| (e.id, e.clone())).collect();
    for z in [0, 3, 8, 11, 13] {
        check(&layer, &map, WebMercatorQuad, z, 100, false);
    }
    // Moved, made and removed on top of it.
    let mut moved = dots(4_000, 1_500, 0.2);
    for entry in &mut moved {
        entry.version = 2;
    }
    for batch in moved.chunks(250) {
        layer = layer.apply(batch.iter().map(|e| (e.id, Some(e.clone()))).collect());
        layer = layer.apply(vec![(batch[0].id, None), (id(batch.len() as u32), None)]);
        map.extend(batch.iter().map(|e| (e.id, e.clone())));
        map.remove(&batch[0].id);
        map.remove(&id(batch.len() as u32));
        draw(&layer, world(WebMercatorQuad), 100, None);
    }
    for z in [0, 7, 10, 12] {
        check(&layer, &map, WebMercatorQuad, z, 100, false);
        check(&layer, &map, WebMercatorQuad, z, 100, true);
        check(&layer, &map, WorldCrs84Quad, z, 100, false);
    }
}

#[test]
fn points_on_one_place_are_all_kept_where_a_tile_can_hold_them() {
    let at = Shape::Point(Point::new(123.45, 41.7));
    let all: Vec<_> = dots(0, 50, 0.0).into_iter().map(|e| Entry { geometry: at.clone(), ..e }).collect();
    let layer = Layer::build(all);
    let tile = Tile::at(WebMercatorQuad, 16, 123.45, 41.7).expect("a tile");
    assert_eq!(features(&draw(&layer, tile, 50, None)).len(), 50);
    let one = features(&draw(&layer, tile, 49, None));
    assert_eq!((one.len(), &one[0].attributes["count"]), (1, &json!(50)));
}
