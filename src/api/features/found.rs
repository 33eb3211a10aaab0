//! A page of a collection, found: whatever it is ordered by.

use super::order::{Key, Order};
use super::{Collection, Question, Tests};
use crate::api::error::ApiError;
use crate::api::query::{BoxIn, Cursor, Near, Page, Place, Side};
use crate::api::state::App;
use crate::domain::bbox::Bbox;
use crate::domain::geodesy::circle_bbox;
use crate::domain::kind::Catalogue;
use crate::index::{self, Entry, Filter, Hangs, Slice};
use crate::registry::world::World;
use std::cmp::Ordering;
use uuid::Uuid;

/// As many entries are tested and encoded in some milliseconds.
const FEW: usize = 20_000;

/// What a list asks for, all parameters taken.
pub struct Listing<'a, F> {
    pub place: Place,
    pub tests: Tests<'a, F>,
    /// A box outside of which the tests hold for nothing.
    pub within: Option<Bbox>,
    pub order: Option<Order<F>>,
    pub page: Page,
    /// Under what the number of all that match is kept for the next page.
    pub question: Option<Question>,
}

impl<'a, F> Listing<'a, F> {
    /// Ordered by id, or by distance.
    pub fn new(place: Place, tests: Tests<'a, F>, page: Page) -> Self {
        Self { place, tests, within: None, order: None, page, question: None }
    }
}

/// A page.
pub struct Found<'a, F> {
    pub entries: Vec<&'a Entry<F>>,
    /// Metres, of a list by distance.
    pub distances: Option<Vec<f64>>,
    /// All that match, on whatever page; exact.
    pub matched: usize,
    pub next: Option<Cursor>,
    pub prev: Option<Cursor>,
}

/// Does `work` on what a list finds; one that looks at many features waits for its turn.
///
/// # Errors
/// The cursor belongs to a list of another order, or others took too long.
pub async fn found<C: Collection, T>(
    of: &C,
    app: &App,
    world: &World,
    listing: &Listing<'_, C::Facts>,
    work: impl FnOnce(Found<'_, C::Facts>) -> Result<T, ApiError>,
) -> Result<T, ApiError> {
    let catalogue = &app.registry.reference().catalogue;
    // Counting looks at every feature; of a list that is all of a layer in its own order, the page alone need not.
    let is_scan = matches!(where_to_look(listing), index::Place::Anywhere)
        && listing.order.is_none()
        && !matches!(listing.place, Place::Near(_));
    let question = listing.question.as_ref().filter(|_| is_scan && !listing.tests.is_empty());
    let known = question.and_then(|question| app.counts.get(question));
    let all = || {
        let found = find(of, world, listing, (catalogue, known))?;
        if let Some(question) = question {
            app.counts.keep(question.clone(), found.matched);
        }
        work(found)
    };
    if looks_at_many(of.layer(&world.snapshot), listing) { app.heavy.run(all).await? } else { all() }
}

/// Every entry of a list behind its offset, whatever its limit, in its order.
pub fn select<'a, C: Collection>(
    of: &'a C,
    world: &'a World,
    listing: &Listing<'_, C::Facts>,
    catalogue: &Catalogue,
) -> Box<dyn Iterator<Item = &'a Entry<C::Facts>> + 'a> {
    let layer = of.layer(&world.snapshot);
    let offset = listing.page.offset;
    let everything = listing.tests.is_empty() && matches!(listing.place, Place::Everywhere);
    if everything && listing.order.is_none() {
        return Box::new(layer.iter().skip(offset));
    }
    let tests = |entry: &Entry<C::Facts>| listing.tests.hold(entry);
    let mut all = layer.select(where_to_look(listing), Some(&tests));
    if let Some(order) = &listing.order {
        // In the order of ids already, which a stable sort keeps among equals.
        let mut keyed: Vec<Keyed<'_, C::Facts>> =
            all.into_iter().map(|entry| (order.keys(entry, catalogue), entry)).collect();
        keyed.sort_by(|(a, _), (b, _)| order.compare(a, b));
        all = keyed.into_iter().map(|(_, entry)| entry).collect();
    }
    Box::new(all.into_iter().skip(offset))
}

