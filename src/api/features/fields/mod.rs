//! What members features have: the one list that schemas, queryables, filters, tiles and tables go by.

mod clusters;
mod divisions;
mod equipment;
mod records;
mod sites;

pub use clusters::clusters;
pub use divisions::divisions;
pub use equipment::equipment;
pub use records::{records, records_description, records_title};
pub use sites::sites;

/// What a member holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    Text,
    Integer,
    Number,
    Bool,
    /// `YYYY-MM-DD`.
    Date,
    /// A list of texts.
    Texts,
    /// A list of objects.
    List,
    /// An object.
    Object,
    /// A list, an object, or one or the other.
    Nested,
}

impl Sort {
    /// Whether it holds lists or objects that are no plain texts.
    pub const fn is_nested(self) -> bool {
        matches!(self, Self::List | Self::Object | Self::Nested)
    }
}

/// What a member means to a client that knows the standard's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    Plain,
    /// The kind of thing, by which maps are styled.
    Type,
    /// First day on which the thing was there.
    Start,
    /// Last day on which it was there.
    End,
}

/// A member of features' properties.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    pub name: String,
    pub sort: Sort,
    /// Chinese, with the unit where it has one.
    pub zh: String,
    /// English, with the unit where it has one.
    pub en: String,
    /// All values it can have; empty: any.
    pub words: Vec<String>,
    pub role: Role,
    /// Every feature has it.
    pub required: bool,
    /// Computed or kept by the registry: nobody sends it.
    pub read_only: bool,
}

impl Field {
    /// A member with its titles.
    pub fn new(name: &str, sort: Sort, zh: &str, en: &str) -> Self {
        Self {
            name: name.to_owned(),
            sort,
            zh: zh.to_owned(),
            en: en.to_owned(),
            words: Vec::new(),
            role: Role::Plain,
            required: false,
            read_only: false,
        }
    }

    /// That every feature has.
    pub fn required(self) -> Self {
        Self { required: true, ..self }
    }

    /// That nobody sends.
    pub fn read_only(self) -> Self {
        Self { read_only: true, ..self }
    }

    /// With a meaning.
    pub fn role(self, role: Role) -> Self {
        Self { role, ..self }
    }

    /// With all values it can have.
    pub fn words<T: AsRef<str>>(self, words: impl IntoIterator<Item = T>) -> Self {
        Self { words: words.into_iter().map(|word| word.as_ref().to_owned()).collect(), ..self }
    }
}

fn text(name: &str, zh: &str, en: &str) -> Field {
    Field::new(name, Sort::Text, zh, en)
}

fn flag(name: &str, zh: &str, en: &str) -> Field {
    Field::new(name, Sort::Bool, zh, en)
}

fn date(name: &str, zh: &str, en: &str) -> Field {
    Field::new(name, Sort::Date, zh, en)
}

/// What every feature of the registry ends with.
fn kept() -> [Field; 2] {
    [
        Field::new("version", Sort::Integer, "版本（变更序号）", "version, the number of its newest change")
            .required()
            .read_only(),
        date("effective_from", "生效日期", "day from which this state holds").required(),
    ]
}

/// In which division it stands.
fn home() -> [Field; 2] {
    [
        text("division", "所在行政区划（编号）", "code of the division it stands in").read_only(),
        text("division_name_zh", "所在行政区划", "name of the division it stands in").read_only(),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::change::EntityKind;
    use crate::domain::kind::Catalogue;

    #[test]
    fn no_name_is_listed_twice_and_all_are_titled() {
        let catalogue = Catalogue::default();
        let mut all =
            vec![sites(&catalogue), equipment(&catalogue), divisions(&catalogue), clusters(&catalogue)];
        all.extend([EntityKind::Organisation, EntityKind::Institution].map(|kind| records(kind, &catalogue)));
        for fields in all {
            let mut names: Vec<&str> = fields.iter().map(|field| field.name.as_str()).collect();
            let count = names.len();
            names.sort_unstable();
            names.dedup();
            assert_eq!(names.len(), count);
            assert!(fields.iter().all(|field| !field.zh.is_empty() && !field.en.is_empty()));
        }
    }
}
