//! Writes features behind a header and an index that only the last feature completes: they wait in
//! temporary files.

use super::header::{self, Totals};
use super::tree::{Leaf, Leaves, NOWHERE, around};
use super::{properties, shape};
use crate::formats::column::{Column, fitted};
use crate::formats::error::FormatError;
use crate::formats::options::WriteOptions;
use crate::formats::record::{Record, RecordWriter};
use crate::formats::target::Sink;
use flatbuffers::FlatBufferBuilder;
use flatgeobuf::{Feature, FeatureArgs, GeometryType};
use geo::{BoundingRect, CoordsIter};
use std::fs::File;
use std::io::{self, BufWriter, Read, Seek, SeekFrom, Write};

/// A file under way.
pub(in crate::formats) struct Writer {
    sink: Box<dyn Sink>,
    options: WriteOptions,
    columns: Vec<Column>,
    fbb: FlatBufferBuilder<'static>,
    properties: Vec<u8>,
    features: BufWriter<File>,
    /// Bytes in `features`.
    written: u64,
    leaves: Leaves,
    extent: [f64; 4],
    geometry: Option<GeometryType>,
}

impl Writer {
    pub fn new(sink: Box<dyn Sink>, options: &WriteOptions) -> Result<Self, FormatError> {
        let columns = options.columns.clone();
        if columns.len() > usize::from(u16::MAX) {
            return Err(FormatError::write("too_many_columns", "列太多", "there are too many columns"));
        }
        let begun = tempfile::tempfile().and_then(|file| Ok((file, Leaves::new()?)));
        let (file, leaves) = begun.map_err(|error| FormatError::io(sink.name(), error))?;
        Ok(Self {
            sink,
            options: options.clone(),
            columns,
            fbb: FlatBufferBuilder::new(),
            properties: Vec::new(),
            features: BufWriter::with_capacity(1 << 18, file),
            written: 0,
            leaves,
            extent: NOWHERE,
            geometry: None,
        })
    }

    fn put_together(self) -> io::Result<Box<dyn Sink>> {
        let Self { mut sink, options, columns, features, leaves, extent, geometry, .. } = self;
        let placed = geometry.is_some();
        let totals = Totals {
            features: u64::from(leaves.count),
            extent: placed.then_some(extent),
            geometry: geometry.unwrap_or(GeometryType::Unknown),
        };
        sink.write_all(&header::write(&columns, &options, &totals))?;
        let mut features = features.into_inner().map_err(io::IntoInnerError::into_error)?;
        if !placed {
            features.rewind()?;
            io::copy(&mut features, &mut sink)?;
            return Ok(sink);
        }
        let mut sorted = leaves.sorted(extent)?;
        sorted.write_index(&mut sink)?;
        let mut bytes = Vec::new();
        sorted.each(|leaf| {
            features.seek(SeekFrom::Start(leaf.at))?;
            bytes.resize(leaf.length as usize, 0);
            features.read_exact(&mut bytes)?;
            sink.write_all(&bytes)
        })?;
        Ok(sink)
    }
}

impl RecordWriter for Writer {
    fn write(&mut self, record: &Record) -> Result<(), FormatError> {
        let values = fitted(record, &self.columns)?;
        self.properties.clear();
        properties::write(&values, &mut self.properties);
        self.fbb.reset();
        // What is empty has no place.
        let placed = record.geometry.as_ref().filter(|shape| shape.coords_iter().next().is_some());
        let geometry = placed.map(|geometry| shape::write(&mut self.fbb, geometry));
        let properties = Some(self.fbb.create_vector(&self.properties));
        let feature = Feature::create(&mut self.fbb, &FeatureArgs { geometry, properties, columns: None });
        self.fbb.finish_size_prefixed(feature, None);
        let bytes = self.fbb.finished_data();
        let bounds = placed
            .and_then(BoundingRect::bounding_rect)
            .map_or(NOWHERE, |rect| [rect.min().x, rect.min().y, rect.max().x, rect.max().y]);
        let leaf = Leaf { bounds, at: self.written, length: bytes.len() as u32 };
        let kept = self.features.write_all(bytes).and_then(|()| self.leaves.add(&leaf));
        kept.map_err(|error| FormatError::io(self.sink.name(), error))?;
        self.written += u64::from(leaf.length);
        self.extent = around(self.extent, bounds);
        if let Some(kind) = placed.map(shape::type_of) {
            let mixed = self.geometry.is_some_and(|known| known != kind);
            self.geometry = Some(if mixed { GeometryType::Unknown } else { kind });
        }
        Ok(())
    }

    fn finish(self: Box<Self>) -> Result<(), FormatError> {
        let name = self.sink.name().to_owned();
        let mut sink = self.put_together().map_err(|error| FormatError::io(&name, error))?;
        sink.complete()
    }
}
