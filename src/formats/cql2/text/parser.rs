//! From tokens to a tree, by the precedence of the standard's grammar: `OR`, `AND`, `NOT`,
//! comparisons, `+ -`, `* / % div`, `^`, a sign.

use super::tokens::Token;
use crate::domain::filter::{Arithmetic, At, Expr, FilterError, Literal, MAX_DEPTH, Node};
use crate::formats::cql2::words::{COMPARISONS, meaning};

pub(super) type Found<T> = Result<T, FilterError>;

pub(super) struct Parser<'a> {
    tokens: Vec<(Token<'a>, usize)>,
    next: usize,
    /// Bytes of the text.
    len: usize,
    /// Brackets that are open.
    brackets: usize,
    /// Operators of one operand that are waiting for it.
    waiting: usize,
    vertices: usize,
}

impl<'a> Parser<'a> {
    pub(super) fn new(tokens: Vec<(Token<'a>, usize)>, len: usize) -> Self {
        Self { tokens, next: 0, len, brackets: 0, waiting: 0, vertices: 0 }
    }

    /// A whole condition or value: what may stand between brackets.
    pub(super) fn condition(&mut self) -> Found<Node> {
        self.joined("OR", Self::conjunction, Expr::Or)
    }

    fn conjunction(&mut self) -> Found<Node> {
        self.joined("AND", Self::negation, Expr::And)
    }

    fn joined(
        &mut self,
        word: &str,
        part: impl Fn(&mut Self) -> Found<Node>,
        join: impl Fn(Vec<Node>) -> Expr,
    ) -> Found<Node> {
        let first = part(self)?;
        if !self.is_word(word) {
            return Ok(first);
        }
        let at = first.at.clone();
        let mut parts = vec![first];
        while self.take_word(word) {
            parts.push(part(self)?);
        }
        Ok(Node::new(at, join(parts)))
    }

    fn negation(&mut self) -> Found<Node> {
        let at = self.at();
        if !self.take_word("NOT") {
            return self.comparison();
        }
        let inner = self.waiting(Self::negation)?;
        Ok(Node::new(at, Expr::Not(Box::new(inner))))
    }

    fn comparison(&mut self) -> Found<Node> {
        let left = self.sum()?;
        let at = left.at.clone();
        if let Some(comparison) = self.symbol().and_then(|symbol| meaning(COMPARISONS, symbol)) {
            self.next += 1;
            let right = self.sum()?;
            return Ok(Node::new(at, Expr::Compare(comparison, Box::new([left, right]))));
        }
        if self.take_word("IS") {
            let negated = self.take_word("NOT");
            if !self.take_word("NULL") {
                return Err(self.expected("NULL", "NULL"));
            }
            return Ok(negate(negated, Node::new(at, Expr::IsNull(Box::new(left)))));
        }
        let negated = self.take_word("NOT");
        let expr = if self.take_word("LIKE") {
            Expr::Like(Box::new([left, self.sum()?]))
        } else if self.take_word("ILIKE") {
            // Of the draft before CQL2, and still written by GDAL.
            let folded = |node: Node| Node::new(node.at.clone(), Expr::CaseI(Box::new(node)));
            Expr::Like(Box::new([folded(left), folded(self.sum()?)]))
        } else if self.take_word("BETWEEN") {
            let low = self.sum()?;
            if !self.take_word("AND") {
                return Err(self.expected("BETWEEN 的 AND", "AND of BETWEEN"));
            }
            Expr::Between(Box::new([left, low, self.sum()?]))
        } else if self.take_word("IN") {
            let list = self.bracketed(Self::condition)?;
            Expr::In(Box::new(left), list)
        } else if negated {
            return Err(self.expected("LIKE、BETWEEN 或 IN", "LIKE, BETWEEN or IN"));
        } else {
            return Ok(left);
        };
        Ok(negate(negated, Node::new(at, expr)))
    }

    fn sum(&mut self) -> Found<Node> {
        self.chain(Self::product, |parser| match parser.symbol() {
            Some("+") => Some(Arithmetic::Add),
            Some("-") => Some(Arithmetic::Subtract),
            _ => None,
        })
    }

    fn product(&mut self) -> Found<Node> {
        self.chain(Self::power, |parser| match parser.symbol() {
            Some("*") => Some(Arithmetic::Multiply),
            Some("/") => Some(Arithmetic::Divide),
            Some("%") => Some(Arithmetic::Modulo),
            _ if parser.is_word("DIV") => Some(Arithmetic::IntegerDivide),
            _ => None,
        })
    }

    /// Operators of one rank, from left to right.
    fn chain(
        &mut self,
        operand: impl Fn(&mut Self) -> Found<Node>,
        operator: impl Fn(&Self) -> Option<Arithmetic>,
    ) -> Found<Node> {
        let mut left = operand(self)?;
        let mut links = 0;
        while let Some(arithmetic) = operator(self) {
            // Each is one level of the tree.
            links += 1;
            if links > MAX_DEPTH {
                return Err(FilterError::too_deep(&self.at()));
            }
            self.next += 1;
            let right = operand(self)?;
            left = Node::new(left.at.clone(), Expr::Arithmetic(arithmetic, Box::new([left, right])));
        }
        Ok(left)
    }

    fn power(&mut self) -> Found<Node> {
        let base = self.signed()?;
        if !self.take("^") {
            return Ok(base);
        }
        let exponent = self.waiting(Self::power)?;
        Ok(Node::new(base.at.clone(), Expr::Arithmetic(Arithmetic::Power, Box::new([base, exponent]))))
    }

    fn signed(&mut self) -> Found<Node> {
        let at = self.at();
        if self.take("+") {
            return self.waiting(Self::signed);
        }
        if !self.take("-") {
            return self.primary();
        }
        if let Some(Token::Number(number)) = self.peek() {
            let number = -number;
            self.next += 1;
            return Ok(Node::new(at, Expr::Literal(Literal::Number(number))));
        }
        let operand = self.waiting(Self::signed)?;
        let minus = Node::new(at.clone(), Expr::Literal(Literal::Number(-1.0)));
        Ok(Node::new(at, Expr::Arithmetic(Arithmetic::Multiply, Box::new([minus, operand]))))
    }

    /// A comma-separated list in brackets, perhaps empty.
    pub(super) fn bracketed<T>(&mut self, item: impl Fn(&mut Self) -> Found<T>) -> Found<Vec<T>> {
        self.within_brackets(|parser| {
            let mut items = Vec::new();
            if parser.symbol() == Some(")") {
                return Ok(items);
            }
            loop {
                items.push(item(parser)?);
                if !parser.take(",") {
                    return Ok(items);
                }
            }
        })
    }

    /// What stands in brackets.
    pub(super) fn within_brackets<T>(&mut self, inside: impl FnOnce(&mut Self) -> Found<T>) -> Found<T> {
        let at = self.at();
        self.expect("(")?;
        self.brackets += 1;
        if self.brackets > MAX_DEPTH {
            return Err(FilterError::too_deep(&at));
        }
        let found = inside(self)?;
        self.expect(")")?;
        self.brackets -= 1;
        Ok(found)
    }

    /// The operand of an operator that stands before it.
    fn waiting(&mut self, operand: impl FnOnce(&mut Self) -> Found<Node>) -> Found<Node> {
        self.waiting += 1;
        if self.waiting > MAX_DEPTH {
            return Err(FilterError::too_deep(&self.at()));
        }
        let found = operand(self)?;
        self.waiting -= 1;
        Ok(found)
    }

    pub(super) fn end(&self) -> Found<()> {
        if self.next < self.tokens.len() {
            return Err(self.expected("运算符或结尾", "an operator or the end"));
        }
        Ok(())
    }

    pub(super) fn peek(&self) -> Option<&Token<'a>> {
        self.tokens.get(self.next).map(|(token, _)| token)
    }

