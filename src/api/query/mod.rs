//! Query parameters, read strictly: what is not understood is refused, never guessed.

/// Days, instants and intervals.
mod instant;
/// How many, and from where on.
mod page;
/// Box, neighbourhood, polygon.
mod place;

pub use instant::{Interval, as_of, interval, known_at};
pub use page::{Cursor, Page};
pub use place::{Near, Place};

use super::error::ApiError;
use crate::domain::invalid::Invalid;
use crate::registry::RegistryError;
use axum::extract::{FromRequestParts, Query};
use axum::http::request::Parts;

/// The parameters of a request, taken out one by one; what is left at the end is unknown.
#[derive(Debug, Default)]
pub struct Params {
    given: Vec<(String, String)>,
    known: Vec<&'static str>,
    defects: Vec<Invalid>,
}

impl<S: Sync> FromRequestParts<S> for Params {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        let given = Query::<Vec<(String, String)>>::try_from_uri(&parts.uri).map_err(|_| {
            ApiError::invalid("", "not_a_query", "查询参数的编码有误", "the query is not encoded as a form")
        })?;
        Ok(Self { given: given.0, ..Self::default() })
    }
}

impl Params {
    /// The text of a parameter; empty counts as wrong, twice counts as wrong.
    pub fn text(&mut self, name: &'static str) -> Option<String> {
        self.known.push(name);
        let mut found: Option<String> = None;
        let mut twice = false;
        self.given.retain_mut(|(given, value)| {
            if given != name {
                return true;
            }
            twice |= found.is_some();
            found = Some(std::mem::take(value));
            false
        });
        if twice {
            self.wrong(
                name,
                "twice",
                format!("参数 {name} 出现了多次"),
                format!("`{name}` was given more than once"),
            );
            return None;
        }
        let found = found?;
        if found.trim().is_empty() {
            self.wrong(name, "empty", format!("参数 {name} 是空的"), format!("`{name}` is empty"));
            return None;
        }
        Some(found.trim().to_owned())
    }

    /// A parameter of its own type; `parse` answers the reason (Chinese, English) when it is none.
    pub fn read<T>(
        &mut self,
        name: &'static str,
        parse: impl FnOnce(&str) -> Result<T, (String, String)>,
    ) -> Option<T> {
        let text = self.text(name)?;
        match parse(&text) {
            Ok(value) => Some(value),
            Err((zh, en)) => {
                self.wrong(name, "malformed", zh, en);
                None
            }
        }
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

    /// A list separated by commas, each item understood by `parse`.
    pub fn list<T>(
        &mut self,
        name: &'static str,
        parse: impl Fn(&str) -> Option<T>,
        words: &str,
    ) -> Option<Vec<T>> {
        self.read(name, |text| {
            let items = text.split(',').map(str::trim).filter(|item| !item.is_empty());
            items
                .map(|item| {
                    parse(item).ok_or_else(|| {
                        (
                            format!("{name} 的“{item}”不在可用值中：{words}"),
                            format!("`{item}` in `{name}` is none of: {words}"),
                        )
                    })
                })
                .collect()
        })
    }

    pub fn wrong(&mut self, name: &str, code: &str, zh: impl Into<String>, en: impl Into<String>) {
        self.defects.push(Invalid::new(name, code, zh, en));
    }

    /// Adds what a failed look-up found wrong.
    ///
    /// # Errors
    /// The failure was none of the user's.
    pub fn blame<T>(&mut self, found: Result<T, RegistryError>) -> Result<Option<T>, ApiError> {
        match found {
            Ok(value) => Ok(Some(value)),
            Err(RegistryError::Invalid(defects)) => {
                self.defects.extend(defects);
                Ok(None)
            }
            Err(error) => Err(error.into()),
        }
    }

    /// To be called when all has been taken.
    ///
    /// # Errors
    /// Something was wrong, or a parameter is not known here; all of it is told at once.
    pub fn finish(mut self) -> Result<(), ApiError> {
        let mut known = self.known.clone();
        known.sort_unstable();
        let known = known.join(", ");
        for (name, _) in std::mem::take(&mut self.given) {
            let (zh, en) = if known.is_empty() {
                (format!("此处没有参数“{name}”"), format!("there is no parameter `{name}` here"))
            } else {
                (
                    format!("此处没有参数“{name}”；可用：{known}"),
                    format!("there is no parameter `{name}` here; known: {known}"),
                )
            };
            self.wrong(&name, "unknown_parameter", zh, en);
        }
        if self.defects.is_empty() { Ok(()) } else { Err(RegistryError::Invalid(self.defects).into()) }
    }

    #[cfg(test)]
    pub fn of(query: &str) -> Self {
        let uri: axum::http::Uri = format!("/?{query}").parse().expect("an address");
        let given = Query::<Vec<(String, String)>>::try_from_uri(&uri).expect("a query");
        Self { given: given.0, ..Self::default() }
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
