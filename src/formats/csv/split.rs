//! Where rows end and cells begin (RFC 4180): quotes count only at the start of a cell, a doubled
//! quote within quotes is one.

/// Finds the end of a row over any number of chunks.
#[derive(Default)]
pub(super) struct RowEnd {
    quoted: bool,
    /// The last byte was a quote that may have closed the cell.
    closing: bool,
    inside: bool,
}

impl RowEnd {
    /// Scans on; the number of bytes of the row with its line feed, or `None` when `bytes` is used up.
    pub fn advance(&mut self, bytes: &[u8], delimiter: u8) -> Option<usize> {
        for (index, &byte) in bytes.iter().enumerate() {
            if self.quoted {
                match (self.closing, byte) {
                    (false, b'"') => self.closing = true,
                    (true, b'"') => self.closing = false,
                    (true, _) => {
                        self.quoted = false;
                        self.closing = false;
                    }
                    (false, _) => {}
                }
                if self.quoted {
                    continue;
                }
            }
            match byte {
                b'\n' => return Some(index + 1),
                b'"' if !self.inside => {
                    self.quoted = true;
                    self.inside = true;
                }
                _ => self.inside = byte != delimiter,
            }
        }
        None
    }

    /// Whether the text stopped within quotes.
    pub fn open_quote(&self) -> bool {
        self.quoted && !self.closing
    }
}

/// The cells of one row, which may end in a line break.
pub(super) fn cells(row: &str, delimiter: u8) -> Vec<String> {
    let row = row.strip_suffix('\n').unwrap_or(row);
    let row = row.strip_suffix('\r').unwrap_or(row);
    let delimiter = char::from(delimiter);
    let mut out = Vec::new();
    let mut rest = row;
    loop {
        let Some(quoted) = rest.strip_prefix('"') else {
            let Some((cell, after)) = rest.split_once(delimiter) else {
                out.push(rest.to_owned());
                return out;
            };
            out.push(cell.to_owned());
            rest = after;
            continue;
        };
        let mut cell = String::new();
        let mut tail = quoted;
        loop {
            let Some(at) = tail.find('"') else {
                cell.push_str(tail);
                tail = "";
                break;
            };
            cell.push_str(&tail[..at]);
            tail = &tail[at + 1..];
            match tail.strip_prefix('"') {
                Some(after) => {
                    cell.push('"');
                    tail = after;
                }
                None => break,
            }
        }
        // What follows a closing quote before the delimiter belongs to the cell.
        let Some((more, after)) = tail.split_once(delimiter) else {
            cell.push_str(tail);
            out.push(cell);
            return out;
        };
        cell.push_str(more);
        out.push(cell);
        rest = after;
    }
}

/// The delimiter of a heading row: the most frequent of comma, semicolon and tab outside quotes.
pub(super) fn delimiter(heading: &str) -> u8 {
    let mut counts = [(b',', 0_usize), (b';', 0), (b'\t', 0)];
    let mut quoted = false;
    for byte in heading.bytes() {
        quoted ^= byte == b'"';
        for (delimiter, count) in &mut counts {
            *count += usize::from(!quoted && byte == *delimiter);
        }
    }
    let mut best = counts[0];
    for candidate in counts {
        if candidate.1 > best.1 {
            best = candidate;
        }
    }
    best.0
}
