//! OGC API: one file for each of its resources.

/// Collections, and what is said of one.
mod collections;
/// Reading features.
mod items;
/// What their schemas look like.
mod schemas;
/// Landing page, conformance, functions, this document.
mod service;
/// Vector tiles and styles.
mod tiles;
/// Writing features.
mod transact;

use super::About;
use super::answer::Answer;
use super::document::Chapter;
use super::operation::Tag;
use super::parameter::{Parameter, path, query};
use super::schema::{Schema, text, word};
use crate::api::ogc::form::{Form, HTML};

const TAG: Tag = Tag { name: "ogc", zh: "OGC API：GIS 与地图读写", en: "OGC API: for GIS and maps" };

/// What the document tells of `/ogc` depends on which collections there are.
pub fn chapter(about: &About) -> Chapter {
    let collections = &about.collections;
    let mut operations = service::operations();
    operations.extend(collections::operations(collections));
    operations.extend(items::operations(collections, &about.members));
    operations.extend(transact::operations(collections));
    operations.extend(tiles::operations(collections, &about.members));
    let schemas = schemas::schemas()
        .into_iter()
        .chain(tiles::schemas())
        .map(|(name, schema)| (name.to_owned(), schema))
        .collect();
    Chapter { tag: TAG, operations, schemas }
}

/// The representation, where the client can not send `Accept`.
fn form(forms: &[Form]) -> Parameter {
    let words: Vec<&str> = forms
        .iter()
        .flat_map(|form| std::iter::once(form.name).chain(form.aliases.iter().copied()))
        .collect();
    let name = format!("f_{}", forms.iter().map(|form| form.name).collect::<Vec<_>>().join("_"));
    query("f", word(words)).about("格式；优先于 Accept", "the representation; before `Accept`").shared(name)
}

/// A document that comes as JSON and as a page.
fn document(zh: &str, en: &str, schema: Schema) -> Answer {
    Answer::json(zh, en, schema).of(HTML.media, text())
}

fn collection(collections: &[String]) -> Parameter {
    path("collectionId", word(collections.iter().map(String::as_str)))
        .about("数据集", "the collection")
        .shared("collectionId")
}

/// Of those that can be written to.
fn edited(collections: &[String]) -> Parameter {
    let edited = ["sites", "equipment", "organisations", "institutions"];
    let there = collections.iter().map(String::as_str).filter(|id| edited.contains(id));
    path("collectionId", word(there))
        .about("可编辑的数据集", "a collection that can be written to")
        .shared("editedCollectionId")
}

/// Of imported layers it is a number, of all others a UUID.
fn feature() -> Parameter {
    path("featureId", text().length(1, 100)).about("要素编号", "the feature's id").shared("featureId")
}