fn where_to_look<'a, F>(listing: &'a Listing<'_, F>) -> index::Place<'a> {
    match &listing.place {
        Place::Box(bbox) => index::Place::Box(*bbox),
        Place::Foreign(foreign) => index::Place::Box(foreign.within),
        Place::Within(region) => index::Place::Intersects(region),
        Place::Near(_) | Place::Everywhere => match (listing.tests.on(), listing.within) {
            (Some(parents), _) => index::Place::On(parents),
            (None, Some(within)) => index::Place::Box(within),
            (None, None) => index::Place::Anywhere,
        },
    }
}

/// Whether more than [`FEW`] entries may have to be tested.
fn looks_at_many<F>(layer: &index::Layer<F>, listing: &Listing<'_, F>) -> bool {
    if layer.len() <= FEW {
        return false;
    }
    if listing.order.is_some() && matches!(listing.place, Place::Everywhere) {
        return true;
    }
    let filtered = !listing.tests.is_empty();
    let share_of = |b: Bbox| layer.share_of_extent([b.min_lon, b.min_lat, b.max_lon, b.max_lat]);
    let share = match &listing.place {
        Place::Everywhere => match listing.within {
            Some(within) => within.split().map(share_of).sum(),
            None => return filtered && listing.tests.on().is_none(),
        },
        Place::Near(Near { nearest: Some(_), radius_m: None, .. }) => return filtered,
        Place::Near(near) => {
            let boxes = circle_bbox(near.point, near.radius_m.unwrap_or(0.0));
            boxes.into_iter().map(share_of).sum()
        }
        Place::Box(bbox) => bbox.split().map(share_of).sum(),
        Place::Foreign(foreign) => foreign.within.split().map(share_of).sum(),
        Place::Within(region) => {
            let (low, high) = (region.bounds().min(), region.bounds().max());
            layer.share_of_extent([low.x, low.y, high.x, high.y])
        }
    };
    let expected: f64 = share * layer.len() as f64;
    expected > FEW as f64
}

fn find<'a, C: Collection>(
    of: &'a C,
    world: &'a World,
    listing: &Listing<'_, C::Facts>,
    (catalogue, known): (&Catalogue, Option<usize>),
) -> Result<Found<'a, C::Facts>, ApiError> {
    let tests = |entry: &Entry<C::Facts>| listing.tests.hold(entry);
    let filter: Filter<'_, C::Facts> = if listing.tests.is_empty() { None } else { Some(&tests) };
    let layer = of.layer(&world.snapshot);
    let page = &listing.page;
    match (&listing.place, &listing.order) {
        (Place::Near(near), _) => by_distance(layer, near, filter, page),
        (_, None) => by_id(layer, where_to_look(listing), filter, page, known),
        (_, Some(order)) => {
            let all = layer.select(where_to_look(listing), filter);
            by_keys(all, order, catalogue, page)
        }
    }
}

fn by_id<'a, F: Hangs>(
    layer: &'a index::Layer<F>,
    place: index::Place<'_>,
    filter: Filter<'_, F>,
    page: &Page,
    known: Option<usize>,
) -> Result<Found<'a, F>, ApiError> {
    let edge = |entry: Option<&&Entry<F>>, side| entry.map(|entry| Cursor::Id(side, entry.id));
    let after = match page.from {
        Some(Cursor::Id(Side::Before, before)) => {
            let found = layer.page_before(place, filter, before, page.limit);
            let next =
                Some(edge(found.entries.last(), Side::After).unwrap_or(Cursor::Id(Side::After, before)));
            let prev = found.next.map(|id| Cursor::Id(Side::Before, id));
            return Ok(Found { entries: found.entries, distances: None, matched: found.matched, next, prev });
        }
        None => None,
        Some(Cursor::Id(Side::After, id)) => Some(id),
        Some(_) => return Err(foreign_cursor()),
    };
    let slice = Slice { after, offset: page.offset, limit: page.limit };
    let found = match known {
        Some(matched) => layer.page_of_counted(filter, slice, matched),
        None => layer.page(place, filter, slice),
    };
    let begins = after.is_none() && page.offset == 0;
    let prev = edge(found.entries.first(), Side::Before).filter(|_| !begins);
    let next = found.next.map(|id| Cursor::Id(Side::After, id));
    Ok(Found { entries: found.entries, distances: None, matched: found.matched, next, prev })
}

