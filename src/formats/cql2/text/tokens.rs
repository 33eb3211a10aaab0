//! From characters to tokens, each with the byte at which it starts.

use crate::domain::filter::{At, FilterError};
use crate::formats::cql2::words::{continues_identifier, starts_identifier};

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Token<'a> {
    /// A keyword, or a name without quotation marks.
    Word(&'a str),
    /// A name in double quotation marks.
    Name(String),
    /// A text in single quotation marks.
    Text(String),
    /// Without a sign.
    Number(f64),
    Symbol(&'static str),
}

/// Longer ones first.
const SYMBOLS: &[&str] = &["<>", "<=", ">=", "=", "<", ">", "(", ")", ",", "+", "-", "*", "/", "%", "^"];

/// All tokens of a text.
pub(super) fn tokens(text: &str) -> Result<Vec<(Token<'_>, usize)>, FilterError> {
    let mut found = Vec::new();
    let mut at = 0;
    loop {
        let rest = &text[at..];
        let trimmed = rest.trim_start();
        at += rest.len() - trimmed.len();
        let Some(first) = trimmed.chars().next() else { return Ok(found) };
        let (token, len) = match first {
            '\'' => text_literal(trimmed, at)?,
            '"' => quoted_name(trimmed, at)?,
            '0'..='9' | '.' => number(trimmed, at)?,
            letter if starts_identifier(letter) => {
                let len = trimmed.find(|c| !continues_identifier(c)).unwrap_or(trimmed.len());
                (Token::Word(&trimmed[..len]), len)
            }
            _ => {
                let symbol = SYMBOLS.iter().find(|symbol| trimmed.starts_with(**symbol));
                let symbol = symbol.ok_or_else(|| unexpected(first, at))?;
                (Token::Symbol(symbol), symbol.len())
            }
        };
        found.push((token, at));
        at += len;
    }
}

fn unexpected(letter: char, at: usize) -> FilterError {
    let shown = letter.escape_debug();
    FilterError::new(
        &At::Byte(at),
        "syntax",
        format!("此处不应有“{shown}”;属性名若含此字符,请用双引号括起"),
        format!("'{shown}' is not expected here; a property name that has it needs double quotation marks"),
    )
}

fn text_literal(text: &str, at: usize) -> Result<(Token<'_>, usize), FilterError> {
    let mut value = String::new();
    let mut letters = text.char_indices().skip(1).peekable();
    while let Some((index, letter)) = letters.next() {
        match letter {
            '\'' => match letters.peek() {
                Some((_, '\'')) => {
                    letters.next();
                    value.push('\'');
                }
                _ => return Ok((Token::Text(value), index + 1)),
            },
            '\\' => {
                let escaped = letters.peek().and_then(|(_, next)| escaped(*next));
                value.push(escaped.unwrap_or('\\'));
                if escaped.is_some() {
                    letters.next();
                }
            }
            other => value.push(other),
        }
    }
    Err(FilterError::new(
        &At::Byte(at),
        "unclosed_text",
        "文本缺少结尾的单引号(文本中的单引号写作 '')",
        "the text that starts here has no closing quotation mark (one within it is written '')",
    ))
}

/// What a backslash and this letter stand for.
fn escaped(letter: char) -> Option<char> {
    Some(match letter {
        '\'' | '\\' => letter,
        'a' => '\u{7}',
        'b' => '\u{8}',
        't' => '\t',
        'n' => '\n',
        'v' => '\u{b}',
        'f' => '\u{c}',
        'r' => '\r',
        _ => return None,
    })
}

fn quoted_name(text: &str, at: usize) -> Result<(Token<'_>, usize), FilterError> {
    let mut name = String::new();
    let mut letters = text.char_indices().skip(1).peekable();
    while let Some((index, letter)) = letters.next() {
        if letter != '"' {
            name.push(letter);
        } else if let Some((_, '"')) = letters.peek() {
            letters.next();
            name.push('"');
        } else {
            return Ok((Token::Name(name), index + 1));
        }
    }
    Err(FilterError::new(
        &At::Byte(at),
        "unclosed_name",
        "属性名缺少结尾的双引号",
        "the property name that starts here has no closing quotation mark",
    ))
}

/// Digits, with a point and an exponent perhaps.
fn number(text: &str, at: usize) -> Result<(Token<'_>, usize), FilterError> {
    let digits = |from: usize| text[from..].bytes().take_while(u8::is_ascii_digit).count();
    let mut len = digits(0);
    if text[len..].starts_with('.') {
        len += 1 + digits(len + 1);
    }
    if text[len..].starts_with(['e', 'E']) {
        let sign = usize::from(text[len + 1..].starts_with(['+', '-']));
        let exponent = digits(len + 1 + sign);
        if exponent > 0 {
            len += 1 + sign + exponent;
        }
    }
    match text[..len].parse::<f64>() {
        Ok(value) if value.is_finite() => Ok((Token::Number(value), len)),
        _ => Err(FilterError::new(
            &At::Byte(at),
            "number",
            "此处应为双精度范围内的数",
            "a number within the range of doubles was expected here",
        )),
    }
}
