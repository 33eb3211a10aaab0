//! The inner layer: a block's nodes and ways.

use super::error::Fault;
use super::wire::{Damaged, Message, Packed, signed};

/// Features that a file may require.
const UNDERSTOOD: [&[u8]; 2] = [b"OsmSchema-V0.6", b"DenseNodes"];

/// `HeaderBlock`: refuses what requires more than is understood here.
pub(super) fn check_header(bytes: &[u8]) -> Result<(), Fault> {
    let mut message = Message::new(bytes);
    while let Some((number, value)) = message.next()? {
        if number == 4 {
            let feature = value.bytes()?;
            if !UNDERSTOOD.contains(&feature) {
                return Err(Fault::Feature(String::from_utf8_lossy(feature).into_owned()));
            }
        }
    }
    Ok(())
}

/// A block with its strings found; nodes and ways are read from it as often as wanted.
pub(super) struct Block<'a> {
    strings: Vec<&'a [u8]>,
    groups: Vec<&'a [u8]>,
    granularity: i64,
    lat_offset: i64,
    lon_offset: i64,
}

/// A way as it stands in the block.
pub(super) struct RawWay<'a> {
    pub id: i64,
    /// Keys and values; a text that is not UTF-8 is left out.
    pub tags: Vec<(&'a str, &'a str)>,
    refs: Packed<'a>,
}

/// A node as it stands in the block, degrees.
pub(super) struct RawNode<'b, 'a> {
    pub id: i64,
    pub lon: f64,
    pub lat: f64,
    strings: &'b [&'a [u8]],
    keys: Packed<'a>,
    /// `None` for a dense node: its values stand between its keys.
    values: Option<Packed<'a>>,
}

impl<'a> Block<'a> {
    pub fn new(bytes: &'a [u8]) -> Result<Self, Fault> {
        let mut message = Message::new(bytes);
        let mut block =
            Self { strings: Vec::new(), groups: Vec::new(), granularity: 100, lat_offset: 0, lon_offset: 0 };
        while let Some((number, value)) = message.next()? {
            match number {
                1 => block.strings = strings(value.bytes()?)?,
                2 => block.groups.push(value.bytes()?),
                17 => block.granularity = value.varint()?.cast_signed(),
                19 => block.lat_offset = value.varint()?.cast_signed(),
                20 => block.lon_offset = value.varint()?.cast_signed(),
                _ => {}
            }
        }
        Ok(block)
    }

