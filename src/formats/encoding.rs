//! Text encodings: UTF-8 first, the Chinese ones where a file needs them.

use encoding_rs::{Decoder, Encoding, GB18030, UTF_8};
use std::io::{self, Read};

/// A text encoding, named by its WHATWG label (`utf-8`, `gbk`, `gb18030`, `big5`, `windows-1252`)
/// or by a code page as `.cpg` files have it (`936`, `CP936`, `65001`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TextEncoding(&'static Encoding);

impl TextEncoding {
    /// UTF-8.
    pub const UTF8: Self = Self(UTF_8);
    /// GB 18030, of which GBK and GB 2312 are subsets.
    pub const GB18030: Self = Self(GB18030);

    /// The encoding's name, such as `UTF-8` or `gb18030`.
    pub fn name(self) -> &'static str {
        self.0.name()
    }

    /// Decodes a whole text; `None` when bytes do not belong to the encoding.
    pub fn decode(self, bytes: &[u8]) -> Option<String> {
        let text = self.0.decode_without_bom_handling_and_without_replacement(bytes)?;
        Some(text.into_owned())
    }

    pub(super) fn is_utf8(self) -> bool {
        self.0 == UTF_8
    }
}

impl std::str::FromStr for TextEncoding {
    type Err = String;

    fn from_str(label: &str) -> Result<Self, String> {
        let plain = label.trim().to_ascii_lowercase();
        let number = plain.trim_start_matches("cp").trim_start_matches("windows-");
        let name = match number {
            "936" | "54936" => "gb18030",
            "950" => "big5",
            "65001" => "utf-8",
            "1252" => "windows-1252",
            "88591" | "8859-1" => "iso-8859-1",
            _ => plain.as_str(),
        };
        Encoding::for_label(name.as_bytes())
            .map(Self)
            .ok_or_else(|| format!("unknown encoding '{}'; try utf-8, gbk, gb18030 or big5", label.trim()))
    }
}

/// What the first bytes of a text file say about its encoding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Sniffed {
    pub encoding: TextEncoding,
    /// Bytes of byte order mark to leave out.
    pub mark: usize,
    /// Nothing but the look of the bytes speaks for it.
    pub guessed: bool,
}

/// Looks at a text's beginning: a byte order mark, valid UTF-8, or else valid GB 18030.
/// `None` when it is none of these. The sample may end within a character.
pub(super) fn sniff(sample: &[u8]) -> Option<Sniffed> {
    if let Some((encoding, mark)) = Encoding::for_bom(sample) {
        return Some(Sniffed { encoding: TextEncoding(encoding), mark, guessed: false });
    }
    let utf8 = match std::str::from_utf8(sample) {
        Ok(_) => true,
        Err(error) => error.error_len().is_none(),
    };
    if utf8 {
        return Some(Sniffed { encoding: TextEncoding::UTF8, mark: 0, guessed: false });
    }
    let mut text = String::with_capacity(sample.len() * 2);
    let mut decoder = GB18030.new_decoder_without_bom_handling();
    let (result, _) = decoder.decode_to_string_without_replacement(sample, &mut text, false);
    let valid = matches!(result, encoding_rs::DecoderResult::InputEmpty);
    valid.then_some(Sniffed { encoding: TextEncoding::GB18030, mark: 0, guessed: true })
}

/// Turns a stream of another encoding into UTF-8 while it is read. Bytes that do not belong to the
/// encoding end the stream with an error that names their position.
pub(super) struct DecodingReader<R> {
    input: R,
    encoding: TextEncoding,
    decoder: Decoder,
    pending: Vec<u8>,
    decoded: Vec<u8>,
    given: usize,
    consumed: u64,
    ended: bool,
}

const CHUNK: usize = 64 * 1024;

impl<R: Read> DecodingReader<R> {
    pub fn new(input: R, encoding: TextEncoding) -> Self {
        Self {
            input,
            encoding,
            decoder: encoding.0.new_decoder_without_bom_handling(),
            pending: Vec::new(),
            decoded: Vec::new(),
            given: 0,
            consumed: 0,
            ended: false,
        }
    }

    fn refill(&mut self) -> io::Result<()> {
        let kept = self.pending.len();
        self.pending.resize(kept + CHUNK, 0);
        let got = self.input.read(&mut self.pending[kept..])?;
        self.pending.truncate(kept + got);
        self.ended = got == 0;
        self.decoded.resize(self.pending.len() * 4 + 16, 0);
        let (result, read, written) =
            self.decoder.decode_to_utf8_without_replacement(&self.pending, &mut self.decoded, self.ended);
        self.consumed += read as u64;
        self.pending.drain(..read);
        self.decoded.truncate(written);
        self.given = 0;
        match result {
            encoding_rs::DecoderResult::Malformed(len, after) => {
                let at = self.consumed - u64::from(len) - u64::from(after);
                let name = self.encoding.name();
                Err(io::Error::new(
                    io::ErrorKind::InvalidData,
                    format!("byte {at} does not belong to the encoding {name}"),
                ))
            }
            _ => Ok(()),
        }
    }
}

impl<R: Read> Read for DecodingReader<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while self.given == self.decoded.len() {
            if self.ended {
                return Ok(0);
            }
            self.refill()?;
        }
        let count = out.len().min(self.decoded.len() - self.given);
        out[..count].copy_from_slice(&self.decoded[self.given..self.given + count]);
        self.given += count;
        Ok(count)
    }
}
