//! Query parameters, read strictly: what is not understood is refused, never guessed.

/// Days, instants and intervals.
mod instant;
/// How many, and from where on.
mod page;
/// Box, neighbourhood, polygon.
mod place;
/// Reference systems and the order of their axes.
mod system;

pub use instant::{Interval, as_of, interval, known_at};
pub use page::{Cursor, Page, Side};
pub use place::{Near, Place};
pub use system::{BoxIn, CRS84, System};

use super::error::ApiError;
use crate::domain::invalid::Invalid;
use crate::registry::RegistryError;
use crate::registry::asked::Asked;
use axum::extract::{FromRequestParts, Query};
use axum::http::request::Parts;

/// The parameters of a request, taken out one by one; what is left at the end is unknown.
#[derive(Clone, Debug, Default)]
pub struct Params(Asked);

impl<S: Sync> FromRequestParts<S> for Params {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        let given = Query::<Vec<(String, String)>>::try_from_uri(&parts.uri).map_err(|_| {
            ApiError::invalid("", "not_a_query", "查询参数的编码有误", "the query is not encoded as a form")
        })?;
        Ok(Self(Asked::of(given.0)))
    }
}

impl Params {
    /// The text of a parameter; empty counts as wrong.
    pub fn text(&mut self, name: &str) -> Option<String> {
        self.0.text(name)
    }

    /// A parameter of its own type; `parse` answers the reason (Chinese, English) when it is none.
    pub fn read<T>(
        &mut self,
        name: &'static str,
        parse: impl FnOnce(&str) -> Result<T, (String, String)>,
    ) -> Option<T> {
        self.0.read(name, parse)
    }

    /// A list separated by commas, each item understood by `parse`.
    pub fn list<T>(
        &mut self,
        name: &'static str,
        parse: impl Fn(&str) -> Option<T>,
        words: &str,
    ) -> Option<Vec<T>> {
        self.0.list(name, parse, words)
    }

    /// A finite number.
    pub fn number(&mut self, name: &'static str) -> Option<f64> {
        self.read(name, |text| {
            text.parse::<f64>().ok().filter(|number| number.is_finite()).ok_or_else(|| {
                (format!("{name} 应为数，收到“{text}”"), format!("`{name}` is a number, not `{text}`"))
            })
        })
    }

    /// A whole number that is not negative.
    pub fn whole(&mut self, name: &'static str) -> Option<u64> {
        self.read(name, |text| {
            text.parse().map_err(|_| {
                (
                    format!("{name} 应为非负整数，收到“{text}”"),
                    format!("`{name}` is a whole number that is not negative, not `{text}`"),
                )
            })
        })
    }

    /// `true` or `false`.
    pub fn boolean(&mut self, name: &'static str) -> Option<bool> {
        self.read(name, |text| {
            text.parse()
                .map_err(|_| (format!("{name} 应为 true 或 false"), format!("`{name}` is true or false")))
        })
    }

    pub fn wrong(&mut self, name: &str, code: &str, zh: impl Into<String>, en: impl Into<String>) {
        self.0.wrong(name, code, zh, en);
    }

    /// Whether something was found wrong so far.
    pub fn is_wrong(&self) -> bool {
        self.0.is_wrong()
    }

    /// Adds a defect that was found elsewhere.
    pub fn found_wrong(&mut self, defect: Invalid) {
        self.0.found_wrong(defect);
    }

    /// Whether a parameter was given and is not taken yet.
    pub fn has(&self, name: &str) -> bool {
        self.0.has(name)
    }

    /// What is given and not taken yet, but for some names, in the order of names.
    pub fn rest<'a>(&'a self, without: &'a [&str]) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.0.rest(without)
    }

    /// Whether all that was given has been taken.
    pub fn is_taken(&self) -> bool {
        self.0.is_taken()
    }

    /// Adds what a failed look-up found wrong.
    ///
    /// # Errors
    /// The failure was none of the user's.
    pub fn blame<T>(&mut self, found: Result<T, RegistryError>) -> Result<Option<T>, ApiError> {
        Ok(self.0.blame(found)?)
    }

    /// To be called when all has been taken.
    ///
    /// # Errors
    /// Something was wrong, or a parameter is not known here; all of it is told at once.
    pub fn finish(self) -> Result<(), ApiError> {
        Ok(self.0.finish()?)
    }

    #[cfg(test)]
    pub fn of(query: &str) -> Self {
        let uri: axum::http::Uri = format!("/?{query}").parse().expect("an address");
        let given = Query::<Vec<(String, String)>>::try_from_uri(&uri).expect("a query");
        Self(Asked::of(given.0))
    }

    /// Codes of what was found wrong, in order.
    #[cfg(test)]
    pub fn codes(self) -> Vec<String> {
        match self.finish() {
            Err(ApiError::Registry(RegistryError::Invalid(defects))) => {
                defects.into_iter().map(|defect| format!("{}:{}", defect.field, defect.code)).collect()
            }
            _ => Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Params;

    #[test]
    fn what_is_not_taken_is_unknown() {
        let mut params = Params::of("limit=5&limt=6");
        assert_eq!(params.whole("limit"), Some(5));
        assert_eq!(params.codes(), ["limt:unknown_parameter"]);
    }

    #[test]
    fn everything_wrong_is_told_at_once() {
        let mut params = Params::of("a=x&b=&c=1&c=2&d=-1&e=NaN&f=red,blue");
        assert_eq!(params.whole("a"), None);
        assert_eq!(params.text("b"), None);
        assert_eq!(params.whole("c"), None);
        assert_eq!(params.whole("d"), None);
        assert_eq!(params.number("e"), None);
        assert_eq!(params.list("f", |word| (word == "red").then_some(1), "red"), None);
        assert_eq!(
            params.codes(),
            ["a:malformed", "b:empty", "c:twice", "d:malformed", "e:malformed", "f:malformed"]
        );
    }
}
