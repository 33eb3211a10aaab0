//! Streams the features of a GeoJSON file or text sequence.

use super::collection::{self, Content};
use super::feature::RawFeature;
use super::geometry::GeometryRules;
use super::scan::{ScanError, Scanner};
use crate::formats::error::{FormatError, Notice, RecordError};
use crate::formats::jsonfg::read::{Frame, conforms};
use crate::formats::options::{Format, ReadOptions};
use crate::formats::record::{DeclaredCrs, Parse, Progress, RawRecord, RecordReader};
use crate::formats::source::{Guess, Meter, open_text};
use std::path::Path;
use std::sync::Arc;

/// Opens a FeatureCollection or a single Feature.
pub(in crate::formats) fn open(path: &Path, options: &ReadOptions) -> Result<Reader, FormatError> {
    let source = open_text(path, options, Guess::Refused)?;
    let mut scanner = Scanner::new(source.bytes, source.mark);
    let opening =
        collection::open(path, &mut scanner, options.lenient, options.format == Some(Format::JsonFg))?;
    let mut notices = source.notices;
    notices.extend(opening.notices);
    let stage = match opening.content {
        Content::Features => Stage::FirstFeature,
        Content::One(text) => Stage::One(text),
    };
    let rules = options.geometry_rules();
    let (crs, frame, meter) = (opening.crs, opening.frame, source.meter);
    Ok(Reader { scanner, stage, row: 0, rules, names: Arc::new([]), crs, frame, notices, meter })
}

/// Opens a file of one feature a line, or of RFC 8142 text sequences.
pub(in crate::formats) fn open_sequence(path: &Path, options: &ReadOptions) -> Result<Reader, FormatError> {
    debug_assert!(options.format.is_none_or(|format| format == Format::GeoJsonSeq));
    let source = open_text(path, options, Guess::Refused)?;
    let scanner = Scanner::new(source.bytes, source.mark);
    Ok(Reader {
        scanner,
        stage: Stage::Sequence,
        row: 0,
        rules: options.geometry_rules(),
        names: Arc::new([]),
        crs: None,
        frame: None,
        notices: source.notices,
        meter: source.meter,
    })
}

/// See [`open`].
pub(in crate::formats) struct Reader {
    scanner: Scanner,
    stage: Stage,
    row: u64,
    rules: GeometryRules,
    names: Arc<[Arc<str>]>,
    crs: Option<DeclaredCrs>,
    /// Of JSON-FG.
    frame: Option<Arc<Frame>>,
    notices: Vec<Notice>,
    meter: Meter,
}

enum Stage {
    One(Vec<u8>),
    /// Behind the opening bracket.
    FirstFeature,
    /// Behind a feature.
    NextFeature,
    Sequence,
    End,
}

impl RecordReader for Reader {
    fn columns(&self) -> Option<&[String]> {
        None
    }

    fn declared_crs(&self) -> Option<DeclaredCrs> {
        self.crs.clone()
    }

    fn notices(&self) -> &[Notice] {
        &self.notices
    }

    fn progress(&self) -> Progress {
        self.meter.progress()
    }

    fn next_raw(&mut self) -> Option<Result<RawRecord, RecordError>> {
        let found = match std::mem::replace(&mut self.stage, Stage::End) {
            Stage::End => return None,
            Stage::One(text) => {
                self.row = 1;
                self.after_collection().map(|()| Some((0, text)))
            }
            Stage::Sequence => {
                self.stage = Stage::Sequence;
                self.next_of_sequence().transpose()?.map(Some)
            }
            Stage::FirstFeature => self.next_feature(true),
            Stage::NextFeature => self.next_feature(false),
        };
        match found {
            Ok(None) => None,
            Ok(Some((offset, text))) => Some(self.record(offset, text)),
            Err(error) => {
                if error.fatal {
                    self.stage = Stage::End;
                }
                Some(Err(error))
            }
        }
    }
}

type Cut = (u64, Vec<u8>);

impl Reader {
    fn record(&mut self, offset: u64, text: Vec<u8>) -> Result<RawRecord, RecordError> {
        if text.first() != Some(&b'{') {
            return Err(RecordError::new(
                self.row,
                "not_a_feature",
                "此处应为 Feature 对象",
                "a Feature object was expected",
            ));
        }
        let (names, frame) = (self.names.clone(), self.frame.clone());
        let raw = RawFeature { text, offset, rules: self.rules, names, frame };
        if self.names.is_empty() {
            self.learn_names(&raw);
        }
        Ok(RawRecord::new(self.row, raw))
    }

