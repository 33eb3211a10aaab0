//! The features of an imported layer.

use super::fields::{Field, Sort};
use super::{Collection, Tests};
use crate::api::error::ApiError;
use crate::api::query::Params;
use crate::domain::id::{BlobHash, Seq};
use crate::domain::kind::Catalogue;
use crate::domain::layer::Layer as Document;
use crate::index::{Day, Entry, ImportedFacts, Layer, Snapshot};
use crate::registry::error::Thing;
use crate::registry::imported::{Holds, Imported as Contents};
use crate::registry::reference::Reference;
use crate::registry::world::{Standing, World};
use std::sync::Arc;
use uuid::Uuid;

/// A layer as a collection that nobody writes to.
#[derive(Clone)]
pub struct Imported {
    id: String,
    document: Document,
    /// Number of the change that brought it.
    version: Seq,
    contents: Arc<Contents>,
}

impl Imported {
    /// `id`: how addresses call it.
    pub fn new(id: String, layer: &Standing<Document>, contents: Arc<Contents>) -> Self {
        Self { id, document: layer.thing.clone(), version: layer.version, contents }
    }

    /// A word for its contents: the same features have the same word.
    pub fn contents_hash(&self) -> BlobHash {
        self.document.blob
    }
}

impl Collection for Imported {
    type Facts = ImportedFacts;

    fn id(&self) -> &str {
        &self.id
    }

    fn what(&self) -> Thing {
        Thing::Anything
    }

    fn title(&self) -> (String, String) {
        let name = || self.document.name.clone();
        let zh = self.document.title_zh.clone().unwrap_or_else(name);
        (zh, self.document.title_en.clone().unwrap_or_else(name))
    }

    fn description(&self) -> (String, String) {
        let mut zh = vec!["导入的图层，只读".to_owned()];
        let mut en = vec!["an imported layer, read-only".to_owned()];
        if let Some(source) = &self.document.source {
            zh.push(format!("来源：{source}"));
            en.push(format!("source: {source}"));
        }
        if let Some(licence) = &self.document.licence {
            zh.push(format!("许可：{licence}"));
            en.push(format!("licence: {licence}"));
        }
        for (flag, flag_zh, flag_en) in [
            (self.document.demo, "演示数据", "demonstration data"),
            (self.document.estimate, "估算", "an estimate"),
        ] {
            if flag {
                zh.push(flag_zh.to_owned());
                en.push(flag_en.to_owned());
            }
        }
        (zh.join("；"), en.join("; "))
    }

    fn layer<'a>(&'a self, _: &'a Snapshot) -> &'a Layer<ImportedFacts> {
        &self.contents.layer
    }

    fn version(&self, _: &Entry<ImportedFacts>) -> Seq {
        self.version
    }

    fn key(&self, id: &str) -> Option<Uuid> {
        // As it is written, so that a feature has one address.
        let number: u64 = id.parse().ok()?;
        (number.to_string() == id).then(|| Contents::key(number))
    }

    fn filters<'a>(
        &self,
        _: &mut Params,
        _: &'a World,
        _: &Reference,
    ) -> Result<Tests<'a, ImportedFacts>, ApiError> {
        Ok(Tests::default())
    }

    fn time(&self, _: &ImportedFacts) -> (Day, Day) {
        (Day::of(None), Day::of(None))
    }

    fn fields(&self, _: &Catalogue) -> Vec<Field> {
        let sort = |holds: Holds| match holds {
            Holds::Text => Sort::Text,
            Holds::Integer => Sort::Integer,
            Holds::Number => Sort::Number,
            Holds::Bool => Sort::Bool,
            Holds::Date => Sort::Date,
            Holds::Anything => Sort::Nested,
        };
        let members = self.contents.members.iter();
        members.map(|(name, holds)| Field::new(name, sort(*holds), name, name)).collect()
    }
}
