//! A text file as UTF-8 bytes, with a count of what was read for the progress bar.

use super::encoding::{DecodingReader, TextEncoding, sniff};
use super::error::{FormatError, Notice};
use super::options::ReadOptions;
use super::record::Progress;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// How much of a text is looked at to tell its encoding.
const SAMPLE: u64 = 1 << 20;

/// Whether a text that is not UTF-8 may be taken for GB 18030 without being told.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Guess {
    Allowed,
    Refused,
}

/// An open text file. Bytes come out as UTF-8 without a byte order mark, or, where the file was
/// neither declared nor recognised as something else, as they are.
pub(super) struct TextSource {
    pub bytes: Box<dyn Read + Send>,
    pub notices: Vec<Notice>,
    /// Bytes of byte order mark left out of a UTF-8 file, to be added to reported positions.
    pub mark: u64,
    pub meter: Meter,
}

/// Counts bytes as they leave the file.
#[derive(Clone)]
pub(super) struct Meter {
    read: Arc<AtomicU64>,
    total: u64,
}

impl Meter {
    pub fn new(total: u64) -> Self {
        Self { read: Arc::default(), total }
    }

    pub fn advance_to(&self, read: u64) {
        self.read.store(read, Ordering::Relaxed);
    }

    pub fn progress(&self) -> Progress {
        Progress { read: self.read.load(Ordering::Relaxed).min(self.total), total: self.total }
    }
}

struct Metered<R> {
    input: R,
    meter: Meter,
}

impl<R: Read> Read for Metered<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let count = self.input.read(out)?;
        self.meter.read.fetch_add(count as u64, Ordering::Relaxed);
        Ok(count)
    }
}

/// Opens a text file, refusing an empty one.
pub(super) fn open_text(path: &Path, options: &ReadOptions, guess: Guess) -> Result<TextSource, FormatError> {
    let (mut file, total) = open_file(path)?;
    let mut sample = Vec::new();
    (&mut file).take(SAMPLE).read_to_end(&mut sample).map_err(|e| FormatError::io(path, e))?;
    let sniffed = sniff(&sample);
    let mut notices = Vec::new();
    let (encoding, mark) = match (options.encoding, sniffed) {
        (Some(told), Some(seen)) if told == seen.encoding => (told, seen.mark),
        (Some(told), _) => (told, 0),
        (None, Some(seen)) if seen.guessed && guess == Guess::Allowed => {
            notices.push(Notice {
                code: "encoding_guessed",
                message_zh: "文件不是 UTF-8,按 GB18030(GBK)读取;如有误,请用 --encoding 指定".into(),
                message_en:
                    "the file is not UTF-8 and is read as GB18030 (GBK); if that is wrong, say --encoding"
                        .into(),
            });
            (seen.encoding, 0)
        }
        (None, Some(seen)) if !seen.guessed => (seen.encoding, seen.mark),
        _ => (TextEncoding::UTF8, 0),
    };
    let meter = Meter::new(total);
    meter.advance_to(sample.len() as u64);
    sample.drain(..mark);
    let bytes = io::Cursor::new(sample).chain(Metered { input: file, meter: meter.clone() });
    let utf8 = encoding.is_utf8();
    let bytes: Box<dyn Read + Send> =
        if utf8 { Box::new(bytes) } else { Box::new(DecodingReader::new(bytes, encoding)) };
    Ok(TextSource { bytes, notices, mark: if utf8 { mark as u64 } else { 0 }, meter })
}

/// Opens a file and tells its size; an empty one and a folder are refused.
pub(super) fn open_file(path: &Path) -> Result<(File, u64), FormatError> {
    let file = File::open(path).map_err(|e| FormatError::io(path, e))?;
    let facts = file.metadata().map_err(|e| FormatError::io(path, e))?;
    if facts.is_dir() {
        return Err(FormatError::content(
            path,
            "is_folder",
            "这是文件夹,请给出其中的文件",
            "this is a folder; name a file in it",
        ));
    }
    if facts.len() == 0 {
        return Err(FormatError::content(path, "empty_file", "文件为空", "the file is empty"));
    }
    Ok((file, facts.len()))
}