fn by_distance<'a, F>(
    layer: &'a index::Layer<F>,
    near: &Near,
    filter: Filter<'_, F>,
    page: &Page,
) -> Result<Found<'a, F>, ApiError> {
    let after = match page.from {
        None => None,
        Some(Cursor::Distance(metres, id)) => Some((metres, id)),
        Some(_) => return Err(foreign_cursor()),
    };
    let mut found = match (near.nearest, near.radius_m) {
        (Some(k), radius_m) => {
            let mut found = layer.nearest(near.point, k, filter);
            found.retain(|near| radius_m.is_none_or(|radius| near.metres <= radius));
            found
        }
        (None, radius_m) => layer.within(near.point, radius_m.unwrap_or(0.0), filter),
    };
    let matched = found.len();
    if let Some((metres, id)) = after {
        found.retain(|near| near.metres.total_cmp(&metres).then_with(|| near.entry.id.cmp(&id)).is_gt());
    }
    found.drain(..page.offset.min(found.len()));
    let follows = found.len() > page.limit;
    found.truncate(page.limit);
    let next = found.last().filter(|_| follows).map(|near| Cursor::Distance(near.metres, near.entry.id));
    let distances = Some(found.iter().map(|near| near.metres).collect());
    let entries = found.into_iter().map(|near| near.entry).collect();
    Ok(Found { entries, distances, matched, next, prev: None })
}

type Keyed<'a, F> = (Vec<Key>, &'a Entry<F>);

fn by_keys<'a, F: 'static>(
    all: Vec<&'a Entry<F>>,
    order: &Order<F>,
    catalogue: &Catalogue,
    page: &Page,
) -> Result<Found<'a, F>, ApiError> {
    let edge = match &page.from {
        None => None,
        Some(Cursor::Keys(side, keys, id)) => {
            let keys: Vec<Key> = serde_json::from_str(keys).map_err(|_| foreign_cursor())?;
            Some((*side, keys, *id))
        }
        Some(_) => return Err(foreign_cursor()),
    };
    let matched = all.len();
    let compare = |a: (&[Key], Uuid), b: (&[Key], Uuid)| -> Ordering {
        order.compare(a.0, b.0).then_with(|| a.1.cmp(&b.1))
    };
    let mut rest: Vec<Keyed<'a, F>> =
        all.into_iter().map(|entry| (order.keys(entry, catalogue), entry)).collect();
    let side = edge.as_ref().map_or(Side::After, |(side, ..)| *side);
    if let Some((side, keys, id)) = &edge {
        let wanted = if *side == Side::After { Ordering::Greater } else { Ordering::Less };
        rest.retain(|(own, entry)| compare((own, entry.id), (keys, *id)) == wanted);
    }
    // Backwards, the nearest to the edge come first.
    let in_order = |a: &Keyed<'a, F>, b: &Keyed<'a, F>| {
        let order = compare((&a.0, a.1.id), (&b.0, b.1.id));
        if side == Side::After { order } else { order.reverse() }
    };
    let wanted = page.offset.saturating_add(page.limit).saturating_add(1);
    if wanted < rest.len() {
        rest.select_nth_unstable_by(wanted, in_order);
        rest.truncate(wanted);
    }
    rest.sort_unstable_by(in_order);
    rest.drain(..page.offset.min(rest.len()));
    let follows = rest.len() > page.limit;
    rest.truncate(page.limit);
    if side == Side::Before {
        rest.reverse();
    }
    let cursor = |of: Option<&Keyed<'a, F>>, side| -> Option<Cursor> {
        let (keys, entry) = of?;
        Some(Cursor::Keys(side, serde_json::to_string(keys).ok()?, entry.id))
    };
    let (first, last) = (cursor(rest.first(), Side::Before), cursor(rest.last(), Side::After));
    let (next, prev) = match side {
        Side::After => (last.filter(|_| follows), first.filter(|_| edge.is_some() || page.offset > 0)),
        Side::Before => (last, first.filter(|_| follows)),
    };
    let entries = rest.into_iter().map(|(_, entry)| entry).collect();
    Ok(Found { entries, distances: None, matched, next, prev })
}

fn foreign_cursor() -> ApiError {
    ApiError::invalid(
        "cursor",
        "foreign_cursor",
        "cursor 属于另一种排序的列表：请原样使用 next 链接",
        "the cursor is of a list in another order; follow the `next` link as it is",
    )
}

impl From<BoxIn> for Place {
    fn from(given: BoxIn) -> Self {
        match given {
            BoxIn::Stored(bbox) => Self::Box(bbox),
            BoxIn::Foreign(foreign) => Self::Foreign(foreign),
        }
    }
}
