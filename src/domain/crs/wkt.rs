//! The brackets, strings and numbers of WKT 1, as a tree.

use super::CrsError;

/// Nesting beyond this is no reference system.
const MAX_DEPTH: usize = 32;

/// Text beyond this many bytes is no reference system.
const MAX_BYTES: usize = 65_536;

/// One `KEYWORD[…]`.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Node {
    /// In upper case.
    pub keyword: String,
    pub values: Vec<Value>,
}

/// What stands between the brackets.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    Text(String),
    Number(f64),
    Node(Node),
    /// A bare word, such as the EAST of an axis.
    Word,
}

impl Node {
    /// The first child with this keyword (upper case).
    pub(super) fn child(&self, keyword: &str) -> Option<&Node> {
        self.children().find(|node| node.keyword == keyword)
    }

    /// All children that have brackets of their own.
    pub(super) fn children(&self) -> impl Iterator<Item = &Node> {
        self.values.iter().filter_map(|value| match value {
            Value::Node(node) => Some(node),
            _ => None,
        })
    }

    /// The name: the first value, if it is a string.
    pub(super) fn name(&self) -> Option<&str> {
        match self.values.first() {
            Some(Value::Text(text)) => Some(text),
            _ => None,
        }
    }

    /// The number at a position, also if it was written in quotes.
    pub(super) fn number(&self, position: usize) -> Option<f64> {
        match self.values.get(position)? {
            Value::Number(number) => Some(*number),
            Value::Text(text) => text.trim().parse().ok().filter(|n: &f64| n.is_finite()),
            _ => None,
        }
    }
}

/// Reads one node with all that it holds.
pub(super) fn parse(text: &str) -> Result<Node, CrsError> {
    let mut reader = Reader { text, at: 0 };
    if text.len() > MAX_BYTES {
        return Err(reader.wrong("the text is too long for a reference system"));
    }
    reader.skip_space();
    let word = reader.word();
    let root = reader.node(word, 0)?;
    reader.skip_space();
    if reader.rest().is_empty() { Ok(root) } else { Err(reader.wrong("text after the end")) }
}

struct Reader<'a> {
    text: &'a str,
    /// Byte offset.
    at: usize,
}

impl<'a> Reader<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn step(&mut self) {
        self.at += self.peek().map_or(0, char::len_utf8);
    }

    fn skip_space(&mut self) {
        while self.peek().is_some_and(|c| c.is_whitespace() || c == '\0' || c == '\u{feff}') {
            self.step();
        }
    }

    fn word(&mut self) -> &'a str {
        let rest = self.rest();
        let end = rest
            .find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '+' | '-' | '.')))
            .unwrap_or(rest.len());
        self.at += end;
        &rest[..end]
    }

    /// A node whose keyword has been read.
    fn node(&mut self, keyword: &str, depth: usize) -> Result<Node, CrsError> {
        if keyword.is_empty() {
            return Err(self.wrong("expected a keyword such as PROJCS or GEOGCS"));
        }
        if depth > MAX_DEPTH {
            return Err(self.wrong("brackets are nested too deeply"));
        }
        if !self.opens() {
            return Err(self.wrong("expected an opening bracket"));
        }
        self.step();
        let mut values = Vec::new();
        loop {
            self.skip_space();
            values.push(self.value(depth)?);
            self.skip_space();
            match self.peek() {
                Some(',') => self.step(),
                Some(']' | ')') => {
                    self.step();
                    return Ok(Node { keyword: keyword.to_ascii_uppercase(), values });
                }
                _ => return Err(self.wrong("expected a comma or a closing bracket")),
            }
        }
    }

    fn value(&mut self, depth: usize) -> Result<Value, CrsError> {
        if self.peek() == Some('"') {
            return self.quoted();
        }
        let word = self.word();
        self.skip_space();
        if self.opens() {
            return self.node(word, depth + 1).map(Value::Node);
        }
        if word.is_empty() {
            return Err(self.wrong("expected a value"));
        }
        Ok(match word.parse::<f64>() {
            Ok(number) if number.is_finite() => Value::Number(number),
            _ => Value::Word,
        })
    }

    fn quoted(&mut self) -> Result<Value, CrsError> {
        self.step();
        let rest = self.rest();
        let Some(end) = rest.find('"') else {
            return Err(self.wrong("a quotation mark is never closed"));
        };
        self.at += end + 1;
        Ok(Value::Text(rest[..end].to_owned()))
    }

    fn opens(&self) -> bool {
        matches!(self.peek(), Some('[' | '('))
    }

    fn wrong(&self, why: &'static str) -> CrsError {
        CrsError::MalformedPrj { at: self.text[..self.at].chars().count() + 1, why }
    }
}