    /// Takes the property names from the first feature that has any, for the others to share.
    fn learn_names(&mut self, raw: &RawFeature) {
        let copy =
            RawFeature { text: raw.text.clone(), names: Arc::new([]), frame: raw.frame.clone(), ..*raw };
        if let Ok(record) = Box::new(copy).parse(self.row) {
            self.names = record.fields.into_iter().map(|(name, _)| name).collect();
        }
    }

    fn next_feature(&mut self, first: bool) -> Result<Option<Cut>, RecordError> {
        if self.scanner.take(b']').map_err(|error| self.damaged(&error))? {
            self.after_features()?;
            return Ok(None);
        }
        self.row += 1;
        if !first {
            self.scanner.expect(b',').map_err(|error| self.damaged(&error))?;
        }
        self.scanner.peek().map_err(|error| self.damaged(&error))?;
        let offset = self.scanner.offset();
        let text = self.scanner.value().map_err(|error| self.damaged(&error))?;
        self.stage = Stage::NextFeature;
        Ok(Some((offset, text)))
    }

    /// What follows the features must still be well-formed: a file cut off there is not complete.
    fn after_features(&mut self) -> Result<(), RecordError> {
        while self.scanner.take(b',').map_err(|error| self.damaged(&error))? {
            let key = self.scanner.value().map_err(|error| self.damaged(&error))?;
            self.scanner.expect(b':').map_err(|error| self.damaged(&error))?;
            let value = self.scanner.value().map_err(|error| self.damaged(&error))?;
            match key.as_slice() {
                b"\"features\"" => return Err(self.again("features")),
                b"\"crs\"" if self.crs.is_some() => return Err(self.again("crs")),
                b"\"crs\"" => self.late_crs(&value)?,
                b"\"coordRefSys\"" => return Err(self.too_late("coordRefSys")),
                b"\"conformsTo\"" if self.frame.is_none() && conforms(&value) => {
                    return Err(self.too_late("conformsTo"));
                }
                _ => {}
            }
        }
        self.scanner.expect(b'}').map_err(|error| self.damaged(&error))?;
        self.after_collection()
    }

    fn after_collection(&mut self) -> Result<(), RecordError> {
        match self.scanner.peek().map_err(|error| self.damaged(&error))? {
            None => Ok(()),
            Some(_) => Err(RecordError::new(
                self.row,
                "trailing_content",
                "GeoJSON 结束后还有内容;若每行一个要素,请将文件扩展名改为 .geojsonl",
                "there is more after the end of the GeoJSON; if it has one feature a line, name it .geojsonl",
            )
            .ending()),
        }
    }

    /// A reference system that is declared after the features comes too late to be applied.
    fn late_crs(&mut self, json: &[u8]) -> Result<(), RecordError> {
        match collection::read_crs(json) {
            None | Some(DeclaredCrs::Code { code: 4326, .. }) => Ok(()),
            Some(DeclaredCrs::Name(name)) if name.ends_with("CRS84") => Ok(()),
            Some(_) => Err(RecordError::new(
                self.row,
                "late_crs",
                "坐标系(crs)写在要素之后;请移到 features 之前,或用 --crs 指定",
                "the crs stands after the features; move it before 'features'",
            )
            .ending()),
        }
    }

    fn too_late(&self, key: &str) -> RecordError {
        RecordError::new(
            self.row,
            "late_crs",
            format!("“{key}”写在要素之后；请移到 features 之前，或用 --input-format jsonfg 和 --crs 指定"),
            format!("'{key}' stands after the features; move it before 'features', or say --input-format jsonfg and --crs"),
        )
        .ending()
    }

    fn again(&self, key: &str) -> RecordError {
        RecordError::new(
            self.row,
            "duplicate_key",
            format!("键“{key}”重复"),
            format!("the key '{key}' occurs twice"),
        )
        .ending()
    }

    fn next_of_sequence(&mut self) -> Result<Option<Cut>, RecordError> {
        let Some(byte) = self.scanner.peek().map_err(|error| self.damaged(&error))? else {
            return Ok(None);
        };
        self.row += 1;
        if byte != b'{' {
            self.scanner.skip_line().map_err(|error| self.damaged(&error))?;
            return Err(RecordError::new(
                self.row,
                "not_a_feature",
                "此行应为一个 Feature 对象",
                "a Feature object was expected on this line",
            ));
        }
        let offset = self.scanner.offset();
        let text = self.scanner.value().map_err(|error| self.damaged(&error))?;
        Ok(Some((offset, text)))
    }

    fn damaged(&self, error: &ScanError) -> RecordError {
        let (code, zh, en) = collection::damage(error, self.scanner.offset());
        RecordError::new(self.row.max(1), code, zh, en).ending()
    }
}
