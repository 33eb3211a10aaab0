//! Writes the tiles of a map. Their bytes wait in a temporary file, because directories stand before
//! them; memory holds some 70 bytes of each tile that differs from the others, and nothing of the rest.

use super::Head;
use super::directory::{self, Entry};
use super::order::{position, tile_id};
use crate::formats::error::FormatError;
use crate::formats::target::{Sink, Stream, Target};
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::fs::File;
use std::io::{self, BufWriter, Seek, Write};
use std::path::Path;

const HEADER: usize = 127;

/// An archive under way. Without `finish` there is none.
pub struct Writer {
    sink: Box<dyn Sink>,
    head: Head,
    data: BufWriter<File>,
    /// Bytes in `data`.
    written: u64,
    entries: Vec<Entry>,
    /// Where bytes with this hash lie.
    known: HashMap<[u8; 16], (u64, u32)>,
    tiles: u64,
}

/// What was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Summary {
    /// Tiles that can be asked for.
    pub tiles: u64,
    /// Different ones among them.
    pub contents: u64,
    /// Runs of tiles that are alike.
    pub entries: u64,
    /// Bytes of the whole.
    pub bytes: u64,
}

impl Writer {
    /// An archive that appears under its name when it is finished.
    ///
    /// # Errors
    /// The system refuses the file or a temporary one.
    pub fn create(path: &Path, head: Head) -> Result<Self, FormatError> {
        Self::begin(Box::new(Target::create(path)?), head)
    }

    /// An archive that goes to a stream when it is finished.
    ///
    /// # Errors
    /// The system refuses a temporary file.
    pub fn new(sink: Box<dyn Write + Send>, head: Head) -> Result<Self, FormatError> {
        Self::begin(Box::new(Stream(sink)), head)
    }

    fn begin(sink: Box<dyn Sink>, head: Head) -> Result<Self, FormatError> {
        let file = tempfile::tempfile().map_err(|error| FormatError::io(sink.name(), error))?;
        Ok(Self {
            sink,
            head,
            data: BufWriter::with_capacity(1 << 18, file),
            written: 0,
            entries: Vec::new(),
            known: HashMap::new(),
            tiles: 0,
        })
    }

    /// Adds a tile; its bytes are stored as they are. An empty tile is left out by not adding it.
    ///
    /// # Errors
    /// There is no such tile, it does not come after the one before (see [`tile_id`]), it is empty or
    /// larger than 4 GiB, or the disk is full.
    pub fn add(&mut self, z: u8, x: u32, y: u32, bytes: &[u8]) -> Result<(), FormatError> {
        let id = tile_id(z, x, y).ok_or_else(|| {
            let at = format!("{z}/{x}/{y}");
            FormatError::write("no_such_tile", format!("没有瓦片 {at}"), format!("there is no tile {at}"))
        })?;
        let last = self.entries.last().map(|entry| entry.id + u64::from(entry.run));
        if let Some(next) = last.filter(|next| id < *next) {
            return Err(out_of_order(id, next));
        }
        let length = u32::try_from(bytes.len()).ok().filter(|length| *length > 0).ok_or_else(|| {
            let (at, size) = (format!("{z}/{x}/{y}"), bytes.len());
            FormatError::write(
                "tile_size",
                format!("瓦片 {at} 有 {size} 字节：空瓦片请不要写，也不能超过 4 GiB"),
                format!("tile {at} has {size} bytes; leave empty ones out, none may have 4 GiB"),
            )
        })?;
        let (offset, length) = self.place(bytes, length)?;
        self.tiles += 1;
        match self.entries.last_mut() {
            Some(entry) if entry.offset == offset && last == Some(id) && entry.run < u32::MAX => {
                entry.run += 1;
            }
            _ => self.entries.push(Entry { id, run: 1, offset, length }),
        }
        Ok(())
    }

    /// Where the bytes lie: those that are there already are not written again.
    fn place(&mut self, bytes: &[u8], length: u32) -> Result<(u64, u32), FormatError> {
        let mut hash = [0; 16];
        hash.copy_from_slice(&Sha256::digest(bytes)[..16]);
        if let Some(place) = self.known.get(&hash) {
            return Ok(*place);
        }
        self.data.write_all(bytes).map_err(|error| FormatError::io(self.sink.name(), error))?;
        let place = (self.written, length);
        self.written += u64::from(length);
        self.known.insert(hash, place);
        Ok(place)
    }

    /// Puts the archive together.
    ///
    /// # Errors
    /// The disk is full, or the stream is closed.
    pub fn finish(mut self) -> Result<Summary, FormatError> {
        let written = self.put_together();
        let bytes = written.map_err(|error| FormatError::io(self.sink.name(), error))?;
        self.sink.complete()?;
        let (contents, entries) = (self.known.len() as u64, self.entries.len() as u64);
        Ok(Summary { tiles: self.tiles, contents, entries, bytes })
    }

    fn put_together(&mut self) -> io::Result<u64> {
        let directories = directory::pack(&self.entries, HEADER)?;
        let metadata =
            directory::gzip(serde_json::Value::Object(self.head.metadata.clone()).to_string().as_bytes())?;
        let sections = [
            directories.root.len() as u64,
            metadata.len() as u64,
            directories.leaves.len() as u64,
            self.written,
        ];
        let mut header = Vec::with_capacity(HEADER);
        header.extend_from_slice(b"PMTiles\x03");
        let mut offset = HEADER as u64;
        for length in sections {
            header.extend_from_slice(&offset.to_le_bytes());
            header.extend_from_slice(&length.to_le_bytes());
            offset += length;
        }
        for count in [self.tiles, self.entries.len() as u64, self.known.len() as u64] {
            header.extend_from_slice(&count.to_le_bytes());
        }
        let clustered = 1;
        let gzip = super::Compression::Gzip.code();
        let (low, high) = self.head.zooms;
        header.extend_from_slice(&[
            clustered,
            gzip,
            self.head.compression.code(),
            self.head.kind.code(),
            low,
            high,
        ]);
        let [west, south, east, north] = self.head.bounds;
        let (west, east) = if west > east { (-180.0, 180.0) } else { (west, east) };
        for degrees in [west, south, east, north] {
            header.extend_from_slice(&fixed(degrees));
        }
        let (lon, lat, zoom) = self.head.center;
        header.push(zoom);
        header.extend_from_slice(&fixed(lon));
        header.extend_from_slice(&fixed(lat));
        debug_assert_eq!(header.len(), HEADER);
        for part in [&header, &directories.root, &metadata, &directories.leaves] {
            self.sink.write_all(part)?;
        }
        self.data.flush()?;
        let file = self.data.get_mut();
        file.rewind()?;
        io::copy(file, &mut self.sink)?;
        Ok(offset)
    }
}

/// Ten-millionths of a degree.
fn fixed(degrees: f64) -> [u8; 4] {
    ((degrees * 1e7).round() as i32).to_le_bytes()
}

fn out_of_order(id: u64, next: u64) -> FormatError {
    let shown = |id| position(id).map_or_else(|| id.to_string(), |(z, x, y)| format!("{z}/{x}/{y}"));
    let (this, next) = (shown(id), shown(next));
    FormatError::write(
        "tile_order",
        format!("瓦片 {this} 次序有误，应不早于 {next}"),
        format!("tile {this} is out of order; it may not come before {next}"),
    )
}
