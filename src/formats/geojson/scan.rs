//! Cuts a JSON text into its parts without understanding them: whole values by counting brackets
//! outside strings. Memory is one value and one chunk.

use std::io::{self, Read};

const CHUNK: usize = 1 << 18;

/// A value larger than this is not a feature of fitness sites.
pub(super) const MAX_VALUE: usize = 256 << 20;

/// Why the text cannot be cut further.
#[derive(Debug)]
pub(super) enum ScanError {
    /// The text ends within a value.
    Truncated,
    /// A value is larger than [`MAX_VALUE`].
    TooLarge,
    /// A bracket or a value was expected and something else stands there.
    Unexpected(u8),
    Io(io::Error),
}

impl From<io::Error> for ScanError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

pub(super) struct Scanner {
    input: Box<dyn Read + Send>,
    buffer: Vec<u8>,
    at: usize,
    /// Position in the text of the buffer's first byte.
    base: u64,
    ended: bool,
}

impl Scanner {
    pub fn new(input: Box<dyn Read + Send>, base: u64) -> Self {
        Self { input, buffer: Vec::with_capacity(CHUNK), at: 0, base, ended: false }
    }

    /// Position of the next byte in the text.
    pub fn offset(&self) -> u64 {
        self.base + self.at as u64
    }

    /// The next byte that is not white space (or a record separator, which text sequences use);
    /// `None` at the end.
    pub fn peek(&mut self) -> Result<Option<u8>, ScanError> {
        loop {
            while let Some(&byte) = self.buffer.get(self.at) {
                if !matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | 0x1e) {
                    return Ok(Some(byte));
                }
                self.at += 1;
            }
            if !self.more(self.at)? {
                return Ok(None);
            }
        }
    }

    /// Steps over `byte` if it is next.
    pub fn take(&mut self, byte: u8) -> Result<bool, ScanError> {
        let found = self.peek()? == Some(byte);
        self.at += usize::from(found);
        Ok(found)
    }

    /// Steps over `byte`, which must be next.
    pub fn expect(&mut self, byte: u8) -> Result<(), ScanError> {
        match self.peek()? {
            Some(found) if found == byte => {
                self.at += 1;
                Ok(())
            }
            Some(found) => Err(ScanError::Unexpected(found)),
            None => Err(ScanError::Truncated),
        }
    }

    /// Cuts out the next value: an object, array or string whole, a scalar up to its delimiter.
    pub fn value(&mut self) -> Result<Vec<u8>, ScanError> {
        self.peek()?.ok_or(ScanError::Truncated)?;
        let mut start = self.at;
        let mut state = State::default();
        loop {
            if let Some(end) = state.advance(&self.buffer, &mut self.at) {
                if end == start {
                    return Err(ScanError::Unexpected(self.buffer[start]));
                }
                self.at = end;
                return Ok(self.buffer[start..end].to_vec());
            }
            if self.at - start > MAX_VALUE {
                return Err(ScanError::TooLarge);
            }
            if !self.more(start)? {
                // What is left starts at 0 now.
                let whole = state.scalar();
                return if whole { Ok(self.buffer[..self.at].to_vec()) } else { Err(ScanError::Truncated) };
            }
            start = 0;
        }
    }

    /// Steps over the rest of the line, to find the next record of a line-based file.
    pub fn skip_line(&mut self) -> Result<(), ScanError> {
        loop {
            if let Some(len) = self.buffer[self.at..].iter().position(|byte| *byte == b'\n') {
                self.at += len + 1;
                return Ok(());
            }
            self.at = self.buffer.len();
            if !self.more(self.at)? {
                return Ok(());
            }
        }
    }

    /// Reads another chunk, dropping everything before `keep`, which becomes position 0.
    fn more(&mut self, keep: usize) -> Result<bool, ScanError> {
        self.drop_before(keep);
        if self.ended {
            return Ok(false);
        }
        let kept = self.buffer.len();
        // Doubling keeps a large value from being moved once a chunk.
        let wanted = CHUNK.max(kept);
        self.buffer.resize(kept + wanted, 0);
        let mut got = 0;
        while got == 0 {
            match self.input.read(&mut self.buffer[kept..]) {
                Ok(0) => {
                    self.ended = true;
                    break;
                }
                Ok(count) => got = count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => {
                    self.buffer.truncate(kept);
                    return Err(error.into());
                }
            }
        }
        self.buffer.truncate(kept + got);
        Ok(got > 0)
    }

    fn drop_before(&mut self, keep: usize) {
        self.buffer.drain(..keep);
        self.base += keep as u64;
        self.at -= keep;
    }
}

/// Where in a value the scan stands.
#[derive(Default)]
struct State {
    depth: usize,
    string: bool,
    escape: bool,
    begun: bool,
}

impl State {
    fn scalar(&self) -> bool {
        self.begun && self.depth == 0 && !self.string
    }

    /// Goes on from `at`; the end of the value, or `None` when the buffer is used up.
    fn advance(&mut self, bytes: &[u8], at: &mut usize) -> Option<usize> {
        while *at < bytes.len() {
            let byte = bytes[*at];
            if self.string {
                *at += 1;
                match byte {
                    _ if self.escape => self.escape = false,
                    b'\\' => self.escape = true,
                    b'"' => {
                        self.string = false;
                        if self.depth == 0 {
                            return Some(*at);
                        }
                    }
                    _ => {}
                }
                continue;
            }
            match byte {
                b'"' => self.string = true,
                b'{' | b'[' => self.depth += 1,
                b'}' | b']' | b',' | b':' | b' ' | b'\n' | b'\r' | b'\t' if self.depth == 0 => {
                    return Some(*at);
                }
                b'}' | b']' => {
                    self.depth -= 1;
                    if self.depth == 0 {
                        *at += 1;
                        return Some(*at);
                    }
                }
                _ => {}
            }
            self.begun = true;
            *at += 1;
        }
        None
    }
}
