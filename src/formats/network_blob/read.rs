//! Unpacks streets.

use super::numbers::{Bytes, Row};
use super::{LEVEL, PER_DEGREE, STREETS};
use crate::domain::network::{Extract, Heights, Street, StreetNode, Tags};
use crate::formats::packed::{BlobError, unpack};
use std::sync::Arc;

/// The extract that was packed; equal texts are one.
pub fn read(bytes: &[u8]) -> Result<Extract, BlobError> {
    let (form, plain) = unpack(STREETS, bytes)?;
    let mut from = Bytes(&plain);
    let texts: Vec<Arc<str>> = list(&mut from, |from| from.text().map(Arc::from))?;
    let sets: Vec<Tags> = list(&mut from, |from| {
        let pair = |from: &mut Bytes<'_>| {
            Ok((Arc::clone(nth(&texts, from.number()?)?), Arc::clone(nth(&texts, from.number()?)?)))
        };
        list(from, pair).map(Tags::new)
    })?;
    let mut row = Row::default();
    let ids: Vec<(i64, bool)> = list(&mut from, |from| Ok((row.take(from)?, from.number()? == 1)))?;
    let (mut lons, mut lats) = (Row::default(), Row::default());
    let there = ids.iter().filter(|(_, there)| *there);
    let nodes = there
        .map(|(id, _)| {
            let (lon, lat) = (degrees(lons.take(&mut from)?), degrees(lats.take(&mut from)?));
            Ok(StreetNode { id: *id, lon, lat, tags: nth(&sets, from.number()?)?.clone() })
        })
        .collect::<Result<Vec<StreetNode>, BlobError>>()?;
    let (mut row, mut places) = (Row::default(), Row::default());
    let ways = list(&mut from, |from| {
        let (id, tags) = (row.take(from)?, nth(&sets, from.number()?)?.clone());
        let place = |from: &mut Bytes<'_>| Ok(nth(&ids, places.take(from)?.cast_unsigned())?.0);
        Ok(Street { id, nodes: list(from, place)?.into_boxed_slice(), tags })
    })?;
    let heights = (form > LEVEL).then(|| heights(nodes.len(), &mut from)).transpose()?;
    // Ascending already, unless the bytes are not ours.
    Ok(Extract { heights, ..Extract::new(nodes, ways) })
}

fn list<'a, T>(
    from: &mut Bytes<'a>,
    mut item: impl FnMut(&mut Bytes<'a>) -> Result<T, BlobError>,
) -> Result<Vec<T>, BlobError> {
    let length = from.length()?;
    let mut items = Vec::with_capacity(length);
    for _ in 0..length {
        items.push(item(from)?);
    }
    Ok(items)
}

fn nth<T>(items: &[T], place: u64) -> Result<&T, BlobError> {
    usize::try_from(place).ok().and_then(|place| items.get(place)).ok_or(BlobError::Damaged)
}

fn heights(nodes: usize, from: &mut Bytes<'_>) -> Result<Heights, BlobError> {
    let mut row = Row::default();
    let mut height = || match from.number()? {
        0 => Ok(None),
        _ => i32::try_from(row.take(from)?).map(Some).map_err(|_| BlobError::Damaged),
    };
    let all: Vec<Option<i32>> = (0..nodes).map(|_| height()).collect::<Result<_, _>>()?;
    Ok(Heights::from_centimetres(all))
}

fn degrees(steps: i64) -> f64 {
    steps as f64 / PER_DEGREE
}