    pub fn ways(&self, mut see: impl FnMut(RawWay<'a>) -> Result<(), Fault>) -> Result<(), Fault> {
        for group in &self.groups {
            let mut message = Message::new(group);
            while let Some((number, value)) = message.next()? {
                if number == 3 {
                    see(self.way(value.bytes()?)?)?;
                }
            }
        }
        Ok(())
    }

    pub fn nodes(&self, mut see: impl FnMut(RawNode<'_, 'a>) -> Result<(), Fault>) -> Result<(), Fault> {
        for group in &self.groups {
            let mut message = Message::new(group);
            while let Some((number, value)) = message.next()? {
                match number {
                    1 => see(self.node(value.bytes()?)?)?,
                    2 => self.dense(value.bytes()?, &mut see)?,
                    _ => {}
                }
            }
        }
        Ok(())
    }

    fn way(&self, bytes: &'a [u8]) -> Result<RawWay<'a>, Fault> {
        let mut message = Message::new(bytes);
        let (mut id, mut keys, mut values) = (None, Packed::default(), Packed::default());
        let mut refs = Packed::default();
        while let Some((number, value)) = message.next()? {
            match number {
                1 => id = Some(value.varint()?.cast_signed()),
                2 => keys = Packed::new(value.bytes()?),
                3 => values = Packed::new(value.bytes()?),
                8 => refs = Packed::new(value.bytes()?),
                _ => {}
            }
        }
        let mut tags = Vec::with_capacity(keys.len());
        while let Some(key) = keys.next()? {
            let value = values.next()?.ok_or(Damaged)?;
            tags.extend(text(&self.strings, key)?.zip(text(&self.strings, value)?));
        }
        Ok(RawWay { id: id.ok_or(Damaged)?, tags, refs })
    }

    fn node(&self, bytes: &'a [u8]) -> Result<RawNode<'_, 'a>, Fault> {
        let mut message = Message::new(bytes);
        let (mut id, mut lat, mut lon) = (None, None, None);
        let (mut keys, mut values) = (Packed::default(), Packed::default());
        while let Some((number, value)) = message.next()? {
            match number {
                1 => id = Some(signed(value.varint()?)),
                2 => keys = Packed::new(value.bytes()?),
                3 => values = Packed::new(value.bytes()?),
                8 => lat = Some(signed(value.varint()?)),
                9 => lon = Some(signed(value.varint()?)),
                _ => {}
            }
        }
        let ((id, lat), lon) = id.zip(lat).zip(lon).ok_or(Damaged)?;
        let (lon, lat) = (self.degrees(self.lon_offset, lon), self.degrees(self.lat_offset, lat));
        Ok(RawNode { id, lon, lat, strings: &self.strings, keys, values: Some(values) })
    }

    fn dense(
        &self,
        bytes: &'a [u8],
        see: &mut impl FnMut(RawNode<'_, 'a>) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        let mut message = Message::new(bytes);
        let (mut ids, mut lats, mut lons) = (Packed::default(), Packed::default(), Packed::default());
        let mut tags = Packed::default();
        while let Some((number, value)) = message.next()? {
            match number {
                1 => ids = Packed::new(value.bytes()?),
                8 => lats = Packed::new(value.bytes()?),
                9 => lons = Packed::new(value.bytes()?),
                10 => tags = Packed::new(value.bytes()?),
                _ => {}
            }
        }
        let (mut id, mut lat, mut lon) = (0_i64, 0_i64, 0_i64);
        while let Some(step) = ids.next_signed()? {
            id = id.wrapping_add(step);
            lat = lat.wrapping_add(lats.next_signed()?.ok_or(Damaged)?);
            lon = lon.wrapping_add(lons.next_signed()?.ok_or(Damaged)?);
            let keys = tags;
            // On to the zero that ends this node's tags.
            while tags.next()?.is_some_and(|key| key != 0) {
                tags.next()?.ok_or(Damaged)?;
            }
            let (lon, lat) = (self.degrees(self.lon_offset, lon), self.degrees(self.lat_offset, lat));
            see(RawNode { id, lon, lat, strings: &self.strings, keys, values: None })?;
        }
        Ok(())
    }

    fn degrees(&self, offset: i64, steps: i64) -> f64 {
        offset.wrapping_add(self.granularity.wrapping_mul(steps)) as f64 / 1e9
    }
}

impl RawWay<'_> {
    /// The ids of its nodes.
    pub fn refs(&self) -> Result<Vec<i64>, Fault> {
        let mut refs = self.refs;
        // No more numbers than bytes of the block.
        let mut ids = Vec::with_capacity(refs.len());
        let mut id = 0_i64;
        while let Some(step) = refs.next_signed()? {
            id = id.wrapping_add(step);
            ids.push(id);
        }
        Ok(ids)
    }
}

impl<'a> RawNode<'_, 'a> {
    /// Keys and values; a text that is not UTF-8 is left out.
    pub fn tags(&self) -> Result<Vec<(&'a str, &'a str)>, Fault> {
        let (mut keys, mut values) = (self.keys, self.values);
        let mut tags = Vec::new();
        while let Some(key) = keys.next()? {
            let value = match &mut values {
                None if key == 0 => break,
                None => keys.next()?,
                Some(values) => values.next()?,
            };
            tags.extend(text(self.strings, key)?.zip(text(self.strings, value.ok_or(Damaged)?)?));
        }
        Ok(tags)
    }
}

fn strings(bytes: &[u8]) -> Result<Vec<&[u8]>, Fault> {
    let mut message = Message::new(bytes);
    let mut strings = Vec::new();
    while let Some((number, value)) = message.next()? {
        if number == 1 {
            strings.push(value.bytes()?);
        }
    }
    Ok(strings)
}

fn text<'a>(strings: &[&'a [u8]], position: u64) -> Result<Option<&'a str>, Fault> {
    let position = usize::try_from(position).map_err(|_| Damaged)?;
    let bytes = strings.get(position).ok_or(Damaged)?;
    Ok(std::str::from_utf8(bytes).ok())
}
