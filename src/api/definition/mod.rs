//! The API document: every route of `router`, in OpenAPI 3.1 and 3.0, written once.
//!
//! A [`document::Chapter`] for each resource, one file each, of the same names as the handlers' modules;
//! `schema`, `parameter`, `operation`, `answer` are the words they are written in. The document is written in
//! the dialect of 3.1 and [`lower`]ed to 3.0.

/// What is answered and refused.
mod answer;
/// What figures look like.
mod answers;
/// With the landing page of OGC API as its root.
mod based;
mod blobs;
mod changes;
mod coverage;
/// From chapters to one document.
mod document;
mod equipment;
mod freezes;
/// Geometries, features, lists of them.
mod geojson;
/// What clients send.
mod given;
/// Headers of requests and answers.
mod headers;
mod layers;
/// From 3.1 to 3.0.
mod lower;
/// JSON in the order in which it was written.
mod node;
mod ogc;
/// One method of one path.
mod operation;
mod ops;
mod page;
/// One parameter.
mod parameter;
/// Parameters that several resources take.
mod parameters;
mod plan;
/// What a refused request is told.
mod problem;
mod records;
mod reference;
/// Verbs of what is registered one by one.
mod registered;
mod scenarios;
/// What values look like.
mod schema;
/// The document as an answer.
pub mod served;
mod sites;
mod study;
mod tiles;

pub use served::{OPENAPI_3_0, OPENAPI_3_1};

use crate::api::features::fields::Field;
use based::based;
use document::{Chapter, document};
use lower::lowered;
use node::Node;

/// Which dialect a client reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Dialect {
    V3_0,
    V3_1,
}

/// What the document depends on beside the program.
#[derive(Clone, Debug, PartialEq)]
pub struct About {
    /// The address under which the client reached the service.
    pub server: String,
    pub title: String,
    /// Names of the collections under `/ogc`.
    pub collections: Vec<String>,
    /// What their features can be filtered by, each name once.
    pub members: Vec<Field>,
}

/// The whole document.
pub fn written(about: &About, dialect: Dialect) -> Node {
    let document = document(&about.server, &about.title, &chapters(about));
    match dialect {
        Dialect::V3_0 => based(lowered(document), &about.server),
        Dialect::V3_1 => document,
    }
}

fn chapters(about: &About) -> Vec<Chapter> {
    let mut chapters = vec![
        ogc::chapter(about),
        sites::chapter(),
        equipment::chapter(),
        records::chapter(),
        blobs::chapter(),
        coverage::chapter(),
        study::chapter(),
        tiles::chapter(),
        scenarios::chapter(),
        plan::chapter(),
        freezes::chapter(),
        layers::chapter(),
        reference::chapter(),
        changes::chapter(),
        ops::chapter(),
        page::chapter(),
    ];
    if let Some(first) = chapters.first_mut() {
        let shared = geojson::schemas().into_iter().chain(problem::schemas());
        first.schemas.extend(shared.map(|(name, schema)| (name.to_owned(), schema)));
        first.schemas.extend(answers::schemas());
    }
    chapters
}

#[cfg(test)]
mod tests {
    use super::{About, Dialect, written};
    use crate::api::features::fields::{equipment, records, sites};
    use crate::domain::change::EntityKind;
    use crate::domain::kind::Catalogue;
    use std::collections::BTreeSet;

    /// Both lists are kept by hand: this one for bodies, the other one for filters, tiles and tables.
    #[test]
    fn what_can_be_sent_is_what_features_have() {
        let about = About {
            server: String::new(),
            title: String::new(),
            collections: Vec::new(),
            members: Vec::new(),
        };
        let document = serde_json::to_value(written(&about, Dialect::V3_1)).expect("JSON");
        let catalogue = Catalogue::default();
        for (name, fields) in [
            ("Site", sites(&catalogue)),
            ("Equipment", equipment(&catalogue)),
            ("Organisation", records(EntityKind::Organisation, &catalogue)),
            ("Institution", records(EntityKind::Institution, &catalogue)),
        ] {
            let schema = &document["components"]["schemas"][format!("{name}Properties")]["properties"];
            let told: BTreeSet<&str> =
                schema.as_object().into_iter().flatten().map(|(name, _)| name.as_str()).collect();
            let mut had: BTreeSet<&str> = fields.iter().map(|field| field.name.as_str()).collect();
            // Of a list by distance only, so it is no member of the feature itself.
            had.insert("distance_m");
            assert_eq!(told, had, "{name}");
        }
    }
}
