//! Random histories of changes and compactions against a map.

use crate::world::{Ground, Map, Number, entry, history, id, live};
use geo_types::{Geometry, Point};
use jiantu::index::{Entry, Hangs, Layer};
use proptest::prelude::*;

fn assert_same(layer: &Layer<Number>, map: &Map) {
    assert_eq!(layer.len(), map.len());
    assert_eq!(layer.is_empty(), map.is_empty());
    assert!(layer.iter().eq(map.values()), "iteration is the map's, in id order");
    for number in 0..40 {
        assert_eq!(layer.get(id(number)), map.get(&id(number)));
    }
    for parent in (0..6).map(id) {
        let expected = map.values().filter(|entry| entry.facts.parent() == Some(parent));
        assert!(layer.hanging_on(parent).into_iter().eq(expected), "what hangs on an entity, in id order");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(ProptestConfig::default().cases.max(200)))]

    #[test]
    fn a_layer_is_a_map(deeds in history(Ground::Town, 40, 25)) {
        live(deeds, assert_same);
    }

    #[test]
    fn iteration_starts_after_its_cursor(deeds in history(Ground::Town, 40, 12), after in 0..40_u32) {
        let (layer, map) = live(deeds, |_, _| ());
        let expected = map.values().filter(|entry| entry.id > id(after));
        prop_assert!(layer.iter_after(Some(id(after))).eq(expected));
    }

    #[test]
    fn skipping_passes_over_as_many_as_looking_at_each(
        deeds in history(Ground::Town, 40, 12), after in 0..40_u32, count in 0..45_usize, again in 0..9_usize,
    ) {
        let (layer, map) = live(deeds, |_, _| ());
        let mut expected = map.values().filter(|entry| entry.id > id(after)).skip(count);
        let mut found = layer.iter_after(Some(id(after))).skip(count);
        prop_assert_eq!(found.next(), expected.next());
        prop_assert_eq!(found.nth(again), expected.nth(again));
        prop_assert!(found.eq(expected));
    }

    #[test]
    fn a_layer_that_is_held_never_changes(deeds in history(Ground::Town, 40, 12)) {
        let mut held: Vec<(Layer<Number>, Map)> = Vec::new();
        live(deeds, |layer, map| held.push((layer.clone(), map.clone())));
        for (layer, map) in &held {
            assert_same(layer, map);
        }
    }
}

fn dot(number: u32, version: u64) -> Entry<Number> {
    entry(number, version, Geometry::Point(Point::new(123.4 + f64::from(number) * 1e-5, 41.7)))
}

#[test]
fn of_two_loaded_entries_with_one_id_the_higher_version_stays() {
    let layer = Layer::build(vec![dot(1, 3), dot(1, 7), dot(2, 1), dot(1, 5)]);
    assert_eq!(layer.len(), 2);
    assert_eq!(layer.get(id(1)).map(|entry| entry.version), Some(7));
}

#[test]
fn the_last_of_several_changes_to_one_id_counts() {
    let layer = Layer::build(vec![dot(1, 1), dot(2, 1)]);
    let next = layer.apply(vec![
        (id(1), None),
        (id(1), Some(dot(1, 2))),
        (id(2), Some(dot(2, 2))),
        (id(2), None),
        (id(3), None),
    ]);
    assert_eq!(next.len(), 1);
    assert_eq!(next.get(id(1)).map(|entry| entry.version), Some(2));
}

#[test]
fn what_was_deleted_during_a_compaction_stays_deleted() {
    let base = Layer::build((0..100).map(|n| dot(n, 1)).collect());
    // The entity lives in the overlay only, so its tombstone has nothing to shadow in the base.
    let older = base.apply(vec![(id(500), Some(dot(500, 2)))]);
    let newer = older.apply(vec![(id(500), None)]);
    let rebased = newer.onto(&older, &older.compact()).expect("a descendant");
    assert_eq!(rebased.get(id(500)), None);
    assert_eq!(rebased.len(), 100);
    assert_eq!(rebased.iter().count(), 100);
}

#[test]
fn a_compaction_of_another_layer_is_refused() {
    let older = Layer::build(vec![dot(1, 1)]);
    let rebuilt = Layer::build(vec![dot(1, 1), dot(2, 1)]);
    assert!(rebuilt.onto(&older, &older.compact()).is_none());
}

#[test]
fn the_overlay_grows_to_a_twentieth_and_then_wants_compaction() {
    let mut layer = Layer::build((0..40_000).map(|n| dot(n, 1)).collect());
    for number in 0..2_000 {
        assert!(!layer.needs_compaction(), "after {number} changes");
        layer = layer.apply(vec![(id(number * 7), Some(dot(number * 7, 2)))]);
    }
    assert_eq!(layer.overlay_size(), 2_000);
    layer = layer.apply(vec![(id(39_999), None)]);
    assert!(layer.needs_compaction());
    let compacted = layer.compact();
    assert!(!compacted.needs_compaction());
    assert_eq!((compacted.len(), compacted.overlay_size()), (39_999, 0));
    assert!(compacted.iter().eq(layer.iter()));
}