    /// The token after the next, and so on.
    pub(super) fn peek_at(&self, ahead: usize) -> Option<&Token<'a>> {
        self.tokens.get(self.next + ahead).map(|(token, _)| token)
    }

    pub(super) fn advance(&mut self) {
        self.next += 1;
    }

    /// Puts the token that was taken last back.
    pub(super) fn retreat(&mut self) {
        self.next -= 1;
    }

    /// One more vertex of a geometry was met.
    pub(super) fn count_vertex(&mut self, most: usize) -> Found<()> {
        self.vertices += 1;
        if self.vertices > most { Err(FilterError::too_many_vertices(&self.at())) } else { Ok(()) }
    }

    pub(super) fn at(&self) -> At {
        At::Byte(self.tokens.get(self.next).map_or(self.len, |(_, at)| *at))
    }

    pub(super) fn symbol(&self) -> Option<&'static str> {
        match self.peek() {
            Some(Token::Symbol(symbol)) => Some(symbol),
            _ => None,
        }
    }

    pub(super) fn take(&mut self, symbol: &str) -> bool {
        let found = self.symbol() == Some(symbol);
        self.next += usize::from(found);
        found
    }

    pub(super) fn expect(&mut self, symbol: &str) -> Found<()> {
        if self.take(symbol) {
            return Ok(());
        }
        Err(self.expected(&format!("“{symbol}”"), &format!("'{symbol}'")))
    }

    fn is_word(&self, word: &str) -> bool {
        matches!(self.peek(), Some(Token::Word(found)) if found.eq_ignore_ascii_case(word))
    }

    pub(super) fn take_word(&mut self, word: &str) -> bool {
        let found = self.is_word(word);
        self.next += usize::from(found);
        found
    }

    /// What should have stood where the next token stands.
    pub(super) fn expected(&self, zh: &str, en: &str) -> FilterError {
        let found = match self.peek() {
            None => None,
            Some(Token::Word(word)) => Some((*word).to_owned()),
            Some(Token::Name(name)) => Some(format!("\"{name}\"")),
            Some(Token::Text(text)) => Some(format!("'{text}'")),
            Some(Token::Number(number)) => Some(number.to_string()),
            Some(Token::Symbol(symbol)) => Some((*symbol).to_owned()),
        };
        let cut = |text: String| {
            if text.chars().count() > 40 { text.chars().take(40).chain(['…']).collect() } else { text }
        };
        let (zh, en) = match found.map(cut) {
            None => (
                format!("此处应为{zh},但过滤条件已结束"),
                format!("{en} was expected here, but the filter ends"),
            ),
            Some(found) => {
                (format!("此处应为{zh},收到的是 {found}"), format!("{en} was expected here, not {found}"))
            }
        };
        FilterError::new(&self.at(), "syntax", zh, en)
    }
}

fn negate(negated: bool, node: Node) -> Node {
    if negated { Node::new(node.at.clone(), Expr::Not(Box::new(node))) } else { node }
}
