//! Values, calls and predicates: what has no operator.

use super::parser::{Found, Parser};
use super::tokens::Token;
use crate::domain::filter::{Expr, Literal, Node};
use crate::formats::cql2::words::{RELATIONS, SET_RELATIONS, TIME_RELATIONS, meaning};

/// Words that are never names.
pub(super) const RESERVED: &[&str] =
    &["AND", "OR", "NOT", "LIKE", "BETWEEN", "IN", "IS", "NULL", "DIV", "TRUE", "FALSE", "CASEI", "ACCENTI"];

impl Parser<'_> {
    pub(super) fn primary(&mut self) -> Found<Node> {
        let at = self.at();
        let expr = match self.peek() {
            Some(Token::Number(number)) => Expr::Literal(Literal::Number(*number)),
            Some(Token::Text(text)) => Expr::Literal(Literal::Text(text.clone())),
            Some(Token::Name(name)) => Expr::Property(name.clone()),
            Some(Token::Symbol("(")) => return self.within_brackets(Self::condition),
            Some(Token::Word(word)) => {
                let word = *word;
                self.advance();
                let expr = self.word(word)?;
                return Ok(Node::new(at, expr));
            }
            _ => return Err(self.expected("属性名、值或函数", "a property, a value or a function")),
        };
        self.advance();
        Ok(Node::new(at, expr))
    }

    fn word(&mut self, word: &str) -> Found<Expr> {
        let capitals = word.to_ascii_uppercase();
        match capitals.as_str() {
            "TRUE" => return Ok(Expr::Literal(Literal::Bool(true))),
            "FALSE" => return Ok(Expr::Literal(Literal::Bool(false))),
            "CASEI" => return Ok(Expr::CaseI(Box::new(self.within_brackets(Self::condition)?))),
            "ACCENTI" => return Ok(Expr::AccentI(Box::new(self.within_brackets(Self::condition)?))),
            reserved if RESERVED.contains(&reserved) => {
                self.retreat();
                return Err(self.expected(
                    "属性名、值或函数(与关键字同名的属性须加双引号)",
                    "a property, a value or a function (a property named as a keyword needs double quotation marks)",
                ));
            }
            _ => {}
        }
        if let Some(geometry) = self.geometry(&capitals)? {
            return Ok(Expr::Literal(geometry));
        }
        if self.symbol() != Some("(") {
            return Ok(Expr::Property(word.to_owned()));
        }
        match capitals.as_str() {
            "DATE" => self.moment("日期,如 DATE('2025-01-31')", "a date such as DATE('2025-01-31')", true),
            "TIMESTAMP" => self.moment(
                "时刻,如 TIMESTAMP('2025-01-31T08:00:00Z')",
                "a time such as TIMESTAMP('2025-01-31T08:00:00Z')",
                false,
            ),
            "INTERVAL" => self.interval(),
            _ => {
                if let Some(relation) = meaning(RELATIONS, word) {
                    return Ok(Expr::Spatial(relation, self.two(Self::condition)?));
                }
                if let Some(relation) = meaning(TIME_RELATIONS, word) {
                    return Ok(Expr::Temporal(relation, self.two(Self::condition)?));
                }
                if let Some(relation) = meaning(SET_RELATIONS, word) {
                    return Ok(Expr::Arrays(relation, self.two(Self::array)?));
                }
                Ok(Expr::Call(word.to_owned(), self.bracketed(Self::argument)?))
            }
        }
    }

    fn two(&mut self, operand: impl Fn(&mut Self) -> Found<Node>) -> Found<Box<[Node; 2]>> {
        self.within_brackets(|parser| {
            let first = operand(parser)?;
            parser.expect(",")?;
            Ok(Box::new([first, operand(parser)?]))
        })
    }

    /// `('...')` of a date or a time.
    fn moment(&mut self, zh: &str, en: &str, is_day: bool) -> Found<Expr> {
        self.within_brackets(|parser| {
            let found = match parser.peek() {
                Some(Token::Text(text)) => Literal::instant(text),
                _ => None,
            };
            match found.filter(|literal| matches!(literal, Literal::Date(_)) == is_day) {
                Some(literal) => {
                    parser.advance();
                    Ok(Expr::Literal(literal))
                }
                None => Err(parser.expected(zh, en)),
            }
        })
    }

    fn interval(&mut self) -> Found<Expr> {
        self.within_brackets(|parser| {
            let first = parser.interval_end()?;
            parser.expect(",")?;
            Ok(Expr::Interval(Box::new([first, parser.interval_end()?])))
        })
    }

    fn interval_end(&mut self) -> Found<Option<Node>> {
        let at = self.at();
        let wanted = self.expected(
            "'2025-01-31'、'2025-01-31T08:00:00Z'、'..' 或属性名",
            "'2025-01-31', '2025-01-31T08:00:00Z', '..' or a property",
        );
        let found = match self.peek() {
            Some(Token::Text(text)) if text == ".." => {
                self.advance();
                return Ok(None);
            }
            Some(Token::Text(text)) => {
                let literal = Literal::instant(text);
                self.advance();
                literal.map(|literal| Node::new(at, Expr::Literal(literal)))
            }
            _ => Some(self.primary()?).filter(Node::is_interval_end),
        };
        found.map(Some).ok_or(wanted)
    }

    /// An operand of an array predicate: brackets around all of it are those of an array.
    fn array(&mut self) -> Found<Node> {
        if !self.is_in_brackets() {
            return self.condition();
        }
        let at = self.at();
        let members = self.bracketed(Self::argument)?;
        Ok(Node::new(at, Expr::List(members)))
    }

    /// A member of an array or an argument of a function.
    fn argument(&mut self) -> Found<Node> {
        Ok(self.argument_in_brackets()?.0)
    }

    /// The same, and whether brackets stood around all of it.
    fn argument_in_brackets(&mut self) -> Found<(Node, bool)> {
        if !self.is_in_brackets() {
            return Ok((self.condition()?, false));
        }
        let at = self.at();
        let mut members = self.bracketed(Self::argument_in_brackets)?;
        let groups = matches!(&members[..], [(only, false)] if is_operation(&only.expr));
        let node = match members.pop() {
            Some((only, _)) if groups => only,
            last => {
                members.extend(last);
                Node::new(at, Expr::List(members.into_iter().map(|(member, _)| member).collect()))
            }
        };
        Ok((node, true))
    }

    /// Whether the next bracket is closed right before the next comma or bracket.
    fn is_in_brackets(&self) -> bool {
        let mut depth = 0_usize;
        let mut ahead = 0;
        loop {
            match self.peek_at(ahead) {
                Some(Token::Symbol("(")) => depth += 1,
                Some(Token::Symbol(")")) if depth <= 1 => break,
                Some(Token::Symbol(")")) => depth -= 1,
                Some(_) if depth > 0 => {}
                _ => return false,
            }
            ahead += 1;
        }
        depth == 1 && matches!(self.peek_at(ahead + 1), Some(Token::Symbol("," | ")")) | None)
    }
}

/// Whether an expression is written with an operator, so that brackets around it group.
pub(super) fn is_operation(expr: &Expr) -> bool {
    matches!(
        expr,
        Expr::And(_)
            | Expr::Or(_)
            | Expr::Not(_)
            | Expr::Compare(..)
            | Expr::Like(_)
            | Expr::Between(_)
            | Expr::In(..)
            | Expr::IsNull(_)
            | Expr::Arithmetic(..)
    )
}
