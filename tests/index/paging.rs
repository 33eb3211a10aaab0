//! Paging is exact, and stable while entities change.

use crate::world::{Deed, Ground, Map, Number, entry, geometry, history, id, live};
use jiantu::domain::bbox::Bbox;
use jiantu::index::{Entry, Filter, Layer, Place, Slice};
use proptest::collection::vec;
use proptest::prelude::*;
use uuid::Uuid;

const TOWN: Bbox = Bbox { min_lon: 123.42, min_lat: 41.66, max_lon: 123.49, max_lat: 41.74 };

fn walk(layer: &Layer<Number>, place: Place<'_>, filter: Filter<'_, Number>, limit: usize) -> Vec<Uuid> {
    let (mut seen, mut after) = (Vec::new(), None);
    loop {
        let page = layer.page(place, filter, Slice { after, offset: 0, limit });
        assert!(page.entries.len() <= limit);
        seen.extend(page.entries.iter().map(|entry| entry.id));
        if page.next.is_none() {
            return seen;
        }
        after = page.next;
    }
}

prop_compose! {
    fn changes()(batch in vec((0..80_u32, prop::option::weighted(0.7, geometry(Ground::Town))), 0..10))
        -> Vec<(u32, Option<geo_types::Geometry<f64>>)> { batch }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(ProptestConfig::default().cases.max(200)))]

    #[test]
    fn pages_put_together_are_the_whole(deeds in history(Ground::Town, 60, 10), limit in 1..9_usize, odd in any::<bool>()) {
        let (layer, _) = live(deeds, |_, _| ());
        let wanted = |entry: &Entry<Number>| (entry.facts.0 % 2 == 1) == odd;
        let filters: [Filter<'_, Number>; 2] = [None, Some(&wanted)];
        for place in [Place::Anywhere, Place::Box(TOWN)] {
            for filter in filters {
                let whole: Vec<Uuid> = layer.select(place, filter).iter().map(|e| e.id).collect();
                prop_assert_eq!(walk(&layer, place, filter, limit), whole.clone());
                let page = layer.page(place, filter, Slice { after: None, offset: limit, limit });
                prop_assert_eq!(page.matched, whole.len());
                let ids: Vec<Uuid> = page.entries.iter().map(|e| e.id).collect();
                let expected: Vec<Uuid> = whole.iter().copied().skip(limit).take(limit).collect();
                prop_assert_eq!(ids, expected);
            }
        }
    }

    #[test]
    fn what_is_there_all_the_time_comes_up_on_exactly_one_page(
        deeds in history(Ground::Town, 80, 8), between in vec(changes(), 1..12), limit in 1..7_usize) {
        let (mut layer, mut steady) = live(deeds, |_, _| ());
        let touched: Vec<u32> = between.iter().flatten().map(|change| change.0).collect();
        let mut between = between.into_iter();
        let (mut seen, mut after): (Vec<Uuid>, _) = (Vec::new(), None);
        loop {
            let page = layer.page(Place::Anywhere, None, Slice { after, offset: 0, limit });
            seen.extend(page.entries.iter().map(|entry| entry.id));
            after = page.next;
            if after.is_none() {
                break;
            }
            if let Some(batch) = between.next() {
                let batch = batch.into_iter().map(|(n, g)| (id(n), g.map(|g| entry(n, 99, g))));
                layer = layer.apply(batch.collect());
            }
        }
        steady.retain(|id, _| !touched.iter().any(|number| crate::world::id(*number) == *id));
        prop_assert!(seen.is_sorted_by(|a, b| a < b), "no id comes twice");
        prop_assert!(steady.keys().all(|id| seen.contains(id)));
    }
}

#[test]
fn odd_slices_are_answered() {
    let deeds =
        vec![Deed::Apply((0..5).map(|n| (n, Some(geo_types::Point::new(123.45, 41.7).into()))).collect())];
    let (layer, map): (_, Map) = live(deeds, |_, _| ());
    for place in [Place::Anywhere, Place::Box(TOWN)] {
        let none = layer.page(place, None, Slice { after: None, offset: 0, limit: 0 });
        assert_eq!((none.entries.len(), none.matched, none.next), (0, 5, None));
        let beyond = layer.page(place, None, Slice { after: None, offset: usize::MAX, limit: usize::MAX });
        assert_eq!((beyond.entries.len(), beyond.matched), (0, 5));
        let last = *map.keys().last().expect("five");
        let end = layer.page(place, None, Slice { after: Some(last), offset: 0, limit: 9 });
        assert_eq!((end.entries.len(), end.matched, end.next), (0, 5, None));
    }
}
