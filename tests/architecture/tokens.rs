//! Rust source as tokens, without comments, strings and character literals.

/// A word (identifier, keyword, number), `::`, or one other character.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// Line, from 1.
    pub line: usize,
    pub text: String,
}

impl Token {
    pub fn is_word(&self) -> bool {
        self.text.starts_with(|c: char| c.is_alphanumeric() || c == '_')
    }
}

/// Reads a source. A text that is not Rust gives some tokens, never a panic.
pub fn tokens(source: &str) -> Vec<Token> {
    let mut reader = Reader { rest: source, line: 1, found: Vec::new() };
    while reader.step() {}
    reader.found
}

struct Reader<'a> {
    rest: &'a str,
    line: usize,
    found: Vec<Token>,
}

impl Reader<'_> {
    fn step(&mut self) -> bool {
        let Some(first) = self.rest.chars().next() else { return false };
        if self.rest.starts_with("//") {
            self.skip(self.rest.find('\n').unwrap_or(self.rest.len()));
        } else if self.rest.starts_with("/*") {
            self.skip(comment_length(self.rest));
        } else if let Some(length) = literal_length(self.rest) {
            self.skip(length);
        } else if first.is_alphanumeric() || first == '_' {
            let end = self.rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(self.rest.len());
            self.take(end);
        } else if self.rest.starts_with("::") {
            self.take(2);
        } else if first.is_whitespace() {
            self.skip(first.len_utf8());
        } else {
            self.take(first.len_utf8());
        }
        true
    }

    fn take(&mut self, length: usize) {
        self.found.push(Token { line: self.line, text: self.rest[..length].to_owned() });
        self.rest = &self.rest[length..];
    }

    fn skip(&mut self, length: usize) {
        self.line += self.rest[..length].matches('\n').count();
        self.rest = &self.rest[length..];
    }
}

/// Length of the block comment at the start, nested ones included.
fn comment_length(text: &str) -> usize {
    let (mut depth, mut at) = (0, 0);
    while at < text.len() {
        if text[at..].starts_with("/*") {
            (depth, at) = (depth + 1, at + 2);
        } else if text[at..].starts_with("*/") {
            (depth, at) = (depth - 1, at + 2);
            if depth == 0 {
                return at;
            }
        } else {
            at += text[at..].chars().next().map_or(1, char::len_utf8);
        }
    }
    text.len()
}

/// Length of the string or character literal at the start, if there is one.
fn literal_length(text: &str) -> Option<usize> {
    let prefix = ["br", "cr", "r", "b", "c", ""].into_iter().find(|p| {
        text.strip_prefix(p).is_some_and(|rest| {
            rest.starts_with('"')
                || (p.ends_with('r')
                    && rest.trim_start_matches('#').starts_with('"')
                    && rest.starts_with('#'))
        })
    });
    if let Some(prefix) = prefix {
        let rest = &text[prefix.len()..];
        let hashes = rest.len() - rest.trim_start_matches('#').len();
        if prefix.ends_with('r') {
            let close = format!("\"{}", "#".repeat(hashes));
            let body = hashes + 1;
            let end = rest[body..].find(&close).map_or(rest.len(), |at| body + at + close.len());
            return Some(prefix.len() + end);
        }
        return Some(prefix.len() + quoted_length(rest, '"'));
    }
    let (prefix, rest) = text.strip_prefix("b'").map_or((0, text), |_| (1, &text[1..]));
    let mut inside = rest.strip_prefix('\'')?.chars();
    let first = inside.next()?;
    // `'a'` is a character, `'a` a lifetime.
    (first == '\\' || inside.next() == Some('\'')).then(|| prefix + quoted_length(rest, '\''))
}

/// Length of a literal that begins and ends with `quote`, backslash escapes included.
fn quoted_length(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        if escaped {
            escaped = false;
        } else if c == '\\' {
            escaped = true;
        } else if c == quote {
            return at + c.len_utf8();
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::tokens;

    fn words(source: &str) -> String {
        tokens(source).iter().map(|t| t.text.as_str()).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn comments_strings_and_characters_are_no_code() {
        assert_eq!(words("a // use crate::x\n/* b /* c */ d */ e"), "a e");
        assert_eq!(
            words(r##"f("sqlx::x \" y", r#"to"kio"#, b"x", 'c', '\'', b'q', "汉字")"##),
            "f ( , , , , , , )"
        );
        assert_eq!(words("r\"raw\\\" after"), "after");
    }

    #[test]
    fn lifetimes_are_no_characters() {
        assert_eq!(
            words("fn f<'a>(x: &'a str) -> &'static str"),
            "fn f < ' a > ( x : & ' a str ) - > & ' static str"
        );
    }

    #[test]
    fn lines_are_counted_through_everything() {
        let found = tokens("/* one\ntwo */ \"three\nfour\"\nfive");
        assert_eq!((found[0].line, found[0].text.as_str()), (4, "five"));
    }

    #[test]
    fn an_unfinished_text_ends() {
        assert_eq!(words("a \"never closed"), "a");
        assert_eq!(words("a /* never closed"), "a");
        assert_eq!(words("a '"), "a '");
    }
}
